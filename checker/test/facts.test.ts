// The facts of acts: what follows from the decision of an objection and of a case, and all that may
// be hung on an act from which it does not follow.

import assert from "node:assert/strict";
import { test } from "node:test";

import { type Answer, verifyReceipt } from "../src/index.js";
import type { Outcome } from "../src/failure.js";
import { expectFailure, expectValue } from "./support/failing.js";
import {
  at,
  type Correction,
  drafted,
  evaluationEvent,
  filesOfPerson,
  goldenYear,
  person,
  plan,
  planEvent,
  reportEvent,
  sanctioning,
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
import { Office, unitReceipt } from "./support/unit.js";

const day = "2026-06-30";
const superior = "c";
const ratio = { numerator: "8", denominator: "20" };
const stages = { stages: ["draft", "final"] };

const corrections: Correction[] = [
  { month: "2025-11", indicator: "I1", was: { numerator: "31" }, now: { numerator: "30" } },
  { month: "2025-12", indicator: "I2", was: ratio, now: { ...ratio, numerator: "17" } },
  { month: "2025-12", indicator: "I3", was: stages, now: { stages: ["draft"] } },
];

async function check(receipt: ReceiptJson, of: Ledger): Promise<Outcome<Answer>> {
  return await verifyReceipt(bytesOfJson(receipt), { key: of.key.vkey, today: "2026-11-22" });
}

type Facts = [Act, Act, Act, Act];

// A's evaluation, whose objection C decides: an act of four facts, signed by C.
class Story {
  readonly ledger = new Ledger();
  #now = at("2026-01-06", 9);

  constructor() {
    setting(this.ledger);
    this.add({
      stream: `signer/${superior}`,
      event: {
        is: "signer",
        of: {
          is: "keyAnnounced",
          of: { id: "k", algorithm: "ed25519", key: "AAAA", signsAll: true },
        },
      },
      subjects: [superior],
      actor: superior,
      signedWith: "k",
    });
    this.add({ stream: `plan/${plan}`, event: drafted() });
    for (const name of [plan, "skp-a-lama"]) {
      for (const month of ["2025-11", "2025-12"]) {
        this.add({ stream: `report/${name}/${month}`, event: reportEvent([]) });
      }
    }
    for (const period of ["2025", "2025-Q4"]) {
      this.add({ stream: `evaluation/${plan}/${period}`, event: evaluationEvent("decided") });
    }
  }

  get size(): number {
    return this.ledger.records.length;
  }

  // About A, unless it is said otherwise.
  add(act: Omit<Act, "at">): this {
    this.#now += 3_600_000_000n;
    this.ledger.add({ at: this.#now, subjects: [person], actor: person, ...act });
    return this;
  }

  addAct(facts: readonly Act[]): this {
    this.ledger.addAct(facts);
    return this;
  }

  // Not recorded yet.
  facts(by: Partial<Act> = { signedWith: "k" }): Facts {
    return upholding(corrections, this.#now + 3_600_000_000n, by) as Facts;
  }

  async told(asked: Partial<Asked> = {}): Promise<Outcome<Answer>> {
    this.ledger.close("2026-01-10");
    const files = filesOfPerson(person);
    return await check(this.ledger.receipt({ day, files, ...asked }), this.ledger);
  }

  // The record at `position` is refused, and why.
  async expectLie(position: number, why: string): Promise<void> {
    const outcome = await this.told();
    expectFailure(outcome, "not-performed", why);
    assert.equal(!outcome.ok && outcome.failure.detail, `position ${position}: ${why}`);
  }
}

// An act of which `lie` changes the facts: the one at `place` is refused.
async function expectLie(place: number, why: string, lie: (facts: Facts) => void): Promise<void> {
  const story = new Story();
  const facts = story.facts();
  lie(facts);
  await story.addAct(facts).expectLie(story.size - facts.length + place, why);
}

// With some of what `fact` says changed.
function changed(fact: Act, fields: object): Act {
  const { is, of } = fact.event;
  return { ...fact, event: { is, of: { is: of.is, of: { ...of.of, ...fields } } } };
}

const notOfTheAct = "it is not of the act that would order it";

// --- What is sound

test("the corrections that a decision orders are its further facts, in their order", async () => {
  const story = new Story();
  const { acts } = expectValue(await story.addAct(story.facts()).told());
  // The facts are one act.
  assert.deepEqual(acts, { signed: 1, unsigned: 7 });
  // By somebody who signs nothing, on behalf of another.
  const other = new Story();
  const by = { actor: "d", onBehalfOf: "e" };
  assert.ok((await other.addAct(other.facts(by)).told()).ok);
});

test("of the golden year the correction follows from the decision of the objection", async () => {
  const { ledger, upheld } = goldenYear();
  const { entries } = expectValue(await check(scoreReceipt(ledger, "2025", day), ledger));
  const facts = entries.filter(({ position }) => [upheld, upheld + 1].includes(position));
  assert.deepEqual(
    facts.map(({ record }) => [record.event.of.is, record.factIndex, record.factCount]),
    [["objectionDecided", 0, 2], ["valueCorrected", 1, 2]],
  );
  assert.equal(facts[0]!.record.id, facts[1]!.record.id);
});

test("a decision that orders nothing, and a correction that nobody ordered, are acts", async () => {
  const story = new Story().add({
    stream: `report/${plan}/2025-11`,
    event: { is: "report", of: { is: "valueCorrected", of: { indicator: "I1", was: ratio } } },
  });
  story.addAct([changed(story.facts()[0], { corrections: [] })]);
  assert.deepEqual(expectValue(await story.told()).acts, { signed: 1, unsigned: 8 });
});

// --- What is not the correction that was ordered

test("a correction is of the value that the decision orders", async () => {
  const change = async (place: number, name: string, value: object | string): Promise<void> =>
    await expectLie(place, `its ${name} is not that of its act`, (facts) => {
      facts[place] = changed(facts[place]!, { [name]: value });
    });
  await change(1, "now", { numerator: "29" });
  await change(1, "now", { numerator: "30", denominator: "1" });
  await change(1, "now", { numerator: "30.0" });
  await change(1, "was", { numerator: "30" });
  await change(2, "now", { ...ratio, numerator: "18" });
  await change(2, "now", { numerator: "17", denominator: "21" });
  await change(2, "was", { numerator: "8" });
  await change(3, "now", { stages: ["final"] });
  await change(3, "now", { stages: ["draft", "final"] });
  await change(3, "now", {});
  await change(3, "was", { stages: ["final", "draft"] });
  await change(1, "indicator", "I2");
  // Zero has no sign.
  const story = new Story();
  const facts = story.facts();
  const zero = (numerator: string): object[] => [{ ...corrections[0], was: { numerator } }];
  facts[0] = changed(facts[0], { corrections: [...zero("-0"), ...corrections.slice(1)] });
  facts[1] = changed(facts[1], { was: { numerator: "0" } });
  assert.ok((await story.addAct(facts).told()).ok);
});

test("a correction is of the month and the plan of the decision", async () => {
  for (const stream of [`report/${plan}/2025-12`, "report/skp-a-lama/2025-11"]) {
    await expectLie(1, "its stream is not that of its act", ([, first]) => {
      first.stream = stream;
    });
  }
});

test("a correction's cause is the decision", async () => {
  for (const cause of ["", `evaluation/${plan}/2025-Q4`, "evaluation/skp-a-lama/2025"]) {
    await expectLie(1, "its cause is not that of its act", (facts) => {
      facts[1] = changed(facts[1], { cause });
    });
  }
});

test("a correction has the decision's reason, and no evidence", async () => {
  for (const reason of [null, { part: 1, characters: 71 }]) {
    await expectLie(2, "its reason is not that of its act", (facts) => {
      facts[2] = changed(facts[2], { reason });
    });
  }
  await expectLie(3, "its evidence is not that of its act", (facts) => {
    facts[3] = changed(facts[3], { evidence: [{ sha256: new Uint8Array(32) }] });
  });
  // Which of the closed parts it is, each record says for itself.
  const story = new Story();
  const facts = story.facts();
  facts[1] = changed(facts[1], { reason: { part: 2, characters: 72 } });
  assert.ok((await story.addAct(facts).told()).ok);
});

test("corrections stand in the order of the decision, each once", async () => {
  await expectLie(1, "its stream is not that of its act", (facts) => {
    [facts[1], facts[2]] = [facts[2], facts[1]];
  });
  await expectLie(3, "its indicator is not that of its act", (facts) => {
    facts[3] = facts[2];
  });
});

// --- What is not of the act

test("every fact of an act has its name, its author and his key", async () => {
  const name = { source: "urn:app", id: "act" };
  for (const lie of [
    { actor: "d" },
    { actor: "d", signedWith: "" },
    { onBehalfOf: "d" },
    { signedWith: "" },
    { signedWith: "l" },
    { envelope: { ...name, id: "other" } },
    { envelope: { ...name, source: "urn:other" } },
    { envelope: { ...name, actor: { person: superior, role: "rater" } } },
    { envelope: { ...name, actor: { person: superior, role: "pegawai", mandate: "SK-1" } } },
    { factCount: 5 },
    { effective: at("2020-01-01", 9) },
    { migration: "order 1" },
    { envelope: { ...name, channel: "web" } },
    { envelope: { ...name, traceparent: "00-1" } },
    { envelope: { ...name, authentication: { method: "mtls" } } },
  ]) {
    const story = new Story();
    const facts = story.facts({ signedWith: "k", envelope: name });
    facts[2] = { ...facts[2], ...lie };
    await story.addAct(facts).expectLie(story.size - 2, notOfTheAct);
  }
});

test("what orders a correction is there, where its act begins", async () => {
  // An act of something else, one that is not there, and what would be before the first record.
  const alone = (factIndex: number): Story => {
    const story = new Story();
    return story.add({ ...story.facts({})[1], actor: superior, signedWith: "k", factIndex });
  };
  for (const factIndex of [1, 2]) {
    const story = alone(factIndex);
    await story.expectLie(story.size - 1, notOfTheAct);
  }
  const early = alone(1000);
  await early.expectLie(early.size - 1, "its act would begin before the first record");
  // The decision of an objection is, but at another place.
  const late = new Story();
  const [decision, ...further] = late.facts();
  late.ledger.add({ ...decision, envelope: { id: "act" }, factCount: 4 });
  late.add({ stream: `plan/${plan}`, event: planEvent("submitted") });
  further.forEach((fact, i) => {
    late.ledger.add({ ...fact, envelope: { id: "act" }, factIndex: i + 1, factCount: 4 });
  });
  await late.expectLie(late.size - 5, "fact 1 of 3 is not there");
  // It is somebody else's: not in this receipt.
  const hidden = new Story();
  const [others, ...own] = hidden.facts();
  hidden.addAct([{ ...others, stream: "evaluation/skp-z-2025/2025", subjects: ["z"] }, ...own]);
  await hidden.expectLie(hidden.size - 3, notOfTheAct);
});

test("a share takes no correction's place", async () => {
  const story = new Story();
  const facts = story.facts();
  const taken = indicatorEvent("shareTaken", { child: "ikm-a", period: "2025", target: "4" });
  facts[2] = { ...facts[2], stream: "indicator/ikm", subjects: [], event: taken };
  const outcome = await story.addAct(facts).told({ streams: ["indicator/ikm"] });
  expectFailure(outcome, "not-performed");
  assert.match(!outcome.ok ? outcome.failure.detail : "", new RegExp(notOfTheAct));
});

test("a decision is no further fact itself", async () => {
  await expectLie(1, "evaluation.objectionDecided follows from no act", (facts) => {
    facts[1] = facts[0];
  });
  // Nor is what is a further fact of it the beginning of others.
  const story = new Story();
  const [decision, first] = story.facts();
  story.addAct([changed(decision, { corrections: corrections.slice(0, 1) }), first]);
  story.add({ ...story.facts({})[2], actor: superior, signedWith: "k", factIndex: 1 });
  await story.expectLie(story.size - 1, notOfTheAct);
});

test("nothing else is hung on an act", async () => {
  const submitted = { stream: `plan/${plan}`, event: planEvent("submitted") };
  const others: [string, Loose][] = [
    [`evaluation/${plan}/2025-Q4`, evaluationEvent("decided")],
    [`evaluation/${plan}/2025`, evaluationEvent("objectionWithdrawn")],
    ["case/hd-1", { is: "case", of: { is: "sanctionDecided", of: sanction } }],
    [`plan/${plan}`, planEvent("submitted")],
    [`report/${plan}/2025-12`, { is: "report", of: { is: "returned", of: {} } }],
    [`signer/${superior}`, { is: "signer", of: { is: "keyRevoked", of: { id: "k" } } }],
  ];
  for (const [stream, event] of others) {
    const what = `${event.is}.${event.of.is} follows from no act`;
    const hung = { stream, event, ...(event.is === "signer" ? { subjects: [superior] } : {}) };
    await expectLie(3, what, (facts) => {
      facts[3] = { ...facts[3], ...hung };
    });
    // Nor on one that may have any number of facts, and is not in this receipt.
    const story = new Story().add({ ...submitted, actor: superior, signedWith: "k" });
    const [decision] = story.facts();
    const aimed = { period: "2025", target: { value: "1" } };
    const aim = {
      stream: "indicator/ikm",
      event: { is: "indicator", of: { is: "targetSet", of: aimed } },
      subjects: [],
    };
    story.addAct([{ ...decision, ...aim }, { ...decision, ...hung }]);
    await story.expectLie(story.size - 1, what);
  }
});

// --- How many there are

test("a decision begins as many facts as it orders corrections, and one", async () => {
  const begins = (count: number, orders: number): string =>
    `evaluation.objectionDecided begins an act of ${count} facts, not of ${orders + 1}`;
  // One more than was ordered.
  await expectLie(0, begins(5, 3), (facts) => (facts as Act[]).push(facts[3]));
  // Fewer.
  await expectLie(0, begins(3, 3), (facts) => (facts as Act[]).pop());
  await expectLie(0, begins(1, 3), (facts) => (facts as Act[]).splice(1));
  await expectLie(0, begins(4, 2), (facts) => {
    facts[0] = changed(facts[0], { corrections: corrections.slice(1) });
  });
  // Where only a further one says so, it is not of the act.
  const story = new Story();
  const facts = story.facts();
  const envelope = { id: "act" };
  facts.forEach((fact, factIndex) => {
    story.ledger.add({ ...fact, envelope, factIndex, factCount: 4 });
  });
  story.ledger.add({ ...facts[3], envelope, factIndex: 4, factCount: 5 });
  await story.expectLie(story.size - 1, notOfTheAct);
});

test("what a decision orders is there, as far as it is claimed", async () => {
  const missing = (i: number): string => `fact ${i} of 3 is not there`;
  const tolds: [number, (facts: Facts) => Act[]][] = [
    [1, ([decision]) => [decision]],
    [3, (facts) => facts.slice(0, 3)],
  ];
  for (const [i, kept] of tolds) {
    for (const isFollowed of [false, true]) {
      const story = new Story();
      const facts = kept(story.facts()).map((fact) => ({ ...fact, factCount: 4 }));
      const decision = story.size;
      story.addAct(facts);
      if (isFollowed) story.add({ stream: `plan/${plan}`, event: planEvent("submitted") });
      // The close, which is claimed too, stands where a correction should.
      await story.expectLie(decision, missing(i));
    }
  }
  // Dropped from a receipt, while it is in the ledger.
  const story = new Story();
  const decision = story.size;
  story.addAct(story.facts()).ledger.close("2026-01-10");
  const { ledger } = story;
  const decided = `evaluation/${plan}/2025`;
  const dropped = async (position: number, asOf: number): Promise<Outcome<Answer>> => {
    const streams = [decided, `report/${plan}/2025-11`, `report/${plan}/2025-12`, "signer/c"];
    const receipt = ledger.receipt({ day, files: [], streams, close: null, asOf });
    receipt.records = receipt.records.filter((record) => record.position !== position);
    return await check(receipt, ledger);
  };
  // (The correction of November is the last of its stream, the second of December too.)
  for (const i of [1, 3]) {
    expectFailure(await dropped(decision + i, decision + i + 1), "not-performed");
    assert.ok((await dropped(decision + i, decision + i)).ok);
  }
});

test("any other act is one fact", async () => {
  const stream = `evaluation/${plan}/2025`;
  const others: Omit<Act, "at">[] = [
    { stream, event: evaluationEvent("delivered") },
    { stream: `plan/${plan}`, event: planEvent("submitted"), actor: superior, signedWith: "k" },
    {
      stream: `report/${plan}/2025-11`,
      event: { is: "report", of: { is: "valueCorrected", of: {} } },
    },
  ];
  for (const act of others) {
    const story = new Story().add({ ...act, factCount: 2 });
    const what = `${act.event.is}.${act.event.of.is}`;
    await story.expectLie(story.size - 1, `${what} begins an act of 2 facts, not of 1`);
    assert.ok((await new Story().add(act).told()).ok);
  }
});

// --- Sanctions

const sanction = { subject: person, level: "sedang", code: "m1", months: 6, breaches: ["b/1"] };

// A is punished, as one act, whose further fact `lie` changes.
function punished(lie: (imposed: Act) => Act = (imposed) => imposed): Story {
  const story = new Story();
  const [decided, imposed] = sanctioning(sanction, at("2026-01-07", 9), { signedWith: "k" });
  return story.addAct([decided, lie(changed(imposed, { breaches: ["b/1"] }))]);
}

// The case's delivery, and that he has received it.
function delivery(received: object = { case: "hd-1" }): [Act, Act] {
  const [decided, imposed] = sanctioning(sanction, at("2026-01-07", 10), { signedWith: "k" });
  const event = (is: string, what: string, of: object): Loose => ({ is, of: { is: what, of } });
  return [
    { ...decided, event: event("case", "sanctionDelivered", { method: "langsung" }) },
    { ...imposed, event: event("sanctions", "received", received) },
  ];
}

test("a sanction stands in the stream of its case, and in that of the person", async () => {
  assert.deepEqual(expectValue(await punished().told()).acts, { signed: 1, unsigned: 7 });
  const { acts } = expectValue(await punished().addAct(delivery()).told());
  assert.deepEqual(acts, { signed: 2, unsigned: 7 });
});

test("the person's sanction is the one that was decided", async () => {
  const lies: [string, object][] = [
    ["case", { case: "hd-2" }],
    ["code", { code: "m2" }],
    ["months", { months: 12 }],
    ["breaches", { breaches: ["b/1", "b/2"] }],
  ];
  for (const [member, lie] of lies) {
    const story = punished((imposed) => changed(imposed, lie));
    await story.expectLie(story.size - 1, `its ${member} is not that of its act`);
  }
  const other = punished().addAct(delivery({ case: "hd-2" }));
  await other.expectLie(other.size - 1, "its case is not that of its act");
  const received = punished(({ at: when }) => ({ ...delivery()[1], at: when }));
  await received.expectLie(received.size - 1, "sanctions.received does not follow from its act");
});

test("a sanction that nobody decided is none", async () => {
  const [, imposed] = sanctioning(sanction, at("2026-01-07", 9), { signedWith: "k" });
  const story = new Story();
  story.ledger.add(imposed);
  await story.expectLie(story.size - 1, "sanctions.imposed is no act of its own");
  const alone = new Story();
  const [decided] = sanctioning(sanction, at("2026-01-07", 9), { signedWith: "k" });
  alone.addAct([decided]);
  const what = "case.sanctionDecided begins an act of 1 facts, not of 2";
  await alone.expectLie(alone.size - 1, what);
});

// --- Indicators

const indicatorEvent = (is: string, of: object): Loose => ({ is: "indicator", of: { is, of } });
const share = indicatorEvent("shareTaken", { child: "ikm-a", period: "2025", target: "4" });
const target = { period: "2025", target: { value: "4" } };
const value = { period: "2025", value: { numerator: "9" } };

// A unit with an indicator that is made of two others, and what `then` adds.
async function unitTold(then: (office: Office) => void): Promise<Outcome<Answer>> {
  const office = new Office();
  office.define("ikm", { rollUp: "weightedMean" });
  office.aim("ikm", "2025", "10");
  for (const key of ["ikm-a", "ikm-b"]) {
    office.define(key, { parent: "ikm" });
    office.value(key, "2025", "5");
  }
  then(office);
  office.ledger.close("2026-01-05", {}, at("2026-01-06", 1));
  return await check(unitReceipt(office.ledger, "2025", day), office.ledger);
}

test("shares that are taken are further facts of what changes them", async () => {
  const acts: ((office: Office, act: Partial<Act>) => number)[] = [
    (office, act) => office.define("ikm-a", { parent: "ikm", weight: "2" }, act),
    (office, act) => office.act("ikm-a", indicatorEvent("targetSet", target), act),
    (office, act) => office.act("ikm-b", indicatorEvent("retired", { reason: "Usang." }), act),
  ];
  for (const begin of acts) {
    for (const factCount of [1, 2, 13]) {
      const outcome = await unitTold((office) => {
        const envelope = { id: "act" };
        begin(office, { factCount, envelope });
        for (let factIndex = 1; factIndex < factCount; ++factIndex) {
          office.act("ikm", share, { factIndex, factCount, envelope });
        }
      });
      assert.deepEqual(expectValue(outcome).acts, { signed: 0, unsigned: 10 });
    }
  }
});

test("nothing but shares follows from what is done to an indicator", async () => {
  const expectUnitLie = async (event: Loose, act: Partial<Act>, why: string): Promise<void> => {
    let position = 0;
    const outcome = await unitTold((office) => {
      position = office.act("ikm-a", event, act);
    });
    expectFailure(outcome, "not-performed", why);
    assert.equal(!outcome.ok && outcome.failure.detail, `position ${position}: ${why}`);
  };
  for (const [is, of] of [["valueRecorded", value], ["targetSet", target]] as const) {
    const what = `indicator.${is} follows from no act`;
    await expectUnitLie(indicatorEvent(is, of), { factIndex: 1 }, what);
  }
  const what = "indicator.valueRecorded begins an act of 2 facts, not of 1";
  await expectUnitLie(indicatorEvent("valueRecorded", value), { factCount: 2 }, what);
  await expectUnitLie(share, {}, "indicator.shareTaken is no act of its own");
});
