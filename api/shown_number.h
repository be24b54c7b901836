#pragma once
// How answers show an exact number: {"exact":"5/3","decimal":"1.6667","rounded":"1.67"}. `decimal`
// is for reading; `rounded`, where there is one, is what counts; thresholds are held against that.

#include "api/json_out.h"

#include <optional>
#include <string_view>

namespace api {

// null where there is no number.
void write_number(
    JsonOut& out,
    const std::optional<ledger::Rational>& exact,
    const std::optional<ledger::Decimal>& rounded = {}
);

// Not at all where there is none.
void member_number(
    JsonOut& out, std::string_view name, const std::optional<ledger::Rational>& number
);

}  // namespace api
