#pragma once
// The score of a plan for a month, a quarter or its year, computed from raw numbers by named
// formulas, with everything that went into it, so that it can be shown and checked step by step.
//
// Exact: rationals throughout; nothing is rounded but what a threshold compares
// (domain.md 2.5, 3.5). Quarters and years consolidate raw numerators and denominators, never
// monthly scores.
//
// For each indicator, the months of the period count that have a report with its value, or whose
// deadline has passed without one; a month is left out where the indicator was not in the plan yet
// or its target is 0 (more is better). Its value consolidates the reported months and is held
// against their target; floored and capped, the achievement then counts for reported / counted
// months, below any floor. Only a sum of which more is better is held against the target of all
// counted months instead: the missing ones add nothing to it, which is their 0. For all other sums
// adding nothing could be a gain.
//
// The target of a period: a sum adds the months' targets, each of the revision that was in force in
// it: of its trajectory, or without one the month's share of its target. So an amended target holds
// from its month only (domain.md 12.4). Others take the last of the months' trajectory, or the
// target. Weights, other targets and stages are those of the revision in force in the period's last
// month.
//
// A milestone's achievement is the weight of the stages verified from the plan's first month to the
// end of the period: named in a report that the rater has acknowledged. A period in which nothing
// but ratios with denominator 0 was reported has no observation; with a month missing as well it is
// missing, so that leaving out a report gains nothing.

#include "ledger/rules/plan.h"
#include "ledger/rules/policy.h"
#include "ledger/rules/rating.h"
#include "ledger/rules/rational.h"
#include "ledger/rules/report.h"
#include "ledger/rules/trace.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ledger::score {

// Why an indicator counts in a period, or does not.
enum class Due : std::uint8_t {
    due,             // it counts, perhaps with some months missing
    no_target,       // its target is 0 there, or it is qualitative: weight redistributed
    no_observation,  // a ratio with denominator 0: weight redistributed, or 100 by policy
    missing,         // nothing reported by the deadline: it counts 0
    not_yet,         // nothing reported, and the deadline has not passed
};
constexpr auto names(Due) {
    return std::to_array<std::string_view>({"due", "noTarget", "noObservation", "missing", "notYet"}
    );
}

struct Line {
    PlanIndicatorId indicator;
    std::uint32_t weight = 0;
    Due due = Due::due;
    std::uint32_t months_counted = 0;  // reported, or missing
    std::uint32_t months_reported = 0;
    std::optional<Rational> realised;  // consolidated
    std::optional<Rational> target;    // of the period; a range has `low` and `high` instead
    std::optional<Rational> target_low;
    std::optional<Rational> target_high;
    std::optional<Rational> achievement;   // percent, floored and capped; set when it counts
    std::optional<Rational> contribution;  // weight * achievement / weights that count
    std::vector<Position> events;          // the reports that its values stand in
};

struct Score {
    Period period;
    std::optional<Rational> exact;   // nothing is NO_SCORE: nothing was due
    std::optional<Decimal> rounded;  // at the policy's threshold scale
    std::optional<Level> level;
    std::vector<Line> lines;            // in the plan's order
    std::vector<Step> steps;            // empty unless asked for; the last one gives `exact`
    std::vector<std::string> formulas;  // names and versions that were used, sorted
};

// Everything that a plan's scores depend on, in one value: what the projection keeps in a row.
struct Sheet {
    plan::State plan;
    // The reports, by month from 1; those that were never submitted have Progress::none.
    std::array<report::State, 12> reports;
    Zone zone = Zone::wib;  // of the plan's unit: it says in which month the plan was closed
};

// The score of `sheet` for `period` as it stands on `today`: a report that is neither there nor
// late yet is not counted; a late one counts 0 for its month (domain.md 2.3). A returned report is
// not there. A period is cut to the months that the plan covers (plan::months_in); one outside of
// them has no lines and no score.
[[nodiscard]] Score compute(
    const Sheet& sheet,
    const Period& period,
    const policy::Parameters& policy,
    Date today,
    Detail detail = Detail::result
);

// The last day on which a report of `month`, 1 to 12, is in time: the policy's day of the month
// after it, or that month's last day where it is shorter.
[[nodiscard]] Date report_due(int year, int month, const policy::Parameters& policy);

// Mid-year change of post: the parts' scores weighted by their months (domain.md 2.5, V10). Asserts
// that the parts have months. Works by combine.months/1.
struct Part {
    Rational score;
    std::uint32_t months = 0;
};
[[nodiscard]] Rational month_weighted(std::span<const Part> parts);

}  // namespace ledger::score
