// The runner keeps rows up with the log, tells who waits for a position, and stops at a projection
// that cannot go on.

#include "projections/runner.h"

#include "ledger/record_codec.h"
#include "tests/support/book.h"
#include "tests/support/memory_log.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace ledger;
using projections::Runner;

struct Count {
    std::uint32_t events = 0;
    static constexpr std::tuple fields{field("events", &Count::events)};
};

// How many events each agency has.
class Counts final : public projections::Projection {
public:
    explicit Counts(std::uint32_t version = 1) : version_(version) {}
    std::string_view name() const override { return "counts"; }
    std::uint32_t version() const override { return version_; }
    std::string form() const override { return "{events:number}"; }
    std::optional<std::string_view> partition(std::string_view stream) const override {
        if (!stream.starts_with("agency/")) return std::nullopt;
        return stream.substr(7);
    }
    void apply(const Happened& happened, projections::Rows& rows) const override {
        rows.edit<Count>(std::string(happened.stream.key())).events += 1;
    }

private:
    std::uint32_t version_;
};

class Running : public ::testing::Test {
protected:
    Running()
        : vault_(Vault::found(
                     {.slots = directory_ / "slots", .master = directory_ / "master.key"}, *entropy_
          )
                     .value()),
          encoder_(*vault_) {}

    Sealed sealed(const std::string& agency) {
        Record record;
        record.stream = {"agency/" + agency};
        record.version = 1;
        record.provenance = {.source = "urn:test", .id = std::to_string(head_.size())};
        record.event = agency::Event(agency::Registered{.title = "Kota", .kind = {}, .zone = {}});
        auto encoded = *encoder_.encode(record, std::nullopt).value();
        const Digest entry = sha256_(encoded.record);
        return {std::move(encoded.record), std::move(encoded.parts), entry, record.recorded};
    }
    void append(const std::string& agency) { append({sealed(agency)}); }
    void append(const std::vector<Sealed>& group) {
        const std::uint64_t before = head_.size();
        for (const Sealed& one : group) head_.tree.append(sha256_, one.entry);
        head_.root = head_.tree.root(sha256_);
        ASSERT_TRUE(log_.append(before, group, head_));
    }
    Position end() const { return Position{head_.size()}; }

    OrFault<std::unique_ptr<Runner>> start(std::uint32_t version = 1) {
        std::filesystem::create_directories(directory_ / "rows");
        std::vector<std::unique_ptr<projections::Projection>> all;
        all.push_back(std::make_unique<Counts>(version));
        return Runner::start(log_, directory_.path() / "rows", std::move(all), 2, {});
    }
    static bool wait(Runner& runner, Position size) {
        std::promise<bool> told;
        runner.when_at(size, [&](bool reached) { told.set_value(reached); });
        return told.get_future().get();
    }
    static std::uint32_t count(const Runner& runner, const std::string& agency) {
        const auto row = runner.rows("counts").get(agency);
        return row ? projections::value_of<Count>(*row, agency).value().events : 0;
    }

    tests::TemporaryDirectory directory_;
    std::unique_ptr<Entropy> entropy_ = seeded_entropy("runner");
    std::unique_ptr<Vault> vault_;
    RecordEncoder encoder_;
    Sha256 sha256_;
    tests::MemoryLog log_;
    Head head_ = empty_head();
};

TEST_F(Running, CatchesUpBeforeItStarts) {
    for (int i = 0; i < 5; ++i) append("a");
    append("b");
    const auto runner = start().value();
    EXPECT_EQ(runner->position(), end());
    EXPECT_EQ(count(*runner, "a"), 5U);
    EXPECT_EQ(count(*runner, "b"), 1U);
}

TEST_F(Running, FollowsTheLogAndTellsWhoWaits) {
    const auto runner = start().value();
    for (int round = 1; round <= 20; ++round) {
        append("a");
        runner->notify(end());
        ASSERT_TRUE(wait(*runner, end()));
        EXPECT_EQ(count(*runner, "a"), static_cast<std::uint32_t>(round));
    }
}

TEST_F(Running, TellsWhoAskedBeforeTheEventWasThere) {
    const auto runner = start().value();
    std::promise<bool> told;
    runner->when_at(Position{1}, [&](bool reached) { told.set_value(reached); });
    append("a");
    runner->notify(end());
    EXPECT_TRUE(told.get_future().get());
}

TEST_F(Running, TellsWhoStillWaitsWhenItStopsThatItIsOver) {
    auto runner = start().value();
    std::promise<bool> told;
    runner->when_at(Position{1}, [&](bool reached) { told.set_value(reached); });
    runner.reset();
    EXPECT_FALSE(told.get_future().get());
}

TEST_F(Running, GoesOnWhereItWas) {
    append("a");
    start().value().reset();
    append("a");
    const auto runner = start().value();
    EXPECT_EQ(count(*runner, "a"), 2U);
}

TEST_F(Running, MakesTheRowsOfANewVersionAnewAndRemovesTheOld) {
    append("a");
    start(1).value().reset();
    const auto runner = start(2).value();
    EXPECT_EQ(count(*runner, "a"), 1U);
    EXPECT_FALSE(std::filesystem::exists(projections::rows_directory(directory_ / "rows", Counts(1))
    ));
    EXPECT_TRUE(std::filesystem::exists(projections::rows_directory(directory_ / "rows", Counts(2)))
    );
}

TEST_F(Running, StopsAtARecordThatItCannotReadAndServesNoGuess) {
    const auto runner = start().value();
    Sealed broken = sealed("a");
    for (std::size_t i = 8; i < broken.record.size(); ++i) broken.record[i] = 0xFF;
    append({broken});
    runner->notify(end());
    EXPECT_FALSE(wait(*runner, end()));
    ASSERT_TRUE(runner->stopped());
    EXPECT_EQ(runner->stopped()->kind, Fault::Kind::corrupt);
    EXPECT_EQ(runner->position(), Position{});
}

TEST_F(Running, RefusesRowsThatAreAheadOfTheLog) {
    append("a");
    append("a");
    start().value().reset();
    tests::MemoryLog shorter;
    std::vector<std::unique_ptr<projections::Projection>> all;
    all.push_back(std::make_unique<Counts>());
    const auto runner = Runner::start(shorter, directory_.path() / "rows", std::move(all), 1, {});
    ASSERT_FALSE(runner);
    EXPECT_EQ(runner.error().kind, Fault::Kind::corrupt);
}

}  // namespace
