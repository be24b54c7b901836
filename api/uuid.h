#pragma once
// UUID version 7 (RFC 9562): names that sort by when they were made.

#include "ledger/entropy.h"
#include "ledger/rules/time.h"

#include <string>

namespace api {

// Milliseconds of `now`, and 74 random bits.
[[nodiscard]] std::string make_uuid_v7(ledger::Instant now, ledger::Entropy& entropy);

}  // namespace api
