#include "ledger/rules/timing.h"

#include "ledger/rules/agency.h"
#include "ledger/rules/calendar.h"
#include "ledger/rules/person.h"
#include "ledger/rules/policy.h"
#include "ledger/rules/unit.h"
#include "tests/support/book.h"

#include <gtest/gtest.h>

namespace {

using namespace ledger;
using tests::at;
using tests::Book;
using tests::by;
using tests::Code;
using tests::date;

const AgencyId pauh{"pauh"};
const PersonId ani{"ani"};
const Actor head = by("h", Role::head);

Book registered(Zone zone = Zone::wib) {
    Book book;
    book.given(
        stream_of(pauh),
        agency::Event(agency::Registered{.title = "Kota Pauh", .zone = zone}),
        head,
        at("2024-01-01")
    );
    return book;
}

std::optional<Rejection> check(
    const Book& book, std::string_view effective, std::string_view now, bool migrated = false
) {
    return book.read([&](const States& states) {
        const Circumstances given{
            .stream = {"report/p/2026-03"},
            .actor = by("x", Role::pegawai),
            .now = at(now),
            .effective = at(effective),
            .migrated = migrated,
            .states = states,
        };
        return check_backdate(given, pauh);
    });
}

void expect_late(const std::optional<Rejection>& answer) {
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->code, Code::backdate);
    EXPECT_EQ(answer->field, "effectivetime");
    EXPECT_FALSE(answer->detail.id.empty());
    EXPECT_FALSE(answer->detail.en.empty());
}

// --- R-BACKDATE. Monday 2026-03-09 is three working days after Wednesday 03-04.

TEST(Timing, ThreeWorkingDaysAreTolerated) {
    const Book book = registered();
    EXPECT_FALSE(check(book, "2026-03-09T08:00:00+07:00", "2026-03-09T09:00:00+07:00"));
    EXPECT_FALSE(check(book, "2026-03-04T00:00:00+07:00", "2026-03-09T23:59:59+07:00"));
    expect_late(check(book, "2026-03-03T23:59:59+07:00", "2026-03-09T00:00:00+07:00"));
}

TEST(Timing, HolidaysDoNotCount) {
    Book book = registered();
    EXPECT_TRUE(check(book, "2026-03-03", "2026-03-09"));
    calendar::Published year{.year = 2026};
    year.holidays.push_back({date("2026-03-05"), "libur"});
    book.given(calendar::stream_for(pauh), calendar::Event(year), head, at("2026-01-01"));
    EXPECT_FALSE(check(book, "2026-03-03", "2026-03-09"));
    expect_late(check(book, "2026-03-02", "2026-03-09"));
}

TEST(Timing, ThePolicyOfTheDayOfRecordingSaysHowMany) {
    Book book = registered();
    policy::Published policy{.id = {"offline"}, .valid_from = date("2026-03-09")};
    policy.parameters.backdate_working_days = 14;
    book.given(policy::stream_for(pauh), policy::Event(policy), head, at("2026-01-01"));
    expect_late(check(book, "2026-02-16", "2026-03-08T23:59:59+07:00"));
    EXPECT_FALSE(check(book, "2026-02-17", "2026-03-09"));
    expect_late(check(book, "2026-02-16", "2026-03-09"));
}

TEST(Timing, DaysAreThoseOfTheAgencysZone) {
    // 2026-03-03T23:30 in WIB is 03-04T01:30 in WIT.
    expect_late(
        check(registered(Zone::wib), "2026-03-03T23:30:00+07:00", "2026-03-09T12:00:00+07:00")
    );
    EXPECT_FALSE(
        check(registered(Zone::wit), "2026-03-03T23:30:00+07:00", "2026-03-09T12:00:00+07:00")
    );
}

TEST(Timing, WhatIsMigratedIsOldByNature) {
    EXPECT_FALSE(check(registered(), "1998-01-01", "2026-03-09", true));
    expect_late(check(registered(), "1998-01-01", "2026-03-09", false));
}

TEST(Timing, WhatIsYetToComeIsNotLate) {
    EXPECT_FALSE(check(registered(), "2026-12-31", "2026-03-09"));
}

// --- The zone of a person

struct Post {
    const char* id;
    const char* unit;
    person::Mode mode = person::Mode::definitif;
    const char* from = "2025-01-01";
};

Book with_posts(std::initializer_list<Post> posts) {
    Book book = registered(Zone::wita);
    for (const auto& [unit, zone] : {std::pair{"west", Zone::wib}, std::pair{"east", Zone::wit}}) {
        unit::Created e{.agency = pauh, .title = unit, .zone = zone, .from = date("2025-01-01")};
        book.given(stream_of(UnitId{unit}), unit::Event(e), head, at("2025-01-01"));
    }
    const unit::Created plain{.agency = pauh, .title = "plain", .from = date("2025-01-01")};
    book.given(stream_of(UnitId{"plain"}), unit::Event(plain), head, at("2025-01-01"));
    person::Registered registration{.agency = pauh};
    book.given(stream_of(ani), person::Event(registration), head, at("2025-01-01"), {ani});
    for (const Post& post : posts) {
        person::AssignmentStarted e{
            .id = {post.id}, .unit = {post.unit}, .mode = post.mode, .from = date(post.from)
        };
        book.given(stream_of(ani), person::Event(e), head, at("2025-01-01"), {ani});
    }
    return book;
}

Zone zone_on(const Book& book, std::string_view moment) {
    return book.read([&](const States& states) { return zone_of(states, ani, at(moment)); });
}

TEST(Timing, APersonsDaysAreThoseOfTheUnitOfHisPost) {
    const Book book = with_posts({{.id = "a", .unit = "east", .from = "2025-07-01"}});
    EXPECT_EQ(zone_on(book, "2025-06-30"), Zone::wita);  // no post yet: the agency's
    EXPECT_EQ(zone_on(book, "2025-07-01"), Zone::wit);
    EXPECT_EQ(zone_on(with_posts({{.id = "a", .unit = "plain"}}), "2025-07-01"), Zone::wita);
}

TEST(Timing, AfterHisPostEndedTheyAreTheAgencysAgain) {
    Book book = with_posts({{.id = "a", .unit = "east"}});
    const person::AssignmentEnded end{.id = {"a"}, .until = date("2025-07-31")};
    book.given(stream_of(ani), person::Event(end), head, at("2025-07-31"), {ani});
    EXPECT_EQ(zone_on(book, "2025-07-31"), Zone::wit);
    EXPECT_EQ(zone_on(book, "2025-08-01"), Zone::wita);
}

TEST(Timing, HisOwnPostComesBeforeOneInWhichHeStandsIn) {
    const Post own{.id = "own", .unit = "east"};
    const Post acting{.id = "acting", .unit = "west", .mode = person::Mode::plt};
    EXPECT_EQ(zone_on(with_posts({own, acting}), "2025-07-01"), Zone::wit);
    EXPECT_EQ(zone_on(with_posts({acting, own}), "2025-07-01"), Zone::wit);
    EXPECT_EQ(zone_on(with_posts({acting}), "2025-07-01"), Zone::wib);
}

TEST(Timing, OfSeveralPostsOfHisOwnTheOneRecordedLastCounts) {
    const Post first{.id = "first", .unit = "east"};
    const Post second{.id = "second", .unit = "west"};
    EXPECT_EQ(zone_on(with_posts({first, second}), "2025-07-01"), Zone::wib);
    EXPECT_EQ(zone_on(with_posts({second, first}), "2025-07-01"), Zone::wit);
}

TEST(Timing, APersonNobodyKnowsIsInWib) {
    EXPECT_EQ(zone_on(Book{}, "2025-07-01"), Zone::wib);
}

}  // namespace
