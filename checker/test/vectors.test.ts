// Receipts that the ledger itself wrote: every NAME.receipt.json in test/vectors, with the ledger's
// key in NAME.vkey. Where there is a NAME.refused, the receipt is a lie, and the file names it.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { verifyReceipt } from "../src/index.js";
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
