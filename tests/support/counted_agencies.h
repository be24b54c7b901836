#pragma once
// A log in memory of agencies that are registered, and a projection that counts them: what a test
// of following and replaying needs.

#include "ledger/record_codec.h"
#include "ledger/row_store.h"
#include "ledger/sha256.h"
#include "projections/projection.h"
#include "tests/support/memory_log.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tests {

struct Count {
    std::uint32_t events = 0;
    static constexpr std::tuple fields{ledger::field("events", &Count::events)};
};

// How many events each agency has.
class Counts final : public projections::Projection {
public:
    explicit Counts(std::uint32_t version = 1) : version_(version) {}
    [[nodiscard]] std::string_view name() const override { return "counts"; }
    [[nodiscard]] std::uint32_t version() const override { return version_; }
    [[nodiscard]] std::string form() const override { return "{events:number}"; }
    [[nodiscard]] std::optional<std::string_view> partition(std::string_view stream
    ) const override {
        if (!stream.starts_with("agency/")) return std::nullopt;
        return stream.substr(7);
    }
    void apply(const ledger::Happened& happened, projections::Rows& rows) const override {
        rows.edit<Count>(std::string(happened.stream.key())).events += 1;
    }

    [[nodiscard]] static std::uint32_t of(const ledger::RowStore& rows, const std::string& agency) {
        const auto row = rows.get(agency);
        return row ? projections::value_of<Count>(*row, agency).value().events : 0;
    }

private:
    std::uint32_t version_;
};

class CountedAgencies : public ::testing::Test {
protected:
    CountedAgencies()
        : vault_(ledger::Vault::found(
                     {.slots = directory_ / "slots", .master = directory_ / "master.key"}, *entropy_
          )
                     .value()),
          encoder_(*vault_) {}

    ledger::Sealed sealed(const std::string& agency) {
        ledger::Record record;
        record.stream = {"agency/" + agency};
        record.version = 1;
        record.provenance = {.source = "urn:test", .id = std::to_string(head_.size())};
        record.event = ledger::agency::Event(
            ledger::agency::Registered{.title = "Kota", .kind = {}, .zone = {}}
        );
        auto encoded = *encoder_.encode(record, std::nullopt).value();
        const ledger::Digest entry = sha256_(encoded.record);
        return {std::move(encoded.record), std::move(encoded.parts), entry, record.recorded};
    }
    // A record that no projection can read.
    ledger::Sealed broken() {
        ledger::Sealed broken = sealed("a");
        for (std::size_t i = 8; i < broken.record.size(); ++i) broken.record[i] = 0xFF;
        return broken;
    }
    void append(const std::string& agency) { append({sealed(agency)}); }
    void append(const std::vector<ledger::Sealed>& group) {
        const std::uint64_t before = head_.size();
        for (const ledger::Sealed& one : group) head_.tree.append(sha256_, one.entry);
        head_.root = head_.tree.root(sha256_);
        ASSERT_TRUE(log_.append(before, group, head_));
    }
    ledger::Position end() const { return ledger::Position{head_.size()}; }

    TemporaryDirectory directory_;
    std::unique_ptr<ledger::Entropy> entropy_ = ledger::seeded_entropy("counted");
    std::unique_ptr<ledger::Vault> vault_;
    ledger::RecordEncoder encoder_;
    ledger::Sha256 sha256_;
    MemoryLog log_;
    ledger::Head head_ = ledger::empty_head();
};

}  // namespace tests
