// Which witnesses count (c2sp.org/tlog-policy): lines of logs, witnesses, groups, and one quorum.

import { equal, textOf } from "./bytes.js";
import { refuse } from "./failure.js";
import { type Note, parseKey, signedBy, type VerifierKey } from "./note.js";

const bytesMax = 256 * 1024;
const namesMax = 1000;

interface Group {
  least: number; // so many of the members
  members: string[];
}

export interface WitnessPolicy {
  logs: VerifierKey[];
  witnesses: Map<string, VerifierKey>; // by the policy's own names
  groups: Map<string, Group>; // each after those that it names
  quorum: string; // "none", or the name of a witness or a group
}

export interface Cosigned {
  witness: string; // as the policy names it
  time: number; // seconds since 1970
}

function wrong(line: number, what: string): never {
  refuse("policy-malformed", `line ${line}: ${what}`);
}

export function parseWitnessPolicy(bytes: Uint8Array): WitnessPolicy {
  if (bytes.length > bytesMax) refuse("too-large", `a policy of ${bytes.length} bytes`);
  const text = textOf(bytes, "policy-malformed");
  if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(text)) {
    refuse("policy-malformed", "it has control characters");
  }
  if (!text.endsWith("\n")) refuse("policy-malformed", "its last line has no end");
  const reading = new Reading();
  text
    .slice(0, -1)
    .split("\n")
    .forEach((line, i) => reading.line(line, i + 1));
  return reading.policy();
}

class Reading {
  readonly #logs: VerifierKey[] = [];
  readonly #witnesses = new Map<string, VerifierKey>();
  readonly #groups = new Map<string, Group>();
  readonly #members = new Set<string>(); // named in a group already
  #quorum: string | null = null;

  line(line: string, at: number): void {
    const words = line.split(/[ \t]+/).filter((word) => word !== "");
    const [what, ...rest] = words;
    if (what === undefined || what.startsWith("#")) return;
    if (what === "log") this.#log(rest, at);
    else if (what === "witness") this.#witness(rest, at);
    else if (what === "group") this.#group(rest, at);
    else if (what === "quorum") this.#setQuorum(rest, at);
    else wrong(at, `what is "${what}"?`);
  }

  policy(): WitnessPolicy {
    if (this.#quorum === null) refuse("policy-malformed", "it has no quorum");
    return {
      logs: this.#logs,
      witnesses: this.#witnesses,
      groups: this.#groups,
      quorum: this.#quorum,
    };
  }

  #log(words: string[], at: number): void {
    const [vkey] = words;
    if (vkey === undefined || words.length > 2) wrong(at, "log <vkey> [<url>]");
    const key = parseKey(vkey);
    if (key.type !== "ed25519") wrong(at, "a log's key is of type 1");
    if (this.#logs.some((log) => equal(log.key, key.key))) wrong(at, "the log is there twice");
    this.#logs.push(key);
  }

  #witness(words: string[], at: number): void {
    const [name, vkey] = words;
    if (name === undefined || vkey === undefined || words.length > 3) {
      wrong(at, "witness <name> <vkey> [<url>]");
    }
    this.#checkNew(name, at);
    const key = parseKey(vkey);
    if (key.type === "ed25519") wrong(at, "a witness's key is of type 4");
    for (const other of this.#witnesses.values()) {
      if (equal(other.key, key.key)) wrong(at, "the witness is there twice");
    }
    this.#witnesses.set(name, key);
  }

  #group(words: string[], at: number): void {
    const [name, count, ...members] = words;
    if (name === undefined || count === undefined || members.length === 0) {
      wrong(at, "group <name> <k|any|all> <name>...");
    }
    this.#checkNew(name, at);
    for (const member of members) {
      if (!this.#isKnown(member)) wrong(at, `${member} is not defined above`);
      if (this.#members.has(member)) wrong(at, `${member} is in a group already`);
      this.#members.add(member);
    }
    let least = count === "any" ? 1 : members.length;
    if (count !== "any" && count !== "all") {
      if (!/^[1-9][0-9]{0,3}$/.test(count)) wrong(at, `not a number: ${count}`);
      least = Number(count);
    }
    if (least > members.length) wrong(at, `${least} of ${members.length}`);
    this.#groups.set(name, { least, members });
  }

  #setQuorum(words: string[], at: number): void {
    const [name] = words;
    if (name === undefined || words.length > 1) wrong(at, "quorum <name>");
    if (this.#quorum !== null) wrong(at, "a second quorum");
    if (name !== "none" && !this.#isKnown(name)) wrong(at, `${name} is not defined above`);
    this.#quorum = name;
  }

  #isKnown(name: string): boolean {
    return this.#witnesses.has(name) || this.#groups.has(name);
  }

  #checkNew(name: string, at: number): void {
    if (name === "none") wrong(at, "none is no name");
    if (this.#isKnown(name)) wrong(at, `${name} is defined already`);
    if (this.#witnesses.size + this.#groups.size >= namesMax) wrong(at, "too many names");
  }
}

// Those of the policy's witnesses that cosigned `note`; refuses where they are no quorum. A witness
// whose kind of key we do not know counts as one that did not.
export async function meets(policy: WitnessPolicy, note: Note): Promise<Cosigned[]> {
  const cosigned: Cosigned[] = [];
  const holds = new Set<string>();
  for (const [witness, key] of policy.witnesses) {
    const signed = await signedBy(note, key);
    if (!signed) continue;
    cosigned.push({ witness, time: Number(signed.time ?? 0n) });
    holds.add(witness);
  }
  for (const [name, { least, members }] of policy.groups) {
    if (members.filter((member) => holds.has(member)).length >= least) holds.add(name);
  }
  if (policy.quorum !== "none" && !holds.has(policy.quorum)) {
    const names = cosigned.map((c) => c.witness).join(", ");
    refuse("quorum-missed", `${policy.quorum}; there is ${names === "" ? "nobody" : names}`);
  }
  return cosigned;
}
