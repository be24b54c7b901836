// The plan's story: who may draft, agree, establish and amend it, and when.

#include "ledger/rules/plan.h"

#include "ledger/rules/plan_content.h"
#include "tests/support/golden_book.h"

#include <gtest/gtest.h>

#include <utility>

namespace tests {
namespace {

using golden::as_head;
using golden::as_rater;
using golden::as_subject;
using golden::as_superior;
using golden::as_team;
using golden::instead_of;
using golden::plan_stream;
using golden::Year;
using ledger::PersonId;
using ledger::Role;
using namespace ledger::plan;

const ledger::Instant drafting = at("2025-01-06T09:00:00+07:00");

Drafted drafted() {
    return golden::drafted(golden::above);
}

// --- Drafting

TEST(Plan, IsEstablishedOnTheDaysOfTheGoldenYear) {
    Year year;
    year.establish();
    const State plan = year.plan_state();
    EXPECT_EQ(plan.progress, Progress::established);
    EXPECT_EQ(plan.subject, golden::subject);
    EXPECT_EQ(plan.year, 2025U);
    ASSERT_EQ(plan.revisions.size(), 1U);
    EXPECT_EQ(plan.revisions[0].content, drafted().content);
    EXPECT_TRUE(takes_reports(plan));
}

TEST(Plan, IsRecordedAsItWasAskedForAndIsAboutItsSubject) {
    Year year;
    year.book.when(plan_stream, drafted(), as_subject(), drafting)
        .then({{plan_stream, drafted(), {golden::subject}}});
}

TEST(Plan, IsDraftedByItsSubjectOnly) {
    Year year;
    year.book.when(plan_stream, drafted(), as_rater(), drafting).then_rejected(Code::auth);
    year.book.when(plan_stream, drafted(), as_team(), drafting).then_rejected(Code::auth);
    year.book.when(plan_stream, drafted(), as_subject(), drafting).then_recorded();
}

TEST(Plan, OfAnOlderSystemIsBroughtInByThePerformanceTeam) {
    Year year;
    const ledger::Instant later = at("2025-06-01");
    year.book.when(plan_stream, drafted(), as_team(), later, drafting, true).then_recorded();
    year.book.when(plan_stream, Submitted{}, as_team(), later, drafting, true).then_recorded();
    const ledger::Actor for_subject = instead_of("A", as_team());
    const ledger::Actor for_rater = instead_of("B", as_team());
    year.book.when(plan_stream, Agreed{Party::subject}, for_subject, later, drafting, true)
        .then_recorded();
    year.book.when(plan_stream, Agreed{Party::rater}, for_rater, later, drafting, true)
        .then_recorded();
    year.book.when(plan_stream, Established{}, for_rater, later, drafting, true).then_recorded();
    EXPECT_EQ(year.plan_state().progress, Progress::established);
}

TEST(Plan, MayBeDraftedByADeputyButNotByOneWhoRatesHim) {
    Year year;
    const auto draft_by = [&](std::string_view deputy) {
        return year.book.when(
            plan_stream, drafted(), instead_of("A", by(deputy, Role::pegawai)), drafting
        );
    };
    draft_by("B").then_rejected(Code::conflict);
    draft_by("C").then_rejected(Code::conflict);
    draft_by("D").then_recorded();
}

TEST(Plan, IsNotDraftedByASourceSystem) {
    Year year;
    const ledger::Actor system = instead_of("A", by("siasn", Role::integration));
    year.book.when(plan_stream, drafted(), system, drafting).then_rejected(Code::auth);
}

TEST(Plan, IsOfARegisteredPerson) {
    Year year;
    Drafted act = drafted();
    act.subject = PersonId{"stranger"};
    const ledger::Actor stranger = by("stranger", Role::pegawai);
    year.book.when(plan_stream, act, stranger, drafting).then_rejected(Code::state, "subject");
}

TEST(Plan, IsOfAUnitOfItsAgency) {
    Year year;
    Drafted act = drafted();
    act.unit = {"nowhere"};
    year.book.when(plan_stream, act, as_subject(), drafting).then_rejected(Code::state, "unit");
    act = drafted();
    act.agency = {"elsewhere"};
    year.book.when(plan_stream, act, as_subject(), drafting).then_rejected(Code::state, "unit");
}

TEST(Plan, NeedsAPostInItsUnitOnSomeDayOfItsSpan) {
    Year year;
    year.enrol({"early"}, golden::unit, "2020-01-01", "2025-02-28");
    year.enrol({"just"}, golden::unit, "2020-01-01", "2025-03-01");
    year.enrol({"last"}, golden::unit, "2025-06-30");
    year.enrol({"late"}, golden::unit, "2025-07-01");
    year.create_unit({"other"}, std::nullopt);
    year.enrol({"away"}, {"other"});
    const auto draft_of = [&](std::string_view person) {
        Drafted act = drafted();
        act.subject = {std::string(person)};
        act.first_month = 3;
        act.last_month = 6;
        const ledger::StreamId stream{"plan/of-" + std::string(person)};
        return year.book.when(stream, act, by(person, Role::pegawai), drafting);
    };
    draft_of("early").then_rejected(Code::state, "unit");
    draft_of("just").then_recorded();
    draft_of("last").then_recorded();
    draft_of("late").then_rejected(Code::state, "unit");
    draft_of("away").then_rejected(Code::state, "unit");
}

TEST(Plan, MayBeDraftedAgainUntilItIsSubmitted) {
    Year year;
    year.draft();
    Drafted again = drafted();
    again.content.results[0].text = "Layanan yang lebih cepat";
    year.book.when(plan_stream, again, as_subject(), drafting).then_recorded();
    EXPECT_EQ(year.plan_state().revisions[0].content, again.content);
    year.book.when(plan_stream, Submitted{}, as_subject(), drafting).then_recorded();
    year.book.when(plan_stream, again, as_subject(), drafting).then_rejected(Code::state);
}

TEST(Plan, KeepsItsPersonItsAgencyAndItsYear) {
    Year year;
    year.draft();
    Drafted act = drafted();
    act.subject = PersonId{"D"};
    year.book.when(plan_stream, act, by("D", Role::pegawai), drafting)
        .then_rejected(Code::state, "subject");
    act = drafted();
    act.agency = {"elsewhere"};
    year.book.when(plan_stream, act, as_subject(), drafting).then_rejected(Code::state, "agency");
    act = drafted();
    act.year = 2026;
    year.book.when(plan_stream, act, as_subject(), drafting).then_rejected(Code::state, "year");
}

TEST(Plan, SpansMonthsOfOneYear) {
    struct Case {
        std::uint32_t year, first, last;
        const char* field;  // nullptr: allowed
    };
    const Case cases[] = {
        {1989, 1, 12, "year"},
        {2200, 1, 12, "year"},
        {2025, 0, 12, "firstMonth"},
        {2025, 1, 13, "firstMonth"},
        {2025, 7, 6, "firstMonth"},
        {2025, 6, 6, nullptr},
        {2025, 1, 12, nullptr},
    };
    for (const Case& c : cases) {
        Year year;
        Drafted act = drafted();
        act.year = c.year;
        act.first_month = c.first;
        act.last_month = c.last;
        const Told told = year.book.when(plan_stream, act, as_subject(), drafting);
        if (c.field == nullptr) {
            told.then_recorded();
        } else {
            told.then_rejected(Code::shape, c.field);
        }
    }
}

TEST(Plan, NamesAPositionOfAtMost300Bytes) {
    Year year;
    Drafted act = drafted();
    act.position = std::string(301, 'x');
    year.book.when(plan_stream, act, as_subject(), drafting).then_rejected(Code::shape, "position");
    act.position.pop_back();
    year.book.when(plan_stream, act, as_subject(), drafting).then_recorded();
}

TEST(Plan, IsDraftedInTimeOrNotAtAll) {
    Year year;
    // Monday the 6th: recorded on Thursday, three working days later, or on Friday.
    const ledger::Instant thursday = at("2025-01-09T08:00:00+07:00");
    const ledger::Instant friday = at("2025-01-10T08:00:00+07:00");
    year.book.when(plan_stream, drafted(), as_subject(), friday, drafting)
        .then_rejected(Code::backdate);
    year.book.when(plan_stream, drafted(), as_subject(), thursday, drafting).then_recorded();
}

// --- Submitted, returned, reviewed

TEST(Plan, IsSubmittedByItsSubjectAndOnlyOnce) {
    Year year;
    year.draft();
    year.book.when(plan_stream, Submitted{}, as_rater(), drafting).then_rejected(Code::auth);
    year.book.when(plan_stream, Submitted{}, as_subject(), drafting).then_recorded();
    year.book.when(plan_stream, Submitted{}, as_subject(), drafting).then_rejected(Code::state);
}

TEST(Plan, ThatWasNeverDraftedCannotBeSubmitted) {
    Year year;
    year.book.when(plan_stream, Submitted{}, as_subject(), drafting).then_rejected(Code::state);
}

TEST(Plan, MayBeDraftedWithAnyWeightsButIsSubmittedWith100) {
    for (const int difference : {-1, 0, 1}) {
        Year year;
        Drafted act = drafted();
        std::uint32_t& weight = act.content.indicators[0].weight;
        weight = static_cast<std::uint32_t>(static_cast<int>(weight) + difference);
        year.draft(act);
        const Told told = year.book.when(plan_stream, Submitted{}, as_subject(), drafting);
        if (difference == 0) {
            told.then_recorded();
        } else {
            told.then_rejected(Code::weight_100, "content.indicators");
        }
    }
}

TEST(Plan, IsReturnedByTheRaterWithAReasonOf20Characters) {
    Year year;
    year.submit();
    const Returned nineteen{words("1234567890123456789")};
    const Returned twenty{words("12345678901234567890")};
    year.book.when(plan_stream, twenty, as_subject(), drafting).then_rejected(Code::self);
    year.book.when(plan_stream, twenty, as_superior(), drafting).then_rejected(Code::not_rater);
    year.book.when(plan_stream, nineteen, as_rater(), drafting)
        .then_rejected(Code::no_reason, "reason");
    year.book.when(plan_stream, twenty, as_rater(), drafting).then_recorded();
    EXPECT_EQ(year.plan_state().progress, Progress::returned);
}

TEST(Plan, ThatWasReturnedIsDraftedAgainFirst) {
    Year year;
    year.submit();
    year.book.when(plan_stream, Agreed{Party::subject}, as_subject(), drafting).then_recorded();
    year.book.when(plan_stream, Returned{golden::reason()}, as_rater(), drafting).then_recorded();
    year.book.when(plan_stream, Submitted{}, as_subject(), drafting).then_rejected(Code::state);
    year.book.when(plan_stream, drafted(), as_subject(), drafting).then_recorded();
    year.book.when(plan_stream, Submitted{}, as_subject(), drafting).then_recorded();
    EXPECT_FALSE(year.plan_state().agreed_by_subject) << "he agreed to another draft";
}

TEST(Plan, IsReviewedByTheTeamButNotByHimOrHisRater) {
    Year year;
    year.draft();
    year.book.when(plan_stream, Reviewed{}, as_team(), drafting).then_rejected(Code::state);
    year.book.when(plan_stream, Submitted{}, as_subject(), drafting).then_recorded();
    const auto review_as = [&](const ledger::Actor& actor) {
        return year.book.when(plan_stream, Reviewed{}, actor, drafting);
    };
    review_as(as_head()).then_rejected(Code::auth);
    review_as(by("A", Role::performance_team)).then_rejected(Code::conflict);
    review_as(by("B", Role::performance_team)).then_rejected(Code::conflict);
    review_as(instead_of("B", as_team())).then_rejected(Code::conflict);
    review_as(as_team()).then_recorded();
    review_as(as_team()).then_rejected(Code::state);
    EXPECT_EQ(year.plan_state().progress, Progress::reviewed);
}

TEST(Plan, OfAnOlderSystemIsReviewedAndClosedByASourceSystem) {
    const ledger::Actor source = by("siasn", Role::integration);
    const ledger::Instant later = at("2026-06-01");
    Year year;
    year.submit();
    year.book.when(plan_stream, Reviewed{}, source, drafting).then_rejected(Code::auth);
    year.book.when(plan_stream, Reviewed{}, source, later, drafting, true).then_recorded();
    Year closed;
    closed.establish();
    const ledger::Instant july = at("2025-07-01");
    closed.book.when(plan_stream, Closed{words("mutasi")}, source, july).then_rejected(Code::auth);
    closed.book.when(plan_stream, Closed{words("mutasi")}, source, later, july, true)
        .then_recorded();
}

TEST(Plan, IsReviewedWithFindingsOfReasonableSize) {
    Year year;
    year.submit();
    const auto review = [&](std::size_t characters) {
        const Reviewed act{words(std::string(characters, 'x'))};
        return year.book.when(plan_stream, act, as_team(), drafting);
    };
    review(ledger::words_characters_max + 1).then_rejected(Code::shape, "findings");
    review(ledger::words_characters_max).then_recorded();
}

// --- Agreed, established

TEST(Plan, IsAgreedByBothWithOrWithoutAReview) {
    for (const bool reviewed : {false, true}) {
        Year year;
        year.submit();
        if (reviewed) year.book.when(plan_stream, Reviewed{}, as_team(), drafting).then_recorded();
        year.book.when(plan_stream, Agreed{Party::rater}, as_rater(), drafting).then_recorded();
        EXPECT_NE(year.plan_state().progress, Progress::agreed);
        year.book.when(plan_stream, Established{}, as_rater(), drafting).then_rejected(Code::state);
        year.book.when(plan_stream, Agreed{Party::subject}, as_subject(), drafting).then_recorded();
        EXPECT_EQ(year.plan_state().progress, Progress::agreed);
        year.book.when(plan_stream, Established{}, as_rater(), drafting).then_recorded();
    }
}

TEST(Plan, IsAgreedByEachPartyOnceAndForItself) {
    Year year;
    year.submit();
    const auto agree = [&](Party party, const ledger::Actor& actor) {
        return year.book.when(plan_stream, Agreed{party}, actor, drafting);
    };
    agree(Party::subject, as_rater()).then_rejected(Code::auth);
    agree(Party::rater, as_subject()).then_rejected(Code::self);
    agree(Party::rater, as_superior()).then_rejected(Code::not_rater);
    agree(Party::superior, as_superior()).then_rejected(Code::shape, "party");
    agree(Party::subject, as_subject()).then_recorded();
    agree(Party::subject, as_subject()).then_rejected(Code::state, "party");
    agree(Party::rater, as_rater()).then_recorded();
    agree(Party::rater, as_rater()).then_rejected(Code::state);
}

TEST(Plan, IsEstablishedByTheRaterInForce) {
    Year year;
    year.agree();
    year.assign_rater(golden::subject, {"D"}, golden::superior, "2025-01-21");
    const auto establish = [&](const ledger::Actor& actor, std::string_view when) {
        return year.book.when(plan_stream, Established{}, actor, at(when));
    };
    establish(as_subject(), "2025-01-20").then_rejected(Code::self);
    establish(instead_of("B", by("A", Role::rater)), "2025-01-20").then_rejected(Code::self);
    establish(by("D", Role::rater), "2025-01-20T23:59:59+07:00").then_rejected(Code::not_rater);
    establish(as_rater(), "2025-01-21").then_rejected(Code::not_rater);
    establish(by("D", Role::rater), "2025-01-21").then_recorded();
}

TEST(Plan, MayBeEstablishedByTheRatersDeputy) {
    Year year;
    year.agree();
    const ledger::Actor deputy = instead_of("B", by("D", Role::rater));
    year.book.when(plan_stream, Established{}, deputy, at("2025-01-20")).then_recorded();
}

TEST(Plan, HasNoRaterBeforeOneIsAssigned) {
    Year year;
    Drafted act = drafted();
    act.subject = PersonId{"D"};
    const ledger::StreamId stream{"plan/of-d"};
    const ledger::Actor himself = by("D", Role::pegawai);
    year.book.when(stream, act, himself, drafting).then_recorded();
    year.book.when(stream, Submitted{}, himself, drafting).then_recorded();
    year.book.when(stream, Agreed{Party::rater}, as_rater(), drafting)
        .then_rejected(Code::not_rater);
}

TEST(Plan, TakesNoReportsUntilItIsEstablished) {
    Year year;
    EXPECT_FALSE(takes_reports(year.plan_state()));
    year.agree();
    EXPECT_FALSE(takes_reports(year.plan_state()));
    year.book.when(plan_stream, Established{}, as_rater(), at("2025-01-20")).then_recorded();
    EXPECT_TRUE(takes_reports(year.plan_state()));
}

TEST(Plan, HasOneExpectationForEachValueWhichTheRaterMayReplace) {
    Year year;
    year.establish();
    const ledger::Instant when = at("2025-02-03");
    const auto clarify = [&](Behaviour value, std::string text, const ledger::Actor& actor) {
        const ExpectationClarified act{{value, std::move(text)}};
        return year.book.when(plan_stream, act, actor, when);
    };
    clarify(Behaviour::service, "Ramah", as_subject()).then_rejected(Code::self);
    clarify(Behaviour::service, "", as_rater()).then_rejected(Code::shape, "expectation.text");
    clarify(Behaviour::service, std::string(2001, 'x'), as_rater()).then_rejected(Code::shape);
    clarify(Behaviour::service, "Ramah", as_rater()).then_recorded();
    clarify(Behaviour::loyal, "Jujur", as_rater()).then_recorded();
    clarify(Behaviour::service, "Ramah dan cepat", as_rater()).then_recorded();
    const std::vector<Expectation> expected{
        {Behaviour::service, "Ramah dan cepat"}, {Behaviour::loyal, "Jujur"}
    };
    EXPECT_EQ(year.plan_state().revisions.back().content.expectations, expected);
}

// --- Closed

TEST(Plan, IsClosedByTheTeamOrTheHeadWithAReason) {
    const ledger::Instant when = at("2025-06-30T16:00:00+07:00");
    for (const ledger::Actor& actor : {as_team(), as_head()}) {
        Year year;
        year.establish();
        year.book.when(plan_stream, Closed{words("mutasi")}, as_subject(), when)
            .then_rejected(Code::auth);
        year.book.when(plan_stream, Closed{words("mutasi")}, as_rater(), when)
            .then_rejected(Code::auth);
        year.book.when(plan_stream, Closed{words("mutasi")}, by("A", Role::performance_team), when)
            .then_rejected(Code::self);
        year.book.when(plan_stream, Closed{}, actor, when).then_rejected(Code::no_reason, "reason");
        year.book.when(plan_stream, Closed{words(std::string(501, 'x'))}, actor, when)
            .then_rejected(Code::shape, "reason");
        year.book.when(plan_stream, Closed{words("mutasi")}, actor, when).then_recorded();
        year.book.when(plan_stream, Closed{words("mutasi")}, actor, when)
            .then_rejected(Code::state);
    }
}

TEST(Plan, ThatIsNotEstablishedCannotBeClosed) {
    Year year;
    year.agree();
    year.book.when(plan_stream, Closed{words("mutasi")}, as_team(), at("2025-01-20"))
        .then_rejected(Code::state);
}

TEST(Plan, ThatWasClosedStaysAsItIs) {
    Year year;
    year.establish();
    const ledger::Instant when = at("2025-06-30T16:00:00+07:00");
    year.book.when(plan_stream, Closed{words("mutasi")}, as_team(), when).then_recorded();
    const Event acts[] = {
        drafted(),
        ExpectationClarified{{Behaviour::loyal, "Jujur"}},
        Submitted{},
        Returned{golden::reason()},
        Reviewed{},
        Agreed{Party::subject},
        Agreed{Party::rater},
        Established{},
        Amended{Party::rater, 7, drafted().content, golden::reason()},
        Closed{words("pensiun")},
    };
    for (const Event& act : acts) {
        for (const ledger::Actor& actor : {as_subject(), as_rater(), as_team(), as_head()}) {
            year.book.when(plan_stream, act, actor, when).then_rejected(Code::state);
        }
    }
}

TEST(Plan, CoversTheMonthsThatBeganBeforeItWasClosed) {
    Year year;
    year.establish();
    const auto covered = [&](int month) {
        return covers(year.plan_state(), golden::month(month), ledger::Zone::wib);
    };
    EXPECT_TRUE(covered(1));
    EXPECT_TRUE(covered(12));
    EXPECT_FALSE(covers(year.plan_state(), period("2024-12"), ledger::Zone::wib));
    EXPECT_FALSE(covers(year.plan_state(), period("2025-Q1"), ledger::Zone::wib));
    year.book.when(plan_stream, Closed{words("mutasi")}, as_team(), at("2025-06-01"))
        .then_recorded();
    EXPECT_TRUE(takes_reports(year.plan_state()));
    EXPECT_TRUE(covered(5));
    EXPECT_FALSE(covered(6)) << "it was closed at the first moment of June";
}

TEST(Plan, CutsAPeriodToItsMonths) {
    State plan{.progress = Progress::established, .year = 2025, .first_month = 3, .last_month = 10};
    const auto months = [&](std::string_view text) -> std::pair<int, int> {
        const auto cut = months_in(plan, period(text), ledger::Zone::wib);
        return cut ? std::pair(cut->first, cut->last) : std::pair(0, 0);
    };
    EXPECT_EQ(months("2025"), std::pair(3, 10));
    EXPECT_EQ(months("2025-Q1"), std::pair(3, 3));
    EXPECT_EQ(months("2025-Q4"), std::pair(10, 10));
    EXPECT_EQ(months("2025-02"), std::pair(0, 0));
    EXPECT_EQ(months("2026"), std::pair(0, 0));
    plan.progress = Progress::closed;
    plan.closed_at = at("2025-05-20");
    EXPECT_EQ(months("2025"), std::pair(3, 5));
    EXPECT_EQ(months("2025-Q3"), std::pair(0, 0));
}

TEST(Plan, HasInEachMonthTheLastRevisionThatBeganByThen) {
    State plan{.progress = Progress::established};
    plan.revisions = {{.from_month = 1}, {.from_month = 4}, {.from_month = 9}};
    EXPECT_EQ(revision_in(plan, 1).from_month, 1U);
    EXPECT_EQ(revision_in(plan, 3).from_month, 1U);
    EXPECT_EQ(revision_in(plan, 4).from_month, 4U);
    EXPECT_EQ(revision_in(plan, 8).from_month, 4U);
    EXPECT_EQ(revision_in(plan, 12).from_month, 9U);
}

TEST(Plan, ThatWasNeverDraftedHasNoRevision) {
    EXPECT_DEATH((void)revision_in(State{}, 1), "assertion failed");
}

TEST(Plan, EventsAreOfTheClassPlan) {
    EXPECT_EQ(class_of(Event(Drafted{})), ledger::Class::plan);
    EXPECT_EQ(class_of(Event(Closed{})), ledger::Class::plan);
}

}  // namespace
}  // namespace tests
