#pragma once
// What can be said of an act without knowing any state.

#include "ledger/act.h"
#include "ledger/rules/error.h"

namespace ledger {

// Refuses an act in a stream that cannot be, one of an event that is not for its stream, and one
// whose names, or what else stands beside its event, are missing or too long.
[[nodiscard]] OrRejection<void> check_shape(const Act& act);

}  // namespace ledger
