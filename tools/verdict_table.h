#pragma once
// Tables for a person: of whether indicators met their targets, counted by agency, and of what the
// indicators at the top of a roll-up come to.

#include "api/language.h"
#include "ledger/rules/unit_score.h"

#include <span>
#include <string>
#include <vector>

namespace tools {

using Verdicts = ledger::unit_score::Counts;

struct AgencyVerdicts {
    ledger::AgencyId agency;
    Verdicts all{};
    Verdicts critical{};
    friend bool operator==(const AgencyVerdicts&, const AgencyVerdicts&) = default;
};

// The first has a line of totals; the second gives values as exact fractions and rounded to 4
// digits.
[[nodiscard]] std::string table(std::span<const AgencyVerdicts> lines, api::Language language);
[[nodiscard]] std::string table(
    std::span<const ledger::unit_score::Reading> readings, api::Language language
);

}  // namespace tools
