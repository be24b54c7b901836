// Several observations become one value, and a value against its target an achievement in percent
// (domain.md 2.2, 2.3, 2.5).

import type * as wire from "../layout.js";
import type { Target, Value } from "./measure.js";
import { sum } from "./rational.js";
import { type Argument, plain, type Quantity, raw, type Trace } from "./trace.js";

// What was realised in one part of a period.
export interface Observation {
  numerator: Quantity;
  denominator: Quantity | null; // the value is 100 * numerator / denominator
}

// Whether `value` has a numerator, and the denominator where `consolidation` needs one.
export function isObservation(value: Value, consolidation: wire.Consolidation): boolean {
  return value.numerator !== null && (value.denominator !== null || consolidation !== "ratio");
}

export function observation(value: Value, event: number): Observation {
  return {
    numerator: raw(value.numerator!, event),
    denominator: value.denominator && raw(value.denominator, event),
  };
}

// One value of all `observations`, in the order of time. Null when nothing was observed: the
// denominators of a ratio are 0 together; otherwise, each observation has denominator 0.
export function consolidate(
  trace: Trace,
  about: string,
  consolidation: wire.Consolidation,
  observations: readonly Observation[],
): Quantity | null {
  if (consolidation === "ratio") {
    const total = sum(observations.map((seen) => seen.denominator!.value));
    if (total.isZero()) return null;
    const args = observations.flatMap(({ numerator, denominator }): Argument[] => [
      ["numerator[]", numerator],
      ["denominator[]", denominator!],
    ]);
    return trace.apply("consolidate.ratio", about, args);
  }
  const values: Argument[] = [];
  for (const seen of observations) {
    const value = valueOf(trace, about, seen);
    if (value) values.push(["value[]", value]);
  }
  return values.length === 0 ? null : trace.apply(`consolidate.${consolidation}`, about, values);
}

function valueOf(trace: Trace, about: string, seen: Observation): Quantity | null {
  const { numerator, denominator } = seen;
  if (!denominator) return numerator;
  if (denominator.value.isZero()) return null;
  return trace.apply("value.percent", about, [
    ["numerator", numerator],
    ["denominator", denominator],
  ]);
}

// The target of a period: `value`, or `low` and `high`, or nothing.
export interface Aim {
  value: Quantity | null;
  low: Quantity | null;
  high: Quantity | null;
}

export const noAim: Aim = { value: null, low: null, high: null };

export function aimOf({ value, low, high }: Target, event: number): Aim {
  return {
    value: value && raw(value, event),
    low: low && raw(low, event),
    high: high && raw(high, event),
  };
}

// The targets of several parts of a period together, end by end; an end that one lacks is lacking.
export function together(trace: Trace, about: string, parts: readonly Aim[]): Aim {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  const total = (end: keyof Aim): Quantity | null => {
    const targets: Argument[] = [];
    for (const part of parts) {
      const target = part[end];
      if (!target) return null;
      targets.push(["target[]", target]);
    }
    return targets.length === 0 ? null : trace.apply("target.sum", about, targets);
  };
  return { value: total("value"), low: total("low"), high: total("high") };
}

// Stages that somebody says were reached, in an event.
export interface Verified {
  stages: readonly string[];
  event: number;
}

// The weight of those `stages`, defined in an event, that are in one of `reports`.
export function stagesReached(
  trace: Trace,
  about: string,
  stages: readonly wire.Stage[],
  definedIn: number,
  reports: readonly Verified[],
): Quantity {
  const args = stages.flatMap(({ id, weight }): Argument[] => {
    const first = reports.find((report) => report.stages.includes(id));
    return [
      ["weight[]", raw(weight, definedIn)],
      ["verified[]", first ? raw(1, first.event) : plain(0)],
    ];
  });
  return trace.apply("achievement.milestone", about, args);
}

// How an indicator is measured.
export interface Measured {
  polarity: wire.Polarity;
  isSigned: boolean;
  maxAttainable: boolean;
}

const onBand = ({ polarity, isSigned }: Measured): boolean => isSigned || polarity === "band";

// Whether nothing can be achieved against `aim`: there is no target, it is 0 where more is better,
// or its ends are the wrong way round.
export function hasNoTarget(measured: Measured, { value, low, high }: Aim): boolean {
  if (!value && (!low || !high || low.value.compare(high.value) > 0)) return true;
  const most = (value ?? high)!.value;
  return measured.polarity === "max" && !measured.isSigned && most.isZero();
}

// The achievement of `realised`, before floor and cap; there is a target.
export function achievement(
  trace: Trace,
  about: string,
  measured: Measured,
  realised: Quantity,
  aim: Aim,
): Quantity {
  const achieved = byPolarity(trace, about, measured, realised, aim);
  const { maxAttainableIsCap, scoreCap } = trace.policy;
  if (!measured.maxAttainable || !maxAttainableIsCap || onBand(measured)) return achieved;
  const best = aim.value ?? (measured.polarity === "max" ? aim.high : aim.low);
  return trace.apply("achievement.max_attainable", about, [
    ["achievement", achieved],
    ["realised", realised],
    ["target", best!],
    ["cap", plain(scoreCap)],
  ]);
}

function byPolarity(
  trace: Trace,
  about: string,
  measured: Measured,
  realised: Quantity,
  aim: Aim,
): Quantity {
  if (!aim.value || onBand(measured)) {
    return trace.apply(rangeFamily(measured), about, [
      ["realised", realised],
      ["low", (aim.value ?? aim.low)!],
      ["high", (aim.value ?? aim.high)!],
    ]);
  }
  if (aim.value.value.isZero()) {
    return trace.apply("achievement.zero_target", about, [["realised", realised]]);
  }
  return trace.apply(`achievement.${measured.polarity === "max" ? "max" : "min"}`, about, [
    ["realised", realised],
    ["target", aim.value],
  ]);
}

function rangeFamily({ polarity, isSigned }: Measured): string {
  if (isSigned) return "achievement.signed_band";
  if (polarity === "band") return "achievement.band";
  return polarity === "max" ? "achievement.max_range" : "achievement.min_range";
}

// `value` between the policy's floor and cap.
export function clamped(trace: Trace, about: string, value: Quantity): Quantity {
  return trace.apply("clamp", about, [
    ["value", value],
    ["floor", plain(trace.policy.scoreFloor)],
    ["cap", plain(trace.policy.scoreCap)],
  ]);
}

// What the policy gives where there was nothing to observe: 100, clamped; or null, and the weight
// is redistributed.
export function forNoObservation(
  trace: Trace,
  about: string,
  observations: readonly Observation[],
): Quantity | null {
  if (trace.policy.zeroDenominator === "redistribute") return null;
  const args = observations.map((seen): Argument => ["denominator[]", seen.denominator!]);
  return clamped(trace, about, trace.apply("achievement.no_observation", about, args));
}

// The weighted mean of the achievements that count; null when none does, or their weights are 0.
export function weighted(
  trace: Trace,
  parts: readonly { weight: Quantity; achievement: Quantity }[],
): Quantity | null {
  if (sum(parts.map((part) => part.weight.value)).isZero()) return null;
  const args = parts.flatMap((part): Argument[] => [
    ["weight[]", part.weight],
    ["achievement[]", part.achievement],
  ]);
  return trace.apply("score.weighted", "", args);
}
