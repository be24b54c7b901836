// Prints src/layout.ts: where every field of schemas/*.capnp lies in a message, as `capnp compile
// -ocapnp` says it in comments, and a type for each struct. A test makes it again and compares.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

const schemas = fileURLToPath(new URL("../../schemas", import.meta.url));

// Structs and enumerations by their whole name: "PlanEvent.Drafted".
const structs = new Map();
const enums = new Map();

function parse(file) {
  const text = execFileSync("capnp", ["compile", "-ocapnp", file], {
    cwd: schemas,
    env: { ...process.env, PWD: schemas },
    encoding: "utf8",
  });
  const open = []; // what the line stands in, from the outside to the inside
  const scope = () => open.filter((o) => o.kind === "struct").at(-1);
  for (const line of text.split("\n")) {
    let m;
    if ((m = /^\s*struct (\w+) @\w+ {  # (\d+) bytes, (\d+) ptrs$/.exec(line))) {
      const name = scope() ? `${scope().name}.${m[1]}` : m[1];
      const data = Number(m[2]) / 8;
      const struct = { kind: "struct", name, data, pointers: Number(m[3]), fields: [] };
      structs.set(name, struct);
      open.push(struct);
    } else if ((m = /^\s*enum (\w+) @\w+ {$/.exec(line))) {
      const name = scope() ? `${scope().name}.${m[1]}` : m[1];
      const values = { kind: "enum", name, values: [] };
      enums.set(name, values);
      open.push(values);
    } else if ((m = /^\s*union {  # tag bits \[(\d+), \d+\)$/.exec(line))) {
      scope().tag = Number(m[1]);
      open.push({ kind: "union" });
    } else if (/^\s*}$/.test(line)) {
      open.pop();
    } else if ((m = /^\s*(\w+) @(\d+);$/.exec(line))) {
      open.at(-1).values[Number(m[2])] = m[1];
    } else if (
      (m =
        /^\s*(\w+) @\d+ :(.+);  # (ptr|bits)\[(\d+)(?:, \d+\))?\]?(?:, union tag = (\d+))?$/.exec(
          line,
        ))
    ) {
      const field = { name: m[1], type: m[2], at: Number(m[4]) };
      if (m[5] !== undefined) field.arm = Number(m[5]);
      scope().fields.push(field);
    } else if (!/^(#.*|@0x\w+;|\$import .*|)$/.test(line)) {
      throw new Error(`${file}: not understood: ${line}`);
    }
  }
}

const plain = new Set(["Text", "Data", "Bool", "UInt16", "UInt32", "UInt64", "Int64", "Void"]);

// The type of a field of `struct`, by whole names.
function resolve(type, struct) {
  if (plain.has(type)) return { kind: type };
  const list = /^List\((.+)\)$/.exec(type);
  if (list) return { kind: "List", of: resolve(list[1], struct) };
  const name = type.replace(/^import ".*"\./, "").replace(/^\./, "");
  const scopes = struct.split(".");
  for (let depth = scopes.length; depth >= 0; --depth) {
    const whole = [...scopes.slice(0, depth), name].join(".");
    if (structs.has(whole)) return { kind: "Struct", name: whole };
    if (enums.has(whole)) return { kind: "Enum", name: whole };
  }
  throw new Error(`${struct}: there is no ${type}`);
}

const flat = (name) => name.replaceAll(".", "");

function written(type) {
  switch (type.kind) {
    case "List":
      return `{ kind: "List", of: ${written(type.of)} }`;
    case "Struct":
    case "Enum":
      return `{ kind: "${type.kind}", name: "${type.name}" }`;
    default:
      return `{ kind: "${type.kind}" }`;
  }
}

function typed(type) {
  switch (type.kind) {
    case "Text":
      return "string";
    case "Data":
      return "Uint8Array";
    case "Bool":
      return "boolean";
    case "UInt16":
    case "UInt32":
      return "number";
    case "UInt64":
    case "Int64":
      return "bigint";
    case "Void":
      return "null";
    case "List":
      return `${typed(type.of)}[]`;
    default:
      return flat(type.name);
  }
}

parse("event.capnp");
parse("record.capnp");

const out = [
  "// Made by tools/make_layout.mjs from schemas/*.capnp; not edited by hand. Where each field lies in",
  "// a message: `at` counts bits, or pointers.",
  "",
  "export type FieldType =",
  '  | { kind: "Text" | "Data" | "Bool" | "UInt16" | "UInt32" | "UInt64" | "Int64" | "Void" }',
  '  | { kind: "List"; of: FieldType }',
  '  | { kind: "Struct" | "Enum"; name: string };',
  "",
  "export interface FieldLayout {",
  "  name: string;",
  "  at: number;",
  "  type: FieldType;",
  "  arm?: number; // of the struct's union",
  "}",
  "",
  "export interface StructLayout {",
  "  data: number; // words",
  "  pointers: number;",
  "  tag?: number; // where the union's tag lies, in bits",
  "  fields: readonly FieldLayout[];",
  "}",
];

for (const { name, values } of enums.values()) {
  out.push("", `export type ${flat(name)} =`);
  out.push(...values.map((value, i) => `  | "${value}"${i + 1 === values.length ? ";" : ""}`));
}
for (const struct of structs.values()) {
  const { name, fields, tag } = struct;
  for (const field of fields) field.resolved = resolve(field.type, name);
  out.push("");
  if (tag !== undefined) {
    if (fields.some((field) => field.arm === undefined))
      throw new Error(`${name}: not a mere union`);
    out.push(`export type ${flat(name)} =`);
    out.push(
      ...fields.map(
        (field, i) =>
          `  | { is: "${field.name}"; of: ${typed(field.resolved)} }` +
          (i + 1 === fields.length ? ";" : ""),
      ),
    );
  } else {
    out.push(`export interface ${flat(name)} {`);
    out.push(...fields.map((field) => `  ${field.name}: ${typed(field.resolved)};`));
    out.push("}");
  }
}
out.push("", "export const enums: { readonly [name: string]: readonly string[] } = {");
for (const { name, values } of enums.values()) {
  out.push(`  "${name}": [`, ...values.map((value) => `    "${value}",`), "  ],");
}
out.push("};", "", "export const structs: { readonly [name: string]: StructLayout } = {");
for (const { name, data, pointers, tag, fields } of structs.values()) {
  out.push(`  "${name}": {`, `    data: ${data},`, `    pointers: ${pointers},`);
  if (tag !== undefined) out.push(`    tag: ${tag},`);
  out.push("    fields: [");
  for (const field of fields) {
    const arm = field.arm === undefined ? "" : `, arm: ${field.arm}`;
    out.push(
      `      { name: "${field.name}", at: ${field.at}, type: ${written(field.resolved)}${arm} },`,
    );
  }
  out.push("    ],", "  },");
}
out.push("};");
process.stdout.write(out.join("\n") + "\n");
