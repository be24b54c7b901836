#pragma once
// How a plan hangs in the cascade: every main result serves a result or an indicator above it, and
// no plan takes more of one than there is (domain.md 2.1).
//
// Each check answers with the first thing that is wrong, or with nothing. Fields are paths from the
// event: "content.results[2].parents[0].plan".

#include "ledger/rules/plan.h"
#include "ledger/rules/stream.h"

#include <cstdint>
#include <optional>

namespace ledger::plan {

// Where a plan's content stands in the cascade: that of a whole plan, or of an amendment.
struct Place {
    PlanId plan;
    AgencyId agency;
    std::uint32_t year = 0;
    std::uint32_t from_month = 1;  // from which the content holds; parents are asked as of it
    std::uint32_t last_month = 12;
};

// R-STATE: a parent that was never defined or drafted. R-CASCADE: a main result without a parent, a
// parent that is retired, of another agency or year or without the named result, a result that
// serves itself by way of others in any of the months, or DIRECT shares of an additive indicator
// that come to more than the parent's target. Shares are compared where the unit of measure is the
// same.
//
// Only the shares of this one plan are added up. Several plans may take a DIRECT share of one
// parent, and what all of them come to, more or less than its target, is not held here: plans come
// one after another, and allocating a parent among them (matriks peran hasil, domain.md 12.4) is an
// act of the leader, which this ledger does not have yet. Indicators do know all their shares: see
// indicator::ShareTaken.
[[nodiscard]] std::optional<Rejection> check_cascade(
    const Content& content, const Place& place, const States& states
);

// R-CASCADE: a parent plan that is not established (domain.md 2.1: parent before child).
[[nodiscard]] std::optional<Rejection> check_parents_established(
    const Content& content, const States& states
);

}  // namespace ledger::plan
