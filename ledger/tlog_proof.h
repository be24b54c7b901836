#pragma once
// A proof that an entry is in the log, in a file of its own: the path from it to the root, and the
// checkpoint that signs the root (C2SP tlog-proof; proof.md, "What is served").
//
//     c2sp.org/tlog-proof@v1
//     index 812
//     FG3bHtI9…=              a line for each hash of the path, from the leaf's neighbour upwards
//
//     example.com/log         the checkpoint's note, with all of its signatures

#include "ledger/merkle.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ledger {

struct TlogProof {
    std::string extra;  // bytes that say what the entry is, to who knows; empty: none
    std::uint64_t index = 0;
    Proof path;
    std::string note;

    [[nodiscard]] std::string text() const;
    // Nothing when it is no such text, or another than text() gives.
    [[nodiscard]] static std::optional<TlogProof> parse(std::string_view text);
    friend bool operator==(const TlogProof&, const TlogProof&) = default;
};

}  // namespace ledger
