#include "tools/verdicts.h"

#include "tests/support/book.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace {

using ledger::IndicatorId;
using ledger::Polarity;
using ledger::indicator::RollUp;
using ledger::indicator::State;
using tests::dec;
using tests::period;
using tools::AgencyVerdicts;
using tools::Verdicts;

// Indicators as they might be recorded, told in one line each.
class Known {
public:
    State& add(const std::string& id, const std::string& agency, Polarity polarity) {
        State& state = states_.emplace_back(IndicatorId{id}, State{}).second;
        state.defined = true;
        state.definition.agency = {agency};
        state.definition.polarity = polarity;
        return state;
    }
    std::vector<std::pair<IndicatorId, const State*>> all() const {
        std::vector<std::pair<IndicatorId, const State*>> pairs;
        for (const auto& [id, state] : states_) pairs.emplace_back(id, &state);
        return pairs;
    }

private:
    std::vector<std::pair<IndicatorId, State>> states_;
};

void aim(State& state, std::string_view target) {
    state.targets.push_back({.period = period("2025"), .target = {.value = dec(target)}});
}

void realise(State& state, std::string_view value, std::string series = {}) {
    state.values.push_back(
        {.period = period("2025"),
         .series = std::move(series),
         .value = {.numerator = dec(value)},
         .provisional = false}
    );
}

TEST(Verdicts, AreCountedByAgencyAndOfTheCriticalApart) {
    Known known;
    State& met = known.add("met", "b", Polarity::max);
    aim(met, "0.30");
    realise(met, "0.3");
    met.definition.critical = true;
    State& missed = known.add("missed", "b", Polarity::min);
    aim(missed, "0.29999999999999999");
    realise(missed, "0.3");
    State& lacking = known.add("lacking", "b", Polarity::max);
    aim(lacking, "1");
    lacking.definition.critical = true;
    State& free = known.add("free", "a", Polarity::max);
    realise(free, "5");
    EXPECT_EQ(
        tools::verdicts_by_agency(known.all(), period("2025"), {}),
        (std::vector<AgencyVerdicts>{
            {.agency = {"a"}, .all = {0, 0, 1, 0}, .critical = {}},
            {.agency = {"b"}, .all = {1, 1, 0, 1}, .critical = {1, 0, 0, 1}},
        })
    );
}

TEST(Verdicts, OnlyThePeriodAndTheSeriesWithoutANameCount) {
    Known known;
    State& state = known.add("x", "a", Polarity::max);
    aim(state, "1");
    realise(state, "5", "self");
    EXPECT_EQ(
        tools::verdicts_by_agency(known.all(), period("2025"), {}).front().all,
        (Verdicts{0, 0, 0, 1})
    );
    EXPECT_EQ(
        tools::verdicts_by_agency(known.all(), period("2024"), {}).front().all,
        (Verdicts{0, 0, 0, 1})
    );
}

TEST(Verdicts, WhatWasRetiredCountsOnlyWhereItHasAValue) {
    Known known;
    State& gone = known.add("gone", "a", Polarity::max);
    gone.retired = true;
    aim(gone, "1");
    EXPECT_TRUE(tools::verdicts_by_agency(known.all(), period("2025"), {}).empty());
    State& late = known.add("late", "a", Polarity::max);
    late.retired = true;
    aim(late, "1");
    realise(late, "1");
    EXPECT_EQ(
        tools::verdicts_by_agency(known.all(), period("2025"), {}).front().all,
        (Verdicts{1, 0, 0, 0})
    );
}

TEST(Verdicts, MakeATableWithTotals) {
    const std::vector<AgencyVerdicts> lines{
        {.agency = {"a"}, .all = {1, 2, 3, 4}, .critical = {1, 0, 0, 0}},
        {.agency = {"b"}, .all = {10, 0, 0, 0}, .critical = {}},
    };
    const std::string blank = "                          ";
    const std::string heads = "         met      missed   no target    no value";
    EXPECT_EQ(
        tools::table(lines, api::Language::english),
        blank + "        all                                       |    critical\n" +  //
            "agency                    " + heads + "  |" + heads + "\n" +
            "a                                    1           2           3           4  |" +
            "           1           0           0           0\n" +
            "b                                   10           0           0           0  |" +
            "           0           0           0           0\n" +
            "total                               11           2           3           4  |" +
            "           1           0           0           0\n"
    );
    EXPECT_NE(tools::table(lines, api::Language::indonesian).find("tercapai"), std::string::npos);
}

TEST(Indices, AreTheTopsOfRollUpsBySeries) {
    Known known;
    known.add("index", "a", Polarity::max).definition.roll_up = RollUp::weighted_sum;
    for (const auto& [aspect, weight] : {std::pair{"one", "60"}, {"two", "40"}}) {
        State& state = known.add(aspect, "a", Polarity::max);
        state.definition.roll_up = RollUp::mean;
        state.definition.parent = {"index"};
        state.definition.weight = dec(weight);
    }
    const auto level = [&](const std::string& id, const std::string& aspect, const char* value) {
        State& state = known.add(id, "a", Polarity::max);
        state.definition.parent = {aspect};
        realise(state, value, "outside");
    };
    level("1", "one", "3");
    level("2", "one", "4");
    level("3", "two", "2");
    const auto outside = tools::indices(known.all(), period("2025"), "outside", {});
    ASSERT_EQ(outside.size(), 1U);
    EXPECT_EQ(outside.front().indicator.text, "index");
    // (60 * 7/2 + 40 * 2) / 100
    EXPECT_EQ(outside.front().value, ledger::Rational::of(29, 10));
    EXPECT_EQ(
        tools::table(outside, api::Language::english),
        "index                     2025     outside  29/10 = 2.9000\n"
    );
    const auto self = tools::indices(known.all(), period("2025"), "self", {});
    ASSERT_EQ(self.size(), 1U);
    EXPECT_FALSE(self.front().value);
    EXPECT_EQ(
        tools::table(self, api::Language::indonesian),
        "index                     2025     self     tanpa nilai\n"
    );
}

}  // namespace
