#include "ledger/row_tally.h"

#include <gtest/gtest.h>

#include <map>
#include <rapidcheck/gtest.h>
#include <string>

namespace {

using ledger::RowTally;

const RowTally::Key key = RowTally::draw_key(*ledger::system_entropy());

using Rows = std::map<std::string, std::string>;

RowTally tally_of(const Rows& rows) {
    RowTally tally(key);
    for (const auto& [name, value] : rows) tally.add(name, value);
    return tally;
}

RC_GTEST_PROP(RowTally, IsTheSameForTheSameRowsInWhateverOrder, (const Rows& rows)) {
    RowTally backwards(key);
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
        backwards.add(row->first, row->second);
    }
    RC_ASSERT(backwards.is_same_as(tally_of(rows)));
}

RC_GTEST_PROP(RowTally, IsAnotherForOtherRows, (const Rows& rows, const Rows& others)) {
    RC_ASSERT(tally_of(rows).is_same_as(tally_of(others)) == (rows == others));
}

TEST(RowTally, TellsWhereAKeyEndsAndHowOftenARowIsThere) {
    EXPECT_FALSE(tally_of({{"ab", "c"}}).is_same_as(tally_of({{"a", "bc"}})));
    RowTally twice(key);
    twice.add("a", "b");
    twice.add("a", "b");
    EXPECT_FALSE(twice.is_same_as(tally_of({{"a", "b"}})));
    EXPECT_FALSE(tally_of({{"", ""}}).is_same_as(tally_of({})));
}

TEST(RowTally, ComesOutAnotherUnderAnotherKey) {
    RowTally other(RowTally::draw_key(*ledger::system_entropy()));
    other.add("a", "b");
    EXPECT_NE(other.sum(), tally_of({{"a", "b"}}).sum());
}

// Halves that are summed apart would let 64 bits pass for 128.
RC_GTEST_PROP(RowTally, SumsAllItsBits, (const Rows& rows)) {
    __extension__ using Wide = unsigned __int128;
    const auto wide = [](const RowTally& tally) {
        const auto [high, low] = tally.sum();
        return (static_cast<Wide>(high) << 64U) + low;
    };
    Wide sum = 0;
    for (const auto& [name, value] : rows) sum += wide(tally_of({{name, value}}));
    RC_ASSERT(sum == wide(tally_of(rows)));
}

}  // namespace
