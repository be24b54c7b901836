import assert from "node:assert/strict";
import { test } from "node:test";

import { toBase64 } from "../src/base64.js";
import { toHex, utf8 } from "../src/bytes.js";
import { checkConsistency, checkInclusion, leafHash, nodeHash, rootOf } from "../src/merkle.js";
import { sha256 } from "../src/sha256.js";
import { hashesBetween, parseConsistencyProof } from "../src/consistency_proof.js";
import { tilePath, TiledTree } from "../src/tiles.js";
import { parseTlogProof, checkTlogProof } from "../src/tlog_proof.js";
import { parseKey } from "../src/note.js";
import { expectRefusal, expectRefusalOf } from "./support/failing.js";
import {
  checkpointText,
  consistencyProof,
  inclusionProof,
  signedNote,
  signer,
} from "./support/ledger.js";

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

// proof.md, "Hashes".
const entries = [
  "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
].map(fromHex);
const roots = [
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

test("the known entries come to the known roots", () => {
  const leaves = entries.map(leafHash);
  roots.forEach((hex, n) => assert.equal(toHex(rootOf(leaves.slice(0, n))), hex, `n=${n}`));
});

const leavesOf = (n: number): Uint8Array[] =>
  Array.from({ length: n }, (_, i) => leafHash(sha256(utf8(String(i)))));

test("every entry of every small tree is shown to be where it is, and nowhere else", () => {
  for (let size = 1; size <= 20; ++size) {
    const leaves = leavesOf(size);
    const root = rootOf(leaves);
    for (let index = 0; index < size; ++index) {
      const leaf = leaves[index]!;
      const proof = inclusionProof(index, leaves);
      checkInclusion(leaf, index, size, root, proof);
      const lies: (() => void)[] = [
        () => checkInclusion(leaf, size, size, root, proof),
        () => checkInclusion(leaf, index, size, root, [...proof, root]),
        () => checkInclusion(leafHash(leaf), index, size, root, proof),
        () => checkInclusion(leaf, index, size, leaf === root ? sha256() : leaf, proof),
      ];
      if (proof.length > 0) lies.push(() => checkInclusion(leaf, index, size, root, proof.slice(1)));
      if (proof.length > 0) {
        lies.push(() => checkInclusion(leaf, index, size, root, proof.slice(0, -1)));
      }
      for (let other = 0; other < size; ++other) {
        if (other !== index) lies.push(() => checkInclusion(leaf, other, size, root, proof));
      }
      proof.forEach((_, i) => {
        const flipped = proof.map((hash) => hash.slice());
        flipped[i]![i]! ^= 0x40;
        lies.push(() => checkInclusion(leaf, index, size, root, flipped));
      });
      for (const lie of lies) expectRefusal(lie, "inclusion-wrong");
    }
  }
});

test("a node is not taken for a leaf", () => {
  const leaves = leavesOf(4);
  const root = rootOf(leaves);
  const node = nodeHash(leaves[0]!, leaves[1]!);
  // At size 2 of the same root the node would be a leaf: the size is signed, so it is not.
  checkInclusion(node, 0, 2, root, [nodeHash(leaves[2]!, leaves[3]!)]);
  expectRefusal(
    () => checkInclusion(node, 0, 4, root, [nodeHash(leaves[2]!, leaves[3]!)]),
    "inclusion-wrong",
  );
});

test("positions beyond 32 bits are not cut", () => {
  const leaf = leafHash(utf8("far away"));
  const size = 2 ** 40 + 1;
  const left = sha256(utf8("all the others"));
  const root = nodeHash(left, leaf);
  checkInclusion(leaf, 2 ** 40, size, root, [left]);
  expectRefusal(() => checkInclusion(leaf, 0, size, root, [left]), "inclusion-wrong");
  expectRefusal(() => checkInclusion(leaf, 2 ** 33, size, root, [left]), "inclusion-wrong");
});

test("every tree is shown to begin with every smaller one, and with no other", () => {
  for (let newer = 0; newer <= 20; ++newer) {
    const leaves = leavesOf(newer);
    const to = { size: newer, root: rootOf(leaves) };
    for (let older = 0; older <= newer; ++older) {
      const from = { size: older, root: rootOf(leaves.slice(0, older)) };
      const proof = consistencyProof(older, leaves);
      checkConsistency(from, to, proof);
      const wrong = sha256(utf8("another"));
      const lies: (() => void)[] = [
        () => checkConsistency(from, to, [...proof, wrong]),
        () => checkConsistency({ ...from, root: wrong }, to, proof),
      ];
      if (older > 0) lies.push(() => checkConsistency(from, { ...to, root: wrong }, proof));
      if (proof.length > 0) {
        lies.push(() => checkConsistency(from, to, proof.slice(1)));
        lies.push(() => checkConsistency(from, to, proof.slice(0, -1)));
        lies.push(() => checkConsistency(from, to, []));
      }
      proof.forEach((_, i) => {
        const flipped = proof.map((hash) => hash.slice());
        flipped[i]![31]! ^= 1;
        lies.push(() => checkConsistency(from, to, flipped));
      });
      for (const lie of lies) {
        assert.throws(lie, /consistency-wrong|two-histories/);
      }
    }
  }
  const tree = { size: 3, root: rootOf(leavesOf(3)) };
  expectRefusal(
    () => checkConsistency(tree, { ...tree, root: sha256() }, []),
    "two-histories",
  );
  expectRefusal(
    () => checkConsistency(tree, { size: 2, root: rootOf(leavesOf(2)) }, []),
    "history-shorter",
  );
});

// --- Tiles

function tilesOf(leaves: Uint8Array[]): Map<string, Uint8Array> {
  const tiles = new Map<string, Uint8Array>();
  let hashes = leaves;
  for (let level = 0; hashes.length > 0; ++level) {
    for (let from = 0; from < hashes.length; from += 256) {
      const tile = hashes.slice(from, from + 256);
      const bytes = new Uint8Array(tile.length * 32);
      tile.forEach((hash, i) => bytes.set(hash, i * 32));
      tiles.set(tilePath(level, from / 256, tile.length), bytes);
    }
    const above: Uint8Array[] = [];
    for (let from = 0; from + 256 <= hashes.length; from += 256) {
      above.push(rootOf(hashes.slice(from, from + 256)));
    }
    hashes = above;
  }
  return tiles;
}

test("tiles have the paths that the specification gives", () => {
  assert.equal(tilePath(0, 1_234_067, 256), "tile/0/x001/x234/067");
  assert.equal(tilePath(0, 273, 112), "tile/0/273.p/112");
  assert.equal(tilePath(1, 0, 256), "tile/1/000");
  assert.equal(tilePath(2, 0, 1), "tile/2/000.p/1");
});

test("proofs made from tiles verify", () => {
  const leaves = leavesOf(1300);
  for (const size of [0, 1, 2, 255, 256, 257, 511, 512, 1000, 1300]) {
    const part = leaves.slice(0, size);
    const tiles = tilesOf(part);
    const tree = new TiledTree(size, (path) => tiles.get(path) ?? null);
    const root = rootOf(part);
    assert.equal(toHex(tree.root()), toHex(root), `size ${size}`);
    for (const index of [0, 1, 127, 255, 256, 300, 511, 999, size - 1]) {
      if (index < 0 || index >= size) continue;
      checkInclusion(part[index]!, index, size, root, tree.inclusion(index));
    }
    for (const older of [0, 1, 3, 255, 256, 258, 512, 700, size]) {
      if (older > size) continue;
      const from = { size: older, root: rootOf(part.slice(0, older)) };
      checkConsistency(from, { size, root }, tree.consistency(older));
    }
  }
});

test("a full tile stands for its beginnings, and a missing or cut one is named", () => {
  const leaves = leavesOf(300);
  const tiles = tilesOf(leaves.slice(0, 256));
  const full = new TiledTree(200, (path) => tiles.get(path) ?? null);
  assert.deepEqual(full.root(), rootOf(leaves.slice(0, 200)));
  const none = new TiledTree(200, () => null);
  expectRefusal(() => none.root(), "tile-missing");
  const cut = new TiledTree(200, () => new Uint8Array(100));
  expectRefusal(() => cut.root(), "tile-malformed");
  expectRefusal(() => full.inclusion(200), "inclusion-wrong");
  expectRefusal(() => full.consistency(201), "history-shorter");
});

// --- .tlog-proof files

const origin = "pauh.example/jejak";

function tlogProof(index: number, size = 11, extra = ""): { text: string; key: string } {
  const records = Array.from({ length: size }, (_, i) => utf8(`record ${i}`));
  const leaves = records.map((record) => leafHash(sha256(record)));
  const log = signer(origin);
  const lines = inclusionProof(index, leaves).map((hash) => `${toBase64(hash)}\n`);
  const checkpoint = signedNote(checkpointText(origin, size, rootOf(leaves)), log);
  const text = `c2sp.org/tlog-proof@v1\n${extra}index ${index}\n${lines.join("")}\n${checkpoint}`;
  return { text, key: log.vkey };
}

test("a .tlog-proof file shows where a record is", async () => {
  for (const extra of ["", "extra AAEC\n", "extra \n"]) {
    for (const index of [0, 3, 10]) {
      const { text, key } = tlogProof(index, 11, extra);
      const trust = { key: parseKey(key) };
      const proof = parseTlogProof(utf8(text));
      const logged = await checkTlogProof(proof, utf8(`record ${index}`), trust);
      assert.equal(logged.index, index);
      assert.equal(logged.checkpoint.size, 11);
      await expectRefusalOf(checkTlogProof(proof, utf8("record 5"), trust), "inclusion-wrong");
    }
  }
  const { text, key } = tlogProof(0, 1);
  await checkTlogProof(parseTlogProof(utf8(text)), utf8("record 0"), { key: parseKey(key) });
});

test(".tlog-proof files that are none are refused", () => {
  const { text } = tlogProof(3);
  const hash = text.split("\n")[2]!;
  for (const wrong of [
    "", "\n\n", text.replace("@v1", "@v2"), text.replace("index 3", "index 03"),
    text.replace("index 3", "index -3"), text.replace("index 3", "index 3 "),
    text.replace("index 3\n", ""), text.replace("index 3", "extra A\nindex 3"),
    text.replace("index 3", "index 9007199254740992"), text.replace(hash, hash.slice(4)),
    text.replace(hash, `${hash} `), text.replace("\n\n", "\n"),
    text.replace(hash, Array(64).fill(hash).join("\n")), text.replace("index", "extra AA==\n index"),
  ]) {
    expectRefusal(() => parseTlogProof(utf8(wrong)), "proof-malformed");
  }
  expectRefusal(() => parseTlogProof(new Uint8Array(2 * 1024 * 1024)), "too-large");
});

// --- Proofs of consistency, as files

const hashText = (i: number): string => toBase64(sha256(utf8(`hash ${i}`)));

test("proofs of consistency are read as lines and as the server answers", () => {
  const hashes = [hashText(1), hashText(2)];
  const json = { from: 3, to: 9, hashes };
  for (const text of [
    `${hashes.join("\n")}\n`, hashes.join("\n"), JSON.stringify(json),
    `\n${JSON.stringify(json, null, 2)}\n`,
  ]) {
    const proof = parseConsistencyProof(utf8(text));
    assert.deepEqual(hashesBetween(proof, 3, 9).map(toBase64), hashes, text);
  }
  assert.deepEqual(parseConsistencyProof(utf8("")).hashes, []);
  assert.deepEqual(parseConsistencyProof(utf8('{"from":9,"to":9,"hashes":[]}')).hashes, []);
  const whole = Array(63).fill(hashes[0]);
  for (const text of [whole.join("\n"), JSON.stringify({ ...json, hashes: whole }, null, 8)]) {
    assert.equal(parseConsistencyProof(utf8(text)).hashes.length, 63);
  }
});

test("a proof that says that it is between other sizes is refused as such", () => {
  const proof = parseConsistencyProof(utf8('{"from":3,"to":9,"hashes":[]}'));
  for (const [from, to] of [[3, 8], [2, 9], [9, 3]] as const) {
    expectRefusal(() => hashesBetween(proof, from, to), "proof-other");
  }
});

test("proofs of consistency that are none are refused", () => {
  const hash = hashText(1);
  const json = { from: 3, to: 9, hashes: [hash] };
  const changed = (change: object): string => JSON.stringify({ ...json, ...change });
  for (const wrong of [
    "\n", "no proof", `${hash}\n\n`, `${hash}\n\n${hash}\n`, `${hash}\r\n`, ` ${hash}\n`,
    `${hash.slice(4)}\n`, `${hash}AAAA\n`, hash.replace("=", ""), Array(64).fill(hash).join("\n"),
    `[${JSON.stringify(hash)}]`, "{", "{}", `{"hashes":["${hash}"]}`, changed({ to: "9" }),
    changed({ from: -1 }), changed({ hashes: hash }), changed({ hashes: [hash.slice(4)] }),
    changed({ hashes: ["!"] }), changed({ origin: "x" }), `${changed({})}${changed({})}`,
    changed({ hashes: Array(64).fill(hash) }), '{"from":3,"from":3,"to":9,"hashes":[]}',
    '{"type":"about:blank","title":"Not Found","status":404}', "<html></html>",
  ]) {
    expectRefusal(() => parseConsistencyProof(utf8(wrong)), "proof-malformed");
  }
  expectRefusal(() => parseConsistencyProof(Uint8Array.of(0xff)), "proof-malformed");
  expectRefusal(() => parseConsistencyProof(new Uint8Array(10_000)), "too-large");
});
