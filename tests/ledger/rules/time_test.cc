#include "ledger/rules/time.h"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>
#include <string_view>
#include <vector>

namespace {

using ledger::Date;
using ledger::Instant;
using ledger::Period;
using ledger::Zone;
using std::chrono::microseconds;

Instant at(std::string_view text) {
    const auto moment = ledger::parse_instant(text);
    EXPECT_TRUE(moment) << text;
    return moment.value_or(Instant{});
}

Date date(std::string_view text) {
    const auto day = ledger::parse_date(text);
    EXPECT_TRUE(day) << text;
    return day.value_or(Date{});
}

TEST(Moment, IsWrittenInUtcToTheMicrosecond) {
    EXPECT_EQ(ledger::text(at("2026-01-12T01:02:03.000004Z")), "2026-01-12T01:02:03.000004Z");
    EXPECT_EQ(ledger::text(at("2026-01-12T08:02:03+07:00")), "2026-01-12T01:02:03.000000Z");
    EXPECT_EQ(ledger::text(at("2026-01-11T20:02:03.5-05:00")), "2026-01-12T01:02:03.500000Z");
    EXPECT_EQ(ledger::text(at("1969-12-31T23:59:59.999999Z")), "1969-12-31T23:59:59.999999Z");
    EXPECT_EQ(ledger::text(at("2024-02-29t00:00:00z")), "2024-02-29T00:00:00.000000Z");
}

TEST(Moment, IsReadFromNothingElse) {
    for (const std::string_view bad :
         {"",
          "2026-01-12",
          "2026-01-12T01:02:03",
          "2026-01-12 01:02:03Z",
          "2026-01-12T01:02Z",
          "2026-01-12T24:00:00Z",
          "2026-01-12T01:60:00Z",
          "2026-01-12T01:02:60Z",
          "2026-13-12T01:02:03Z",
          "2026-02-30T01:02:03Z",
          "1899-12-31T00:00:00Z",
          "2026-01-12T01:02:03.Z",
          "2026-01-12T01:02:03.1234567Z",
          "2026-01-12T01:02:03+7:00",
          "2026-01-12T01:02:03+07",
          "2026-01-12T01:02:03+24:00",
          "2026-01-12T01:02:03Zx",
          "26-01-12T01:02:03Z",
          "2026-01-12T01:02:03.-1Z"}) {
        EXPECT_FALSE(ledger::parse_instant(bad)) << bad;
    }
}

TEST(Day, IsReadAndWrittenAsACalendarDay) {
    EXPECT_EQ(ledger::text(date("2024-02-29")), "2024-02-29");
    EXPECT_EQ(ledger::text(date("1900-01-01")), "1900-01-01");
    EXPECT_EQ(ledger::text(date("9999-12-31")), "9999-12-31");
    for (const std::string_view bad :
         {"",
          "2025-02-29",
          "2025-00-01",
          "2025-01-00",
          "2025-1-1",
          "1899-12-31",
          "20250101",
          "2025-01-32",
          "2025-01-01 ",
          "2025/01/01"}) {
        EXPECT_FALSE(ledger::parse_date(bad)) << bad;
    }
}

TEST(Day, BeginsAndEndsInItsZone) {
    const Date day = date("2026-01-26");
    struct Case {
        Zone zone;
        std::string_view first;
        std::string_view last;
    };
    for (const auto& [zone, first, last] : std::vector<Case>{
             {Zone::wib, "2026-01-25T17:00:00.000000Z", "2026-01-26T16:59:59.999999Z"},
             {Zone::wita, "2026-01-25T16:00:00.000000Z", "2026-01-26T15:59:59.999999Z"},
             {Zone::wit, "2026-01-25T15:00:00.000000Z", "2026-01-26T14:59:59.999999Z"},
             {Zone::utc, "2026-01-26T00:00:00.000000Z", "2026-01-26T23:59:59.999999Z"},
         }) {
        EXPECT_EQ(ledger::text(start_of(day, zone)), first);
        EXPECT_EQ(ledger::text(end_of(day, zone)), last);
        EXPECT_EQ(day_of(start_of(day, zone), zone), day);
        EXPECT_EQ(day_of(end_of(day, zone), zone), day);
        EXPECT_EQ(day_of(start_of(day, zone) - microseconds(1), zone), day - std::chrono::days(1));
        EXPECT_EQ(day_of(end_of(day, zone) + microseconds(1), zone), day + std::chrono::days(1));
    }
}

TEST(Period, IsAMonthAQuarterOrAYear) {
    struct Case {
        std::string_view text;
        Period::Kind kind;
        int number;
        int first_month;
        int last_month;
        std::string_view first_day;
        std::string_view last_day;
    };
    using enum Period::Kind;
    for (const Case& c : std::vector<Case>{
             {"2024-02", month, 2, 2, 2, "2024-02-01", "2024-02-29"},
             {"2025-12", month, 12, 12, 12, "2025-12-01", "2025-12-31"},
             {"2025-Q1", quarter, 1, 1, 3, "2025-01-01", "2025-03-31"},
             {"2025-Q4", quarter, 4, 10, 12, "2025-10-01", "2025-12-31"},
             {"2025", year, 1, 1, 12, "2025-01-01", "2025-12-31"},
         }) {
        const auto period = Period::parse(c.text);
        ASSERT_TRUE(period) << c.text;
        EXPECT_EQ(period->text(), c.text);
        EXPECT_EQ(period->kind(), c.kind) << c.text;
        EXPECT_EQ(period->number(), c.number) << c.text;
        EXPECT_EQ(period->first_month(), c.first_month) << c.text;
        EXPECT_EQ(period->last_month(), c.last_month) << c.text;
        EXPECT_EQ(ledger::text(period->first_day()), c.first_day);
        EXPECT_EQ(ledger::text(period->last_day()), c.last_day);
    }
}

TEST(Period, IsReadFromNothingElse) {
    for (const std::string_view bad :
         {"",
          "25",
          "2025-",
          "2025-0",
          "2025-00",
          "2025-13",
          "2025-1",
          "2025-Q0",
          "2025-Q5",
          "2025-Q",
          "2025-Q12",
          "2025-q1",
          "1899",
          "1899-12",
          "10000",
          "2025-01-01",
          " 2025",
          "2025 "}) {
        EXPECT_FALSE(Period::parse(bad)) << bad;
    }
}

TEST(PeriodDeathTest, ThatDoesNotExistIsABug) {
    EXPECT_DEATH((void)Period::month(2025, 13), "assertion failed");
    EXPECT_DEATH((void)Period::month(2025, 0), "assertion failed");
    EXPECT_DEATH((void)Period::quarter(2025, 5), "assertion failed");
    EXPECT_DEATH((void)Period::year(1899), "assertion failed");
}

RC_GTEST_PROP(Moment, IsReadBackAsItWasWritten, ()) {
    const auto first = at("1900-01-01T00:00:00Z").time_since_epoch().count();
    const auto last = at("9999-12-31T23:59:59.999999Z").time_since_epoch().count();
    const Instant moment{microseconds(*rc::gen::inRange<std::int64_t>(first, last))};
    RC_ASSERT(ledger::parse_instant(ledger::text(moment)) == moment);
    const Date day = std::chrono::floor<std::chrono::days>(moment);
    RC_ASSERT(ledger::parse_date(ledger::text(day)) == day);
}

}  // namespace
