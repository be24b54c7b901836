#pragma once
// What organisations and people alike are measured with: the polarity of an indicator, how its
// months become a quarter, its target, and a realised value with numerator and denominator.

#include "ledger/rules/decimal.h"
#include "ledger/rules/fields.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ledger {

// Which side of the target is good (domain.md 2.2).
enum class Polarity : std::uint8_t { max, min, band, milestone, qualitative };

constexpr auto names(Polarity) {
    return std::to_array<std::string_view>({"max", "min", "band", "milestone", "qualitative"});
}

// How values of several months become one (domain.md 2.5).
enum class Consolidation : std::uint8_t { sum, average, ratio, last, maximum, minimum };

constexpr auto names(Consolidation) {
    return std::to_array<std::string_view>({"sum", "average", "ratio", "last", "maximum", "minimum"}
    );
}

// Either `value`, or a range from `low` to `high`.
struct Target {
    std::optional<Decimal> value;
    std::optional<Decimal> low;
    std::optional<Decimal> high;

    static constexpr std::tuple fields{
        field("value", &Target::value), field("low", &Target::low), field("high", &Target::high)
    };
    friend bool operator==(const Target&, const Target&) = default;
};

// A stage of a milestone indicator; its weight counts once it is verified.
struct Stage {
    std::string id;
    std::string text;
    std::uint32_t weight = 0;

    static constexpr std::tuple fields{
        field("id", &Stage::id), field("text", &Stage::text), field("weight", &Stage::weight)
    };
    friend bool operator==(const Stage&, const Stage&) = default;
};

// What was realised. A ratio keeps numerator and denominator, never the percentage, so that
// quarters aggregate correctly; a percentage is 100 * numerator / denominator. A milestone names
// its stages.
struct Value {
    std::optional<Decimal> numerator;
    std::optional<Decimal> denominator;
    std::vector<std::string> stages;

    static constexpr std::tuple fields{
        field("numerator", &Value::numerator),
        field("denominator", &Value::denominator),
        field("stages", &Value::stages),
    };
    friend bool operator==(const Value&, const Value&) = default;
};

}  // namespace ledger
