#include "ledger/wal_scan.h"

#include "ledger/crc32c.h"
#include "ledger/rocks_keys.h"
#include "tests/support/sealed_groups.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <random>

namespace ledger {
namespace {

using Buffer = std::vector<std::uint8_t>;

constexpr std::size_t block_bytes = 32UL * 1024;

void put_varint(Buffer& to, std::size_t number) {
    for (; number >= 0x80; number >>= 7U) to.push_back(static_cast<std::uint8_t>(number | 0x80U));
    to.push_back(static_cast<std::uint8_t>(number));
}

// The write batch of a group: what RocksDB makes of RocksLog's writes.
Buffer batch_of(const Packs& packs) {
    Buffer batch(12);
    batch[8] = static_cast<std::uint8_t>(packs.size());
    for (const auto& pack : packs) {
        batch.push_back(0x01);
        const std::string key = key_of_position(pack->first());
        put_varint(batch, key.size());
        batch.insert(batch.end(), key.begin(), key.end());
        put_varint(batch, pack->stored().size());
        batch.insert(batch.end(), pack->stored().begin(), pack->stored().end());
    }
    return batch;
}

// Writes a log file as RocksDB does; with `recycled`, as it does into a file that was used before.
class WalWriter {
public:
    explicit WalWriter(bool recycled = false) : recycled_(recycled) {}

    void add(Bytes record) {
        bool is_first = true;
        do {
            const std::size_t header = recycled_ ? 11 : 7;
            const std::size_t left = block_bytes - bytes.size() % block_bytes;
            if (left < header) bytes.resize(bytes.size() + left);
            const std::size_t room = block_bytes - bytes.size() % block_bytes - header;
            const Bytes piece = record.first(std::min(record.size(), room));
            record = record.subspan(piece.size());
            const bool is_last = record.empty();
            add_fragment(is_first ? (is_last ? 1 : 2) : (is_last ? 4 : 3), piece);
            is_first = false;
        } while (!record.empty());
    }

    Buffer bytes;

private:
    void add_fragment(int type, Bytes piece) {
        Buffer fragment(recycled_ ? 11 : 7);
        store(std::span(fragment).subspan(4), static_cast<std::uint16_t>(piece.size()));
        fragment[6] = static_cast<std::uint8_t>(recycled_ ? type + 4 : type);
        if (recycled_) fragment[7] = 9;  // the number of the log
        fragment.insert(fragment.end(), piece.begin(), piece.end());
        const std::uint32_t sum = crc32c(Bytes(fragment).subspan(6));
        store(std::span<std::uint8_t>(fragment), (sum >> 15U | sum << 17U) + 0xa282ead8U);
        bytes.insert(bytes.end(), fragment.begin(), fragment.end());
    }

    bool recycled_;
};

class WriteAheadLog : public testing::Test {
protected:
    // Adds the next group of the history.
    void add_group(std::size_t count, std::size_t record_bytes = 300) {
        const std::uint64_t first = groups.head().size();
        const auto group = groups.next(count, record_bytes);
        starts.push_back(writer.bytes.size());
        writer.add(batch_of(pack_group(Position{first}, group, groups.head().root)));
    }

    [[nodiscard]] static WalScan scan(Bytes bytes) {
        WalScan found;
        scan_wal("000009.log", bytes, found);
        return found;
    }

    tests::SealedGroups groups;
    WalWriter writer;
    std::vector<std::size_t> starts;  // of the groups, in the file
};

TEST_F(WriteAheadLog, FindsNothingInAnEmptyFile) {
    EXPECT_TRUE(scan({}).groups.empty());
    EXPECT_TRUE(scan({}).damages.empty());
}

TEST_F(WriteAheadLog, FindsEachGroupWithItsPlace) {
    for (const std::size_t count : {1UL, 3UL, 200UL, 1UL, 70UL, 500UL, 2UL}) add_group(count);
    ASSERT_GT(writer.bytes.size(), 5 * block_bytes);
    const WalScan found = scan(writer.bytes);
    EXPECT_TRUE(found.damages.empty());
    ASSERT_EQ(found.groups.size(), 7U);
    std::uint64_t next_position = 0;
    for (std::size_t i = 0; i < 7; ++i) {
        EXPECT_TRUE(found.groups[i].whole);
        EXPECT_EQ(found.groups[i].place.file, "000009.log");
        EXPECT_EQ(found.groups[i].first, Position{next_position});
        next_position = std::to_underlying(found.groups[i].end);
    }
    EXPECT_EQ(next_position, groups.head().size());
    EXPECT_EQ(found.groups[3].place.offset, starts[3]);
}

TEST_F(WriteAheadLog, ReadsRecycledFilesToo) {
    writer = WalWriter(true);
    add_group(1);
    add_group(300);
    add_group(2);
    const WalScan found = scan(writer.bytes);
    EXPECT_TRUE(found.damages.empty());
    EXPECT_EQ(found.groups.size(), 3U);
}

TEST_F(WriteAheadLog, ReadsAHeaderThatJustFitsIntoABlock) {
    // Records that leave 0 to 12 bytes of the first block.
    for (std::size_t left = 0; left <= 12; ++left) {
        tests::SealedGroups fresh;
        groups = std::move(fresh);
        writer = WalWriter();
        add_group(1);
        // The batch has 12 bytes, a row of 13 and a 3-byte length before it, 72 of the pack's own.
        const std::size_t room = block_bytes - writer.bytes.size() - 7 - 12 - 14 - 72 - left;
        auto event = groups.next(1).front();
        event.record.resize(room / 8 * 8);
        event.parts.clear();
        writer.add(batch_of(pack_group(Position{1}, {&event, 1}, groups.head().root)));
        add_group(3);
        const WalScan found = scan(writer.bytes);
        EXPECT_TRUE(found.damages.empty());
        EXPECT_EQ(found.groups.size(), 3U) << left;
    }
}

// Wherever the file ends: the groups before, and the one that is cut off as one that began.
TEST_F(WriteAheadLog, FindsTheGroupsBeforeATornEnd) {
    add_group(2, 40);
    add_group(130);
    for (std::size_t size = 0; size < writer.bytes.size(); size += size < 300 ? 1 : 397) {
        const WalScan found = scan(Bytes(writer.bytes).first(size));
        std::size_t whole = 0;
        for (const WalGroup& group : found.groups) {
            whole += group.whole ? 1U : 0U;
            // A group in one fragment is all or nothing; the other one is known by its beginning.
            EXPECT_TRUE(group.whole || group.first == Position{2});
        }
        EXPECT_EQ(whole, size >= starts[1] ? 1U : 0U) << size;
        EXPECT_EQ(found.damages.empty(), size == 0 || size == starts[1]) << size;
        EXPECT_EQ(found.groups.size() - whole, size > block_bytes ? 1U : 0U) << size;
    }
}

// The promise that recovery builds on: with one flipped byte, all groups but the one that it is in.
TEST_F(WriteAheadLog, FindsAllGroupsButTheOneThatAByteFlippedIn) {
    for (const std::size_t count : {1UL, 2UL, 1UL, 150UL, 1UL, 3UL, 120UL, 1UL})
        add_group(count, 60);
    std::mt19937 random(5);
    const auto check = [&](std::size_t at, std::uint8_t flip) {
        Buffer changed = writer.bytes;
        changed[at] ^= flip;
        const WalScan found = scan(changed);
        const auto hit =
            static_cast<std::size_t>(std::ranges::upper_bound(starts, at) - starts.begin() - 1);
        const WalScan unchanged = scan(writer.bytes);
        std::vector<Position> expected;
        for (std::size_t i = 0; i < starts.size(); ++i) {
            if (i != hit) expected.push_back(unchanged.groups[i].first);
        }
        std::vector<Position> whole;
        for (const WalGroup& group : found.groups) {
            if (group.whole) whole.push_back(group.first);
        }
        if (found.damages.empty()) return;  // a byte of the zeros at the end of a block
        ASSERT_EQ(whole, expected) << at;
    };
    for (const std::size_t start : starts) {
        for (std::size_t i = 0; i < 40; ++i) check(start + i, 0x01);
    }
    for (std::size_t block = block_bytes; block < writer.bytes.size(); block += block_bytes) {
        for (std::size_t i = 0; i < 16; ++i) check(block - 8 + i, 0x80);
    }
    for (int i = 0; i < 150; ++i) {
        check(random() % writer.bytes.size(), static_cast<std::uint8_t>(1U << random() % 8));
    }
}

TEST_F(WriteAheadLog, SaysWhereTheDamageIsAndHowFarItGoes) {
    add_group(1);
    add_group(1);
    add_group(1);
    Buffer changed = writer.bytes;
    changed[starts[1] + 20] ^= 1U;
    const WalScan found = scan(changed);
    ASSERT_EQ(found.damages.size(), 1U);
    EXPECT_EQ(found.damages[0].place.offset, starts[1]);
    EXPECT_EQ(found.damages[0].bytes, starts[2] - starts[1]);
    EXPECT_EQ(found.damages[0].what, "a checksum that does not match");
}

TEST_F(WriteAheadLog, FindsTheGroupsBehindABlockOfZeros) {
    for (int i = 0; i < 4; ++i) add_group(150);
    Buffer changed = writer.bytes;
    std::fill_n(changed.begin() + block_bytes, block_bytes, std::uint8_t{0});
    const WalScan found = scan(changed);
    EXPECT_FALSE(found.damages.empty());
    EXPECT_TRUE(found.groups.back().whole);
    EXPECT_EQ(found.groups.back().end, Position{600});
}

TEST_F(WriteAheadLog, ABatchThatIsNotAGroupIsDamage) {
    const auto group = groups.next(100);
    const Packs packs = pack_group(Position{0}, group, groups.head().root);
    ASSERT_EQ(packs.size(), 2U);
    const auto refused = [&](Buffer batch) {
        WalWriter one;
        one.add(batch);
        const WalScan found = scan(one.bytes);
        return found.damages.size() == 1 && std::ranges::none_of(found.groups, &WalGroup::whole);
    };
    EXPECT_FALSE(refused(batch_of(packs)));
    EXPECT_TRUE(refused(batch_of({packs[0]}))) << "it does not end";
    EXPECT_TRUE(refused(batch_of({packs[1], packs[0]})));
    EXPECT_TRUE(refused(batch_of({packs[1], packs[1]}))) << "it goes on behind its end";
    EXPECT_TRUE(refused(Buffer(5)));
    Buffer cut = batch_of(packs);
    cut.pop_back();
    EXPECT_TRUE(refused(cut));
    Buffer other_key = batch_of(packs);
    other_key[12 + 10] ^= 1U;
    EXPECT_TRUE(refused(other_key)) << "the key of another place";
    Buffer other_row = batch_of(packs);
    other_row[12] = 0x00;
    EXPECT_TRUE(refused(other_row));
}

TEST_F(WriteAheadLog, IsSafeForAnyBytes) {
    std::mt19937 random(11);
    for (int round = 0; round < 200; ++round) {
        Buffer bytes(random() % 2000);
        for (auto& byte : bytes) {
            byte = static_cast<std::uint8_t>(random() % 4 == 0 ? random() : random() % 9);
        }
        for (const WalGroup& group : scan(bytes).groups) EXPECT_FALSE(group.whole);
    }
}

TEST_F(WriteAheadLog, ReadsTheFilesOfADirectoryInTheirOrder) {
    const tests::TemporaryDirectory directory;
    const auto write = [&](const std::string& name) {
        std::ofstream file(directory / name, std::ios::binary);
        file << text_of(writer.bytes);
        writer = WalWriter();
    };
    add_group(2);
    write("000009.log");
    add_group(3);
    write("000010.log");
    add_group(4);
    write("1000000.log");
    add_group(5);
    write("LOG");
    add_group(6);
    write("12x.log");
    write(".log");
    const auto found = scan_wals(directory.path());
    ASSERT_TRUE(found);
    ASSERT_EQ(found->groups.size(), 3U);
    EXPECT_EQ(found->groups[0].place.file, "000009.log");
    EXPECT_EQ(found->groups[1].first, Position{2});
    EXPECT_EQ(found->groups[2].end, Position{9});
    EXPECT_EQ(scan_wals(directory / "nowhere").error().kind, Fault::Kind::io);
}

}  // namespace
}  // namespace ledger
