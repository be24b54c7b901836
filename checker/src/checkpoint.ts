// Checkpoints (c2sp.org/tlog-checkpoint): a signed note of three lines, the ledger's name, its size
// and the root of its tree. Ours have no further lines.

import { fromBase64 } from "./base64.js";
import { equal, toHex } from "./bytes.js";
import { refuse } from "./failure.js";
import { type Note, parseNote, signedBy, type VerifierKey } from "./note.js";
import { type Cosigned, meets, type WitnessPolicy } from "./witness_policy.js";

export interface Checkpoint {
  origin: string;
  size: number;
  root: Uint8Array;
  note: Note;
  cosigned: Cosigned[]; // by witnesses of the policy, once verified
}

// The three lines, nobody's signature looked at.
export function parseCheckpoint(bytes: Uint8Array): Checkpoint {
  const note = parseNote(bytes);
  const lines = note.text.slice(0, -1).split("\n");
  const [origin, size, root] = lines;
  if (lines.length !== 3 || !origin || size === undefined || root === undefined) {
    refuse("checkpoint-malformed", `${lines.length} lines`);
  }
  if (!/^(0|[1-9][0-9]{0,15})$/.test(size) || !Number.isSafeInteger(Number(size))) {
    refuse("checkpoint-malformed", `not a size: ${size}`);
  }
  const hash = fromBase64(root, "checkpoint-malformed");
  if (hash.length !== 32) refuse("checkpoint-malformed", `a root of ${hash.length} bytes`);
  return { origin, size: Number(size), root: hash, note, cosigned: [] };
}

export interface Trust {
  key: VerifierKey; // the ledger's
  policy?: WitnessPolicy | undefined;
}

// The checkpoint in `bytes`, signed by the ledger's key, and by as many witnesses as the policy
// asks for.
export async function openCheckpoint(bytes: Uint8Array, trust: Trust): Promise<Checkpoint> {
  const { key, policy } = trust;
  if (key.type !== "ed25519") refuse("key-type-unknown", `${key.name}: not a ledger's key`);
  const checkpoint = parseCheckpoint(bytes);
  if (checkpoint.origin !== key.name) {
    refuse("origin-other", `the checkpoint's is ${checkpoint.origin}, the key's ${key.name}`);
  }
  if (!(await signedBy(checkpoint.note, key))) refuse("signature-missing", key.name);
  if (!policy) return checkpoint;
  if (!policy.logs.some((log) => log.name === key.name && equal(log.key, key.key))) {
    refuse("log-not-in-policy", key.name);
  }
  return { ...checkpoint, cosigned: await meets(policy, checkpoint.note) };
}

// Two checkpoints that were signed for one size must have one root.
export function checkSameHistory(a: Checkpoint, b: Checkpoint): void {
  if (a.origin !== b.origin) refuse("origin-other", `${a.origin} and ${b.origin}`);
  if (a.size === b.size && !equal(a.root, b.root)) {
    refuse("two-histories", `at size ${a.size}: ${toHex(a.root)} and ${toHex(b.root)}`);
  }
}
