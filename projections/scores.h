#pragma once
// What the scores of people are computed from: for each plan its content and its reports, its
// evaluations, and whose plans there are. A score itself is computed when it is asked for, by
// ledger/rules/score.h, so that it is never stale.

#include "ledger/rules/evaluation.h"
#include "ledger/rules/plan.h"
#include "ledger/rules/report.h"
#include "ledger/rules/score.h"
#include "projections/projection.h"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace projections {

// The part of a year that one of a person's plans covers.
struct PlanSpan {
    ledger::PlanId plan;
    ledger::AgencyId agency;
    ledger::UnitId unit;
    std::uint32_t year = 0;
    std::uint32_t first_month = 1;
    std::uint32_t last_month = 12;

    static constexpr std::tuple fields{
        ledger::field("plan", &PlanSpan::plan),
        ledger::field("agency", &PlanSpan::agency),
        ledger::field("unit", &PlanSpan::unit),
        ledger::field("year", &PlanSpan::year),
        ledger::field("firstMonth", &PlanSpan::first_month),
        ledger::field("lastMonth", &PlanSpan::last_month),
    };
    friend bool operator==(const PlanSpan&, const PlanSpan&) = default;
};

// One evaluation of a plan, as it stands.
struct Evaluated {
    ledger::Period period;
    ledger::evaluation::State state;

    static constexpr std::tuple fields{
        ledger::field("period", &Evaluated::period), ledger::field("state", &Evaluated::state)
    };
    friend bool operator==(const Evaluated&, const Evaluated&) = default;
};

// What the rows have of one plan.
struct PlanRows {
    bool is_there = false;       // there is such a plan
    ledger::score::Sheet sheet;  // with the zone left as it is by default
    std::vector<Evaluated> evaluations;
};

class Scores final : public Projection {
public:
    [[nodiscard]] std::string_view name() const override { return "scores"; }
    [[nodiscard]] std::uint32_t version() const override { return 1; }
    [[nodiscard]] std::string form() const override;
    [[nodiscard]] std::optional<std::string_view> partition(std::string_view stream) const override;
    void apply(const ledger::Happened& happened, Rows& rows) const override;

    // Reading its rows. Any thread.

    // Of one plan, shared with others who read it; all as they were at one position.
    [[nodiscard]] static ledger::OrFault<std::shared_ptr<const PlanRows>> plan(
        const ledger::RowStore& store, const ledger::PlanId& plan
    );
    // In the order of their names; at most 1,000.
    [[nodiscard]] static ledger::OrFault<std::vector<PlanSpan>> plans_of(
        const ledger::RowStore& store, const ledger::PersonId& person
    );
};

}  // namespace projections
