#pragma once
// Whether schemas/event.capnp says of every event what its struct says (rules/fields.h).

#include <string>
#include <vector>

namespace ledger {

// What differs between the structs and the schema, a line each; empty when nothing does. A test
// asks, so that a field that was forgotten on one side cannot go unnoticed.
[[nodiscard]] std::vector<std::string> check_schema();

}  // namespace ledger
