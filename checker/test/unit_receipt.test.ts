// A whole receipt of a unit's score, verified; and then every lie told to it.

import assert from "node:assert/strict";
import { test } from "node:test";

import type { Code } from "../src/failure.js";
import { verifyReceipt, type ReceiptOptions } from "../src/index.js";
import type { IndicatorEventDefined } from "../src/layout.js";
import { sentencesOf } from "../src/report_text.js";
import { basisOf, type Definitions } from "../src/rules/cascade.js";
import { expectFailure, expectRefusal, expectValue } from "./support/failing.js";
import { agency, at, drafted, entriesOf, person, plan, unit } from "./support/golden.js";
import { bytesOfJson, type Ledger, type Loose, type ReceiptJson } from "./support/ledger.js";
import { filesOfUnit, Office, ratio, unitReceipt, workOutUnit } from "./support/unit.js";

const day = "2026-06-30";
const today = "2026-11-22";
const other = "puskesmas-lembah";

interface Told {
  ledger: Ledger;
  beforeCorrection: number; // the ledger's size
}

// A unit with an indicator of its own, one that is made of others, a ratio, one that was retired;
// and another unit of the same agency, of which only definitions are needed.
function told(lie: (office: Office) => void = () => {}): Told {
  const office = new Office();
  office.define("anggaran", { weight: "10", polarity: "band", unit: other });
  office.aim("anggaran", "2025", { low: "95", high: "100" });
  office.value("anggaran", "2025", "97");
  office.define("anggaran", { weight: "20", polarity: "band", unit: other });
  office.define("ikm", { rollUp: "weightedMean", weight: "20" });
  office.aim("ikm", "2025", "85");
  for (const [key, weight, value] of [["ikm-a", "3", "80"], ["ikm-b", "1", "90"]] as const) {
    office.define(key, { parent: "ikm", weight, unit: other });
    office.value(key, "2025", value);
  }
  office.define("pengaduan", { consolidation: "ratio", weight: "20" });
  office.aim("pengaduan", "2025-Q4", "90");
  office.value("pengaduan", "2025-11", ratio("16", "20"));
  office.value("pengaduan", "2025-12", ratio("8", "20"));
  office.define("posyandu");
  office.aim("posyandu", "2025", "50");
  office.retire("posyandu");
  office.define("tunggu", { polarity: "min", consolidation: "average", weight: "25" });
  office.aim("tunggu", "2025", "30");
  office.value("tunggu", "2025-11", "31");
  office.value("tunggu", "2025-12", "32");
  lie(office);
  const { ledger } = office;
  ledger.close("2026-01-05", {}, at("2026-01-06", 1));
  const beforeCorrection = ledger.records.length;
  office.wait(at("2026-01-09", 9));
  office.correct("pengaduan", "2025-12", ratio("8", "20"), ratio("17", "20"));
  ledger.close("2026-01-10", {}, at("2026-01-11", 1));
  return { ledger, beforeCorrection };
}

const { ledger, beforeCorrection } = told();

async function check(
  receipt: ReceiptJson,
  options: Partial<ReceiptOptions> = {},
  of: Ledger = ledger,
) {
  return await verifyReceipt(bytesOfJson(receipt), { key: of.key.vkey, today, ...options });
}

const fresh = (period = "2025"): ReceiptJson => unitReceipt(ledger, period, day);
const copyOf = (receipt: ReceiptJson): ReceiptJson => JSON.parse(JSON.stringify(receipt));

// The positions of a stream's records.
function positionsOf(stream: string, of: Ledger = ledger): number[] {
  return of.records.flatMap((record, position) => (record.stream === stream ? [position] : []));
}

function without(receipt: ReceiptJson, ...positions: number[]): ReceiptJson {
  const copy = copyOf(receipt);
  copy.records = copy.records.filter(({ position }) => !positions.includes(position));
  return copy;
}

// Nothing is known to be complete: all records, and no close.
function open(of: Ledger, period = "2025"): ReceiptJson {
  const streams = of.records.map((record) => record.stream);
  return unitReceipt(of, period, day, { close: null, files: [], streams });
}

// --- What is true

test("the receipt of a unit's score verifies, and says what was found", async () => {
  const answer = expectValue(await check(fresh()));
  assert.equal(answer.subject, null);
  assert.equal(answer.score, null);
  const score = answer.unitScore!;
  assert.deepEqual(
    [score.agency, score.unit, score.period, score.exact, score.rounded, score.policy],
    [agency, unit, "2025", "4825/51", "94.61", "pauh-2025.1"],
  );
  assert.deepEqual(score.lines.map((line) => line.indicator), ["ikm", "pengaduan", "tunggu"]);
  assert.deepEqual(score.formulas, [
    "achievement.max/1", "achievement.min/1", "clamp/1", "consolidate.average/1",
    "consolidate.last/1", "consolidate.ratio/1", "rollup.weighted_mean/1", "score.weighted/1",
  ]);
  assert.deepEqual(answer.notices, []);
  assert.equal(answer.complete?.day, "2026-01-10");
  const counts = Object.fromEntries(answer.complete!.files.map(({ name, count }) => [name, count]));
  assert.equal(counts[`agency/${agency}/indicator`], 8);
  assert.equal(counts["stream/indicator/pengaduan"], 5);
  assert.equal(counts["stream/indicator/anggaran"], undefined);
  // Agency, policy, unit, and what was done to the indicators but for anggaran's target and value.
  assert.deepEqual(answer.acts, { signed: 0, unsigned: 3 + 2 + 2 + 4 + 5 + 3 + 4 });
});

test("of an indicator on which the score does not rest there may be gaps", async () => {
  const versions = fresh().records
    .map(({ position }) => position)
    .filter((position) => positionsOf("indicator/anggaran").includes(position));
  const [first, , , last] = positionsOf("indicator/anggaran");
  assert.deepEqual(versions, [first, last]);
});

test("what was believed before a correction verifies too", async () => {
  const receipt = unitReceipt(ledger, "2025", "2026-01-13", { asOf: beforeCorrection });
  const answer = expectValue(await check(receipt, { complete: true }));
  assert.equal(answer.unitScore?.exact, "57625/663");
  assert.equal(answer.complete?.reachesAsOf, true);
});

test("months and quarters, other units, and periods without a score have their receipts", async () => {
  const scores: [string, string, string | null][] = [
    ["2025-12", unit, null], ["2025-Q4", unit, "91.67"], ["2025-Q1", unit, null],
    ["2026", unit, null], ["2025", other, "100.00"],
  ];
  for (const [period, of, rounded] of scores) {
    const receipt = unitReceipt(ledger, period, day, { of });
    const { unitScore } = expectValue(await check(receipt));
    assert.equal(unitScore?.rounded, rounded, period);
    if (rounded !== null) continue;
    assert.equal(receipt.unitClaim!["exact"], undefined);
    assert.equal(unitScore?.exact, null);
  }
});

test("an agency has a score of its own indicators", async () => {
  const { ledger: own } = told((lie) => {
    lie.define("own", { unit: "", rollUp: "mean" });
    lie.aim("own", "2025", "100");
    lie.define("tunggu", { polarity: "min", consolidation: "average", parent: "own" });
  });
  const receipt = unitReceipt(own, "2025", day, { of: "" });
  assert.equal(receipt.unitClaim!["unit"], undefined);
  assert.ok(!receipt.completeness!.files.some(({ name }) => name.startsWith("stream/unit/")));
  const answer = expectValue(await check(receipt, {}, own));
  assert.equal(answer.unitScore?.exact, "63/2");
  assert.match(sentencesOf(answer, "en"), /The score of agency kota-pauh for 2025, .*: 31\.50 \(63\/2\)\./);
});

test("without a close nothing is shown to be complete, and that is said", async () => {
  const answer = expectValue(await check(open(ledger)));
  assert.equal(answer.complete, null);
  assert.deepEqual(answer.notices.map(({ code }) => code), ["nothing-complete"]);
  expectFailure(await check(open(ledger), { complete: true }), "not-complete");
});

test("the answer is said in words", async () => {
  const answer = expectValue(await check(fresh()));
  const id = sentencesOf(answer, "id", true);
  assert.match(id, /Nilai unit puskesmas-pauh \(kota-pauh\) untuk 2025, dari \d+ catatan pertama, menurut kebijakan pauh-2025\.1: 94,61 \(4825\/51\)\.\n/);
  assert.match(id, / {2}tunggu: 95 × 25 \(tidak tercapai; realisasi 31,5; target 30; belum lengkap\)\n/);
  assert.match(id, /Lengkap sampai penutupan 2026-01-10/);
  assert.match(id, /Perbuatan yang bukan terhadap orang .*: 0 bertanda tangan .*, 23 hanya dinyatakan/);
  assert.match(id, /Langkah:\n {2}0\. ikm-a: Nilai terakhir dari 80 = 80\.\n/);
  const en = sentencesOf(answer, "en");
  assert.match(en, /The score of unit puskesmas-pauh \(kota-pauh\) for 2025, .*: 94\.61 \(4825\/51\)\.\n/);
  assert.match(en, / {2}ikm: 97\.0588 × 20 \(missed; realised 82\.5; target 85\)\n/);
  assert.match(en, /Acts about no person .*: 0 signed, .*, 23 attested by the operator only\.\n/);
  const none = expectValue(await check(fresh("2026")));
  assert.match(sentencesOf(none, "en"), /for 2026, .*: there is none\.\n/);
});

// --- What a claim is

test("a receipt is about one person, or about one unit", async () => {
  const subject = { ...fresh(), subject: person };
  expectFailure(await check(subject), "member-malformed");
  const claim = { plan, period: "2025", policy: "pauh-2025.1" };
  expectFailure(await check({ ...fresh(), claim }), "member-malformed");
  expectFailure(await check({ ...subject, claim }), "member-malformed");
  const { unitClaim: _, explanation: __, ...nobody } = fresh();
  expectFailure(await check(nobody), "member-missing");
  expectFailure(await check({ ...nobody, claim }), "member-missing");
});

test("every member of a claim matters", async () => {
  const lies: [Code, (claim: { [name: string]: unknown }) => void][] = [
    ["score-other", (claim) => (claim["exact"] = "4826/51")],
    ["score-other", (claim) => (claim["exact"] = "9650/102")], // not in lowest terms
    ["score-other", (claim) => delete claim["exact"]],
    ["score-other", (claim) => (claim["period"] = "2025-Q4")],
    ["score-other", (claim) => (claim["period"] = "2025-12")],
    ["rounded-other", (claim) => (claim["rounded"] = "94.62")],
    ["rounded-other", (claim) => delete claim["rounded"]],
    ["policy-other", (claim) => (claim["policy"] = "default.1")],
    ["formulas-other", (claim) => (claim["formulas"] as string[]).pop()],
    ["formulas-other", (claim) => (claim["formulas"] as string[]).reverse()],
    ["formulas-other", (claim) => (claim["formulas"] as string[]).push("tpp/1")],
    ["file-unnamed", (claim) => (claim["unit"] = other)],
    ["unit-missing", (claim) => delete claim["unit"]],
    ["unit-missing", (claim) => (claim["unit"] = "nowhere")],
    ["unit-missing", (claim) => (claim["agency"] = "kota-lain")],
    ["member-malformed", (claim) => (claim["unit"] = "")],
    ["member-malformed", (claim) => (claim["unit"] = "a b")],
    ["member-malformed", (claim) => (claim["agency"] = "")],
    ["member-malformed", (claim) => (claim["period"] = "2025-Q5")],
    ["member-missing", (claim) => delete claim["agency"]],
    ["member-unknown", (claim) => (claim["level"] = "meets")],
    ["member-unknown", (claim) => (claim["plan"] = plan)],
  ];
  for (const [code, lie] of lies) {
    const receipt = copyOf(fresh());
    lie(receipt.unitClaim!);
    expectFailure(await check(receipt), code, lie.toString());
  }
  const values: unknown[] = [null, true, 0, "", [], {}, ["x"], "9".repeat(1000), "__proto__"];
  for (const member of Object.keys(fresh().unitClaim!)) {
    for (const value of values) {
      const receipt = copyOf(fresh());
      receipt.unitClaim![member] = value;
      const outcome = await check(receipt);
      const said = outcome.ok ? "verified" : outcome.failure.code;
      assert.ok(said !== "verified" && said !== "internal", `${member} = ${value}: ${said}`);
    }
  }
});

test("a day before the records, or to come, is refused", async () => {
  expectFailure(await check(unitReceipt(ledger, "2025", "2026-01-08")), "day-too-early");
  expectFailure(await check(unitReceipt(ledger, "2025", "2026-11-25")), "day-in-future");
});

// --- Lies about completeness

test("every file that the score needs must be named, also that of who signs", async () => {
  const { basis } = workOutUnit(ledger, "2025");
  assert.deepEqual(basis, ["ikm", "ikm-a", "ikm-b", "pengaduan", "posyandu", "tunggu"]);
  const needed = [...filesOfUnit(basis), "person/team/signature", "person/ppk/signature"];
  for (const name of needed) {
    const receipt = fresh();
    const { files } = receipt.completeness!;
    receipt.completeness!.files = files.filter((file) => file.name !== name);
    assert.notEqual(files.length, receipt.completeness!.files.length);
    expectFailure(await check(receipt), "file-unnamed", name);
  }
});

test("a correction of an indicator that is hidden is found", async () => {
  const correction = positionsOf("indicator/pengaduan").at(-1)!;
  const dropped = without(fresh(), correction);
  expectFailure(await check(dropped), "file-invented");
  const file = dropped.completeness!.files.find(({ name }) => name.endsWith("/pengaduan"))!;
  file.positions!.pop();
  expectFailure(await check(dropped), "file-incomplete");
  // Without a close the last one could be hidden, which is told; no other can.
  const receipt = open(ledger);
  for (const position of positionsOf("indicator/pengaduan").slice(0, -1)) {
    const code = position === positionsOf("indicator/pengaduan")[0] ? "score-other" : "stream-hole";
    expectFailure(await check(without(receipt, position)), code);
  }
});

test("an indicator whose definition is hidden is found", async () => {
  const positions = positionsOf("indicator/tunggu");
  const hiding = without(fresh(), ...positions);
  const { files } = hiding.completeness!;
  hiding.completeness!.files = files.filter(({ name }) => !name.endsWith("/tunggu"));
  expectFailure(await check(hiding), "file-invented");
  const all = hiding.completeness!.files.find(({ name }) => name === `agency/${agency}/indicator`)!;
  all.positions = all.positions!.filter((position) => !positions.includes(position));
  expectFailure(await check(hiding), "file-incomplete");
});

test("a gap in a stream on which the score rests is found, where nothing is complete too", async () => {
  for (const key of ["ikm", "ikm-a", "pengaduan", "posyandu", "tunggu"]) {
    const [, second, third] = positionsOf(`indicator/${key}`);
    if (third === undefined) continue;
    expectFailure(await check(without(open(ledger), second!)), "stream-hole", key);
  }
  const [, second] = positionsOf("indicator/anggaran");
  assert.ok((await check(without(open(ledger), second!))).ok);
});

test("an indicator's versions ascend, and follow one another where nothing is between", async () => {
  const forged = (envelope: object): Ledger => {
    const lying = new Office();
    lying.define("x", { unit: other });
    lying.define("x", { unit: other, weight: "2" }, { envelope });
    lying.define("y");
    return lying.ledger;
  };
  const code = async (envelope: object): Promise<string> => {
    const of = forged(envelope);
    const outcome = await check(open(of), {}, of);
    return outcome.ok ? "verified" : outcome.failure.code;
  };
  assert.equal(await code({}), "verified");
  assert.equal(await code({ version: 3n }), "verified"); // a gap
  assert.equal(await code({ version: 1n }), "stream-hole");
  assert.equal(await code({ previous: new Uint8Array(32) }), "stream-broken");
});

test("an indicator that moved to another agency is no longer this one's", async () => {
  const moved = told((lie) => lie.define("tunggu", { agency: "kota-lain", polarity: "min" })).ledger;
  const { unitScore } = expectValue(await check(open(moved), {}, moved));
  assert.deepEqual(unitScore!.lines.map(({ indicator }) => indicator), ["ikm", "pengaduan"]);
});

// --- Lies about records

test("what no rule accepts is named, where the score rests on it", async () => {
  const twoStages = [{ id: "a", weight: 50 }, { id: "b", weight: 40 }];
  const lies: ((lie: Office, key: string, fields: object) => unknown)[] = [
    (lie, key, fields) => lie.define(key, { ...fields, weight: "-1" }),
    (lie, key, fields) => lie.define(key, { ...fields, text: "" }),
    (lie, key, fields) => lie.define(key, { ...fields, text: "x".repeat(2001) }),
    (lie, key, fields) => lie.define(key, { ...fields, code: "\u00e9".repeat(101) }),
    (lie, key, fields) => lie.define(key, { ...fields, stages: [{ id: "a", weight: 100 }] }),
    (lie, key, fields) =>
      lie.define(key, { ...fields, polarity: "milestone", stages: twoStages }),
    (lie, key, fields) => lie.define(key, { ...fields, polarity: "qualitative", rollUp: "mean" }),
    (lie, key) => lie.aim(key, "2025", {}),
    (lie, key) => lie.aim(key, "2025", { low: "1" }),
    (lie, key) => lie.aim(key, "2025", { low: "2", high: "1" }),
    (lie, key) => lie.aim(key, "2025", { value: "1", low: "1", high: "2" }),
    (lie, key) => lie.aim(key, "2025", "-1"),
    (lie, key) => lie.aim(key, "2025", "0"),
    (lie, key) => lie.value(key, "2025", "-1"),
    (lie, key) => lie.value(key, "2025", {}),
    (lie, key) => lie.value(key, "2025", { numerator: "1", denominator: "-1" }),
    (lie, key) => lie.value(key, "2025", ratio("1", "0")),
    (lie, key) => lie.value(key, "2025", { numerator: "1", stages: ["a"] }),
    (lie, key, fields) => {
      lie.define(key, { ...fields, consolidation: "ratio" });
      lie.value(key, "2025", "1");
    },
    (lie, key, fields) => {
      lie.define(key, { ...fields, polarity: "qualitative" });
      lie.value(key, "2025", { stages: ["a"] });
    },
  ];
  const { unitClaim, explanation } = fresh();
  const needed = filesOfUnit([...workOutUnit(ledger, "2025").basis, "lie"]);
  for (const lie of lies) {
    const lying = (of: string): Ledger =>
      told((unsound) => {
        unsound.define("lie", { unit: of });
        lie(unsound, "lie", { unit: of });
      }).ledger;
    const unsound = lying(unit);
    const receipt = unsound.receipt({
      day, files: needed, unitClaim: unitClaim!, explanation: explanation!,
    });
    expectFailure(await check(receipt, {}, unsound), "record-against-rules", lie.toString());
    const elsewhere = lying(other);
    assert.ok((await check(unitReceipt(elsewhere, "2025", day), {}, elsewhere)).ok);
  }
});

test("an indicator that is about somebody would be in another file", async () => {
  const filed = told((lie) => {
    lie.define("lie", {}, { subjects: ["x"] });
  }).ledger;
  expectFailure(await check(open(filed), {}, filed), "record-misfiled");
});

test("a chain of indicators that is too deep, or too many of them, is refused", async () => {
  const { unitClaim, explanation } = fresh();
  const deep = new Office();
  for (let level = 1; level <= 257; ++level) {
    const parent = level === 1 ? "" : `i${level - 1}`;
    deep.define(`i${level}`, { rollUp: "mean", parent });
  }
  const streams = deep.ledger.records.map((record) => record.stream);
  const receipt = deep.ledger.receipt({
    day, files: [], streams, close: null, unitClaim: unitClaim!, explanation: explanation!,
  });
  expectFailure(await check(receipt, {}, deep.ledger), "cascade-too-large");
  const { record } = entriesOf(ledger).find(({ record: { stream } }) => stream === "indicator/ikm")!;
  const definition = (record.event.of as { of: IndicatorEventDefined }).of;
  const many = (count: number): Definitions =>
    new Map(Array.from({ length: count }, (_, i) => [`i${i}`, definition]));
  assert.equal(basisOf(many(10_000), unit).length, 10_000);
  expectRefusal(() => basisOf(many(10_001), unit), "cascade-too-large");
});

test("a formula that this checker does not know is named", async () => {
  const unknown = new Office({ formulas: ["rollup.mean/9"] });
  unknown.define("ikm", { rollUp: "mean" });
  unknown.define("ikm-a", { parent: "ikm" });
  unknown.value("ikm-a", "2025", "5");
  const { unitClaim } = fresh();
  const streams = unknown.ledger.records.map((record) => record.stream);
  const receipt = unknown.ledger.receipt({
    day, files: [], streams, close: null, unitClaim: unitClaim!,
  });
  expectFailure(await check(receipt, {}, unknown.ledger), "formula-unknown");
});

// --- Who did it

const announced = (signsAll: boolean): Loose => ({
  is: "signer",
  of: {
    is: "keyAnnounced", of: { id: "k", algorithm: "ed25519", key: "AAAA", signsAll },
  },
});

test("acts about nobody are counted, and must be signed by him who signs everything", async () => {
  const acting = (signsAll: boolean, signedWith: string): Ledger =>
    told((lie) => {
      const by = { actor: "t", signedWith: "k" };
      lie.act("", announced(signsAll), { ...by, stream: "signer/t", subjects: ["t"] });
      lie.define("ikm", { rollUp: "weightedMean", weight: "30" }, { ...by, signedWith });
    }).ledger;
  const acts = async (of: Ledger) =>
    expectValue(await check(unitReceipt(of, "2025", day), {}, of)).acts;
  assert.deepEqual(await acts(acting(true, "k")), { signed: 1, unsigned: 23 });
  assert.deepEqual(await acts(acting(false, "")), { signed: 0, unsigned: 24 });
  for (const [signsAll, signedWith] of [[true, ""], [true, "x"], [false, "x"]] as const) {
    const of = acting(signsAll, signedWith);
    expectFailure(await check(unitReceipt(of, "2025", day), {}, of), "not-performed");
  }
  // Of an act every fact: a share that it takes too.
  const sharing = (signedWith: string): Ledger =>
    told((lie) => {
      const by = { actor: "t", signedWith: "k" };
      lie.act("", announced(true), { ...by, stream: "signer/t", subjects: ["t"] });
      const envelope = { id: "share" };
      const changed = { parent: "ikm", weight: "3", unit: other };
      lie.define("ikm-a", changed, { ...by, envelope, factCount: 2 });
      const share = { child: "ikm-a", period: "2025", target: "40" };
      const event = { is: "indicator", of: { is: "shareTaken", of: share } };
      lie.act("ikm", event, { actor: "t", signedWith, envelope, factIndex: 1 });
    }).ledger;
  assert.deepEqual(await acts(sharing("k")), { signed: 1, unsigned: 23 });
  const half = sharing("");
  expectFailure(await check(unitReceipt(half, "2025", day), {}, half), "not-performed");
  // What is done about a person is another matter.
  const about = told((lie) => {
    const by = { actor: "t", signedWith: "k" };
    lie.act("", announced(true), { ...by, stream: "signer/t", subjects: ["t"] });
    lie.act("", drafted(), { stream: `plan/${plan}`, subjects: [person], actor: "t" });
  }).ledger;
  assert.ok((await check(open(about), {}, about)).ok);
});

test("of acts about nobody those that are contested are told", async () => {
  let position = 0;
  const { ledger: of } = told((lie) => {
    const contest = (id: string): Loose => ({
      is: "signer",
      of: { is: "contested", of: { act: { source: "urn:app", id } } },
    });
    const named = (id: string) => ({ actor: "t", envelope: { source: "urn:app", id } });
    position = lie.define("ikm", { rollUp: "weightedMean", weight: "30" }, named("31"));
    const elsewhere = { stream: `plan/${plan}`, subjects: [person] };
    lie.act("", drafted(), { ...elsewhere, ...named("32") });
    const own = { stream: "signer/t", subjects: ["t"], actor: "t" };
    for (const id of ["31", "32"]) lie.act("", contest(id), own);
  });
  const { contested } = expectValue(await check(unitReceipt(of, "2025", day), {}, of));
  assert.deepEqual(contested, [{ position, by: "t", standing: "open" }]);
});

// --- The explanation

test("an explanation that is not the records' own is caught", async () => {
  type Node = { exact: string; inputs: { exact: string; events?: number[] }[] };
  const change = async (code: Code, lie: (nodes: Node[]) => void): Promise<void> => {
    const receipt = copyOf(fresh());
    lie(receipt.explanation as unknown as Node[]);
    expectFailure(await check(receipt), code, lie.toString());
  };
  await change("explanation-unsound", (nodes) => (nodes[0]!.exact = "12"));
  await change("explanation-other", (nodes) => (nodes[0]!.inputs[0]!.events = [1]));
  await change("explanation-other", (nodes) => nodes.pop());
  await change("explanation-other", (nodes) => nodes.push(nodes[0]!));
  await change("explanation-other", (nodes) => nodes.reverse());
  await change("explanation-other", (nodes) => ((nodes[0] as { about?: string }).about = "ikm"));
  // Sound in itself, and begun with a number that nobody recorded.
  await change("explanation-other", (nodes) => {
    nodes[0]!.inputs[0]!.exact = "90";
    nodes[0]!.exact = "90";
  });
  const { explanation: _, ...silent } = fresh();
  expectFailure(await check(silent), "explanation-other");
});

test("sentences that are not ours are told, and ours are given", async () => {
  const receipt = copyOf(fresh());
  (receipt.explanation![0] as { sentence: { en: string } }).sentence.en = "They were excellent.";
  const answer = expectValue(await check(receipt));
  assert.ok(answer.notices.some(({ code }) => code === "other-words"));
  assert.equal(answer.unitScore!.explanation[0]!.sentence.en, "The last of 80 = 80.");
});
