// Scores as readers ask for them: a history is what every moment by itself would have been
// answered, and all parts of a person's score are of one moment.

#include "projections/score_reader.h"

#include "ledger/states_at.h"
#include "projections/replay.h"
#include "tests/support/forged_ledger.h"
#include "tests/support/golden_book.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace ledger;
using projections::AsOf;
using projections::Change;
using projections::ScoreReader;
using projections::Scores;
namespace golden = tests::golden;

const PlanId first_half{"2025-a1"};
const PlanId second_half{"2025-a2"};

// A year of A in two posts, with a plan for each: December is corrected, the year is rated, and the
// policy changes on the way. Nobody asked the rules.
class ScoreReaderTest : public ::testing::Test {
protected:
    ScoreReaderTest() {
        tell(stream_of(golden::agency), agency::Event(agency::Registered{.title = "Pauh"}));
        tell(policy::stream_for(golden::agency), policy::Event(golden::policy()));
        add_plan(first_half, 1, 6);
        add_plan(second_half, 7, 12);
        policy::Published stricter = golden::policy();
        stricter.id = {"pauh-2025.2"};
        stricter.parameters.score_cap = golden::decimal("100");
        tell(policy::stream_for(golden::agency), policy::Event(stricter));
        for (int month = 1; month <= 12; ++month) {
            const auto& plan = month <= 6 ? first_half : second_half;
            when_ = golden::report_day(month);
            tell(
                report::stream_for(plan, golden::month(month)),
                report::Event(golden::report_of(month)),
                true
            );
            tell({"agency/other"}, agency::Event(agency::Registered{.title = "Lain"}));
        }
        evaluation::Decided decided;
        decided.result.predikat = Predikat::good;
        tell(evaluation::stream_for(second_half, golden::annual), evaluation::Event(decided), true);
        tell(
            report::stream_for(second_half, golden::month(12)),
            report::Event(report::ValueCorrected{
                .indicator = {"I2"},
                .was = golden::value("8", "20"),
                .now = golden::value("17", "20"),
                .reason = golden::reason(),
            }),
            true
        );
        auto opened = forged_.open();
        EXPECT_TRUE(opened) << opened.error().detail;
        ledger_ = *std::move(opened);
    }

    void tell(const StreamId& stream, Event event, bool about_a = false) {
        Act act;
        act.stream = stream;
        act.event = std::move(event);
        act.provenance = {.source = "urn:test", .id = std::to_string(told_++)};
        forged_.add(act, [&](Record& record) {
            record.recorded = record.effective = when_;
            if (about_a) record.subjects = {golden::subject};
        });
    }
    void add_plan(const PlanId& plan, std::uint32_t first_month, std::uint32_t last_month) {
        plan::Drafted drafted = golden::drafted();
        drafted.first_month = first_month;
        drafted.last_month = last_month;
        const StreamId stream = stream_of(plan);
        tell(stream, plan::Event(drafted), true);
        tell(stream, plan::Event(plan::Submitted{}), true);
        tell(stream, plan::Event(plan::Agreed{plan::Party::subject}), true);
        tell(stream, plan::Event(plan::Agreed{plan::Party::rater}), true);
        tell(stream, plan::Event(plan::Established{}), true);
    }

    // The rows as they were at `size`.
    std::unique_ptr<RowStore> rows_at(Position size) {
        auto rows = RowStore::open(forged_.path().parent_path() / std::to_string(stores_++));
        EXPECT_TRUE(rows);
        bring(**rows, size);
        return *std::move(rows);
    }
    void bring(RowStore& rows, Position size) {
        EXPECT_TRUE(projections::Replay(ledger_->log(), scores_, rows, 1).run_to(size));
    }
    ScoreReader reader(const RowStore& rows) const { return {*ledger_, rows}; }

    // The history by asking about each moment for itself.
    std::vector<Change> slow_history(const ScoreReader& reader, const PlanId& plan) const {
        std::vector<Change> changes;
        const auto all = ledger_->entries({}, 1000, Closed::withhold).value();
        for (const Entry& entry : all) {
            const std::string& stream = entry.record.stream.text;
            if (stream.find(plan.text) == std::string::npos && !stream.starts_with("policy/")) {
                continue;
            }
            const AsOf then{next(entry.position), day_of(entry.record.recorded, Zone::wib)};
            const auto view =
                reader.plan_score(plan, golden::annual, {}, then, score::Detail::result).value();
            if (!view) continue;
            Change change{.position = entry.position, .exact = view->score.exact};
            change.level = view->score.level;
            if (view->evaluation) change.decided = view->evaluation->result;
            const Change before = changes.empty() ? Change{} : changes.back();
            if (change.exact == before.exact && change.level == before.level &&
                change.decided == before.decided) {
                continue;
            }
            changes.push_back(std::move(change));
        }
        return changes;
    }

    tests::ForgedLedger forged_;
    Instant when_ = tests::at("2025-01-06T09:00:00+07:00");
    int told_ = 0;
    int stores_ = 0;
    Scores scores_;
    std::unique_ptr<Ledger> ledger_;
};

TEST_F(ScoreReaderTest, AHistoryIsWhatEachMomentWouldHaveBeenAnswered) {
    const auto rows = rows_at(ledger_->size());
    for (const PlanId& plan : {first_half, second_half}) {
        const auto expected = slow_history(reader(*rows), plan);
        const auto history = reader(*rows).history(plan, golden::annual, ledger_->size()).value();
        ASSERT_GT(history.size(), 4U);
        ASSERT_EQ(history.size(), expected.size()) << plan.text;
        for (std::size_t i = 0; i < history.size(); ++i) {
            EXPECT_EQ(history[i].position, expected[i].position) << plan.text << i;
            EXPECT_EQ(history[i].exact, expected[i].exact) << plan.text << i;
            EXPECT_EQ(history[i].level, expected[i].level) << plan.text << i;
            EXPECT_EQ(history[i].decided, expected[i].decided) << plan.text << i;
        }
    }
    const auto last =
        reader(*rows).history(second_half, golden::annual, ledger_->size()).value().back();
    EXPECT_EQ(last.type, "report.valueCorrected");
    EXPECT_TRUE(last.decided);
}

TEST_F(ScoreReaderTest, AHistoryOfThePastIsTheBeginningOfTheWhole) {
    const auto rows = rows_at(ledger_->size());
    const auto whole = reader(*rows).history(second_half, golden::annual, ledger_->size()).value();
    for (std::uint64_t size = 0; size <= std::to_underlying(ledger_->size()); ++size) {
        const auto past =
            reader(*rows).history(second_half, golden::annual, Position{size}).value();
        const auto count = std::ranges::count_if(whole, [&](const Change& change) {
            return change.position < Position{size};
        });
        ASSERT_EQ(past.size(), static_cast<std::size_t>(count)) << size;
        if (!past.empty()) {
            EXPECT_EQ(past.back().exact, whole[past.size() - 1].exact) << size;
        }
    }
}

TEST_F(ScoreReaderTest, ThereIsNoHistoryOfWhatIsNotThere) {
    const auto rows = rows_at(ledger_->size());
    EXPECT_TRUE(reader(*rows).history({"nobody"}, golden::annual, ledger_->size()).value().empty());
}

TEST_F(ScoreReaderTest, APersonsScoreSaysAsOfWhenAllOfItsPartsAre) {
    const Date today = tests::date("2026-02-01");
    for (const std::uint64_t size : {20U, 30U, 40U}) {
        const auto rows = rows_at(Position{size});
        const auto now =
            reader(*rows)
                .person_score(golden::subject, golden::annual, today, {}, score::Detail::result)
                .value();
        ASSERT_TRUE(now);
        EXPECT_EQ(now->as_of.size, Position{size});
        EXPECT_EQ(now->as_of.today, today);
        ASSERT_EQ(now->parts.size(), 2U);
        for (const auto& part : now->parts) EXPECT_EQ(part.as_of.size, Position{size});
        const AsOf then{Position{size}, today};
        const auto past =
            reader(*rows)
                .person_score(golden::subject, golden::annual, {}, then, score::Detail::result)
                .value();
        ASSERT_TRUE(past);
        EXPECT_EQ(past->as_of.size, Position{size});
        EXPECT_EQ(past->exact, now->exact) << "the records say the same";
    }
}

// Rows that grow while they are read, at any moment of it.
TEST_F(ScoreReaderTest, APersonsScoreNeverMixesTwoMoments) {
    const Date today = tests::date("2026-02-01");
    const std::uint64_t begun = 14;  // both plans are there
    const std::uint64_t end = std::to_underlying(ledger_->size());
    const auto rows = rows_at(Position{begun});
    std::atomic<int> reads = 0;
    std::atomic<bool> done = false;
    std::thread growing([&] {
        for (std::uint64_t size = begun + 1; size <= end; ++size) {
            bring(*rows, Position{size});
            const int before = reads;  // then once more, in the middle of another read
            while (reads == before) std::this_thread::yield();
        }
        done = true;
    });
    while (!done) {
        ++reads;
        const auto now =
            reader(*rows)
                .person_score(golden::subject, golden::annual, today, {}, score::Detail::result)
                .value();
        EXPECT_TRUE(now);
        if (!now) continue;
        for (const auto& part : now->parts) EXPECT_EQ(part.as_of.size, now->as_of.size);
        const AsOf then{now->as_of.size, today};
        const auto past =
            reader(*rows)
                .person_score(golden::subject, golden::annual, {}, then, score::Detail::result)
                .value();
        EXPECT_EQ(past->exact, now->exact) << std::to_underlying(then.size);
    }
    growing.join();
}

}  // namespace
