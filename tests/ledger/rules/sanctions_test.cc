#include "ledger/rules/sanctions.h"

#include "tests/support/book.h"

#include <gtest/gtest.h>

namespace {

using namespace ledger;
using sanctions::Imposed;
using sanctions::Punishment;
using sanctions::Received;
using sanctions::Severity;
using tests::at;
using tests::Book;
using tests::by;
using tests::Code;
using tests::date;

const PersonId ani{"ani"};
const StreamId stream = sanctions::stream_for(ani);
const CaseId first_case{"k1"};

calendar::State holidays_2026() {
    calendar::Published e{.year = 2026};
    for (const char* day :
         {"2026-03-18", "2026-03-19", "2026-03-20", "2026-03-23", "2026-03-24", "2026-04-03"}) {
        e.holidays.push_back({date(day), "libur"});
    }
    return fold(calendar::State{}, calendar::Event(e), Stamp{});
}

sanctions::State imposed(Punishment code, std::uint32_t months, std::string_view decided) {
    return fold(
        sanctions::State{},
        sanctions::Event(Imposed{first_case, code, months, {"absence/2025"}}),
        {.position = Position{7}, .effective = at(decided)}
    );
}

sanctions::State received(sanctions::State state, std::string_view moment) {
    return fold(
        std::move(state), sanctions::Event(Received{first_case}), {.effective = at(moment)}
    );
}

bool is_active(const sanctions::State& state, std::string_view day) {
    return active_on(state, holidays_2026(), Zone::wib, date(day)) != nullptr;
}

std::optional<Date> served(const sanctions::State& state) {
    return served_on(state.sanctions.front(), holidays_2026(), Zone::wib);
}

TEST(Sanctions, EachCodeHasItsLevel) {
    for (const auto code : {Punishment::l1, Punishment::l2, Punishment::l3}) {
        EXPECT_EQ(severity_of(code), Severity::ringan);
    }
    for (const auto code : {Punishment::m1, Punishment::m2, Punishment::m3}) {
        EXPECT_EQ(severity_of(code), Severity::sedang);
    }
    for (const auto code : {Punishment::h1, Punishment::h2, Punishment::h3}) {
        EXPECT_EQ(severity_of(code), Severity::berat);
    }
}

TEST(Sanctions, ADecisionIsInForceOnTheFifteenthWorkingDayAfterReceipt) {
    EXPECT_EQ(sanctions::in_force_on(holidays_2026(), date("2026-03-12")), date("2026-04-10"));
    EXPECT_EQ(sanctions::in_force_on(holidays_2026(), date("2026-07-14")), date("2026-08-04"));
}

TEST(Sanctions, TheFoldKeepsWhatWasImposedAndWhenItWasReceived) {
    sanctions::State state = imposed(Punishment::m1, 6, "2026-03-10");
    sanctions::Sanction expected{
        .case_id = first_case,
        .code = Punishment::m1,
        .months = 6,
        .breaches = {"absence/2025"},
        .decided_at = at("2026-03-10"),
        .received_at = std::nullopt,
        .position = Position{7},
    };
    EXPECT_EQ(state.sanctions, std::vector{expected});
    expected.received_at = at("2026-03-12");
    EXPECT_EQ(received(state, "2026-03-12").sanctions, std::vector{expected});
}

TEST(Sanctions, ReceiptIsOfTheCaseThatItNames) {
    sanctions::State state = imposed(Punishment::m1, 6, "2026-03-10");
    state = fold(state, sanctions::Event(Imposed{{"k2"}, Punishment::l1, 0, {"b"}}), Stamp{});
    state = received(state, "2026-03-12");
    EXPECT_TRUE(state.sanctions[0].received_at);
    EXPECT_FALSE(state.sanctions[1].received_at);
}

TEST(Sanctions, ABreachIsPunishedByTheSanctionThatNamesIt) {
    const sanctions::State state = imposed(Punishment::m1, 6, "2026-03-10");
    ASSERT_NE(punished(state, "absence/2025"), nullptr);
    EXPECT_EQ(punished(state, "absence/2025")->case_id, first_case);
    EXPECT_EQ(punished(state, "absence/2026"), nullptr);
    EXPECT_EQ(punished(sanctions::State{}, "absence/2025"), nullptr);
}

TEST(Sanctions, ItIsServedAsManyMonthsAfterItTookEffect) {
    EXPECT_EQ(
        served(received(imposed(Punishment::m1, 6, "2026-03-10"), "2026-03-12")), date("2026-10-10")
    );
    // In force on 2026-08-31; six months later is 2027-02-28.
    EXPECT_EQ(
        served(received(imposed(Punishment::m1, 6, "2026-08-01"), "2026-08-10")), date("2027-02-28")
    );
    EXPECT_EQ(
        served(received(imposed(Punishment::h1, 12, "2026-03-10"), "2026-03-12")),
        date("2027-04-10")
    );
}

TEST(Sanctions, ItHasNoEndBeforeItWasReceivedOrWhenItIsForGood) {
    EXPECT_EQ(served(imposed(Punishment::m1, 6, "2026-03-10")), std::nullopt);
    EXPECT_EQ(
        served(received(imposed(Punishment::h3, 0, "2026-03-10"), "2026-03-12")), std::nullopt
    );
}

TEST(Sanctions, ARinganOneIsServedAsItTakesEffect) {
    EXPECT_EQ(
        served(received(imposed(Punishment::l2, 0, "2026-03-10"), "2026-03-12")), date("2026-04-10")
    );
}

TEST(Sanctions, TheDayOfReceiptIsThatOfThePersonsZone) {
    const sanctions::State state =
        received(imposed(Punishment::m1, 6, "2026-03-10"), "2026-03-11T23:00:00+07:00");
    const auto& sanction = state.sanctions.front();
    EXPECT_EQ(served_on(sanction, holidays_2026(), Zone::wib), date("2026-10-09"));
    EXPECT_EQ(served_on(sanction, holidays_2026(), Zone::wit), date("2026-10-10"));
}

TEST(Sanctions, ASedangOneIsActiveFromItsDecisionUntilItIsServed) {
    sanctions::State state = imposed(Punishment::m1, 6, "2026-03-10");
    EXPECT_FALSE(is_active(state, "2026-03-09"));
    EXPECT_TRUE(is_active(state, "2026-03-10"));
    EXPECT_TRUE(is_active(state, "2030-01-01"));
    state = received(state, "2026-03-12");
    EXPECT_TRUE(is_active(state, "2026-03-11"));
    EXPECT_TRUE(is_active(state, "2026-10-09"));
    EXPECT_FALSE(is_active(state, "2026-10-10"));
}

TEST(Sanctions, ABeratOneForGoodIsActiveForGood) {
    const sanctions::State state = received(imposed(Punishment::h3, 0, "2026-03-10"), "2026-03-12");
    EXPECT_TRUE(is_active(state, "2050-01-01"));
}

TEST(Sanctions, ARinganOneIsNeverActive) {
    EXPECT_FALSE(is_active(imposed(Punishment::l3, 0, "2026-03-10"), "2026-03-10"));
}

TEST(Sanctions, AnyOfSeveralCanBeTheActiveOne) {
    sanctions::State state = imposed(Punishment::l1, 0, "2026-03-10");
    state = fold(
        state,
        sanctions::Event(Imposed{{"k2"}, Punishment::m3, 12, {"b"}}),
        {.effective = at("2026-03-10")}
    );
    const auto* active = active_on(state, holidays_2026(), Zone::wib, date("2026-03-10"));
    ASSERT_NE(active, nullptr);
    EXPECT_EQ(active->case_id, CaseId{"k2"});
}

TEST(Sanctions, NobodyWritesThemHimself) {
    Book book;
    const Actor head = by("h", Role::head);
    book.when(stream, sanctions::Event(Imposed{}), head, at("2026-03-10"))
        .then_rejected(Code::state);
    book.when(stream, sanctions::Event(Received{}), head, at("2026-03-10"))
        .then_rejected(Code::state);
}

TEST(Sanctions, TheyAreOfTheClassSanction) {
    EXPECT_EQ(class_of(sanctions::Event(Imposed{})), Class::sanction);
    EXPECT_EQ(class_of(sanctions::Event(Received{})), Class::sanction);
    EXPECT_EQ(stream.text, "sanctions/ani");
}

}  // namespace
