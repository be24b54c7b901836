// The score of a unit, or of an agency, that a receipt claims, worked out again from its records:
// steps 5, 7 and 8 of docs/receipt.md.

import { checkNamed } from "./completeness.js";
import { type NodeClaim, compareExplanation } from "./explanation_claim.js";
import { refuse } from "./failure.js";
import type { Members } from "./json.js";
import { type Entry, isName } from "./record.js";
import { basisOf, type Definitions } from "./rules/cascade.js";
import { type Node, nodesOf } from "./rules/explanation.js";
import { definitionIn, type Indicator, indicatorIn } from "./rules/indicator.js";
import { checkIndicator } from "./rules/indicator_content.js";
import { inForce, policiesIn } from "./rules/policy.js";
import { lastDayOf } from "./rules/time.js";
import { computeUnit, type UnitLine } from "./rules/unit_score.js";
import { compareScore, readScoreClaim, type ScoreClaim } from "./score_claim.js";
import { Streams } from "./streams.js";

export interface UnitClaim extends ScoreClaim {
  agency: string;
  unit: string; // empty: the score is the agency's own
}

export function readUnitClaim(members: Members): UnitClaim {
  const unit = members.optionalText("unit");
  const claim = {
    agency: members.text("agency"),
    unit: unit ?? "",
    ...readScoreClaim(members),
  };
  members.done();
  if (!isName(claim.agency)) refuse("member-malformed", "unitClaim.agency is no name");
  if (unit !== null && !isName(unit)) refuse("member-malformed", "unitClaim.unit is no name");
  return claim;
}

// What came out, which is what was claimed.
export interface UnitScored {
  agency: string;
  unit: string; // empty: the score is the agency's own
  period: string;
  exact: string | null;
  rounded: string | null;
  policy: string;
  formulas: string[];
  lines: UnitLine[];
  explanation: Node[]; // with our own sentences
  otherWords: boolean; // the receipt's sentences are not ours
}

export interface UnitClaimed {
  claim: UnitClaim;
  explanation: NodeClaim[];
  entries: readonly Entry[]; // of which it is claimed
  shown: readonly Entry[]; // these, and what came after them
  named: ReadonlySet<string> | null; // files that are whole; null where no close says so
}

export function checkUnitClaim(given: UnitClaimed): UnitScored {
  const { claim, explanation, named } = given;
  const streams = new Streams(given.entries);
  const keys = basisOf(definitionsIn(streams, claim.agency), claim.unit);
  if (named) checkNamed(filesOfUnit(claim, keys), named); // 5
  checkWhole(keys, given.shown); // 3
  const basis = keys.map((key) => indicatorIn(key, streams.of(streamOf(key))));
  basis.forEach(checkIndicator);
  return scoreAgain(claim, explanation, basis, streams);
}

const streamOf = (indicator: string): string => `indicator/${indicator}`;

// Of the indicators that are the agency's: by their last definition.
export function definitionsIn(streams: Streams, agency: string): Definitions {
  const definitions = new Map();
  for (const key of streams.keysOf("indicator")) {
    const definition = definitionIn(streams.of(streamOf(key)));
    if (definition?.agency === agency) definitions.set(key, definition);
  }
  return definitions;
}

// 5. The files that the score of a unit needs.
function filesOfUnit({ agency, unit }: UnitClaim, indicators: readonly string[]): string[] {
  const files = [
    `agency/${agency}/indicator`,
    `stream/policy/${agency}`,
    `stream/agency/${agency}`,
    ...indicators.map((key) => `stream/${streamOf(key)}`),
  ];
  if (unit !== "") files.push(`stream/unit/${unit}`);
  return files;
}

// 3. Of an indicator on which the score rests everything is there; and it is about nobody, since
// else it would be in another file.
function checkWhole(indicators: readonly string[], shown: readonly Entry[]): void {
  const streams = new Streams(shown);
  for (const stream of indicators.map(streamOf)) {
    streams.of(stream).forEach(({ position, record }, i) => {
      const expected = BigInt(i + 1);
      if (record.version !== expected) {
        refuse("stream-hole", `${stream}: version ${record.version}, not ${expected}`);
      }
      if (record.subjects.length > 0) {
        refuse("record-misfiled", `${stream}, at ${position}: about ${record.subjects[0]}`);
      }
    });
  }
}

// 7 and 8.
function scoreAgain(
  claim: UnitClaim,
  explanation: readonly NodeClaim[],
  basis: readonly Indicator[],
  streams: Streams,
): UnitScored {
  const { agency, unit, period } = claim;
  const versions = policiesIn(streams.of(`policy/${agency}`));
  const policy = inForce(versions, lastDayOf(period.year, period.lastMonth));
  const score = computeUnit(basis, unit, period, policy.parameters);
  const numbers = compareScore(claim, score, policy.id);
  const nodes = nodesOf(score.steps, policy.id);
  return {
    agency,
    unit,
    period: period.text,
    ...numbers,
    policy: policy.id,
    formulas: score.formulas,
    lines: score.lines,
    explanation: nodes,
    otherWords: compareExplanation(explanation, nodes),
  };
}
