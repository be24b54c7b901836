#pragma once
// Whether the facts of a plan, or of indicators, can be scored at all. decide() lets no others in,
// and folds and formulas rely on it; whoever folds the records of a stranger, as a receipt's are,
// asks first.

#include "ledger/rules/error.h"
#include "ledger/rules/stream.h"
#include "ledger/rules/unit_score.h"

#include <optional>

namespace ledger {

// Why the score of `plan`, which must have been drafted, cannot be computed for `period` from
// `states`: its span or content, a reported value, or the policy in force is none that decide()
// would have let in, with its words for it. Nothing: it can.
[[nodiscard]] std::optional<Rejection> check_scorable(
    const States& states, const PlanId& plan, const Period& period
);

// The same of the score of a unit that rests on `basis` (unit_score.h), by `policy`.
[[nodiscard]] std::optional<Rejection> check_scorable(
    unit_score::Indicators basis, const policy::Parameters& policy
);

}  // namespace ledger
