// A person who is forgotten: neither his key nor his words are in any file, nor in a backup that is
// put back; everything else is as it was.

#include "ledger/forgetting.h"

#include "ledger/bytes.h"
#include "ledger/closed_texts.h"
#include "ledger/closer.h"
#include "ledger/completeness.h"
#include "ledger/file.h"
#include "ledger/public_tree.h"
#include "ledger/publisher.h"
#include "ledger/verify.h"
#include "tests/support/book.h"
#include "tests/support/hand_clock.h"
#include "tests/support/random_values.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>
#include <rocksdb/db.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using namespace ledger;
using tests::at;
using tests::by;
using tests::words;

const PersonId siti{"siti"};
const PersonId budi{"budi"};
const std::string siti_said = "Sitti Nurbaya binti Mahmud, d\xC3\xA9sa Pauh";
const std::string budi_said = "Budi Santoso dari Lubuk Alung";

std::string bytes_in(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// The files below `directory` that have these bytes anywhere.
std::vector<std::string> files_with(const fs::path& directory, const std::string& bytes) {
    std::vector<std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator(directory)) {
        if (!entry.is_regular_file()) continue;
        if (bytes_in(entry.path()).find(bytes) == std::string::npos) continue;
        found.push_back(entry.path().lexically_relative(directory).string());
    }
    return found;
}

using Strings = std::vector<std::string>;

// Everything that a RocksDB holds, as it was before it was compressed.
std::string uncompressed(const fs::path& store) {
    rocksdb::DB* opened = nullptr;
    const auto status = rocksdb::DB::OpenForReadOnly({}, store.string(), &opened);
    EXPECT_TRUE(status.ok()) << status.ToString();
    if (!status.ok()) return {};
    const std::unique_ptr<rocksdb::DB> db(opened);
    const std::unique_ptr<rocksdb::Iterator> row(db->NewIterator({}));
    std::string all;
    for (row->SeekToFirst(); row->Valid(); row->Next()) {
        all += row->key().ToString() + row->value().ToString();
    }
    return all;
}

// The directories of each RocksDB: of the log, and of rows.
std::vector<fs::path> stores_in(const fs::path& directory) {
    std::vector<fs::path> found;
    for (const auto& entry : fs::recursive_directory_iterator(directory)) {
        if (entry.path().filename() == "CURRENT") found.push_back(entry.path().parent_path());
    }
    return found;
}

bool has_tables(const fs::path& store) {
    return std::ranges::any_of(fs::directory_iterator(store), [](const auto& entry) {
        return entry.path().extension() == ".sst";
    });
}

// A key as the vault's file has it, and as it is.
struct Key {
    std::string wrapped;
    std::string plain;
};

Key key_in(const fs::path& keys, std::uint32_t slot) {
    const std::string master = bytes_in(keys / "master.key");
    const std::string bytes = bytes_in(keys / "slots").substr(4096 + 128UL * slot, 128);
    Key key{bytes.substr(32, 48), std::string(32, '\0')};
    const std::array<std::uint8_t, 4> context{
        0, 0, static_cast<std::uint8_t>(slot >> 8U), static_cast<std::uint8_t>(slot)
    };
    const auto* const all = reinterpret_cast<const std::uint8_t*>(bytes.data());
    EXPECT_EQ(
        crypto_aead_xchacha20poly1305_ietf_decrypt(
            reinterpret_cast<std::uint8_t*>(key.plain.data()),
            nullptr,
            nullptr,
            all + 32,
            48,
            context.data(),
            context.size(),
            all + 8,
            reinterpret_cast<const std::uint8_t*>(master.data())
        ),
        0
    );
    return key;
}

class ForgettingTest : public ::testing::Test {
protected:
    ForgettingTest() {
        open();
        EXPECT_TRUE(recorded(
            act(stream_of(AgencyId{"pauh"}),
                agency::Event(agency::Registered{.title = "Kota Pauh"}),
                by("hasan", Role::head),
                "pauh")
        ));
        EXPECT_TRUE(recorded(registered(siti, siti_said)));
        EXPECT_TRUE(recorded(registered(budi, budi_said)));
        slot_ = std::to_underlying(*ledger_->index().key_slot(siti).value());
        key_ = key_in(place_ / "keys", slot_);
    }

    void open() {
        ledger_.reset();
        auto opened = opened_at(place_);
        ASSERT_TRUE(opened) << opened.error().detail;
        ledger_ = *std::move(opened);
    }
    OrFault<std::unique_ptr<Ledger>> opened_at(const fs::path& place) {
        LedgerOptions options;
        options.found = origin::Founded{.origin = "test.example/jejak"};
        options.log_buffer_bytes = 64UL * 1024;
        options.index_rows.run_rows_max = 200;
        return Ledger::open(place, clock_, std::move(options));
    }

    static Act act(const StreamId& stream, Event event, const Actor& actor, std::string id) {
        Act act;
        act.stream = stream;
        act.event = std::move(event);
        act.actor = actor;
        act.provenance.source = "urn:test";
        act.provenance.id = std::move(id);
        return act;
    }
    static Act registered(const PersonId& person, const std::string& full_name) {
        person::Registered event;
        event.agency = {"pauh"};
        event.full_name = words(full_name);
        return act(
            stream_of(person),
            person::Event(event),
            by("team-1", Role::performance_team),
            "registered-" + person.text
        );
    }
    // Something new that is closed under a person's key.
    static Act words_about(const PersonId& person) {
        feedback::Given given{.about = person};
        given.behaviour = plan::Behaviour::service;
        given.text = words("Terima kasih atas layanannya");
        return act(
            stream_of(FeedbackId{"f1"}), feedback::Event(given), by("eka", Role::peer), "feedback-1"
        );
    }
    static Act about(const PersonId& person, privacy::Event event, const Actor& actor) {
        static int number = 0;
        return act(
            privacy::stream_of(person),
            std::move(event),
            actor,
            "privacy-" + std::to_string(++number)
        );
    }

    Outcome outcome(Act act) {
        std::vector<Act> acts;
        acts.push_back(std::move(act));
        auto answer = record(ledger_->writer(), std::move(acts));
        EXPECT_TRUE(answer) << answer.error().detail;
        return answer ? answer->front() : Outcome(Abandoned{});
    }
    bool recorded(Act act) { return std::holds_alternative<Recorded>(outcome(std::move(act))); }

    void approve(const PersonId& person) {
        const privacy::ForgettingRequested request{.ground = "UU 27/2022 Pasal 8"};
        EXPECT_TRUE(recorded(about(person, request, by("dewi", Role::information_officer))));
        const privacy::ForgettingApproved approval;
        EXPECT_TRUE(recorded(about(person, approval, by("hasan", Role::head))));
        EXPECT_TRUE(recorded(about(person, approval, by("irma", Role::inspector))));
    }
    Forgetting forgotten(const PersonId& person) {
        const auto done = forget(*ledger_, person);
        EXPECT_TRUE(done) << done.error().detail;
        EXPECT_TRUE(*done) << done->error().detail.en;
        return done->value_or(Forgetting{});
    }
    // Says that he was forgotten, and is interrupted before his key is destroyed.
    void say_forgotten(const PersonId& person) {
        EXPECT_TRUE(recorded(about(person, privacy::Forgotten{}, by("", Role::operator_))));
    }

    // The full name that a person was registered with; nothing when it cannot be opened.
    static std::string name_of(const Ledger& ledger, const PersonId& person) {
        const auto entries = ledger.stream(stream_of(person), 1, 1, Closed::open);
        EXPECT_TRUE(entries) << entries.error().detail;
        const auto& event = std::get<person::Event>(entries->front().record.event);
        return ClosedWords::of(std::get<person::Registered>(event).full_name);
    }

    // Neither the key of siti nor her words are in any file below `place`, compressed or not.
    void expect_gone(const fs::path& place) const {
        std::string stored;
        for (const fs::path& store : stores_in(place)) stored += uncompressed(store);
        EXPECT_NE(stored.find("registered-siti"), std::string::npos) << "it does not look";
        for (const std::string& secret : {key_.wrapped, key_.plain, siti_said}) {
            EXPECT_EQ(files_with(place, secret), Strings{});
            EXPECT_EQ(stored.find(secret), std::string::npos);
        }
    }

    // Enough events for the log to write files, and the index too.
    void fill() {
        for (int group = 0; group < 5; ++group) {
            std::vector<Act> acts;
            for (int i = 0; i < 100; ++i) {
                const PersonId person{"p" + std::to_string(group) + "-" + std::to_string(i)};
                acts.push_back(registered(person, "Orang lain " + person.text));
            }
            EXPECT_TRUE(record(ledger_->writer(), std::move(acts)));
        }
    }

    // Writes what RocksDB has in memory to files, and merges them all.
    static void compact(const fs::path& store) {
        rocksdb::DB* opened = nullptr;
        ASSERT_TRUE(rocksdb::DB::Open({}, store.string(), &opened).ok());
        const std::unique_ptr<rocksdb::DB> db(opened);
        ASSERT_TRUE(db->Flush({}).ok());
        rocksdb::CompactRangeOptions all;
        all.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
        ASSERT_TRUE(db->CompactRange(all, nullptr, nullptr).ok());
    }

    void expect_verified() {
        const auto findings = verify(*ledger_, directory_ / "scratch", {}, {});
        ASSERT_TRUE(findings) << findings.error().detail;
        EXPECT_EQ(findings->problems, Strings{});
    }

    tests::TemporaryDirectory directory_;
    fs::path place_ = directory_ / "ledger";
    tests::HandClock clock_;
    std::unique_ptr<Ledger> ledger_;
    std::uint32_t slot_ = 0;
    Key key_;
};

TEST_F(ForgettingTest, TheSearchFindsWhatIsThere) {
    EXPECT_EQ(files_with(place_, key_.wrapped), Strings{"keys/slots"});
    EXPECT_EQ(files_with(place_, key_.plain), Strings{});
    EXPECT_NE(files_with(place_, "test.example/jejak"), Strings{}) << "open words";
    ledger_.reset();
    EXPECT_NE(uncompressed(place_ / "log").find("registered-siti"), std::string::npos);
}

// What folds keep, in rows and in memory, has no words, so nothing there is to be forgotten.
TEST(Forgetting, NoStateHasClosedWords) {
    const auto states = []<class... Kind>(const std::tuple<Kind...>*, const auto& visit) {
        (visit(typename Kind::State{}, Kind::name), ...);
    };
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        tests::RandomValues values(seed);
        states(static_cast<const Kinds*>(nullptr), [&](auto state, std::string_view kind) {
            values.fill(state);
            for_each_closed_text(state, [&](const ClosedText&) { ADD_FAILURE() << kind; });
        });
    }
}

TEST_F(ForgettingTest, NoFileHasTheKeyOrTheWords) {
    fill();
    approve(siti);
    const Forgetting done = forgotten(siti);
    EXPECT_TRUE(done.destroyed);
    EXPECT_FALSE(done.already);
    EXPECT_EQ(name_of(*ledger_, siti), "");
    EXPECT_EQ(name_of(*ledger_, budi), budi_said);
    for (const std::string& secret : {key_.wrapped, key_.plain, siti_said}) {
        EXPECT_EQ(files_with(place_, secret), Strings{}) << "while it is open";
    }
    ledger_.reset();
    expect_gone(place_);
    EXPECT_EQ(stores_in(place_).size(), 2U);
    for (const fs::path& store : stores_in(place_)) {
        EXPECT_TRUE(has_tables(store)) << store << " has written none";
        compact(store);
        EXPECT_TRUE(has_tables(store));
    }
    expect_gone(place_);
    fs::remove_all(place_ / "rows");
    open();
    EXPECT_EQ(name_of(*ledger_, siti), "") << "with an index that was made anew";
    EXPECT_EQ(name_of(*ledger_, budi), budi_said);
    expect_verified();
    ledger_.reset();
    expect_gone(place_);
}

TEST_F(ForgettingTest, ALaterBackupHasNothingOfHers) {
    approve(siti);
    forgotten(siti);
    ledger_.reset();
    const fs::path copy = directory_ / "copy";
    fs::copy(place_, copy, fs::copy_options::recursive);
    expect_gone(copy);
    const auto restored = opened_at(copy);
    ASSERT_TRUE(restored) << restored.error().detail;
    EXPECT_EQ((*restored)->notes().keys, "");
    EXPECT_EQ(name_of(**restored, siti), "");
    EXPECT_EQ(name_of(**restored, budi), budi_said);
}

// Keys from before, put back beside a log that says she was forgotten.
TEST_F(ForgettingTest, AnOlderBackupOfTheKeysLosesHersBeforeAnythingIsRead) {
    ledger_.reset();
    const fs::path keys = directory_ / "keys-before";
    fs::copy(place_ / "keys", keys, fs::copy_options::recursive);
    open();
    approve(siti);
    forgotten(siti);
    ledger_.reset();
    fs::remove_all(place_ / "keys");
    fs::copy(keys, place_ / "keys", fs::copy_options::recursive);
    EXPECT_EQ(files_with(place_, key_.wrapped), Strings{"keys/slots"});
    open();
    EXPECT_EQ(files_with(place_, key_.wrapped), Strings{});
    EXPECT_EQ(name_of(*ledger_, siti), "");
    EXPECT_EQ(name_of(*ledger_, budi), budi_said);
    const std::string& told = ledger_->notes().keys;
    EXPECT_NE(told.find("1 keys of people who were forgotten"), std::string::npos) << told;
    expect_verified();
    ledger_.reset();
    expect_gone(place_);
    open();
    EXPECT_EQ(ledger_->notes().keys, "") << "there is nothing left to do";
}

TEST_F(ForgettingTest, AnInterruptionBetweenTheRecordAndTheKeyIsMadeGood) {
    approve(siti);
    say_forgotten(siti);
    EXPECT_EQ(name_of(*ledger_, siti), siti_said) << "its key is still there";
    open();
    EXPECT_EQ(name_of(*ledger_, siti), "");
    EXPECT_NE(ledger_->notes().keys, "");
    const Forgetting again = forgotten(siti);
    EXPECT_TRUE(again.already);
    EXPECT_FALSE(again.destroyed);
    ledger_.reset();
    expect_gone(place_);
}

TEST_F(ForgettingTest, TheSameWhereTheIndexWasLostToo) {
    approve(siti);
    say_forgotten(siti);
    ledger_.reset();
    fs::remove_all(place_ / "rows");
    open();
    EXPECT_EQ(name_of(*ledger_, siti), "");
    ledger_.reset();
    expect_gone(place_);
}

// Records from before beside keys from after: nobody is told that a write failed.
TEST_F(ForgettingTest, AnOlderLogBesideNewerKeysTakesNoWordsAboutHer) {
    ledger_.reset();
    const fs::path log = directory_ / "before";
    fs::copy(place_, log, fs::copy_options::recursive);
    open();
    approve(siti);
    forgotten(siti);
    ledger_.reset();
    fs::remove(log / "keys" / "slots");
    fs::copy(place_ / "keys" / "slots", log / "keys" / "slots");
    place_ = log;
    open();
    EXPECT_EQ(name_of(*ledger_, siti), "");
    const Outcome refused = outcome(words_about(siti));
    ASSERT_TRUE(std::holds_alternative<Rejection>(refused));
    EXPECT_EQ(std::get<Rejection>(refused).code, Rejection::Code::key_destroyed);
    EXPECT_FALSE(ledger_->writer().stopped());
}

TEST_F(ForgettingTest, NothingIsClosedAboutHerAnyMore) {
    Act before = words_about(siti);
    before.stream = stream_of(FeedbackId{"f0"});
    before.provenance.id = "feedback-0";
    EXPECT_TRUE(recorded(std::move(before)));
    approve(siti);
    // In one group with it, and after it.
    std::vector<Act> acts;
    acts.push_back(about(siti, privacy::Forgotten{}, by("", Role::operator_)));
    acts.push_back(words_about(siti));
    const auto answer = record(ledger_->writer(), std::move(acts));
    ASSERT_TRUE(answer) << answer.error().detail;
    EXPECT_TRUE(std::holds_alternative<Recorded>((*answer)[0]));
    EXPECT_TRUE(ledger_->destroy_key_of(siti).value());
    for (const Outcome& refused : {(*answer)[1], outcome(words_about(siti))}) {
        ASSERT_TRUE(std::holds_alternative<Rejection>(refused));
        EXPECT_EQ(std::get<Rejection>(refused).code, Rejection::Code::key_destroyed);
    }
}

TEST_F(ForgettingTest, WhoNeverHadClosedWordsGetsNoKeyAfterwards) {
    const PersonId nobody{"nobody"};
    approve(nobody);
    const Forgetting done = forgotten(nobody);
    EXPECT_FALSE(done.destroyed);
    const std::uint32_t slots = ledger_->vault().slots();
    EXPECT_TRUE(std::holds_alternative<Rejection>(outcome(registered(nobody, "Tak Dikenal"))));
    EXPECT_EQ(ledger_->vault().slots(), slots);
    open();
    EXPECT_EQ(ledger_->notes().keys, "");
}

// standards.md, "Idempotency": once the key is gone a retry is not compared.
TEST_F(ForgettingTest, ARetryIsADuplicateWithoutAComparisonOfItsWords) {
    EXPECT_TRUE(std::holds_alternative<Rejection>(outcome(registered(siti, "Lain"))));
    approve(siti);
    forgotten(siti);
    for (const std::string& said : {siti_said, std::string("Lain")}) {
        const Outcome again = outcome(registered(siti, said));
        ASSERT_TRUE(std::holds_alternative<Duplicate>(again)) << said;
        EXPECT_EQ(std::get<Duplicate>(again).before.first, Position{2});
    }
    Act other = registered(siti, siti_said);
    std::get<person::Registered>(std::get<person::Event>(other.event)).agency = {"lubuk"};
    EXPECT_TRUE(std::holds_alternative<Rejection>(outcome(std::move(other)))) << "what is left is";
    EXPECT_TRUE(std::holds_alternative<Rejection>(outcome(registered(budi, "Lain"))));
}

TEST_F(ForgettingTest, AHoldKeepsTheKey) {
    approve(siti);
    const Actor examiner = by("tono", Role::examiner);
    EXPECT_TRUE(recorded(
        about(siti, privacy::HoldPlaced{.ground = "PP 94/2021", .case_no = "LHP-7/2026"}, examiner)
    ));
    const auto refused = forget(*ledger_, siti);
    ASSERT_TRUE(refused) << refused.error().detail;
    ASSERT_FALSE(*refused);
    EXPECT_EQ(refused->error().code, Rejection::Code::legal_hold);
    EXPECT_NE(refused->error().detail.en.find("LHP-7/2026"), std::string::npos);
    EXPECT_EQ(name_of(*ledger_, siti), siti_said);
    EXPECT_TRUE(recorded(
        about(siti, privacy::HoldReleased{.case_no = "LHP-7/2026", .reason = "Selesai"}, examiner)
    ));
    forgotten(siti);
    EXPECT_EQ(name_of(*ledger_, siti), "");
}

TEST_F(ForgettingTest, WhatWasSignedAndProvedBeforeHoldsAfter) {
    auto publisher = Publisher::start(*ledger_, std::chrono::milliseconds(0)).value();
    auto completeness = Completeness::open(*ledger_, place_ / "rows").value();
    EXPECT_TRUE(close_day(*ledger_, *completeness, tests::date("2026-01-05")).value());
    ASSERT_TRUE(publisher->now());
    const std::uint64_t size = publisher->newest()->checkpoint.size;
    const auto proof = ledger_->public_tree().inclusion(Position{2}, size);
    ASSERT_TRUE(proof) << proof.error().detail;
    const auto record_before = ledger_->stored_record(Position{2}).value();
    approve(siti);
    forgotten(siti);
    EXPECT_TRUE(close_day(*ledger_, *completeness, tests::date("2026-01-05")).value());
    ASSERT_TRUE(publisher->now());
    EXPECT_FALSE(completeness->stopped());
    EXPECT_EQ(ledger_->public_tree().inclusion(Position{2}, size).value(), *proof);
    EXPECT_EQ(ledger_->stored_record(Position{2}).value(), record_before);
    const auto files = completeness->prove({"person/siti/person"});
    ASSERT_TRUE(files && *files);
    EXPECT_EQ((*files)->files.front().positions.size(), 5U) << "her record, and being forgotten";
    expect_verified();
    completeness.reset();
    publisher.reset();
    open();
    publisher = Publisher::start(*ledger_, std::chrono::milliseconds(0)).value();
    completeness = Completeness::open(*ledger_, place_ / "rows").value();
    EXPECT_FALSE(completeness->stopped());
}

TEST_F(ForgettingTest, TheRegisterIsReadWithoutTheLedger) {
    fill();
    approve(budi);
    const Position second = forgotten(budi).position;
    approve(siti);
    const Position third = forgotten(siti).position;
    const auto& index = ledger_->index();
    const auto all = index.forgotten(Position{}, 10).value();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].person, budi);
    EXPECT_EQ(all[0].position, second);
    EXPECT_EQ(all[1].person, siti);
    EXPECT_EQ(all[1].position, third);
    EXPECT_EQ(index.forgotten(next(second), 10).value().size(), 1U);
    EXPECT_EQ(index.forgotten(Position{}, 1).value().size(), 1U);
}

}  // namespace
