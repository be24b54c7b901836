#pragma once
// What people of the demonstration promise for the year (SKP), by profession, and how each plan
// goes from its draft to the established plan.

#include "ledger/rules/plan.h"
#include "tools/demo_agenda.h"
#include "tools/demo_cast.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace tools::demonstration {

// One result with its one indicator.
struct Promise {
    std::string_view result;
    std::string_view parent;  // the code of the unit's indicator that it serves; empty: additional
    std::string_view text;
    std::string_view measure;
    ledger::plan::Aspect aspect = ledger::plan::Aspect::quantity;
    ledger::Polarity polarity = ledger::Polarity::max;
    ledger::Consolidation consolidation = ledger::Consolidation::last;
    std::uint32_t weight = 0;
    int target = 0;  // of a sum: of one month; of a band: its low end
    int high = 0;    // of a band
    ledger::plan::Edge edge = ledger::plan::Edge::contributes;
};

// Asserts that the profession is not none.
[[nodiscard]] std::span<const Promise> promises(Profession profession);

// The stages of every milestone, and the month in which each is reached when all goes well.
struct StagePlan {
    std::string_view id;
    std::string_view text;
    unsigned month;
};
[[nodiscard]] std::span<const StagePlan> stages();

[[nodiscard]] ledger::PlanIndicatorId indicator_id(std::size_t index);  // "I1" for 0
[[nodiscard]] ledger::ResultId result_id(std::size_t index);            // "R1" for 0

// The plan as it is drafted: its content follows from the profession and the unit.
[[nodiscard]] ledger::plan::Drafted drafted(
    const Cast& cast, const Person& person, const Plan& plan
);

// When `plan` is established: reports start then.
[[nodiscard]] ledger::Instant established(
    const Cast& cast, std::string_view seed, const Person& person, const Plan& plan
);

// All plans but A's.
void plan_plans(const Cast& cast, std::string_view seed, Agenda& agenda);

}  // namespace tools::demonstration
