import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { evaluate, formulaNames, type Input, Undefined, versionOf } from "../src/rules/formulas.js";
import { wordings } from "../src/rules/formula_words.js";
import { Rational } from "../src/rules/rational.js";
import { expectRefusal } from "./support/failing.js";
import { repository } from "./support/tools.js";

type Given = [string, string][];

function inputs(given: Given): Input[] {
  return given.map(([name, value]) => ({ name, value: Rational.parse(value)! }));
}

function gives(formula: string, given: Given): string {
  return evaluate(formula, inputs(given)).text();
}

// domain.md 2.2, "Test vectors (exact)", floored and capped where it says so.
test("achievements are those of domain.md 2.2", () => {
  const clamped = (value: string): string =>
    gives("clamp/1", [["value", value], ["floor", "0"], ["cap", "120"]]);
  const range = (realised: string, low: string, high: string): Given => [
    ["realised", realised], ["low", low], ["high", high],
  ];
  const against = (realised: string, target: string): Given => [
    ["realised", realised], ["target", target],
  ];
  const vectors: [string, Given, string][] = [
    ["achievement.max_range/1", range("70", "80", "90"), "87.5"],
    ["achievement.max_range/1", range("92", "80", "90"), "102.2222"],
    ["achievement.min_range/1", range("6.5", "7", "8"), "107.1429"],
    ["achievement.min_range/1", range("9", "7", "8"), "87.5"],
    ["achievement.min/1", against("70", "30"), "0"],
    ["achievement.max/1", against("150", "100"), "120"],
    ["achievement.band/1", range("103", "95", "100"), "97"],
    ["achievement.band/1", range("85", "95", "100"), "89.4737"],
    // 2.3: less is better against 0.
    ["achievement.zero_target/1", [["realised", "0"]], "100"],
    ["achievement.zero_target/1", [["realised", "0.01"]], "0"],
  ];
  for (const [formula, given, expected] of vectors) {
    const shown = Rational.parse(clamped(gives(formula, given)))!.rounded(4)!;
    assert.equal(
      Rational.ofDecimal(shown).text(),
      Rational.parse(expected)!.text(),
      `${formula} of ${given}`,
    );
  }
});

test("two posts are weighted by their months (V10)", () => {
  const given: Given = [
    ["months[0]", "5"], ["score[0]", "86.20"], ["months[1]", "7"], ["score[1]", "93.40"],
  ];
  assert.equal(gives("combine.months/1", given), "452/5");
});

test("predikat and number are those of domain.md 3.5", () => {
  const matrix = ["0 2 2", "1 3 3", "1 3 4"].map((row) => row.split(" "));
  for (let work = 0; work < 3; ++work) {
    for (let behaviour = 0; behaviour < 3; ++behaviour) {
      const given: Given = [["work", String(work)], ["behaviour", String(behaviour)]];
      assert.equal(gives("predikat.matrix/1", given), matrix[work]![behaviour]);
    }
  }
  const bands: [string, string, string][] = [
    ["110", "1", "4"], ["110", "0", "3"], ["109.994", "1", "3"], ["109.995", "1", "4"],
    ["90", "0", "3"], ["89.994", "0", "2"], ["70", "0", "2"], ["69.99", "0", "1"],
    ["50", "0", "1"], ["49.99", "0", "0"],
  ];
  for (const [number, innovation, predikat] of bands) {
    const given: Given = [
      ["number", number], ["innovation", innovation], ["scale", "2"], ["rounding", "0"],
    ];
    assert.equal(gives("predikat.pp30/1", given), predikat, number);
  }
});

// The vectors that the ledger's own tests freeze, read from their source: two programs, one answer.
const source = `${repository}/tests/ledger/rules/formulas_test.cc`;

interface Vector {
  formula: string;
  given: Given;
  output: string;
}

function frozen(text: string): Vector[] {
  const body = text.slice(text.indexOf("vectors{"), text.indexOf("return vectors;"));
  const words = [...body.matchAll(/"([^"]*)"|[{}]/g)].map((match) => match[1] ?? match[0]);
  const vectors: Vector[] = [];
  for (let i = 1; i < words.length; ) {
    if (words[i++] !== "{") continue;
    const formula = words[i++]!;
    if (!formula.includes("/")) continue;
    const given: Given = [];
    for (++i; words[i] === "{"; i += 4) given.push([words[i + 1]!, words[i + 2]!]);
    vectors.push({ formula, given, output: words[++i]! });
  }
  return vectors;
}

const missing = existsSync(source) ? false : "the ledger's own tests are not here";

test("formulas give what the ledger's frozen vectors say", { skip: missing }, () => {
  const vectors = frozen(readFileSync(source, "utf8"));
  assert.ok(vectors.length > 60, `${vectors.length} vectors`);
  for (const { formula, given, output } of vectors) {
    assert.equal(gives(formula, given), Rational.parse(output)!.text(), `${formula} of ${given}`);
  }
  const covered = new Set(vectors.map((vector) => vector.formula));
  for (const name of formulaNames) assert.ok(covered.has(name), name);
  assert.equal(covered.size, formulaNames.length);
});

test("formulas refuse what they are not defined for", () => {
  const refused: [string, Given][] = [
    ["achievement.most/1", []],
    ["constructor", []],
    ["__proto__", []],
    ["achievement.max/1", [["realised", "1"]]],
    ["achievement.max/1", [["realised", "1"], ["target", "1"], ["target", "2"]]],
    ["achievement.max/1", [["realised", "1"], ["target", "1"], ["bonus", "2"]]],
    ["achievement.max/1", [["realised", "1"], ["target", "0"]]],
    ["achievement.min/1", [["realised", "1"], ["target", "0"]]],
    ["achievement.band/1", [["realised", "1"], ["low", "3"], ["high", "2"]]],
    ["achievement.signed_band/1", [["realised", "1"], ["low", "3"], ["high", "2"]]],
    ["achievement.no_observation/1", [["denominator[0]", "3"]]],
    ["consolidate.sum/1", []],
    ["consolidate.sum/1", [["value[1]", "1"]]],
    ["consolidate.sum/1", [["value[0]", "1"], ["value[2]", "1"]]],
    ["consolidate.sum/1", [["value", "1"]]],
    ["consolidate.ratio/1", [["numerator[0]", "0"], ["denominator[0]", "0"]]],
    ["score.weighted/1", [["weight[0]", "1"], ["achievement[0]", "1"], ["weight[1]", "1"]]],
    ["score.weighted/1", [["weight[0]", "0"], ["achievement[0]", "90"]]],
    ["predikat.matrix/1", [["work", "3"], ["behaviour", "1"]]],
    ["predikat.matrix/1", [["work", "1"], ["behaviour", "1/2"]]],
    ["incomplete/1", [["achievement", "0"], ["reported", "0"], ["due", "0"]]],
    ["target.share/1", [["target", "1"], ["months", "0"], ["of", "0"]]],
    ["value.percent/1", [["numerator", "0"], ["denominator", "0"]]],
  ];
  for (const [formula, given] of refused) {
    assert.throws(() => gives(formula, given), (error) => error instanceof Undefined, formula);
  }
});

test("a policy names the version of a formula", () => {
  assert.equal(versionOf("achievement.max", { formulas: [] }), "achievement.max/1");
  const others = { formulas: ["achievement.max_range/1", "achievement.max/1"] };
  assert.equal(versionOf("achievement.max", others), "achievement.max/1");
  const later = { formulas: ["achievement.max/7"] };
  expectRefusal(() => versionOf("achievement.max", later), "formula-unknown");
});

test("every formula is said in both languages", () => {
  assert.deepEqual(Object.keys(wordings).sort(), [...formulaNames].sort());
});
