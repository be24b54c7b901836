#include "ledger/rules/reward.h"

#include "ledger/rules/agency.h"
#include "ledger/rules/evaluation.h"
#include "ledger/rules/person.h"
#include "ledger/rules/sanctions.h"
#include "tests/support/book.h"

#include <gtest/gtest.h>

namespace {

using namespace ledger;
using reward::Award;
using reward::Granted;
using reward::Progress;
using reward::Proposed;
using reward::Revoked;
using reward::Verified;
using sanctions::Punishment;
using tests::at;
using tests::Book;
using tests::by;
using tests::Code;
using tests::words;

const AgencyId pauh{"pauh"};
const PersonId ani{"ani"};
const PlanId plan_id{"p25"};
const StreamId stream = stream_of(RewardId{"h1"});
const StreamId annual = evaluation::stream_for(plan_id, tests::period("2025"));
const Actor subject = by("ani", Role::pegawai);
const Actor rater = by("budi", Role::rater);
const Actor superior = by("citra", Role::superior);
const Actor head = by("hasan", Role::head);
const Actor team = by("tono", Role::performance_team);

// Ani, rated by Budi, whose superior is Citra; her evaluation of 2025 is decided and delivered.
Book evaluated() {
    Book book;
    const agency::Registered agency{.title = "Kota Pauh"};
    book.given(stream_of(pauh), agency::Event(agency), head, at("2024-01-01"));
    for (const char* name : {"ani", "eka"}) {
        const PersonId person{name};
        const person::Registered e{.agency = pauh};
        book.given(stream_of(person), person::Event(e), head, at("2024-01-01"), {person});
    }
    const person::RaterAssigned raters{
        .rater = {"budi"}, .superior = {"citra"}, .from = tests::date("2025-01-01")
    };
    book.given(stream_of(ani), person::Event(raters), team, at("2025-01-01"), {ani});
    book.given(annual, evaluation::Event(evaluation::Decided{}), rater, at("2026-01-08"), {ani});
    book.given(annual, evaluation::Event(evaluation::Delivered{}), team, at("2026-01-12"), {ani});
    return book;
}

Proposed proposal() {
    return {
        .subject = ani,
        .kind = Award::development_priority,
        .basis = {annual},
        .value = std::nullopt,
        .text = words("Imunisasi lengkap di seluruh wilayah kerja"),
    };
}

const Granted grant{.decision_no = "SK/8/2026", .expiry = std::nullopt};
const Revoked revocation{words("dasar penghargaan ternyata keliru")};

tests::Told ask(
    Book& book, const reward::Event& act, const Actor& actor, std::string_view moment = "2026-03-02"
) {
    return book.when(stream, act, actor, at(moment));
}

tests::Told propose(const Proposed& act, const Actor& actor = rater) {
    Book book = evaluated();
    return ask(book, act, actor);
}

Book proposed() {
    Book book = evaluated();
    ask(book, proposal(), rater).then_recorded();
    return book;
}

Book verified() {
    Book book = proposed();
    ask(book, Verified{}, team).then_recorded();
    return book;
}

Book granted() {
    Book book = verified();
    ask(book, grant, head).then_recorded();
    return book;
}

void object(Book& book) {
    book.given(
        annual, evaluation::Event(evaluation::ObjectionFiled{}), subject, at("2026-01-23"), {ani}
    );
}

void settle(Book& book) {
    book.given(
        annual,
        evaluation::Event(evaluation::ObjectionWithdrawn{}),
        subject,
        at("2026-02-01"),
        {ani}
    );
}

// Decided on 2026-02-27, received the same day, in force on 2026-03-20.
void punish(Book& book, Punishment code, std::uint32_t months) {
    const StreamId all = sanctions::stream_for(ani);
    const sanctions::Imposed imposed{{"k1"}, code, months, {"absence"}};
    book.given(all, sanctions::Event(imposed), head, at("2026-02-27"), {ani});
    const sanctions::Received received{{"k1"}};
    book.given(all, sanctions::Event(received), head, at("2026-02-27"), {ani});
}

// --- The way of a reward

TEST(Reward, ItIsProposedVerifiedGrantedAndPerhapsRevoked) {
    Book book = evaluated();
    ask(book, proposal(), rater).then({{stream, reward::Event(proposal()), {ani}}});
    ask(book, Verified{}, team).then({{stream, reward::Event(Verified{}), {ani}}});
    ask(book, grant, head).then({{stream, reward::Event(grant), {ani}}});
    ask(book, revocation, head).then({{stream, reward::Event(revocation), {ani}}});
    EXPECT_EQ(
        book.state<reward::Kind>(stream),
        (reward::State{Progress::revoked, ani, {"budi"}, {"budi"}, {annual}})
    );
}

TEST(Reward, NoStepIsLeftOutOrTakenTwice) {
    Book book = evaluated();
    ask(book, Verified{}, team).then_rejected(Code::state);
    ask(book, grant, head).then_rejected(Code::state);
    ask(book, revocation, head).then_rejected(Code::state);
    book = proposed();
    ask(book, proposal(), rater).then_rejected(Code::state);
    ask(book, grant, head).then_rejected(Code::state);
    ask(book, revocation, head).then_rejected(Code::state);
    book = verified();
    ask(book, proposal(), rater).then_rejected(Code::state);
    ask(book, Verified{}, team).then_rejected(Code::state);
    ask(book, revocation, head).then_rejected(Code::state);
    book = granted();
    ask(book, grant, head).then_rejected(Code::state);
    ask(book, Verified{}, team).then_rejected(Code::state);
    ask(book, revocation, head).then_recorded();
    ask(book, revocation, head).then_rejected(Code::state);
    ask(book, grant, head).then_rejected(Code::state);
}

// --- Who

TEST(Reward, ALeaderProposesIt) {
    for (const Actor& actor :
         {rater, superior, by("x", Role::team_lead), by("x", Role::authority)}) {
        propose(proposal(), actor).then_recorded();
    }
    propose(proposal(), by("x", Role::rater)).then_rejected(Code::not_rater);
    for (const Role role : {Role::pegawai, Role::peer, Role::superior, Role::performance_team}) {
        propose(proposal(), by("x", role)).then_rejected(Code::auth);
    }
    propose(proposal(), by("budi", Role::integration)).then_rejected(Code::auth);
}

TEST(Reward, ThePerformanceTeamVerifiesIt) {
    Book book = proposed();
    ask(book, Verified{}, head).then_rejected(Code::auth);
    ask(book, Verified{}, rater).then_rejected(Code::auth);
    ask(book, Verified{}, team).then_recorded();
}

TEST(Reward, TheHeadGrantsAndRevokesIt) {
    Book book = verified();
    ask(book, grant, team).then_rejected(Code::auth);
    ask(book, grant, by("dewi", Role::authority)).then_rejected(Code::auth);
    ask(book, grant, head).then_recorded();
    ask(book, revocation, team).then_rejected(Code::auth);
    ask(book, revocation, head).then_recorded();
}

TEST(Reward, NobodyTakesAStepForHimself) {
    Book book = evaluated();
    ask(book, proposal(), by("ani", Role::team_lead)).then_rejected(Code::self);
    Actor for_her = by("x", Role::team_lead);
    for_her.on_behalf_of = ani;
    for_her.mandate = "Plh 1/2026";
    ask(book, proposal(), for_her).then_rejected(Code::self);
    book = proposed();
    ask(book, Verified{}, by("ani", Role::performance_team)).then_rejected(Code::self);
    book = verified();
    ask(book, grant, by("ani", Role::head)).then_rejected(Code::self);
    book = granted();
    ask(book, revocation, by("ani", Role::head)).then_rejected(Code::self);
}

TEST(Reward, WhoProposedItDoesNotGrantIt) {
    Book book = verified();
    ask(book, grant, by("budi", Role::head)).then_rejected(Code::self);
    Actor deputy = by("x", Role::head);
    deputy.on_behalf_of = {"budi"};
    deputy.mandate = "Plh 1/2026";
    ask(book, grant, deputy).then_rejected(Code::self);
    deputy = by("budi", Role::head);
    deputy.on_behalf_of = {"hasan"};
    deputy.mandate = "Plh 1/2026";
    ask(book, grant, deputy).then_rejected(Code::self);
    ask(book, grant, head).then_recorded();
}

TEST(Reward, WhoHadItProposedByADeputyDoesNotGrantIt) {
    Book book = evaluated();
    Actor deputy = by("dedi", Role::rater);
    deputy.on_behalf_of = {"budi"};
    deputy.mandate = "Plh 1/2026";
    ask(book, proposal(), deputy).then_recorded();
    ask(book, Verified{}, team).then_recorded();
    ask(book, grant, by("budi", Role::head)).then_rejected(Code::self);
    ask(book, grant, by("dedi", Role::head)).then_rejected(Code::self);
    Actor for_budi = by("x", Role::head);
    for_budi.on_behalf_of = {"budi"};
    for_budi.mandate = "Plh 2/2026";
    ask(book, grant, for_budi).then_rejected(Code::self);
    ask(book, grant, head).then_recorded();
}

TEST(Reward, ThePersonIsKnown) {
    Proposed e = proposal();
    e.subject = {"nobody"};
    propose(e).then_rejected(Code::state, "subject");
}

// --- For what

TEST(Reward, ItRewardsEvaluationsOfThePerson) {
    Proposed e = proposal();
    e.basis = {{"plan/p25"}};
    propose(e).then_rejected(Code::shape, "basis[0]");
    e.basis = {{"evaluation/p25"}};
    propose(e).then_rejected(Code::shape, "basis[0]");
    e.basis = {annual, {"evaluation/p24/2024"}};
    propose(e).then_rejected(Code::state, "basis[1]");
    e.basis = {annual, annual};
    propose(e).then_rejected(Code::shape, "basis[1]");
    e = proposal();
    e.subject = {"eka"};
    propose(e, by("x", Role::authority)).then_rejected(Code::state, "basis[0]");
}

TEST(Reward, AReopenedEvaluationIsNoBasis) {
    Book book = evaluated();
    book.given(annual, evaluation::Event(evaluation::Reopened{"7"}), head, at("2026-02-01"), {ani});
    ask(book, proposal(), rater).then_rejected(Code::state, "basis[0]");
}

TEST(Reward, OnlyASatyalancanaNeedsNoEvaluation) {
    Proposed e = proposal();
    e.basis = {};
    for (const Award kind :
         {Award::satyalancana_10, Award::satyalancana_20, Award::satyalancana_30}) {
        e.kind = kind;
        propose(e).then_recorded();
    }
    for (const Award kind :
         {Award::succession_priority,
          Award::development_priority,
          Award::extraordinary_promotion,
          Award::achievement,
          Award::incentive,
          Award::innovation,
          Award::recognition}) {
        e.kind = kind;
        propose(e).then_rejected(Code::shape, "basis");
    }
}

TEST(Reward, ItRewardsNoMoreThanFortyEvaluations) {
    Book book = evaluated();
    Proposed e = proposal();
    for (int year = 1985; year < 2025; ++year) {
        e.basis.push_back(evaluation::stream_for({"old"}, Period::year(year)));
        book.given(
            e.basis.back(), evaluation::Event(evaluation::Decided{}), rater, at("2025-01-08"), {ani}
        );
    }
    ask(book, e, rater).then_rejected(Code::shape, "basis");
    e.basis.pop_back();
    ask(book, e, rater).then_recorded();
}

TEST(Reward, MoneyIsMoreThanNothing) {
    Proposed e = proposal();
    for (const char* value : {"0", "-1", "0.00"}) {
        e.value = tests::dec(value);
        propose(e).then_rejected(Code::shape, "value");
    }
    e.value = tests::dec("1500000");
    propose(e).then_recorded();
}

TEST(Reward, ItSaysWhatItIsFor) {
    Proposed e = proposal();
    e.text = {};
    propose(e).then_rejected(Code::shape, "text");
}

TEST(Reward, AGrantHasANumberAndDoesNotExpireBeforeItsDay) {
    Book book = verified();
    ask(book, Granted{}, head).then_rejected(Code::shape, "decisionNo");
    ask(book, Granted{.decision_no = std::string(201, 'x')}, head)
        .then_rejected(Code::shape, "decisionNo");
    Granted e = grant;
    e.expiry = tests::date("2026-03-01");
    ask(book, e, head).then_rejected(Code::shape, "expiry");
    e.expiry = tests::date("2026-03-02");
    ask(book, e, head).then_recorded();
}

TEST(Reward, ARevocationNeedsAReason) {
    Book book = granted();
    ask(book, Revoked{words(std::string(19, 'x'))}, head).then_rejected(Code::no_reason, "reason");
    ask(book, Revoked{words(std::string(20, 'x'))}, head).then_recorded();
}

// --- R-INELIGIBLE

TEST(Reward, NoStepIsTakenWhileTheResultIsUnderObjection) {
    Book book = evaluated();
    object(book);
    ask(book, proposal(), rater).then_rejected(Code::ineligible, "basis[0]");
    settle(book);
    ask(book, proposal(), rater).then_recorded();

    book = proposed();
    object(book);
    ask(book, Verified{}, team).then_rejected(Code::ineligible, "basis[0]");
    settle(book);
    ask(book, Verified{}, team).then_recorded();
    object(book);
    ask(book, grant, head).then_rejected(Code::ineligible, "basis[0]");
    settle(book);
    ask(book, grant, head).then_recorded();
}

TEST(Reward, NoStepIsTakenWhileASedangOrBeratSanctionIsActive) {
    for (const Punishment code : {Punishment::m1, Punishment::h1}) {
        Book book = evaluated();
        punish(book, code, 12);
        ask(book, proposal(), rater).then_rejected(Code::ineligible, "subject");
        book = proposed();
        punish(book, code, 12);
        ask(book, Verified{}, team).then_rejected(Code::ineligible, "subject");
        book = verified();
        punish(book, code, 12);
        ask(book, grant, head).then_rejected(Code::ineligible, "subject");
        book = granted();
        punish(book, code, 12);
        ask(book, revocation, head).then_recorded();
    }
}

TEST(Reward, AnEarlierDateMakesNobodyEligible) {
    Book book = evaluated();
    punish(book, Punishment::m1, 6);  // decided on Friday 2026-02-27
    book.when(stream, proposal(), rater, at("2026-03-02"), at("2026-02-26"))
        .then_rejected(Code::ineligible, "subject");
    Actor importer = by("s", Role::integration);
    importer.on_behalf_of = {"budi"};
    importer.mandate = "SK 2/2026";
    book.when(stream, proposal(), importer, at("2026-06-01"), at("2026-02-26"), true)
        .then_recorded();
}

TEST(Reward, ARinganSanctionDoesNotStandInTheWay) {
    Book book = evaluated();
    punish(book, Punishment::l3, 0);
    ask(book, proposal(), rater).then_recorded();
}

TEST(Reward, WhatWasServedDoesNotStandInTheWay) {
    Book book = evaluated();
    punish(book, Punishment::m1, 6);
    ask(book, proposal(), rater, "2026-09-19T23:59:59+07:00")
        .then_rejected(Code::ineligible, "subject");
    ask(book, proposal(), rater, "2026-09-20").then_recorded();
}

TEST(Reward, HolidaysPutOffTheDayOnWhichASanctionIsServed) {
    Book book = evaluated();
    calendar::Published year{.year = 2026};
    year.holidays.push_back({tests::date("2026-03-18"), "libur"});
    book.given(calendar::stream_for(pauh), calendar::Event(year), head, at("2026-01-01"));
    punish(book, Punishment::m1, 6);
    ask(book, proposal(), rater, "2026-09-22").then_rejected(Code::ineligible);
    ask(book, proposal(), rater, "2026-09-23").then_recorded();
}

// --- When

TEST(Reward, NoStepIsBackdated) {
    const auto late = [](Book book, const reward::Event& act, const Actor& actor) {
        book.when(stream, act, actor, at("2026-03-09"), at("2026-03-03"))
            .then_rejected(Code::backdate, "effectivetime");
        book.when(stream, act, actor, at("2026-03-09"), at("2026-03-04")).then_recorded();
    };
    late(evaluated(), proposal(), rater);
    late(proposed(), Verified{}, team);
    late(verified(), grant, head);
    late(granted(), revocation, head);
}

TEST(Reward, ASourceSystemMigratesEachStepOnBehalfOfTheOneWhoTookIt) {
    Book book = evaluated();
    const auto migrate = [&](const reward::Event& act, std::string_view whose, Role role) {
        Actor actor = by("s", role);
        actor.on_behalf_of = {std::string(whose)};
        actor.mandate = "SK 2/2026";
        return book.when(stream, act, actor, at("2026-06-01"), at("2026-02-02"), true);
    };
    migrate(proposal(), "budi", Role::integration).then_recorded();
    migrate(Verified{}, "tono", Role::integration).then_recorded();
    migrate(grant, "hasan", Role::performance_team).then_rejected(Code::auth);
    migrate(grant, "s", Role::integration).then_rejected(Code::self);
    migrate(grant, "hasan", Role::integration).then_recorded();
}

TEST(Reward, ItIsOfTheClassReward) {
    for (const reward::Event& e :
         {reward::Event(Proposed{}),
          reward::Event(Verified{}),
          reward::Event(Granted{}),
          reward::Event(Revoked{})}) {
        EXPECT_EQ(class_of(e), Class::reward);
    }
}

}  // namespace
