#pragma once
// Whether the ledger is well, and what it is.

#include "api/service.h"

namespace api {

// GET /healthz: 200 while everything works; 503, a problem document with the same members, when
// something does not: the writer has stopped or its clock has run backwards, or the projections
// have stopped. Cheap; for a supervisor.
[[nodiscard]] Response get_health(Service& service, const Request& request);

// GET /v1/ledger: origin, size, root, newest recorded time.
[[nodiscard]] Response get_ledger(Service& service, const Request& request);

// GET /v1/event-types: what can be recorded.
[[nodiscard]] Response list_event_types(Service& service, const Request& request);

}  // namespace api
