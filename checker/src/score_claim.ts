// What is claimed of every score, of a person's plan and of a unit alike.

import { refuse } from "./failure.js";
import type { Members } from "./json.js";
import { type Decimal, decimalText } from "./rules/decimal.js";
import type { Rational } from "./rules/rational.js";
import { parsePeriod, type Period } from "./rules/time.js";

export interface ScoreClaim {
  period: Period;
  exact: string | null;
  rounded: string | null;
  policy: string;
  formulas: string[];
}

export function readScoreClaim(members: Members): ScoreClaim {
  return {
    period:
      parsePeriod(members.text("period")) ??
      refuse("member-malformed", `${members.where}.period is none`),
    exact: members.has("exact") ? members.exact("exact") : null,
    rounded: members.optionalText("rounded"),
    policy: members.text("policy"),
    formulas: members.has("formulas") ? members.texts("formulas") : [],
  };
}

// A score as it was worked out.
export interface OwnScore {
  exact: Rational | null;
  rounded: Decimal | null;
  formulas: string[];
}

export const differ = (theirs: unknown, ours: unknown): string =>
  `claimed ${theirs}, it is ${ours}`;

// Refuses where the claim is not `score`; answers with its numbers as they are written.
export function compareScore(claim: ScoreClaim, score: OwnScore, policy: string) {
  const own = {
    exact: score.exact && score.exact.text(),
    rounded: score.rounded && decimalText(score.rounded),
  };
  if (claim.policy !== policy) refuse("policy-other", differ(claim.policy, policy));
  if (claim.exact !== own.exact) refuse("score-other", differ(claim.exact, own.exact));
  if (claim.rounded !== own.rounded) refuse("rounded-other", differ(claim.rounded, own.rounded));
  const formulas = claim.formulas.join(" ");
  if (formulas !== score.formulas.join(" ") || claim.formulas.length !== score.formulas.length) {
    refuse("formulas-other", differ(formulas, score.formulas.join(" ")));
  }
  return own;
}
