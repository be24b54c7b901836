// The page and the library as a browser has them: WebCrypto, and nothing of Node.

import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { runInNewContext } from "node:vm";

import { goldenYear, scoreReceipt } from "./support/golden.js";
import { bytesOfJson } from "./support/ledger.js";
import { here } from "./support/tools.js";

const html = readFileSync(join(here, "dist/jejak-check.html"), "utf8");
const { ledger } = goldenYear();

interface Fields {
  key: string;
  receipt: Uint8Array;
  language?: string;
}

// What the page answers to somebody who fills the form in and sends it.
async function answer(fields: Fields, crypto: unknown): Promise<{ ok: string; text: string }> {
  const file = (bytes: Uint8Array) => [{ arrayBuffer: async () => bytes.slice().buffer }];
  let submit: (event: object) => void = () => {};
  return await new Promise((resolve) => {
    const output = {
      dataset: {} as { ok?: string },
      set textContent(text: string) {
        if (text !== "…") resolve({ ok: this.dataset.ok ?? "", text });
      },
    };
    const elements: { [id: string]: object } = {
      form: { addEventListener: (_: string, listener: typeof submit) => (submit = listener) },
      key: { value: fields.key },
      receipt: { files: file(fields.receipt) },
      policy: { files: [] },
      seen: { files: [] },
      complete: { checked: false },
      language: { value: fields.language ?? "id" },
      answer: output,
    };
    const script = /<script>(.*)<\/script>/s.exec(html)![1]!;
    const document = { getElementById: (id: string) => elements[id] };
    runInNewContext(script, { document, crypto, TextEncoder, TextDecoder });
    submit({ preventDefault: () => {} });
  });
}

test("the page verifies a receipt with WebCrypto alone", async () => {
  const receipt = bytesOfJson(scoreReceipt(ledger, "2025", "2026-06-30"));
  const said = await answer({ key: ` ${ledger.key.vkey} `, receipt }, webcrypto);
  assert.equal(said.ok, "yes", said.text);
  assert.match(said.text, /^TERBUKTI: .*90,63 \(7765231\/85680\)/s);
  assert.match(said.text, /\n\s*Perbuatan terhadap a: 0 bertanda tangan /);
});

test("the page says what is wrong", async () => {
  const lie = scoreReceipt(ledger, "2025", "2026-06-30");
  lie.claim!["rounded"] = "99.00";
  const receipt = bytesOfJson(lie);
  const said = await answer({ key: ledger.key.vkey, receipt, language: "en" }, webcrypto);
  assert.equal(said.ok, "no");
  assert.match(said.text, /^NOT VERIFIED: .*\nrounded-other: /);
});

test("a browser without Ed25519 is told so", async () => {
  const receipt = bytesOfJson(scoreReceipt(ledger, "2025", "2026-06-30"));
  const old = {
    subtle: { importKey: () => Promise.reject(new DOMException("no", "NotSupportedError")) },
  };
  for (const crypto of [undefined, {}, old]) {
    const said = await answer({ key: ledger.key.vkey, receipt, language: "en" }, crypto);
    assert.equal(said.ok, "no");
    assert.match(said.text, /ed25519-missing/);
  }
});

test("the page asks the network for nothing", () => {
  assert.match(html, /default-src 'none'/);
  assert.ok(!/\b(src|href)=/.test(html.replace(/<script>.*<\/script>/s, "")));
  assert.ok(!/https?:\/\//.test(html.replace(/<script>.*<\/script>/s, "")));
});
