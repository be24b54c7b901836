// One indicator of an agency or a unit: its definition, its targets, its realised values by period.
// What a person is measured with stands in his plan.

import { refuse } from "../failure.js";
import type * as wire from "../layout.js";
import type { Entry } from "../record.js";
import { decimal, type Target, targetOf, type Value, valueOf } from "./measure.js";
import type { Rational } from "./rational.js";
import { parsePeriod, type Period } from "./time.js";

export interface Aimed {
  period: Period;
  target: Target;
  position: number; // of the event that set it
}

export interface Realised {
  period: Period;
  series: string; // scores use the empty one
  value: Value;
  provisional: boolean;
  position: number; // of the event that gave the value
}

export interface Indicator {
  key: string;
  definition: wire.IndicatorEventDefined; // in force
  weight: Rational; // in its unit's score, and in its parent's roll-up
  position: number; // of the definition in force
  retired: boolean;
  targets: ReadonlyMap<string, Aimed>; // one for each period: the last that was set
  values: ReadonlyMap<string, Realised>; // by valueKey(), as corrected
}

// The definition in force that the records of a stream "indicator/…" come to; null where there is
// none.
export function definitionIn(entries: readonly Entry[]): wire.IndicatorEventDefined | null {
  let found: wire.IndicatorEventDefined | null = null;
  for (const { record } of entries) {
    const { event } = record;
    if (event.is === "indicator" && event.of.is === "defined") found = event.of.of;
  }
  return found;
}

// The indicator that the records of "indicator/`key`", which define it, come to.
export function indicatorIn(key: string, entries: readonly Entry[]): Indicator {
  const definition = definitionIn(entries)!;
  let position = 0;
  let retired = false;
  const targets = new Map<string, Aimed>();
  const values = new Map<string, Realised>();
  for (const entry of entries) {
    const at = entry.position;
    if (entry.record.event.is !== "indicator") continue;
    const event = entry.record.event.of;
    switch (event.is) {
      case "defined":
        position = at;
        break;
      case "targetSet": {
        const { period, target } = event.of;
        const aimed = { period: periodOf(period), target: targetOf(target), position: at };
        targets.set(period, aimed);
        break;
      }
      case "valueRecorded":
        put(values, event.of, event.of.value, event.of.provisional, at);
        break;
      case "valueCorrected":
        put(values, event.of, event.of.now, false, at);
        break;
      case "retired":
        retired = true;
        break;
      default: // a share that another indicator takes: no score depends on it
    }
  }
  const weight = decimal(definition.weight, `the weight of ${key}`);
  return { key, definition, weight, position, retired, targets, values };
}

function periodOf(text: string): Period {
  return parsePeriod(text) ?? refuse("record-malformed", `not a period: ${text}`);
}

function put(
  values: Map<string, Realised>,
  { period, series }: { period: string; series: string },
  value: wire.Value,
  provisional: boolean,
  position: number,
): void {
  values.set(valueKey(period, series), {
    period: periodOf(period),
    series,
    value: valueOf(value),
    provisional,
    position,
  });
}

export function valueKey(period: string, series: string): string {
  return `${period} ${series}`;
}

export function isRolledUp({ rollUp }: wire.IndicatorEventDefined): boolean {
  return rollUp !== "measured";
}
