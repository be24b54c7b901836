// A witness among logs that grow, logs that lie, and requests that are none.

#include "ledger/witness.h"

#include "tests/support/book.h"
#include "tests/support/hand_clock.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace {

using namespace ledger;
using tests::at;

// A log in memory: leaves as they come, and what it says of any of its sizes.
class MemoryLogOf {
public:
    explicit MemoryLogOf(std::string origin, std::uint8_t salt = 0)
        : entropy_(seeded_entropy(origin)),
          key_(SigningKey::make(origin, SignatureType::ed25519, *entropy_)),
          origin_(std::move(origin)) {
        for (unsigned i = 0; i < 100; ++i) {
            Digest entry{{static_cast<std::uint8_t>(i), salt}};
            leaves_.push_back(leaf_hash(sha256_, entry.bytes));
        }
    }

    [[nodiscard]] const VerifierKey& verifier() const { return key_.verifier(); }

    std::string note(std::uint64_t size) {
        const auto leaves = std::span(leaves_).first(size);
        const Checkpoint checkpoint{origin_, size, root_of(sha256_, leaves)};
        Note note{checkpoint.text(), {key_.sign(checkpoint.text())}};
        return note.written();
    }

    std::string request(std::uint64_t old_size, std::uint64_t size) {
        const HashAt hash_at = [&](Subtree subtree) -> OrFault<Digest> {
            const std::uint64_t count = 1ULL << subtree.height;
            return root_of(sha256_, std::span(leaves_).subspan(subtree.index * count, count));
        };
        WitnessRequest request{.old_size = old_size, .proof = {}, .note = note(size)};
        if (old_size <= size) request.proof = *consistency_proof(sha256_, old_size, size, hash_at);
        return request.text();
    }

private:
    Sha256 sha256_;
    std::unique_ptr<Entropy> entropy_;
    SigningKey key_;
    std::string origin_;
    std::vector<Digest> leaves_;
};

class WitnessTest : public ::testing::Test {
protected:
    WitnessTest() { open(); }

    void open() {
        witness_.reset();  // one at a time
        const auto entropy = seeded_entropy("witness");
        auto opened = Witness::open(
            directory_.path(),
            SigningKey::make("w.example", SignatureType::cosignature, *entropy),
            {log_.verifier()},
            clock_
        );
        ASSERT_TRUE(opened) << opened.error().detail;
        witness_ = *std::move(opened);
    }

    WitnessAnswer ask(const std::string& request) {
        auto answer = witness_->add_checkpoint(request);
        EXPECT_TRUE(answer);
        return *std::move(answer);
    }

    // Asks, and holds the cosignature that came against the checkpoint.
    void expect_signed(std::uint64_t old_size, std::uint64_t size) {
        const WitnessAnswer answer = ask(log_.request(old_size, size));
        ASSERT_EQ(answer.status, 200U) << answer.body;
        auto note = Note::parse(log_.note(size) + answer.body);
        ASSERT_TRUE(note);
        EXPECT_EQ(is_signed(*note, witness_->verifier()), Signed::well);
        EXPECT_EQ(cosigned_at(note->signatures.back()), 1'768'435'200U);
    }

    tests::HandClock clock_{at("2026-01-15T00:00:00Z")};
    tests::TemporaryDirectory directory_;
    MemoryLogOf log_{"log.example"};
    std::unique_ptr<Witness> witness_;
};

TEST_F(WitnessTest, SignsWhatGrows) {
    expect_signed(0, 5);
    expect_signed(5, 5);
    expect_signed(5, 64);
    expect_signed(64, 65);
}

TEST_F(WitnessTest, SaysWhatItHasToWhoAsksFromElsewhere) {
    expect_signed(0, 5);
    for (const std::uint64_t old_size : {0UL, 4UL, 6UL}) {
        const WitnessAnswer answer = ask(log_.request(old_size, 10));
        EXPECT_EQ(answer.status, 409U);
        EXPECT_EQ(answer.body, "5\n");
    }
}

TEST_F(WitnessTest, RemembersAfterItWasClosed) {
    expect_signed(0, 5);
    open();
    EXPECT_EQ(ask(log_.request(0, 5)).status, 409U);
    expect_signed(5, 7);
}

TEST_F(WitnessTest, WorksAloneInItsDirectory) {
    const auto entropy = seeded_entropy("witness");
    const auto second = Witness::open(
        directory_.path(),
        SigningKey::make("w.example", SignatureType::cosignature, *entropy),
        {log_.verifier()},
        clock_
    );
    ASSERT_FALSE(second);
    EXPECT_NE(second.error().detail.find("another witness"), std::string::npos);
}

TEST_F(WitnessTest, NeverGoesBack) {
    expect_signed(0, 9);
    EXPECT_EQ(ask(log_.request(9, 5)).status, 400U);
    EXPECT_EQ(ask(log_.request(5, 5)).status, 409U);
}

TEST_F(WitnessTest, SignsNoSecondHistory) {
    expect_signed(0, 9);
    MemoryLogOf other("log.example", 1);
    ASSERT_EQ(other.verifier(), log_.verifier());
    EXPECT_EQ(ask(other.request(9, 9)).status, 422U) << "another root of the same size";
    EXPECT_EQ(ask(other.request(9, 20)).status, 422U) << "a proof from another tree";
    expect_signed(9, 20);
}

TEST_F(WitnessTest, KnowsItsLogsOnly) {
    MemoryLogOf stranger("stranger.example");
    EXPECT_EQ(ask(stranger.request(0, 5)).status, 404U);
}

TEST_F(WitnessTest, TrustsItsLogsKeysOnly) {
    std::string request = log_.request(0, 5);
    const auto entropy = seeded_entropy("another");
    const SigningKey forger = SigningKey::make("log.example", SignatureType::ed25519, *entropy);
    auto parsed = *WitnessRequest::parse(request);
    Note note = *Note::parse(parsed.note);
    note.signatures = {forger.sign(note.text)};
    parsed.note = note.written();
    EXPECT_EQ(ask(parsed.text()).status, 403U);
}

TEST_F(WitnessTest, RefusesWhatIsNoRequest) {
    const std::string good = log_.request(0, 5);
    for (const std::string& bad :
         {std::string(),
          std::string("old 0"),
          std::string("old 0\n\n"),
          "old x" + good.substr(5),
          "old 00" + good.substr(5),
          good.substr(1),
          good.substr(0, good.size() - 1),
          std::string("old 0\n\nnot a note\n"),
          good + std::string(note_bytes_max, 'x')}) {
        EXPECT_EQ(ask(bad).status, 400U) << bad.substr(0, 40);
    }
    std::string deep = "old 0\n";
    for (std::size_t i = 0; i <= witness_proof_max; ++i) deep += std::string(43, 'A') + "=\n";
    EXPECT_EQ(ask(deep + '\n' + log_.note(5)).status, 400U);
}

TEST_F(WitnessTest, AProofThatIsChangedDoesNotHold) {
    expect_signed(0, 5);
    auto request = *WitnessRequest::parse(log_.request(5, 77));
    ASSERT_FALSE(request.proof.empty());
    for (std::size_t i = 0; i < request.proof.size(); ++i) {
        WitnessRequest bent = request;
        bent.proof[i].bytes[3] ^= 1U;
        EXPECT_EQ(ask(bent.text()).status, 422U);
        bent.proof.erase(bent.proof.begin() + static_cast<std::ptrdiff_t>(i));
        EXPECT_EQ(ask(bent.text()).status, 422U);
    }
    expect_signed(5, 77);
}

TEST_F(WitnessTest, SignsNothingThatItCannotKeep) {
    expect_signed(0, 5);
    for (const auto& file : std::filesystem::directory_iterator(directory_.path())) {
        if (file.path().filename() == "lock") continue;
        std::ofstream(file.path()) << "something else\n";
    }
    EXPECT_FALSE(witness_->add_checkpoint(log_.request(5, 9)));
    witness_.reset();
    const auto entropy = seeded_entropy("witness");
    EXPECT_FALSE(Witness::open(
        directory_.path(),
        SigningKey::make("w.example", SignatureType::cosignature, *entropy),
        {log_.verifier()},
        clock_
    ));
}

}  // namespace
