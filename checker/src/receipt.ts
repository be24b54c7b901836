// Receipts (docs/receipt.md): one file from which the score of a person, a unit or an agency, or
// that a person's file is whole, is checked with no server and no ledger. The eight steps stand
// here in their order; each refuses by its own name.

import { type Acts, checkAuthors, type ContestedAct } from "./authors.js";
import { Budget } from "./capnp.js";
import { equal, textOf, toHex, utf8 } from "./bytes.js";
import { type Checkpoint, checkSameHistory, openCheckpoint, type Trust } from "./checkpoint.js";
import { checkClaim, type Claim, readClaim, type Scored } from "./claim.js";
import {
  checkFile,
  checkNamed,
  type Close,
  closeIn,
  type End,
  type FileClaim,
  filesOfPerson,
  nothing,
  Shown,
} from "./completeness.js";
import { readExplanation, type NodeClaim } from "./explanation_claim.js";
import { checkFacts } from "./facts.js";
import { refuse, type Words } from "./failure.js";
import { type Json, Members, parseJson } from "./json.js";
import { checkInclusion, leafHash, proofHashesMax } from "./merkle.js";
import { type Entry, isName, keyOf, kindOf, readRecord, typeOf } from "./record.js";
import { dayOf, dayText, momentText, parseDay } from "./rules/time.js";
import { sha256 } from "./sha256.js";
import { checkUnitClaim, readUnitClaim, type UnitClaim, type UnitScored } from "./unit_claim.js";

export const receiptBytesMax = 64 * 1024 * 1024;
const recordsMax = 100_000;
const filesMax = 10_000;

// --- What a receipt says

interface RecordClaim {
  position: number;
  record: Uint8Array;
  proof: Uint8Array[];
}

// A person, with the score of his plan unless it is a receipt of his files alone; or a unit.
export type About =
  | { subject: string; claim: Claim | null; unitClaim: null }
  | { subject: null; claim: null; unitClaim: UnitClaim };

export interface Receipt {
  origin: string;
  asOf: number;
  day: number;
  about: About;
  explanation: NodeClaim[];
  records: RecordClaim[];
  completeness: { close: number; files: FileClaim[] } | null;
  checkpoint: Uint8Array;
}

export function parseReceipt(bytes: Uint8Array): Receipt {
  if (bytes.length > receiptBytesMax) refuse("too-large", `a receipt of ${bytes.length} bytes`);
  const all = new Members(parseJson(textOf(bytes)), "");
  const format = all.text("format");
  if (format !== "jejak.receipt/1") refuse("format-unknown", format);
  const day = parseDay(all.text("day"));
  if (day === null) refuse("member-malformed", "day is not a date");
  const isScore = all.has("claim") || all.has("unitClaim");
  const receipt: Receipt = {
    origin: all.text("origin"),
    asOf: all.whole("asOf"),
    day,
    about: readAbout(all),
    explanation: isScore && all.has("explanation") ? readExplanation(all.list("explanation")) : [],
    records: readRecords(all.list("records")),
    completeness: all.has("completeness") ? readCompleteness(all.members("completeness")) : null,
    checkpoint: utf8(all.text("checkpoint")),
  };
  all.done();
  return receipt;
}

function readAbout(all: Members): About {
  if (all.has("unitClaim")) {
    for (const other of ["claim", "subject"]) {
      if (all.has(other)) refuse("member-malformed", `${other} beside unitClaim`);
    }
    return { subject: null, claim: null, unitClaim: readUnitClaim(all.members("unitClaim")) };
  }
  const subject = all.text("subject");
  if (!isName(subject)) refuse("member-malformed", "subject is no name");
  const claim = all.has("claim") ? readClaim(all.members("claim")) : null;
  return { subject, claim, unitClaim: null };
}

function readRecords(list: Json[]): RecordClaim[] {
  if (list.length > recordsMax) refuse("too-large", `${list.length} records`);
  return list.map((item, i) => {
    const members = new Members(item, `records[${i}]`);
    const claim = {
      position: members.whole("position"),
      record: members.bytes("record"),
      proof: members.has("proof") ? members.hashes("proof") : [],
    };
    members.done();
    if (claim.proof.length > proofHashesMax) {
      refuse("member-malformed", `records[${i}].proof has ${claim.proof.length} hashes`);
    }
    return claim;
  });
}

function readCompleteness(members: Members): Receipt["completeness"] {
  const close = members.whole("close");
  const list = members.list("files");
  members.done();
  if (list.length > filesMax) refuse("too-large", `${list.length} files`);
  const files = list.map(readFile);
  const names = new Set(files.map((file) => file.name));
  if (names.size !== files.length) refuse("member-malformed", "a file that is there twice");
  return { close, files };
}

function readFile(item: Json, i: number): FileClaim {
  const members = new Members(item, `completeness.files[${i}]`);
  const name = members.text("name");
  const count = members.whole("count");
  const isThere = count > 0;
  const file = {
    name,
    count,
    chain: isThere ? members.bytes("chain", 32) : nothing,
    positions: members.has("positions") ? members.wholes("positions") : [],
    siblings: members.has("siblings") ? members.hashes("siblings") : [],
    end: isThere ? ("self" as const) : readEnd(members),
  };
  members.done();
  return file;
}

function readEnd(file: Members): End {
  if (!file.has("other")) return "nothing";
  const members = file.members("other");
  const end = { key: members.bytes("key", 32), value: members.bytes("value", 40) };
  members.done();
  return end;
}

// --- The answer

// What is true and should be known, though nothing is wrong.
export interface Notice {
  code:
    | "simulated-clock"
    | "seeded"
    | "other-key"
    | "nothing-complete"
    | "complete-up-to"
    | "person-unknown"
    | "reopened"
    | "under-objection"
    | "other-words"
    | "seen-newer";
  words: Words;
}

export interface Whole {
  name: string;
  count: number;
}

export interface Answer {
  origin: string;
  asOf: number;
  day: string;
  subject: string | null; // null where it is about a unit or an agency
  checkpoint: { size: number; root: string; cosigned: Checkpoint["cosigned"] };
  records: number;
  // Up to when nothing was left out of `files`; null where no close says so.
  complete: { day: string; size: number; reachesAsOf: boolean; files: Whole[] } | null;
  acts: Acts; // about the subject, or else about nobody, of the first `asOf` records
  contested: ContestedAct[]; // of those acts, as it stands after `asOf` records
  score: Scored | null; // of a person's plan
  unitScore: UnitScored | null; // both are null in a receipt of files alone
  entries: Entry[]; // the records that were shown, in order
  notices: Notice[];
}

export interface Expectations extends Trust {
  // A checkpoint of the ledger that was seen before: it must be of the same history.
  seen?: Uint8Array | undefined;
  // Refuse what is not shown to be complete up to what is claimed.
  complete?: boolean | undefined;
  // What day it is, for receipts of days to come; by default, today.
  today?: number | undefined;
}

// --- The steps

export async function checkReceipt(bytes: Uint8Array, given: Expectations): Promise<Answer> {
  const receipt = parseReceipt(bytes);
  const notices: Notice[] = [];
  const checkpoint = await checkCheckpoint(receipt, given, notices); // 1
  const entries = checkRecords(receipt, checkpoint); // 2
  const isSimulated = checkFounding(receipt, entries, notices);
  if (!keysIn(entries).includes(given.key.text)) notices.push(otherKey);
  checkStreams(entries); // 3
  checkFacts(entries, receipt.asOf);
  const shown = new Shown(entries);
  const complete = checkCompleteness(receipt, entries, shown, notices); // 4
  if (given.complete && !complete?.reachesAsOf) {
    refuse("not-complete", complete ? `up to ${complete.size} of ${receipt.asOf}` : "no close");
  }
  checkDay(receipt, entries, isSimulated ? null : (given.today ?? today()));
  const { explanation, day, about } = receipt;
  const { subject, claim, unitClaim } = about;
  const claimed = entries.filter((entry) => entry.position < receipt.asOf);
  const named = complete && new Set(complete.files.map((file) => file.name));
  if (named && !claim && !unitClaim) checkNamed(filesOfPerson(subject), named); // 5
  const { acts, contested } = checkAuthors(subject, claimed, named); // 6
  const basis = { explanation, entries: claimed, named };
  const score = claim && checkClaim({ ...basis, claim, subject, day }); // 5, 7, 8
  const unitScore = unitClaim && checkUnitClaim({ ...basis, claim: unitClaim, shown: entries });
  const registered = complete?.files.find(({ name }) => name === `person/${subject}/person`);
  if (registered?.count === 0) notices.push(personUnknown);
  if (score?.progress === "reopened") notices.push(reopened);
  if (score?.progress === "underObjection") notices.push(underObjection);
  if ((score ?? unitScore)?.otherWords) notices.push(otherWords);
  return {
    origin: receipt.origin,
    asOf: receipt.asOf,
    day: dayText(receipt.day),
    subject,
    checkpoint: {
      size: checkpoint.size,
      root: toHex(checkpoint.root),
      cosigned: checkpoint.cosigned,
    },
    records: entries.length,
    complete,
    acts,
    contested,
    score,
    unitScore,
    entries,
    notices,
  };
}

const dayMs = 86_400_000;

// The day that it is in the zone where days begin first.
function today(): number {
  return Math.floor((Date.now() + 14 * 3_600_000) / dayMs);
}

// 1. The checkpoint.
async function checkCheckpoint(
  receipt: Receipt,
  given: Expectations,
  notices: Notice[],
): Promise<Checkpoint> {
  if (receipt.origin !== given.key.name) {
    refuse("origin-other", `the receipt's is ${receipt.origin}, the key's ${given.key.name}`);
  }
  const checkpoint = await openCheckpoint(receipt.checkpoint, given);
  if (checkpoint.size < receipt.asOf) {
    refuse("checkpoint-too-small", `${checkpoint.size} is below asOf ${receipt.asOf}`);
  }
  if (given.seen) {
    const seen = await openCheckpoint(given.seen, { key: given.key });
    checkSameHistory(checkpoint, seen);
    if (seen.size > checkpoint.size) notices.push(seenNewer(seen.size, checkpoint.size));
  }
  return checkpoint;
}

// 2. Every record.
function checkRecords(receipt: Receipt, checkpoint: Checkpoint): Entry[] {
  const { size, root } = checkpoint;
  let before = -1;
  for (const { position } of receipt.records) {
    if (position <= before) refuse("positions-disordered", `${position} after ${before}`);
    before = position;
  }
  if (before >= size) {
    refuse("checkpoint-too-small", `${size} is not above position ${before}`);
  }
  const budget = new Budget();
  const entries = receipt.records.map(({ position, record, proof }) => {
    const entry = sha256(record);
    checkInclusion(leafHash(entry), position, size, root, proof);
    return { position, entry, record: readRecord(record, budget) };
  });
  entries.forEach(({ position, record }, i) => {
    const last = entries[i - 1]?.record;
    if (!last || record.recorded >= last.recorded) return;
    const times = `${momentText(record.recorded)} after ${momentText(last.recorded)}`;
    refuse("recorded-backwards", `position ${position}: ${times}`);
  });
  return entries;
}

// The keys that the ledger's records say are its own.
function keysIn(entries: readonly Entry[]): string[] {
  return entries.flatMap(({ record: { event } }) => {
    if (event.is !== "origin" || event.of.is === "truncated") return [];
    return event.of.of.key;
  });
}

// Whether the ledger is a simulated one.
function checkFounding(receipt: Receipt, entries: readonly Entry[], notices: Notice[]): boolean {
  const [first] = entries;
  if (!first || first.position !== 0) refuse("founding-missing", "no record at position 0");
  const { stream, event } = first.record;
  if (stream !== "origin/ledger" || event.is !== "origin" || event.of.is !== "founded") {
    refuse("founding-other", `position 0 is of ${stream}`);
  }
  const { origin, simulatedClock, seeded } = event.of.of;
  if (origin !== receipt.origin) refuse("founding-other", origin);
  if (simulatedClock) notices.push(simulated);
  if (seeded) notices.push(seededKeys);
  return simulatedClock;
}

// 3. Every stream, but the closes: of those the one that is used is enough. Indicators on which no
// score rests may have gaps; see unit_claim.ts for the others.
function checkStreams(entries: readonly Entry[]): void {
  const heads = new Map<string, Entry>();
  for (const entry of entries) {
    const { stream, version, previous } = entry.record;
    if (stream === "close/ledger") continue;
    const head = heads.get(stream);
    const expected = (head?.record.version ?? 0n) + 1n;
    const isNext = version === expected;
    if (!isNext && (kindOf(stream) !== "indicator" || version < expected)) {
      refuse("stream-hole", `${stream}: version ${version}, not ${expected}, at ${entry.position}`);
    }
    if (isNext && !equal(previous, head?.entry ?? new Uint8Array(32))) {
      refuse("stream-broken", `${stream}: version ${version}, at ${entry.position}`);
    }
    if (!head) {
      checkFirst(entry);
    } else if (head.record.subjects.join(" ") !== entry.record.subjects.join(" ")) {
      refuse("record-misfiled", `${stream}: other persons than before, at ${entry.position}`);
    }
    heads.set(stream, entry);
  }
}

// The events that streams of these kinds begin with; others begin with any.
const firstEvents: { readonly [kind: string]: string } = {
  plan: "drafted",
  report: "submitted",
  evaluation: "decided",
  policy: "published",
  unit: "created",
  agency: "registered",
  person: "registered",
  feedback: "given",
  reward: "proposed",
  case: "sanctionDecided",
  origin: "founded",
};

// These are about the person that they are named after.
const personsOwn = ["person", "sanctions", "signer"];
const aboutNobody = ["agency", "unit", "policy", "indicator"];

function checkFirst({ position, record }: Entry): void {
  const { event, stream, subjects } = record;
  const misfiled = (what: string): never =>
    refuse("record-misfiled", `${stream}: ${what}, at ${position}`);
  const kind = kindOf(stream);
  const first = firstEvents[kind] ?? event.of.is;
  if (event.of.is !== first) misfiled(`it begins with ${typeOf(event)}`);
  const isOwn = subjects.length === 1 && subjects[0] === keyOf(stream);
  if (personsOwn.includes(kind) && !isOwn) misfiled("not about the person that it is named after");
  if (aboutNobody.includes(kind) && subjects.length > 0) misfiled("about a person");
}

// 4. The close, and each file.
function checkCompleteness(
  receipt: Receipt,
  entries: readonly Entry[],
  shown: Shown,
  notices: Notice[],
): Answer["complete"] {
  const { completeness, asOf } = receipt;
  if (!completeness) {
    notices.push(nothingComplete);
    return null;
  }
  const record = entries.find((entry) => entry.position === completeness.close);
  if (!record) refuse("close-missing", `no record at ${completeness.close}`);
  const close: Close = closeIn(record);
  for (const file of completeness.files) checkFile(file, close, shown);
  // Where every record in between is here itself, such as the close, nothing was left out there.
  const between = entries.filter(({ position }) => position >= close.size && position < asOf);
  const reachesAsOf = between.length === Math.max(asOf - close.size, 0);
  if (!reachesAsOf) notices.push(completeUpTo(close, asOf));
  const files = completeness.files.map(({ name, count }) => ({ name, count }));
  return { day: close.day, size: close.size, reachesAsOf, files };
}

// Nobody may ask for a day on which nothing was late yet, or everything will be.
function checkDay(receipt: Receipt, entries: readonly Entry[], latest: number | null): void {
  const before = entries.filter((entry) => entry.position < receipt.asOf).at(-1);
  if (before) {
    const day = dayOf(before.record.recorded, "utc");
    if (receipt.day < day) {
      const of = `position ${before.position} is of ${dayText(day)}`;
      refuse("day-too-early", `${dayText(receipt.day)}; ${of}`);
    }
  }
  if (latest !== null && receipt.day > latest) refuse("day-in-future", dayText(receipt.day));
}

// --- Notices

const simulated: Notice = {
  code: "simulated-clock",
  words: {
    id: "Buku besar ini simulasi: waktunya bukan waktu sebenarnya.",
    en: "This ledger is a simulation: its times are not real ones.",
  },
};

const seededKeys: Notice = {
  code: "seeded",
  words: {
    id: "Kunci dan garam buku besar ini dari benih yang dapat ditebak: bukan buku besar sungguhan.",
    en: "This ledger's keys and salts come from a seed and can be guessed: it is no real ledger.",
  },
};

const otherKey: Notice = {
  code: "other-key",
  words: {
    id:
      "Kunci yang dipakai memeriksa bukan kunci yang disebut catatan yang ada di sini. Mungkin " +
      "buku besar ini berganti kunci kemudian; tanyakan kepada yang memberi kunci itu.",
    en:
      "The key that this is held to is not one that the records here name. The ledger may have " +
      "taken another key later; ask whoever gave you the key.",
  },
};

const nothingComplete: Notice = {
  code: "nothing-complete",
  words: {
    id: "Tanpa penutupan hari, tidak ada yang menunjukkan bahwa catatan ini lengkap.",
    en: "Without a day's close, nothing shows that these records are all there are.",
  },
};

function completeUpTo({ day, size }: Close, asOf: number): Notice {
  return {
    code: "complete-up-to",
    words: {
      id:
        `Kelengkapan hanya diketahui sampai penutupan ${day}, ${size} catatan pertama dari ` +
        `${asOf} yang diklaim; sesudahnya mungkin ada catatan lain.`,
      en:
        `Completeness is known up to the close of ${day} only, the first ${size} records of the ` +
        `${asOf} claimed; there may be others after it.`,
    },
  };
}

const personUnknown: Notice = {
  code: "person-unknown",
  words: {
    id: "Tidak seorang pun dengan nama itu pernah didaftarkan; periksalah ejaannya.",
    en: "Nobody of that name was ever registered; see whether it is spelt right.",
  },
};

const reopened: Notice = {
  code: "reopened",
  words: {
    id: "Evaluasi ini dibuka kembali: keputusan yang disebut sedang tidak berlaku.",
    en: "This evaluation was reopened: the decision named is not in force.",
  },
};

const underObjection: Notice = {
  code: "under-objection",
  words: {
    id: "Keberatan atas keputusan ini belum diputus.",
    en: "An objection against this decision is not decided yet.",
  },
};

const otherWords: Notice = {
  code: "other-words",
  words: {
    id: "Kalimat dalam berkas ini bukan kalimat pemeriksa; jangan percaya, bacalah yang di sini.",
    en: "The sentences in the file are not the checker's: do not trust them, read those given here.",
  },
};

function seenNewer(seen: number, size: number): Notice {
  return {
    code: "seen-newer",
    words: {
      id: `Checkpoint yang pernah dilihat memuat ${seen} catatan, yang ini ${size}: ini keadaan lama.`,
      en: `A checkpoint seen before has ${seen} records, this one ${size}: this is how it once was.`,
    },
  };
}
