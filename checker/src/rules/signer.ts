// The keys that a person signs with, and the acts that he says are not his, as the records of his
// stream "signer/…" give them (docs/acts.md; ledger/rules/signer.h).

import type * as wire from "../layout.js";

// What became of a contest: nobody answered yet; he is right; he is not.
export type Standing = "open" | "upheld" | "dismissed";

export class Signer {
  readonly #known = new Set<string>(); // ids of all keys that ever were: no other takes one
  readonly #inForce = new Set<string>();
  #signsAll: bigint | null = null; // since when nothing in his name is without a signature
  readonly #contests = new Map<string, Standing>(); // by the act

  add(event: wire.SignerEvent, recorded: bigint): void {
    switch (event.is) {
      case "keyAnnounced": // the newest says whether he signs everything
        this.#say(event.of.signsAll, recorded);
        if (!this.#known.has(event.of.id)) this.#inForce.add(event.of.id);
        this.#known.add(event.of.id);
        return;
      case "keyRevoked": // that everything must be signed stays
        this.#inForce.delete(event.of.id);
        return;
      case "contested": // a later one of the same act takes its place
        this.#contests.set(nameOf(event.of.act), "open");
        return;
      case "contestAnswered":
        this.#answer(nameOf(event.of.act), event.of.upheld);
        return;
    }
  }

  #answer(act: string, upheld: boolean): void {
    if (this.#contests.has(act)) this.#contests.set(act, upheld ? "upheld" : "dismissed");
  }

  // A key that signs for itself frees nobody's hand: the others may have been taken.
  #say(signsAll: boolean, recorded: bigint): void {
    if (signsAll) this.#signsAll ??= recorded;
    else if (this.hasAnyKey()) this.#signsAll = null;
  }

  // How many acts he contests.
  get contests(): number {
    return this.#contests.size;
  }

  // Null where he does not contest the act.
  contestOf(act: wire.ActName): Standing | null {
    return this.#contests.get(nameOf(act)) ?? null;
  }

  hasKey(id: string): boolean {
    return this.#inForce.has(id);
  }

  hasAnyKey(): boolean {
    return this.#inForce.size > 0;
  }

  // Not what is brought in from an older system, and happened before he said so.
  mustSign(effective: bigint, isMigrated: boolean): boolean {
    return this.#signsAll !== null && !(isMigrated && effective < this.#signsAll);
  }
}

// A CloudEvent's name as one text; both of its parts may hold any character.
function nameOf({ source, id }: wire.ActName): string {
  return JSON.stringify([source, id]);
}
