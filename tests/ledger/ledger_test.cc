// A ledger on disk, told as its users would: acts in, events kept, nothing twice, all or nothing,
// and the same again after it was closed.

#include "ledger/ledger.h"

#include "ledger/verify.h"
#include "tests/support/book.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace ledger;
using namespace std::chrono_literals;
using tests::at;
using tests::by;
using tests::words;

class HandClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override { return moment; }
    Instant moment = at("2026-01-05T08:00:00+07:00");
};

class LedgerTest : public ::testing::Test {
protected:
    LedgerTest() { open(); }

    void open() {
        ledger_.reset();
        LedgerOptions options;
        options.found = origin::Founded{.origin = "test.example/jejak"};
        auto opened = Ledger::open(directory_.path() / "ledger", clock_, std::move(options));
        ASSERT_TRUE(opened) << opened.error().detail;
        ledger_ = *std::move(opened);
    }

    static Act agency(const std::string& id, const std::string& name = "Dinas Kesehatan") {
        Act act;
        act.stream = {"agency/" + id};
        act.event = agency::Event(agency::Registered{.title = name});
        act.actor = by("head-1", Role::head);
        act.provenance.source = "urn:test";
        act.provenance.id = "agency-" + id;
        return act;
    }

    static Act person(const std::string& id, const std::string& full_name) {
        Act act;
        act.stream = {"person/" + id};
        person::Registered registered;
        registered.agency = {"pauh"};
        registered.full_name = words(full_name);
        act.event = person::Event(registered);
        act.actor = by("team-1", Role::performance_team);
        act.provenance.source = "urn:test";
        act.provenance.id = "person-" + id;
        return act;
    }

    Outcome record_one(Act act) {
        std::vector<Act> acts;
        acts.push_back(std::move(act));
        auto answer = record(ledger_->writer(), std::move(acts));
        EXPECT_TRUE(answer) << answer.error().detail;
        return answer ? answer->front() : Outcome(Abandoned{});
    }

    tests::TemporaryDirectory directory_;
    HandClock clock_;
    std::unique_ptr<Ledger> ledger_;
};

TEST_F(LedgerTest, TheFirstRecordSaysWhatTheLedgerIs) {
    const auto first = ledger_->entry(Position{}, Closed::withhold);
    ASSERT_TRUE(first && *first);
    EXPECT_EQ(type_of((*first)->record.event), "origin.founded");
    EXPECT_EQ(ledger_->origin().origin, "test.example/jejak");
}

TEST_F(LedgerTest, AnActBecomesARecordThatNamesEverything) {
    const Outcome outcome = record_one(agency("pauh"));
    const auto& recorded = std::get<Recorded>(outcome);
    EXPECT_EQ(recorded.first, Position{1});
    EXPECT_EQ(recorded.version, 1U);
    EXPECT_EQ(recorded.recorded, clock_.moment);
    const auto entry = ledger_->entry(Position{1}, Closed::withhold);
    ASSERT_TRUE(entry && *entry);
    const Record& record = (*entry)->record;
    EXPECT_EQ(record.stream.text, "agency/pauh");
    EXPECT_EQ(record.actor, by("head-1", Role::head));
    EXPECT_EQ(record.provenance.source, "urn:test");
    EXPECT_EQ(record.previous, Digest{});
    EXPECT_NE(record.salt, Salt{});
}

TEST_F(LedgerTest, TheSameActTwiceIsOneEvent) {
    record_one(agency("pauh"));
    const Outcome again = record_one(agency("pauh"));
    ASSERT_TRUE(std::holds_alternative<Duplicate>(again));
    EXPECT_EQ(std::get<Duplicate>(again).before.first, Position{1});
    EXPECT_EQ(ledger_->size(), Position{2});
}

TEST_F(LedgerTest, IdempotencyOutlivesTheProcess) {
    record_one(agency("pauh"));
    open();
    EXPECT_TRUE(std::holds_alternative<Duplicate>(record_one(agency("pauh"))));
}

TEST_F(LedgerTest, TheSameIdWithOtherFactsIsRejected) {
    record_one(agency("pauh"));
    const Outcome other = record_one(agency("pauh", "Dinas Pendidikan"));
    ASSERT_TRUE(std::holds_alternative<Rejection>(other));
    EXPECT_EQ(std::get<Rejection>(other).code, Rejection::Code::idempotency);
}

TEST_F(LedgerTest, TheSameIdWithOtherClosedWordsIsRejectedToo) {
    record_one(agency("pauh"));
    record_one(person("p1", "Siti Rahma"));
    EXPECT_TRUE(std::holds_alternative<Duplicate>(record_one(person("p1", "Siti Rahma"))));
    const Outcome other = record_one(person("p1", "Siti Rahmi"));
    ASSERT_TRUE(std::holds_alternative<Rejection>(other));
    EXPECT_EQ(std::get<Rejection>(other).code, Rejection::Code::idempotency);
}

TEST_F(LedgerTest, ARejectionIsNotRemembered) {
    EXPECT_TRUE(std::holds_alternative<Rejection>(record_one(person("p1", "Siti"))));
    record_one(agency("pauh"));
    EXPECT_TRUE(std::holds_alternative<Recorded>(record_one(person("p1", "Siti"))));
}

TEST_F(LedgerTest, AnExpectedVersionThatDiffersIsRejected) {
    Act act = agency("pauh");
    act.expected_version = 1;
    const Outcome outcome = record_one(std::move(act));
    ASSERT_TRUE(std::holds_alternative<Rejection>(outcome));
    EXPECT_EQ(std::get<Rejection>(outcome).code, Rejection::Code::sequence);
    Act right = agency("pauh");
    right.expected_version = 0;
    EXPECT_TRUE(std::holds_alternative<Recorded>(record_one(std::move(right))));
}

TEST_F(LedgerTest, ABatchAnswersItemByItem) {
    const auto answer = record(
        ledger_->writer(),
        {agency("a"), person("p", "Siti"), agency("a"), agency("pauh"), person("q", "Budi")}
    );
    ASSERT_TRUE(answer);
    EXPECT_TRUE(std::holds_alternative<Recorded>((*answer)[0]));
    EXPECT_TRUE(std::holds_alternative<Rejection>((*answer)[1]));
    EXPECT_TRUE(std::holds_alternative<Duplicate>((*answer)[2]));
    EXPECT_TRUE(std::holds_alternative<Recorded>((*answer)[3]));
    EXPECT_TRUE(std::holds_alternative<Recorded>((*answer)[4])) << "it stands on the one before";
    EXPECT_EQ(ledger_->size(), Position{4});
}

TEST_F(LedgerTest, AllOrNothingLeavesNothing) {
    const auto answer =
        record(ledger_->writer(), {agency("pauh"), person("p", "Siti"), agency("x/y")}, true);
    ASSERT_TRUE(answer);
    EXPECT_TRUE(std::holds_alternative<Abandoned>((*answer)[0]));
    EXPECT_TRUE(std::holds_alternative<Abandoned>((*answer)[1]));
    EXPECT_TRUE(std::holds_alternative<Rejection>((*answer)[2]));
    EXPECT_EQ(ledger_->size(), Position{1});
    EXPECT_TRUE(std::holds_alternative<Recorded>(record_one(agency("pauh"))))
        << "the state before it is back, and its id is free";
}

TEST_F(LedgerTest, AClockThatRanBackwardsStopsWritesUntilItIsRight) {
    record_one(agency("pauh"));
    clock_.moment -= 1us;
    const auto refused = record(ledger_->writer(), {agency("b")});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Fault::Kind::clock);
    clock_.moment += 1us;
    EXPECT_TRUE(std::holds_alternative<Recorded>(record_one(agency("b"))));
}

TEST_F(LedgerTest, RecordedTimesAreNotTakenFromTheInputOfARealLedger) {
    Act act = agency("pauh");
    act.recorded = clock_.moment - 24h;
    const Outcome outcome = record_one(std::move(act));
    ASSERT_TRUE(std::holds_alternative<Rejection>(outcome));
    EXPECT_EQ(std::get<Rejection>(outcome).field, "recordedtime");
}

TEST_F(LedgerTest, ClosedWordsAreOpenedWithTheirKeyOnly) {
    record_one(agency("pauh"));
    record_one(person("p1", "Siti Rahma"));
    const auto open = ledger_->entry(Position{2}, Closed::open);
    const auto withheld = ledger_->entry(Position{2}, Closed::withhold);
    ASSERT_TRUE(open && *open && withheld && *withheld);
    const auto name_in = [](const Entry& entry) {
        const auto& event = std::get<person::Event>(entry.record.event);
        return std::get<person::Registered>(event).full_name;
    };
    EXPECT_EQ(ClosedWords::of(name_in(**open)), "Siti Rahma");
    EXPECT_EQ(ClosedWords::of(name_in(**withheld)), "");
    EXPECT_EQ(name_in(**withheld).characters(), 10U);
}

TEST_F(LedgerTest, ATrailCrossesStreams) {
    record_one(agency("pauh"));
    record_one(person("p1", "Siti"));
    record_one(person("p2", "Budi"));
    const auto about = ledger_->index().trail({"p1"}, Position{}, 10);
    const auto by_team = ledger_->index().trail({"team-1"}, Position{}, 10);
    ASSERT_TRUE(about && by_team);
    ASSERT_EQ(about->size(), 1U);
    EXPECT_TRUE(about->front().as_subject);
    ASSERT_EQ(by_team->size(), 2U);
    EXPECT_TRUE(by_team->front().as_actor);
    EXPECT_FALSE(by_team->front().as_subject);
}

TEST_F(LedgerTest, APastSizeIsFoundByItsRecordedTime) {
    const Instant start = clock_.moment;
    for (int i = 0; i < 10; ++i) {
        clock_.moment += 1s;
        record_one(agency("a" + std::to_string(i)));
    }
    EXPECT_EQ(ledger_->size_at(start - 1us).value(), Position{0});
    EXPECT_EQ(ledger_->size_at(start).value(), Position{1});
    EXPECT_EQ(ledger_->size_at(start + 5s).value(), Position{6});
    EXPECT_EQ(ledger_->size_at(start + 5s - 1us).value(), Position{5});
    EXPECT_EQ(ledger_->size_at(start + 1h).value(), Position{11});
}

TEST_F(LedgerTest, RowsThatWereRemovedAreMadeAgainTheSame) {
    record_one(agency("pauh"));
    record_one(person("p1", "Siti"));
    const Digest before = ledger_->index().digest().value();
    ledger_.reset();
    std::filesystem::remove_all(directory_.path() / "ledger" / "rows");
    open();
    EXPECT_EQ(ledger_->index().digest().value(), before);
    EXPECT_TRUE(std::holds_alternative<Duplicate>(record_one(agency("pauh"))));
}

TEST_F(LedgerTest, VerifyFindsNothingInALedgerThatIsWell) {
    record_one(agency("pauh"));
    for (int i = 0; i < 300; ++i) record_one(person("p" + std::to_string(i), "Nama"));
    const auto findings = verify(*ledger_, directory_.path() / "scratch", {});
    ASSERT_TRUE(findings) << findings.error().detail;
    EXPECT_TRUE(findings->problems.empty()) << findings->problems.front();
    EXPECT_EQ(findings->events, 302U);
    EXPECT_EQ(findings->root, ledger_->log().head().root);
}

TEST_F(LedgerTest, ADirectoryWithoutALedgerIsNotTakenForOne) {
    const auto opened = Ledger::open(directory_.path() / "nothing", clock_, {});
    ASSERT_FALSE(opened);
    EXPECT_NE(opened.error().detail.find("jejak init"), std::string::npos);
}

TEST(SeededLedger, TheSameSeedAndTheSameActsGiveTheSameRoot) {
    const auto root_of = [](const std::string& seed) {
        const tests::TemporaryDirectory directory;
        const HandClock clock;
        LedgerOptions options;
        options.seed = seed;
        options.found = origin::Founded{
            .origin = "simulated.test.example", .simulated_clock = true, .seeded = true
        };
        auto ledger = Ledger::open(directory.path() / "ledger", clock, std::move(options));
        EXPECT_TRUE(ledger) << ledger.error().detail;
        Act act;
        act.stream = {"agency/pauh"};
        act.event = agency::Event(agency::Registered{.title = "Dinas"});
        act.actor = by("head-1", Role::head);
        act.provenance.source = "urn:test";
        act.provenance.id = "1";
        act.recorded = at("2025-01-02");
        std::vector<Act> acts;
        acts.push_back(std::move(act));
        EXPECT_TRUE(record((*ledger)->writer(), std::move(acts)));
        return (*ledger)->log().head().root;
    };
    EXPECT_EQ(root_of("one"), root_of("one"));
    EXPECT_NE(root_of("one"), root_of("two"));
}

}  // namespace
