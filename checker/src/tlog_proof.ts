// .tlog-proof files (c2sp.org/tlog-proof): where one entry is in a ledger, its inclusion proof, and
// the checkpoint that it holds against.

import { fromBase64 } from "./base64.js";
import { textOf, utf8 } from "./bytes.js";
import { type Checkpoint, openCheckpoint, type Trust } from "./checkpoint.js";
import { refuse } from "./failure.js";
import { checkInclusion, leafHash, proofHashesMax } from "./merkle.js";
import { noteBytesMax } from "./note.js";
import { sha256 } from "./sha256.js";

export interface TlogProof {
  extra: Uint8Array | null; // nobody vouches for it
  index: number;
  hashes: Uint8Array[];
  checkpoint: Uint8Array;
}

const bytesMax = noteBytesMax + 64 * 1024;

export function parseTlogProof(bytes: Uint8Array): TlogProof {
  const wrong = (what: string): never => refuse("proof-malformed", what);
  if (bytes.length > bytesMax) refuse("too-large", `a proof of ${bytes.length} bytes`);
  const text = textOf(bytes, "proof-malformed");
  const end = text.indexOf("\n\n");
  if (end < 0) wrong("it has no empty line");
  const lines = text.slice(0, end).split("\n");
  if (lines.shift() !== "c2sp.org/tlog-proof@v1") wrong("not its first line");
  const extra = lines[0]?.startsWith("extra ")
    ? fromBase64(lines.shift()!.slice("extra ".length), "proof-malformed")
    : null;
  const index = /^index (0|[1-9][0-9]{0,15})$/.exec(lines.shift() ?? "")?.[1];
  if (index === undefined || !Number.isSafeInteger(Number(index))) return wrong("not an index");
  if (lines.length > proofHashesMax) wrong(`${lines.length} hashes`);
  const hashes = lines.map((line) => fromBase64(line, "proof-malformed"));
  if (hashes.some((hash) => hash.length !== 32)) wrong("a hash that has not 32 bytes");
  return { extra, index: Number(index), hashes, checkpoint: utf8(text.slice(end + 2)) };
}

export interface Logged {
  index: number;
  entry: Uint8Array;
  checkpoint: Checkpoint;
}

// Checks that the entry of `record` is where the proof says, in the ledger of a key.
export async function checkTlogProof(
  proof: TlogProof,
  record: Uint8Array,
  trust: Trust,
): Promise<Logged> {
  const checkpoint = await openCheckpoint(proof.checkpoint, trust);
  const entry = sha256(record);
  checkInclusion(leafHash(entry), proof.index, checkpoint.size, checkpoint.root, proof.hashes);
  return { index: proof.index, entry, checkpoint };
}
