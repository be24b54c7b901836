#include "ledger/rules/score.h"

#include "ledger/rules/formulas.h"
#include "tests/support/golden_year.h"

#include <gtest/gtest.h>

#include <array>
#include <rapidcheck/gtest.h>
#include <string>
#include <string_view>
#include <vector>

namespace {

using ledger::Consolidation;
using ledger::Date;
using ledger::Decimal;
using ledger::Level;
using ledger::Period;
using ledger::Polarity;
using ledger::Predikat;
using ledger::Rational;
using ledger::Target;
using ledger::Value;
using ledger::policy::Parameters;
using ledger::score::compute;
using ledger::score::Due;
using ledger::score::Line;
using ledger::score::Score;
using ledger::score::Sheet;
using tests::golden::December;
using tests::golden::decimal;
using tests::golden::value;

namespace golden = tests::golden;

Period period(std::string_view text) {
    return Period::parse(text).value();
}

Date date(std::string_view text) {
    return ledger::parse_date(text).value();
}

const Date long_after = date("2026-06-30");

std::string four(const Rational& value) {
    return value.rounded(4).text();
}

std::string four(const std::optional<Rational>& value) {
    return value ? four(*value) : "nothing";
}

Score of(const Sheet& sheet, std::string_view text, const Parameters& policy = {}) {
    return compute(sheet, period(text), policy, long_after);
}

// --- The golden year: every number of domain.md 7.2 to 7.4

struct Expected {
    std::string_view period;
    std::array<std::string_view, 5> achievements;
    std::string_view score;
    Level level;
};

void expect_scores(December december, const std::vector<Expected>& all) {
    const Sheet sheet = golden::sheet(december);
    for (const Expected& expected : all) {
        SCOPED_TRACE(expected.period);
        const Score score = of(sheet, expected.period);
        ASSERT_EQ(score.lines.size(), 5U);
        for (std::size_t i = 0; i < 5; ++i) {
            EXPECT_EQ(four(score.lines[i].achievement), expected.achievements[i]) << i;
            EXPECT_EQ(score.lines[i].due, Due::due);
        }
        EXPECT_EQ(four(score.exact), expected.score);
        EXPECT_EQ(score.level, expected.level);
    }
}

TEST(GoldenYear, GivesTheMonthlyScores) {
    using enum Level;
    const std::vector<Expected> all{
        {"2025-01", {"80.0000", "86.4198", "91.5294", "65.0000", "73.6842"}, "79.2083", below},
        {"2025-02", {"83.3333", "92.5926", "91.5294", "67.5000", "82.1053"}, "82.7433", below},
        {"2025-03", {"90.0000", "93.5673", "92.4824", "70.0000", "89.4737"}, "86.1573", below},
        {"2025-04", {"96.6667", "94.4444", "92.4824", "72.5000", "92.6316"}, "88.9402", below},
        {"2025-05", {"100.0000", "100.0000", "92.4824", "75.0000", "94.7368"}, "91.7202", meets},
        {"2025-06", {"103.3333", "100.0000", "93.7882", "77.5000", "96.8421"}, "93.6502", meets},
        {"2025-07", {"106.6667", "100.5291", "93.7882", "77.5000", "97.8947"}, "94.6946", meets},
        {"2025-08", {"106.6667", "100.0000", "93.7882", "75.0000", "98.9474"}, "94.0691", meets},
        {"2025-09", {"110.0000", "101.0101", "95.4235", "75.0000", "100.0000"}, "95.5367", meets},
        {"2025-10", {"100.0000", "94.4444", "95.4235", "72.5000", "100.0000"}, "91.0986", meets},
        {"2025-11", {"96.6667", "88.8889", "95.4235", "72.5000", "100.0000"}, "89.1542", below},
    };
    expect_scores(December::first, all);
    expect_scores(December::corrected, all);
}

TEST(GoldenYear, GivesDecemberBeforeAndAfterItsCorrection) {
    using enum Level;
    expect_scores(
        December::first,
        {{"2025-12", {"93.3333", "44.4444", "96.2745", "75.0000", "97.0000"}, "79.9271", below}}
    );
    expect_scores(
        December::corrected,
        {{"2025-12", {"93.3333", "94.4444", "96.2745", "75.0000", "97.0000"}, "89.9271", below}}
    );
}

// domain.md 7.1: the survey of December, 150 respondents, the totals of its nine elements.
TEST(GoldenYear, HasASatisfactionIndexOfTheNineTotals) {
    namespace formulas = ledger::formulas;
    constexpr std::array totals{492, 486, 474, 540, 489, 495, 501, 462, 480};
    constexpr int respondents = 150;
    Rational means;
    std::vector<formulas::Input> exact;       // answers are 1 to 4; the index 25 to 100
    std::vector<formulas::Input> regulation;  // its text rounds 1/9 to 0.11: 11 in a hundred
    for (const int total : totals) {
        const Rational mean = Rational::of(total, respondents);
        means += mean;
        const Rational element = Rational(25) * mean;
        exact.push_back({"value[]", element});
        regulation.push_back({"weight[]", Rational(11)});
        regulation.push_back({"value[]", element});
    }
    EXPECT_EQ(four(means), "29.4600");
    const auto index = formulas::evaluate("rollup.mean/1", exact);
    ASSERT_TRUE(index);
    EXPECT_EQ(*index, Rational::of(491, 6));
    EXPECT_EQ(four(*index), "81.8333");
    const auto rounded_weights = formulas::evaluate("rollup.weighted_sum/1", regulation);
    ASSERT_TRUE(rounded_weights);
    EXPECT_EQ(four(*rounded_weights), "81.0150");
    // It is what December reports, of the 36 that the means could come to.
    const Score december = of(golden::sheet(December::corrected), "2025-12");
    EXPECT_EQ(december.lines[2].realised, *index);
}

TEST(GoldenYear, IsExactToTheLastFraction) {
    const Sheet first = golden::sheet(December::first);
    const Sheet corrected = golden::sheet(December::corrected);
    EXPECT_EQ(of(first, "2025-01").exact->text(), "41446511/523260");
    EXPECT_EQ(of(first, "2025-12").exact->text(), "244577/3060");
    EXPECT_EQ(of(corrected, "2025-12").exact->text(), "275177/3060");
    EXPECT_EQ(*of(corrected, "2025-12").exact - *of(first, "2025-12").exact, Rational(10));
    EXPECT_EQ(of(first, "2025").exact->text(), "64649/720");
    EXPECT_EQ(of(corrected, "2025").exact->text(), "7765231/85680");
}

TEST(GoldenYear, GivesTheQuartersFromRawNumbers) {
    using enum Level;
    const std::vector<Expected> three{
        {"2025-Q1", {"84.4444", "90.9091", "92.4824", "67.5000", "89.4737"}, "83.6118", below},
        {"2025-Q2", {"100.0000", "98.1481", "93.7882", "75.0000", "96.8421"}, "91.8215", meets},
        {"2025-Q3", {"107.7778", "100.5291", "95.4235", "75.8333", "100.0000"}, "95.0933", meets},
    };
    expect_scores(December::first, three);
    expect_scores(December::corrected, three);
    expect_scores(
        December::first,
        {{"2025-Q4", {"96.6667", "75.9259", "96.2745", "73.3333", "97.0000"}, "86.6401", below}}
    );
    // The correction that lifts the year leaves the quarter where it was: 89.97 is below 90.
    expect_scores(
        December::corrected,
        {{"2025-Q4", {"96.6667", "92.5926", "96.2745", "73.3333", "97.0000"}, "89.9734", below}}
    );
    EXPECT_EQ(of(golden::sheet(December::corrected), "2025-Q4").rounded->text(), "89.97");
}

TEST(GoldenYear, ConsolidatesTheQuartersRawNumbers) {
    struct Consolidated {
        std::string_view quarter;
        std::array<std::string_view, 5> realised;
    };
    const Sheet first = golden::sheet(December::first);
    for (const auto& [quarter, realised] : std::vector<Consolidated>{
             {"2025-Q1", {"34.6667", "81.8182", "78.6100", "81.0000", "85.0000"}},
             {"2025-Q2", {"30.0000", "88.3333", "79.7200", "90.0000", "92.0000"}},
             {"2025-Q3", {"27.6667", "90.4762", "81.1100", "91.0000", "95.0000"}},
             {"2025-Q4", {"31.0000", "68.3333", "81.8333", "88.0000", "103.0000"}},
         }) {
        const Score score = of(first, quarter);
        for (std::size_t i = 0; i < 5; ++i) {
            EXPECT_EQ(four(score.lines[i].realised), realised[i]) << quarter << " " << i;
        }
        EXPECT_EQ(four(score.lines[3].target), "120.0000");
    }
    const Score corrected = of(golden::sheet(December::corrected), "2025-Q4");
    EXPECT_EQ(four(corrected.lines[1].realised), "83.3333");
}

struct Annual {
    std::array<std::string_view, 5> realised;
    std::array<std::string_view, 5> achievements;
    std::array<std::string_view, 5> contributions;
    std::string_view score;
    std::string_view rounded;
    Level level;
};

void expect_year(December december, const Annual& expected) {
    const Score score = of(golden::sheet(december), "2025");
    for (std::size_t i = 0; i < 5; ++i) {
        EXPECT_EQ(four(score.lines[i].realised), expected.realised[i]) << i;
        EXPECT_EQ(four(score.lines[i].achievement), expected.achievements[i]) << i;
        EXPECT_EQ(four(score.lines[i].contribution), expected.contributions[i]) << i;
        EXPECT_EQ(score.lines[i].months_counted, 12U);
        EXPECT_EQ(score.lines[i].months_reported, 12U);
        EXPECT_EQ(score.lines[i].events.size(), 12U);
    }
    EXPECT_EQ(four(score.lines[3].target), "480.0000");
    EXPECT_EQ(four(score.lines[4].target_low), "95.0000");
    EXPECT_EQ(four(score.lines[4].target_high), "100.0000");
    EXPECT_EQ(four(score.exact), expected.score);
    EXPECT_EQ(score.rounded->text(), expected.rounded);
    EXPECT_EQ(score.level, expected.level);
}

TEST(GoldenYear, GivesTheYearBeforeTheObjection) {
    expect_year(
        December::first,
        {
            {"30.8333", "82.3529", "81.8333", "350.0000", "103.0000"},
            {"97.2222", "91.5033", "96.2745", "72.9167", "97.0000"},
            {"24.3056", "18.3007", "19.2549", "18.2292", "9.7000"},
            "89.7903",
            "89.79",
            Level::below,
        }
    );
}

TEST(GoldenYear, GivesTheYearAfterTheObjection) {
    expect_year(
        December::corrected,
        {
            {"30.8333", "86.1345", "81.8333", "350.0000", "103.0000"},
            {"97.2222", "95.7049", "96.2745", "72.9167", "97.0000"},
            {"24.3056", "19.1410", "19.2549", "18.2292", "9.7000"},
            "90.6306",
            "90.63",
            Level::meets,
        }
    );
}

TEST(GoldenYear, GivesThePredikatAndTheNumberOfTheOlderRule) {
    const Rational behaviour = Rational::of(2188, 21);
    const Level behaves = level_for(behaviour, Parameters{});
    EXPECT_EQ(behaves, Level::meets);
    Parameters sixty;
    sixty.pp30_work_weight = Decimal(60);
    struct Case {
        December december;
        Predikat predikat;
        std::string_view at_seventy;
        std::string_view at_sixty;
    };
    for (const auto& c : {
             Case{December::first, Predikat::needs_improvement, "94.1103", "95.5504"},
             Case{December::corrected, Predikat::good, "94.6986", "96.0546"},
         }) {
        const Score score = of(golden::sheet(c.december), "2025");
        EXPECT_EQ(predikat_for(*score.level, behaves), c.predikat);
        const Rational seventy = pp30_number(*score.exact, behaviour, Parameters{});
        EXPECT_EQ(four(seventy), c.at_seventy);
        EXPECT_EQ(four(pp30_number(*score.exact, behaviour, sixty)), c.at_sixty);
        // Both rules stand in the law, and they disagree: the matrix is acted on.
        EXPECT_EQ(pp30_predikat(seventy, false, Parameters{}), Predikat::good);
    }
}

TEST(GoldenYear, NamesTheFormulasThatItUsed) {
    const Score score = of(golden::sheet(December::first), "2025");
    const std::vector<std::string> expected{
        "achievement.band/1",
        "achievement.max/1",
        "achievement.min/1",
        "clamp/1",
        "consolidate.average/1",
        "consolidate.last/1",
        "consolidate.ratio/1",
        "consolidate.sum/1",
        "level.three/1",
        "score.weighted/1",
        "value.percent/1",
    };
    EXPECT_EQ(score.formulas, expected);
    EXPECT_TRUE(score.steps.empty());
}

// --- The golden year with one rule changed: domain.md 7.8

TEST(Counterfactual, V3TheRegulationsRoundedWeightMovesTheYearALittle) {
    for (const auto& [december, expected] :
         {std::pair{December::first, "89.5977"}, std::pair{December::corrected, "90.4381"}}) {
        Sheet sheet = golden::sheet(december);
        sheet.reports[11].reported[2].value = value("81.0150");
        const Score score = of(sheet, "2025");
        EXPECT_EQ(four(score.lines[2].achievement), "95.3118");
        EXPECT_EQ(four(score.exact), expected);
    }
}

TEST(Counterfactual, V4ACapOfAHundredLowersTheThirdQuarterOnly) {
    Parameters capped;
    capped.score_cap = Decimal(100);
    const Sheet sheet = golden::sheet(December::first);
    EXPECT_EQ(four(of(sheet, "2025-Q1", capped).exact), "83.6118");
    EXPECT_EQ(four(of(sheet, "2025-Q2", capped).exact), "91.8215");
    EXPECT_EQ(four(of(sheet, "2025-Q3", capped).exact), "93.0430");
    EXPECT_EQ(four(of(sheet, "2025-Q4", capped).exact), "86.6401");
}

TEST(Counterfactual, V5AMonthWithoutComplaintsLeavesItsWeightToTheOthers) {
    Sheet sheet = golden::sheet(December::first);
    sheet.reports[1].reported[1].value = value("0", "0");
    const Score redistributed = of(sheet, "2025-02");
    EXPECT_EQ(four(redistributed.exact), "80.2809");
    EXPECT_EQ(redistributed.lines[1].due, Due::no_observation);
    EXPECT_FALSE(redistributed.lines[1].achievement);
    EXPECT_FALSE(redistributed.lines[1].contribution);

    Parameters hundred;
    hundred.zero_denominator = ledger::policy::ZeroDenominator::hundred;
    const Score counted = of(sheet, "2025-02", hundred);
    EXPECT_EQ(four(counted.exact), "84.2247");
    EXPECT_EQ(counted.lines[1].due, Due::no_observation);
    EXPECT_EQ(counted.lines[1].achievement, Rational(100));
    // In the quarter there were complaints: 30 of 37.
    EXPECT_EQ(of(sheet, "2025-Q1").lines[1].realised, Rational::of(3000, 37));
    EXPECT_EQ(of(sheet, "2025-Q1", hundred).lines[1].realised, Rational::of(3000, 37));
}

TEST(Counterfactual, V10TwoPostsAreWeightedByTheirMonths) {
    const std::vector<ledger::score::Part> parts{
        {Rational(decimal("86.20")), 5}, {Rational(decimal("93.40")), 7}
    };
    EXPECT_EQ(ledger::score::month_weighted(parts), Rational(decimal("90.4000")));
}

TEST(Counterfactual, V11MeansOfScoresAreNotTheYear) {
    const auto mean = [](const Sheet& sheet, const std::vector<std::string>& periods) {
        Rational total;
        for (const std::string& text : periods) total += *of(sheet, text).exact;
        return total / Rational(static_cast<std::int64_t>(periods.size()));
    };
    const std::vector<std::string> months{
        "2025-01",
        "2025-02",
        "2025-03",
        "2025-04",
        "2025-05",
        "2025-06",
        "2025-07",
        "2025-08",
        "2025-09",
        "2025-10",
        "2025-11",
        "2025-12"
    };
    const std::vector<std::string> quarters{"2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"};
    const Sheet first = golden::sheet(December::first);
    const Sheet corrected = golden::sheet(December::corrected);
    EXPECT_EQ(four(mean(first, months)), "88.9083");
    EXPECT_EQ(four(mean(corrected, months)), "89.7416");
    EXPECT_EQ(four(mean(corrected, quarters)), "90.1250");
    EXPECT_EQ(level_for(mean(corrected, months), Parameters{}), Level::below);
    EXPECT_EQ(of(corrected, "2025").level, Level::meets);
}

TEST(Counterfactual, V12MeansOfPercentagesAreNotTheRatio) {
    for (const auto& [december, mean, ratio] : {
             std::tuple{December::first, "82.2256", "82.3529"},
             std::tuple{December::corrected, "85.9756", "86.1345"},
         }) {
        Rational total;
        for (const golden::Month& month : golden::months(december)) {
            total += Rational(100) * Rational(decimal(month.closed)) /
                     Rational(decimal(month.complaints));
        }
        EXPECT_EQ(four(total / Rational(12)), mean);
        Sheet sheet = golden::sheet(december);
        EXPECT_EQ(four(of(sheet, "2025").lines[1].realised), ratio);
        // An average of percentages is what AVG gives, where somebody asks for it.
        sheet.plan.revisions[0].content.indicators[1].consolidation = Consolidation::average;
        EXPECT_EQ(four(of(sheet, "2025").lines[1].realised), mean);
    }
}

// --- One indicator at a time

ledger::plan::Indicator indicator(Polarity polarity, Consolidation consolidation, Target target) {
    return {
        .id = {"X"},
        .polarity = polarity,
        .consolidation = consolidation,
        .weight = 100,
        .target = std::move(target),
    };
}

Target exactly(std::string_view text) {
    return {.value = decimal(text)};
}

Target range(std::string_view low, std::string_view high) {
    return {.low = decimal(low), .high = decimal(high)};
}

Sheet plan_of(std::vector<ledger::plan::Indicator> indicators) {
    Sheet sheet;
    sheet.plan = {.progress = ledger::plan::Progress::established, .year = 2025};
    sheet.plan.revisions = {
        {.from_month = 1, .position = golden::plan_position, .content = {.indicators = indicators}}
    };
    return sheet;
}

void report(Sheet& sheet, std::size_t month, std::string_view id, Value value) {
    ledger::report::State& report = sheet.reports[month - 1];
    report.progress = ledger::report::Progress::acknowledged;
    report.reported.push_back({
        .indicator = {std::string(id)},
        .value = std::move(value),
        .position = golden::report_position(month),
    });
}

Line january(ledger::plan::Indicator measured, Value value, const Parameters& policy = {}) {
    Sheet sheet = plan_of({std::move(measured)});
    report(sheet, 1, "X", std::move(value));
    return of(sheet, "2025-01", policy).lines.at(0);
}

TEST(Achievement, FollowsTheVectorsOfTheRegulation) {
    struct Vector {
        Polarity polarity;
        std::string_view realised;
        Target target;
        std::string_view achievement;
    };
    for (const auto& v : std::vector<Vector>{
             {Polarity::max, "70", range("80", "90"), "87.5000"},
             {Polarity::max, "92", range("80", "90"), "102.2222"},
             {Polarity::max, "85", range("80", "90"), "100.0000"},
             {Polarity::min, "6.5", range("7", "8"), "107.1429"},
             {Polarity::min, "9", range("7", "8"), "87.5000"},
             {Polarity::min, "7.5", range("7", "8"), "100.0000"},
             {Polarity::min, "70", exactly("30"), "0.0000"},
             {Polarity::min, "0", exactly("30"), "120.0000"},
             {Polarity::max, "150", exactly("100"), "120.0000"},
             {Polarity::max, "0", exactly("100"), "0.0000"},
             {Polarity::band, "103", range("95", "100"), "97.0000"},
             {Polarity::band, "85", range("95", "100"), "89.4737"},
             {Polarity::band, "95", range("95", "100"), "100.0000"},
             {Polarity::band, "100", range("95", "100"), "100.0000"},
             {Polarity::band, "110", exactly("100"), "90.0000"},
             {Polarity::band, "300", exactly("100"), "0.0000"},
             {Polarity::min, "0", exactly("0"), "100.0000"},
             {Polarity::min, "1", exactly("0"), "0.0000"},
             {Polarity::band, "0", exactly("0"), "100.0000"},
             {Polarity::band, "1", exactly("0"), "0.0000"},
             {Polarity::min, "1", range("0", "0"), "0.0000"},
         }) {
        const Line line =
            january(indicator(v.polarity, Consolidation::last, v.target), value(v.realised));
        EXPECT_EQ(four(line.achievement), v.achievement)
            << name_of(v.polarity) << " " << v.realised;
        EXPECT_EQ(line.due, Due::due);
    }
}

TEST(Achievement, FollowsThePolicysFloorAndCap) {
    Parameters policy;
    policy.score_cap = Decimal(110);
    policy.score_floor = Decimal(20);
    const auto more = indicator(Polarity::max, Consolidation::last, exactly("100"));
    EXPECT_EQ(january(more, value("150"), policy).achievement, Rational(110));
    EXPECT_EQ(january(more, value("5"), policy).achievement, Rational(20));
}

TEST(Achievement, OfTheMostAttainableIsTheCapWhereThePolicySaysSo) {
    auto clean = indicator(Polarity::max, Consolidation::last, exactly("100"));
    auto no_findings = indicator(Polarity::min, Consolidation::last, exactly("0"));
    auto ranged = indicator(Polarity::max, Consolidation::last, range("90", "100"));
    auto banded = indicator(Polarity::band, Consolidation::last, exactly("100"));
    Parameters policy;
    policy.max_attainable_is_cap = true;
    for (auto* measured : {&clean, &no_findings, &ranged, &banded}) {
        const Value best = value(measured == &no_findings ? "0" : "100");
        EXPECT_EQ(january(*measured, best, policy).achievement < Rational(120), true);
        measured->max_attainable = true;
        EXPECT_EQ(january(*measured, best).achievement < Rational(120), true);
        EXPECT_EQ(
            january(*measured, best, policy).achievement == Rational(120), measured != &banded
        );
    }
    EXPECT_EQ(january(clean, value("99"), policy).achievement, Rational(99));
    EXPECT_EQ(january(no_findings, value("1"), policy).achievement, Rational(0));
    EXPECT_EQ(january(ranged, value("95"), policy).achievement, Rational(100));
}

TEST(Achievement, OfASignedIndicatorLooksAtTheSizeOfADeviation) {
    struct Vector {
        std::string_view realised;
        Target target;
        std::string_view achievement;
    };
    for (const auto& v : std::vector<Vector>{
             {"-3", range("0", "5"), "100.0000"},
             {"3", range("0", "5"), "100.0000"},
             {"-8", range("0", "5"), "40.0000"},
             {"8", range("0", "5"), "40.0000"},
             {"-3", range("-2", "5"), "50.0000"},
             {"3", range("-2", "5"), "100.0000"},
             {"-7", range("-10", "-5"), "100.0000"},
             {"-4", range("-10", "-5"), "80.0000"},
             {"-12", range("-10", "-5"), "80.0000"},
             {"-4", exactly("-5"), "80.0000"},
             {"0", exactly("0"), "100.0000"},
             {"-1", exactly("0"), "0.0000"},
         }) {
        for (const Polarity polarity : {Polarity::band, Polarity::max, Polarity::min}) {
            auto deviation = indicator(polarity, Consolidation::last, v.target);
            deviation.is_signed = true;
            EXPECT_EQ(four(january(deviation, value(v.realised)).achievement), v.achievement)
                << v.realised << " " << name_of(polarity);
        }
    }
}

TEST(Achievement, OfAMilestoneIsTheWeightOfTheStagesVerifiedSoFar) {
    auto milestone = indicator(Polarity::milestone, Consolidation::last, {});
    milestone.stages = {{"design", "", 20}, {"build", "", 50}, {"open", "", 30}};
    Sheet sheet = plan_of({milestone});
    report(sheet, 1, "X", {.stages = {"design"}});
    report(sheet, 2, "X", {});
    report(sheet, 3, "X", {.stages = {"design", "build", "unheard of"}});
    report(sheet, 4, "X", {.stages = {"open"}});
    EXPECT_EQ(of(sheet, "2025-01").exact, Rational(20));
    EXPECT_EQ(of(sheet, "2025-02").exact, Rational(20));
    EXPECT_EQ(of(sheet, "2025-Q1").exact, Rational(70));
    EXPECT_EQ(of(sheet, "2025-04").exact, Rational(100));
    EXPECT_EQ(of(sheet, "2025-04").lines[0].events.size(), 4U);
    EXPECT_EQ(of(sheet, "2025-05").exact, Rational(0));  // missing
    // Of the second quarter one month was reported: 100 * 1/3.
    EXPECT_EQ(of(sheet, "2025-Q2").exact, Rational::of(100, 3));
    // Not yet late, May and June are not counted.
    const Score in_may = compute(sheet, period("2025-Q2"), {}, date("2025-05-10"));
    EXPECT_EQ(in_may.exact, Rational(100));
}

TEST(Achievement, OfAMilestoneCountsNoStageThatTheRaterHasNotVerified) {
    auto milestone = indicator(Polarity::milestone, Consolidation::last, {});
    milestone.stages = {{"design", "", 20}, {"build", "", 80}};
    Sheet sheet = plan_of({milestone});
    report(sheet, 1, "X", {.stages = {"design"}});
    report(sheet, 2, "X", {.stages = {"build"}});
    sheet.reports[1].progress = ledger::report::Progress::submitted;
    const Score february = of(sheet, "2025-02");
    EXPECT_EQ(february.exact, Rational(20));
    EXPECT_EQ(february.lines[0].due, Due::due) << "it is reported, not missing";
    EXPECT_EQ(february.lines[0].months_reported, 1U);
    sheet.reports[1].progress = ledger::report::Progress::acknowledged;
    EXPECT_EQ(of(sheet, "2025-02").exact, Rational(100));
}

TEST(Achievement, OfAQualitativeIndicatorIsNoNumber) {
    const auto quality = indicator(Polarity::qualitative, Consolidation::last, {});
    const Line line = january(quality, {});
    EXPECT_EQ(line.due, Due::no_target);
    EXPECT_FALSE(line.achievement);
}

// --- Consolidation

TEST(Consolidating, MakesOneValueOfSeveralMonths) {
    struct Case {
        Consolidation consolidation;
        std::string_view realised;
    };
    for (const auto& c : std::vector<Case>{
             {Consolidation::sum, "60.0000"},
             {Consolidation::average, "20.0000"},
             {Consolidation::last, "15.0000"},
             {Consolidation::maximum, "35.0000"},
             {Consolidation::minimum, "10.0000"},
         }) {
        Sheet sheet = plan_of({indicator(Polarity::max, c.consolidation, exactly("100"))});
        report(sheet, 1, "X", value("10"));
        report(sheet, 2, "X", value("35"));
        report(sheet, 3, "X", value("15"));
        EXPECT_EQ(four(of(sheet, "2025-Q1").lines[0].realised), c.realised)
            << name_of(c.consolidation);
    }
}

TEST(Consolidating, LeavesOutAMonthInWhichThereWasNothingToObserve) {
    Sheet sheet = plan_of({indicator(Polarity::max, Consolidation::average, exactly("100"))});
    report(sheet, 1, "X", value("10", "20"));
    report(sheet, 2, "X", value("0", "0"));
    report(sheet, 3, "X", value("20", "20"));
    const Score score = of(sheet, "2025-Q1");
    EXPECT_EQ(score.lines[0].realised, Rational(75));
    EXPECT_EQ(score.exact, Rational(75));
    sheet.plan.revisions[0].content.indicators[0].consolidation = Consolidation::last;
    sheet.reports[2].reported[0].value = value("0", "0");
    EXPECT_EQ(of(sheet, "2025-Q1").lines[0].realised, Rational(50));  // the last one known
}

TEST(Consolidating, FindsNoScoreWhereNothingCouldBeObserved) {
    Sheet sheet = plan_of({indicator(Polarity::max, Consolidation::ratio, exactly("90"))});
    report(sheet, 1, "X", value("0", "0"));
    const Score score = of(sheet, "2025-01");
    EXPECT_EQ(score.lines[0].due, Due::no_observation);
    EXPECT_FALSE(score.exact);
    EXPECT_FALSE(score.rounded);
    EXPECT_FALSE(score.level);
}

// --- Missing, late and returned reports

TEST(MissingReport, CountsZeroFromTheDayAfterItsDeadline) {
    Sheet sheet = plan_of({
        indicator(Polarity::max, Consolidation::last, exactly("100")),
    });
    const Score in_time = compute(sheet, period("2025-01"), {}, date("2025-02-05"));
    EXPECT_EQ(in_time.lines[0].due, Due::not_yet);
    EXPECT_FALSE(in_time.exact);
    const Score late = compute(sheet, period("2025-01"), {}, date("2025-02-06"));
    EXPECT_EQ(late.lines[0].due, Due::missing);
    EXPECT_EQ(late.exact, Rational(0));
    EXPECT_EQ(late.level, Level::below);
    // A late report restores it.
    report(sheet, 1, "X", value("90"));
    EXPECT_EQ(of(sheet, "2025-01").exact, Rational(90));
}

TEST(MissingReport, IsDueOnThePolicysDayOfTheNextMonth) {
    Parameters policy;
    const auto due = [&](int month) { return ledger::score::report_due(2025, month, policy); };
    EXPECT_EQ(due(1), date("2025-02-05"));
    EXPECT_EQ(due(12), date("2026-01-05"));
    policy.report_due_day = 31;
    EXPECT_EQ(due(1), date("2025-02-28"));
    EXPECT_EQ(due(2), date("2025-03-31"));
    policy.report_due_day = 0;
    EXPECT_EQ(due(2), date("2025-03-01"));
}

TEST(MissingReport, IsOneThatWasReturnedOrLacksTheIndicator) {
    Sheet sheet = plan_of({indicator(Polarity::max, Consolidation::last, exactly("100"))});
    report(sheet, 1, "X", value("90"));
    sheet.reports[0].progress = ledger::report::Progress::returned;
    EXPECT_EQ(of(sheet, "2025-01").lines[0].due, Due::missing);
    EXPECT_EQ(compute(sheet, period("2025-01"), {}, date("2025-02-01")).lines[0].due, Due::not_yet);
    sheet.reports[0].progress = ledger::report::Progress::acknowledged;
    EXPECT_EQ(of(sheet, "2025-01").lines[0].due, Due::due);
    sheet.reports[0].reported[0].indicator = {"Y"};
    EXPECT_EQ(of(sheet, "2025-01").lines[0].due, Due::missing);
}

TEST(MissingReport, IsOneWithoutTheNumbersThatItsConsolidationNeeds) {
    EXPECT_EQ(
        january(indicator(Polarity::max, Consolidation::ratio, exactly("90")), value("9")).due,
        Due::missing
    );
    EXPECT_EQ(
        january(indicator(Polarity::max, Consolidation::last, exactly("90")), Value{}).due,
        Due::missing
    );
}

TEST(MissingReport, MakesItsMonthCountZero) {
    Sheet sheet = plan_of({indicator(Polarity::max, Consolidation::average, exactly("50"))});
    report(sheet, 1, "X", value("75"));
    report(sheet, 3, "X", value("75"));
    const Score score = of(sheet, "2025-Q1");
    // The cap comes first: 75 of 50 is 120, and two of three months count.
    EXPECT_EQ(score.exact, Rational(80));
    EXPECT_EQ(score.lines[0].due, Due::due);
    EXPECT_EQ(score.lines[0].months_counted, 3U);
    EXPECT_EQ(score.lines[0].months_reported, 2U);
    // Before its deadline a month is not counted.
    sheet.reports[2] = {};
    const Score in_march = compute(sheet, period("2025-Q1"), {}, date("2025-03-04"));
    EXPECT_EQ(in_march.exact, Rational(120));
    EXPECT_EQ(in_march.lines[0].months_counted, 1U);
}

TEST(MissingReport, AddsNothingToASumOfWhichMoreIsBetter) {
    Sheet sheet = plan_of({indicator(Polarity::max, Consolidation::sum, exactly("1200"))});
    report(sheet, 1, "X", value("100"));
    report(sheet, 2, "X", value("80"));
    const Score score = of(sheet, "2025-Q1");
    EXPECT_EQ(score.exact, Rational(60));
    EXPECT_EQ(score.lines[0].target, Rational(300));
    // Two months against their own share, while the third is not late.
    const Score in_march = compute(sheet, period("2025-Q1"), {}, date("2025-03-31"));
    EXPECT_EQ(in_march.lines[0].target, Rational(200));
    EXPECT_EQ(in_march.exact, Rational(90));
}

TEST(MissingReport, IsNoGainForASumOfWhichLessIsBetter) {
    Sheet sheet = plan_of({indicator(Polarity::min, Consolidation::sum, exactly("120"))});
    report(sheet, 1, "X", value("10"));
    report(sheet, 2, "X", value("10"));
    const Score score = of(sheet, "2025-Q1");
    // 20 of 20 is 100, and two of three months count.
    EXPECT_EQ(score.lines[0].target, Rational(20));
    EXPECT_EQ(score.exact, Rational::of(200, 3));
}

TEST(MissingReport, IsNoGainWhereTheOthersHadNothingToObserve) {
    Sheet sheet = plan_of({indicator(Polarity::max, Consolidation::ratio, exactly("90"))});
    report(sheet, 1, "X", value("0", "0"));
    report(sheet, 2, "X", value("0", "0"));
    EXPECT_EQ(of(sheet, "2025-Q1").lines[0].due, Due::missing);
    EXPECT_EQ(of(sheet, "2025-Q1").exact, Rational(0));
}

// --- Targets, trajectories, spans and revisions

std::vector<Target> trajectory(const std::vector<std::string_view>& texts) {
    std::vector<Target> targets;
    for (const std::string_view text : texts) targets.push_back(exactly(text));
    return targets;
}

const std::vector<std::string_view> rising{
    "10", "20", "30", "40", "50", "60", "70", "80", "90", "100", "110", "120"
};

TEST(TargetOfAPeriod, OfASumIsTheSumOfItsTrajectory) {
    auto measured = indicator(Polarity::max, Consolidation::sum, exactly("780"));
    measured.trajectory = trajectory(rising);
    Sheet sheet = plan_of({measured});
    for (std::size_t month = 1; month <= 12; ++month) report(sheet, month, "X", value("30"));
    EXPECT_EQ(of(sheet, "2025-02").lines[0].target, Rational(20));
    EXPECT_EQ(of(sheet, "2025-Q1").lines[0].target, Rational(60));
    EXPECT_EQ(of(sheet, "2025-Q1").lines[0].realised, Rational(90));
    EXPECT_EQ(of(sheet, "2025").lines[0].target, Rational(780));
}

TEST(TargetOfAPeriod, OfOthersIsTheLastOfItsTrajectory) {
    auto measured = indicator(Polarity::max, Consolidation::last, exactly("120"));
    measured.trajectory = trajectory(rising);
    Sheet sheet = plan_of({measured});
    for (std::size_t month = 1; month <= 12; ++month) report(sheet, month, "X", value("15"));
    EXPECT_EQ(of(sheet, "2025-02").lines[0].target, Rational(20));
    EXPECT_EQ(of(sheet, "2025-Q1").lines[0].target, Rational(30));
    EXPECT_EQ(of(sheet, "2025").lines[0].target, Rational(120));
    // What was reported so far is held against the target of that month.
    for (std::size_t month = 3; month <= 12; ++month) sheet.reports[month - 1] = {};
    const Score in_march = compute(sheet, period("2025"), {}, date("2025-03-20"));
    EXPECT_EQ(in_march.lines[0].target, Rational(20));
    EXPECT_EQ(in_march.exact, Rational(75));
}

TEST(TargetOfAPeriod, OfARangeAddsBothEnds) {
    auto measured = indicator(Polarity::band, Consolidation::sum, range("120", "240"));
    Sheet sheet = plan_of({measured});
    for (std::size_t month = 1; month <= 3; ++month) report(sheet, month, "X", value("5"));
    Line line = of(sheet, "2025-Q1").lines[0];
    EXPECT_EQ(line.target_low, Rational(30));
    EXPECT_EQ(line.target_high, Rational(60));
    EXPECT_EQ(line.achievement, Rational(50));
    measured.trajectory.assign(12, range("4", "6"));
    sheet.plan.revisions[0].content.indicators = {measured};
    line = of(sheet, "2025-Q1").lines[0];
    EXPECT_EQ(line.target_low, Rational(12));
    EXPECT_EQ(line.target_high, Rational(18));
    EXPECT_EQ(line.achievement, Rational(100));
}

TEST(TargetOfAPeriod, IsNotDueInAMonthWhoseTargetIsZero) {
    auto seasonal = indicator(Polarity::max, Consolidation::sum, exactly("60"));
    seasonal.weight = 40;
    seasonal.trajectory =
        trajectory({"0", "20", "40", "0", "0", "0", "0", "0", "0", "0", "0", "0"});
    auto other = indicator(Polarity::max, Consolidation::last, exactly("100"));
    other.id = {"Y"};
    other.weight = 60;
    Sheet sheet = plan_of({seasonal, other});
    for (std::size_t month = 1; month <= 12; ++month) report(sheet, month, "Y", value("50"));
    report(sheet, 2, "X", value("20"));
    report(sheet, 3, "X", value("40"));
    const Score score = of(sheet, "2025-01");
    EXPECT_EQ(score.lines[0].due, Due::no_target);
    EXPECT_EQ(score.exact, Rational(50));
    EXPECT_EQ(score.lines[1].contribution, Rational(50));
    // Neither are its reports missing in the quarter, nor is what was done before it was due lost.
    EXPECT_EQ(of(sheet, "2025-Q1").lines[0].achievement, Rational(100));
    EXPECT_EQ(of(sheet, "2025-Q1").lines[0].months_counted, 2U);
    EXPECT_EQ(of(sheet, "2025").lines[0].achievement, Rational(100));
    report(sheet, 1, "X", value("6"));
    EXPECT_EQ(of(sheet, "2025-01").lines[0].due, Due::no_target);
    EXPECT_EQ(of(sheet, "2025-Q1").lines[0].achievement, Rational(110));
    // Where the last months are not due, the last one that is due gives the target.
    sheet.plan.revisions[0].content.indicators[0].consolidation = Consolidation::last;
    EXPECT_EQ(of(sheet, "2025").lines[0].target, Rational(40));
    EXPECT_EQ(of(sheet, "2025").lines[0].months_counted, 2U);
}

TEST(TargetOfAPeriod, OfZeroOrNoneGivesNoScore) {
    EXPECT_EQ(
        january(indicator(Polarity::max, Consolidation::last, exactly("0")), value("5")).due,
        Due::no_target
    );
    EXPECT_EQ(
        january(indicator(Polarity::max, Consolidation::last, {}), value("5")).due, Due::no_target
    );
    const auto reversed = indicator(Polarity::band, Consolidation::last, range("9", "8"));
    EXPECT_EQ(january(reversed, value("5")).due, Due::no_target);
    auto no_stages = indicator(Polarity::milestone, Consolidation::last, {});
    EXPECT_EQ(january(no_stages, {}).due, Due::no_target);
}

TEST(PlanSpan, CutsThePeriodAndSharesTheTarget) {
    Sheet sheet = plan_of({indicator(Polarity::max, Consolidation::sum, exactly("70"))});
    sheet.plan.first_month = 6;
    for (std::size_t month = 6; month <= 12; ++month) report(sheet, month, "X", value("9"));
    EXPECT_EQ(of(sheet, "2025").lines[0].target, Rational(70));
    EXPECT_EQ(of(sheet, "2025").exact, Rational(90));
    EXPECT_EQ(of(sheet, "2025-Q2").lines[0].target, Rational(10));
    EXPECT_EQ(of(sheet, "2025-Q2").lines[0].months_counted, 1U);
    for (const std::string_view outside : {"2025-Q1", "2025-05", "2024", "2026-06"}) {
        const Score score = of(sheet, outside);
        EXPECT_TRUE(score.lines.empty()) << outside;
        EXPECT_FALSE(score.exact) << outside;
        EXPECT_TRUE(score.formulas.empty()) << outside;
    }
    EXPECT_FALSE(of(Sheet{}, "1970").exact);
}

TEST(PlanSpan, EndsWithTheMonthInWhichThePlanWasClosed) {
    Sheet sheet = plan_of({indicator(Polarity::max, Consolidation::sum, exactly("120"))});
    for (std::size_t month = 1; month <= 3; ++month) report(sheet, month, "X", value("10"));
    EXPECT_EQ(of(sheet, "2025").exact, Rational(25));
    sheet.plan.progress = ledger::plan::Progress::closed;
    sheet.plan.closed_at = ledger::start_of(date("2025-03-20"), ledger::Zone::wib);
    EXPECT_EQ(of(sheet, "2025").exact, Rational(100));
    EXPECT_EQ(of(sheet, "2025").lines[0].months_counted, 3U);
    // On the first of April in Jakarta it is the first of April in Jayapura for two hours already.
    sheet.plan.closed_at = ledger::start_of(date("2025-04-01"), ledger::Zone::wib);
    EXPECT_EQ(of(sheet, "2025").lines[0].months_counted, 3U);
    sheet.zone = ledger::Zone::wit;
    EXPECT_EQ(of(sheet, "2025").lines[0].months_counted, 4U);
}

TEST(Amendment, GivesWeightsAndTargetsFromThePeriodsLastMonth) {
    auto before = indicator(Polarity::max, Consolidation::last, exactly("100"));
    auto after = indicator(Polarity::max, Consolidation::last, exactly("50"));
    after.weight = 40;
    auto added = indicator(Polarity::max, Consolidation::average, exactly("10"));
    added.id = {"Y"};
    added.weight = 60;
    Sheet sheet = plan_of({before});
    sheet.plan.revisions.push_back(
        {.from_month = 6,
         .position = ledger::Position{20},
         .content = {.indicators = {after, added}}}
    );
    for (std::size_t month = 1; month <= 12; ++month) report(sheet, month, "X", value("50"));
    for (std::size_t month = 6; month <= 12; ++month) report(sheet, month, "Y", value("5"));
    EXPECT_EQ(of(sheet, "2025-05").exact, Rational(50));
    EXPECT_EQ(of(sheet, "2025-05").lines.size(), 1U);
    EXPECT_EQ(of(sheet, "2025-06").exact, Rational(70));
    // The quarter ends under the new content; the added indicator has one month in it, none
    // missing.
    const Score quarter = of(sheet, "2025-Q2");
    EXPECT_EQ(quarter.exact, Rational(70));
    EXPECT_EQ(quarter.lines[1].months_counted, 1U);
    EXPECT_EQ(of(sheet, "2025").exact, Rational(70));
    EXPECT_EQ(of(sheet, "2025").lines[1].months_counted, 7U);
}

TEST(Amendment, LeavesEachMonthOfASumItsOwnTarget) {
    auto before = indicator(Polarity::max, Consolidation::sum, exactly("120"));
    before.trajectory.assign(12, exactly("10"));
    auto after = before;
    after.target = exactly("180");
    after.trajectory.assign(12, exactly("15"));
    Sheet sheet = plan_of({before});
    sheet.plan.revisions.push_back(
        {.from_month = 7, .position = ledger::Position{20}, .content = {.indicators = {after}}}
    );
    for (std::size_t month = 1; month <= 12; ++month) report(sheet, month, "X", value("10"));
    EXPECT_EQ(of(sheet, "2025-Q2").lines[0].target, Rational(30));
    EXPECT_EQ(of(sheet, "2025-Q3").lines[0].target, Rational(45));
    EXPECT_EQ(of(sheet, "2025").lines[0].target, Rational(150));
    EXPECT_EQ(of(sheet, "2025").exact, Rational(80));
    // Where the old content has no trajectory, its months have their share of its target.
    sheet.plan.revisions[0].content.indicators[0].trajectory.clear();
    EXPECT_EQ(of(sheet, "2025").lines[0].target, Rational(60 + 90));
    // So have the new one's.
    sheet.plan.revisions[1].content.indicators[0].trajectory.clear();
    EXPECT_EQ(of(sheet, "2025").lines[0].target, Rational(60 + 90));
    sheet.plan.revisions[0].content.indicators[0].trajectory.assign(12, exactly("10"));
    EXPECT_EQ(of(sheet, "2025").lines[0].target, Rational(60 + 90));
    EXPECT_EQ(of(sheet, "2025-Q2").lines[0].target, Rational(30));
    EXPECT_EQ(of(sheet, "2025-Q3").lines[0].target, Rational(45));
}

TEST(Amendment, OfTheGoldenYearLowersTheTargetFromItsMonthOnly) {
    Sheet sheet = golden::sheet(December::corrected);
    auto amended = golden::content();
    amended.indicators[3].target = exactly("240");
    sheet.plan.revisions.push_back(
        {.from_month = 10, .position = ledger::Position{20}, .content = amended}
    );
    EXPECT_EQ(of(sheet, "2025-Q3").lines[3].target, Rational(120));
    EXPECT_EQ(of(sheet, "2025-10").lines[3].target, Rational(20));
    EXPECT_EQ(of(sheet, "2025-Q4").lines[3].target, Rational(60));
    const Score year = of(sheet, "2025");
    EXPECT_EQ(year.lines[3].target, Rational(360 + 60));
    EXPECT_EQ(four(year.lines[3].achievement), "83.3333");  // 350 of 420 children
}

TEST(Amendment, OfASumToARangeHoldsForTheWholeYear) {
    auto before = indicator(Polarity::max, Consolidation::sum, exactly("120"));
    auto after = before;
    after.target = range("60", "180");
    Sheet sheet = plan_of({before});
    sheet.plan.revisions.push_back(
        {.from_month = 7, .position = ledger::Position{20}, .content = {.indicators = {after}}}
    );
    for (std::size_t month = 1; month <= 12; ++month) report(sheet, month, "X", value("10"));
    // A value and a range do not add up.
    EXPECT_EQ(of(sheet, "2025").lines[0].target_low, Rational(60));
    EXPECT_EQ(of(sheet, "2025").lines[0].target_high, Rational(180));
    EXPECT_EQ(of(sheet, "2025-Q2").lines[0].target, Rational(30));
}

TEST(Amendment, SharesTheTargetOfAnAddedSumOverItsOwnMonths) {
    auto kept = indicator(Polarity::max, Consolidation::last, exactly("100"));
    auto added = indicator(Polarity::max, Consolidation::sum, exactly("60"));
    added.id = {"Y"};
    Sheet sheet = plan_of({kept});
    sheet.plan.revisions.push_back(
        {.from_month = 7, .position = ledger::Position{20}, .content = {.indicators = {kept, added}}
        }
    );
    for (std::size_t month = 7; month <= 12; ++month) report(sheet, month, "Y", value("10"));
    EXPECT_EQ(of(sheet, "2025-Q3").lines[1].target, Rational(30));
    EXPECT_EQ(of(sheet, "2025").lines[1].target, Rational(60));
    EXPECT_EQ(of(sheet, "2025").lines[1].achievement, Rational(100));
}

TEST(ScoreOfAPlan, IsNothingWhenNoWeightCounts) {
    auto weightless = indicator(Polarity::max, Consolidation::last, exactly("100"));
    weightless.weight = 0;
    Sheet sheet = plan_of({weightless});
    report(sheet, 1, "X", value("90"));
    const Score score = of(sheet, "2025-01");
    EXPECT_FALSE(score.exact);
    EXPECT_EQ(score.lines[0].achievement, Rational(90));
    EXPECT_FALSE(score.lines[0].contribution);
    EXPECT_FALSE(of(plan_of({}), "2025-01").exact);
}

TEST(ScoreOfAPlan, V8IsRoundedBeforeItMeetsAThreshold) {
    const auto level = [](std::string_view realised) {
        Sheet sheet = plan_of({indicator(Polarity::max, Consolidation::last, exactly("100"))});
        report(sheet, 1, "X", value(realised));
        return of(sheet, "2025-01");
    };
    EXPECT_EQ(level("89.995").rounded->text(), "90.00");
    EXPECT_EQ(level("89.995").level, Level::meets);
    EXPECT_EQ(level("89.9949").rounded->text(), "89.99");
    EXPECT_EQ(level("89.9949").level, Level::below);
    EXPECT_EQ(level("109.995").level, Level::above);
    EXPECT_EQ(level("109.9949").level, Level::meets);
}

TEST(ScoreOfAPlan, TellsWhereEachInputComesFrom) {
    const Score score = compute(
        golden::sheet(December::first),
        period("2025-Q1"),
        {},
        long_after,
        ledger::score::Detail::steps
    );
    ASSERT_FALSE(score.steps.empty());
    EXPECT_EQ(score.steps.back().formula, "score.weighted/1");
    EXPECT_EQ(score.steps.back().output, score.exact);
    EXPECT_EQ(score.steps.back().about, "");
    const auto& first = score.steps.front();
    EXPECT_EQ(first.formula, "consolidate.average/1");
    EXPECT_EQ(first.about, "I1");
    ASSERT_EQ(first.inputs.size(), 3U);
    EXPECT_EQ(first.inputs[1].name, "value[1]");
    EXPECT_EQ(first.inputs[1].value, Rational(35));
    EXPECT_EQ(first.inputs[1].step, -1);
    EXPECT_EQ(first.inputs[1].events, std::vector{golden::report_position(2)});
    const auto& second = score.steps[1];
    EXPECT_EQ(second.formula, "achievement.min/1");
    EXPECT_EQ(second.inputs[0].name, "realised");
    EXPECT_EQ(second.inputs[0].step, 0);
    EXPECT_TRUE(second.inputs[0].events.empty());
    EXPECT_EQ(second.inputs[1].events, std::vector{golden::plan_position});
}

}  // namespace
