// The golden year of domain.md section 7, as records: A's plan, reports, evaluations, objection and
// sanction, and the policy, unit and agency that they stand under. Every number stands there.

import { enums } from "../../src/layout.js";
import { decimalText } from "../../src/rules/decimal.js";
import { evaluationIn } from "../../src/rules/evaluation.js";
import { explain, type Node, nodesOf } from "../../src/rules/explanation.js";
import { planIn } from "../../src/rules/plan.js";
import { inForce, policiesIn } from "../../src/rules/policy.js";
import { reportIn } from "../../src/rules/report.js";
import { compute, type Score } from "../../src/rules/score.js";
import { lastDayOf, monthText, parseDay, parsePeriod } from "../../src/rules/time.js";
import { zoneOf } from "../../src/rules/unit.js";
import type { Entry } from "../../src/record.js";
import {
  type Act,
  type Asked,
  entryAt,
  Ledger,
  type Loose,
  midnight,
  type ReceiptJson,
} from "./ledger.js";

export const agency = "kota-pauh";
export const unit = "puskesmas-pauh";
export const person = "a";
export const plan = "skp-a-2025";

const superior = "c";
const rater = "b";

// 7.2: I1, I2 as closed of all, I3, I4, I5.
export const months: [number, number, number, string, number, number][] = [
  [36, 14, 18, "77.80", 26, 70],
  [35, 15, 18, "77.80", 27, 78],
  [33, 16, 19, "78.61", 28, 85],
  [31, 17, 20, "78.61", 29, 88],
  [30, 18, 20, "78.61", 30, 90],
  [29, 18, 20, "79.72", 31, 92],
  [28, 19, 21, "79.72", 31, 93],
  [28, 18, 20, "79.72", 30, 94],
  [27, 20, 22, "81.11", 30, 95],
  [30, 17, 20, "81.11", 29, 96],
  [31, 16, 20, "81.11", 29, 98],
  [32, 8, 20, "", 30, 103], // its IKM is the survey's
];

export const parameters = {
  scoreCap: "120",
  scoreFloor: "0",
  thresholdScale: 2,
  rounding: "halfUp",
  levelAbove: "110",
  levelMeets: "90",
  maxAttainableIsCap: false,
  zeroDenominator: "redistribute",
  pp30WorkWeight: "70",
  weightsTotal: 100,
  amendAfterMonth: 9,
  reportDueDay: 5,
  objectionDays: 14,
  reasonCharactersMin: 20,
  backdateWorkingDays: 3,
  raterChangeDays: 30,
  supervisedMonthsMin: 1,
  formulas: [],
};

const indicator = (id: string, fields: object): object => ({
  id,
  result: "R1",
  aspect: "quality",
  text: `Indikator ${id}`,
  unit: "satuan",
  ...fields,
});

export const content = {
  results: [{ id: "R1", text: "Pelayanan", kind: "main", parents: [] }],
  indicators: [
    indicator("I1", { polarity: "min", consolidation: "average", weight: 25, target: { value: "30" } }),
    indicator("I2", { polarity: "max", consolidation: "ratio", weight: 20, target: { value: "90" } }),
    indicator("I3", { polarity: "max", consolidation: "last", weight: 20, target: { value: "85.00" } }),
    indicator("I4", { polarity: "max", consolidation: "sum", weight: 25, target: { value: "480" } }),
    indicator("I5", {
      polarity: "band",
      consolidation: "last",
      weight: 10,
      target: { low: "95", high: "100" },
    }),
  ],
};

export const reportEvent = (lines: [string, object][]): Loose => ({
  is: "report",
  of: { is: "submitted", of: { lines: lines.map(([id, value]) => ({ indicator: id, value })) } },
});

function linesOf(month: number): [string, object][] {
  const [waiting, closed, complaints, ikm, children, absorption] = months[month - 1]!;
  return [
    ["I1", { numerator: String(waiting) }],
    ["I2", { numerator: String(closed), denominator: String(complaints) }],
    // 29.46 / 9 * 25 = 100 * 29.46 / 36.
    ["I3", ikm === "" ? { numerator: "29.46", denominator: "36" } : { numerator: ikm }],
    ["I4", { numerator: String(children) }],
    ["I5", { numerator: String(absorption) }],
  ];
}

const at = (day: string, hour: number, minute = 0): bigint =>
  midnight(day) + BigInt((hour - 7) * 60 + minute) * 60_000_000n; // WIB

const planEvent = (is: string, of: object = {}): Loose => ({ is: "plan", of: { is, of } });
const evaluationEvent = (is: string, of: object = {}): Loose => ({
  is: "evaluation",
  of: { is, of },
});

export interface Golden {
  ledger: Ledger;
  annual: number; // the position of B's decision of the year
  upheld: number; // of C's decision on the objection
  beforeObjection: number; // the ledger's size before it was filed
  sanctioned: number; // the ledger's size once A was sanctioned
}

export const drafted = (fields: object = {}): Loose =>
  planEvent("drafted", {
    subject: person,
    agency,
    unit,
    year: 2025,
    firstMonth: 1,
    lastMonth: 12,
    positionType: "functional",
    position: "Ahli Muda",
    approach: "quantitative",
    content,
    ...fields,
  });

// Agency, policy and unit, and another person with a sanction of his own.
export function setting(ledger: Ledger, policy: object = parameters): void {
  const start = at("2025-01-02", 9);
  ledger.add({
    stream: `agency/${agency}`,
    event: {
      is: "agency",
      of: { is: "registered", of: { name: "Kota Pauh", kind: "city", zone: "wib" } },
    },
    at: start,
    actor: "ppk",
  });
  ledger.add({
    stream: `policy/${agency}`,
    event: {
      is: "policy",
      of: {
        is: "published",
        of: {
          id: "pauh-2025.1",
          legalRef: "Perwal 1/2025",
          validFrom: "2025-01-01",
          countersignedBy: "sekda",
          parameters: policy,
        },
      },
    },
    at: start,
    actor: "ppk",
  });
  ledger.add({
    stream: `unit/${unit}`,
    event: {
      is: "unit",
      of: { is: "created", of: { agency, name: "Puskesmas Pauh", zone: "none", from: "2025-01-01" } },
    },
    at: start,
    actor: "ppk",
  });
  ledger.add({
    stream: "person/z",
    event: { is: "person", of: { is: "registered", of: { agency, kind: "pns" } } },
    subjects: ["z"],
    at: start,
  });
}

function evaluate(ledger: Ledger, period: string, day: string, given: object, hour = 9): number {
  const stream = `evaluation/${plan}/${period}`;
  const decided = ledger.add({
    stream,
    event: evaluationEvent("decided", given),
    at: at(day, hour),
    subjects: [person],
    actor: rater,
  });
  return decided;
}

const result = (work: string, predikat: string, behaviourScore: string): object => ({
  proposal: { policy: "pauh-2025.1" },
  result: { work, behaviour: "meets", behaviourScore, predikat, innovation: false },
});

export interface Correction {
  month: string;
  indicator: string;
  was: object;
  now: object;
}

// C's decision to punish A, and what follows from it: the facts of one act.
export function sanctioning(
  decision: Loose["of"]["of"],
  when: bigint,
  act: Partial<Act> = {},
): [Act, Act] {
  const { code, months } = decision as { code: string; months: number };
  const imposed = { case: "hd-1", code, months };
  const fact = (stream: string, event: Loose): Act => {
    return { stream, event, at: when, subjects: [person], actor: superior, ...act };
  };
  return [
    fact("case/hd-1", { is: "case", of: { is: "sanctionDecided", of: decision } }),
    fact(`sanctions/${person}`, { is: "sanctions", of: { is: "imposed", of: imposed } }),
  ];
}

// C's decision on the objection against the year's evaluation, and what follows from it: the facts
// of one act.
export function upholding(
  corrections: Correction[],
  when: bigint,
  act: Partial<Act> = {},
): [Act, ...Act[]] {
  const cause = `evaluation/${plan}/2025`;
  const reason = { part: 1, characters: 72 };
  const fact = (stream: string, event: Loose): Act => {
    return { stream, event, at: when, subjects: [person], actor: superior, ...act };
  };
  const decision = {
    outcome: "upheld",
    corrections,
    reason,
    ...result("meets", "good", "104.1905"),
  };
  return [
    fact(cause, evaluationEvent("objectionDecided", decision)),
    ...corrections.map(({ month, ...corrected }) =>
      fact(`report/${plan}/${month}`, {
        is: "report",
        of: { is: "valueCorrected", of: { ...corrected, cause, reason } },
      }),
    ),
  ];
}

// 7.1 to 7.4, and of 7.6 the decision.
export function goldenYear(founded: object = {}, origin?: string): Golden {
  const ledger = new Ledger(origin, founded);
  setting(ledger);
  const add = (stream: string, event: Loose, when: bigint, actor = person): number =>
    ledger.add({ stream, event, at: when, actor, subjects: [person] });
  add(`plan/${plan}`, drafted(), at("2025-01-06", 9));
  add(`plan/${plan}`, planEvent("submitted"), at("2025-01-08", 10));
  add(`plan/${plan}`, planEvent("reviewed"), at("2025-01-10", 14), "team");
  add(`plan/${plan}`, planEvent("agreed", { party: "subject" }), at("2025-01-15", 9));
  add(`plan/${plan}`, planEvent("agreed", { party: "rater" }), at("2025-01-15", 10), rater);
  add(`plan/${plan}`, planEvent("established"), at("2025-01-20", 8), rater);

  const quarters: { [month: number]: [string, string, string, string] } = {
    3: ["2025-Q1", "2025-04-15", "below", "needsImprovement"],
    6: ["2025-Q2", "2025-07-15", "meets", "good"],
    9: ["2025-Q3", "2025-10-15", "meets", "good"],
    12: ["2025-Q4", "2026-01-08", "below", "needsImprovement"],
  };
  for (let month = 1; month <= 12; ++month) {
    const stream = `report/${plan}/${monthText(2025, month)}`;
    const [year, next] = month === 12 ? [2026, 1] : [2025, month + 1];
    add(stream, reportEvent(linesOf(month)), at(`${monthText(year, next)}-05`, 19));
    const acknowledged = { is: "report", of: { is: "acknowledged", of: {} } };
    add(stream, acknowledged, at(`${monthText(year, next)}-06`, 9), rater);
    const quarter = quarters[month];
    if (!quarter) continue;
    const [period, day, work, predikat] = quarter;
    evaluate(ledger, period, day, result(work, predikat, "100"));
    if (month < 12) ledger.close(day, {}, at(day, 23));
  }
  const annual = evaluate(
    ledger,
    "2025",
    "2026-01-08",
    result("below", "needsImprovement", "104.1905"),
    10,
  );
  const stream = `evaluation/${plan}/2025`;
  add(stream, evaluationEvent("delivered", { channel: "e-Kinerja" }), at("2026-01-12", 10), "team");
  ledger.close("2026-01-12");
  const beforeObjection = ledger.records.length;

  add(stream, evaluationEvent("objectionFiled", { grounds: {} }), at("2026-01-23", 15));
  add(stream, evaluationEvent("objectionHeard", { heard: ["a"] }), at("2026-01-29", 10), superior);
  add(stream, evaluationEvent("objectionHeard", { heard: ["b"] }), at("2026-01-30", 10), superior);
  const was = { numerator: "8", denominator: "20" };
  const now = { numerator: "17", denominator: "20" };
  const upheld = ledger.addAct(
    upholding([{ month: "2025-12", indicator: "I2", was, now }], at("2026-02-09", 10)),
  );

  const sanction = {
    subject: person,
    breachedOn: "2025-11-14",
    article: "PP 94/2021 Pasal 4 huruf f",
    level: "sedang",
    code: "m1",
    months: 6,
    decisionNo: "SK-800/017/DINKES/2026",
  };
  ledger.addAct(sanctioning(sanction, at("2026-03-10", 14)));
  ledger.close("2026-03-10");
  return { ledger, annual, upheld, beforeObjection, sanctioned: ledger.records.length };
}

export { at, evaluationEvent, planEvent };

// --- What the records give

export function entriesOf(ledger: Ledger, size = ledger.records.length): Entry[] {
  return ledger.records.slice(0, size).map(({ bytes }, position) => entryAt(position, bytes));
}

export interface WorkedOut {
  score: Score;
  policy: string;
  claim: { [name: string]: unknown };
  nodes: Node[];
}

// A score as `jejak receipt` claims it, of the first `asOf` records, on a day.
export function workOut(
  ledger: Ledger,
  period: string,
  day: string,
  asOf = ledger.records.length,
  name = plan,
): WorkedOut {
  const entries = entriesOf(ledger, asOf);
  const of = (stream: string) => entries.filter(({ record }) => record.stream === stream);
  const state = planIn(of(`plan/${name}`))!;
  const parsed = parsePeriod(period)!;
  const versions = policiesIn(of(`policy/${state.agency}`));
  const version = inForce(versions, lastDayOf(parsed.year, parsed.lastMonth));
  const reports = Array.from({ length: 12 }, (_, i) =>
    reportIn(of(`report/${name}/${monthText(state.year, i + 1)}`)),
  );
  const zone = zoneOf(of(`unit/${state.unit}`), of(`agency/${state.agency}`));
  const score = compute({ plan: state, reports, zone }, parsed, version.parameters, parseDay(day)!);
  const decided = evaluationIn(of(`evaluation/${name}/${period}`))?.decision ?? null;
  return {
    score,
    policy: version.id,
    nodes: nodesOf(explain(score, version.parameters, decided), version.id),
    claim: withoutNothing({
      plan: name,
      period,
      exact: score.exact && score.exact.text(),
      rounded: score.rounded && decimalText(score.rounded),
      level: score.level,
      policy: version.id,
      formulas: score.formulas,
      decided: decided && withoutNothing({ ...decided }),
    }),
  };
}

// As the ledger writes JSON: what has nothing to say is left out.
export function withoutNothing(members: object): { [name: string]: unknown } {
  const isNothing = (value: unknown): boolean =>
    value === null || value === "" || (Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(members).filter(([, value]) => !isNothing(value)));
}

// A node as the API writes it.
export function nodeJson(node: Node): object {
  return withoutNothing({ ...node, inputs: node.inputs.map(withoutNothing) });
}

export const filesOfPerson = (about: string): string[] =>
  enums["Class"]!.map((name) => `person/${about}/${name}`);

export const filesNeeded = [
  ...["plan", "report", "correction", "rating", "objection"].map((c) => `person/${person}/${c}`),
  `stream/policy/${agency}`,
  `stream/agency/${agency}`,
  `stream/unit/${unit}`,
];

// A receipt of a score.
export function scoreReceipt(
  ledger: Ledger,
  period: string,
  day: string,
  given: Partial<Asked> = {},
): ReceiptJson {
  const { claim, nodes } = workOut(ledger, period, day, given.asOf);
  return ledger.receipt({
    day,
    files: filesNeeded,
    claim,
    explanation: nodes.map(nodeJson),
    ...given,
  });
}
