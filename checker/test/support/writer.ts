// Writes Cap'n Proto messages by the layout, for tests alone: what capnp_test.ts compares with what
// `capnp` itself writes and reads.

import { enums, type FieldType, structs } from "../../src/layout.js";

type Fields = { [name: string]: unknown };

export function writeMessage(name: string, value: object): Uint8Array {
  const writer = new Writer();
  writer.allocate(1);
  writer.struct(0, name, value as Fields);
  return writer.message();
}

class Writer {
  #view = new DataView(new ArrayBuffer(1024 * 1024));
  #words = 0;

  allocate(words: number): number {
    const at = this.#words;
    this.#words += words;
    return at;
  }

  message(): Uint8Array {
    const bytes = new Uint8Array(8 + this.#words * 8);
    new DataView(bytes.buffer).setUint32(4, this.#words, true);
    bytes.set(new Uint8Array(this.#view.buffer, 0, this.#words * 8), 8);
    return bytes;
  }

  #pointer(at: number, kind: number, target: number, high: number): void {
    this.#view.setInt32(at * 8, ((target - at - 1) << 2) | kind, true);
    this.#view.setUint32(at * 8 + 4, high >>> 0, true);
  }

  struct(at: number, name: string, value: Fields): void {
    const { data, pointers } = structs[name]!;
    const size = data + pointers;
    // An empty struct is nowhere: its pointer leads to itself.
    const target = size === 0 ? at : this.allocate(size);
    this.#pointer(at, 0, target, data | (pointers << 16));
    this.#fields(target, name, value);
  }

  #fields(from: number, name: string, value: Fields): void {
    const { data, tag, fields } = structs[name]!;
    const known = new Set(tag === undefined ? fields.map((f) => f.name) : ["is", "of"]);
    for (const given of Object.keys(value)) {
      if (!known.has(given)) throw new Error(`${name} has no field ${given}`);
    }
    if (tag !== undefined) {
      const arm = fields.find((field) => field.name === value["is"])!;
      this.#view.setUint16(from * 8 + tag / 8, arm.arm!, true);
      this.#value(from, data, arm.at, arm.type, value["of"]);
      return;
    }
    for (const field of fields) this.#value(from, data, field.at, field.type, value[field.name]);
  }

  #value(from: number, data: number, at: number, type: FieldType, value: unknown): void {
    if (value === undefined || value === null) return;
    const byte = from * 8 + (at >> 3);
    switch (type.kind) {
      case "Void":
        return;
      case "Bool":
        if (value) this.#view.setUint8(byte, this.#view.getUint8(byte) | (1 << (at & 7)));
        return;
      case "UInt16":
        return this.#view.setUint16(byte, value as number, true);
      case "Enum": {
        const index = enums[type.name]!.indexOf(value as string);
        if (index < 0) throw new Error(`${type.name} has no ${value}`);
        return this.#view.setUint16(byte, index, true);
      }
      case "UInt32":
        return this.#view.setUint32(byte, value as number, true);
      case "UInt64":
        return this.#view.setBigUint64(byte, BigInt(value as bigint), true);
      case "Int64":
        return this.#view.setBigInt64(byte, BigInt(value as bigint), true);
      default:
        this.#pointed(from + data + at, type, value, false);
    }
  }

  #pointed(at: number, type: FieldType, value: unknown, evenEmpty: boolean): void {
    switch (type.kind) {
      case "Text": {
        const text = new TextEncoder().encode(value as string);
        if (text.length > 0 || evenEmpty) this.#bytes(at, text, text.length + 1);
        return;
      }
      case "Data": {
        const bytes = value as Uint8Array;
        if (bytes.length > 0) this.#bytes(at, bytes, bytes.length);
        return;
      }
      case "Struct":
        return this.struct(at, type.name, value as Fields);
      case "List":
        return this.#list(at, type.of, value as unknown[]);
      default:
        throw new Error(type.kind);
    }
  }

  #bytes(at: number, bytes: Uint8Array, count: number): void {
    const target = this.allocate(Math.ceil(count / 8));
    this.#pointer(at, 1, target, 2 | (count << 3));
    new Uint8Array(this.#view.buffer).set(bytes, target * 8);
  }

  #list(at: number, of: FieldType, items: unknown[]): void {
    if (items.length === 0) return;
    if (of.kind === "Struct") {
      const { data, pointers } = structs[of.name]!;
      const size = data + pointers;
      const target = this.allocate(1 + items.length * size);
      this.#pointer(at, 1, target, 7 | ((items.length * size) << 3));
      this.#view.setUint32(target * 8, items.length << 2, true);
      this.#view.setUint32(target * 8 + 4, data | (pointers << 16), true);
      items.forEach((item, i) => this.#fields(target + 1 + i * size, of.name, item as Fields));
      return;
    }
    const target = this.allocate(items.length);
    this.#pointer(at, 1, target, 6 | (items.length << 3));
    items.forEach((item, i) => this.#pointed(target + i, of, item, true));
  }
}
