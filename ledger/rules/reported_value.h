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

// Whether `value` can be one of any indicator at all: what holds of every value that was ever let
// in, whatever an amendment has made of its indicator since.
[[nodiscard]] std::optional<Rejection> check_value_of_any(
    const Value& value, const std::string& at
);

}  // namespace ledger::report
