import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { fromBase64 } from "../src/base64.js";
import { failureCodes, wordsOf } from "../src/index.js";
import { chainOf } from "../src/completeness.js";
import { toHex } from "../src/bytes.js";
import { goldenYear } from "./support/golden.js";
import { here, lacking, newFolder, repository } from "./support/tools.js";

test("the README says what each failure means, and no other", () => {
  const text = readFileSync(join(here, "README.md"), "utf8");
  const rows = [...text.matchAll(/^\| `([a-z0-9-]+)` \| (.*) \|$/gm)];
  assert.deepEqual(rows.map(([, code]) => code).sort(), [...failureCodes].sort());
  for (const [, code, en] of rows) {
    assert.equal(en, wordsOf(code as (typeof failureCodes)[number]).en);
  }
});

// The commands of docs/verify.md, as they stand there, on a real checkpoint.
test("the page on checking by hand does what it says", { skip: lacking("openssl", "sha256sum") }, () => {
  const { ledger } = goldenYear();
  const [name, id, key] = ledger.key.vkey.split("+") as [string, string, string];
  const base64 = ledger.key.vkey.slice(name.length + id.length + 2);
  assert.ok(base64.startsWith(key));
  const page = readFileSync(join(repository, "docs/verify.md"), "utf8");
  const blocks = [...page.matchAll(/```sh\n(.*?)```/gs)].map(([, block]) => block!);
  const folder = newFolder();
  try {
    writeFileSync(join(folder, "checkpoint"), ledger.checkpoint());
    const records = ["first", "second", "third"].map((file, i) => {
      writeFileSync(join(folder, file), ledger.records[i]!.bytes);
      return ledger.records[i]!;
    });
    writeFileSync(join(folder, "record"), records[0]!.bytes);
    const run = (block: string): string => {
      const env = { ...process.env, NAME: name, ID: id, BASE64: base64, LC_ALL: "C" };
      const made = spawnSync("sh", ["-euc", block], { cwd: folder, env });
      const said = new TextDecoder().decode(made.stdout);
      assert.equal(made.status, 0, block + said + new TextDecoder().decode(made.stderr));
      return said;
    };
    const of = (words: string): string => blocks.find((block) => block.includes(words))!;
    assert.equal(run(of('"$NAME"; cat key')).trim(), id);
    run(of(">public.der"));
    assert.match(run(of("pkeyutl")), /Signature Verified Successfully/);
    assert.equal(fromBase64(base64).length, 33);
    assert.ok(run(of("sha256sum record")).startsWith(toHex(records[0]!.entry)));
    run(of("head -c 32 /dev/zero"));
    const chain = new Uint8Array(readFileSync(join(folder, "chain")));
    assert.equal(toHex(chain), toHex(chainOf(records.map((record) => record.entry))));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
