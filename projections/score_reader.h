#pragma once
// Scores as readers ask for them: of a plan or a person, now or as of a past position, with their
// history. From the rows where it is about now; from the records, folded by the same rules, where
// it is about the past.

#include "ledger/ledger.h"
#include "ledger/rules/evaluation.h"
#include "ledger/rules/explanation.h"
#include "ledger/rules/score.h"
#include "projections/scores.h"

#include <optional>
#include <vector>

namespace projections {

// "What did we believe then?": the first `size` events, on the day `today`.
struct AsOf {
    ledger::Position size{};
    ledger::Date today{};
};

struct PlanScore {
    ledger::PlanId plan;
    ledger::PersonId subject;
    ledger::AgencyId agency;
    ledger::UnitId unit;
    AsOf as_of;
    std::uint32_t months = 0;  // of the period that the plan covers
    ledger::score::Score score;
    ledger::policy::Version policy;
    std::optional<ledger::evaluation::State> evaluation;  // of the period, once there is one
};

// A score of a person for a year in which he had more than one plan, or just one: the parts
// weighted by their months (domain.md 2.5).
struct PersonScore {
    ledger::PersonId person;
    ledger::Period period;
    AsOf as_of;  // of all parts
    std::optional<ledger::Rational> exact;
    std::optional<ledger::Decimal> rounded;
    std::vector<PlanScore> parts;
};

// An event after which a score, or what was decided on it, was another one.
struct Change {
    ledger::Position position{};
    ledger::Instant recorded{};
    ledger::Instant effective{};
    std::string type;  // of the event: "report.submitted"
    ledger::StreamId stream;
    ledger::PersonId actor;
    std::optional<ledger::Rational> exact;
    std::optional<ledger::Decimal> rounded;
    std::optional<ledger::Level> level;
    std::optional<ledger::evaluation::Result> decided;  // in force after it
};

// The plan's score as `states` have it; nothing when there is no such plan there. Pure. Not to be
// believed when the states have failed.
[[nodiscard]] std::optional<PlanScore> score_in(
    const ledger::States& states,
    const ledger::PlanId& plan,
    const ledger::Period& period,
    const AsOf& as_of,
    ledger::score::Detail detail
);

// The graph of a score that was computed with Detail::steps.
[[nodiscard]] ledger::explanation::Graph graph_of(const PlanScore& view);

class ScoreReader {
public:
    // Both must outlive it. Any thread.
    ScoreReader(const ledger::Ledger& ledger, const ledger::RowStore& scores)
        : ledger_(ledger), scores_(scores) {}

    // Nothing when there is no such plan (yet). Without `as_of`: as the rows stand, on `today`.
    [[nodiscard]] ledger::OrFault<std::optional<PlanScore>> plan_score(
        const ledger::PlanId& plan,
        const ledger::Period& period,
        ledger::Date today,
        std::optional<AsOf> as_of,
        ledger::score::Detail detail
    ) const;

    // Nothing when the person has no plan that covers a month of the period.
    [[nodiscard]] ledger::OrFault<std::optional<PersonScore>> person_score(
        const ledger::PersonId& person,
        const ledger::Period& period,
        ledger::Date today,
        std::optional<AsOf> as_of,
        ledger::score::Detail detail
    ) const;

    // Every change of the plan's score for that period among the first `size` events, the oldest
    // first. Empty when there is no such plan (yet). A deadline that passes is no event: its effect
    // shows with the next one.
    [[nodiscard]] ledger::OrFault<std::vector<Change>> history(
        const ledger::PlanId& plan, const ledger::Period& period, ledger::Position size
    ) const;

private:
    // From the rows, if they are still at as_of.size; else from the records.
    [[nodiscard]] ledger::OrFault<std::optional<PlanScore>> now(
        const ledger::PlanId& plan,
        const ledger::Period& period,
        const AsOf& as_of,
        ledger::score::Detail detail
    ) const;
    [[nodiscard]] ledger::OrFault<std::optional<PlanScore>> then(
        const ledger::PlanId& plan,
        const ledger::Period& period,
        const AsOf& as_of,
        ledger::score::Detail detail
    ) const;

    const ledger::Ledger& ledger_;
    const ledger::RowStore& scores_;
};

}  // namespace projections
