#include "ledger/rules/decimal.h"

#include "ledger/rules/assert.h"

#include <array>
#include <charconv>
#include <cstddef>

namespace ledger {
namespace {

__extension__ typedef __int128 Wide;  // NOLINT: `using` would warn under -Wpedantic

constexpr auto powers_of_ten = [] {
    std::array<std::int64_t, Decimal::scale_max + 1> powers{1};
    for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
    return powers;
}();

constexpr std::int64_t coefficient_end = powers_of_ten[Decimal::digits_max];

constexpr std::int64_t power_of_ten(int exponent) {
    return powers_of_ten[static_cast<std::size_t>(exponent)];
}

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// "12.50" in parts, without its sign; nothing when it is not of that form.
struct Digits {
    std::string_view whole;
    std::string_view fraction;
};

std::optional<Digits> split(std::string_view text) {
    const std::size_t point = text.find('.');
    const Digits digits{
        .whole = text.substr(0, point),
        .fraction = point == std::string_view::npos ? std::string_view{} : text.substr(point + 1),
    };
    if (digits.whole.empty()) return std::nullopt;
    if (point != std::string_view::npos && digits.fraction.empty()) return std::nullopt;
    if (digits.whole.size() > 1 && digits.whole.front() == '0') return std::nullopt;
    return digits;
}

// `coefficient` with the digits of `text` behind it; nothing when it gets too long.
std::optional<std::int64_t> append(std::int64_t coefficient, std::string_view text) {
    for (const char c : text) {
        if (!is_digit(c) || coefficient >= coefficient_end / 10) return std::nullopt;
        coefficient = coefficient * 10 + (c - '0');
    }
    return coefficient;
}

}  // namespace

Decimal Decimal::of(std::int64_t coefficient, int scale) {
    ledger_assert(scale >= 0 && scale <= scale_max);
    Decimal decimal(coefficient);
    decimal.scale_ = static_cast<std::int8_t>(scale);
    return decimal;
}

std::optional<Decimal> Decimal::parse(std::string_view text) {
    const bool negative = text.starts_with('-');
    const auto digits = split(text.substr(negative ? 1 : 0));
    if (!digits || digits->fraction.size() > scale_max) return std::nullopt;
    const auto whole = append(0, digits->whole);
    if (!whole) return std::nullopt;
    const auto coefficient = append(*whole, digits->fraction);
    if (!coefficient) return std::nullopt;
    return of(negative ? -*coefficient : *coefficient, static_cast<int>(digits->fraction.size()));
}

std::string Decimal::text() const {
    std::array<char, 24> digits{};
    const std::int64_t magnitude = is_negative() ? -coefficient_ : coefficient_;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), magnitude).ptr;
    std::string text(digits.data(), end);
    const auto scale = static_cast<std::size_t>(scale_);
    if (text.size() <= scale) text.insert(0, scale + 1 - text.size(), '0');
    if (scale > 0) text.insert(text.size() - scale, 1, '.');
    return is_negative() ? "-" + text : text;
}

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) noexcept {
    if (a.scale_ == b.scale_) return a.coefficient_ <=> b.coefficient_;
    // Both below 10^36: coefficients below 10^18, scales at most 18.
    const Wide left = static_cast<Wide>(a.coefficient_) * power_of_ten(b.scale_);
    const Wide right = static_cast<Wide>(b.coefficient_) * power_of_ten(a.scale_);
    return left <=> right;
}

}  // namespace ledger
