// An agency with indicators, as records: told in the order in which things were recorded.

import { decimalText } from "../../src/rules/decimal.js";
import { basisOf } from "../../src/rules/cascade.js";
import { type Node, nodesOf } from "../../src/rules/explanation.js";
import { indicatorIn } from "../../src/rules/indicator.js";
import { inForce, policiesIn } from "../../src/rules/policy.js";
import { lastDayOf, parsePeriod } from "../../src/rules/time.js";
import { computeUnit, type UnitLine, type UnitScore } from "../../src/rules/unit_score.js";
import { Streams } from "../../src/streams.js";
import { definitionsIn } from "../../src/unit_claim.js";
import {
  agency,
  at,
  entriesOf,
  nodeJson,
  parameters,
  setting,
  unit,
  withoutNothing,
} from "./golden.js";
import { type Act, type Asked, Ledger, type Loose, type ReceiptJson } from "./ledger.js";

const indicatorEvent = (is: string, of: object = {}): Loose => ({
  is: "indicator",
  of: { is, of },
});

export interface Numbers {
  value?: string;
  low?: string;
  high?: string;
}

export const ratio = (numerator: string, denominator: string): object => ({
  numerator,
  denominator,
});
export const stages = (...names: string[]): object => ({ stages: names });

const valueOf = (value: string | object): object =>
  typeof value === "string" ? { numerator: value } : value;
const targetOf = (target: string | Numbers): object =>
  typeof target === "string" ? { value: target } : target;

export class Office {
  readonly ledger: Ledger;
  #now = at("2025-01-03", 9);

  constructor(policy: object = {}) {
    this.ledger = new Ledger();
    setting(this.ledger, { ...parameters, ...policy });
  }

  // What follows is recorded after `moment`.
  wait(moment: bigint): void {
    this.#now = moment;
  }

  // An act on the indicator `key`, a minute after the last one, or a further fact of that. Answers
  // its position.
  act(key: string, event: Loose, act: Partial<Act> = {}): number {
    if (!act.factIndex) this.#now += 60_000_000n;
    return this.ledger.add({
      stream: `indicator/${key}`, event, at: this.#now, actor: "team", ...act,
    });
  }

  // Of the unit, where more is better and the last value counts, unless `fields` say otherwise.
  define(key: string, fields: object = {}, act: Partial<Act> = {}): number {
    const definition = {
      agency,
      unit,
      text: `Indikator ${key}`,
      polarity: "max",
      consolidation: "last",
      rollUp: "measured",
      weight: "1",
      ...fields,
    };
    return this.act(key, indicatorEvent("defined", definition), act);
  }

  aim(key: string, period: string, target: string | Numbers): number {
    return this.act(key, indicatorEvent("targetSet", { period, target: targetOf(target) }));
  }

  value(key: string, period: string, value: string | object, fields: object = {}): number {
    const said = { period, value: valueOf(value), ...fields };
    return this.act(key, indicatorEvent("valueRecorded", said));
  }

  correct(key: string, period: string, was: string | object, now: string | object): number {
    const said = { period, was: valueOf(was), now: valueOf(now), reason: "Salah ketik." };
    return this.act(key, indicatorEvent("valueCorrected", said));
  }

  retire(key: string): number {
    return this.act(key, indicatorEvent("retired", { reason: "Tidak dipakai lagi." }));
  }

  score(period: string, of: string = unit): UnitScore {
    return workOutUnit(this.ledger, period, of).score;
  }

  line(key: string, period: string, of: string = unit): UnitLine {
    return this.score(period, of).lines.find(({ indicator }) => indicator === key)!;
  }
}

// --- What the records give

export interface UnitWorkedOut {
  score: UnitScore;
  basis: string[];
  claim: { [name: string]: unknown };
  nodes: Node[];
}

export function workOutUnit(
  ledger: Ledger,
  period: string,
  of: string = unit,
  asOf = ledger.records.length,
): UnitWorkedOut {
  const streams = new Streams(entriesOf(ledger, asOf));
  const basis = basisOf(definitionsIn(streams, agency), of);
  const indicators = basis.map((key) => indicatorIn(key, streams.of(`indicator/${key}`)));
  const parsed = parsePeriod(period)!;
  const versions = policiesIn(streams.of(`policy/${agency}`));
  const policy = inForce(versions, lastDayOf(parsed.year, parsed.lastMonth));
  const score = computeUnit(indicators, of, parsed, policy.parameters);
  return {
    score,
    basis,
    nodes: nodesOf(score.steps, policy.id),
    claim: withoutNothing({
      agency,
      unit: of,
      period,
      exact: score.exact && score.exact.text(),
      rounded: score.rounded && decimalText(score.rounded),
      policy: policy.id,
      formulas: score.formulas,
    }),
  };
}

export function filesOfUnit(basis: readonly string[], of: string = unit): string[] {
  const streams = [`policy/${agency}`, `agency/${agency}`];
  if (of !== "") streams.push(`unit/${of}`);
  streams.push(...basis.map((key) => `indicator/${key}`));
  return [`agency/${agency}/indicator`, ...streams.map((stream) => `stream/${stream}`)];
}

// A receipt of a unit's score, as `jejak receipt` writes it.
export function unitReceipt(
  ledger: Ledger,
  period: string,
  day: string,
  given: Partial<Asked> & { of?: string } = {},
): ReceiptJson {
  const { of = unit, ...asked } = given;
  const { claim, nodes, basis } = workOutUnit(ledger, period, of, asked.asOf);
  return ledger.receipt({
    day,
    files: filesOfUnit(basis, of),
    streams: basis.map((key) => `indicator/${key}`),
    unitClaim: claim,
    explanation: nodes.map(nodeJson),
    ...asked,
  });
}
