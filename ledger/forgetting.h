#pragma once
// Forgetting a person: says so in the log, and destroys the key that his words are closed under
// (docs/forgetting.md). In this order, so that whoever opens the ledger after an interruption knows
// what is still to be done, and does it; so does a backup of the keys that still has him.

#include "ledger/ledger.h"
#include "ledger/rules/error.h"
#include "ledger/rules/ids.h"

namespace ledger {

struct Forgetting {
    Position position{};     // of the record that says so
    bool already = false;    // it was recorded before
    bool destroyed = false;  // a key was there, and is gone now
};

// What was done once it is on disk; or why the rules forbid it, after which nothing has changed.
// After a Fault it may be recorded, and the key is destroyed at the next opening at the latest.
[[nodiscard]] OrFault<OrRejection<Forgetting>> forget(Ledger& ledger, const PersonId& person);

}  // namespace ledger
