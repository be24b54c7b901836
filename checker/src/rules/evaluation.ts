// The evaluation of one plan for one period: what the rater, or the superior who decided an
// objection, decided.

import type * as wire from "../layout.js";
import type { Entry } from "../record.js";

export interface Decision {
  work: wire.Level;
  behaviour: wire.Level;
  behaviourScore: string | null; // as in the event
  predikat: wire.Predikat;
  innovation: boolean;
  position: number; // of the event that gave it
}

export interface Evaluation {
  progress: string; // "decided", "delivered", …
  decision: Decision;
}

function decisionOf(result: wire.EvaluationResult, position: number): Decision {
  const { work, behaviour, behaviourScore, predikat, innovation } = result;
  const score = behaviourScore === "" ? null : behaviourScore;
  return { work, behaviour, behaviourScore: score, predikat, innovation, position };
}

// What the records of a stream "evaluation/…" come to; null where nobody has decided.
export function evaluationIn(entries: readonly Entry[]): Evaluation | null {
  let evaluation: Evaluation | null = null;
  for (const { position, record } of entries) {
    if (record.event.is !== "evaluation") continue;
    const event = record.event.of;
    if (event.is === "decided") {
      evaluation = { progress: "decided", decision: decisionOf(event.of.result, position) };
    } else if (evaluation) {
      evaluation.progress = progressAfter[event.is] ?? evaluation.progress;
      if (event.is === "objectionDecided") {
        evaluation.decision = decisionOf(event.of.result, position);
      }
    }
  }
  return evaluation;
}

const progressAfter: { readonly [event: string]: string } = {
  delivered: "delivered",
  accepted: "accepted",
  objectionFiled: "underObjection",
  objectionDecided: "objectionDecided",
  objectionWithdrawn: "delivered",
  reopened: "reopened",
};
