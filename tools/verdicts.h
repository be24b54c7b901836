#pragma once
// Whether indicators met their targets, counted by agency; and what the indicators that are made of
// others come to. What `import` prints once a data set is in. Pure, and exact: a verdict is the
// achievement of the published formulas (ledger/rules/unit_score.h), before the cap, compared with
// 100 as a fraction.

#include "api/language.h"
#include "ledger/rules/indicator.h"
#include "ledger/rules/policy.h"
#include "ledger/rules/rational.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tools {

// An indicator and what is recorded of it.
struct Known {
    ledger::IndicatorId id;
    ledger::indicator::State state;
};

enum class Verdict : std::uint8_t {
    met,
    missed,
    no_target,  // nothing to hold it against, whether it has a value or not
    no_value,   // a target, but nothing realised
};
constexpr auto names(Verdict) {
    return std::to_array<std::string_view>({"met", "missed", "noTarget", "noValue"});
}

// Of one indicator for one period: its target of that very period against its value of it, in the
// series without a name.
[[nodiscard]] Verdict verdict_of(
    const Known& indicator, const ledger::Period& period, const ledger::policy::Parameters& policy
);

// How many indicators have each verdict, in the order of Verdict.
using Verdicts = std::array<std::size_t, 4>;

struct AgencyVerdicts {
    ledger::AgencyId agency;
    Verdicts all{};
    Verdicts critical{};
    friend bool operator==(const AgencyVerdicts&, const AgencyVerdicts&) = default;
};

// A line for each agency that has indicators which are measured, in the order of their ids.
[[nodiscard]] std::vector<AgencyVerdicts> verdicts_by_agency(
    std::span<const Known> indicators,
    const ledger::Period& period,
    const ledger::policy::Parameters& policy
);

// The same as a table with a line of totals.
[[nodiscard]] std::string table(std::span<const AgencyVerdicts> lines, api::Language language);

}  // namespace tools
