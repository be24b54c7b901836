#pragma once
// How a plan hangs in the cascade: every main result serves a result or an indicator above it, and
// what is handed down is not more than there is (domain.md 2.1).
//
// Each check answers with the first thing that is wrong, or with nothing. Fields are paths from the
// event: "content.results[2].parents[0].plan".

#include "ledger/rules/plan.h"
#include "ledger/rules/stream.h"

#include <cstdint>
#include <optional>

namespace ledger::plan {

// Where a plan stands in the cascade.
struct Place {
    PlanId plan;
    std::uint32_t year = 0;
    std::uint32_t first_month = 1;
};

// R-STATE: a parent that was never defined or drafted. R-CASCADE: a main result without a parent, a
// parent that is retired, of another year or without the named result, a result that serves itself
// by way of others, or DIRECT shares of an additive indicator that come to more than the parent's
// target. Shares are compared where the unit of measure is the same. That all shares together reach
// the parent's target cannot be seen from one plan: the cascade's projection shows it.
[[nodiscard]] std::optional<Rejection> check_cascade(
    const Content& content, const Place& place, const States& states
);

// R-CASCADE: a parent plan that is not established (domain.md 2.1: parent before child).
[[nodiscard]] std::optional<Rejection> check_parents_established(
    const Content& content, const States& states
);

}  // namespace ledger::plan
