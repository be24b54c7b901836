// That the records shown of a file are all of it, up to a day's close (docs/completeness.md): files
// with their count and chain, and the sparse Merkle map of all of them that a close commits to.

import { concat, equal, isZero, uint64, utf8 } from "./bytes.js";
import { refuse } from "./failure.js";
import { enums } from "./layout.js";
import type { Class, Entry } from "./record.js";
import { filesOf, typeOf } from "./record.js";
import { parseDay, startOf } from "./rules/time.js";
import { sha256 } from "./sha256.js";

const leafMark = Uint8Array.of(2);
const nodeMark = Uint8Array.of(3);
export const nothing = new Uint8Array(32); // where there is no file
export const siblingsMax = 256;
const firstZoneMicros = 14n * 3_600_000_000n; // a day begins in UTC+14 first

export function keyOfFile(name: string): Uint8Array {
  return sha256(utf8(name));
}

export function valueOfFile(count: number, chain: Uint8Array): Uint8Array {
  return concat(uint64(BigInt(count)), chain);
}

export function mapLeaf(key: Uint8Array, value: Uint8Array): Uint8Array {
  return sha256(leafMark, key, value);
}

export function mapNode(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(nodeMark, left, right);
}

// Bit 0 is the highest bit of the first byte.
export function bitOf(key: Uint8Array, bit: number): number {
  return (key[bit >> 3]! >> (7 - (bit & 7))) & 1;
}

// The chain of a file whose records have these entries.
export function chainOf(entries: readonly Uint8Array[]): Uint8Array {
  return entries.reduce<Uint8Array>((chain, entry) => sha256(chain, entry), nothing);
}

// What a day's close says, and where.
export interface Close {
  position: number;
  day: string;
  size: number; // it is about the first so many records
  root: Uint8Array;
}

export function closeIn({ position, record }: Entry): Close {
  const { event, stream } = record;
  if (stream !== "close/ledger" || event.is !== "close" || event.of.is !== "day") {
    refuse("close-missing", `at ${position} is ${typeOf(event)} of ${stream}`);
  }
  const impossible = (what: string): never => refuse("close-impossible", what);
  const { day, size, root, files } = event.of.of;
  const closed = parseDay(day);
  if (closed === null) return impossible(`not a day: ${day}`);
  if (size > BigInt(position)) impossible(`at ${position} it closes ${size} records`);
  if (root.length !== 32) impossible("a root that has not 32 bytes");
  if (isZero(root) !== (files === 0)) impossible(`a root of ${files} files`);
  if (startOf(closed, "utc") - firstZoneMicros > record.recorded) {
    impossible(`it closes ${day} before that day`);
  }
  return { position, day, size: Number(size), root };
}

export type End = "self" | "nothing" | { key: Uint8Array; value: Uint8Array };

// What is claimed of one file.
export interface FileClaim {
  name: string;
  count: number;
  chain: Uint8Array;
  positions: number[];
  siblings: Uint8Array[];
  end: End;
}

// The records that are shown, and which of them each file has.
export class Shown {
  readonly #files = new Map<string, Map<number, Entry>>();

  constructor(entries: Iterable<Entry>) {
    for (const entry of entries) {
      for (const file of filesOf(entry.record)) {
        const contents = this.#files.get(file) ?? new Map<number, Entry>();
        this.#files.set(file, contents.set(entry.position, entry));
      }
    }
  }

  // By position, in their order.
  contentsOf(file: string): ReadonlyMap<number, Entry> {
    return this.#files.get(file) ?? new Map<number, Entry>();
  }
}

// Refuses where the close's map does not hold the file as it is claimed, or what is shown of it is
// not what the map says.
export function checkFile(file: FileClaim, close: Close, shown: Shown): void {
  checkProof(file, close.root);
  checkContents(file, close, shown.contentsOf(file.name));
}

function checkProof(file: FileClaim, root: Uint8Array): void {
  const isThere = file.end === "self";
  const wrong = (what: string): never =>
    refuse(isThere ? "file-not-proved" : "absence-not-proved", `${file.name}: ${what}`);
  const key = keyOfFile(file.name);
  const { siblings, end, count, chain } = file;
  if (siblings.length > siblingsMax) wrong(`${siblings.length} siblings`);
  if (siblings.length > 0 && isZero(siblings.at(-1)!)) wrong("what is at the end stands too low");
  if (isThere !== count > 0) wrong(`a count of ${count}`);
  if (!isThere && !isZero(chain)) wrong("a chain of nothing that is not 0");
  let hash: Uint8Array = nothing;
  if (end === "self") {
    hash = mapLeaf(key, valueOfFile(count, chain));
  } else if (end !== "nothing") {
    if (equal(end.key, key)) wrong("its own leaf as another's");
    for (let bit = 0; bit < siblings.length; ++bit) {
      if (bitOf(end.key, bit) !== bitOf(key, bit)) wrong("a leaf that is not on its path");
    }
    hash = mapLeaf(end.key, end.value);
  }
  for (let bit = siblings.length - 1; bit >= 0; --bit) {
    const sibling = siblings[bit]!;
    hash = bitOf(key, bit) === 0 ? mapNode(hash, sibling) : mapNode(sibling, hash);
  }
  if (!equal(hash, root)) wrong("it comes to another root");
}

function checkContents(
  { name, count, chain, positions }: FileClaim,
  close: Close,
  shown: ReadonlyMap<number, Entry>,
): void {
  const invented = (what: string): never => refuse("file-invented", `${name}: ${what}`);
  const contents: Uint8Array[] = [];
  let before = -1;
  for (const position of positions) {
    if (position <= before) invented(`${position} after ${before}`);
    if (position >= close.size) invented(`${position} is not below ${close.size}`);
    const entry = shown.get(position);
    if (!entry) return invented(`no record of it at ${position}`);
    contents.push(entry.entry);
    before = position;
  }
  const named = new Set(positions);
  for (const position of shown.keys()) {
    if (position < close.size && !named.has(position)) {
      refuse("file-left-out", `${name}: ${position}`);
    }
  }
  if (positions.length !== count) {
    refuse("file-incomplete", `${name}: ${positions.length} of ${count} records`);
  }
  if (!equal(chainOf(contents), chain)) refuse("file-incomplete", `${name}: another chain`);
}

export function fileOf(person: string, of: Class): string {
  return `person/${person}/${of}`;
}

// Every file that a person can have.
export function filesOfPerson(person: string): string[] {
  return (enums["Class"] as readonly Class[]).map((name) => fileOf(person, name));
}

// Refuses where one of the files that are needed is not among those named.
export function checkNamed(needed: readonly string[], named: ReadonlySet<string>): void {
  for (const file of needed) {
    if (!named.has(file)) refuse("file-unnamed", file);
  }
}
