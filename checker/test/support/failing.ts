// What a test expects of a failure.

import assert from "node:assert/strict";

import type { Code, Outcome } from "../../src/failure.js";
import { Refused } from "../../src/failure.js";

// `outcome` fails by the name `code`.
export function expectFailure<T>(outcome: Outcome<T>, code: Code, what = ""): void {
  const told = outcome.ok ? "nothing was wrong" : outcome.failure.code;
  const detail = outcome.ok ? "" : `: ${outcome.failure.detail}`;
  assert.equal(told, code, `${what} ${told}${detail}`);
  if (outcome.ok) return;
  assert.ok(outcome.failure.words.id.length > 10 && outcome.failure.words.en.length > 10);
}

export function expectValue<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) assert.fail(`${outcome.failure.code}: ${outcome.failure.detail}`);
  return outcome.value;
}

// `work` refuses by the name `code`.
export function expectRefusal(work: () => unknown, code: Code): void {
  assert.throws(work, (error) => {
    assert.ok(error instanceof Refused, String(error));
    assert.equal(error.failure.code, code, error.failure.detail);
    return true;
  });
}

export async function expectRefusalOf(work: Promise<unknown>, code: Code): Promise<void> {
  let caught: unknown = null;
  try {
    await work;
  } catch (error) {
    caught = error;
  }
  expectRefusal(() => {
    throw caught;
  }, code);
}
