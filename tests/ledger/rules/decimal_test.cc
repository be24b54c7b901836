#include "ledger/rules/decimal.h"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>
#include <string>
#include <string_view>

namespace {

using ledger::Decimal;

Decimal dec(std::string_view text) {
    const auto decimal = Decimal::parse(text);
    EXPECT_TRUE(decimal) << text;
    return decimal.value_or(Decimal{});
}

TEST(Decimal, KeepsTheDigitsThatItWasWrittenWith) {
    for (const std::string_view text :
         {"0",
          "77.80",
          "-3",
          "0.5",
          "-0.05",
          "100.000",
          "999999999999999999",
          "-999999999999999999",
          "0.000000000000000001",
          "0.999999999999999999",
          "123456789.123456789"}) {
        EXPECT_EQ(dec(text).text(), text);
    }
}

TEST(Decimal, HasNoNegativeZero) {
    EXPECT_EQ(dec("-0").text(), "0");
    EXPECT_EQ(dec("-0.00").text(), "0.00");
    EXPECT_FALSE(dec("-0.00").is_negative());
}

TEST(Decimal, ReadsNothingElse) {
    for (const std::string_view text :
         {"",   "-",  "+1",  " 1",   "1 ",    ".5",  "5.",   "-.5", "1e3",   "1,5",
          "00", "01", "-01", "00.5", "1.2.3", "--1", "0x10", "NaN", "1_000", "1/2"}) {
        EXPECT_FALSE(Decimal::parse(text)) << text;
    }
}

TEST(Decimal, ReadsNoMoreThanEighteenDigits) {
    EXPECT_TRUE(Decimal::parse("999999999999999999"));
    EXPECT_FALSE(Decimal::parse("1000000000000000000"));
    EXPECT_TRUE(Decimal::parse("9.99999999999999999"));
    EXPECT_FALSE(Decimal::parse("9.999999999999999999"));
    EXPECT_TRUE(Decimal::parse("0.000000000000000001"));
    EXPECT_FALSE(Decimal::parse("0.0000000000000000001"));
    EXPECT_FALSE(Decimal::parse("0.0000000000000000000"));
    EXPECT_FALSE(Decimal::parse(std::string(1000, '9')));
}

TEST(Decimal, ComparesByValue) {
    EXPECT_EQ(dec("77.80"), dec("77.8"));
    EXPECT_EQ(dec("0"), dec("0.000"));
    EXPECT_LT(dec("-1"), dec("-0.999"));
    EXPECT_LT(dec("0.09"), dec("0.1"));
    EXPECT_GT(dec("999999999999999999"), dec("0.999999999999999999"));
    EXPECT_LT(dec("-999999999999999999"), dec("-0.999999999999999999"));
    EXPECT_NE(dec("0.1"), dec("0.01"));
}

TEST(Decimal, IsMadeOfACoefficientAndAScale) {
    EXPECT_EQ(Decimal::of(7780, 2).text(), "77.80");
    EXPECT_EQ(Decimal::of(-5, 2).text(), "-0.05");
    EXPECT_EQ(Decimal(-12).text(), "-12");
    EXPECT_EQ(dec("77.80").coefficient(), 7780);
    EXPECT_EQ(dec("77.80").scale(), 2);
    EXPECT_TRUE(dec("0.00").is_zero());
}

TEST(DecimalDeathTest, ABugIsNotADecimal) {
    EXPECT_DEATH((void)Decimal::of(1, 19), "assertion failed");
    EXPECT_DEATH((void)Decimal::of(1, -1), "assertion failed");
    EXPECT_DEATH((void)Decimal::of(1'000'000'000'000'000'000, 0), "assertion failed");
}

RC_GTEST_PROP(Decimal, IsReadBackAsItWasWritten, ()) {
    const auto coefficient =
        *rc::gen::inRange<std::int64_t>(-999'999'999'999'999'999, 1'000'000'000'000'000'000);
    const auto scale = *rc::gen::inRange(0, Decimal::scale_max + 1);
    const Decimal decimal = Decimal::of(coefficient, scale);
    const auto read = Decimal::parse(decimal.text());
    RC_ASSERT(read.has_value());
    RC_ASSERT(read->coefficient() == coefficient);
    RC_ASSERT(read->scale() == scale);
}

}  // namespace
