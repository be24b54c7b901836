// The policies of an agency: numbers that a regulation or an agency may change, valid from a day.

import { refuse } from "../failure.js";
import type * as wire from "../layout.js";
import type { Entry } from "../record.js";
import { formulaNames } from "./formulas.js";
import { decimal } from "./measure.js";
import { Rational, type Rounding } from "./rational.js";
import { parseDay } from "./time.js";

// Those that a score depends on.
export interface Parameters {
  scoreCap: Rational;
  scoreFloor: Rational;
  thresholdScale: number; // digits kept when a score is compared with a threshold
  rounding: Rounding;
  levelAbove: Rational;
  levelMeets: Rational;
  maxAttainableIsCap: boolean;
  zeroDenominator: "redistribute" | "hundred";
  pp30WorkWeight: Rational;
  reportDueDay: number; // of the month after
  formulas: readonly string[]; // one that is not listed has version 1
}

export interface Version {
  id: string;
  validFrom: number; // a day
  parameters: Parameters;
  wrong: string | null; // what it says that no rule lets in
}

// What holds where an agency has published nothing (domain.md 15).
export const builtIn: Version = {
  id: "default.1",
  validFrom: 0,
  wrong: null,
  parameters: {
    scoreCap: Rational.of(120),
    scoreFloor: Rational.of(0),
    thresholdScale: 2,
    rounding: "halfUp",
    levelAbove: Rational.of(110),
    levelMeets: Rational.of(90),
    maxAttainableIsCap: false,
    zeroDenominator: "redistribute",
    pp30WorkWeight: Rational.of(70),
    reportDueDay: 5,
    formulas: [],
  },
};

// What no policy may say that is in force (domain.md 15).
const bounds: readonly [keyof wire.Parameters & string, number, number][] = [
  ["thresholdScale", 0, 6],
  ["weightsTotal", 1, 1000],
  ["amendAfterMonth", 1, 12],
  ["reportDueDay", 1, 28],
  ["objectionDays", 1, 90],
  ["reasonCharactersMin", 1, 1000],
  ["backdateWorkingDays", 0, 60],
  ["raterChangeDays", 0, 90],
  ["supervisedMonthsMin", 0, 12],
];

function whatIsWrong(from: wire.Parameters): string | null {
  for (const [name, low, high] of bounds) {
    const value = from[name] as number;
    if (value < low || value > high) return `${name} of ${value}`;
  }
  const p = parametersOf(from);
  const isIn = (value: Rational, low: Rational, high: Rational): boolean =>
    value.compare(low) >= 0 && value.compare(high) <= 0;
  const hundred = Rational.of(100);
  const zero = Rational.of(0);
  if (!isIn(p.scoreCap, hundred, Rational.of(120))) return "scoreCap";
  if (p.scoreFloor.compare(zero) < 0) return "scoreFloor";
  if (p.scoreFloor.compare(p.levelMeets) >= 0) return "scoreFloor";
  if (p.levelMeets.compare(p.levelAbove) >= 0) return "levelMeets";
  if (p.levelAbove.compare(p.scoreCap) > 0) return "levelAbove";
  if (!isIn(p.pp30WorkWeight, zero, hundred)) return "pp30WorkWeight";
  const families = p.formulas.map((name) => name.slice(0, name.lastIndexOf("/")));
  if (new Set(families).size !== families.length) return "a formula that is there twice";
  return null;
}

function parametersOf(from: wire.Parameters): Parameters {
  return {
    scoreCap: decimal(from.scoreCap, "scoreCap"),
    scoreFloor: decimal(from.scoreFloor, "scoreFloor"),
    thresholdScale: from.thresholdScale,
    rounding: from.rounding,
    levelAbove: decimal(from.levelAbove, "levelAbove"),
    levelMeets: decimal(from.levelMeets, "levelMeets"),
    maxAttainableIsCap: from.maxAttainableIsCap,
    zeroDenominator: from.zeroDenominator,
    pp30WorkWeight: decimal(from.pp30WorkWeight, "pp30WorkWeight"),
    reportDueDay: from.reportDueDay,
    formulas: from.formulas,
  };
}

// The policies that the records of a stream "policy/…" published, in their order.
export function policiesIn(entries: readonly Entry[]): Version[] {
  const versions: Version[] = [];
  for (const { record } of entries) {
    const { event } = record;
    if (event.is !== "policy" || event.of.is !== "published") continue;
    const { id, validFrom, parameters } = event.of.of;
    const day = parseDay(validFrom);
    if (day === null) refuse("record-malformed", `validFrom is not a date: ${validFrom}`);
    versions.push({
      id,
      validFrom: day,
      parameters: parametersOf(parameters),
      wrong: whatIsWrong(parameters),
    });
  }
  return versions;
}

// The policy in force on `day`: of those valid by then the one with the latest validFrom, and of
// several the one published last.
export function inForce(versions: readonly Version[], day: number): Version {
  let found: Version | null = null;
  for (const version of versions) {
    if (version.validFrom > day) continue;
    if (!found || version.validFrom >= found.validFrom) found = version;
  }
  const unknown = found?.parameters.formulas.find((name) => !formulaNames.includes(name));
  if (unknown !== undefined) refuse("formula-unknown", unknown);
  if (found?.wrong) refuse("record-against-rules", `the policy ${found.id}: ${found.wrong}`);
  return found ?? builtIn;
}
