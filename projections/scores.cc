#include "projections/scores.h"

#include <algorithm>
#include <utility>

namespace projections {
namespace {

using ledger::OrFault;
using ledger::row_key;

// The first byte of a key says what the row is.
constexpr char plan_rows = 'c';        // plan            -> plan::State
constexpr char report_rows = 'r';      // plan            -> Reports
constexpr char evaluation_rows = 'e';  // plan            -> Evaluations
constexpr char person_rows = 'p';      // person, 0, plan -> PlanSpan

struct Reports {
    std::array<ledger::report::State, 12> months;
    static constexpr std::tuple fields{ledger::field("months", &Reports::months)};
};

struct Evaluations {
    std::vector<Evaluated> periods;
    static constexpr std::tuple fields{ledger::field("periods", &Evaluations::periods)};
};

std::string person_key(const ledger::PersonId& person, std::string_view plan) {
    std::string key = row_key(person_rows, person.text);
    key += '\0';
    key += plan;
    return key;
}

// "plan/p1", "report/p1/2025-12" and "evaluation/p1/2025" are all about p1.
std::string_view first_key_segment(std::string_view stream) {
    const std::size_t start = stream.find('/') + 1;
    return stream.substr(start, stream.find('/', start) - start);
}

template <class State, class Event>
void fold_into(State& state, const Event& event, const ledger::Happened& happened) {
    state = fold(std::move(state), event, happened.stamp);
}

void apply_plan(const ledger::Happened& happened, const ledger::plan::Event& event, Rows& rows) {
    const std::string plan(happened.stream.key());
    auto& state = rows.edit<ledger::plan::State>(row_key(plan_rows, plan));
    fold_into(state, event, happened);
    if (!std::holds_alternative<ledger::plan::Drafted>(event)) return;
    rows.edit<PlanSpan>(person_key(state.subject, plan)) = {
        .plan = {plan},
        .agency = state.agency,
        .unit = state.unit,
        .year = state.year,
        .first_month = state.first_month,
        .last_month = state.last_month,
    };
}

void apply_report(
    const ledger::Happened& happened, const ledger::report::Event& event, Rows& rows
) {
    const auto address = ledger::report::address(happened.stream);
    ledger_assert(address.has_value());
    auto& reports = rows.edit<Reports>(row_key(report_rows, address->plan.text));
    const auto month = static_cast<std::size_t>(address->month.number() - 1);
    fold_into(reports.months[month], event, happened);
}

void apply_evaluation(
    const ledger::Happened& happened, const ledger::evaluation::Event& event, Rows& rows
) {
    const auto address = ledger::evaluation::address(happened.stream);
    ledger_assert(address.has_value());
    auto& periods = rows.edit<Evaluations>(row_key(evaluation_rows, address->plan.text)).periods;
    auto found = std::ranges::find(periods, address->period, &Evaluated::period);
    if (found == periods.end()) {
        found = periods.insert(periods.end(), Evaluated{address->period, {}});
    }
    fold_into(found->state, event, happened);
}

}  // namespace

std::string Scores::form() const {
    std::string form;
    ledger::append_form<ledger::plan::State>(form);
    ledger::append_form<Reports>(form);
    ledger::append_form<Evaluations>(form);
    ledger::append_form<PlanSpan>(form);
    return form;
}

std::optional<std::string_view> Scores::partition(std::string_view stream) const {
    const std::string_view kind = stream.substr(0, stream.find('/'));
    if (kind == ledger::plan::Kind::name || kind == ledger::report::Kind::name ||
        kind == ledger::evaluation::Kind::name) {
        return first_key_segment(stream);
    }
    return std::nullopt;
}

void Scores::apply(const ledger::Happened& happened, Rows& rows) const {
    const ledger::Event& event = happened.event;
    if (const auto* plan = std::get_if<ledger::plan::Event>(&event)) {
        apply_plan(happened, *plan, rows);
    } else if (const auto* report = std::get_if<ledger::report::Event>(&event)) {
        apply_report(happened, *report, rows);
    } else if (const auto* evaluation = std::get_if<ledger::evaluation::Event>(&event)) {
        apply_evaluation(happened, *evaluation, rows);
    }
}

OrFault<std::shared_ptr<const PlanRows>> Scores::plan(
    const ledger::RowStore& store, const ledger::PlanId& plan
) {
    const std::string state_key = row_key(plan_rows, plan.text);
    const std::string reports_key = row_key(report_rows, plan.text);
    const std::string evaluations_key = row_key(evaluation_rows, plan.text);
    const std::string_view keys[] = {state_key, reports_key, evaluations_key};
    return store.made<PlanRows>(keys, [&](const auto& rows) -> OrFault<PlanRows> {
        auto state = value_of<ledger::plan::State>(rows[0], state_key);
        if (!state) return std::unexpected(state.error());
        auto reports = value_of<Reports>(rows[1], reports_key);
        if (!reports) return std::unexpected(reports.error());
        auto evaluations = value_of<Evaluations>(rows[2], evaluations_key);
        if (!evaluations) return std::unexpected(evaluations.error());
        return PlanRows{
            .is_there = rows[0].has_value(),
            .sheet = {.plan = *std::move(state), .reports = std::move(reports->months)},
            .evaluations = std::move(evaluations->periods),
        };
    });
}

OrFault<std::vector<PlanSpan>> Scores::plans_of(
    const ledger::RowStore& store, const ledger::PersonId& person
) {
    const auto found = store.scan({.prefix = person_key(person, "")});
    if (!found) return std::unexpected(found.error());
    std::vector<PlanSpan> plans;
    for (const auto& [key, value] : *found) {
        auto span = value_of<PlanSpan>(value, key);
        if (!span) return std::unexpected(span.error());
        plans.push_back(*std::move(span));
    }
    return plans;
}

}  // namespace projections
