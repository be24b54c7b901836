import assert from "node:assert/strict";
import { test } from "node:test";

import { fromBase64, toBase64 } from "../src/base64.js";
import { toHex, utf8 } from "../src/bytes.js";
import {
  bitOf,
  chainOf,
  checkFile,
  type Close,
  closeIn,
  type FileClaim,
  keyOfFile,
  mapLeaf,
  nothing,
  Shown,
  valueOfFile,
} from "../src/completeness.js";
import { sha256 } from "../src/sha256.js";
import { expectRefusal } from "./support/failing.js";
import {
  entryAt,
  type File,
  type FileJson,
  Ledger,
  mapRoot,
  midnight,
  proveFile,
} from "./support/ledger.js";

// --- The map, without records

function fileOf(name: string, ...entries: string[]): File {
  return {
    name,
    key: keyOfFile(name),
    entries: entries.map((text, position) => ({ position, entry: sha256(utf8(text)) })),
  };
}

function claimOf({ name, count, chain, positions, siblings, other }: FileJson): FileClaim {
  const end = other && { key: fromBase64(other.key), value: fromBase64(other.value) };
  return {
    name,
    count,
    chain: chain === undefined ? nothing : fromBase64(chain),
    positions: positions ?? [],
    siblings: (siblings ?? []).map((sibling) => fromBase64(sibling)),
    end: count > 0 ? "self" : (end ?? "nothing"),
  };
}

const closeOf = (root: Uint8Array): Close => ({ position: 9, day: "2026-01-01", size: 0, root });

// What the map says of a file, without looking at records: refused as incomplete where it holds.
function proves(claim: FileClaim, root: Uint8Array): string {
  try {
    checkFile({ ...claim, positions: [] }, closeOf(root), new Shown([]));
    return "absent";
  } catch (error) {
    return /file-incomplete/.test(String(error)) ? "there" : String(error);
  }
}

test("the root is what the definition says, for none, one and two files", () => {
  const [a, b] = [fileOf("person/a/plan", "1", "2"), fileOf("person/b/plan", "3")];
  assert.deepEqual(mapRoot([]), new Uint8Array(32));
  const value = valueOfFile(2, chainOf(a.entries.map((e) => e.entry)));
  assert.equal(value.length, 40);
  assert.equal(toHex(value.slice(0, 8)), "0000000000000002");
  assert.deepEqual(mapRoot([a]), sha256(Uint8Array.of(2), sha256(utf8("person/a/plan")), value));
  const [first] = a.entries;
  const once = sha256(new Uint8Array(32), first!.entry);
  assert.deepEqual(chainOf([first!.entry]), once);
  let depth = 0;
  while (bitOf(a.key, depth) === bitOf(b.key, depth)) ++depth;
  const leaves = [a, b].map((f) => mapRoot([f]));
  const [left, right] = bitOf(a.key, depth) === 0 ? leaves : [...leaves].reverse();
  let root = sha256(Uint8Array.of(3), left!, right!);
  for (let bit = depth - 1; bit >= 0; --bit) {
    root =
      bitOf(a.key, bit) === 0
        ? sha256(Uint8Array.of(3), root, nothing)
        : sha256(Uint8Array.of(3), nothing, root);
  }
  assert.deepEqual(mapRoot([a, b]), root);
});

test("presence and absence are proved in maps of every small size, and nothing else is", () => {
  for (const count of [0, 1, 2, 3, 5, 8, 20, 60]) {
    const files = Array.from({ length: count }, (_, i) => fileOf(`person/p${i}/plan`, `r${i}`));
    const root = mapRoot(files);
    for (const { name } of files) {
      const claim = claimOf(proveFile(files, name));
      assert.equal(proves(claim, root), "there", name);
      assert.match(proves({ ...claim, count: 2 }, root), /file-not-proved/);
      assert.match(proves({ ...claim, chain: sha256() }, root), /file-not-proved/);
      assert.match(proves({ ...claim, name: "person/other/plan" }, root), /file-not-proved/);
      // It cannot be hidden behind nothing, or behind another leaf, at any depth.
      for (let depth = 0; depth <= claim.siblings.length; ++depth) {
        const siblings = claim.siblings.slice(0, depth);
        const absent = { ...claim, siblings, count: 0, chain: nothing };
        assert.match(proves({ ...absent, end: "nothing" }, root), /absence-not-proved/);
        const own = { key: keyOfFile(name), value: valueOfFile(1, claim.chain) };
        assert.match(proves({ ...absent, end: own }, root), /absence-not-proved/);
        const other = { key: keyOfFile("person/p0/plan"), value: valueOfFile(1, nothing) };
        assert.match(proves({ ...absent, end: other }, root), /absence-not-proved/);
      }
    }
    for (let i = 0; i < 20; ++i) {
      const name = `person/nobody${i}/sanction`;
      const claim = claimOf(proveFile(files, name));
      assert.equal(proves(claim, root), "absent", name);
      assert.match(proves({ ...claim, end: "self", count: 1 }, root), /file-not-proved/);
      assert.match(proves({ ...claim, chain: sha256() }, root), /absence-not-proved/);
      assert.match(proves({ ...claim, count: 1 }, root), /absence-not-proved/);
    }
  }
});

test("a proof whose end stands too low, or is off its path, is refused", () => {
  const [a] = [fileOf("person/a/plan", "1")];
  const root = mapRoot([a]);
  const claim = claimOf(proveFile([a], a.name));
  const lower = sha256(
    Uint8Array.of(3),
    ...(bitOf(a.key, 0) === 0 ? [root, nothing] : [nothing, root]),
  );
  assert.match(proves({ ...claim, siblings: [nothing] }, lower), /file-not-proved/);
  assert.match(proves({ ...claim, siblings: Array(257).fill(root) }, root), /file-not-proved/);
  const value = valueOfFile(1, chainOf(a.entries.map((e) => e.entry)));
  assert.deepEqual(mapLeaf(a.key, value), root);
  const elsewhere: FileClaim = {
    ...claim,
    name: "person/x/plan",
    count: 0,
    chain: nothing,
    end: { key: a.key, value },
  };
  assert.equal(proves(elsewhere, root), "absent");
  // With one sibling the other leaf must share the first bit.
  for (let i = 0; i < 8; ++i) {
    const name = `person/x${i}/plan`;
    const key = keyOfFile(name);
    const sibling = sha256(utf8("sibling"));
    const parts = bitOf(key, 0) === 0 ? [root, sibling] : [sibling, root];
    const said = proves(
      { ...elsewhere, name, siblings: [sibling] },
      sha256(Uint8Array.of(3), ...parts),
    );
    if (bitOf(key, 0) === bitOf(a.key, 0)) assert.equal(said, "absent");
    else assert.match(said, /absence-not-proved/);
  }
});

// --- Closes

function closing(lie: object, day = "2026-01-12", at?: bigint): () => Close {
  const ledger = new Ledger();
  const position = ledger.close(day, lie, at);
  return () => closeIn(entryAt(position, ledger.records[position]!.bytes));
}

test("a close says a day, a size and a root", () => {
  const close = closing({})();
  assert.equal(close.day, "2026-01-12");
  assert.equal(close.size, 1);
  assert.equal(close.position, 1);
  for (const lie of [
    { size: 2n },
    { size: 2n ** 63n },
    { day: "2026-02-30" },
    { day: "" },
    { root: new Uint8Array(31) },
    { root: new Uint8Array(32) },
    { files: 0 },
  ]) {
    expectRefusal(closing(lie), "close-impossible");
  }
  expectRefusal(closing({}, "2026-01-12", midnight("2026-01-10")), "close-impossible");
  closing({}, "2026-01-12", midnight("2026-01-12") - 14n * 3_600_000_000n)();
  const ledger = new Ledger();
  expectRefusal(() => closeIn(entryAt(0, ledger.records[0]!.bytes)), "close-missing");
});

// --- Files with records

test("a record belongs to its subjects' files, or to its stream's and its agency's", () => {
  const ledger = new Ledger();
  const at = midnight("2026-01-02");
  const given = { is: "given", of: { about: "a", kind: "warning" } };
  ledger.add({ stream: "feedback/f", event: { is: "feedback", of: given }, at, subjects: ["a", "b"] });
  const defined = { is: "defined", of: { agency: "x", code: "IKU1" } };
  ledger.add({ stream: "indicator/i", event: { is: "indicator", of: defined }, at });
  const recorded = { is: "valueRecorded", of: { period: "2026-01" } };
  ledger.add({ stream: "indicator/i", event: { is: "indicator", of: recorded }, at });
  const names = ledger.files().map((file) => [file.name, file.entries.length]);
  assert.deepEqual(Object.fromEntries(names), {
    "stream/origin/ledger": 1,
    "person/a/feedback": 1,
    "person/b/feedback": 1,
    "stream/indicator/i": 2,
    "agency/x/indicator": 1,
  });
});

test("what is shown of a file must be all of it, and of nothing else", () => {
  const ledger = new Ledger();
  const give = (id: string, about: string): number =>
    ledger.add({
      stream: `feedback/${id}`,
      event: { is: "feedback", of: { is: "given", of: { about, kind: "warning" } } },
      at: midnight("2026-01-02"),
      subjects: [about],
    });
  const [one, other, two] = [give("1", "a"), give("2", "b"), give("3", "a")];
  ledger.close("2026-01-03");
  const late = give("4", "a");
  const entries = ledger.records.map(({ bytes }, position) => entryAt(position, bytes));
  const { files, position } = ledger.lastClose!;
  const close = closeIn(entries[position]!);
  const claim = claimOf(proveFile(files, "person/a/feedback"));
  const check = (change: Partial<FileClaim>, hide: number[] = []) => () =>
    checkFile({ ...claim, ...change }, close, new Shown(entries.filter((e) => !hide.includes(e.position))));
  check({})();
  assert.deepEqual(claim.positions, [one, two]);
  check({}, [late, other])();
  expectRefusal(check({}, [one]), "file-invented");
  expectRefusal(check({ positions: [one] }), "file-left-out");
  expectRefusal(check({ positions: [one] }, [two]), "file-incomplete");
  expectRefusal(check({ positions: [] }, [one, two]), "file-incomplete");
  expectRefusal(check({ positions: [two, one] }), "file-invented");
  expectRefusal(check({ positions: [one, one, two] }), "file-invented");
  expectRefusal(check({ positions: [one, other, two] }), "file-invented");
  expectRefusal(check({ positions: [one, two, late] }), "file-invented");
  expectRefusal(check({ positions: [one, two, 1000] }), "file-invented");
  assert.equal(toBase64(claim.chain), proveFile(files, "person/a/feedback").chain);
});
