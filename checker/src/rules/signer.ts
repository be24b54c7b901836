// The keys that a person signs with, as the records of his stream "signer/…" give them
// (docs/acts.md; ledger/rules/signer.h).

import type * as wire from "../layout.js";

export class Signer {
  readonly #known = new Set<string>(); // ids of all keys that ever were: no other takes one
  readonly #inForce = new Set<string>();
  #signsAll: bigint | null = null; // since when nothing in his name is without a signature

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
      default: // a contest changes nothing
    }
  }

  // A key that signs for itself frees nobody's hand: the others may have been taken.
  #say(signsAll: boolean, recorded: bigint): void {
    if (signsAll) this.#signsAll ??= recorded;
    else if (this.hasAnyKey()) this.#signsAll = null;
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
