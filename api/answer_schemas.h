#pragma once
// JSON Schemas of what the operations answer, for the OpenAPI document. A test holds real answers
// to them.

#include "api/json_out.h"

namespace api {

// Into the object `schemas` of components, which is open.
void write_answer_schemas(JsonOut& out);

}  // namespace api
