#pragma once
// How witnesses are reached: over HTTP or HTTPS, with libcurl.

#include "ledger/cosigning.h"

namespace tools {

// POST <url>/add-checkpoint. A witness that does not answer within some seconds is given up. No
// redirects; of its answer some kilobytes at most.
[[nodiscard]] ledger::AskWitness witness_link();

}  // namespace tools
