#include "ledger/index_comparison.h"

#include "tests/support/forged_ledger.h"

namespace {

using namespace ledger;
using tests::agency_act;
using tests::ForgedLedger;

// Three hundred streams, each changed three times, in runs of at most 64 records.
class IndexComparisonTest : public testing::Test {
protected:
    IndexComparisonTest() {
        for (int round = 0; round < 3; ++round) {
            for (int i = 0; i < 300; ++i) {
                const std::string name = "a" + std::to_string(i);
                forged.add(agency_act(name, "Dinas " + std::to_string(round)), [&](Record& r) {
                    r.provenance.id = name + "-" + std::to_string(round);
                });
            }
        }
        ledger = forged.open().value();
    }

    // Whether the rows are the same, with so much of heads in memory; `records` of the log are
    // looked at.
    [[nodiscard]] bool is_same(std::size_t heads_bytes_max, std::uint64_t records) const {
        IndexComparison comparison(*ledger, forged.scratch());
        EXPECT_TRUE(comparison.begin(heads_bytes_max));
        Sha256 sha256;
        for (std::uint64_t at = 0; at < records;) {
            auto packs = ledger->log().read(Position{at}, {.count_max = 64});
            const auto run =
                std::make_shared<const RecordRun>(RecordRun::read(*std::move(packs), sha256));
            comparison.add(run);
            at += run->records.size();
        }
        Findings findings;
        EXPECT_TRUE(comparison.tell(findings));
        const auto same = comparison.finish(findings);
        EXPECT_TRUE(same);
        return *same && findings.problems.empty();
    }

    ForgedLedger forged;
    std::unique_ptr<Ledger> ledger;
};

TEST_F(IndexComparisonTest, FindsTheRowsOfTheRecords) {
    EXPECT_TRUE(is_same(64UL * 1024 * 1024, 901));
}

TEST_F(IndexComparisonTest, FindsThemWhereNotAllHeadsHaveRoom) {
    EXPECT_TRUE(is_same(4096, 901));
    EXPECT_TRUE(is_same(200'000, 901)) << "those of the first runs only";
}

TEST_F(IndexComparisonTest, MissesNothingThatIsNotThere) {
    EXPECT_FALSE(is_same(64UL * 1024 * 1024, 600));
    EXPECT_FALSE(is_same(4096, 600));
}

}  // namespace
