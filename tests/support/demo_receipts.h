#pragma once
// The demonstration's ledger, with a checkpoint and a closed day, and receipts made from it.

#include "projections/receipt_check.h"
#include "tests/support/temporary_directory.h"
#include "tools/house.h"
#include "tools/verbs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

namespace tests {

using ledger::Position;
using projections::Lie;
using projections::Receipt;

class DemoReceipts : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        directory_ = std::make_unique<TemporaryDirectory>();
        const auto place = directory_->path() / "demo";
        ASSERT_EQ(tools::demo({.directory = place, .fill_only = true}, {}), tools::exit_ok);
        auto house = tools::House::open(place, {}, {});
        ASSERT_TRUE(house) << house.error().detail;
        house_ = *std::move(house);
        checkpoint_ = **house_->publisher().now();
        ASSERT_TRUE(house_->completeness().last());
    }
    static void TearDownTestSuite() {
        house_.reset();
        directory_.reset();
    }

    static projections::AsOf now() {
        const Position size = house_->ledger().size();
        return {size, day_of(*house_->ledger().recorded_at(size), ledger::Zone::wib)};
    }
    static projections::Trusted trusted() {
        return {house_->ledger().log_key().signing.verifier(), {}, {}};
    }
    static void expect_caught(const Receipt& receipt, Lie lie) {
        const auto shown = check(receipt, trusted());
        ASSERT_FALSE(shown) << "nobody noticed";
        EXPECT_EQ(ledger::name_of(shown.error().lie), ledger::name_of(lie))
            << shown.error().words.en;
    }
    static std::size_t count(const projections::Shown& shown, const std::string& file) {
        for (const auto& [name, records] : shown.files) {
            if (name == file) return records;
        }
        ADD_FAILURE() << file;
        return 0;
    }
    // Where the records of a file are in the receipt.
    static std::size_t index_of(const Receipt& receipt, Position position) {
        const auto found = std::ranges::find(
            receipt.records, position, &projections::receipt::ProvedRecord::position
        );
        EXPECT_NE(found, receipt.records.end());
        return static_cast<std::size_t>(found - receipt.records.begin());
    }
    static projections::receipt::File& file(Receipt& receipt, std::string_view name_end) {
        for (auto& each : receipt.completeness->files) {
            if (each.name.ends_with(name_end)) return each;
        }
        ADD_FAILURE() << name_end;
        return receipt.completeness->files.front();
    }

    static inline std::unique_ptr<TemporaryDirectory> directory_;
    static inline std::unique_ptr<tools::House> house_;
    static inline ledger::SignedCheckpoint checkpoint_;
};

}  // namespace tests
