// A whole receipt of the golden year, verified; and then every lie told to it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fromBase64, toBase64 } from "../src/base64.js";
import { utf8 } from "../src/bytes.js";
import type { Code } from "../src/failure.js";
import { verifyReceipt, type ReceiptOptions } from "../src/index.js";
import { rootOf } from "../src/merkle.js";
import { expectFailure, expectValue } from "./support/failing.js";
import {
  agency,
  at,
  content,
  evaluationEvent,
  filesNeeded,
  filesOfPerson,
  goldenYear,
  parameters,
  person,
  plan,
  planEvent,
  reportEvent,
  scoreReceipt,
  setting,
  drafted,
  unit,
} from "./support/golden.js";
import {
  bytesOfJson,
  checkpointText,
  type FileJson,
  Ledger,
  type Loose,
  mapRoot,
  proveFile,
  type ReceiptJson,
  signatureLine,
  signedNote,
  signer,
} from "./support/ledger.js";

const day = "2026-06-30";
const today = "2026-11-22";
const year = goldenYear();
const { ledger } = year;

async function check(
  receipt: ReceiptJson,
  options: Partial<ReceiptOptions> = {},
  of: Ledger = ledger,
) {
  return await verifyReceipt(bytesOfJson(receipt), { key: of.key.vkey, today, ...options });
}

const fresh = (period = "2025"): ReceiptJson => scoreReceipt(ledger, period, day);

// --- What is true

test("the receipt of the year verifies, and says what was found", async () => {
  const answer = expectValue(await check(fresh()));
  assert.equal(answer.origin, "pauh.example/jejak");
  assert.equal(answer.checkpoint.size, ledger.records.length);
  const { complete, score } = answer;
  assert.equal(complete?.day, "2026-03-10");
  assert.equal(complete?.size, ledger.records.length - 1);
  assert.equal(complete?.reachesAsOf, true); // the close alone came after
  assert.deepEqual(answer.notices, []);
  assert.equal(score?.exact, "7765231/85680");
  assert.equal(score?.rounded, "90.63");
  assert.equal(score?.level, "meets");
  assert.equal(score?.subject, person);
  assert.equal(score?.policy, "pauh-2025.1");
  assert.equal(score?.decided?.predikat, "good");
  assert.equal(score?.decided?.position, year.upheld);
  assert.equal(score?.progress, "objectionDecided");
  const counts = Object.fromEntries(complete!.files.map((file) => [file.name, file.count]));
  assert.equal(counts[`person/${person}/report`], 24);
  assert.equal(counts[`person/${person}/correction`], 1);
  assert.equal(counts[`person/${person}/objection`], 4);
});

test("what was believed before the objection verifies too, with records after it", async () => {
  const asOf = year.beforeObjection;
  const receipt = scoreReceipt(ledger, "2025", "2026-01-13", { asOf });
  const answer = expectValue(await check(receipt, { complete: true }));
  assert.equal(answer.score?.exact, "64649/720");
  assert.equal(answer.score?.decided?.predikat, "needsImprovement");
  assert.equal(answer.score?.decided?.position, year.annual);
  assert.equal(answer.complete?.reachesAsOf, true);
  assert.deepEqual(answer.notices, []);
});

test("every month and quarter of the golden year has its receipt", async () => {
  const scores: { [period: string]: string } = {
    "2025-01": "79.21", "2025-06": "93.65", "2025-12": "89.93", "2025-Q1": "83.61",
    "2025-Q2": "91.82", "2025-Q3": "95.09", "2025-Q4": "89.97",
  };
  for (const [period, rounded] of Object.entries(scores)) {
    const answer = expectValue(await check(fresh(period)));
    assert.equal(answer.score?.rounded, rounded);
  }
});

test("a receipt of a period without a score verifies", async () => {
  const receipt = fresh("2024");
  assert.deepEqual(Object.keys(receipt.claim!), ["plan", "period", "policy"]);
  assert.equal(receipt.explanation, undefined);
  assert.equal(expectValue(await check(receipt)).score?.exact, null);
});

test("a person's files alone show what there is, and that there is nothing", async () => {
  const answer = expectValue(await check(ledger.receipt({ day, files: filesOfPerson(person) })));
  assert.equal(answer.score, null);
  assert.equal(answer.subject, person);
  const own = answer.complete!.files.filter(({ name }) => name.startsWith(`person/${person}/`));
  const counts = own.map(({ name, count }) => [name.split("/")[2], count]);
  const { sanction, reward, plan: plans, ...others } = Object.fromEntries(counts);
  assert.deepEqual([sanction, reward, plans], [2, 0, 6]);
  assert.equal(Object.keys(others).length, 13);
  // Of somebody about whom nothing is known, every file is shown to be empty.
  const nobody = ledger.receipt({ day, subject: "nobody", files: filesOfPerson("nobody") });
  const none = expectValue(await check(nobody));
  assert.ok(none.complete!.files.every(({ count }) => count === 0));
});

test("a receipt of a person's files names every one of them", async () => {
  for (const left of [`person/${person}/sanction`, `person/${person}/feedback`]) {
    const files = filesOfPerson(person).filter((name) => name !== left);
    expectFailure(await check(ledger.receipt({ day, files })), "file-unnamed");
  }
  const other = ledger.receipt({ day, subject: "z", files: filesOfPerson(person) });
  expectFailure(await check(other), "file-unnamed");
  expectFailure(await check({ ...fresh(), subject: "z" }), "subject-other");
  expectFailure(await check({ ...fresh(), subject: "a b" }), "member-malformed");
});

test("without a close nothing is shown to be complete, and that is said", async () => {
  const streams = ledger.records.map((record) => record.stream);
  const receipt = scoreReceipt(ledger, "2025", day, { close: null, files: [], streams });
  const answer = expectValue(await check(receipt));
  assert.equal(answer.complete, null);
  assert.deepEqual(answer.notices.map((notice) => notice.code), ["nothing-complete"]);
  expectFailure(await check(receipt, { complete: true }), "not-complete");
});

test("a simulated ledger is told", async () => {
  const simulated = goldenYear({ simulatedClock: true, seeded: true }, "simulated.pauh.example");
  const receipt = scoreReceipt(simulated.ledger, "2025", day);
  // Of a simulated ledger no clock says which day is in the future.
  const answer = expectValue(await check(receipt, { today: "2020-01-01" }, simulated.ledger));
  const codes = answer.notices.map((notice) => notice.code);
  assert.deepEqual(codes, ["simulated-clock", "seeded"]);
});

test("a key that the records do not name is told", async () => {
  const old = signer("pauh.example/jejak");
  const founded = goldenYear({ key: old.vkey }).ledger;
  const told = async (receipt: ReceiptJson): Promise<boolean> => {
    const { notices } = expectValue(await check(receipt, {}, founded));
    return notices.some((notice) => notice.code === "other-key");
  };
  assert.equal(await told(scoreReceipt(founded, "2025", day)), true);
  founded.add({
    stream: "origin/ledger",
    event: { is: "origin", of: { is: "keyRotated", of: { key: founded.key.vkey } } },
    at: at("2026-03-12", 9),
  });
  assert.equal(await told(scoreReceipt(founded, "2025", day)), false);
  // The receipt need not have that record.
  const without = scoreReceipt(founded, "2025", day);
  without.records.pop();
  assert.equal(await told(without), true);
});

test("a reopened evaluation, and one under objection, are told", async () => {
  for (const [event, code] of [["reopened", "reopened"], ["objectionFiled", "under-objection"]] as const) {
    const other = goldenYear();
    other.ledger.add({
      stream: `evaluation/${plan}/2025`,
      event: evaluationEvent(event),
      at: at("2026-03-12", 9),
      subjects: [person],
    });
    const receipt = scoreReceipt(other.ledger, "2025", day);
    const answer = expectValue(await check(receipt, {}, other.ledger));
    assert.ok(answer.notices.some((notice) => notice.code === code));
    assert.equal(answer.score?.decided?.position, other.upheld);
  }
});

test("witnesses are counted", async () => {
  const witness = signer("witness.example/a", 4);
  const policy = utf8(`log ${ledger.key.vkey}\nwitness A ${witness.vkey}\nquorum A\n`);
  const receipt = fresh();
  expectFailure(await check(receipt, { policy }), "quorum-missed");
  const text = checkpointText(ledger.origin, ledger.records.length, rootOf(ledger.leaves()));
  receipt.checkpoint += signatureLine(witness, text, 1_782_000_000n);
  const answer = expectValue(await check(receipt, { policy }));
  assert.deepEqual(answer.checkpoint.cosigned, [{ witness: "A", time: 1_782_000_000 }]);
});

// --- Lies about the ledger

test("a checkpoint by another key, or of another ledger, is refused", async () => {
  expectFailure(await check(fresh(), { key: signer(ledger.origin).vkey }), "signature-missing");
  expectFailure(await check(fresh(), { key: signer("other.example").vkey }), "origin-other");
  expectFailure(await check({ ...fresh(), origin: "other.example" }), "origin-other");
  const other = new Ledger("other.example");
  expectFailure(await check({ ...fresh(), checkpoint: other.checkpoint() }), "origin-other");
  expectFailure(await check(fresh(), { key: "nonsense" }), "key-malformed");
  const edited = fresh();
  edited.checkpoint = edited.checkpoint.replace(/\n(\d+)\n/, (_, size) => `\n${Number(size) + 1}\n`);
  expectFailure(await check(edited), "signature-wrong");
});

test("a shorter tree does not hold what is claimed of it", async () => {
  const size = year.beforeObjection;
  const receipt = fresh();
  expectFailure(await check({ ...receipt, checkpoint: ledger.checkpoint(size) }), "checkpoint-too-small");
  const smaller = { ...receipt, checkpoint: ledger.checkpoint(size), asOf: size };
  expectFailure(await check(smaller), "checkpoint-too-small");
  const records = receipt.records.filter(({ position }) => position < size);
  expectFailure(await check({ ...smaller, records }), "inclusion-wrong");
  expectFailure(await check({ ...receipt, asOf: ledger.records.length + 1 }), "checkpoint-too-small");
});

test("two histories of one size are caught by a checkpoint that was seen", async () => {
  const seen = utf8(ledger.checkpoint());
  assert.ok((await check(fresh(), { seen })).ok);
  // The same operator, with the sanction left out and something else in its place.
  const other = goldenYear().ledger;
  other.records[other.records.length - 2] = other.records[1]!;
  const text = checkpointText(ledger.origin, ledger.records.length, rootOf(other.leaves()));
  const forked = utf8(signedNote(text, ledger.key));
  expectFailure(await check(fresh(), { seen: forked }), "two-histories");
  expectFailure(await check(fresh(), { seen: utf8("nonsense") }), "note-malformed");
  const unsigned = utf8(signedNote(text, signer(ledger.origin)));
  expectFailure(await check(fresh(), { seen: unsigned }), "signature-missing");
});

test("an old checkpoint is told when a newer one was seen", async () => {
  const size = year.beforeObjection;
  const old = scoreReceipt(ledger, "2025", "2026-01-13", {
    size,
    asOf: size,
    close: null,
    files: [],
    streams: ledger.records.slice(0, size).map((record) => record.stream),
  });
  const answer = expectValue(await check(old, { seen: utf8(ledger.checkpoint()) }));
  assert.ok(answer.notices.some((notice) => notice.code === "seen-newer"));
});

test("the founding record must be there, and of this ledger", async () => {
  const without = fresh();
  without.records.shift();
  expectFailure(await check(without), "founding-missing");
  const { completeness: _, ...open } = fresh();
  expectFailure(await check({ ...open, records: [] }), "founding-missing");
  const renamed = goldenYear({ origin: "other.example" });
  const receipt = scoreReceipt(renamed.ledger, "2025", day);
  expectFailure(await check(receipt, {}, renamed.ledger), "founding-other");
});

// --- Lies about records

const at0 = (receipt: ReceiptJson, stream: string): number =>
  receipt.records.findIndex(({ position }) => ledger.records[position]!.stream === stream);

function edit(record: string, from: string, to: string): string {
  const bytes = fromBase64(record);
  const text = [...utf8(from)];
  const found = bytes.findIndex((_, i) => text.every((byte, k) => bytes[i + k] === byte));
  assert.ok(found >= 0);
  bytes.set(utf8(to), found);
  return toBase64(bytes);
}

test("a record that was edited is not in the ledger", async () => {
  const receipt = fresh();
  const index = at0(receipt, `report/${plan}/2025-01`);
  receipt.records[index]!.record = edit(receipt.records[index]!.record, "77.80", "97.80");
  expectFailure(await check(receipt), "inclusion-wrong");
});

test("no flipped bit of a record or a proof goes through", async () => {
  const base = fresh("2025-01");
  for (let i = 0; i < base.records.length; i += 5) {
    for (const flip of [0, 17, 63, 101]) {
      const receipt: ReceiptJson = JSON.parse(JSON.stringify(base));
      const claim = receipt.records[i]!;
      const bytes = fromBase64(claim.record);
      bytes[(flip * 13) % bytes.length]! ^= 1 << (flip & 7);
      claim.record = toBase64(bytes);
      expectFailure(await check(receipt), "inclusion-wrong");
      const other: ReceiptJson = JSON.parse(JSON.stringify(base));
      const proof = other.records[i]!.proof;
      const hash = fromBase64(proof[flip % proof.length]!);
      hash[flip % 32]! ^= 0x10;
      proof[flip % proof.length] = toBase64(hash);
      expectFailure(await check(other), "inclusion-wrong");
    }
  }
});

test("a path that was cut or lengthened is refused", async () => {
  for (const change of [
    (proof: string[]) => proof.slice(1),
    (proof: string[]) => proof.slice(0, -1),
    (proof: string[]) => [...proof, proof[0]!],
    () => [],
  ]) {
    const receipt = fresh();
    receipt.records[4]!.proof = change(receipt.records[4]!.proof);
    expectFailure(await check(receipt), "inclusion-wrong");
  }
});

test("a record that was dropped is missed", async () => {
  const middle = fresh();
  middle.records.splice(at0(middle, `evaluation/${plan}/2025`) + 1, 1);
  expectFailure(await check(middle), "stream-hole");
  const first = fresh();
  first.records.splice(at0(first, `report/${plan}/2025-03`), 1);
  expectFailure(await check(first), "stream-hole");
  // The last of its stream: the correction. The decision that orders it misses it.
  const correction = year.upheld + 1;
  const drop = (receipt: ReceiptJson): ReceiptJson => {
    const records = receipt.records.filter(({ position }) => position !== correction);
    return { ...receipt, records };
  };
  expectFailure(await check(drop(fresh())), "not-performed");
  // Where the claim ends before it, the day's close does.
  const whole = scoreReceipt(ledger, "2025", day, { asOf: correction });
  assert.ok((await check(whole)).ok);
  const last = drop(whole);
  expectFailure(await check(last), "file-invented");
  const file = last.completeness!.files.find(({ name }) => name === `person/${person}/correction`)!;
  delete file.positions;
  expectFailure(await check(last), "file-incomplete");
  file.chain = toBase64(new Uint8Array(32));
  expectFailure(await check(last), "file-not-proved");
  file.count = 0;
  expectFailure(await check(last), "member-unknown"); // a chain of nothing
  delete file.chain;
  expectFailure(await check(last), "absence-not-proved");
  // Without a close nobody would have noticed: and the file must be named.
  last.completeness!.files = last.completeness!.files.filter((f) => f !== file);
  expectFailure(await check(last), "file-unnamed");
});

test("a record that was inserted is not in the ledger", async () => {
  const receipt = fresh();
  const record = { ...receipt.records[5]!, position: 5_000 };
  expectFailure(await check({ ...receipt, records: [...receipt.records, record] }), "checkpoint-too-small");
  // In the place of another person's record, which is not in the receipt.
  const free = ledger.records.findIndex(({ stream }) => stream === "person/z");
  const inserted = fresh();
  inserted.records.splice(4, 0, { ...receipt.records[5]!, position: free });
  inserted.records.sort((a, b) => a.position - b.position);
  expectFailure(await check(inserted), "inclusion-wrong");
});

test("records that are out of order or there twice are refused", async () => {
  const swapped = fresh();
  const [a, b] = [swapped.records[6]!, swapped.records[7]!];
  [swapped.records[6], swapped.records[7]] = [b, a];
  expectFailure(await check(swapped), "positions-disordered");
  const moved = fresh();
  [moved.records[6]!.position, moved.records[7]!.position] = [
    moved.records[7]!.position,
    moved.records[6]!.position,
  ];
  expectFailure(await check(moved), "positions-disordered");
  const relabelled = fresh();
  [relabelled.records[6]!.record, relabelled.records[7]!.record] = [b.record, a.record];
  expectFailure(await check(relabelled), "inclusion-wrong");
  const twice = fresh();
  twice.records.splice(6, 0, twice.records[6]!);
  expectFailure(await check(twice), "positions-disordered");
});

// An operator who writes his own log: everything is signed, and it is still wrong.

function operated(work: (ledger: Ledger) => void): Ledger {
  const other = new Ledger();
  setting(other);
  work(other);
  other.close("2026-03-10");
  return other;
}

const draft = (other: Ledger, fields: object = {}): number =>
  other.add({
    stream: `plan/${plan}`,
    event: drafted(fields),
    at: at("2025-01-06", 9),
    subjects: [person],
  });

const reported = (other: Ledger, when: bigint, subject = person): number =>
  other.add({
    stream: `report/${plan}/2025-01`,
    event: reportEvent([["I1", { numerator: "36" }]]),
    at: when,
    subjects: [subject],
  });

async function expectOfOperator(
  code: Code,
  work: (ledger: Ledger) => void,
  change: (receipt: ReceiptJson) => void = () => {},
): Promise<void> {
  const other = operated(work);
  const receipt = scoreReceipt(other, "2025", day);
  change(receipt);
  expectFailure(await check(receipt, {}, other), code);
}

test("a back-dated record is caught", async () => {
  await expectOfOperator("recorded-backwards", (other) => {
    draft(other);
    reported(other, at("2025-02-05", 9));
    other.add({
      stream: `report/${plan}/2025-02`,
      event: reportEvent([["I1", { numerator: "36" }]]),
      at: at("2025-02-05", 9) - 1n,
      subjects: [person],
    });
  });
});

test("a stream that was rewritten is caught", async () => {
  await expectOfOperator("stream-broken", (other) => {
    draft(other);
    const position = reported(other, at("2025-02-05", 9));
    reported(other, at("2025-02-06", 9));
    // The first version is exchanged after the second one named it.
    const copy = other.records[position]!;
    const bytes = fromBase64(edit(toBase64(copy.bytes), "36", "30"));
    const again = new Ledger();
    again.append(copy.stream, bytes);
    other.records[position] = again.records.at(-1)!;
  });
});

test("a stream that begins with another event than it can is caught", async () => {
  const begun = async (stream: string, event: Loose): Promise<void> => {
    const other = operated((of) => of.add({ stream, event, at: at("2025-01-06", 9), subjects: [person] }));
    const receipt = other.receipt({ day, files: [], streams: [stream], close: null });
    expectFailure(await check(receipt, {}, other), "record-misfiled");
  };
  await begun(`plan/${plan}`, planEvent("established"));
  await begun(`report/${plan}/2025-01`, { is: "report", of: { is: "acknowledged", of: {} } });
  await begun(`evaluation/${plan}/2025`, evaluationEvent("delivered"));
  await begun(`person/${person}`, { is: "person", of: { is: "assignmentStarted", of: {} } });
  await begun("unit/x", { is: "unit", of: { is: "moved", of: {} } });
  await begun("case/x", { is: "case", of: { is: "sanctionDelivered", of: {} } });
});

test("a stream that is named after somebody, and about somebody else, is caught", async () => {
  const imposed = { is: "sanctions", of: { is: "imposed", of: { case: "x" } } };
  const registered = { is: "person", of: { is: "registered", of: { kind: "pns" } } };
  for (const [stream, event] of [["sanctions/y", imposed], ["person/y", registered]] as const) {
    for (const subjects of [[person], ["y", person], []]) {
      const other = operated((of) => of.add({ stream, event, at: at("2025-01-06", 9), subjects }));
      const receipt = other.receipt({ day, files: [], streams: [stream], close: null });
      expectFailure(await check(receipt, {}, other), "record-misfiled");
    }
  }
});

test("a plan's report that is about somebody else is caught", async () => {
  const somebody = (other: Ledger): void => {
    draft(other);
    reported(other, at("2025-02-05", 9), "z");
  };
  const other = operated(somebody);
  const streams = [`report/${plan}/2025-01`];
  const receipt = scoreReceipt(other, "2025", day, { streams });
  expectFailure(await check(receipt, {}, other), "record-misfiled");
});

test("what no rule accepts is named", async () => {
  const sound = operated((other) => draft(other));
  const { claim, explanation } = scoreReceipt(sound, "2025", day);
  const twice = [...content.indicators, ...content.indicators];
  for (const fields of [
    { firstMonth: 9, lastMonth: 3 },
    { lastMonth: 13 },
    { year: 12 },
    { content: { ...content, indicators: twice } },
    { content: { ...content, indicators: Array(101).fill({ id: "I1" }) } },
  ]) {
    const other = operated((unsound) => draft(unsound, fields));
    const receipt = other.receipt({
      day,
      files: filesNeeded,
      claim: claim!,
      explanation: explanation!,
    });
    expectFailure(await check(receipt, {}, other), "record-against-rules");
  }
});

test("a formula that this checker does not know is named", async () => {
  const other = new Ledger();
  const { claim, explanation } = fresh();
  setting(other, { ...parameters, formulas: ["clamp/9"] });
  draft(other);
  reported(other, at("2025-02-05", 9));
  other.close("2026-03-10");
  const files = filesNeeded;
  const receipt = other.receipt({ day, files, claim: claim!, explanation: explanation! });
  expectFailure(await check(receipt, {}, other), "formula-unknown");
});

test("a policy that no rule lets in is named", async () => {
  const { claim, explanation } = fresh();
  for (const wrong of [
    { scoreCap: "200" },
    { scoreFloor: "-1" },
    { scoreFloor: "95" },
    { levelMeets: "110" },
    { levelAbove: "120.01" },
    { pp30WorkWeight: "101" },
    { thresholdScale: 7 },
    { reportDueDay: 0 },
    { formulas: ["clamp/1", "clamp/1"] },
  ]) {
    const other = new Ledger();
    setting(other, { ...parameters, ...wrong });
    draft(other);
    reported(other, at("2025-02-05", 9));
    other.close("2026-03-10");
    const files = filesNeeded;
    const receipt = other.receipt({ day, files, claim: claim!, explanation: explanation! });
    expectFailure(await check(receipt, {}, other), "record-against-rules", JSON.stringify(wrong));
  }
});

test("a record of a unit that is about a person is caught", async () => {
  const other = new Ledger();
  other.add({
    stream: "unit/somewhere",
    event: { is: "unit", of: { is: "created", of: { agency: "pauh", name: "X", parent: "" } } },
    at: at("2025-02-05", 9),
    subjects: [person],
  } as never);
  const receipt = other.receipt({ day, files: [], streams: ["unit/somewhere"], close: null });
  expectFailure(await check(receipt, {}, other), "record-misfiled");
});

test("a record of a class that is not its event's is caught", async () => {
  const other = new Ledger();
  setting(other);
  draft(other);
  other.add({
    stream: `sanctions/${person}`,
    event: { is: "sanctions", of: { is: "imposed", of: { case: "hd-1", code: "m1", months: 6 } } },
    at: at("2025-02-05", 9),
    subjects: [person],
    class: "feedback",
  });
  const streams = [`sanctions/${person}`];
  const receipt = other.receipt({ day, files: [], streams, close: null });
  expectFailure(await check(receipt, {}, other), "record-misfiled");
});

// --- Lies about completeness

const sanctionFile = `person/${person}/sanction`;

test("a sanction that is hidden is found", async () => {
  // The receipt's writer claims an absence that the close does not show.
  const files = filesOfPerson(person);
  const hiding = ledger.receipt({ day, files });
  const all = hiding.completeness!.files;
  const index = all.findIndex(({ name }) => name === sanctionFile);
  const file = all[index]!;
  hiding.records = hiding.records.filter(({ position }) => !file.positions!.includes(position));
  const without = ledger.lastClose!.files.filter(({ name }) => name !== sanctionFile);
  all[index] = proveFile(without, sanctionFile);
  expectFailure(await check(hiding), "absence-not-proved");
  // Any other end is no better.
  const other = { key: toBase64(new Uint8Array(32)), value: toBase64(new Uint8Array(40)) };
  all[index] = { name: sanctionFile, count: 0, siblings: file.siblings! };
  expectFailure(await check(hiding), "absence-not-proved");
  all[index] = { name: sanctionFile, count: 0, siblings: file.siblings!, other };
  expectFailure(await check(hiding), "absence-not-proved");
  // And unnamed it cannot be.
  all.splice(index, 1);
  expectFailure(await check(hiding), "file-unnamed");
});

test("an operator whose close hides a sanction is found by the record", async () => {
  const other = goldenYear().ledger;
  const files = other.files().filter(({ name }) => name !== sanctionFile);
  const position = other.close("2026-03-11", { root: mapRoot(files), files: files.length });
  other.lastClose = { position, size: position, files };
  const streams = ["case/hd-1", `sanctions/${person}`];
  const receipt = other.receipt({ day, files: filesOfPerson(person), streams });
  const file = receipt.completeness!.files.find(({ name }) => name === sanctionFile);
  assert.equal(file!.count, 0);
  expectFailure(await check(receipt, {}, other), "file-left-out");
});

test("a sanction that is not there cannot be claimed", async () => {
  const change = async (lie: (files: FileJson[], real: FileJson) => void, code: Code) => {
    const receipt = ledger.receipt({ day, files: [...filesOfPerson(person), "person/z/sanction"] });
    const { files } = receipt.completeness!;
    lie(files, files.find(({ name }) => name === sanctionFile)!);
    expectFailure(await check(receipt), code);
  };
  await change((files, real) => {
    const other = files.find(({ name }) => name === "person/z/sanction")!;
    delete other.other;
    Object.assign(other, real, { name: other.name });
  }, "file-not-proved");
  await change((_, real) => real.positions!.push(ledger.records.length - 2), "file-invented");
  await change((_, real) => real.positions!.push(1_000_000), "file-invented");
  await change((_, real) => real.positions!.pop(), "file-left-out");
  await change((_, real) => (real.count = 3), "file-not-proved");
});

test("the close itself must be there, and possible", async () => {
  const missing = fresh();
  missing.records = missing.records.filter(({ position }) => position !== missing.completeness!.close);
  expectFailure(await check(missing), "close-missing");
  const other = fresh();
  other.completeness!.close = 0;
  expectFailure(await check(other), "close-missing");
  const lying = goldenYear().ledger;
  lying.close("2026-03-11", { size: 10_000n });
  expectFailure(await check(scoreReceipt(lying, "2025", day), {}, lying), "close-impossible");
});

test("a file that the score needs must be named, also where it is empty", async () => {
  for (const name of filesNeeded) {
    const receipt = fresh();
    const { files } = receipt.completeness!;
    receipt.completeness!.files = files.filter((file) => file.name !== name);
    expectFailure(await check(receipt), "file-unnamed", name);
  }
  assert.deepEqual(filesNeeded.slice(-3), [
    `stream/policy/${agency}`, `stream/agency/${agency}`, `stream/unit/${unit}`,
  ]);
});

test("completeness that ends before the claim is told, or refused where it is asked for", async () => {
  expectValue(await check(fresh(), { complete: true }));
  const old = goldenYear().ledger;
  const { lastClose } = old;
  old.add({
    stream: `report/${plan}/2025-12`,
    event: { is: "report", of: { is: "returned", of: {} } },
    at: at("2026-03-12", 9),
    subjects: [person],
  });
  // Left out, the score is the one before; the close does not know of it, and the checker says so.
  const hiding = scoreReceipt(old, "2025", day, { asOf: old.records.length - 1 });
  hiding.asOf = old.records.length;
  hiding.records = hiding.records.filter(({ position }) => position < old.records.length - 1);
  const answer = expectValue(await check(hiding, {}, old));
  assert.equal(answer.complete?.size, lastClose?.size);
  assert.deepEqual(answer.notices.map((notice) => notice.code), ["complete-up-to"]);
  expectFailure(await check(hiding, { complete: true }, old), "not-complete");
});

// --- Lies about the score

test("another score than the records give is caught, by its part", async () => {
  const lies: [Code, (claim: { [name: string]: unknown }) => void][] = [
    ["score-other", (claim) => (claim["exact"] = "7765232/85680")],
    ["score-other", (claim) => (claim["exact"] = "15530462/171360")], // not in lowest terms
    ["score-other", (claim) => delete claim["exact"]],
    ["rounded-other", (claim) => (claim["rounded"] = "90.64")],
    ["rounded-other", (claim) => (claim["rounded"] = "90.630")],
    ["level-other", (claim) => (claim["level"] = "above")],
    ["level-other", (claim) => delete claim["level"]],
    ["policy-other", (claim) => (claim["policy"] = "default.1")],
    ["formulas-other", (claim) => (claim["formulas"] as string[]).pop()],
    ["formulas-other", (claim) => (claim["formulas"] as string[]).push("tpp/1")],
    ["formulas-other", (claim) => (claim["formulas"] as string[]).reverse()],
    ["plan-missing", (claim) => (claim["plan"] = "skp-b-2025")],
    ["score-other", (claim) => (claim["period"] = "2025-Q4")],
    ["decided-other", (claim) => delete claim["decided"]],
  ];
  const decisions: [string, unknown][] = [
    ["work", "above"], ["behaviour", "above"], ["behaviourScore", "104.19"],
    ["behaviourScore", undefined], ["predikat", "veryGood"], ["innovation", true],
    ["position", year.annual],
  ];
  for (const [member, value] of decisions) {
    lies.push(["decided-other", (claim) => ((claim["decided"] as Decided)[member] = value)]);
  }
  type Decided = { [name: string]: unknown };
  for (const [code, lie] of lies) {
    const receipt: ReceiptJson = JSON.parse(JSON.stringify(fresh()));
    lie(receipt.claim!);
    expectFailure(await check(receipt), code, lie.toString());
  }
  const undecided = fresh("2025-12");
  undecided.claim!["decided"] = fresh().claim!["decided"];
  expectFailure(await check(undecided), "decided-other");
});

test("a day on which nothing was late yet, or everything will be, is refused", async () => {
  const early = scoreReceipt(ledger, "2025", "2025-02-01");
  expectFailure(await check(early), "day-too-early");
  const future = scoreReceipt(ledger, "2025", "2026-11-25");
  expectFailure(await check(future), "day-in-future");
  assert.ok((await check(future, { today: "2026-11-25" })).ok);
  expectFailure(await check(fresh(), { today: "soon" }), "member-malformed");
});

test("an explanation that is not the records' own is caught", async () => {
  type Node = { exact: string; inputs: { exact: string; node?: number; events?: number[] }[] };
  const change = async (code: Code, lie: (nodes: Node[]) => void): Promise<void> => {
    const receipt: ReceiptJson = JSON.parse(JSON.stringify(fresh()));
    lie(receipt.explanation as unknown as Node[]);
    expectFailure(await check(receipt), code, lie.toString());
  };
  await change("explanation-unsound", (nodes) => (nodes[0]!.exact = "12"));
  await change("explanation-unsound", (nodes) => (nodes[0]!.inputs[0]!.exact = "12"));
  await change("explanation-unsound", (nodes) => (nodes[0]!.inputs[0]!.exact = "1/0"));
  await change("explanation-unsound", (nodes) => nodes[0]!.inputs.pop());
  await change("explanation-unsound", (nodes) => ((nodes[0] as { formula?: string }).formula = "x/1"));
  await change("explanation-other", (nodes) => (nodes[0]!.inputs[0]!.events = [1]));
  await change("explanation-other", (nodes) => delete nodes[0]!.inputs[0]!.events);
  await change("explanation-other", (nodes) => (nodes[0]!.inputs[0]!.node = 0));
  await change("explanation-other", (nodes) => nodes.pop());
  await change("explanation-other", (nodes) => nodes.push(nodes[0]!));
  await change("explanation-other", (nodes) => nodes.reverse());
  await change("explanation-other", (nodes) => ((nodes[0] as { about?: string }).about = "I2"));
  await change("explanation-other", (nodes) => ((nodes[0] as { policy?: string }).policy = "x"));
  await change("explanation-other", (nodes) => ((nodes[0] as { decimal?: string }).decimal = "1"));
  // Sound from beginning to end, and begun with a number that nobody reported.
  await change("explanation-other", (nodes) => {
    const average = nodes[0]!;
    average.inputs[0]!.exact = "24";
    average.exact = "179/6";
  });
});

test("sentences that are not ours are told, and ours are given", async () => {
  const receipt: ReceiptJson = JSON.parse(JSON.stringify(fresh()));
  const node = receipt.explanation![0] as { sentence?: { id: string; en: string } };
  node.sentence!.en = "He was excellent.";
  const answer = expectValue(await check(receipt));
  assert.ok(answer.notices.some((notice) => notice.code === "other-words"));
  assert.match(answer.score!.explanation[0]!.sentence.en, /^Average/);
  node.sentence = { id: "Rata-rata." } as never;
  expectFailure(await check(receipt), "member-missing");
  node.sentence = { id: "Rata-rata.", en: "" };
  expectFailure(await check(receipt), "member-malformed");
  delete node.sentence;
  const silent = expectValue(await check(receipt));
  assert.ok(!silent.notices.some((notice) => notice.code === "other-words"));
});

// --- Hostile files

test("a file that is no receipt is refused by name", async () => {
  const verify = async (bytes: Uint8Array) => await verifyReceipt(bytes, { key: ledger.key.vkey });
  expectFailure(await verify(new Uint8Array(0)), "json-malformed");
  expectFailure(await verify(Uint8Array.of(0xff, 0xfe)), "not-utf8");
  expectFailure(await verify(utf8("[]")), "member-malformed");
  expectFailure(await verify(utf8("{}")), "member-missing");
  expectFailure(await verify(utf8('{"format":"jejak.receipt/2"}')), "format-unknown");
  expectFailure(await verify(new Uint8Array(65 * 1024 * 1024)), "too-large");
  const text = JSON.stringify(fresh());
  expectFailure(await verify(utf8(text.replace('"asOf"', '"asOf":1,"asOf"'))), "json-duplicate");
  expectFailure(await verify(utf8(text.replace('"day"', '"dag"'))), "member-missing");
  expectFailure(await verify(utf8(text.replace('"day"', '"extra":1,"day"'))), "member-unknown");
  for (let cut = 0; cut < text.length; cut += 9973) {
    expectFailure(await verify(utf8(text.slice(0, cut))), "json-malformed");
  }
  const many = { ...fresh(), records: Array(100_001).fill(null) };
  expectFailure(await check(many), "too-large");
});

test("every member of a receipt matters, and no value of it makes the checker itself fail", async () => {
  const base = JSON.stringify(fresh("2025-01"));
  const paths: (string | number)[][] = [];
  const walk = (value: unknown, path: (string | number)[]): void => {
    if (path.length > 0) paths.push(path);
    if (Array.isArray(value)) {
      // The first and the last stand for all.
      for (const i of new Set([0, value.length - 1])) if (i >= 0) walk(value[i], [...path, i]);
    } else if (value && typeof value === "object") {
      for (const [name, member] of Object.entries(value)) walk(member, [...path, name]);
    }
  };
  walk(JSON.parse(base), []);
  assert.ok(paths.length > 60, `${paths.length}`);
  const values: unknown[] = [
    undefined, null, true, "", "x", "AAAA", 0, 1, 9_007_199_254_740_991, [], {}, [[]], ["x"], [null],
    "9".repeat(1000), "\u0000", "__proto__",
  ];
  for (const path of paths) {
    if (path.includes("sentence")) continue;
    for (const value of values) {
      const receipt = JSON.parse(base);
      const holder = path.slice(0, -1).reduce((at, name) => at[name], receipt);
      const last = path.at(-1)!;
      if (JSON.stringify(holder[last]) === JSON.stringify(value)) continue;
      if (value === undefined) delete holder[last];
      else holder[last] = value;
      const text = JSON.stringify(receipt);
      const outcome = await verifyReceipt(utf8(text), { key: ledger.key.vkey, today });
      const said = outcome.ok ? "verified" : outcome.failure.code;
      const what = `${path.join(".")} = ${JSON.stringify(value)?.slice(0, 20)}: ${said}`;
      assert.notEqual(said, "internal", what);
      // Without completeness, and with a larger or smaller asOf, it says less and may hold.
      const mayHold = ["completeness", "asOf"].includes(String(path[0])) && path.length === 1;
      assert.ok(mayHold || said !== "verified", what);
    }
  }
});
