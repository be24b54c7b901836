#include "ledger/rules/discipline.h"

#include "ledger/rules/agency.h"
#include "ledger/rules/person.h"
#include "tests/support/book.h"

#include <gtest/gtest.h>

namespace {

using namespace ledger;
using discipline::Progress;
using discipline::Punishment;
using discipline::Regime;
using discipline::SanctionDecided;
using discipline::SanctionDelivered;
using discipline::Severity;
using tests::at;
using tests::Book;
using tests::by;
using tests::Code;
using tests::date;

const AgencyId pauh{"pauh"};
const PersonId ani{"ani"};
const CaseId case_1{"k1"};
const Actor rater = by("budi", Role::rater);
const Actor superior = by("citra", Role::superior);
const Actor authority = by("dewi", Role::authority);
const Actor head = by("hasan", Role::head);
const Actor team = by("tono", Role::performance_team);

Book registered() {
    Book book;
    const agency::Registered agency{.title = "Kota Pauh"};
    book.given(stream_of(pauh), agency::Event(agency), head, at("2020-01-01"));
    const person::Registered person{.agency = pauh};
    book.given(stream_of(ani), person::Event(person), head, at("2020-01-01"), {ani});
    const person::RaterAssigned raters{
        .rater = {"budi"}, .superior = {"citra"}, .from = date("2025-01-01")
    };
    book.given(stream_of(ani), person::Event(raters), team, at("2025-01-01"), {ani});
    return book;
}

SanctionDecided sanction(Punishment code, std::uint32_t months) {
    return {
        .subject = ani,
        .breaches = {"absence/2025-10-06", "absence/2025-10-07"},
        .breached_on = date("2025-11-14"),
        .article = "PP 94/2021 Pasal 4 huruf f",
        .level = sanctions::severity_of(code),
        .code = code,
        .regime = Regime::pasal8,
        .months = months,
        .decision_no = "SK/12/2026",
        .basis = tests::words("tidak masuk kerja tanpa alasan yang sah"),
        .team = false,
    };
}

SanctionDecided light() {
    return sanction(Punishment::l3, 0);
}
SanctionDecided medium() {
    return sanction(Punishment::m1, 6);
}
SanctionDecided heavy() {
    SanctionDecided e = sanction(Punishment::h1, 12);
    e.team = true;
    return e;
}

tests::Told decide_in(
    Book& book,
    const CaseId& id,
    const SanctionDecided& act,
    const Actor& actor,
    std::string_view moment = "2026-03-10"
) {
    return book.when(stream_of(id), discipline::Event(act), actor, at(moment));
}

tests::Told decide_fresh(const SanctionDecided& act, const Actor& actor = head) {
    Book book = registered();
    return decide_in(book, case_1, act, actor);
}

tests::Told deliver(
    Book& book,
    const Actor& actor = superior,
    std::string_view moment = "2026-03-12",
    std::string_view method = "langsung, tertutup"
) {
    const SanctionDelivered act{std::string(method)};
    return book.when(stream_of(case_1), discipline::Event(act), actor, at(moment));
}

// --- Decision

TEST(Discipline, ADecisionIsRecordedInItsCaseAndAmongThePersonsSanctions) {
    const sanctions::Imposed imposed{case_1, Punishment::m1, 6, medium().breaches};
    decide_fresh(medium(), superior)
        .then({
            {stream_of(case_1), discipline::Event(medium()), {ani}},
            {sanctions::stream_for(ani), sanctions::Event(imposed), {ani}},
        });
}

TEST(Discipline, ARinganSanctionIsDecidedByTheDirectSuperiorOrAbove) {
    for (const Actor& actor : {rater, superior, authority, head}) {
        decide_fresh(light(), actor).then_recorded();
    }
}

TEST(Discipline, ASedangSanctionNeedsTheRatersSuperiorOrAbove) {
    decide_fresh(medium(), rater).then_rejected(Code::auth_level, "level");
    for (const Actor& actor : {superior, authority, head}) {
        decide_fresh(medium(), actor).then_recorded();
    }
}

TEST(Discipline, ABeratSanctionNeedsTheHead) {
    for (const Actor& actor : {rater, superior, authority}) {
        decide_fresh(heavy(), actor).then_rejected(Code::auth_level, "level");
    }
    decide_fresh(heavy(), head).then_recorded();
}

TEST(Discipline, WhoIsNotAboveThePersonDecidesNothing) {
    decide_fresh(light(), by("x", Role::rater)).then_rejected(Code::not_rater);
    decide_fresh(light(), by("x", Role::superior)).then_rejected(Code::not_superior);
    for (const Role role : {Role::pegawai, Role::performance_team, Role::peer, Role::treasurer}) {
        decide_fresh(light(), by("x", role)).then_rejected(Code::auth);
    }
    decide_fresh(light(), by("budi", Role::integration)).then_rejected(Code::auth);
}

TEST(Discipline, TheRaterIsTheOneInForceOnTheDay) {
    Book book = registered();
    const person::RaterAssigned next{
        .rater = {"eka"}, .superior = {"citra"}, .from = date("2026-03-10")
    };
    book.given(stream_of(ani), person::Event(next), team, at("2026-03-01"), {ani});
    decide_in(book, case_1, light(), rater).then_rejected(Code::not_rater);
    decide_in(book, case_1, light(), rater, "2026-03-09T23:59:59+07:00").then_recorded();
}

TEST(Discipline, SomebodyWithoutARaterIsSanctionedByAuthorityOrHead) {
    Book book = registered();
    decide_in(book, case_1, light(), rater, "2024-12-31").then_rejected(Code::not_rater);
}

TEST(Discipline, ADeputyHasTheReachOfHisOffice) {
    Actor deputy = by("x", Role::superior);
    deputy.on_behalf_of = {"citra"};
    deputy.mandate = "Plt 4/2026";
    decide_fresh(medium(), deputy).then_recorded();
    decide_fresh(heavy(), deputy).then_rejected(Code::auth_level);
}

TEST(Discipline, NobodySanctionsHimself) {
    decide_fresh(medium(), by("ani", Role::head)).then_rejected(Code::self);
    Actor as_deputy = by("ani", Role::head);
    as_deputy.on_behalf_of = {"hasan"};
    as_deputy.mandate = "Plh 1/2026";
    decide_fresh(medium(), as_deputy).then_rejected(Code::self);
    Actor for_him = by("hasan", Role::head);
    for_him.on_behalf_of = ani;
    for_him.mandate = "Plh 1/2026";
    decide_fresh(medium(), for_him).then_rejected(Code::self);
}

TEST(Discipline, ThePersonMustBeKnown) {
    SanctionDecided e = medium();
    e.subject = {"nobody"};
    decide_fresh(e).then_rejected(Code::state, "subject");
}

TEST(Discipline, OneCaseHasOneDecision) {
    Book book = registered();
    decide_in(book, case_1, medium(), head).then_recorded();
    SanctionDecided other = medium();
    other.breaches = {"other"};
    decide_in(book, case_1, other, head).then_rejected(Code::state);
}

// domain.md 7.8, V14.
TEST(Discipline, ABreachIsPunishedOnce) {
    Book book = registered();
    decide_in(book, case_1, medium(), head).then_recorded();
    SanctionDecided again = heavy();
    again.breaches = {"absence/2025-12-01", "absence/2025-10-07"};
    decide_in(book, {"k2"}, again, head).then_rejected(Code::double_punish, "breaches[1]");
    again.breaches = {"absence/2025-12-01"};
    decide_in(book, {"k2"}, again, head).then_recorded();
}

TEST(Discipline, TwoPersonsMayBePunishedForBreachesOfOneName) {
    Book book = registered();
    decide_in(book, case_1, medium(), head).then_recorded();
    const person::Registered other{.agency = pauh};
    book.given(stream_of(PersonId{"eka"}), person::Event(other), head, at("2020-01-01"));
    SanctionDecided e = medium();
    e.subject = {"eka"};
    decide_in(book, {"k2"}, e, head).then_recorded();
}

TEST(Discipline, ABeratSanctionNeedsATeam) {
    SanctionDecided e = heavy();
    e.team = false;
    decide_fresh(e).then_rejected(Code::no_team, "team");
    decide_fresh(medium()).then_recorded();  // for a sedang one a team may be formed
}

TEST(Discipline, CodeAndLevelBelongTogether) {
    SanctionDecided e = medium();
    e.level = Severity::ringan;
    decide_fresh(e).then_rejected(Code::shape, "code");
    e = heavy();
    e.level = Severity::sedang;
    decide_fresh(e, superior).then_rejected(Code::shape, "code");
}

TEST(Discipline, MonthsBelongToCodeAndRegime) {
    SanctionDecided e = medium();
    e.months = 9;
    decide_fresh(e).then_rejected(Code::shape, "months");
    e.regime = Regime::pasal42;
    e.months = 6;
    decide_fresh(e).then_rejected(Code::shape, "months");
    e.months = 12;
    decide_fresh(e).then_recorded();
}

TEST(Discipline, HowLongEachSanctionLasts) {
    struct Row {
        Punishment code;
        std::uint32_t pasal8;
        std::uint32_t pasal42;
    };
    for (const Row& row : std::initializer_list<Row>{
             {Punishment::l1, 0, 0},
             {Punishment::l2, 0, 0},
             {Punishment::l3, 0, 0},
             {Punishment::m1, 6, 12},
             {Punishment::m2, 9, 12},
             {Punishment::m3, 12, 12},
             {Punishment::h1, 12, 12},
             {Punishment::h2, 12, 12},
             {Punishment::h3, 0, 0},
         }) {
        for (std::uint32_t months = 0; months <= 13; ++months) {
            EXPECT_EQ(lasts(Regime::pasal8, row.code, months), months == row.pasal8)
                << name_of(row.code) << ' ' << months;
            EXPECT_EQ(lasts(Regime::pasal42, row.code, months), months == row.pasal42)
                << name_of(row.code) << ' ' << months;
        }
    }
}

TEST(Discipline, OtherTablesOfMonthsAreTakenAsTheyAre) {
    for (const Regime regime : {Regime::pp53, Regime::local_table}) {
        EXPECT_TRUE(lasts(regime, Punishment::l1, 0));
        EXPECT_TRUE(lasts(regime, Punishment::l1, 1));
        EXPECT_FALSE(lasts(regime, Punishment::m2, 0));
        EXPECT_TRUE(lasts(regime, Punishment::m2, 1));
        EXPECT_FALSE(lasts(regime, Punishment::h1, 0)) << "it would never be served";
        EXPECT_FALSE(lasts(regime, Punishment::h2, 0));
        EXPECT_TRUE(lasts(regime, Punishment::h2, 1));
        EXPECT_TRUE(lasts(regime, Punishment::h1, 36));
        EXPECT_TRUE(lasts(regime, Punishment::h1, discipline::months_max));
        EXPECT_FALSE(lasts(regime, Punishment::h1, discipline::months_max + 1));
        EXPECT_TRUE(lasts(regime, Punishment::h3, 0));
        EXPECT_FALSE(lasts(regime, Punishment::h3, 12));
    }
}

TEST(Discipline, TheDayOfTheBreachSaysWhichLawApplies) {
    SanctionDecided e = medium();
    e.months = 12;
    for (const Regime regime : {Regime::pasal42, Regime::pp53, Regime::local_table}) {
        e.regime = regime;
        e.breached_on = date("2021-08-30");
        if (regime == Regime::pasal42) {
            decide_fresh(e).then_rejected(Code::shape, "regime");
        } else {
            decide_fresh(e).then_recorded();
        }
        e.breached_on = date("2021-08-31");
        if (regime == Regime::pp53) {
            decide_fresh(e).then_rejected(Code::shape, "regime");
        } else {
            decide_fresh(e).then_recorded();
        }
    }
}

TEST(Discipline, NothingIsPunishedBeforeItHappened) {
    SanctionDecided e = medium();
    e.breached_on = date("2026-03-11");
    decide_fresh(e).then_rejected(Code::shape, "breachedOn");
    e.breached_on = date("2026-03-10");
    decide_fresh(e).then_recorded();
}

TEST(Discipline, BreachesAreNamedOnce) {
    SanctionDecided e = medium();
    e.breaches = {};
    decide_fresh(e).then_rejected(Code::shape, "breaches");
    e.breaches = {"a", "b", "a"};
    decide_fresh(e).then_rejected(Code::shape, "breaches[2]");
    for (const char* name : {"", " a", "a b", "a//b", "/a", "a/"}) {
        e.breaches = {"b", name};
        decide_fresh(e).then_rejected(Code::shape, "breaches[1]");
    }
    e.breaches = {"attendance/ani/2025-10", "act.7"};
    decide_fresh(e).then_recorded();
}

TEST(Discipline, ThereAreNoMoreBreachesThanDaysAndTheirNamesAreShort) {
    SanctionDecided e = medium();
    e.breaches.clear();
    for (int i = 0; i < 400; ++i) e.breaches.push_back("b" + std::to_string(i));
    decide_fresh(e).then_recorded();
    e.breaches.emplace_back("one-more");
    decide_fresh(e).then_rejected(Code::shape, "breaches");
    std::string name =
        std::string(64, 'a') + "/" + std::string(64, 'b') + "/" + std::string(64, 'c');
    e.breaches = {name + "/defghi"};  // 194 + 7 = 201 characters
    decide_fresh(e).then_rejected(Code::shape, "breaches[0]");
    e.breaches = {name + "/defgh"};
    decide_fresh(e).then_recorded();
}

TEST(Discipline, ItSaysWhichArticleUnderWhichNumberAndWhy) {
    SanctionDecided e = medium();
    e.article.clear();
    decide_fresh(e).then_rejected(Code::shape, "article");
    e.article = std::string(201, 'x');
    decide_fresh(e).then_rejected(Code::shape, "article");
    e = medium();
    e.decision_no.clear();
    decide_fresh(e).then_rejected(Code::shape, "decisionNo");
    e.decision_no = std::string(201, 'x');
    decide_fresh(e).then_rejected(Code::shape, "decisionNo");
    e = medium();
    e.basis = tests::words(std::string(19, 'x'));
    decide_fresh(e).then_rejected(Code::no_reason, "basis");
    e.basis = tests::words(std::string(20, 'x'));
    decide_fresh(e).then_recorded();
}

TEST(Discipline, ADecisionIsNotBackdated) {
    Book book = registered();
    const auto told = [&](std::string_view effective) {
        return book.when(
            stream_of(case_1), discipline::Event(medium()), head, at("2026-03-10"), at(effective)
        );
    };
    told("2026-03-04").then_rejected(Code::backdate, "effectivetime");
    told("2026-03-05").then_recorded();
}

// --- Delivery

TEST(Discipline, DeliveryIsRecordedInTheCaseAndAmongThePersonsSanctions) {
    Book book = registered();
    decide_in(book, case_1, medium(), superior).then_recorded();
    deliver(book).then({
        {stream_of(case_1), discipline::Event(SanctionDelivered{"langsung, tertutup"}), {ani}},
        {sanctions::stream_for(ani), sanctions::Event(sanctions::Received{case_1}), {ani}},
    });
    const auto all = book.state<sanctions::Kind>(sanctions::stream_for(ani));
    ASSERT_EQ(all.sanctions.size(), 1U);
    EXPECT_EQ(all.sanctions[0].decided_at, at("2026-03-10"));
    EXPECT_EQ(all.sanctions[0].received_at, at("2026-03-12"));
}

TEST(Discipline, OnlyADecisionIsDeliveredAndOnlyOnce) {
    Book book = registered();
    deliver(book).then_rejected(Code::state);
    decide_in(book, case_1, medium(), superior).then_recorded();
    deliver(book).then_recorded();
    deliver(book).then_rejected(Code::state);
}

TEST(Discipline, TheOfficialsOrThePerformanceTeamDeliver) {
    for (const Actor& actor : {rater, superior, authority, head, team}) {
        Book book = registered();
        decide_in(book, case_1, medium(), superior).then_recorded();
        deliver(book, actor).then_recorded();
    }
    Book book = registered();
    decide_in(book, case_1, medium(), superior).then_recorded();
    deliver(book, by("x", Role::pegawai)).then_rejected(Code::auth);
    deliver(book, by("x", Role::rater)).then_rejected(Code::auth);
    deliver(book, by("ani", Role::performance_team)).then_rejected(Code::self);
}

TEST(Discipline, NothingIsReceivedBeforeItWasDecided) {
    Book book = registered();
    decide_in(book, case_1, medium(), superior).then_recorded();
    deliver(book, superior, "2026-03-09T23:59:59+07:00")
        .then_rejected(Code::state, "effectivetime");
    deliver(book, superior, "2026-03-10").then_recorded();
}

TEST(Discipline, TheWayOfDeliveryIsToldAndInTime) {
    Book book = registered();
    decide_in(book, case_1, medium(), superior).then_recorded();
    deliver(book, superior, "2026-03-12", "").then_rejected(Code::shape, "method");
    deliver(book, superior, "2026-03-12", std::string(201, 'x'))
        .then_rejected(Code::shape, "method");
    const discipline::Event act = SanctionDelivered{"pos"};
    book.when(stream_of(case_1), act, superior, at("2026-03-18"), at("2026-03-12"))
        .then_rejected(Code::backdate);
    book.when(stream_of(case_1), act, superior, at("2026-03-17"), at("2026-03-12")).then_recorded();
}

// --- Migration

TEST(Discipline, OldSanctionsAreBroughtIn) {
    SanctionDecided old = sanction(Punishment::h1, 36);
    old.regime = Regime::pp53;
    old.breached_on = date("2015-05-04");
    old.team = true;
    Book book = registered();
    const auto migrate = [&](const Actor& actor) {
        return book.when(
            stream_of(case_1),
            discipline::Event(old),
            actor,
            at("2026-03-10"),
            at("2015-08-03"),
            true
        );
    };
    migrate(by("ani", Role::integration)).then_rejected(Code::self);
    migrate(team).then_rejected(Code::auth_level);
    migrate(by("s", Role::integration)).then_recorded();
    const discipline::Event delivered = SanctionDelivered{"langsung"};
    book.when(
            stream_of(case_1),
            delivered,
            by("s", Role::integration),
            at("2026-03-10"),
            at("2015-08-05"),
            true
    )
        .then_recorded();
}

TEST(Discipline, ThePerformanceTeamBringsInWhatNeedsNoHead) {
    Book book = registered();
    const auto decided = at("2025-12-01");
    book.when(stream_of(case_1), discipline::Event(medium()), team, at("2026-03-10"), decided, true)
        .then_recorded();
}

TEST(Discipline, TheFoldKnowsHowFarTheCaseIs) {
    discipline::State state;
    state = fold(state, discipline::Event(medium()), {.effective = at("2026-03-10")});
    EXPECT_EQ(state, (discipline::State{Progress::decided, ani, at("2026-03-10")}));
    state = fold(state, discipline::Event(SanctionDelivered{}), {.effective = at("2026-03-12")});
    EXPECT_EQ(state, (discipline::State{Progress::delivered, ani, at("2026-03-10")}));
}

TEST(Discipline, ItIsOfTheClassSanction) {
    EXPECT_EQ(class_of(discipline::Event(SanctionDecided{})), Class::sanction);
    EXPECT_EQ(class_of(discipline::Event(SanctionDelivered{})), Class::sanction);
}

}  // namespace
