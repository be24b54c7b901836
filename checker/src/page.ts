// The page: a form around verifyReceipt(). Everything that a file says goes into the page as text.

import { safe } from "./failure.js";
import { verifyReceipt } from "./index.js";
import { sentencesOf } from "./report_text.js";

function element<T extends HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

async function bytesOf(id: string): Promise<Uint8Array | undefined> {
  const file = element<HTMLInputElement>(id).files?.[0];
  return file && new Uint8Array(await file.arrayBuffer());
}

async function check(): Promise<{ ok: boolean; text: string }> {
  const language = element<HTMLSelectElement>("language").value === "en" ? "en" : "id";
  const receipt = await bytesOf("receipt");
  if (!receipt) return { ok: false, text: "" };
  const outcome = await verifyReceipt(receipt, {
    key: element<HTMLInputElement>("key").value.trim(),
    policy: await bytesOf("policy"),
    seen: await bytesOf("seen"),
    complete: element<HTMLInputElement>("complete").checked,
  });
  if (outcome.ok) return { ok: true, text: sentencesOf(outcome.value, language, true) };
  const { code, detail, words } = outcome.failure;
  const head = language === "id" ? "TIDAK TERBUKTI" : "NOT VERIFIED";
  return { ok: false, text: `${head}: ${words[language]}\n${code}: ${safe(detail)}` };
}

element<HTMLFormElement>("form").addEventListener("submit", (event) => {
  event.preventDefault();
  const answer = element<HTMLOutputElement>("answer");
  answer.textContent = "…";
  delete answer.dataset["ok"];
  const say = ({ ok, text }: { ok: boolean; text: string }): void => {
    answer.dataset["ok"] = ok ? "yes" : "no";
    answer.textContent = text;
  };
  check().then(say, () =>
    say({ ok: false, text: "Berkas tidak terbaca. · A file cannot be read." }),
  );
});
