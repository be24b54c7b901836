#pragma once
// The published formulas: each has a name and a version, and gives its output from its named inputs
// alone, exactly. Whoever holds the inputs of a step of a score can work it out again, here or by
// hand. What they do in words, and where they come from, stands in formula_words.h.
//
// A version that any record relies on is never changed: a mistake becomes a new version, which a
// policy adopts from a date. tests/ledger/rules/formulas_test.cc freezes vectors of each version.
//
// Three formulas give no quantity; their number stands for a name, counted from 0 in the order of
// Level and Predikat in rating.h: 0 below, 1 meets, 2 above; 0 very poor to 4 very good. Inputs
// that are no numbers are written likewise: `rounding` 0 half-up, 1 half-even; `innovation`,
// `verified` 0 no, 1 yes.

#include "ledger/rules/policy.h"
#include "ledger/rules/rational.h"

#include <array>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>

namespace ledger::formulas {

// A formula without its version. In the order of their names.
enum class Family : std::uint8_t {
    achievement_band,
    achievement_max,
    achievement_max_attainable,
    achievement_max_range,
    achievement_milestone,
    achievement_min,
    achievement_min_range,
    achievement_no_observation,
    achievement_signed_band,
    achievement_zero_target,
    clamp,
    combine_months,
    consolidate_average,
    consolidate_last,
    consolidate_maximum,
    consolidate_minimum,
    consolidate_ratio,
    consolidate_sum,
    incomplete,
    level_three,
    number_pp30,
    predikat_matrix,
    predikat_pp30,
    rollup_mean,
    rollup_weighted_mean,
    rollup_weighted_sum,
    score_weighted,
    target_share,
    target_sum,
    value_percent,
};

constexpr auto names(Family) {
    return std::to_array<std::string_view>({
        "achievement.band",
        "achievement.max",
        "achievement.max_attainable",
        "achievement.max_range",
        "achievement.milestone",
        "achievement.min",
        "achievement.min_range",
        "achievement.no_observation",
        "achievement.signed_band",
        "achievement.zero_target",
        "clamp",
        "combine.months",
        "consolidate.average",
        "consolidate.last",
        "consolidate.maximum",
        "consolidate.minimum",
        "consolidate.ratio",
        "consolidate.sum",
        "incomplete",
        "level.three",
        "number.pp30",
        "predikat.matrix",
        "predikat.pp30",
        "rollup.mean",
        "rollup.weighted_mean",
        "rollup.weighted_sum",
        "score.weighted",
        "target.share",
        "target.sum",
        "value.percent",
    });
}

// The elements of a list are named "value[0]", "value[1]", ... in their order; "value[]" means the
// next one.
struct Input {
    std::string_view name;
    Rational value;
};

// The output, or what is wrong with the inputs, in English, for whoever works a step out again.
using Output = std::expected<Rational, std::string>;

class Arguments;  // inputs that were checked against what a formula declares

struct Formula {
    std::string_view name;  // with its version: "achievement.max/1"
    Family family;
    std::array<std::string_view, 5> inputs;  // a list's name ends in "[]"; unused ones are empty
    Output (*compute)(const Arguments&);
};

// Every formula and version there is, by name.
[[nodiscard]] std::span<const Formula> all();

// "achievement.max/1"; nullptr when there is none of that name and version.
[[nodiscard]] const Formula* find(std::string_view name);

// The version of `family` that `policy` names in Parameters::formulas; 1 when it names none.
// Asserts that it exists: nobody publishes a policy with a version that find() does not know.
[[nodiscard]] const Formula& version_of(Family family, const policy::Parameters& policy);

// Fails when an input is missing, unknown or there twice, when lists that belong together differ in
// length, and when the formula is not defined there, as with a target of 0 in achievement.max/1.
[[nodiscard]] Output evaluate(const Formula& formula, std::span<const Input> inputs);
[[nodiscard]] Output evaluate(std::string_view formula, std::span<const Input> inputs);

}  // namespace ledger::formulas
