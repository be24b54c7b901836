#include "ledger/rules/rating.h"

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

namespace {

using ledger::Decimal;
using ledger::Level;
using ledger::Predikat;
using ledger::Rational;
using ledger::policy::Parameters;

Rational rat(std::string_view text) {
    return Rational::parse(text).value();
}

TEST(Rating, SaysLevelsAndPredikatsInBothLanguages) {
    EXPECT_EQ(words(Level::below).id, "di bawah ekspektasi");
    EXPECT_EQ(words(Level::meets).id, "sesuai ekspektasi");
    EXPECT_EQ(words(Level::above).id, "di atas ekspektasi");
    EXPECT_EQ(words(Level::below).en, "below expectations");
    EXPECT_EQ(words(Level::meets).en, "meets expectations");
    EXPECT_EQ(words(Level::above).en, "above expectations");
    EXPECT_EQ(words(Predikat::very_poor).id, "Sangat Kurang");
    EXPECT_EQ(words(Predikat::poor).id, "Kurang");
    EXPECT_EQ(words(Predikat::needs_improvement).id, "Butuh Perbaikan");
    EXPECT_EQ(words(Predikat::good).id, "Baik");
    EXPECT_EQ(words(Predikat::very_good).id, "Sangat Baik");
    EXPECT_EQ(words(Predikat::very_poor).en, "Very poor");
    EXPECT_EQ(words(Predikat::poor).en, "Poor");
    EXPECT_EQ(words(Predikat::needs_improvement).en, "Needs improvement");
    EXPECT_EQ(words(Predikat::good).en, "Good");
    EXPECT_EQ(words(Predikat::very_good).en, "Very good");
}

TEST(Rating, RoundsAScoreBeforeItMeetsAThreshold) {
    const Parameters policy;
    EXPECT_EQ(level_for(rat("89.995"), policy), Level::meets);
    EXPECT_EQ(level_for(rat("89.9949"), policy), Level::below);
    EXPECT_EQ(level_for(rat("109.995"), policy), Level::above);
    EXPECT_EQ(level_for(rat("109.9949"), policy), Level::meets);
    EXPECT_EQ(level_for(rat("0"), policy), Level::below);
    EXPECT_EQ(level_for(rat("120"), policy), Level::above);
}

TEST(Rating, TakesThresholdsScaleAndRoundingFromThePolicy) {
    Parameters policy;
    policy.level_meets = *Decimal::parse("76.61");
    policy.level_above = *Decimal::parse("88.31");
    policy.threshold_scale = 0;
    policy.rounding = ledger::Rounding::half_even;
    EXPECT_EQ(level_for(rat("76.5"), policy), Level::below);   // rounds to 76
    EXPECT_EQ(level_for(rat("77.5"), policy), Level::meets);   // to 78
    EXPECT_EQ(level_for(rat("88.5"), policy), Level::meets);   // to 88
    EXPECT_EQ(level_for(rat("88.51"), policy), Level::above);  // to 89
}

TEST(Rating, FollowsTheMatrixOfThreeByThree) {
    using enum Predikat;
    const std::vector<std::vector<Predikat>> by_work_and_behaviour{
        {very_poor, needs_improvement, needs_improvement},
        {poor, good, good},
        {poor, good, very_good},
    };
    for (const Level work : {Level::below, Level::meets, Level::above}) {
        for (const Level behaviour : {Level::below, Level::meets, Level::above}) {
            EXPECT_EQ(
                predikat_for(work, behaviour),
                by_work_and_behaviour[static_cast<std::size_t>(work)]
                                     [static_cast<std::size_t>(behaviour)]
            );
        }
    }
}

TEST(Rating, WeighsWorkAndBehaviourAsThePolicySays) {
    Parameters policy;
    EXPECT_EQ(pp30_number(rat("90"), rat("100"), policy), rat("93"));
    policy.pp30_work_weight = Decimal(60);
    EXPECT_EQ(pp30_number(rat("90"), rat("100"), policy), rat("94"));
}

TEST(Rating, HasTheBandsOfTheOlderRule) {
    struct Band {
        std::string_view number;
        Predikat without;
        Predikat with_innovation;
    };
    using enum Predikat;
    for (const Band& band : std::vector<Band>{
             {"120", good, very_good},
             {"109.995", good, very_good},
             {"109.994", good, good},
             {"90", good, good},
             {"89.994", needs_improvement, needs_improvement},
             {"70", needs_improvement, needs_improvement},
             {"69.994", poor, poor},
             {"50", poor, poor},
             {"49.994", very_poor, very_poor},
             {"0", very_poor, very_poor},
         }) {
        EXPECT_EQ(pp30_predikat(rat(band.number), false, {}), band.without) << band.number;
        EXPECT_EQ(pp30_predikat(rat(band.number), true, {}), band.with_innovation) << band.number;
    }
}

}  // namespace
