// A whole ledger in memory, as an operator keeps it: records, the tree, a key, closes and receipts;
// and the tools of one who lies.

import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";

import { toBase64 } from "../../src/base64.js";
import { concat, toHex, utf8 } from "../../src/bytes.js";
import {
  bitOf,
  chainOf,
  keyOfFile,
  mapLeaf,
  mapNode,
  nothing,
  valueOfFile,
} from "../../src/completeness.js";
import { leafHash, rootOf, split } from "../../src/merkle.js";
import {
  classOf,
  type Entry,
  type Event,
  filesOf,
  isOwn,
  kindOf,
  readRecord,
} from "../../src/record.js";
import { sha256 } from "../../src/sha256.js";
import { writeMessage } from "./writer.js";

// --- Keys and notes

export interface Signer {
  name: string;
  type: number;
  vkey: string;
  id: Uint8Array;
  privateKey: KeyObject;
}

export function signer(name: string, type = 1): Signer {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const key = Uint8Array.of(type, ...publicKey.export({ format: "der", type: "spki" }).slice(-32));
  const id = sha256(utf8(name + "\n"), key).slice(0, 4);
  return { name, type, id, vkey: `${name}+${toHex(id)}+${toBase64(key)}`, privateKey };
}

export function signatureLine(by: Signer, text: string, time = 0n): string {
  let bytes: Uint8Array;
  if (by.type === 4) {
    const seconds = new Uint8Array(8);
    new DataView(seconds.buffer).setBigUint64(0, time);
    const message = utf8(`cosignature/v1\ntime ${time}\n${text}`);
    bytes = concat(by.id, seconds, sign(null, message, by.privateKey));
  } else {
    bytes = concat(by.id, sign(null, utf8(text), by.privateKey));
  }
  return `\u2014 ${by.name} ${toBase64(bytes)}\n`;
}

export function checkpointText(origin: string, size: number, root: Uint8Array): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

export function signedNote(text: string, ...by: Signer[]): string {
  return `${text}\n${by.map((one) => signatureLine(one, text)).join("")}`;
}

// --- Proofs, by their definitions

export function inclusionProof(index: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  if (leaves.length <= 1) return [];
  const k = split(leaves.length);
  return index < k
    ? [...inclusionProof(index, leaves.slice(0, k)), rootOf(leaves.slice(k))]
    : [...inclusionProof(index - k, leaves.slice(k)), rootOf(leaves.slice(0, k))];
}

// RFC 6962 section 2.1.2.
export function consistencyProof(m: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  const sub = (n: number, d: readonly Uint8Array[], whole: boolean): Uint8Array[] => {
    if (n === d.length) return whole ? [] : [rootOf(d)];
    const k = split(d.length);
    return n <= k
      ? [...sub(n, d.slice(0, k), whole), rootOf(d.slice(k))]
      : [...sub(n - k, d.slice(k), false), rootOf(d.slice(0, k))];
  };
  return m === 0 ? [] : sub(m, leaves, true);
}

export interface File {
  name: string;
  key: Uint8Array;
  entries: { position: number; entry: Uint8Array }[];
}

export function leafOf(file: File): Uint8Array {
  return mapLeaf(file.key, valueOf(file));
}

export function valueOf({ entries }: File): Uint8Array {
  return valueOfFile(entries.length, chainOf(entries.map((e) => e.entry)));
}

// The root of a set of files at a depth, as docs/completeness.md defines it.
export function mapRoot(files: readonly File[], depth = 0): Uint8Array {
  const [only] = files;
  if (!only) return nothing;
  if (files.length === 1) return leafOf(only);
  const side = (bit: number): File[] => files.filter((file) => bitOf(file.key, depth) === bit);
  return mapNode(mapRoot(side(0), depth + 1), mapRoot(side(1), depth + 1));
}

// As a receipt writes it: what has nothing to say is left out.
export interface FileJson {
  name: string;
  count: number;
  chain?: string;
  positions?: number[];
  siblings?: string[];
  other?: { key: string; value: string };
}

export function proveFile(files: readonly File[], name: string): FileJson {
  const key = keyOfFile(name);
  let rest = [...files];
  const siblings: string[] = [];
  for (let depth = 0; rest.length > 1; ++depth) {
    const bit = bitOf(key, depth);
    const beside = rest.filter((f) => bitOf(f.key, depth) !== bit);
    siblings.push(toBase64(mapRoot(beside, depth + 1)));
    rest = rest.filter((f) => bitOf(f.key, depth) === bit);
  }
  const [end] = rest;
  const proof: FileJson = { name, count: 0 };
  if (end?.name === name) {
    proof.count = end.entries.length;
    proof.chain = toBase64(chainOf(end.entries.map((e) => e.entry)));
    proof.positions = end.entries.map((e) => e.position);
  } else if (end) {
    proof.other = { key: toBase64(end.key), value: toBase64(valueOf(end)) };
  }
  if (siblings.length > 0) proof.siblings = siblings;
  return proof;
}

// --- The ledger

export interface Stored {
  stream: string;
  bytes: Uint8Array;
  entry: Uint8Array;
}

export function entryAt(position: number, bytes: Uint8Array): Entry {
  return { position, entry: sha256(bytes), record: readRecord(bytes) };
}

// An event as tests write it: fields that are empty may be left out.
export type Loose = { is: string; of: { is: string; of: object | null } };

export interface Act {
  stream: string;
  event: Loose;
  at: bigint; // recorded, in microseconds
  effective?: bigint;
  subjects?: string[];
  actor?: string;
  onBehalfOf?: string;
  signedWith?: string; // a key of the actor's
  migration?: string;
  factIndex?: number;
  factCount?: number; // by default it is the last of its act
  class?: string; // another than the event's
  envelope?: object; // fields of the record as they are not
}

export const midnight = (day: string): bigint => BigInt(Date.parse(`${day}T00:00:00Z`)) * 1000n;

let salts = 0;

export class Ledger {
  readonly records: Stored[] = [];
  readonly key: Signer;
  lastClose: { position: number; size: number; files: File[] } | null = null;

  constructor(
    readonly origin = "pauh.example/jejak",
    founded: object = {},
    at: bigint = midnight("2025-01-01"),
  ) {
    this.key = signer(origin);
    this.add({
      stream: "origin/ledger",
      event: {
        is: "origin",
        of: { is: "founded", of: { origin, format: 1, key: this.key.vkey, ...founded } },
      },
      at,
    });
  }

  // Appends without a look at any rule. Answers the position.
  add(act: Act): number {
    const before = this.records.filter((record) => record.stream === act.stream);
    const { signedWith = "", factIndex = 0, factCount = factIndex + 1 } = act;
    const hasJws = signedWith !== "" && factIndex === 0;
    const bytes = writeMessage("Record", {
      salt: sha256(utf8(`salt ${salts++}`)).slice(0, 16),
      stream: act.stream,
      version: BigInt(before.length + 1),
      previous: before.at(-1)?.entry ?? new Uint8Array(32),
      recorded: act.at,
      effective: act.effective ?? act.at,
      effectiveGiven: act.effective !== undefined,
      source: "urn:test",
      id: `act-${salts}`,
      factIndex,
      factCount,
      actor: { person: act.actor ?? "somebody", role: "pegawai", onBehalfOf: act.onBehalfOf ?? "" },
      authentication: {},
      signedWith,
      channel: "api",
      migration: act.migration ?? "",
      subjects: act.subjects ?? [],
      class: act.class ?? classOf(act.event as unknown as Event),
      event: act.event,
      submitted: hasJws ? { part: 1, characters: 400 } : null,
      parts: hasJws ? [{ class: "signature", sha256: new Uint8Array(32), slot: 1 }] : [],
      ...act.envelope,
    });
    return this.append(act.stream, bytes);
  }

  // Appends the facts of one act, under its name. Answers the position of the first.
  addAct(facts: readonly Act[]): number {
    const id = `act-${salts + 1}`;
    const [first] = facts.map((fact, factIndex) => {
      const envelope = { id, ...fact.envelope };
      return this.add({ factIndex, factCount: facts.length, ...fact, envelope });
    });
    return first!;
  }

  append(stream: string, bytes: Uint8Array): number {
    this.records.push({ stream, bytes, entry: sha256(bytes) });
    return this.records.length - 1;
  }

  leaves(size = this.records.length): Uint8Array[] {
    return this.records.slice(0, size).map((record) => leafHash(record.entry));
  }

  checkpoint(size = this.records.length, ...witnesses: Signer[]): string {
    const text = checkpointText(this.origin, size, rootOf(this.leaves(size)));
    return signedNote(text, this.key, ...witnesses);
  }

  files(size = this.records.length): File[] {
    const files = new Map<string, File>();
    this.records.slice(0, size).forEach(({ bytes, entry }, position) => {
      for (const name of filesOf(readRecord(bytes))) {
        const file = files.get(name) ?? { name, key: keyOfFile(name), entries: [] };
        file.entries.push({ position, entry });
        files.set(name, file);
      }
    });
    return [...files.values()];
  }

  // Records the day's close of what is there; `lie` changes what it says.
  close(day: string, lie: object = {}, at = midnight(day) + 86_399_000_000n): number {
    const size = this.records.length;
    const files = this.files();
    const said = { day, size: BigInt(size), root: mapRoot(files), files: files.length, ...lie };
    const position = this.add({
      stream: "close/ledger",
      event: { is: "close", of: { is: "day", of: said } },
      at,
    });
    this.lastClose = { position, size, files };
    return position;
  }

  // Of the keys of everybody who acted on the receipt's subject, or on nobody.
  signatureFiles({ subject = "a", unitClaim, asOf }: Asked): string[] {
    const entries = this.records.slice(0, asOf).map(({ bytes }, i) => entryAt(i, bytes));
    const acts = entries.filter(({ record }) => {
      if (!unitClaim) return record.subjects.includes(subject);
      return record.subjects.length === 0 && !isOwn(record);
    });
    return acts.map(({ record }) => `person/${record.actor.person}/signature`);
  }

  // A receipt's JSON: those records that some file or stream of `streams` and `files` names. With
  // one record of a stream there are all, but of an indicator.
  receipt(asked: Asked): ReceiptJson {
    const size = asked.size ?? this.records.length;
    const close = asked.close === undefined ? this.lastClose : asked.close;
    const leaves = this.leaves(size);
    const needed = close ? new Set([...asked.files, ...this.signatureFiles(asked)]) : [];
    const files = [...needed].map((name) => proveFile(close!.files, name));
    const positions = new Set([0, ...files.flatMap((file) => file.positions ?? [])]);
    const streams = new Set<string>();
    for (const position of positions) {
      const { stream } = this.records[position]!;
      if (kindOf(stream) !== "indicator") streams.add(stream);
    }
    for (const name of asked.streams ?? []) streams.add(name);
    this.records.slice(0, size).forEach(({ stream }, position) => {
      if (streams.has(stream)) positions.add(position);
    });
    if (close) positions.add(close.position);
    const receipt: ReceiptJson = {
      format: "jejak.receipt/1",
      origin: this.origin,
      asOf: asked.asOf ?? size,
      day: asked.day,
      ...(asked.unitClaim
        ? { unitClaim: { ...asked.unitClaim } }
        : { subject: asked.subject ?? "a" }),
      records: [...positions]
        .sort((a, b) => a - b)
        .map((position) => ({
          position,
          record: toBase64(this.records[position]!.bytes),
          proof: inclusionProof(position, leaves).map(toBase64),
        })),
      checkpoint: this.checkpoint(size),
    };
    if (close) receipt.completeness = { close: close.position, files };
    if (asked.claim) receipt.claim = { ...asked.claim };
    if (asked.explanation?.length) {
      receipt.explanation = asked.explanation.map((node) => ({ ...node }));
    }
    return receipt;
  }
}

export interface Asked {
  day: string;
  subject?: string; // "a", of the golden year
  files: string[];
  streams?: string[];
  asOf?: number;
  size?: number;
  close?: Ledger["lastClose"];
  claim?: object;
  unitClaim?: object; // instead of a subject
  explanation?: object[];
}

export interface ReceiptJson {
  format: string;
  origin: string;
  asOf: number;
  day: string;
  subject?: string;
  claim?: { [name: string]: unknown };
  unitClaim?: { [name: string]: unknown };
  explanation?: { [name: string]: unknown }[];
  records: { position: number; record: string; proof: string[] }[];
  completeness?: { close: number; files: FileJson[] };
  checkpoint: string;
}

export const bytesOfJson = (value: object): Uint8Array => utf8(JSON.stringify(value));

