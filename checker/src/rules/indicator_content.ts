// What the definition of an indicator, its targets and its values may say: the ledger lets nothing
// else in, and scores rely on it (ledger/rules/indicator_content.h).

import { utf8 } from "../bytes.js";
import { refuse } from "../failure.js";
import type * as wire from "../layout.js";
import { isName } from "../record.js";
import type { Aimed, Indicator, Realised } from "./indicator.js";
import type { Rational } from "./rational.js";

const textBytesMax = 2000; // of a name, a goal
const nameBytesMax = 200; // of a code, a unit of measure, a source
const definitionBytesMax = 10_000;
const stageWeightsTotal = 100;

// Refuses an indicator that no ledger that keeps the rules has.
export function checkIndicator(indicator: Indicator): void {
  const against: Against = (what) => refuse("record-against-rules", `${indicator.key}: ${what}`);
  const { definition } = indicator;
  checkWords(definition, against);
  if (indicator.weight.isNegative()) against("a weight below 0");
  if (definition.rollUp !== "measured" && !isNumeric(definition)) {
    against(`${definition.polarity}, and rolled up`);
  }
  checkStages(definition, against);
  for (const aimed of indicator.targets.values()) checkTarget(definition, aimed, against);
  for (const realised of indicator.values.values()) checkValue(definition, realised, against);
}

type Against = (what: string) => never;

function isNumeric({ polarity }: wire.IndicatorEventDefined): boolean {
  return polarity === "max" || polarity === "min" || polarity === "band";
}

function checkWords(of: wire.IndicatorEventDefined, against: Against): void {
  if (of.text === "") against("it has no name");
  const lengths: [string, number][] = [
    [of.text, textBytesMax],
    [of.code, nameBytesMax],
    [of.definition, definitionBytesMax],
    [of.goal, textBytesMax],
    [of.measure, nameBytesMax],
    [of.source, nameBytesMax],
  ];
  if (lengths.some(([text, most]) => utf8(text).length > most)) against("a text that is too long");
}

function checkStages({ polarity, stages }: wire.IndicatorEventDefined, against: Against): void {
  const ids = new Set(stages.map(({ id }) => id));
  if (ids.size !== stages.length || !stages.every(({ id }) => isName(id))) {
    against("a stage without an id of its own");
  }
  if (stages.some(({ text }) => utf8(text).length > textBytesMax)) against("a stage's text");
  const total = stages.reduce((sum, { weight }) => sum + weight, 0);
  const isMilestone = polarity === "milestone";
  if (isMilestone ? total !== stageWeightsTotal : stages.length > 0) {
    against(`${polarity}, with stages that total ${total}`);
  }
}

function checkTarget(
  definition: wire.IndicatorEventDefined,
  { period, target }: Aimed,
  against: Against,
): void {
  const { value, low, high } = target;
  const wrong = (what: string): never => against(`the target of ${period.text}: ${what}`);
  if (!isNumeric(definition)) wrong(definition.polarity);
  const isRange = low !== null && high !== null;
  const isHalf = (low === null) !== (high === null);
  if ((value !== null) === isRange || isHalf) wrong("neither one value nor a range");
  if (isRange && low.compare(high) > 0) wrong("its low end is above its high end");
  for (const number of [value, low, high]) checkSign(definition, number, wrong);
  const isUnsignedMax = definition.polarity === "max" && !definition.signed;
  if (period.kind === "year" && isUnsignedMax && (value ?? high)!.isZero()) wrong("0 for a year");
}

function checkSign(
  { signed }: wire.IndicatorEventDefined,
  number: Rational | null,
  wrong: Against,
): void {
  if (!signed && number?.isNegative()) wrong("below 0, and not signed");
}

function checkValue(
  definition: wire.IndicatorEventDefined,
  { period, value }: Realised,
  against: Against,
): void {
  const { numerator, denominator, stages } = value;
  const wrong = (what: string): never => against(`the value of ${period.text}: ${what}`);
  if (!isNumeric(definition)) {
    if (numerator || denominator) wrong(`a number, of ${definition.polarity}`);
    const known = new Set(definition.stages.map(({ id }) => id));
    if (!stages.every((stage) => known.has(stage))) wrong("a stage that is none");
    if (new Set(stages).size !== stages.length) wrong("a stage that is there twice");
    return;
  }
  if (!numerator || stages.length > 0) return wrong("no number, or stages");
  if (definition.consolidation === "ratio" && !denominator) wrong("a ratio without denominator");
  if (denominator?.isNegative()) wrong("a denominator below 0");
  if (denominator?.isZero() && !numerator.isZero()) wrong("something of nothing");
  checkSign(definition, numerator, wrong);
}
