// Records by stream.

import { grouped } from "./grouped.js";
import { type Entry, keyOf, kindOf } from "./record.js";

export class Streams {
  readonly #streams: ReadonlyMap<string, readonly Entry[]>;

  constructor(entries: readonly Entry[]) {
    this.#streams = grouped(entries, ({ record }) => record.stream);
  }

  of(stream: string): readonly Entry[] {
    return this.#streams.get(stream) ?? [];
  }

  // What stands behind `kind`/ in the names of its streams.
  keysOf(kind: string): string[] {
    return [...this.#streams.keys()].filter((stream) => kindOf(stream) === kind).map(keyOf);
  }
}
