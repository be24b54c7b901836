#include "projections/score_reader.h"

#include "ledger/rules/unit.h"
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

// Whether two moments of a score are told apart in its history.
bool same(const Change& a, const Change& b) {
    return a.exact == b.exact && a.level == b.level && a.decided == b.decided;
}

}  // namespace

OrFault<std::optional<PlanScore>> ScoreReader::plan_score(
    const ledger::PlanId& plan,
    const ledger::Period& period,
    ledger::Date today,
    std::optional<AsOf> as_of,
    score::Detail detail
) const {
    return as_of ? then(plan, period, *as_of, detail) : now(plan, period, today, detail);
}

OrFault<std::optional<PlanScore>> ScoreReader::now(
    const ledger::PlanId& plan,
    const ledger::Period& period,
    ledger::Date today,
    score::Detail detail
) const {
    const AsOf as_of{scores_.position(), today};
    const auto rows = Scores::plan(scores_, plan);
    if (!rows) return std::unexpected(rows.error());
    // They grew while they were read: then the records say how it was.
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
    const bool drafted =
        states.get<ledger::plan::Kind>(stream_of(plan)).progress != ledger::plan::Progress::none;
    if (states.failed()) return std::unexpected(*states.failed());
    if (!drafted) return std::nullopt;
    const score::Sheet sheet = evaluation::sheet_of(states, plan);
    const auto& policy = evaluation::policy_for(states, sheet.plan.agency, period);
    PlanScore view = view_of(plan, sheet, period, policy, as_of, detail);
    const auto& evaluated = states.get<evaluation::Kind>(evaluation::stream_for(plan, period));
    if (states.failed()) return std::unexpected(*states.failed());
    if (evaluated.version > 0) view.evaluation = evaluated;
    return view;
}

OrFault<std::optional<PersonScore>> ScoreReader::person_score(
    const ledger::PersonId& person,
    const ledger::Period& period,
    ledger::Date today,
    std::optional<AsOf> as_of,
    score::Detail detail
) const {
    const auto spans = Scores::plans_of(scores_, person);
    if (!spans) return std::unexpected(spans.error());
    PersonScore total{.person = person, .period = period, .exact = {}, .rounded = {}, .parts = {}};
    std::vector<score::Part> parts;
    bool whole = true;
    ledger::policy::Parameters policy;
    for (const PlanSpan& span : *spans) {
        if (static_cast<int>(span.year) != period.in_year()) continue;
        auto part = plan_score(span.plan, period, today, as_of, detail);
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
    const ledger::PlanId& plan, const ledger::Period& period
) const {
    std::vector<ledger::StreamId> streams{stream_of(plan)};
    for (int month = 1; month <= 12; ++month) {
        streams.push_back(
            ledger::report::stream_for(plan, ledger::Period::month(period.in_year(), month))
        );
    }
    streams.push_back(evaluation::stream_for(plan, period));
    const auto head = ledger_.index().head(streams.front());
    if (!head) return std::unexpected(head.error());
    if (head->version == 0) return std::vector<Change>{};
    const auto& state = std::get<ledger::plan::State>(head->state);
    streams.push_back(ledger::policy::stream_for(state.agency));

    std::vector<Position> positions;
    for (const ledger::StreamId& stream : streams) {
        constexpr std::size_t many = 10'000;  // a stream of these kinds has a few dozen
        const auto found = ledger_.index().stream(stream, 1, many);
        if (!found) return std::unexpected(found.error());
        positions.insert(positions.end(), found->begin(), found->end());
    }
    std::ranges::sort(positions);
    const auto entries = ledger_.entries_at(positions, ledger::Closed::withhold);
    if (!entries) return std::unexpected(entries.error());

    std::vector<Change> changes;
    for (const ledger::Entry& entry : *entries) {
        const ledger::Record& record = entry.record;
        const AsOf as_of{next(entry.position), day_of(record.recorded, ledger::Zone::wib)};
        const auto view = then(plan, period, as_of, score::Detail::result);
        if (!view) return std::unexpected(view.error());
        if (!*view) continue;
        Change change{
            .position = entry.position,
            .recorded = record.recorded,
            .effective = record.effective,
            .type = ledger::type_of(record.event),
            .stream = record.stream,
            .actor = record.actor.person,
            .exact = (*view)->score.exact,
            .rounded = (*view)->score.rounded,
            .level = (*view)->score.level,
            .decided = {},
        };
        if ((*view)->evaluation) change.decided = (*view)->evaluation->result;
        const Change nothing{
            .position = {}, .exact = {}, .rounded = {}, .level = {}, .decided = {}
        };
        if (!same(change, changes.empty() ? nothing : changes.back())) {
            changes.push_back(std::move(change));
        }
    }
    return changes;
}

}  // namespace projections
