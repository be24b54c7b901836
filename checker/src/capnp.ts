// Reads a Cap'n Proto message by the layout of layout.ts. Strict: one segment with its table, no
// far pointers or capabilities, nothing outside, and every word used exactly once, so that nothing
// is hidden in a message and none becomes larger than it is by being read. What a newer schema
// added must be empty, else the message says something that we do not understand.

import { textOf } from "./bytes.js";
import { refuse } from "./failure.js";
import { enums, type FieldType, type StructLayout, structs } from "./layout.js";

export const messageBytesMax = 512 * 1024 + 8;

// How many structs the lists of one message, or of several, may hold together: one of a word in the
// message takes a hundred times that once it is read.
export class Budget {
  structs = 300_000;

  take(count: number): void {
    this.structs -= count;
    if (this.structs < 0) refuse("too-large", "lists of too many structs");
  }
}

// What stands at a pointer that is null, or in a struct that was not written to its end, is empty.
type Value = string | Uint8Array | boolean | number | bigint | null | Value[] | object;

interface Pointer {
  at: number; // its own word
  low: number; // signed
  high: number; // unsigned
}

// Where a struct lies: its data words, and its pointers behind them.
interface Place {
  data: number;
  dataWords: number;
  pointers: number;
}

const nowhere: Place = { data: 0, dataWords: 0, pointers: 0 };

// List element sizes (encoding.html, "Lists").
const bytesEach = 2;
const pointersEach = 6;
const composite = 7;

// The struct `root` in `bytes`.
export function readMessage(bytes: Uint8Array, root: string, budget = new Budget()): object {
  if (bytes.length > messageBytesMax) refuse("too-large", `a record of ${bytes.length} bytes`);
  if (bytes.length < 16 || bytes.length % 8 !== 0) wrong("its length is not that of a message");
  const table = new DataView(bytes.buffer, bytes.byteOffset);
  if (table.getUint32(0, true) !== 0) wrong("it is not one segment");
  if (table.getUint32(4, true) !== bytes.length / 8 - 1) wrong("its segment has another length");
  return new Message(bytes.subarray(8), budget).read(root);
}

function wrong(what: string): never {
  refuse("record-malformed", what);
}

function newer(what: string): never {
  refuse("record-newer", what);
}

function layoutOf(name: string): StructLayout {
  const layout = structs[name];
  if (!layout) throw new Error(`no layout of ${name}`);
  return layout;
}

const bitsOf: { [kind: string]: number } = { Bool: 1, UInt16: 16, Enum: 16, UInt32: 32 };

// Which bits of a struct's data are of a field that we know.
const knownBits = new Map<StructLayout, Uint8Array>();

function knownOf(layout: StructLayout): Uint8Array {
  let known = knownBits.get(layout);
  if (known) return known;
  known = new Uint8Array(layout.data * 8);
  const mark = (at: number, bits: number): void => {
    for (let bit = at; bit < at + bits; ++bit) known![bit >> 3]! |= 1 << (bit & 7);
  };
  if (layout.tag !== undefined) mark(layout.tag, 16);
  for (const { at, type } of layout.fields) {
    if (type.kind === "UInt64" || type.kind === "Int64") mark(at, 64);
    else mark(at, bitsOf[type.kind] ?? 0);
  }
  knownBits.set(layout, known);
  return known;
}

class Message {
  readonly #view: DataView;
  readonly #words: number;
  readonly #used: Uint8Array; // by word: whether somebody has read it

  constructor(
    readonly segment: Uint8Array,
    readonly budget: Budget,
  ) {
    this.#view = new DataView(segment.buffer, segment.byteOffset, segment.length);
    this.#words = segment.length / 8;
    this.#used = new Uint8Array(this.#words);
  }

  read(root: string): object {
    this.#use(0, 1);
    const value = this.#structAt(this.#pointer(0), root);
    if (this.#used.includes(0)) wrong("it has words that nothing points to");
    return value;
  }

  #use(from: number, count: number): void {
    if (from < 0 || from + count > this.#words) wrong("a pointer leads outside");
    for (let word = from; word < from + count; ++word) {
      if (this.#used[word]) wrong("a word is used twice");
      this.#used[word] = 1;
    }
  }

  #pointer(at: number): Pointer {
    return {
      at,
      low: this.#view.getInt32(at * 8, true),
      high: this.#view.getUint32(at * 8 + 4, true),
    };
  }

  #isNull({ low, high }: Pointer): boolean {
    return low === 0 && high === 0;
  }

  #structAt(pointer: Pointer, name: string): object {
    if (this.#isNull(pointer)) return this.#struct(nowhere, 0, name);
    if ((pointer.low & 3) !== 0) wrong(`no struct where ${name} should be`);
    const dataWords = pointer.high & 0xffff;
    const pointers = pointer.high >>> 16;
    if (dataWords + pointers === 0) {
      if (pointer.low >> 2 !== -1) wrong("an empty struct that is somewhere");
      return this.#struct(nowhere, 0, name);
    }
    const data = pointer.at + 1 + (pointer.low >> 2);
    this.#use(data, dataWords + pointers);
    return this.#struct({ data, dataWords, pointers: data + dataWords }, pointers, name);
  }

  #struct(place: Place, pointers: number, name: string): object {
    const layout = layoutOf(name);
    this.#checkKnown(place, pointers, layout, name);
    const { fields, tag } = layout;
    const valueOf = (at: number, type: FieldType): Value =>
      this.#value(place, pointers, at, type, name);
    if (tag !== undefined) {
      const arm = valueOf(tag, { kind: "UInt16" }) as number;
      const field = fields.find((f) => f.arm === arm);
      if (!field || field.type.kind === "Void") newer(`${name}: kind ${arm} of event`);
      return { is: field.name, of: valueOf(field.at, field.type) };
    }
    return Object.fromEntries(fields.map(({ name: of, at, type }) => [of, valueOf(at, type)]));
  }

  // What a newer version added is empty.
  #checkKnown(place: Place, pointers: number, layout: StructLayout, name: string): void {
    const known = knownOf(layout);
    for (let i = 0; i < place.dataWords * 8; ++i) {
      if ((this.segment[place.data * 8 + i]! & ~(known[i] ?? 0)) !== 0) newer(`${name}: more data`);
    }
    for (let i = layout.pointers; i < pointers; ++i) {
      if (!this.#isNull(this.#pointer(place.pointers + i))) newer(`${name}: more fields`);
    }
  }

  #value(place: Place, pointers: number, at: number, type: FieldType, name: string): Value {
    const bytes = (bits: number): number | null =>
      at + bits <= place.dataWords * 64 ? place.data * 8 + (at >> 3) : null;
    switch (type.kind) {
      case "Void":
        return null;
      case "Bool": {
        const byte = bytes(1);
        return byte !== null && ((this.segment[byte]! >> (at & 7)) & 1) === 1;
      }
      case "UInt16": {
        const from = bytes(16);
        return from === null ? 0 : this.#view.getUint16(from, true);
      }
      case "Enum": {
        const from = bytes(16);
        const raw = from === null ? 0 : this.#view.getUint16(from, true);
        return enums[type.name]?.[raw] ?? newer(`${name}: ${type.name} ${raw}`);
      }
      case "UInt32": {
        const from = bytes(32);
        return from === null ? 0 : this.#view.getUint32(from, true);
      }
      case "UInt64": {
        const from = bytes(64);
        return from === null ? 0n : this.#view.getBigUint64(from, true);
      }
      case "Int64": {
        const from = bytes(64);
        return from === null ? 0n : this.#view.getBigInt64(from, true);
      }
      default: {
        const pointer =
          at < pointers ? this.#pointer(place.pointers + at) : { at: 0, low: 0, high: 0 };
        return this.#pointed(pointer, type, `${name}`);
      }
    }
  }

  #pointed(pointer: Pointer, type: FieldType, name: string): Value {
    switch (type.kind) {
      case "Struct":
        return this.#structAt(pointer, type.name);
      case "Text":
        return this.#isNull(pointer) ? "" : this.#text(pointer, name, false);
      case "Data":
        return this.#isNull(pointer) ? new Uint8Array(0) : this.#bytes(pointer, name);
      case "List":
        return this.#isNull(pointer) ? [] : this.#list(pointer, type.of, name);
      default:
        throw new Error(`no pointer leads to a ${type.kind}`);
    }
  }

  // Where a list begins, its elements' size, and how many there are (words, of a composite one).
  #listAt(pointer: Pointer, name: string): { from: number; size: number; count: number } {
    if ((pointer.low & 3) !== 1) wrong(`${name}: no list where one should be`);
    return {
      from: pointer.at + 1 + (pointer.low >> 2),
      size: pointer.high & 7,
      count: pointer.high >>> 3,
    };
  }

  #bytes(pointer: Pointer, name: string): Uint8Array {
    const { from, size, count } = this.#listAt(pointer, name);
    if (size !== bytesEach) wrong(`${name}: a list of something else than bytes`);
    const words = Math.ceil(count / 8);
    this.#use(from, words);
    for (let i = count; i < words * 8; ++i) {
      if (this.segment[from * 8 + i] !== 0) wrong(`${name}: something behind its bytes`);
    }
    return this.segment.slice(from * 8, from * 8 + count);
  }

  #text(pointer: Pointer, name: string, mayBeEmpty: boolean): string {
    const bytes = this.#bytes(pointer, name);
    if (bytes.length === 0 || bytes[bytes.length - 1] !== 0) wrong(`${name}: a text without end`);
    if (bytes.length === 1 && !mayBeEmpty) wrong(`${name}: an empty text that is there`);
    return textOf(bytes.subarray(0, -1), "record-malformed");
  }

  #list(pointer: Pointer, of: FieldType, name: string): Value[] {
    const { from, size, count } = this.#listAt(pointer, name);
    if (count === 0) wrong(`${name}: an empty list that is there`);
    if (of.kind === "Struct") return this.#structs(from, size, count, of.name, name);
    if (of.kind !== "Text" && of.kind !== "Data") throw new Error(`a list of ${of.kind}`);
    if (size !== pointersEach) wrong(`${name}: a list of something else`);
    this.#use(from, count);
    const items: Value[] = [];
    for (let i = 0; i < count; ++i) {
      const item = this.#pointer(from + i);
      if (of.kind === "Data") items.push(this.#pointed(item, of, name));
      else items.push(this.#isNull(item) ? "" : this.#text(item, name, true));
    }
    return items;
  }

  #structs(from: number, size: number, words: number, of: string, name: string): Value[] {
    if (size !== composite) wrong(`${name}: a list of something else than structs`);
    this.#use(from, words + 1);
    const tag = this.#pointer(from);
    if ((tag.low & 3) !== 0) wrong(`${name}: a list of something else than structs`);
    const count = tag.low >>> 2;
    const dataWords = tag.high & 0xffff;
    const pointers = tag.high >>> 16;
    if (count === 0) wrong(`${name}: an empty list that is there`);
    if (dataWords + pointers === 0 || count * (dataWords + pointers) !== words) {
      wrong(`${name}: a list of another length than it says`);
    }
    this.budget.take(count);
    const items: Value[] = [];
    for (let i = 0; i < count; ++i) {
      const data = from + 1 + i * (dataWords + pointers);
      items.push(this.#struct({ data, dataWords, pointers: data + dataWords }, pointers, of));
    }
    return items;
  }
}
