import assert from "node:assert/strict";
import { test } from "node:test";

import { decimalText, parseDecimal } from "../src/rules/decimal.js";
import { Rational, type Rounding, sum } from "../src/rules/rational.js";
import { dayOf, dayText, momentText, parseDay, parsePeriod, startOf } from "../src/rules/time.js";

test("a decimal keeps the digits that it was written with", () => {
  for (const text of [
    "0", "5", "-3", "77.80", "0.5", "-0.50", "999999999999999999", "0.000000000000000001",
    "123456789.123456789",
  ]) {
    assert.equal(decimalText(parseDecimal(text)!), text);
  }
  assert.equal(decimalText(parseDecimal("-0")!), "0");
  assert.equal(decimalText(parseDecimal("-0.00")!), "0.00");
});

test("what is no decimal, or has more than 18 digits, is none", () => {
  for (const text of [
    "", "-", ".", "1.", ".5", "+1", "01", "00", "-01", "1e3", " 1", "1 ", "1,5", "0x1", "--1", "1.2.3",
    "1000000000000000000", "0.0000000000000000001", "123456789.1234567890", "١",
  ]) {
    assert.equal(parseDecimal(text), null, text);
  }
});

const rational = (text: string): Rational => Rational.parse(text)!;

test("a sum of any length is that of its values one by one", () => {
  let total = rational("0");
  const values: Rational[] = [];
  for (let i = 0; i < 40; ++i) {
    assert.equal(sum(values).text(), total.text());
    const value = rational(`${i * i + 1}/${3 * i + 2}`);
    values.push(value);
    total = total.plus(value);
  }
});

test("a fraction is written in lowest terms", () => {
  for (const [text, written] of [
    ["4/6", "2/3"], ["-4/6", "-2/3"], ["6/3", "2"], ["0/7", "0"], ["7.50", "15/2"], ["-0", "0"],
    ["0.000000000000000000000001", "1/1000000000000000000000000"],
    ["170141183460469231731687303715884105727", "170141183460469231731687303715884105727"],
  ] as const) {
    assert.equal(rational(text).text(), written);
  }
  for (const text of [
    "", "1/0", "1/00", "01/2", "1/02", "1/-2", "1/2/3", "1.5/2", "1/", "/2", "+1", " 1", "1 /2",
    "1".repeat(20_001),
  ]) {
    assert.equal(Rational.parse(text), null, text);
  }
});

test("rounding goes away from zero at the middle, or to the even digit", () => {
  const cases: [string, number, Rounding, string][] = [
    ["89.995", 2, "halfUp", "90.00"], ["89.9949", 2, "halfUp", "89.99"],
    ["89.995", 2, "halfEven", "90.00"], ["89.985", 2, "halfEven", "89.98"],
    ["89.985", 2, "halfUp", "89.99"], ["-0.5", 0, "halfUp", "-1"], ["-0.5", 0, "halfEven", "0"],
    ["-1.5", 0, "halfEven", "-2"], ["2.5", 0, "halfEven", "2"], ["2.5", 0, "halfUp", "3"],
    ["90", 2, "halfUp", "90.00"], ["1/3", 4, "halfUp", "0.3333"], ["2/3", 4, "halfUp", "0.6667"],
    ["5.625", 2, "halfUp", "5.63"], ["2.8125", 2, "halfUp", "2.81"], ["0.9375", 2, "halfUp", "0.94"],
    ["999999999999999999", 0, "halfUp", "999999999999999999"],
  ];
  for (const [text, scale, rounding, rounded] of cases) {
    assert.equal(decimalText(rational(text).rounded(scale, rounding)!), rounded, `${text} ${scale}`);
  }
  assert.equal(rational("999999999999999999.5").rounded(0), null);
  assert.equal(rational("1000000000000000").rounded(4), null);
});

test("arithmetic is exact", () => {
  const [a, b] = [rational("1/3"), rational("-1/6")];
  assert.equal(a.plus(b).text(), "1/6");
  assert.equal(a.minus(b).text(), "1/2");
  assert.equal(a.times(b).text(), "-1/18");
  assert.equal(a.over(b).text(), "-2");
  assert.equal(b.abs().text(), "1/6");
  assert.ok(a.compare(b) > 0 && b.compare(a) < 0 && a.compare(rational("2/6")) === 0);
});

test("days are those of the calendar, and of the zone", () => {
  for (const text of ["1900-01-01", "1970-01-01", "2024-02-29", "2026-12-31", "9999-12-31"]) {
    assert.equal(dayText(parseDay(text)!), text);
  }
  for (const text of [
    "", "2025-02-29", "2025-13-01", "2025-00-01", "2025-01-00", "2025-1-1", "1899-12-31",
    "2025-04-31", "20250101", "2025-01-01 ",
  ]) {
    assert.equal(parseDay(text), null, text);
  }
  const day = parseDay("2026-01-12")!;
  assert.equal(startOf(day, "wib"), startOf(day, "utc") - 7n * 3_600_000_000n);
  for (const zone of ["wib", "wita", "wit", "utc"] as const) {
    assert.equal(dayOf(startOf(day, zone), zone), day);
    assert.equal(dayOf(startOf(day, zone) - 1n, zone), day - 1);
  }
  assert.equal(dayOf(-1n, "utc"), -1);
  assert.equal(momentText(1_768_179_723_000_004n), "2026-01-12T01:02:03.000004Z");
  assert.equal(momentText(-1n), "1969-12-31T23:59:59.999999Z");
});

test("periods are months, quarters and years", () => {
  assert.deepEqual(parsePeriod("2025-Q4"), {
    text: "2025-Q4", kind: "quarter", year: 2025, firstMonth: 10, lastMonth: 12,
  });
  assert.equal(parsePeriod("2025-12")?.firstMonth, 12);
  assert.equal(parsePeriod("2025")?.lastMonth, 12);
  for (const text of ["", "25", "2025-", "2025-13", "2025-00", "2025-Q0", "2025-Q5", "1899", "2025-1"]) {
    assert.equal(parsePeriod(text), null, text);
  }
});
