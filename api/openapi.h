#pragma once
// GET /openapi.json: every route, every event that can be recorded and every problem that can be
// answered, as OpenAPI 3.1. The schemas of events come from the structs themselves; a test holds
// the rest to the router.

#include "api/service.h"

#include <string>

namespace api {

[[nodiscard]] Response get_openapi(Service& service, const Request& request);

// The document itself.
[[nodiscard]] std::string openapi_document();

}  // namespace api
