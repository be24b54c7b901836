// A score explained: a graph of nodes, each one formula applied to numbers, from the raw values of
// events up to the predikat, with a sentence for each.

import type { Words } from "../failure.js";
import type * as wire from "../layout.js";
import { decimalText } from "./decimal.js";
import type { Decision } from "./evaluation.js";
import { wordings } from "./formula_words.js";
import { decimal } from "./measure.js";
import type { Parameters } from "./policy.js";
import { Rational } from "./rational.js";
import { levelArguments, levels, type Score } from "./score.js";
import { type Argument, plain, type Quantity, raw, type Step, Trace } from "./trace.js";

export const predikats: readonly wire.Predikat[] = [
  "veryPoor",
  "poor",
  "needsImprovement",
  "good",
  "veryGood",
];

const levelWords: { [level in wire.Level]: Words } = {
  below: { id: "di bawah ekspektasi", en: "below expectations" },
  meets: { id: "sesuai ekspektasi", en: "meets expectations" },
  above: { id: "di atas ekspektasi", en: "above expectations" },
};

const predikatWords: { [predikat in wire.Predikat]: Words } = {
  veryPoor: { id: "Sangat Kurang", en: "Very poor" },
  poor: { id: "Kurang", en: "Poor" },
  needsImprovement: { id: "Butuh Perbaikan", en: "Needs improvement" },
  good: { id: "Baik", en: "Good" },
  veryGood: { id: "Sangat Baik", en: "Very good" },
};

export const wordsOfLevel = (level: wire.Level): Words => levelWords[level];
export const wordsOfPredikat = (predikat: wire.Predikat): Words => predikatWords[predikat];

// The steps of `score`, then its level; and where a rater has decided, the number and predikat of
// PP 30/2019 beside it (if he gave a number for behaviour), and the predikat of the matrix, which
// is acted on.
export function explain(score: Score, policy: Parameters, decision: Decision | null): Step[] {
  const trace = new Trace(policy, score.steps);
  let level: Quantity | null = null;
  if (score.exact) {
    const exact: Quantity = { value: score.exact, step: score.steps.length - 1, event: null };
    level = trace.apply("level.three", "", levelArguments(exact, policy));
    if (decision) addNumber(trace, exact, decision);
  }
  if (decision) addPredikat(trace, level, decision);
  return trace.steps;
}

function addNumber(trace: Trace, score: Quantity, decision: Decision): void {
  const { policy } = trace;
  const { behaviourScore, innovation, position } = decision;
  if (behaviourScore === null) return;
  const number = trace.apply("number.pp30", "", [
    ["work", score],
    ["behaviour", raw(decimal(behaviourScore, "behaviourScore"), position)],
    ["workWeight", plain(policy.pp30WorkWeight)],
  ]);
  trace.apply("predikat.pp30", "", [
    ["number", number],
    ["innovation", raw(innovation ? 1 : 0, position)],
    ["scale", plain(policy.thresholdScale)],
    ["rounding", plain(policy.rounding === "halfUp" ? 0 : 1)],
  ]);
}

// The level of work is the proposed one, or the rater's own.
function addPredikat(trace: Trace, proposed: Quantity | null, decision: Decision): void {
  const { position } = decision;
  const decided = Rational.of(levels.indexOf(decision.work));
  const work = proposed?.value.equals(decided) ? proposed : raw(decided, position);
  const args: Argument[] = [
    ["work", work],
    ["behaviour", raw(levels.indexOf(decision.behaviour), position)],
  ];
  trace.apply("predikat.matrix", "", args);
}

// --- Sentences

const shownScale = 4; // digits, as domain.md 7 shows them

type Language = keyof Words;

export function sentenceOf(step: Step): Words {
  const pattern = wordings[step.formula]!.sentence;
  return { id: filled(pattern.id, step, "id"), en: filled(pattern.en, step, "en") };
}

function filled(pattern: string, step: Step, language: Language): string {
  return pattern.replace(/\{([^}]*)\}/g, (_, mark: string) => markOf(mark, step, language));
}

function isShownExactly(value: Rational): boolean {
  const rounded = value.rounded(shownScale);
  return !rounded || Rational.ofDecimal(rounded).equals(value);
}

// 36, 77.8, 93.3333, with a comma in Indonesian.
export function shownNumber(value: Rational, language: Language): string {
  const rounded = value.rounded(shownScale);
  if (!rounded) return value.text();
  let text = decimalText(rounded);
  if (isShownExactly(value)) text = text.replace(/0+$/, "").replace(/\.$/, "");
  return language === "id" ? text.replace(".", ",") : text;
}

function markOf(mark: string, step: Step, language: Language): string {
  const show = (value: Rational): string => shownNumber(value, language);
  if (mark === "=") return (isShownExactly(step.output) ? "= " : "≈ ") + show(step.output);
  if (mark.startsWith("#")) return String(listIn(step, mark.slice(1)).length);
  if (mark.endsWith("+")) {
    const [left, right] = mark.slice(0, -1).split("*");
    const factors = right === undefined ? null : listIn(step, right);
    return listIn(step, left!)
      .map((value, i) => (factors ? `${show(value)} × ${show(factors[i]!)}` : show(value)))
      .join(" + ");
  }
  if (mark.endsWith(",")) {
    // Indonesian numbers have commas themselves.
    return listIn(step, mark.slice(0, -1))
      .map(show)
      .join(language === "id" ? "; " : ", ");
  }
  const [name, kind] = mark.split(":");
  const value = name === "output" ? step.output : step.inputs.find((i) => i.name === name)!.value;
  if (kind === undefined) return show(value);
  const index = Number(value.numerator);
  return kind === "level"
    ? levelWords[levels[index]!][language]
    : predikatWords[predikats[index]!][language];
}

function listIn(step: Step, name: string): Rational[] {
  return step.inputs.filter((i) => i.name.startsWith(`${name}[`)).map((i) => i.value);
}

// --- What is written down of a node

export interface Node {
  id: number; // its index in the graph
  formula: string;
  about: string; // the indicator; empty: all of them together
  inputs: { name: string; exact: string; node: number | null; events: number[] }[];
  exact: string;
  decimal: string | null; // to 4 digits, half up; null when it is too long for that
  policy: string; // that chose the formula's version, and gave its numbers
  sentence: Words;
}

// In the order of the work: a node's inputs come before it.
export function nodesOf(steps: readonly Step[], policy: string): Node[] {
  return steps.map((step, id) => {
    const rounded = step.output.rounded(shownScale);
    return {
      id,
      formula: step.formula,
      about: step.about,
      inputs: step.inputs.map((input) => ({
        name: input.name,
        exact: input.value.text(),
        node: input.step,
        events: input.event === null ? [] : [input.event],
      })),
      exact: step.output.text(),
      decimal: rounded && decimalText(rounded),
      policy,
      sentence: sentenceOf(step),
    };
  });
}
