// tools/verify.sh: the same answers from openssl, capnp and a shell.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { fromBase64, toBase64 } from "../src/base64.js";
import { concat, utf8 } from "../src/bytes.js";
import { goldenYear } from "./support/golden.js";
import { inclusionProof, signatureLine, signer } from "./support/ledger.js";
import { lacking, newFolder, repository } from "./support/tools.js";

const skip = lacking("openssl", "capnp", "base64", "od", "awk");
const script = join(repository, "tools/verify.sh");
const { ledger } = goldenYear();
const vkey = ledger.key.vkey;
const leaves = ledger.leaves();

function run(...args: string[]): { status: number | null; out: string } {
  const { status, stdout, stderr } = spawnSync("sh", [script, ...args]);
  const text = new TextDecoder();
  return { status, out: text.decode(stdout) + text.decode(stderr) };
}

async function withFiles(
  work: (write: (name: string, data: string | Uint8Array) => string) => void,
): Promise<void> {
  const folder = newFolder();
  try {
    work((name, data) => {
      writeFileSync(join(folder, name), data);
      return join(folder, name);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function proofOf(index: number, extra = ""): string {
  const hashes = inclusionProof(index, leaves).map((hash) => `${toBase64(hash)}\n`).join("");
  return `c2sp.org/tlog-proof@v1\n${extra}index ${index}\n${hashes}\n${ledger.checkpoint()}`;
}

test("a checkpoint's signature is verified by openssl", { skip }, () =>
  withFiles((write) => {
    const witness = signer("witness.example/a", 4);
    const text = ledger.checkpoint().split("\n\n")[0]! + "\n";
    const cosigned = ledger.checkpoint() + signatureLine(witness, text, 12n);
    for (const note of [ledger.checkpoint(), cosigned]) {
      const said = run("checkpoint", write("c", note), vkey);
      assert.equal(said.status, 0, said.out);
      assert.match(said.out, new RegExp(`${ledger.origin}: ${leaves.length} records`));
      assert.match(said.out, /VERIFIED \/ TERBUKTI\n$/);
    }
  }));

test("a checkpoint that is not signed so is refused", { skip }, () =>
  withFiles((write) => {
    const note = ledger.checkpoint();
    const [, line] = note.split("\n\n") as [string, string];
    const bytes = fromBase64(line.trim().split(" ")[2]!);
    const forged = concat(bytes.slice(0, 67), Uint8Array.of(bytes[67]! ^ 1));
    const other = signer(ledger.origin);
    const lies: [string, string, string][] = [
      [note.replace(/\n(\d+)\n/, (_, size) => `\n${Number(size) + 1}\n`), vkey, "does not verify"],
      [note.replace(line, `\u2014 ${ledger.origin} ${toBase64(forged)}\n`), vkey, "does not verify"],
      [note, other.vkey, "has 0 signatures"],
      [note + line, vkey, "has 2 signatures"],
      [note, signer("other.example").vkey, "another ledger"],
      [note.replace("\n\n", "\n"), vkey, "not a signed note"],
      [note.slice(0, -1), vkey, "no last line"],
      [note.replace("\n", "\r\n"), vkey, "control characters"],
      [note.replace("\n\n", "\nmore\n\n"), vkey, "three lines"],
      [note.replace(/\n(\d+)\n/, "\n0$1\n"), vkey, "not a number"],
      ["", vkey, "no last line"],
      [note, vkey.replace(/\+[0-9a-f]{8}\+/, "+00000000+"), "not its own"],
      [note, "nonsense", "not a vkey"],
      [note, signer(ledger.origin, 4).vkey, "type 1"],
    ];
    for (const [text, key, why] of lies) {
      const said = run("checkpoint", write("c", text), key);
      assert.equal(said.status, 1, why + said.out);
      assert.match(said.out, new RegExp(`NOT VERIFIED.*${why}`));
    }
  }));

test("a record is shown to be where its proof says, and is read by capnp", { skip }, () =>
  withFiles((write) => {
    for (const index of [0, 5, leaves.length - 1]) {
      for (const extra of ["", "extra AAEC\n"]) {
        const record = write("record", ledger.records[index]!.bytes);
        const said = run("proof", write("p.tlog-proof", proofOf(index, extra)), record, vkey);
        assert.equal(said.status, 0, said.out);
        assert.ok(said.out.includes(`stream = "${ledger.records[index]!.stream}"`));
      }
    }
  }));

test("another record, another place or another path is refused", { skip }, () =>
  withFiles((write) => {
    const proof = proofOf(5);
    const own = ledger.records[5]!.bytes;
    const lines = proof.split("\n");
    const without = [...lines.slice(0, 2), ...lines.slice(3)].join("\n");
    const twice = [...lines.slice(0, 3), ...lines.slice(2)].join("\n");
    const edited = own.slice();
    edited[edited.length - 1]! ^= 1;
    const lies: [string, Uint8Array, string][] = [
      [proof, ledger.records[6]!.bytes, "not at position 5"],
      [proof, edited, "not at position 5"],
      [proof, new Uint8Array(0), "not at position 5"],
      [proof.replace("index 5", "index 4"), own, "not at position 4"],
      [proof.replace("index 5", `index ${leaves.length}`), own, "not below"],
      [proof.replace("index 5", "index 05"), own, "not a number"],
      [proof.replace("index 5", "index -5"), own, "not a .tlog-proof"],
      [proof.replace("@v1", "@v2"), own, "not a .tlog-proof"],
      [without, own, "too short"],
      [twice, own, "too long|not at position"],
      [proof.replace(lines[2]!, toBase64(utf8("short"))), own, "has not 32 bytes"],
      [proof.replace(lines[2]!, "*".repeat(44)), own, "not base64"],
      [proof.split("\n\n")[0]!, own, "not a .tlog-proof"],
    ];
    for (const [text, record, why] of lies) {
      const said = run("proof", write("p", text), write("record", record), vkey);
      assert.equal(said.status, 1, why + said.out);
      assert.match(said.out, new RegExp(`NOT VERIFIED.*(${why})`));
    }
  }));

test("what cannot be tried exits with 2", { skip }, () =>
  withFiles((write) => {
    const file = write("c", ledger.checkpoint());
    for (const args of [[], ["what"], ["checkpoint"], ["checkpoint", file], ["checkpoint", "/nowhere", vkey]]) {
      assert.equal(run(...args).status, 2);
    }
  }));
