#include "ledger/rules/scorable.h"

#include "ledger/rules/evaluation.h"
#include "ledger/rules/indicator_content.h"
#include "ledger/rules/plan_content.h"
#include "ledger/rules/reported_value.h"

#include <cstddef>

namespace ledger {
namespace {

using Check = std::optional<Rejection>;

Check check_plan(const plan::State& plan) {
    if (auto no = plan::check_span(plan.year, plan.first_month, plan.last_month)) return no;
    for (const plan::Revision& revision : plan.revisions) {
        const std::size_t months = plan.last_month - plan.first_month + 1;
        if (auto no = plan::check_content(revision.content, months)) return no;
    }
    return std::nullopt;
}

// An amendment may have made another indicator of the one that a value was reported on; then the
// value counts as missing.
Check check_report(const report::State& report) {
    for (const report::Reported& line : report.reported) {
        if (auto no = report::check_value_of_any(line.value, "value")) return no;
    }
    return std::nullopt;
}

Check check_indicator(const indicator::State& state) {
    if (auto no = indicator::check_definition(state.definition)) return no;
    for (const indicator::Aim& aim : state.targets) {
        if (auto no = indicator::check_target(state.definition, aim.period, aim.target)) return no;
    }
    for (const indicator::Realised& realised : state.values) {
        if (auto no = indicator::check_value(state.definition, realised.value, "value")) return no;
    }
    return std::nullopt;
}

}  // namespace

std::optional<Rejection> check_scorable(
    const States& states, const PlanId& plan, const Period& period
) {
    if (auto no = check_plan(states.get<plan::Kind>(stream_of(plan)))) return no;
    const score::Sheet sheet = evaluation::sheet_of(states, plan);
    for (const report::State& report : sheet.reports) {
        if (auto no = check_report(report)) return no;
    }
    return policy::check_parameters(
        evaluation::policy_for(states, sheet.plan.agency, period).parameters
    );
}

std::optional<Rejection> check_scorable(
    unit_score::Indicators basis, const policy::Parameters& policy
) {
    for (const auto& [id, state] : basis) {
        if (auto no = check_indicator(*state)) return no;
    }
    return policy::check_parameters(policy);
}

}  // namespace ledger
