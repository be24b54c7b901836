#include "ledger/rules/rational.h"

#include <boost/multiprecision/cpp_int.hpp>
#include <gtest/gtest.h>

#include <limits>
#include <rapidcheck/gtest.h>
#include <string>
#include <string_view>
#include <vector>

namespace {

using ledger::Decimal;
using ledger::Rational;
using ledger::Rounding;
using Oracle = boost::multiprecision::cpp_rational;

Rational rat(std::string_view text) {
    const auto value = Rational::parse(text);
    EXPECT_TRUE(value) << text;
    return value.value_or(Rational{});
}

std::string text_of(const Oracle& value) {
    const std::string whole = numerator(value).str();
    return denominator(value) == 1 ? whole : whole + "/" + denominator(value).str();
}

constexpr std::string_view largest_in_place = "170141183460469231731687303715884105727";
constexpr std::string_view first_on_the_heap = "170141183460469231731687303715884105728";

TEST(Rational, IsWrittenInLowestTerms) {
    EXPECT_EQ(Rational{}.text(), "0");
    EXPECT_EQ(Rational::of(10, 6).text(), "5/3");
    EXPECT_EQ(Rational::of(10, -6).text(), "-5/3");
    EXPECT_EQ(Rational::of(-10, -5).text(), "2");
    EXPECT_EQ(Rational::of(0, -7).text(), "0");
    EXPECT_EQ(rat("7.50").text(), "15/2");
    EXPECT_EQ(rat("-0.00").text(), "0");
    EXPECT_EQ(rat("10/6").text(), "5/3");
    EXPECT_EQ(Rational(*Decimal::parse("81.8333")).text(), "818333/10000");
    EXPECT_EQ(rat("0.0000000000000000000100").text(), "1/100000000000000000000");
}

TEST(Rational, ReadsNothingElse) {
    for (const std::string_view text : {"",      "-",
                                        "+1",    "1/0",
                                        "1/-2",  "-1/-2",
                                        "1/",    "/2",
                                        "1/2/3", "1.5/2",
                                        "1/2.5", "01",
                                        "1/02",  " 1",
                                        "1 ",    "1e3",
                                        "5.",    ".5",
                                        "1/00",  "abc",
                                        "-/2",   "00000000000000000000001"}) {
        EXPECT_FALSE(Rational::parse(text)) << text;
    }
    EXPECT_TRUE(Rational::parse(std::string(20'000, '9')));
    EXPECT_FALSE(Rational::parse(std::string(20'001, '9')));
}

// A unit's score of 300 ratios, each of another budget: what is written must be read again.
TEST(Rational, ReadsWhatSumsOfManyDenominatorsBecome) {
    Rational sum;
    Rational denominator = rat("123456789012");
    for (int i = 0; i < 300; ++i) {
        denominator += rat("7919");
        sum += rat("1") / denominator;
    }
    ASSERT_GT(sum.text().size(), 400U);
    EXPECT_EQ(Rational::parse(sum.text()), sum);
}

TEST(Rational, IsExactAtTheEndOfWhatIsKeptInPlace) {
    const Rational largest = rat(largest_in_place);
    EXPECT_EQ((largest + 1).text(), first_on_the_heap);
    EXPECT_EQ((largest + 1) - 1, largest);
    EXPECT_EQ(((largest + 1) - 1).text(), largest_in_place);
    EXPECT_EQ((-largest - 1).text(), "-" + std::string(first_on_the_heap));
    EXPECT_EQ((-largest - 1) + 1, -largest);
    EXPECT_EQ(largest * largest / largest, largest);
    EXPECT_EQ(Rational(1) / (largest + 1) * (largest + 1), Rational(1));
    EXPECT_EQ((Rational(-1) / (largest + 1)).text(), "-1/" + std::string(first_on_the_heap));
    EXPECT_LT(largest, largest + 1);
    EXPECT_LT(-largest - 1, -largest);
    EXPECT_GT(Rational(1) / largest, Rational(1) / (largest + 1));
    EXPECT_NE(largest, largest + 1);
    EXPECT_EQ(largest + 1, rat(first_on_the_heap));
    EXPECT_TRUE((-largest - 1).is_negative());
    EXPECT_EQ(abs(-largest - 1), largest + 1);
    EXPECT_FALSE((largest + 1).is_zero());
}

TEST(Rational, TakesAnyWholeNumber) {
    constexpr auto smallest = std::numeric_limits<std::int64_t>::min();
    EXPECT_EQ(Rational(smallest).text(), "-9223372036854775808");
    EXPECT_EQ(Rational::of(smallest, -1).text(), "9223372036854775808");
    EXPECT_EQ(Rational::of(smallest, smallest).text(), "1");
    EXPECT_EQ(Rational::of(1, smallest).text(), "-1/9223372036854775808");
}

struct RoundingCase {
    std::string_view value;
    int scale;
    std::string_view half_up;
    std::string_view half_even;
};

TEST(Rational, RoundsTheMiddleAwayFromZeroOrToTheEvenDigit) {
    for (const auto& c : std::vector<RoundingCase>{
             {"89.995", 2, "90.00", "90.00"},
             {"89.9949", 2, "89.99", "89.99"},
             {"89.985", 2, "89.99", "89.98"},
             {"-89.985", 2, "-89.99", "-89.98"},
             {"5/2", 0, "3", "2"},
             {"-5/2", 0, "-3", "-2"},
             {"7/2", 0, "4", "4"},
             {"1/3", 4, "0.3333", "0.3333"},
             {"2/3", 4, "0.6667", "0.6667"},
             {"90", 2, "90.00", "90.00"},
             {"-1/1000", 2, "0.00", "0.00"},
             {"244577/3060", 4, "79.9271", "79.9271"},
             {"0.5000000000000000000000000000000000000000000000001", 0, "1", "1"},
             {"0.4999999999999999999999999999999999999999999999999", 0, "0", "0"},
             {"0.5000000000000000000000000000000000000000000000000", 0, "1", "0"},
         }) {
        EXPECT_EQ(rat(c.value).rounded(c.scale).text(), c.half_up) << c.value;
        EXPECT_EQ(rat(c.value).rounded(c.scale, Rounding::half_even).text(), c.half_even)
            << c.value;
    }
}

TEST(Rational, SaysWhenARoundedValueIsTooLongForADecimal) {
    EXPECT_EQ(
        rat("999999999999999999").try_rounded(0, Rounding::half_up)->text(), "999999999999999999"
    );
    EXPECT_FALSE(rat("999999999999999999.5").try_rounded(0, Rounding::half_up));
    EXPECT_FALSE(rat("999999999999999999").try_rounded(1, Rounding::half_up));
    EXPECT_FALSE(rat(first_on_the_heap).try_rounded(0, Rounding::half_up));
    EXPECT_FALSE((-rat(first_on_the_heap)).try_rounded(18, Rounding::half_even));
    // Too long in between, though not in the end.
    EXPECT_EQ(
        (rat(largest_in_place) / rat(first_on_the_heap)).rounded(17).text(), "1.00000000000000000"
    );
}

TEST(RationalDeathTest, DividingByZeroIsABug) {
    EXPECT_DEATH((void)Rational::of(1, 0), "assertion failed");
    EXPECT_DEATH((void)(Rational(1) / Rational(0)), "assertion failed");
    EXPECT_DEATH((void)rat(first_on_the_heap).rounded(0), "assertion failed");
    EXPECT_DEATH((void)Rational(1).rounded(19), "assertion failed");
}

// Fractions of every length: of a few bits, about where 64 and 127 bits end, and beyond.
rc::Gen<Oracle> any_fraction() {
    return rc::gen::exec([] {
        const auto any_whole = [] {
            const auto bits = *rc::gen::element(3, 20, 62, 63, 64, 65, 126, 127, 128, 129, 300);
            boost::multiprecision::cpp_int whole = 0;
            for (int i = 0; i < 5; ++i) {
                whole = (whole << 64) + *rc::gen::arbitrary<std::uint64_t>();
            }
            return boost::multiprecision::cpp_int(
                whole % pow(boost::multiprecision::cpp_int(2), static_cast<unsigned>(bits))
            );
        };
        Oracle fraction(any_whole(), any_whole() + 1);
        return *rc::gen::arbitrary<bool>() ? fraction : Oracle(-fraction);
    });
}

RC_GTEST_PROP(Rational, AgreesWithArithmeticOfAnySize, ()) {
    const Oracle x = *any_fraction();
    const Oracle y = *any_fraction();
    const Rational a = rat(text_of(x));
    const Rational b = rat(text_of(y));
    RC_ASSERT(a.text() == text_of(x));
    RC_ASSERT((a + b).text() == text_of(x + y));
    RC_ASSERT((a - b).text() == text_of(x - y));
    RC_ASSERT((a * b).text() == text_of(x * y));
    RC_ASSERT((a < b) == (x < y));
    RC_ASSERT((a == b) == (x == y));
    RC_ASSERT(a + b - b == a);
    if (y != 0) {
        RC_ASSERT((a / b).text() == text_of(x / y));
        RC_ASSERT(a * b / b == a);
    }
}

RC_GTEST_PROP(Rational, RoundsLikeArithmeticOfAnySize, ()) {
    const Oracle x = *any_fraction();
    const auto scale = *rc::gen::inRange(0, Decimal::scale_max + 1);
    using boost::multiprecision::cpp_int;
    const Oracle scaled = abs(x) * Oracle(pow(cpp_int(10), static_cast<unsigned>(scale)));
    const Oracle doubled = scaled * 2 + 1;
    const cpp_int up = numerator(doubled) / (denominator(doubled) * 2);
    const auto rounded = rat(text_of(x)).try_rounded(scale, Rounding::half_up);
    RC_ASSERT(rounded.has_value() == (up < cpp_int("1000000000000000000")));
    if (rounded) {
        const cpp_int coefficient = x < 0 ? cpp_int(-up) : up;
        RC_ASSERT(cpp_int(rounded->coefficient()) == coefficient);
        RC_ASSERT(rounded->scale() == scale);
    }
}

}  // namespace
