import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { test } from "node:test";

import { fromBase64, toBase64 } from "../src/base64.js";
import { toHex, utf8 } from "../src/bytes.js";
import { codes, shown, wordsOf } from "../src/failure.js";
import { type Json, parseJson } from "../src/json.js";
import { sha256 } from "../src/sha256.js";
import { expectRefusal } from "./support/failing.js";

test("base64 is read back as it was written, at every length", () => {
  for (let size = 0; size < 70; ++size) {
    const bytes = Uint8Array.from({ length: size }, (_, i) => (i * 37 + size) & 255);
    const text = toBase64(bytes);
    assert.equal(text, Buffer.from(bytes).toString("base64"));
    assert.deepEqual(fromBase64(text), bytes);
  }
});

test("base64 in another spelling is refused", () => {
  for (const text of [
    "A", "AA", "AAA", "AA=A", "A===", "====", "AAAA=", "AAA =", " AAA", "AAAA\n", "AA==AAAA",
    "AB==", "AAB=", "_-AA", "AAAÀ", "A\0AA",
  ]) {
    expectRefusal(() => fromBase64(text), "base64-malformed");
  }
});

test("SHA-256 gives what FIPS 180-4 and WebCrypto give", async () => {
  const known: [string, string][] = [
    ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    [
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    ],
  ];
  for (const [text, hex] of known) assert.equal(toHex(sha256(utf8(text))), hex);
  for (const size of [1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 121, 127, 128, 129, 1000, 65537]) {
    const bytes = Uint8Array.from({ length: size }, (_, i) => (i * 101 + size) & 255);
    const theirs = new Uint8Array(await webcrypto.subtle.digest("SHA-256", bytes));
    assert.equal(toHex(sha256(bytes)), toHex(theirs), `${size} bytes`);
    assert.equal(toHex(sha256(bytes.slice(0, 7), bytes.slice(7))), toHex(theirs));
  }
});

function plain(value: Json): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!(value instanceof Map)) return value;
  return Object.fromEntries([...value].map(([name, member]) => [name, plain(member)]));
}

test("JSON is read as JSON.parse reads it", () => {
  for (const text of [
    "0", "[]", "{}", '""', "null", "true", " [ 1 , 20 ] ", '{"a":{"b":[false,null]},"c":"d"}',
    '"\\u0041\\n\\"\\\\\\/\\b\\f\\r\\t\\ud83d\\ude00 é 😀"', "9007199254740991",
    '{"__proto__":1,"constructor":2}'.replace("__proto__", "proto"),
  ]) {
    assert.deepEqual(plain(parseJson(text)), JSON.parse(text), text);
  }
  const hostile = parseJson('{"__proto__":{"polluted":1}}');
  assert.ok(hostile instanceof Map && hostile.has("__proto__"));
  assert.equal(({} as { polluted?: number }).polluted, undefined);
});

test("JSON that is none, or has other numbers than positions, is refused", () => {
  for (const text of [
    "", " ", "nul", "truefalse", "[1,]", "[,1]", "{", "}", '{"a"}', '{"a":}', '{"a":1,}', "{a:1}",
    "'a'", '"a', '"\n"', '"\\x"', '"\\u12"', '"\\ud83d"', '"\\ude00"', "[1 2]", "1 2", "// a",
    "-1", "1.0", "1e3", "1E3", "01", "+1", "0x10", "NaN", "Infinity", "9007199254740992",
    "99999999999999999", "\ufeff[]", "[".repeat(40) + "]".repeat(40), '"\\u0000"',
  ]) {
    expectRefusal(() => parseJson(text), "json-malformed");
  }
  expectRefusal(() => parseJson(`[${"[],".repeat(1_000_000)}[]]`), "too-large");
  expectRefusal(() => parseJson('{"a":1,"b":2,"a":3}'), "json-duplicate");
  expectRefusal(() => parseJson('{"a":1,"\\u0061":1}'), "json-duplicate");
  expectRefusal(() => parseJson('[{"x":{"a":1,"a":1}}]'), "json-duplicate");
});

test("every failure has a sentence in both languages, and shows no control characters", () => {
  for (const code of codes) {
    const { id, en } = wordsOf(code);
    assert.match(id, /^[A-Z].*\.$/s);
    assert.match(en, /^[A-Z].*\.$/s);
    assert.notEqual(id, en);
  }
  assert.equal(shown("a\u001b[31m\u202eb\n"), "a\uFFFD[31m\uFFFDb\uFFFD");
  assert.ok(shown("x".repeat(10_000)).length < 400);
});

