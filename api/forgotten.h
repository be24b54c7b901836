#pragma once
// The public register of the forgotten (docs/forgetting.md): that somebody was, when, and on which
// legal ground; not who.

#include "api/request.h"
#include "api/service.h"

namespace api {

// GET /v1/register/forgotten
[[nodiscard]] Response list_forgotten(Service& service, const Request& request);

}  // namespace api
