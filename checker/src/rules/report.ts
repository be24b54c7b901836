// One month's report on a plan: submitted, returned, acknowledged, corrected.

import { refuse } from "../failure.js";
import { type Entry, officeOf } from "../record.js";
import { type Value, valueOf } from "./measure.js";

export interface Reported {
  value: Value;
  position: number; // of the event that gave the value
}

export interface Report {
  progress: "none" | "submitted" | "returned" | "acknowledged";
  reported: ReadonlyMap<string, Reported>; // by indicator, as corrected
}

export const noReport: Report = { progress: "none", reported: new Map() };

const linesMax = 1000;

// The report that the records of a stream "report/…" come to.
export function reportIn(entries: readonly Entry[]): Report {
  let progress: Report["progress"] = "none";
  let subject = "";
  const reported = new Map<string, Reported>();
  for (const { position, record } of entries) {
    if (record.event.is !== "report") continue;
    const event = record.event.of;
    switch (event.is) {
      case "submitted":
        if (event.of.lines.length > linesMax) {
          refuse("record-against-rules", `${event.of.lines.length} lines of a report`);
        }
        progress = "submitted";
        subject = record.subjects[0] ?? "";
        reported.clear();
        for (const { indicator, value } of event.of.lines) {
          if (reported.has(indicator)) {
            refuse("record-against-rules", `${indicator} is reported twice`);
          }
          reported.set(indicator, { value: valueOf(value), position });
        }
        break;
      case "returned":
        progress = "returned";
        break;
      case "acknowledged":
        progress = "acknowledged";
        break;
      case "valueCorrected": {
        const { indicator, now } = event.of;
        if (!reported.has(indicator)) break;
        reported.set(indicator, { value: valueOf(now), position });
        // The rater has not seen what the subject says now.
        const bySubject = officeOf(record) === subject;
        if (bySubject && progress === "acknowledged") progress = "submitted";
      }
    }
  }
  return { progress, reported };
}

// A report that was returned is not there until it is submitted again.
export function isThere({ progress }: Report): boolean {
  return progress === "submitted" || progress === "acknowledged";
}
