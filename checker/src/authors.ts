// Who did what is recorded about a person, or about nobody: of him who signs everything, nothing
// without his signature (step 6 of docs/receipt.md). The signatures themselves are not in a
// receipt. And which of those acts are contested (docs/acts.md).

import { checkNamed, fileOf } from "./completeness.js";
import { refuse } from "./failure.js";
import { type Entry, isName, isOwn, keyOf, type Record } from "./record.js";
import { Signer, type Standing } from "./rules/signer.js";

const contestsMax = 2000; // of one person: half of them signed (ledger/rules/signer.h)

export interface Acts {
  signed: number; // with a key that he in whose name it is had in force
  unsigned: number; // attested by the operator only
}

// An act that he in whose name it is, or on whose behalf, says is not his.
export interface ContestedAct {
  position: number; // of its first fact
  by: string;
  standing: Standing;
}

export interface Authors {
  acts: Acts;
  contested: ContestedAct[]; // of those acts, by position and then by name
}

// Counts the acts about `subject`, or where it is null about nobody, and refuses where somebody's
// is not his. `entries` are those of which something is claimed; `named` the files that are whole,
// null where no close says so.
export function checkAuthors(
  subject: string | null,
  entries: readonly Entry[],
  named: ReadonlySet<string> | null,
): Authors {
  const signers = new Signers();
  const acts: Acts = { signed: 0, unsigned: 0 };
  const counted: Entry[] = [];
  for (const entry of entries) {
    const { position, record } = entry;
    const author = record.actor.person;
    if (isAbout(subject, record)) {
      if (named && isName(author)) checkNamed([fileOf(author, "signature")], named);
      if (!isHis(record, signers)) {
        refuse("not-performed", `position ${position}, in the name of ${author}`);
      }
      // An act is counted with the first of its facts.
      if (record.factIndex === 0) {
        ++acts[record.signedWith === "" ? "unsigned" : "signed"];
        counted.push(entry);
      }
    }
    if (record.event.is !== "signer") continue;
    const owner = keyOf(record.stream);
    const event = record.event.of;
    if (event.is === "keyAnnounced" && !isAnnouncedBy(owner, record, signers)) {
      refuse("not-performed", `position ${position}: ${owner} has not announced that key`);
    }
    if (event.is === "contested" && signers.of(owner).contests >= contestsMax) {
      refuse("record-against-rules", `${owner} contests more acts than anybody may`);
    }
    signers.of(owner).add(event, record.recorded);
  }
  return { acts, contested: counted.flatMap((entry) => contestsOf(entry, signers)) };
}

function contestsOf({ position, record }: Entry, signers: Signers): ContestedAct[] {
  const { person, onBehalfOf } = record.actor;
  // Whoever contests has a stream, and so a name: of ASCII, whose order is that of the bytes.
  const people = [...new Set([person, onBehalfOf])].sort();
  return people.flatMap((by) => {
    const standing = signers.of(by).contestOf(record);
    return standing ? [{ position, by, standing }] : [];
  });
}

// The keys and contests of each person, as far as the records were read.
class Signers {
  readonly #signers = new Map<string, Signer>();

  of(person: string): Signer {
    const signer = this.#signers.get(person) ?? new Signer();
    this.#signers.set(person, signer);
    return signer;
  }
}

function isAbout(subject: string | null, record: Record): boolean {
  if (isOwn(record)) return false;
  return subject === null ? record.subjects.length === 0 : record.subjects.includes(subject);
}

// Whether he in whose name it is did it, as far as his keys say.
function isHis(record: Record, signers: Signers): boolean {
  const { actor, effective, migration, signedWith } = record;
  const signer = signers.of(actor.person);
  // Nothing is brought in about keys.
  const isMigrated = migration !== "" && record.event.is !== "signer";
  if (signedWith === "") return !signer.mustSign(effective, isMigrated);
  return signer.hasKey(signedWith) || (!signer.hasAnyKey() && announces(record, signedWith));
}

// Where he has no key in force, the one that he announces is signed with itself.
function announces({ stream, actor, event }: Record, key: string): boolean {
  if (event.is !== "signer" || event.of.is !== "keyAnnounced") return false;
  return event.of.of.id === key && keyOf(stream) === actor.person;
}

// Else anybody could give him a key, and sign with it.
function isAnnouncedBy(owner: string, record: Record, signers: Signers): boolean {
  const { actor, signedWith } = record;
  const isHimself = actor.person === owner && actor.onBehalfOf === "";
  return isHimself && signedWith !== "" && isHis(record, signers);
}
