#pragma once
// Whether the ledger is well, and what it is.

#include "api/service.h"

namespace api {

// GET /healthz: 200 while everything works, 503 with what does not. Cheap; for a supervisor.
[[nodiscard]] Response get_health(Service& service, const Request& request);

// GET /v1/ledger: origin, size, root, newest recorded time.
[[nodiscard]] Response get_ledger(Service& service, const Request& request);

// GET /v1/event-types: what can be recorded.
[[nodiscard]] Response list_event_types(Service& service, const Request& request);

}  // namespace api
