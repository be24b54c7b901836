#include "ledger/rules/indicator.h"

#include "ledger/rules/agency.h"
#include "ledger/rules/indicator_cascade.h"
#include "ledger/rules/period.h"
#include "ledger/rules/unit.h"
#include "tests/support/book.h"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>
#include <string>
#include <string_view>
#include <vector>

namespace tests {
namespace {

using namespace ledger;
using indicator::Defined;
using indicator::Retired;
using indicator::RollUp;
using indicator::ShareTaken;
using indicator::TargetSet;
using indicator::ValueCorrected;
using indicator::ValueRecorded;

const AgencyId pauh{"pauh"};
const AgencyId other{"other"};
const Actor team = by("tpk", Role::performance_team);
const Actor head = by("ppk", Role::head);
const Actor source = by("simpus", Role::integration);
const Actor inspector = by("apip", Role::inspector);
const std::string why = "Salah salin dari register puskesmas";

StreamId of(std::string_view name) {
    return stream_of(IndicatorId{std::string(name)});
}

Defined defined(std::string_view parent = "") {
    return {
        .agency = pauh,
        .unit = {},
        .code = "IKU 1",
        .text = "Anak diimunisasi lengkap",
        .measure = "anak",
        .consolidation = Consolidation::sum,
        .parent = {std::string(parent)},
    };
}

Defined with(Polarity polarity, Consolidation consolidation = Consolidation::last) {
    Defined act = defined();
    act.polarity = polarity;
    act.consolidation = consolidation;
    return act;
}

Defined milestone() {
    Defined act = with(Polarity::milestone);
    act.stages = {
        {.id = "draft", .text = "Naskah", .weight = 40},
        {.id = "law", .text = "Perda", .weight = 60}
    };
    return act;
}

TargetSet target(std::string_view when, std::string_view value) {
    return {.period = period(when), .target = {.value = dec(value), .low = {}, .high = {}}};
}

TargetSet range(std::string_view when, std::string_view low, std::string_view high) {
    return {.period = period(when), .target = {.value = {}, .low = dec(low), .high = dec(high)}};
}

Value number(std::string_view numerator) {
    return {.numerator = dec(numerator), .denominator = {}, .stages = {}};
}

Value ratio(std::string_view numerator, std::string_view denominator) {
    return {.numerator = dec(numerator), .denominator = dec(denominator), .stages = {}};
}

Value stages(std::vector<std::string> ids) {
    return {.numerator = {}, .denominator = {}, .stages = std::move(ids)};
}

ValueRecorded value(std::string_view when, Value value, std::string_view series = "") {
    return {.period = period(when), .series = std::string(series), .value = std::move(value)};
}

ValueCorrected corrected(std::string_view when, Value was, Value now) {
    return {
        .period = period(when),
        .series = "",
        .was = std::move(was),
        .now = std::move(now),
        .reason = why,
    };
}

Fact fact(std::string_view name, indicator::Event event) {
    return {of(name), Event(std::move(event)), {}};
}

Fact share(
    std::string_view parent,
    std::string_view child,
    std::string_view year,
    std::optional<Decimal> target
) {
    return fact(parent, ShareTaken{{std::string(child)}, period(year), target});
}

class Indicators : public testing::Test {
protected:
    Indicators() {
        const auto then = at("2020-01-01");
        book.given(stream_of(pauh), agency::Registered{.title = "Pauh"}, head, then);
        book.given(stream_of(other), agency::Registered{.title = "Lain"}, head, then);
        unit::Created unit{
            .agency = pauh, .parent = {}, .title = "Unit", .zone = {}, .from = date("2020-01-01")
        };
        book.given(stream_of(UnitId{"dinas"}), unit, team, then);
        unit.agency = other;
        book.given(stream_of(UnitId{"kantor"}), unit, team, then);
    }

    Told when(std::string_view name, const indicator::Event& act, const Actor& actor = team) {
        return book.when(of(name), act, actor, at("2025-06-10"));
    }
    void given(std::string_view name, const indicator::Event& act) {
        book.given(of(name), act, team, at("2025-01-06"));
    }
    void close(std::string_view what) {
        const StreamId closed = period::stream_for(pauh, period(what));
        book.given(closed, period::Closed{}, team, at("2025-06-01"));
    }
    indicator::State state(std::string_view name) const {
        return book.state<indicator::Kind>(of(name));
    }

    Book book;
};

// --- Definition

TEST_F(Indicators, AreDefinedByTheTeamTheHeadOrASourceSystem) {
    when("a", defined()).then({fact("a", defined())});
    when("b", defined(), head).then_recorded();
    when("c", defined(), source).then_recorded();
    EXPECT_TRUE(state("a").defined);
    EXPECT_EQ(state("a").definition, defined());
    EXPECT_EQ(state("a").position, Position{4});
    for (const Role role : {Role::rater, Role::authority, Role::treasurer, Role::inspector}) {
        when("d", defined(), by("x", role)).then_rejected(Code::auth);
    }
    EXPECT_EQ(class_of(Event(indicator::Event(defined()))), Class::indicator);
}

TEST_F(Indicators, BelongToARegisteredAgencyAndAUnitOfIt) {
    Defined act = defined();
    act.agency = {"nowhere"};
    when("a", act).then_rejected(Code::state, "agency");
    act = defined();
    act.unit = {"nowhere"};
    when("a", act).then_rejected(Code::state, "unit");
    act.unit = {"kantor"};
    when("a", act).then_rejected(Code::state, "unit");
    act.unit = {"dinas"};
    when("a", act).then_recorded();
}

TEST_F(Indicators, HaveANameAndTextsOfBoundedLength) {
    Defined act = defined();
    act.text = "";
    when("a", act).then_rejected(Code::shape, "text");
    const std::tuple<std::string Defined::*, std::string_view, std::size_t> texts[] = {
        {&Defined::text, "text", 2'000},
        {&Defined::code, "code", 200},
        {&Defined::goal, "goal", 2'000},
        {&Defined::definition, "definition", 10'000},
        {&Defined::measure, "measure", 200},
        {&Defined::source, "source", 200},
    };
    for (const auto& [member, field, most] : texts) {
        act = defined();
        act.*member = std::string(most + 1, 'x');
        when("a", act).then_rejected(Code::shape, field);
    }
}

TEST_F(Indicators, HaveAWeightThatIsNotNegative) {
    Defined act = defined();
    act.weight = dec("-0.01");
    when("a", act).then_rejected(Code::shape, "weight");
    act.weight = dec("0");
    when("a", act).then_recorded();
}

TEST_F(Indicators, AreComputedFromOthersOnlyInNumbers) {
    for (const RollUp roll_up : {RollUp::mean, RollUp::weighted_mean, RollUp::weighted_sum}) {
        Defined act = milestone();
        act.roll_up = roll_up;
        when("a", act).then_rejected(Code::shape, "rollUp");
        act = with(Polarity::qualitative);
        act.roll_up = roll_up;
        when("a", act).then_rejected(Code::shape, "rollUp");
    }
    Defined act = with(Polarity::min);
    act.roll_up = RollUp::mean;
    when("a", act).then_recorded();
}

TEST_F(Indicators, HaveStagesThatTotal100WhereTheyAreMilestones) {
    when("a", milestone()).then_recorded();
    Defined act = milestone();
    act.stages[0].weight = 39;
    when("b", act).then_rejected(Code::shape, "stages");
    act.stages = {};
    when("b", act).then_rejected(Code::shape, "stages");
    act = milestone();
    act.stages[1].id = "draft";
    when("b", act).then_rejected(Code::shape, "stages[1].id");
    act.stages[1].id = "";
    when("b", act).then_rejected(Code::shape, "stages[1].id");
    act = milestone();
    act.polarity = Polarity::max;
    when("b", act).then_rejected(Code::shape, "stages");
    act.stages = {{.id = "one", .text = "", .weight = 0}};
    when("b", act).then_rejected(Code::shape, "stages");
}

// --- Revision

TEST_F(Indicators, AreRevised) {
    given("a", defined());
    Defined act = defined();
    act.text = "Anak dengan imunisasi dasar lengkap";
    when("a", act).then({fact("a", act)});
    EXPECT_EQ(state("a").definition, act);
    when("a", act).then_rejected(Code::state, "");
    act.polarity = Polarity::min;  // nothing relies on it yet
    when("a", act).then_recorded();
}

TEST_F(Indicators, NeverChangeTheirAgency) {
    given("a", defined());
    Defined act = defined();
    act.agency = other;
    when("a", act).then_rejected(Code::state, "agency");
}

TEST_F(Indicators, DoNotChangeWhatTheirValuesRelyOn) {
    given("a", defined());
    given("a", value("2025-01", number("40")));
    const auto rejects = [&](std::string_view field, auto change) {
        Defined act = defined();
        change(act);
        when("a", act).then_rejected(Code::state, field);
    };
    rejects("polarity", [](Defined& d) { d.polarity = Polarity::min; });
    rejects("consolidation", [](Defined& d) { d.consolidation = Consolidation::last; });
    rejects("rollUp", [](Defined& d) { d.roll_up = RollUp::mean; });
    rejects("unit", [](Defined& d) { d.unit = {"dinas"}; });
    given("m", milestone());
    given("m", value("2025-01", stages({"draft"})));
    Defined act = milestone();
    act.stages[0].weight = 60;
    act.stages[1].weight = 40;
    when("m", act).then_rejected(Code::state, "stages");
    act = defined();
    act.measure = "orang";
    when("a", act).then_recorded();
}

TEST_F(Indicators, DoNotChangeWhatScoresOfAClosedPeriodGoBy) {
    const auto revise = [&](std::string_view name, auto change) {
        Defined act = defined();
        change(act);
        return when(name, act);
    };
    const auto heavier = [](Defined& d) { d.weight = dec("7"); };
    const auto critical = [](Defined& d) { d.critical = true; };
    const auto is_signed = [](Defined& d) { d.is_signed = true; };
    const auto attainable = [](Defined& d) { d.max_attainable = true; };
    const auto below = [](Defined& d) { d.parent = {"p"}; };
    given("p", defined());
    given("a", defined());
    given("a", value("2025-01", number("40")));
    revise("a", heavier).then_recorded();
    revise("a", [](Defined&) {}).then_recorded();
    close("2025-Q1");
    revise("a", heavier).then_rejected(Code::state, "weight");
    revise("a", critical).then_rejected(Code::state, "critical");
    revise("a", is_signed).then_rejected(Code::state, "signed");
    revise("a", attainable).then_rejected(Code::state, "maxAttainable");
    revise("a", below).then_rejected(Code::state, "parent");
    revise("a", [](Defined& d) { d.text = "Anak diimunisasi"; }).then_recorded();
    // One that is computed has no values; a target says that it counted there.
    Defined computed = defined();
    computed.roll_up = RollUp::mean;
    given("c", computed);
    given("c", target("2025-01", "40"));
    computed.weight = dec("7");
    when("c", computed).then_rejected(Code::state, "weight");
    given("later", defined());
    given("later", value("2025-04", number("40")));
    revise("later", heavier).then_recorded();
}

TEST_F(Indicators, DoNotMakeSenselessWhatWasRecorded) {
    given("a", with(Polarity::min));
    given("a", target("2025", "0"));
    when("a", with(Polarity::max)).then_rejected(Code::target_zero, "polarity");
    when("a", with(Polarity::qualitative)).then_rejected(Code::shape, "polarity");
    Defined act = with(Polarity::band);
    act.is_signed = true;
    given("s", act);
    given("s", target("2025", "-3"));
    act.is_signed = false;
    when("s", act).then_rejected(Code::target_sign, "signed");
    act.is_signed = true;
    given("v", act);
    given("v", value("2025-01", number("-3")));
    act.is_signed = false;
    when("v", act).then_rejected(Code::target_sign, "signed");
}

TEST_F(Indicators, AreRetiredForAReasonAndThenNotUsedAnyMore) {
    given("a", defined());
    given("a", value("2025-01", number("40")));
    when("a", Retired{.reason = "usang"}).then_rejected(Code::no_reason, "reason");
    when("a", Retired{.reason = std::string(2'001, 'x')}).then_rejected(Code::shape, "reason");
    when("a", Retired{.reason = why}, inspector).then_rejected(Code::auth);
    when("a", Retired{.reason = why}).then({fact("a", Retired{.reason = why})});
    when("a", Retired{.reason = why}).then_rejected(Code::state, "");
    when("a", defined()).then_rejected(Code::state, "");
    when("a", target("2025", "480")).then_rejected(Code::state, "");
    when("a", value("2025-02", number("40"))).then_rejected(Code::state, "");
    // What was wrong can still be put right.
    when("a", corrected("2025-01", number("40"), number("41"))).then_recorded();
}

TEST_F(Indicators, ThatWereNeverDefinedHaveNeitherTargetsNorValues) {
    when("a", target("2025", "480")).then_rejected(Code::state, "");
    when("a", value("2025-01", number("40"))).then_rejected(Code::state, "");
    when("a", corrected("2025-01", number("40"), number("41"))).then_rejected(Code::state, "");
    when("a", Retired{.reason = why}).then_rejected(Code::state, "");
}

// --- The tree

TEST_F(Indicators, HaveAParentThatIsThereAndOfTheSameAgency) {
    when("b", defined("nowhere")).then_rejected(Code::cascade, "parent");
    given("a", defined());
    when("b", defined("a")).then_recorded();
    Defined act = defined();
    act.agency = other;
    given("o", act);
    when("c", defined("o")).then_rejected(Code::cascade, "parent");
    given("r", defined());
    given("r", Retired{.reason = why});
    when("c", defined("r")).then_rejected(Code::cascade, "parent");
}

TEST_F(Indicators, AreNeverBelowThemselves) {
    when("a", defined("a")).then_rejected(Code::cascade, "parent");
    given("a", defined());
    given("b", defined("a"));
    given("c", defined("b"));
    for (const char* parent : {"a", "b", "c"}) {
        when("a", defined(parent)).then_rejected(Code::cascade, "parent");
    }
    when("c", defined("a")).then_recorded();
    when("b", defined("c")).then_recorded();
}

TEST_F(Indicators, HaveAtMost32Above) {
    given("i0", defined());
    std::string above = "i0";
    for (std::size_t depth = 1; depth <= indicator::depth_max; ++depth) {
        const std::string name = "i" + std::to_string(depth);
        when(name, defined(above)).then_recorded();
        above = name;
    }
    when("one-too-many", defined(above)).then_rejected(Code::cascade, "parent");
}

TEST_F(Indicators, AddNumbersToAParentThatIsComputed) {
    Defined mean = defined();
    mean.roll_up = RollUp::mean;
    given("mean", mean);
    given("measured", defined());
    Defined act = with(Polarity::qualitative);
    act.parent = {"mean"};
    when("a", act).then_rejected(Code::cascade, "parent");
    act.parent = {"measured"};
    when("a", act).then_recorded();
}

RC_GTEST_PROP(IndicatorTree, NeverHoldsACycleWhateverWasAccepted, ()) {
    Book book;
    book.given(stream_of(pauh), agency::Registered{.title = "Pauh"}, head, at("2020-01-01"));
    const auto edges = *rc::gen::container<std::vector<std::pair<int, int>>>(
        rc::gen::pair(rc::gen::inRange(0, 5), rc::gen::inRange(-1, 5))
    );
    const auto name = [](int i) { return i < 0 ? std::string() : "i" + std::to_string(i); };
    for (int i = 0; i < 5; ++i) book.given(of(name(i)), defined(), team, at("2025-01-06"));
    for (const auto& [child, parent] : edges) {
        const indicator::Event act = defined(name(parent));
        (void)book.when(of(name(child)), act, team, at("2025-06-10")).decided;
    }
    for (int i = 0; i < 5; ++i) {
        IndicatorId at{name(i)};
        for (int steps = 0; !at.empty(); ++steps) {
            RC_ASSERT(steps < 5);
            at = book.state<indicator::Kind>(stream_of(at)).definition.parent;
        }
    }
}

// --- Targets

TEST_F(Indicators, GetTargetsForAYearAndItsParts) {
    given("a", defined());
    when("a", target("2025", "480")).then({fact("a", target("2025", "480"))});
    when("a", target("2025-Q1", "120")).then_recorded();
    when("a", target("2025-01", "40")).then_recorded();
    when("a", target("2025-01", "40.0")).then_rejected(Code::state, "target");
    when("a", target("2025-01", "41"), source).then_recorded();
    const indicator::State a = state("a");
    EXPECT_EQ(a.targets.size(), 3U);
    ASSERT_NE(target_for(a, period("2025-01")), nullptr);
    EXPECT_EQ(target_for(a, period("2025-01"))->target.value, dec("41"));
    EXPECT_EQ(target_for(a, period("2025-02")), nullptr);
    when("a", target("2025", "1"), inspector).then_rejected(Code::auth);
}

TEST_F(Indicators, HaveOneTargetValueOrARange) {
    given("a", defined());
    when("a", range("2025", "80", "90")).then_recorded();
    when("a", range("2024", "80", "80")).then_recorded();
    when("a", range("2023", "90", "80")).then_rejected(Code::shape, "target.low");
    TargetSet act = range("2023", "80", "90");
    act.target.value = dec("85");
    when("a", act).then_rejected(Code::shape, "target");
    act.target = {};
    when("a", act).then_rejected(Code::shape, "target");
    act.target.high = dec("90");
    when("a", act).then_rejected(Code::shape, "target");
    act.target = {.value = dec("85"), .low = dec("80"), .high = {}};
    when("a", act).then_rejected(Code::shape, "target");
}

TEST_F(Indicators, OfMaxHaveNoTargetOf0ForAYear) {
    given("a", with(Polarity::max));
    when("a", target("2025", "0")).then_rejected(Code::target_zero, "target");
    when("a", target("2025", "0.00")).then_rejected(Code::target_zero, "target");
    when("a", range("2025", "0", "0")).then_rejected(Code::target_zero, "target");
    when("a", range("2025", "0", "5")).then_recorded();
    when("a", target("2025-01", "0")).then_recorded();  // not due there
    when("a", target("2025-Q1", "0")).then_recorded();
    Defined deviation = with(Polarity::max);
    deviation.is_signed = true;
    given("d", deviation);
    when("d", target("2025", "0")).then_recorded();  // measured on a band
    for (const Polarity polarity : {Polarity::min, Polarity::band}) {
        const std::string name(name_of(polarity));
        given(name, with(polarity));
        when(name, target("2025", "0")).then_recorded();
    }
}

TEST_F(Indicators, HaveNegativeTargetsOnlyWhenSigned) {
    given("a", with(Polarity::band));
    when("a", target("2025", "-1")).then_rejected(Code::target_sign, "target.value");
    when("a", range("2025", "-5", "-1")).then_rejected(Code::target_sign, "target.low");
    Defined act = with(Polarity::band);
    act.is_signed = true;
    given("s", act);
    when("s", target("2025", "-1")).then_recorded();
    when("s", range("2024", "-5", "5")).then_recorded();
}

TEST_F(Indicators, WithoutNumbersHaveNoTargets) {
    given("q", with(Polarity::qualitative));
    given("m", milestone());
    when("q", target("2025", "1")).then_rejected(Code::shape, "target");
    when("m", target("2025", "100")).then_rejected(Code::shape, "target");
}

TEST_F(Indicators, GetNoTargetInAClosedPeriod) {
    given("a", defined());
    close("2024");
    when("a", target("2024", "480")).then_rejected(Code::period_closed, "period");
    when("a", target("2024-12", "40"), head).then_rejected(Code::period_closed, "period");
    when("a", target("2025", "480")).then_recorded();
}

// --- Split targets

class SplitTargets : public Indicators {
protected:
    SplitTargets() {
        given("city", defined());
        given("city", target("2025", "480"));
        given("north", defined("city"));
        given("south", defined("city"));
    }
    std::size_t gaps(std::string_view name) const { return cascade_gaps(state(name)).size(); }
};

TEST_F(SplitTargets, TakeTheirShareOfTheParents) {
    const TargetSet act = target("2025", "300");
    when("north", act).then({fact("north", act), share("city", "north", "2025", dec("300"))});
    const indicator::Share taken{
        .child = {"north"}, .period = period("2025"), .target = dec("300")
    };
    EXPECT_EQ(state("city").shares, std::vector{taken});
}

TEST_F(SplitTargets, NeverComeToMoreThanTheParents) {
    when("north", target("2025", "300")).then_recorded();
    when("south", target("2025", "180.01")).then_rejected(Code::cascade, "target.value");
    when("south", target("2025", "180")).then_recorded();
    when("north", target("2025", "300.5")).then_rejected(Code::cascade, "target.value");
    when("north", target("2025", "200")).then_recorded();
    when("south", target("2025", "280")).then_recorded();
    when("city", target("2025", "479.99")).then_rejected(Code::cascade, "target.value");
    when("city", target("2025", "481")).then_recorded();
}

TEST_F(SplitTargets, AreComparedOnceTheParentHasATarget) {
    when("north", target("2026", "300")).then_recorded();
    when("south", target("2026", "300")).then_recorded();
    when("city", target("2026", "599")).then_rejected(Code::cascade, "target.value");
    when("city", target("2026", "600")).then_recorded();
    when("city", range("2027", "1", "2")).then_recorded();
    when("north", target("2027", "300")).then_recorded();  // a range is not split
}

TEST_F(SplitTargets, AreOfWholeYears) {
    when("north", target("2025-01", "999")).then({fact("north", target("2025-01", "999"))});
}

TEST_F(SplitTargets, ShowWhatIsNotGivenOutYet) {
    EXPECT_EQ(gaps("city"), 0U) << "nothing was split";
    when("north", target("2025", "300")).then_recorded();
    const auto open = cascade_gaps(state("city"));
    ASSERT_EQ(open.size(), 1U);
    EXPECT_EQ(open[0].year, period("2025"));
    EXPECT_EQ(open[0].target, dec("480"));
    EXPECT_EQ(open[0].shared, Rational(300));
    when("south", target("2025", "180.0")).then_recorded();
    EXPECT_EQ(gaps("city"), 0U);
}

TEST_F(SplitTargets, AreGivenBackWithARangeOrAtRetirement) {
    when("north", target("2025", "300")).then_recorded();
    const TargetSet act = range("2025", "200", "300");
    when("north", act).then({fact("north", act), share("city", "north", "2025", std::nullopt)});
    EXPECT_TRUE(state("city").shares.empty());
    when("south", target("2025", "480")).then_recorded();
    const Retired retired{.reason = why};
    when("south", retired)
        .then({fact("south", retired), share("city", "south", "2025", std::nullopt)});
    EXPECT_TRUE(state("city").shares.empty());
}

TEST_F(SplitTargets, GoWithTheIndicatorToAnotherParent) {
    given("county", defined());
    given("county", target("2025", "250"));
    when("north", target("2025", "300")).then_recorded();
    when("north", defined("county")).then_rejected(Code::cascade, "parent");
    when("county", target("2025", "300")).then_recorded();
    when("north", defined("county"))
        .then(
            {fact("north", defined("county")),
             share("city", "north", "2025", std::nullopt),
             share("county", "north", "2025", dec("300"))}
        );
    when("north", defined())
        .then({fact("north", defined()), share("county", "north", "2025", std::nullopt)});
}

TEST_F(SplitTargets, AreThoseOfAdditiveIndicatorsOfOneMeasure) {
    EXPECT_TRUE(splits(defined(), defined()));
    const auto contributes = [](auto change) {
        Defined one = defined();
        change(one);
        return !splits(defined(), one) && !splits(one, defined());
    };
    EXPECT_TRUE(contributes([](Defined& d) { d.consolidation = Consolidation::average; }));
    EXPECT_TRUE(contributes([](Defined& d) { d.roll_up = RollUp::mean; }));
    EXPECT_TRUE(contributes([](Defined& d) { d.measure = "%"; }));
    EXPECT_TRUE(contributes([](Defined& d) { d.polarity = Polarity::min; }));

    Defined act = defined("city");
    act.measure = "%";
    when("south", act).then_recorded();
    when("south", target("2025", "9999")).then({fact("south", target("2025", "9999"))});
}

TEST_F(SplitTargets, HoldTheParentsDefinitionInPlace) {
    when("north", target("2025", "300")).then_recorded();
    Defined act = defined();
    act.measure = "orang";
    when("city", act).then_rejected(Code::state, "measure");
    act = defined();
    act.consolidation = Consolidation::last;
    when("city", act).then_rejected(Code::state, "consolidation");
    act = defined();
    act.text = "Anak diimunisasi";
    when("city", act).then_recorded();
}

TEST_F(SplitTargets, AreNotReplacedByARange) {
    when("north", target("2025", "300")).then_recorded();
    when("city", range("2025", "400", "500")).then_rejected(Code::cascade, "target");
    when("city", range("2026", "400", "500")).then_recorded();  // nothing of it was given out
}

TEST_F(SplitTargets, DoNotComeAboutAfterThoseBelowHaveTheirs) {
    Defined last = defined();
    last.consolidation = Consolidation::last;
    given("town", last);
    given("east", defined("town"));
    when("east", target("2025", "9999")).then({fact("east", target("2025", "9999"))});
    when("town", defined()).then_rejected(Code::state, "consolidation");
    Defined computed = defined();
    computed.roll_up = RollUp::mean;
    given("sum-of-parts", computed);
    when("sum-of-parts", defined()).then_rejected(Code::state, "rollUp");
    Defined other_measure = defined();
    other_measure.measure = "%";
    when("city", other_measure).then_rejected(Code::state, "measure");
    Defined less = defined();
    less.polarity = Polarity::min;
    when("city", less).then_rejected(Code::state, "polarity");
}

TEST_F(SplitTargets, OfARetiredParentAreGivenBack) {
    when("north", target("2025", "300")).then_recorded();
    given("city", Retired{.reason = why});
    when("north", target("2025", "500"))
        .then({fact("north", target("2025", "500")), share("city", "north", "2025", std::nullopt)});
}

TEST_F(SplitTargets, AreNotTakenByHand) {
    const ShareTaken act{.child = {"north"}, .period = period("2025"), .target = dec("1")};
    when("city", act).then_rejected(Code::state, "");
}

// Whatever was accepted in whatever order, the shares of a year never come to more than the target,
// and are the targets that the children have.
RC_GTEST_PROP(SplitTarget, IsNeverGivenOutTwice, ()) {
    Book book;
    book.given(stream_of(pauh), agency::Registered{.title = "Pauh"}, head, at("2020-01-01"));
    const std::vector<std::string> names{"p", "q", "x", "y", "z"};
    for (const std::string& name : names) book.given(of(name), defined(), team, at("2025-01-06"));
    const auto acts = *rc::gen::container<std::vector<std::tuple<int, int, int>>>(
        rc::gen::tuple(rc::gen::inRange(0, 5), rc::gen::inRange(0, 3), rc::gen::inRange(1, 30))
    );
    for (const auto& [who, what, amount] : acts) {
        const bool is_parent = who < 2;
        const std::string& name = names[static_cast<std::size_t>(who)];
        const auto aim = target("2025", std::to_string(amount));
        const indicator::Event act = is_parent || what == 2
                                         ? indicator::Event(aim)
                                         : indicator::Event(defined(what == 0 ? "p" : "q"));
        (void)book.when(of(name), act, team, at("2025-06-10")).decided;
    }
    for (const char* parent : {"p", "q"}) {
        const auto above = book.state<indicator::Kind>(of(parent));
        Rational shares;
        Rational targets;
        for (const indicator::Share& share : above.shares) shares += share.target;
        for (const char* child : {"x", "y", "z"}) {
            const auto below = book.state<indicator::Kind>(of(child));
            const indicator::Aim* aim = target_for(below, period("2025"));
            if (below.definition.parent.text != parent || aim == nullptr) continue;
            targets += *aim->target.value;
        }
        RC_ASSERT(shares == targets);
        const indicator::Aim* whole = target_for(above, period("2025"));
        if (whole != nullptr) RC_ASSERT(shares <= Rational(*whole->target.value));
    }
}

// --- Values

TEST_F(Indicators, GetOneValueForAPeriodAndSeries) {
    given("a", defined());
    const ValueRecorded act = value("2025-01", number("26"));
    when("a", act, source).then({fact("a", act)});
    when("a", value("2025-01", number("27"))).then_rejected(Code::state, "period");
    when("a", value("2025-01", number("27"), "self")).then_recorded();
    when("a", value("2025-02", number("28"))).then_recorded();
    const indicator::State a = state("a");
    ASSERT_NE(value_for(a, period("2025-01"), ""), nullptr);
    EXPECT_EQ(value_for(a, period("2025-01"), "")->value, number("26"));
    EXPECT_EQ(value_for(a, period("2025-01"), "")->position, Position{5});
    EXPECT_EQ(value_for(a, period("2025-01"), "self")->value, number("27"));
    EXPECT_EQ(value_for(a, period("2025-01"), "outside"), nullptr);
    EXPECT_EQ(value_for(a, period("2025-Q1"), ""), nullptr);
}

TEST_F(Indicators, GetValuesFromTheTeamTheHeadOrASourceSystem) {
    given("a", defined());
    when("a", value("2025-01", number("26")), head).then_recorded();
    for (const Role role : {Role::pegawai, Role::rater, Role::inspector}) {
        when("a", value("2025-02", number("26")), by("x", role)).then_rejected(Code::auth);
    }
}

TEST_F(Indicators, ThatAreComputedGetNoValue) {
    Defined act = defined();
    act.roll_up = RollUp::weighted_mean;
    given("a", act);
    when("a", value("2025-01", number("26"))).then_rejected(Code::state, "");
}

TEST_F(Indicators, GetNoValueBeforeThePeriodBegins) {
    given("a", defined());
    const auto on = [&](std::string_view moment) {
        const indicator::Event act = value("2025-07", number("1"));
        return Book(book).when(of("a"), act, team, at(moment));
    };
    on("2025-06-30T23:59:59+07:00").then_rejected(Code::period_open, "period");
    on("2025-07-01T00:00:00+07:00").then_recorded();
}

TEST_F(Indicators, GetNoValueInAClosedPeriod) {
    given("a", defined());
    close("2025-Q1");
    when("a", value("2025-03", number("26")), head).then_rejected(Code::period_closed, "period");
    when("a", value("2025-04", number("26"))).then_recorded();
}

TEST_F(Indicators, OfRatiosKeepNumeratorAndDenominator) {
    given("a", with(Polarity::max, Consolidation::ratio));
    when("a", value("2025-01", number("77.8"))).then_rejected(Code::shape, "value.denominator");
    when("a", value("2025-01", ratio("14", "-18"))).then_rejected(Code::shape, "value.denominator");
    when("a", value("2025-01", ratio("14", "18"))).then_recorded();
    when("a", value("2025-02", ratio("0", "0"))).then_recorded();  // nothing to observe
    when("a", value("2025-03", ratio("1", "0"))).then_rejected(Code::shape, "value.numerator");
    given("b", with(Polarity::max, Consolidation::last));
    when("b", value("2025-01", ratio("14", "18"))).then_recorded();
}

TEST_F(Indicators, InNumbersGetANumber) {
    given("a", defined());
    when("a", value("2025-01", Value{})).then_rejected(Code::shape, "value");
    when("a", value("2025-01", stages({"draft"}))).then_rejected(Code::shape, "value");
    Value both = number("1");
    both.stages = {"draft"};
    when("a", value("2025-01", both)).then_rejected(Code::shape, "value");
    when("a", value("2025-01", number("-1"))).then_rejected(Code::target_sign, "value.numerator");
    Defined act = with(Polarity::band);
    act.is_signed = true;
    given("s", act);
    when("s", value("2025-01", number("-1"))).then_recorded();
}

TEST_F(Indicators, OfMilestonesGetStages) {
    given("m", milestone());
    when("m", value("2025-01", number("40"))).then_rejected(Code::shape, "value");
    when("m", value("2025-01", stages({"draft", "unknown"})))
        .then_rejected(Code::shape, "value.stages[1]");
    when("m", value("2025-01", stages({"draft", "draft"})))
        .then_rejected(Code::shape, "value.stages[1]");
    when("m", value("2025-01", stages({}))).then_recorded();
    when("m", value("2025-02", stages({"draft", "law"}))).then_recorded();
}

TEST_F(Indicators, WithoutNumbersGetWords) {
    given("q", with(Polarity::qualitative));
    ValueRecorded act = value("2024", Value{});
    when("q", act).then_rejected(Code::shape, "basis");
    act.basis = "WTP";
    act.value = number("1");
    when("q", act).then_rejected(Code::shape, "value");
    act.value = {};
    when("q", act).then_recorded();
}

TEST_F(Indicators, HaveSeriesThatAreNames) {
    given("a", defined());
    when("a", value("2025-01", number("1"), "self assessment"))
        .then_rejected(Code::shape, "series");
    ValueRecorded act = value("2025-01", number("1"));
    act.basis = std::string(2'001, 'x');
    when("a", act).then_rejected(Code::shape, "basis");
}

TEST_F(Indicators, OfAnOlderSystemAreBroughtIn) {
    given("a", defined());
    const indicator::Event act = value("2018", number("12"));
    book.when(of("a"), act, source, at("2025-06-10"), at("2019-01-05"))
        .then_rejected(Code::backdate, "effectivetime");
    book.when(of("a"), act, source, at("2025-06-10"), at("2019-01-05"), true).then_recorded();
    book.when(of("b"), defined(), source, at("2025-06-10"), at("2019-01-05"))
        .then_rejected(Code::backdate, "effectivetime");
    book.when(of("b"), defined(), source, at("2025-06-10"), at("2019-01-05"), true).then_recorded();
}

// --- Corrections

TEST_F(Indicators, AreCorrectedByNamingTheValueThatStands) {
    given("a", defined());
    given("a", value("2025-01", number("26")));
    when("a", corrected("2025-01", number("25"), number("29"))).then_rejected(Code::state, "was");
    const ValueCorrected act = corrected("2025-01", number("26.0"), number("29"));
    when("a", act).then({fact("a", act)});
    EXPECT_EQ(state("a").values.size(), 1U);
    EXPECT_EQ(value_for(state("a"), period("2025-01"), "")->value, number("29"));
    EXPECT_EQ(value_for(state("a"), period("2025-01"), "")->position, Position{6});
    when("a", act).then_rejected(Code::state, "was");
}

TEST_F(Indicators, AreCorrectedWhereThereIsAValue) {
    given("a", defined());
    given("a", value("2025-01", number("26"), "self"));
    when("a", corrected("2025-01", number("26"), number("29")))
        .then_rejected(Code::state, "period");
    ValueCorrected act = corrected("2025-01", number("26"), number("29"));
    act.series = "self";
    when("a", act).then_recorded();
}

TEST_F(Indicators, AreCorrectedToAnotherValueThatCanBe) {
    given("a", defined());
    given("a", value("2025-01", number("26")));
    when("a", corrected("2025-01", number("26"), number("26"))).then_rejected(Code::state, "now");
    when("a", corrected("2025-01", number("26"), number("-1")))
        .then_rejected(Code::target_sign, "now.numerator");
    when("a", corrected("2025-01", number("26"), Value{})).then_rejected(Code::shape, "now");
}

TEST_F(Indicators, AreFinalOnceAProvisionalValueIsConfirmed) {
    given("a", defined());
    ValueRecorded act = value("2025", number("26"));
    act.provisional = true;
    act.basis = "4 bulan disetahunkan";
    given("a", act);
    EXPECT_TRUE(state("a").values[0].provisional);
    when("a", corrected("2025", number("26"), number("26"))).then_recorded();
    EXPECT_FALSE(state("a").values[0].provisional);
}

TEST_F(Indicators, AreCorrectedForAReason) {
    given("a", defined());
    given("a", value("2025-01", number("26")));
    ValueCorrected act = corrected("2025-01", number("26"), number("29"));
    act.reason = std::string(19, 'x');
    when("a", act).then_rejected(Code::no_reason, "reason");
    act.reason = std::string(20, 'x');
    when("a", act).then_recorded();
}

TEST_F(Indicators, AreCorrectedInAClosedPeriodByTheHeadOrTheInspectorate) {
    given("a", defined());
    given("a", value("2025-01", number("26")));
    close("2025-01");
    const ValueCorrected act = corrected("2025-01", number("26"), number("29"));
    when("a", act).then_rejected(Code::period_closed, "period");
    when("a", act, source).then_rejected(Code::period_closed, "period");
    when("a", act, by("x", Role::rater)).then_rejected(Code::auth);
    when("a", act, head).then_recorded();
    when("a", corrected("2025-01", number("29"), number("28")), inspector).then_recorded();
}

TEST_F(Indicators, CorrectedBackAreWhatTheyWere) {
    given("a", defined());
    given("a", value("2025-01", number("26")));
    const Value before = value_for(state("a"), period("2025-01"), "")->value;
    when("a", corrected("2025-01", number("26"), number("29"))).then_recorded();
    when("a", corrected("2025-01", number("29"), number("26"))).then_recorded();
    EXPECT_EQ(value_for(state("a"), period("2025-01"), "")->value, before);
}

}  // namespace
}  // namespace tests
