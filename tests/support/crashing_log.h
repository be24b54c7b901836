#pragma once
// A log in RocksDB whose directory can be looked at, and damaged, as a crash would leave it.

#include "ledger/durable_head.h"
#include "ledger/rocks_log.h"
#include "tests/support/log_contract.h"
#include "tests/support/sealed_groups.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <span>
#include <string>
#include <thread>
#include <utility>

namespace tests {

namespace fs = std::filesystem;

class Crash : public testing::Test {
protected:
    static constexpr auto never = std::chrono::hours(1000);
    static constexpr auto with_each_group = std::chrono::milliseconds(0);

    // How much the head file knows: with `never` what was there when the log was opened, and where
    // it knew that already, the first group; else all, sooner or later.
    void start(std::chrono::milliseconds head_every) {
        const bool is_known = groups.all().empty() || knows_head(groups.head());
        log = ledger::RocksLog::open(live, {.head_every = head_every, .create = true}).value();
        if (!is_known) wait_for_head();
        waits_for_head = is_known && head_every == never;
    }

    void append(std::size_t count, std::size_t record_bytes = 60) {
        const std::uint64_t size = groups.head().size();
        const auto group = groups.next(count, record_bytes);
        const auto appended = log->append(size, group, groups.head());
        ASSERT_TRUE(appended) << appended.error().detail;
        if (std::exchange(waits_for_head, false)) wait_for_head();
    }

    [[nodiscard]] bool knows_head(const ledger::Head& head) const {
        const auto file = ledger::DurableHead::open(live / "head");
        return file && file->newest() == head;
    }
    // Until the head file knows what the log has, which a thread of its own says to it.
    void wait_for_head() const {
        const auto give_up = std::chrono::steady_clock::now() + std::chrono::minutes(1);
        while (!knows_head(log->head())) {
            ASSERT_LT(std::chrono::steady_clock::now(), give_up);
            std::this_thread::yield();
        }
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
        const auto opened = ledger::RocksLog::open(at);
        ASSERT_TRUE(opened) << opened.error().detail;
        expect_events(**opened, std::span(groups.all()).first(count));
    }

    // Refused twice, with these words: the first time changed nothing that matters.
    static void expect_refused(const fs::path& at, const std::string& words) {
        for (int i = 0; i < 2; ++i) {
            const auto opened = ledger::RocksLog::open(at);
            ASSERT_FALSE(opened);
            EXPECT_EQ(opened.error().kind, ledger::Fault::Kind::corrupt);
            EXPECT_NE(opened.error().detail.find(words), std::string::npos)
                << opened.error().detail;
        }
    }

    TemporaryDirectory directory;
    fs::path live = directory / "live";
    SealedGroups groups;
    std::unique_ptr<ledger::RocksLog> log;
    int crashes = 0;
    bool waits_for_head = false;  // with the first group
};

}  // namespace tests
