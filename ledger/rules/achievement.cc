#include "ledger/rules/achievement.h"

#include "ledger/rules/assert.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace ledger::score {
namespace {

using formulas::Family;

Family family_of(Consolidation consolidation) {
    switch (consolidation) {
        case Consolidation::sum:
            return Family::consolidate_sum;
        case Consolidation::average:
            return Family::consolidate_average;
        case Consolidation::ratio:
            return Family::consolidate_ratio;
        case Consolidation::last:
            return Family::consolidate_last;
        case Consolidation::maximum:
            return Family::consolidate_maximum;
        case Consolidation::minimum:
            return Family::consolidate_minimum;
    }
    std::unreachable();
}

std::optional<Quantity> ratio(
    Trace& trace, std::string_view about, std::span<const Observation> observations
) {
    std::vector<Argument> arguments;
    arguments.reserve(2 * observations.size());
    Rational total;
    for (const Observation& seen : observations) {
        arguments.push_back({"numerator[]", seen.numerator});
        arguments.push_back({"denominator[]", *seen.denominator});
        total += seen.denominator->value;
    }
    if (total.is_zero()) return std::nullopt;
    return trace.apply(Family::consolidate_ratio, about, arguments);
}

// The value of one observation; nothing when its denominator is 0.
std::optional<Quantity> value_of(Trace& trace, std::string_view about, const Observation& seen) {
    if (!seen.denominator) return seen.numerator;
    if (seen.denominator->value.is_zero()) return std::nullopt;
    return trace.apply(
        Family::value_percent,
        about,
        {{"numerator", seen.numerator}, {"denominator", *seen.denominator}}
    );
}

bool on_band(const Measured& measured) {
    return measured.is_signed || measured.polarity == Polarity::band;
}

Family range_family(const Measured& measured) {
    if (measured.is_signed) return Family::achievement_signed_band;
    if (measured.polarity == Polarity::band) return Family::achievement_band;
    return measured.polarity == Polarity::max ? Family::achievement_max_range
                                              : Family::achievement_min_range;
}

Quantity by_polarity(
    Trace& trace,
    std::string_view about,
    const Measured& measured,
    const Quantity& realised,
    const Aim& aim
) {
    if (!aim.value || on_band(measured)) {
        const Quantity& low = aim.value ? *aim.value : *aim.low;
        const Quantity& high = aim.value ? *aim.value : *aim.high;
        return trace.apply(
            range_family(measured), about, {{"realised", realised}, {"low", low}, {"high", high}}
        );
    }
    if (aim.value->value.is_zero()) {
        return trace.apply(Family::achievement_zero_target, about, {{"realised", realised}});
    }
    const Family family =
        measured.polarity == Polarity::max ? Family::achievement_max : Family::achievement_min;
    return trace.apply(family, about, {{"realised", realised}, {"target", *aim.value}});
}

// The target that is the most that can be attained, where it is one: of a range, its better end.
const Quantity& best_of(const Measured& measured, const Aim& aim) {
    if (aim.value) return *aim.value;
    return measured.polarity == Polarity::max ? *aim.high : *aim.low;
}

}  // namespace

bool is_observation(const Value& value, Consolidation consolidation) {
    return value.numerator && (value.denominator || consolidation != Consolidation::ratio);
}

Observation observation(const Value& value, Position event) {
    Observation seen{.numerator = Quantity::raw(*value.numerator, event), .denominator = {}};
    if (value.denominator) seen.denominator = Quantity::raw(*value.denominator, event);
    return seen;
}

std::optional<Quantity> consolidate(
    Trace& trace,
    std::string_view about,
    Consolidation consolidation,
    std::span<const Observation> observations
) {
    if (consolidation == Consolidation::ratio) return ratio(trace, about, observations);
    std::vector<Argument> values;
    values.reserve(observations.size());
    for (const Observation& seen : observations) {
        if (auto value = value_of(trace, about, seen)) {
            values.push_back({"value[]", *std::move(value)});
        }
    }
    if (values.empty()) return std::nullopt;
    return trace.apply(family_of(consolidation), about, values);
}

Aim aim(const Target& target, Position event) {
    const auto quantity = [&](const std::optional<Decimal>& end) {
        return end ? std::optional(Quantity::raw(*end, event)) : std::nullopt;
    };
    return {quantity(target.value), quantity(target.low), quantity(target.high)};
}

Aim together(Trace& trace, std::string_view about, std::span<const Aim> parts) {
    if (parts.size() == 1) return parts.front();
    const auto total = [&](std::optional<Quantity> Aim::* end) -> std::optional<Quantity> {
        std::vector<Argument> targets;
        targets.reserve(parts.size());
        for (const Aim& part : parts) {
            if (!(part.*end)) return std::nullopt;
            targets.push_back({"target[]", *(part.*end)});
        }
        if (targets.empty()) return std::nullopt;
        return trace.apply(Family::target_sum, about, targets);
    };
    return {total(&Aim::value), total(&Aim::low), total(&Aim::high)};
}

Quantity stages_reached(
    Trace& trace,
    std::string_view about,
    std::span<const Stage> stages,
    Position defined,
    std::span<const Verified> reports
) {
    std::vector<Argument> arguments;
    arguments.reserve(2 * stages.size());
    for (const Stage& stage : stages) {
        const auto first = std::ranges::find_if(reports, [&](const Verified& report) {
            return std::ranges::find(report.stages, stage.id) != report.stages.end();
        });
        arguments.push_back({"weight[]", Quantity::raw(Rational(stage.weight), defined)});
        arguments.push_back(
            {"verified[]",
             first == reports.end() ? Quantity::plain(0) : Quantity::raw(1, first->event)}
        );
    }
    return trace.apply(Family::achievement_milestone, about, arguments);
}

bool has_no_target(const Measured& measured, const Aim& aim) {
    if (!aim.value && (!aim.low || !aim.high || aim.low->value > aim.high->value)) return true;
    const Rational& most = (aim.value ? aim.value : aim.high)->value;
    return measured.polarity == Polarity::max && !measured.is_signed && most.is_zero();
}

Quantity achievement(
    Trace& trace,
    std::string_view about,
    const Measured& measured,
    const Quantity& realised,
    const Aim& aim
) {
    ledger_assert(!has_no_target(measured, aim));
    Quantity achieved = by_polarity(trace, about, measured, realised, aim);
    if (!measured.max_attainable || !trace.policy().max_attainable_is_cap || on_band(measured)) {
        return achieved;
    }
    return trace.apply(
        Family::achievement_max_attainable,
        about,
        {
            {"achievement", achieved},
            {"realised", realised},
            {"target", best_of(measured, aim)},
            {"cap", Quantity::plain(trace.policy().score_cap)},
        }
    );
}

Quantity clamped(Trace& trace, std::string_view about, const Quantity& achievement) {
    return trace.apply(
        Family::clamp,
        about,
        {
            {"value", achievement},
            {"floor", Quantity::plain(trace.policy().score_floor)},
            {"cap", Quantity::plain(trace.policy().score_cap)},
        }
    );
}

std::optional<Quantity> for_no_observation(
    Trace& trace, std::string_view about, std::span<const Observation> observations
) {
    if (trace.policy().zero_denominator == policy::ZeroDenominator::redistribute) {
        return std::nullopt;
    }
    std::vector<Argument> denominators;
    for (const Observation& seen : observations) {
        denominators.push_back({"denominator[]", *seen.denominator});
    }
    return clamped(
        trace, about, trace.apply(Family::achievement_no_observation, about, denominators)
    );
}

std::optional<Quantity> weighted(Trace& trace, std::span<const Weighted> parts) {
    std::vector<Argument> arguments;
    arguments.reserve(2 * parts.size());
    Rational total;
    for (const Weighted& part : parts) {
        arguments.push_back({"weight[]", part.weight});
        arguments.push_back({"achievement[]", part.achievement});
        total += part.weight.value;
    }
    if (total.is_zero()) return std::nullopt;
    return trace.apply(Family::score_weighted, {}, arguments);
}

}  // namespace ledger::score
