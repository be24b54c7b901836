// A replay gives the same rows, however much it takes in one go, on however many threads; and says
// what it could not read ahead.

#include "projections/replay.h"

#include "tests/support/counted_agencies.h"

namespace {

using namespace ledger;
using projections::Replay;
using projections::ReplayBounds;

constexpr int agencies = 7;
constexpr int events = 100;

class ReplayTest : public tests::CountedAgencies {
protected:
    ReplayTest() {
        for (int i = 0; i < events; ++i) append(std::to_string(i % agencies));
    }
    std::unique_ptr<RowStore> open(const std::string& name) {
        return RowStore::open(directory_ / name).value();
    }
    // So that each step reads a few events, and rows are written back on the way.
    static ReplayBounds tiny(std::size_t step) {
        return {.dirty_max = 2, .keep_max = 3, .step = {.count_max = step, .bytes_max = 1 << 20}};
    }

    tests::Counts counts_;
};

TEST_F(ReplayTest, GivesTheSameRowsHoweverMuchItTakesInOneGo) {
    const auto at_once = open("at once");
    ASSERT_TRUE(Replay(log_, counts_, *at_once, 1).run_to(end()));
    EXPECT_EQ(tests::Counts::of(*at_once, "0"), 15U);
    EXPECT_EQ(tests::Counts::of(*at_once, "6"), 14U);
    for (const std::size_t workers : {1U, 3U}) {
        for (const std::size_t step : {1U, 3U, 10U, 99U, 100U, 101U}) {
            const auto rows = open(std::to_string(workers) + "x" + std::to_string(step));
            std::vector<Position> told;
            const int read_before = log_.reads();
            Replay replay(log_, counts_, *rows, workers, tiny(step));
            ASSERT_TRUE(replay.run_to(end(), [&](Position at) { told.push_back(at); }));
            EXPECT_EQ(rows->position(), end());
            EXPECT_EQ(rows->digest().value(), at_once->digest().value()) << workers << " " << step;
            const auto steps = (events + step - 1) / step;
            EXPECT_EQ(told.size(), steps);
            EXPECT_EQ(static_cast<std::size_t>(log_.reads() - read_before), steps)
                << "what was read ahead is not read again";
        }
    }
}

TEST_F(ReplayTest, StopsInTheMiddleAndGoesOnThere) {
    const auto rows = open("rows");
    Replay replay(log_, counts_, *rows, 2, tiny(4));
    for (const std::uint64_t to : {10U, 10U, 11U, 64U, 100U}) {
        ASSERT_TRUE(replay.run_to(Position{to}));
        EXPECT_EQ(rows->position(), Position{to});
        EXPECT_EQ(tests::Counts::of(*rows, "0"), (to + agencies - 1) / agencies);
    }
}

TEST_F(ReplayTest, SaysThatItCouldNotReadAhead) {
    const auto rows = open("rows");
    log_.make_unreadable(Position{50});
    const auto done = Replay(log_, counts_, *rows, 1, tiny(10)).run_to(end());
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, Fault::Kind::corrupt);
    EXPECT_LE(rows->position(), Position{50});
    log_.make_unreadable(std::nullopt);
    ASSERT_TRUE(Replay(log_, counts_, *rows, 1, tiny(10)).run_to(end()));
    EXPECT_EQ(tests::Counts::of(*rows, "0"), 15U) << "nothing was counted twice";
}

TEST_F(ReplayTest, SaysThatTheLogIsShorterThanItWasTold) {
    const auto rows = open("rows");
    const auto done = Replay(log_, counts_, *rows, 1, tiny(10)).run_to(next(end()));
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, Fault::Kind::corrupt);
}

TEST_F(ReplayTest, StopsAtARecordThatAnyOfItsThreadsCannotRead) {
    append({broken()});
    append("1");
    const auto rows = open("rows");
    EXPECT_FALSE(Replay(log_, counts_, *rows, 3, tiny(10)).run_to(end()));
    EXPECT_LE(rows->position(), Position{events});
}

}  // namespace
