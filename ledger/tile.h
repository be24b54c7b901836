#pragma once
// The tiles that the public log is served as, and what they are called (C2SP tlog-tiles; proof.md,
// "What is served").
//
//     0/x001/x234/067         the 256 hashes of level 0, from leaf 1234067 * 256 on
//     1/000.p/17              the first 17 of level 1
//     entries/x001/x234/067   the entries that those leaves are the hashes of
//
// Which hash stands where, and when it is there, says TileHash in merkle.h.

#include "ledger/merkle.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ledger {

struct Tile {
    bool of_entries = false;           // those of level 0
    unsigned level = 0;                // to 63
    std::uint64_t number = 0;          // in its level
    std::uint64_t width = tile_width;  // how many it holds, from 1

    // How it is called below "tile/".
    [[nodiscard]] std::string path() const;
    // Nothing when no tile is called so: each has one path.
    [[nodiscard]] static std::optional<Tile> parse(std::string_view path);

    // Whether a tree of `size` entries has all that it holds.
    [[nodiscard]] bool is_in(std::uint64_t size) const noexcept;

    friend bool operator==(const Tile&, const Tile&) = default;
};

}  // namespace ledger
