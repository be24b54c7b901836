#include "tools/csv.h"

#include "tools/decimal_form.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace {

using tools::CsvFields;
using tools::CsvLimits;
using tools::CsvReader;

// What a file gives: rows as "line: a|b", bad ones as "line: !" and the English sentence.
std::vector<std::string> read_all(std::string_view text, const CsvLimits& limits = {}) {
    auto reader = CsvReader::open(text, limits);
    if (!reader) return {"! " + reader.error().en};
    std::vector<std::string> rows;
    while (const auto row = reader->next()) {
        std::string told = std::to_string(reader->line()) + ": ";
        if (*row) {
            for (const std::string& field : **row) told += field + "|";
            told.pop_back();
        } else {
            EXPECT_FALSE(row->error().id.empty()) << "no sentence in Indonesian";
            told += "! " + row->error().en;
        }
        rows.push_back(told);
    }
    return rows;
}

using Rows = std::vector<std::string>;

TEST(Csv, GivesTheFieldsOfEachRowAsTheyAreWritten) {
    EXPECT_EQ(read_all("a,b\n1, 2 \n,\n"), (Rows{"2: 1| 2 ", "3: |"}));
}

TEST(Csv, TakesCrlfAndAByteOrderMarkAndALastLineWithoutABreak) {
    const auto reader = CsvReader::open(
        "\xEF\xBB\xBF"
        "a,b\r\n"
    );
    ASSERT_TRUE(reader);
    EXPECT_EQ(reader->columns(), (CsvFields{"a", "b"}));
    EXPECT_EQ(read_all("a,b\r\n1,2\r\n3,4"), (Rows{"2: 1|2", "3: 3|4"}));
}

TEST(Csv, QuotedFieldsHoldCommasQuotesAndLineBreaks) {
    EXPECT_EQ(
        read_all("a,b\n\"x,y\",\"say \"\"hi\"\"\"\n\"two\r\nlines\",z\nlast,row\n"),
        (Rows{"2: x,y|say \"hi\"", "3: two\r\nlines|z", "5: last|row"})
    );
}

TEST(Csv, EmptyQuotesAreAnEmptyField) {
    EXPECT_EQ(read_all("a,b\n\"\",\"\"\n"), (Rows{"2: |"}));
}

TEST(Csv, ARowWithAnotherNumberOfFieldsIsBadAndTheNextOneIsRead) {
    EXPECT_EQ(
        read_all("a,b\n1\n1,2,3\n1,2\n"),
        (Rows{
            "2: ! The row has 1 fields where there are 2 columns. Look at its commas and quotes.",
            "3: ! The row has 3 fields where there are 2 columns. Look at its commas and quotes.",
            "4: 1|2",
        })
    );
}

TEST(Csv, AnEmptyLineIsBadUnlessThereIsOneColumn) {
    EXPECT_EQ(
        read_all("a,b\n\n1,2\n"), (Rows{"2: ! The line is empty. Remove empty lines.", "3: 1|2"})
    );
    EXPECT_EQ(read_all("a\n\nx\n"), (Rows{"2: ", "3: x"}));
}

TEST(Csv, AQuoteWithinAnUnquotedFieldIsBad) {
    const Rows rows = read_all("a,b\n1,2\"3\n4,5\n");
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].substr(0, 31), "2: ! There is a quote within a ");
    EXPECT_EQ(rows[1], "3: 4|5");
}

TEST(Csv, TextAfterAClosingQuoteIsBadAndReadingGoesOnBehindTheLineOfItsField) {
    const Rows rows = read_all("a,b\n\"1\"y,2\n4,5\n");
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].substr(0, 35), "2: ! Something follows a closing qu");
    EXPECT_EQ(rows[1], "3: 4|5");
}

TEST(Csv, AQuoteThatIsClosedByTheNextRowsQuoteCostsItsOwnLineOnly) {
    const Rows rows = read_all("a,b\n1,\"open\n2,\"x\"\n3,y\n");
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0].substr(0, 35), "2: ! Something follows a closing qu");
    EXPECT_EQ(rows[1], "3: 2|x");
    EXPECT_EQ(rows[2], "4: 3|y");
}

TEST(Csv, AQuoteThatIsNeverClosedCostsItsOwnLineOnly) {
    EXPECT_EQ(
        read_all("a,b\n\"1,2\n3,4\n5,6\n"),
        (Rows{"2: ! A quote on this row is never closed.", "3: 3|4", "4: 5|6"})
    );
}

TEST(Csv, AFieldThatIsTooLongCostsItsOwnLineOnly) {
    const CsvLimits limits{.field_bytes_max = 4};
    const Rows bare = read_all("a,b\n12345,2\n1234,2\n", limits);
    ASSERT_EQ(bare.size(), 2U);
    EXPECT_EQ(bare[0].substr(0, 39), "2: ! A field is longer than 4 bytes. Pe");
    EXPECT_EQ(bare[1], "3: 1234|2");
    const Rows quoted = read_all("a,b\n\"12345\",2\n\"1234\",2\n", limits);
    ASSERT_EQ(quoted.size(), 2U);
    EXPECT_EQ(quoted[1], "3: 1234|2");
}

TEST(Csv, ARowOfTooManyFieldsIsBad) {
    const Rows rows = read_all("a,b\n1,2,3\n1,2\n", {.columns_max = 2});
    EXPECT_EQ(rows, (Rows{"2: ! The row has more than 2 fields.", "3: 1|2"}));
}

TEST(Csv, ALineThatEndsWithCrAloneIsBad) {
    const Rows rows = read_all("a,b\n1,2\r3,4\n5,6\n");
    EXPECT_EQ(rows, (Rows{"2: ! A line ends with CR alone. End lines with CRLF or LF.", "3: 5|6"}));
}

TEST(Csv, BytesThatAreNotUtf8AreBad) {
    const Rows rows = read_all("a,b\n1,\xE9t\xE9\n\"\xC3\xA9\",2\n");
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0], "2: ! The row is not valid UTF-8. Save the file as UTF-8.");
    EXPECT_EQ(rows[1], "3: \xC3\xA9|2");
}

TEST(Csv, TheCharacterZeroIsBad) {
    const std::string text("a,b\n1,\0\n", 8);
    EXPECT_EQ(read_all(text), (Rows{"2: ! The row has the character U+0000 in it. Remove it."}));
}

TEST(Csv, AFileWithoutColumnsIsRefused) {
    EXPECT_EQ(read_all(""), (Rows{"! The file is empty; its first line must name the columns."}));
    EXPECT_EQ(
        read_all("\xEF\xBB\xBF"),
        (Rows{"! The file is empty; its first line must name the columns."})
    );
    EXPECT_EQ(
        read_all("a,,b\n"), (Rows{"! A column on the first line has no name. Name every column."})
    );
    EXPECT_EQ(read_all("a,a\n"), (Rows{"! The column \"a\" appears twice on the first line."}));
}

// A text of up to eight pieces, of all that is special in a table.
std::string any_text(std::mt19937& random) {
    constexpr std::array pieces{"a", "b", ",", "\"", "\n", "\r\n", "\r", " ", "\xC3\xA9"};
    std::string text;
    for (auto left = random() % 9; left > 0; --left) text += pieces[random() % pieces.size()];
    return text;
}

TEST(Csv, GivesBackWhateverWasWrittenInQuotes) {
    std::mt19937 random(20261121);
    for (int round = 0; round < 200; ++round) {
        std::string table = "a,b,c\n";
        std::vector<CsvFields> written;
        for (int i = 0; i < 10; ++i) {
            CsvFields& row = written.emplace_back();
            for (int column = 0; column < 3; ++column) {
                const std::string& text = row.emplace_back(any_text(random));
                if (column > 0) table += ',';
                table += '"';
                for (const char c : text)
                    table += c == '"' ? std::string("\"\"") : std::string(1, c);
                table += '"';
            }
            table += i % 2 == 0 ? "\n" : "\r\n";
        }
        auto reader = CsvReader::open(table);
        ASSERT_TRUE(reader);
        for (const CsvFields& row : written) {
            const auto read = reader->next();
            ASSERT_TRUE(read && *read) << table;
            ASSERT_EQ(**read, row) << table;
        }
        ASSERT_FALSE(reader->next()) << table;
    }
}

TEST(Csv, ComesToTheEndOfWhateverItIsGivenWithNoMoreRowsThanLines) {
    std::mt19937 random(20261122);
    for (int round = 0; round < 2000; ++round) {
        std::string table = "a,b\n";
        for (int i = 0; i < 8; ++i) table += any_text(random);
        auto reader = CsvReader::open(table);
        ASSERT_TRUE(reader);
        const auto lines = static_cast<std::size_t>(std::ranges::count(table, '\n')) + 1;
        std::size_t last = 1;
        for (std::size_t rows = 1; reader->next(); ++rows) {
            ASSERT_LE(rows, lines) << table;
            ASSERT_GT(reader->line(), last) << table;
            last = reader->line();
        }
        ASSERT_LE(last, lines) << table;
    }
}

// --- Decimals as they are written

struct Written {
    std::string_view raw;
    tools::DecimalForm form;
    std::string_view text;  // empty: refused
    bool has_percent = false;
};

TEST(DecimalForm, ReadsTheFormsThatTablesHaveAndKeepsTheirDigits) {
    const tools::DecimalForm point;
    const tools::DecimalForm comma{.point = ",", .group = "", .percent = false};
    const tools::DecimalForm grouped{.point = ",", .group = ".", .percent = false};
    const tools::DecimalForm percent{.point = ",", .group = "", .percent = true};
    const std::vector<Written> cases{
        {"61.92", point, "61.92"},
        {"75,00", comma, "75.00"},
        {"-14,32", comma, "-14.32"},
        {"1.500.000,25", grouped, "1500000.25"},
        {"1500000", grouped, "1500000"},
        {"12", grouped, "12"},
        {"0,26 %", percent, "0.26", true},
        {"100%", percent, "100", true},
        {"84", percent, "84"},
        {"966.316289345062", point, "966.316289345062"},
        {"123456789012345678", point, "123456789012345678"},
        {"75,00", point, ""},
        {"75.00", comma, ""},
        {"1.50.000", grouped, ""},
        {".500", grouped, ""},
        {"1.5000", grouped, ""},
        {"1500.000", grouped, ""},
        {"100%", point, ""},
        {"%", percent, ""},
        {"100%%", percent, ""},
        {"", point, ""},
        {"-", point, ""},
        {"+5", point, ""},
        {"5.", point, ""},
        {".5", point, ""},
        {"1e5", point, ""},
        {" 5", point, ""},
        {"n/a", point, ""},
        {"1234567890123456789", point, ""},
        {"007", point, ""},
    };
    for (const Written& c : cases) {
        const auto read = tools::read_decimal(c.raw, c.form);
        ASSERT_EQ(read.has_value(), !c.text.empty()) << c.raw;
        if (!read) {
            EXPECT_FALSE(read.error().id.empty() || read.error().en.empty()) << c.raw;
            continue;
        }
        EXPECT_EQ(read->text, c.text) << c.raw;
        EXPECT_EQ(read->has_percent, c.has_percent) << c.raw;
    }
}

TEST(DecimalForm, SaysThatThereAreTooManyDigitsWhenThatIsWhatIsWrong) {
    const auto digits = tools::read_decimal("1234567890.1234567891", {});
    ASSERT_FALSE(digits);
    EXPECT_NE(digits.error().en.find("more than 18 significant digits"), std::string::npos);
    const auto letters = tools::read_decimal("12a", {});
    ASSERT_FALSE(letters);
    EXPECT_NE(letters.error().en.find("not a decimal number"), std::string::npos);
}

}  // namespace
