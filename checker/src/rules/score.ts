// The score of a plan for a month, a quarter or its year, from raw numbers by named formulas
// (domain.md 2.5, 3.5; ledger/rules/score.h says the rules in words). Exact: nothing is rounded but
// what a threshold compares.
//
// For each indicator those months of the period count that have a report with its value, or whose
// deadline passed without one. Its value consolidates the reported months and is held against their
// target; floored and capped, the achievement counts for reported / counted months. Only a sum of
// which more is better is held against the target of all counted months instead.

import type * as wire from "../layout.js";
import {
  achievement,
  type Aim,
  aimOf,
  clamped,
  consolidate,
  forNoObservation,
  hasNoTarget,
  isObservation,
  noAim,
  observation,
  stagesReached,
  together,
  type Verified,
  weighted,
} from "./achievement.js";
import { type Decimal } from "./decimal.js";
import type { Target } from "./measure.js";
import {
  type Indicator,
  isDue,
  type Months,
  monthsIn,
  type Plan,
  type Revision,
  revisionIn,
} from "./plan.js";
import type { Parameters } from "./policy.js";
import { Rational, zero } from "./rational.js";
import { isThere, noReport, type Report, type Reported } from "./report.js";
import { dayFrom, lastDayOf, type Period, type Zone } from "./time.js";
import { plain, type Quantity, raw, type Step, Trace } from "./trace.js";

// Why an indicator counts in a period, or does not.
export type Due =
  | "due" // it counts, perhaps with some months missing
  | "noTarget" // its target is 0 there, or it is qualitative: weight redistributed
  | "noObservation" // a ratio with denominator 0: weight redistributed, or 100 by policy
  | "missing" // nothing reported by the deadline: it counts 0
  | "notYet"; // nothing reported, and the deadline has not passed

export interface Line {
  indicator: string;
  weight: number;
  due: Due;
  monthsCounted: number; // reported, or missing
  monthsReported: number;
  realised: Rational | null; // consolidated
  target: Rational | null; // of the period; a range has low and high instead
  targetLow: Rational | null;
  targetHigh: Rational | null;
  achievement: Rational | null; // percent, floored and capped; there when it counts
  contribution: Rational | null; // weight * achievement / weights that count
  events: number[]; // positions of the reports that its values stand in
}

export interface Score {
  exact: Rational | null; // null: nothing was due
  rounded: Decimal | null;
  level: wire.Level | null;
  lines: Line[];
  steps: Step[]; // the last one gives `exact`
  formulas: string[]; // that were used, sorted
}

// Everything that a plan's scores depend on.
export interface Sheet {
  plan: Plan;
  reports: readonly Report[]; // by month, January first
  zone: Zone; // of the plan's unit: it says in which month the plan was closed
}

// The last day on which a report of `month` is in time.
export function reportDue(year: number, month: number, policy: Parameters): number {
  const first = dayFrom(year, month + 1, 1);
  const days = lastDayOf(year, month + 1) - first + 1;
  return first + Math.min(Math.max(policy.reportDueDay, 1), days) - 1;
}

// The score of `sheet` for `period` as it stands on `day`: a report that is neither there nor late
// yet is not counted; a late one counts 0 for its month.
export function compute(sheet: Sheet, period: Period, policy: Parameters, day: number): Score {
  const score: Score = {
    exact: null,
    rounded: null,
    level: null,
    lines: [],
    steps: [],
    formulas: [],
  };
  const months = monthsIn(sheet.plan, period, sheet.zone);
  if (!months) return score;
  const trace = new Trace(policy);
  const calculation = new Calculation(sheet, months, day, trace);
  const { revision } = calculation;
  const parts: { weight: Quantity; achievement: Quantity; line: Line }[] = [];
  for (const indicator of revision.indicators) {
    const { line, achieved } = calculation.measure(indicator);
    score.lines.push(line);
    if (!achieved) continue;
    const weight = raw(indicator.weight, revision.position);
    parts.push({ weight, achievement: achieved, line });
  }
  const exact = weighted(trace, parts);
  if (exact) {
    const weights = parts.reduce((total, { weight }) => total.plus(weight.value), zero);
    for (const { weight, achievement: achieved, line } of parts) {
      line.contribution = weight.value.times(achieved.value).over(weights);
    }
    score.exact = exact.value;
    score.rounded = exact.value.rounded(policy.thresholdScale, policy.rounding);
    score.level = levelFor(exact.value, policy);
    trace.note("level.three");
  }
  score.formulas = trace.formulasUsed();
  score.steps = trace.steps;
  return score;
}

export const levels: readonly wire.Level[] = ["below", "meets", "above"];

// What is asked of the formula that gives a level.
export function levelArguments(score: Quantity, policy: Parameters) {
  return [
    ["score", score],
    ["scale", plain(policy.thresholdScale)],
    ["rounding", plain(policy.rounding === "halfUp" ? 0 : 1)],
    ["above", plain(policy.levelAbove)],
    ["meets", plain(policy.levelMeets)],
  ] as const;
}

function levelFor(score: Rational, policy: Parameters): wire.Level {
  const { value } = new Trace(policy).apply(
    "level.three",
    "",
    levelArguments(plain(score), policy),
  );
  return levels[Number(value.numerator)]!;
}

// What a month has to say about one indicator.
interface Month {
  nth: number; // of the plan's span, from 0
  revision: Revision; // in force in it
  planned: Indicator | null; // as that revision has it
  reported: Reported | null; // null: no report is there that has its value
  late: boolean; // the deadline has passed
}

function counts(month: Month, indicator: Indicator): boolean {
  if (!month.planned) return false;
  if (isDue(month.planned, month.nth)) return month.reported !== null || month.late;
  // What was done before it was due still adds to a sum.
  return month.reported !== null && indicator.consolidation === "sum";
}

function mayStillCount({ planned, nth, reported, late }: Month): boolean {
  return planned !== null && isDue(planned, nth) && reported === null && !late;
}

// To such a sum a missing month adds nothing, which is no gain.
function gapsAddNothing({ consolidation, polarity, isSigned }: Indicator): boolean {
  return consolidation === "sum" && polarity === "max" && !isSigned;
}

// The target that holds in the `nth` month of the span: its own, or that of all months together.
function targetIn({ trajectory, target }: Indicator, nth: number): Target | null {
  return trajectory.length === 0 ? target : (trajectory[nth] ?? null);
}

function isSameShape(a: Target, b: Target): boolean {
  return (a.value === null) === (b.value === null) && (a.low === null) === (b.low === null);
}

function emptyLine({ id, weight }: Indicator): Line {
  return {
    indicator: id,
    weight,
    due: "noTarget",
    monthsCounted: 0,
    monthsReported: 0,
    realised: null,
    target: null,
    targetLow: null,
    targetHigh: null,
    achievement: null,
    contribution: null,
    events: [],
  };
}

class Calculation {
  readonly revision: Revision; // in force at the end
  readonly #lateTo: number; // the last month whose deadline has passed

  constructor(
    readonly sheet: Sheet,
    readonly months: Months,
    day: number,
    readonly trace: Trace,
  ) {
    this.revision = revisionIn(sheet.plan, months.last);
    let lateTo = 0;
    const isLate = (month: number): boolean =>
      reportDue(sheet.plan.year, month, trace.policy) < day;
    while (lateTo < months.last && isLate(lateTo + 1)) ++lateTo;
    this.#lateTo = lateTo;
  }

  // The line of `indicator`, and the achievement with which it counts, if it does.
  measure(indicator: Indicator): { line: Line; achieved: Quantity | null } {
    const line = emptyLine(indicator);
    if (indicator.polarity === "qualitative") return { line, achieved: null };
    const months = this.#monthsOf(indicator, this.months.first);
    const counted = months.filter((month) => counts(month, indicator));
    if (counted.length === 0) {
      if (months.some(mayStillCount)) line.due = "notYet";
      return { line, achieved: null };
    }
    line.monthsCounted = counted.length;
    line.monthsReported = counted.filter((month) => month.reported).length;
    const achieved =
      indicator.polarity === "milestone"
        ? this.#measureMilestone(line, indicator)
        : this.#measureValue(line, indicator, counted);
    line.achievement = achieved && achieved.value;
    return { line, achieved };
  }

  #monthsOf(indicator: Indicator, from: number): Month[] {
    const months: Month[] = [];
    for (let month = from; month <= this.months.last; ++month) {
      months.push(this.#monthOf(indicator, month));
    }
    return months;
  }

  #monthOf(indicator: Indicator, month: number): Month {
    const { plan, reports } = this.sheet;
    const revision = revisionIn(plan, month);
    const planned = revision.indicators.find(({ id }) => id === indicator.id) ?? null;
    const report = reports[month - 1] ?? noReport;
    let reported = (isThere(report) && report.reported.get(indicator.id)) || null;
    if (
      reported &&
      indicator.polarity !== "milestone" &&
      !isObservation(reported.value, indicator.consolidation)
    ) {
      reported = null;
    }
    const nth = month - plan.firstMonth;
    return { nth, revision, planned, reported, late: month <= this.#lateTo };
  }

  #measureValue(line: Line, indicator: Indicator, counted: readonly Month[]): Quantity | null {
    const reported = counted.filter((month) => month.reported);
    const observations = reported.map(({ reported: seen }) =>
      observation(seen!.value, seen!.position),
    );
    line.events = reported.map(({ reported: seen }) => seen!.position);
    const againstAll = reported.length === 0 || gapsAddNothing(indicator);
    const aim = this.#aimOf(indicator, againstAll ? counted : reported);
    if (hasNoTarget(indicator, aim)) return null;
    line.target = aim.value && aim.value.value;
    line.targetLow = aim.low && aim.low.value;
    line.targetHigh = aim.high && aim.high.value;
    if (observations.length === 0) return this.#missing(line);
    const { trace } = this;
    const about = indicator.id;
    const realised = consolidate(trace, about, indicator.consolidation, observations);
    if (!realised) {
      // With a month missing as well it is missing: leaving out a report gains nothing.
      if (line.monthsReported < line.monthsCounted) return this.#missing(line);
      line.due = "noObservation";
      return forNoObservation(trace, about, observations);
    }
    line.due = "due";
    line.realised = realised.value;
    const achieved = clamped(trace, about, achievement(trace, about, indicator, realised, aim));
    return gapsAddNothing(indicator) ? achieved : this.#incomplete(line, achieved);
  }

  // The weight of the stages verified from the plan's first month on: named in a report that the
  // rater has acknowledged.
  #measureMilestone(line: Line, indicator: Indicator): Quantity | null {
    if (indicator.stages.length === 0) return null;
    if (line.monthsReported === 0) return this.#missing(line);
    const { plan, reports } = this.sheet;
    const verified: Verified[] = [];
    for (const { nth, reported } of this.#monthsOf(indicator, plan.firstMonth)) {
      if (!reported) continue;
      line.events.push(reported.position);
      if (reports[plan.firstMonth + nth - 1]?.progress === "acknowledged") {
        verified.push({ stages: reported.value.stages, event: reported.position });
      }
    }
    const { position } = this.revision;
    const reached = stagesReached(this.trace, indicator.id, indicator.stages, position, verified);
    line.due = "due";
    line.realised = reached.value;
    return this.#incomplete(line, clamped(this.trace, indicator.id, reached));
  }

  // Nothing was reported in time: the achievement is 0.
  #missing(line: Line): Quantity {
    line.due = "missing";
    return this.trace.apply("incomplete", line.indicator, [
      ["achievement", plain(0)],
      ["reported", plain(0)],
      ["due", plain(line.monthsCounted)],
    ]);
  }

  // `achieved`, with 0 for the months that are missing.
  #incomplete(line: Line, achieved: Quantity): Quantity {
    if (line.monthsReported === line.monthsCounted) return achieved;
    return this.trace.apply("incomplete", line.indicator, [
      ["achievement", achieved],
      ["reported", plain(line.monthsReported)],
      ["due", plain(line.monthsCounted)],
    ]);
  }

  #aimOf(indicator: Indicator, months: readonly Month[]): Aim {
    if (indicator.consolidation === "sum") return this.#summed(indicator, months);
    const target = targetIn(indicator, months.at(-1)!.nth);
    return target ? aimOf(target, this.revision.position) : noAim;
  }

  // The indicator, and the revision, that say a month's target: as planned in it, or as the latest
  // revision has it where the two are no targets that add up.
  #aimed(indicator: Indicator, month: Month): { planned: Indicator; position: number } {
    const planned = month.planned!;
    const own = targetIn(planned, month.nth);
    const latest = targetIn(indicator, month.nth);
    const addsUp = planned.consolidation === "sum" && own && latest && isSameShape(own, latest);
    return addsUp
      ? { planned, position: month.revision.position }
      : { planned: indicator, position: this.revision.position };
  }

  // The targets of `months` together: each as the revision in force in it says, of its trajectory
  // or its share of the whole.
  #summed(indicator: Indicator, months: readonly Month[]): Aim {
    const parts: Aim[] = [];
    for (let at = 0; at < months.length; ) {
      const first = months[at]!;
      const { planned, position } = this.#aimed(indicator, first);
      let alike = 1;
      if (planned.trajectory.length === 0) {
        while (
          at + alike < months.length &&
          this.#aimed(indicator, months[at + alike]!).planned === planned
        ) {
          ++alike;
        }
        parts.push(this.#shared(planned, position, alike));
      } else {
        const target = targetIn(planned, first.nth);
        if (!target) return noAim;
        parts.push(aimOf(target, position));
      }
      at += alike;
    }
    return together(this.trace, indicator.id, parts);
  }

  // The share of `months` in the target of the whole span, which was set in an event.
  #shared(indicator: Indicator, event: number, months: number): Aim {
    const all = this.#monthsInPlan(indicator);
    const whole = aimOf(indicator.target, event);
    if (months === all) return whole;
    const share = (end: Quantity | null): Quantity | null =>
      end &&
      this.trace.apply("target.share", indicator.id, [
        ["target", end],
        ["months", plain(months)],
        ["of", plain(all)],
      ]);
    return { value: share(whole.value), low: share(whole.low), high: share(whole.high) };
  }

  // The months of the span in which the plan has `indicator`: known up to the end of the period,
  // and taken to have it after that.
  #monthsInPlan({ id }: Indicator): number {
    const { plan } = this.sheet;
    let months = plan.lastMonth - this.months.last;
    for (let month = plan.firstMonth; month <= this.months.last; ++month) {
      if (revisionIn(plan, month).indicators.some((other) => other.id === id)) ++months;
    }
    return months;
  }
}
