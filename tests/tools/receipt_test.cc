// Receipts of the demonstration's ledger: the golden year checked with a key alone, and every lie
// that can be told in one, caught by its name.

#include "api/receipts.h"
#include "ledger/base64.h"
#include "ledger/tlog_policy.h"
#include "projections/receipt_check.h"
#include "tests/support/demo_receipts.h"
#include "tests/support/said.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

namespace {

using namespace ledger;
using projections::AsOf;
using projections::Lie;
using projections::Receipt;
using projections::ReceiptMaker;

class ReceiptTest : public tests::DemoReceipts {
protected:
    static void SetUpTestSuite() {
        DemoReceipts::SetUpTestSuite();
        golden_ = made(golden_plan(), Period::year(2025));
    }

    static PlanId golden_plan() {
        const auto plans = house_->ledger().index().streams("plan/", {"plan/2025-a-"}, 1);
        return {std::string(plans->front().key())};
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
        return **std::move(receipt);
    }
    static PersonId sanctioned() {
        const auto streams = house_->ledger().index().streams("sanctions/", {"sanctions/"}, 1);
        return {std::string(streams->front().key())};
    }

    static inline Receipt golden_;
};

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

TEST_F(ReceiptTest, WhoAsksForAllOfItIsToldWhereThatIsNotShown) {
    const auto path = directory_->path() / "asked.json";
    const auto verified = [&](const Receipt& receipt, bool complete) {
        std::ofstream(path) << api::receipt_text(receipt);
        const std::string key = trusted().key.text();
        return tests::said([&] {
            return tools::verify({.what = path, .key = key, .complete = complete}, {});
        });
    };
    EXPECT_EQ(verified(golden_, true).status, tools::exit_ok);
    Receipt open = golden_;
    open.completeness.reset();
    EXPECT_EQ(verified(open, false).status, tools::exit_ok);
    const tests::Said refused = verified(open, true);
    EXPECT_EQ(refused.status, tools::exit_not_verified);
    EXPECT_NE(refused.out.find("notComplete"), std::string::npos) << refused.out;
    EXPECT_EQ(verified(file_of(sanctioned()), true).out.find("NOTE"), std::string::npos);
    EXPECT_NE(verified(file_of({"mistyped"}), true).out.find("ever registered"), std::string::npos);
    const auto without_key = tests::said([&] { return tools::verify({.what = path}, {}); });
    EXPECT_NE(without_key.err.find("--key"), std::string::npos) << without_key.err;
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
    expect_caught(receipt, Lie::not_performed);  // the decision of the objection has ordered it
    receipt.as_of = dropped;
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

// Whoever reads the file is told that he must not believe its sentences, and gets the right ones.
TEST_F(ReceiptTest, ASentenceThatTheRecordsDoNotGive) {
    EXPECT_TRUE(check(golden_, trusted())->other_words.empty());
    Receipt receipt = golden_;
    receipt.explanation[2].sentence->en = "She was on leave all year.";
    const auto shown = check(receipt, trusted());
    ASSERT_TRUE(shown) << shown.error().words.en;
    ASSERT_EQ(shown->other_words.size(), 1U);
    EXPECT_EQ(shown->other_words.front().first, golden_.explanation[2].id);
    EXPECT_EQ(shown->other_words.front().second, golden_.explanation[2].sentence);
}

// Both checkers read one form, so that nobody is told two things of one file.
TEST_F(ReceiptTest, HalfASentenceOrAFlagThatIsNotThereIsNoReceipt) {
    Receipt receipt = golden_;
    receipt.explanation[2].sentence.reset();
    ASSERT_TRUE(api::parse_receipt(api::receipt_text(receipt)));
    EXPECT_TRUE(check(receipt, trusted())->other_words.empty());
    receipt.explanation[2].sentence = projections::receipt::Sentence{.id = "Rata-rata.", .en = ""};
    EXPECT_FALSE(api::parse_receipt(api::receipt_text(receipt)));
    std::string text = api::receipt_text(golden_);
    const std::string flag = R"("innovation":false,)";
    ASSERT_NE(text.find(flag), std::string::npos);
    EXPECT_FALSE(api::parse_receipt(text.erase(text.find(flag), flag.size())));
}

// It says which, so that a number is not said to be other than itself.
TEST_F(ReceiptTest, WhatOfTheScoreIsAnotherIsNamed) {
    Receipt receipt = golden_;
    receipt.claim->rounded = *Decimal::parse("906.3");
    const auto rounded = check(receipt, trusted());
    ASSERT_FALSE(rounded);
    EXPECT_EQ(rounded.error().words.en, "The records give the rounded score 90.63, not 906.3.");
    receipt = golden_;
    receipt.claim->policy = {"another"};
    const auto policy = check(receipt, trusted());
    ASSERT_FALSE(policy);
    EXPECT_NE(policy.error().words.en.find("not another."), std::string::npos);
}

// "Nothing was late yet": a day before the records that are there.
TEST_F(ReceiptTest, ADayThatDoesNotFit) {
    Receipt receipt = golden_;
    receipt.day = *parse_date("2025-02-01");
    expect_caught(receipt, Lie::wrong_day);
    receipt.claim.reset();
    receipt.explanation.clear();
    receipt.completeness.reset();
    expect_caught(receipt, Lie::wrong_day);
}

TEST_F(ReceiptTest, NumbersAreDigitsAlone) {
    const std::string text = api::receipt_text(golden_);
    ASSERT_TRUE(api::parse_receipt(text));
    std::string minus = text;
    minus.insert(minus.find(R"("position":0)") + 11, "-");
    EXPECT_FALSE(api::parse_receipt(minus));
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

// Between the close and what is claimed nothing can have been left out where nothing else is.
TEST_F(ReceiptTest, TheCloseAloneAfterWhatItCoversLeavesNothingOpen) {
    const auto shown = check(golden_, trusted());
    ASSERT_TRUE(shown);
    ASSERT_LT(shown->close->size, golden_.as_of);
    EXPECT_TRUE(shown->is_complete);
    Receipt before = golden_;
    before.as_of = shown->close->size;
    EXPECT_TRUE(check(before, trusted())->is_complete);
}

TEST_F(ReceiptTest, WithoutTheCloseNothingIsComplete) {
    Receipt receipt = golden_;
    const Position close = receipt.completeness->close;
    receipt.completeness.reset();
    const auto shown = check(receipt, trusted());
    ASSERT_TRUE(shown);
    EXPECT_FALSE(shown->close) << "and whoever checks it is told";
    EXPECT_FALSE(shown->is_complete);
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
