#include "ledger/public_tree.h"

#include "ledger/rules/assert.h"

#include <string>
#include <utility>

namespace ledger {
namespace {

constexpr unsigned level_height = 8;  // a tile's hash is the root of a subtree of that height more

std::unexpected<Fault> incomplete(unsigned level, std::uint64_t index) {
    return fault(
        Fault::Kind::corrupt,
        "the index has no hash " + std::to_string(index) + " of level " + std::to_string(level) +
            ": stop, remove the rows folder, and start again"
    );
}

}  // namespace

OrFault<std::vector<std::uint8_t>> PublicTree::tile(const Tile& tile) const {
    ledger_assert(tile.is_in(std::to_underlying(index_.size())));
    const std::uint64_t first = tile.number * tile_width;
    std::vector<std::uint8_t> body;
    if (!tile.of_entries) {
        const auto all = hashes(tile.level, first, tile.width);
        if (!all) return std::unexpected(all.error());
        for (const Digest& hash : *all) {
            body.insert(body.end(), hash.bytes.begin(), hash.bytes.end());
        }
        return body;
    }
    const auto entries = tiles_.entries(tile.number, tile.width);
    if (!entries) return std::unexpected(entries.error());
    for (std::uint64_t i = 0; i < tile.width; ++i) {
        const Digest& entry = (**entries)[i];
        body.push_back(0);
        body.push_back(static_cast<std::uint8_t>(entry.bytes.size()));
        body.insert(body.end(), entry.bytes.begin(), entry.bytes.end());
    }
    return body;
}

OrFault<Proof> PublicTree::inclusion(Position position, std::uint64_t size) const {
    ledger_assert(Position{size} <= index_.size());
    Sha256 sha256;
    return inclusion_proof(sha256, std::to_underlying(position), size, reader());
}

OrFault<Proof> PublicTree::consistency(std::uint64_t old_size, std::uint64_t size) const {
    ledger_assert(Position{size} <= index_.size());
    Sha256 sha256;
    return consistency_proof(sha256, old_size, size, reader());
}

OrFault<Digest> PublicTree::root(std::uint64_t size) const {
    ledger_assert(Position{size} <= index_.size());
    Sha256 sha256;
    return root_at(sha256, size, reader());
}

HashAt PublicTree::reader() const {
    return [this](Subtree subtree) { return hash_at(subtree); };
}

// The root of a complete subtree, made of the hashes of the level below it.
OrFault<Digest> PublicTree::hash_at(Subtree subtree) const {
    const unsigned level = subtree.height / level_height;
    const std::uint64_t count = 1ULL << (subtree.height % level_height);
    const auto below = hashes(level, subtree.index * count, count);
    if (!below) return std::unexpected(below.error());
    Sha256 sha256;
    return root_of(sha256, *below);
}

OrFault<std::vector<Digest>> PublicTree::hashes(
    unsigned level, std::uint64_t first, std::uint64_t count
) const {
    std::vector<Digest> all;
    all.reserve(count);
    if (level == 0) {
        const std::uint64_t at = first % tile_width;
        const auto entries = tiles_.entries(first / tile_width, at + count);
        if (!entries) return std::unexpected(entries.error());
        Sha256 sha256;
        for (std::uint64_t i = at; i < at + count; ++i) {
            all.push_back(leaf_hash(sha256, (**entries)[i].bytes));
        }
        return all;
    }
    for (std::uint64_t i = first; i < first + count; ++i) {
        const auto hash = index_.tile_hash(level, i);
        if (!hash) return std::unexpected(hash.error());
        if (!*hash) return incomplete(level, i);
        all.push_back(**hash);
    }
    return all;
}

}  // namespace ledger
