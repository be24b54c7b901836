#pragma once
// Whether indicators met their targets, counted by agency; and what the indicators at the top of a
// roll-up come to. Pure and exact: the readings are those of ledger/rules/unit_score.h.

#include "api/language.h"
#include "ledger/rules/unit_score.h"

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace tools {

// How many indicators have each verdict, in the order of unit_score::Verdict.
using Verdicts = std::array<std::size_t, 4>;

struct AgencyVerdicts {
    ledger::AgencyId agency;
    Verdicts all{};
    Verdicts critical{};
    friend bool operator==(const AgencyVerdicts&, const AgencyVerdicts&) = default;
};

// A line for each agency that has indicators, in the order of their ids. Values of the series
// without a name count. An indicator that was retired and has no value in the period does not.
[[nodiscard]] std::vector<AgencyVerdicts> verdicts_by_agency(
    ledger::unit_score::Indicators all,
    const ledger::Period& period,
    const ledger::policy::Parameters& policy
);

// What each indicator that is made of others, and is part of none, comes to.
[[nodiscard]] std::vector<ledger::unit_score::Reading> indices(
    ledger::unit_score::Indicators all,
    const ledger::Period& period,
    std::string_view series,
    const ledger::policy::Parameters& policy
);

// Tables for a person. The first has a line of totals; the second gives values as exact fractions
// and rounded to 4 digits.
[[nodiscard]] std::string table(std::span<const AgencyVerdicts> lines, api::Language language);
[[nodiscard]] std::string table(
    std::span<const ledger::unit_score::Reading> readings, api::Language language
);

}  // namespace tools
