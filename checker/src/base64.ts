// Base64 as RFC 4648 section 4 has it, with padding, and with one spelling for each sequence of
// bytes: nothing between the letters, and no bits left over that are not 0.

import { type Code, refuse } from "./failure.js";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const values = new Int8Array(128).fill(-1);
for (let i = 0; i < 64; ++i) values[letters.charCodeAt(i)] = i;

export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const rest = bytes.length - i;
    const group = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += letters[group >> 18]! + letters[(group >> 12) & 63]!;
    text += rest > 1 ? letters[(group >> 6) & 63]! : "=";
    text += rest > 2 ? letters[group & 63]! : "=";
  }
  return text;
}

export function fromBase64(text: string, code: Code = "base64-malformed"): Uint8Array {
  if (text.length % 4 !== 0) refuse(code, "the length of base64 is not a multiple of 4");
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  const digits = text.length - padding;
  let at = 0;
  let bits = 0;
  let count = 0;
  for (let i = 0; i < digits; ++i) {
    const letter = text.charCodeAt(i);
    const value = letter < 128 ? values[letter]! : -1;
    if (value < 0) refuse(code, `not a letter of base64 at ${i}`);
    bits = ((bits << 6) | value) & 0xffffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes[at++] = (bits >> count) & 0xff;
    }
  }
  if ((bits & ((1 << count) - 1)) !== 0) refuse(code, "base64 with bits left over");
  return bytes;
}
