#pragma once
// GET /problems/{code}: what the `type` of a problem document leads to.

#include "api/service.h"

namespace api {

// The status and the title, in both languages; 404 for a code that no problem has.
[[nodiscard]] Response get_problem_type(Service& service, const Request& request);

}  // namespace api
