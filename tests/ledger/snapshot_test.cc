// A look at a ledger that somebody has open and writes to: what was acknowledged is there, whole,
// and the ledger itself is not touched.

#include "ledger/snapshot.h"

#include "ledger/verify.h"
#include "tests/support/book.h"
#include "tests/support/hand_clock.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace ledger;
namespace fs = std::filesystem;

class SnapshotTest : public ::testing::Test {
protected:
    SnapshotTest() { open(); }

    void open(std::size_t log_buffer_bytes = RocksLogOptions{}.buffer_bytes) {
        ledger_.reset();
        LedgerOptions options;
        options.found = origin::Founded{.origin = "test.example"};
        options.log_buffer_bytes = log_buffer_bytes;
        options.index_rows.run_rows_max = 2000;
        ledger_ = *Ledger::open(place_, clock_, std::move(options));
    }
    void record_person(int number) {
        Act act;
        act.stream = {"person/p" + std::to_string(number)};
        person::Registered registered;
        registered.agency = {"pauh"};
        registered.full_name = tests::words("Siti");
        act.event = person::Event(registered);
        act.actor = tests::by("team-1", Role::performance_team);
        act.provenance = {.source = "urn:test", .id = "p" + std::to_string(number)};
        std::vector<Act> acts;
        acts.push_back(std::move(act));
        ASSERT_TRUE(record(ledger_->writer(), std::move(acts)));
    }
    void record_agency() {
        Act act;
        act.stream = {"agency/pauh"};
        act.event = agency::Event(agency::Registered{.title = "Pauh"});
        act.actor = tests::by("head-1", Role::head);
        act.provenance = {.source = "urn:test", .id = "pauh"};
        std::vector<Act> acts;
        acts.push_back(std::move(act));
        ASSERT_TRUE(record(ledger_->writer(), std::move(acts)));
    }
    // Everything in the snapshot is in order; its size.
    std::uint64_t expect_sound(const Snapshot& snapshot) {
        const auto look = Ledger::open(snapshot.ledger(), clock_, {});
        EXPECT_TRUE(look) << look.error().detail;
        if (!look) return 0;
        const auto findings = verify(**look, snapshot.ledger() / "scratch", {}, {});
        EXPECT_TRUE(findings) << findings.error().detail;
        for (const std::string& problem : findings->problems) ADD_FAILURE() << problem;
        return findings->events;
    }

    tests::TemporaryDirectory directory_;
    fs::path place_ = directory_ / "ledger";
    tests::HandClock clock_;
    std::unique_ptr<Ledger> ledger_;
};

TEST_F(SnapshotTest, HoldsAllThatWasAcknowledged) {
    record_agency();
    for (int i = 0; i < 20; ++i) record_person(i);
    const auto snapshot = Snapshot::take(place_);
    ASSERT_TRUE(snapshot) << snapshot.error().detail;
    EXPECT_TRUE(snapshot->is_live());
    EXPECT_EQ(expect_sound(*snapshot), 22U);
}

TEST_F(SnapshotTest, WhileEventsComeInAndFilesComeAndGo) {
    open(64UL * 1024);
    record_agency();
    std::atomic<bool> stop = false;
    std::atomic<int> recorded = 0;
    std::thread writing([&] {
        while (!stop) {
            record_person(recorded);
            ++recorded;
        }
    });
    for (int i = 0; i < 10; ++i) {
        const int before = recorded;
        const auto snapshot = Snapshot::take(place_);
        EXPECT_TRUE(snapshot) << snapshot.error().detail;
        if (!snapshot) break;
        EXPECT_GE(expect_sound(*snapshot), static_cast<std::uint64_t>(before) + 2);
    }
    stop = true;
    writing.join();
}

TEST_F(SnapshotTest, IsOneAtATimeAndLeavesNothing) {
    record_agency();
    {
        const auto snapshot = Snapshot::take(place_);
        ASSERT_TRUE(snapshot);
        const auto second = Snapshot::take(place_);
        ASSERT_FALSE(second);
        EXPECT_NE(second.error().detail.find("already"), std::string::npos);
    }
    EXPECT_FALSE(fs::exists(place_ / "look" / "ledger"));
    EXPECT_TRUE(Snapshot::take(place_));
}

TEST_F(SnapshotTest, OfALedgerThatNobodyHasOpen) {
    record_agency();
    ledger_.reset();
    auto snapshot = Snapshot::take(place_);
    ASSERT_TRUE(snapshot);
    EXPECT_FALSE(snapshot->is_live());
    EXPECT_FALSE(Ledger::open(place_, clock_, {})) << "nobody replaces a key that is only linked";
    EXPECT_EQ(expect_sound(*snapshot), 2U);
    snapshot->forget_keys();
    EXPECT_TRUE(Ledger::open(place_, clock_, {}));
    EXPECT_FALSE(Snapshot::take(directory_ / "nothing"));
}

// A key that is destroyed while somebody looks is gone in what he looks at too, and a backup of the
// folder has none.
TEST_F(SnapshotTest, CopiesNoKey) {
    record_agency();
    record_person(1);
    auto snapshot = Snapshot::take(place_);
    ASSERT_TRUE(snapshot);
    std::size_t keys = 0;
    for (const auto& key : fs::directory_iterator(snapshot->ledger() / "keys")) {
        ++keys;
        EXPECT_TRUE(key.is_symlink()) << key.path();
        EXPECT_TRUE(fs::equivalent(place_ / "keys" / key.path().filename(), key.path()));
    }
    EXPECT_GE(keys, 3U) << "slots, the master key, the log's key";
    snapshot->forget_keys();
    EXPECT_FALSE(fs::exists(snapshot->ledger() / "keys"));
    EXPECT_GT(fs::file_size(place_ / "keys" / "slots"), 0U);
}

TEST_F(SnapshotTest, WhatAnInterruptedOneHasLeftIsCleared) {
    EXPECT_TRUE(*Snapshot::clear(place_)) << "where nobody ever looked";
    fs::create_directories(place_ / "look" / "ledger" / "log");
    std::ofstream(place_ / "look" / "ledger" / "log" / "CURRENT") << "of an interrupted one";
    EXPECT_TRUE(*Snapshot::clear(place_));
    EXPECT_FALSE(fs::exists(place_ / "look" / "ledger"));
}

TEST_F(SnapshotTest, NothingIsClearedWhileSomebodyLooks) {
    record_agency();
    const auto snapshot = Snapshot::take(place_);
    ASSERT_TRUE(snapshot);
    EXPECT_FALSE(*Snapshot::clear(place_));
    EXPECT_TRUE(fs::exists(snapshot->ledger()));
}

}  // namespace
