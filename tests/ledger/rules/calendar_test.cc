#include "ledger/rules/calendar.h"

#include "ledger/rules/agency.h"
#include "ledger/rules/sanctions.h"
#include "tests/support/book.h"

#include <gtest/gtest.h>

namespace {

using namespace ledger;
using calendar::Published;
using tests::at;
using tests::Book;
using tests::by;
using tests::Code;
using tests::date;

const AgencyId pauh{"pauh"};
const StreamId stream = calendar::stream_for(pauh);
const Actor team = by("t", Role::performance_team);
const Actor head = by("h", Role::head);

Published year_2026() {
    Published e{.year = 2026};
    for (const char* day :
         {"2026-01-01",
          "2026-01-16",
          "2026-02-16",
          "2026-02-17",
          "2026-03-18",
          "2026-03-19",
          "2026-03-20",
          "2026-03-23",
          "2026-03-24",
          "2026-04-03",
          "2026-05-01"}) {
        e.holidays.push_back({date(day), "hari libur"});
    }
    return e;
}

// The calendar of domain.md 7.6.
calendar::State pauh_2026() {
    return fold(calendar::State{}, calendar::Event(year_2026()), Stamp{});
}

Book registered() {
    Book book;
    book.given(
        stream_of(pauh), agency::Event(agency::Registered{"Kota Pauh"}), head, at("2025-01-01")
    );
    return book;
}

tests::Told publish(Book& book, const Published& e, const Actor& actor = team) {
    return book.when(stream, calendar::Event(e), actor, at("2026-01-02"));
}

// --- Working days

TEST(Calendar, TheClocksOfTheGoldenYear) {
    const calendar::State state = pauh_2026();
    // Summons received, earliest examination (7 working days).
    EXPECT_EQ(add_working_days(state, date("2026-02-10"), 7), date("2026-02-23"));
    // First examination day, latest day of the second (7 working days).
    EXPECT_EQ(add_working_days(state, date("2026-02-23"), 7), date("2026-03-04"));
    // Decided, latest delivery (14 working days).
    EXPECT_EQ(add_working_days(state, date("2026-03-10"), 14), date("2026-04-07"));
    // Received, last day for a remedy (14), and in force (15).
    EXPECT_EQ(add_working_days(state, date("2026-03-12"), 14), date("2026-04-09"));
    EXPECT_EQ(add_working_days(state, date("2026-03-12"), 15), date("2026-04-10"));
    // The regulation's own example.
    EXPECT_EQ(add_working_days(state, date("2026-07-14"), 15), date("2026-08-04"));
}

TEST(Calendar, SaturdaysAndSundaysAndPublishedDaysOffAreNoWorkingDays) {
    const calendar::State state = pauh_2026();
    EXPECT_TRUE(is_working_day(state, date("2026-03-06")));   // Friday
    EXPECT_FALSE(is_working_day(state, date("2026-03-07")));  // Saturday
    EXPECT_FALSE(is_working_day(state, date("2026-03-08")));  // Sunday
    EXPECT_TRUE(is_working_day(state, date("2026-03-09")));   // Monday
    EXPECT_FALSE(is_working_day(state, date("2026-03-18")));  // a holiday on a Wednesday
}

TEST(Calendar, JointLeaveIsNoWorkingDay) {
    Published e{.year = 2026};
    e.joint_leave.push_back({date("2026-03-10"), "cuti bersama"});
    const calendar::State state = fold(calendar::State{}, calendar::Event(e), Stamp{});
    EXPECT_FALSE(is_working_day(state, date("2026-03-10")));
}

TEST(Calendar, AYearNeverPublishedHasOnlyWeekends) {
    const calendar::State state = pauh_2026();
    EXPECT_TRUE(is_working_day(state, date("2025-12-25")));
    EXPECT_TRUE(is_working_day(state, date("2027-01-01")));
    EXPECT_FALSE(is_working_day(state, date("2027-01-02")));
    EXPECT_TRUE(is_working_day(calendar::State{}, date("2026-01-01")));
}

TEST(Calendar, NoWorkingDaysLaterIsTheSameDayEvenWhenNobodyWorks) {
    EXPECT_EQ(add_working_days(pauh_2026(), date("2026-03-08"), 0), date("2026-03-08"));
}

TEST(Calendar, OneWorkingDayAfterAWeekendIsMonday) {
    for (const char* from : {"2026-03-06", "2026-03-07", "2026-03-08"}) {
        EXPECT_EQ(add_working_days(pauh_2026(), date(from), 1), date("2026-03-09")) << from;
    }
}

TEST(Calendar, TheFirstDayIsNotCountedAndTheLastIs) {
    const calendar::State state = pauh_2026();
    EXPECT_EQ(working_days_between(state, date("2026-03-09"), date("2026-03-10")), 1);
    EXPECT_EQ(working_days_between(state, date("2026-03-06"), date("2026-03-09")), 1);
    EXPECT_EQ(working_days_between(state, date("2026-03-09"), date("2026-03-09")), 0);
    EXPECT_EQ(working_days_between(state, date("2026-03-10"), date("2026-03-09")), 0);
    EXPECT_EQ(working_days_between(state, date("2026-03-12"), date("2026-04-10")), 15);
}

TEST(Calendar, CountingAddsUpDayByDay) {
    const calendar::State state = pauh_2026();
    const Date from = date("2025-12-20");
    int expected = 0;
    for (Date day = from; day < date("2027-02-01");) {
        day += std::chrono::days{1};
        if (is_working_day(state, day)) {
            ++expected;
            ASSERT_EQ(add_working_days(state, from, expected), day);
        }
        ASSERT_EQ(working_days_between(state, from, day), expected) << text(day);
    }
}

TEST(Calendar, CountingWorksBeforeTheEpochAndOverCenturies) {
    const calendar::State none;
    EXPECT_EQ(working_days_between(none, date("1900-01-01"), date("1900-01-08")), 5);
    EXPECT_EQ(working_days_between(none, date("1900-01-01"), date("9999-12-31")), 2113189);
}

// --- Publishing

TEST(Calendar, ThePerformanceTeamOrTheHeadPublishesIt) {
    for (const Actor& actor : {team, head}) {
        Book book = registered();
        publish(book, year_2026(), actor).then({{stream, calendar::Event(year_2026()), {}}});
    }
    for (const Role role : {Role::pegawai, Role::rater, Role::authority, Role::integration}) {
        Book book = registered();
        publish(book, year_2026(), by("x", role)).then_rejected(Code::auth);
    }
}

TEST(Calendar, ASourceSystemMayMigrateIt) {
    Book book = registered();
    book.when(
            stream,
            calendar::Event(year_2026()),
            by("x", Role::integration),
            at("2026-01-02"),
            {},
            true
    )
        .then_recorded();
}

TEST(Calendar, AnUnknownAgencyHasNone) {
    Book book;
    publish(book, year_2026()).then_rejected(Code::state, "stream");
}

TEST(Calendar, AYearPublishedAgainReplacesThatYearOnly) {
    Book book = registered();
    publish(book, year_2026()).then_recorded();
    Published next{.year = 2027};
    next.holidays.push_back({date("2027-01-01"), "Tahun Baru"});
    publish(book, next).then_recorded();
    Published again{.year = 2026, .weekly_minutes = 1950, .start = "08:00"};
    again.joint_leave.push_back({date("2026-03-11"), "cuti bersama"});
    again.holidays.push_back({date("2026-12-25"), "Natal"});
    publish(book, again).then_recorded();

    const auto state = book.state<calendar::Kind>(stream);
    ASSERT_EQ(state.years.size(), 2U);
    const calendar::Year expected{
        .year = 2026,
        .days_off = {date("2026-03-11"), date("2026-12-25")},
        .weekly_minutes = 1950,
        .start = "08:00",
        .position = Position{3},
    };
    EXPECT_EQ(state.years[0], expected);
    EXPECT_EQ(state.years[1].year, 2027U);
    EXPECT_TRUE(is_working_day(state, date("2026-03-18")));
    EXPECT_FALSE(is_working_day(state, date("2026-03-11")));
    EXPECT_FALSE(is_working_day(state, date("2027-01-01")));
}

TEST(Calendar, YearsAreKeptInOrder) {
    calendar::State state;
    for (const std::uint32_t year : {2027U, 2025U, 2026U}) {
        state = fold(std::move(state), calendar::Event(Published{.year = year}), Stamp{});
    }
    ASSERT_EQ(state.years.size(), 3U);
    EXPECT_EQ(state.years[0].year, 2025U);
    EXPECT_EQ(state.years[1].year, 2026U);
    EXPECT_EQ(state.years[2].year, 2027U);
}

void expect_shape(const Published& e, std::string_view field) {
    Book book = registered();
    publish(book, e).then_rejected(Code::shape, field);
}

TEST(Calendar, AYearHasFourDigits) {
    expect_shape({.year = 1899}, "year");
    expect_shape({.year = 10000}, "year");
    Book book = registered();
    publish(book, {.year = 1900}).then_recorded();
    publish(book, {.year = 9999}).then_recorded();
}

TEST(Calendar, IsNotPublishedBackInTime) {
    Book book = registered();
    const auto publish_on = [&](std::string_view day, bool migrated) {
        const calendar::Event act{year_2026()};
        return book.when(stream, act, team, at("2026-01-12"), at(day), migrated);
    };
    publish_on("2026-01-06", false).then_rejected(Code::backdate, "effectivetime");
    publish_on("2026-01-06", true).then_recorded();
    publish_on("2026-01-07", false).then_recorded();
}

TEST(Calendar, EveryDayOffLiesInItsYear) {
    Published e = year_2026();
    e.holidays.push_back({date("2025-12-31"), "x"});
    expect_shape(e, "holidays[11].date");
    e = year_2026();
    e.joint_leave.push_back({date("2027-01-01"), "x"});
    expect_shape(e, "jointLeave[0].date");
    e = year_2026();
    e.holidays.push_back({date("2026-12-31"), "x"});
    Book book = registered();
    publish(book, e).then_recorded();
}

TEST(Calendar, NoDayIsNamedTwice) {
    Published e = year_2026();
    e.holidays.push_back({date("2026-03-18"), "x"});
    expect_shape(e, "holidays[11].date");
    e = year_2026();
    e.joint_leave.push_back({date("2026-03-18"), "x"});
    expect_shape(e, "jointLeave[0].date");
}

TEST(Calendar, EveryDayOffHasAName) {
    Published e = year_2026();
    e.holidays[2].text.clear();
    expect_shape(e, "holidays[2].text");
    e.holidays[2].text = std::string(201, 'x');
    expect_shape(e, "holidays[2].text");
    e.holidays[2].text = std::string(200, 'x');
    Book book = registered();
    publish(book, e).then_recorded();
}

TEST(Calendar, AWeekHasMinutesButNoMoreThanFiveDaysHave) {
    expect_shape({.year = 2026, .weekly_minutes = 0}, "weeklyMinutes");
    expect_shape({.year = 2026, .weekly_minutes = 7201}, "weeklyMinutes");
    Book book = registered();
    publish(book, {.year = 2026, .weekly_minutes = 1}).then_recorded();
    publish(book, {.year = 2026, .weekly_minutes = 7200}).then_recorded();
    EXPECT_EQ(Published{}.weekly_minutes, 2250U);  // 37 hours 30 minutes
}

TEST(Calendar, TheStartIsATimeOfDay) {
    for (const char* start : {"", "7:30", "07.30", "24:00", "07:60", "07:3x", "07:300", "-7:30"}) {
        expect_shape({.year = 2026, .start = start}, "start");
    }
    Book book = registered();
    for (const char* start : {"00:00", "07:30", "23:59"}) {
        publish(book, {.year = 2026, .start = start}).then_recorded();
    }
}

TEST(Calendar, ItIsOfTheClassCalendar) {
    EXPECT_EQ(class_of(calendar::Event(Published{})), Class::calendar);
    EXPECT_EQ(stream.text, "calendar/pauh");
}

}  // namespace
