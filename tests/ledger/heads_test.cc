#include "ledger/heads.h"

#include "tests/support/desk.h"

namespace {

using namespace ledger;
using tests::agency_act;

class HeadsTest : public tests::DeskTest {
protected:
    HeadsTest() {
        start();
        std::vector<Act> acts;
        for (int i = 0; i < 100; ++i) acts.push_back(agency_act(std::to_string(i)));
        outcomes(std::move(acts));
    }
    static StreamId stream(int i) { return {"agency/" + std::to_string(i)}; }
};

TEST_F(HeadsTest, AreLoadedOneByOneOrTogether) {
    Heads heads(*index, 1'000'000);
    const std::vector<StreamId> streams{stream(3), stream(5), {"agency/none"}, stream(3)};
    ASSERT_TRUE(heads.prefetch(streams));
    EXPECT_EQ(heads.count(), 3U);
    EXPECT_EQ((*heads.get(stream(5)))->position, Position{5});
    EXPECT_EQ((*heads.get({"agency/none"}))->version, 0U);
    EXPECT_EQ((*heads.get(stream(7)))->version, 1U);
    EXPECT_EQ(heads.count(), 4U);
}

TEST_F(HeadsTest, StayWhereTheyAreAndKeepWhatWasDoneToThem) {
    Heads heads(*index, 1'000'000);
    StreamHead* const head = *heads.get(stream(1));
    head->version = 9;
    for (int i = 0; i < 100; ++i) ASSERT_TRUE(heads.get(stream(i)));
    EXPECT_EQ(*heads.get(stream(1)), head);
    heads.trim();  // not full: nothing goes
    EXPECT_EQ((*heads.get(stream(1)))->version, 9U);
    heads.clear();
    EXPECT_EQ((*heads.get(stream(1)))->version, 1U) << "as the index has it";
}

// The index is asked only where it may know more.
TEST_F(HeadsTest, OfAnEmptyIndexAreAllHereUntilSomeGo) {
    const auto fresh = *Index::open(directory / "fresh");
    Heads heads(*fresh, 2);
    const StreamId first = stream(1);
    (*heads.get(first))->version = 9;
    IndexRows rows;
    StreamHead head = head_before_all(first);
    head.version = 7;
    rows.add_head(first, head);
    rows.add_head(stream(2), head);
    ASSERT_TRUE(fresh->add(std::move(rows), Position{1}));
    EXPECT_EQ((*heads.get(stream(2)))->version, 0U) << "nobody else writes to it";
    heads.trim();
    EXPECT_EQ((*heads.get(first))->version, 9U);
    heads.trim();
    EXPECT_EQ((*heads.get(stream(2)))->version, 7U) << "gone, and so the index is asked";
    heads.clear();
    EXPECT_EQ((*heads.get(first))->version, 7U);
}

TEST_F(HeadsTest, OfAnEmptyIndexAreAskedForOnceOneWasForgotten) {
    const auto fresh = *Index::open(directory / "fresh");
    Heads heads(*fresh, 1'000'000);
    (*heads.get(stream(1)))->version = 9;
    IndexRows rows;
    StreamHead head = head_before_all(stream(1));
    head.version = 7;
    rows.add_head(stream(1), head);
    ASSERT_TRUE(fresh->add(std::move(rows), Position{1}));
    heads.forget(stream(1));
    EXPECT_EQ((*heads.get(stream(1)))->version, 7U);
}

TEST_F(HeadsTest, AreBoundedByTheirBytes) {
    Heads heads(*index, 0);
    ASSERT_TRUE(heads.get(stream(0)));
    const std::size_t one = heads.bytes();
    EXPECT_GT(one, sizeof(StreamHead));
    Heads bounded(*index, 20 * one);
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 100; ++i) {
            ASSERT_TRUE(bounded.get(stream(i)));
            bounded.trim();
            EXPECT_LE(bounded.bytes(), 23 * one);
            EXPECT_LE(bounded.count(), 24U);
        }
    }
    EXPECT_GE(bounded.count(), 10U);
}

TEST_F(HeadsTest, ThoseThatWereUsedStay) {
    Heads heads(*index, 0);
    ASSERT_TRUE(heads.get(stream(0)));
    Heads bounded(*index, 20 * heads.bytes());
    (*bounded.get(stream(0)))->version = 9;
    for (int i = 1; i < 100; ++i) {
        ASSERT_TRUE(bounded.get(stream(i)));
        ASSERT_TRUE(bounded.get(stream(0)));
        bounded.trim();
    }
    EXPECT_EQ((*bounded.get(stream(0)))->version, 9U) << "never loaded anew";
}

TEST_F(HeadsTest, AHeadThatGrewIsWeighedAgain) {
    Heads heads(*index, 1'000'000);
    StreamHead* const head = *heads.get(stream(0));
    const std::size_t before = heads.bytes();
    std::get<agency::State>(head->state).title = std::string(10'000, 'x');
    heads.weigh(stream(0));
    EXPECT_GE(heads.bytes(), before + 10'000);
    heads.weigh(stream(0));
    EXPECT_LE(heads.bytes(), before + 20'000) << "counted once";
}

TEST_F(HeadsTest, StatesRememberTheFaultThatKeptThemFromAnswering) {
    Heads heads(*index, 1'000'000);
    const HeadStates states(heads);
    EXPECT_TRUE(states.get<agency::Kind>(stream(1)).registered);
    EXPECT_FALSE(states.get<agency::Kind>({"agency/none"}).registered);
    EXPECT_FALSE(states.failed());
}

}  // namespace
