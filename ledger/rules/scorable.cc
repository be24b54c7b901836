#include "ledger/rules/scorable.h"

#include "ledger/rules/evaluation.h"
#include "ledger/rules/plan_content.h"
#include "ledger/rules/reported_value.h"

#include <algorithm>

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

Check check_report(const plan::Revision& planned, const std::vector<report::Reported>& lines) {
    const auto& indicators = planned.content.indicators;
    for (const report::Reported& line : lines) {
        const auto of = std::ranges::find(indicators, line.indicator, &plan::Indicator::id);
        if (of == indicators.end()) continue;
        if (auto no = report::check_value(*of, line.value, "value")) return no;
    }
    return std::nullopt;
}

}  // namespace

std::optional<Rejection> check_scorable(
    const States& states, const PlanId& plan, const Period& period
) {
    if (auto no = check_plan(states.get<plan::Kind>(stream_of(plan)))) return no;
    const score::Sheet sheet = evaluation::sheet_of(states, plan);
    for (std::uint32_t month = sheet.plan.first_month; month <= sheet.plan.last_month; ++month) {
        const plan::Revision& planned = plan::revision_in(sheet.plan, month);
        if (auto no = check_report(planned, sheet.reports[month - 1].reported)) return no;
    }
    return policy::check_parameters(
        evaluation::policy_for(states, sheet.plan.agency, period).parameters
    );
}

}  // namespace ledger
