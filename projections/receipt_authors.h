#pragma once
// Who did what a receipt's records say, as far as keys tell (docs/receipt.md, "What a checker
// does", 6; docs/acts.md). The signatures themselves are not in a receipt; which key made them is.

#include "ledger/record.h"
#include "projections/receipt_check.h"

#include <cstddef>
#include <expected>
#include <set>
#include <span>
#include <vector>

namespace projections {

// Of the records that are about one person.
struct Authors {
    std::set<ledger::PersonId> people;  // in whose names they are; a forged one may be no name
    std::size_t signed_acts = 0;
    std::size_t unsigned_acts = 0;
    std::vector<ContestedAct> contested;  // of those acts, in their order
};

// The authors of those of `entries`, in the order of their positions, that are about `subject`. The
// keys are those that are announced among `entries`. Lie::not_performed: somebody did not do what
// is recorded in his name, or has a key that he did not announce.
[[nodiscard]] std::expected<Authors, Caught> authors_of(
    std::span<const ledger::Entry> entries, const ledger::PersonId& subject
);

}  // namespace projections
