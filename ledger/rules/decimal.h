#pragma once
// Decimal: an exact decimal number, as people write it: 77.80, -3, 0.5. It keeps the digits that it
// was written with, and compares by value: 77.80 == 77.8. It does no arithmetic; Rational does.

#include "ledger/rules/assert.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ledger {

class Decimal {
public:
    static constexpr int digits_max = 18;  // significant ones
    static constexpr int scale_max = 18;   // digits after the point

    constexpr Decimal() = default;
    // Asserts |whole| < 10^digits_max.
    constexpr explicit Decimal(std::int64_t whole) : coefficient_(whole) {
        ledger_assert(whole < 1'000'000'000'000'000'000 && whole > -1'000'000'000'000'000'000);
    }

    // coefficient / 10^scale. Asserts 0 <= scale <= scale_max and |coefficient| < 10^digits_max.
    static Decimal of(std::int64_t coefficient, int scale);

    // "-"? digits ("." digits)?; no exponent, plus or spaces; no leading zeros but one before the
    // point. Nothing when the text is anything else or has too many digits.
    [[nodiscard]] static std::optional<Decimal> parse(std::string_view text);

    // As it was written: "77.80". "-0" becomes "0".
    [[nodiscard]] std::string text() const;

    [[nodiscard]] constexpr std::int64_t coefficient() const noexcept { return coefficient_; }
    [[nodiscard]] constexpr int scale() const noexcept { return scale_; }
    [[nodiscard]] constexpr bool is_negative() const noexcept { return coefficient_ < 0; }
    [[nodiscard]] constexpr bool is_zero() const noexcept { return coefficient_ == 0; }

    friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) noexcept;
    friend bool operator==(const Decimal& a, const Decimal& b) noexcept {
        return (a <=> b) == std::strong_ordering::equal;
    }

private:
    std::int64_t coefficient_ = 0;
    std::int8_t scale_ = 0;
};

}  // namespace ledger
