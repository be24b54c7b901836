// What a ledger signs, told as its operator and its auditors would: one history, signed as it
// grows, and never another one.

#include "ledger/publisher.h"

#include "ledger/file.h"
#include "ledger/tlog_proof.h"
#include "tests/support/book.h"
#include "tests/support/hand_clock.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>

namespace {

using namespace ledger;
using tests::at;
using tests::by;

class PublisherTest : public ::testing::Test {
protected:
    void open(const std::filesystem::path& directory) {
        publisher_.reset();
        ledger_.reset();
        LedgerOptions options;
        options.found = origin::Founded{.origin = "test.example/jejak"};
        auto opened = Ledger::open(directory, clock_, std::move(options));
        ASSERT_TRUE(opened) << opened.error().detail;
        ledger_ = *std::move(opened);
    }
    void SetUp() override {
        open(path());
        publish();
    }
    void publish() {
        auto started = Publisher::start(*ledger_, std::chrono::milliseconds(0));
        ASSERT_TRUE(started) << started.error().detail;
        publisher_ = *std::move(started);
    }
    void close() {
        publisher_.reset();
        ledger_.reset();
    }

    std::filesystem::path path() { return directory_.path() / "ledger"; }

    std::filesystem::path copied() {
        const auto copy = directory_.path() / "copy";
        std::filesystem::copy(path(), copy, std::filesystem::copy_options::recursive);
        return copy;
    }

    // Whether a ledger elsewhere could go on signing where this one has stopped; else why not.
    std::string signs_on(const std::filesystem::path& elsewhere) {
        std::filesystem::copy(
            path() / "checkpoints" / "newest",
            elsewhere / "checkpoints" / "newest",
            std::filesystem::copy_options::overwrite_existing
        );
        open(elsewhere);
        const auto started = Publisher::start(*ledger_, std::chrono::milliseconds(0));
        return started ? "" : started.error().detail;
    }

    void record_agencies(int count) {
        for (int i = 0; i < count; ++i) {
            Act act;
            act.stream = {"agency/a" + std::to_string(next_)};
            act.event = agency::Event(agency::Registered{.title = "Dinas"});
            act.actor = by("head-1", Role::head);
            act.provenance.source = "urn:test";
            act.provenance.id = std::to_string(next_++);
            const Answer answer = record(ledger_->writer(), {std::move(act)});
            ASSERT_TRUE(answer);
            ASSERT_TRUE(std::holds_alternative<Recorded>(answer->front()));
        }
    }

    // Of two agencies fewer than what the ledger has signed; that one is closed.
    std::filesystem::path copy_from_before_it_signed() {
        record_agencies(2);
        close();
        const auto copy = copied();
        open(path());
        publish();
        record_agencies(2);
        EXPECT_TRUE(publisher_->now());
        close();
        return copy;
    }

    // Of what the ledger was before its key was replaced, with what it has signed since; that one
    // is closed.
    std::filesystem::path copy_from_before_a_key() {
        record_agencies(2);
        close();
        auto copy = copied();
        open(path());
        publish();
        EXPECT_TRUE(publisher_->rotate_key());
        record_agencies(2);
        EXPECT_TRUE(publisher_->now());
        close();
        std::filesystem::remove_all(copy / "checkpoints");
        std::filesystem::copy(path() / "checkpoints", copy / "checkpoints");
        return copy;
    }

    void announce_loss_of(const SignedCheckpoint& lost) {
        Act act;
        act.stream = origin::stream();
        act.event = origin::Event(origin::Truncated{
            .size = lost.checkpoint.size,
            .checkpoint = lost.note,
            .ordered_by = {"head-1"},
            .reason = "Cakram rusak",
        });
        act.actor.role = Role::operator_;
        act.provenance = {
            .source = "urn:jejak:origin", .id = "lost-" + std::to_string(lost.checkpoint.size)
        };
        const Answer answer = record(ledger_->writer(), {std::move(act)});
        ASSERT_TRUE(std::holds_alternative<Recorded>(answer->front()));
    }

    [[nodiscard]] VerifierKey key() const {
        const auto head = ledger_->index().head(origin::stream());
        return *VerifierKey::parse(std::get<origin::State>(head->state).keys.back().key);
    }

    tests::HandClock clock_;
    tests::TemporaryDirectory directory_;
    std::unique_ptr<Ledger> ledger_;
    std::unique_ptr<Publisher> publisher_;
    int next_ = 0;
};

TEST_F(PublisherTest, SignsWhatTheLedgerHas) {
    record_agencies(300);
    const auto signed_now = publisher_->now();
    ASSERT_TRUE(signed_now);
    const SignedCheckpoint& newest = **signed_now;
    EXPECT_EQ(newest.checkpoint.size, 301U);
    EXPECT_EQ(newest.checkpoint.root, ledger_->log().head().root);
    const auto note = Note::parse(newest.note);
    ASSERT_TRUE(note);
    EXPECT_EQ(note->text, newest.checkpoint.text());
    EXPECT_EQ(is_signed(*note, key()), Signed::well);
    EXPECT_EQ(key().name, "test.example/jejak");
}

TEST_F(PublisherTest, SignsByItselfWhenToldThatTheLedgerHasGrown) {
    record_agencies(1);
    publisher_->notify();
    while (publisher_->newest()->checkpoint.size < 2) std::this_thread::yield();
    EXPECT_FALSE(publisher_->stopped());
}

TEST_F(PublisherTest, EveryEntryIsProvedInEverySize) {
    record_agencies(299);
    const PublicTree tree = ledger_->public_tree();
    Sha256 sha256;
    for (const std::uint64_t size : {1UL, 2UL, 255UL, 256UL, 257UL, 300UL}) {
        const Root root{size, *tree.root(size)};
        for (std::uint64_t i = 0; i < size; i += 7) {
            const auto entry = ledger_->entry(Position{i}, Closed::withhold);
            const auto proof = tree.inclusion(Position{i}, size);
            ASSERT_TRUE(proof);
            const Digest leaf = leaf_hash(sha256, (*entry)->entry.bytes);
            EXPECT_TRUE(verify_inclusion(sha256, leaf, i, root, *proof));
        }
        for (const std::uint64_t old_size : {0UL, 1UL, 128UL, 255UL, 256UL}) {
            if (old_size > size) continue;
            const Root old_root{old_size, *tree.root(old_size)};
            const auto proof = tree.consistency(old_size, size);
            EXPECT_TRUE(verify_consistency(sha256, old_root, root, *proof));
        }
    }
}

TEST_F(PublisherTest, TilesHoldTheTree) {
    record_agencies(599);
    const PublicTree tree = ledger_->public_tree();
    const auto hashes = tree.tile({.level = 0, .number = 1});
    const auto entries = tree.tile({.of_entries = true, .number = 1});
    const auto above = tree.tile({.level = 1, .number = 0, .width = 2});
    ASSERT_TRUE(hashes && entries && above);
    ASSERT_EQ(hashes->size(), 256U * 32);
    ASSERT_EQ(entries->size(), 256U * 34);
    ASSERT_EQ(above->size(), 2U * 32);
    Sha256 sha256;
    std::vector<Digest> leaves;
    for (std::size_t i = 0; i < 256; ++i) {
        EXPECT_EQ((*entries)[i * 34], 0);
        EXPECT_EQ((*entries)[i * 34 + 1], 32);
        const Bytes entry = Bytes(*entries).subspan(i * 34 + 2, 32);
        leaves.push_back(leaf_hash(sha256, entry));
        EXPECT_EQ(load_digest(Bytes(*hashes).subspan(i * 32)), leaves.back());
    }
    EXPECT_EQ(load_digest(Bytes(*above).subspan(32)), root_of(sha256, leaves));
    const auto part = tree.tile({.level = 0, .number = 2, .width = 5});
    ASSERT_TRUE(part);
    EXPECT_EQ(part->size(), 5U * 32);
}

TEST_F(PublisherTest, GoesOnAfterItWasClosed) {
    record_agencies(3);
    const auto before = **publisher_->now();
    close();
    open(path());
    publish();
    EXPECT_EQ(publisher_->newest()->note, before.note);
    record_agencies(1);
    EXPECT_EQ((*publisher_->now())->checkpoint.size, 5U);
}

// "Sign a shorter tree after a restore": the older copy is refused.
TEST_F(PublisherTest, ALedgerThatIsShorterThanWhatItSignedIsRefused) {
    EXPECT_NE(signs_on(copy_from_before_it_signed()).find("older copy"), std::string::npos);
}

// The key that signed it last was announced in what is lost.
TEST_F(PublisherTest, ALossOfAKeyIsAnnouncedAndGoneBeyond) {
    open(copy_from_before_a_key());
    const auto started = Publisher::start(*ledger_, std::chrono::milliseconds(0));
    ASSERT_FALSE(started);
    EXPECT_NE(started.error().detail.find("jejak truncate"), std::string::npos);
    const auto lost = Checkpoints::open(*ledger_)->lost();
    ASSERT_TRUE(lost) << lost.error().detail;
    ASSERT_EQ(lost->size(), 2U) << "the last of the old key, and the newest";
    for (const SignedCheckpoint& each : *lost) announce_loss_of(each);
    EXPECT_TRUE(Checkpoints::open(*ledger_)->lost()->empty());
    EXPECT_TRUE(Publisher::start(*ledger_, std::chrono::milliseconds(0)));
}

TEST_F(PublisherTest, ALossOfAKeyMustShow) {
    const auto copy = copy_from_before_a_key();
    for (const auto& file : std::filesystem::directory_iterator(copy / "checkpoints")) {
        if (file.path().filename() != "newest") std::filesystem::remove(file.path());
    }
    open(copy);
    const auto lost = Checkpoints::open(*ledger_)->lost();
    ASSERT_FALSE(lost);
    EXPECT_NE(lost.error().detail.find("checkpoints/rotated-SIZE"), std::string::npos);
}

// It excuses no line of a key that is known and did not write it.
TEST_F(PublisherTest, WhereAKeyIsLostWhatWasChangedIsRefusedAllTheSame) {
    const auto copy = copy_from_before_a_key();
    open(copy);
    const auto lost = Checkpoints::open(*ledger_)->lost();
    ASSERT_TRUE(lost);
    Note changed = *Note::parse(lost->front().note);
    for (const SignedCheckpoint& each : *lost) {
        const Note note = *Note::parse(each.note);
        if (is_signed(note, key()) == Signed::well) changed.signatures = note.signatures;
    }
    changed.text = Checkpoint{"test.example/jejak", 1'000'000, {}}.text();
    const std::string written = changed.written();
    ASSERT_TRUE(replace_file(copy / "checkpoints" / "cosigned", bytes_of(written), Readers::owner));
    const auto again = Checkpoints::open(*ledger_)->lost();
    ASSERT_FALSE(again);
    EXPECT_NE(again.error().detail.find("cosigned"), std::string::npos) << again.error().detail;
}

// What was lost binds nobody any more, once the log itself says so.
TEST_F(PublisherTest, ALossThatTheLogAnnouncesIsGoneBeyond) {
    EXPECT_NE(signs_on(copy_from_before_it_signed()).find("older copy"), std::string::npos);
    const auto lost = Checkpoints::open(*ledger_)->lost();
    ASSERT_TRUE(lost) << lost.error().detail;
    ASSERT_EQ(lost->size(), 1U);
    // The copy that was found elsewhere has a witness's line more.
    const auto entropy = seeded_entropy("inspektorat");
    const auto witness =
        SigningKey::make("inspektorat.example/w", SignatureType::cosignature, *entropy);
    Note found = *Note::parse(lost->front().note);
    found.signatures.push_back(witness.cosign(found.text, 1'768'435'200));
    announce_loss_of({lost->front().checkpoint, found.written()});
    EXPECT_TRUE(Checkpoints::open(*ledger_)->lost()->empty());
    publish();
    EXPECT_EQ(publisher_->newest()->checkpoint.size, 4U);
}

// "Serve two histories": another one of the same length is refused too.
TEST_F(PublisherTest, AnotherHistoryThanTheSignedOneIsRefused) {
    close();
    const auto copy = copied();
    open(path());
    publish();
    record_agencies(2);
    ASSERT_TRUE(publisher_->now());
    close();
    open(copy);
    record_agencies(3);
    close();
    EXPECT_NE(signs_on(copy).find("another root"), std::string::npos);
}

TEST_F(PublisherTest, ACheckpointThatWasChangedIsRefused) {
    record_agencies(2);
    ASSERT_TRUE(publisher_->now());
    close();
    const auto file = path() / "checkpoints" / "newest";
    const auto size = std::filesystem::file_size(file);
    open(path());
    for (std::uintmax_t i = 0; i < size; ++i) {
        std::string bytes(size, '\0');
        std::ifstream(file).read(bytes.data(), static_cast<std::streamsize>(size));
        const std::string good = bytes;
        bytes[i] = static_cast<char>(bytes[i] ^ 1);
        std::ofstream(file) << bytes;
        EXPECT_FALSE(Publisher::start(*ledger_, std::chrono::milliseconds(0))) << "byte " << i;
        std::ofstream(file) << good;
    }
    publish();
}

TEST_F(PublisherTest, ANewKeyIsSignedForByTheOldOne) {
    record_agencies(2);
    const VerifierKey old_key = key();
    ASSERT_TRUE(publisher_->rotate_key());
    const VerifierKey new_key = key();
    EXPECT_NE(old_key, new_key);
    const auto newest = Note::parse(publisher_->newest()->note);
    EXPECT_EQ(is_signed(*newest, new_key), Signed::well);
    EXPECT_EQ(is_signed(*newest, old_key), Signed::not_at_all) << "no stale line of our own";

    // The last that the old key signed covers the record that names the new one.
    const auto rotated = publisher_->rotated();
    ASSERT_TRUE(rotated);
    ASSERT_EQ(rotated->size(), 1U);
    EXPECT_EQ(is_signed(*Note::parse(rotated->front().note), old_key), Signed::well);
    const auto head = ledger_->index().head(origin::stream());
    EXPECT_LT(std::to_underlying(head->position), rotated->front().checkpoint.size);

    close();
    open(path());
    publish();
    record_agencies(1);
    EXPECT_EQ(is_signed(*Note::parse((*publisher_->now())->note), new_key), Signed::well);
    ASSERT_TRUE(publisher_->rotate_key());
    EXPECT_EQ(publisher_->rotated()->size(), 2U);
}

// Stopped right after the record that names the next key: the change goes on at the next start.
TEST_F(PublisherTest, AChangeOfKeysThatWasInterruptedIsFinished) {
    record_agencies(2);
    const VerifierKey old_key = key();
    const auto next = next_log_key(ledger_->keys(), ledger_->origin().origin, ledger_->entropy());
    ASSERT_TRUE(next);
    Act act;
    act.stream = origin::stream();
    act.event = origin::Event(origin::KeyRotated{next->verifier().text()});
    act.actor.role = Role::operator_;
    act.provenance.source = "urn:jejak:origin";
    act.provenance.id = "key";
    ASSERT_TRUE(record(ledger_->writer(), {std::move(act)}));
    close();
    open(path());
    EXPECT_TRUE(ledger_->log_key().next);
    publish();
    EXPECT_EQ(is_signed(*Note::parse(publisher_->newest()->note), next->verifier()), Signed::well);
    const auto rotated = publisher_->rotated();
    ASSERT_EQ(rotated->size(), 1U);
    EXPECT_EQ(is_signed(*Note::parse(rotated->front().note), old_key), Signed::well);
    close();
    open(path());
    EXPECT_FALSE(ledger_->log_key().next);
    publish();
}

TEST_F(PublisherTest, ALedgerWithoutItsKeyIsRefused) {
    close();
    std::filesystem::remove(path() / "keys" / "log.key");
    LedgerOptions options;
    const auto refused = Ledger::open(path(), clock_, std::move(options));
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find("log.key"), std::string::npos);
}

}  // namespace
