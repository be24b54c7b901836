// The facts of an act are those that the rules give it (step 3 of docs/receipt.md): else somebody
// would seem to have done what was hung on what he signed.

import { refuse } from "./failure.js";
import type * as wire from "./layout.js";
import { type Entry, type Event, keyOf, type Record, typeOf } from "./record.js";
import { decimalText, parseDecimal } from "./rules/decimal.js";

// Of the records below `asOf` what must follow an act must be there too.
export function checkFacts(entries: readonly Entry[], asOf: number): void {
  const acts = new Map(entries.map(({ position, record }) => [position, new Begun(record)]));
  for (const { position, record } of entries) {
    const { factIndex } = record;
    const isFirst = factIndex === 0;
    const first = acts.get(position - factIndex);
    const wrong = isFirst ? wrongFirst(first!) : wrongFurther(record, position, first);
    if (wrong !== null) refuse("not-performed", `position ${position}: ${wrong}`);
    const following = isFirst ? first!.following.length : 0;
    for (let i = 1; i <= following && position + i < asOf; ++i) {
      if (acts.get(position + i)?.record.factIndex === i) continue;
      refuse("not-performed", `position ${position}: fact ${i} of ${following} is not there`);
    }
  }
}

// A record, and what must follow where it is the first of its act. (That is made once: a forged act
// may have thousands.)
class Begun {
  readonly following: readonly Following[];

  constructor(readonly record: Record) {
    this.following = record.factIndex === 0 ? followingOf(record) : [];
  }
}

// What must follow a first fact: an event of that type in that stream.
interface Following {
  type: string;
  stream: string;
  differsIn: (event: Event) => string | null; // of that type
}

// As far as it tells itself: how many shares an indicator takes, other streams say.
function followingOf({ stream, subjects, event }: Record): Following[] {
  if (event.is === "evaluation" && event.of.is === "objectionDecided") {
    return corrections(event.of.of, stream);
  }
  if (event.is !== "case") return [];
  if (event.of.is === "sanctionDecided") return [imposed(event.of.of, stream)];
  return [received(subjects[0] ?? "", stream)];
}

function corrections(decision: wire.EvaluationEventObjectionDecided, stream: string): Following[] {
  const plan = keyOf(stream).split("/", 1)[0];
  return decision.corrections.map(({ month, indicator, was, now }) => ({
    type: "report.valueCorrected",
    stream: `report/${plan}/${month}`,
    differsIn: (event) => {
      const is = event.of.of as wire.ReportEventValueCorrected;
      return other({
        indicator: is.indicator === indicator,
        was: isSameValue(is.was, was),
        now: isSameValue(is.now, now),
        cause: is.cause === stream,
        reason: is.reason.characters === decision.reason.characters,
        evidence: is.evidence.length === 0,
      });
    },
  }));
}

function imposed(decision: wire.CaseEventSanctionDecided, stream: string): Following {
  return {
    type: "sanctions.imposed",
    stream: `sanctions/${decision.subject}`,
    differsIn: (event) => {
      const is = event.of.of as wire.SanctionsEventImposed;
      return other({
        case: is.case === keyOf(stream),
        code: is.code === decision.code,
        months: is.months === decision.months,
        breaches: isSameList(is.breaches, decision.breaches),
      });
    },
  };
}

function received(person: string, stream: string): Following {
  return {
    type: "sanctions.received",
    stream: `sanctions/${person}`,
    differsIn: (event) =>
      other({ case: (event.of.of as wire.SanctionsEventReceived).case === keyOf(stream) }),
  };
}

// The first member that is not as it must be.
function other(isAsItMustBe: { [member: string]: boolean }): string | null {
  return Object.keys(isAsItMustBe).find((member) => !isAsItMustBe[member]) ?? null;
}

// Of an indicator they change the shares that it takes.
const changingShares = ["indicator.defined", "indicator.targetSet", "indicator.retired"];
// Nobody asks for them.
const onlyFollowing = ["indicator.shareTaken", "sanctions.imposed", "sanctions.received"];

// Why `record` does not begin an act by the rules; null where it does.
function wrongFirst({ record, following }: Begun): string | null {
  const type = typeOf(record.event);
  if (onlyFollowing.includes(type)) return `${type} is no act of its own`;
  if (changingShares.includes(type)) return null;
  const expected = 1 + following.length;
  if (record.factCount === expected) return null;
  return `${type} begins an act of ${record.factCount} facts, not of ${expected}`;
}

// Why `record` does not follow by the rules from `first`, which is where its act begins.
function wrongFurther(record: Record, position: number, first: Begun | undefined): string | null {
  const type = typeOf(record.event);
  if (position < record.factIndex) return "its act would begin before the first record";
  if (type === "indicator.shareTaken") return wrongShare(record, first?.record);
  if (type !== "report.valueCorrected" && !onlyFollowing.includes(type)) {
    return `${type} follows from no act`;
  }
  if (!first || !isOfOneAct(first.record, record)) return "it is not of the act that would order it";
  const expected = first.following[record.factIndex - 1];
  if (!expected || expected.type !== type) return `${type} does not follow from its act`;
  const isInStream = expected.stream === record.stream;
  const member = isInStream ? expected.differsIn(record.event) : "stream";
  return member === null ? null : `its ${member} is not that of its act`;
}

// What another indicator has done to itself need not be here.
function wrongShare(record: Record, first: Record | undefined): string | null {
  if (!first) return null;
  const isOrdered = changingShares.includes(typeOf(first.event)) && isOfOneAct(first, record);
  return isOrdered ? null : "it is not of the act that would order it";
}

// All but what each says, and its place among the facts.
function isOfOneAct(first: Record, further: Record): boolean {
  return first.factIndex === 0 && frameOf(first) === frameOf(further);
}

function frameOf(record: Record): string {
  const { actor, authentication: by } = record;
  return JSON.stringify([
    record.factCount,
    [record.source, record.id, record.channel, record.migration, record.signedWith],
    [record.correlation, record.causation, record.traceparent],
    [by.issuer, by.subject, by.method],
    [actor.person, actor.role, actor.onBehalfOf, actor.mandate],
    [`${record.recorded}`, `${record.effective}`, record.effectiveGiven],
  ]);
}

function isSameValue(a: wire.Value, b: wire.Value): boolean {
  return (
    spelled(a.numerator) === spelled(b.numerator) &&
    spelled(a.denominator) === spelled(b.denominator) &&
    isSameList(a.stages, b.stages)
  );
}

// Minus zero has no sign.
function spelled(number: string): string {
  const decimal = parseDecimal(number);
  return decimal ? decimalText(decimal) : number;
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, i) => text === b[i]);
}
