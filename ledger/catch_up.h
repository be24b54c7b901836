#pragma once
// Brings an index up to its log: after a crash, and for an index that is made anew.

#include "ledger/index.h"
#include "ledger/log.h"

#include <functional>

namespace ledger {

// Adds to `index` what `log` has and it has not. Fault::corrupt when it then holds another tree
// than the log. `progress` is told how many events are done, now and then; it may be empty.
[[nodiscard]] OrFault<void> catch_up(
    const Log& log, Index& index, const std::function<void(Position)>& progress
);

}  // namespace ledger
