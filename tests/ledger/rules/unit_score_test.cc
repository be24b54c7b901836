#include "ledger/rules/unit_score.h"

#include "ledger/rules/explanation.h"

#include <gtest/gtest.h>

#include <deque>
#include <rapidcheck/gtest.h>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using ledger::AgencyId;
using ledger::Consolidation;
using ledger::Decimal;
using ledger::IndicatorId;
using ledger::Period;
using ledger::Polarity;
using ledger::Position;
using ledger::Rational;
using ledger::Target;
using ledger::UnitId;
using ledger::Value;
using ledger::indicator::RollUp;
using ledger::indicator::State;
using ledger::policy::Parameters;
using ledger::score::Detail;
using ledger::unit_score::Counts;
using ledger::unit_score::Reading;
using ledger::unit_score::Score;
using ledger::unit_score::Verdict;
using ledger::unit_score::Verdicts;

Decimal dec(std::string_view text) {
    return Decimal::parse(text).value();
}

Period period(std::string_view text) {
    return Period::parse(text).value();
}

Target exactly(std::string_view text) {
    return {.value = dec(text)};
}

Target range(std::string_view low, std::string_view high) {
    return {.low = dec(low), .high = dec(high)};
}

const AgencyId agency{"pauh"};
const UnitId unit{"puskesmas"};

// A few indicators, told in the order in which things were recorded.
class Told {
public:
    State& define(std::string_view id, Polarity polarity, Consolidation consolidation) {
        State& state = states_.emplace_back();
        indicators_.emplace_back(IndicatorId{std::string(id)}, &state);
        state.defined = true;
        state.position = next();
        state.definition.agency = agency;
        state.definition.unit = unit;
        state.definition.polarity = polarity;
        state.definition.consolidation = consolidation;
        return state;
    }

    State& define(std::string_view id, RollUp roll_up) {
        State& state = define(id, Polarity::max, Consolidation::last);
        state.definition.roll_up = roll_up;
        return state;
    }

    Position aim(State& state, std::string_view when, Target target) {
        state.targets.push_back({period(when), std::move(target), next()});
        return state.targets.back().position;
    }

    Position value(
        State& state,
        std::string_view when,
        std::string_view numerator,
        std::string_view denominator = {},
        std::string_view series = {}
    ) {
        Value value{.numerator = dec(numerator)};
        if (!denominator.empty()) value.denominator = dec(denominator);
        return record(state, when, std::move(value), series);
    }

    Position record(
        State& state, std::string_view when, Value value, std::string_view series = {}
    ) {
        state.values.push_back({
            .period = period(when),
            .series = std::string(series),
            .value = std::move(value),
            .position = next(),
        });
        return state.values.back().position;
    }

    [[nodiscard]] Reading read(
        std::string_view id,
        std::string_view when,
        std::string_view series = {},
        const Parameters& policy = {}
    ) const {
        return ledger::unit_score::read(
            indicators_, {std::string(id)}, period(when), series, policy, Detail::steps
        );
    }

    [[nodiscard]] Score score(std::string_view when, const Parameters& policy = {}) const {
        return ledger::unit_score::compute(
            indicators_, agency, unit, period(when), policy, Detail::steps
        );
    }

    [[nodiscard]] Verdicts verdicts(
        const AgencyId& of, std::string_view when, std::string_view series = {}
    ) const {
        return ledger::unit_score::verdicts(indicators_, of, period(when), series, {});
    }

    [[nodiscard]] const auto& all() const { return indicators_; }

    State& state(std::string_view id) {
        for (std::size_t i = 0; i < indicators_.size(); ++i) {
            if (indicators_[i].first.text == id) return states_[i];
        }
        ADD_FAILURE() << id;
        return states_.front();
    }

private:
    Position next() { return std::exchange(position_, ledger::next(position_)); }

    std::deque<State> states_;
    std::vector<std::pair<IndicatorId, const State*>> indicators_;
    Position position_{};
};

std::string four(const std::optional<Rational>& value) {
    return value ? value->rounded(4).text() : "nothing";
}

TEST(Verdict, FollowsThePolarity) {
    struct Case {
        Polarity polarity;
        std::string_view value;
        Target target;
        Verdict verdict;
        std::string_view achievement;
    };
    using enum Verdict;
    for (const Case& c : std::vector<Case>{
             {Polarity::max, "90", exactly("90"), met, "100.0000"},
             {Polarity::max, "89.99", exactly("90"), missed, "99.9889"},
             {Polarity::max, "300", exactly("90"), met, "120.0000"},
             {Polarity::max, "80", range("80", "90"), met, "100.0000"},
             {Polarity::max, "95", range("80", "90"), met, "105.5556"},
             {Polarity::max, "79", range("80", "90"), missed, "98.7500"},
             {Polarity::min, "30", exactly("30"), met, "100.0000"},
             {Polarity::min, "30.01", exactly("30"), missed, "99.9667"},
             {Polarity::min, "0", exactly("0"), met, "100.0000"},
             {Polarity::min, "1", exactly("0"), missed, "0.0000"},
             {Polarity::min, "8", range("7", "8"), met, "100.0000"},
             {Polarity::min, "8.5", range("7", "8"), missed, "93.7500"},
             {Polarity::band, "95", range("95", "100"), met, "100.0000"},
             {Polarity::band, "100", range("95", "100"), met, "100.0000"},
             {Polarity::band, "100.1", range("95", "100"), missed, "99.9000"},
             {Polarity::band, "94", range("95", "100"), missed, "98.9474"},
             {Polarity::band, "5", exactly("5"), met, "100.0000"},
             {Polarity::max, "5", exactly("0"), no_target, "nothing"},
             {Polarity::max, "5", {}, no_target, "nothing"},
         }) {
        Told told;
        State& state = told.define("x", c.polarity, Consolidation::last);
        told.aim(state, "2025", c.target);
        told.value(state, "2025", c.value);
        const Reading reading = told.read("x", "2025");
        EXPECT_EQ(reading.verdict, c.verdict) << ledger::name_of(c.polarity) << " " << c.value;
        EXPECT_EQ(four(reading.achievement), c.achievement)
            << ledger::name_of(c.polarity) << c.value;
        EXPECT_EQ(reading.value, Rational(dec(c.value)));
    }
}

TEST(Verdict, OfASignedIndicatorIsOnTheSizeOfTheDeviation) {
    Told told;
    State& state = told.define("x", Polarity::min, Consolidation::last);
    state.definition.is_signed = true;
    told.aim(state, "2025", range("0", "5"));
    told.value(state, "2025-01", "-4");
    told.value(state, "2025-02", "-8");
    told.aim(state, "2025-01", range("0", "5"));
    told.aim(state, "2025-02", range("0", "5"));
    EXPECT_EQ(told.read("x", "2025-01").verdict, Verdict::met);
    EXPECT_EQ(told.read("x", "2025-02").verdict, Verdict::missed);
    EXPECT_EQ(told.read("x", "2025-02").achievement, Rational(40));
}

TEST(Verdict, IsNoValueWhereNothingWasRecorded) {
    Told told;
    State& state = told.define("x", Polarity::max, Consolidation::last);
    told.aim(state, "2025", exactly("90"));
    const Reading reading = told.read("x", "2025");
    EXPECT_EQ(reading.verdict, Verdict::no_value);
    EXPECT_EQ(reading.target, Rational(90));
    EXPECT_FALSE(reading.complete);
    EXPECT_FALSE(reading.value);
    EXPECT_FALSE(reading.achievement);
    EXPECT_EQ(told.read("unheard-of", "2025").verdict, Verdict::no_value);
    state.defined = false;
    EXPECT_FALSE(told.read("x", "2025").target);
}

TEST(Verdict, OfAMilestoneNeedsEveryStage) {
    Told told;
    State& state = told.define("x", Polarity::milestone, Consolidation::last);
    state.definition.stages = {{"plan", "", 40}, {"build", "", 60}};
    const Position first = told.record(state, "2025-02", {.stages = {"plan"}});
    const Position second = told.record(state, "2025-Q3", {.stages = {"build"}});
    told.record(state, "2026-01", {.stages = {"build"}});
    EXPECT_EQ(told.read("x", "2025-01").verdict, Verdict::no_value);
    EXPECT_EQ(told.read("x", "2025-02").value, Rational(40));
    EXPECT_EQ(told.read("x", "2025-Q2").verdict, Verdict::missed);
    EXPECT_EQ(told.read("x", "2025").verdict, Verdict::met);
    EXPECT_EQ(told.read("x", "2025").achievement, Rational(100));
    EXPECT_EQ(told.read("x", "2025").events, (std::vector{first, second}));
    EXPECT_EQ(told.read("x", "2026").value, Rational(60));
}

TEST(Verdict, OfAQualitativeIndicatorIsLeftToPeople) {
    Told told;
    State& state = told.define("x", Polarity::qualitative, Consolidation::last);
    told.record(state, "2025", {});
    EXPECT_EQ(told.read("x", "2025").verdict, Verdict::no_value);
    EXPECT_FALSE(told.read("x", "2025").complete);
}

// --- Values of a period

// --- The verdicts of an agency

TEST(Verdicts, AreCountedByAgencyAndOfTheCriticalApart) {
    Told told;
    State& met = told.define("met", Polarity::max, Consolidation::last);
    told.aim(met, "2025", exactly("0.30"));
    told.value(met, "2025", "0.3");
    met.definition.critical = true;
    State& missed = told.define("missed", Polarity::min, Consolidation::last);
    told.aim(missed, "2025", exactly("0.29999999999999999"));
    told.value(missed, "2025", "0.3");
    State& lacking = told.define("lacking", Polarity::max, Consolidation::last);
    told.aim(lacking, "2025", exactly("1"));
    lacking.definition.critical = true;
    State& free = told.define("free", Polarity::max, Consolidation::last);
    told.value(free, "2025", "5");
    free.definition.agency = {"other"};
    const Verdicts own = told.verdicts(agency, "2025");
    EXPECT_EQ(own.all, (Counts{1, 1, 0, 1}));
    EXPECT_EQ(own.critical, (Counts{1, 0, 0, 1}));
    ASSERT_EQ(own.indicators.size(), 3U);
    EXPECT_EQ(own.indicators[1].state, &missed);
    EXPECT_EQ(own.indicators[1].reading.verdict, Verdict::missed);
    const Verdicts others = told.verdicts({"other"}, "2025");
    EXPECT_EQ(others.all, (Counts{0, 0, 1, 0}));
    EXPECT_EQ(others.critical, Counts{});
}

TEST(Verdicts, OnlyThePeriodAndTheSeriesAskedForCount) {
    Told told;
    State& state = told.define("x", Polarity::max, Consolidation::last);
    told.aim(state, "2025", exactly("1"));
    told.value(state, "2025", "5", {}, "self");
    EXPECT_EQ(told.verdicts(agency, "2025").all, (Counts{0, 0, 0, 1}));
    EXPECT_EQ(told.verdicts(agency, "2024").all, (Counts{0, 0, 0, 1}));
    EXPECT_EQ(told.verdicts(agency, "2025", "self").all, (Counts{1, 0, 0, 0}));
}

TEST(Verdicts, WhatWasRetiredCountsOnlyWhereItHasAValue) {
    Told told;
    State& gone = told.define("gone", Polarity::max, Consolidation::last);
    gone.retired = true;
    told.aim(gone, "2025", exactly("1"));
    EXPECT_TRUE(told.verdicts(agency, "2025").indicators.empty());
    State& late = told.define("late", Polarity::max, Consolidation::last);
    late.retired = true;
    told.aim(late, "2025", exactly("1"));
    told.value(late, "2025", "1");
    EXPECT_EQ(told.verdicts(agency, "2025").all, (Counts{1, 0, 0, 0}));
}

TEST(ValueOfAPeriod, IsTheOneRecordedForIt) {
    Told told;
    State& state = told.define("x", Polarity::max, Consolidation::sum);
    told.value(state, "2025-01", "5");
    const Position year = told.value(state, "2025", "70");
    const Reading reading = told.read("x", "2025");
    EXPECT_EQ(reading.value, Rational(70));
    EXPECT_TRUE(reading.complete);
    EXPECT_EQ(reading.events, std::vector{year});
}

TEST(ValueOfAPeriod, IsElseMadeOfItsMonths) {
    struct Case {
        Consolidation consolidation;
        std::string_view quarter;
        std::string_view year;
    };
    for (const Case& c : std::vector<Case>{
             {Consolidation::sum, "60.0000", "110.0000"},
             {Consolidation::average, "20.0000", "27.5000"},
             {Consolidation::last, "15.0000", "50.0000"},
             {Consolidation::maximum, "35.0000", "50.0000"},
             {Consolidation::minimum, "10.0000", "10.0000"},
         }) {
        Told told;
        State& state = told.define("x", Polarity::max, c.consolidation);
        told.value(state, "2025-02", "35");
        told.value(state, "2025-01", "10");
        told.value(state, "2025-03", "15");
        told.value(state, "2025-12", "50");
        told.value(state, "2024-12", "999");
        EXPECT_EQ(four(told.read("x", "2025-Q1").value), c.quarter)
            << ledger::name_of(c.consolidation);
        EXPECT_EQ(four(told.read("x", "2025").value), c.year) << ledger::name_of(c.consolidation);
        EXPECT_TRUE(told.read("x", "2025-Q1").complete);
        EXPECT_FALSE(told.read("x", "2025").complete);
    }
}

TEST(ValueOfAPeriod, AddsUpNumeratorsAndDenominators) {
    Told told;
    State& state = told.define("x", Polarity::max, Consolidation::ratio);
    told.aim(state, "2025-Q1", exactly("90"));
    told.value(state, "2025-01", "14", "18");
    told.value(state, "2025-02", "15", "18");
    told.value(state, "2025-03", "16", "19");
    EXPECT_EQ(told.read("x", "2025-Q1").value->text(), "900/11");
    told.value(state, "2025-Q2", "53", "60");
    EXPECT_EQ(told.read("x", "2025").value, Rational::of(9800, 115));
}

TEST(ValueOfAPeriod, LetsARecordedQuarterWeighAsMuchAsAnother) {
    Told told;
    State& state = told.define("x", Polarity::max, Consolidation::average);
    told.value(state, "2025-Q1", "40");
    told.value(state, "2025-04", "10");
    told.value(state, "2025-05", "20");
    told.value(state, "2025-06", "30");
    EXPECT_EQ(told.read("x", "2025").value, Rational(30));
    told.value(state, "2025-07", "60");
    EXPECT_EQ(told.read("x", "2025").value, Rational(40));
}

TEST(ValueOfAPeriod, KeepsSeriesApart) {
    Told told;
    State& state = told.define("x", Polarity::max, Consolidation::last);
    told.aim(state, "2025", exactly("80"));
    told.value(state, "2025", "95", {}, "self");
    told.value(state, "2025", "70", {}, "outside");
    EXPECT_EQ(told.read("x", "2025", "self").verdict, Verdict::met);
    EXPECT_EQ(told.read("x", "2025", "outside").verdict, Verdict::missed);
    EXPECT_EQ(told.read("x", "2025", "outside").series, "outside");
    EXPECT_EQ(told.read("x", "2025").verdict, Verdict::no_value);
}

TEST(ValueOfAPeriod, SaysWhetherItStandsOnAnEstimate) {
    Told told;
    State& state = told.define("x", Polarity::max, Consolidation::sum);
    told.value(state, "2025-01", "5");
    told.value(state, "2025-02", "5");
    state.values.back().provisional = true;
    EXPECT_FALSE(told.read("x", "2025-01").provisional);
    EXPECT_TRUE(told.read("x", "2025-Q1").provisional);
}

TEST(ValueOfAPeriod, IsNoneWhereThereWasNothingToObserve) {
    Told told;
    State& state = told.define("x", Polarity::max, Consolidation::ratio);
    told.aim(state, "2025-01", exactly("90"));
    told.value(state, "2025-01", "0", "0");
    EXPECT_EQ(told.read("x", "2025-01").verdict, Verdict::no_value);
    EXPECT_FALSE(told.read("x", "2025-01").achievement);
    Parameters hundred;
    hundred.zero_denominator = ledger::policy::ZeroDenominator::hundred;
    EXPECT_EQ(told.read("x", "2025-01", {}, hundred).achievement, Rational(100));
    EXPECT_EQ(told.read("x", "2025-01", {}, hundred).verdict, Verdict::no_value);
}

TEST(ValueOfAPeriod, NeedsTheNumbersThatItsConsolidationNeeds) {
    Told told;
    State& state = told.define("x", Polarity::max, Consolidation::ratio);
    told.value(state, "2025-01", "9");
    EXPECT_EQ(told.read("x", "2025-01").verdict, Verdict::no_value);
}

// --- Targets of a period

TEST(TargetOfAPeriod, IsMadeOfItsPartsWhereItHasNone) {
    Told told;
    State& sum = told.define("sum", Polarity::max, Consolidation::sum);
    State& last = told.define("last", Polarity::max, Consolidation::last);
    for (State* state : {&sum, &last}) {
        told.aim(*state, "2025-01", exactly("10"));
        told.aim(*state, "2025-02", exactly("20"));
        told.aim(*state, "2025-03", exactly("40"));
        told.value(*state, "2025-Q1", "60");
    }
    EXPECT_EQ(told.read("sum", "2025-Q1").target, Rational(70));
    EXPECT_EQ(told.read("sum", "2025-Q1").verdict, Verdict::missed);
    EXPECT_EQ(told.read("last", "2025-Q1").target, Rational(40));
    EXPECT_EQ(told.read("last", "2025-Q1").verdict, Verdict::met);
    // The year lacks parts, and what is set for the year says nothing of its quarters.
    EXPECT_FALSE(told.read("sum", "2025").target);
    EXPECT_FALSE(told.read("last", "2025").target);
    told.aim(sum, "2025", exactly("480"));
    EXPECT_EQ(told.read("sum", "2025").target, Rational(480));
    EXPECT_FALSE(told.read("sum", "2025-Q2").target);
    EXPECT_EQ(told.read("sum", "2025-Q1").target, Rational(70));
}

TEST(TargetOfAPeriod, AddsTheEndsOfRanges) {
    Told told;
    State& state = told.define("x", Polarity::band, Consolidation::sum);
    for (const std::string_view month : {"2025-01", "2025-02", "2025-03"}) {
        told.aim(state, month, range("4", "6"));
        told.value(state, month, "5");
    }
    const Reading reading = told.read("x", "2025-Q1");
    EXPECT_EQ(reading.target_low, Rational(12));
    EXPECT_EQ(reading.target_high, Rational(18));
    EXPECT_EQ(reading.verdict, Verdict::met);
}

// --- Composites

struct Composite {
    Told told;
    State& parent;
    State& first;
    State& second;

    explicit Composite(RollUp roll_up)
        : parent(told.define("parent", roll_up)),
          first(told.define("first", Polarity::max, Consolidation::last)),
          second(told.define("second", Polarity::max, Consolidation::last)) {
        first.definition.parent = {"parent"};
        second.definition.parent = {"parent"};
        first.definition.weight = Decimal(60);
        second.definition.weight = Decimal(30);
        told.aim(parent, "2025", exactly("75"));
    }
};

TEST(CompositeIndicator, IsTheMeanTheWeightedMeanOrTheWeightedSumOfItsChildren) {
    for (const auto& [roll_up, value, verdict] : {
             std::tuple{RollUp::mean, "75.0000", Verdict::met},
             std::tuple{RollUp::weighted_mean, "73.3333", Verdict::missed},
             std::tuple{RollUp::weighted_sum, "66.0000", Verdict::missed},
         }) {
        Composite c(roll_up);
        const Position first = c.told.value(c.first, "2025", "70");
        const Position second = c.told.value(c.second, "2025", "80");
        const Reading reading = c.told.read("parent", "2025");
        EXPECT_EQ(four(reading.value), value) << ledger::name_of(roll_up);
        EXPECT_EQ(reading.verdict, verdict) << ledger::name_of(roll_up);
        EXPECT_TRUE(reading.complete);
        EXPECT_EQ(reading.events, (std::vector{first, second}));
    }
}

TEST(CompositeIndicator, LeavesOutAChildWithoutAValueAndSaysSo) {
    for (const auto& [roll_up, value] : {
             std::pair{RollUp::mean, "70.0000"},
             std::pair{RollUp::weighted_mean, "70.0000"},
             std::pair{RollUp::weighted_sum, "nothing"},  // a sum that lacks a part is unknown
         }) {
        Composite c(roll_up);
        EXPECT_EQ(c.told.read("parent", "2025").verdict, Verdict::no_value);
        c.told.value(c.first, "2025", "70");
        const Reading reading = c.told.read("parent", "2025");
        EXPECT_EQ(four(reading.value), value) << ledger::name_of(roll_up);
        EXPECT_FALSE(reading.complete);
        // One that was retired and has no value is not waited for.
        c.second.retired = true;
        EXPECT_TRUE(c.told.read("parent", "2025").complete);
        EXPECT_EQ(
            four(c.told.read("parent", "2025").value),
            roll_up == RollUp::weighted_sum ? "42.0000" : "70.0000"
        );
    }
}

TEST(CompositeIndicator, RollsUpEachSeriesAndPeriodByItself) {
    Composite c(RollUp::mean);
    c.told.value(c.first, "2025-01", "60", {}, "self");
    c.told.value(c.first, "2025-02", "80", {}, "self");
    c.told.value(c.second, "2025-01", "100", {}, "self");
    c.told.value(c.first, "2025-01", "10", {}, "outside");
    c.told.value(c.parent, "2025", "1", {}, "self");  // no value of its own counts
    EXPECT_EQ(c.told.read("parent", "2025-01", "self").value, Rational(80));
    EXPECT_EQ(c.told.read("parent", "2025", "self").value, Rational(90));
    EXPECT_EQ(c.told.read("parent", "2025-01", "outside").value, Rational(10));
    EXPECT_FALSE(c.told.read("parent", "2025-01").value);
}

TEST(CompositeIndicator, MayBeMadeOfComposites) {
    Composite c(RollUp::mean);
    State& top = c.told.define("top", RollUp::weighted_sum);
    c.parent.definition.parent = {"top"};
    c.parent.definition.weight = Decimal(50);
    c.told.value(c.first, "2025", "70");
    c.told.value(c.second, "2025", "80");
    c.first.values.back().provisional = true;
    c.told.aim(top, "2025", exactly("40"));
    const Reading reading = c.told.read("top", "2025");
    EXPECT_EQ(reading.value, Rational::of(75, 2));
    EXPECT_EQ(reading.verdict, Verdict::missed);
    EXPECT_TRUE(reading.provisional);
    // A circle, which no one can define, is no value, and no endless walk.
    top.definition.parent = {"parent"};
    EXPECT_FALSE(c.told.read("top", "2025").complete);
}

TEST(CompositeIndicator, MayBeTheWeightedSumOfMeansOfOneSeries) {
    Told told;
    told.define("index", RollUp::weighted_sum);
    for (const auto& [aspect, weight] : {std::pair{"one", "60"}, {"two", "40"}}) {
        State& state = told.define(aspect, RollUp::mean);
        state.definition.parent = {"index"};
        state.definition.weight = dec(weight);
    }
    const auto level = [&](const char* id, const char* aspect, const char* value) {
        State& state = told.define(id, Polarity::max, Consolidation::last);
        state.definition.parent = {aspect};
        told.value(state, "2025", value, {}, "outside");
    };
    level("1", "one", "3");
    level("2", "one", "4");
    level("3", "two", "2");
    // (60 * 7/2 + 40 * 2) / 100
    EXPECT_EQ(told.read("index", "2025", "outside").value, Rational::of(29, 10));
    EXPECT_FALSE(told.read("index", "2025", "self").value);
}

TEST(CompositeIndicator, HasNoValueWhereItsWeightsComeToNothing) {
    Composite c(RollUp::weighted_mean);
    c.first.definition.weight = Decimal(0);
    c.told.value(c.first, "2025", "70");
    EXPECT_EQ(c.told.read("parent", "2025").verdict, Verdict::no_value);
}

// --- Scores of units

TEST(ScoreOfAUnit, IsTheWeightedMeanOfWhatItsIndicatorsAchieved) {
    Told told;
    State& first = told.define("a", Polarity::max, Consolidation::last);
    State& second = told.define("b", Polarity::min, Consolidation::last);
    State& third = told.define("c", Polarity::max, Consolidation::last);
    first.definition.weight = dec("2.5");
    second.definition.weight = dec("1.5");
    third.definition.weight = dec("6");
    for (State* state : {&first, &second, &third}) told.aim(*state, "2025", exactly("100"));
    told.value(first, "2025", "80");
    told.value(second, "2025", "40");
    const Score score = told.score("2025");
    // c has no value, so its weight is redistributed: (2.5 * 80 + 1.5 * 120) / 4.
    EXPECT_EQ(score.exact, Rational(95));
    EXPECT_EQ(score.rounded->text(), "95.00");
    ASSERT_EQ(score.lines.size(), 3U);
    EXPECT_EQ(score.lines[0].contribution, Rational(50));
    EXPECT_EQ(score.lines[1].contribution, Rational(45));
    EXPECT_FALSE(score.lines[2].contribution);
    EXPECT_EQ(score.lines[2].reading.verdict, Verdict::no_value);
    EXPECT_EQ(score.steps.back().formula, "score.weighted/1");
    EXPECT_EQ(score.steps.back().output, score.exact);
    const std::vector<std::string> formulas{
        "achievement.max/1",
        "achievement.min/1",
        "clamp/1",
        "consolidate.last/1",
        "score.weighted/1",
    };
    EXPECT_EQ(score.formulas, formulas);
}

TEST(ScoreOfAUnit, CountsItsOwnIndicatorsOnce) {
    Composite c(RollUp::mean);
    c.told.value(c.first, "2025", "60");
    c.told.value(c.second, "2025", "90");
    State& other_unit = c.told.define("other", Polarity::max, Consolidation::last);
    other_unit.definition.unit = {"elsewhere"};
    State& of_agency = c.told.define("agency", Polarity::max, Consolidation::last);
    of_agency.definition.unit = {};
    State& retired = c.told.define("retired", Polarity::max, Consolidation::last);
    retired.retired = true;
    for (State* state : {&other_unit, &of_agency, &retired, &c.second}) {
        c.told.aim(*state, "2025", exactly("100"));
    }
    c.told.value(other_unit, "2025", "10");
    c.told.value(of_agency, "2025", "20");
    // The children count through their parent.
    const Score score = c.told.score("2025");
    ASSERT_EQ(score.lines.size(), 1U);
    EXPECT_EQ(score.lines[0].reading.indicator, IndicatorId{"parent"});
    EXPECT_EQ(score.exact, Rational(100));
    // The agency's own.
    EXPECT_EQ(
        ledger::unit_score::compute(c.told.all(), agency, {}, period("2025"), {}).exact,
        Rational(20)
    );
    EXPECT_FALSE(
        ledger::unit_score::compute(c.told.all(), {"other"}, unit, period("2025"), {}).exact
    );
    // A child in another unit counts in its own unit.
    c.second.definition.unit = {"elsewhere"};
    EXPECT_EQ(
        ledger::unit_score::compute(c.told.all(), agency, {"elsewhere"}, period("2025"), {})
            .lines.size(),
        2U
    );
    // One that was retired counts while it has a value.
    c.told.value(retired, "2025", "30");
    EXPECT_EQ(c.told.score("2025").lines.size(), 2U);
    // A parent that is measured itself counts beside its children.
    c.parent.definition.roll_up = RollUp::measured;
    EXPECT_EQ(c.told.score("2025").lines.size(), 3U);
}

TEST(ScoreOfAUnit, RestsOnItsIndicatorsAndOnWhatTheyAreMadeOf) {
    Told told;
    told.define("a", RollUp::mean);
    told.define("b", Polarity::max, Consolidation::last).definition.parent = {"a"};
    told.define("c", RollUp::mean).definition.parent = {"a"};
    told.define("d", Polarity::max, Consolidation::last).definition.parent = {"c"};
    told.define("e", Polarity::max, Consolidation::last);
    State& below_measured = told.define("f", Polarity::max, Consolidation::last);
    below_measured.definition.parent = {"e"};
    for (const char* id : {"b", "c", "d", "f"}) told.state(id).definition.unit = {"other"};
    const auto ids = ledger::unit_score::basis(told.all(), agency, unit);
    ASSERT_TRUE(ids);
    EXPECT_EQ(*ids, (std::vector<IndicatorId>{{"a"}, {"b"}, {"c"}, {"d"}, {"e"}}));
    EXPECT_EQ(
        ledger::unit_score::basis(told.all(), agency, {"other"}),
        (std::vector<IndicatorId>{{"b"}, {"c"}, {"d"}, {"f"}})
    );
    EXPECT_TRUE(ledger::unit_score::basis(told.all(), {"elsewhere"}, unit)->empty());
}

// Whoever checks a stranger's records follows them no deeper than that, and never in a circle.
TEST(ScoreOfAUnit, RestsOnNothingTooDeep) {
    for (const bool is_circle : {false, true}) {
        Told told;
        for (std::size_t i = 0; i < ledger::unit_score::levels_max; ++i) {
            State& state = told.define("i" + std::to_string(i), RollUp::mean);
            if (i > 0) state.definition.parent = {"i" + std::to_string(i - 1)};
        }
        EXPECT_TRUE(ledger::unit_score::basis(told.all(), agency, unit));
        if (is_circle) {
            told.state("i0").definition.parent = {"i9"};
        } else {
            told.define("last", RollUp::mean).definition.parent = {
                "i" + std::to_string(ledger::unit_score::levels_max - 1)
            };
        }
        EXPECT_FALSE(ledger::unit_score::basis(told.all(), agency, unit)) << is_circle;
    }
}

TEST(ScoreOfAUnit, IsNothingWithoutAnAchievement) {
    Told told;
    EXPECT_FALSE(told.score("2025").exact);
    State& state = told.define("a", Polarity::max, Consolidation::last);
    told.value(state, "2025", "5");
    const Score score = told.score("2025");
    EXPECT_FALSE(score.exact);
    EXPECT_FALSE(score.rounded);
    EXPECT_EQ(score.lines[0].reading.verdict, Verdict::no_target);
}

TEST(ScoreOfAUnit, LeavesNoStepsUnlessTheyAreAskedFor) {
    Composite c(RollUp::mean);
    c.told.value(c.first, "2025", "60");
    EXPECT_TRUE(
        ledger::unit_score::compute(c.told.all(), agency, unit, period("2025"), {}).steps.empty()
    );
    EXPECT_FALSE(c.told.score("2025").steps.empty());
}

// --- Any indicators

RC_GTEST_PROP(ScoreOfAUnit, IsExplainedByStepsThatCanBeWorkedOutAgain, ()) {
    Told told;
    const auto count = *rc::gen::inRange(1, 6);
    for (int n = 0; n < count; ++n) {
        State& state = told.define(
            "i" + std::to_string(n),
            *rc::gen::element(Polarity::max, Polarity::min, Polarity::band),
            static_cast<Consolidation>(*rc::gen::inRange(0, 6))
        );
        state.definition.weight = Decimal::of(*rc::gen::inRange(0, 100), 1);
        state.definition.is_signed = *rc::gen::inRange(0, 4) == 0;
        if (n > 0 && *rc::gen::arbitrary<bool>()) {
            state.definition.parent = {"i" + std::to_string(n - 1)};
        }
        if (*rc::gen::inRange(0, 3) == 0) {
            state.definition.roll_up = static_cast<RollUp>(*rc::gen::inRange(1, 4));
        }
        for (int month = 1; month <= 12; ++month) {
            const std::string when = Period::month(2025, month).text();
            told.aim(state, when, exactly(std::to_string(*rc::gen::inRange(0, 50))));
            if (*rc::gen::arbitrary<bool>()) continue;
            told.value(
                state,
                when,
                std::to_string(*rc::gen::inRange(0, 90)),
                std::to_string(*rc::gen::inRange(0, 3))
            );
        }
    }
    const Parameters policy;
    const std::string when = *rc::gen::element<std::string>("2025-05", "2025-Q2", "2025");
    const Score score = told.score(when);
    for (const auto& node : ledger::explanation::explain(score.steps, {"p"}).nodes) {
        const auto again = ledger::explanation::work_out(node);
        RC_ASSERT(again.has_value());
        RC_ASSERT(*again == node.exact);
    }
    if (!score.exact) return;
    RC_ASSERT(*score.exact >= Rational(policy.score_floor));
    RC_ASSERT(*score.exact <= Rational(policy.score_cap));
    RC_ASSERT(score.steps.back().output == *score.exact);
    RC_ASSERT(
        ledger::unit_score::compute(told.all(), agency, unit, period(when), policy).exact ==
        score.exact
    );
}

}  // namespace
