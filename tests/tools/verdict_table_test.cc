#include "tools/verdict_table.h"

#include "tests/support/book.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using ledger::unit_score::Reading;
using tools::AgencyVerdicts;

TEST(Verdicts, MakeATableWithTotals) {
    const std::vector<AgencyVerdicts> lines{
        {.agency = {"a"}, .all = {1, 2, 3, 4}, .critical = {1, 0, 0, 0}},
        {.agency = {"b"}, .all = {10, 0, 0, 0}, .critical = {}},
    };
    const std::string blank = "                          ";
    const std::string heads = "         met      missed   no target    no value";
    EXPECT_EQ(
        tools::table(lines, api::Language::english),
        blank + "        all                                       |    critical\n" +  //
            "agency                    " + heads + "  |" + heads + "\n" +
            "a                                    1           2           3           4  |" +
            "           1           0           0           0\n" +
            "b                                   10           0           0           0  |" +
            "           0           0           0           0\n" +
            "total                               11           2           3           4  |" +
            "           1           0           0           0\n"
    );
    EXPECT_NE(tools::table(lines, api::Language::indonesian).find("tercapai"), std::string::npos);
}

TEST(Indices, MakeATableOfExactValues) {
    const Reading outside{
        .indicator = {"index"},
        .period = tests::period("2025"),
        .series = "outside",
        .value = ledger::Rational::of(29, 10),
    };
    EXPECT_EQ(
        tools::table(std::vector{outside}, api::Language::english),
        "index                     2025     outside  29/10 = 2.9000\n"
    );
    const Reading self{.indicator = {"index"}, .period = tests::period("2025"), .series = "self"};
    EXPECT_EQ(
        tools::table(std::vector{self}, api::Language::indonesian),
        "index                     2025     self     tanpa nilai\n"
    );
}

}  // namespace
