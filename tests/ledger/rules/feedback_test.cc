#include "ledger/rules/feedback.h"

#include "ledger/rules/agency.h"
#include "ledger/rules/evaluation.h"
#include "ledger/rules/person.h"
#include "tests/support/book.h"

#include <gtest/gtest.h>

namespace {

using namespace ledger;
using feedback::Answered;
using feedback::Given;
using feedback::Progress;
using feedback::Purpose;
using feedback::Retracted;
using tests::at;
using tests::Book;
using tests::by;
using tests::Code;
using tests::words;

const AgencyId pauh{"pauh"};
const PersonId ani{"ani"};
const PlanId plan_id{"p25"};
const StreamId stream = stream_of(FeedbackId{"f1"});
const Actor subject = by("ani", Role::pegawai);
const Actor rater = by("budi", Role::rater);
const Actor superior = by("citra", Role::superior);
const Actor peer = by("eka", Role::peer);

Book registered() {
    Book book;
    const Actor head = by("hasan", Role::head);
    const agency::Registered agency{.title = "Kota Pauh"};
    book.given(stream_of(pauh), agency::Event(agency), head, at("2024-01-01"));
    for (const char* name : {"ani", "budi", "citra", "eka"}) {
        const PersonId person{name};
        const person::Registered e{.agency = pauh};
        book.given(stream_of(person), person::Event(e), head, at("2024-01-01"), {person});
    }
    const person::RaterAssigned raters{
        .rater = {"budi"}, .superior = {"citra"}, .from = tests::date("2025-01-01")
    };
    book.given(stream_of(ani), person::Event(raters), head, at("2025-01-01"), {ani});
    plan::Drafted draft{.subject = ani, .agency = pauh, .year = 2025};
    draft.content.results.push_back({.id = {"r1"}, .text = "Imunisasi"});
    book.given(stream_of(plan_id), plan::Event(draft), subject, at("2025-01-06"), {ani});
    return book;
}

Given about_behaviour() {
    return {
        .about = ani,
        .plan = {},
        .result = {},
        .behaviour = plan::Behaviour::service,
        .kind = Purpose::appreciation,
        .text = words("Terima kasih atas layanannya"),
    };
}

Given about_result(Purpose kind = Purpose::suggestion) {
    Given e = about_behaviour();
    e.behaviour = std::nullopt;
    e.plan = plan_id;
    e.result = {"r1"};
    e.kind = kind;
    return e;
}

tests::Told tell(
    Book& book,
    const feedback::Event& act,
    const Actor& actor,
    std::string_view moment = "2025-06-02"
) {
    return book.when(stream, act, actor, at(moment));
}

tests::Told tell_fresh(const Given& act, const Actor& actor = peer) {
    Book book = registered();
    return tell(book, act, actor);
}

// --- Giving

TEST(Feedback, ItIsAboutAResultOrABehaviourOrBoth) {
    Given both = about_result();
    both.behaviour = plan::Behaviour::adaptive;
    for (const Given& e : {about_behaviour(), about_result(), both}) {
        tell_fresh(e).then({{stream, feedback::Event(e), {ani}}});
    }
    Given neither = about_behaviour();
    neither.behaviour = std::nullopt;
    tell_fresh(neither).then_rejected(Code::shape, "result");
}

TEST(Feedback, PlanAndResultAreNamedTogether) {
    Given e = about_result();
    e.result = {};
    tell_fresh(e).then_rejected(Code::shape, "result");
    e = about_result();
    e.plan = {};
    tell_fresh(e).then_rejected(Code::shape, "plan");
}

TEST(Feedback, ThePlanIsHisAndHasTheResult) {
    Given e = about_result();
    e.plan = {"unknown"};
    tell_fresh(e).then_rejected(Code::state, "plan");
    e = about_result();
    e.about = {"eka"};
    tell_fresh(e, rater).then_rejected(Code::state, "plan");
    e = about_result();
    e.result = {"r2"};
    tell_fresh(e).then_rejected(Code::state, "result");
}

TEST(Feedback, ItSaysSomething) {
    Given e = about_behaviour();
    e.text = words("  ");
    tell_fresh(e).then_rejected(Code::shape, "text");
    e.text = words("!");
    tell_fresh(e).then_recorded();
}

TEST(Feedback, EveryPublicServantMayGiveIt) {
    for (const Role role :
         {Role::pegawai,
          Role::rater,
          Role::superior,
          Role::peer,
          Role::subordinate,
          Role::team_lead,
          Role::performance_team,
          Role::authority,
          Role::head}) {
        tell_fresh(about_behaviour(), by("x", role)).then_recorded();
    }
}

TEST(Feedback, ThoseOutsideGiveNone) {
    for (const Role role : {Role::none, Role::service_user, Role::oversight, Role::integration}) {
        tell_fresh(about_behaviour(), by("x", role)).then_rejected(Code::auth);
    }
}

TEST(Feedback, NobodyGivesItToHimself) {
    tell_fresh(about_behaviour(), subject).then_rejected(Code::self, "about");
    Actor deputy = subject;
    deputy.on_behalf_of = {"budi"};
    deputy.mandate = "Plh 3/2025";
    tell_fresh(about_behaviour(), deputy).then_rejected(Code::self, "about");
    deputy = rater;
    deputy.on_behalf_of = ani;
    deputy.mandate = "Plh 3/2025";
    tell_fresh(about_behaviour(), deputy).then_rejected(Code::self, "about");
}

TEST(Feedback, ThePersonIsKnown) {
    Given e = about_behaviour();
    e.about = {"nobody"};
    tell_fresh(e).then_rejected(Code::state, "about");
}

TEST(Feedback, ItIsGivenOnce) {
    Book book = registered();
    tell(book, about_behaviour(), peer).then_recorded();
    tell(book, about_behaviour(), peer).then_rejected(Code::state);
}

TEST(Feedback, ItIsNotBackdated) {
    Book book = registered();
    const auto told = [&](std::string_view effective) {
        return book.when(
            stream, feedback::Event(about_behaviour()), peer, at("2025-06-12"), at(effective)
        );
    };
    told("2025-06-06").then_rejected(Code::backdate, "effectivetime");
    told("2025-06-09").then_recorded();
}

TEST(Feedback, ASourceSystemMayMigrateIt) {
    Book book = registered();
    Actor source = by("s", Role::integration);
    source.on_behalf_of = {"eka"};
    source.mandate = "SK 2/2025";
    book.when(
            stream,
            feedback::Event(about_behaviour()),
            source,
            at("2025-06-12"),
            at("2023-01-02"),
            true
    )
        .then_recorded();
}

// --- Conflict of interest

Book with_evaluation(std::string_view of, bool objected) {
    Book book = registered();
    const StreamId evaluation = evaluation::stream_for(plan_id, tests::period(of));
    book.given(
        evaluation, evaluation::Event(evaluation::Decided{}), rater, at("2026-01-08"), {ani}
    );
    book.given(
        evaluation, evaluation::Event(evaluation::Delivered{}), rater, at("2026-01-12"), {ani}
    );
    if (objected) {
        book.given(
            evaluation,
            evaluation::Event(evaluation::ObjectionFiled{}),
            subject,
            at("2026-01-23"),
            {ani}
        );
    }
    return book;
}

TEST(Feedback, APartyToAnOpenObjectionDoesNotWarnAboutThatPlan) {
    for (const char* of : {"2025", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"}) {
        for (const Actor& actor : {rater, superior}) {
            Book book = with_evaluation(of, true);
            tell(book, about_result(Purpose::warning), actor, "2026-01-26")
                .then_rejected(Code::conflict, "kind");
        }
    }
}

TEST(Feedback, WhoDecidedStaysAPartyWhenAnotherOneRatesNow) {
    Book book = with_evaluation("2025", true);
    const person::RaterAssigned next{
        .rater = {"eka"}, .superior = {"citra"}, .from = tests::date("2026-01-24")
    };
    book.given(stream_of(ani), person::Event(next), superior, at("2026-01-24"), {ani});
    const Given warning = about_result(Purpose::warning);
    tell(book, warning, rater, "2026-01-26").then_rejected(Code::conflict);
    tell(book, warning, peer, "2026-01-26").then_rejected(Code::conflict);  // eka rates now
}

TEST(Feedback, ADeputyOfAPartyIsAParty) {
    Actor deputy = peer;
    deputy.on_behalf_of = {"citra"};
    deputy.mandate = "Plh 5/2026";
    Book book = with_evaluation("2025", true);
    tell(book, about_result(Purpose::warning), deputy, "2026-01-26").then_rejected(Code::conflict);
}

TEST(Feedback, OthersMayWarnAndPartiesMayPraiseWhileAnObjectionIsOpen) {
    Book book = with_evaluation("2025", true);
    tell(book, about_result(Purpose::warning), peer, "2026-01-26").then_recorded();
    for (const Purpose kind : {Purpose::appreciation, Purpose::suggestion, Purpose::request}) {
        book = with_evaluation("2025", true);
        tell(book, about_result(kind), rater, "2026-01-26").then_recorded();
    }
}

TEST(Feedback, WithoutAnObjectionTheRaterMayWarn) {
    Book book = with_evaluation("2025", false);
    tell(book, about_result(Purpose::warning), rater, "2026-01-26").then_recorded();
}

// --- Answering

TEST(Feedback, ThePersonAnswersOnce) {
    Book book = registered();
    const Answered answer{words("Baik, saya perbaiki")};
    tell(book, answer, subject).then_rejected(Code::state);
    tell(book, about_behaviour(), peer).then_recorded();
    tell(book, answer, rater).then_rejected(Code::auth);
    tell(book, answer, peer).then_rejected(Code::auth);
    tell(book, Answered{}, subject).then_rejected(Code::shape, "text");
    tell(book, answer, subject).then({{stream, feedback::Event(answer), {ani}}});
    tell(book, answer, subject).then_rejected(Code::state);
}

TEST(Feedback, TheGiverDoesNotAnswerInThePersonsName) {
    Book book = registered();
    tell(book, about_behaviour(), peer).then_recorded();
    const Answered answer{words("Baik")};
    Actor deputy = rater;
    deputy.on_behalf_of = ani;
    deputy.mandate = "Plh 5/2025";
    Actor giver = deputy;
    giver.person = {"eka"};
    tell(book, answer, giver).then_rejected(Code::conflict);
    tell(book, answer, deputy).then_recorded();
}

TEST(Feedback, AnAnswerIsNotBackdated) {
    Book book = registered();
    tell(book, about_behaviour(), peer).then_recorded();
    const feedback::Event answer = Answered{words("Baik")};
    book.when(stream, answer, subject, at("2025-06-12"), at("2025-06-06"))
        .then_rejected(Code::backdate);
    book.when(stream, answer, subject, at("2025-06-12"), at("2025-06-09")).then_recorded();
}

// --- Retracting

TEST(Feedback, TheGiverRetractsItWithAReason) {
    Book book = registered();
    const Retracted retraction{words("keliru orang, mohon maaf")};
    tell(book, retraction, peer).then_rejected(Code::state);
    tell(book, about_behaviour(), peer).then_recorded();
    for (const Actor& actor : {subject, rater, by("hasan", Role::head)}) {
        tell(book, retraction, actor).then_rejected(Code::auth);
    }
    tell(book, Retracted{words(std::string(19, 'x'))}, peer)
        .then_rejected(Code::no_reason, "reason");
    tell(book, Retracted{words(std::string(20, 'x'))}, peer).then_recorded();
    tell(book, retraction, peer).then_rejected(Code::state);
    tell(book, Answered{words("Baik")}, subject).then_rejected(Code::state);
}

TEST(Feedback, WhatWasAnsweredMayBeRetracted) {
    Book book = registered();
    tell(book, about_behaviour(), peer).then_recorded();
    tell(book, Answered{words("Baik")}, subject).then_recorded();
    const Retracted retraction{words("keliru orang, mohon maaf")};
    tell(book, retraction, peer).then({{stream, feedback::Event(retraction), {ani}}});
    EXPECT_EQ(
        book.state<feedback::Kind>(stream), (feedback::State{Progress::retracted, ani, {"eka"}})
    );
}

TEST(Feedback, ARetractionIsNotBackdated) {
    Book book = registered();
    tell(book, about_behaviour(), peer).then_recorded();
    const feedback::Event retraction = Retracted{words("keliru orang, mohon maaf")};
    book.when(stream, retraction, peer, at("2025-06-12"), at("2025-06-06"))
        .then_rejected(Code::backdate);
}

TEST(Feedback, TheFoldKnowsWhoGaveItToWhom) {
    feedback::State state =
        fold(feedback::State{}, feedback::Event(about_behaviour()), {.actor = {"eka"}});
    EXPECT_EQ(state, (feedback::State{Progress::given, ani, {"eka"}}));
    state = fold(state, feedback::Event(Answered{}), {.actor = ani});
    EXPECT_EQ(state, (feedback::State{Progress::answered, ani, {"eka"}}));
}

TEST(Feedback, ItIsOfTheClassFeedback) {
    for (const feedback::Event& e :
         {feedback::Event(Given{}), feedback::Event(Answered{}), feedback::Event(Retracted{})}) {
        EXPECT_EQ(class_of(e), Class::feedback);
    }
}

}  // namespace
