// The score of a unit, or of an agency, for a month, a quarter or a year: of its own indicators, by
// the same formulas as people's scores (domain.md 2.1, 2.2, 2.3, 2.5; ledger/rules/unit_score.h
// says the rules in words).
//
// A measured indicator has the value recorded for the period; where there is none, that of the
// period's parts. One that is rolled up has what its children come to. A milestone has the weight
// of the stages that were verified in its year up to the end of the period. The target is the one
// set for the period; where there is none, a sum takes its parts' targets together, and others take
// that of the last part. What has no value does not count: nothing of an organisation is late.

import { grouped } from "../grouped.js";
import {
  achievement,
  type Aim,
  aimOf,
  clamped,
  consolidate,
  forNoObservation,
  hasNoTarget,
  isObservation,
  type Measured,
  noAim,
  type Observation,
  observation,
  stagesReached,
  together,
  type Verified,
  weighted,
} from "./achievement.js";
import { type Indicator, isRolledUp, type Realised, valueKey } from "./indicator.js";
import type { Decimal } from "./decimal.js";
import type { Parameters } from "./policy.js";
import { hundred, type Rational, sum } from "./rational.js";
import { partsOf, type Period } from "./time.js";
import { type Argument, type Quantity, raw, type Step, Trace } from "./trace.js";

export type Verdict =
  | "met" // at least the target, at most it, inside the band, all stages: by polarity
  | "missed"
  | "noTarget" // there is a value, and nothing to hold it against
  | "noValue"; // nothing recorded, nothing to observe, or nothing in numbers

export interface UnitLine {
  indicator: string;
  weight: Rational;
  verdict: Verdict;
  value: Rational | null;
  target: Rational | null; // a range has low and high instead
  targetLow: Rational | null;
  targetHigh: Rational | null;
  achievement: Rational | null; // percent, floored and capped; there when it counts
  contribution: Rational | null; // weight * achievement / weights that count
  provisional: boolean; // it stands on an estimate
  complete: boolean; // no part of the period, and nothing below it, is without a value
  events: number[]; // positions of what its value stands in
}

export interface UnitScore {
  exact: Rational | null; // null: no indicator has an achievement
  rounded: Decimal | null;
  lines: UnitLine[];
  steps: Step[]; // the last one gives `exact`, where it is there
  formulas: string[]; // that were used, sorted
}

// The score of `unit` (of the agency itself where it is empty). `basis` are the indicators on which
// it rests, in the order of their names (cascade.ts).
export function computeUnit(
  basis: readonly Indicator[],
  unit: string,
  period: Period,
  policy: Parameters,
): UnitScore {
  const trace = new Trace(policy);
  const reader = new Reader(basis, period, trace);
  const lines: UnitLine[] = [];
  const parts: { weight: Quantity; achievement: Quantity; line: UnitLine }[] = [];
  for (const indicator of basis) {
    if (!reader.counts(indicator, unit)) continue;
    const { line, achieved } = reader.read(indicator);
    if (indicator.retired && !line.value) continue;
    lines.push(line);
    if (!achieved) continue;
    parts.push({ weight: raw(line.weight, indicator.position), achievement: achieved, line });
  }
  const exact = weighted(trace, parts);
  if (exact) {
    const weights = sum(parts.map((part) => part.weight.value));
    for (const { achievement: achieved, line } of parts) {
      line.contribution = line.weight.times(achieved.value).over(weights);
    }
  }
  return {
    exact: exact && exact.value,
    rounded: exact && exact.value.rounded(policy.thresholdScale, policy.rounding),
    lines,
    steps: trace.steps,
    formulas: trace.formulasUsed(),
  };
}

// What an indicator came to in the period.
interface Found {
  value: Quantity | null;
  forNoObservation: Quantity | null; // the achievement that the policy gives instead
  provisional: boolean;
  complete: boolean;
  events: number[];
}

const found = (): Found => ({
  value: null,
  forNoObservation: null,
  provisional: false,
  complete: true,
  events: [],
});

const nothing = (): Found => ({ ...found(), complete: false });

function measured({ definition }: Indicator): Measured {
  const { polarity, signed, maxAttainable } = definition;
  return { polarity, isSigned: signed, maxAttainable };
}

const rollUps = {
  mean: "rollup.mean",
  weightedMean: "rollup.weighted_mean",
  weightedSum: "rollup.weighted_sum",
} as const;

// Follows indicators down to what was recorded. In the ledger's own order, so that the steps are
// the same: also of what is not used in the end.
class Reader {
  readonly #known: ReadonlyMap<string, Indicator>;
  readonly #below: ReadonlyMap<string, readonly Indicator[]>;

  constructor(
    basis: readonly Indicator[],
    readonly period: Period,
    readonly trace: Trace,
  ) {
    this.#known = new Map(basis.map((indicator) => [indicator.key, indicator]));
    this.#below = grouped(basis, ({ definition }) => definition.parent);
  }

  // Whether it counts in the score of `unit` by itself: not through a composite of the unit's.
  counts({ definition }: Indicator, unit: string): boolean {
    if (definition.unit !== unit) return false;
    const parent = this.#known.get(definition.parent)?.definition;
    return !parent || !isRolledUp(parent) || parent.unit !== unit;
  }

  // The line of `indicator`, and the achievement with which it counts, if it has one.
  read(indicator: Indicator): { line: UnitLine; achieved: Quantity | null } {
    const { value, forNoObservation: instead, ...rest } = this.#realised(indicator);
    const isMilestone = indicator.definition.polarity === "milestone";
    const aim = isMilestone ? noAim : this.#target(indicator, this.period);
    const { verdict, achieved } = value
      ? this.#judge(indicator, value, aim)
      : { verdict: "noValue" as const, achieved: instead };
    const line: UnitLine = {
      indicator: indicator.key,
      weight: indicator.weight,
      verdict,
      value: value && value.value,
      target: aim.value && aim.value.value,
      targetLow: aim.low && aim.low.value,
      targetHigh: aim.high && aim.high.value,
      achievement: achieved && achieved.value,
      contribution: null,
      ...rest,
    };
    return { line, achieved };
  }

  // --- Values

  #realised(indicator: Indicator): Found {
    const { polarity } = indicator.definition;
    if (polarity === "qualitative") return nothing();
    if (isRolledUp(indicator.definition)) return this.#rolledUp(indicator);
    return polarity === "milestone" ? this.#verified(indicator) : this.#recorded(indicator);
  }

  #rolledUp({ key, definition }: Indicator): Found {
    const how = rollUps[definition.rollUp as keyof typeof rollUps];
    const composite = found();
    const args: Argument[] = [];
    const weights: Rational[] = [];
    for (const child of this.#below.get(key) ?? []) {
      const below = this.#realised(child);
      if (!below.value && child.retired) continue;
      composite.complete &&= below.complete && below.value !== null;
      if (!below.value) continue;
      composite.provisional ||= below.provisional;
      composite.events = composite.events.concat(below.events);
      if (how !== "rollup.mean") {
        weights.push(child.weight);
        args.push(["weight[]", raw(child.weight, child.position)]);
      }
      args.push(["value[]", below.value]);
    }
    if (args.length === 0) return nothing();
    if (how === "rollup.weighted_mean" && sum(weights).isZero()) return nothing();
    // A sum that lacks a part is no smaller sum, but an unknown one.
    if (how === "rollup.weighted_sum" && !composite.complete) return nothing();
    composite.value = this.trace.apply(how, key, args);
    return composite;
  }

  #verified({ key, definition, position, values }: Indicator): Found {
    const milestone = found();
    const reports: Verified[] = [];
    for (const { period, series, value, provisional, position: event } of values.values()) {
      const { year, lastMonth } = this.period;
      if (series !== "" || period.year !== year || period.lastMonth > lastMonth) continue;
      reports.push({ stages: value.stages, event });
      milestone.provisional ||= provisional;
      milestone.events.push(event);
    }
    const { stages } = definition;
    if (reports.length === 0 || stages.length === 0) return nothing();
    milestone.value = stagesReached(this.trace, key, stages, position, reports);
    return milestone;
  }

  #recorded(indicator: Indicator): Found {
    const { key, definition } = indicator;
    const recorded = found();
    const seen = this.#observations(indicator, this.period, recorded);
    if (seen.length === 0) return nothing();
    recorded.value = consolidate(this.trace, key, definition.consolidation, seen);
    if (!recorded.value) recorded.forNoObservation = forNoObservation(this.trace, key, seen);
    return recorded;
  }

  // The recorded values that the one of `period` is made of, in the order of time. Says in `into`
  // which they are, and whether a part of the period has none.
  #observations(indicator: Indicator, period: Period, into: Found): Observation[] {
    const own = ownValue(indicator, period);
    if (own) {
      into.provisional ||= own.provisional;
      into.events.push(own.position);
      return [observation(own.value, own.position)];
    }
    if (period.kind === "month") into.complete = false;
    if (period.kind === "year") return this.#quarters(indicator, period, into);
    return partsOf(period).flatMap((month) => this.#observations(indicator, month, into));
  }

  // The observations in a year. Where a quarter was recorded as such, averages are made of
  // quarters: else that quarter would weigh no more than a month.
  #quarters(indicator: Indicator, year: Period, into: Found): Observation[] {
    const { key, definition } = indicator;
    const parts = partsOf(year);
    const byQuarters =
      definition.consolidation === "average" && parts.some((part) => ownValue(indicator, part));
    return parts.flatMap((part) => {
      const inQuarter = this.#observations(indicator, part, into);
      if (!byQuarters || inQuarter.length < 2) return inQuarter;
      const mean = consolidate(this.trace, key, "average", inQuarter);
      return mean ? [{ numerator: mean, denominator: null }] : [];
    });
  }

  // --- Targets and verdicts

  #target(indicator: Indicator, period: Period): Aim {
    const own = indicator.targets.get(period.text);
    if (own) return aimOf(own.target, own.position);
    const parts = partsOf(period);
    const last = parts.at(-1);
    if (!last) return noAim;
    if (indicator.definition.consolidation !== "sum") return this.#target(indicator, last);
    const aims = parts.map((part) => this.#target(indicator, part));
    return together(this.trace, indicator.key, aims);
  }

  // Holds `value` against `aim`.
  #judge(
    indicator: Indicator,
    value: Quantity,
    aim: Aim,
  ): { verdict: Verdict; achieved: Quantity | null } {
    const { trace } = this;
    const { key, definition } = indicator;
    if (definition.polarity === "milestone") {
      const isMet = value.value.equals(hundred);
      return { verdict: isMet ? "met" : "missed", achieved: clamped(trace, key, value) };
    }
    const how = measured(indicator);
    if (hasNoTarget(how, aim)) return { verdict: "noTarget", achieved: null };
    const achieved = achievement(trace, key, how, value, aim);
    const isMet = how.isSigned ? achieved.value.equals(hundred) : meets(how, value.value, aim);
    return { verdict: isMet ? "met" : "missed", achieved: clamped(trace, key, achieved) };
  }
}

function ownValue({ values, definition }: Indicator, { text }: Period): Realised | null {
  const own = values.get(valueKey(text, ""));
  return own && isObservation(own.value, definition.consolidation) ? own : null;
}

// Whether `value` reaches `aim`, which is there. Of a range, more is better from its low end on,
// and less is better up to its high end.
function meets({ polarity }: Measured, value: Rational, aim: Aim): boolean {
  const isEnough = value.compare((aim.value ?? aim.low)!.value) >= 0;
  const isNotTooMuch = value.compare((aim.value ?? aim.high)!.value) <= 0;
  if (polarity === "max") return isEnough;
  return isNotTooMuch && (polarity === "min" || isEnough);
}
