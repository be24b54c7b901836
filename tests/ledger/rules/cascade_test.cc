// How plans hang together: parents, years, cycles, and shares of what is handed down.

#include "ledger/rules/cascade.h"

#include "tests/support/golden_book.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace tests {
namespace {

using golden::as_rater;
using golden::as_subject;
using golden::as_team;
using golden::plan_stream;
using golden::Year;
using ledger::Consolidation;
using ledger::PlanId;
using ledger::Role;
using namespace ledger::plan;

const ledger::Instant drafting = at("2025-01-06T09:00:00+07:00");
const PlanId leaders{"2025-b"};  // the plan of B, above A's

Told submit(Year& year, const Content& content) {
    Drafted act = golden::drafted(golden::above);
    act.content = content;
    year.draft(act);
    return year.book.when(plan_stream, Submitted{}, as_subject(), drafting);
}

Content with_parent(const Parent& parent) {
    Content content = golden::content(golden::above);
    content.results[0].parents = {parent};
    return content;
}

// A plan of B with one result L1, that is measured by `target` children vaccinated.
Drafted plan_of_leader(
    std::string_view target = "480", Parent parent = {.indicator = golden::above}
) {
    Drafted act = golden::drafted(golden::above);
    act.subject = golden::rater;
    Indicator children = act.content.indicators[3];
    children.id = {"L1.1"};
    children.result = {"L1"};
    children.weight = 100;
    children.target = {.value = dec(target)};
    act.content.results = {{.id = {"L1"}, .text = "Cakupan imunisasi", .parents = {parent}}};
    act.content.indicators = {children};
    return act;
}

void draft_leader(Year& year, const Drafted& act) {
    const ledger::Actor leader = by("B", Role::pegawai);
    year.book.when(stream_of(leaders), act, leader, drafting).then_recorded();
}

void establish_leader(Year& year) {
    year.assign_rater(golden::rater, golden::superior, {"D"}, "2025-01-01");
    const ledger::Actor leader = by("B", Role::pegawai);
    const ledger::Actor head = by("C", Role::rater);
    const auto record = [&](const Event& act, const ledger::Actor& actor) {
        year.book.when(stream_of(leaders), act, actor, drafting).then_recorded();
    };
    record(Submitted{}, leader);
    record(Agreed{Party::subject}, leader);
    record(Agreed{Party::rater}, head);
    record(Established{}, head);
}

TEST(Cascade, NeedsAParentForEachMainResult) {
    Year year;
    Content content = golden::content(golden::above);
    content.results[1].parents.clear();
    submit(year, content).then_rejected(Code::cascade, "content.results[1].parents");
}

TEST(Cascade, LetsAdditionalWorkStandAlone) {
    Year year;
    Content content = golden::content(golden::above);
    content.results[1].parents.clear();
    content.results[1].kind = ResultKind::additional;
    submit(year, content).then_rejected(Code::weight_100, "content.indicators[3].weight");
    content.indicators[0].weight += content.indicators[3].weight + content.indicators[4].weight;
    content.indicators[3].weight = 0;
    content.indicators[4].weight = 0;
    submit(year, content).then_recorded();
}

TEST(Cascade, LeadsToIndicatorsThatAreDefinedAndInForce) {
    {
        Year year;
        submit(year, with_parent({.indicator = {"nowhere"}}))
            .then_rejected(Code::state, "content.results[0].parents[0].indicator");
    }
    {
        Year year;
        year.book.given(
            stream_of(golden::above), ledger::indicator::Retired{}, as_team(), at("2025-01-03")
        );
        submit(year, golden::content(golden::above))
            .then_rejected(Code::cascade, "content.results[0].parents[0].indicator");
    }
}

TEST(Cascade, LeadsToResultsOfPlansThatWereDraftedForTheSameYear) {
    const Parent to_leader{.plan = leaders, .result = {"L1"}};
    {
        Year year;
        submit(year, with_parent(to_leader))
            .then_rejected(Code::state, "content.results[0].parents[0].plan");
    }
    {
        Year year;
        Drafted other_year = plan_of_leader();
        other_year.year = 2024;
        draft_leader(year, other_year);
        submit(year, with_parent(to_leader))
            .then_rejected(Code::cascade, "content.results[0].parents[0].plan");
    }
    {
        Year year;
        draft_leader(year, plan_of_leader());
        submit(year, with_parent({.plan = leaders, .result = {"L2"}}))
            .then_rejected(Code::cascade, "content.results[0].parents[0].result");
    }
    {
        Year year;
        draft_leader(year, plan_of_leader());
        submit(year, with_parent(to_leader)).then_recorded();
    }
}

TEST(Cascade, EstablishesTheParentBeforeTheChild) {
    Year year;
    draft_leader(year, plan_of_leader());
    submit(year, with_parent({.plan = leaders, .result = {"L1"}})).then_recorded();
    year.book.when(plan_stream, Agreed{Party::subject}, as_subject(), drafting).then_recorded();
    year.book.when(plan_stream, Agreed{Party::rater}, as_rater(), drafting).then_recorded();
    year.book.when(plan_stream, Established{}, as_rater(), drafting)
        .then_rejected(Code::cascade, "content.results[0].parents[0].plan");
    establish_leader(year);
    year.book.when(plan_stream, Established{}, as_rater(), drafting).then_recorded();
}

TEST(Cascade, HasNoPlanThatServesItself) {
    Year year;
    submit(year, with_parent({.plan = golden::plan, .result = {"R2"}}))
        .then_rejected(Code::cascade, "content.results[0].parents[0]");
}

TEST(Cascade, HasNoPlanThatServesItselfByWayOfAnother) {
    Year year;
    draft_leader(year, plan_of_leader("480", {.plan = golden::plan, .result = {"R1"}}));
    submit(year, with_parent({.plan = leaders, .result = {"L1"}}))
        .then_rejected(Code::cascade, "content.results[0].parents[0]");
}

TEST(Cascade, EndsEvenWhereOthersServeEachOther) {
    Year year;
    const PlanId third{"2025-d"};
    draft_leader(year, plan_of_leader("480", {.plan = third, .result = {"L1"}}));
    Drafted other = plan_of_leader("480", {.plan = leaders, .result = {"L1"}});
    other.subject = {"D"};
    year.book.when(stream_of(third), other, by("D", Role::pegawai), drafting).then_recorded();
    submit(year, with_parent({.plan = leaders, .result = {"L1"}})).then_recorded();
}

TEST(Cascade, LeadsToNoOtherAgency) {
    const ledger::AgencyId other{"lubuk"};
    {
        Year year;
        const ledger::indicator::Defined theirs{.agency = other, .text = "Layanan mereka"};
        const ledger::IndicatorId id{"iku-lubuk"};
        year.book.given(stream_of(id), theirs, as_team(), at("2025-01-02"));
        submit(year, with_parent({.indicator = id}))
            .then_rejected(Code::cascade, "content.results[0].parents[0].indicator");
    }
    {
        Year year;
        Drafted theirs = plan_of_leader();
        theirs.agency = other;
        year.book.given(stream_of(leaders), theirs, by("B", Role::pegawai), drafting);
        submit(year, with_parent({.plan = leaders, .result = {"L1"}}))
            .then_rejected(Code::cascade, "content.results[0].parents[0].plan");
    }
}

TEST(Cascade, IsLookedAtAgainBeforeThePlanIsEstablished) {
    Year year;
    year.agree();
    const ledger::StreamId indicator = stream_of(golden::above);
    year.book.given(indicator, ledger::indicator::Retired{}, as_team(), at("2025-01-16"));
    year.book.when(plan_stream, Established{}, as_rater(), at("2025-01-17"))
        .then_rejected(Code::cascade, "content.results[0].parents[0].indicator");
}

// --- Amended

const ledger::Instant in_june = at("2025-06-23T09:00:00+07:00");

// A's plan and B's above it are established, and B's is amended from July on: its result is L2.
Year with_amended_leader(const Parent& parent = {.indicator = golden::above}) {
    Year year;
    draft_leader(year, plan_of_leader());
    establish_leader(year);
    year.establish();
    Amended act{.from_month = 7, .content = plan_of_leader("480", parent).content};
    act.content.results[0].id = {"L2"};
    act.content.indicators[0].result = {"L2"};
    for (const Party party : {Party::subject, Party::rater}) {
        act.party = party;
        year.book.given(stream_of(leaders), act, by("B", Role::pegawai), in_june);
    }
    return year;
}

Told amend(Year& year, std::uint32_t from, const ledger::ResultId& above) {
    const Amended act{
        .from_month = from,
        .content = with_parent({.plan = leaders, .result = above}),
        .reason = golden::reason(),
    };
    return year.book.when(plan_stream, act, as_subject(), in_june);
}

TEST(Cascade, OfAnAmendmentLeadsToWhatHoldsAboveFromItsMonth) {
    const std::string at = "content.results[0].parents[0].result";
    Year year = with_amended_leader();
    amend(year, 6, {"L2"}).then_rejected(Code::cascade, at);
    amend(year, 7, {"L1"}).then_rejected(Code::cascade, at);
    amend(year, 7, {"L2"}).then_recorded();
    amend(year, 6, {"L1"}).then_recorded();
}

TEST(Cascade, OfAnAmendmentHasNoResultThatServesItself) {
    const Parent to_subject{.plan = golden::plan, .result = {"R2"}};
    for (const auto& [from, above] : {std::pair(7U, "L2"), std::pair(8U, "L2")}) {
        Year year = with_amended_leader(to_subject);
        amend(year, from, {above}).then_rejected(Code::cascade, "content.results[0].parents[0]");
    }
}

TEST(Cascade, HasNoResultThatServesItselfFromALaterMonthOn) {
    Year year = with_amended_leader({.plan = golden::plan, .result = {"R1"}});
    Drafted second = plan_of_leader("480", {.indicator = golden::above});
    second.subject = {"D"};
    Content both = second.content;
    both.results[0].parents.push_back({.plan = leaders, .result = {"L2"}});
    const PlanId third{"2025-d"};
    year.book.given(stream_of(third), second, by("D", Role::pegawai), drafting);
    Amended later{.from_month = 8, .content = both};
    for (const Party party : {Party::subject, Party::rater}) {
        later.party = party;
        year.book.given(stream_of(third), later, by("D", Role::pegawai), in_june);
    }
    // In July D serves the indicator only; from August on he serves B, and so A.
    const Amended act{
        .from_month = 7,
        .content = with_parent({.plan = third, .result = {"L1"}}),
        .reason = golden::reason(),
    };
    year.book.when(plan_stream, act, as_subject(), in_june)
        .then_rejected(Code::cascade, "content.results[0].parents[0]");
}

// --- Shares

// The plan whose second result, measured by `children` immunised, is a DIRECT share of `parent`.
Content with_share(Parent parent, std::string_view children, Edge edge = Edge::direct) {
    Content content = golden::content(golden::above);
    parent.edge = edge;
    content.results[1].parents = {parent};
    content.indicators[3].target = {.value = dec(children)};
    return content;
}

TEST(Cascade, HandsDownNoMoreThanTheIndicatorsTarget) {
    const Parent direct{.indicator = golden::above};
    const std::string at = "content.results[1].parents[0]";
    for (const auto& [children, allowed] :
         {std::pair("479", true), std::pair("480", true), std::pair("480.01", false)}) {
        Year year;
        const Told told = submit(year, with_share(direct, children));
        if (allowed) {
            told.then_recorded();
        } else {
            told.then_rejected(Code::cascade, at);
        }
    }
}

TEST(Cascade, HandsDownNoMoreThanTheResultsTarget) {
    const Parent direct{.plan = leaders, .result = {"L1"}};
    for (const auto& [children, allowed] : {std::pair("300", true), std::pair("300.5", false)}) {
        Year year;
        draft_leader(year, plan_of_leader("300"));
        const Told told = submit(year, with_share(direct, children));
        if (allowed) {
            told.then_recorded();
        } else {
            told.then_rejected(Code::cascade, "content.results[1].parents[0]");
        }
    }
}

TEST(Cascade, AddsUpTheSharesOfAllResults) {
    const Parent direct{.indicator = golden::above};
    for (const auto& [second, allowed] : {std::pair("180", true), std::pair("181", false)}) {
        Year year;
        Content content = with_share(direct, "300");
        Indicator more = content.indicators[3];
        more.id = {"I6"};
        more.result = {"R1"};
        more.weight = 0;
        more.target = {.value = dec(second)};
        content.indicators.push_back(more);
        content.results[0].parents = content.results[1].parents;
        const Told told = submit(year, content);
        if (allowed) {
            told.then_recorded();
        } else {
            told.then_rejected(Code::cascade);
        }
    }
}

TEST(Cascade, ComparesOnlyDirectSharesOfTheSameMeasureThatAddUp) {
    const Parent parent{.indicator = golden::above};
    {
        Year year;
        submit(year, with_share(parent, "9999", Edge::contributes)).then_recorded();
    }
    {
        Year year;
        Content content = with_share(parent, "9999");
        content.indicators[3].unit = "families";
        submit(year, content).then_recorded();
    }
    {
        Year year;
        Content content = with_share(parent, "9999");
        content.indicators[3].consolidation = Consolidation::last;
        submit(year, content).then_recorded();
    }
    {
        Year year;
        year.define({"iku-small"}, "children", "1");
        Content content = with_share({.indicator = {"iku-small"}}, "9999");
        submit(year, content).then_rejected(Code::cascade);
    }
}

}  // namespace
}  // namespace tests
