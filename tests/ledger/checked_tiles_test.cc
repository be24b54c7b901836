// A record that was read is the one that was recorded, and finding that out is cheap.

#include "ledger/checked_tiles.h"

#include "tests/support/desk.h"

namespace {

using namespace ledger;
using tests::agency_act;

class CheckedTilesTest : public tests::DeskTest {
protected:
    CheckedTilesTest() {
        start();
        grow(300);
    }
    void grow(int count) {
        std::vector<Act> acts;
        for (int i = 0; i < count; ++i) acts.push_back(agency_act("a" + std::to_string(grown++)));
        outcomes(std::move(acts));
    }
    Digest entry_at(std::uint64_t at) {
        Sha256 sha256;
        return read_entry(at, sha256);
    }
    Digest read_entry(std::uint64_t at, Sha256& sha256) {
        const auto packs = log.read(Position{at}, {.count_max = 1}).value();
        return sha256(packs.front()->record(at - std::to_underlying(packs.front()->first())));
    }
    int grown = 0;
};

TEST_F(CheckedTilesTest, EveryRecordPassesAndNoOtherDoes) {
    CheckedTiles tiles(log, *index);
    for (std::uint64_t at = 0; at < 300; ++at) {
        const auto checked = tiles.check(Position{at}, entry_at(at));
        ASSERT_TRUE(checked) << at << ": " << checked.error().detail;
        const auto other = tiles.check(Position{at}, entry_at((at + 1) % 300));
        ASSERT_FALSE(other) << at;
        EXPECT_EQ(other.error().kind, Fault::Kind::corrupt);
    }
    EXPECT_FALSE(tiles.check(Position{300}, entry_at(299))) << "not there yet";
}

TEST_F(CheckedTilesTest, ATileIsReadOnce) {
    CheckedTiles tiles(log, *index);
    ASSERT_TRUE(tiles.check(Position{7}, entry_at(7)));
    const Digest another = entry_at(200);
    const Digest last = entry_at(299);
    int before = log.reads();
    ASSERT_TRUE(tiles.check(Position{200}, another));
    EXPECT_EQ(log.reads(), before);
    ASSERT_TRUE(tiles.check(Position{299}, last));
    before = log.reads();
    ASSERT_TRUE(tiles.check(Position{299}, last)) << "the last tile too";
    EXPECT_EQ(log.reads(), before);
}

TEST_F(CheckedTilesTest, TheLastTileGrows) {
    CheckedTiles tiles(log, *index);
    for (int i = 0; i < 12; ++i) {
        const auto at = static_cast<std::uint64_t>(grown) - 1;
        ASSERT_TRUE(tiles.check(Position{at}, entry_at(at))) << at;
        grow(60);
    }
}

TEST_F(CheckedTilesTest, OldTilesAreForgotten) {
    grow(800);
    CheckedTiles tiles(log, *index, 2);
    for (const std::uint64_t at : {0U, 256U, 512U}) {
        ASSERT_TRUE(tiles.check(Position{at}, entry_at(at)));
    }
    const Digest first = entry_at(0);
    const int before = log.reads();
    ASSERT_TRUE(tiles.check(Position{0}, first));
    EXPECT_GT(log.reads(), before);
}

TEST_F(CheckedTilesTest, AnIndexOfAnotherTreePassesNothing) {
    IndexRows rows;
    rows.add_tile_hash({1, 0, Digest{}});
    rows.set_tree(Tree::restore(300, std::vector<Digest>(4)).value());
    ASSERT_TRUE(index->add(std::move(rows), index->size()));
    CheckedTiles tiles(log, *index);
    EXPECT_FALSE(tiles.check(Position{0}, entry_at(0)));
    EXPECT_FALSE(tiles.check(Position{299}, entry_at(299)));
}

}  // namespace
