// What a plan may say, case by case: each limit on both of its sides.

#include "ledger/rules/plan_content.h"

#include "tests/support/golden_book.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

namespace tests {
namespace {

using ledger::Consolidation;
using ledger::Polarity;
using ledger::Target;
using namespace ledger::plan;

Content golden_content() {
    return golden::content(golden::above);
}

Target exactly(std::string_view value) {
    return {.value = dec(value)};
}
Target from_to(std::string_view low, std::string_view high) {
    return {.low = dec(low), .high = dec(high)};
}

// What is wrong with the golden plan of 12 months after `change`: "R-SHAPE content.results", or "".
std::string wrong(const std::function<void(Content&)>& change) {
    Content content = golden_content();
    change(content);
    const auto rejected = check_content(content, 12);
    if (!rejected) return "";
    EXPECT_FALSE(rejected->detail.id.empty());
    EXPECT_FALSE(rejected->detail.en.empty());
    return std::string(name_of(rejected->code)) + " " + rejected->field;
}

// The same for a change of one indicator: I1 is MIN, I2 MAX, I5 BAND.
std::string wrong_with(std::size_t i, const std::function<void(Indicator&)>& change) {
    return wrong([&](Content& c) { change(c.indicators[i]); });
}

TEST(PlanContent, OfTheGoldenYearIsInOrder) {
    EXPECT_EQ(wrong([](Content&) {}), "");
    EXPECT_EQ(check_weights(golden_content(), 100), std::nullopt);
}

TEST(PlanContent, MayBeEmptyWhileItIsADraft) {
    EXPECT_EQ(wrong([](Content& c) { c = Content{}; }), "");
}

TEST(PlanContent, HasAtMost50ResultsAnd100Indicators) {
    const auto results = [](std::size_t count) {
        return [count](Content& c) {
            for (std::size_t i = c.results.size(); i < count; ++i) {
                c.results.push_back({.id = {"more" + std::to_string(i)}, .text = "x"});
            }
        };
    };
    EXPECT_EQ(wrong(results(50)), "");
    EXPECT_EQ(wrong(results(51)), "R-SHAPE content.results");
    const auto indicators = [](std::size_t count) {
        return [count](Content& c) {
            for (std::size_t i = c.indicators.size(); i < count; ++i) {
                Indicator more = c.indicators[0];
                more.id.text = "more" + std::to_string(i);
                c.indicators.push_back(more);
            }
        };
    };
    EXPECT_EQ(wrong(indicators(100)), "");
    EXPECT_EQ(wrong(indicators(101)), "R-SHAPE content.indicators");
}

TEST(PlanContent, NamesEachResultAndEachIndicatorOnce) {
    EXPECT_EQ(wrong([](Content& c) { c.results[1].id = {"R1"}; }), "R-SHAPE content.results[1].id");
    EXPECT_EQ(wrong([](Content& c) { c.results[0].id = {}; }), "R-SHAPE content.results[0].id");
    EXPECT_EQ(
        wrong([](Content& c) { c.results[0].id = {"R 1"}; }), "R-SHAPE content.results[0].id"
    );
    EXPECT_EQ(
        wrong([](Content& c) { c.indicators[2].id = {"I1"}; }), "R-SHAPE content.indicators[2].id"
    );
    EXPECT_EQ(
        wrong([](Content& c) { c.indicators[2].result = {"R3"}; }),
        "R-SHAPE content.indicators[2].result"
    );
}

TEST(PlanContent, HasTextsThatAreThereAndNotTooLong) {
    struct Case {
        const char* field;
        std::size_t most;
        std::function<void(Content&, std::string)> set;
    };
    const Case cases[] = {
        {"content.results[0].text",
         2'000,
         [](Content& c, std::string t) { c.results[0].text = std::move(t); }},
        {"content.indicators[0].text",
         2'000,
         [](Content& c, std::string t) { c.indicators[0].text = std::move(t); }},
        {"content.indicators[0].unit",
         100,
         [](Content& c, std::string t) { c.indicators[0].unit = std::move(t); }},
        {"content.expectations[0].text",
         2'000,
         [](Content& c, std::string t) { c.expectations = {{Behaviour::loyal, std::move(t)}}; }},
        {"content.resources", 10'000, [](Content& c, std::string t) { c.resources = std::move(t); }
        },
        {"content.accountability",
         10'000,
         [](Content& c, std::string t) { c.accountability = std::move(t); }},
        {"content.consequences",
         10'000,
         [](Content& c, std::string t) { c.consequences = std::move(t); }},
    };
    for (const Case& c : cases) {
        const auto with = [&](std::size_t bytes) {
            return wrong([&](Content& content) { c.set(content, std::string(bytes, 'x')); });
        };
        EXPECT_EQ(with(c.most), "") << c.field;
        EXPECT_EQ(with(c.most + 1), std::string("R-SHAPE ") + c.field);
    }
    EXPECT_EQ(
        wrong([](Content& c) { c.results[0].text.clear(); }), "R-SHAPE content.results[0].text"
    );
    EXPECT_EQ(
        wrong([](Content& c) { c.indicators[0].text.clear(); }),
        "R-SHAPE content.indicators[0].text"
    );
}

TEST(PlanContent, ExpectsEachValueOnceAtMost) {
    EXPECT_EQ(
        wrong([](Content& c) {
            c.expectations = {{Behaviour::loyal, "a"}, {Behaviour::service, "b"}};
        }),
        ""
    );
    EXPECT_EQ(
        wrong([](Content& c) {
            c.expectations = {{Behaviour::loyal, "a"}, {Behaviour::loyal, "b"}};
        }),
        "R-SHAPE content.expectations[1].value"
    );
}

TEST(PlanContent, NamesAParentInOneOfTwoWays) {
    const auto parent = [](Parent p) {
        return wrong([&](Content& c) { c.results[0].parents = {p}; });
    };
    const std::string at = "R-SHAPE content.results[0].parents[0]";
    EXPECT_EQ(parent({.indicator = {"iku"}}), "");
    EXPECT_EQ(parent({.plan = {"p"}, .result = {"r"}}), "");
    EXPECT_EQ(parent({}), at);
    EXPECT_EQ(parent({.plan = {"p"}}), at);
    EXPECT_EQ(parent({.result = {"r"}}), at);
    EXPECT_EQ(parent({.indicator = {"iku"}, .plan = {"p"}, .result = {"r"}}), at);
    EXPECT_EQ(parent({.indicator = {"iku"}, .result = {"r"}}), at);
    const auto parents = [](std::size_t count) {
        return wrong([&](Content& c) {
            c.results[0].parents.resize(count, Parent{.indicator = {"iku"}});
        });
    };
    EXPECT_EQ(parents(20), "");
    EXPECT_EQ(parents(21), "R-SHAPE content.results[0].parents");
}

TEST(PlanContent, HasATargetThatIsAValueOrARange) {
    const auto target = [](const Target& t) {
        return wrong_with(1, [&](Indicator& i) { i.target = t; });
    };
    const std::string at = "R-SHAPE content.indicators[1].target";
    EXPECT_EQ(target(exactly("90")), "");
    EXPECT_EQ(target(from_to("80", "90")), "");
    EXPECT_EQ(target(from_to("90", "90.0")), "") << "a range may be a point";
    EXPECT_EQ(target(from_to("90.1", "90")), at + ".low");
    EXPECT_EQ(target({}), at);
    EXPECT_EQ(target({.low = dec("80")}), at);
    EXPECT_EQ(target({.high = dec("90")}), at);
    EXPECT_EQ(target({.value = dec("85"), .low = dec("80"), .high = dec("90")}), at);
    EXPECT_EQ(target({.value = dec("85"), .low = dec("80")}), at);
}

TEST(PlanContent, HasNoTargetOf0WhereMoreIsBetter) {
    const auto zero = [](std::size_t i, const Target& target) {
        return wrong_with(i, [&](Indicator& indicator) { indicator.target = target; });
    };
    EXPECT_EQ(zero(1, exactly("0")), "R-TARGET-ZERO content.indicators[1].target");
    EXPECT_EQ(zero(1, exactly("0.00")), "R-TARGET-ZERO content.indicators[1].target");
    EXPECT_EQ(zero(1, from_to("0", "0")), "R-TARGET-ZERO content.indicators[1].target");
    EXPECT_EQ(zero(1, from_to("0", "1")), "");
    EXPECT_EQ(zero(1, exactly("0.000001")), "");
    EXPECT_EQ(zero(0, exactly("0")), "") << "no findings at all is a target";
    const std::string signed_zero = wrong_with(1, [](Indicator& indicator) {
        indicator.is_signed = true;
        indicator.target = exactly("0");
    });
    EXPECT_EQ(signed_zero, "") << "a deviation of 0, measured on a band";
}

TEST(PlanContent, HasNegativeTargetsOnlyWhenItSaysSo) {
    const auto negative = [](bool is_signed, const Target& target) {
        return wrong_with(4, [&](Indicator& i) {
            i.is_signed = is_signed;
            i.target = target;
        });
    };
    const std::string at = "R-TARGET-SIGN content.indicators[4].target";
    EXPECT_EQ(negative(false, exactly("-0.1")), at + ".value");
    EXPECT_EQ(negative(false, exactly("0")), "");
    EXPECT_EQ(negative(false, from_to("-2", "2")), at + ".low");
    EXPECT_EQ(negative(false, from_to("-2", "-1")), at + ".low");
    EXPECT_EQ(negative(true, exactly("-0.1")), "");
    EXPECT_EQ(negative(true, from_to("-2", "2")), "");
}

TEST(PlanContent, HasATrajectoryOfAllMonthsOrNone) {
    const auto trajectory = [](std::vector<Target> months) {
        return wrong_with(3, [&](Indicator& i) { i.trajectory = std::move(months); });
    };
    const std::string at = "content.indicators[3].trajectory";
    EXPECT_EQ(trajectory({}), "");
    EXPECT_EQ(trajectory(std::vector(12, exactly("40"))), "");
    EXPECT_EQ(trajectory(std::vector(11, exactly("40"))), "R-SHAPE " + at);
    EXPECT_EQ(trajectory(std::vector(13, exactly("40"))), "R-SHAPE " + at);
    std::vector<Target> months(12, exactly("40"));
    months[5] = exactly("0");
    EXPECT_EQ(trajectory(months), "") << "not due in June";
    months[5] = exactly("-1");
    EXPECT_EQ(trajectory(months), "R-TARGET-SIGN " + at + "[5].value");
    months[5] = {};
    EXPECT_EQ(trajectory(months), "R-SHAPE " + at + "[5]");
}

TEST(PlanContent, NeedsItsTargetBesidesATrajectory) {
    EXPECT_EQ(
        wrong_with(
            3,
            [](Indicator& i) {
                i.trajectory = std::vector(12, exactly("40"));
                i.target = {};
            }
        ),
        "R-SHAPE content.indicators[3].target"
    );
}

TEST(PlanContent, IsNotDueInAMonthInWhichMoreIsBetterThan0) {
    Indicator indicator{.polarity = Polarity::max};
    EXPECT_TRUE(is_due(indicator, 0)) << "without a trajectory always";
    indicator.trajectory = {exactly("0"), exactly("0.1"), from_to("0", "0"), from_to("0", "1")};
    EXPECT_FALSE(is_due(indicator, 0));
    EXPECT_TRUE(is_due(indicator, 1));
    EXPECT_FALSE(is_due(indicator, 2));
    EXPECT_TRUE(is_due(indicator, 3));
    indicator.is_signed = true;
    EXPECT_TRUE(is_due(indicator, 0)) << "no deviation in January is a target";
    indicator.is_signed = false;
    indicator.polarity = Polarity::min;
    EXPECT_TRUE(is_due(indicator, 0)) << "no findings in January is a target";
}

Indicator milestone() {
    Indicator indicator = golden_content().indicators[0];
    indicator.polarity = Polarity::milestone;
    indicator.target = {};
    indicator.stages = {{"design", "Rancangan", 40}, {"built", "Terbangun", 60}};
    return indicator;
}

TEST(PlanContent, HasMilestonesWhoseStagesTotal100) {
    const auto with = [](const std::function<void(Indicator&)>& change) {
        Indicator indicator = milestone();
        change(indicator);
        return wrong_with(0, [&](Indicator& i) { i = indicator; });
    };
    const std::string at = "R-SHAPE content.indicators[0].stages";
    EXPECT_EQ(with([](Indicator&) {}), "");
    EXPECT_EQ(with([](Indicator& i) { i.stages[0].weight = 39; }), at);
    EXPECT_EQ(with([](Indicator& i) { i.stages[0].weight = 41; }), at);
    EXPECT_EQ(with([](Indicator& i) { i.stages.clear(); }), at);
    const auto wrapping = [](Indicator& i) {
        i.stages[0].weight = 4'294'967'295U;  // must not wrap around to 100
        i.stages[1].weight = 101;
    };
    EXPECT_EQ(with(wrapping), at);
    EXPECT_EQ(with([](Indicator& i) { i.stages[1].id = "design"; }), at + "[1].id");
    EXPECT_EQ(with([](Indicator& i) { i.stages[1].text.clear(); }), at + "[1].text");
    const auto stages = [&](std::size_t count) {
        return with([&](Indicator& i) {
            i.stages.clear();
            for (std::size_t n = 0; n < count; ++n) {
                i.stages.push_back({"s" + std::to_string(n), "x", n == 0 ? 100U : 0U});
            }
        });
    };
    EXPECT_EQ(stages(20), "");
    EXPECT_EQ(stages(21), at);
}

TEST(PlanContent, HasStagesAndTargetsOnlyWhereTheyMeanSomething) {
    EXPECT_EQ(
        wrong_with(0, [](Indicator& i) { i.stages = {{"a", "A", 100}}; }),
        "R-SHAPE content.indicators[0].stages"
    );
    const auto without_number = [](Polarity polarity, bool target, bool trajectory) {
        return wrong_with(0, [&](Indicator& i) {
            i = milestone();
            i.polarity = polarity;
            if (polarity == Polarity::qualitative) i.stages.clear();
            if (target) i.target = exactly("1");
            if (trajectory) i.trajectory = std::vector(12, exactly("1"));
        });
    };
    for (const Polarity polarity : {Polarity::milestone, Polarity::qualitative}) {
        EXPECT_EQ(without_number(polarity, false, false), "");
        EXPECT_EQ(without_number(polarity, true, false), "R-SHAPE content.indicators[0].target");
        EXPECT_EQ(without_number(polarity, false, true), "R-SHAPE content.indicators[0].target");
    }
}

TEST(PlanContent, HasWeightsThatTotalWhatThePolicySays) {
    Content content = golden_content();
    EXPECT_EQ(check_weights(content, 100), std::nullopt);
    for (const std::uint32_t total : {99U, 101U}) {
        const auto rejected = check_weights(content, total);
        ASSERT_TRUE(rejected);
        EXPECT_EQ(rejected->code, Code::weight_100);
        EXPECT_NE(rejected->detail.en.find("now they total 100"), std::string::npos);
    }
    content.indicators[0].weight = 4'294'967'295U;  // must not wrap around to 100
    content.indicators[1].weight = 46;
    EXPECT_TRUE(check_weights(content, 100));
    EXPECT_TRUE(check_weights(Content{}, 100)) << "nothing weighs 0";
}

TEST(PlanContent, GivesNoWeightToAdditionalWork) {
    Content content = golden_content();
    for (Result& result : content.results) result.kind = ResultKind::additional;
    const auto alone = check_weights(content, 100);
    ASSERT_TRUE(alone) << "there is no main work at all";
    EXPECT_EQ(alone->code, Code::weight_100);
    EXPECT_EQ(alone->field, "content.indicators[0].weight");
    content = golden_content();
    content.results.push_back({.id = {"R3"}, .text = "Panitia", .kind = ResultKind::additional});
    Indicator more = content.indicators[0];
    more.id = {"I6"};
    more.result = {"R3"};
    more.weight = 0;
    content.indicators.push_back(more);
    EXPECT_EQ(check_weights(content, 100), std::nullopt);
    content.indicators[5].weight = 10;
    content.indicators[0].weight -= 10;
    EXPECT_TRUE(check_weights(content, 100)) << "it would replace main work";
}

}  // namespace
}  // namespace tests
