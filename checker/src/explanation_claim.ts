// The explanation that a receipt brings, compared with the one that its records give: a graph may
// be sound in itself and begin with numbers that nobody reported.

import { refuse } from "./failure.js";
import { type Json, Members } from "./json.js";
import type { Node } from "./rules/explanation.js";
import { evaluate, type Input, Undefined } from "./rules/formulas.js";
import { Rational } from "./rules/rational.js";

export interface InputClaim {
  name: string;
  exact: string;
  node: number | null;
  events: number[];
}

export interface NodeClaim {
  id: number;
  formula: string;
  about: string;
  inputs: InputClaim[];
  exact: string;
  decimal: string | null;
  policy: string;
  sentence: { id: string; en: string } | null;
}

const nodesMax = 20_000;
const textMax = 4000; // of a node's inputs together, for working it out alone

export function readExplanation(list: Json[]): NodeClaim[] {
  if (list.length > nodesMax) refuse("too-large", `${list.length} nodes`);
  return list.map((item, i) => {
    const where = `explanation[${i}]`;
    const members = new Members(item, where);
    const node: NodeClaim = {
      id: members.whole("id"),
      formula: members.text("formula"),
      about: members.optionalText("about") ?? "",
      inputs: members.list("inputs").map((input, k) => readInput(input, `${where}.inputs[${k}]`)),
      exact: members.exact("exact"),
      decimal: members.optionalText("decimal"),
      policy: members.text("policy"),
      sentence: null,
    };
    if (members.has("sentence")) {
      const sentence = members.members("sentence");
      node.sentence = { id: sentence.words("id"), en: sentence.words("en") };
      sentence.done();
    }
    members.done();
    return node;
  });
}

function readInput(item: Json, where: string): InputClaim {
  const members = new Members(item, where);
  const input = {
    name: members.text("name"),
    exact: members.exact("exact"),
    node: members.has("node") ? members.whole("node") : null,
    events: members.has("events") ? members.wholes("events") : [],
  };
  members.done();
  return input;
}

// One spelling of what counts in a node.
function spelled({ id, formula, about, inputs, exact, decimal, policy }: NodeClaim | Node): string {
  const all = inputs.map(({ name, exact: value, node, events }) => [name, value, node, events]);
  return JSON.stringify([id, formula, about, all, exact, decimal, policy]);
}

// Refuses where `claimed` is not `own`, but for the sentences: whether those are others is what is
// answered.
export function compareExplanation(claimed: readonly NodeClaim[], own: readonly Node[]): boolean {
  for (let i = 0; i < Math.max(claimed.length, own.length); ++i) {
    const theirs = claimed[i];
    const ours = own[i];
    if (!theirs) refuse("explanation-other", `node ${i} is not there`);
    if (ours && spelled(theirs) === spelled(ours)) continue;
    checkSound(theirs, i);
    refuse("explanation-other", `node ${i}: ${theirs.formula} of ${theirs.about || "all"}`);
  }
  return claimed.some(({ sentence }, i) => {
    const words = own[i]!.sentence;
    return sentence !== null && (sentence.id !== words.id || sentence.en !== words.en);
  });
}

// Names a node that is wrong in itself more closely.
function checkSound(node: NodeClaim, index: number): void {
  const unsound = (what: string): never =>
    refuse("explanation-unsound", `node ${index}, ${node.formula}: ${what}`);
  if (node.inputs.reduce((sum, { exact }) => sum + exact.length, 0) > textMax) return;
  const inputs = node.inputs.map(({ name, exact }): Input => {
    const value = Rational.parse(exact);
    return value ? { name, value } : unsound(`not a number: ${exact}`);
  });
  try {
    const output = evaluate(node.formula, inputs).text();
    if (output !== node.exact) unsound(`it gives ${output}, not ${node.exact}`);
  } catch (error) {
    if (error instanceof Undefined) unsound(error.message);
    throw error;
  }
}
