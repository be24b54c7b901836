// jejak-check: the checker as a command. Reads files, and nothing else. Exit code 0: it is so; 1:
// it is not, and why; 2: it could not be tried.

import type * as fs from "node:fs";

import { toBase64 } from "./base64.js";
import { toHex } from "./bytes.js";
import { outcomeNow, shown } from "./failure.js";
import {
  type Answer,
  decodeRecord,
  type Failure,
  type Options,
  type Outcome,
  type Record,
  verifyCheckpoint,
  verifyConsistency,
  verifyProof,
  verifyReceipt,
  type Words,
} from "./index.js";
import { parseKey } from "./note.js";
import { receiptBytesMax } from "./receipt.js";
import { typeOf } from "./record.js";
import { sentencesOf } from "./report_text.js";
import { momentText } from "./rules/time.js";

const usage = `jejak-check receipt FILE --key VKEY [--policy FILE] [--seen CHECKPOINT] [--complete]
jejak-check proof FILE.tlog-proof RECORD --key VKEY [--policy FILE]
jejak-check checkpoint FILE --key VKEY [--policy FILE]
jejak-check consistency OLDER NEWER (--proof FILE | --tiles FOLDER) --key VKEY [--policy FILE]
jejak-check record FILE

--key VKEY      the ledger's public key; or --key-file FILE that holds it
--policy FILE   which witnesses must have cosigned (C2SP tlog-policy)
--seen FILE     a checkpoint of the ledger that you saw before
--complete      refuse what is not shown to be complete up to what is claimed
--explain       each step of the score, in words
--lang id|en    the language of the answer; without it, that of LANG, else Indonesian
--json          the answer as JSON
`;

// What keeps us from trying.
class Unusable extends Error {}

const withValue = ["key", "key-file", "policy", "seen", "proof", "tiles", "lang"];
const withoutValue = ["complete", "explain", "json", "help"];

interface Asked {
  verb: string;
  files: string[];
  options: Map<string, string>;
}

function read(args: readonly string[]): Asked {
  const files: string[] = [];
  const options = new Map<string, string>();
  for (let i = 0; i < args.length; ++i) {
    const arg = args[i]!;
    if (!arg.startsWith("--")) {
      files.push(arg);
      continue;
    }
    const equals = arg.indexOf("=");
    const name = arg.slice(2, equals < 0 ? undefined : equals);
    if (options.has(name)) throw new Unusable(`--${name} is there twice`);
    if (withoutValue.includes(name) && equals < 0) options.set(name, "");
    else if (withValue.includes(name)) {
      const value = equals < 0 ? args[++i] : arg.slice(equals + 1);
      if (value === undefined) throw new Unusable(`--${name} needs a value`);
      options.set(name, value);
    } else throw new Unusable(`there is no ${arg}`);
  }
  const verb = files.shift() ?? "";
  return { verb, files, options };
}

let disk: typeof fs; // imported when it runs: so the bundle is a script and a module alike

function bytesOf(path: string): Uint8Array {
  try {
    const { size } = disk.statSync(path);
    if (size > receiptBytesMax) throw new Unusable(`${path} is larger than 64 MiB`);
    return disk.readFileSync(path);
  } catch (error) {
    if (error instanceof Unusable) throw error;
    throw new Unusable(`${path} cannot be read`);
  }
}

function trustOf(options: ReadonlyMap<string, string>, language: keyof Words): Options {
  const file = options.get("key-file");
  const key = options.get("key") ?? (file && new TextDecoder().decode(bytesOf(file)).trim());
  if (!key) throw new Unusable("--key is needed: the ledger's public key, from who you trust");
  const parsed = outcomeNow(() => parseKey(key));
  if (!parsed.ok) throw new Unusable(reason(parsed.failure, language));
  const policy = options.get("policy");
  return { key, policy: policy === undefined ? undefined : bytesOf(policy) };
}

function languageOf(options: ReadonlyMap<string, string>): keyof Words {
  const asked = options.get("lang");
  if (asked === "id" || asked === "en") return asked;
  if (asked !== undefined) throw new Unusable("--lang is id or en");
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  return (LC_ALL || LC_MESSAGES || LANG || "").startsWith("en") ? "en" : "id";
}

// What a machine reads: bytes in base64, bigints and fractions as text.
function json(value: unknown): string {
  const plain = (name: string, item: unknown): unknown => {
    if (name === "entries") return undefined; // `record` shows one; the library has them all
    if (typeof item === "bigint") return item.toString();
    if (item instanceof Uint8Array) return toBase64(item);
    if (item && typeof item === "object" && "text" in item && typeof item.text === "function") {
      return item.text();
    }
    return item;
  };
  return JSON.stringify(value, plain, 2) + "\n";
}

function summaryOf(record: Record): string {
  const effective = momentText(record.effective);
  return shown(`${record.stream}@${record.version} ${typeOf(record.event)} ${effective}`);
}

interface Said {
  ok: boolean;
  text: string;
}

// The answer in words, and whether it is a yes.
async function answer({ verb, files, options }: Asked, language: keyof Words): Promise<Said> {
  const said = <T>(outcome: Outcome<T>, say: (value: T) => string): Said => {
    if (options.has("json")) return { ok: outcome.ok, text: json(outcome) };
    return outcome.ok
      ? { ok: true, text: say(outcome.value) }
      : { ok: false, text: refusal(outcome.failure, language) };
  };
  const fileCount = { receipt: 1, proof: 2, checkpoint: 1, consistency: 2, record: 1 }[verb];
  if (fileCount === undefined || files.length !== fileCount) throw new Unusable(usage);
  const [first, second] = files.map(bytesOf);
  if (verb === "record") {
    return said(decodeRecord(first!), (record) => `${summaryOf(record)}\n${json(record)}`);
  }
  const trust = trustOf(options, language);
  const verified = (lines: string): string =>
    lines + (language === "id" ? "TERBUKTI\n" : "VERIFIED\n");
  const tree = (c: { origin: string; size: number; root: Uint8Array }): string =>
    `${c.origin} ${c.size} ${toHex(c.root)}\n`;
  switch (verb) {
    case "receipt": {
      const seen = options.get("seen");
      const outcome = await verifyReceipt(first!, {
        ...trust,
        seen: seen === undefined ? undefined : bytesOf(seen),
        complete: options.has("complete"),
      });
      const isLong = options.has("explain");
      return said(outcome, (value: Answer) => sentencesOf(value, language, isLong));
    }
    case "proof": {
      const outcome = await verifyProof(first!, second!, trust);
      return said(outcome, ({ index, record, checkpoint }) =>
        verified(`${index}: ${summaryOf(record)}\n${tree(checkpoint)}`),
      );
    }
    case "checkpoint":
      return said(await verifyCheckpoint(first!, trust), (v) => verified(tree(v)));
    default: {
      const proof = options.get("proof");
      const tiles = options.get("tiles");
      if ((proof === undefined) === (tiles === undefined)) throw new Unusable(usage);
      const growth =
        proof !== undefined
          ? { proof: bytesOf(proof) }
          : { tiles: (path: string) => tileAt(`${tiles}/${path}`) };
      const outcome = await verifyConsistency(first!, second!, growth, trust);
      return said(outcome, (v) => verified(tree(v.older) + tree(v.newer)));
    }
  }
}

function tileAt(path: string): Uint8Array | null {
  try {
    return bytesOf(path);
  } catch {
    return null;
  }
}

function refusal(failure: Failure, language: keyof Words): string {
  const head = language === "id" ? "TIDAK TERBUKTI" : "NOT VERIFIED";
  return `${head}: ${reason(failure, language)}`;
}

function reason({ code, detail, words }: Failure, language: keyof Words): string {
  return `${words[language]}\n  ${code}: ${detail}\n`;
}

async function main(): Promise<number> {
  disk = await import("node:fs");
  try {
    const asked = read(process.argv.slice(2));
    if (asked.options.has("help") || asked.verb === "help") {
      process.stdout.write(usage);
      return 0;
    }
    const { ok, text } = await answer(asked, languageOf(asked.options));
    process.stdout.write(text);
    return ok ? 0 : 1;
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    process.stderr.write(`${error.message.trimEnd()}\n`);
    return 2;
  }
}

void main().then((code) => {
  process.exitCode = code;
});
