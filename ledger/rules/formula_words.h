#pragma once
// What each formula does, in words: for the catalogue of formulas, and for the sentence that
// explains one step of a score. The arithmetic stands in formulas.h.

#include "ledger/rules/formulas.h"

#include <string_view>

namespace ledger::formulas {

struct Text {
    std::string_view id;  // Indonesian
    std::string_view en;  // English
};

struct Wording {
    std::string_view formula;  // "achievement.max/1"
    Text about;                // what it does, in one line
    // What it did, where {x} is an input, {x:level} and {x:predikat} an input by the name that its
    // number stands for, {x+} the elements of a list between "+", {x,}
    // between commas, {x*y+} those of two lists multiplied, and {#x} the length of a list. {output}
    // is the output, likewise with :level and :predikat, and {=} the same behind "=", or behind "≈"
    // where it had to be shortened.
    Text sentence;
    std::string_view source;  // law, or section of domain.md
};

// Every formula has a wording.
[[nodiscard]] const Wording& wording(const Formula& formula);

}  // namespace ledger::formulas
