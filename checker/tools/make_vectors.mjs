// Makes test/vectors anew by a ledger's own program: node tools/make_vectors.mjs JEJAK
//
// From the demonstration's ledger, whose people and names are invented; and lies told in what it
// wrote. `jejak verify` must say of each the same as vectors.test.ts expects of the checker.
import { execFileSync, spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const [program] = process.argv.slice(2);
if (!program) throw new Error("say which jejak makes them");
const jejak = resolve(program);
const folder = fileURLToPath(new URL("../test/vectors", import.meta.url));
const work = mkdtempSync(join(tmpdir(), "jejak-vectors-"));
const ledger = join(work, "demo");

const run = (...args) => execFileSync(jejak, args, { encoding: "utf8", maxBuffer: 1 << 28 });

// --- What is written

const verified = 0;
const notVerified = 3;

function write(name, receipt, vkey, refused) {
  const path = join(folder, name);
  writeFileSync(`${path}.receipt.json`, JSON.stringify(receipt) + "\n");
  writeFileSync(`${path}.vkey`, `${vkey}\n`);
  if (refused) writeFileSync(`${path}.refused`, `${refused}\n`);
  const said = spawnSync(jejak, ["verify", `${path}.receipt.json`, "--key", vkey]);
  if (said.status !== (refused ? notVerified : verified)) {
    throw new Error(`${name}: jejak verify exits with ${said.status}: ${said.stderr}`);
  }
  return receipt;
}

const receiptOf = (...asked) => JSON.parse(run("receipt", ledger, ...asked));

// What `receipt` becomes when `lie` changes it.
function changed(receipt, lie) {
  const copy = structuredClone(receipt);
  const file = (name) => copy.completeness.files.find((of) => of.name === name);
  const drop = (at) => {
    copy.records = copy.records.filter(({ position }) => position !== at);
  };
  lie({ receipt: copy, file, drop });
  return copy;
}

// --- The demonstration as it is

const person = "a-puskesmas-pauh";
const official = "w-setda"; // of whom there is little
const agency = "pauh";
const office = "dinkes"; // whose indicators are made of those of other units
const centre = "puskesmas-pauh"; // one of those

function writeDemonstration(events) {
  const vkey = events[0].data.key;
  const { sequence } = events.find(
    ({ type, subjects }) => type === "jejak.evaluation.objectionFiled" && subjects === person,
  );
  write("year", receiptOf(person, "2025"), vkey);
  const before = receiptOf(person, "2025", "--position", String(Number(sequence)));
  write("year-before-objection", before, vkey);
  const small = write("official", receiptOf(official), vkey);
  write("official-once", receiptOf(official, "--position", "50"), vkey);

  const edited = changed(small, ({ receipt }) => {
    const record = Buffer.from(receipt.records.at(-1).record, "base64");
    record[record.length >> 1] ^= 1;
    receipt.records.at(-1).record = record.toString("base64");
  });
  write("lie-record-edited", edited, vkey, "inclusion-wrong");
  const hidden = changed(small, ({ file, drop }) => {
    const whole = file(`person/${official}/person`);
    whole.positions.forEach(drop);
    whole.count = 0;
    delete whole.chain;
    delete whole.positions;
  });
  write("lie-file-hidden", hidden, vkey, "absence-not-proved");
}

// --- Scores of units

const receiptOfUnit = (unit, ...asked) => receiptOf(agency, "2025", "--unit", unit, ...asked);

function writeUnits(events) {
  const vkey = events[0].data.key;
  write("unit", receiptOfUnit(office), vkey);
  const corrected = `indicator/${centre}-pengaduan`;
  const { sequence } = events.find(
    ({ type, subject }) => type === "jejak.indicator.valueCorrected" && subject === corrected,
  );
  const before = receiptOfUnit(centre, "--position", String(Number(sequence)));
  write("unit-before-correction", before, vkey);
  const after = write("unit-corrected", receiptOfUnit(centre), vkey);
  const hidden = changed(after, ({ file, drop }) => {
    drop(file(`stream/${corrected}`).positions.pop());
  });
  write("lie-correction-hidden", hidden, vkey, "file-incomplete");
}

// --- Acts that are signed

const iso = (micros) => new Date(micros).toISOString().replace("Z", "000Z");

function makeKey(name, type, options) {
  const { publicKey, privateKey } = generateKeyPairSync(type, options);
  const path = join(work, name);
  writeFileSync(path, privateKey.export({ type: "pkcs8", format: "pem" }));
  const { x, y } = publicKey.export({ format: "jwk" });
  const bytes = [x, y].filter(Boolean).map((part) => Buffer.from(part, "base64url"));
  return { path, name, text: Buffer.concat(bytes).toString("base64url") };
}

// Records acts of the official's and about him, an hour apart, after the `events` that are there.
function sign(events) {
  const laptop = makeKey("laptop", "ed25519");
  const card = makeKey("kartu", "ec", { namedCurve: "P-256" });
  const own = events.find(({ actor, type }) => actor === official && !type.includes(".origin."));
  let now = Date.parse(events.at(-1).recordedtime);
  const lines = [];
  const record = (event) => {
    now += 3_600_000;
    lines.push(JSON.stringify({ ...event, recordedtime: iso(now) }));
  };
  const event = (id, actor, actorrole, type, data) => ({
    specversion: "1.0",
    id,
    source: "urn:jejak:vectors",
    type: `jejak.signer.${type}`,
    subject: `signer/${official}`,
    actor,
    actorrole,
    data,
  });
  const signed = (key, act) => {
    const path = join(work, "act.json");
    writeFileSync(path, JSON.stringify(act));
    return JSON.parse(run("--json", "sign", path, "--key", key.path, "--kid", key.name));
  };
  const first = ["--key", laptop.path, "--kid", laptop.name, "--announce", official, "--signs-all"];
  record(JSON.parse(run("--json", "sign", ...first)));
  const second = { id: card.name, algorithm: "es256", key: card.text, signsAll: true };
  record(signed(laptop, event("second", official, "head", "keyAnnounced", second)));
  const contested = { act: { source: own.source, id: own.id }, reason: "Bukan saya yang mencatat ini." };
  record(signed(card, event("contested", official, "head", "contested", contested)));
  const answered = { act: contested.act, upheld: false, reason: "Ada berita acaranya." };
  record(event("answered", "inspektur", "inspector", "contestAnswered", answered));
  const revoked = { id: laptop.name, reason: "Laptop hilang." };
  record(event("revoked", "t-subbag-umum", "performanceTeam", "keyRevoked", revoked));
  const path = join(work, "acts.ndjson");
  writeFileSync(path, lines.map((line) => `${line}\n`).join(""));
  run("import", ledger, path);
}

// Under a key that the ledger took after its first record.
function writeSigned() {
  const vkey = JSON.parse(run("--json", "rotate-key", ledger)).key;
  run("close", ledger);
  const receipt = write("signed", receiptOf(official), vkey);
  const unnamed = changed(receipt, ({ receipt: { completeness } }) => {
    const keys = "person/t-subbag-umum/signature";
    completeness.files = completeness.files.filter(({ name }) => name !== keys);
  });
  write("lie-keys-unnamed", unnamed, vkey, "file-unnamed");
  const dropped = changed(receipt, ({ file, drop }) => {
    drop(file(`person/${official}/signature`).positions.pop());
  });
  write("lie-revocation-dropped", dropped, vkey, "file-incomplete");
}

try {
  for (const name of readdirSync(folder)) {
    if (/\.(receipt\.json|vkey|refused)$/.test(name)) rmSync(join(folder, name));
  }
  run("demo", ledger, "--fill-only");
  const events = run("export", ledger).trimEnd().split("\n").map((line) => JSON.parse(line));
  writeDemonstration(events);
  writeUnits(events);
  sign(events);
  writeSigned();
} finally {
  rmSync(work, { recursive: true, force: true });
}
