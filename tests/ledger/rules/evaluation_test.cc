// Evaluating a plan: the rater's decision from a proposal that still holds, its delivery, when it
// is final, and how it is reopened. Objections are in objection_test.cc.

#include "ledger/rules/evaluation.h"

#include "tests/support/golden_book.h"

#include <gtest/gtest.h>

#include <functional>
#include <rapidcheck/gtest.h>
#include <string>

namespace tests {
namespace {

using golden::annual;
using golden::as_head;
using golden::as_rater;
using golden::as_subject;
using golden::as_superior;
using golden::as_team;
using golden::evaluation_stream;
using golden::instead_of;
using golden::quarter;
using golden::Year;
using ledger::Level;
using ledger::Predikat;
using ledger::Rational;
using ledger::Role;
using namespace ledger::evaluation;
namespace plan = ledger::plan;

const ledger::Instant january_8 = at("2026-01-08T11:00:00+07:00");
const ledger::Instant january_12 = at("2026-01-12T10:00:00+07:00");

// Everything reported and every quarter decided.
void tell_until_the_annual_decision(Year& year) {
    year.establish();
    year.report(1, 12);
    year.evaluate_quarters();
}

Told decide_year(
    Year& year,
    const std::function<void(Decided&)>& change = [](Decided&) {},
    const ledger::Actor& actor = as_rater()
) {
    Decided act = year.decision(annual, january_8);
    change(act);
    return year.book.when(evaluation_stream(annual), act, actor, january_8);
}

// --- The golden year: domain.md 7.3, 7.4

TEST(Evaluation, OfTheGoldenQuartersIsAsPublished) {
    Year year;
    tell_until_the_annual_decision(year);
    const Predikat expected[] = {
        Predikat::needs_improvement, Predikat::good, Predikat::good, Predikat::needs_improvement
    };
    for (int number = 1; number <= 4; ++number) {
        const State state = year.evaluation_state(quarter(number));
        EXPECT_EQ(state.progress, Progress::decided);
        EXPECT_EQ(state.result.predikat, expected[number - 1]) << "quarter " << number;
    }
}

TEST(Evaluation, OfTheGoldenYearIsFirstBelow) {
    Year year;
    tell_until_the_annual_decision(year);
    const Proposal proposal = year.proposal(annual, january_8);
    EXPECT_EQ(proposal.score, Rational::of(64649, 720));
    EXPECT_EQ(proposal.rounded, dec("89.79"));
    EXPECT_EQ(proposal.work, Level::below);
    EXPECT_EQ(proposal.policy, golden::policy_id);
    EXPECT_FALSE(proposal.formulas.empty());
    EXPECT_EQ(proposal.position, year.book.size());
    decide_year(year).then_recorded();
    const State state = year.evaluation_state(annual);
    EXPECT_EQ(state.result.predikat, Predikat::needs_improvement);
    EXPECT_EQ(state.version, 1U);
    EXPECT_EQ(state.subject, golden::subject);
    EXPECT_EQ(state.rater, golden::rater);
    EXPECT_EQ(state.decided_at, january_8);
}

TEST(Evaluation, IsRecordedAsItWasDecidedAndIsAboutTheSubject) {
    Year year;
    tell_until_the_annual_decision(year);
    const Decided act = year.decision(annual, january_8);
    decide_year(year).then({{evaluation_stream(annual), act, {golden::subject}}});
}

// --- Who decides, and when

TEST(Evaluation, IsDecidedByTheRaterInForce) {
    Year year;
    tell_until_the_annual_decision(year);
    const auto as_it_is = [](Decided&) {};
    decide_year(year, as_it_is, as_subject()).then_rejected(Code::self);
    decide_year(year, as_it_is, instead_of("B", by("A", Role::rater))).then_rejected(Code::self);
    decide_year(year, as_it_is, as_superior()).then_rejected(Code::not_rater);
    decide_year(year, as_it_is, as_team()).then_rejected(Code::not_rater);
    const ledger::Actor machine = instead_of("B", by("siasn", Role::integration));
    decide_year(year, as_it_is, machine).then_rejected(Code::auth);
    decide_year(year, as_it_is, instead_of("B", by("D", Role::rater))).then_recorded();
    EXPECT_EQ(year.evaluation_state(annual).rater.text, "D") << "the deputy decided";
}

TEST(Evaluation, IsDecidedByTheRaterOfThatDay) {
    Year year;
    tell_until_the_annual_decision(year);
    year.assign_rater(golden::subject, {"D"}, golden::superior, "2026-01-09");
    decide_year(year, [](Decided&) {}, by("D", Role::rater)).then_rejected(Code::not_rater);
    decide_year(year).then_recorded();
}

TEST(Evaluation, IsDecidedByWhoHasSupervisedForAMonth) {
    const auto decide_as_new_rater = [](std::string_view since) {
        Year year;
        tell_until_the_annual_decision(year);
        year.assign_rater(golden::subject, {"D"}, golden::superior, since);
        return decide_year(year, [](Decided&) {}, by("D", Role::rater));
    };
    decide_as_new_rater("2025-12-09").then_rejected(Code::not_rater);
    decide_as_new_rater("2025-12-08").then_recorded();
}

TEST(Evaluation, CountsTheMonthsOfOneRaterUnderSeveralSuperiors) {
    Year year;
    tell_until_the_annual_decision(year);
    year.assign_rater(golden::subject, golden::rater, {"H"}, "2026-01-05");
    decide_year(year).then_recorded();
}

TEST(Evaluation, IsDecidedByWhoHasSupervisedForAsLongAsThePolicySays) {
    for (const auto& [months, allowed] : {std::pair(0U, true), std::pair(2U, false)}) {
        Year year;
        tell_until_the_annual_decision(year);
        ledger::policy::Published other = golden::policy();
        other.id = {"pauh-2026.1"};
        other.valid_from = date("2026-01-01");
        other.parameters.supervised_months_min = months;
        const ledger::StreamId policies = ledger::policy::stream_for(golden::agency);
        year.book.given(policies, other, as_head(), at("2026-01-02"));
        year.assign_rater(golden::subject, {"D"}, golden::superior, "2025-12-01");
        const Told told = decide_year(year, [](Decided&) {}, by("D", Role::rater));
        if (allowed) {
            told.then_recorded();
        } else {
            told.then_rejected(Code::not_rater);
        }
    }
}

TEST(Evaluation, IsDecidedAfterThePeriodHasEnded) {
    Year year;
    year.establish();
    year.report(1, 2);
    const auto decide_at = [&](std::string_view when) { return year.decide(quarter(1), at(when)); };
    decide_at("2025-03-31T23:59:59.999999+07:00").then_rejected(Code::period_open);
    decide_at("2025-04-01T00:00:00+07:00").then_recorded();
}

TEST(Evaluation, OfAPartOfTheYearEndsWithThePlan) {
    Year year;
    plan::Drafted half = golden::drafted(golden::above);
    half.last_month = 5;
    year.establish(half);
    year.report(1, 5);
    year.decide(quarter(1), at("2025-06-01")).then_recorded();
    year.decide(annual, at("2025-05-31T23:00:00+07:00")).then_rejected(Code::period_open);
    year.decide(quarter(2), at("2025-06-01")).then_recorded();
    year.decide(annual, at("2025-06-01")).then_recorded();
}

TEST(Evaluation, IsOfAPeriodOfThePlan) {
    Year year;
    plan::Drafted half = golden::drafted(golden::above);
    half.last_month = 6;
    year.establish(half);
    year.report(1, 6);
    year.decide(quarter(3), january_8).then_rejected(Code::state);
    year.decide(period("2024"), january_8).then_rejected(Code::state);
    year.decide(quarter(2), january_8).then_recorded();
}

TEST(Evaluation, IsOfAnEstablishedPlan) {
    {
        Year year;
        const Decided act;
        year.book.when(evaluation_stream(annual), act, as_rater(), january_8)
            .then_rejected(Code::state, "stream");
    }
    {
        Year year;
        year.agree();
        year.decide(quarter(1), at("2025-04-15")).then_rejected(Code::state);
    }
}

TEST(Evaluation, IsDecidedOnce) {
    Year year;
    tell_until_the_annual_decision(year);
    decide_year(year).then_recorded();
    decide_year(year).then_rejected(Code::state);
}

TEST(Evaluation, IsNotBackdated) {
    Year year;
    tell_until_the_annual_decision(year);
    const Decided act = year.decision(annual, at("2026-01-14"));
    // Thursday the 8th: three working days later it is Tuesday the 13th, then Wednesday.
    year.book.when(evaluation_stream(annual), act, as_rater(), at("2026-01-14"), january_8)
        .then_rejected(Code::backdate);
    year.book.when(evaluation_stream(annual), act, as_rater(), at("2026-01-13"), january_8)
        .then_recorded();
}

// --- The year needs its quarters

TEST(Evaluation, OfTheYearNeedsEveryQuarter) {
    for (int missing = 1; missing <= 4; ++missing) {
        Year year;
        year.establish();
        year.report(1, 12);
        for (int number = 1; number <= 4; ++number) {
            if (number != missing) year.decide(quarter(number), january_8).then_recorded();
        }
        decide_year(year).then_rejected(Code::state);
        year.decide(quarter(missing), january_8).then_recorded();
        decide_year(year).then_recorded();
    }
}

TEST(Evaluation, OfTheYearMayMissAQuarterByLeaveOfTheSuperior) {
    const auto decide_as = [](const ledger::Actor& actor) {
        Year year;
        year.establish();
        year.report(1, 12);
        return decide_year(year, [](Decided&) {}, actor);
    };
    decide_as(as_rater()).then_rejected(Code::state);
    decide_as(instead_of("B", by("D", Role::rater))).then_rejected(Code::state);
    ledger::Actor with_letter = as_rater();
    with_letter.mandate = "Surat Kadinkes 800/3/2026";
    decide_as(with_letter).then_recorded();
    decide_as(instead_of("B", by("C", Role::superior))).then_recorded();
    decide_as(instead_of("B", by("C", Role::rater))).then_recorded();
    decide_as(instead_of("B", by("D", Role::superior))).then_rejected(Code::state);
}

TEST(Evaluation, OfTheYearNeedsNoQuarterAfterThePlanWasClosed) {
    Year year;
    year.establish();
    year.report(1, 3);
    year.book.when(golden::plan_stream, plan::Closed{words("mutasi")}, as_team(), at("2025-04-01"))
        .then_recorded();
    year.decide(quarter(1), at("2025-04-15")).then_recorded();
    year.decide(annual, at("2025-04-15")).then_recorded();
}

// --- The proposal that he was shown

TEST(Evaluation, IsDecidedOnAProposalThatStillHolds) {
    const std::pair<const char*, std::function<void(Proposal&)>> lies[] = {
        {"proposal.score", [](Proposal& p) { p.score = Rational(90); }},
        {"proposal.score", [](Proposal& p) { p.score.reset(); }},
        {"proposal.rounded", [](Proposal& p) { p.rounded = dec("89.80"); }},
        {"proposal.work", [](Proposal& p) { p.work = Level::meets; }},
        {"proposal.policy", [](Proposal& p) { p.policy = {"pauh-2024.1"}; }},
        {"proposal.formulas", [](Proposal& p) { p.formulas.pop_back(); }},
        {"proposal.position", [](Proposal& p) { p.position = next(p.position); }},
    };
    for (const auto& [field, lie] : lies) {
        Year year;
        tell_until_the_annual_decision(year);
        const Told told = decide_year(year, [&](Decided& act) { lie(act.proposal); });
        told.then_rejected(Code::proposal_stale, field);
        ASSERT_FALSE(told.decided);
        const ledger::Words& detail = told.decided.error().detail;
        EXPECT_NE(detail.en.find("64649/720 (89.79"), std::string::npos) << detail.en;
        EXPECT_NE(detail.id.find("64649/720 (89.79"), std::string::npos) << detail.id;
        EXPECT_NE(detail.en.find("pauh-2025.1"), std::string::npos) << detail.en;
    }
}

TEST(Evaluation, MayBeDecidedOnAnOlderProposalThatStillHolds) {
    Year year;
    tell_until_the_annual_decision(year);
    decide_year(year, [](Decided& act) {
        act.proposal.position = ledger::Position{1};
    }).then_recorded();
}

TEST(Evaluation, IsStaleOnceAValueWasCorrected) {
    Year year;
    tell_until_the_annual_decision(year);
    const Decided shown = year.decision(annual, january_8);
    const ledger::report::ValueCorrected correction{
        .indicator = {"I2"},
        .was = golden::value("8", "20"),
        .now = golden::value("17", "20"),
        .reason = golden::reason(),
    };
    const ledger::StreamId december = golden::report_stream(12);
    year.book.when(december, correction, as_superior(), january_8).then_recorded();
    const Told told = year.book.when(evaluation_stream(annual), shown, as_rater(), january_8);
    told.then_rejected(Code::proposal_stale, "proposal.score");
    EXPECT_NE(told.decided.error().detail.en.find("90.63"), std::string::npos);
    year.decide(annual, january_8).then_recorded();
    EXPECT_EQ(year.evaluation_state(annual).result.predikat, Predikat::good);
}

TEST(Evaluation, IsUnderThePolicyOfThePeriodAndNotOfTheDayOfTheDecision) {
    Year year;
    tell_until_the_annual_decision(year);
    ledger::policy::Published kinder = golden::policy();
    kinder.id = {"pauh-2026.1"};
    kinder.valid_from = date("2026-01-01");
    kinder.parameters.level_meets = dec("85");
    year.book.given(
        ledger::policy::stream_for(golden::agency), kinder, as_head(), at("2026-01-02")
    );
    decide_year(year, [](Decided& act) {
        act.proposal.policy = {"pauh-2026.1"};
        act.proposal.work = act.result.work = Level::meets;
        act.result.predikat = Predikat::good;
    }).then_rejected(Code::proposal_stale, "proposal.policy");
    decide_year(year).then_recorded();
    EXPECT_EQ(year.evaluation_state(annual).result.work, Level::below);
}

TEST(Evaluation, SaysThatThereIsNoScoreWhereThereIsNone) {
    Year year;
    plan::Drafted in_words = golden::drafted(golden::above);
    for (plan::Indicator& indicator : in_words.content.indicators) {
        indicator.polarity = ledger::Polarity::qualitative;
        indicator.target = {};
    }
    year.establish(in_words);
    Decided act = year.decision(quarter(1), at("2025-04-15"));
    EXPECT_FALSE(act.proposal.score);
    EXPECT_FALSE(act.proposal.work);
    const auto decide = [&] {
        return year.book.when(evaluation_stream(quarter(1)), act, as_rater(), at("2025-04-15"));
    };
    act.proposal.score = Rational(100);
    const Told told = decide();
    told.then_rejected(Code::proposal_stale, "proposal.score");
    EXPECT_NE(told.decided.error().detail.en.find("no score"), std::string::npos);
    act.proposal.score.reset();
    decide().then_rejected(Code::no_reason, "reason");  // nothing was proposed: he judges alone
    act.reason = golden::reason();
    decide().then_recorded();
}

// --- What he decides

TEST(Evaluation, ThatDiffersFromTheProposalNeedsAReasonOf20Characters) {
    const auto better = [](Decided& act) {
        act.result.work = Level::meets;
        act.result.predikat = Predikat::good;
    };
    const auto with_reason = [&](std::string_view reason) {
        Year year;
        tell_until_the_annual_decision(year);
        return decide_year(year, [&](Decided& act) {
            better(act);
            act.reason = words(reason);
        });
    };
    with_reason("").then_rejected(Code::no_reason, "reason");
    with_reason("1234567890123456789").then_rejected(Code::no_reason, "reason");
    with_reason("12345678901234567890").then_recorded();
}

TEST(Evaluation, ThatDiffersFromTheMatrixNeedsAReason) {
    Year year;
    tell_until_the_annual_decision(year);
    const auto kinder = [](Decided& act) { act.result.predikat = Predikat::good; };
    decide_year(year, kinder).then_rejected(Code::no_reason, "reason");
    decide_year(year, [&](Decided& act) {
        kinder(act);
        act.reason = golden::reason();
    }).then_recorded();
}

TEST(Evaluation, ThatFollowsTheProposalNeedsNoReasonWhateverTheBehaviour) {
    Year year;
    tell_until_the_annual_decision(year);
    decide_year(year, [](Decided& act) {
        act.result.behaviour = Level::below;
        act.result.predikat = Predikat::very_poor;
    }).then_recorded();
}

TEST(Evaluation, HasABehaviourScoreFrom0ToTheCap) {
    const auto with_score = [](std::string_view score) {
        Year year;
        tell_until_the_annual_decision(year);
        return decide_year(year, [&](Decided& act) { act.result.behaviour_score = dec(score); });
    };
    with_score("-0.01").then_rejected(Code::shape, "result.behaviourScore");
    with_score("0").then_recorded();
    with_score("104.1905").then_recorded();
    with_score("120").then_recorded();
    with_score("120.0001").then_rejected(Code::shape, "result.behaviourScore");
}

TEST(Evaluation, HasTextsOfReasonableLength) {
    const auto with = [](std::size_t reason, std::size_t recommendation) {
        Year year;
        tell_until_the_annual_decision(year);
        return decide_year(year, [&](Decided& act) {
            act.reason = words(std::string(reason, 'x'));
            act.recommendation = words(std::string(recommendation, 'x'));
        });
    };
    with(10'000, 5'000).then_recorded();
    with(10'001, 0).then_rejected(Code::shape, "reason");
    with(0, 5'001).then_rejected(Code::shape, "recommendation");
}

TEST(Evaluation, OfAnOlderSystemNeedsNoProposalOfOursAndNoQuarters) {
    Year year;
    year.establish();
    Decided act{.reason = golden::reason()};
    const ledger::Actor importer = instead_of("B", as_team());
    const ledger::StreamId stream = evaluation_stream(annual);
    const ledger::Instant later = at("2026-06-01");
    year.book.when(stream, act, importer, later, january_8).then_rejected(Code::state);
    act.reason = {};
    year.book.when(stream, act, importer, later, january_8, true).then_rejected(Code::no_reason);
    act.reason = golden::reason();
    act.proposal.score = Rational(100);
    year.book.when(stream, act, importer, later, january_8, true)
        .then_rejected(Code::proposal_stale);
    act.proposal.score.reset();
    year.book.when(stream, act, importer, later, january_8, true).then_recorded();
}

// --- Delivered, accepted

TEST(Evaluation, IsDeliveredByTheTeamOrTheRater) {
    const auto deliver_as = [](const ledger::Actor& actor) {
        Year year;
        year.evaluate();
        const Delivered act{.channel = "e-kinerja"};
        return year.book.when(evaluation_stream(annual), act, actor, january_12);
    };
    deliver_as(as_team()).then_recorded();
    deliver_as(as_head()).then_recorded();
    deliver_as(as_rater()).then_recorded();
    deliver_as(as_superior()).then_rejected(Code::not_rater);
    deliver_as(as_subject()).then_rejected(Code::self);
    deliver_as(by("A", Role::performance_team)).then_rejected(Code::self);
}

TEST(Evaluation, IsDeliveredOnceAfterItWasDecided) {
    Year year;
    tell_until_the_annual_decision(year);
    const auto deliver = [&](ledger::Instant received, std::string channel) {
        const Delivered act{std::move(channel)};
        return year.book.when(evaluation_stream(annual), act, as_team(), january_12, received);
    };
    deliver(january_12, "surat").then_rejected(Code::state);
    decide_year(year).then_recorded();
    const std::chrono::microseconds moment{1};
    deliver(january_8 - moment, "surat").then_rejected(Code::state, "effectivetime");
    deliver(january_12, "").then_rejected(Code::shape, "channel");
    deliver(january_12, std::string(101, 'x')).then_rejected(Code::shape, "channel");
    deliver(january_8, "surat").then_recorded();
    EXPECT_EQ(year.evaluation_state(annual).received_at, january_8);
    deliver(january_12, "surat").then_rejected(Code::state);
}

TEST(Evaluation, IsAcceptedByTheSubjectInPerson) {
    Year year;
    year.deliver();
    const auto accept_as = [&](const ledger::Actor& actor, const Accepted& act = {}) {
        return year.book.when(evaluation_stream(annual), act, actor, january_12);
    };
    accept_as(as_rater()).then_rejected(Code::auth);
    accept_as(instead_of("A", by("D", Role::pegawai))).then_rejected(Code::auth);
    accept_as(as_subject(), {words(std::string(10'001, 'x'))}).then_rejected(Code::shape, "note");
    accept_as(as_subject(), {words("Terima kasih")}).then_recorded();
    accept_as(as_subject()).then_rejected(Code::final);
}

TEST(Evaluation, IsAcceptedAfterItWasDelivered) {
    Year year;
    year.evaluate();
    year.book.when(evaluation_stream(annual), Accepted{}, as_subject(), january_12)
        .then_rejected(Code::state);
}

TEST(Evaluation, OfAnOlderSystemIsAcceptedOrReopenedAsItWasThen) {
    const ledger::Instant later = at("2026-06-01");
    const auto migrate = [&](const Event& act, const ledger::Actor& actor, std::string_view then) {
        Year year;
        year.deliver();
        return year.book.when(evaluation_stream(annual), act, actor, later, at(then), true);
    };
    const ledger::Actor for_subject = instead_of("A", as_team());
    migrate(Accepted{}, for_subject, "2026-01-20").then_recorded();
    migrate(Accepted{}, for_subject, "2026-01-27").then_rejected(Code::final);
    const ledger::Actor source = by("siasn", Role::integration);
    migrate(Reopened{"PTUN 12/2026"}, source, "2026-01-20").then_rejected(Code::state);
    migrate(Reopened{"PTUN 12/2026"}, source, "2026-01-27").then_recorded();
    migrate(Reopened{""}, source, "2026-01-27").then_rejected(Code::auth, "order");
}

// --- Final

TEST(Evaluation, IsFinalWhenTheDaysToObjectAreOver) {
    State state{.progress = Progress::delivered, .received_at = january_12};
    const auto wib = ledger::Zone::wib;
    const ledger::Instant last = at("2026-01-26T23:59:59.999999+07:00");
    EXPECT_EQ(objection_deadline(january_12, 14, wib), last);
    EXPECT_FALSE(is_final(state, last, 14, wib));
    EXPECT_TRUE(is_final(state, last + std::chrono::microseconds{1}, 14, wib));
    EXPECT_FALSE(is_final(state, last + std::chrono::days{1}, 15, wib));
    // 10:00 in Jakarta is 12:00 in Papua, where the day ends two hours earlier.
    EXPECT_FALSE(is_final(state, at("2026-01-26T21:59:59+07:00"), 14, ledger::Zone::wit));
    EXPECT_TRUE(is_final(state, at("2026-01-26T22:00:00+07:00"), 14, ledger::Zone::wit));
}

TEST(Evaluation, IsFinalOnceAcceptedOrObjectedToButNotBefore) {
    const ledger::Instant soon = january_12;
    const ledger::Instant never = at("2099-01-01");
    const auto final_at = [](Progress progress, bool objected, ledger::Instant now) {
        const State state{.progress = progress, .received_at = january_12, .objected = objected};
        return is_final(state, now, 14, ledger::Zone::wib);
    };
    EXPECT_TRUE(final_at(Progress::accepted, false, soon));
    EXPECT_TRUE(final_at(Progress::objection_decided, true, soon));
    EXPECT_TRUE(final_at(Progress::delivered, true, soon)) << "the objection was withdrawn";
    EXPECT_FALSE(final_at(Progress::none, false, never));
    EXPECT_FALSE(final_at(Progress::decided, false, never)) << "the clock starts at delivery";
    EXPECT_FALSE(final_at(Progress::under_objection, true, never));
    EXPECT_FALSE(final_at(Progress::reopened, false, never));
}

TEST(Evaluation, IsDecidedFromTheDecisionUntilItIsReopened) {
    for (const Progress progress :
         {Progress::decided,
          Progress::delivered,
          Progress::accepted,
          Progress::under_objection,
          Progress::objection_decided}) {
        EXPECT_TRUE(is_decided({.progress = progress}));
    }
    EXPECT_FALSE(is_decided({.progress = Progress::none}));
    EXPECT_FALSE(is_decided({.progress = Progress::reopened}));
}

TEST(Evaluation, IsReopenedByTheHeadUnderAnOrder) {
    Year year;
    year.deliver();
    const auto reopen = [&](const ledger::Actor& actor, std::string order, std::string_view when) {
        const Reopened act{std::move(order)};
        return year.book.when(evaluation_stream(annual), act, actor, at(when));
    };
    const std::string order = "PTUN 12/2026";
    reopen(as_head(), order, "2026-01-26T23:59:59+07:00").then_rejected(Code::state);
    const char* later = "2026-01-27T00:00:00+07:00";
    reopen(as_superior(), order, later).then_rejected(Code::auth);
    reopen(by("X", Role::inspector), order, later).then_rejected(Code::auth);
    reopen(as_head(), "", later).then_rejected(Code::auth, "order");
    reopen(by("A", Role::head), order, later).then_rejected(Code::self);
    reopen(as_head(), std::string(201, 'x'), later).then_rejected(Code::shape, "order");
    reopen(as_head(), order, later).then_recorded();
    reopen(as_head(), order, later).then_rejected(Code::state);
}

TEST(Evaluation, ThatWasReopenedIsDecidedOnceMoreAsANewVersion) {
    Year year;
    year.hear();
    const ledger::StreamId stream = evaluation_stream(annual);
    const ledger::Instant when = at("2026-02-09T10:00:00+07:00");
    year.book.when(stream, year.judgement(when), as_superior(), when).then_recorded();
    year.decide(annual, when).then_rejected(Code::final);
    year.book.when(stream, Reopened{"PTUN 12/2026"}, as_head(), when).then_recorded();
    EXPECT_EQ(year.evaluation_state(annual).result.predikat, Predikat::good) << "until decided";
    year.decide(annual, when).then_recorded();
    const State state = year.evaluation_state(annual);
    EXPECT_EQ(state.version, 2U);
    EXPECT_EQ(state.progress, Progress::decided);
    EXPECT_FALSE(state.objected) << "a new version may be objected to";
    EXPECT_TRUE(state.heard.empty());
}

// --- Sheets and proposals

class OneStream final : public ledger::States {
    [[nodiscard]] const void* find(const ledger::StreamId&) const override { return nullptr; }
};

TEST(Evaluation, HasNoSheetOfAPlanThatWasNeverDrafted) {
    EXPECT_DEATH((void)sheet_of(OneStream{}, {"nowhere"}), "assertion failed");
}

TEST(Evaluation, CorrectsASheetWhereTheCorrectionFits) {
    const ledger::score::Sheet first = golden::sheet(golden::December::first);
    const Correction right = golden::december_correction();
    const auto december = corrected(first, std::vector{right}).reports[11].reported[1].value;
    EXPECT_EQ(december, golden::value("17", "20"));
    Correction unknown = right;
    unknown.indicator = {"I9"};
    Correction quarterly = right;
    quarterly.month = quarter(4);
    Correction other_year = right;
    other_year.month = period("2024-12");
    const auto same = corrected(first, std::vector{unknown, quarterly, other_year});
    for (std::size_t month = 0; month < 12; ++month) {
        EXPECT_EQ(same.reports[month], first.reports[month]);
    }
}

TEST(Evaluation, ProposesWhatDomainMdPublishesForTheCorrectedYear) {
    const std::vector corrections{golden::december_correction()};
    const auto sheet = corrected(golden::sheet(golden::December::first), corrections);
    const ledger::policy::Version version{.id = golden::policy_id};
    const auto proposed = [&](const ledger::Period& period) {
        return propose(sheet, period, version, date("2026-02-09"), ledger::Position{7});
    };
    EXPECT_EQ(proposed(annual).score, Rational::of(7765231, 85680));
    EXPECT_EQ(proposed(annual).rounded, dec("90.63"));
    EXPECT_EQ(proposed(annual).work, Level::meets);
    EXPECT_EQ(proposed(annual).position, ledger::Position{7});
    // The boundary: the same correction leaves the fourth quarter just below 90.
    EXPECT_EQ(proposed(quarter(4)).rounded, dec("89.97"));
    EXPECT_EQ(proposed(quarter(4)).work, Level::below);
}

// --- Streams

TEST(Evaluation, HasAStreamForEachPlanAndQuarterOrYear) {
    EXPECT_EQ(stream_for({"2025-a"}, quarter(4)).text, "evaluation/2025-a/2025-Q4");
    EXPECT_EQ(stream_for({"2025-a"}, annual).text, "evaluation/2025-a/2025");
    const auto where = address({"evaluation/2025-a/2025-Q4"});
    ASSERT_TRUE(where);
    EXPECT_EQ(where->plan.text, "2025-a");
    EXPECT_EQ(where->period, quarter(4));
    for (const char* other : {
             "evaluation/2025-a/2025-12",
             "evaluation/2025-a/2025-Q5",
             "evaluation/2025-a",
             "evaluation//2025",
             "evaluation/a b/2025",
             "report/2025-a/2025",
         }) {
        EXPECT_FALSE(address({other})) << other;
    }
    EXPECT_TRUE(Kind::is_key("2025-a/2025"));
    EXPECT_FALSE(Kind::is_key("2025-a/2025-01"));
}

TEST(Evaluation, InAStreamOfAnotherNameIsRejected) {
    Year year;
    tell_until_the_annual_decision(year);
    const Decided act = year.decision(annual, january_8);
    year.book.when({"evaluation/2025-a/2025-12"}, act, as_rater(), january_8)
        .then_rejected(Code::shape, "stream");
}

TEST(Evaluation, ActsAreRatingsAndObjectionsAreObjections) {
    EXPECT_EQ(class_of(Event(Decided{})), ledger::Class::rating);
    EXPECT_EQ(class_of(Event(Delivered{})), ledger::Class::rating);
    EXPECT_EQ(class_of(Event(Accepted{})), ledger::Class::rating);
    EXPECT_EQ(class_of(Event(Reopened{})), ledger::Class::rating);
    EXPECT_EQ(class_of(Event(ObjectionFiled{})), ledger::Class::objection);
    EXPECT_EQ(class_of(Event(ObjectionHeard{})), ledger::Class::objection);
    EXPECT_EQ(class_of(Event(ObjectionDecided{})), ledger::Class::objection);
    EXPECT_EQ(class_of(Event(ObjectionWithdrawn{})), ledger::Class::objection);
}

}  // namespace
}  // namespace tests
