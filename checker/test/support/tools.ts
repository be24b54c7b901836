// Where things are, and which tools this machine has.

import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

// The folder checker/; tests run as build/test/*.js.
export const here = fileURLToPath(new URL("../../..", import.meta.url)).replace(/\/$/, "");
export const repository = join(here, "..");

// Why a test cannot run, for want of a tool; false when it can.
export function lacking(...tools: string[]): string | false {
  const found = (tool: string): boolean =>
    spawnSync("sh", ["-c", `command -v ${tool}`]).status === 0;
  const missing = tools.filter((tool) => !found(tool));
  return missing.length === 0 ? false : `there is no ${missing.join(", ")} here`;
}

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), "jejak-check-"));
}
