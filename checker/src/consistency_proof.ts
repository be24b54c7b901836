// Proofs that a ledger only grew, as files: the hashes in base64, one a line; or what the server
// answers at /log/consistency, which also says between which sizes.

import { fromBase64 } from "./base64.js";
import { textOf } from "./bytes.js";
import { refuse, refusingAs } from "./failure.js";
import { Members, parseJson } from "./json.js";
import { proofHashesMax } from "./merkle.js";

export interface ConsistencyProof {
  sizes: { from: number; to: number } | null; // nobody vouches for them
  hashes: Uint8Array[];
}

const bytesMax = 100 * proofHashesMax;

export function parseConsistencyProof(bytes: Uint8Array): ConsistencyProof {
  if (bytes.length > bytesMax) refuse("too-large", `a proof of ${bytes.length} bytes`);
  const proof = refusingAs("proof-malformed", () => {
    const text = textOf(bytes);
    return /^[ \t\r\n]*\{/.test(text) ? readAnswer(text) : { sizes: null, hashes: readLines(text) };
  });
  const { length } = proof.hashes;
  if (length > proofHashesMax) refuse("proof-malformed", `${length} hashes`);
  return proof;
}

// {"from": 3, "to": 9, "hashes": ["…"]}
function readAnswer(text: string): ConsistencyProof {
  const members = new Members(parseJson(text), "");
  const sizes = { from: members.whole("from"), to: members.whole("to") };
  const hashes = members.hashes("hashes");
  members.done();
  return { sizes, hashes };
}

// The last line may be without its end.
function readLines(text: string): Uint8Array[] {
  if (text === "") return [];
  const lines = (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
  return lines.map((line) => {
    const hash = fromBase64(line);
    if (hash.length !== 32) refuse("proof-malformed", `a hash of ${hash.length} bytes`);
    return hash;
  });
}

// The proof's hashes; refuses where it says itself that it is between other sizes.
export function hashesBetween(proof: ConsistencyProof, from: number, to: number): Uint8Array[] {
  const { sizes, hashes } = proof;
  if (sizes && (sizes.from !== from || sizes.to !== to)) {
    refuse("proof-other", `from ${sizes.from} to ${sizes.to}, not from ${from} to ${to}`);
  }
  return hashes;
}
