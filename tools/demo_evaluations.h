#pragma once
// The evaluations of the demonstration, quarter by quarter and of the year, decided on the proposal
// that the ledger gives at that moment; how they are delivered and accepted, and who objects.

#include "ledger/rules/evaluation.h"
#include "tools/demo_agenda.h"
#include "tools/demo_cast.h"
#include "tools/demo_reports.h"

#include <string>
#include <string_view>
#include <vector>

namespace tools::demonstration {

// What a rater thinks himself, besides what he is shown.
struct Judgement {
    ledger::Level behaviour = ledger::Level::meets;
    ledger::Decimal behaviour_score{100};
    bool is_generous = false;  // lets work below expectations pass, with a reason
    bool is_strict = false;    // finds that work above them only meets them, with a reason
    bool innovation = false;
    std::string recommendation;
};

// Whose evaluation it is, of which period, and when something is done about it.
struct Occasion {
    const Person& person;
    ledger::PlanId plan;
    ledger::Period period;
    ledger::Instant when{};
};

// The rater decides.
[[nodiscard]] Look decision(const Cast& cast, const Occasion& occasion, Judgement judgement);

// The rater's superior decides on an objection: he puts values right and gives a result; without a
// result the objection is rejected.
[[nodiscard]] Look objection_decision(
    const Cast& cast,
    const Occasion& occasion,
    ledger::evaluation::Outcome outcome,
    std::vector<ledger::evaluation::Correction> corrections,
    std::optional<ledger::evaluation::Result> result,
    std::string reason
);

// All evaluations but A's.
void plan_evaluations(
    const Cast& cast, std::string_view seed, const Settled& settled, Agenda& agenda
);

}  // namespace tools::demonstration
