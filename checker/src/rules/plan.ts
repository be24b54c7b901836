// The plan of one person (SKP): drafted, agreed, established, perhaps amended, closed. What a score
// needs of it: the content in force in each month.

import { refuse } from "../failure.js";
import type * as wire from "../layout.js";
import type { Entry } from "../record.js";
import { type Target, targetOf } from "./measure.js";
import { dayFrom, type Period, startOf, type Zone } from "./time.js";

export interface Indicator {
  id: string;
  polarity: wire.Polarity;
  consolidation: wire.Consolidation;
  weight: number;
  target: Target; // of the whole span
  trajectory: readonly Target[]; // empty, or one target for each month of the span
  stages: readonly wire.Stage[]; // of a milestone
  isSigned: boolean;
  maxAttainable: boolean;
}

// The content that holds from a month on, until the next one.
export interface Revision {
  fromMonth: number;
  position: number; // of the event that set it
  indicators: readonly Indicator[];
}

interface Amendment {
  fromMonth: number;
  content: string; // in one spelling: see spelled()
  revision: Revision;
  agreed: Set<wire.Party>;
}

export interface Plan {
  subject: string;
  agency: string;
  unit: string; // may be empty
  year: number;
  firstMonth: number;
  lastMonth: number;
  revisions: Revision[];
  closedAt: bigint | null;
}

// What the ledger never accepts more of (ledger/rules/plan_content.h).
const indicatorsMax = 100;
const stagesMax = 20;

function contentOf(from: wire.Content): Indicator[] {
  const against = (what: string): never => refuse("record-against-rules", what);
  if (from.indicators.length > indicatorsMax) against(`${from.indicators.length} indicators`);
  const ids = new Set(from.indicators.map((indicator) => indicator.id));
  if (ids.size !== from.indicators.length) against("an indicator's id that is there twice");
  return from.indicators.map((indicator) => {
    if (indicator.trajectory.length > 12) against(`${indicator.id}: a trajectory too long`);
    if (indicator.stages.length > stagesMax) against(`${indicator.id}: too many stages`);
    return {
      id: indicator.id,
      polarity: indicator.polarity,
      consolidation: indicator.consolidation,
      weight: indicator.weight,
      target: targetOf(indicator.target),
      trajectory: indicator.trajectory.map(targetOf),
      stages: indicator.stages,
      isSigned: indicator.signed,
      maxAttainable: indicator.maxAttainable,
    };
  });
}

// Content so that two are the same exactly when their spellings are: decimals count by value.
function spelled(content: wire.Content): string {
  const target = (from: wire.Target): (string | null)[] => {
    const { value, low, high } = targetOf(from);
    return [value, low, high].map((end) => end && end.text());
  };
  const indicators = content.indicators.map((indicator) => ({
    ...indicator,
    target: target(indicator.target),
    trajectory: indicator.trajectory.map(target),
  }));
  return JSON.stringify({ ...content, indicators });
}

// The plan that the records of a stream "plan/…" come to; null where it was never drafted.
export function planIn(entries: readonly Entry[]): Plan | null {
  const folding = new Folding();
  for (const entry of entries) {
    if (entry.record.event.is === "plan") folding.add(entry, entry.record.event.of);
  }
  return folding.plan;
}

class Folding {
  plan: Plan | null = null;
  #amendment: Amendment | null = null;

  add({ position, record }: Entry, event: wire.PlanEvent): void {
    switch (event.is) {
      case "drafted":
        this.plan = drafted(position, event.of);
        this.#amendment = null;
        return;
      case "amended":
        this.#amend(position, event.of);
        return;
      case "returned": // of an amendment: the plan stands
        this.#amendment = null;
        return;
      case "closed":
        this.#amendment = null;
        this.#drafted().closedAt = record.effective;
        return;
      default: // who agreed when, and expectations: no score depends on them
        this.#drafted();
    }
  }

  #drafted(): Plan {
    return this.plan ?? refuse("record-against-rules", "a plan that does not begin with its draft");
  }

  #amend(position: number, event: wire.PlanEventAmended): void {
    const { fromMonth, party } = event;
    const plan = this.#drafted();
    const content = spelled(event.content);
    let amendment = this.#amendment;
    if (!amendment || amendment.fromMonth !== fromMonth || amendment.content !== content) {
      const revision = { fromMonth, position, indicators: contentOf(event.content) };
      amendment = { fromMonth, content, revision, agreed: new Set() };
      this.#amendment = amendment;
    }
    amendment.agreed.add(party);
    if (!amendment.agreed.has("subject") || !amendment.agreed.has("rater")) return;
    // It holds from its month on, in place of all that was to hold from there.
    plan.revisions = plan.revisions.filter((revision) => revision.fromMonth < fromMonth);
    plan.revisions.push({ ...amendment.revision, position });
    this.#amendment = null;
  }
}

function drafted(position: number, event: wire.PlanEventDrafted): Plan {
  const { subject, agency, unit, year, firstMonth, lastMonth } = event;
  const spans = firstMonth >= 1 && firstMonth <= lastMonth && lastMonth <= 12;
  if (!spans || year < 1900 || year > 9998) {
    refuse("record-against-rules", `a plan of ${year}, months ${firstMonth} to ${lastMonth}`);
  }
  const indicators = contentOf(event.content);
  const revisions = [{ fromMonth: firstMonth, position, indicators }];
  return { subject, agency, unit, year, firstMonth, lastMonth, revisions, closedAt: null };
}

export interface Months {
  first: number;
  last: number;
}

// The months of `period` that the plan covers: of its year, in its span, and begun before it was
// closed. Null when it covers none of them.
export function monthsIn(plan: Plan, period: Period, zone: Zone): Months | null {
  if (period.year !== plan.year) return null;
  const first = Math.max(period.firstMonth, plan.firstMonth);
  let last = Math.min(period.lastMonth, plan.lastMonth);
  const { closedAt } = plan;
  const beginsTooLate = (month: number): boolean =>
    closedAt !== null && startOf(dayFrom(plan.year, month, 1), zone) >= closedAt;
  while (first <= last && beginsTooLate(last)) --last;
  return first <= last ? { first, last } : null;
}

// The content in force in `month`; before the span, the first content.
export function revisionIn(plan: Plan, month: number): Revision {
  let found = plan.revisions[0]!;
  for (const revision of plan.revisions) {
    if (revision.fromMonth <= month) found = revision;
  }
  return found;
}

// Whether a report of the span's `nth` month, from 0, must have a line on it: not where more is
// better and the month's target is 0.
export function isDue(indicator: Indicator, nth: number): boolean {
  const { polarity, isSigned, trajectory } = indicator;
  if (polarity !== "max" || isSigned) return true;
  const target = trajectory[nth];
  return !target || !isZero(target);
}

function isZero({ value, high }: Target): boolean {
  return (value ?? high)?.isZero() ?? false;
}
