// Amending an established plan: who must agree, from when it holds, and what it may not touch.

#include "ledger/rules/plan.h"
#include "tests/support/golden_book.h"

#include <gtest/gtest.h>

namespace tests {
namespace {

using golden::as_rater;
using golden::as_subject;
using golden::as_superior;
using golden::as_team;
using golden::instead_of;
using golden::plan_stream;
using golden::Year;
using ledger::Role;
using namespace ledger::plan;

const ledger::Instant in_june = at("2025-06-23T09:00:00+07:00");

// From `from` on fewer children: 360 instead of 480.
Amended amended(Party party, std::uint32_t from = 7, std::string_view children = "360") {
    Amended act{
        .party = party,
        .from_month = from,
        .content = golden::content(golden::above),
        .reason = golden::reason(),
    };
    act.content.indicators[3].target = {.value = dec(children)};
    return act;
}

Told ask(Year& year, const Amended& act, ledger::Instant when) {
    const ledger::Actor actor = act.party == Party::subject ? as_subject()
                                : act.party == Party::rater ? as_rater()
                                                            : as_superior();
    return year.book.when(plan_stream, act, actor, when);
}

TEST(Amendment, HoldsFromItsMonthOnceBothHaveAgreed) {
    for (const auto& [first, second] :
         {std::pair(Party::subject, Party::rater), std::pair(Party::rater, Party::subject)}) {
        Year year;
        year.establish();
        ask(year, amended(first), in_june).then_recorded();
        EXPECT_EQ(year.plan_state().progress, Progress::amending);
        EXPECT_TRUE(takes_reports(year.plan_state()));
        EXPECT_EQ(year.plan_state().revisions.size(), 1U) << "not agreed by both yet";
        const ledger::Position settling = year.book.size();
        ask(year, amended(second), in_june).then_recorded();
        const State plan = year.plan_state();
        EXPECT_EQ(plan.progress, Progress::established);
        EXPECT_FALSE(plan.amendment);
        EXPECT_EQ(revision_in(plan, 6).content, golden::content(golden::above));
        EXPECT_EQ(revision_in(plan, 7).content, amended(first).content);
        EXPECT_EQ(revision_in(plan, 7).position, settling);
    }
}

TEST(Amendment, IsOfAnEstablishedPlan) {
    Year year;
    year.agree();
    ask(year, amended(Party::subject), at("2025-01-16")).then_rejected(Code::state);
}

TEST(Amendment, IsAgreedByTheOnesWhoSayTheyAre) {
    Year year;
    year.establish();
    const auto ask_as = [&](Party party, const ledger::Actor& actor) {
        return year.book.when(plan_stream, amended(party), actor, in_june);
    };
    ask_as(Party::subject, as_rater()).then_rejected(Code::auth);
    ask_as(Party::rater, as_subject()).then_rejected(Code::self);
    ask_as(Party::rater, as_superior()).then_rejected(Code::not_rater);
    ask_as(Party::superior, as_rater()).then_rejected(Code::not_superior);
    ask_as(Party::rater, instead_of("B", by("D", Role::rater))).then_recorded();
    ask_as(Party::rater, as_rater()).then_rejected(Code::state, "party");
    ask_as(Party::subject, as_subject()).then_recorded();
}

TEST(Amendment, OfOtherContentIsACounterProposal) {
    Year year;
    year.establish();
    ask(year, amended(Party::subject, 7, "360"), in_june).then_recorded();
    ask(year, amended(Party::rater, 7, "420"), in_june).then_recorded();
    EXPECT_FALSE(year.plan_state().amendment_by_subject) << "he asked for something else";
    EXPECT_EQ(year.plan_state().progress, Progress::amending);
    ask(year, amended(Party::subject, 8, "420"), in_june).then_recorded();
    EXPECT_FALSE(year.plan_state().amendment_by_rater) << "from another month is another amendment";
    ask(year, amended(Party::rater, 8, "420"), in_june).then_recorded();
    EXPECT_EQ(revision_in(year.plan_state(), 8).content, amended(Party::rater, 8, "420").content);
    EXPECT_EQ(revision_in(year.plan_state(), 7).content, golden::content(golden::above));
}

TEST(Amendment, IsRefusedByReturningIt) {
    Year year;
    year.establish();
    ask(year, amended(Party::subject), in_june).then_recorded();
    const Returned returned{golden::reason()};
    year.book.when(plan_stream, returned, as_subject(), in_june).then_rejected(Code::self);
    year.book.when(plan_stream, Returned{}, as_rater(), in_june).then_rejected(Code::no_reason);
    year.book.when(plan_stream, returned, as_rater(), in_june).then_recorded();
    const State plan = year.plan_state();
    EXPECT_EQ(plan.progress, Progress::established);
    EXPECT_FALSE(plan.amendment || plan.amendment_by_subject);
    EXPECT_EQ(plan.revisions.size(), 1U);
}

TEST(Amendment, ReplacesWhatWasToHoldFromLaterOn) {
    Year year;
    year.establish();
    for (const std::uint32_t from : {9U, 7U}) {
        ask(year, amended(Party::subject, from), in_june).then_recorded();
        ask(year, amended(Party::rater, from), in_june).then_recorded();
    }
    const State plan = year.plan_state();
    ASSERT_EQ(plan.revisions.size(), 2U);
    EXPECT_EQ(plan.revisions[1].from_month, 7U);
}

TEST(Amendment, NeedsTheSuperiorOnceSeptemberIsOver) {
    const ledger::Instant last_moment = at("2025-09-30T23:59:59.999999+07:00");
    const ledger::Instant october = at("2025-10-01T00:00:00+07:00");
    {
        Year year;
        year.establish();
        ask(year, amended(Party::subject, 10), last_moment).then_recorded();
        ask(year, amended(Party::rater, 10), last_moment).then_recorded();
    }
    {
        Year year;
        year.establish();
        ask(year, amended(Party::subject, 10), last_moment).then_recorded();
        ask(year, amended(Party::rater, 10), october).then_rejected(Code::state, "party");
        ask(year, amended(Party::superior, 10), october).then_recorded();
        ask(year, amended(Party::superior, 10), october).then_rejected(Code::state, "party");
        EXPECT_EQ(year.plan_state().progress, Progress::amending);
        ask(year, amended(Party::rater, 10), october).then_recorded();
        EXPECT_EQ(year.plan_state().progress, Progress::established);
        EXPECT_EQ(year.plan_state().revisions.size(), 2U);
    }
}

TEST(Amendment, DoesNotEscapeTheSuperiorByAnEarlierDate) {
    const ledger::Instant september = at("2025-09-30T16:00:00+07:00");
    const ledger::Instant october = at("2025-10-01T08:00:00+07:00");
    Year year;
    year.establish();
    ask(year, amended(Party::subject, 10), september).then_recorded();
    year.book.when(plan_stream, amended(Party::rater, 10), as_rater(), october, september)
        .then_rejected(Code::state, "party");
}

TEST(Amendment, IsNotAskedForByTheSuperior) {
    Year year;
    year.establish();
    ask(year, amended(Party::superior), in_june).then_rejected(Code::state, "party");
    ask(year, amended(Party::subject, 7, "360"), in_june).then_recorded();
    ask(year, amended(Party::superior, 7, "420"), in_june).then_rejected(Code::state, "party");
}

TEST(Amendment, NeedsAReasonOf20Characters) {
    Year year;
    year.establish();
    Amended act = amended(Party::subject);
    act.reason = words("1234567890123456789");
    ask(year, act, in_june).then_rejected(Code::no_reason, "reason");
    act.reason = words("12345678901234567890");
    ask(year, act, in_june).then_recorded();
}

TEST(Amendment, TouchesNoClosedPeriod) {
    Year year;
    year.establish();
    year.close(golden::month(5));
    ask(year, amended(Party::subject, 5), in_june).then_rejected(Code::period_closed, "fromMonth");
    ask(year, amended(Party::subject, 4), in_june).then_rejected(Code::period_closed, "fromMonth");
    ask(year, amended(Party::subject, 6), in_june).then_recorded();
}

TEST(Amendment, TouchesNoMonthWhoseEvaluationIsDecided) {
    namespace evaluation = ledger::evaluation;
    Year year;
    year.establish();
    year.report(1, 3);
    year.decide(golden::quarter(1), at("2025-04-15")).then_recorded();
    const ledger::StreamId quarter = golden::evaluation_stream(golden::quarter(1));
    const ledger::Instant april_16 = at("2025-04-16T09:00:00+07:00");
    ask(year, amended(Party::subject, 3), april_16).then_rejected(Code::state, "fromMonth");
    ask(year, amended(Party::rater, 1), april_16).then_rejected(Code::state, "fromMonth");
    year.book.when(quarter, evaluation::Delivered{"surat"}, as_team(), april_16).then_recorded();
    ask(year, amended(Party::subject, 3), at("2025-05-01")).then_rejected(Code::final, "fromMonth");
    ask(year, amended(Party::subject, 4), at("2025-05-01")).then_recorded();
    year.book.when(quarter, evaluation::Reopened{"PTUN 12/2025"}, golden::as_head(), in_june)
        .then_recorded();
    ask(year, amended(Party::subject, 3), in_june).then_recorded();
}

TEST(Amendment, OfAYearThatIsDecidedIsTooLate) {
    Year year;
    year.evaluate();
    const ledger::Instant next_day = at("2026-01-09T09:00:00+07:00");
    ask(year, amended(Party::subject, 12), next_day).then_rejected(Code::state, "fromMonth");
}

TEST(Amendment, StaysInThePlansSpan) {
    Year year;
    Drafted half = golden::drafted(golden::above);
    half.first_month = 3;
    half.last_month = 9;
    year.establish(half);
    ask(year, amended(Party::subject, 2), in_june).then_rejected(Code::shape, "fromMonth");
    ask(year, amended(Party::subject, 10), in_june).then_rejected(Code::shape, "fromMonth");
    ask(year, amended(Party::subject, 3), in_june).then_recorded();
    ask(year, amended(Party::subject, 9), in_june).then_recorded();
}

TEST(Amendment, IsHeldToTheRulesOfAPlan) {
    Year year;
    year.establish();
    Amended act = amended(Party::subject);
    act.content.indicators[0].weight += 1;
    ask(year, act, in_june).then_rejected(Code::weight_100);
    act = amended(Party::subject);
    act.content.indicators[1].target = {.value = dec("0")};
    ask(year, act, in_june).then_rejected(Code::target_zero);
    act = amended(Party::subject);
    act.content.results[0].parents.clear();
    ask(year, act, in_june).then_rejected(Code::cascade);
    act = amended(Party::subject);
    act.content.indicators[4].trajectory.resize(11, {.value = dec("1")});
    ask(year, act, in_june).then_rejected(Code::shape);
}

TEST(Amendment, IsDroppedWhenThePlanIsClosed) {
    Year year;
    year.establish();
    ask(year, amended(Party::subject), in_june).then_recorded();
    year.book.when(plan_stream, Closed{words("pensiun")}, as_team(), in_june).then_recorded();
    EXPECT_FALSE(year.plan_state().amendment);
    ask(year, amended(Party::rater), in_june).then_rejected(Code::state);
}

TEST(Amendment, WaitsWhileNoExpectationIsClarified) {
    Year year;
    year.establish();
    ask(year, amended(Party::subject), in_june).then_recorded();
    const ExpectationClarified act{{Behaviour::loyal, "Jujur"}};
    year.book.when(plan_stream, act, as_rater(), in_june).then_rejected(Code::state);
}

}  // namespace
}  // namespace tests
