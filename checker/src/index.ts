// The public API. Each function that judges something answers with what is so, or with one named
// failure; none throws, whatever it is given. All work offline.

import {
  type Checkpoint,
  checkSameHistory,
  openCheckpoint,
  parseCheckpoint,
} from "./checkpoint.js";
import { type Code, codes, outcome, type Outcome, outcomeNow } from "./failure.js";
import { hashesBetween, parseConsistencyProof } from "./consistency_proof.js";
import { checkConsistency, checkNotShorter } from "./merkle.js";
import { parseKey, type VerifierKey } from "./note.js";
import { type Answer, checkReceipt } from "./receipt.js";
import { type Record, readRecord } from "./record.js";
import { parseDay } from "./rules/time.js";
import { type ReadTile, TiledTree } from "./tiles.js";
import { checkTlogProof, type Logged, parseTlogProof } from "./tlog_proof.js";
import { refuse } from "./failure.js";
import { parseWitnessPolicy, type WitnessPolicy } from "./witness_policy.js";

export type { Acts, ContestedAct } from "./authors.js";
export type { Answer, Notice, Whole } from "./receipt.js";
export type { Checkpoint } from "./checkpoint.js";
export type { Code, Failure, Outcome, Words } from "./failure.js";
export type { Cosigned } from "./witness_policy.js";
export type { Entry, Record } from "./record.js";
export type { Logged } from "./tlog_proof.js";
export type { Node } from "./rules/explanation.js";
export type { ReadTile } from "./tiles.js";
export type { Scored } from "./claim.js";
export type { UnitScored } from "./unit_claim.js";
export { wordsOf } from "./failure.js";

// Every name that a failure can have.
export const failureCodes: readonly Code[] = codes;

export interface Options {
  // The ledger's public key, as a vkey: "pauh.example/jejak+1a2b3c4d+AZ…". Get it from somebody you
  // trust, not from who gives you the receipt.
  key: string;
  // Which witnesses must have cosigned: a C2SP tlog-policy file.
  policy?: Uint8Array | undefined;
}

export interface ReceiptOptions extends Options {
  // A checkpoint of the same ledger that you saw before.
  seen?: Uint8Array | undefined;
  // Refuse a receipt that is not shown to be complete up to what it claims.
  complete?: boolean | undefined;
  // The day, "2026-02-06", after which no receipt can be; by default, today.
  today?: string | undefined;
}

interface Trusted {
  key: VerifierKey;
  policy: WitnessPolicy | undefined;
}

function trustOf({ key, policy }: Options): Trusted {
  return { key: parseKey(key), policy: policy && parseWitnessPolicy(policy) };
}

// Whether everything that a receipt claims is so (docs/receipt.md).
export function verifyReceipt(
  receipt: Uint8Array,
  options: ReceiptOptions,
): Promise<Outcome<Answer>> {
  return outcome(() => {
    const { seen, complete, today } = options;
    const day = today === undefined ? undefined : parseDay(today);
    if (day === null) refuse("member-malformed", "today is not a date");
    return checkReceipt(receipt, { ...trustOf(options), seen, complete, today: day });
  });
}

// Whether a checkpoint is signed by the ledger, and by the witnesses that are asked for.
export function verifyCheckpoint(
  checkpoint: Uint8Array,
  options: Options,
): Promise<Outcome<Checkpoint>> {
  return outcome(() => openCheckpoint(checkpoint, trustOf(options)));
}

export interface LoggedRecord extends Logged {
  record: Record;
}

// Whether `record`, the bytes as they were stored, is where a .tlog-proof file says.
export function verifyProof(
  proof: Uint8Array,
  record: Uint8Array,
  options: Options,
): Promise<Outcome<LoggedRecord>> {
  return outcome(async () => {
    const logged = await checkTlogProof(parseTlogProof(proof), record, trustOf(options));
    return { ...logged, record: readRecord(record) };
  });
}

// What shows that a ledger only grew: hashes in base64, one a line; the server's answer that has
// them; or the ledger's tiles.
export type Growth = { proof: Uint8Array } | { tiles: ReadTile };

export interface Grown {
  older: Checkpoint;
  newer: Checkpoint;
}

// Whether the ledger of the newer checkpoint begins with all of the older one's.
export function verifyConsistency(
  older: Uint8Array,
  newer: Uint8Array,
  growth: Growth,
  options: Options,
): Promise<Outcome<Grown>> {
  return outcome(async () => {
    const trust = trustOf(options);
    const before = await openCheckpoint(older, { key: trust.key });
    const after = await openCheckpoint(newer, trust);
    checkSameHistory(before, after);
    checkNotShorter(before, after);
    checkConsistency(before, after, hashesOf(growth, before, after));
    return { older: before, newer: after };
  });
}

function hashesOf(growth: Growth, before: Checkpoint, after: Checkpoint): Uint8Array[] {
  if ("tiles" in growth) return new TiledTree(after.size, growth.tiles).consistency(before.size);
  return hashesBetween(parseConsistencyProof(growth.proof), before.size, after.size);
}

// The record in `bytes`; whether it is in any ledger is another question.
export function decodeRecord(bytes: Uint8Array): Outcome<Record> {
  return outcomeNow(() => readRecord(bytes));
}

// What a checkpoint says, nobody's signature looked at.
export function decodeCheckpoint(bytes: Uint8Array): Outcome<Checkpoint> {
  return outcomeNow(() => parseCheckpoint(bytes));
}
