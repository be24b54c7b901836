// The ledger's tree (RFC 6962 section 2.1) and the proofs that something is in it and that it only
// grew, verified as RFC 9162 sections 2.1.3.2 and 2.1.4.2 say. Sizes and positions are whole
// numbers below 2^53, so nothing here uses the operators that cut numbers to 32 bits.

import { equal } from "./bytes.js";
import { refuse } from "./failure.js";
import { sha256 } from "./sha256.js";

const leafMark = Uint8Array.of(0);
const nodeMark = Uint8Array.of(1);

export const proofHashesMax = 63;

export function leafHash(entry: Uint8Array): Uint8Array {
  return sha256(leafMark, entry);
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(nodeMark, left, right);
}

const half = (n: number): number => Math.floor(n / 2);
const isOdd = (n: number): boolean => n % 2 === 1;

// The largest power of two below `size`, which is above 1.
export function split(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

// The root of a tree of these leaf hashes.
export function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return leaves[0]!;
  const k = split(leaves.length);
  return nodeHash(rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
}

// Refuses where `proof` does not show that `leaf` stands at `index` of the tree.
export function checkInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  root: Uint8Array,
  proof: readonly Uint8Array[],
): void {
  const wrong = (what: string): never => refuse("inclusion-wrong", `position ${index}: ${what}`);
  if (index >= size) wrong(`the tree has ${size}`);
  let at = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) wrong("the proof is too long");
    if (isOdd(at) || at === last) {
      hash = nodeHash(sibling, hash);
      while (!isOdd(at) && at !== 0) {
        at = half(at);
        last = half(last);
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    at = half(at);
    last = half(last);
  }
  if (last !== 0) wrong("the proof is too short");
  if (!equal(hash, root)) wrong("it comes to another root");
}

export interface Tree {
  size: number;
  root: Uint8Array;
}

// Refuses where the newer ledger has lost what the older one had, whatever any proof says.
export function checkNotShorter(older: Tree, newer: Tree): void {
  if (older.size > newer.size) {
    refuse("history-shorter", `${newer.size} is below ${older.size}`);
  }
}

// Refuses where `proof` does not show that `newer` begins with all of `older`.
export function checkConsistency(older: Tree, newer: Tree, proof: readonly Uint8Array[]): void {
  const wrong = (what: string): never => refuse("consistency-wrong", what);
  checkNotShorter(older, newer);
  if (older.size === newer.size) {
    if (!equal(older.root, newer.root)) refuse("two-histories", `at size ${older.size}`);
    if (proof.length > 0) wrong("one size needs no proof");
    return;
  }
  if (older.size === 0) {
    if (!equal(older.root, sha256())) wrong("the empty tree has another root");
    if (proof.length > 0) wrong("from the empty tree no proof is needed");
    return;
  }
  const rest = [...proof];
  let at = older.size - 1;
  let last = newer.size - 1;
  while (isOdd(at)) {
    at = half(at);
    last = half(last);
  }
  // Where the older tree is a whole subtree of the newer one, the proof leaves out its root.
  const first = at === 0 ? older.root : rest.shift();
  if (!first) return wrong("the proof is empty");
  let oldHash = first;
  let newHash = first;
  for (const hash of rest) {
    if (last === 0) wrong("the proof is too long");
    if (isOdd(at) || at === last) {
      oldHash = nodeHash(hash, oldHash);
      newHash = nodeHash(hash, newHash);
      while (!isOdd(at) && at !== 0) {
        at = half(at);
        last = half(last);
      }
    } else {
      newHash = nodeHash(newHash, hash);
    }
    at = half(at);
    last = half(last);
  }
  if (last !== 0) wrong("the proof is too short");
  if (!equal(oldHash, older.root)) wrong("it does not begin with the older tree");
  if (!equal(newHash, newer.root)) wrong("it does not end with the newer tree");
}
