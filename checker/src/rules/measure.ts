// What an indicator is measured with, as exact numbers: targets, and values with numerator and
// denominator.

import { refuse } from "../failure.js";
import type * as wire from "../layout.js";
import { parseDecimal } from "./decimal.js";
import { Rational } from "./rational.js";

export interface Target {
  value: Rational | null;
  low: Rational | null; // a range has low and high instead
  high: Rational | null;
}

export interface Value {
  numerator: Rational | null;
  denominator: Rational | null; // the value is 100 * numerator / denominator
  stages: readonly string[]; // of a milestone
}

// A decimal that must be there.
export function decimal(text: string, what: string): Rational {
  const parsed = parseDecimal(text);
  if (!parsed) refuse("record-malformed", `${what} is not a decimal: ${text}`);
  return Rational.ofDecimal(parsed);
}

function optional(text: string, what: string): Rational | null {
  return text === "" ? null : decimal(text, what);
}

export function targetOf(from: wire.Target): Target {
  return {
    value: optional(from.value, "a target"),
    low: optional(from.low, "a target's low end"),
    high: optional(from.high, "a target's high end"),
  };
}

export function valueOf(from: wire.Value): Value {
  return {
    numerator: optional(from.numerator, "a numerator"),
    denominator: optional(from.denominator, "a denominator"),
    stages: from.stages,
  };
}
