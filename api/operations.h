#pragma once
// THE table of what can be asked: each operation with its path, its query and what it answers.
// routes.cc serves it, and refuses every query name that is not in it; openapi.cc describes it.

#include <cstdint>
#include <span>
#include <string_view>

namespace api {

struct QueryParameter {
    std::string_view name;
    std::string_view what;
};

struct Operation {
    // What it reads, and so what ?atLeast= waits for.
    enum class Reads : std::uint8_t {
        nothing,
        log,   // events as they are recorded
        rows,  // what the projections make of them
    };
    std::string_view method;  // in lower case, as OpenAPI has it
    std::string_view path;
    std::string_view name;  // the operationId, and the route's name
    std::string_view summary;
    std::span<const QueryParameter> query;
    std::string_view answer;  // a schema's name; empty where it is no JSON
    Reads reads = Reads::nothing;
    unsigned status = 200;
    std::string_view media = "application/json";  // of the answer; others than JSON have no schema
};

[[nodiscard]] std::span<const Operation> operations();

// Asserts that there is one of that name.
[[nodiscard]] const Operation& operation(std::string_view name);

}  // namespace api
