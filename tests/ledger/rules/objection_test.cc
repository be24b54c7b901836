// The objection to an evaluation, PP 30/2019 art. 59: the golden year's, V13, V15, and what no
// objection can be.

#include "ledger/rules/objection.h"

#include "tests/support/golden_book.h"

#include <gtest/gtest.h>

#include <functional>
#include <rapidcheck/gtest.h>
#include <string>
#include <vector>

namespace tests {
namespace {

using golden::annual;
using golden::as_head;
using golden::as_rater;
using golden::as_subject;
using golden::as_superior;
using golden::as_team;
using golden::december_correction;
using golden::evaluation_stream;
using golden::instead_of;
using golden::quarter;
using golden::Year;
using ledger::Level;
using ledger::Predikat;
using ledger::Role;
using namespace ledger::evaluation;
namespace report = ledger::report;

const ledger::StreamId stream = evaluation_stream(annual);
const ledger::Instant january_23 = at("2026-01-23T09:00:00+07:00");
const ledger::Instant february_3 = at("2026-02-03T09:00:00+07:00");
const ledger::Instant february_9 = at("2026-02-09T10:00:00+07:00");

Told file(
    Year& year,
    ledger::Instant when,
    const ledger::Actor& actor = as_subject(),
    std::optional<ledger::Instant> effective = {}
) {
    const ObjectionFiled act{.grounds = golden::reason()};
    return year.book.when(stream, act, actor, when, effective);
}

Told judge(
    Year& year,
    const std::function<void(ObjectionDecided&)>& change = [](ObjectionDecided&) {},
    const ledger::Actor& actor = as_superior()
) {
    ObjectionDecided act = year.judgement(february_9);
    change(act);
    return year.book.when(stream, act, actor, february_9);
}

// --- The golden year: domain.md 7.4

TEST(Objection, OfTheGoldenYearTurnsBelowIntoGood) {
    Year year;
    year.hear();
    EXPECT_EQ(year.evaluation_state(annual).result.predikat, Predikat::needs_improvement);
    const ObjectionDecided act = year.judgement(february_9);
    EXPECT_EQ(act.proposal.score, ledger::Rational::of(7765231, 85680));
    const report::ValueCorrected december{
        .indicator = {"I2"},
        .was = golden::value("8", "20"),
        .now = golden::value("17", "20"),
        .cause = stream,
        .reason = act.reason,
    };
    judge(year).then({
        {stream, act, {golden::subject}},
        {golden::report_stream(12), december, {golden::subject}},
    });
    const State state = year.evaluation_state(annual);
    EXPECT_EQ(state.progress, Progress::objection_decided);
    EXPECT_EQ(state.result.work, Level::meets);
    EXPECT_EQ(state.result.predikat, Predikat::good);
    EXPECT_EQ(state.version, 1U);
    EXPECT_TRUE(is_final(state, february_9, 14, ledger::Zone::wib));
    const auto complaints = year.reported(12, "I2");
    ASSERT_TRUE(complaints);
    EXPECT_EQ(complaints->value, golden::value("17", "20"));
    EXPECT_EQ(next(complaints->position), year.book.size());
    EXPECT_EQ(year.proposal(annual, february_9).rounded, dec("90.63"));
    EXPECT_EQ(year.proposal(quarter(4), february_9).rounded, dec("89.97"));
    EXPECT_EQ(year.evaluation_state(quarter(4)).result.predikat, Predikat::needs_improvement);
}

// --- Filing

TEST(Objection, IsInTimeUntilTheEndOfTheFourteenthDay) {  // V13
    {
        Year year;
        year.deliver();
        file(year, at("2026-01-27T00:00:01+07:00")).then_rejected(Code::objection_late);
    }
    {
        Year year;
        year.deliver();
        file(year, at("2026-01-27T00:00:00+07:00")).then_rejected(Code::objection_late);
        file(year, at("2026-01-26T23:59:59+07:00")).then_recorded();
    }
    {
        Year year;
        year.deliver();
        file(year, at("2026-01-26T23:59:59.999999+07:00")).then_recorded();
    }
}

TEST(Objection, SaysWhichDayWasTheLast) {
    Year year;
    year.deliver();
    const Told told = file(year, at("2026-01-27T00:00:01+07:00"));
    ASSERT_FALSE(told.decided);
    EXPECT_NE(told.decided.error().detail.en.find("2026-01-26"), std::string::npos);
    EXPECT_NE(told.decided.error().detail.id.find("2026-01-26"), std::string::npos);
}

TEST(Objection, DoesNotComeInTimeByItsOwnWord) {
    Year year;
    year.deliver();
    const ledger::Instant last = at("2026-01-26T23:00:00+07:00");
    file(year, at("2026-01-27T08:00:00+07:00"), as_subject(), last)
        .then_rejected(Code::objection_late);
}

TEST(Objection, IsInTimeByWhenItHappenedWhereTheTeamHasNotedForceMajeure) {
    const ledger::Instant last = at("2026-01-26T23:00:00+07:00");  // a Monday
    ledger::Actor with_note = as_subject();
    with_note.mandate = "Catatan TPK 5/2026";
    const auto file_on = [&](std::string_view day) {
        Year year;
        year.deliver();
        return file(year, at(day), with_note, last);
    };
    file_on("2026-01-29T08:00:00+07:00").then_recorded();
    file_on("2026-01-30T08:00:00+07:00").then_rejected(Code::backdate);
}

TEST(Objection, OfAnOlderSystemIsInTimeByWhenItHappened) {
    const auto migrate = [](std::string_view effective) {
        Year year;
        year.deliver();
        const ObjectionFiled act{.grounds = golden::reason()};
        const ledger::Actor importer = instead_of("A", as_team());
        return year.book.when(stream, act, importer, at("2026-06-01"), at(effective), true);
    };
    migrate("2026-01-26").then_recorded();
    migrate("2026-01-27").then_rejected(Code::objection_late);
}

TEST(Objection, HasTheDaysOfThePolicyInForceWhenTheResultWasReceived) {
    Year year;
    year.deliver();
    ledger::policy::Published shorter = golden::policy();
    shorter.id = {"pauh-2026.1"};
    shorter.valid_from = date("2026-01-13");
    shorter.parameters.objection_days = 5;
    year.book.given(
        ledger::policy::stream_for(golden::agency), shorter, as_head(), at("2026-01-13")
    );
    file(year, at("2026-01-26T23:59:59+07:00")).then_recorded();
}

TEST(Objection, IsTheSubjectsOwn) {
    Year year;
    year.deliver();
    file(year, january_23, as_rater()).then_rejected(Code::auth);
    file(year, january_23, instead_of("A", as_rater())).then_rejected(Code::conflict);
    file(year, january_23, instead_of("A", by("D", Role::pegawai))).then_rejected(Code::auth);
    file(year, january_23, by("siasn", Role::integration)).then_rejected(Code::auth);
    file(year, january_23).then_recorded();
}

TEST(Objection, IsToAResultThatWasReceived) {
    {
        Year year;
        year.evaluate();
        file(year, january_23).then_rejected(Code::state);
    }
    {
        Year year;
        year.deliver();
        const ledger::Instant received = at("2026-01-12T10:00:00+07:00");
        const std::chrono::microseconds moment{1};
        file(year, received, as_subject(), received - moment)
            .then_rejected(Code::state, "effectivetime");
        file(year, received, as_subject(), received).then_recorded();
    }
}

TEST(Objection, IsFiledOnceToOneVersion) {
    Year year;
    year.object();
    file(year, january_23).then_rejected(Code::objection_duplicate);
    year.book.when(stream, ObjectionWithdrawn{}, as_subject(), january_23).then_recorded();
    file(year, january_23).then_rejected(Code::objection_duplicate);
}

TEST(Objection, IsNotToAResultThatWasAcceptedOrJudged) {
    {
        Year year;
        year.deliver();
        year.book.when(stream, Accepted{}, as_subject(), january_23).then_recorded();
        file(year, january_23).then_rejected(Code::final);
    }
    {
        Year year;
        year.hear();
        judge(year).then_recorded();
        file(year, february_9).then_rejected(Code::final);
    }
}

TEST(Objection, StatesItsGrounds) {
    Year year;
    year.deliver();
    const auto file_with = [&](std::size_t characters, std::size_t evidence) {
        const ObjectionFiled act{
            .grounds = words(std::string(characters, 'x')),
            .evidence = std::vector<ledger::Digest>(evidence),
        };
        return year.book.when(stream, act, as_subject(), january_23);
    };
    file_with(19, 1).then_rejected(Code::no_reason, "grounds");
    file_with(10'001, 1).then_rejected(Code::shape, "grounds");
    file_with(20, 51).then_rejected(Code::shape, "evidence");
    file_with(20, 50).then_recorded();
}

TEST(Objection, IsWithdrawnByTheSubjectAndEndsThere) {
    Year year;
    year.deliver();
    const auto withdraw_as = [&](const ledger::Actor& actor) {
        return year.book.when(stream, ObjectionWithdrawn{}, actor, january_23);
    };
    withdraw_as(as_subject()).then_rejected(Code::state);
    file(year, january_23).then_recorded();
    withdraw_as(as_rater()).then_rejected(Code::auth);
    withdraw_as(as_subject()).then_recorded();
    withdraw_as(as_subject()).then_rejected(Code::final);
    year.book.when(stream, Accepted{}, as_subject(), january_23).then_rejected(Code::final);
}

// --- Hearing

TEST(Objection, IsHeardByTheSuperiorWithTheTwoOnly) {
    Year year;
    year.deliver();
    const auto hear_as = [&](const ledger::Actor& actor, std::vector<ledger::PersonId> heard) {
        return year.book.when(stream, ObjectionHeard{std::move(heard), {}}, actor, february_3);
    };
    hear_as(as_superior(), {golden::subject}).then_rejected(Code::final);  // nobody objected
    Year objected;
    objected.object();
    const auto hear = [&](const ledger::Actor& actor, std::vector<ledger::PersonId> heard) {
        return objected.book.when(stream, ObjectionHeard{std::move(heard), {}}, actor, february_3);
    };
    hear(as_rater(), {golden::subject}).then_rejected(Code::not_superior);
    hear(as_subject(), {golden::subject}).then_rejected(Code::self);
    hear(as_superior(), {}).then_rejected(Code::shape, "heard");
    hear(as_superior(), {golden::subject, {"D"}}).then_rejected(Code::shape, "heard[1]");
    hear(as_superior(), {golden::subject}).then_recorded();
    hear(as_superior(), {golden::subject, golden::rater}).then_recorded();
    const std::vector<ledger::PersonId> both{golden::subject, golden::rater};
    EXPECT_EQ(objected.evaluation_state(annual).heard, both);
}

TEST(Objection, IsNotDecidedBeforeBothWereHeard) {
    const auto after_hearing = [](const std::vector<ledger::PersonId>& heard) {
        Year year;
        year.object();
        for (const ledger::PersonId& person : heard) {
            year.book.when(stream, ObjectionHeard{{person}, {}}, as_superior(), february_3)
                .then_recorded();
        }
        return judge(year);
    };
    after_hearing({}).then_rejected(Code::state);
    after_hearing({golden::subject}).then_rejected(Code::state);
    after_hearing({golden::rater}).then_rejected(Code::state);
    after_hearing({golden::rater, golden::subject}).then_recorded();
}

// --- Deciding

TEST(Objection, IsDecidedByTheRatersSuperiorAndNobodyElse) {  // V15
    Year year;
    year.hear();
    const auto as_it_is = [](ObjectionDecided&) {};
    judge(year, as_it_is, as_rater()).then_rejected(Code::not_superior);
    judge(year, as_it_is, instead_of("C", as_rater())).then_rejected(Code::not_superior);
    judge(year, as_it_is, as_subject()).then_rejected(Code::self);
    judge(year, as_it_is, instead_of("C", by("A", Role::superior))).then_rejected(Code::self);
    judge(year, as_it_is, as_head()).then_rejected(Code::not_superior);
    judge(year, as_it_is, instead_of("C", by("D", Role::superior))).then_recorded();
}

TEST(Objection, IsNotDecidedByTheDeputyWhoRated) {
    Year year;
    year.establish();
    year.report(1, 12);
    year.evaluate_quarters();
    const ledger::Instant january_8 = at("2026-01-08T11:00:00+07:00");
    const ledger::Actor deputy = instead_of("B", by("D", Role::rater));
    year.book.when(stream, year.decision(annual, january_8), deputy, january_8).then_recorded();
    const ledger::Instant january_12 = at("2026-01-12T10:00:00+07:00");
    year.book.when(stream, Delivered{"surat"}, as_team(), january_12).then_recorded();
    file(year, january_23).then_recorded();
    const ObjectionHeard heard{{golden::subject, {"D"}}, {}};
    year.book.when(stream, heard, as_superior(), february_3).then_recorded();
    const auto as_it_is = [](ObjectionDecided&) {};
    judge(year, as_it_is, instead_of("C", by("D", Role::superior)))
        .then_rejected(Code::not_superior);
    judge(year, as_it_is, as_superior()).then_recorded();
}

TEST(Objection, IsNotDecidedForTheOneWhoRatedByHisDeputy) {
    Year year;
    year.establish();
    year.report(1, 12);
    year.evaluate_quarters();
    const ledger::Instant january_8 = at("2026-01-08T11:00:00+07:00");
    const ledger::Actor stand_in = instead_of("B", as_superior());
    year.book.when(stream, year.decision(annual, january_8), stand_in, january_8).then_recorded();
    const ledger::Instant january_12 = at("2026-01-12T10:00:00+07:00");
    year.book.when(stream, Delivered{"surat"}, as_team(), january_12).then_recorded();
    file(year, january_23).then_recorded();
    const ObjectionHeard heard{{golden::subject, golden::superior}, {}};
    const ledger::Actor for_c = instead_of("C", by("D", Role::superior));
    year.book.when(stream, heard, for_c, february_3).then_rejected(Code::not_superior);
    year.assign_rater(golden::subject, golden::rater, {"D"}, "2026-02-01");
    year.book.when(stream, heard, by("D", Role::superior), february_3).then_recorded();
    judge(year, [](ObjectionDecided&) {}, by("D", Role::superior)).then_recorded();
}

TEST(Objection, IsDecidedByTheNewSuperiorOfTheSameRater) {
    Year year;
    year.hear();
    year.assign_rater(golden::subject, golden::rater, {"D"}, "2026-02-05");
    judge(year).then_rejected(Code::not_superior);
    judge(year, [](ObjectionDecided&) {}, by("D", Role::superior)).then_recorded();
}

TEST(Objection, IsDecidedByTheOldSuperiorOnceAnotherRates) {
    Year year;
    year.hear();
    year.assign_rater(golden::subject, {"H"}, {"D"}, "2026-02-05");
    judge(
        year, [](ObjectionDecided&) {}, by("D", Role::superior)
    )
        .then_rejected(Code::not_superior);
    judge(year).then_recorded();
}

TEST(Objection, IsDecidedWhereThereIsOne) {
    {
        Year year;
        year.deliver();
        const ObjectionDecided act = year.judgement(january_23);
        year.book.when(stream, act, as_superior(), january_23).then_rejected(Code::state);
    }
    {
        Year year;
        year.hear();
        judge(year).then_recorded();
        judge(year).then_rejected(Code::final);
    }
}

TEST(Objection, IsDecidedWithAReason) {
    Year year;
    year.hear();
    const auto with_reason = [&](std::size_t characters) {
        return judge(year, [&](ObjectionDecided& act) {
            act.reason = words(std::string(characters, 'x'));
        });
    };
    with_reason(0).then_rejected(Code::no_reason, "reason");
    with_reason(19).then_rejected(Code::no_reason, "reason");
    with_reason(10'001).then_rejected(Code::shape, "reason");
    with_reason(20).then_recorded();
}

TEST(Objection, CorrectsOnlyWhatTheReportsSay) {
    struct Case {
        Code code;
        const char* field;
        std::function<void(Correction&)> change;
    };
    const Case cases[] = {
        {Code::state, "corrections[0].was", [](Correction& c) { c.was = golden::value("9", "20"); }
        },
        {Code::state, "corrections[0].indicator", [](Correction& c) { c.indicator = {"I9"}; }},
        {Code::shape, "corrections[0].now", [](Correction& c) { c.now = c.was; }},
        {Code::shape,
         "corrections[0].now.denominator",
         [](Correction& c) { c.now = golden::value("17"); }},
        {Code::target_sign,
         "corrections[0].now.numerator",
         [](Correction& c) { c.now = golden::value("-17", "20"); }},
        {Code::shape, "corrections[0].month", [](Correction& c) { c.month = quarter(4); }},
        {Code::shape, "corrections[0].month", [](Correction& c) { c.month = period("2024-12"); }},
    };
    Year year;
    year.hear();
    for (const Case& c : cases) {
        judge(year, [&](ObjectionDecided& act) {
            c.change(act.corrections[0]);
        }).then_rejected(c.code, c.field);
    }
    judge(year, [](ObjectionDecided& act) {
        act.corrections.push_back(act.corrections[0]);
    }).then_rejected(Code::shape, "corrections[1].indicator");
    judge(year).then_recorded();
}

TEST(Objection, CorrectsOnlyMonthsOfItsPeriod) {
    Year year;
    year.establish();
    year.report(1, 12);
    year.evaluate_quarters();
    const ledger::StreamId third = evaluation_stream(quarter(3));
    const auto record = [&](const Event& act, const ledger::Actor& actor, std::string_view when) {
        year.book.when(third, act, actor, at(when)).then_recorded();
    };
    record(Delivered{"surat"}, as_team(), "2026-01-12");
    record(ObjectionFiled{.grounds = golden::reason()}, as_subject(), "2026-01-13");
    record(ObjectionHeard{{golden::subject, golden::rater}, {}}, as_superior(), "2026-01-14");
    const auto judge_third = [&](const Correction& correction) {
        ObjectionDecided act{
            .outcome = Outcome::changed,
            .corrections = {correction},
            .result = year.evaluation_state(quarter(3)).result,
            .reason = golden::reason(),
        };
        act.proposal = year.proposal(quarter(3), at("2026-01-15"), act.corrections);
        return year.book.when(third, act, as_superior(), at("2026-01-15"));
    };
    judge_third(december_correction()).then_rejected(Code::shape, "corrections[0].month");
    judge_third({golden::month(9), {"I2"}, golden::value("20", "22"), golden::value("21", "22")})
        .then_recorded();
}

TEST(Objection, ThatIsRejectedChangesNothing) {
    Year year;
    year.hear();
    const auto reject = [&](const std::function<void(ObjectionDecided&)>& change) {
        return judge(year, [&](ObjectionDecided& act) {
            act.outcome = Outcome::rejected;
            act.corrections.clear();
            act.proposal = year.proposal(annual, february_9);
            act.result = year.evaluation_state(annual).result;
            change(act);
        });
    };
    reject([](ObjectionDecided& act) { act.corrections = {december_correction()}; }
    ).then_rejected(Code::shape, "corrections");
    reject([](ObjectionDecided& act) { act.result.predikat = Predikat::good; }
    ).then_rejected(Code::shape, "result");
    for (const Outcome outcome : {Outcome::upheld, Outcome::changed}) {
        reject([&](ObjectionDecided& act) { act.outcome = outcome; }
        ).then_rejected(Code::shape, "outcome");
    }
    reject([](ObjectionDecided&) {}).then_recorded();
    EXPECT_EQ(year.evaluation_state(annual).result.predikat, Predikat::needs_improvement);
}

TEST(Objection, MayChangeTheResultWithoutCorrectingAValue) {
    Year year;
    year.hear();
    judge(year, [&](ObjectionDecided& act) {
        act.outcome = Outcome::upheld;
        act.corrections.clear();
        act.proposal = year.proposal(annual, february_9);
        act.result.work = Level::meets;
        act.result.predikat = Predikat::good;
    }).then_recorded();
    EXPECT_EQ(year.evaluation_state(annual).result.predikat, Predikat::good);
    EXPECT_EQ(year.reported(12, "I2")->value, golden::value("8", "20"));
}

TEST(Objection, IsDecidedOnTheProposalWithItsCorrections) {
    Year year;
    year.hear();
    const Told told = judge(year, [&](ObjectionDecided& act) {
        act.proposal = year.proposal(annual, february_9);
    });
    told.then_rejected(Code::proposal_stale, "proposal.score");
    EXPECT_NE(told.decided.error().detail.en.find("7765231/85680 (90.63"), std::string::npos);
}

TEST(Objection, GivesABehaviourScoreWithinTheCap) {
    Year year;
    year.hear();
    judge(year, [](ObjectionDecided& act) {
        act.result.behaviour_score = dec("120.01");
    }).then_rejected(Code::shape, "result.behaviourScore");
}

TEST(Objection, ReachesTheReportEvenWhereTheQuarterIsFinal) {
    Year year;
    year.deliver();
    const ledger::StreamId fourth = evaluation_stream(quarter(4));
    const ledger::Instant when = at("2026-01-12T11:00:00+07:00");
    year.book.when(fourth, Delivered{"surat"}, as_team(), when).then_recorded();
    year.book.when(fourth, Accepted{}, as_subject(), when).then_recorded();
    file(year, january_23).then_recorded();
    const ObjectionHeard heard{{golden::subject, golden::rater}, {}};
    year.book.when(stream, heard, as_superior(), february_3).then_recorded();
    judge(year).then_recorded();
    EXPECT_EQ(year.reported(12, "I2")->value, golden::value("17", "20"));
    EXPECT_EQ(year.evaluation_state(quarter(4)).result.predikat, Predikat::needs_improvement);
}

// --- Properties

// One of all the acts on the evaluation of the year, by one of all its actors, well formed.
struct Attempt {
    Event act;
    ledger::Actor actor;
};

Attempt attempt(const Year& year, ledger::Instant when) {
    const auto act = *rc::gen::inRange(0, 8);
    const auto actor = *rc::gen::elementOf(
        std::vector<ledger::Actor>{as_subject(), as_rater(), as_superior(), as_team(), as_head()}
    );
    switch (act) {
        case 0:
            return {year.decision(annual, when), actor};
        case 1:
            return {Delivered{"surat"}, actor};
        case 2:
            return {Accepted{}, actor};
        case 3:
            return {ObjectionFiled{.grounds = golden::reason()}, actor};
        case 4:
            return {ObjectionHeard{{golden::subject, golden::rater}, {}}, actor};
        case 5:
            return {ObjectionDecided{year.judgement(when)}, actor};
        case 6:
            return {ObjectionWithdrawn{}, actor};
        default:
            return {Reopened{"PTUN 12/2026"}, actor};
    }
}

// The year up to B's decision, told once: each property starts from a copy.
const Year& evaluated() {
    static const Year year = [] {
        Year told;
        told.evaluate();
        return told;
    }();
    return year;
}

RC_GTEST_PROP(Objection, AfterAFinalResultNothingHappensButReopening, ()) {
    Year year = evaluated();
    ledger::Instant now = at("2026-01-12T10:00:00+07:00");
    for (int step = 0; step < 30; ++step) {
        now += std::chrono::hours(*rc::gen::inRange(0, 48));
        const State before = year.evaluation_state(annual);
        const bool was_final = is_final(before, now, 14, ledger::Zone::wib);
        const Attempt asked = attempt(year, now);
        const Told told = year.book.when(stream, asked.act, asked.actor, now);
        if (was_final && told.decided) RC_ASSERT(std::holds_alternative<Reopened>(asked.act));
        if (!told.decided) RC_ASSERT(year.evaluation_state(annual) == before);
    }
}

RC_GTEST_PROP(Objection, AskedTwiceIsAnsweredTheSameAndRecordedOnce, ()) {
    Year year = evaluated();
    ledger::Instant now = at("2026-01-12T10:00:00+07:00");
    for (int step = 0; step < 20; ++step) {
        now += std::chrono::hours(*rc::gen::inRange(0, 48));
        const Attempt asked = attempt(year, now);
        Year other = year;
        const Told first = year.book.when(stream, asked.act, asked.actor, now);
        const Told same = other.book.when(stream, asked.act, asked.actor, now);
        RC_ASSERT(first.decided.has_value() == same.decided.has_value());
        RC_ASSERT(year.evaluation_state(annual) == other.evaluation_state(annual));
        if (!first.decided) {
            RC_ASSERT(first.decided.error() == same.decided.error());
            continue;
        }
        const Told again = year.book.when(stream, asked.act, asked.actor, now);
        RC_ASSERT(!again.decided || std::holds_alternative<ObjectionHeard>(asked.act));
    }
}

}  // namespace
}  // namespace tests
