// Who did what is recorded about a person: acts that are signed, acts that only the operator
// attests, acts that nobody performed, and acts that are contested.

import assert from "node:assert/strict";
import { test } from "node:test";

import { type Answer, type ContestedAct, verifyReceipt } from "../src/index.js";
import { sentencesOf } from "../src/report_text.js";
import type { Code, Outcome } from "../src/failure.js";
import { expectFailure, expectValue } from "./support/failing.js";
import {
  at,
  drafted,
  evaluationEvent,
  filesNeeded,
  filesOfPerson,
  goldenYear,
  person,
  plan,
  planEvent,
  reportEvent,
  scoreReceipt,
  setting,
  upholding,
} from "./support/golden.js";
import {
  type Act,
  type Asked,
  bytesOfJson,
  Ledger,
  type Loose,
  type ReceiptJson,
} from "./support/ledger.js";

const day = "2026-06-30";
const rater = "b";
const superior = "c";

async function check(receipt: ReceiptJson, of: Ledger): Promise<Outcome<Answer>> {
  return await verifyReceipt(bytesOfJson(receipt), { key: of.key.vkey, today: "2026-11-22" });
}

const signerEvent = (is: string, of: object): Loose => ({ is: "signer", of: { is, of } });

// A's plan, and what was done to it and to the keys of those who did it, an hour apart.
class Story {
  readonly ledger = new Ledger();
  #now = at("2025-01-06", 9);

  constructor() {
    setting(this.ledger);
    this.act({ event: drafted() });
  }

  get now(): bigint {
    return this.#now;
  }

  add(act: Omit<Act, "at">): this {
    this.#now += 3_600_000_000n;
    this.ledger.add({ at: this.#now, ...act });
    return this;
  }

  // On A's plan, by A unless it is said otherwise.
  act(act: Partial<Act> = {}): this {
    const subjects = [person];
    return this.add({
      stream: `plan/${plan}`, event: planEvent("submitted"), subjects, actor: person, ...act,
    });
  }

  // The decision of an objection against A's evaluation, by C unless it is said otherwise, and the
  // correction that follows from it, which `further` changes: two facts of one act.
  uphold(act: Partial<Act> = {}, further: Partial<Act> = {}): this {
    const value = { numerator: "1" };
    this.act({ stream: `report/${plan}/2025-01`, event: reportEvent([["I1", value]]) });
    const stream = `evaluation/${plan}/2025`;
    this.act({ stream, event: evaluationEvent("decided"), actor: rater });
    this.#now += 3_600_000_000n;
    const ordered = { month: "2025-01", indicator: "I1", was: value, now: { numerator: "2" } };
    const [decision, correction] = upholding([ordered], this.#now, act);
    this.ledger.addAct([decision, { ...correction!, ...further }]);
    return this;
  }

  announce(id: string, of: Partial<Act> & { signsAll?: boolean } = {}): this {
    const { signsAll = true, ...act } = of;
    const owner = act.actor ?? person;
    return this.add({
      stream: `signer/${owner}`,
      event: signerEvent("keyAnnounced", { id, algorithm: "ed25519", key: "AAAA", signsAll }),
      subjects: [owner],
      actor: owner,
      signedWith: id,
      ...act,
    });
  }

  revoke(id: string, act: Partial<Act> = {}): this {
    return this.add({
      stream: `signer/${person}`,
      event: signerEvent("keyRevoked", { id }),
      subjects: [person],
      actor: "team",
      ...act,
    });
  }

  // On A's plan, under a name of its own. Answers its position.
  named(id: string, act: Partial<Act> = {}, source = "urn:app"): number {
    this.act({ ...act, envelope: { source, id } });
    return this.ledger.records.length - 1;
  }

  contest(id: string, by = person, source = "urn:app"): this {
    return this.add({
      stream: `signer/${by}`,
      event: signerEvent("contested", { act: { source, id } }),
      subjects: [by],
      actor: by,
    });
  }

  answer(id: string, upheld: boolean, of = person): this {
    return this.add({
      stream: `signer/${of}`,
      event: signerEvent("contestAnswered", { act: { source: "urn:app", id }, upheld }),
      subjects: [of],
      actor: "inspector",
    });
  }

  async told(asked: Partial<Asked> = {}): Promise<Outcome<Answer>> {
    this.ledger.close("2025-03-10");
    const files = filesOfPerson(person);
    return await check(this.ledger.receipt({ day, files, ...asked }), this.ledger);
  }

  async expect(code: Code): Promise<void> {
    expectFailure(await this.told(), code);
  }

  async expectActs(signed: number, unsigned: number): Promise<void> {
    assert.deepEqual(expectValue(await this.told()).acts, { signed, unsigned });
  }

  async expectContested(contested: ContestedAct[], asked: Partial<Asked> = {}): Promise<void> {
    assert.deepEqual(expectValue(await this.told(asked)).contested, contested);
  }
}

test("acts without a signature are counted as attested by the operator only", async () => {
  await new Story().act().act({ actor: rater }).expectActs(0, 3);
  const { ledger } = goldenYear();
  const answer = expectValue(await check(scoreReceipt(ledger, "2025", day), ledger));
  // Of the sanction nothing is in a score's receipt.
  assert.deepEqual(answer.acts, { signed: 0, unsigned: 40 });
});

test("acts that are signed are counted, of everybody who acted on the person", async () => {
  await new Story().announce("k", { signsAll: false }).act({ signedWith: "k" }).expectActs(2, 1);
  await new Story()
    .announce("k")
    .announce("x", { actor: rater })
    .act({ signedWith: "k" })
    .act({ actor: rater, signedWith: "x" })
    .expectActs(3, 1);
});

test("of him who signs everything nothing is without a signature", async () => {
  await new Story().announce("k").act().expect("not-performed");
  await new Story().announce("x", { actor: rater }).act({ actor: rater }).expect("not-performed");
  await new Story().announce("x", { actor: rater }).act().expectActs(0, 2);
  // Nor after his last key was revoked.
  await new Story().announce("k").revoke("k").act().expect("not-performed");
});

test("the newest announcement says whether everything is signed", async () => {
  const both = (first: boolean, second: boolean): Story =>
    new Story()
      .announce("k", { signsAll: first })
      .announce("l", { signsAll: second, signedWith: "k" });
  await both(true, false).act().expectActs(2, 2);
  await both(false, true).act().expect("not-performed");
});

test("a key that was not his, or not at that time, has signed nothing", async () => {
  await new Story().act({ signedWith: "k" }).expect("not-performed");
  await new Story().act({ signedWith: "k" }).announce("k").expect("not-performed");
  await new Story().announce("k").act({ signedWith: "l" }).expect("not-performed");
  await new Story().announce("k").revoke("k").act({ signedWith: "k" }).expect("not-performed");
  const others = new Story().announce("x", { actor: rater });
  await others.act({ signedWith: "x" }).expect("not-performed");
  // What it signed before stays signed.
  await new Story().announce("k").act({ signedWith: "k" }).revoke("k").expectActs(2, 2);
});

test("what was brought in, and happened before he signed all, needs no signature", async () => {
  const story = new Story();
  const before = story.now;
  story.announce("k");
  const since = story.now;
  await story.act({ migration: "order 1", effective: before }).expectActs(1, 2);
  await new Story().announce("k").act({ effective: before }).expect("not-performed");
  const late = new Story().announce("k");
  await late.act({ migration: "order 1", effective: since }).expect("not-performed");
});

test("a key counts only where he announced it himself, signed", async () => {
  await new Story().announce("k", { signedWith: "" }).expect("not-performed");
  await new Story().announce("k", { signedWith: "l" }).expect("not-performed");
  const stream = `signer/${person}`;
  const forged = { stream, subjects: [person] };
  await new Story().announce("k", { ...forged, actor: "x" }).expect("not-performed");
  await new Story().announce("k", { onBehalfOf: rater }).expect("not-performed");
  // While he has a key, a further one is signed with it.
  await new Story().announce("k").announce("l").expect("not-performed");
  await new Story().announce("k").announce("l", { signedWith: "k" }).expectActs(2, 1);
  const revoked = (): Story => new Story().announce("k").revoke("k");
  await revoked().announce("l").act({ signedWith: "l" }).expectActs(3, 2);
  // None comes back by being announced again.
  await revoked().announce("k").act({ signedWith: "k" }).expect("not-performed");
  // The same of those who acted on him: their keys' records are about themselves.
  const unsigned = { actor: rater, signedWith: "", signsAll: false };
  const story = new Story().act({ actor: rater }).announce("x", { actor: rater });
  await story.announce("y", unsigned).expect("not-performed");
});

test("an act is counted with its first fact, and every fact of it is looked at", async () => {
  const announced = (): Story => new Story().announce("k", { actor: superior });
  await announced().uphold({ signedWith: "k" }).expectActs(1, 3);
  await announced().uphold({ signedWith: "k" }, { signedWith: "" }).expect("not-performed");
  // What was brought in needs no signature, with all its facts; that some of them were is a lie.
  const story = new Story();
  const brought = { migration: "order 1", effective: story.now };
  story.announce("k", { actor: superior });
  await story.uphold(brought).expectActs(0, 4);
  await announced().uphold(brought, { migration: "" }).expect("not-performed");
});

test("nothing of the ledger's own has an author", async () => {
  const forgotten = { is: "privacy", of: { is: "forgotten", of: {} } };
  const requested = { is: "privacy", of: { is: "forgettingRequested", of: { ground: "" } } };
  const stream = `privacy/${person}`;
  await new Story().announce("k").act({ stream, event: forgotten }).expectActs(1, 1);
  await new Story().announce("k").act({ stream, event: requested }).expect("not-performed");
});

test("contests change no count", async () => {
  const contested = signerEvent("contested", { act: { source: "urn:test", id: "4" } });
  const answered = signerEvent("contestAnswered", {
    act: { source: "urn:test", id: "4" },
    upheld: true,
  });
  await new Story()
    .announce("k")
    .act({ signedWith: "k", stream: `signer/${person}`, event: contested })
    .act({ stream: `signer/${person}`, event: answered, actor: "inspector" })
    .expectActs(2, 2);
});

test("an act that he in whose name it is contests is told, and what became of it", async () => {
  const open = new Story();
  const position = open.named("31");
  open.named("32");
  const of = (standing: ContestedAct["standing"]): ContestedAct[] => [
    { position, by: person, standing },
  ];
  await open.contest("31").expectContested(of("open"));
  const answered = (...answers: boolean[]): Story => {
    const story = new Story();
    assert.equal(story.named("31"), position);
    story.contest("31");
    for (const upheld of answers) story.answer("31", upheld);
    return story;
  };
  await answered(true).expectContested(of("upheld"));
  await answered(false).expectContested(of("dismissed"));
  await answered(false, true).expectContested(of("upheld"));
  // A later contest takes the place of an earlier one.
  await answered(true).contest("31").expectContested(of("open"));
  await answered(false).contest("31").answer("31", true).expectContested(of("upheld"));
});

test("only that act is contested which has that source and that id", async () => {
  const story = new Story();
  story.named("31");
  story.named("x", {}, 'urn:app","');
  await story.contest("31", person, "urn:else").contest("1", person, "urn:app3")
    .contest('","x').contest("nothing").answer("31", true).expectContested([]);
});

test("a contest may come before what it contests is recorded here", async () => {
  const story = new Story().contest("31");
  const position = story.named("31");
  await story.expectContested([{ position, by: person, standing: "open" }]);
});

test("he on whose behalf it was done may contest it too, and nobody else", async () => {
  const story = new Story();
  const both = story.named("31", { actor: rater, onBehalfOf: person });
  const self = story.named("32", { onBehalfOf: person });
  const others = story.named("33", { actor: rater });
  story.contest("31").contest("31", rater).answer("31", false, rater).contest("31", "c");
  story.contest("32").contest("33").contest("33", rater);
  const contested: ContestedAct[] = [
    { position: both, by: person, standing: "open" },
    { position: both, by: rater, standing: "dismissed" },
    { position: self, by: person, standing: "open" },
    { position: others, by: rater, standing: "open" },
  ];
  await story.expectContested(contested, { streams: ["signer/c"] });
});

test("names that contest one act stand in the order of their bytes", async () => {
  const story = new Story();
  const position = story.named("31", { actor: "b10", onBehalfOf: "B9" });
  for (const by of ["b10", "B9"]) story.contest("31", by);
  const by = (name: string): ContestedAct => ({ position, by: name, standing: "open" });
  await story.expectContested([by("B9"), by("b10")], { streams: ["signer/B9"] });
  // Only what is there is looked at: nothing says that his stream must be.
  await story.expectContested([by("b10")]);
});

test("an act is contested where it is counted: at its first fact, about the subject", async () => {
  const story = new Story().uphold({ actor: person, envelope: { source: "urn:app", id: "31" } });
  const { ledger } = story;
  const position = ledger.records.length - 2;
  const contest = ledger.records.length;
  story.named("32", { stream: "plan/skp-z-2025", event: drafted(), subjects: ["z"] });
  story.contest("31").contest("32");
  const elsewhere = { streams: ["plan/skp-z-2025"] };
  await story.expectContested([{ position, by: person, standing: "open" }], elsewhere);
  // Nor what was contested after the claim.
  await story.expectContested([], { asOf: contest });
});

test("contested acts have a line each under the acts", async () => {
  const story = new Story();
  const [first, second, third] = ["1", "2", "3"].map((id) => story.named(id));
  for (const id of ["1", "2", "3"]) story.contest(id);
  const answer = expectValue(await story.answer("2", true).answer("3", false).told());
  const told = (text: string, word: RegExp): string[] =>
    text.split("\n").filter((line) => word.test(line));
  assert.deepEqual(told(sentencesOf(answer, "en"), /contested|Acts about/).slice(1), [
    `The act at position ${first} is contested by a: open.`,
    `The act at position ${second} is contested by a: upheld.`,
    `The act at position ${third} is contested by a: dismissed.`,
  ]);
  assert.deepEqual(told(sentencesOf(answer, "id"), /disangkal|Perbuatan terhadap/).slice(1), [
    `Perbuatan pada posisi ${first} disangkal oleh a: belum dijawab.`,
    `Perbuatan pada posisi ${second} disangkal oleh a: dibenarkan.`,
    `Perbuatan pada posisi ${third} disangkal oleh a: ditolak.`,
  ]);
});

test("an actor who can have no keys needs no file of them", async () => {
  await new Story().act({ actor: "Sistem lama" }).expectActs(0, 2);
  await new Story().act({ actor: "" }).expectActs(0, 2);
  await new Story().act({ actor: "Sistem lama", signedWith: "k" }).expect("not-performed");
});

test("what came after the claim is not looked at", async () => {
  const story = new Story().announce("k");
  const asOf = story.ledger.records.length;
  const answer = expectValue(await story.act().told({ asOf }));
  assert.deepEqual(answer.acts, { signed: 1, unsigned: 1 });
});

test("the keys of everybody who acted on the person must be named, also if there are none", async () => {
  const { ledger } = goldenYear();
  const file = `person/${rater}/signature`;
  for (const receipt of [
    scoreReceipt(ledger, "2025", day),
    ledger.receipt({ day, files: filesOfPerson(person) }),
  ]) {
    const { files } = receipt.completeness!;
    assert.equal(files.find(({ name }) => name === file)?.count, 0);
    receipt.completeness!.files = files.filter(({ name }) => name !== file);
    expectFailure(await check(receipt, ledger), "file-unnamed");
  }
});

test("a revocation that is left out is missed", async () => {
  const story = new Story().announce("x", { actor: rater }).act({ actor: rater, signedWith: "x" });
  const { ledger } = story;
  story.revoke("x", { stream: `signer/${rater}`, subjects: [rater] });
  ledger.close("2025-03-10");
  const receipt = scoreReceipt(ledger, "2025", day, { files: filesNeeded });
  assert.equal(expectValue(await check(receipt, ledger)).acts.signed, 1);
  const revoked = ledger.records.length - 2;
  receipt.records = receipt.records.filter(({ position }) => position !== revoked);
  const { files } = receipt.completeness!;
  const file = files.find(({ name }) => name === `person/${rater}/signature`);
  expectFailure(await check(receipt, ledger), "file-invented");
  file!.positions!.pop();
  expectFailure(await check(receipt, ledger), "file-incomplete");
});

test("a stream of keys that is about somebody else is caught", async () => {
  const { ledger } = new Story().announce("k", { subjects: ["z"] });
  const streams = [`signer/${person}`];
  const receipt = ledger.receipt({ day, files: [], streams, close: null });
  expectFailure(await check(receipt, ledger), "record-misfiled");
});
