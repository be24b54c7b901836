#pragma once
// The tree as strangers may see it: tiles, entries and proofs of it, up to a size that was signed.
// Everything that is answered was held against the tree when it was read. Any thread.

#include "ledger/checked_tiles.h"
#include "ledger/index.h"
#include "ledger/merkle.h"
#include "ledger/tile.h"

#include <cstdint>
#include <vector>

namespace ledger {

class PublicTree {
public:
    // Both must outlive it.
    PublicTree(CheckedTiles& tiles, const Index& index) : tiles_(tiles), index_(index) {}

    // What the tile holds: hashes of 32 bytes, or entries, each after its length in two bytes,
    // big-endian. Asserts that the index has all of it.
    [[nodiscard]] OrFault<std::vector<std::uint8_t>> tile(const Tile& tile) const;

    // The path from the entry at `position` to the root of the first `size` entries. Asserts that
    // the index has those, and that the entry is among them.
    [[nodiscard]] OrFault<Proof> inclusion(Position position, std::uint64_t size) const;

    // That the first `old_size` entries begin the first `size`. Asserts likewise.
    [[nodiscard]] OrFault<Proof> consistency(std::uint64_t old_size, std::uint64_t size) const;

    // The root of the first `size` entries. Asserts that the index has those.
    [[nodiscard]] OrFault<Digest> root(std::uint64_t size) const;

private:
    [[nodiscard]] OrFault<Digest> hash_at(Subtree subtree) const;
    [[nodiscard]] HashAt reader() const;
    [[nodiscard]] OrFault<std::vector<Digest>> hashes(
        unsigned level, std::uint64_t first, std::uint64_t count
    ) const;

    CheckedTiles& tiles_;
    const Index& index_;
};

}  // namespace ledger
