// Bundles build/ into dist/: the command (one file, a script and a module alike), the library for
// Node and browsers, and the page (one file that opens from the disk).
import { build } from "esbuild";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL("..", import.meta.url));
const common = {
  absWorkingDir: here,
  bundle: true,
  target: "es2022",
  charset: "utf8",
  external: ["node:crypto", "node:fs"],
  logLevel: "warning",
};

mkdirSync(`${here}/dist`, { recursive: true });
await build({
  ...common,
  entryPoints: ["src/cli.ts"],
  format: "iife",
  platform: "neutral",
  banner: { js: "#!/usr/bin/env node" },
  outfile: "dist/jejak-check.js",
});
await build({
  ...common,
  entryPoints: ["src/index.ts"],
  format: "esm",
  platform: "neutral",
  outfile: "dist/index.js",
});
const page = await build({
  ...common,
  entryPoints: ["src/page.ts"],
  format: "iife",
  platform: "neutral",
  minify: true,
  write: false,
});
const script = page.outputFiles[0].text.replaceAll("</script", "<\\/script");
const frame = readFileSync(`${here}/src/page.html`, "utf8");
writeFileSync(
  `${here}/dist/jejak-check.html`,
  frame.replace("/* script */", () => script),
);
