#pragma once
// Whether the facts of the acts in a receipt are those that the rules give them (docs/receipt.md,
// "What a checker does", 3): else somebody would seem to have done what was hung on his act.

#include "ledger/record.h"
#include "projections/receipt_lie.h"

#include <span>

namespace projections {

// `entries` are in the order of their positions; of those below `as_of`, the further facts of a
// decision must be there. Lie::not_performed: one that does not follow, or is not there. How much
// an indicator takes of its parent's target follows from what a receipt need not show; `jejak
// verify` looks into that.
[[nodiscard]] Verdict check_facts(std::span<const ledger::Entry> entries, ledger::Position as_of);

}  // namespace projections
