#pragma once
// What the indicators of units and agencies come to: for one indicator and period its value,
// target, achievement and verdict; for a unit the weighted score of its own indicators. Exact, and
// by the same formulas as people's scores, so it can be shown step by step in the same way
// (domain.md 2.1, 2.2, 2.3, 2.5).
//
// A measured indicator has the value recorded for the period; where there is none, that of the
// period's parts: a year has quarters, and where a quarter has no value its months. A composite one
// has what its children come to in the period, and no value of its own. A milestone has the weight
// of the stages that were verified in its year up to the end of the period.
//
// The target is the one set for the period; where there is none, a sum takes its parts' targets
// together, if all have one, and others take that of the last part. A year's target says nothing of
// its quarters.
//
// No report of an organisation is late: what has no value does not count, and its weight is
// redistributed.

#include "ledger/rules/indicator.h"
#include "ledger/rules/policy.h"
#include "ledger/rules/rational.h"
#include "ledger/rules/time.h"
#include "ledger/rules/trace.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ledger::unit_score {

// Every indicator that may matter: those asked about, and all below them. None is there twice.
using Indicators = std::span<const std::pair<IndicatorId, const indicator::State*>>;

enum class Verdict : std::uint8_t {
    met,  // at least the target, at most it, inside the band, all stages: by polarity
    missed,
    no_target,  // there is a value, and nothing to hold it against
    no_value,   // nothing recorded, nothing to observe, or nothing in numbers
};
constexpr auto names(Verdict) {
    return std::to_array<std::string_view>({"met", "missed", "noTarget", "noValue"});
}

struct Reading {
    IndicatorId indicator;
    Period period;
    std::string series;
    Verdict verdict = Verdict::no_value;
    std::optional<Rational> value;
    std::optional<Rational> target;  // a range has `low` and `high` instead
    std::optional<Rational> target_low;
    std::optional<Rational> target_high;
    std::optional<Rational> achievement;  // percent, floored and capped
    bool provisional = false;             // it stands on an estimate
    bool complete = false;                // no part of the period, and no child, is without a value
    std::vector<Position> events;         // that the value stands in
    std::vector<score::Step> steps;       // empty unless asked for
    std::vector<std::string> formulas;    // names and versions that were used, sorted
};

// What `indicator` comes to in `period`. An indicator that is not among `all`, or was never
// defined, has no value.
[[nodiscard]] Reading read(
    Indicators all,
    const IndicatorId& indicator,
    const Period& period,
    std::string_view series,
    const policy::Parameters& policy,
    score::Detail detail = score::Detail::result
);

// How many indicators have each verdict, in the order of Verdict.
using Counts = std::array<std::size_t, names(Verdict{}).size()>;

struct Judged {
    const indicator::State* state;
    Reading reading;
};

struct Verdicts {
    std::vector<Judged> indicators;  // in the order of those given
    Counts all{};
    Counts critical{};  // of those that are critical
};

// The verdicts on the indicators of an agency, its units' among them; but for those that were
// retired and have no value in the period: they were no longer asked for.
[[nodiscard]] Verdicts verdicts(
    Indicators all,
    const AgencyId& agency,
    const Period& period,
    std::string_view series,
    const policy::Parameters& policy
);

// How many indicators may stand one above the other where a score is to be checked by others.
inline constexpr std::size_t levels_max = 256;

// Those on which the score of `unit` rests, whose targets and values matter: the unit's own, and
// what each that is rolled up is made of, down to the last. (Of the others it matters only where
// they hang.) In the order given; nothing where they stand deeper than levels_max, or in a circle.
[[nodiscard]] std::optional<std::vector<IndicatorId>> basis(
    Indicators all, const AgencyId& agency, const UnitId& unit
);

struct Line {
    Reading reading;  // its steps and formulas are those of the score
    Decimal weight;
    std::optional<Rational> contribution;  // weight * achievement / weights that count
};

struct Score {
    Period period;
    std::optional<Rational> exact;   // nothing where no indicator has an achievement
    std::optional<Decimal> rounded;  // at the policy's threshold scale
    std::vector<Line> lines;         // in the order of the indicators given
    std::vector<score::Step> steps;  // empty unless asked for; the last one gives `exact`
    std::vector<std::string> formulas;
};

// The score of `unit` for `period`; of the agency itself where `unit` is empty. It counts the
// indicators of the unit, but for those that it has through a composite of its own, and those that
// were retired and have no value in the period. The empty series counts.
[[nodiscard]] Score compute(
    Indicators all,
    const AgencyId& agency,
    const UnitId& unit,
    const Period& period,
    const policy::Parameters& policy,
    score::Detail detail = score::Detail::result
);

}  // namespace ledger::unit_score
