#pragma once
// Whether two events say the same: what tells a retry from another act under its name
// (standards.md, "Idempotency").

#include "ledger/rules/event.h"

namespace ledger {

// Whether `asked` says what was recorded, or asked for before, as `recorded`. Closed words that are
// only white space are none, as in a record. Those that `recorded` no longer has at hand, for their
// person's key is gone, are not compared: any words are taken for the same.
[[nodiscard]] bool same_facts(const Event& asked, const Event& recorded);

}  // namespace ledger
