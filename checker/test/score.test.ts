// One indicator at a time, with the numbers of the ledger's own tests (score_test.cc).

import assert from "node:assert/strict";
import { test } from "node:test";

import { decimalText } from "../src/rules/decimal.js";
import type { Target, Value } from "../src/rules/measure.js";
import type { Indicator, Plan } from "../src/rules/plan.js";
import { builtIn, type Parameters } from "../src/rules/policy.js";
import { Rational } from "../src/rules/rational.js";
import type { Report, Reported } from "../src/rules/report.js";
import { compute, type Line, reportDue, type Score, type Sheet } from "../src/rules/score.js";
import { dayText, parseDay, parsePeriod, startOf } from "../src/rules/time.js";

const rational = (text: string): Rational => Rational.parse(text)!;
const exactly = (text: string): Target => ({ value: rational(text), low: null, high: null });
const range = (low: string, high: string): Target => ({
  value: null,
  low: rational(low),
  high: rational(high),
});
const noTarget: Target = { value: null, low: null, high: null };

const value = (numerator?: string, denominator?: string): Value => ({
  numerator: numerator === undefined ? null : rational(numerator),
  denominator: denominator === undefined ? null : rational(denominator),
  stages: [],
});
const stages = (...names: string[]): Value => ({ ...value(), stages: names });

type Consolidation = Indicator["consolidation"];

function indicator(
  polarity: Indicator["polarity"],
  consolidation: Consolidation,
  target: Target,
  fields: Partial<Indicator> = {},
): Indicator {
  return {
    id: "X",
    polarity,
    consolidation,
    weight: 100,
    target,
    trajectory: [],
    stages: [],
    isSigned: false,
    maxAttainable: false,
    ...fields,
  };
}

interface Changeable extends Sheet {
  plan: Plan;
  reports: Report[];
}

function planOf(...indicators: Indicator[]): Changeable {
  return {
    plan: {
      subject: "a",
      agency: "x",
      unit: "",
      year: 2025,
      firstMonth: 1,
      lastMonth: 12,
      revisions: [{ fromMonth: 1, position: 1, indicators }],
      closedAt: null,
    },
    reports: Array.from({ length: 12 }, () => ({ progress: "none", reported: new Map() })),
    zone: "wib",
  };
}

function report(sheet: Changeable, month: number, id: string, reported: Value): void {
  const old = sheet.reports[month - 1]!;
  const all = new Map<string, Reported>(old.reported);
  all.set(id, { value: reported, position: 100 + month });
  sheet.reports[month - 1] = { progress: "acknowledged", reported: all };
}

function of(
  sheet: Sheet,
  period: string,
  policy: Partial<Parameters> = {},
  day = "2026-06-30",
): Score {
  const parameters = { ...builtIn.parameters, ...policy };
  return compute(sheet, parsePeriod(period)!, parameters, parseDay(day)!);
}

function january(measured: Indicator, reported: Value, policy: Partial<Parameters> = {}): Line {
  const sheet = planOf(measured);
  report(sheet, 1, "X", reported);
  return of(sheet, "2025-01", policy).lines[0]!;
}

const exact = (score: Score): string | null => score.exact && score.exact.text();
const text = (number: Rational | null): string | null => number && number.text();
const four = (number: Rational | null): string | null =>
  number && decimalText(number.rounded(4)!);

test("achievements follow the vectors of the regulation", () => {
  const vectors: [Indicator["polarity"], string, Target, string][] = [
    ["max", "70", range("80", "90"), "87.5000"],
    ["max", "92", range("80", "90"), "102.2222"],
    ["max", "85", range("80", "90"), "100.0000"],
    ["min", "6.5", range("7", "8"), "107.1429"],
    ["min", "9", range("7", "8"), "87.5000"],
    ["min", "7.5", range("7", "8"), "100.0000"],
    ["min", "70", exactly("30"), "0.0000"],
    ["min", "0", exactly("30"), "120.0000"],
    ["max", "150", exactly("100"), "120.0000"],
    ["max", "0", exactly("100"), "0.0000"],
    ["band", "103", range("95", "100"), "97.0000"],
    ["band", "85", range("95", "100"), "89.4737"],
    ["band", "95", range("95", "100"), "100.0000"],
    ["band", "100", range("95", "100"), "100.0000"],
    ["band", "110", exactly("100"), "90.0000"],
    ["band", "300", exactly("100"), "0.0000"],
    ["min", "0", exactly("0"), "100.0000"],
    ["min", "1", exactly("0"), "0.0000"],
    ["band", "0", exactly("0"), "100.0000"],
    ["band", "1", exactly("0"), "0.0000"],
    ["min", "1", range("0", "0"), "0.0000"],
  ];
  for (const [polarity, realised, target, expected] of vectors) {
    const line = january(indicator(polarity, "last", target), value(realised));
    assert.equal(four(line.achievement), expected, `${polarity} ${realised}`);
    assert.equal(line.due, "due");
  }
});

test("achievements follow the policy's floor and cap", () => {
  const policy = { scoreCap: rational("110"), scoreFloor: rational("20") };
  const more = indicator("max", "last", exactly("100"));
  assert.equal(text(january(more, value("150"), policy).achievement), "110");
  assert.equal(text(january(more, value("5"), policy).achievement), "20");
});

test("the most attainable is the cap where the policy says so", () => {
  const policy = { maxAttainableIsCap: true };
  const most = { maxAttainable: true };
  const vectors: [Indicator["polarity"], Target, string, string][] = [
    ["max", exactly("100"), "100", "120"],
    ["max", exactly("100"), "99", "99"],
    ["min", exactly("0"), "0", "120"],
    ["min", exactly("0"), "1", "0"],
    ["max", range("90", "100"), "100", "120"],
    ["max", range("90", "100"), "95", "100"],
    ["min", range("90", "100"), "90", "120"],
    ["band", exactly("100"), "100", "100"],
  ];
  for (const [polarity, target, realised, expected] of vectors) {
    const measured = indicator(polarity, "last", target, most);
    assert.equal(text(january(measured, value(realised), policy).achievement), expected);
    const without = january({ ...measured, maxAttainable: false }, value(realised), policy);
    assert.notEqual(text(without.achievement), "120");
    assert.notEqual(text(january(measured, value(realised)).achievement), "120");
  }
});

test("a signed indicator looks at the size of a deviation", () => {
  const vectors: [string, Target, string][] = [
    ["-3", range("0", "5"), "100"], ["3", range("0", "5"), "100"], ["-8", range("0", "5"), "40"],
    ["8", range("0", "5"), "40"], ["-3", range("-2", "5"), "50"], ["3", range("-2", "5"), "100"],
    ["-7", range("-10", "-5"), "100"], ["-4", range("-10", "-5"), "80"],
    ["-12", range("-10", "-5"), "80"], ["-4", exactly("-5"), "80"], ["0", exactly("0"), "100"],
    ["-1", exactly("0"), "0"],
  ];
  for (const [realised, target, expected] of vectors) {
    for (const polarity of ["band", "max", "min"] as const) {
      const measured = indicator(polarity, "last", target, { isSigned: true });
      const line = january(measured, value(realised));
      assert.equal(text(line.achievement), expected, `${polarity} ${realised}`);
    }
  }
});

const threeStages = [
  { id: "design", text: "", weight: 20 },
  { id: "build", text: "", weight: 50 },
  { id: "open", text: "", weight: 30 },
];

test("a milestone is the weight of the stages verified so far", () => {
  const sheet = planOf(indicator("milestone", "last", noTarget, { stages: threeStages }));
  report(sheet, 1, "X", stages("design"));
  report(sheet, 2, "X", stages());
  report(sheet, 3, "X", stages("design", "build", "unheard of"));
  report(sheet, 4, "X", stages("open"));
  for (const [period, score] of [
    ["2025-01", "20"], ["2025-02", "20"], ["2025-Q1", "70"], ["2025-04", "100"], ["2025-05", "0"],
    ["2025-Q2", "100/3"], // one of three months was reported
  ] as const) {
    assert.equal(exact(of(sheet, period)), score, period);
  }
  assert.equal(of(sheet, "2025-04").lines[0]!.events.length, 4);
  assert.equal(exact(of(sheet, "2025-Q2", {}, "2025-05-10")), "100");
});

test("a milestone counts no stage that the rater has not verified", () => {
  const two = [
    { id: "design", text: "", weight: 20 },
    { id: "build", text: "", weight: 80 },
  ];
  const sheet = planOf(indicator("milestone", "last", noTarget, { stages: two }));
  report(sheet, 1, "X", stages("design"));
  report(sheet, 2, "X", stages("build"));
  sheet.reports[1] = { ...sheet.reports[1]!, progress: "submitted" };
  const february = of(sheet, "2025-02");
  assert.equal(exact(february), "20");
  assert.equal(february.lines[0]!.due, "due");
  assert.equal(february.lines[0]!.monthsReported, 1);
  sheet.reports[1] = { ...sheet.reports[1]!, progress: "acknowledged" };
  assert.equal(exact(of(sheet, "2025-02")), "100");
});

test("a qualitative indicator is no number", () => {
  const line = january(indicator("qualitative", "last", noTarget), value());
  assert.equal(line.due, "noTarget");
  assert.equal(line.achievement, null);
});

test("several months become one value", () => {
  for (const [consolidation, realised] of [
    ["sum", "60"], ["average", "20"], ["last", "15"], ["maximum", "35"], ["minimum", "10"],
  ] as const) {
    const sheet = planOf(indicator("max", consolidation, exactly("100")));
    for (const [month, number] of [[1, "10"], [2, "35"], [3, "15"]] as const) {
      report(sheet, month, "X", value(number));
    }
    assert.equal(text(of(sheet, "2025-Q1").lines[0]!.realised), realised, consolidation);
  }
});

test("a month in which there was nothing to observe is left out", () => {
  const sheet = planOf(indicator("max", "average", exactly("100")));
  report(sheet, 1, "X", value("10", "20"));
  report(sheet, 2, "X", value("0", "0"));
  report(sheet, 3, "X", value("20", "20"));
  assert.equal(exact(of(sheet, "2025-Q1")), "75");
  const last = planOf(indicator("max", "last", exactly("100")));
  report(last, 1, "X", value("10", "20"));
  report(last, 2, "X", value("0", "0"));
  report(last, 3, "X", value("0", "0"));
  assert.equal(text(of(last, "2025-Q1").lines[0]!.realised), "50");
});

test("there is no score where nothing could be observed", () => {
  const sheet = planOf(indicator("max", "ratio", exactly("90")));
  report(sheet, 1, "X", value("0", "0"));
  const score = of(sheet, "2025-01");
  assert.equal(score.lines[0]!.due, "noObservation");
  assert.deepEqual([score.exact, score.rounded, score.level], [null, null, null]);
});

test("a missing report counts 0 from the day after its deadline", () => {
  const sheet = planOf(indicator("max", "last", exactly("100")));
  const inTime = of(sheet, "2025-01", {}, "2025-02-05");
  assert.equal(inTime.lines[0]!.due, "notYet");
  assert.equal(inTime.exact, null);
  const late = of(sheet, "2025-01", {}, "2025-02-06");
  assert.equal(late.lines[0]!.due, "missing");
  assert.equal(exact(late), "0");
  assert.equal(late.level, "below");
  report(sheet, 1, "X", value("90"));
  assert.equal(exact(of(sheet, "2025-01")), "90");
});

test("a report is due on the policy's day of the next month", () => {
  const due = (month: number, day: number): string =>
    dayText(reportDue(2025, month, { ...builtIn.parameters, reportDueDay: day }));
  assert.equal(due(1, 5), "2025-02-05");
  assert.equal(due(12, 5), "2026-01-05");
  assert.equal(due(1, 31), "2025-02-28");
  assert.equal(due(2, 31), "2025-03-31");
  assert.equal(due(2, 0), "2025-03-01");
  assert.equal(due(12, 4_000_000_000), "2026-01-31");
});

test("a report that was returned or lacks the indicator is missing", () => {
  const sheet = planOf(indicator("max", "last", exactly("100")));
  report(sheet, 1, "X", value("90"));
  sheet.reports[0] = { ...sheet.reports[0]!, progress: "returned" };
  assert.equal(of(sheet, "2025-01").lines[0]!.due, "missing");
  assert.equal(of(sheet, "2025-01", {}, "2025-02-01").lines[0]!.due, "notYet");
  const other = planOf(indicator("max", "last", exactly("100")));
  report(other, 1, "Y", value("90"));
  assert.equal(of(other, "2025-01").lines[0]!.due, "missing");
  assert.equal(january(indicator("max", "ratio", exactly("90")), value("9")).due, "missing");
  assert.equal(january(indicator("max", "last", exactly("90")), value()).due, "missing");
});

test("a missing report makes its month count 0", () => {
  const sheet = planOf(indicator("max", "average", exactly("50")));
  report(sheet, 1, "X", value("75"));
  report(sheet, 3, "X", value("75"));
  const score = of(sheet, "2025-Q1");
  assert.equal(exact(score), "80"); // the cap comes first: 120, and two of three months count
  assert.equal(score.lines[0]!.monthsCounted, 3);
  assert.equal(score.lines[0]!.monthsReported, 2);
  sheet.reports[2] = { progress: "none", reported: new Map() };
  assert.equal(exact(of(sheet, "2025-Q1", {}, "2025-03-04")), "120");
});

test("it adds nothing to a sum of which more is better, and is no gain for others", () => {
  const more = planOf(indicator("max", "sum", exactly("1200")));
  report(more, 1, "X", value("100"));
  report(more, 2, "X", value("80"));
  assert.equal(exact(of(more, "2025-Q1")), "60");
  assert.equal(text(of(more, "2025-Q1").lines[0]!.target), "300");
  const inMarch = of(more, "2025-Q1", {}, "2025-03-31");
  assert.equal(text(inMarch.lines[0]!.target), "200");
  assert.equal(exact(inMarch), "90");
  const less = planOf(indicator("min", "sum", exactly("120")));
  report(less, 1, "X", value("10"));
  report(less, 2, "X", value("10"));
  assert.equal(text(of(less, "2025-Q1").lines[0]!.target), "20");
  assert.equal(exact(of(less, "2025-Q1")), "200/3");
  const ratio = planOf(indicator("max", "ratio", exactly("90")));
  report(ratio, 1, "X", value("0", "0"));
  report(ratio, 2, "X", value("0", "0"));
  assert.equal(of(ratio, "2025-Q1").lines[0]!.due, "missing");
  assert.equal(exact(of(ratio, "2025-Q1")), "0");
});

const trajectory = (texts: number[]): Target[] => texts.map((n) => exactly(String(n)));
const rising = trajectory([10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120]);

function everyMonth(sheet: Changeable, id: string, reported: string, from = 1, to = 12): void {
  for (let month = from; month <= to; ++month) report(sheet, month, id, value(reported));
}

const targetOf = (sheet: Sheet, period: string, index = 0): string | null =>
  text(of(sheet, period).lines[index]!.target);

test("the target of a sum is the sum of its trajectory, of others its last", () => {
  const summed = planOf(indicator("max", "sum", exactly("780"), { trajectory: rising }));
  everyMonth(summed, "X", "30");
  for (const [period, target] of [["2025-02", "20"], ["2025-Q1", "60"], ["2025", "780"]] as const) {
    assert.equal(targetOf(summed, period), target);
  }
  const last = planOf(indicator("max", "last", exactly("120"), { trajectory: rising }));
  everyMonth(last, "X", "15");
  for (const [period, target] of [["2025-02", "20"], ["2025-Q1", "30"], ["2025", "120"]] as const) {
    assert.equal(targetOf(last, period), target);
  }
  for (let month = 3; month <= 12; ++month) {
    last.reports[month - 1] = { progress: "none", reported: new Map() };
  }
  const inMarch = of(last, "2025", {}, "2025-03-20");
  assert.equal(text(inMarch.lines[0]!.target), "20");
  assert.equal(exact(inMarch), "75");
});

test("the target of a range adds both ends", () => {
  const sheet = planOf(indicator("band", "sum", range("120", "240")));
  everyMonth(sheet, "X", "5", 1, 3);
  const line = of(sheet, "2025-Q1").lines[0]!;
  assert.deepEqual([line.targetLow, line.targetHigh].map(text), ["30", "60"]);
  assert.equal(text(line.achievement), "50");
  const months = Array.from({ length: 12 }, () => range("4", "6"));
  const own = planOf(indicator("band", "sum", range("120", "240"), { trajectory: months }));
  everyMonth(own, "X", "5", 1, 3);
  const other = of(own, "2025-Q1").lines[0]!;
  assert.deepEqual([other.targetLow, other.targetHigh].map(text), ["12", "18"]);
  assert.equal(text(other.achievement), "100");
});

test("an indicator is not due in a month whose target is 0", () => {
  const months = trajectory([0, 20, 40, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  const seasonal = (consolidation: Consolidation): Indicator =>
    indicator("max", consolidation, exactly("60"), { weight: 40, trajectory: months });
  const other = indicator("max", "last", exactly("100"), { id: "Y", weight: 60 });
  const sheet = planOf(seasonal("sum"), other);
  everyMonth(sheet, "Y", "50");
  report(sheet, 2, "X", value("20"));
  report(sheet, 3, "X", value("40"));
  const score = of(sheet, "2025-01");
  assert.equal(score.lines[0]!.due, "noTarget");
  assert.equal(exact(score), "50");
  assert.equal(text(score.lines[1]!.contribution), "50");
  assert.equal(text(of(sheet, "2025-Q1").lines[0]!.achievement), "100");
  assert.equal(of(sheet, "2025-Q1").lines[0]!.monthsCounted, 2);
  assert.equal(text(of(sheet, "2025").lines[0]!.achievement), "100");
  report(sheet, 1, "X", value("6"));
  assert.equal(of(sheet, "2025-01").lines[0]!.due, "noTarget");
  assert.equal(text(of(sheet, "2025-Q1").lines[0]!.achievement), "110");
  sheet.plan.revisions = [{ fromMonth: 1, position: 1, indicators: [seasonal("last"), other] }];
  assert.equal(targetOf(sheet, "2025"), "40");
  assert.equal(of(sheet, "2025").lines[0]!.monthsCounted, 2);
});

test("a target of 0, none, or the wrong way round gives no score", () => {
  for (const measured of [
    indicator("max", "last", exactly("0")),
    indicator("max", "last", noTarget),
    indicator("band", "last", range("9", "8")),
    indicator("milestone", "last", noTarget),
  ]) {
    assert.equal(january(measured, value("5")).due, "noTarget");
  }
});

test("a plan's span cuts the period and shares the target", () => {
  const sheet = planOf(indicator("max", "sum", exactly("70")));
  sheet.plan.firstMonth = 6;
  sheet.plan.revisions[0]!.fromMonth = 6;
  everyMonth(sheet, "X", "9", 6);
  assert.equal(targetOf(sheet, "2025"), "70");
  assert.equal(exact(of(sheet, "2025")), "90");
  assert.equal(targetOf(sheet, "2025-Q2"), "10");
  assert.equal(of(sheet, "2025-Q2").lines[0]!.monthsCounted, 1);
  for (const outside of ["2025-Q1", "2025-05", "2024", "2026-06"]) {
    const score = of(sheet, outside);
    assert.deepEqual([score.lines, score.exact, score.formulas], [[], null, []], outside);
  }
});

test("a plan ends with the month in which it was closed", () => {
  const sheet = planOf(indicator("max", "sum", exactly("120")));
  everyMonth(sheet, "X", "10", 1, 3);
  assert.equal(exact(of(sheet, "2025")), "25");
  sheet.plan.closedAt = startOf(parseDay("2025-03-20")!, "wib");
  assert.equal(exact(of(sheet, "2025")), "100");
  assert.equal(of(sheet, "2025").lines[0]!.monthsCounted, 3);
  // On the first of April in Jakarta it is the first of April in Jayapura for two hours already.
  sheet.plan.closedAt = startOf(parseDay("2025-04-01")!, "wib");
  assert.equal(of(sheet, "2025").lines[0]!.monthsCounted, 3);
  assert.equal(of({ ...sheet, zone: "wit" }, "2025").lines[0]!.monthsCounted, 4);
});

function amended(before: Indicator[], fromMonth: number, after: Indicator[]): Changeable {
  const sheet = planOf(...before);
  sheet.plan.revisions.push({ fromMonth, position: 20, indicators: after });
  return sheet;
}

test("an amendment gives weights and targets from the period's last month", () => {
  const after = indicator("max", "last", exactly("50"), { weight: 40 });
  const added = indicator("max", "average", exactly("10"), { id: "Y", weight: 60 });
  const sheet = amended([indicator("max", "last", exactly("100"))], 6, [after, added]);
  everyMonth(sheet, "X", "50");
  everyMonth(sheet, "Y", "5", 6);
  assert.equal(exact(of(sheet, "2025-05")), "50");
  assert.equal(of(sheet, "2025-05").lines.length, 1);
  for (const period of ["2025-06", "2025-Q2", "2025"]) assert.equal(exact(of(sheet, period)), "70");
  assert.equal(of(sheet, "2025-Q2").lines[1]!.monthsCounted, 1);
  assert.equal(of(sheet, "2025").lines[1]!.monthsCounted, 7);
});

test("an amendment leaves each month of a sum its own target", () => {
  const months = (n: number): Target[] => trajectory(Array<number>(12).fill(n));
  const before = indicator("max", "sum", exactly("120"), { trajectory: months(10) });
  const after = indicator("max", "sum", exactly("180"), { trajectory: months(15) });
  const plain = (measured: Indicator): Indicator => ({ ...measured, trajectory: [] });
  const cases: [Indicator, Indicator][] = [
    [before, after], [plain(before), after], [plain(before), plain(after)], [before, plain(after)],
  ];
  for (const [old, now] of cases) {
    const sheet = amended([old], 7, [now]);
    everyMonth(sheet, "X", "10");
    assert.equal(targetOf(sheet, "2025-Q2"), "30");
    assert.equal(targetOf(sheet, "2025-Q3"), "45");
    assert.equal(targetOf(sheet, "2025"), "150");
    assert.equal(exact(of(sheet, "2025")), "80");
  }
});

test("an amendment of a sum to a range holds for the whole year", () => {
  const before = indicator("max", "sum", exactly("120"));
  const sheet = amended([before], 7, [{ ...before, target: range("60", "180") }]);
  everyMonth(sheet, "X", "10");
  const line = of(sheet, "2025").lines[0]!;
  assert.deepEqual([line.targetLow, line.targetHigh].map(text), ["60", "180"]);
  assert.equal(targetOf(sheet, "2025-Q2"), "30");
});

test("an added sum shares its target over its own months", () => {
  const kept = indicator("max", "last", exactly("100"));
  const added = indicator("max", "sum", exactly("60"), { id: "Y" });
  const sheet = amended([kept], 7, [kept, added]);
  everyMonth(sheet, "Y", "10", 7);
  assert.equal(targetOf(sheet, "2025-Q3", 1), "30");
  assert.equal(targetOf(sheet, "2025", 1), "60");
  assert.equal(text(of(sheet, "2025").lines[1]!.achievement), "100");
});

test("there is no score when no weight counts", () => {
  const sheet = planOf(indicator("max", "last", exactly("100"), { weight: 0 }));
  report(sheet, 1, "X", value("90"));
  const score = of(sheet, "2025-01");
  assert.equal(score.exact, null);
  assert.equal(text(score.lines[0]!.achievement), "90");
  assert.equal(of(planOf(), "2025-01").exact, null);
});

test("V8: a score is rounded before it meets a threshold", () => {
  const level = (realised: string): [string, string | null] => {
    const sheet = planOf(indicator("max", "last", exactly("100")));
    report(sheet, 1, "X", value(realised));
    const score = of(sheet, "2025-01");
    return [decimalText(score.rounded!), score.level];
  };
  assert.deepEqual(level("89.995"), ["90.00", "meets"]);
  assert.deepEqual(level("89.9949"), ["89.99", "below"]);
  assert.deepEqual(level("109.995"), ["110.00", "above"]);
  assert.deepEqual(level("109.9949"), ["109.99", "meets"]);
});
