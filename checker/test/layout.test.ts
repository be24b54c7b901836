import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { here, lacking } from "./support/tools.js";

test("the layout is that of the schemas", { skip: lacking("capnp") }, () => {
  const made = spawnSync(process.execPath, ["tools/make_layout.mjs"], { cwd: here });
  assert.equal(made.status, 0, new TextDecoder().decode(made.stderr));
  const text = new TextDecoder().decode(made.stdout);
  assert.ok(
    text === readFileSync(`${here}/src/layout.ts`, "utf8"),
    "schemas/*.capnp changed: run `npm run layout`",
  );
});
