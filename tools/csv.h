#pragma once
// Reads comma-separated values strictly as RFC 4180 has them, from text in UTF-8, with or without
// its byte order mark. Quoted fields may hold commas, quotes written twice, and line breaks; lines
// end with CRLF or LF. The first line names the columns. Values stay the text that they are.
//
// What is wrong is told row by row, and the rows after it are read: one bad row costs one row.

#include "ledger/rules/error.h"

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tools {

struct CsvLimits {
    std::size_t field_bytes_max = 64UL * 1024;
    std::size_t columns_max = 256;
};

using CsvFields = std::vector<std::string>;

// Sentences in both languages, which say what is wrong and what to do.
template <class T>
using OrWords = std::expected<T, ledger::Words>;

class CsvReader {
public:
    // Reads the line with the columns' names: at least one, none empty, none twice. `text` must
    // outlive the reader.
    [[nodiscard]] static OrWords<CsvReader> open(
        std::string_view text, const CsvLimits& limits = {}
    );

    [[nodiscard]] const CsvFields& columns() const noexcept { return columns_; }

    // The next row, with one field for each column, or what is wrong with it. Nothing at the end. A
    // line break after the last row is no row; an empty line anywhere else is a bad one, unless
    // there is one column only.
    [[nodiscard]] std::optional<OrWords<CsvFields>> next();

    // The line on which the row that next() gave last begins, counted from 1.
    [[nodiscard]] std::size_t line() const noexcept { return line_; }

private:
    CsvReader(std::string_view text, const CsvLimits& limits) : text_(text), limits_(limits) {}

    [[nodiscard]] OrWords<CsvFields> record();
    [[nodiscard]] OrWords<CsvFields> fields();
    [[nodiscard]] OrWords<std::string> field();
    [[nodiscard]] OrWords<std::string> quoted();
    [[nodiscard]] OrWords<std::string> unquoted();
    [[nodiscard]] bool is_at_break() const;
    void skip_break();

    std::string_view text_;
    CsvLimits limits_;
    CsvFields columns_;
    std::size_t at_ = 0;
    std::size_t resume_ = 0;  // after a bad row: where the rest of its line is skipped from
    std::size_t line_ = 0;
    std::size_t next_line_ = 1;
};

}  // namespace tools
