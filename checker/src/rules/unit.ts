// The zone whose days and deadlines hold for a unit: its own, else its agency's, else WIB.

import type { Entry } from "../record.js";
import type { Zone } from "./time.js";

export function zoneOf(unit: readonly Entry[], agency: readonly Entry[]): Zone {
  let own: Zone | null = null;
  for (const { record } of unit) {
    if (record.event.is !== "unit" || record.event.of.is !== "created") continue;
    const { zone } = record.event.of.of;
    own = zone === "none" ? null : zone;
  }
  if (own) return own;
  let zone: Zone = "wib";
  for (const { record } of agency) {
    if (record.event.is !== "agency" || record.event.of.is !== "registered") continue;
    zone = record.event.of.of.zone;
  }
  return zone;
}
