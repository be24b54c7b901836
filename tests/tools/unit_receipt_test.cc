// Receipts of units' and agencies' scores, of the demonstration's health office: checked with a key
// alone, and the lies that can be told in one, caught by their names.

#include "api/receipts.h"
#include "projections/boards.h"
#include "tests/support/demo_receipts.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using namespace ledger;
using projections::Lie;
using projections::Receipt;
using projections::ReceiptMaker;

const AgencyId pauh{"pauh"};
const UnitId office{"dinkes"};  // whose indicators are rolled up from the health centres'
const UnitId centre{"puskesmas-pauh"};

class UnitReceiptTest : public tests::DemoReceipts {
protected:
    static void SetUpTestSuite() {
        DemoReceipts::SetUpTestSuite();
        office_ = made(office);
        centre_ = made(centre);
    }

    static std::optional<Receipt> tried(const UnitId& unit, const Period& period) {
        const auto indicators =
            *projections::Boards::of_agency(house_->runner().rows("boards"), pauh);
        const ReceiptMaker maker(house_->ledger(), house_->completeness());
        auto receipt = maker.of_unit({pauh, unit, period}, indicators, now(), checkpoint_);
        EXPECT_TRUE(receipt) << receipt.error().detail;
        if (!*receipt) {
            EXPECT_EQ(receipt->error(), projections::NoReceipt::nothing_there);
            return std::nullopt;
        }
        return **std::move(receipt);
    }
    static Receipt made(const UnitId& unit, const Period& period = Period::year(2025)) {
        auto receipt = tried(unit, period);
        EXPECT_TRUE(receipt);
        return *std::move(receipt);
    }

    // The record of that type in the stream is not there any more, nor where files name it.
    static void hide(Receipt& receipt, std::string_view stream, std::string_view type) {
        for (std::size_t i = 0; i < receipt.records.size(); ++i) {
            const auto& proved = receipt.records[i];
            const auto entry = *house_->ledger().entry(proved.position, Closed::withhold);
            const Record& record = entry->record;
            if (record.stream.text != stream || type_of(record.event) != type) continue;
            for (auto& each : receipt.completeness->files) {
                std::erase(each.positions, proved.position);
            }
            receipt.records.erase(receipt.records.begin() + static_cast<std::ptrdiff_t>(i));
            return;
        }
        ADD_FAILURE() << "there is no " << type << " in " << stream;
    }
    static void drop_file(Receipt& receipt, std::string_view name) {
        EXPECT_EQ(
            std::erase_if(
                receipt.completeness->files, [&](const auto& each) { return each.name == name; }
            ),
            1U
        ) << name;
    }
    static bool has_file(const Receipt& receipt, std::string_view name) {
        return std::ranges::any_of(receipt.completeness->files, [&](const auto& each) {
            return each.name == name;
        });
    }

    static inline Receipt office_;
    static inline Receipt centre_;
};

TEST_F(UnitReceiptTest, IsCheckedWithAKeyAlone) {
    for (const Receipt* receipt : {&office_, &centre_}) {
        ASSERT_TRUE(receipt->unit_claim->exact);
        const auto shown = check(*receipt, trusted());
        ASSERT_TRUE(shown) << shown.error().words.en;
        ASSERT_TRUE(shown->close);
        EXPECT_GT(count(*shown, "agency/pauh/indicator"), 10U);
        EXPECT_GT(shown->unsigned_acts, 0U);
        EXPECT_TRUE(shown->other_words.empty());
    }
    EXPECT_FALSE(office_.explanation.empty());
}

// It has what the score rests on, and of the other indicators just what they are.
TEST_F(UnitReceiptTest, HoldsNoMoreThanItMust) {
    EXPECT_TRUE(has_file(office_, "stream/indicator/puskesmas-pauh-tunggu"));
    EXPECT_TRUE(has_file(centre_, "stream/indicator/puskesmas-pauh-tunggu"));
    EXPECT_FALSE(has_file(centre_, "stream/indicator/dinkes-imunisasi"));
    EXPECT_LT(centre_.records.size(), office_.records.size());
}

TEST_F(UnitReceiptTest, OfAnyPeriodAndOfTheAgencyItself) {
    for (const char* text : {"2025-03", "2025-Q2"}) {
        EXPECT_TRUE(check(made(office, *Period::parse(text)), trusted())) << text;
    }
    const auto before = made(office, Period::year(2020));
    EXPECT_FALSE(before.unit_claim->exact) << "nothing was recorded then";
    EXPECT_TRUE(check(before, trusted()));
    EXPECT_FALSE(tried({}, Period::year(2025))) << "the agency itself has no indicators";
    EXPECT_FALSE(tried({"nowhere"}, Period::year(2025)));
}

TEST_F(UnitReceiptTest, BeforeACorrectionIsWhatWasBelievedThen) {
    const StreamId stream{"indicator/puskesmas-pauh-pengaduan"};
    const auto head = house_->ledger().index().head(stream);
    const auto entries = house_->ledger().stream(stream, 1, head->version, Closed::withhold);
    for (const Entry& entry : *entries) {
        if (type_of(entry.record.event) != "indicator.valueCorrected") continue;
        const auto indicators =
            *projections::Boards::of_agency(house_->runner().rows("boards"), pauh);
        const ReceiptMaker maker(house_->ledger(), house_->completeness());
        const projections::AsOf then{entry.position, now().today};
        const auto receipt =
            maker.of_unit({pauh, centre, Period::year(2025)}, indicators, then, checkpoint_);
        ASSERT_TRUE(receipt && *receipt);
        EXPECT_NE((*receipt)->unit_claim->exact, centre_.unit_claim->exact);
        EXPECT_TRUE(check(**receipt, trusted()));
        return;
    }
    FAIL() << "nothing was corrected";
}

// Whoever asks is told so, before it has cost much.
TEST_F(UnitReceiptTest, IsNotMadeWhereNobodyCouldCheckIt) {
    const auto indicators = *projections::Boards::of_agency(house_->runner().rows("boards"), pauh);
    for (const projections::ReceiptLimits& limits :
         {projections::ReceiptLimits{.records = centre_.records.size() - 1},
          projections::ReceiptLimits{.files = centre_.completeness->files.size() - 1},
          projections::ReceiptLimits{.bytes = 100'000}}) {
        const ReceiptMaker maker(house_->ledger(), house_->completeness(), limits);
        const auto receipt =
            maker.of_unit({pauh, centre, Period::year(2025)}, indicators, now(), checkpoint_);
        ASSERT_TRUE(receipt);
        ASSERT_FALSE(*receipt);
        EXPECT_EQ(receipt->error(), projections::NoReceipt::too_large);
    }
    const ReceiptMaker maker(
        house_->ledger(), house_->completeness(), {.records = centre_.records.size()}
    );
    EXPECT_TRUE(*maker.of_unit({pauh, centre, Period::year(2025)}, indicators, now(), checkpoint_));
}

TEST_F(UnitReceiptTest, IsAFile) {
    const auto again = api::parse_receipt(api::receipt_text(centre_));
    ASSERT_TRUE(again) << again.error();
    EXPECT_EQ(*again, centre_);
}

// --- Lies

TEST_F(UnitReceiptTest, AValueThatWasHidden) {
    Receipt receipt = office_;
    hide(receipt, "indicator/puskesmas-pauh-tunggu", "indicator.valueRecorded");
    expect_caught(receipt, Lie::file_altered);
    drop_file(receipt, "stream/indicator/puskesmas-pauh-tunggu");
    expect_caught(receipt, Lie::stream_broken);
    receipt.completeness.reset();
    expect_caught(receipt, Lie::stream_broken);
}

TEST_F(UnitReceiptTest, AnIndicatorThatWasHidden) {
    Receipt receipt = centre_;
    hide(receipt, "indicator/kesmas-posyandu", "indicator.defined");
    expect_caught(receipt, Lie::file_altered);
    drop_file(receipt, "agency/pauh/indicator");
    expect_caught(receipt, Lie::file_missing);
}

TEST_F(UnitReceiptTest, AFileThatWasLeftOut) {
    for (const char* name :
         {"stream/policy/pauh",
          "stream/agency/pauh",
          "stream/unit/puskesmas-pauh",
          "stream/indicator/puskesmas-pauh-tunggu"}) {
        Receipt receipt = centre_;
        drop_file(receipt, name);
        expect_caught(receipt, Lie::file_missing);
    }
}

TEST_F(UnitReceiptTest, AScoreThatTheRecordsDoNotGive) {
    Receipt receipt = office_;
    receipt.unit_claim->exact = *Rational::parse("91");
    expect_caught(receipt, Lie::other_score);
    receipt = office_;
    receipt.unit_claim->rounded.reset();
    expect_caught(receipt, Lie::other_score);
    receipt = office_;
    receipt.unit_claim->policy = {"another"};
    expect_caught(receipt, Lie::other_score);
    receipt = office_;
    receipt.unit_claim->formulas.pop_back();
    expect_caught(receipt, Lie::other_score);
    receipt = office_;
    receipt.unit_claim->period = Period::year(2024);
    expect_caught(receipt, Lie::other_score);
    receipt = office_;
    receipt.explanation.back().exact = *Rational::parse("4");
    expect_caught(receipt, Lie::other_explanation);
}

TEST_F(UnitReceiptTest, AUnitThatIsNotThere) {
    Receipt receipt = office_;
    receipt.unit_claim->unit = {"nowhere"};
    expect_caught(receipt, Lie::no_such_unit);
    receipt = office_;
    receipt.unit_claim->agency = {"elsewhere"};
    expect_caught(receipt, Lie::no_such_unit);
    receipt = centre_;
    receipt.unit_claim->unit = office;
    expect_caught(receipt, Lie::file_missing);
}

TEST_F(UnitReceiptTest, IsAboutOneThing) {
    Receipt receipt = office_;
    receipt.subject = {"a-puskesmas-pauh"};
    expect_caught(receipt, Lie::malformed);
    receipt = office_;
    receipt.claim.emplace();
    expect_caught(receipt, Lie::malformed);
    receipt = office_;
    receipt.unit_claim.reset();
    expect_caught(receipt, Lie::malformed);
}

TEST_F(UnitReceiptTest, AnyBitThatIsFlippedIsNoticed) {
    const std::string good = api::receipt_text(centre_);
    std::size_t unnoticed = 0;
    for (std::size_t i = 0; i < good.size(); i += 997) {
        std::string bad = good;
        bad[i] = static_cast<char>(bad[i] ^ 1);
        const auto receipt = api::parse_receipt(bad);
        if (!receipt) continue;
        const auto shown = check(*receipt, trusted());
        if (shown && shown->other_words.empty() && *receipt != centre_) ++unnoticed;
    }
    EXPECT_EQ(unnoticed, 0U);
}

}  // namespace
