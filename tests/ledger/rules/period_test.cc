#include "ledger/rules/period.h"

#include "ledger/rules/agency.h"
#include "ledger/rules/policy.h"
#include "tests/support/book.h"

#include <gtest/gtest.h>

namespace {

using namespace ledger;
using period::Closed;
using period::Opened;
using period::Progress;
using period::Reopened;
using tests::at;
using tests::Book;
using tests::by;
using tests::Code;

const AgencyId pauh{"pauh"};
const Actor team = by("t", Role::performance_team);
const Actor head = by("h", Role::head);
const std::string reason = "perintah Inspektorat nomor 7/2026";

StreamId of(std::string_view name) {
    return period::stream_for(pauh, tests::period(name));
}

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

tests::Told ask(
    Book& book,
    std::string_view name,
    const period::Event& act,
    const Actor& actor,
    Instant moment = at("2027-01-01")
) {
    return book.when(of(name), act, actor, moment);
}

// is_closed() reads other streams' states, so it is asked through the act of a stream that sees
// them.
bool is_closed(const Book& book, std::string_view name) {
    return book.read([&](const States& states) {
        return period::is_closed(states, pauh, tests::period(name));
    });
}

TEST(Period, OneThatNobodyOpenedIsOpen) {
    Book book = registered();
    EXPECT_FALSE(is_closed(book, "2025-12"));
    ask(book, "2025-12", Closed{}, team).then_recorded();
    EXPECT_TRUE(is_closed(book, "2025-12"));
}

TEST(Period, ItIsOpenedOnceByThePerformanceTeam) {
    Book book = registered();
    ask(book, "2025-12", Opened{}, head).then_rejected(Code::auth);
    ask(book, "2025-12", Opened{}, team).then({{of("2025-12"), period::Event(Opened{}), {}}});
    ask(book, "2025-12", Opened{}, team).then_rejected(Code::state);
    ask(book, "2025-12", Closed{}, team).then_recorded();
    ask(book, "2025-12", Opened{}, team).then_rejected(Code::state);
}

TEST(Period, ItIsClosedOnceByThePerformanceTeam) {
    Book book = registered();
    ask(book, "2025-12", Closed{}, head).then_rejected(Code::auth);
    ask(book, "2025-12", Closed{}, by("x", Role::rater)).then_rejected(Code::auth);
    ask(book, "2025-12", Closed{"tutup buku"}, team)
        .then({{of("2025-12"), period::Event(Closed{"tutup buku"}), {}}});
    ask(book, "2025-12", Closed{}, team).then_rejected(Code::state);
}

TEST(Period, ItIsReopenedByTheHeadOnly) {
    Book book = registered();
    ask(book, "2025-12", Reopened{reason}, head).then_rejected(Code::state);
    ask(book, "2025-12", Closed{}, team).then_recorded();
    ask(book, "2025-12", Reopened{reason}, team).then_rejected(Code::auth);
    ask(book, "2025-12", Reopened{reason}, head)
        .then({{of("2025-12"), period::Event(Reopened{reason}), {}}});
    EXPECT_FALSE(is_closed(book, "2025-12"));
    ask(book, "2025-12", Reopened{reason}, head).then_rejected(Code::state);
    ask(book, "2025-12", Closed{}, team).then_recorded();
    EXPECT_TRUE(is_closed(book, "2025-12"));
}

TEST(Period, ToReopenItNeedsAReasonOfTwentyCharacters) {
    Book book = registered();
    ask(book, "2025-12", Closed{}, team).then_recorded();
    ask(book, "2025-12", Reopened{std::string(19, 'x')}, head)
        .then_rejected(Code::no_reason, "reason");
    ask(book, "2025-12", Reopened{"  " + std::string(19, 'x') + "  "}, head)
        .then_rejected(Code::no_reason, "reason");
    ask(book, "2025-12", Reopened{std::string(20, 'x')}, head).then_recorded();
}

TEST(Period, ThePolicySaysHowLongTheReasonIs) {
    Book book = registered();
    policy::Published strict{.id = {"strict"}, .valid_from = tests::date("2026-01-01")};
    strict.parameters.reason_characters_min = 30;
    book.given(policy::stream_for(pauh), policy::Event(strict), head, at("2026-01-01"));
    ask(book, "2025-12", Closed{}, team).then_recorded();
    ask(book, "2025-12", Reopened{std::string(29, 'x')}, head).then_rejected(Code::no_reason);
    ask(book, "2025-12", Reopened{std::string(30, 'x')}, head).then_recorded();
}

TEST(Period, AReasonHasALimit) {
    Book book = registered();
    ask(book, "2025-12", Closed{std::string(2001, 'x')}, team).then_rejected(Code::shape, "reason");
    ask(book, "2025-12", Closed{std::string(2000, 'x')}, team).then_recorded();
    ask(book, "2025-12", Reopened{std::string(2001, 'x')}, head)
        .then_rejected(Code::shape, "reason");
}

TEST(Period, ItIsNotClosedBeforeItsLastDayHasEnded) {
    Book book = registered();
    ask(book, "2025-12", Closed{}, team, at("2025-12-31T23:59:59.999999+07:00"))
        .then_rejected(Code::period_open);
    ask(book, "2025", Closed{}, team, at("2025-12-31T23:59:59.999999+07:00"))
        .then_rejected(Code::period_open);
    ask(book, "2025-Q4", Closed{}, team, at("2025-12-31")).then_rejected(Code::period_open);
    ask(book, "2025-11", Closed{}, team, at("2025-12-01")).then_recorded();
    ask(book, "2025-12", Closed{}, team, at("2026-01-01T00:00:00+07:00")).then_recorded();
}

TEST(Period, ItEndsInTheZoneOfItsAgency) {
    Book east = registered(Zone::wit);
    ask(east, "2025-12", Closed{}, team, at("2025-12-31T23:59:59.999999+09:00"))
        .then_rejected(Code::period_open);
    ask(east, "2025-12", Closed{}, team, at("2026-01-01T00:00:00+09:00")).then_recorded();
}

TEST(Period, AClosedPeriodClosesWhatItContains) {
    Book book = registered();
    ask(book, "2025", Closed{}, team).then_recorded();
    for (const char* name : {"2025", "2025-Q1", "2025-Q4", "2025-01", "2025-12"}) {
        EXPECT_TRUE(is_closed(book, name)) << name;
    }
    for (const char* name : {"2024", "2026", "2026-Q1", "2024-12"}) {
        EXPECT_FALSE(is_closed(book, name)) << name;
    }
}

TEST(Period, ClosedWithALongerOneItSaysWithWhich) {
    Book book = registered();
    const auto says = [&](std::string_view name, const period::Event& act, const Actor& actor) {
        const tests::Told told = ask(book, name, act, actor);
        told.then_rejected(Code::state);
        return told.decided ? std::string() : told.decided.error().detail.en;
    };
    ask(book, "2025-12", Opened{}, team).then_recorded();
    ask(book, "2025", Closed{}, team).then_recorded();
    const std::string year = "This period was closed together with 2025. Reopen 2025.";
    EXPECT_EQ(says("2025-11", Opened{}, team), year);
    EXPECT_EQ(says("2025-12", Opened{}, team), year);
    EXPECT_EQ(says("2025-Q4", Opened{}, team), year);
    EXPECT_EQ(says("2025-12", Reopened{reason}, head), year);
    EXPECT_EQ(says("2025-Q4", Reopened{reason}, head), year);
    ask(book, "2025-Q4", Closed{}, team).then_recorded();
    EXPECT_EQ(
        says("2025-12", Reopened{reason}, head),
        "This period was closed together with 2025-Q4. Reopen 2025-Q4."
    );
}

TEST(Period, ItIsNotChangedBackInTime) {
    const auto late = [](Book book, const period::Event& act, const Actor& actor) {
        // Monday 2026-01-12: three working days back is Wednesday 2026-01-07.
        book.when(of("2025-12"), act, actor, at("2026-01-12"), at("2026-01-06"))
            .then_rejected(Code::backdate, "effectivetime");
        Book migrated = book;
        migrated.when(of("2025-12"), act, actor, at("2026-01-12"), at("2026-01-06"), true)
            .then_recorded();
        book.when(of("2025-12"), act, actor, at("2026-01-12"), at("2026-01-07")).then_recorded();
    };
    late(registered(), Opened{}, team);
    late(registered(), Closed{}, team);
    Book closed = registered();
    ask(closed, "2025-12", Closed{}, team, at("2026-01-02")).then_recorded();
    late(closed, Reopened{reason}, head);
}

TEST(Period, AClosedQuarterClosesItsThreeMonthsAndNotItsYear) {
    Book book = registered();
    ask(book, "2025-Q2", Closed{}, team).then_recorded();
    for (const char* name : {"2025-Q2", "2025-04", "2025-05", "2025-06"}) {
        EXPECT_TRUE(is_closed(book, name)) << name;
    }
    for (const char* name : {"2025", "2025-Q1", "2025-Q3", "2025-03", "2025-07"}) {
        EXPECT_FALSE(is_closed(book, name)) << name;
    }
}

TEST(Period, AClosedMonthClosesNothingElse) {
    Book book = registered();
    ask(book, "2025-05", Closed{}, team).then_recorded();
    for (const char* name : {"2025", "2025-Q2", "2025-04", "2025-06"}) {
        EXPECT_FALSE(is_closed(book, name)) << name;
    }
}

TEST(Period, ReopeningAQuarterLeavesItsClosedMonthsClosed) {
    Book book = registered();
    ask(book, "2025-04", Closed{}, team).then_recorded();
    ask(book, "2025-Q2", Closed{}, team).then_recorded();
    ask(book, "2025-Q2", Reopened{reason}, head).then_recorded();
    EXPECT_TRUE(is_closed(book, "2025-04"));
    EXPECT_FALSE(is_closed(book, "2025-05"));
}

TEST(Period, AnotherAgencysPeriodsAreItsOwn) {
    Book book = registered();
    ask(book, "2025", Closed{}, team).then_recorded();
    EXPECT_FALSE(book.read([](const States& states) {
        return period::is_closed(states, {"lubuk"}, tests::period("2025"));
    }));
}

TEST(Period, AnUnknownAgencyHasNone) {
    Book book;
    ask(book, "2025-12", Opened{}, team).then_rejected(Code::state, "stream");
}

TEST(Period, ASourceSystemMayMigrateItAndNobodyElseBecomesAHead) {
    Book book = registered();
    const auto migrate = [&](const period::Event& act, const Actor& actor) {
        return book.when(of("2025"), act, actor, at("2027-01-01"), {}, true);
    };
    const Actor source = by("s", Role::integration);
    ask(book, "2025", Closed{}, source).then_rejected(Code::auth);
    migrate(Closed{}, source).then_recorded();
    migrate(Reopened{reason}, team).then_rejected(Code::auth);
    migrate(Reopened{reason}, source).then_recorded();
}

TEST(Period, TheFoldRemembersTheLastEvent) {
    period::State state;
    EXPECT_EQ(state.progress, Progress::none);
    state = fold(state, period::Event(Opened{}), {.position = Position{3}});
    EXPECT_EQ(state, (period::State{Progress::open, Position{3}}));
    state = fold(state, period::Event(Closed{}), {.position = Position{5}});
    EXPECT_EQ(state, (period::State{Progress::closed, Position{5}}));
    state = fold(state, period::Event(Reopened{}), {.position = Position{8}});
    EXPECT_EQ(state, (period::State{Progress::open, Position{8}}));
}

TEST(Period, ItsStreamNamesAgencyAndPeriod) {
    EXPECT_EQ(of("2025-Q4").text, "period/pauh/2025-Q4");
    const auto address = period::address({"period/pauh/2025-12"});
    ASSERT_TRUE(address);
    EXPECT_EQ(address->agency, pauh);
    EXPECT_EQ(address->period, tests::period("2025-12"));
    for (const char* wrong :
         {"period/pauh",
          "period/pauh/",
          "period//2025",
          "period/pauh/2025-13",
          "period/pauh/2025/1",
          "period/pa uh/2025",
          "plan/pauh/2025",
          "period"}) {
        EXPECT_FALSE(period::address({wrong})) << wrong;
    }
    EXPECT_TRUE(period::Kind::is_key("pauh/2025"));
    EXPECT_FALSE(period::Kind::is_key("pauh"));
    EXPECT_FALSE(period::Kind::is_key("pauh/2025-Q5"));
}

TEST(Period, ItIsOfTheClassPeriod) {
    EXPECT_EQ(class_of(period::Event(Opened{})), Class::period);
    EXPECT_EQ(class_of(period::Event(Closed{})), Class::period);
    EXPECT_EQ(class_of(period::Event(Reopened{})), Class::period);
}

}  // namespace
