// Records: the envelope of one event, and the event (schemas/record.capnp, event.capnp), read from
// the bytes that are hashed and proved. A record that files its event where it does not belong is
// refused: completeness is known by class and subject.

import { type Budget, readMessage } from "./capnp.js";
import { refuse } from "./failure.js";
import type { Class, Event, Record } from "./layout.js";
import { parsePeriod } from "./rules/time.js";

export type { Class, Event, Record } from "./layout.js";

// A record at its place in the log.
export interface Entry {
  position: number;
  entry: Uint8Array; // SHA-256 of the record's bytes
  record: Record;
}

// A stranger's name: 1 to 64 of the characters that a URL takes as they are.
export function isName(text: string): boolean {
  return /^[A-Za-z0-9._~-]{1,64}$/.test(text);
}

// The record in `bytes`, with everything in its place.
export function readRecord(bytes: Uint8Array, budget?: Budget): Record {
  const record = readMessage(bytes, "Record", budget) as Record;
  checkForm(record);
  checkFiling(record);
  return record;
}

// Some 285 years around 1970.
const momentMax = 2n ** 53n;

function checkForm(record: Record): void {
  const wrong = (what: string): never => refuse("record-malformed", what);
  if (record.salt.length !== 16) wrong("its salt has not 16 bytes");
  if (record.previous.length !== 32) wrong("its predecessor has not 32 bytes");
  if (record.version === 0n) wrong("its version is 0");
  if (record.factIndex >= record.factCount) wrong("it is no fact of its act");
  for (const moment of [record.recorded, record.effective]) {
    if (moment < -momentMax || moment > momentMax) wrong("a time that is out of range");
  }
  const mustBeThere = record.factIndex === 0 && record.signedWith !== "";
  if (record.submitted.characters > 0 !== mustBeThere) {
    wrong("the act as it was signed is not where it must be");
  }
  for (const part of record.parts) {
    if (part.sha256.length !== 32) wrong("a closed part's hash has not 32 bytes");
  }
}

function checkFiling(record: Record): void {
  const misfiled = (what: string): never => refuse("record-misfiled", `${record.stream}: ${what}`);
  const { event, subjects } = record;
  if (kindOf(record.stream) !== event.is || !isStream(record.stream)) {
    misfiled(`no stream for ${typeOf(event)}`);
  }
  const expected = classOf(event);
  if (record.class !== expected) misfiled(`class ${record.class}, not ${expected}`);
  if (new Set(subjects).size !== subjects.length) misfiled("a subject that is there twice");
  if (!subjects.every(isName)) misfiled("a subject that is no name");
  const agency = agencyIn(event);
  if (agency !== "" && !isName(agency)) misfiled("an agency that is no name");
  const keeper = subjects[0] ?? record.actor.person;
  if (record.parts.length > 0 && keeper === "") misfiled("closed parts about nobody");
}

export function kindOf(stream: string): string {
  return stream.split("/", 1)[0]!;
}

export function keyOf(stream: string): string {
  const slash = stream.indexOf("/");
  return slash < 0 ? "" : stream.slice(slash + 1);
}

// Whether what stands behind the kind is what the kind allows.
function isStream(stream: string): boolean {
  const [name, period, ...rest] = keyOf(stream).split("/");
  if (name === undefined || !isName(name) || rest.length > 0) return false;
  const kinds = periodsOf[kindOf(stream)];
  if (!kinds) return period === undefined;
  const parsed = period === undefined ? null : parsePeriod(period);
  return parsed !== null && kinds.includes(parsed.kind);
}

// The periods that a stream's name may say, of the kinds whose names say one.
const periodsOf: { [kind: string]: readonly string[] } = {
  report: ["month"],
  evaluation: ["quarter", "year"],
  period: ["month", "quarter", "year"],
};

// "report.submitted".
export function typeOf(event: Event): string {
  return `${event.is}.${event.of.is}`;
}

// The class that an event has, by its type alone (docs/completeness.md).
export function classOf(event: Event): Class {
  switch (event.is) {
    case "origin":
    case "close":
      return "ledger";
    case "agency":
    case "unit":
      return "organisation";
    case "sanctions":
    case "case":
      return "sanction";
    case "privacy":
      return "person";
    case "signer":
      return "signature";
    case "report":
      return event.of.is === "valueCorrected" ? "correction" : "report";
    case "evaluation":
      return event.of.is.startsWith("objection") ? "objection" : "rating";
    default:
      return event.is;
  }
}

// The files that a record belongs to (docs/completeness.md).
export function filesOf(record: Record): string[] {
  if (record.subjects.length > 0) {
    return record.subjects.map((subject) => `person/${subject}/${record.class}`);
  }
  const files = [`stream/${record.stream}`];
  const agency = agencyIn(record.event);
  if (agency !== "") files.push(`agency/${agency}/${record.class}`);
  return files;
}

function agencyIn(event: Event): string {
  const fields = event.of.of as { agency?: unknown } | null;
  return typeof fields?.agency === "string" ? fields.agency : "";
}

// What a ledger says of itself, its operator says.
export function isOwn({ event }: Record): boolean {
  if (event.is === "privacy") return event.of.is === "forgotten";
  return event.is === "origin" || event.is === "close";
}

// The person whose office the actor exercised.
export function officeOf(record: Record): string {
  const { person, onBehalfOf } = record.actor;
  return onBehalfOf === "" ? person : onBehalfOf;
}
