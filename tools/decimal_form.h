#pragma once
// Decimals as people write them in tables: "1.500.000,25", "0,26 %", "-14,32".

#include "ledger/rules/error.h"
#include "ledger/rules/fields.h"

#include <expected>
#include <string>
#include <string_view>

namespace tools {

// How the numbers of a column are written. `point` and `group` are one character each; no group
// means that thousands are not set apart. A percent sign may follow only where `percent` allows it.
struct DecimalForm {
    std::string point = ".";
    std::string group;
    bool percent = false;

    static constexpr std::tuple fields{
        ledger::field("point", &DecimalForm::point),
        ledger::field("group", &DecimalForm::group),
        ledger::field("percent", &DecimalForm::percent),
    };
    friend bool operator==(const DecimalForm&, const DecimalForm&) = default;
};

struct WrittenDecimal {
    std::string text;  // as Decimal::parse() reads it, with all the digits that were written
    bool has_percent = false;
};

// What `raw` says; never through a binary number. Not a decimal in that form, or more digits than
// are kept exactly (18): a sentence that says which.
[[nodiscard]] std::expected<WrittenDecimal, ledger::Words> read_decimal(
    std::string_view raw, const DecimalForm& form
);

}  // namespace tools
