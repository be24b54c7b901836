#pragma once
// What the definition of an indicator, its targets and its values may say (domain.md 2.2 to 2.5).
// Who may say it when is in indicator.h; how indicators hang together, in indicator_cascade.h.
//
// Each check answers with the first thing that is wrong, or with nothing.

#include "ledger/rules/indicator.h"

#include <cstddef>
#include <optional>
#include <string>

namespace ledger::indicator {

inline constexpr std::size_t text_bytes_max = 2'000;  // of a name, a goal, a basis, a reason

// R-SHAPE: no name, texts that are too long, a negative weight, a roll-up without numbers, a
// milestone whose stages do not total 100, or stages of anything else.
[[nodiscard]] std::optional<Rejection> check_definition(const Defined& act);

// R-SHAPE at "target": neither one value nor a range, or a target of what has no numbers.
// R-TARGET-SIGN: negative, and not declared `signed`. R-TARGET-ZERO: MAX with 0 for a whole year,
// unless it is signed and so measured on a band; a month or a quarter may be 0, and is not due then
// (domain.md 2.3).
[[nodiscard]] std::optional<Rejection> check_target(
    const Defined& definition, const Period& period, const Target& target
);

// R-SHAPE at `at` or below it: no number where there must be one, a ratio without denominator,
// unknown stages, something of nothing. R-TARGET-SIGN: negative, and not declared `signed`. A
// denominator of 0 is allowed, with a numerator of 0: nothing was observed.
[[nodiscard]] std::optional<Rejection> check_value(
    const Defined& definition, const Value& value, const std::string& at
);

}  // namespace ledger::indicator
