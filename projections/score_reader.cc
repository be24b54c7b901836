#include "projections/score_reader.h"

#include "ledger/rules/unit.h"
#include "ledger/states_along.h"
#include "ledger/states_at.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace projections {
namespace {

using ledger::OrFault;
using ledger::Position;
namespace score = ledger::score;
namespace evaluation = ledger::evaluation;

PlanScore view_of(
    const ledger::PlanId& plan,
    const score::Sheet& sheet,
    const ledger::Period& period,
    const ledger::policy::Version& policy,
    const AsOf& as_of,
    score::Detail detail
) {
    const auto months = ledger::plan::months_in(sheet.plan, period, sheet.zone);
    return {
        .plan = plan,
        .subject = sheet.plan.subject,
        .agency = sheet.plan.agency,
        .unit = sheet.plan.unit,
        .as_of = as_of,
        .months = months ? static_cast<std::uint32_t>(months->last - months->first + 1) : 0,
        .score = score::compute(sheet, period, policy.parameters, as_of.today, detail),
        .policy = policy,
        .evaluation = {},
    };
}

Change change_of(const ledger::Entry& entry, const PlanScore& view) {
    const ledger::Record& record = entry.record;
    Change change{
        .position = entry.position,
        .recorded = record.recorded,
        .effective = record.effective,
        .type = ledger::type_of(record.event),
        .stream = record.stream,
        .actor = record.actor.person,
        .exact = view.score.exact,
        .rounded = view.score.rounded,
        .level = view.score.level,
        .decided = {},
    };
    if (view.evaluation) change.decided = view.evaluation->result;
    return change;
}

// Whether two moments of a score are told apart in its history.
bool same(const Change& a, const Change& b) {
    return a.exact == b.exact && a.level == b.level && a.decided == b.decided;
}

}  // namespace

std::optional<PlanScore> score_in(
    const ledger::States& states,
    const ledger::PlanId& plan,
    const ledger::Period& period,
    const AsOf& as_of,
    score::Detail detail
) {
    const auto& drafted = states.get<ledger::plan::Kind>(stream_of(plan));
    if (drafted.progress == ledger::plan::Progress::none) return std::nullopt;
    const score::Sheet sheet = evaluation::sheet_of(states, plan);
    const auto& policy = evaluation::policy_for(states, sheet.plan.agency, period);
    PlanScore view = view_of(plan, sheet, period, policy, as_of, detail);
    const auto& evaluated = states.get<evaluation::Kind>(evaluation::stream_for(plan, period));
    if (evaluated.version > 0) view.evaluation = evaluated;
    return view;
}

ledger::explanation::Graph graph_of(const PlanScore& view) {
    std::optional<ledger::explanation::Judgement> judgement;
    if (view.evaluation) judgement = {view.evaluation->result, view.evaluation->decided};
    return ledger::explanation::explain(
        view.score, view.policy.id, view.policy.parameters, judgement
    );
}

OrFault<std::optional<PlanScore>> ScoreReader::plan_score(
    const ledger::PlanId& plan,
    const ledger::Period& period,
    ledger::Date today,
    std::optional<AsOf> as_of,
    score::Detail detail
) const {
    if (as_of) return then(plan, period, *as_of, detail);
    return now(plan, period, {scores_.position(), today}, detail);
}

OrFault<std::optional<PlanScore>> ScoreReader::now(
    const ledger::PlanId& plan,
    const ledger::Period& period,
    const AsOf& as_of,
    score::Detail detail
) const {
    const auto rows = Scores::plan(scores_, plan);
    if (!rows) return std::unexpected(rows.error());
    if (scores_.position() != as_of.size) return then(plan, period, as_of, detail);
    if (!(*rows)->is_there) return std::nullopt;
    const ledger::StatesAt states(ledger_, as_of.size);
    const auto& shared = (*rows)->sheet;
    const ledger::Zone zone = zone_of(states, shared.plan.unit, shared.plan.agency);
    const auto& policy = evaluation::policy_for(states, shared.plan.agency, period);
    if (states.failed()) return std::unexpected(*states.failed());
    std::optional<score::Sheet> own;
    if (zone != shared.zone) own = score::Sheet{shared.plan, shared.reports, zone};
    PlanScore view = view_of(plan, own ? *own : shared, period, policy, as_of, detail);
    const auto& evaluations = (*rows)->evaluations;
    const auto found = std::ranges::find(evaluations, period, &Evaluated::period);
    if (found != evaluations.end()) view.evaluation = found->state;
    return view;
}

OrFault<std::optional<PlanScore>> ScoreReader::then(
    const ledger::PlanId& plan,
    const ledger::Period& period,
    const AsOf& as_of,
    score::Detail detail
) const {
    const ledger::StatesAt states(ledger_, as_of.size);
    auto view = score_in(states, plan, period, as_of, detail);
    if (states.failed()) return std::unexpected(*states.failed());
    return view;
}

OrFault<std::optional<PersonScore>> ScoreReader::person_score(
    const ledger::PersonId& person,
    const ledger::Period& period,
    ledger::Date today,
    std::optional<AsOf> as_of,
    score::Detail detail
) const {
    const AsOf of_all = as_of.value_or(AsOf{scores_.position(), today});
    const auto spans = Scores::plans_of(scores_, person);
    if (!spans) return std::unexpected(spans.error());
    PersonScore total{
        .person = person, .period = period, .as_of = of_all, .exact = {}, .rounded = {}, .parts = {}
    };
    std::vector<score::Part> parts;
    bool whole = true;
    ledger::policy::Parameters policy;
    for (const PlanSpan& span : *spans) {
        if (static_cast<int>(span.year) != period.in_year()) continue;
        auto part = as_of ? then(span.plan, period, of_all, detail)
                          : now(span.plan, period, of_all, detail);
        if (!part) return std::unexpected(part.error());
        if (!*part || (*part)->months == 0) continue;
        policy = (*part)->policy.parameters;
        if ((*part)->score.exact) {
            parts.push_back({*(*part)->score.exact, (*part)->months});
        } else {
            whole = false;
        }
        total.parts.push_back(**std::move(part));
    }
    if (total.parts.empty()) return std::nullopt;
    if (whole && !parts.empty()) {
        total.exact = score::month_weighted(parts);
        total.rounded =
            total.exact->try_rounded(static_cast<int>(policy.threshold_scale), policy.rounding);
    }
    return total;
}

OrFault<std::vector<Change>> ScoreReader::history(
    const ledger::PlanId& plan, const ledger::Period& period, Position size
) const {
    const auto head = ledger_.index().head(stream_of(plan));
    if (!head) return std::unexpected(head.error());
    if (head->version == 0) return std::vector<Change>{};
    ledger::StatesAlong states(ledger_, size);
    states.follow(stream_of(plan));
    for (int month = 1; month <= 12; ++month) {
        states.follow(
            ledger::report::stream_for(plan, ledger::Period::month(period.in_year(), month))
        );
    }
    states.follow(evaluation::stream_for(plan, period));
    const auto& agency = std::get<ledger::plan::State>(head->state).agency;  // it never changes
    states.follow(ledger::policy::stream_for(agency));

    std::vector<Change> changes;
    while (const ledger::Entry* entry = states.next()) {
        const AsOf as_of{next(entry->position), day_of(entry->record.recorded, ledger::Zone::wib)};
        const auto view = score_in(states, plan, period, as_of, score::Detail::result);
        if (states.failed()) break;
        if (!view) continue;
        Change change = change_of(*entry, *view);
        const Change nothing{
            .position = {}, .exact = {}, .rounded = {}, .level = {}, .decided = {}
        };
        if (!same(change, changes.empty() ? nothing : changes.back())) {
            changes.push_back(std::move(change));
        }
    }
    if (states.failed()) return std::unexpected(*states.failed());
    return changes;
}

}  // namespace projections
