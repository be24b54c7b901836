// Days, moments and periods. A day is its number since 1970-01-01; a moment is microseconds since
// 1970 in UTC. Nothing here reads a clock.

const dayMs = 86_400_000;
const hourMicros = 3_600_000_000n;
export const dayMicros = 24n * hourMicros;

export type Zone = "wib" | "wita" | "wit" | "utc";

// The zones of Indonesia have no summer time (domain.md 7).
const hours: { [zone in Zone]: bigint } = { wib: 7n, wita: 8n, wit: 9n, utc: 0n };

// The day that it is in `zone` at `moment`.
export function dayOf(moment: bigint, zone: Zone): number {
  const local = moment + hours[zone] * hourMicros;
  return Number((local - (((local % dayMicros) + dayMicros) % dayMicros)) / dayMicros);
}

// The first microsecond of `day` in `zone`.
export function startOf(day: number, zone: Zone): bigint {
  return BigInt(day) * dayMicros - hours[zone] * hourMicros;
}

export function dayFrom(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / dayMs;
}

// The last day of a month, 1 to 12 (and 13: January of the next year).
export function lastDayOf(year: number, month: number): number {
  return dayFrom(year, month + 1, 1) - 1;
}

// "2026-01-12", of the years 1900 to 9999; null when it is no such day.
export function parseDay(text: string): number | null {
  const found = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text);
  if (!found) return null;
  const [year, month, day] = found.slice(1).map(Number) as [number, number, number];
  if (year < 1900 || month < 1 || month > 12 || day < 1) return null;
  const parsed = dayFrom(year, month, day);
  return parsed <= lastDayOf(year, month) ? parsed : null;
}

export function dayText(day: number): string {
  const date = new Date(day * dayMs);
  return Number.isNaN(date.getTime()) ? `day ${day}` : date.toISOString().slice(0, 10);
}

// "2026-01-12T01:02:03.000004Z".
export function momentText(moment: bigint): string {
  const day = dayOf(moment, "utc");
  const micros = moment - BigInt(day) * dayMicros;
  const two = (value: bigint): string => String(value % 60n).padStart(2, "0");
  const seconds = micros / 1_000_000n;
  const hour = String(seconds / 3600n).padStart(2, "0");
  const fraction = String(micros % 1_000_000n).padStart(6, "0");
  return `${dayText(day)}T${hour}:${two(seconds / 60n)}:${two(seconds)}.${fraction}Z`;
}

export interface Period {
  text: string;
  kind: "month" | "quarter" | "year";
  year: number;
  firstMonth: number; // 1 to 12
  lastMonth: number;
}

// "2025-12", "2025-Q4", "2025"; null when it is none of them.
export function parsePeriod(text: string): Period | null {
  const found = /^([0-9]{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?$/.exec(text);
  if (!found) return null;
  const year = Number(found[1]);
  if (year < 1900) return null;
  if (found[2] !== undefined) {
    const quarter = Number(found[2]);
    return { text, kind: "quarter", year, firstMonth: quarter * 3 - 2, lastMonth: quarter * 3 };
  }
  if (found[3] !== undefined) {
    const month = Number(found[3]);
    return { text, kind: "month", year, firstMonth: month, lastMonth: month };
  }
  return { text, kind: "year", year, firstMonth: 1, lastMonth: 12 };
}

export function monthText(year: number, month: number): string {
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`;
}

// The quarters of a year, the months of a quarter.
export function partsOf({ kind, year, firstMonth }: Period): Period[] {
  let texts: string[] = [];
  if (kind === "year") texts = [1, 2, 3, 4].map((quarter) => `${year}-Q${quarter}`);
  if (kind === "quarter") texts = [0, 1, 2].map((later) => monthText(year, firstMonth + later));
  return texts.map((text) => parsePeriod(text)!);
}
