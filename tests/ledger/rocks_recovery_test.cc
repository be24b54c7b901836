#include "ledger/rocks_recovery.h"

#include "ledger/rocks_keys.h"
#include "tests/support/crashing_log.h"

#include <rocksdb/db.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <vector>

namespace tests {

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(LogContract);  // its tests run in rocks_log_test

namespace {

using namespace ledger;

TEST_F(Crash, ATornLastGroupIsLeftOutAndSaidSo) {
    start(never);
    append(2);
    append(3);
    const std::uint64_t before = fs::file_size(wal_in(live));
    append(150);
    const std::uint64_t after = fs::file_size(wal_in(live));
    for (std::uint64_t size = before; size < after; size += 1 + (after - before) / 12) {
        const fs::path at = crash();
        fs::resize_file(wal_in(at), size);
        auto opened = RocksLog::open(at);
        ASSERT_TRUE(opened) << opened.error().detail;
        EXPECT_EQ((*opened)->notes().leftovers.empty(), size == before);
        EXPECT_EQ((*opened)->notes().damage, "");
        EXPECT_EQ((*opened)->head().size(), 5U);
        // And it can go on from there, and be opened again.
        SealedGroups others;
        others.next(5, 60);
        const auto next = others.next(4, 60);
        ASSERT_TRUE((*opened)->append(5, next, others.head()));
        opened->reset();
        opened = RocksLog::open(at);
        ASSERT_TRUE(opened) << opened.error().detail;
        expect_events(**opened, others.all());
        EXPECT_EQ((*opened)->notes().leftovers, "");
        EXPECT_EQ((*opened)->notes().damage, "");
    }
}

TEST_F(Crash, AnAcknowledgedGroupThatIsCutOffIsMissed) {
    start(with_each_group);
    append(2);
    append(3);
    const fs::path at = crash();
    fs::resize_file(wal_in(at), fs::file_size(wal_in(at)) - 1);
    expect_refused(at, "3 acknowledged events are missing: the log ends at position 2");
}

// The events are all there: a note that one was lost would send the operator looking.
TEST_F(Crash, DamageInWhatIsInATableAlreadyIsNoTornGroup) {
    start(with_each_group);
    append(2);
    append(3);
    const fs::path before = crash();
    log.reset();
    const fs::path at = crash();
    fs::copy_file(
        wal_in(before), at / "log" / wal_in(before).filename(), fs::copy_options::overwrite_existing
    );
    flip(at / "log" / wal_in(before).filename(), 60);
    const auto opened = RocksLog::open(at);
    ASSERT_TRUE(opened) << opened.error().detail;
    EXPECT_EQ((*opened)->notes().leftovers, "");
    EXPECT_NE((*opened)->notes().damage.find("no event is missing"), std::string::npos)
        << (*opened)->notes().damage;
    expect_events(**opened, groups.all());
}

// Somebody who looks at a copy of a running ledger expects the one, and not the other.
TEST_F(Crash, DamageBeforeATornGroupIsToldApartFromIt) {
    start(with_each_group);
    append(2);
    append(3);
    const fs::path before = crash();
    log.reset();
    start(never);
    append(1);  // which the head file knows
    append(50);
    const fs::path at = crash();
    // The first file again, of which all is in a table already, and damaged; the second torn.
    fs::copy_file(
        wal_in(before), at / "log" / wal_in(before).filename(), fs::copy_options::overwrite_existing
    );
    flip(at / "log" / wal_in(before).filename(), 60);
    fs::resize_file(wal_in(at), fs::file_size(wal_in(at)) - 3);
    const auto opened = RocksLog::open(at);
    ASSERT_TRUE(opened) << opened.error().detail;
    EXPECT_EQ((*opened)->head().size(), 6U);
    const RecoveryNotes& notes = (*opened)->notes();
    const std::string damaged = wal_in(before).filename().string();
    EXPECT_NE(notes.damage.find(damaged), std::string::npos) << notes.damage;
    EXPECT_EQ(notes.leftovers.find(damaged), std::string::npos) << notes.leftovers;
    EXPECT_NE(notes.leftovers.find("left out"), std::string::npos) << notes.leftovers;
}

TEST_F(Crash, AHeadFileThatLostASlotIsSaidSo) {
    start(with_each_group);
    append(2);
    append(3);
    const fs::path at = crash();
    flip(at / "head", 4096 + 20);
    const auto opened = RocksLog::open(at);
    ASSERT_TRUE(opened) << opened.error().detail;
    const std::string& leftovers = (*opened)->notes().leftovers;
    EXPECT_NE(leftovers.find("two slots was not whole"), std::string::npos) << leftovers;
    EXPECT_EQ((*opened)->notes().damage, "");
    expect_events(**opened, groups.all());
}

TEST_F(Crash, ALogIsStartedOnlyWhenThatIsAskedFor) {
    const auto opened = RocksLog::open(directory / "mistyped");
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, Fault::Kind::io);
    EXPECT_FALSE(fs::exists(directory / "mistyped"));
    EXPECT_FALSE(RocksLog::rebuild_head_file(directory / "mistyped"));
    EXPECT_FALSE(fs::exists(directory / "mistyped"));
}

// Why the rest of these tests are here.
TEST_F(Crash, RocksDbAloneDropsAcknowledgedGroupsWithoutAnError) {
    start(with_each_group);
    append(5);
    const std::uint64_t second_at = fs::file_size(wal_in(live));
    for (int i = 0; i < 10; ++i) append(5);
    const fs::path at = crash();
    flip(wal_in(at), second_at + 50);
    rocksdb::DB* db = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open({}, (at / "log").string(), &db).ok());
    std::string value;
    EXPECT_TRUE(db->Get({}, key_of_position(Position{0}), &value).ok());
    EXPECT_TRUE(db->Get({}, key_of_position(Position{5}), &value).IsNotFound());
    EXPECT_TRUE(db->Get({}, key_of_position(Position{10}), &value).IsNotFound());
    delete db;
}

TEST_F(Crash, AFlippedByteInAWriteAheadLogNeverCostsAnAcknowledgedGroup) {
    start(never);
    std::vector<std::uint64_t> ends;  // of the groups, in the file
    for (const std::size_t count : {1UL, 2UL, 150UL, 1UL, 120UL, 3UL}) {
        append(count, 300);
        ends.push_back(fs::file_size(wal_in(live)));
    }
    const std::size_t without_last = groups.all().size() - 3;
    const std::uint64_t last_at = ends[4];
    int refused = 0;
    const auto check = [&](std::uint64_t offset) {
        const fs::path at = crash();
        flip(wal_in(at), offset);
        if (offset >= last_at) {  // as if it was torn, as far as anybody can tell
            expect_first(at, without_last);
        } else if (RocksLog::open(at)) {
            expect_first(at, groups.all().size());  // a byte that means nothing
        } else {
            expect_refused(at, "acknowledged events are missing");
            ++refused;
        }
        fs::remove_all(at);
    };
    for (const std::uint64_t group : {std::uint64_t{0}, ends[1], ends[3], ends[4]}) {
        for (const std::uint64_t i : {0U, 4U, 6U, 8U, 16U, 20U, 30U, 60U, 100U}) check(group + i);
    }
    const std::uint64_t block = 32UL * 1024;
    for (const std::uint64_t i : {0U, 3U, 5U, 6U, 7U, 1000U}) check(block + i);
    for (std::uint64_t offset = 1; offset < ends.back(); offset += ends.back() / 12) check(offset);
    EXPECT_GT(refused, 20);
}

TEST_F(Crash, AFlippedByteIsNoticedInTheLastGroupTooWhenTheHeadFileKnowsIt) {
    start(with_each_group);
    append(2);
    const std::uint64_t last_at = fs::file_size(wal_in(live));
    append(3);
    for (const std::uint64_t i : {0U, 5U, 6U, 9U, 40U, 200U}) {
        const fs::path at = crash();
        flip(wal_in(at), last_at + i);
        expect_refused(at, "3 acknowledged events are missing");
    }
}

TEST_F(Crash, TheRefusalNamesFileOffsetAndPosition) {
    start(never);
    append(2);
    const std::uint64_t second_at = fs::file_size(wal_in(live));
    append(3);
    append(4);
    const fs::path at = crash();
    const std::string wal = wal_in(at).filename().string();
    flip(wal_in(at), second_at + 50);
    expect_refused(at, "the log ends at position 2, and " + wal + " at byte ");
    expect_refused(at, "holds a group that begins at position 5");
    expect_refused(at, "Damaged: " + wal + " at byte " + std::to_string(second_at) + ", ");
    expect_refused(at, "restore the newest backup");
    flip(wal_in(at), second_at + 50);  // nothing was changed: unharmed, it is whole again
    expect_first(at, 9);
}

TEST_F(Crash, ABlockOfZerosIsNoticed) {
    start(never);
    append(5);
    for (int i = 0; i < 8; ++i) append(150);
    const fs::path at = crash();
    std::fstream file(wal_in(at), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(32 * 1024);
    const std::string zeros(32UL * 1024, '\0');
    file.write(zeros.data(), static_cast<std::streamsize>(zeros.size()));
    file.close();
    expect_refused(at, "missing");
}

TEST_F(Crash, AMissingWriteAheadLogFileIsNoticedWhenTheHeadFileKnowsItsGroups) {
    start(with_each_group);
    append(5);
    const fs::path at = crash();
    fs::remove(wal_in(at));
    expect_refused(at, "5 acknowledged events are missing");
}

TEST_F(Crash, ALostManifestIsNoticed) {
    start(never);
    append(5);
    log.reset();  // all is in a table, and the head file knows it
    const auto damaged = [&](auto damage) {
        const fs::path at = crash();
        damage(at);
        return at;
    };
    expect_refused(
        damaged([&](const fs::path& at) { fs::remove(at / "log" / "CURRENT"); }),
        "CURRENT is missing"
    );
    expect_refused(
        damaged([&](const fs::path& at) { fs::resize_file(at / "log" / "CURRENT", 0); }), "RocksDB"
    );
    expect_refused(
        damaged([&](const fs::path& at) { fs::remove(only(at, "MANIFEST-", "")); }), "RocksDB"
    );
    expect_refused(
        damaged([&](const fs::path& at) { fs::resize_file(only(at, "MANIFEST-", ""), 0); }),
        "RocksDB"
    );
    expect_refused(
        damaged([&](const fs::path& at) { fs::remove(only(at, "", ".sst")); }), "RocksDB"
    );
    expect_refused(damaged([&](const fs::path& at) { fs::remove_all(at / "log"); }), "CURRENT");
    // A manifest that lost its end, at every place: as it was, or refused, and never shorter.
    const std::uint64_t size = fs::file_size(only(live, "MANIFEST-", ""));
    int refused = 0;
    for (std::uint64_t cut = size - 1; cut > 0; cut -= std::min<std::uint64_t>(cut, 7)) {
        const fs::path at = crash();
        fs::resize_file(only(at, "MANIFEST-", ""), cut);
        const auto opened = RocksLog::open(at);
        if (opened) expect_events(**opened, groups.all());
        refused += opened ? 0 : 1;
        fs::remove_all(at);
    }
    EXPECT_GT(refused, 10);
}

TEST_F(Crash, WhileTheStoreIsMadeForTheFirstTimeIsNoLoss) {
    start(never);
    log.reset();
    fs::remove(live / "log" / "CURRENT");
    for (const auto& entry : fs::directory_iterator(live / "log")) {
        if (entry.path().extension() == ".log") fs::remove(entry.path());
    }
    expect_first(live, 0);
}

TEST_F(Crash, AChangedByteInATableIsAFaultWhenItIsRead) {
    start(std::chrono::seconds(1));
    for (int i = 0; i < 30; ++i) append(100, 200);
    log.reset();
    start(std::chrono::seconds(1));  // what is left to hash at the next opening is the end
    append(1);
    log.reset();
    fs::path table;
    for (const auto& entry : fs::directory_iterator(live / "log")) {
        const bool is_larger = table.empty() || entry.file_size() > fs::file_size(table);
        if (entry.path().extension() == ".sst" && is_larger) table = entry.path();
    }
    flip(table, 1000);
    const auto opened = RocksLog::open(live);
    ASSERT_TRUE(opened) << opened.error().detail;
    const auto packs = (*opened)->read(Position{0}, {});
    ASSERT_FALSE(packs);
    EXPECT_EQ(packs.error().kind, Fault::Kind::corrupt);
    EXPECT_TRUE((*opened)->read(Position{3000}, {})) << "the rest can still be read";
}

// Somebody who knows the formats and sums all checks anew, but not the tree.
TEST_F(Crash, AForgedRecordNearTheHeadIsNoticed) {
    start(with_each_group);
    append(5);
    append(5);
    for (int i = 0; i < 3; ++i) {  // opening it again makes it no older
        log.reset();
        start(with_each_group);
    }
    log.reset();
    const auto forge = [&](const fs::path& at, std::size_t position, const Digest& root) {
        std::vector<Sealed> forged(groups.all().begin() + 5, groups.all().end());
        forged[position - 5].record[0] ^= 1U;
        const auto pack = pack_group(Position{5}, forged, root).front();
        rocksdb::DB* db = nullptr;
        ASSERT_TRUE(rocksdb::DB::Open({}, (at / "log").string(), &db).ok());
        const auto stored = text_of(pack->stored());
        const rocksdb::Slice value(stored.data(), stored.size());
        EXPECT_TRUE(db->Put({}, key_of_position(Position{5}), value).ok());
        delete db;
    };
    const fs::path at = crash();
    forge(at, 7, groups.head().root);
    expect_refused(at, "are not those that were recorded");
    const fs::path other = crash();
    forge(other, 7, Digest{});
    expect_refused(other, "are not those that were recorded");
}

TEST_F(Crash, AGapIsNoticed) {
    start(never);
    for (int i = 0; i < 4; ++i) append(5);
    const auto remove = [&](const fs::path& at, std::uint64_t position) {
        rocksdb::DB* db = nullptr;
        rocksdb::Options options;
        options.avoid_flush_during_recovery = true;  // so that the log files stay
        ASSERT_TRUE(rocksdb::DB::Open(options, (at / "log").string(), &db).ok());
        EXPECT_TRUE(db->Delete({}, key_of_position(Position{position})).ok());
        delete db;
    };
    for (const std::uint64_t position : {0U, 5U, 10U}) {
        const fs::path at = crash();
        remove(at, position);
        expect_refused(at, "the events from position " + std::to_string(position));
    }
}

TEST_F(Crash, ALostHeadFileIsNotGuessedAnew) {
    start(std::chrono::seconds(1));
    append(5);
    append(70);
    log.reset();
    const fs::path at = crash();
    fs::remove(at / "head");
    expect_refused(at, "the head file is missing");
    const auto rebuilt = RocksLog::rebuild_head_file(at);
    ASSERT_TRUE(rebuilt) << rebuilt.error().detail;
    EXPECT_EQ(*rebuilt, groups.head());
    expect_first(at, 75);
    EXPECT_FALSE(RocksLog::rebuild_head_file(at)) << "there is one";

    const fs::path torn = crash();
    flip(torn / "head", 20);
    flip(torn / "head", 4096 + 20);
    expect_refused(torn, "neither of its two slots");
    const fs::path half = crash();
    flip(half / "head", 20);
    expect_first(half, 75);
}

TEST_F(Crash, AHeadFileIsNotMadeOfAChangedLog) {
    start(never);
    append(5);
    const std::uint64_t second_at = fs::file_size(wal_in(live));
    append(5);
    append(5);
    const fs::path at = crash();
    fs::remove(at / "head");
    flip(wal_in(at), second_at + 30);
    const auto rebuilt = RocksLog::rebuild_head_file(at);
    ASSERT_FALSE(rebuilt);
    EXPECT_NE(rebuilt.error().detail.find("acknowledged events are missing"), std::string::npos);
    EXPECT_FALSE(fs::exists(at / "head"));
}

TEST_F(Crash, TheHeadFileOfAnotherLogDoesNotFit) {
    start(std::chrono::seconds(1));
    append(5);
    append(5);
    log.reset();
    SealedGroups others;
    others.next(3);
    others.next(7);
    {
        const auto other = RocksLog::open(directory / "other", {.create = true}).value();
        ASSERT_TRUE(other->append(0, others.all(), others.head()));
    }
    fs::copy_file(
        directory / "other" / "head", live / "head", fs::copy_options::overwrite_existing
    );
    expect_refused(live, "are not those that were recorded");
}

}  // namespace
}  // namespace tests
