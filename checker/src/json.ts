// JSON (RFC 8259), more strictly than JSON.parse: a name that is there twice is refused, since two
// programs could read two things, and the only numbers are whole ones from 0 to 2^53 - 1, written
// in digits alone. And a reader of objects that leaves no member unread.

import { fromBase64 } from "./base64.js";
import { refuse } from "./failure.js";
import { textMax } from "./rules/rational.js";

export type Json = null | boolean | number | string | Json[] | Map<string, Json>;

const depthMax = 32;
const containersMax = 1_000_000; // lists and objects: each takes far more room than its text

export function parseJson(text: string): Json {
  const parser = new Parser(text);
  return parser.whole();
}

class Parser {
  #at = 0;
  #containers = 0;

  constructor(readonly text: string) {}

  whole(): Json {
    const value = this.#value(0);
    this.#space();
    if (this.#at !== this.text.length) this.#wrong("something follows the value");
    return value;
  }

  #wrong(what: string): never {
    refuse("json-malformed", `${what}, at ${this.#at}`);
  }

  #space(): void {
    while (" \t\n\r".includes(this.text.charAt(this.#at)) && this.#at < this.text.length) {
      ++this.#at;
    }
  }

  #take(char: string): boolean {
    if (this.text[this.#at] !== char) return false;
    ++this.#at;
    return true;
  }

  #value(depth: number): Json {
    if (depth > depthMax) this.#wrong("too deep");
    this.#space();
    const first = this.text[this.#at];
    if ((first === "{" || first === "[") && ++this.#containers > containersMax) {
      refuse("too-large", `more than ${containersMax} lists and objects`);
    }
    switch (first) {
      case "{":
        return this.#object(depth);
      case "[":
        return this.#array(depth);
      case '"':
        return this.#string();
      case "t":
        return this.#word("true", true);
      case "f":
        return this.#word("false", false);
      case "n":
        return this.#word("null", null);
      default:
        return this.#number();
    }
  }

  #word<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.#at)) this.#wrong("not a value");
    this.#at += word.length;
    return value;
  }

  #number(): number {
    const digits = /(0|[1-9][0-9]{0,15})(?![0-9.eE])/y;
    digits.lastIndex = this.#at;
    const found = digits.exec(this.text);
    if (!found) this.#wrong("not a value, or a number that is not a position or a size");
    const value = Number(found[0]);
    if (!Number.isSafeInteger(value)) this.#wrong("a number above 2^53 - 1");
    this.#at += found[0].length;
    return value;
  }

  #array(depth: number): Json[] {
    ++this.#at;
    const items: Json[] = [];
    this.#space();
    if (this.#take("]")) return items;
    for (;;) {
      items.push(this.#value(depth + 1));
      this.#space();
      if (this.#take("]")) return items;
      if (!this.#take(",")) this.#wrong("a list goes on with a comma");
    }
  }

  #object(depth: number): Map<string, Json> {
    ++this.#at;
    const members = new Map<string, Json>();
    this.#space();
    if (this.#take("}")) return members;
    for (;;) {
      this.#space();
      if (this.text[this.#at] !== '"') this.#wrong("a member begins with its name");
      const name = this.#string();
      if (members.has(name)) refuse("json-duplicate", `"${name}", at ${this.#at}`);
      this.#space();
      if (!this.#take(":")) this.#wrong("a name is followed by a colon");
      members.set(name, this.#value(depth + 1));
      this.#space();
      if (this.#take("}")) return members;
      if (!this.#take(",")) this.#wrong("an object goes on with a comma");
    }
  }

  #string(): string {
    ++this.#at;
    let value = "";
    for (;;) {
      const plain = /[^"\\\u0000-\u001f]*/y;
      plain.lastIndex = this.#at;
      const run = plain.exec(this.text)![0];
      value += run;
      this.#at += run.length;
      if (this.#take('"')) break;
      if (!this.#take("\\")) this.#wrong("a text without an end, or with a control character");
      value += this.#escaped();
    }
    if (/\p{Cs}/u.test(value)) this.#wrong("half a character");
    if (value.includes("\0")) this.#wrong("a text with U+0000");
    return value;
  }

  #escaped(): string {
    const escapes = '"\\/bfnrt';
    const meant = '"\\/\b\f\n\r\t';
    const char = this.text.charAt(this.#at++);
    if (char === "u") {
      const hex = this.text.slice(this.#at, this.#at + 4);
      if (!/^[0-9a-fA-F]{4}$/.test(hex)) this.#wrong("an escape that is none");
      this.#at += 4;
      return String.fromCharCode(Number.parseInt(hex, 16));
    }
    const index = char === "" ? -1 : escapes.indexOf(char);
    if (index < 0) this.#wrong("an escape that is none");
    return meant[index]!;
  }
}

// One object being read: every member is taken once, and done() refuses what nobody asked for.
export class Members {
  readonly #members: Map<string, Json>;

  constructor(
    value: Json,
    readonly where: string,
  ) {
    if (!(value instanceof Map)) refuse("member-malformed", `${where} is not an object`);
    this.#members = new Map(value);
  }

  has(name: string): boolean {
    return this.#members.has(name);
  }

  take(name: string): Json {
    const value = this.#members.get(name);
    if (value === undefined) refuse("member-missing", this.#path(name));
    this.#members.delete(name);
    return value;
  }

  done(): void {
    for (const name of this.#members.keys()) refuse("member-unknown", this.#path(name));
  }

  text(name: string): string {
    const value = this.take(name);
    return typeof value === "string" ? value : this.#wrong(name, "a text");
  }

  // A text that is not empty.
  words(name: string): string {
    return this.text(name) || this.#wrong(name, "a text with words");
  }

  // An exact number, as text.
  exact(name: string): string {
    const value = this.text(name);
    return value.length > textMax ? this.#wrong(name, `of ${textMax} characters at most`) : value;
  }

  // What is left out where there is nothing to say.
  optional<T>(name: string, read: (name: string) => T, otherwise: T): T {
    return this.has(name) ? read(name) : otherwise;
  }

  optionalText(name: string): string | null {
    return this.has(name) ? this.text(name) : null;
  }

  flag(name: string): boolean {
    const value = this.take(name);
    return typeof value === "boolean" ? value : this.#wrong(name, "true or false");
  }

  whole(name: string): number {
    const value = this.take(name);
    return typeof value === "number" ? value : this.#wrong(name, "a whole number");
  }

  list(name: string): Json[] {
    const value = this.take(name);
    return Array.isArray(value) ? value : this.#wrong(name, "a list");
  }

  members(name: string): Members {
    return new Members(this.take(name), this.#path(name));
  }

  // Bytes in base64; exactly `size` of them where it is given.
  bytes(name: string, size?: number): Uint8Array {
    const text = this.text(name);
    return bytesIn(text, this.#path(name), size);
  }

  texts(name: string): string[] {
    return this.list(name).map((item, i) =>
      typeof item === "string" ? item : this.#wrong(`${name}[${i}]`, "a text"),
    );
  }

  wholes(name: string): number[] {
    return this.list(name).map((item, i) =>
      typeof item === "number" ? item : this.#wrong(`${name}[${i}]`, "a whole number"),
    );
  }

  hashes(name: string): Uint8Array[] {
    return this.texts(name).map((text, i) => bytesIn(text, this.#path(`${name}[${i}]`), 32));
  }

  #path(name: string): string {
    return this.where === "" ? name : `${this.where}.${name}`;
  }

  #wrong(name: string, expected: string): never {
    refuse("member-malformed", `${this.#path(name)} is not ${expected}`);
  }
}

function bytesIn(text: string, path: string, size?: number): Uint8Array {
  const bytes = fromBase64(text);
  if (size !== undefined && bytes.length !== size) {
    refuse("member-malformed", `${path} has ${bytes.length} bytes, not ${size}`);
  }
  return bytes;
}
