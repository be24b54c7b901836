#include "ledger/rules/unit_score.h"

#include "ledger/rules/achievement.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

namespace ledger::unit_score {
namespace {

using formulas::Family;
using indicator::RollUp;
using score::Aim;
using score::Argument;
using score::Detail;
using score::Measured;
using score::Observation;
using score::Quantity;
using score::Trace;

const indicator::State* find(Indicators all, const IndicatorId& id) {
    const auto found = std::ranges::find(all, id, [](const auto& known) { return known.first; });
    return found == all.end() || !found->second->defined ? nullptr : found->second;
}

// The quarters of a year, the months of a quarter.
std::vector<Period> parts_of(const Period& period) {
    std::vector<Period> parts;
    if (period.kind() == Period::Kind::year) {
        for (int n = 1; n <= 4; ++n) parts.push_back(Period::quarter(period.in_year(), n));
    }
    if (period.kind() == Period::Kind::quarter) {
        for (int n = period.first_month(); n <= period.last_month(); ++n) {
            parts.push_back(Period::month(period.in_year(), n));
        }
    }
    return parts;
}

Measured measured(const indicator::Defined& definition) {
    return {definition.polarity, definition.is_signed, definition.max_attainable};
}

Family family_of(RollUp how) {
    switch (how) {
        case RollUp::mean:
            return Family::rollup_mean;
        case RollUp::weighted_mean:
            return Family::rollup_weighted_mean;
        case RollUp::weighted_sum:
            return Family::rollup_weighted_sum;
        case RollUp::measured:
            break;
    }
    std::unreachable();
}

// What an indicator realised in a period.
struct Realised {
    std::optional<Quantity> value;
    std::optional<Quantity> for_no_observation;  // the achievement that the policy gives instead
    bool provisional = false;
    bool complete = true;
    std::vector<Position> events;
};

// Follows indicators down to what was recorded.
class Reader {
public:
    Reader(Indicators all, const Period& period, std::string_view series, Trace& trace)
        : all_(all), period_(period), series_(series), trace_(trace) {}

    // The reading of `id`, and the achievement with which it counts, if it has one.
    std::pair<Reading, std::optional<Quantity>> read(const IndicatorId& id);

private:
    Realised realised(const IndicatorId& id, const indicator::State& state);
    Realised rolled_up(const IndicatorId& id, const indicator::State& state);
    Realised verified(const IndicatorId& id, const indicator::State& state);
    Realised recorded(const IndicatorId& id, const indicator::State& state);

    std::vector<Observation> observations(
        const IndicatorId& id, const indicator::State& state, const Period& period, Realised& into
    );
    std::vector<Observation> quarters(
        const IndicatorId& id, const indicator::State& state, const Period& year, Realised& into
    );
    [[nodiscard]] const indicator::Realised* own_value(
        const indicator::State& state, const Period& period
    ) const;

    Aim target(const IndicatorId& id, const indicator::State& state, const Period& period);
    std::optional<Quantity> judge(
        Reading& reading,
        const indicator::Defined& definition,
        const Quantity& value,
        const Aim& aim
    );

    Indicators all_;
    const Period& period_;
    std::string_view series_;
    Trace& trace_;
    std::vector<const indicator::State*> above_;  // the composites being rolled up
};

// --- Values

Realised Reader::realised(const IndicatorId& id, const indicator::State& state) {
    if (state.definition.polarity == Polarity::qualitative) return {.complete = false};
    if (state.definition.roll_up != RollUp::measured) return rolled_up(id, state);
    if (state.definition.polarity == Polarity::milestone) return verified(id, state);
    return recorded(id, state);
}

Realised Reader::rolled_up(const IndicatorId& id, const indicator::State& state) {
    Realised composite;
    const RollUp how = state.definition.roll_up;
    // No one can define a circle; one that is there all the same has no value.
    if (std::ranges::find(above_, &state) != above_.end()) return {.complete = false};
    above_.push_back(&state);
    std::vector<Argument> arguments;
    Rational weights;
    for (const auto& [child_id, child] : all_) {
        if (!child->defined || child->definition.parent != id) continue;
        Realised below = realised(child_id, *child);
        if (!below.value && child->retired) continue;
        composite.complete = composite.complete && below.complete && below.value;
        if (!below.value) continue;
        composite.provisional = composite.provisional || below.provisional;
        composite.events.insert(composite.events.end(), below.events.begin(), below.events.end());
        if (how != RollUp::mean) {
            const Rational weight(child->definition.weight);
            weights += weight;
            arguments.push_back({"weight[]", Quantity::raw(weight, child->position)});
        }
        arguments.push_back({"value[]", *std::move(below.value)});
    }
    above_.pop_back();
    if (arguments.empty()) return {.complete = false};
    if (how == RollUp::weighted_mean && weights.is_zero()) return {.complete = false};
    // A sum that lacks a part is no smaller sum, but an unknown one.
    if (how == RollUp::weighted_sum && !composite.complete) return {.complete = false};
    composite.value = trace_.apply(family_of(how), id.text, arguments);
    return composite;
}

Realised Reader::verified(const IndicatorId& id, const indicator::State& state) {
    Realised milestone;
    std::vector<score::Verified> reports;
    for (const indicator::Realised& seen : state.values) {
        const Period& when = seen.period;
        const bool in_time =
            when.in_year() == period_.in_year() && when.last_month() <= period_.last_month();
        if (seen.series != series_ || !in_time) continue;
        reports.push_back({seen.value.stages, seen.position});
        milestone.provisional = milestone.provisional || seen.provisional;
        milestone.events.push_back(seen.position);
    }
    const auto& stages = state.definition.stages;
    if (reports.empty() || stages.empty()) return {.complete = false};
    milestone.value = stages_reached(trace_, id.text, stages, state.position, reports);
    return milestone;
}

Realised Reader::recorded(const IndicatorId& id, const indicator::State& state) {
    Realised found;
    const auto seen = observations(id, state, period_, found);
    if (seen.empty()) return {.complete = false};
    found.value = consolidate(trace_, id.text, state.definition.consolidation, seen);
    if (!found.value) found.for_no_observation = for_no_observation(trace_, id.text, seen);
    return found;
}

// The recorded values that the one of `period` is made of, in the order of time. Says in `into`
// which they are, and whether a part of the period has none.
std::vector<Observation> Reader::observations(
    const IndicatorId& id, const indicator::State& state, const Period& period, Realised& into
) {
    if (const indicator::Realised* own = own_value(state, period)) {
        into.provisional = into.provisional || own->provisional;
        into.events.push_back(own->position);
        return {score::observation(own->value, own->position)};
    }
    if (period.kind() == Period::Kind::month) {
        into.complete = false;
        return {};
    }
    if (period.kind() == Period::Kind::year) return quarters(id, state, period, into);
    std::vector<Observation> seen;
    for (const Period& month : parts_of(period)) {
        for (Observation& one : observations(id, state, month, into)) {
            seen.push_back(std::move(one));
        }
    }
    return seen;
}

// The observations in a year. Where a quarter was recorded as such, averages are made of quarters:
// else that quarter would weigh no more than a month.
std::vector<Observation> Reader::quarters(
    const IndicatorId& id, const indicator::State& state, const Period& year, Realised& into
) {
    const std::vector<Period> parts = parts_of(year);
    const bool by_quarters = state.definition.consolidation == Consolidation::average &&
                             std::ranges::any_of(parts, [&](const Period& quarter) {
                                 return own_value(state, quarter) != nullptr;
                             });
    std::vector<Observation> seen;
    for (const Period& quarter : parts) {
        std::vector<Observation> in_quarter = observations(id, state, quarter, into);
        if (by_quarters && in_quarter.size() > 1) {
            const auto mean = consolidate(trace_, id.text, Consolidation::average, in_quarter);
            in_quarter.clear();
            if (mean) in_quarter.push_back({.numerator = *mean, .denominator = {}});
        }
        for (Observation& one : in_quarter) seen.push_back(std::move(one));
    }
    return seen;
}

const indicator::Realised* Reader::own_value(const indicator::State& state, const Period& period)
    const {
    const indicator::Realised* own = indicator::value_for(state, period, series_);
    if (own == nullptr || !score::is_observation(own->value, state.definition.consolidation)) {
        return nullptr;
    }
    return own;
}

// --- Targets and verdicts

Aim Reader::target(const IndicatorId& id, const indicator::State& state, const Period& period) {
    if (const indicator::Aim* own = indicator::target_for(state, period)) {
        return score::aim(own->target, own->position);
    }
    const std::vector<Period> parts = parts_of(period);
    if (parts.empty()) return {};
    if (state.definition.consolidation != Consolidation::sum) {
        return target(id, state, parts.back());
    }
    std::vector<Aim> aims;
    for (const Period& part : parts) aims.push_back(target(id, state, part));
    return together(trace_, id.text, aims);
}

// Whether `value` reaches `aim`, which is there. Of a range, more is better from its low end on,
// and less is better up to its high end.
bool meets(const Measured& measured, const Rational& value, const Aim& aim) {
    const Rational& low = (aim.value ? aim.value : aim.low)->value;
    const Rational& high = (aim.value ? aim.value : aim.high)->value;
    switch (measured.polarity) {
        case Polarity::max:
            return value >= low;
        case Polarity::min:
            return value <= high;
        case Polarity::band:
            return value >= low && value <= high;
        case Polarity::milestone:
        case Polarity::qualitative:
            return false;
    }
    std::unreachable();
}

std::pair<Reading, std::optional<Quantity>> Reader::read(const IndicatorId& id) {
    Reading reading{.indicator = id, .period = period_, .series = std::string(series_)};
    const indicator::State* state = find(all_, id);
    if (state == nullptr) return {std::move(reading), std::nullopt};
    Realised found = realised(id, *state);
    reading.provisional = found.provisional;
    reading.complete = found.complete;
    reading.events = std::move(found.events);
    const bool milestone = state->definition.polarity == Polarity::milestone;
    const Aim aim = milestone ? Aim{} : target(id, *state, period_);
    if (aim.value) reading.target = aim.value->value;
    if (aim.low) reading.target_low = aim.low->value;
    if (aim.high) reading.target_high = aim.high->value;
    std::optional<Quantity> achieved = found.value
                                           ? judge(reading, state->definition, *found.value, aim)
                                           : std::move(found.for_no_observation);
    if (achieved) reading.achievement = achieved->value;
    return {std::move(reading), std::move(achieved)};
}

// Holds `value` against `aim`: the verdict, and the achievement if there is a target.
std::optional<Quantity> Reader::judge(
    Reading& reading, const indicator::Defined& definition, const Quantity& value, const Aim& aim
) {
    const std::string& about = reading.indicator.text;
    reading.value = value.value;
    if (definition.polarity == Polarity::milestone) {
        reading.verdict = value.value == Rational(100) ? Verdict::met : Verdict::missed;
        return clamped(trace_, about, value);
    }
    const Measured how = measured(definition);
    if (has_no_target(how, aim)) {
        reading.verdict = Verdict::no_target;
        return std::nullopt;
    }
    const Quantity achieved = achievement(trace_, about, how, value, aim);
    const bool met = how.is_signed ? achieved.value == Rational(100) : meets(how, value.value, aim);
    reading.verdict = met ? Verdict::met : Verdict::missed;
    return clamped(trace_, about, achieved);
}

// Whether `state` counts in the score of `unit` by itself.
bool counts(
    Indicators all, const indicator::State& state, const AgencyId& agency, const UnitId& unit
) {
    const indicator::Defined& definition = state.definition;
    if (!state.defined || definition.agency != agency || definition.unit != unit) return false;
    const indicator::State* parent = find(all, definition.parent);
    return parent == nullptr || parent->definition.roll_up == RollUp::measured ||
           parent->definition.agency != agency || parent->definition.unit != unit;
}

// Which indicators are below which, and which of them a score rests on.
class Cascade {
public:
    Cascade(Indicators all, const AgencyId& agency, const UnitId& unit) : all_(all) {
        for (std::size_t i = 0; i < all.size(); ++i) {
            const auto& [id, state] = all[i];
            if (!state->defined || state->definition.agency != agency) continue;
            ids_.emplace(id.text, i);
            below_[state->definition.parent.text].push_back(i);
            if (state->definition.unit == unit) roots_.push_back(i);
        }
    }

    [[nodiscard]] std::optional<std::vector<IndicatorId>> basis() const {
        const std::set<std::size_t> all = reached_from(roots_).indicators;
        std::vector<std::size_t> tops;
        std::ranges::copy_if(all, std::back_inserter(tops), [&](std::size_t i) {
            const auto above = ids_.find(all_[i].second->definition.parent.text);
            return above == ids_.end() || !all.contains(above->second) ||
                   !is_rolled_up(above->second);
        });
        const Reached under_tops = reached_from(std::move(tops));
        const bool has_circle = under_tops.indicators.size() < all.size();
        if (has_circle || under_tops.levels > levels_max) return std::nullopt;
        std::vector<IndicatorId> ids;
        for (const std::size_t i : all) ids.push_back(all_[i].first);
        return ids;
    }

private:
    [[nodiscard]] bool is_rolled_up(std::size_t i) const {
        return all_[i].second->definition.roll_up != RollUp::measured;
    }

    // Some indicators, and what they are made of.
    struct Reached {
        std::set<std::size_t> indicators;
        std::size_t levels = 0;  // one above the other
    };
    [[nodiscard]] Reached reached_from(std::vector<std::size_t> level) const {
        Reached reached;
        while (!level.empty()) {
            std::vector<std::size_t> next;
            for (const std::size_t i : level) {
                if (!reached.indicators.insert(i).second || !is_rolled_up(i)) continue;
                const auto below = below_.find(all_[i].first.text);
                if (below == below_.end()) continue;
                next.insert(next.end(), below->second.begin(), below->second.end());
            }
            ++reached.levels;
            level = std::move(next);
        }
        return reached;
    }

    Indicators all_;
    std::map<std::string_view, std::size_t> ids_;
    std::map<std::string_view, std::vector<std::size_t>> below_;
    std::vector<std::size_t> roots_;
};

}  // namespace

std::optional<std::vector<IndicatorId>> basis(
    Indicators all, const AgencyId& agency, const UnitId& unit
) {
    return Cascade(all, agency, unit).basis();
}

Reading read(
    Indicators all,
    const IndicatorId& indicator,
    const Period& period,
    std::string_view series,
    const policy::Parameters& policy,
    Detail detail
) {
    Trace trace(policy, detail);
    Reading reading = Reader(all, period, series, trace).read(indicator).first;
    reading.formulas = trace.formulas_used();
    reading.steps = trace.take_steps();
    return reading;
}

Verdicts verdicts(
    Indicators all,
    const AgencyId& agency,
    const Period& period,
    std::string_view series,
    const policy::Parameters& policy
) {
    Verdicts verdicts;
    for (const auto& [id, state] : all) {
        if (!state->defined || state->definition.agency != agency) continue;
        Reading reading = read(all, id, period, series, policy);
        if (state->retired && !reading.value) continue;
        const auto verdict = static_cast<std::size_t>(std::to_underlying(reading.verdict));
        ++verdicts.all[verdict];
        if (state->definition.critical) ++verdicts.critical[verdict];
        verdicts.indicators.push_back({state, std::move(reading)});
    }
    return verdicts;
}

Score compute(
    Indicators all,
    const AgencyId& agency,
    const UnitId& unit,
    const Period& period,
    const policy::Parameters& policy,
    Detail detail
) {
    Score score{.period = period};
    Trace trace(policy, detail);
    Reader reader(all, period, {}, trace);
    std::vector<score::Weighted> parts;
    Rational weights;
    for (const auto& [id, state] : all) {
        if (!counts(all, *state, agency, unit)) continue;
        auto [reading, achieved] = reader.read(id);
        if (state->retired && !reading.value) continue;
        const Decimal& weight = state->definition.weight;
        if (achieved) {
            weights += Rational(weight);
            parts.push_back({Quantity::raw(weight, state->position), *std::move(achieved)});
        }
        score.lines.push_back({.reading = std::move(reading), .weight = weight});
    }
    if (const auto exact = weighted(trace, parts)) {
        for (Line& line : score.lines) {
            const auto& achievement = line.reading.achievement;
            if (achievement) line.contribution = Rational(line.weight) * *achievement / weights;
        }
        score.exact = exact->value;
        score.rounded =
            exact->value.try_rounded(static_cast<int>(policy.threshold_scale), policy.rounding);
    }
    score.formulas = trace.formulas_used();
    score.steps = trace.take_steps();
    return score;
}

}  // namespace ledger::unit_score
