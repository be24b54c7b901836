#pragma once
// How we know that a person did what is recorded in his name: his signature over the act as he
// submitted it, or nothing but the operator's word (docs/acts.md).

#include "ledger/act.h"
#include "ledger/rules/signer.h"

namespace ledger {

// The key that `act` is signed with by its actor, whose keys are in `signer`; empty when it is not
// signed. `recorded` is when it happened, where the act does not say. R-AUTH: the signature is none
// of his, or there is none and he signs everything. R-SHAPE: it announces what is no key.
[[nodiscard]] OrRejection<KeyId> attest(
    const signer::State& signer, const Act& act, Instant recorded
);

// Whether an act must be signed by him whose keys are in `signer`. What is brought in from an older
// system, and happened before he said so, need not; but nothing is brought in about his keys.
[[nodiscard]] bool must_be_signed(
    const signer::State& signer, const Event& event, Instant effective, bool migrated
);

// Whether `record` gives nobody a key but him who says so: a key is announced by the person
// himself, in his own name, and signed.
[[nodiscard]] bool gives_nobody_a_key(const Record& record);

// Whether `record`, the first of its act, says what was signed, which was read as `signed_act`.
[[nodiscard]] bool says_what_was_signed(const Record& record, const Act& signed_act);

}  // namespace ledger
