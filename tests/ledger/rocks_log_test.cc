#include "ledger/rocks_log.h"

#include "tests/support/crashing_log.h"
#include "tests/support/log_contract.h"
#include "tests/support/memory_log.h"
#include "tests/support/temporary_directory.h"

#include <csignal>
#include <cstdlib>
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
        : log_(ledger::RocksLog::open(
                   directory_ / "it", {.cache_bytes_max = cache_bytes_max, .create = true}
          )
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
        EXPECT_EQ(log->notes().leftovers, "");
        expect_events(*log, groups.all());
        EXPECT_EQ(log->head(), groups.head());
        append(40);
        log.reset();
    }
    expect_first(live, 160);
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
    const auto log =
        RocksLog::open(at, {.head_every = std::chrono::milliseconds(5), .create = true}).value();
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
