// How a score came about: each formula that was applied, with its inputs, and for each input the
// step that gave it or the event that it stands in. Scores are worked out through a Trace and in no
// other way, so that what is shown is what was done.

import { refuse } from "../failure.js";
import { evaluate, Undefined, versionOf } from "./formulas.js";
import type { Parameters } from "./policy.js";
import { Rational } from "./rational.js";

export interface StepInput {
  name: string; // "realised"; numbered in lists: "value[0]"
  value: Rational;
  step: number | null; // the index of the step that gave it
  event: number | null; // a raw one's position; neither: the policy, or a count
}

export interface Step {
  formula: string; // "achievement.min/1"
  about: string; // the indicator; empty: all of them together
  inputs: StepInput[];
  output: Rational;
}

// A number on its way through formulas.
export interface Quantity {
  value: Rational;
  step: number | null;
  event: number | null;
}

// A number of the policy, or counted by the rules.
export function plain(value: Rational | number): Quantity {
  const number = typeof value === "number" ? Rational.of(value) : value;
  return { value: number, step: null, event: null };
}

// A number that stands in the event at a position.
export function raw(value: Rational | number, event: number): Quantity {
  return { ...plain(value), event };
}

export type Argument = readonly [name: string, quantity: Quantity]; // "value[]": a list's next one

export class Trace {
  readonly steps: Step[];
  readonly #used = new Set<string>();

  // Goes on where `steps` ended.
  constructor(
    readonly policy: Parameters,
    steps: readonly Step[] = [],
  ) {
    this.steps = [...steps];
  }

  // The output of the policy's version of a formula.
  apply(family: string, about: string, args: readonly Argument[]): Quantity {
    const formula = versionOf(family, this.policy);
    this.#used.add(formula);
    const counts = new Map<string, number>();
    const inputs = args.map(([name, { value, step, event }]): StepInput => {
      if (!name.endsWith("[]")) return { name, value, step, event };
      const index = counts.get(name) ?? 0;
      counts.set(name, index + 1);
      return { name: `${name.slice(0, -1)}${index}]`, value, step, event };
    });
    const output = this.#evaluate(formula, about, inputs);
    this.steps.push({ formula, about, inputs, output });
    return { value: output, step: this.steps.length - 1, event: null };
  }

  #evaluate(formula: string, about: string, inputs: StepInput[]): Rational {
    try {
      return evaluate(formula, inputs);
    } catch (error) {
      if (!(error instanceof Undefined)) throw error;
      // The rules ask no formula for what it is not defined for, unless a record is against them.
      refuse("record-against-rules", `${formula} of ${about}: ${error.message}`);
    }
  }

  // Counts a formula as used, where something else than a step uses it.
  note(family: string): void {
    this.#used.add(versionOf(family, this.policy));
  }

  // Names and versions of all that was used, sorted.
  formulasUsed(): string[] {
    return [...this.#used].sort();
  }
}
