// How the indicators of an agency hang together: what each that is rolled up is made of, and so
// what the score of a unit rests on.

import { refuse } from "../failure.js";
import { grouped } from "../grouped.js";
import type * as wire from "../layout.js";
import { isRolledUp } from "./indicator.js";

// What a receipt may make its reader look at.
const indicatorsMax = 10_000;
const levelsMax = 256; // of indicators, one above the other

export type Definitions = ReadonlyMap<string, wire.IndicatorEventDefined>; // by indicator

// The indicators on which the score of `unit` rests (of the agency itself where it is empty), in
// the order of their names: the unit's own, and what those that are rolled up are made of, down to
// the last. `all` are the agency's.
export function basisOf(all: Definitions, unit: string): string[] {
  if (all.size > indicatorsMax) refuse("cascade-too-large", `${all.size} indicators`);
  const below = grouped(all.keys(), (key) => all.get(key)!.parent);
  const basis = new Set<string>();
  const waiting = [...all.keys()].filter((key) => all.get(key)!.unit === unit);
  if (waiting.length === 0) refuse("unit-missing", unit || "the agency itself");
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (basis.has(key)) continue;
    basis.add(key);
    if (isRolledUp(all.get(key)!)) waiting.push(...(below.get(key) ?? []));
  }
  checkLevels(all, basis);
  return [...basis].sort();
}

// No ledger that keeps the rules has a circle; one that is there has no end.
function checkLevels(all: Definitions, basis: ReadonlySet<string>): void {
  for (const key of basis) {
    let levels = 1;
    for (let { parent } = all.get(key)!; basis.has(parent); ++levels) {
      const above = all.get(parent)!;
      if (!isRolledUp(above)) break;
      if (levels >= levelsMax) refuse("cascade-too-large", `${key} has ${levels} above it`);
      parent = above.parent;
    }
  }
}
