// The runner keeps rows up with the log, tells who waits for a position, and stops at a projection
// that cannot go on.

#include "projections/runner.h"

#include "tests/support/counted_agencies.h"

#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace ledger;
using projections::Runner;

using tests::Counts;

class Running : public tests::CountedAgencies {
protected:
    OrFault<std::unique_ptr<Runner>> start(std::uint32_t version = 1) {
        std::filesystem::create_directories(directory_ / "rows");
        std::vector<std::unique_ptr<projections::Projection>> all;
        all.push_back(std::make_unique<Counts>(version));
        return Runner::start(log_, directory_.path() / "rows", std::move(all), 2, {});
    }
    static bool wait(Runner& runner, Position size) {
        std::promise<bool> told;
        runner.when_at(size, [&](bool reached) { told.set_value(reached); });
        return told.get_future().get();
    }
    static std::uint32_t count(const Runner& runner, const std::string& agency) {
        return Counts::of(runner.rows("counts"), agency);
    }
};

TEST_F(Running, CatchesUpBeforeItStarts) {
    for (int i = 0; i < 5; ++i) append("a");
    append("b");
    const auto runner = start().value();
    EXPECT_EQ(runner->position(), end());
    EXPECT_EQ(count(*runner, "a"), 5U);
    EXPECT_EQ(count(*runner, "b"), 1U);
}

TEST_F(Running, FollowsTheLogAndTellsWhoWaits) {
    const auto runner = start().value();
    for (int round = 1; round <= 20; ++round) {
        append("a");
        runner->notify(end());
        ASSERT_TRUE(wait(*runner, end()));
        EXPECT_EQ(count(*runner, "a"), static_cast<std::uint32_t>(round));
    }
}

TEST_F(Running, TellsWhoAskedBeforeTheEventWasThere) {
    const auto runner = start().value();
    std::promise<bool> told;
    runner->when_at(Position{1}, [&](bool reached) { told.set_value(reached); });
    append("a");
    runner->notify(end());
    EXPECT_TRUE(told.get_future().get());
}

TEST_F(Running, TellsWhoStillWaitsWhenItStopsThatItIsOver) {
    auto runner = start().value();
    std::promise<bool> told;
    runner->when_at(Position{1}, [&](bool reached) { told.set_value(reached); });
    runner.reset();
    EXPECT_FALSE(told.get_future().get());
}

TEST_F(Running, GoesOnWhereItWas) {
    append("a");
    start().value().reset();
    append("a");
    const auto runner = start().value();
    EXPECT_EQ(count(*runner, "a"), 2U);
}

TEST_F(Running, MakesTheRowsOfANewVersionAnewAndRemovesTheOld) {
    append("a");
    start(1).value().reset();
    const auto runner = start(2).value();
    EXPECT_EQ(count(*runner, "a"), 1U);
    EXPECT_FALSE(std::filesystem::exists(projections::rows_directory(directory_ / "rows", Counts(1))
    ));
    EXPECT_TRUE(std::filesystem::exists(projections::rows_directory(directory_ / "rows", Counts(2)))
    );
}

TEST_F(Running, StopsAtARecordThatItCannotReadAndServesNoGuess) {
    const auto runner = start().value();
    append({broken()});
    runner->notify(end());
    EXPECT_FALSE(wait(*runner, end()));
    ASSERT_TRUE(runner->stopped());
    EXPECT_EQ(runner->stopped()->kind, Fault::Kind::corrupt);
    EXPECT_EQ(runner->position(), Position{});
}

TEST_F(Running, RefusesRowsThatAreAheadOfTheLog) {
    append("a");
    append("a");
    start().value().reset();
    tests::MemoryLog shorter;
    std::vector<std::unique_ptr<projections::Projection>> all;
    all.push_back(std::make_unique<Counts>());
    const auto runner = Runner::start(shorter, directory_.path() / "rows", std::move(all), 1, {});
    ASSERT_FALSE(runner);
    EXPECT_EQ(runner.error().kind, Fault::Kind::corrupt);
}

}  // namespace
