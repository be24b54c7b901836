// The tiles that a ledger serves (c2sp.org/tlog-tiles): up to 256 hashes each, from which anybody
// makes proofs himself. Somebody hands the tiles in; nothing here fetches.

import { refuse } from "./failure.js";
import { nodeHash, rootOf, split } from "./merkle.js";

const height = 8; // levels of the tree in one tile
const width = 256;

// "tile/1/001.p/17": where the hashes of tile `index` of `level` are, `hashes` of them.
export function tilePath(level: number, index: number, hashes: number): string {
  const groups = [index % 1000];
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(rest % 1000);
  }
  const path = groups
    .map((group, i) => (i + 1 < groups.length ? "x" : "") + String(group).padStart(3, "0"))
    .join("/");
  return `tile/${level}/${path}` + (hashes === width ? "" : `.p/${hashes}`);
}

// The bytes of the tile at a path; null where there is none.
export type ReadTile = (path: string) => Uint8Array | null;

// The tree of `size`, as its tiles have it. What comes out is worth what a signed root says of it:
// compare root() with the checkpoint's.
export class TiledTree {
  readonly #tiles = new Map<string, Uint8Array>();

  constructor(
    readonly size: number,
    readonly read: ReadTile,
  ) {}

  root(): Uint8Array {
    return this.size === 0 ? rootOf([]) : this.#hash(0, this.size);
  }

  // The hashes beside the path of `index`, from the leaf's sibling to the root's child.
  inclusion(index: number): Uint8Array[] {
    const path = (from: number, to: number): Uint8Array[] => {
      if (to - from <= 1) return [];
      const middle = from + split(to - from);
      return index < middle
        ? [...path(from, middle), this.#hash(middle, to)]
        : [...path(middle, to), this.#hash(from, middle)];
    };
    if (index >= this.size) refuse("inclusion-wrong", `position ${index} of ${this.size}`);
    return path(0, this.size);
  }

  // RFC 6962 section 2.1.2: that this tree begins with its first `older` leaves.
  consistency(older: number): Uint8Array[] {
    const path = (m: number, from: number, to: number, whole: boolean): Uint8Array[] => {
      const size = to - from;
      if (m === size) return whole ? [] : [this.#hash(from, to)];
      const k = split(size);
      return m <= k
        ? [...path(m, from, from + k, whole), this.#hash(from + k, to)]
        : [...path(m - k, from + k, to, false), this.#hash(from, from + k)];
    };
    if (older > this.size) refuse("history-shorter", `${this.size} is below ${older}`);
    return older === 0 || older === this.size ? [] : path(older, 0, this.size, true);
  }

  // MTH(D[from:to]), where the split points of the tree make such a range.
  #hash(from: number, to: number): Uint8Array {
    const size = to - from;
    let level = 0;
    for (let n = size; n > 1 && n % 2 === 0; n /= 2) ++level;
    if (size === 2 ** level) return this.#node(level, from / size);
    const middle = from + split(size);
    return nodeHash(this.#hash(from, middle), this.#hash(middle, to));
  }

  // The root of the complete subtree `index` of 2^level leaves.
  #node(level: number, index: number): Uint8Array {
    const tile = Math.floor(level / height);
    if (level % height === 0) return this.#stored(tile, index);
    return nodeHash(this.#node(level - 1, 2 * index), this.#node(level - 1, 2 * index + 1));
  }

  #stored(level: number, index: number): Uint8Array {
    const tile = Math.floor(index / width);
    const complete = Math.floor(this.size / width ** level); // hashes of that level
    const hashes = Math.min(width, complete - tile * width);
    const path = tilePath(level, tile, hashes);
    let bytes = this.#tiles.get(path);
    if (!bytes) {
      // Once a tile is full, a server may drop its beginnings.
      const whole = tilePath(level, tile, width);
      const found = this.read(path) ?? this.read(whole);
      if (!found) refuse("tile-missing", path);
      if (found.length !== hashes * 32 && found.length !== width * 32) {
        refuse("tile-malformed", `${path}: ${found.length} bytes`);
      }
      bytes = found;
      this.#tiles.set(path, bytes);
    }
    const at = (index % width) * 32;
    return bytes.slice(at, at + 32);
  }
}
