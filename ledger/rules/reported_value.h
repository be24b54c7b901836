#pragma once
// What can be reported on an indicator: a number where it is measured by numbers, numerator and
// denominator where it is a ratio, stages where it is a milestone, words where it is qualitative.

#include "ledger/rules/error.h"
#include "ledger/rules/plan.h"

#include <optional>
#include <string>

namespace ledger::report {

// Whether `value` can be one of `indicator`: R-SHAPE or R-TARGET-SIGN where it cannot, with fields
// that begin with `at` ("lines[2].value").
[[nodiscard]] std::optional<Rejection> check_value(
    const plan::Indicator& indicator, const Value& value, const std::string& at
);

}  // namespace ledger::report
