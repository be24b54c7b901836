import assert from "node:assert/strict";
import { test } from "node:test";

import { decimalText } from "../src/rules/decimal.js";
import { Rational } from "../src/rules/rational.js";
import { inForce, policiesIn } from "../src/rules/policy.js";
import { Ledger } from "./support/ledger.js";
import {
  drafted,
  entriesOf,
  evaluationEvent,
  goldenYear,
  parameters,
  person,
  plan,
  planEvent,
  reportEvent,
  setting,
  workOut,
  at,
  content,
} from "./support/golden.js";

const { ledger, beforeObjection } = goldenYear();
const longAfter = "2026-06-30";

const four = (value: Rational | null): string | null =>
  value && decimalText(value.rounded(4)!);

const first = (period: string) => workOut(ledger, period, longAfter, beforeObjection);
const corrected = (period: string) => workOut(ledger, period, longAfter);

test("months score as domain.md 7.2 says", () => {
  const scores = [
    "79.2083", "82.7433", "86.1573", "88.9402", "91.7202", "93.6502", "94.6946", "94.0691",
    "95.5367", "91.0986", "89.1542", "79.9271",
  ];
  scores.forEach((score, i) => {
    const month = `2025-${String(i + 1).padStart(2, "0")}`;
    assert.equal(four(first(month).score.exact), score, month);
  });
  assert.equal(four(corrected("2025-12").score.exact), "89.9271");
  assert.equal(first("2025-01").score.exact?.text(), "41446511/523260");
  assert.equal(first("2025-12").score.exact?.text(), "244577/3060");
  assert.equal(corrected("2025-12").score.exact?.text(), "275177/3060");
});

test("the achievements of a month are those of domain.md 7.2", () => {
  const table: [string, string[]][] = [
    ["2025-01", ["80.0000", "86.4198", "91.5294", "65.0000", "73.6842"]],
    ["2025-09", ["110.0000", "101.0101", "95.4235", "75.0000", "100.0000"]],
    ["2025-12", ["93.3333", "44.4444", "96.2745", "75.0000", "97.0000"]],
  ];
  for (const [month, achievements] of table) {
    assert.deepEqual(first(month).score.lines.map((line) => four(line.achievement)), achievements);
  }
});

test("quarters are worked out from raw numbers, as domain.md 7.3 says", () => {
  const table: [string, string, string, string[]][] = [
    ["2025-Q1", "83.6118", "below", ["84.4444", "90.9091", "92.4824", "67.5000", "89.4737"]],
    ["2025-Q2", "91.8215", "meets", ["100.0000", "98.1481", "93.7882", "75.0000", "96.8421"]],
    ["2025-Q3", "95.0933", "meets", ["107.7778", "100.5291", "95.4235", "75.8333", "100.0000"]],
    ["2025-Q4", "86.6401", "below", ["96.6667", "75.9259", "96.2745", "73.3333", "97.0000"]],
  ];
  for (const [period, score, level, achievements] of table) {
    const { score: given } = first(period);
    assert.equal(four(given.exact), score);
    assert.equal(given.level, level);
    assert.deepEqual(given.lines.map((line) => four(line.achievement)), achievements);
  }
  const q4 = corrected("2025-Q4");
  assert.equal(four(q4.score.exact), "89.9734");
  assert.equal(q4.claim["rounded"], "89.97");
  assert.equal(q4.score.level, "below");
  const realised = first("2025-Q1").score.lines.map((line) => four(line.realised));
  assert.deepEqual(realised, ["34.6667", "81.8182", "78.6100", "81.0000", "85.0000"]);
});

test("the year crosses 90 with the objection, as domain.md 7.4 says", () => {
  const before = first("2025");
  assert.equal(before.score.exact?.text(), "64649/720");
  assert.equal(before.claim["rounded"], "89.79");
  assert.equal(before.score.level, "below");
  const contributions = before.score.lines.map((line) => four(line.contribution));
  assert.deepEqual(contributions, ["24.3056", "18.3007", "19.2549", "18.2292", "9.7000"]);
  const after = corrected("2025");
  assert.equal(after.score.exact?.text(), "7765231/85680");
  assert.equal(after.claim["rounded"], "90.63");
  assert.equal(after.score.level, "meets");
  assert.equal(four(after.score.lines[1]!.achievement), "95.7049");
  assert.equal(four(after.score.lines[1]!.contribution), "19.1410");
  assert.equal(after.policy, "pauh-2025.1");
});

test("predikat and the number of PP 30/2019 stand in the explanation", () => {
  const numberOf = (given: ReturnType<typeof workOut>): (string | null)[] =>
    given.nodes.slice(-3).map(({ formula, exact, decimal }) =>
      formula.startsWith("predikat") ? exact : decimal,
    );
  // 2188/21 of the table, as B's 104.1905.
  assert.deepEqual(numberOf(first("2025")), ["94.1103", "3", "2"]);
  assert.deepEqual(numberOf(corrected("2025")), ["94.6986", "3", "3"]);
});

test("a node says what was done, in both languages", () => {
  const { nodes } = first("2025-Q1");
  const of = (formula: string, about: string) =>
    nodes.find((node) => node.formula === formula && node.about === about)!.sentence;
  assert.deepEqual(of("consolidate.average/1", "I1"), {
    id: "Rata-rata: (36 + 35 + 33) / 3 ≈ 34,6667.",
    en: "Average: (36 + 35 + 33) / 3 ≈ 34.6667.",
  });
  assert.deepEqual(of("achievement.min/1", "I1"), {
    id: "Capaian: 100 × (2 − 34,6667 / 30) ≈ 84,4444 %.",
    en: "Achievement: 100 × (2 − 34.6667 / 30) ≈ 84.4444 %.",
  });
  assert.deepEqual(of("consolidate.last/1", "I3"), {
    id: "Nilai terakhir dari 77,8; 77,8; 78,61 = 78,61.",
    en: "The last of 77.8, 77.8, 78.61 = 78.61.",
  });
  assert.equal(
    of("predikat.matrix/1", "").en,
    "Results below expectations and behaviour meets expectations: Needs improvement.",
  );
  for (const node of [...nodes, ...corrected("2025").nodes]) {
    assert.ok(!/[{}]|undefined/.test(node.sentence.id + node.sentence.en), node.formula);
  }
});

test("the golden year names the formulas that it used", () => {
  assert.deepEqual(first("2025").score.formulas, [
    "achievement.band/1",
    "achievement.max/1",
    "achievement.min/1",
    "clamp/1",
    "consolidate.average/1",
    "consolidate.last/1",
    "consolidate.ratio/1",
    "consolidate.sum/1",
    "level.three/1",
    "score.weighted/1",
    "value.percent/1",
  ]);
});

// --- domain.md 7.8, as far as scores go

function changed(policy: object, lines?: (month: number) => [string, object][]): Ledger {
  const other = new Ledger();
  setting(other, { ...parameters, ...policy });
  const copied = goldenYear().ledger;
  for (const { record } of entriesOf(copied)) {
    const { stream, event } = record;
    if (!/^(plan|report)\//.test(stream)) continue;
    const month = /^report\/.*-(\d\d)$/.exec(stream)?.[1];
    const own = month && lines && event.of.is === "submitted" ? lines(Number(month)) : null;
    other.add({
      stream,
      event: own ? reportEvent(own) : event,
      at: record.recorded,
      subjects: [person],
      actor: record.actor.person,
    });
  }
  return other;
}

test("V4: a cap of 100 lowers the third quarter only", () => {
  const capped = changed({ scoreCap: "100", levelAbove: "100" });
  for (const [period, score] of [
    ["2025-Q1", "83.6118"], ["2025-Q2", "91.8215"], ["2025-Q3", "93.0430"],
  ] as const) {
    assert.equal(four(workOut(capped, period, longAfter).score.exact), score);
  }
});

test("V5: a month without complaints leaves its weight to the others, or counts 100", () => {
  const february: [string, object][] = [
    ["I1", { numerator: "35" }], ["I2", { numerator: "0", denominator: "0" }],
    ["I3", { numerator: "77.80" }], ["I4", { numerator: "27" }], ["I5", { numerator: "78" }],
  ];
  const lines = (): [string, object][] => february;
  const redistributed = workOut(changed({}, lines), "2025-02", longAfter);
  assert.equal(four(redistributed.score.exact), "80.2809");
  assert.equal(redistributed.score.lines[1]!.due, "noObservation");
  const counted = workOut(changed({ zeroDenominator: "hundred" }, lines), "2025-02", longAfter);
  assert.equal(four(counted.score.exact), "84.2247");
});

test("V3: the regulation's rounded weight moves the year a little", () => {
  // The survey's index as 81.0150 instead of 29.46 / 36.
  const copied = goldenYear().ledger;
  const reports = new Map(
    entriesOf(copied).flatMap(({ record: { stream, event } }) =>
      event.is === "report" && event.of.is === "submitted" ? [[stream, event.of.of.lines]] : [],
    ),
  );
  const other = changed({}, (month) => {
    const stream = `report/${plan}/2025-${String(month).padStart(2, "0")}`;
    return reports.get(stream)!.map((line): [string, object] => [
      line.indicator,
      line.value.denominator === "36" ? { numerator: "81.0150" } : line.value,
    ]);
  });
  assert.equal(four(workOut(other, "2025", longAfter).score.exact), "90.4381");
});

// --- What the fold of a plan makes of its events

test("an amendment holds once subject and rater have agreed to the same", () => {
  const amend = (party: string, target: string, fromMonth = 10): object => {
    const indicators = content.indicators.map((i) =>
      "id" in i && i.id === "I4" ? { ...i, target: { value: target } } : i,
    );
    return planEvent("amended", { party, fromMonth, content: { ...content, indicators } });
  };
  const run = (...events: object[]): string | null => {
    const { ledger: year } = goldenYear();
    for (const event of events) {
      year.add({
        stream: `plan/${plan}`,
        event: event as ReturnType<typeof planEvent>,
        at: at("2026-03-11", 9),
        subjects: [person],
      });
    }
    return four(workOut(year, "2025", longAfter).score.lines[3]!.target);
  };
  assert.equal(run(amend("subject", "240")), "480.0000");
  assert.equal(run(amend("subject", "240"), amend("superior", "240")), "480.0000");
  // Decimals are compared by value.
  assert.equal(run(amend("subject", "240"), amend("rater", "240.0")), "420.0000");
  assert.equal(run(amend("subject", "240"), amend("rater", "250")), "480.0000");
  assert.equal(run(amend("subject", "240"), amend("rater", "240", 9)), "480.0000");
  const back = planEvent("returned");
  assert.equal(run(amend("subject", "240"), back, amend("rater", "240")), "480.0000");
  assert.equal(
    run(amend("subject", "240"), amend("rater", "240"), amend("rater", "120", 7), amend("subject", "120", 7)),
    "300.0000",
  );
});

test("what the subject corrects is not verified, and a returned report is not there", () => {
  const year = (event: object, actor: string): string | null => {
    const { ledger: changedYear } = goldenYear();
    changedYear.add({
      stream: `report/${plan}/2025-01`,
      event: { is: "report", of: event as { is: string; of: object } },
      at: at("2026-03-11", 9),
      subjects: [person],
      actor,
    });
    return four(workOut(changedYear, "2025-01", longAfter).score.exact);
  };
  const now = { numerator: "30" };
  assert.equal(year({ is: "valueCorrected", of: { indicator: "I1", now } }, "b"), "84.2083");
  assert.equal(year({ is: "valueCorrected", of: { indicator: "I9", now } }, "b"), "79.2083");
  assert.equal(year({ is: "returned", of: {} }, "b"), "0.0000");
});

test("the policy in force is the latest valid one, of one day the last published", () => {
  const policies = new Ledger();
  const publish = (id: string, validFrom: string): void => {
    policies.add({
      stream: "policy/x",
      event: { is: "policy", of: { is: "published", of: { id, validFrom, parameters } } },
      at: at("2025-01-01", 9),
    });
  };
  publish("second", "2025-07-01");
  publish("first", "2025-01-01");
  publish("again", "2025-07-01");
  const versions = policiesIn(entriesOf(policies).filter((e) => e.position > 0));
  const on = (day: string): string => inForce(versions, Math.floor(Date.parse(day) / 864e5)).id;
  assert.equal(on("2024-12-31"), "default.1");
  assert.equal(on("2025-01-01"), "first");
  assert.equal(on("2025-06-30"), "first");
  assert.equal(on("2025-07-01"), "again");
});

test("a plan that was redrafted is the new one", () => {
  const again = new Ledger();
  setting(again);
  const add = (event: ReturnType<typeof planEvent>): void => {
    again.add({ stream: `plan/${plan}`, event, at: at("2025-01-06", 9), subjects: [person] });
  };
  add(drafted());
  add(planEvent("submitted"));
  add(planEvent("returned"));
  add(drafted({ firstMonth: 6 }));
  assert.equal(workOut(again, "2025-Q1", longAfter).score.lines.length, 0);
  assert.equal(workOut(again, "2025-Q2", longAfter).score.lines[0]!.monthsCounted, 1);
});

test("an evaluation that was reopened keeps its last decision", () => {
  const { ledger: year, upheld } = goldenYear();
  year.add({
    stream: `evaluation/${plan}/2025`,
    event: evaluationEvent("reopened", { order: "12/2026" }),
    at: at("2026-03-11", 9),
    subjects: [person],
  });
  const { decided } = workOut(year, "2025", longAfter).claim as { decided: { position: number } };
  assert.equal(decided.position, upheld);
});
