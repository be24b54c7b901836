#include "ledger/rules/rational.h"

#include "ledger/rules/assert.h"

#include <boost/multiprecision/gmp.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <limits>
#include <utility>

namespace ledger {
namespace {

using boost::multiprecision::mpz_int;

__extension__ typedef __int128 Int;                 // NOLINT: `using` would warn under -Wpedantic
__extension__ typedef unsigned __int128 Magnitude;  // NOLINT

constexpr std::size_t text_characters_max = 20'000;  // of sums with many denominators
constexpr Int int_max = std::numeric_limits<Int>::max();

// --- Arithmetic on 128 bits. Each answers whether the result fits; the smallest Int, whose
// negation does not fit, counts as not fitting.

bool add(Int a, Int b, Int& sum) {
    return !__builtin_add_overflow(a, b, &sum) && sum != -int_max - 1;
}

bool multiply(Int a, Int b, Int& product) {
    return !__builtin_mul_overflow(a, b, &product) && product != -int_max - 1;
}

constexpr Magnitude magnitude(Int value) {
    return value < 0 ? -static_cast<Magnitude>(value) : static_cast<Magnitude>(value);
}

int trailing_zeros(Magnitude value) {
    const auto low = static_cast<std::uint64_t>(value);
    return low != 0 ? std::countr_zero(low)
                    : 64 + std::countr_zero(static_cast<std::uint64_t>(value >> 64U));
}

// Stein's algorithm on odd numbers: subtract and halve.
template <class Unsigned>
Unsigned odd_gcd(Unsigned a, Unsigned b) {
    while (a != b) {
        if (a < b) std::swap(a, b);
        a -= b;
        a >>= static_cast<unsigned>(trailing_zeros(a));
        if constexpr (sizeof(Unsigned) > sizeof(std::uint64_t)) {
            if (((a | b) >> 64U) == 0) {
                return odd_gcd(static_cast<std::uint64_t>(a), static_cast<std::uint64_t>(b));
            }
        }
    }
    return a;
}

Int gcd(Int left, Int right) {
    Magnitude a = magnitude(left);
    Magnitude b = magnitude(right);
    if (a == 0 || b == 0) return static_cast<Int>(a | b);
    if (a == 1 || b == 1) return 1;
    const int shift = trailing_zeros(a | b);
    a >>= static_cast<unsigned>(trailing_zeros(a));
    b >>= static_cast<unsigned>(trailing_zeros(b));
    const Magnitude odd =
        ((a | b) >> 64U) == 0
            ? odd_gcd(static_cast<std::uint64_t>(a), static_cast<std::uint64_t>(b))
            : odd_gcd(a, b);
    return static_cast<Int>(odd << static_cast<unsigned>(shift));
}

// Exact quotients; most are of small numbers, whose division is many times faster.
Int quotient(Int value, Int divisor) {
    if (divisor == 1) return value;
    const auto small_value = static_cast<std::int64_t>(value);
    const auto small_divisor = static_cast<std::int64_t>(divisor);
    if (small_value == value && small_divisor == divisor && small_divisor != -1) {
        return small_value / small_divisor;
    }
    return value / divisor;
}

// 10^exponent; exponent <= 38, the most that fits.
constexpr Int power_of_ten(int exponent) {
    Int power = 1;
    for (int i = 0; i < exponent; ++i) power *= 10;
    return power;
}

std::string to_text(Int value) {
    std::string digits;
    Magnitude rest = magnitude(value);
    do {
        digits += static_cast<char>('0' + static_cast<int>(rest % 10));
        rest /= 10;
    } while (rest != 0);
    if (value < 0) digits += '-';
    std::reverse(digits.begin(), digits.end());
    return digits;
}

// Whether the quotient's magnitude grows by one: twice the remainder against the divisor.
template <class Unsigned>
bool rounds_up(
    const Unsigned& quotient,
    const Unsigned& twice_remainder,
    const Unsigned& divisor,
    Rounding rounding
) {
    if (twice_remainder != divisor) return twice_remainder > divisor;
    return rounding == Rounding::half_up || (quotient & 1U) != 0;
}

bool all_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Digits without a leading zero but "0" itself.
bool is_whole(std::string_view text) {
    return all_digits(text) && (text.size() == 1 || text.front() != '0');
}

// The number that digits say. Zeros in front are taken off, which GMP reads as octal.
mpz_int to_number(std::string_view digits) {
    digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size() - 1));
    return mpz_int(std::string(digits));
}

struct Terms {
    mpz_int numerator;
    mpz_int denominator = 1;
};

// "5", "5/3" or "1.50" of any length, without a sign.
std::optional<Terms> terms_of(std::string_view text) {
    const std::size_t mark = std::min(text.find_first_of("/."), text.size());
    const std::string_view before = text.substr(0, mark);
    if (!is_whole(before)) return std::nullopt;
    Terms terms{.numerator = to_number(before)};
    if (mark == text.size()) return terms;
    const std::string_view after = text.substr(mark + 1);
    if (text[mark] == '/') {
        if (!is_whole(after) || after == "0") return std::nullopt;
        terms.denominator = to_number(after);
    } else {
        if (!all_digits(after)) return std::nullopt;
        terms.denominator = pow(mpz_int(10), static_cast<unsigned>(after.size()));
        terms.numerator = terms.numerator * terms.denominator + to_number(after);
    }
    return terms;
}

}  // namespace

// The same value in as many digits as it needs.
struct Rational::Big {
    mpz_int numerator;
    mpz_int denominator;  // > 0

    static Big of(const Rational& value) {
        if (value.big_) return *value.big_;
        return {mpz_int(value.numerator_), mpz_int(value.denominator_)};
    }

    // The Rational of numerator / denominator: in lowest terms, and in place where it fits.
    static Rational reduced(mpz_int numerator, mpz_int denominator) {
        ledger_assert(denominator != 0);
        if (denominator < 0) {
            numerator = -numerator;
            denominator = -denominator;
        }
        const mpz_int divisor = boost::multiprecision::gcd(numerator, denominator);
        numerator /= divisor;
        denominator /= divisor;
        Rational value;
        if (fits(numerator) && fits(denominator)) {
            value.numerator_ = static_cast<Int>(numerator);
            value.denominator_ = static_cast<Int>(denominator);
        } else {
            value.big_ =
                std::make_shared<const Big>(Big{std::move(numerator), std::move(denominator)});
        }
        return value;
    }

    static bool fits(const mpz_int& value) {
        static const mpz_int limit(int_max);
        return abs(value) <= limit;
    }
};

Rational::Rational(const Decimal& decimal) : numerator_(decimal.coefficient()) {
    if (decimal.scale() == 0) return;
    const Int denominator = power_of_ten(decimal.scale());
    const Int divisor = gcd(numerator_, denominator);
    numerator_ = quotient(numerator_, divisor);
    denominator_ = quotient(denominator, divisor);
}

Rational Rational::of(std::int64_t numerator, std::int64_t denominator) {
    ledger_assert(denominator != 0);
    const Int divisor =
        denominator < 0 ? -gcd(numerator, denominator) : gcd(numerator, denominator);
    Rational value;
    value.numerator_ = quotient(numerator, divisor);
    value.denominator_ = quotient(denominator, divisor);
    return value;
}

std::optional<Rational> Rational::parse(std::string_view text) {
    if (text.size() > text_characters_max) return std::nullopt;
    if (const auto decimal = Decimal::parse(text)) return Rational(*decimal);
    const bool negative = text.starts_with('-');
    text.remove_prefix(negative ? 1 : 0);
    auto terms = terms_of(text);
    if (!terms) return std::nullopt;
    if (negative) terms->numerator = -terms->numerator;
    return Big::reduced(std::move(terms->numerator), std::move(terms->denominator));
}

std::string Rational::text() const {
    if (big_) {
        const std::string whole = big_->numerator.str();
        return big_->denominator == 1 ? whole : whole + '/' + big_->denominator.str();
    }
    const std::string whole = to_text(numerator_);
    return denominator_ == 1 ? whole : whole + '/' + to_text(denominator_);
}

Decimal Rational::rounded(int scale, Rounding rounding) const {
    const auto decimal = try_rounded(scale, rounding);
    ledger_assert(decimal.has_value());
    return *decimal;
}

std::optional<Decimal> Rational::try_rounded(int scale, Rounding rounding) const {
    ledger_assert(scale >= 0 && scale <= Decimal::scale_max);
    constexpr Int end = power_of_ten(Decimal::digits_max);
    Int scaled = 0;
    if (!big_ && multiply(numerator_, power_of_ten(scale), scaled)) {
        const Magnitude size = magnitude(scaled);
        const Magnitude divisor = static_cast<Magnitude>(denominator_);
        Magnitude quotient = size / divisor;
        if (rounds_up<Magnitude>(quotient, 2 * (size % divisor), divisor, rounding)) ++quotient;
        if (quotient >= static_cast<Magnitude>(end)) return std::nullopt;
        const auto coefficient = static_cast<std::int64_t>(quotient);
        return Decimal::of(is_negative() ? -coefficient : coefficient, scale);
    }
    const Big value = Big::of(*this);
    mpz_int quotient;
    mpz_int remainder;
    divide_qr(
        mpz_int(abs(value.numerator) * mpz_int(power_of_ten(scale))),
        value.denominator,
        quotient,
        remainder
    );
    if (rounds_up<mpz_int>(quotient, 2 * remainder, value.denominator, rounding)) ++quotient;
    if (quotient >= mpz_int(end)) return std::nullopt;
    const auto coefficient = static_cast<std::int64_t>(quotient);
    return Decimal::of(is_negative() ? -coefficient : coefficient, scale);
}

bool Rational::is_zero() const noexcept {
    return !big_ && numerator_ == 0;
}

bool Rational::is_negative() const noexcept {
    return big_ ? big_->numerator < 0 : numerator_ < 0;
}

Rational operator+(const Rational& a, const Rational& b) {
    if (!a.big_ && !b.big_) {
        // Knuth, The Art of Computer Programming, 4.5.1: what is left to cancel divides the gcd of
        // the denominators, so the products stay small.
        const Int common = gcd(a.denominator_, b.denominator_);
        const Int a_rest = quotient(a.denominator_, common);
        const Int b_rest = quotient(b.denominator_, common);
        Int left = 0;
        Int right = 0;
        Int sum = 0;
        if (multiply(a.numerator_, b_rest, left) && multiply(b.numerator_, a_rest, right) &&
            add(left, right, sum)) {
            const Int divisor = gcd(sum, common);
            Rational value;
            value.numerator_ = quotient(sum, divisor);
            if (multiply(a_rest, quotient(b.denominator_, divisor), value.denominator_)) {
                return value;
            }
        }
    }
    const auto x = Rational::Big::of(a);
    const auto y = Rational::Big::of(b);
    return Rational::Big::reduced(
        x.numerator * y.denominator + y.numerator * x.denominator, x.denominator * y.denominator
    );
}

Rational operator-(const Rational& value) {
    if (value.big_) return Rational::Big::reduced(-value.big_->numerator, value.big_->denominator);
    Rational negated = value;
    negated.numerator_ = -value.numerator_;
    return negated;
}

Rational operator-(const Rational& a, const Rational& b) {
    return a + -b;
}

Rational operator*(const Rational& a, const Rational& b) {
    if (!a.big_ && !b.big_) {
        // Cancelled crosswise first, the product is in lowest terms.
        const Int down = gcd(a.numerator_, b.denominator_);
        const Int up = gcd(b.numerator_, a.denominator_);
        Rational value;
        if (multiply(quotient(a.numerator_, down), quotient(b.numerator_, up), value.numerator_) &&
            multiply(
                quotient(a.denominator_, up), quotient(b.denominator_, down), value.denominator_
            )) {
            return value;
        }
    }
    const auto x = Rational::Big::of(a);
    const auto y = Rational::Big::of(b);
    return Rational::Big::reduced(x.numerator * y.numerator, x.denominator * y.denominator);
}

Rational operator/(const Rational& a, const Rational& b) {
    ledger_assert(!b.is_zero());
    Rational inverse;
    if (!b.big_) {
        inverse.numerator_ = b.numerator_ < 0 ? -b.denominator_ : b.denominator_;
        inverse.denominator_ = b.numerator_ < 0 ? -b.numerator_ : b.numerator_;
    } else {
        inverse = Rational::Big::reduced(b.big_->denominator, b.big_->numerator);
    }
    return a * inverse;
}

std::strong_ordering operator<=>(const Rational& a, const Rational& b) {
    Int left = 0;
    Int right = 0;
    if (!a.big_ && !b.big_ && multiply(a.numerator_, b.denominator_, left) &&
        multiply(b.numerator_, a.denominator_, right)) {
        return left <=> right;
    }
    const auto x = Rational::Big::of(a);
    const auto y = Rational::Big::of(b);
    const int order = mpz_int(x.numerator * y.denominator).compare(y.numerator * x.denominator);
    return order <=> 0;
}

bool operator==(const Rational& a, const Rational& b) {
    // Both are in lowest terms, and on the heap only when they must be.
    if (!a.big_ && !b.big_) {
        return a.numerator_ == b.numerator_ && a.denominator_ == b.denominator_;
    }
    return a.big_ && b.big_ && a.big_->numerator == b.big_->numerator &&
           a.big_->denominator == b.big_->denominator;
}

Rational abs(const Rational& value) {
    return value.is_negative() ? -value : value;
}

}  // namespace ledger
