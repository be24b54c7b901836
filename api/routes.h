#pragma once
// The table of routes: what the server answers, and by which handler. The OpenAPI document is held
// to it by a test.

#include "api/router.h"
#include "api/service.h"

#include <vector>

namespace api {

// `service` must outlive the routes.
[[nodiscard]] std::vector<Route> routes(Service& service);

}  // namespace api
