// Which indicators an agency has: as they were defined, moved from unit to unit, and where a row is
// not as it was written.

#include "projections/boards.h"

#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace {

using namespace ledger;
using projections::Boards;
using projections::Rows;

class BoardsTest : public ::testing::Test {
protected:
    void define(const std::string& id, const std::string& unit, const std::string& agency = "a") {
        indicator::Defined defined;
        defined.agency = {agency};
        defined.unit = {unit};
        Rows rows(*store_);
        boards_.apply(
            {.stream = {"indicator/" + id},
             .stamp = {.position = store_->position()},
             .event = indicator::Event(defined)},
            rows
        );
        failed_ = rows.failed();
        std::vector<Row> changed;
        rows.take(changed, 0);
        put(changed);
    }
    void put(const std::vector<Row>& rows) {
        ASSERT_TRUE(store_->apply(rows, next(store_->position())));
    }
    std::vector<std::string> of(const std::string& agency) {
        const auto ids = Boards::of_agency(*store_, {agency}).value();
        std::vector<std::string> names;
        for (const IndicatorId& id : ids) names.push_back(id.text);
        return names;
    }

    tests::TemporaryDirectory directory_;
    std::unique_ptr<RowStore> store_ = RowStore::open(directory_ / "rows").value();
    Boards boards_;
    std::optional<Fault> failed_;
};

TEST_F(BoardsTest, ListTheIndicatorsOfAnAgencyAndOfNoOther) {
    define("x", "u2");
    define("z", "u1");
    define("y", "");
    define("other", "u1", "ab");
    EXPECT_EQ(of("a"), (std::vector<std::string>{"y", "z", "x"}));
    EXPECT_EQ(of("ab"), std::vector<std::string>{"other"});
    define("x", "u1");  // to another unit
    define("z", "u1", "ab");
    EXPECT_EQ(of("a"), (std::vector<std::string>{"y", "x"}));
    EXPECT_EQ(of("ab"), (std::vector<std::string>{"other", "z"}));
    EXPECT_FALSE(failed_);
}

TEST_F(BoardsTest, AMemberThatCannotBeReadIsNoGuess) {
    using namespace std::string_literals;
    define("x", "u");
    define("y", "u");
    put({{"ua\0u\0x"s, "\xff\xff"}});
    const auto ids = Boards::of_agency(*store_, {"a"});
    ASSERT_FALSE(ids);
    EXPECT_EQ(ids.error().kind, Fault::Kind::corrupt);
}

TEST_F(BoardsTest, AnIndicatorThatCannotBeReadKeepsTheRowsFromBeingBelieved) {
    define("x", "u");
    put({{"ix", "\xff"}});
    define("x", "v");
    ASSERT_TRUE(failed_);
    EXPECT_EQ(failed_->kind, Fault::Kind::corrupt);
}

}  // namespace
