// The published formulas: each has a name and a version, and gives its output from its named inputs
// alone, exactly. What they do in words stands in formula_words.ts.
//
// Three give no quantity; their number stands for a name, counted from 0: of a level 0 below, 1
// meets, 2 above; of a predikat 0 very poor to 4 very good. Inputs that are no numbers are written
// likewise: `rounding` 0 half up, 1 half even; `innovation` and `verified` 0 no, 1 yes.

import { refuse } from "../failure.js";
import { scaleMax } from "./decimal.js";
import { hundred, one, Rational, sum, zero } from "./rational.js";

export interface Input {
  name: string; // "value[2]" and "value[]" are of the list "value[]"
  value: Rational;
}

// What a formula is not defined for.
export class Undefined extends Error {}

function undefinedFor(what: string): never {
  throw new Undefined(what);
}

// What a formula reads: its inputs by name.
class Given {
  constructor(readonly values: ReadonlyMap<string, readonly Rational[]>) {}

  get(name: string): Rational {
    return this.list(name)[0]!;
  }

  list(name: string): readonly Rational[] {
    const values = this.values.get(name);
    if (!values) throw new Error(`no input ${name}`);
    return values;
  }
}

interface Formula {
  inputs: readonly string[]; // a list's name ends in "[]"
  compute(given: Given): Rational;
}

// --- Arithmetic that several share

const two = Rational.of(2);

const atLeast = (a: Rational, b: Rational): boolean => a.compare(b) >= 0;
const smaller = (a: Rational, b: Rational): Rational => (a.compare(b) <= 0 ? a : b);
const larger = (a: Rational, b: Rational): Rational => (a.compare(b) >= 0 ? a : b);

function sumOfProducts(left: readonly Rational[], right: readonly Rational[]): Rational {
  return sum(left.map((value, i) => value.times(right[i]!)));
}

function meanOf(values: readonly Rational[]): Rational {
  return sum(values).over(Rational.of(values.length));
}

function weightedMeanOf(weights: readonly Rational[], values: readonly Rational[]): Rational {
  const total = sum(weights);
  if (total.isZero()) undefinedFor("the weights add up to 0");
  return sumOfProducts(weights, values).over(total);
}

function moreIsBetter(realised: Rational, target: Rational): Rational {
  return hundred.times(realised).over(target);
}

function lessIsBetter(realised: Rational, target: Rational): Rational {
  return hundred.times(two.minus(realised.over(target)));
}

// An end of 0 that was passed is missed altogether: nothing can be divided by it.
function band(realised: Rational, low: Rational, high: Rational): Rational {
  if (realised.compare(low) < 0) return low.isZero() ? zero : moreIsBetter(realised, low);
  if (realised.compare(high) > 0) return high.isZero() ? zero : lessIsBetter(realised, high);
  return hundred;
}

function range(given: Given): { realised: Rational; low: Rational; high: Rational } {
  const low = given.get("low");
  const high = given.get("high");
  if (low.compare(high) > 0) undefinedFor("low is above high");
  return { realised: given.get("realised"), low, high };
}

// Outside a range, its nearer end is the target.
function towardRange(
  given: Given,
  achieved: (realised: Rational, target: Rational) => Rational,
): Rational {
  const { realised, low, high } = range(given);
  if (atLeast(realised, low) && atLeast(high, realised)) return hundred;
  const end = realised.compare(low) < 0 ? low : high;
  return end.isZero() ? zero : achieved(realised, end);
}

// A deviation is measured by its size; a band across 0 reaches to its end on the value's side.
function signedBand(given: Given): Rational {
  const { realised, low, high } = range(given);
  if (low.isNegative() && high.compare(zero) > 0) {
    return band(realised.abs(), zero, realised.isNegative() ? low.negated() : high);
  }
  return band(realised.abs(), smaller(low.abs(), high.abs()), larger(low.abs(), high.abs()));
}

function wholeUpTo(most: number, value: Rational): number | null {
  if (value.denominator !== 1n || value.isNegative()) return null;
  return value.numerator > BigInt(most) ? null : Number(value.numerator);
}

// `value` as a threshold sees it. What is too large to be rounded is far from every threshold.
function roundForThreshold(value: Rational, scale: Rational, rounding: Rational): Rational {
  const digits = wholeUpTo(scaleMax, scale);
  if (digits === null) undefinedFor("scale is not a whole number from 0 to 18");
  const mode = wholeUpTo(1, rounding);
  if (mode === null) undefinedFor("rounding is neither 0 nor 1");
  const rounded = value.rounded(digits, mode === 0 ? "halfUp" : "halfEven");
  return rounded ? Rational.ofDecimal(rounded) : value;
}

function levelOf(given: Given): Rational {
  const score = roundForThreshold(given.get("score"), given.get("scale"), given.get("rounding"));
  if (atLeast(score, given.get("above"))) return two;
  return atLeast(score, given.get("meets")) ? one : zero;
}

// Rows: work; columns: behaviour. PermenPANRB 6/2022, domain.md 3.5 A.
const matrix = [
  [0, 2, 2],
  [1, 3, 3],
  [1, 3, 4],
];

function predikatByMatrix(given: Given): Rational {
  const work = wholeUpTo(2, given.get("work"));
  const behaviour = wholeUpTo(2, given.get("behaviour"));
  if (work === null || behaviour === null) undefinedFor("a level is 0, 1 or 2");
  return Rational.of(matrix[work]![behaviour]!);
}

// PP 30/2019 art. 41.
function predikatByNumber(given: Given): Rational {
  const number = roundForThreshold(given.get("number"), given.get("scale"), given.get("rounding"));
  const innovation = wholeUpTo(1, given.get("innovation"));
  if (innovation === null) undefinedFor("innovation is neither 0 nor 1");
  if (atLeast(number, Rational.of(110)) && innovation === 1) return Rational.of(4);
  if (atLeast(number, Rational.of(90))) return Rational.of(3);
  if (atLeast(number, Rational.of(70))) return two;
  return atLeast(number, Rational.of(50)) ? one : zero;
}

// --- The formulas, by name and version. A version that any record relies on never changes.

const formulas: { readonly [name: string]: Formula } = {
  "achievement.band/1": {
    inputs: ["realised", "low", "high"],
    compute(given) {
      const { realised, low, high } = range(given);
      return band(realised, low, high);
    },
  },
  "achievement.max/1": {
    inputs: ["realised", "target"],
    compute(given) {
      if (given.get("target").isZero()) undefinedFor("target is 0");
      return moreIsBetter(given.get("realised"), given.get("target"));
    },
  },
  "achievement.max_attainable/1": {
    inputs: ["achievement", "realised", "target", "cap"],
    compute: (given) =>
      given.get("realised").equals(given.get("target"))
        ? given.get("cap")
        : given.get("achievement"),
  },
  "achievement.max_range/1": {
    inputs: ["realised", "low", "high"],
    compute: (given) => towardRange(given, moreIsBetter),
  },
  "achievement.milestone/1": {
    inputs: ["weight[]", "verified[]"],
    compute: (given) => sumOfProducts(given.list("weight[]"), given.list("verified[]")),
  },
  "achievement.min/1": {
    inputs: ["realised", "target"],
    compute(given) {
      if (given.get("target").isZero()) {
        undefinedFor("target is 0: achievement.zero_target is for that");
      }
      return lessIsBetter(given.get("realised"), given.get("target"));
    },
  },
  "achievement.min_range/1": {
    inputs: ["realised", "low", "high"],
    compute: (given) => towardRange(given, lessIsBetter),
  },
  "achievement.no_observation/1": {
    inputs: ["denominator[]"],
    compute(given) {
      if (!sum(given.list("denominator[]")).isZero()) undefinedFor("something was observed");
      return hundred;
    },
  },
  "achievement.signed_band/1": { inputs: ["realised", "low", "high"], compute: signedBand },
  "achievement.zero_target/1": {
    inputs: ["realised"],
    compute: (given) => (given.get("realised").isZero() ? hundred : zero),
  },
  "clamp/1": {
    inputs: ["value", "floor", "cap"],
    compute: (given) => smaller(larger(given.get("value"), given.get("floor")), given.get("cap")),
  },
  "combine.months/1": {
    inputs: ["months[]", "score[]"],
    compute: (given) => weightedMeanOf(given.list("months[]"), given.list("score[]")),
  },
  "consolidate.average/1": {
    inputs: ["value[]"],
    compute: (given) => meanOf(given.list("value[]")),
  },
  "consolidate.last/1": { inputs: ["value[]"], compute: (given) => given.list("value[]").at(-1)! },
  "consolidate.maximum/1": {
    inputs: ["value[]"],
    compute: (given) => given.list("value[]").reduce(larger),
  },
  "consolidate.minimum/1": {
    inputs: ["value[]"],
    compute: (given) => given.list("value[]").reduce(smaller),
  },
  "consolidate.ratio/1": {
    inputs: ["numerator[]", "denominator[]"],
    compute(given) {
      const denominator = sum(given.list("denominator[]"));
      if (denominator.isZero()) undefinedFor("the denominators add up to 0");
      return hundred.times(sum(given.list("numerator[]"))).over(denominator);
    },
  },
  "consolidate.sum/1": { inputs: ["value[]"], compute: (given) => sum(given.list("value[]")) },
  "incomplete/1": {
    inputs: ["achievement", "reported", "due"],
    compute(given) {
      if (given.get("due").isZero()) undefinedFor("no month was due");
      return given.get("achievement").times(given.get("reported")).over(given.get("due"));
    },
  },
  "level.three/1": {
    inputs: ["score", "scale", "rounding", "above", "meets"],
    compute: levelOf,
  },
  "number.pp30/1": {
    inputs: ["work", "behaviour", "workWeight"],
    compute(given) {
      const weight = given.get("workWeight");
      const work = weight.times(given.get("work"));
      const behaviour = hundred.minus(weight).times(given.get("behaviour"));
      return work.plus(behaviour).over(hundred);
    },
  },
  "predikat.matrix/1": { inputs: ["work", "behaviour"], compute: predikatByMatrix },
  "predikat.pp30/1": {
    inputs: ["number", "innovation", "scale", "rounding"],
    compute: predikatByNumber,
  },
  "rollup.mean/1": { inputs: ["value[]"], compute: (given) => meanOf(given.list("value[]")) },
  "rollup.weighted_mean/1": {
    inputs: ["weight[]", "value[]"],
    compute: (given) => weightedMeanOf(given.list("weight[]"), given.list("value[]")),
  },
  "rollup.weighted_sum/1": {
    inputs: ["weight[]", "value[]"],
    compute: (given) => sumOfProducts(given.list("weight[]"), given.list("value[]")).over(hundred),
  },
  "score.weighted/1": {
    inputs: ["weight[]", "achievement[]"],
    compute: (given) => weightedMeanOf(given.list("weight[]"), given.list("achievement[]")),
  },
  "target.share/1": {
    inputs: ["target", "months", "of"],
    compute(given) {
      if (given.get("of").isZero()) undefinedFor("of is 0");
      return given.get("target").times(given.get("months")).over(given.get("of"));
    },
  },
  "target.sum/1": { inputs: ["target[]"], compute: (given) => sum(given.list("target[]")) },
  "value.percent/1": {
    inputs: ["numerator", "denominator"],
    compute(given) {
      if (given.get("denominator").isZero()) undefinedFor("denominator is 0");
      return hundred.times(given.get("numerator")).over(given.get("denominator"));
    },
  },
};

export const formulaNames: readonly string[] = Object.keys(formulas);

function find(name: string): Formula | undefined {
  return Object.hasOwn(formulas, name) ? formulas[name] : undefined;
}

// The version of a formula, "achievement.max", that `policy` names; 1 where it names none.
export function versionOf(family: string, policy: { formulas: readonly string[] }): string {
  const named = policy.formulas.find((name) => name.startsWith(`${family}/`)) ?? `${family}/1`;
  if (!find(named)) refuse("formula-unknown", named);
  return named;
}

// Whether `name` is the element `index` of `list`: "value[]" or "value[2]" of "value[]".
function isElement(name: string, list: string, index: number): boolean {
  return name === list || name === `${list.slice(0, -1)}${index}]`;
}

// The output of a formula. Undefined when an input is missing, unknown or there twice, when lists
// that belong together differ in length, and where the formula is not defined.
export function evaluate(name: string, inputs: readonly Input[]): Rational {
  const formula = find(name);
  if (!formula) undefinedFor(`there is no formula ${name}`);
  const given = new Map<string, readonly Rational[]>();
  let taken = 0;
  let length: number | null = null;
  for (const declared of formula.inputs) {
    const isList = declared.endsWith("[]");
    const values: Rational[] = [];
    for (const input of inputs) {
      const matches = isList
        ? isElement(input.name, declared, values.length)
        : input.name === declared;
      if (matches) values.push(input.value);
    }
    if (values.length === 0) undefinedFor(`there is no input ${declared}`);
    if (!isList && values.length > 1) undefinedFor(`the input ${declared} is there more than once`);
    if (isList && length !== null && length !== values.length) {
      undefinedFor("the lists differ in length");
    }
    if (isList) length = values.length;
    given.set(declared, values);
    taken += values.length;
  }
  if (taken !== inputs.length) {
    undefinedFor("there are inputs that the formula does not have, or not in that order");
  }
  return formula.compute(new Given(given));
}
