// Ed25519 signatures (RFC 8032), verified by what the machine has: node:crypto in Node, WebCrypto
// in a browser. We bring no arithmetic on curves of our own.

import { refuse } from "./failure.js";

type NodeCrypto = typeof import("node:crypto");

// SubjectPublicKeyInfo of an Ed25519 key, without the key (RFC 8410).
const spkiHead = Uint8Array.of(0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0);

async function nodeCrypto(): Promise<NodeCrypto | null> {
  if (typeof process === "undefined" || !process.versions?.node) return null;
  return await import("node:crypto");
}

async function verifyByNode(
  crypto: NodeCrypto,
  key: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  try {
    const spki = new Uint8Array(spkiHead.length + key.length);
    spki.set(spkiHead);
    spki.set(key, spkiHead.length);
    const publicKey = crypto.createPublicKey({ key: spki, format: "der", type: "spki" });
    return crypto.verify(null, message, publicKey, signature);
  } catch {
    return false; // the key is no point of the curve
  }
}

async function verifyByBrowser(
  key: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) refuse("ed25519-missing", "there is no WebCrypto here");
  let imported: CryptoKey;
  try {
    imported = await subtle.importKey("raw", key.slice(), { name: "Ed25519" }, false, ["verify"]);
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    if (name === "DataError") return false; // the key is no point of the curve
    refuse("ed25519-missing", `WebCrypto does not take Ed25519 keys: ${name}`);
  }
  return await subtle.verify({ name: "Ed25519" }, imported, signature.slice(), message.slice());
}

// Whether `signature`, 64 bytes, is that of `message` by the public key `key`, 32 bytes.
export async function verifyEd25519(
  key: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (key.length !== 32 || signature.length !== 64) return false;
  const crypto = await nodeCrypto();
  if (crypto) return await verifyByNode(crypto, key, message, signature);
  return await verifyByBrowser(key, message, signature);
}
