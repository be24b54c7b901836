#pragma once
// What was found while tables were read: what is wrong with a row, or odd about it, and where.

#include "api/language.h"
#include "ledger/rules/error.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace tools {

struct Finding {
    enum class Kind : std::uint8_t {
        refused,  // the row, the column or the file gives no events
        noted,    // it was read all the same
    };
    Kind kind = Kind::refused;
    std::string file;
    std::size_t line = 0;  // from 1; 0 when it is about the whole file
    std::string column;    // empty when it is about the whole row
    std::string value;     // as the source has it
    ledger::Words reason;
    friend bool operator==(const Finding&, const Finding&) = default;
};

// The findings for a person, a paragraph for each: those that say the same of a column are told
// once, with how many they are, and the lines and values of the first few. Refusals come first.
[[nodiscard]] std::string told(std::span<const Finding> findings, api::Language language);

}  // namespace tools
