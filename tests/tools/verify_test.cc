// What `jejak verify` says of a ledger that was not closed, or that somebody has open meanwhile:
// what a stop leaves is told of the one, and expected of the other; damage is told of both.

#include "ledger/file.h"
#include "tests/support/forged_ledger.h"
#include "tests/support/said.h"
#include "tests/support/temporary_directory.h"
#include "tools/house.h"
#include "tools/verbs.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

namespace {

using tests::Said;
using tests::said;
namespace fs = std::filesystem;

class Verify : public ::testing::Test {
protected:
    Verify() {
        const Said founded =
            said([&] { return tools::init({.directory = live_, .origin = "test.example"}, {}); });
        EXPECT_EQ(founded.status, tools::exit_ok) << founded.err;
        house_ = *tools::House::open(live_, {}, {});
        for (const char* name : {"pauh", "agam"}) {
            EXPECT_TRUE(record(house_->ledger().writer(), {tests::agency_act(name)}));
        }
        image_ = directory_ / "image";  // as a crash would leave it
        fs::copy(live_, image_, fs::copy_options::recursive);
    }

    static fs::path wal_in(const fs::path& ledger) {
        for (const auto& file : fs::directory_iterator(ledger / "log")) {
            if (file.path().extension() == ".log" && file.file_size() > 0) return file.path();
        }
        ADD_FAILURE() << "no write-ahead log file in " << ledger;
        return {};
    }
    static Said verified(const fs::path& ledger) {
        return said([&] { return tools::verify({.what = ledger}, {}); });
    }
    // As long as it lives, somebody has the ledger open.
    static ledger::File held(const fs::path& ledger) {
        auto lock = *ledger::File::open(ledger / "lock", ledger::File::Mode::open_or_create);
        EXPECT_TRUE(*lock.lock());
        return lock;
    }

    tests::TemporaryDirectory directory_;
    fs::path live_ = directory_ / "live";
    fs::path image_;
    std::unique_ptr<tools::House> house_;
};

TEST_F(Verify, WhatAStopHasLeftIsToldUnlessSomebodyIsWriting) {
    std::ofstream(wal_in(image_), std::ios::app | std::ios::binary) << std::string(100, 'x');
    {
        const auto lock = held(image_);
        const Said beside = verified(image_);
        EXPECT_EQ(beside.status, tools::exit_ok) << beside.out << beside.err;
    }
    const Said alone = verified(image_);
    EXPECT_EQ(alone.status, tools::exit_not_verified) << alone.out;
    EXPECT_NE(alone.out.find("it is left out"), std::string::npos) << alone.out;
}

TEST_F(Verify, DamageIsToldAlsoWhereSomebodyIsWriting) {
    house_.reset();  // now all is in a table
    const fs::path old = wal_in(image_);
    const fs::path damaged = live_ / "log" / old.filename();
    fs::copy_file(old, damaged, fs::copy_options::overwrite_existing);
    {
        std::fstream bytes(damaged, std::ios::in | std::ios::out | std::ios::binary);
        bytes.seekp(60);
        bytes.put('\x7f');
    }
    const auto lock = held(live_);
    const Said beside = verified(live_);
    EXPECT_EQ(beside.status, tools::exit_not_verified) << beside.out << beside.err;
    EXPECT_NE(beside.out.find("no event is missing"), std::string::npos) << beside.out;
}

}  // namespace
