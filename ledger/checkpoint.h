#pragma once
// What the log says of itself, in three lines that it signs: its name, how many entries it has, and
// the root of their tree (C2SP tlog-checkpoint; proof.md, "Signed note and checkpoint").

#include "ledger/rules/digest.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ledger {

struct Checkpoint {
    std::string origin;
    std::uint64_t size = 0;
    Digest root;

    // The text of its note.
    [[nodiscard]] std::string text() const;
    // Nothing when the text has other lines than these three, or writes them otherwise than text()
    // does.
    [[nodiscard]] static std::optional<Checkpoint> parse(std::string_view text);

    friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

// A size or an index as proofs write it: decimal, no sign, no leading zero.
[[nodiscard]] std::optional<std::uint64_t> parse_count(std::string_view text);

}  // namespace ledger
