#include "ledger/rules/explanation.h"

#include "tests/support/golden_year.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <rapidcheck/gtest.h>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using ledger::Consolidation;
using ledger::Date;
using ledger::Decimal;
using ledger::Period;
using ledger::Polarity;
using ledger::Position;
using ledger::Rational;
using ledger::Rounding;
using ledger::Value;
using ledger::explanation::explain;
using ledger::explanation::Graph;
using ledger::explanation::Judgement;
using ledger::explanation::Node;
using ledger::explanation::work_out;
using ledger::policy::Parameters;
using ledger::score::compute;
using ledger::score::Detail;
using ledger::score::Score;
using ledger::score::Sheet;
using tests::golden::December;

namespace golden = tests::golden;

const Date long_after = ledger::parse_date("2026-06-30").value();

Score steps_of(const Sheet& sheet, std::string_view period, const Parameters& policy = {}) {
    return compute(sheet, Period::parse(period).value(), policy, long_after, Detail::steps);
}

Graph graph_of(
    const Sheet& sheet, std::string_view period, const std::optional<Judgement>& judgement = {}
) {
    return explain(steps_of(sheet, period), golden::policy_id, {}, judgement);
}

const Node& node_of(const Graph& graph, std::string_view formula, std::string_view about) {
    const auto found = std::ranges::find_if(graph.nodes, [&](const Node& node) {
        return node.formula == formula && node.about == about;
    });
    EXPECT_NE(found, graph.nodes.end()) << formula << " of " << about;
    return *found;
}

// Everything that a graph promises: nodes in order, each to be worked out from its inputs, which
// are the outputs of the nodes that they name.
void expect_sound(const Graph& graph) {
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        const Node& node = graph.nodes[i];
        EXPECT_EQ(node.id, i);
        const auto again = work_out(node);
        ASSERT_TRUE(again) << node.formula << ": " << again.error();
        EXPECT_EQ(*again, node.exact) << node.formula;
        for (const auto& input : node.inputs) {
            if (!input.node) continue;
            ASSERT_LT(*input.node, i);
            EXPECT_EQ(graph.nodes[*input.node].exact, input.exact);
            EXPECT_TRUE(input.events.empty());
        }
        EXPECT_FALSE(node.sentence.id.empty());
        EXPECT_FALSE(node.sentence.en.empty());
        EXPECT_EQ(node.sentence.id.find_first_of("{}"), std::string::npos) << node.sentence.id;
        EXPECT_EQ(node.sentence.en.find_first_of("{}"), std::string::npos) << node.sentence.en;
    }
}

TEST(Explanation, OfTheGoldenYearIsWorkedOutAgainNodeByNode) {
    for (const December december : {December::first, December::corrected}) {
        const Sheet sheet = golden::sheet(december);
        std::vector<std::string> periods{"2025", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"};
        for (int month = 1; month <= 12; ++month) {
            periods.push_back(Period::month(2025, month).text());
        }
        for (const std::string& period : periods) {
            SCOPED_TRACE(period);
            const Score score = steps_of(sheet, period);
            const Graph graph = explain(score, golden::policy_id, {});
            expect_sound(graph);
            EXPECT_EQ(graph.nodes.back().formula, "level.three/1");
            EXPECT_EQ(graph.nodes.back().inputs[0].exact, score.exact);
            EXPECT_EQ(graph.nodes.back().inputs[0].node, graph.nodes.size() - 2);
        }
    }
}

TEST(Explanation, NamesTheFormulasThatTheScoreNames) {
    const Score score = steps_of(golden::sheet(December::first), "2025");
    std::set<std::string> named;
    for (const Node& node : explain(score, golden::policy_id, {}).nodes) named.insert(node.formula);
    EXPECT_EQ(std::vector<std::string>(named.begin(), named.end()), score.formulas);
}

TEST(Explanation, SaysEachStepInBothLanguages) {
    const Graph graph = graph_of(golden::sheet(December::first), "2025-Q1");
    const auto expect = [&](std::string_view formula,
                            std::string_view about,
                            std::string_view id,
                            std::string_view en) {
        EXPECT_EQ(node_of(graph, formula, about).sentence.id, id);
        EXPECT_EQ(node_of(graph, formula, about).sentence.en, en);
    };
    expect(
        "consolidate.average/1",
        "I1",
        "Rata-rata: (36 + 35 + 33) / 3 ≈ 34,6667.",
        "Average: (36 + 35 + 33) / 3 ≈ 34.6667."
    );
    expect(
        "achievement.min/1",
        "I1",
        "Capaian: 100 × (2 − 34,6667 / 30) ≈ 84,4444 %.",
        "Achievement: 100 × (2 − 34.6667 / 30) ≈ 84.4444 %."
    );
    expect(
        "consolidate.ratio/1",
        "I2",
        "100 × (14 + 15 + 16) / (18 + 18 + 19) ≈ 81,8182.",
        "100 × (14 + 15 + 16) / (18 + 18 + 19) ≈ 81.8182."
    );
    expect(
        "consolidate.last/1",
        "I3",
        "Nilai terakhir dari 77,8; 77,8; 78,61 = 78,61.",
        "The last of 77.8, 77.8, 78.61 = 78.61."
    );
    expect(
        "target.share/1",
        "I4",
        "Target: 480 × 3 / 12 bulan = 120.",
        "Target: 480 × 3 / 12 months = 120."
    );
    expect(
        "achievement.band/1",
        "I5",
        "Capaian 85 terhadap rentang 95 sampai 100 ≈ 89,4737 %.",
        "The achievement of 85 against the band 95 to 100 ≈ 89.4737 %."
    );
    expect(
        "clamp/1",
        "I4",
        "67,5, paling sedikit 0 dan paling banyak 120, = 67,5.",
        "67.5, at least 0 and at most 120, = 67.5."
    );
    expect(
        "score.weighted/1",
        "",
        "Nilai: (25 × 84,4444 + 20 × 90,9091 + 20 × 92,4824 + 25 × 67,5 + 10 × 89,4737) / "
        "(25 + 20 + 20 + 25 + 10) ≈ 83,6118.",
        "Score: (25 × 84.4444 + 20 × 90.9091 + 20 × 92.4824 + 25 × 67.5 + 10 × 89.4737) / "
        "(25 + 20 + 20 + 25 + 10) ≈ 83.6118."
    );
    expect(
        "level.three/1",
        "",
        "83,6118, dibulatkan 2 desimal: di bawah ekspektasi (sesuai mulai 90, di atas mulai "
        "110).",
        "83.6118, rounded to 2 digits: below expectations (meets from 90, above from 110)."
    );
}

TEST(Explanation, LeadsBackToTheEventsAndThePolicy) {
    const Graph graph = graph_of(golden::sheet(December::first), "2025-Q1");
    const Node& ratio = node_of(graph, "consolidate.ratio/1", "I2");
    EXPECT_EQ(ratio.inputs[0].name, "numerator[0]");
    EXPECT_EQ(ratio.inputs[0].events, std::vector{golden::report_position(1)});
    EXPECT_EQ(ratio.inputs[1].name, "denominator[0]");
    EXPECT_EQ(ratio.policy, golden::policy_id);
    EXPECT_EQ(ratio.rounded->text(), "81.8182");
    EXPECT_EQ(ratio.exact.text(), "900/11");
    const Node& achieved = node_of(graph, "achievement.max/1", "I2");
    EXPECT_EQ(achieved.inputs[0].node, ratio.id);
    EXPECT_EQ(achieved.inputs[1].events, std::vector{golden::plan_position});
    const Node& clamped = node_of(graph, "clamp/1", "I2");
    EXPECT_FALSE(clamped.inputs[2].node);
    EXPECT_TRUE(clamped.inputs[2].events.empty());  // the policy's cap
}

constexpr Position decision{500};

Judgement judged(ledger::Level work) {
    Judgement judgement{.event = decision};
    judgement.result.work = work;
    judgement.result.behaviour = ledger::Level::meets;
    judgement.result.behaviour_score = golden::decimal("104.1905");
    return judgement;
}

TEST(Explanation, EndsWithTheMatrixAndShowsTheOlderNumberBesideIt) {
    const Graph graph =
        graph_of(golden::sheet(December::corrected), "2025", judged(ledger::Level::meets));
    expect_sound(graph);
    const Node& matrix = graph.nodes.back();
    EXPECT_EQ(matrix.formula, "predikat.matrix/1");
    EXPECT_EQ(
        matrix.sentence.en, "Results meets expectations and behaviour meets expectations: Good."
    );
    EXPECT_EQ(
        matrix.sentence.id, "Hasil kerja sesuai ekspektasi dan perilaku sesuai ekspektasi: Baik."
    );
    EXPECT_EQ(matrix.inputs[0].node, node_of(graph, "level.three/1", "").id);
    EXPECT_EQ(matrix.inputs[1].events, std::vector{decision});
    const Node& number = node_of(graph, "number.pp30/1", "");
    EXPECT_EQ(number.rounded->text(), "94.6986");
    EXPECT_EQ(number.sentence.en, "(70 × 90.6306 + (100 − 70) × 104.1905) / 100 ≈ 94.6986.");
    EXPECT_EQ(
        node_of(graph, "predikat.pp30/1", "").sentence.en, "94.6986, rounded to 2 digits: Good."
    );
}

TEST(Explanation, ShowsThatTheRaterDecidedOtherwise) {
    const Graph graph =
        graph_of(golden::sheet(December::first), "2025", judged(ledger::Level::meets));
    expect_sound(graph);
    const Node& matrix = graph.nodes.back();
    EXPECT_FALSE(matrix.inputs[0].node);  // the score proposes "below"
    EXPECT_EQ(matrix.inputs[0].events, std::vector{decision});
}

TEST(Explanation, OfNoScoreIsWhatTheRaterDecided) {
    Judgement judgement = judged(ledger::Level::above);
    const Graph graph = graph_of({}, "1970", judgement);
    expect_sound(graph);
    ASSERT_EQ(graph.nodes.size(), 1U);
    EXPECT_EQ(graph.nodes[0].formula, "predikat.matrix/1");
    EXPECT_EQ(graph.nodes[0].inputs[0].events, std::vector{decision});
    EXPECT_TRUE(graph_of({}, "1970").nodes.empty());
}

TEST(Explanation, IsSpoiledByAChangedNumber) {
    Graph graph = graph_of(golden::sheet(December::first), "2025");
    Node& node = graph.nodes.front();
    node.inputs.front().exact += Rational(1);
    EXPECT_NE(work_out(node), node.exact);
    node.inputs.front().name = "values";
    EXPECT_FALSE(work_out(node));
}

TEST(Explanation, WritesANumberTooLongForADecimalAsAFraction) {
    const auto huge = Rational::parse("1000000000000000000000/7").value();
    const std::vector<ledger::score::Step> steps{{
        .formula = "consolidate.sum/1",
        .about = "X",
        .inputs = {{.name = "value[0]", .value = huge}},
        .output = huge,
    }};
    const Graph graph = explain(steps, golden::policy_id);
    EXPECT_EQ(
        graph.nodes[0].sentence.en, "Sum: 1000000000000000000000/7 = 1000000000000000000000/7."
    );
    EXPECT_FALSE(graph.nodes[0].rounded);
}

// --- Any plan with any reports

Decimal any_decimal(std::int64_t low, std::int64_t high) {
    return Decimal::of(*rc::gen::inRange(low, high), 2);
}

Value any_value(const ledger::plan::Indicator& indicator) {
    Value value;
    if (indicator.polarity == Polarity::milestone) {
        for (const auto& stage : indicator.stages) {
            if (*rc::gen::arbitrary<bool>()) value.stages.push_back(stage.id);
        }
        return value;
    }
    value.numerator = any_decimal(indicator.is_signed ? -30'000 : 0, 30'000);
    if (indicator.consolidation == Consolidation::ratio || *rc::gen::inRange(0, 4) == 0) {
        value.denominator = Decimal(*rc::gen::inRange<std::int64_t>(0, 40));
    }
    return value;
}

ledger::Target any_target() {
    const Decimal low = any_decimal(1, 20'000);
    if (*rc::gen::arbitrary<bool>()) return {.value = low};
    return {.low = low, .high = Decimal::of(low.coefficient() + *rc::gen::inRange(0, 5'000), 2)};
}

ledger::plan::Indicator any_indicator(std::size_t n) {
    ledger::plan::Indicator indicator{.id = {"I" + std::to_string(n)}};
    indicator.polarity = *rc::gen::element(
        Polarity::max, Polarity::min, Polarity::band, Polarity::milestone, Polarity::qualitative
    );
    indicator.consolidation = static_cast<Consolidation>(*rc::gen::inRange(0, 6));
    indicator.weight = *rc::gen::inRange<std::uint32_t>(0, 60);
    indicator.max_attainable = *rc::gen::arbitrary<bool>();
    indicator.is_signed = *rc::gen::inRange(0, 4) == 0;
    indicator.target = any_target();
    if (*rc::gen::inRange(0, 3) == 0) {
        for (int month = 0; month < 12; ++month) indicator.trajectory.push_back(any_target());
        for (int n_zero = *rc::gen::inRange(0, 3); n_zero > 0; --n_zero) {
            indicator.trajectory[*rc::gen::inRange<std::size_t>(0, 12)] = {.value = Decimal(0)};
        }
    }
    if (indicator.polarity == Polarity::milestone) {
        indicator.stages = {{"a", "", 20}, {"b", "", 30}, {"c", "", 50}};
    }
    return indicator;
}

Sheet any_sheet() {
    Sheet sheet;
    sheet.plan = {.progress = ledger::plan::Progress::established, .year = 2025};
    const auto any_content = [] {
        ledger::plan::Content content;
        const auto count = *rc::gen::inRange<std::size_t>(1, 6);
        for (std::size_t n = 0; n < count; ++n) content.indicators.push_back(any_indicator(n));
        return content;
    };
    sheet.plan.revisions = {{.from_month = 1, .position = Position{1}, .content = any_content()}};
    if (*rc::gen::inRange(0, 3) == 0) {
        auto amended = sheet.plan.revisions.front();
        amended.from_month = *rc::gen::inRange<std::uint32_t>(2, 13);
        amended.content.indicators.push_back(any_indicator(9));
        sheet.plan.revisions.push_back(std::move(amended));
    }
    for (std::size_t month = 0; month < 12; ++month) {
        auto& report = sheet.reports[month];
        report.progress = *rc::gen::element(
            ledger::report::Progress::acknowledged,
            ledger::report::Progress::submitted,
            ledger::report::Progress::submitted,
            ledger::report::Progress::returned,
            ledger::report::Progress::none
        );
        const auto& revision =
            ledger::plan::revision_in(sheet.plan, static_cast<std::uint32_t>(month + 1));
        for (const auto& indicator : revision.content.indicators) {
            report.reported.push_back(
                {.indicator = indicator.id,
                 .value = any_value(indicator),
                 .position = Position{month}}
            );
        }
    }
    return sheet;
}

Period any_period() {
    switch (*rc::gen::inRange(0, 3)) {
        case 0:
            return Period::month(2025, *rc::gen::inRange(1, 13));
        case 1:
            return Period::quarter(2025, *rc::gen::inRange(1, 5));
        default:
            return Period::year(2025);
    }
}

Parameters any_policy() {
    Parameters policy;
    policy.score_cap = *rc::gen::element(Decimal(100), Decimal(120));
    policy.max_attainable_is_cap = *rc::gen::arbitrary<bool>();
    if (*rc::gen::arbitrary<bool>()) {
        policy.zero_denominator = ledger::policy::ZeroDenominator::hundred;
    }
    return policy;
}

Date any_day() {
    return ledger::parse_date("2025-01-01").value() + std::chrono::days(*rc::gen::inRange(0, 500));
}

void assert_same(const Score& a, const Score& b) {
    RC_ASSERT(a.exact == b.exact);
    RC_ASSERT(a.rounded == b.rounded);
    RC_ASSERT(a.level == b.level);
    RC_ASSERT(a.formulas == b.formulas);
    RC_ASSERT(a.lines.size() == b.lines.size());
    for (std::size_t i = 0; i < a.lines.size(); ++i) {
        RC_ASSERT(a.lines[i].due == b.lines[i].due);
        RC_ASSERT(a.lines[i].realised == b.lines[i].realised);
        RC_ASSERT(a.lines[i].achievement == b.lines[i].achievement);
        RC_ASSERT(a.lines[i].contribution == b.lines[i].contribution);
    }
}

RC_GTEST_PROP(Score, IsExplainedByStepsThatCanBeWorkedOutAgain, ()) {
    const Sheet sheet = any_sheet();
    const Parameters policy = any_policy();
    const Period period = any_period();
    const Date today = any_day();
    const Score score = compute(sheet, period, policy, today, Detail::steps);
    const Graph graph = explain(score, golden::policy_id, policy);
    for (const Node& node : graph.nodes) {
        const auto again = work_out(node);
        RC_ASSERT(again.has_value());
        RC_ASSERT(*again == node.exact);
        for (const auto& input : node.inputs) {
            if (input.node) RC_ASSERT(graph.nodes.at(*input.node).exact == input.exact);
        }
    }
    if (score.exact) RC_ASSERT(score.steps.back().output == *score.exact);
    assert_same(score, compute(sheet, period, policy, today));
}

RC_GTEST_PROP(Score, IsBetweenTheFloorAndTheCap, ()) {
    const Parameters policy = any_policy();
    const Score score = compute(any_sheet(), any_period(), policy, any_day());
    const auto inside = [&](const std::optional<Rational>& value) {
        return !value ||
               (*value >= Rational(policy.score_floor) && *value <= Rational(policy.score_cap));
    };
    RC_ASSERT(inside(score.exact));
    Rational contributions;
    for (const auto& line : score.lines) {
        RC_ASSERT(inside(line.achievement));
        if (line.contribution) contributions += *line.contribution;
    }
    if (score.exact) RC_ASSERT(contributions == *score.exact);
}

RC_GTEST_PROP(Score, ReturnsWhenAValueIsCorrectedBack, ()) {
    Sheet sheet = any_sheet();
    const Parameters policy = any_policy();
    const Period period = any_period();
    const Date today = any_day();
    const Score before = compute(sheet, period, policy, today);
    auto& reported = sheet.reports[*rc::gen::inRange<std::size_t>(0, 12)].reported;
    auto& line = reported[*rc::gen::inRange<std::size_t>(0, reported.size())];
    const Value was = std::exchange(line.value, {.numerator = any_decimal(0, 30'000)});
    (void)compute(sheet, period, policy, today);
    line.value = was;
    assert_same(before, compute(sheet, period, policy, today));
}

RC_GTEST_PROP(Score, DoesNotDependOnTheOrderOfTheLinesInAReport, ()) {
    Sheet sheet = any_sheet();
    const Parameters policy = any_policy();
    const Period period = any_period();
    const Date today = any_day();
    const Score before = compute(sheet, period, policy, today);
    for (auto& report : sheet.reports) std::ranges::reverse(report.reported);
    auto& shuffled = sheet.reports[*rc::gen::inRange<std::size_t>(0, 12)].reported;
    std::ranges::rotate(
        shuffled, shuffled.begin() + *rc::gen::inRange<std::ptrdiff_t>(0, std::ssize(shuffled))
    );
    assert_same(before, compute(sheet, period, policy, today));
}

}  // namespace
