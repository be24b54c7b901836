// The score of a person's plan that a receipt claims, worked out again from its records: steps 5, 7
// and 8 of docs/receipt.md.

import { checkNamed, fileOf } from "./completeness.js";
import { type NodeClaim, compareExplanation } from "./explanation_claim.js";
import { refuse } from "./failure.js";
import type { Members } from "./json.js";
import type * as wire from "./layout.js";
import { type Entry, isName } from "./record.js";
import { decimalText, parseDecimal } from "./rules/decimal.js";
import { type Decision, evaluationIn } from "./rules/evaluation.js";
import { explain, type Node, nodesOf, predikats } from "./rules/explanation.js";
import { type Plan, planIn } from "./rules/plan.js";
import { inForce, policiesIn } from "./rules/policy.js";
import { reportIn } from "./rules/report.js";
import { compute, levels, type Line } from "./rules/score.js";
import { lastDayOf, monthText } from "./rules/time.js";
import { zoneOf } from "./rules/unit.js";
import { compareScore, differ, readScoreClaim, type ScoreClaim } from "./score_claim.js";
import { Streams } from "./streams.js";

export interface Claim extends ScoreClaim {
  plan: string;
  level: wire.Level | null;
  decided: Decision | null;
}

export function readClaim(members: Members): Claim {
  const claim = {
    plan: members.text("plan"),
    ...readScoreClaim(members),
    level: levelIn(members.optionalText("level"), "claim.level"),
    decided: members.has("decided") ? readDecided(members.members("decided")) : null,
  };
  members.done();
  if (!isName(claim.plan)) refuse("member-malformed", "claim.plan is no name");
  return claim;
}

function levelIn(text: string | null, where: string): wire.Level | null {
  const level = levels.find((name) => name === text) ?? null;
  if (text !== null && level === null) refuse("member-malformed", `${where} is no level`);
  return level;
}

function readDecided(members: Members): Decision {
  const level = (name: string): wire.Level => levelIn(members.text(name), `claim.decided.${name}`)!;
  const predikat = members.text("predikat");
  const decided = {
    work: level("work"),
    behaviour: level("behaviour"),
    behaviourScore: members.optionalText("behaviourScore"),
    predikat:
      predikats.find((name) => name === predikat) ??
      refuse("member-malformed", "claim.decided.predikat is none"),
    innovation: members.flag("innovation"),
    position: members.whole("position"),
  };
  members.done();
  return decided;
}

// What came out, which is what was claimed.
export interface Scored {
  plan: string;
  period: string;
  subject: string;
  agency: string;
  unit: string; // may be empty
  exact: string | null;
  rounded: string | null;
  level: wire.Level | null;
  policy: string;
  formulas: string[];
  decided: Decision | null;
  progress: string; // of the evaluation: "none", "decided", "delivered", …
  lines: Line[];
  explanation: Node[]; // with our own sentences
  otherWords: boolean; // the receipt's sentences are not ours
}

export interface Claimed {
  claim: Claim;
  subject: string;
  explanation: NodeClaim[];
  day: number;
  entries: readonly Entry[]; // of which it is claimed
  named: ReadonlySet<string> | null; // files that are whole; null where no close says so
}

export function checkClaim(given: Claimed): Scored {
  const streams = new Streams(given.entries);
  const { claim } = given;
  const plan = planIn(streams.of(`plan/${claim.plan}`));
  if (!plan) refuse("plan-missing", claim.plan);
  if (plan.subject !== given.subject) {
    refuse("subject-other", `the plan is about ${plan.subject}, the receipt ${given.subject}`);
  }
  if (given.named) checkNamed(filesOfScore(plan), given.named); // 5
  checkSubject(claim, plan, streams);
  return scoreAgain(given, plan, streams);
}

const classesNeeded = ["plan", "report", "correction", "rating", "objection"] as const;

// 5. The files that a score needs.
function filesOfScore({ subject, agency, unit }: Plan): string[] {
  const files = classesNeeded.map((name) => fileOf(subject, name));
  files.push(`stream/policy/${agency}`, `stream/agency/${agency}`);
  if (unit !== "") files.push(`stream/unit/${unit}`);
  return files;
}

function streamsOf({ plan, period }: Claim, { year }: Plan) {
  const months = Array.from({ length: 12 }, (_, i) => monthText(year, i + 1));
  return {
    plan: `plan/${plan}`,
    reports: months.map((month) => `report/${plan}/${month}`),
    evaluation: `evaluation/${plan}/${period.text}`,
  };
}

// What a score is made of is about the plan's subject alone: else it would be in another file.
function checkSubject(claim: Claim, plan: Plan, streams: Streams): void {
  const names = streamsOf(claim, plan);
  for (const stream of [names.plan, ...names.reports, names.evaluation]) {
    for (const { position, record } of streams.of(stream)) {
      const { subjects } = record;
      if (subjects.length === 1 && subjects[0] === plan.subject) continue;
      refuse("record-misfiled", `${stream}, at ${position}: not about ${plan.subject}`);
    }
  }
}

// 7 and 8.
function scoreAgain(given: Claimed, plan: Plan, streams: Streams): Scored {
  const { claim, explanation, day } = given;
  const names = streamsOf(claim, plan);
  const { period } = claim;
  const versions = policiesIn(streams.of(`policy/${plan.agency}`));
  const policy = inForce(versions, lastDayOf(period.year, period.lastMonth));
  const sheet = {
    plan,
    reports: names.reports.map((stream) => reportIn(streams.of(stream))),
    zone: zoneOf(streams.of(`unit/${plan.unit}`), streams.of(`agency/${plan.agency}`)),
  };
  const score = compute(sheet, period, policy.parameters, day);
  const evaluation = evaluationIn(streams.of(names.evaluation));
  const decided = evaluation && evaluation.decision;
  const shown = compareScore(claim, score, policy.id);
  compareLevel(claim.level, score.level);
  compareDecided(claim.decided, decided);
  const nodes = nodesOf(explain(score, policy.parameters, decided), policy.id);
  return {
    plan: claim.plan,
    period: period.text,
    subject: plan.subject,
    agency: plan.agency,
    unit: plan.unit,
    ...shown,
    level: score.level,
    policy: policy.id,
    formulas: score.formulas,
    decided,
    progress: evaluation?.progress ?? "none",
    lines: score.lines,
    explanation: nodes,
    otherWords: compareExplanation(explanation, nodes),
  };
}

function compareLevel(claimed: wire.Level | null, own: wire.Level | null): void {
  if (claimed !== own) refuse("level-other", differ(claimed, own));
}

function compareDecided(claimed: Decision | null, own: Decision | null): void {
  if (!claimed || !own) {
    if (claimed || own) refuse("decided-other", claimed ? "nobody has decided" : "it was decided");
    return;
  }
  const ours: Decision = { ...own, behaviourScore: normal(own.behaviourScore) };
  for (const name of Object.keys(ours) as (keyof Decision)[]) {
    if (claimed[name] !== ours[name]) {
      refuse("decided-other", `${name}: claimed ${claimed[name]}, it is ${ours[name]}`);
    }
  }
}

function normal(decimal: string | null): string | null {
  const parsed = decimal === null ? null : parseDecimal(decimal);
  return parsed ? decimalText(parsed) : decimal;
}
