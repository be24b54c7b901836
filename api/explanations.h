#pragma once
// GET /v1/plans/{plan}/scores/{period}/explanation: a score down to its events and rules, as a
// graph. Each node names its formula and version, its exact inputs and where each of them comes
// from, its exact and rounded value, its policy, and says in a sentence in both languages what was
// done.

#include "api/json_out.h"
#include "api/service.h"
#include "ledger/rules/explanation.h"

#include <boost/asio/awaitable.hpp>

namespace api {

[[nodiscard]] Response get_explanation(Service& service, const Request& request);

// The nodes, as a JSON array.
void write_graph(JsonOut& out, const ledger::explanation::Graph& graph);

}  // namespace api
