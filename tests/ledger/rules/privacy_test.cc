#include "ledger/rules/privacy.h"

#include "ledger/closed_texts.h"
#include "tests/support/book.h"
#include "tests/support/random_values.h"

#include <gtest/gtest.h>

namespace {

using namespace ledger;
using privacy::ForgettingApproved;
using privacy::ForgettingDeclined;
using privacy::ForgettingRequested;
using privacy::Forgotten;
using privacy::HoldPlaced;
using privacy::HoldReleased;
using tests::at;
using tests::Book;
using tests::by;
using tests::Code;

const PersonId ani{"ani"};
const StreamId stream = privacy::stream_of(ani);
const Actor officer = by("dewi", Role::information_officer);
const Actor head = by("hasan", Role::head);
const Actor inspector = by("irma", Role::inspector);
const Actor examiner = by("tono", Role::examiner);
const Actor operator_ = by("", Role::operator_);
const ForgettingRequested request{.ground = "UU 27/2022 Pasal 8"};
const HoldPlaced hold{.ground = "PP 94/2021 Pasal 36", .case_no = "LHP-7/2026"};
const HoldReleased release{.case_no = "LHP-7/2026", .reason = "Perkara selesai"};

tests::Told ask(Book& book, privacy::Event act, const Actor& actor) {
    return book.when(stream, std::move(act), actor, at("2026-03-02"));
}

Book requested() {
    Book book;
    ask(book, request, officer).then_recorded();
    return book;
}

Book approved() {
    Book book = requested();
    ask(book, ForgettingApproved{}, head).then_recorded();
    ask(book, ForgettingApproved{}, inspector).then_recorded();
    return book;
}

privacy::State state_of(const Book& book) {
    return book.state<privacy::Kind>(stream);
}

TEST(Privacy, TwoApproveAndTheOperatorForgets) {
    Book book = approved();
    ask(book, Forgotten{}, operator_).then({{stream, privacy::Event(Forgotten{}), {ani}}});
    const auto state = state_of(book);
    EXPECT_TRUE(state.forgotten);
    EXPECT_EQ(state.ground, request.ground);
    EXPECT_EQ(state.position, Position{3});
    EXPECT_EQ(state.forgotten_at, at("2026-03-02"));
    EXPECT_EQ(class_of(Event(privacy::Event(Forgotten{}))), Class::person);
}

TEST(Privacy, TheOrderOfTheTwoDoesNotMatter) {
    Book book = requested();
    ask(book, ForgettingApproved{}, inspector).then_recorded();
    ask(book, Forgotten{}, operator_).then_rejected(Code::state);
    ask(book, ForgettingApproved{}, head).then_recorded();
    ask(book, Forgotten{}, operator_).then_recorded();
}

TEST(Privacy, NobodyIsForgottenWithoutARequestAndBothApprovals) {
    Book book;
    ask(book, Forgotten{}, operator_).then_rejected(Code::state);
    ask(book, ForgettingApproved{}, head).then_rejected(Code::state);
    ask(book, ForgettingDeclined{.reason = "x"}, head).then_rejected(Code::state);
    book = requested();
    ask(book, Forgotten{}, operator_).then_rejected(Code::state);
    ask(book, request, officer).then_rejected(Code::state);
}

TEST(Privacy, EachActIsForItsRoles) {
    Book book = requested();
    for (const Role role : {Role::pegawai, Role::rater, Role::head, Role::inspector}) {
        Book empty;
        ask(empty, request, by("x", role)).then_rejected(Code::auth, "actorrole");
    }
    for (const Role role : {Role::authority, Role::information_officer, Role::pegawai}) {
        ask(book, ForgettingApproved{}, by("x", role)).then_rejected(Code::auth, "actorrole");
    }
    for (const Role role : {Role::authority, Role::pegawai}) {
        const ForgettingDeclined decline{.reason = "x"};
        ask(book, decline, by("x", role)).then_rejected(Code::auth, "actorrole");
    }
    for (const Role role : {Role::pegawai, Role::rater, Role::integration, Role::treasurer}) {
        ask(book, hold, by("x", role)).then_rejected(Code::auth, "actorrole");
    }
    book = approved();
    for (const Actor& actor : {officer, head, inspector, by("x", Role::pegawai)}) {
        ask(book, Forgotten{}, actor).then_rejected(Code::auth, "actorrole");
    }
}

// The operator says that somebody was forgotten, and nothing else.
TEST(Privacy, TheOperatorNeitherAsksNorApproves) {
    Book book;
    const Actor named = by("o", Role::operator_);
    ask(book, request, named).then_rejected(Code::auth, "actorrole");
    ask(book, hold, named).then_rejected(Code::auth, "actorrole");
    book = requested();
    ask(book, ForgettingApproved{}, named).then_rejected(Code::auth, "actorrole");
}

TEST(Privacy, NobodyDecidesOfHimself) {
    Book book;
    ask(book, request, by("ani", Role::information_officer)).then_rejected(Code::self);
    ask(book, hold, by("ani", Role::head)).then_rejected(Code::self);
    book = requested();
    ask(book, ForgettingApproved{}, by("ani", Role::head)).then_rejected(Code::self);
    ask(book, ForgettingDeclined{.reason = "x"}, by("ani", Role::head)).then_rejected(Code::self);
    Actor deputy = by("x", Role::head);
    deputy.on_behalf_of = ani;
    deputy.mandate = "Plh 1/2026";
    ask(book, ForgettingApproved{}, deputy).then_rejected(Code::self);
}

TEST(Privacy, ApprovalsAreOfTwoPeopleOfTwoRolesWhoDidNotAsk) {
    Book book = requested();
    ask(book, ForgettingApproved{}, by("dewi", Role::head)).then_rejected(Code::self);
    ask(book, ForgettingApproved{}, head).then_recorded();
    ask(book, ForgettingApproved{}, head).then_rejected(Code::self);
    ask(book, ForgettingApproved{}, by("hasan", Role::inspector)).then_rejected(Code::self);
    ask(book, ForgettingApproved{}, by("other", Role::head)).then_rejected(Code::state);
    Actor deputy = by("x", Role::inspector);
    deputy.on_behalf_of = {"hasan"};
    deputy.mandate = "Plh 1/2026";
    ask(book, ForgettingApproved{}, deputy).then_rejected(Code::self);
    EXPECT_EQ(state_of(book).approvals.size(), 1U);
}

TEST(Privacy, AHoldRefusesEveryStep) {
    Book book;
    ask(book, hold, examiner).then_recorded();
    ask(book, request, officer).then_rejected(Code::legal_hold);
    book = requested();
    ask(book, hold, examiner).then_recorded();
    ask(book, ForgettingApproved{}, head).then_rejected(Code::legal_hold);
    book = approved();
    ask(book, hold, examiner).then_recorded();
    ask(book, Forgotten{}, operator_).then_rejected(Code::legal_hold);
    ask(book, release, examiner).then_recorded();
    ask(book, Forgotten{}, operator_).then_recorded();
}

TEST(Privacy, AHoldIsReleasedByItsRoleAndCaseByCase) {
    Book book;
    ask(book, hold, examiner).then_recorded();
    ask(book, hold, inspector).then_rejected(Code::state, "caseNo");
    const HoldPlaced other{.ground = "UU 43/2009", .case_no = "JRA-2"};
    ask(book, other, officer).then_recorded();
    ask(book, release, officer).then_rejected(Code::auth, "actorrole");
    ask(book, HoldReleased{.case_no = "none", .reason = "x"}, examiner)
        .then_rejected(Code::state, "caseNo");
    ask(book, release, by("another", Role::examiner)).then_recorded();
    ask(book, release, examiner).then_rejected(Code::state, "caseNo");
    ask(book, request, officer).then_rejected(Code::legal_hold);
    ask(book, HoldReleased{.case_no = "JRA-2", .reason = "x"}, officer).then_recorded();
    ask(book, request, officer).then_recorded();
}

TEST(Privacy, ADeclinedRequestCountsNoMore) {
    Book book = approved();
    ask(book, ForgettingDeclined{.reason = "Dasar hukum keliru"}, officer).then_recorded();
    ask(book, Forgotten{}, operator_).then_rejected(Code::state);
    ask(book, request, officer).then_recorded();
    ask(book, Forgotten{}, operator_).then_rejected(Code::state);
    EXPECT_TRUE(state_of(book).approvals.empty());
}

TEST(Privacy, NobodyIsForgottenTwice) {
    Book book = approved();
    ask(book, Forgotten{}, operator_).then_recorded();
    ask(book, Forgotten{}, operator_).then_rejected(Code::state);
    ask(book, request, officer).then_rejected(Code::state);
    ask(book, ForgettingApproved{}, head).then_rejected(Code::state);
    ask(book, ForgettingDeclined{.reason = "x"}, head).then_rejected(Code::state);
    ask(book, hold, examiner).then_rejected(Code::state);
}

TEST(Privacy, GroundsNumbersAndReasonsAreThereAndShort) {
    Book book;
    const std::string most(privacy::text_bytes_max, 'x');
    const std::string more = most + "x";
    for (const std::string& bad : {std::string{}, std::string(" \t"), more}) {
        ask(book, ForgettingRequested{.ground = bad}, officer).then_rejected(Code::shape, "ground");
        ask(book, HoldPlaced{.ground = bad, .case_no = "1"}, head)
            .then_rejected(Code::shape, "ground");
        ask(book, HoldPlaced{.ground = "UU", .case_no = bad}, head)
            .then_rejected(Code::shape, "caseNo");
    }
    ask(book, HoldPlaced{.ground = most, .case_no = most}, head).then_recorded();
    ask(book, HoldReleased{.case_no = most, .reason = more}, head)
        .then_rejected(Code::shape, "reason");
    ask(book, HoldReleased{.case_no = most, .reason = ""}, head)
        .then_rejected(Code::shape, "reason");
    book = requested();
    ask(book, ForgettingDeclined{.reason = ""}, head).then_rejected(Code::shape, "reason");
}

TEST(Privacy, WhatIsSaidOfForgettingHasNoClosedWords) {
    tests::RandomValues values(1);
    tests::with_one_event_of_each(values, [](Event event) {
        if (!std::holds_alternative<privacy::Event>(event)) return;
        int closed = 0;
        for_each_closed_text(event, [&](const ClosedText&) { ++closed; });
        EXPECT_EQ(closed, 0) << type_of(event);
    });
}

TEST(Privacy, OnlyBeingForgottenIsTheLedgersOwn) {
    EXPECT_TRUE(is_own(privacy::Event(Forgotten{})));
    EXPECT_FALSE(is_own(privacy::Event(request)));
    EXPECT_FALSE(is_own(privacy::Event(hold)));
}

}  // namespace
