import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

import { toHex, utf8 } from "../src/bytes.js";
import { Budget, messageBytesMax, readMessage } from "../src/capnp.js";
import { enums, type FieldType, structs } from "../src/layout.js";
import { readRecord } from "../src/record.js";
import { expectRefusal } from "./support/failing.js";
import { lacking, repository } from "./support/tools.js";
import { writeMessage } from "./support/writer.js";

const simple = {
  salt: new Uint8Array(16).fill(7),
  stream: "report/skp-1/2025-12",
  version: 3n,
  previous: new Uint8Array(32).fill(9),
  recorded: 1_767_000_000_000_001n,
  effective: -1n,
  effectiveGiven: true,
  source: "urn:test",
  id: "é😀",
  factIndex: 1,
  factCount: 2,
  actor: { person: "a", role: "pegawai", onBehalfOf: "", mandate: "" },
  authentication: { issuer: "", subject: "", method: "" },
  signedWith: "laptop",
  correlation: "",
  causation: "",
  traceparent: "",
  channel: "mobile",
  migration: "",
  subjects: ["a", "b"],
  class: "report",
  parts: [{ class: "report", sha256: new Uint8Array(32).fill(1), slot: 5 }],
  event: {
    is: "report",
    of: {
      is: "submitted",
      of: {
        lines: [
          {
            indicator: "I1",
            value: { numerator: "36", denominator: "", stages: ["s", ""] },
            narrative: { part: 1, characters: 40 },
            obstacle: { part: 0, characters: 0 },
            evidence: [
              { sha256: new Uint8Array(32).fill(2), kind: "photo", uri: "", capturedAt: 12n },
            ],
          },
        ],
      },
    },
  },
  submitted: { part: 0, characters: 0 },
};

test("what is written is read", () => {
  const bytes = writeMessage("Record", simple);
  assert.deepEqual(readMessage(bytes, "Record"), simple);
  assert.equal(readRecord(bytes).stream, simple.stream);
});

// --- Against capnp itself

// A value of each type, as JSON for `capnp convert`, and as we read it.
function samples(type: FieldType, seed: number): { json: unknown; value: unknown } {
  switch (type.kind) {
    case "Void":
      return { json: null, value: null };
    case "Bool":
      return { json: seed % 2 === 1, value: seed % 2 === 1 };
    case "UInt16":
    case "UInt32":
      return { json: seed * 251, value: seed * 251 };
    case "UInt64":
    case "Int64":
      return { json: String(seed * 4_294_967_299), value: BigInt(seed * 4_294_967_299) };
    case "Enum": {
      const names = enums[type.name]!;
      return { json: names[seed % names.length], value: names[seed % names.length] };
    }
    case "Text":
      return { json: `teks ${seed} é`, value: `teks ${seed} é` };
    case "Data": {
      const bytes = Uint8Array.from({ length: 1 + (seed % 40) }, (_, i) => (i + seed) & 255);
      return { json: [...bytes], value: bytes };
    }
    case "List": {
      const items = Array.from({ length: 1 + (seed % 3) }, (_, i) => samples(type.of, seed + i));
      return { json: items.map((item) => item.json), value: items.map((item) => item.value) };
    }
    default:
      return sample(type.name, seed);
  }
}

function sample(name: string, seed: number): { json: object; value: object } {
  const { fields, tag } = structs[name]!;
  if (tag !== undefined) {
    const arms = fields.filter((field) => field.type.kind !== "Void");
    const arm = arms[seed % arms.length]!;
    const of = samples(arm.type, seed);
    return { json: { [arm.name]: of.json }, value: { is: arm.name, of: of.value } };
  }
  const members = fields.map((field, i) => [field.name, samples(field.type, seed + i)] as const);
  return {
    json: Object.fromEntries(members.map(([field, { json }]) => [field, json])),
    value: Object.fromEntries(members.map(([field, { value }]) => [field, value])),
  };
}

function convert(from: string, to: string, name: string, input: Uint8Array | string): Uint8Array {
  const { file, type } = /^(Record|Actor|Authentication|Part)$/.test(name)
    ? { file: "record.capnp", type: name }
    : { file: "event.capnp", type: name };
  const cwd = `${repository}/schemas`;
  const env = { ...process.env, PWD: cwd };
  const made = spawnSync("capnp", ["convert", "--quiet", `${from}:${to}`, file, type], { input, cwd, env });
  assert.equal(made.status, 0, new TextDecoder().decode(made.stderr).slice(0, 500));
  return made.stdout;
}

test("every struct is read as capnp writes it", { skip: lacking("capnp") }, () => {
  for (const name of Object.keys(structs)) {
    for (const seed of name === "Record" ? [...Array(16).keys()] : [0, 1]) {
      const { json, value } = sample(name, seed + 1);
      const bytes = convert("json", "binary", name, JSON.stringify(json));
      assert.deepEqual(readMessage(new Uint8Array(bytes), name), value, `${name} ${seed}`);
    }
  }
});

test("capnp reads what the tests write", { skip: lacking("capnp") }, () => {
  for (const name of Object.keys(structs)) {
    const { json, value } = sample(name, 5);
    const bytes = writeMessage(name, value);
    const back = JSON.parse(new TextDecoder().decode(convert("binary", "json", name, bytes)));
    // Void arms and enumerations of ours that are named differently there do not occur.
    assert.deepEqual(back, withoutEmpty(json), name);
  }
});

// capnp leaves out null lists and texts, as we do.
function withoutEmpty(json: object): unknown {
  return JSON.parse(JSON.stringify(json));
}

// --- Hostile messages

const bytes = writeMessage("Record", simple);

function patched(change: (view: DataView, copy: Uint8Array) => void): Uint8Array {
  const copy = bytes.slice();
  change(new DataView(copy.buffer), copy);
  return copy;
}

const read = (message: Uint8Array) => () => readRecord(message);

test("messages of another shape are refused", () => {
  expectRefusal(read(new Uint8Array(0)), "record-malformed");
  expectRefusal(read(new Uint8Array(8)), "record-malformed");
  expectRefusal(read(bytes.slice(0, -8)), "record-malformed");
  expectRefusal(read(bytes.slice(0, -1)), "record-malformed");
  expectRefusal(read(new Uint8Array(messageBytesMax + 8)), "too-large");
  const longer = new Uint8Array(bytes.length + 8);
  longer.set(bytes);
  expectRefusal(read(longer), "record-malformed");
  const hidden = longer.slice();
  new DataView(hidden.buffer).setUint32(4, bytes.length / 8, true);
  expectRefusal(read(hidden), "record-malformed");
  expectRefusal(read(patched((view) => view.setUint32(0, 1, true))), "record-malformed");
});

// Where the pointers of the root begin: behind the table, its own pointer, and five words of data.
const pointer = (index: number): number => 8 + 8 + 40 + index * 8;

test("pointers that lead nowhere, twice to one place, or to another message are refused", () => {
  const of: [string, (view: DataView) => void][] = [
    ["outside", (view) => view.setInt32(pointer(1), (100_000 << 2) | 1, true)],
    ["before", (view) => view.setInt32(pointer(1), (-100 << 2) | 1, true)],
    ["far", (view) => view.setInt32(pointer(1), 2, true)],
    ["a capability", (view) => view.setInt32(pointer(1), 3, true)],
    ["a struct for a text", (view) => view.setInt32(pointer(1), 0, true)],
    ["bits for bytes", (view) => view.setUint32(pointer(1) + 4, (21 << 3) | 1, true)],
    ["itself", (view) => view.setInt32(pointer(1), (-1 << 2) | 1, true)],
    ["a longer text", (view) => view.setUint32(pointer(1) + 4, (60_000 << 3) | 2, true)],
    ["a text without its end", (view) => view.setUint32(pointer(1) + 4, (20 << 3) | 2, true)],
    ["an empty text", (view) => view.setUint32(pointer(1) + 4, (0 << 3) | 2, true)],
    [
      "one text twice",
      (view) => {
        const [low, high] = [view.getInt32(pointer(3), true), view.getUint32(pointer(3) + 4, true)];
        view.setInt32(pointer(4), low - 4, true); // the same place, from the next pointer
        view.setUint32(pointer(4) + 4, high, true);
      },
    ],
    [
      "nothing, so that its words are nobody's",
      (view) => {
        view.setUint32(pointer(3), 0, true);
        view.setUint32(pointer(3) + 4, 0, true);
      },
    ],
  ];
  for (const [what, change] of of) {
    assert.throws(read(patched(change)), /record-malformed/, what);
  }
});

test("lists that claim more than they hold are refused", () => {
  const event = writeMessage("Content", { indicators: [{ id: "I1" }, { id: "I2" }] });
  const tagAt = 8 + 8 + 6 * 8;
  for (const [count, high] of [
    [1_000_000_000 & 0x3fffffff, 0],
    [1, 0],
    [3, undefined],
    [0, undefined],
    [0x3fffffff, 0x00010000],
  ] as const) {
    const copy = event.slice();
    const view = new DataView(copy.buffer);
    view.setUint32(tagAt, count << 2, true);
    if (high !== undefined) view.setUint32(tagAt + 4, high, true);
    expectRefusal(() => readMessage(copy, "Content"), "record-malformed");
  }
  // A list of empty structs takes no room, however long it is.
  const bomb = new Uint8Array(8 + 8 + 6 * 8 + 8);
  const view = new DataView(bomb.buffer);
  view.setUint32(4, bomb.length / 8 - 1, true);
  view.setUint32(8 + 4, 6 << 16, true);
  view.setInt32(16 + 8, (4 << 2) | 1, true);
  view.setUint32(16 + 8 + 4, 7, true);
  view.setUint32(16 + 48, 0x3fffffff << 2, true);
  expectRefusal(() => readMessage(bomb, "Content"), "record-malformed");
});

test("lists that would take far more room than their message are refused", () => {
  const many = writeMessage("Content", { indicators: Array(500).fill({ id: "I" }) });
  const budget = new Budget();
  readMessage(many, "Content", budget);
  assert.equal(budget.structs, 300_000 - 500);
  budget.structs = 499;
  expectRefusal(() => readMessage(many, "Content", budget), "too-large");
});

test("what a newer schema would add is refused, and what an older one lacks is empty", () => {
  const inData = patched((view) => view.setUint8(16 + 33, 0x80)); // behind the class
  assert.throws(read(inData), /record-(newer|malformed)/);
  expectRefusal(read(patched((view) => view.setUint8(16 + 38, 1))), "record-newer");
  expectRefusal(read(patched((view) => view.setUint16(16 + 30, 99, true))), "record-newer");
  const older = Uint8Array.of(0, 0, 0, 0, 1, 0, 0, 0, 0xfc, 0xff, 0xff, 0xff, 0, 0, 0, 0);
  const actor = readMessage(older, "Actor");
  assert.deepEqual(actor, { person: "", role: "none", onBehalfOf: "", mandate: "" });
  // One pointer more than Actor has: null, and then not.
  const longer = new Uint8Array(8 + 8 * 6 + 8);
  const view = new DataView(longer.buffer);
  view.setUint32(4, 6, true);
  view.setUint32(12, 1 | (4 << 16), true);
  assert.deepEqual(readMessage(longer.slice(0, 8 + 8 * 6), "Actor"), actor);
  view.setUint32(4, 7, true);
  view.setInt32(16 + 8 + 24, (0 << 2) | 1, true);
  view.setUint32(16 + 8 + 28, (2 << 3) | 2, true);
  view.setUint8(16 + 8 + 32, 65);
  expectRefusal(() => readMessage(longer, "Actor"), "record-newer");
});

test("texts that are no UTF-8, or have something behind them, are refused", () => {
  const text = bytes.findIndex((_, i) => toHex(bytes.slice(i, i + 6)) === toHex(utf8("report")));
  expectRefusal(read(patched((view) => view.setUint8(text, 0xff))), "record-malformed");
  expectRefusal(read(patched((view) => view.setUint8(text + 20, 1))), "record-malformed");
  expectRefusal(read(patched((view) => view.setUint8(text + 22, 1))), "record-malformed");
});

test("no flipped bit of a record makes the reader fail in another way", () => {
  for (let bit = 0; bit < bytes.length * 8; ++bit) {
    const flipped = bytes.slice();
    flipped[bit >> 3]! ^= 1 << (bit & 7);
    try {
      readRecord(flipped);
    } catch (error) {
      assert.match(String(error), /Error: (record-|too-large)/, `bit ${bit}`);
    }
  }
});

test("a record that is filed elsewhere than its event belongs is refused", () => {
  const filed: [object, string][] = [
    [{ stream: "plan/skp-1" }, "record-misfiled"],
    [{ stream: "report/skp-1" }, "record-misfiled"],
    [{ stream: "report/skp-1/2025" }, "record-misfiled"],
    [{ stream: "report/skp-1/2025-13" }, "record-misfiled"],
    [{ stream: "report/skp-1/2025-12/x" }, "record-misfiled"],
    [{ stream: "report/skp 1/2025-12" }, "record-misfiled"],
    [{ class: "correction" }, "record-misfiled"],
    [{ class: "sanction" }, "record-misfiled"],
    [{ subjects: ["a", "a"] }, "record-misfiled"],
    [{ subjects: ["a/sanction"] }, "record-misfiled"],
    [{ subjects: ["a", ""] }, "record-misfiled"],
    [{ subjects: [], actor: {} }, "record-misfiled"], // closed parts about nobody
    [{ version: 0n }, "record-malformed"],
    [{ factIndex: 2 }, "record-malformed"],
    [{ factIndex: 0 }, "record-malformed"], // signed, without what was signed
    [{ submitted: { part: 1, characters: 9 } }, "record-malformed"],
    [{ recorded: 2n ** 53n + 1n }, "record-malformed"],
    [{ effective: -(2n ** 53n) - 1n }, "record-malformed"],
    [{ salt: new Uint8Array(15) }, "record-malformed"],
    [{ previous: new Uint8Array(31) }, "record-malformed"],
    [{ parts: [{ class: "report", sha256: new Uint8Array(3), slot: 1 }] }, "record-malformed"],
  ];
  for (const [change, code] of filed) {
    const message = writeMessage("Record", { ...simple, ...change });
    assert.throws(read(message), new RegExp(code), JSON.stringify(change, (_, v) => String(v)));
  }
  // What is about nobody is closed under a key of who did it.
  readRecord(writeMessage("Record", { ...simple, subjects: [] }));
});
