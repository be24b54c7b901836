import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";

import { toBase64 } from "../src/base64.js";
import { tilePath } from "../src/tiles.js";
import { drafted, filesOfPerson, goldenYear, scoreReceipt } from "./support/golden.js";
import {
  bytesOfJson,
  consistencyProof,
  inclusionProof,
  midnight,
  signer,
} from "./support/ledger.js";
import { here, newFolder } from "./support/tools.js";
import { Office, unitReceipt } from "./support/unit.js";

const command = join(here, "dist/jejak-check.js");
const { ledger, beforeObjection } = goldenYear();
const key = ["--key", ledger.key.vkey];

interface Said {
  status: number | null;
  out: string;
  err: string;
}

function run(args: string[], env: { [name: string]: string } = {}, script = command): Said {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    env: { ...process.env, LC_ALL: "", LC_MESSAGES: "", LANG: "", ...env },
  });
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  return { status, out: text(stdout), err: text(stderr) };
}

async function inFolder(work: (path: (name: string) => string) => void): Promise<void> {
  const folder = newFolder();
  try {
    work((name) => join(folder, name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("a receipt is verified, in Indonesian and in English", () =>
  inFolder((path) => {
    const receipt = scoreReceipt(ledger, "2025", "2026-06-30");
    writeFileSync(path("r.json"), bytesOfJson(receipt));
    const id = run(["receipt", path("r.json"), ...key]);
    assert.equal(id.status, 0, id.out + id.err);
    assert.match(id.out, /^TERBUKTI: /);
    assert.match(id.out, /90,63 \(7765231\/85680\), sesuai ekspektasi\./);
    assert.match(id.out, /Perbuatan terhadap a: 0 bertanda tangan .*, 40 hanya dinyatakan/);
    const en = run(["receipt", path("r.json"), "--explain", ...key], { LANG: "en_GB.UTF-8" });
    assert.match(en.out, /^VERIFIED: /);
    assert.match(en.out, /90\.63 \(7765231\/85680\), meets expectations\./);
    assert.match(en.out, /person\/a\/correction: 1\n/);
    assert.match(en.out, /Acts about a: 0 signed, .*, 40 attested by the operator only\.\n/);
    assert.match(en.out, /I1: Average: \(36 \+ 35/);
    assert.equal(run(["receipt", path("r.json"), "--complete", ...key]).status, 0);
    const streams = ledger.records.map((record) => record.stream);
    const open = scoreReceipt(ledger, "2025", "2026-06-30", { close: null, files: [], streams });
    writeFileSync(path("open.json"), bytesOfJson(open));
    const told = run(["receipt", path("open.json"), ...key]);
    assert.match(told.out, /PERHATIAN: /);
    const asked = run(["receipt", path("open.json"), "--complete", "--lang=en", ...key]);
    assert.equal(asked.status, 1);
    assert.match(asked.out, /^NOT VERIFIED: .*\n {2}not-complete: no close/);
  }));

test("a receipt of a unit's score is verified, with its steps, and for machines", () =>
  inFolder((path) => {
    const office = new Office();
    office.define("tunggu", { polarity: "min", weight: "2.5" });
    office.aim("tunggu", "2025", "30");
    office.value("tunggu", "2025", "31", { provisional: true });
    office.ledger.close("2026-01-10");
    const own = ["--key", office.ledger.key.vkey];
    writeFileSync(path("r.json"), bytesOfJson(unitReceipt(office.ledger, "2025", "2026-06-30")));
    const said = run(["receipt", path("r.json"), "--explain", "--lang=en", ...own]);
    assert.equal(said.status, 0, said.out + said.err);
    assert.match(said.out, /The score of unit puskesmas-pauh \(kota-pauh\) for 2025, .*: 96\.67 \(290\/3\)\.\n/);
    assert.match(said.out, /tunggu: 96\.6667 × 2\.5 \(missed; realised 31; target 30; provisional\)\n/);
    assert.match(said.out, /Complete up to the close of 2026-01-10 .*\n {2}agency\/kota-pauh\/indicator: 1\n/);
    assert.match(said.out, /1\. tunggu: Achievement: 100 × \(2 − 31 \/ 30\) ≈ 96\.6667 %\.\n/);
    const { value } = JSON.parse(run(["receipt", path("r.json"), "--json", ...own]).out);
    assert.deepEqual([value.subject, value.score, value.unitScore.exact], [null, null, "290/3"]);
    assert.equal(value.unitScore.lines[0].achievement, "290/3");
  }));

test("a receipt that is a lie is refused, by a name that a script reads", () =>
  inFolder((path) => {
    const receipt = scoreReceipt(ledger, "2025", "2026-06-30");
    receipt.claim!["exact"] = "91";
    writeFileSync(path("r.json"), bytesOfJson(receipt));
    writeFileSync(path("key"), `${ledger.key.vkey}\n`);
    const said = run(["receipt", path("r.json"), "--key-file", path("key")]);
    assert.equal(said.status, 1);
    assert.match(said.out, /^TIDAK TERBUKTI: .*\n {2}score-other: claimed 91, it is 7765231\/85680/);
    const json = JSON.parse(run(["receipt", path("r.json"), "--json", ...key]).out);
    assert.equal(json.ok, false);
    assert.equal(json.failure.code, "score-other");
    writeFileSync(path("true.json"), bytesOfJson(scoreReceipt(ledger, "2025", "2026-06-30")));
    const held = JSON.parse(run(["receipt", path("true.json"), "--json", ...key]).out);
    assert.equal(held.ok, true);
    assert.equal(held.value.score.exact, "7765231/85680");
    assert.deepEqual(held.value.acts, { signed: 0, unsigned: 40 });
    assert.equal(held.value.score.lines[0].achievement, "875/9");
  }));

test("two histories are told, with a checkpoint that was kept", () =>
  inFolder((path) => {
    writeFileSync(path("r.json"), bytesOfJson(scoreReceipt(ledger, "2025", "2026-06-30")));
    writeFileSync(path("seen"), ledger.checkpoint());
    assert.equal(run(["receipt", path("r.json"), "--seen", path("seen"), ...key]).status, 0);
    const other = goldenYear().ledger;
    Object.assign(other, { key: ledger.key });
    writeFileSync(path("forked"), other.checkpoint());
    const said = run(["receipt", path("r.json"), "--seen", path("forked"), ...key]);
    assert.equal(said.status, 1);
    assert.match(said.out, /two-histories: at size/);
  }));

test("a checkpoint, a proof, and growth are verified", () =>
  inFolder((path) => {
    writeFileSync(path("old"), ledger.checkpoint(beforeObjection));
    writeFileSync(path("new"), ledger.checkpoint());
    const leaves = ledger.leaves();
    const checkpoint = run(["checkpoint", path("new"), ...key]);
    assert.equal(checkpoint.status, 0);
    const tree = new RegExp(`^pauh.example/jejak ${leaves.length} [0-9a-f]{64}\nTERBUKTI\n$`);
    assert.match(checkpoint.out, tree);
    const english = run(["checkpoint", path("new"), "--lang=en", ...key]);
    assert.match(english.out, /\nVERIFIED\n$/);
    const other = run(["checkpoint", path("new"), "--key", signer(ledger.origin).vkey]);
    assert.equal(other.status, 1);

    const proof = inclusionProof(5, leaves).map((hash) => `${toBase64(hash)}\n`);
    const text = `c2sp.org/tlog-proof@v1\nindex 5\n${proof.join("")}\n${ledger.checkpoint()}`;
    writeFileSync(path("5.tlog-proof"), text);
    writeFileSync(path("record"), ledger.records[5]!.bytes);
    writeFileSync(path("other"), ledger.records[6]!.bytes);
    const proved = run(["proof", path("5.tlog-proof"), path("record"), ...key]);
    assert.equal(proved.status, 0, proved.out);
    assert.match(proved.out, /^5: plan\/skp-a-2025@1 plan\.drafted 2025-01-06T02:00:00\.000000Z\n/);
    assert.match(proved.out, /\nTERBUKTI\n$/);
    assert.equal(run(["proof", path("5.tlog-proof"), path("other"), ...key]).status, 1);
    const record = run(["record", path("record")]);
    assert.equal(record.status, 0);
    assert.match(record.out, /"subject": "a"/);

    const hashes = consistencyProof(beforeObjection, leaves).map((hash) => `${toBase64(hash)}\n`);
    writeFileSync(path("growth"), hashes.join(""));
    const grown = ["consistency", path("old"), path("new"), ...key];
    const held = run([...grown, "--proof", path("growth")]);
    assert.equal(held.status, 0);
    assert.match(held.out, /^(pauh\.example\/jejak .*\n){2}TERBUKTI\n$/);
    writeFileSync(path("cut"), hashes.slice(1).join(""));
    const cut = run([...grown, "--proof", path("cut")]);
    assert.equal(cut.status, 1);
    assert.match(cut.out, /consistency-wrong/);
    const tile = new Uint8Array(leaves.length * 32);
    leaves.forEach((hash, i) => tile.set(hash, i * 32));
    const file = path(join("tiles", tilePath(0, 0, leaves.length)));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, tile);
    assert.equal(run([...grown, "--tiles", path("tiles")]).status, 0);
    const none = run([...grown, "--tiles", path("nowhere")]);
    assert.match(none.out, /tile-missing/);
    const backwards = run(["consistency", path("new"), path("old"), ...key, "--tiles", path("tiles")]);
    assert.equal(backwards.status, 1);
    assert.match(backwards.out, /history-shorter/);
  }));

test("a proof of growth is taken as the server answers it, and told from a rewritten history", () =>
  inFolder((path) => {
    writeFileSync(path("old"), ledger.checkpoint(beforeObjection));
    writeFileSync(path("new"), ledger.checkpoint());
    const leaves = ledger.leaves();
    const hashes = consistencyProof(beforeObjection, leaves).map(toBase64);
    const json = { from: beforeObjection, to: leaves.length, hashes };
    const said = (proof: string, files = ["old", "new"]): Said => {
      writeFileSync(path("proof"), proof);
      return run(["consistency", ...files.map(path), "--proof", path("proof"), ...key]);
    };
    for (const proof of [JSON.stringify(json), JSON.stringify(json, null, 2), hashes.join("\n")]) {
      assert.equal(said(proof).status, 0, proof);
    }
    const missing = '{"type":"about:blank","title":"Not Found","status":404}';
    const fewer = { ...json, hashes: hashes.slice(1) };
    for (const [proof, name] of [
      [missing, "proof-malformed"],
      ["<html>", "proof-malformed"],
      [hashes.join(" "), "proof-malformed"],
      [JSON.stringify({ ...json, to: json.to + 1 }), "proof-other"],
      [JSON.stringify(fewer), "consistency-wrong"],
    ] as const) {
      const { status, out } = said(proof);
      assert.equal(status, 1, out);
      assert.match(out, new RegExp(`^TIDAK TERBUKTI: .*\n  ${name}: `));
      assert.equal(/sejarah/.test(out), name === "consistency-wrong", out);
    }
    // Whatever the proof is, a ledger that lost something is told first.
    assert.match(said(missing, ["new", "old"]).out, /history-shorter/);
  }));

test("acts that are contested are told, to people and to machines", () =>
  inFolder((path) => {
    const own = goldenYear().ledger;
    const of = (id: string): object => ({ act: { source: "urn:app", id } });
    const at = midnight("2026-05-01");
    const position = own.add({
      stream: "plan/skp-a-2026", event: drafted(), subjects: ["a"], actor: "a", at,
      envelope: { source: "urn:app", id: "31" },
    });
    own.add({
      stream: "signer/a", event: { is: "signer", of: { is: "contested", of: of("31") } },
      subjects: ["a"], actor: "a", at,
    });
    own.close("2026-05-01");
    const files = filesOfPerson("a");
    writeFileSync(path("r.json"), bytesOfJson(own.receipt({ day: "2026-06-30", files })));
    const asked = ["receipt", path("r.json"), "--key", own.key.vkey];
    const { out } = run([...asked, "--lang=en"]);
    const line = `The act at position ${position} is contested by a: open.`;
    assert.match(out, new RegExp(`\nActs about a: .*\n${line}\n`));
    const { value } = JSON.parse(run([...asked, "--json"]).out);
    assert.deepEqual(value.contested, [{ position, by: "a", standing: "open" }]);
  }));

test("what cannot be tried exits with 2 and says why", () =>
  inFolder((path) => {
    writeFileSync(path("r"), "{}");
    for (const args of [
      [], ["what"], ["receipt"], ["receipt", path("r")], ["receipt", path("r"), path("r"), ...key],
      ["receipt", path("nothing"), ...key], ["receipt", path("."), ...key],
      ["receipt", path("r"), "--keys", "x"], ["receipt", path("r"), "--key"],
      ["receipt", path("r"), ...key, ...key], ["receipt", path("r"), "--lang", "fr", ...key],
      ["receipt", path("r"), "--json=1", ...key],
      ["receipt", path("r"), "--key", "x"], ["proof", path("r"), path("r"), "--key", "x"],
      ["checkpoint", path("r"), "--key", ledger.key.vkey.slice(0, -4)],
      ["checkpoint", path("r"), "--key-file", path("r")],
      ["consistency", path("r"), path("r"), "--proof", path("r"), "--key", "a+b+c"],
      ["consistency", path("r"), path("r"), ...key],
      ["consistency", path("r"), path("r"), "--proof", path("r"), "--tiles", ".", ...key],
    ]) {
      const said = run(args);
      assert.equal(said.status, 2, args.join(" "));
      assert.ok(said.err.length > 5 && !said.err.includes("    at "), said.err);
    }
    assert.match(run(["receipt", path("r"), "--key", "x"]).err, /\n {2}key-malformed: /);
    assert.equal(run(["help"]).status, 0);
    assert.equal(run(["receipt", path("r"), ...key]).status, 1);
  }));

test("the command is one file that runs wherever it is put", () =>
  inFolder((path) => {
    copyFileSync(command, path("check.js"));
    copyFileSync(command, path("check.mjs"));
    for (const name of ["check.js", "check.mjs"]) {
      const said = run(["help"], {}, path(name));
      assert.equal(said.status, 0, said.err);
      assert.match(said.out, /^jejak-check receipt/);
    }
  }));
