#pragma once
// Rational: an exact fraction in lowest terms, of any size. All arithmetic on achievements, scores
// and pay is done in it; rounding happens once, at the end, where a policy says so.
//
// Numerator and denominator up to 127 bits are kept in place; larger ones on the heap. Values are
// immutable but for assignment, and safe to read from any number of threads.

#include "ledger/rules/decimal.h"

#include <array>
#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace ledger {

enum class Rounding : std::uint8_t { half_up, half_even };

constexpr auto names(Rounding) {
    return std::array<std::string_view, 2>{"halfUp", "halfEven"};
}

class Rational {
public:
    constexpr Rational() = default;                                // 0
    constexpr Rational(std::int64_t whole) : numerator_(whole) {}  // NOLINT: is a fraction
    Rational(const Decimal& decimal);                              // NOLINT: is one too

    // numerator / denominator. Asserts denominator != 0.
    [[nodiscard]] static Rational of(std::int64_t numerator, std::int64_t denominator);

    // "5", "-5/3", or a decimal "7.50", of any number of digits; a fraction need not be in lowest
    // terms. Nothing when it is anything else, has a zero in front, or is over 20,000 characters.
    [[nodiscard]] static std::optional<Rational> parse(std::string_view text);

    // "5" or "-5/3", in lowest terms.
    [[nodiscard]] std::string text() const;

    // Rounded to `scale` digits after the point, which it then shows: 90 at scale 2 is 90.00.
    // half_up rounds away from zero at the middle. Asserts that the result fits a Decimal.
    [[nodiscard]] Decimal rounded(int scale, Rounding rounding = Rounding::half_up) const;

    // The same, or nothing when the result does not fit a Decimal.
    [[nodiscard]] std::optional<Decimal> try_rounded(int scale, Rounding rounding) const;

    [[nodiscard]] bool is_zero() const noexcept;
    [[nodiscard]] bool is_negative() const noexcept;

    friend Rational operator+(const Rational& a, const Rational& b);
    friend Rational operator-(const Rational& a, const Rational& b);
    friend Rational operator-(const Rational& value);
    friend Rational operator*(const Rational& a, const Rational& b);
    friend Rational operator/(const Rational& a, const Rational& b);  // asserts b != 0
    friend std::strong_ordering operator<=>(const Rational& a, const Rational& b);
    friend bool operator==(const Rational& a, const Rational& b);

    Rational& operator+=(const Rational& b) { return *this = *this + b; }

private:
    struct Big;  // in rational.cc, so that nobody else compiles boost::multiprecision

    __extension__ typedef __int128 Int;  // NOLINT: `using` would warn under -Wpedantic
    Int numerator_ = 0;
    Int denominator_ = 1;             // > 0
    std::shared_ptr<const Big> big_;  // when set, it is the value
};

[[nodiscard]] Rational abs(const Rational& value);

}  // namespace ledger
