// The scores of units, with the numbers of the ledger's own tests (unit_score_test.cc).

import assert from "node:assert/strict";
import { test } from "node:test";

import { decimalText } from "../src/rules/decimal.js";
import type { Rational } from "../src/rules/rational.js";
import type { UnitScore } from "../src/rules/unit_score.js";
import { expectRefusal } from "./support/failing.js";
import { type Numbers, Office, ratio, stages } from "./support/unit.js";

const text = (number: Rational | null): string | null => number && number.text();
const four = (number: Rational | null): string | null =>
  number && decimalText(number.rounded(4)!);
const exact = (score: UnitScore): string | null => text(score.exact);
const keysOf = (score: UnitScore): string[] => score.lines.map(({ indicator }) => indicator);

test("the verdict follows the polarity", () => {
  const range = (low: string, high: string): Numbers => ({ low, high });
  const cases: [string, string, string | Numbers, string, string | null][] = [
    ["max", "90", "90", "met", "100.0000"],
    ["max", "89.99", "90", "missed", "99.9889"],
    ["max", "300", "90", "met", "120.0000"],
    ["max", "80", range("80", "90"), "met", "100.0000"],
    ["max", "95", range("80", "90"), "met", "105.5556"],
    ["max", "79", range("80", "90"), "missed", "98.7500"],
    ["min", "30", "30", "met", "100.0000"],
    ["min", "30.01", "30", "missed", "99.9667"],
    ["min", "0", "0", "met", "100.0000"],
    ["min", "1", "0", "missed", "0.0000"],
    ["min", "8.5", range("7", "8"), "missed", "93.7500"],
    ["band", "95", range("95", "100"), "met", "100.0000"],
    ["band", "100.1", range("95", "100"), "missed", "99.9000"],
    ["band", "94", range("95", "100"), "missed", "98.9474"],
    ["band", "5", "5", "met", "100.0000"],
    ["max", "5", "0", "noTarget", null],
  ];
  for (const [polarity, value, target, verdict, achievement] of cases) {
    const office = new Office();
    office.define("x", { polarity });
    office.aim("x", "2025-01", target);
    office.value("x", "2025-01", value);
    const line = office.line("x", "2025-01");
    assert.deepEqual([line.verdict, four(line.achievement)], [verdict, achievement], polarity);
  }
});

test("a signed indicator is measured by the size of its deviation", () => {
  const office = new Office();
  office.define("x", { polarity: "min", signed: true });
  for (const [month, value] of [["2025-01", "-4"], ["2025-02", "-8"]] as const) {
    office.aim("x", month, { low: "0", high: "5" });
    office.value("x", month, value);
  }
  assert.equal(office.line("x", "2025-01").verdict, "met");
  assert.equal(office.line("x", "2025-02").verdict, "missed");
  assert.equal(text(office.line("x", "2025-02").achievement), "40");
});

test("without a value, or a target, an indicator does not count", () => {
  const office = new Office();
  office.define("x");
  office.aim("x", "2025", "90");
  const none = office.score("2025");
  assert.deepEqual([none.exact, none.rounded, none.formulas, none.steps], [null, null, [], []]);
  assert.equal(none.lines[0]!.verdict, "noValue");
  assert.equal(text(none.lines[0]!.target), "90");
  office.value("x", "2025-Q1", "90");
  assert.equal(office.line("x", "2025-Q1").verdict, "noTarget");
  assert.equal(exact(office.score("2025-Q1")), null);
  assert.equal(exact(office.score("2025")), "100");
});

test("a milestone has the weight of the stages that were verified by then", () => {
  const office = new Office();
  const two = [{ id: "plan", weight: 40 }, { id: "build", weight: 60 }];
  const defined = office.define("x", { polarity: "milestone", stages: two });
  const first = office.value("x", "2025-02", stages("plan"));
  const second = office.value("x", "2025-Q3", stages("build"));
  office.value("x", "2026-01", stages("build"));
  assert.equal(office.line("x", "2025-01").verdict, "noValue");
  assert.equal(text(office.line("x", "2025-02").value), "40");
  assert.equal(office.line("x", "2025-Q2").verdict, "missed");
  assert.deepEqual(office.line("x", "2025").events, [first, second]);
  assert.equal(office.line("x", "2025").verdict, "met");
  assert.equal(text(office.line("x", "2026").value), "60");
  const { inputs } = office.score("2025-02").steps[0]!;
  assert.deepEqual(inputs.map(({ event }) => event), [defined, first, defined, null]);
});

test("a period without a value has that of its months", () => {
  const cases: [string, string, string][] = [
    ["sum", "60", "110"], ["average", "20", "55/2"], ["last", "15", "50"],
    ["maximum", "35", "50"], ["minimum", "10", "10"],
  ];
  for (const [consolidation, quarter, year] of cases) {
    const office = new Office();
    office.define("x", { consolidation });
    for (const [month, value] of [
      ["2025-02", "35"], ["2025-01", "10"], ["2025-03", "15"], ["2025-12", "50"], ["2024-12", "9"],
    ] as const) {
      office.value("x", month, value);
    }
    assert.equal(text(office.line("x", "2025-Q1").value), quarter, consolidation);
    assert.equal(text(office.line("x", "2025").value), year, consolidation);
    assert.equal(office.line("x", "2025-Q1").complete, true);
    assert.equal(office.line("x", "2025").complete, false);
  }
});

test("a value that was recorded for the period goes before those of its parts", () => {
  const office = new Office();
  office.define("x", { consolidation: "sum" });
  office.value("x", "2025-01", "5");
  const year = office.value("x", "2025", "70");
  assert.deepEqual(office.line("x", "2025").events, [year]);
  assert.equal(text(office.line("x", "2025").value), "70");
});

test("a ratio adds up numerators and denominators", () => {
  const office = new Office();
  office.define("x", { consolidation: "ratio" });
  office.value("x", "2025-01", ratio("14", "18"));
  office.value("x", "2025-02", ratio("15", "18"));
  office.value("x", "2025-03", ratio("16", "19"));
  assert.equal(text(office.line("x", "2025-Q1").value), "900/11");
  office.value("x", "2025-Q2", ratio("53", "60"));
  assert.equal(text(office.line("x", "2025").value), "1960/23");
});

test("a quarter that was recorded as such weighs as much as another", () => {
  const office = new Office();
  office.define("x", { consolidation: "average" });
  office.value("x", "2025-Q1", "40");
  office.value("x", "2025-04", "10");
  office.value("x", "2025-05", "20");
  office.value("x", "2025-06", "30");
  assert.equal(text(office.line("x", "2025").value), "30");
  office.value("x", "2025-07", "60");
  assert.equal(text(office.line("x", "2025").value), "40");
  assert.deepEqual(
    office.score("2025").steps.map(({ formula, output }) => [formula, output.text()]),
    [["consolidate.average/1", "20"], ["consolidate.average/1", "40"]],
  );
});

test("the empty series counts, as corrected, and an estimate is told", () => {
  const office = new Office();
  office.define("x");
  office.value("x", "2025", "95", { series: "self" });
  assert.equal(office.line("x", "2025").verdict, "noValue");
  office.value("x", "2025", "60", { provisional: true });
  assert.equal(office.line("x", "2025").provisional, true);
  const corrected = office.correct("x", "2025", "60", "70");
  const line = office.line("x", "2025");
  assert.deepEqual([text(line.value), line.provisional, line.events], ["70", false, [corrected]]);
});

test("where there was nothing to observe the policy says what counts", () => {
  const told = (zeroDenominator: string): Office => {
    const office = new Office({ zeroDenominator });
    office.define("x", { consolidation: "ratio" });
    office.aim("x", "2025-01", "90");
    office.value("x", "2025-01", ratio("0", "0"));
    return office;
  };
  assert.equal(exact(told("redistribute").score("2025-01")), null);
  const hundred = told("hundred");
  assert.equal(exact(hundred.score("2025-01")), "100");
  assert.equal(hundred.line("x", "2025-01").verdict, "noValue");
  // What was retired is not asked for where it has no value.
  hundred.retire("x");
  const retired = hundred.score("2025-01");
  assert.deepEqual([retired.exact, retired.lines], [null, []]);
  assert.deepEqual(retired.formulas, ["achievement.no_observation/1", "clamp/1"]);
});

test("a target is made of its parts where the period has none", () => {
  const office = new Office();
  for (const [key, consolidation] of [["sum", "sum"], ["last", "last"]] as const) {
    office.define(key, { consolidation });
    office.aim(key, "2025-01", "10");
    office.aim(key, "2025-02", "20");
    office.aim(key, "2025-03", "40");
    office.value(key, "2025-Q1", "60");
  }
  const targetIn = (key: string, period: string) => text(office.line(key, period).target);
  assert.deepEqual([targetIn("sum", "2025-Q1"), targetIn("last", "2025-Q1")], ["70", "40"]);
  assert.deepEqual([targetIn("sum", "2025"), targetIn("last", "2025")], [null, null]);
  // The step of the quarter is there, though the year has no target.
  assert.ok(office.score("2025").formulas.includes("target.sum/1"));
  office.aim("sum", "2025", "480");
  assert.deepEqual([targetIn("sum", "2025"), targetIn("sum", "2025-Q2")], ["480", null]);
  assert.equal(targetIn("sum", "2025-Q1"), "70");
});

test("a sum's targets are taken together end by end, quarters and all", () => {
  const office = new Office();
  office.define("x", { polarity: "band", consolidation: "sum" });
  for (let month = 1; month <= 12; ++month) {
    const name = `2025-${String(month).padStart(2, "0")}`;
    office.aim("x", name, { low: "4", high: "6" });
    office.value("x", name, "5");
  }
  const line = office.line("x", "2025");
  assert.deepEqual([text(line.targetLow), text(line.targetHigh)], ["48", "72"]);
  assert.equal(line.verdict, "met");
});

// --- Composites

function composite(rollUp: string): Office {
  const office = new Office();
  office.define("parent", { rollUp });
  office.aim("parent", "2025", "75");
  office.define("first", { parent: "parent", weight: "60" });
  office.define("second", { parent: "parent", weight: "30" });
  return office;
}

test("a composite is the mean, the weighted mean or the weighted sum of its children", () => {
  for (const [rollUp, value, verdict] of [
    ["mean", "75", "met"], ["weightedMean", "220/3", "missed"], ["weightedSum", "66", "missed"],
  ] as const) {
    const office = composite(rollUp);
    const first = office.value("first", "2025", "70");
    const second = office.value("second", "2025", "80");
    const line = office.line("parent", "2025");
    assert.deepEqual([text(line.value), line.verdict, line.complete], [value, verdict, true]);
    assert.deepEqual(line.events, [first, second]);
    // The children count through their parent.
    assert.deepEqual(keysOf(office.score("2025")), ["parent"]);
  }
});

test("a composite leaves out a child without a value, but a sum is unknown then", () => {
  for (const [rollUp, value, retired] of [
    ["mean", "70", "70"], ["weightedMean", "70", "70"], ["weightedSum", null, "42"],
  ] as const) {
    const office = composite(rollUp);
    assert.equal(office.line("parent", "2025").verdict, "noValue");
    office.value("first", "2025", "70");
    assert.equal(text(office.line("parent", "2025").value), value, rollUp);
    assert.equal(office.line("parent", "2025").complete, false);
    office.retire("second");
    assert.equal(text(office.line("parent", "2025").value), retired, rollUp);
    assert.equal(office.line("parent", "2025").complete, true);
  }
});

test("weights that come to nothing give no value", () => {
  const office = composite("weightedMean");
  office.define("first", { parent: "parent", weight: "0" });
  office.value("first", "2025", "70");
  assert.equal(office.line("parent", "2025").verdict, "noValue");
});

test("composites are made of composites, also of other units", () => {
  const office = composite("mean");
  office.define("parent", { rollUp: "mean", parent: "top", weight: "50" });
  office.define("top", { rollUp: "weightedSum", unit: "" });
  office.value("first", "2025", "70");
  office.value("second", "2025", "80", { provisional: true });
  office.aim("top", "2025", "40");
  const line = office.line("top", "2025", "");
  assert.deepEqual([text(line.value), line.verdict, line.provisional], ["75/2", "missed", true]);
  assert.equal(exact(office.score("2025", "")), "375/4");
  // Through another unit's composite it counts in its own unit all the same.
  assert.deepEqual(keysOf(office.score("2025")), ["parent"]);
});

test("a circle, and what stands too deep, is refused", () => {
  const office = composite("mean");
  office.define("parent", { rollUp: "mean", parent: "first" });
  assert.deepEqual(keysOf(office.score("2025")), ["parent"]); // the child is measured: no circle
  office.define("first", { rollUp: "mean", parent: "parent" });
  expectRefusal(() => office.score("2025"), "cascade-too-large");
  const chain = (levels: number): Office => {
    const deep = new Office();
    for (let level = 1; level <= levels; ++level) {
      const parent = level === 1 ? "" : `i${level - 1}`;
      deep.define(`i${level}`, { rollUp: level < levels ? "mean" : "measured", parent });
    }
    deep.value(`i${levels}`, "2025", "5");
    return deep;
  };
  assert.equal(text(chain(256).line("i1", "2025").value), "5");
  expectRefusal(() => chain(257).score("2025"), "cascade-too-large");
});

// --- Scores

test("a unit's score is the weighted mean of what its indicators achieved", () => {
  const office = new Office();
  office.define("c", { weight: "6" });
  office.define("a", { weight: "2.5" });
  office.define("b", { weight: "1.5", polarity: "min" });
  for (const key of ["a", "b", "c"]) office.aim(key, "2025", "100");
  office.value("a", "2025", "80");
  office.value("b", "2025", "40");
  const score = office.score("2025");
  // c has no value, so its weight is redistributed: (2.5 * 80 + 1.5 * 120) / 4.
  assert.equal(exact(score), "95");
  assert.equal(decimalText(score.rounded!), "95.00");
  assert.deepEqual(keysOf(score), ["a", "b", "c"]);
  assert.deepEqual(score.lines.map((line) => text(line.contribution)), ["50", "45", null]);
  assert.deepEqual(score.formulas, [
    "achievement.max/1", "achievement.min/1", "clamp/1", "consolidate.last/1", "score.weighted/1",
  ]);
  assert.equal(score.steps.at(-1)!.formula, "score.weighted/1");
});

test("what was retired counts where it has a value", () => {
  const office = new Office();
  for (const key of ["gone", "late"]) {
    office.define(key);
    office.aim(key, "2025", "1");
  }
  office.value("late", "2025", "1");
  office.retire("gone");
  office.retire("late");
  assert.deepEqual(keysOf(office.score("2025")), ["late"]);
});

test("a unit's score has the unit's indicators, and the agency's own its own", () => {
  const office = new Office();
  for (const [key, fields] of [
    ["a", {}], ["b", { unit: "elsewhere" }], ["c", { unit: "" }], ["d", { agency: "other" }],
  ] as const) {
    office.define(key, fields);
    office.aim(key, "2025", "100");
    office.value(key, "2025", "20");
  }
  assert.deepEqual(keysOf(office.score("2025")), ["a"]);
  assert.deepEqual(keysOf(office.score("2025", "elsewhere")), ["b"]);
  assert.deepEqual(keysOf(office.score("2025", "")), ["c"]);
  expectRefusal(() => office.score("2025", "nowhere"), "unit-missing");
});
