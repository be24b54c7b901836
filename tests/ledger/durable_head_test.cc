#include "ledger/durable_head.h"

#include "ledger/head_keeper.h"
#include "tests/support/sealed_groups.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

namespace ledger {
namespace {

constexpr std::uint64_t slot_bytes = 4096;

class HeadFile : public testing::Test {
protected:
    // Heads of a history of 1, 2, 3 ... groups of three.
    std::vector<Head> heads(std::size_t count) {
        std::vector<Head> made;
        tests::SealedGroups groups;
        for (std::size_t i = 0; i < count; ++i) {
            groups.next(3);
            made.push_back(groups.head());
        }
        return made;
    }

    void flip(std::uint64_t at) {
        std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
        file.seekg(static_cast<std::streamoff>(at));
        const int byte = file.get();
        file.seekp(static_cast<std::streamoff>(at));
        file.put(static_cast<char>(byte ^ 0x04));
    }

    tests::TemporaryDirectory directory;
    std::filesystem::path path = directory / "head";
};

TEST_F(HeadFile, KeepsTheLastTwoHeads) {
    const auto all = heads(5);
    auto file = DurableHead::create(path, empty_head()).value();
    EXPECT_EQ(file.newest(), empty_head());
    EXPECT_FALSE(file.older());
    for (std::size_t i = 0; i < all.size(); ++i) {
        ASSERT_TRUE(file.write(all[i]));
        const auto seen = DurableHead::open(path);
        ASSERT_TRUE(seen);
        EXPECT_EQ(seen->newest(), all[i]);
        EXPECT_EQ(seen->older(), i == 0 ? empty_head() : all[i - 1]);
        EXPECT_EQ(file.newest(), all[i]);
        EXPECT_EQ(file.older(), i == 0 ? empty_head() : all[i - 1]);
    }
}

TEST_F(HeadFile, GoesOnWhereItWasLeft) {
    const auto all = heads(2);
    ASSERT_TRUE(DurableHead::create(path, empty_head()));
    ASSERT_TRUE(DurableHead::open(path)->write(all[0]));
    ASSERT_TRUE(DurableHead::open(path)->write(all[1]));
    const auto file = DurableHead::open(path);
    EXPECT_EQ(file->newest(), all[1]);
    EXPECT_EQ(file->older(), all[0]);
    EXPECT_EQ(std::filesystem::file_size(path), 2 * slot_bytes);
}

TEST_F(HeadFile, AWritingThatIsTornLeavesTheOneBefore) {
    const auto all = heads(2);
    {
        auto file = DurableHead::create(path, empty_head()).value();
        ASSERT_TRUE(file.write(all[0]));
        ASSERT_TRUE(file.write(all[1]));  // the third writing: into the first slot
    }
    for (const std::uint64_t at : {0UL, 5UL, 8UL, 17UL, 30UL, 40UL, 64UL, 75UL, 4095UL}) {
        flip(at);
        const auto torn = DurableHead::open(path);
        ASSERT_TRUE(torn) << at;
        EXPECT_EQ(torn->newest(), all[0]);
        EXPECT_FALSE(torn->older());
        flip(at);
    }
    EXPECT_EQ(DurableHead::open(path)->newest(), all[1]);
    flip(slot_bytes + 100);
    EXPECT_EQ(DurableHead::open(path)->newest(), all[1]) << "the other slot may be torn too";
    EXPECT_FALSE(DurableHead::open(path)->older());
    flip(100);
    const auto both = DurableHead::open(path);
    ASSERT_FALSE(both);
    EXPECT_EQ(both.error().kind, Fault::Kind::corrupt);
}

TEST_F(HeadFile, IsNotMadeTwiceAndNotOpenedWhenMissing) {
    EXPECT_EQ(DurableHead::open(path).error().kind, Fault::Kind::io);
    ASSERT_TRUE(DurableHead::create(path, empty_head()));
    EXPECT_FALSE(DurableHead::create(path, empty_head()));
    std::filesystem::resize_file(path, 100);
    EXPECT_EQ(DurableHead::open(path).error().kind, Fault::Kind::corrupt);
    std::filesystem::resize_file(path, 0);
    EXPECT_EQ(DurableHead::open(path).error().kind, Fault::Kind::corrupt);
}

TEST_F(HeadFile, IsThereWholeOrNotAtAll) {
    {
        std::ofstream(path.string() + ".new") << "what was written of it before a crash";
    }
    EXPECT_EQ(DurableHead::open(path).error().kind, Fault::Kind::io);
    const auto made = DurableHead::create(path, empty_head());
    ASSERT_TRUE(made) << made.error().detail;
    EXPECT_FALSE(made->lost_a_slot());
    EXPECT_FALSE(std::filesystem::exists(path.string() + ".new"));
}

TEST_F(HeadFile, SaysWhenOneOfItsSlotsIsLost) {
    {
        auto file = DurableHead::create(path, empty_head()).value();
        ASSERT_TRUE(file.write(heads(1)[0]));
        EXPECT_FALSE(DurableHead::open(path)->lost_a_slot());
    }
    flip(100);
    EXPECT_TRUE(DurableHead::open(path)->lost_a_slot());
}

TEST_F(HeadFile, IsWrittenWithEachGroupWhenToldSo) {
    HeadKeeper keeper(DurableHead::create(path, empty_head()).value(), std::chrono::seconds(0));
    for (const Head& head : heads(3)) {
        ASSERT_TRUE(keeper.note(std::make_shared<const Head>(head)));
        EXPECT_EQ(DurableHead::open(path)->newest(), head);
    }
}

TEST_F(HeadFile, IsWrittenSoonAndAtTheEnd) {
    const auto all = heads(3);
    {
        HeadKeeper keeper(DurableHead::create(path, empty_head()).value(), std::chrono::hours(1));
        ASSERT_TRUE(keeper.note(std::make_shared<const Head>(all[0])));
        // The first one is written at once, by the keeper's thread.
        while (DurableHead::open(path)->newest() != all[0]) std::this_thread::yield();
        ASSERT_TRUE(keeper.note(std::make_shared<const Head>(all[1])));
        ASSERT_TRUE(keeper.note(std::make_shared<const Head>(all[2])));
        EXPECT_EQ(DurableHead::open(path)->newest(), all[0]) << "not before its time";
    }
    EXPECT_EQ(DurableHead::open(path)->newest(), all[2]);
    EXPECT_EQ(DurableHead::open(path)->older(), all[0]);
}

}  // namespace
}  // namespace ledger
