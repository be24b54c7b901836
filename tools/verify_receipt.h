#pragma once
// Checks a receipt, with a key and without any ledger.

#include "tools/verbs.h"

namespace tools {

[[nodiscard]] int verify_receipt(const VerifyOptions& options, const Manner& manner);

}  // namespace tools
