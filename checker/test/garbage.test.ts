// Records as no ledger that keeps the rules lets them in, under a key that signs what it likes:
// whatever stands in them, the answer has a name.

import assert from "node:assert/strict";
import { test } from "node:test";

import { verifyReceipt } from "../src/index.js";
import { type Code, Refused } from "../src/failure.js";
import { enums, type FieldType, structs } from "../src/layout.js";
import type { Record } from "../src/record.js";
import {
  at,
  content,
  drafted,
  entriesOf,
  evaluationEvent,
  goldenYear,
  nodeJson,
  parameters,
  person,
  plan,
  planEvent,
  reportEvent,
  setting,
  type WorkedOut,
  workOut,
} from "./support/golden.js";
import { bytesOfJson, Ledger, type Loose } from "./support/ledger.js";

const day = "2026-06-30";
const year = goldenYear();
const sound = workOut(year.ledger, "2025", day);

// What the records give; where they give nothing, what the golden year's do.
function workedOut(ledger: Ledger): WorkedOut {
  try {
    return workOut(ledger, "2025", day);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return sound;
  }
}

// The answer to a receipt of all records, which claims what they give.
async function verdict(
  ledger: Ledger,
  given?: object,
): Promise<{ code: Code | "verified"; detail: string }> {
  const { claim, nodes } = workedOut(ledger);
  const receipt = ledger.receipt({
    day,
    files: [],
    streams: ledger.records.map(({ stream }) => stream),
    close: null,
    claim: given ?? claim,
    explanation: nodes.map(nodeJson),
  });
  const options = { key: ledger.key.vkey, today: "2026-11-22" };
  const outcome = await verifyReceipt(bytesOfJson(receipt), options);
  if (outcome.ok) return { code: "verified", detail: "" };
  return outcome.failure;
}

// --- One thing at a time

interface Garbage {
  policy?: object;
  plan?: object; // fields of its draft
  indicator?: object; // fields of every one of its indicators
  value?: object; // that is reported on each
  more?: Loose; // another event of the plan
  envelope?: object; // fields of the report's record
}

async function verdictOn(garbage: Garbage): Promise<string> {
  const ledger = new Ledger();
  setting(ledger, { ...parameters, ...garbage.policy });
  const subjects = [person];
  const indicators = content.indicators.map((own) => ({ ...own, ...garbage.indicator }));
  const planned = drafted({ content: { ...content, indicators }, ...garbage.plan });
  ledger.add({ stream: `plan/${plan}`, event: planned, at: at("2025-01-06", 9), subjects });
  if (garbage.more) {
    ledger.add({ stream: `plan/${plan}`, event: garbage.more, at: at("2025-01-07", 9), subjects });
  }
  const value = garbage.value ?? { numerator: "30", denominator: "40" };
  ledger.add({
    stream: `report/${plan}/2025-01`,
    event: reportEvent(["I1", "I2", "I3", "I4", "I5"].map((id) => [id, value])),
    at: at("2025-02-05", 9),
    subjects,
    envelope: garbage.envelope ?? {},
  });
  return (await verdict(ledger)).code;
}

test("a year of nothing wrong verifies", async () => {
  assert.equal(await verdictOn({}), "verified");
});

test("garbage that the rules give no meaning to is refused by name", async () => {
  const against: Garbage[] = [
    { plan: { firstMonth: 0, lastMonth: 4_000_000_000 } },
    { plan: { firstMonth: 7, lastMonth: 6 } },
    { plan: { year: 100_000 } },
    { plan: { year: 0 } },
    { policy: { thresholdScale: 4_000_000_000 } },
    { policy: { thresholdScale: 19 } },
    { indicator: { id: "I1" } },
    { indicator: { trajectory: Array(13).fill({ value: "1" }) } },
    { more: planEvent("drafted", { year: 2025, firstMonth: 1, lastMonth: 13 }) },
  ];
  for (const garbage of against) {
    assert.equal(await verdictOn(garbage), "record-against-rules", JSON.stringify(garbage));
  }
  const malformed: Garbage[] = [
    { indicator: { target: { value: "ten" } } },
    { indicator: { target: { low: "1e3" } } },
    { indicator: { trajectory: [{ high: "+1" }] } },
    { value: { numerator: "1/2" } },
    { value: { numerator: "1", denominator: "NaN" } },
    { policy: { scoreCap: "" } },
    { policy: { levelMeets: "9".repeat(19) } },
  ];
  for (const garbage of malformed) {
    assert.equal(await verdictOn(garbage), "record-malformed", JSON.stringify(garbage));
  }
  for (const formula of ["achievement.max/999", "clamp/", "clamp/1/1", "level.three/0"]) {
    assert.equal(await verdictOn({ policy: { formulas: [formula] } }), "formula-unknown", formula);
  }
  for (const moment of [2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 53n) - 1n, -(2n ** 63n)]) {
    for (const envelope of [{ recorded: moment }, { effective: moment }]) {
      assert.equal(await verdictOn({ envelope }), "record-malformed");
    }
  }
});

// The rules say what comes of it, or no formula is defined for it.
test("numbers that nothing can be measured by never stop the checker", async () => {
  const amended = (fields: object): Loose =>
    planEvent("amended", { party: "rater", fromMonth: 4_000_000_000, content, ...fields });
  const garbage: Garbage[] = [
    { indicator: { target: { value: "0" } } },
    { indicator: { target: {} } },
    { indicator: { target: { low: "95" } } },
    { indicator: { target: { high: "95" } } },
    { indicator: { target: { low: "9", high: "8" } } },
    { indicator: { target: { low: "-1", high: "0" } } },
    { indicator: { target: { value: "-1", low: "5" } } },
    { indicator: { maxAttainable: true, target: { low: "0", high: "0" } } },
    { indicator: { maxAttainable: true }, policy: { maxAttainableIsCap: true } },
    { indicator: { target: { low: "0", high: "0" }, signed: true } },
    { indicator: { weight: 0 } },
    { indicator: { weight: 4_294_967_295 } },
    { indicator: { trajectory: [{ low: "1" }] } },
    { indicator: { trajectory: [{}], consolidation: "sum" } },
    { indicator: { polarity: "milestone" } },
    { indicator: { polarity: "milestone", stages: [{ id: "", weight: 4_294_967_295 }] } },
    { indicator: { polarity: "qualitative" } },
    { value: {} },
    { value: { denominator: "5" } },
    { value: { numerator: "5", denominator: "0" } },
    { value: { numerator: "0", denominator: "0" }, policy: { zeroDenominator: "hundred" } },
    { value: { numerator: "-5", denominator: "-0" } },
    { value: { stages: ["x", "x"] } },
    { policy: { scoreFloor: "120", scoreCap: "-120" } },
    { policy: { levelAbove: "-1", levelMeets: "900" } },
    { policy: { reportDueDay: 4_294_967_295 } },
    { more: amended({}) },
    { more: amended({ fromMonth: 0, content: {} }) },
    { more: planEvent("closed", {}) },
  ];
  for (const polarity of enums["Polarity"]!) {
    for (const consolidation of enums["Consolidation"]!) {
      for (const { indicator, ...rest } of garbage) {
        const all = { ...rest, indicator: { polarity, consolidation, ...indicator } };
        const code = await verdictOn(all);
        assert.match(code, /^(verified|record-against-rules)$/, JSON.stringify(all));
      }
    }
  }
});

// --- Everything at once

type Random = (below: number) => number;

function seeded(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const texts = [
  "", "0", "-0", "0.0", "-1", "1", "85.00", "9".repeat(18), `0.${"0".repeat(16)}1`, "1/3", "ten",
  "a", "b", "I1", "I2", "2025-01-01", "9999-12-31", "2025-02-30", "__proto__", "clamp/1", "clamp/2",
  "kota-pauh", "a/b", "\u202e", "x".repeat(70),
];
const wholes = [0, 1, 2, 6, 9, 12, 13, 100, 1900, 2025, 9998, 65_535];

function garbageOf(type: FieldType, random: Random): unknown {
  const one = <T>(of: readonly T[]): T => of[random(of.length)]!;
  switch (type.kind) {
    case "Bool":
      return one([false, true]);
    case "UInt16":
      return one(wholes);
    case "UInt32":
      return one([...wholes, 4_294_967_295]);
    case "UInt64":
      return BigInt(one([...wholes, 4_294_967_295])) * one([1n, 4_294_967_297n]);
    case "Int64":
      return BigInt(one(wholes)) * one([1n, -1n, 1_000_000_000_000n]);
    case "Enum":
      return one(enums[type.name]!);
    case "Text":
      return one(texts);
    case "Data":
      return new Uint8Array(one([0, 1, 16, 31, 32]));
    default:
      return null;
  }
}

// `value` with one thing in it changed.
function spoiled(type: FieldType, value: unknown, random: Random): unknown {
  if (type.kind === "List") {
    const items = [...(value as unknown[])];
    if (items.length === 0) return items;
    const index = random(items.length);
    const kind = random(8);
    if (kind === 0) items.splice(index, 1);
    else if (kind === 1) items.push(items[index]);
    else items[index] = spoiled(type.of, items[index], random);
    return items;
  }
  if (type.kind !== "Struct") return garbageOf(type, random);
  const { fields, tag } = structs[type.name]!;
  if (tag !== undefined) {
    const { is, of } = value as { is: string; of: unknown };
    const arm = fields.find(({ name }) => name === is)!;
    return { is, of: spoiled(arm.type, of, random) };
  }
  if (fields.length === 0) return value;
  const field = fields[random(fields.length)]!;
  const members = value as { [name: string]: unknown };
  return { ...members, [field.name]: spoiled(field.type, members[field.name], random) };
}

const originals: Record[] = entriesOf(year.ledger)
  .map(({ record }) => record)
  .filter(({ event }) => event.is !== "origin" && event.is !== "close");

test("nothing that an operator can write stops the checker", async () => {
  const verdicts = new Map<string, number>();
  for (let seed = 1; seed <= 120; ++seed) {
    const random = seeded(seed);
    const ledger = new Ledger();
    for (const original of originals) {
      const { stream, event, recorded, effective, subjects, actor } = original;
      let written: unknown = event;
      // Of the few records that all depends on, more are spoiled than of the reports.
      const odds = event.is === "report" ? 12 : 3;
      for (let times = random(odds) === 0 ? 1 + random(3) : 0; times > 0; --times) {
        written = spoiled({ kind: "Struct", name: "Event" }, written, random);
      }
      const { person: by, onBehalfOf } = actor;
      const act = { stream, event: written as Loose, at: recorded, effective, subjects };
      const { factIndex, factCount, source, id } = original;
      const envelope = { source, id };
      ledger.add({ ...act, actor: by, onBehalfOf, factIndex, factCount, envelope });
      if (random(60) === 0) ledger.add({ ...act, actor: by }); // again
    }
    const { code, detail } = await verdict(ledger);
    assert.notEqual(code, "internal", `seed ${seed}: ${detail}`);
    verdicts.set(code, (verdicts.get(code) ?? 0) + 1);
  }
  for (const code of ["verified", "record-against-rules", "record-malformed", "not-performed"]) {
    assert.ok(verdicts.has(code), `${code}: ${JSON.stringify([...verdicts])}`);
  }
});

test("a decision whose number is none is refused by name", async () => {
  const { ledger } = goldenYear();
  const result = { work: "meets", behaviour: "meets", behaviourScore: "many", predikat: "good" };
  const position = ledger.add({
    stream: `evaluation/${plan}/2025`,
    event: evaluationEvent("objectionDecided", { result }),
    at: at("2026-03-12", 9),
    subjects: [person],
  });
  const decided = { ...result, innovation: false, position };
  assert.equal((await verdict(ledger, { ...sound.claim, decided })).code, "record-malformed");
});
