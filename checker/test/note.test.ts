import assert from "node:assert/strict";
import { test } from "node:test";

import { fromBase64, toBase64 } from "../src/base64.js";
import { concat, toHex, utf8 } from "../src/bytes.js";
import { checkSameHistory, openCheckpoint, parseCheckpoint } from "../src/checkpoint.js";
import { parseKey, parseNote, signedBy } from "../src/note.js";
import { sha256 } from "../src/sha256.js";
import { parseWitnessPolicy } from "../src/witness_policy.js";
import { expectRefusal, expectRefusalOf } from "./support/failing.js";
import {
  checkpointText,
  type Signer,
  signatureLine,
  signedNote,
  signer,
} from "./support/ledger.js";

// proof.md, "Signed note and checkpoint".
const knownKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const knownText = "This is an example message.\n";
const knownSignature =
  "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=";
const knownNote = `${knownText}\n\u2014 example.com/foo ${knownSignature}\n`;

test("the note that the specification gives verifies", async () => {
  const key = parseKey(knownKey);
  assert.equal(toHex(key.id), "530d903a");
  assert.equal(fromBase64(knownSignature).length, 68);
  const note = parseNote(utf8(knownNote));
  assert.equal(note.text, knownText);
  assert.deepEqual(await signedBy(note, key), { time: null });
});

test("a flipped bit anywhere in a note is noticed", async () => {
  const key = parseKey(knownKey);
  const bytes = utf8(knownNote);
  for (let bit = 0; bit < bytes.length * 8; ++bit) {
    const flipped = bytes.slice();
    flipped[bit >> 3]! ^= 1 << (bit & 7);
    let verified = false;
    try {
      verified = (await signedBy(parseNote(flipped), key)) !== null;
    } catch {
      // Refused by name: the other tests say by which.
    }
    assert.equal(verified, false, `bit ${bit}`);
  }
});

test("keys that are none are refused", () => {
  const [name, id, key] = knownKey.split("+") as [string, string, string];
  for (const vkey of [
    "", "+", "++", name, `${name}+${id}`, `${name}+${id}+`, `+${id}+${key}`,
    `${name}+${id.toUpperCase()}+${key}`, `${name}+00000000+${key}`, `${name} +${id}+${key}`,
    `${name}+${id}+${key}A`, `${name}+${id}+${key.slice(0, -4)}`, `${name}x+${id}+${key}`,
    `${name}+${id}+AQ==`, `${name}\n+${id}+${key}`, `${name}+${id}+${key}\n`,
  ]) {
    expectRefusal(() => parseKey(vkey), "key-malformed");
  }
  const unknown = toBase64(Uint8Array.of(2, ...new Uint8Array(32)));
  expectRefusal(() => parseKey(`${name}+${id}+${unknown}`), "key-type-unknown");
});

test("who signs may be called as he likes, as long as the specification lets him", () => {
  const named = (name: string) => () => parseNote(utf8(`text\n\n\u2014 ${name} AAAAAAA=\n`));
  const names = ["inspektorat.example/saksi", "\u0915\u0947\u0928\u094D.example/\u{1F50D}", "a\u200Bb"];
  for (const name of [...names, "x".repeat(1000)]) named(name)();
  for (const space of [
    "\u0085", "\u00A0", "\u1680", "\u2000", "\u200A", "\u2028", "\u2029", "\u202F", "\u205F", "\u3000",
    "\u007F", "\u009F", "+",
  ]) {
    expectRefusal(named(`a${space}b`), "note-malformed");
  }
});

test("notes that are none are refused", () => {
  const line = `\u2014 a ${toBase64(new Uint8Array(68))}\n`;
  for (const text of [
    "", "\n", "a\n", "a\n\n", `a\n${line}`, `a\n\n${line.slice(0, -1)}`, `a\n\n${line}\n`,
    `a\n\n- a AAAAAAAA\n`, `a\n\n\u2014 a\n`, `a\n\n\u2014 a b ${toBase64(new Uint8Array(68))}\n`,
    `a\n\n\u2014  ${toBase64(new Uint8Array(68))}\n`, `a\n\n\u2014 a+b AAAAAAAA\n`,
    `a\n\n\u2014 a AAAA\n`, `a\n\n\u2014 a AAAAAAA\n`, `a\n\n\u2014 a AAAAAAA*\n`,
    `a\r\n\n${line}`, `a\tb\n\n${line}`, `a\0\n\n${line}`, `a\n\n\u2014 a\u00a0b AAAAAAAA\n`,
  ]) {
    expectRefusal(() => parseNote(utf8(text)), "note-malformed");
  }
  expectRefusal(() => parseNote(concat(utf8("\xff").slice(1), utf8(`\n\n${line}`))), "note-malformed");
  expectRefusal(() => parseNote(new Uint8Array(2 * 1024 * 1024)), "too-large");
  expectRefusal(() => parseNote(utf8(`a\n\n${line.repeat(200)}`)), "too-large");
});

const origin = "pauh.example/jejak";
const root = sha256(utf8("root"));
const text = checkpointText(origin, 7, root);

test("a checkpoint is opened by its key, whoever else signed it", async () => {
  const log = signer(origin);
  const key = parseKey(log.vkey);
  const other = signer("witness.example/a", 4);
  const unknown = `\u2014 someone.example ${toBase64(new Uint8Array(2425))}\n`;
  const note = signedNote(text, other, log) + unknown + unknown;
  const checkpoint = await openCheckpoint(utf8(note), { key });
  assert.equal(checkpoint.origin, origin);
  assert.equal(checkpoint.size, 7);
  assert.deepEqual(checkpoint.root, root);
});

test("a checkpoint that is not signed by the key is refused", async () => {
  const log = signer(origin);
  const key = parseKey(log.vkey);
  const open = (note: string) => openCheckpoint(utf8(note), { key });
  await expectRefusalOf(open(signedNote(text, signer(origin))), "signature-missing");
  await expectRefusalOf(open(signedNote(text, signer("other.example"))), "signature-missing");
  const line = signatureLine(log, text);
  const forged = checkpointText(origin, 8, root);
  await expectRefusalOf(open(`${forged}\n${line}`), "signature-wrong");
  await expectRefusalOf(open(`${text}\n${line}${line}`), "signature-repeated");
  const longer = `\u2014 ${origin} ${toBase64(concat(log.id, new Uint8Array(65)))}\n`;
  await expectRefusalOf(open(`${text}\n${longer}`), "signature-wrong");
  const elsewhere = checkpointText("pauh.example/other", 7, root);
  await expectRefusalOf(open(signedNote(elsewhere, log)), "origin-other");
  const witness = signer(origin, 4);
  await expectRefusalOf(
    openCheckpoint(utf8(signedNote(text, log)), { key: parseKey(witness.vkey) }),
    "key-type-unknown",
  );
});

test("checkpoints that are none are refused", () => {
  const log = signer(origin);
  const hash = toBase64(root);
  for (const wrong of [
    "a\n", "a\n1\n", `a\n1\n${hash}\nmore\n`, `\n1\n${hash}\n`, `a\n01\n${hash}\n`,
    `a\n-1\n${hash}\n`, `a\n1.0\n${hash}\n`, `a\n 1\n${hash}\n`, `a\n\n${hash}\n`,
    `a\n9007199254740992\n${hash}\n`, `a\n1\n${hash.slice(0, -4)}\n`, `a\n1\n${hash} \n`,
    `a\n1\n${hash.replace(/.=$/, "B=")}\n`,
  ]) {
    expectRefusal(() => parseCheckpoint(utf8(signedNote(wrong, log))), "checkpoint-malformed");
  }
});

test("two signed checkpoints of one size and two roots are two histories", () => {
  const log = signer(origin);
  const of = (size: number, name: string) =>
    parseCheckpoint(utf8(signedNote(checkpointText(origin, size, sha256(utf8(name))), log)));
  checkSameHistory(of(5, "a"), of(5, "a"));
  checkSameHistory(of(5, "a"), of(6, "b"));
  expectRefusal(() => checkSameHistory(of(5, "a"), of(5, "b")), "two-histories");
});

// --- Witnesses

function policyOf(lines: string[]): Uint8Array {
  return utf8(lines.join("\n") + "\n");
}

const log = signer(origin);
const witnesses = ["a", "b", "c", "d"].map((name) => signer(`witness.example/${name}`, 4));
const [a, b, c, d] = witnesses as [Signer, Signer, Signer, Signer];

function cosigned(...by: Signer[]): Uint8Array {
  const lines = by.map((one) => signatureLine(one, text, 1_700_000_000n));
  return utf8(signedNote(text, log) + lines.join(""));
}

const declared = [
  "# who counts",
  "",
  `log ${log.vkey} https://pauh.example/`,
  `witness A ${a.vkey}`,
  `\twitness  B ${b.vkey}   https://b.example/ `,
  `witness C ${c.vkey}`,
  `witness D ${d.vkey}`,
];

async function quorum(lines: string[], ...by: Signer[]): Promise<string[]> {
  const policy = parseWitnessPolicy(policyOf([...declared, ...lines]));
  const trust = { key: parseKey(log.vkey), policy };
  const checkpoint = await openCheckpoint(cosigned(...by), trust);
  return checkpoint.cosigned.map(({ witness, time }) => `${witness} ${time}`);
}

test("a quorum is met by enough of the policy's witnesses", async () => {
  assert.deepEqual(await quorum(["quorum none"]), []);
  assert.deepEqual(await quorum(["quorum A"], a), ["A 1700000000"]);
  assert.deepEqual(await quorum(["group g any A B", "quorum g"], b), ["B 1700000000"]);
  const nested = ["group g 2 A B C", "group h all g D", "quorum h"];
  assert.equal((await quorum(nested, a, c, d)).length, 3);
});

test("fewer are not enough, and nobody counts twice", async () => {
  const missed: [string[], Signer[]][] = [
    [["quorum A"], []],
    [["quorum A"], [b]],
    [["quorum A"], [signer("witness.example/a", 4)]],
    [["group g 2 A B C", "quorum g"], [a]],
    [["group g all A B C", "quorum g"], [a, b]],
    [["group g 2 A B C", "group h all g D", "quorum h"], [a, b, c]],
    [["group g 2 A B C", "group h all g D", "quorum h"], [a, d]],
  ];
  for (const [lines, by] of missed) await expectRefusalOf(quorum(lines, ...by), "quorum-missed");
  await expectRefusalOf(quorum(["quorum A"], a, a), "signature-repeated");
});

test("a cosignature is of its time and its text", async () => {
  const policy = parseWitnessPolicy(policyOf([...declared, "quorum A"]));
  const trust = { key: parseKey(log.vkey), policy };
  const line = signatureLine(a, text, 1n);
  const bytes = fromBase64(line.split(" ")[2]!.trim());
  for (const at of [0, 11, 12, 75]) {
    const forged = bytes.slice();
    forged[at]! ^= 1;
    const lines = `\u2014 ${a.name} ${toBase64(forged)}\n`;
    const opened = openCheckpoint(utf8(signedNote(text, log) + lines), trust);
    // Another id is another key, which is nobody's.
    await expectRefusalOf(opened, at === 0 ? "quorum-missed" : "signature-wrong");
  }
  const late = concat(bytes.slice(0, 4), Uint8Array.of(0x80), bytes.slice(5));
  const note = signedNote(text, log) + `\u2014 ${a.name} ${toBase64(late)}\n`;
  await expectRefusalOf(openCheckpoint(utf8(note), trust), "signature-wrong");
  const short = signedNote(text, log) + `\u2014 ${a.name} ${toBase64(bytes.slice(0, 68))}\n`;
  await expectRefusalOf(openCheckpoint(utf8(short), trust), "signature-wrong");
});

test("a ledger that the policy does not name is refused", async () => {
  const policy = parseWitnessPolicy(policyOf([`log ${signer(origin).vkey}`, "quorum none"]));
  const opened = openCheckpoint(cosigned(), { key: parseKey(log.vkey), policy });
  await expectRefusalOf(opened, "log-not-in-policy");
});

test("policies that are none are refused", () => {
  const same = a.vkey.replace("witness.example/a", "other.example").split("+");
  const key = fromBase64(same.slice(2).join("+"));
  const id = toHex(sha256(utf8("other.example\n"), key).slice(0, 4));
  const twin = `other.example+${id}+${toBase64(key)}`;
  for (const lines of [
    ["what A"], ["quorum"], ["quorum X"], ["quorum A B"], ["quorum A", "quorum A"],
    ["quorum none", "quorum none"], ["group g any", "quorum g"], ["group g 0 A", "quorum g"],
    ["group g 3 A B", "quorum g"], ["group g 01 A", "quorum g"], ["group g some A", "quorum g"],
    ["group g any X", "quorum g"], ["group g any none", "quorum g"], ["group A any B", "quorum A"],
    ["group g any A A", "quorum g"], ["group g any A", "group h any A", "quorum h"],
    ["group none any A", "quorum none"], ["group g any g", "quorum g"], ["quorum A", "what"],
    [`witness A ${signer("x.example", 4).vkey}`, "quorum A"], [`witness E ${twin}`, "quorum A"],
    [`witness none ${signer("x.example", 4).vkey}`, "quorum A"],
    [`witness E ${signer("x.example", 1).vkey}`, "quorum A"],
    [`log ${log.vkey}`, "quorum A"], [`log ${signer("x.example", 4).vkey}`, "quorum A"],
    ["log", "quorum A"], ["witness E", "quorum A"], ["quorum\u000bA"], ["quorum A\r"],
    [], // no quorum at all
  ]) {
    expectRefusal(() => parseWitnessPolicy(policyOf([...declared, ...lines])), "policy-malformed");
  }
  expectRefusal(() => parseWitnessPolicy(utf8("quorum none")), "policy-malformed");
  expectRefusal(() => parseWitnessPolicy(new Uint8Array(300_000)), "too-large");
  expectRefusal(() => parseWitnessPolicy(utf8("witness A nonsense\n")), "key-malformed");
});
