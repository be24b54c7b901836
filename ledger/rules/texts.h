#pragma once
// How long a text may be, and how long a reason must be.
//
// Each check answers with the rejection, or with nothing when the text will do.

#include "ledger/rules/closed_text.h"
#include "ledger/rules/error.h"
#include "ledger/rules/policy.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ledger {

// Of a narrative, a reason, grounds, a note: whatever a person writes about a person.
inline constexpr std::uint32_t words_characters_max = 10'000;

// R-NO-REASON at `field` when the reason is shorter than the policy demands.
[[nodiscard]] std::optional<Rejection> check_reason(
    const ClosedText& reason, const policy::Parameters& policy, std::string field
);

// R-SHAPE at `field` when the text is longer than `bytes_max`.
[[nodiscard]] std::optional<Rejection> check_length(
    std::string_view text, std::size_t bytes_max, std::string field
);

// R-SHAPE at `field` when the words are more than `characters_max` characters.
[[nodiscard]] std::optional<Rejection> check_length(
    const ClosedText& words, std::uint32_t characters_max, std::string field
);

}  // namespace ledger
