#pragma once
// What the scores of persons and of units have in common: several observations become one value,
// and a value against its target becomes an achievement in percent (domain.md 2.2, 2.3, 2.5).

#include "ledger/rules/measure.h"
#include "ledger/rules/trace.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace ledger::score {

// What was realised in one part of a period.
struct Observation {
    Quantity numerator;
    std::optional<Quantity> denominator;  // the value is 100 * numerator / denominator
};

// Whether `value` has a numerator, and the denominator where `consolidation` needs one.
[[nodiscard]] bool is_observation(const Value& value, Consolidation consolidation);

// The observation in `value`, which is one, and was recorded at `event`.
[[nodiscard]] Observation observation(const Value& value, Position event);

// One value of all `observations`, which are in the order of time: their sum, average, 100 * the
// sum of numerators / the sum of denominators, the last, largest or smallest. Nothing when nothing
// was observed: the denominators of a ratio are 0 together. For the others, an observation with
// denominator 0 is left out.
[[nodiscard]] std::optional<Quantity> consolidate(
    Trace& trace,
    std::string_view about,
    Consolidation consolidation,
    std::span<const Observation> observations
);

// The target of a period. Either `value`, or `low` and `high`, or nothing.
struct Aim {
    std::optional<Quantity> value;
    std::optional<Quantity> low;
    std::optional<Quantity> high;
};

[[nodiscard]] Aim aim(const Target& target, Position event);

// The targets of several parts of a period together, end by end; an end that one of them lacks is
// lacking.
[[nodiscard]] Aim together(Trace& trace, std::string_view about, std::span<const Aim> parts);

// Stages that somebody says were reached, in the event `event`.
struct Verified {
    std::span<const std::string> stages;
    Position event{};
};

// The weight of those `stages`, defined at `defined`, that are in one of `reports`.
[[nodiscard]] Quantity stages_reached(
    Trace& trace,
    std::string_view about,
    std::span<const Stage> stages,
    Position defined,
    std::span<const Verified> reports
);

// How an indicator is measured.
struct Measured {
    Polarity polarity = Polarity::max;
    bool is_signed = false;
    bool max_attainable = false;
};

// Whether nothing can be achieved against `aim`: there is no target, it is 0 where more is better,
// or its ends are the wrong way round.
[[nodiscard]] bool has_no_target(const Measured& measured, const Aim& aim);

// The achievement of `realised`, before floor and cap. Asserts that there is a target, and that the
// polarity is max, min or band. A signed indicator is measured by its absolute value on a band,
// whatever its polarity (domain.md 2.3).
[[nodiscard]] Quantity achievement(
    Trace& trace,
    std::string_view about,
    const Measured& measured,
    const Quantity& realised,
    const Aim& aim
);

// `achievement` between the policy's floor and cap.
[[nodiscard]] Quantity clamped(Trace& trace, std::string_view about, const Quantity& achievement);

// What the policy gives where there was nothing to observe: 100, clamped; or nothing, and the
// weight is redistributed. `observations` all have denominator 0.
[[nodiscard]] std::optional<Quantity> for_no_observation(
    Trace& trace, std::string_view about, std::span<const Observation> observations
);

// The weighted mean of the achievements that count; nothing when none does, or their weights are 0.
struct Weighted {
    Quantity weight;
    Quantity achievement;
};
[[nodiscard]] std::optional<Quantity> weighted(Trace& trace, std::span<const Weighted> parts);

}  // namespace ledger::score
