// Rows follow from records and from nothing else: made anew, on any number of threads and with any
// number of stops on the way, they are the same; and verify finds what was changed behind our back.

#include "ledger/verify.h"
#include "projections/boards.h"
#include "projections/comparison.h"
#include "projections/replay.h"
#include "projections/scores.h"
#include "tests/support/temporary_directory.h"
#include "tools/house.h"
#include "tools/verbs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace {

namespace fs = std::filesystem;
using ledger::Position;

class Rows : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        directory_ = std::make_unique<tests::TemporaryDirectory>();
        ASSERT_EQ(tools::demo({.directory = place(), .fill_only = true}, {}), tools::exit_ok);
    }
    static void TearDownTestSuite() { directory_.reset(); }

    static fs::path place() { return directory_->path() / "demo"; }
    static std::unique_ptr<tools::House> open() {
        auto house = tools::House::open(place(), {}, {});
        EXPECT_TRUE(house) << house.error().detail;
        return house ? *std::move(house) : nullptr;
    }

    static std::unique_ptr<tests::TemporaryDirectory> directory_;
};

std::unique_ptr<tests::TemporaryDirectory> Rows::directory_;

TEST_F(Rows, AreTheSameOnAnyNumberOfThreads) {
    const auto house = open();
    const projections::Scores scores;
    const projections::Boards boards;
    for (const projections::Projection* projection :
         std::initializer_list<const projections::Projection*>{&scores, &boards}) {
        for (const std::size_t workers : {1U, 2U, 5U}) {
            const auto compared = projections::compare_with_replay(
                house->ledger().log(),
                *projection,
                house->runner().rows(projection->name()),
                directory_->path() / "scratch",
                workers,
                {}
            );
            ASSERT_TRUE(compared) << compared.error().detail;
            EXPECT_EQ(compared->position, house->ledger().size());
            EXPECT_TRUE(compared->is_same()) << projection->name() << " on " << workers;
        }
    }
}

TEST_F(Rows, AreTheSameWithAnyNumberOfStopsOnTheWay) {
    const auto house = open();
    const projections::Scores scores;
    const fs::path scratch = directory_->path() / "stops";
    const std::uint64_t end = std::to_underlying(house->ledger().size());
    std::uint64_t at = 0;
    for (std::uint64_t step = 1; at < end; step = step * 3 + 1) {
        auto store = ledger::RowStore::open(scratch);  // as after a restart
        ASSERT_TRUE(store) << store.error().detail;
        at = std::min(end, at + step);
        projections::Replay replay(house->ledger().log(), scores, **store, 2);
        ASSERT_TRUE(replay.run_to(Position{at}));
        ASSERT_TRUE((*store)->flush());
    }
    auto store = ledger::RowStore::open(scratch);
    ASSERT_TRUE(store);
    EXPECT_EQ((*store)->digest().value(), house->runner().rows("scores").digest().value());
}

TEST_F(Rows, VerifyFindsNothingAndRebuildChangesNothing) {
    EXPECT_EQ(tools::verify({.what = place()}, {}), tools::exit_ok);
    const auto before = open()->runner().rows("scores").digest().value();
    EXPECT_EQ(tools::rebuild(place(), {}), tools::exit_ok);
    EXPECT_EQ(open()->runner().rows("scores").digest().value(), before);
    EXPECT_EQ(tools::verify({.what = place()}, {}), tools::exit_ok);
}

// One byte in the middle of each file that holds records.
TEST_F(Rows, AByteThatWasChangedInTheLogIsRefusedOrFound) {
    std::vector<fs::path> files;
    for (const auto& found : fs::directory_iterator(place() / "log")) {
        const std::string extension = found.path().extension();
        if ((extension == ".sst" || extension == ".log") && found.file_size() > 0) {
            files.push_back(found.path());
        }
    }
    ASSERT_FALSE(files.empty());
    for (const fs::path& file : files) {
        const fs::path copy = directory_->path() / "damaged";
        fs::remove_all(copy);
        fs::copy(place(), copy, fs::copy_options::recursive);
        const fs::path damaged = copy / "log" / file.filename();
        {
            std::fstream bytes(damaged, std::ios::in | std::ios::out | std::ios::binary);
            const auto middle = static_cast<std::streamoff>(fs::file_size(damaged) / 2);
            bytes.seekg(middle);
            const char byte = static_cast<char>(bytes.get() ^ 0x10);
            bytes.seekp(middle);
            bytes.put(byte);
        }
        EXPECT_NE(tools::verify({.what = copy}, {}), tools::exit_ok) << file;
    }
}

}  // namespace
