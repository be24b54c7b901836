// Signed notes (c2sp.org/signed-note): a text, and lines that say who signed it. The keys that are
// known are Ed25519: of type 1 over the text, and of type 4 with a time, as witnesses sign
// (c2sp.org/tlog-cosignature). Lines of unknown keys are ignored, as the specification demands.

import { fromBase64 } from "./base64.js";
import { concat, equal, textOf, toHex, utf8 } from "./bytes.js";
import { verifyEd25519 } from "./ed25519.js";
import { refuse } from "./failure.js";
import { sha256 } from "./sha256.js";

export const noteBytesMax = 1024 * 1024;
const signaturesMax = 100;

export type KeyType = "ed25519" | "cosignature" | "ml-dsa-44";

// A public key with its name: "example.com/foo+530d903a+AekyeRrm…".
export interface VerifierKey {
  text: string; // as given: a key has one spelling
  name: string;
  id: Uint8Array; // 4 bytes
  type: KeyType;
  key: Uint8Array;
}

export interface SignatureLine {
  name: string;
  id: Uint8Array; // 4 bytes
  signature: Uint8Array;
}

export interface Note {
  text: string; // with its last newline
  signatures: SignatureLine[];
}

const sizes: { [type: number]: readonly [KeyType, number] } = {
  0x01: ["ed25519", 32],
  0x04: ["cosignature", 32],
  0x06: ["ml-dsa-44", 1312],
};

function isKeyName(name: string): boolean {
  return name !== "" && !/[+\p{White_Space}\p{Cc}]/u.test(name);
}

// The key in a vkey's text. Its id must be the hash that the specification recommends, which all
// types here have.
export function parseKey(vkey: string): VerifierKey {
  const parts = vkey.split("+");
  const [name, id] = parts;
  // The base64 may hold plus signs itself.
  if (name === undefined || id === undefined || parts.length < 3) {
    refuse("key-malformed", "a vkey is a name, 8 hexadecimal digits and base64, with + between");
  }
  if (!isKeyName(name)) refuse("key-malformed", "a key's name has no spaces and is not empty");
  const bytes = fromBase64(parts.slice(2).join("+"), "key-malformed");
  const [kind] = bytes;
  if (kind === undefined) refuse("key-malformed", "there is no key in it");
  const known = sizes[kind];
  if (!known) refuse("key-type-unknown", `type ${kind}`);
  const [type, size] = known;
  if (bytes.length !== 1 + size) refuse("key-malformed", `a key of ${bytes.length - 1} bytes`);
  const expected = sha256(utf8(name + "\n"), bytes).slice(0, 4);
  if (id !== toHex(expected)) {
    refuse("key-malformed", `its id is ${id}, that of such a key ${toHex(expected)}`);
  }
  return { text: vkey, name, id: expected, type, key: bytes.slice(1) };
}

// The note in `bytes`, its signatures not looked at yet.
export function parseNote(bytes: Uint8Array): Note {
  if (bytes.length > noteBytesMax) refuse("too-large", `a note of ${bytes.length} bytes`);
  const whole = textOf(bytes, "note-malformed");
  if (/[\u0000-\u0009\u000b-\u001f]/.test(whole)) {
    refuse("note-malformed", "it has control characters");
  }
  const split = whole.lastIndexOf("\n\n");
  if (split < 0) refuse("note-malformed", "it has no empty line");
  const lines = whole.slice(split + 2);
  if (lines === "" || !lines.endsWith("\n")) {
    refuse("note-malformed", "it has no signature, or its last line has no end");
  }
  const signatures = lines.slice(0, -1).split("\n").map(parseLine);
  if (signatures.length > signaturesMax) refuse("too-large", `${signatures.length} signatures`);
  return { text: whole.slice(0, split + 1), signatures };
}

function parseLine(line: string): SignatureLine {
  const parts = line.split(" ");
  const [dash, name, base64] = parts;
  if (parts.length !== 3 || dash !== "\u2014" || name === undefined || base64 === undefined) {
    refuse("note-malformed", `not a signature line: ${line}`);
  }
  if (!isKeyName(name)) refuse("note-malformed", "a signature without a proper name");
  const bytes = fromBase64(base64, "note-malformed");
  if (bytes.length < 5) refuse("note-malformed", `a signature of ${bytes.length} bytes`);
  return { name, id: bytes.slice(0, 4), signature: bytes.slice(4) };
}

export interface Signed {
  time: bigint | null; // of a cosignature, in seconds since 1970
}

// What `key` signed of `note`: null where no line is its. A line that is its and does not verify
// condemns the note.
export async function signedBy(note: Note, key: VerifierKey): Promise<Signed | null> {
  const lines = note.signatures.filter((line) => line.name === key.name && equal(line.id, key.id));
  const [line] = lines;
  if (!line || key.type === "ml-dsa-44") return null;
  if (lines.length > 1) refuse("signature-repeated", key.name);
  const { time, message, signature } = signedMessage(note, key, line);
  if (!(await verifyEd25519(key.key, message, signature))) refuse("signature-wrong", key.name);
  return { time };
}

function signedMessage(note: Note, key: VerifierKey, line: SignatureLine) {
  if (key.type === "ed25519") {
    return { time: null, message: utf8(note.text), signature: line.signature };
  }
  if (line.signature.length !== 72) {
    refuse("signature-wrong", `${key.name}: a cosignature has 72 bytes`);
  }
  const view = new DataView(line.signature.buffer, line.signature.byteOffset);
  const time = view.getBigUint64(0);
  if (time >= 1n << 63n) refuse("signature-wrong", `${key.name}: its time is too late`);
  const message = concat(utf8(`cosignature/v1\ntime ${time}\n`), utf8(note.text));
  return { time, message, signature: line.signature.slice(8) };
}
