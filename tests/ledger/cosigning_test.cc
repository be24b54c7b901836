// A log among its witnesses: those that sign, and those that are down, slow, wrong, or liars.

#include "ledger/cosigning.h"

#include "tests/support/book.h"
#include "tests/support/hand_clock.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace {

using namespace ledger;
using tests::at;
using tests::by;
using Standing = WitnessStanding::State;
using Answered = std::expected<WitnessAnswer, std::string>;

class CosigningTest : public ::testing::Test {
protected:
    CosigningTest() {
        LedgerOptions options;
        options.found = origin::Founded{.origin = "test.example/jejak"};
        auto opened = Ledger::open(directory_.path() / "ledger", clock_, std::move(options));
        EXPECT_TRUE(opened) << opened.error().detail;
        ledger_ = *std::move(opened);
        publisher_ = *Publisher::start(*ledger_, std::chrono::hours(1));
        for (const char* name : {"a", "b", "c"}) make_witness(name);
    }

    void make_witness(const std::string& name) {
        const auto entropy = seeded_entropy(name);
        const auto place = directory_.path() / name;
        std::filesystem::create_directory(place);
        witnesses_[name] = *Witness::open(
            place,
            SigningKey::make(name + ".example/w", SignatureType::cosignature, *entropy),
            {ledger_->log_key().signing.verifier()},
            clock_
        );
    }

    using Answers = std::function<Answered(std::string)>;

    // What a witness answers from now on. (The asking thread may be at it at any time.)
    struct Instead {
        CosigningTest& test;
        std::string name;
        void operator=(Answers answers) const {
            const std::lock_guard lock(test.mutex_);
            test.instead_[name] = std::move(answers);
        }
    };
    Instead instead(const std::string& name) { return {*this, name}; }
    void answer_as_they_are() {
        const std::lock_guard lock(mutex_);
        instead_.clear();
    }

    // Asks the witness that the URL names, unless the test has another answer for it.
    Answered ask(const std::string& url, std::string body) {
        const std::string name = url.substr(url.rfind('/') + 1);
        Answers answers;
        {
            const std::lock_guard lock(mutex_);
            if (const auto found = instead_.find(name); found != instead_.end()) {
                answers = found->second;
            }
        }
        if (answers) return answers(std::move(body));
        return *witnesses_.at(name)->add_checkpoint(body);
    }

    void start(const std::string& tail) {
        std::string text = "log " + ledger_->log_key().signing.verifier().text() + "\n";
        for (const auto& [name, witness] : witnesses_) {
            text +=
                "witness " + name + " " + witness->verifier().text() + " http://x/" + name + "\n";
        }
        policy_ = *TlogPolicy::parse(text + tail);
        auto started = Cosigning::start(
            *ledger_,
            *publisher_,
            policy_,
            [this](const std::string& url, std::string body) { return ask(url, std::move(body)); },
            std::chrono::hours(1)
        );
        ASSERT_TRUE(started) << started.error().detail;
        cosigning_ = *std::move(started);
        round();  // whatever the thread of its own does
    }

    void round() {
        ASSERT_TRUE(publisher_->now());
        ASSERT_TRUE(cosigning_->round());
    }

    // Nothing signs or asks on a thread of its own any more: what a test does to the files is
    // alone.
    void stop() {
        cosigning_.reset();
        publisher_.reset();
    }

    void grow() {
        Act act;
        act.stream = {"agency/a" + std::to_string(next_)};
        act.event = agency::Event(agency::Registered{.title = "Dinas"});
        act.actor = by("head-1", Role::head);
        act.provenance.source = "urn:test";
        act.provenance.id = std::to_string(next_++);
        ASSERT_TRUE(record(ledger_->writer(), {std::move(act)}));
    }

    // Why the ledger is not what its witnesses know; empty when nobody says so.
    std::string restored() {
        const auto asked =
            ask_whether_restored(*ledger_, policy_, [this](const auto& url, std::string body) {
                return ask(url, std::move(body));
            });
        return asked ? "" : asked.error().detail;
    }

    void announce_loss(std::uint64_t size) {
        Act act;
        act.stream = origin::stream();
        act.event = origin::Event(
            origin::Truncated{.size = size, .ordered_by = {"head-1"}, .reason = "Cakram rusak"}
        );
        act.actor.role = Role::operator_;
        act.provenance = {.source = "urn:jejak:origin", .id = std::to_string(size)};
        const Answer answer = record(ledger_->writer(), {std::move(act)});
        EXPECT_TRUE(std::holds_alternative<Recorded>(answer->front()));
    }

    [[nodiscard]] WitnessStanding standing(std::string_view name) const {
        for (const auto& each : cosigning_->witnesses()) {
            if (each.name == name) return each;
        }
        ADD_FAILURE();
        return {};
    }

    // Whose cosignatures are on the newest checkpoint that has its quorum.
    [[nodiscard]] std::vector<std::string> signers() const {
        const auto newest = cosigning_->newest();
        if (newest == nullptr) return {};
        return policy_.satisfied_by(*Note::parse(newest->note))
            .value_or(std::vector<std::string>{});
    }

    tests::HandClock clock_{at("2026-01-15T00:00:00Z")};
    tests::TemporaryDirectory directory_;
    std::unique_ptr<Ledger> ledger_;
    std::unique_ptr<Publisher> publisher_;
    std::map<std::string, std::unique_ptr<Witness>> witnesses_;
    std::mutex mutex_;  // guards instead_
    std::map<std::string, Answers> instead_;
    TlogPolicy policy_;
    std::unique_ptr<Cosigning> cosigning_;
    int next_ = 0;
};

TEST_F(CosigningTest, AllSignWhatGrows) {
    start("group g 2 a b c\nquorum g\n");
    EXPECT_EQ(signers(), (std::vector<std::string>{"a", "b", "c"}));
    for (int i = 0; i < 5; ++i) {
        grow();
        round();
    }
    EXPECT_EQ(cosigning_->newest()->checkpoint.size, 6U);
    EXPECT_EQ(signers(), (std::vector<std::string>{"a", "b", "c"}));
    EXPECT_EQ(standing("a").state, Standing::signs);
    EXPECT_EQ(standing("a").size, 6U);
}

TEST_F(CosigningTest, OneThatIsDownDoesNotStopTheOthers) {
    instead("b") = [](const std::string&) -> Answered { return std::unexpected("refused"); };
    start("group g 2 a b c\nquorum g\n");
    EXPECT_EQ(signers(), (std::vector<std::string>{"a", "c"}));
    EXPECT_EQ(standing("b").state, Standing::silent);
    EXPECT_EQ(standing("b").trouble, "refused");
    grow();
    round();
    EXPECT_EQ(cosigning_->newest()->checkpoint.size, 2U);
    answer_as_they_are();
    round();
    EXPECT_EQ(signers(), (std::vector<std::string>{"a", "b", "c"})) << "it caught up";
}

TEST_F(CosigningTest, WithoutItsQuorumTheNewestStaysTheOneBefore) {
    start("group g all a b c\nquorum g\n");
    EXPECT_EQ(cosigning_->newest()->checkpoint.size, 1U);
    instead("c") = [](const std::string&) -> Answered { return std::unexpected("refused"); };
    grow();
    round();
    EXPECT_EQ(cosigning_->newest()->checkpoint.size, 1U);
    EXPECT_EQ(publisher_->newest()->checkpoint.size, 2U) << "the log's own goes on";
}

TEST_F(CosigningTest, ALiarIsNotBelieved) {
    instead("b") = [this](std::string body) -> Answered {
        auto answer = *witnesses_.at("a")->add_checkpoint(body);
        answer.status = 200;
        return answer;
    };
    start("group g any a b\nquorum g\n");
    EXPECT_EQ(standing("b").state, Standing::lies);
    instead("b") = [](const std::string&) -> Answered { return WitnessAnswer{200, "nonsense"}; };
    grow();
    round();
    EXPECT_EQ(standing("b").state, Standing::lies);
    EXPECT_EQ(signers(), (std::vector<std::string>{"a", "c"}));
}

// It signs another text, and hopes that the line is passed on.
TEST_F(CosigningTest, ALineOfAnotherTextIsNotPassedOn) {
    const auto entropy = seeded_entropy("b");
    const auto key = SigningKey::make("b.example/w", SignatureType::cosignature, *entropy);
    instead("b") = [key](const std::string& body) -> Answered {
        const auto request = WitnessRequest::parse(body);
        const std::string other = Note::parse(request->note)->text + "\nx\n";
        return WitnessAnswer{200, "x\n\n" + key.cosign(other, 7).line()};
    };
    start("group g any a b\nquorum g\n");
    EXPECT_EQ(standing("b").state, Standing::lies);
    EXPECT_EQ(signers(), (std::vector<std::string>{"a", "c"}));
}

TEST_F(CosigningTest, AnotherRootOfTheSameSizeIsAnAlarm) {
    instead("b") = [](const std::string&) -> Answered { return WitnessAnswer{409, "1\n"}; };
    start("quorum a\n");
    EXPECT_EQ(standing("b").state, Standing::differs);
}

// --- After a restore, before anything is written

TEST_F(CosigningTest, AWitnessThatHasSeenMoreStopsALedgerThatWasRestored) {
    start("quorum a\n");
    EXPECT_EQ(restored(), "");
    instead("b") = [](const std::string&) -> Answered { return WitnessAnswer{409, "70000\n"}; };
    EXPECT_NE(restored().find("witness b does not know this history"), std::string::npos);
    EXPECT_NE(restored().find("70000"), std::string::npos);
    announce_loss(69'999);
    EXPECT_NE(restored(), "");
    announce_loss(70'000);
    EXPECT_EQ(restored(), "") << "the log itself says so";
}

// Restored without what says how far it had signed.
TEST_F(CosigningTest, ALedgerThatHasLostItsCheckpointsAsksAllTheSame) {
    start("quorum a\n");
    grow();
    stop();
    const auto folder = ledger_->directory() / "checkpoints";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directory(folder);
    EXPECT_EQ(restored(), "");
    EXPECT_TRUE(std::filesystem::exists(folder / "newest")) << "what they were shown is kept";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directory(folder);
    instead("b") = [](const std::string&) -> Answered { return WitnessAnswer{409, "70000\n"}; };
    EXPECT_NE(restored().find("70000"), std::string::npos) << restored();
    const auto others = ask_for_other_histories(
        *ledger_, policy_, [this](const auto& url, auto body) { return ask(url, std::move(body)); }
    );
    ASSERT_TRUE(others);
    ASSERT_EQ(others->size(), 1U) << "the others have signed what is here";
    EXPECT_EQ(others->front().witness, "b");
    EXPECT_EQ(others->front().size, 70'000U) << "which a notice of the loss must say";
}

// It knows fewer events than there are, and others.
TEST_F(CosigningTest, SoDoesOneThatHasSeenLessOfAnotherHistory) {
    start("quorum a\n");
    for (int i = 0; i < 9; ++i) grow();
    ASSERT_TRUE(publisher_->now());
    instead("b") = [](const std::string& body) -> Answered {
        if (body.starts_with("old 5\n")) return WitnessAnswer{422, "the proof does not hold\n"};
        return WitnessAnswer{409, "5\n"};
    };
    EXPECT_NE(restored().find("another root of 5"), std::string::npos) << restored();
}

// One loss does not excuse the next one.
TEST_F(CosigningTest, AWitnessThatHasComeBackIsHeard) {
    announce_loss(70'000);
    start("quorum a\n");
    instead("a") = [](const std::string&) -> Answered { return WitnessAnswer{409, "70000\n"}; };
    EXPECT_NE(restored().find("70000"), std::string::npos) << "it has signed this history since";
    instead("b") = [](const std::string&) -> Answered { return WitnessAnswer{409, "70000\n"}; };
    answer_as_they_are();
    EXPECT_EQ(restored(), "");
}

// Else one that lies would excuse all the others.
TEST_F(CosigningTest, ASizeThatAWitnessToldExcusesJustThat) {
    announce_loss(70'000);
    instead("b") = [](const std::string&) -> Answered { return WitnessAnswer{409, "70000\n"}; };
    start("quorum a\n");
    EXPECT_EQ(restored(), "");
    instead("b") = [](const std::string&) -> Answered { return WitnessAnswer{409, "60000\n"}; };
    EXPECT_NE(restored().find("60000"), std::string::npos);
}

TEST_F(CosigningTest, SoDoesOneThatHasSeenAnotherHistory) {
    start("quorum a\n");
    instead("b") = [](const std::string&) -> Answered { return WitnessAnswer{422, "root\n"}; };
    EXPECT_NE(restored().find("another root"), std::string::npos);
}

TEST_F(CosigningTest, WhoDoesNotAnswerOrHasSeenLessSaysNothing) {
    start("quorum a\n");
    instead("a") = [](const std::string&) -> Answered { return std::unexpected("down"); };
    instead("b") = [](const std::string&) -> Answered { return WitnessAnswer{404, "who?\n"}; };
    grow();
    ASSERT_TRUE(publisher_->now());
    EXPECT_EQ(restored(), "");
}

TEST_F(CosigningTest, OneThatHasSeenMoreIsAnAlarm) {
    instead("b") = [](const std::string&) -> Answered { return WitnessAnswer{409, "70000\n"}; };
    start("group g any a b\nquorum g\n");
    EXPECT_EQ(standing("b").state, Standing::ahead);
    EXPECT_NE(standing("b").trouble.find("70000"), std::string::npos);
    answer_as_they_are();
    round();
    EXPECT_EQ(standing("b").state, Standing::signs) << "it is asked again";
}

TEST_F(CosigningTest, OneThatRefusesSaysWhy) {
    instead("b") = [](const std::string&) -> Answered {
        return WitnessAnswer{422, "the proof does not hold\n"};
    };
    instead("c") = [](const std::string&) -> Answered { return WitnessAnswer{500, "oops"}; };
    start("quorum a\n");
    EXPECT_EQ(standing("b").state, Standing::refuses);
    EXPECT_EQ(standing("b").trouble, "422 the proof does not hold");
    EXPECT_EQ(standing("c").state, Standing::silent);
}

TEST_F(CosigningTest, AWitnessThatKnowsTheLogFromBeforeIsCaughtUpWith) {
    for (int i = 0; i < 9; ++i) grow();
    ASSERT_TRUE(publisher_->now());
    start("quorum a\n");
    cosigning_.reset();
    grow();
    start("quorum a\n");  // it begins from 0, and is told 10
    EXPECT_EQ(standing("a").state, Standing::signs);
    EXPECT_EQ(standing("a").size, 11U);
}

TEST_F(CosigningTest, TheCosignedOneIsKept) {
    start("quorum a\n");
    const std::string note = cosigning_->newest()->note;
    cosigning_.reset();
    for (const char* name : {"a", "b", "c"}) {
        instead(name) = [](const std::string&) -> Answered { return std::unexpected("down"); };
    }
    start("quorum a\n");
    ASSERT_NE(cosigning_->newest(), nullptr);
    EXPECT_EQ(cosigning_->newest()->note, note);
}

}  // namespace
