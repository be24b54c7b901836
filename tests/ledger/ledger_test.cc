// A ledger on disk, told as its users would: acts in, events kept, nothing twice, all or nothing,
// and the same again after it was closed.

#include "ledger/ledger.h"

#include "ledger/rocks_log.h"
#include "ledger/verify.h"
#include "tests/support/book.h"
#include "tests/support/hand_clock.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace ledger;
using namespace std::chrono_literals;
using tests::at;
using tests::by;
using tests::words;

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
    tests::HandClock clock_;
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
    EXPECT_EQ(recorded.recorded, clock_.now());
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
    clock_.move(-(1us));
    const auto refused = record(ledger_->writer(), {agency("b")});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Fault::Kind::clock);
    clock_.move(1us);
    EXPECT_TRUE(std::holds_alternative<Recorded>(record_one(agency("b"))));
}

TEST_F(LedgerTest, RecordedTimesAreNotTakenFromTheInputOfARealLedger) {
    Act act = agency("pauh");
    act.recorded = clock_.now() - 24h;
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

// An office sees what is done on its behalf, and whoever it is done by sees it too.
TEST_F(LedgerTest, ATrailHasWhatIsDoneOnSomebodysBehalf) {
    Act act = agency("pauh");
    act.actor.on_behalf_of = {"office-1"};
    act.actor.mandate = "SK 7";
    const PersonId deputy = act.actor.person;
    record_one(std::move(act));
    for (const PersonId& person : {deputy, PersonId{"office-1"}}) {
        const auto trail = ledger_->index().trail(person, Position{}, 10);
        ASSERT_TRUE(trail);
        ASSERT_EQ(trail->size(), 1U) << person.text;
        EXPECT_TRUE(trail->front().as_actor);
        EXPECT_FALSE(trail->front().as_subject);
    }
}

TEST_F(LedgerTest, APastSizeIsFoundByItsRecordedTime) {
    const Instant start = clock_.now();
    for (int i = 0; i < 10; ++i) {
        clock_.move(1s);
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
    const auto findings = verify(*ledger_, directory_.path() / "scratch", {}, {});
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

TEST_F(LedgerTest, AMistypedPathLeavesNothingBehind) {
    const auto nothing = directory_.path() / "nothing";
    EXPECT_FALSE(Ledger::open(nothing, clock_, {}));
    EXPECT_FALSE(std::filesystem::exists(nothing));
    std::filesystem::create_directory(nothing);
    EXPECT_FALSE(Ledger::open(nothing, clock_, {}));
    EXPECT_TRUE(std::filesystem::is_empty(nothing));
}

TEST_F(LedgerTest, FoundingGoesOnWhereItWasInterrupted) {
    LedgerOptions founding;
    founding.found = origin::Founded{.origin = "test.example/other"};
    const auto home = directory_.path() / "other";
    const auto begin = [&](int stage) {
        std::filesystem::remove_all(home);
        std::filesystem::create_directory(home);
        if (stage >= 1) std::ofstream(home / "lock");
        if (stage == 2) std::ofstream(home / "head.new") << "half of a head";
        if (stage >= 3) {
            EXPECT_TRUE(RocksLog::open(home, {.create = true}));
        }
        if (stage >= 4) std::filesystem::create_directory(home / "keys");
        if (stage == 5) std::ofstream(home / "keys" / "master.key.new") << "half of a key";
        const auto entropy = system_entropy();
        if (stage >= 6) {
            EXPECT_TRUE(
                Vault::found({home / "keys" / "slots", home / "keys" / "master.key"}, *entropy)
            );
        }
        if (stage == 7) std::filesystem::remove(home / "keys" / "slots");
    };
    for (int stage = 0; stage <= 7; ++stage) {
        begin(stage);
        EXPECT_FALSE(Ledger::open(home, clock_, {})) << stage << ": it is not founded by itself";
        const auto founded = Ledger::open(home, clock_, founding);
        ASSERT_TRUE(founded) << stage << ": " << founded.error().detail;
        EXPECT_TRUE((*founded)->was_founded());
        EXPECT_EQ((*founded)->size(), Position{1});
    }
    founding.found->origin = "test.example/another";
    const auto again = Ledger::open(home, clock_, founding);
    ASSERT_TRUE(again);
    EXPECT_FALSE((*again)->was_founded());
    EXPECT_EQ((*again)->origin().origin, "test.example/other");
}

// With other slots two persons would come to share a key.
TEST_F(LedgerTest, KeysThatAreNotItsOwnAreRefused) {
    const auto keys = directory_.path() / "ledger" / "keys";
    const auto backup = directory_.path() / "backup";
    record_one(agency("pauh"));
    record_one(person("p1", "Siti"));
    ledger_.reset();
    std::filesystem::copy(keys, backup);
    const auto expect_refused = [&](std::string_view words) {
        const auto opened = Ledger::open(directory_.path() / "ledger", clock_, {});
        ASSERT_FALSE(opened);
        EXPECT_EQ(opened.error().kind, Fault::Kind::corrupt);
        EXPECT_NE(opened.error().detail.find(words), std::string::npos) << opened.error().detail;
    };
    std::filesystem::remove_all(keys);
    expect_refused("is missing");
    const auto entropy = system_entropy();
    ASSERT_TRUE(Vault::found({keys / "slots", keys / "master.key"}, *entropy));
    expect_refused("it is older than the log");
    std::filesystem::remove_all(keys);
    std::filesystem::copy(backup, keys);
    open();
    record_one(person("p2", "Budi"));
    ledger_.reset();
    std::filesystem::remove_all(keys);
    std::filesystem::copy(backup, keys);
    expect_refused("it is older than the log");

    LedgerOptions founding;
    founding.found = origin::Founded{.origin = "test.example/jejak"};
    ASSERT_TRUE(Ledger::open(directory_.path() / "other", clock_, std::move(founding)));
    std::filesystem::remove_all(keys);
    std::filesystem::copy(directory_.path() / "other" / "keys", keys);
    expect_refused("another ledger");
}

TEST_F(LedgerTest, ItsSizeIsNeverAheadOfItsIndex) {
    std::atomic<bool> stop = false;
    std::atomic<int> ahead = 0;
    std::jthread reader([&] {
        while (!stop) {
            const Position size = ledger_->size();
            if (ledger_->index().size() < size) ++ahead;
            const Position last{std::to_underlying(size) - 1};
            const auto entry = ledger_->entry(last, Closed::withhold);
            if (!entry || !*entry) ++ahead;
            if (entry && *entry && ledger_->index().head((*entry)->record.stream)->version == 0)
                ++ahead;
        }
    });
    for (int i = 0; i < 300; ++i) record_one(agency("a" + std::to_string(i)));
    stop = true;
    reader.join();
    EXPECT_EQ(ahead, 0);
}

TEST(SeededLedger, TheSameSeedAndTheSameActsGiveTheSameRoot) {
    const auto root_of = [](const std::string& seed) {
        const tests::TemporaryDirectory directory;
        const tests::HandClock clock;
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
