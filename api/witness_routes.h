#pragma once
// What a witness serves (C2SP tlog-witness): POST /add-checkpoint, and for people who want to know
// whom they trust, GET /key.

#include "api/router.h"
#include "ledger/witness.h"

#include <vector>

namespace api {

// `witness` must outlive them.
[[nodiscard]] std::vector<Route> witness_routes(ledger::Witness& witness);

}  // namespace api
