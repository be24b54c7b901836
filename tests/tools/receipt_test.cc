// Receipts of the demonstration's ledger: the golden year checked with a key alone, and every lie
// that can be told in one, caught by its name.

#include "api/receipts.h"
#include "ledger/base64.h"
#include "ledger/closer.h"
#include "ledger/tlog_policy.h"
#include "projections/receipt_check.h"
#include "tests/support/temporary_directory.h"
#include "tools/house.h"
#include "tools/verbs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace ledger;
using projections::AsOf;
using projections::Lie;
using projections::Receipt;
using projections::ReceiptMaker;

class ReceiptTest : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        directory_ = std::make_unique<tests::TemporaryDirectory>();
        const auto place = directory_->path() / "demo";
        ASSERT_EQ(tools::demo({.directory = place, .fill_only = true}, {}), tools::exit_ok);
        auto house = tools::House::open(place, {}, {});
        ASSERT_TRUE(house) << house.error().detail;
        house_ = *std::move(house);
        checkpoint_ = **house_->publisher().now();
        golden_ = made(golden_plan(), Period::year(2025));
        ASSERT_TRUE(house_->completeness().last());
    }
    static void TearDownTestSuite() {
        house_.reset();
        directory_.reset();
    }

    static PlanId golden_plan() {
        const auto plans = house_->ledger().index().streams("plan/", {"plan/2025-a-"}, 1);
        return {std::string(plans->front().key())};
    }
    static AsOf now() {
        const Position size = house_->ledger().size();
        return {size, day_of(*house_->ledger().recorded_at(size), Zone::wib)};
    }
    static Receipt made(const PlanId& plan, const Period& period) {
        const ReceiptMaker maker(house_->ledger(), house_->completeness());
        auto receipt = maker.of_score(plan, period, now(), checkpoint_);
        EXPECT_TRUE(receipt) << receipt.error().detail;
        EXPECT_TRUE(*receipt);
        return **std::move(receipt);
    }
    static Receipt file_of(const PersonId& person) {
        const ReceiptMaker maker(house_->ledger(), house_->completeness());
        auto receipt = maker.of_person(person, now(), checkpoint_);
        EXPECT_TRUE(receipt) << receipt.error().detail;
        return *std::move(receipt);
    }
    static PersonId sanctioned() {
        const auto streams = house_->ledger().index().streams("sanctions/", {"sanctions/"}, 1);
        return {std::string(streams->front().key())};
    }

    static projections::Trusted trusted() {
        return {house_->ledger().log_key().signing.verifier(), {}, {}};
    }
    static void expect_caught(const Receipt& receipt, Lie lie) {
        const auto shown = check(receipt, trusted());
        ASSERT_FALSE(shown) << "nobody noticed";
        EXPECT_EQ(name_of(shown.error().lie), name_of(lie)) << shown.error().words.en;
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

    static std::unique_ptr<tests::TemporaryDirectory> directory_;
    static std::unique_ptr<tools::House> house_;
    static SignedCheckpoint checkpoint_;
    static Receipt golden_;
};
std::unique_ptr<tests::TemporaryDirectory> ReceiptTest::directory_;
std::unique_ptr<tools::House> ReceiptTest::house_;
SignedCheckpoint ReceiptTest::checkpoint_;
Receipt ReceiptTest::golden_;

TEST_F(ReceiptTest, TheGoldenYearIsCheckedWithAKeyAlone) {
    ASSERT_TRUE(golden_.claim);
    EXPECT_EQ(golden_.claim->exact->text(), "7765231/85680");
    EXPECT_EQ(golden_.claim->rounded->text(), "90.63");
    EXPECT_EQ(golden_.claim->decided->predikat, Predikat::good);
    const auto shown = check(golden_, trusted());
    ASSERT_TRUE(shown) << shown.error().words.en;
    EXPECT_TRUE(shown->simulated_clock);
    EXPECT_TRUE(shown->seeded);
    ASSERT_TRUE(shown->close);
    EXPECT_EQ(count(*shown, "person/a-puskesmas-pauh/plan"), 6U);
    EXPECT_EQ(count(*shown, "person/a-puskesmas-pauh/correction"), 1U);
    EXPECT_GE(count(*shown, "person/a-puskesmas-pauh/report"), 24U);
    EXPECT_GE(count(*shown, "person/a-puskesmas-pauh/objection"), 3U);
}

TEST_F(ReceiptTest, ItIsAFile) {
    const std::string text = api::receipt_text(golden_);
    const auto again = api::parse_receipt(text);
    ASSERT_TRUE(again) << again.error();
    EXPECT_EQ(*again, golden_);
    EXPECT_FALSE(api::parse_receipt(text + "x"));
    EXPECT_FALSE(api::parse_receipt("{}"));
    EXPECT_FALSE(api::parse_receipt(R"({"more":1,)" + text.substr(1)));
}

TEST_F(ReceiptTest, AsOfThePastItIsWhatWasBelievedThen) {
    // Before the objection was decided: 89.79, and B's decision.
    const Position decided = golden_.claim->decided->position;
    const ReceiptMaker maker(house_->ledger(), house_->completeness());
    const AsOf then{decided, *parse_date("2026-02-08")};
    const auto receipt = maker.of_score(golden_plan(), Period::year(2025), then, checkpoint_);
    ASSERT_TRUE(receipt && *receipt);
    EXPECT_EQ((*receipt)->claim->rounded->text(), "89.79");
    EXPECT_TRUE(check(**receipt, trusted()));
}

TEST_F(ReceiptTest, APersonsFileSaysWhatIsThereAndWhatIsNot) {
    const PersonId person = sanctioned();
    const auto shown = check(file_of(person), trusted());
    ASSERT_TRUE(shown) << shown.error().words.en;
    EXPECT_GE(count(*shown, "person/" + person.text + "/sanction"), 1U);

    const auto clean = check(file_of({"b-puskesmas-pauh"}), trusted());
    ASSERT_TRUE(clean) << clean.error().words.en;
    EXPECT_EQ(count(*clean, "person/b-puskesmas-pauh/sanction"), 0U);

    const auto nobody = check(file_of({"nobody"}), trusted());
    ASSERT_TRUE(nobody) << nobody.error().words.en;
    EXPECT_EQ(nobody->records, 2U) << "the ledger's first record, and the close";
}

// --- Lies

TEST_F(ReceiptTest, ARecordThatWasEdited) {
    Receipt receipt = golden_;
    auto bytes = *from_base64(receipt.records[10].record);
    bytes[bytes.size() / 2] ^= 1U;
    receipt.records[10].record = to_base64(bytes);
    expect_caught(receipt, Lie::not_in_log);
}

TEST_F(ReceiptTest, ARecordThatWasDropped) {
    Receipt receipt = golden_;
    const Position dropped = file(receipt, "/correction").positions.front();
    receipt.records.erase(
        receipt.records.begin() + static_cast<std::ptrdiff_t>(index_of(receipt, dropped))
    );
    expect_caught(receipt, Lie::file_altered);
    file(receipt, "/correction").positions.clear();
    expect_caught(receipt, Lie::file_altered);
    file(receipt, "/correction").count = {};
    file(receipt, "/correction").chain.clear();
    expect_caught(receipt, Lie::file_not_proved);
    auto& files = receipt.completeness->files;
    std::erase_if(files, [](const auto& each) { return each.name.ends_with("/correction"); });
    expect_caught(receipt, Lie::file_missing);
}

TEST_F(ReceiptTest, ARecordThatWasDroppedFromTheMiddleOfAStream) {
    Receipt receipt = golden_;
    const Position dropped = file(receipt, "/plan").positions[1];
    receipt.records.erase(
        receipt.records.begin() + static_cast<std::ptrdiff_t>(index_of(receipt, dropped))
    );
    expect_caught(receipt, Lie::stream_broken);
}

TEST_F(ReceiptTest, ARecordThatWasInserted) {
    Receipt receipt = golden_;
    auto inserted = receipt.records[10];
    inserted.position = next(inserted.position);
    ASSERT_LT(inserted.position, receipt.records[11].position);
    receipt.records.insert(receipt.records.begin() + 11, inserted);
    expect_caught(receipt, Lie::not_in_log);
}

TEST_F(ReceiptTest, RecordsThatWereReordered) {
    Receipt receipt = golden_;
    std::swap(receipt.records[10], receipt.records[11]);
    expect_caught(receipt, Lie::out_of_order);
    std::swap(receipt.records[10].position, receipt.records[11].position);
    expect_caught(receipt, Lie::not_in_log);
}

TEST_F(ReceiptTest, ASanctionThatWasHidden) {
    const PersonId person = sanctioned();
    Receipt receipt = file_of(person);
    auto& sanctions = file(receipt, "/sanction");
    ASSERT_FALSE(sanctions.positions.empty());
    const std::vector<Position> hidden = sanctions.positions;
    sanctions.positions.clear();
    expect_caught(receipt, Lie::record_hidden);
    std::erase_if(receipt.records, [&](const auto& each) {
        return std::ranges::find(hidden, each.position) != hidden.end();
    });
    expect_caught(receipt, Lie::file_altered);
    sanctions.count = {};
    sanctions.chain.clear();
    expect_caught(receipt, Lie::file_not_proved);
    // The proof of somebody who has none.
    Receipt other = file_of({"b-puskesmas-pauh"});
    const std::string name = sanctions.name;
    sanctions = file(other, "/sanction");
    sanctions.name = name;
    expect_caught(receipt, Lie::file_not_proved);
    std::erase_if(receipt.completeness->files, [&](const auto& each) { return each.name == name; });
    expect_caught(receipt, Lie::file_missing);
}

TEST_F(ReceiptTest, ASanctionThatIsNotThere) {
    Receipt receipt = file_of({"b-puskesmas-pauh"});
    Receipt other = file_of(sanctioned());
    const std::string name = file(receipt, "/sanction").name;
    file(receipt, "/sanction") = file(other, "/sanction");
    file(receipt, "/sanction").name = name;
    expect_caught(receipt, Lie::file_not_proved);
}

TEST_F(ReceiptTest, AScoreThatTheRecordsDoNotGive) {
    Receipt receipt = golden_;
    receipt.claim->exact = *Rational::parse("91");
    expect_caught(receipt, Lie::other_score);
    receipt = golden_;
    receipt.claim->level = Level::above;
    expect_caught(receipt, Lie::other_score);
    receipt = golden_;
    receipt.claim->policy = {"another"};
    expect_caught(receipt, Lie::other_score);
    receipt = golden_;
    receipt.claim->decided->predikat = Predikat::very_good;
    expect_caught(receipt, Lie::other_decision);
    receipt = golden_;
    receipt.claim->decided.reset();
    expect_caught(receipt, Lie::other_decision);
    receipt = golden_;
    receipt.explanation.back().exact = *Rational::parse("4");
    expect_caught(receipt, Lie::other_explanation);
    receipt = golden_;
    receipt.claim->plan = {"another"};
    expect_caught(receipt, Lie::no_such_plan);
    receipt = golden_;
    receipt.subject = {"b-puskesmas-pauh"};
    expect_caught(receipt, Lie::other_person);
}

// "Nothing was late yet": a day before the records that are there.
TEST_F(ReceiptTest, ADayThatDoesNotFit) {
    Receipt receipt = golden_;
    receipt.day = *parse_date("2025-02-01");
    expect_caught(receipt, Lie::wrong_day);
}

TEST_F(ReceiptTest, ACheckpointThatIsNotTheLogs) {
    Receipt receipt = golden_;
    receipt.checkpoint[receipt.checkpoint.find('\n') + 1] ^= 1;
    expect_caught(receipt, Lie::not_signed);
    receipt = golden_;
    receipt.checkpoint = "nothing";
    expect_caught(receipt, Lie::checkpoint);
    receipt = golden_;
    receipt.origin = "another.example";
    expect_caught(receipt, Lie::checkpoint);
    const auto entropy = seeded_entropy("a forger");
    const auto forger = SigningKey::make(receipt.origin, SignatureType::ed25519, *entropy);
    Note note = *Note::parse(golden_.checkpoint);
    note.signatures = {forger.sign(note.text)};
    receipt = golden_;
    receipt.checkpoint = note.written();
    expect_caught(receipt, Lie::not_signed);
}

TEST_F(ReceiptTest, WitnessesThatWereAskedForMustHaveSigned) {
    const auto entropy = seeded_entropy("inspektorat");
    const auto witness =
        SigningKey::make("inspektorat.example/w", SignatureType::cosignature, *entropy);
    const auto policy = TlogPolicy::parse(
        "log " + trusted().key.text() + "\nwitness i " + witness.verifier().text() + "\nquorum i\n"
    );
    projections::Trusted asked = trusted();
    asked.witnesses = *policy;
    const auto without = check(golden_, asked);
    ASSERT_FALSE(without);
    EXPECT_EQ(without.error().lie, Lie::not_witnessed);

    Receipt receipt = golden_;
    Note note = *Note::parse(receipt.checkpoint);
    note.signatures.push_back(witness.cosign(note.text, 1'768'435'200));
    receipt.checkpoint = note.written();
    const auto with = check(receipt, asked);
    ASSERT_TRUE(with);
    EXPECT_EQ(with->witnesses, std::vector<std::string>{"i"});
}

TEST_F(ReceiptTest, WithoutTheCloseNothingIsComplete) {
    Receipt receipt = golden_;
    const Position close = receipt.completeness->close;
    receipt.completeness.reset();
    const auto shown = check(receipt, trusted());
    ASSERT_TRUE(shown);
    EXPECT_FALSE(shown->close) << "and whoever checks it is told";
    receipt = golden_;
    receipt.records.erase(
        receipt.records.begin() + static_cast<std::ptrdiff_t>(index_of(receipt, close))
    );
    expect_caught(receipt, Lie::no_close);
}

// A flipped bit anywhere in the file is no receipt, is caught, or changes nothing that is claimed.
TEST_F(ReceiptTest, AnyBitThatIsFlippedIsNoticed) {
    const std::string good = api::receipt_text(golden_);
    std::size_t unnoticed = 0;
    for (std::size_t i = 0; i < good.size(); i += 97) {
        std::string bad = good;
        bad[i] = static_cast<char>(bad[i] ^ 1);
        const auto receipt = api::parse_receipt(bad);
        if (!receipt || !check(*receipt, trusted())) continue;
        Receipt said = *receipt;  // sentences are for reading
        for (std::size_t node = 0; node < said.explanation.size(); ++node) {
            said.explanation[node].sentence = golden_.explanation[node].sentence;
        }
        if (said != golden_) ++unnoticed;
    }
    EXPECT_EQ(unnoticed, 0U);
}

}  // namespace
