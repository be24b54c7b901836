// Receipts that the ledger itself wrote: every NAME.receipt.json in test/vectors, with the ledger's
// key in NAME.vkey. Where there is a NAME.refused, the receipt is a lie, and the file names it.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { type Answer, verifyReceipt } from "../src/index.js";
import { expectFailure, expectValue } from "./support/failing.js";
import { here } from "./support/tools.js";
import type { Code } from "../src/failure.js";

const folder = join(here, "test/vectors");
const suffix = ".receipt.json";
const names = readdirSync(folder)
  .filter((name) => name.endsWith(suffix))
  .map((name) => name.slice(0, -suffix.length));

const none = names.length === 0 ? "the ledger has written no receipts into test/vectors yet" : false;

test("the ledger's own receipts verify", { skip: none }, async () => {
  for (const name of names) {
    const key = readFileSync(join(folder, `${name}.vkey`), "utf8").trim();
    const receipt = readFileSync(join(folder, name + suffix));
    const refused = join(folder, `${name}.refused`);
    const outcome = await verifyReceipt(receipt, { key });
    if (existsSync(refused)) {
      expectFailure(outcome, readFileSync(refused, "utf8").trim() as Code, name);
    } else {
      const { notices } = expectValue(outcome);
      // Two programs, one wording.
      assert.ok(!notices.some((notice) => notice.code === "other-words"), name);
    }
  }
});

async function answer(name: string): Promise<Answer> {
  const key = readFileSync(join(folder, `${name}.vkey`), "utf8").trim();
  return expectValue(await verifyReceipt(readFileSync(join(folder, name + suffix)), { key }));
}

test("the ledger's golden year is that of domain.md", { skip: none }, async () => {
  const { score } = await answer("year");
  assert.deepEqual([score?.exact, score?.decided?.predikat], ["7765231/85680", "good"]);
  const before = await answer("year-before-objection");
  assert.equal(before.score?.exact, "64649/720");
  assert.equal(before.complete?.reachesAsOf, true);
});

const noUnits = names.includes("unit") ? false : "the ledger has written no unit's receipt yet";

test("the ledger's units have the scores of their indicators", { skip: noUnits }, async () => {
  const { subject, score, unitScore, acts } = await answer("unit");
  assert.deepEqual([subject, score, unitScore?.unit], [null, null, "dinkes"]);
  assert.ok(unitScore?.formulas.some((formula) => formula.startsWith("rollup.")));
  assert.ok(acts.unsigned > 0);
  const corrected = (await answer("unit-corrected")).unitScore?.exact;
  assert.notEqual((await answer("unit-before-correction")).unitScore?.exact, corrected);
});

test("acts that were signed are counted, and a later key is told", { skip: none }, async () => {
  const { acts, notices } = await answer("signed");
  assert.deepEqual(acts, { signed: 3, unsigned: 4 });
  assert.ok(notices.some((notice) => notice.code === "other-key"));
  assert.deepEqual((await answer("official")).acts, { signed: 0, unsigned: 2 });
  assert.deepEqual((await answer("official-once")).acts, { signed: 0, unsigned: 1 });
});
