#include "ledger/rules/formulas.h"

#include "ledger/rules/formula_words.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

using ledger::Rational;
using ledger::formulas::evaluate;
using ledger::formulas::Family;
using ledger::formulas::Formula;
using ledger::formulas::Input;

Rational rat(std::string_view text) {
    const auto value = Rational::parse(text);
    EXPECT_TRUE(value) << text;
    return value.value_or(Rational{});
}

struct Given {
    std::string_view name;
    std::string_view value;
};

std::vector<Input> inputs(const std::vector<Given>& given) {
    std::vector<Input> all;
    for (const auto& [name, value] : given) all.push_back({name, rat(value)});
    return all;
}

// What is added up in another order is the same number.
TEST(Formulas, AddUpListsOfAnyLength) {
    std::vector<Input> values;
    Rational total;
    Rational weights;
    for (int i = 0; i < 40; ++i) {
        const Rational value = Rational::of(i * i + 1, 3 * i + 2);
        values.push_back({"value[]", value});
        total += value;
        EXPECT_EQ(evaluate("consolidate.sum/1", values), total) << i;
    }
    std::vector<Input> weighted;
    Rational products;
    for (const Input& value : values) {
        const Rational weight = Rational::of(7, static_cast<std::int64_t>(weighted.size()) + 1);
        weighted.push_back({"weight[]", weight});
        weighted.push_back(value);
        products += weight * value.value;
        weights += weight;
        EXPECT_EQ(evaluate("rollup.weighted_mean/1", weighted), products / weights);
    }
}

// What was worked out once is worked out alike for ever: these are never edited, only added to.
struct Vector {
    std::string_view formula;
    std::vector<Given> given;
    std::string_view output;
};

const std::vector<Vector>& frozen() {
    static const std::vector<Vector> vectors{
        {"achievement.band/1", {{"realised", "103"}, {"low", "95"}, {"high", "100"}}, "97"},
        {"achievement.band/1", {{"realised", "85"}, {"low", "95"}, {"high", "100"}}, "1700/19"},
        {"achievement.band/1", {{"realised", "95"}, {"low", "95"}, {"high", "100"}}, "100"},
        {"achievement.band/1", {{"realised", "100"}, {"low", "95"}, {"high", "100"}}, "100"},
        {"achievement.band/1", {{"realised", "300"}, {"low", "95"}, {"high", "100"}}, "-100"},
        {"achievement.band/1", {{"realised", "1"}, {"low", "0"}, {"high", "0"}}, "0"},
        {"achievement.band/1", {{"realised", "-1"}, {"low", "0"}, {"high", "5"}}, "0"},
        {"achievement.max/1", {{"realised", "350"}, {"target", "480"}}, "875/12"},
        {"achievement.max/1", {{"realised", "150"}, {"target", "100"}}, "150"},
        {"achievement.max/1", {{"realised", "0"}, {"target", "0.5"}}, "0"},
        {"achievement.max_attainable/1",
         {{"achievement", "100"}, {"realised", "7"}, {"target", "7.0"}, {"cap", "120"}},
         "120"},
        {"achievement.max_attainable/1",
         {{"achievement", "99"}, {"realised", "6.93"}, {"target", "7"}, {"cap", "120"}},
         "99"},
        {"achievement.max_range/1", {{"realised", "70"}, {"low", "80"}, {"high", "90"}}, "175/2"},
        {"achievement.max_range/1", {{"realised", "92"}, {"low", "80"}, {"high", "90"}}, "920/9"},
        {"achievement.max_range/1", {{"realised", "80"}, {"low", "80"}, {"high", "90"}}, "100"},
        {"achievement.max_range/1", {{"realised", "1"}, {"low", "0"}, {"high", "0"}}, "0"},
        {"achievement.milestone/1",
         {{"weight[0]", "20"},
          {"verified[0]", "1"},
          {"weight[1]", "50"},
          {"verified[1]", "0"},
          {"weight[2]", "30"},
          {"verified[2]", "1"}},
         "50"},
        {"achievement.min/1", {{"realised", "70"}, {"target", "30"}}, "-100/3"},
        {"achievement.min/1", {{"realised", "32"}, {"target", "30"}}, "280/3"},
        {"achievement.min/1", {{"realised", "0"}, {"target", "30"}}, "200"},
        {"achievement.min_range/1", {{"realised", "6.5"}, {"low", "7"}, {"high", "8"}}, "750/7"},
        {"achievement.min_range/1", {{"realised", "9"}, {"low", "7"}, {"high", "8"}}, "175/2"},
        {"achievement.min_range/1", {{"realised", "8"}, {"low", "7"}, {"high", "8"}}, "100"},
        {"achievement.min_range/1", {{"realised", "1"}, {"low", "0"}, {"high", "0"}}, "0"},
        {"achievement.no_observation/1", {{"denominator[0]", "0"}, {"denominator[1]", "0"}}, "100"},
        {"achievement.signed_band/1", {{"realised", "-8"}, {"low", "0"}, {"high", "5"}}, "40"},
        {"achievement.signed_band/1", {{"realised", "-3"}, {"low", "-2"}, {"high", "5"}}, "50"},
        {"achievement.signed_band/1", {{"realised", "-4"}, {"low", "-10"}, {"high", "-5"}}, "80"},
        {"achievement.zero_target/1", {{"realised", "0"}}, "100"},
        {"achievement.zero_target/1", {{"realised", "1/7"}}, "0"},
        {"clamp/1", {{"value", "-33.3"}, {"floor", "0"}, {"cap", "120"}}, "0"},
        {"clamp/1", {{"value", "150"}, {"floor", "0"}, {"cap", "120"}}, "120"},
        {"clamp/1", {{"value", "280/3"}, {"floor", "0"}, {"cap", "120"}}, "280/3"},
        {"combine.months/1",
         {{"months[]", "5"}, {"score[]", "86.20"}, {"months[]", "7"}, {"score[]", "93.40"}},
         "90.4"},
        {"consolidate.average/1",
         {{"value[0]", "36"}, {"value[1]", "35"}, {"value[2]", "33"}},
         "104/3"},
        {"consolidate.last/1", {{"value[0]", "3"}, {"value[1]", "1"}}, "1"},
        {"consolidate.maximum/1", {{"value[0]", "3"}, {"value[1]", "-5"}}, "3"},
        {"consolidate.minimum/1", {{"value[0]", "3"}, {"value[1]", "-5"}}, "-5"},
        {"consolidate.ratio/1",
         {{"numerator[0]", "14"},
          {"denominator[0]", "18"},
          {"numerator[1]", "15"},
          {"denominator[1]", "18"},
          {"numerator[2]", "16"},
          {"denominator[2]", "19"}},
         "900/11"},
        {"consolidate.sum/1", {{"value[0]", "26"}, {"value[1]", "0.5"}}, "26.5"},
        {"incomplete/1", {{"achievement", "120"}, {"reported", "2"}, {"due", "3"}}, "80"},
        {"incomplete/1", {{"achievement", "0"}, {"reported", "0"}, {"due", "1"}}, "0"},
        {"level.three/1",
         {{"score", "89.995"}, {"scale", "2"}, {"rounding", "0"}, {"above", "110"}, {"meets", "90"}
         },
         "1"},
        {"level.three/1",
         {{"score", "89.995"}, {"scale", "2"}, {"rounding", "1"}, {"above", "110"}, {"meets", "90"}
         },
         "1"},
        {"level.three/1",
         {{"score", "89.985"},
          {"scale", "2"},
          {"rounding", "1"},
          {"above", "110"},
          {"meets", "89.99"}},
         "0"},
        {"level.three/1",
         {{"score", "89.9949"}, {"scale", "2"}, {"rounding", "0"}, {"above", "110"}, {"meets", "90"}
         },
         "0"},
        {"level.three/1",
         {{"score", "109.5"}, {"scale", "0"}, {"rounding", "0"}, {"above", "110"}, {"meets", "90"}},
         "2"},
        {"number.pp30/1",
         {{"work", "64649/720"}, {"behaviour", "2188/21"}, {"workWeight", "70"}},
         "4743161/50400"},
        {"predikat.matrix/1", {{"work", "0"}, {"behaviour", "0"}}, "0"},
        {"predikat.matrix/1", {{"work", "0"}, {"behaviour", "1"}}, "2"},
        {"predikat.matrix/1", {{"work", "0"}, {"behaviour", "2"}}, "2"},
        {"predikat.matrix/1", {{"work", "1"}, {"behaviour", "0"}}, "1"},
        {"predikat.matrix/1", {{"work", "1"}, {"behaviour", "1"}}, "3"},
        {"predikat.matrix/1", {{"work", "1"}, {"behaviour", "2"}}, "3"},
        {"predikat.matrix/1", {{"work", "2"}, {"behaviour", "0"}}, "1"},
        {"predikat.matrix/1", {{"work", "2"}, {"behaviour", "1"}}, "3"},
        {"predikat.matrix/1", {{"work", "2"}, {"behaviour", "2"}}, "4"},
        {"predikat.pp30/1",
         {{"number", "109.995"}, {"innovation", "1"}, {"scale", "2"}, {"rounding", "0"}},
         "4"},
        {"predikat.pp30/1",
         {{"number", "110"}, {"innovation", "0"}, {"scale", "2"}, {"rounding", "0"}},
         "3"},
        {"predikat.pp30/1",
         {{"number", "89.994"}, {"innovation", "1"}, {"scale", "2"}, {"rounding", "0"}},
         "2"},
        {"predikat.pp30/1",
         {{"number", "69.994"}, {"innovation", "0"}, {"scale", "2"}, {"rounding", "0"}},
         "1"},
        {"predikat.pp30/1",
         {{"number", "49.994"}, {"innovation", "0"}, {"scale", "2"}, {"rounding", "0"}},
         "0"},
        {"rollup.mean/1", {{"value[0]", "70"}, {"value[1]", "80"}, {"value[2]", "95"}}, "245/3"},
        {"rollup.weighted_mean/1",
         {{"weight[0]", "1"}, {"value[0]", "70"}, {"weight[1]", "2"}, {"value[1]", "80"}},
         "230/3"},
        {"rollup.weighted_sum/1",
         {{"weight[0]", "60"}, {"value[0]", "70"}, {"weight[1]", "40"}, {"value[1]", "80"}},
         "74"},
        {"score.weighted/1",
         {{"weight[0]", "25"},
          {"achievement[0]", "80"},
          {"weight[1]", "20"},
          {"achievement[1]", "7000/81"}},
         "60400/729"},
        {"target.share/1", {{"target", "480"}, {"months", "1"}, {"of", "12"}}, "40"},
        {"target.sum/1", {{"target[0]", "10"}, {"target[1]", "20.5"}}, "30.5"},
        {"value.percent/1", {{"numerator", "29.46"}, {"denominator", "36"}}, "491/6"},
    };
    return vectors;
}

TEST(Formula, GivesWhatItAlwaysGave) {
    for (const Vector& vector : frozen()) {
        const auto output = evaluate(vector.formula, inputs(vector.given));
        ASSERT_TRUE(output) << vector.formula << ": " << output.error();
        EXPECT_EQ(output->text(), rat(vector.output).text()) << vector.formula;
    }
}

TEST(Formula, HasFrozenVectorsInEveryVersion) {
    for (const Formula& formula : ledger::formulas::all()) {
        const bool has = std::ranges::any_of(frozen(), [&](const Vector& vector) {
            return vector.formula == formula.name;
        });
        EXPECT_TRUE(has) << formula.name;
    }
}

TEST(Formula, IsSaidInBothLanguagesWithItsSource) {
    for (const Formula& formula : ledger::formulas::all()) {
        const auto& wording = ledger::formulas::wording(formula);
        EXPECT_EQ(wording.formula, formula.name);
        EXPECT_FALSE(wording.about.id.empty()) << formula.name;
        EXPECT_FALSE(wording.about.en.empty()) << formula.name;
        EXPECT_FALSE(wording.sentence.id.empty()) << formula.name;
        EXPECT_FALSE(wording.sentence.en.empty()) << formula.name;
        EXPECT_FALSE(wording.source.empty()) << formula.name;
    }
}

TEST(Formula, IsNamedByItsFamilyAndVersion) {
    std::set<Family> families;
    for (const Formula& formula : ledger::formulas::all()) {
        const std::string family(ledger::name_of(formula.family));
        EXPECT_TRUE(formula.name.starts_with(family + "/")) << formula.name;
        EXPECT_EQ(ledger::formulas::find(formula.name), &formula);
        families.insert(formula.family);
    }
    EXPECT_EQ(families.size(), names(Family{}).size());
    EXPECT_EQ(ledger::formulas::find("achievement.max/9"), nullptr);
    EXPECT_EQ(ledger::formulas::find("achievement.max"), nullptr);
    EXPECT_EQ(ledger::formulas::find(""), nullptr);
}

TEST(Formula, IsOfTheVersionThatThePolicyNames) {
    ledger::policy::Parameters policy;
    EXPECT_EQ(version_of(Family::achievement_max, policy).name, "achievement.max/1");
    policy.formulas = {"achievement.max_range/1", "achievement.max/1", "tpp/1"};
    EXPECT_EQ(version_of(Family::achievement_max, policy).name, "achievement.max/1");
    EXPECT_EQ(version_of(Family::score_weighted, policy).name, "score.weighted/1");
}

TEST(FormulaDeathTest, OfAVersionThatNobodyKnowsIsABug) {
    ledger::policy::Parameters policy;
    policy.formulas = {"achievement.max/7"};
    EXPECT_DEATH((void)version_of(Family::achievement_max, policy), "assertion failed");
}

struct Refused {
    std::string_view formula;
    std::vector<Given> given;
    std::string_view because;
};

TEST(Formula, RefusesWhatItIsNotDefinedFor) {
    for (const Refused& c : std::vector<Refused>{
             {"achievement.max/1", {{"realised", "1"}, {"target", "0"}}, "target is 0"},
             {"achievement.min/1", {{"realised", "1"}, {"target", "0"}}, "target is 0"},
             {"achievement.band/1",
              {{"realised", "1"}, {"low", "3"}, {"high", "2"}},
              "low is above high"},
             {"achievement.max_range/1",
              {{"realised", "1"}, {"low", "3"}, {"high", "2"}},
              "low is above high"},
             {"achievement.signed_band/1",
              {{"realised", "1"}, {"low", "3"}, {"high", "2"}},
              "low is above high"},
             {"achievement.no_observation/1", {{"denominator[0]", "3"}}, "something was observed"},
             {"consolidate.ratio/1",
              {{"numerator[0]", "0"}, {"denominator[0]", "0"}},
              "denominators add up to 0"},
             {"value.percent/1", {{"numerator", "0"}, {"denominator", "0"}}, "denominator is 0"},
             {"incomplete/1",
              {{"achievement", "0"}, {"reported", "0"}, {"due", "0"}},
              "no month was due"},
             {"target.share/1", {{"target", "1"}, {"months", "0"}, {"of", "0"}}, "of is 0"},
             {"score.weighted/1",
              {{"weight[0]", "0"}, {"achievement[0]", "90"}},
              "weights add up to 0"},
             {"predikat.matrix/1", {{"work", "3"}, {"behaviour", "1"}}, "a level is 0, 1 or 2"},
             {"predikat.matrix/1", {{"work", "1"}, {"behaviour", "1/2"}}, "a level is 0, 1 or 2"},
             {"predikat.pp30/1",
              {{"number", "1"}, {"innovation", "2"}, {"scale", "2"}, {"rounding", "0"}},
              "innovation"},
             {"level.three/1",
              {{"score", "1"}, {"scale", "19"}, {"rounding", "0"}, {"above", "2"}, {"meets", "1"}},
              "scale"},
             {"level.three/1",
              {{"score", "1"}, {"scale", "2"}, {"rounding", "2"}, {"above", "2"}, {"meets", "1"}},
              "rounding"},
         }) {
        const auto output = evaluate(c.formula, inputs(c.given));
        ASSERT_FALSE(output) << c.formula;
        EXPECT_NE(output.error().find(c.because), std::string::npos)
            << c.formula << ": " << output.error();
    }
}

TEST(Formula, RefusesInputsThatAreNotItsOwn) {
    for (const Refused& c : std::vector<Refused>{
             {"achievement.most/1", {}, "there is no formula"},
             {"achievement.max/1", {{"realised", "1"}}, "there is no input target"},
             {"achievement.max/1",
              {{"realised", "1"}, {"target", "1"}, {"target", "2"}},
              "more than once"},
             {"achievement.max/1",
              {{"realised", "1"}, {"target", "1"}, {"bonus", "2"}},
              "does not have"},
             {"consolidate.sum/1", {}, "there is no input value[]"},
             {"consolidate.sum/1", {{"value[1]", "1"}}, "there is no input value[]"},
             {"consolidate.sum/1", {{"value[0]", "1"}, {"value[2]", "1"}}, "not in that order"},
             {"consolidate.sum/1", {{"value", "1"}}, "there is no input value[]"},
             {"score.weighted/1",
              {{"weight[0]", "1"}, {"achievement[0]", "1"}, {"weight[1]", "1"}},
              "differ in length"},
         }) {
        const auto output = evaluate(c.formula, inputs(c.given));
        ASSERT_FALSE(output) << c.formula;
        EXPECT_NE(output.error().find(c.because), std::string::npos)
            << c.formula << ": " << output.error();
    }
}

TEST(Formula, SeesAThresholdFromFarAway) {
    const auto output = evaluate(
        "level.three/1",
        inputs(
            {{"score", "1000000000000000000000"},
             {"scale", "2"},
             {"rounding", "0"},
             {"above", "110"},
             {"meets", "90"}}
        )
    );
    EXPECT_EQ(output, Rational(2));
}

}  // namespace
