#include "ledger/rocks_log.h"

#include "ledger/rocks_keys.h"
#include "ledger/wal_scan.h"
#include "tests/support/log_contract.h"
#include "tests/support/memory_log.h"
#include "tests/support/temporary_directory.h"

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tests {

INSTANTIATE_TEST_SUITE_P(
    Memory,
    LogContract,
    testing::Values(LogKind{"memory", [] { return std::make_unique<MemoryLog>(); }}),
    [](const auto& kind) { return kind.param.name; }
);

// The directory goes with the log.
class RocksLogInPlace final : public ledger::Log {
public:
    [[nodiscard]] ledger::OrFault<void> append(
        std::uint64_t expected_size,
        std::span<const ledger::Sealed> group,
        const ledger::Head& new_head
    ) override {
        return log_->append(expected_size, group, new_head);
    }
    [[nodiscard]] ledger::OrFault<ledger::Packs> read(
        ledger::Position from, ledger::ReadLimit limit
    ) const override {
        return log_->read(from, limit);
    }
    [[nodiscard]] ledger::Head head() const override { return log_->head(); }

    explicit RocksLogInPlace(std::size_t cache_bytes_max)
        : log_(ledger::RocksLog::open(directory_ / "it", {.cache_bytes_max = cache_bytes_max})
                   .value()) {}

private:
    TemporaryDirectory directory_;
    std::unique_ptr<ledger::RocksLog> log_;
};

INSTANTIATE_TEST_SUITE_P(
    Rocks,
    LogContract,
    testing::Values(
        LogKind{"cached", [] { return std::make_unique<RocksLogInPlace>(64UL * 1024 * 1024); }},
        LogKind{"uncached", [] { return std::make_unique<RocksLogInPlace>(0); }}
    ),
    [](const auto& kind) { return kind.param.name; }
);

namespace {

using namespace ledger;
namespace fs = std::filesystem;

// A log whose directory can be looked at as a crash would leave it.
class Crash : public testing::Test {
protected:
    static constexpr auto never = std::chrono::hours(1000);
    static constexpr auto with_each_group = std::chrono::milliseconds(0);

    // How much the head file knows: nothing but what was there when the log was opened; or all.
    void start(std::chrono::milliseconds head_every) {
        log = RocksLog::open(live, {.head_every = head_every}).value();
    }

    void append(std::size_t count, std::size_t record_bytes = 60) {
        const std::uint64_t size = groups.head().size();
        const auto group = groups.next(count, record_bytes);
        const auto appended = log->append(size, group, groups.head());
        ASSERT_TRUE(appended) << appended.error().detail;
    }

    // What the disk holds now, in another place.
    fs::path crash() {
        const fs::path at = directory / ("crash " + std::to_string(++crashes));
        fs::copy(live, at, fs::copy_options::recursive);
        return at;
    }

    // The newest write-ahead log file that has something in it.
    static fs::path wal_in(const fs::path& at) {
        fs::path newest;
        for (const auto& entry : fs::directory_iterator(at / "log")) {
            const bool is_wal = entry.path().extension() == ".log" && entry.file_size() > 0;
            if (is_wal && (newest.empty() || entry.path() > newest)) newest = entry.path();
        }
        EXPECT_FALSE(newest.empty());
        return newest;
    }

    static fs::path only(const fs::path& at, const std::string& beginning, const char* ending) {
        fs::path found;
        for (const auto& entry : fs::directory_iterator(at / "log")) {
            const std::string name = entry.path().filename().string();
            if (name.starts_with(beginning) && name.ends_with(ending)) found = entry.path();
        }
        EXPECT_FALSE(found.empty());
        return found;
    }

    static void flip(const fs::path& path, std::uint64_t at, int bits = 0x10) {
        std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
        file.seekg(static_cast<std::streamoff>(at));
        const int byte = file.get();
        file.seekp(static_cast<std::streamoff>(at));
        file.put(static_cast<char>(byte ^ bits));
        EXPECT_TRUE(file.good());
    }

    void expect_first(const fs::path& at, std::size_t count) {
        const auto opened = RocksLog::open(at);
        ASSERT_TRUE(opened) << opened.error().detail;
        expect_events(**opened, std::span(groups.all()).first(count));
    }

    // Refused twice, with these words: the first time changed nothing that matters.
    static void expect_refused(const fs::path& at, const std::string& words) {
        for (int i = 0; i < 2; ++i) {
            const auto opened = RocksLog::open(at);
            ASSERT_FALSE(opened);
            EXPECT_EQ(opened.error().kind, Fault::Kind::corrupt);
            EXPECT_NE(opened.error().detail.find(words), std::string::npos)
                << opened.error().detail;
        }
    }

    TemporaryDirectory directory;
    fs::path live = directory / "live";
    SealedGroups groups;
    std::unique_ptr<RocksLog> log;
    int crashes = 0;
};

TEST_F(Crash, LeavesExactlyWhatWasAcknowledged) {
    start(never);
    expect_first(crash(), 0);
    for (const std::size_t count : {1UL, 64UL, 3UL, 200UL, 1UL}) {
        append(count);
        expect_first(crash(), groups.all().size());
    }
}

TEST_F(Crash, CanHappenAgainAndAgain) {
    for (int round = 0; round < 6; ++round) {
        start(round % 2 == 0 ? never : with_each_group);
        append(3);
        append(70);
        const fs::path at = crash();
        log.reset();
        fs::remove_all(live);
        fs::rename(at, live);
    }
    expect_first(live, 6 * 73);
}

TEST_F(Crash, IsNotNeededForOpeningAgain) {
    for (int round = 0; round < 4; ++round) {
        start(std::chrono::seconds(1));
        EXPECT_FALSE(log->note());
        expect_events(*log, groups.all());
        EXPECT_EQ(log->head(), groups.head());
        append(40);
        log.reset();
    }
    expect_first(live, 160);
}

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
        EXPECT_EQ((*opened)->note().has_value(), size != before);
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
        EXPECT_FALSE((*opened)->note());
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
        const auto other = RocksLog::open(directory / "other").value();
        ASSERT_TRUE(other->append(0, others.all(), others.head()));
    }
    fs::copy_file(
        directory / "other" / "head", live / "head", fs::copy_options::overwrite_existing
    );
    expect_refused(live, "are not those that were recorded");
}

TEST_F(Crash, OnlyOneMayHaveItOpen) {
    start(never);
    const auto second = RocksLog::open(live);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, Fault::Kind::io);
    EXPECT_NE(second.error().detail.find("is open already"), std::string::npos);
    EXPECT_FALSE(RocksLog::rebuild_head_file(live));
    log.reset();
    EXPECT_TRUE(RocksLog::open(live));
}

TEST_F(Crash, ADirectoryThatCannotBeMadeIsAFault) {
    const auto opened = RocksLog::open(directory / "no" / "such");
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().kind, Fault::Kind::io);
}

// No file may grow any further: as a full disk.
TEST_F(Crash, AfterAGroupThatCouldNotBeWrittenNoneIsTaken) {
    start(with_each_group);
    append(5);
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit full{.rlim_cur = 100'000, .rlim_max = before.rlim_max};
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &full), 0);
    const auto large = groups.next(100, 2000);
    const auto appended = log->append(5, large, groups.head());
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
    std::signal(SIGXFSZ, handler);

    ASSERT_FALSE(appended);
    EXPECT_EQ(appended.error().kind, Fault::Kind::io);
    groups.forget_from(5);
    EXPECT_EQ(log->head(), groups.head());
    const auto small = groups.next(1);
    const auto next = log->append(5, small, groups.head());
    ASSERT_FALSE(next);
    EXPECT_EQ(next.error().kind, Fault::Kind::closed);
    groups.forget_from(5);
    expect_events(*log, groups.all());
    log.reset();
    start(never);
    expect_events(*log, groups.all());
    append(3);
    expect_events(*log, groups.all());
}

// The other half of the next test: appends until it is killed, and tells `to` what was
// acknowledged.
[[noreturn]] void append_until_killed(const fs::path& at, std::uint64_t size, int to) {
    SealedGroups groups;
    if (size > 0) groups.next(size);
    const auto log = RocksLog::open(at, {.head_every = std::chrono::milliseconds(5)}).value();
    ledger_assert(log->head() == groups.head());
    while (true) {
        const std::uint64_t before = groups.head().size();
        const auto group = groups.next(1 + before % 150);
        const auto appended = log->append(before, group, groups.head());
        ledger_assert(appended.has_value());
        const std::uint64_t acknowledged = groups.head().size();
        const ssize_t written = ::write(to, &acknowledged, sizeof acknowledged);
        ledger_assert(written == sizeof acknowledged);
    }
}

// Lets this program's other half run on the log for twenty groups or a few more.
void run_and_kill(const fs::path& at, std::uint64_t size, std::uint64_t& acknowledged) {
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    const std::string told =
        at.string() + " " + std::to_string(size) + " " + std::to_string(pipe[1]);
    const pid_t child = ::fork();
    ASSERT_NE(child, -1);
    if (child == 0) {
        ::setenv("JEJAK_APPEND_UNTIL_KILLED", told.c_str(), 1);
        ::execl("/proc/self/exe", "test", "--gtest_filter=RocksLog.KeepsEvery*", nullptr);
        ::_exit(1);
    }
    ::close(pipe[1]);
    int count = 0;
    while (::read(pipe[0], &acknowledged, sizeof acknowledged) == sizeof acknowledged) {
        if (++count == 20) ::kill(child, SIGKILL);
    }
    ::close(pipe[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
    ASSERT_GE(count, 20);
}

TEST(RocksLog, KeepsEveryAcknowledgedGroupWhenItsProcessIsKilled) {
    if (const char* const told = std::getenv("JEJAK_APPEND_UNTIL_KILLED")) {
        std::istringstream words(told);
        std::string at;
        std::uint64_t size = 0;
        int to = 0;
        words >> at >> size >> to;
        append_until_killed(at, size, to);
    }
    const TemporaryDirectory directory;
    const fs::path live = directory / "live";
    std::uint64_t size = 0;
    for (int round = 0; round < 5; ++round) {
        std::uint64_t acknowledged = 0;
        ASSERT_NO_FATAL_FAILURE(run_and_kill(live, size, acknowledged));
        const auto log = RocksLog::open(live);
        ASSERT_TRUE(log) << log.error().detail;
        size = (*log)->head().size();
        ASSERT_GE(size, acknowledged);
        SealedGroups groups;
        groups.next(size);
        ASSERT_EQ((*log)->head().root, groups.head().root);
        expect_events(**log, groups.all());
    }
}

}  // namespace
}  // namespace tests
