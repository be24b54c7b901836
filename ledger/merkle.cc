#include "ledger/merkle.h"

#include "ledger/rules/assert.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace ledger {
namespace {

// The largest power of two below n, for n > 1.
std::uint64_t split_of(std::uint64_t n) {
    return std::bit_floor(n - 1);
}

// Leaves [begin, end) of the tree; begin is a multiple of the largest power of two in it.
struct Range {
    std::uint64_t begin;
    std::uint64_t end;
    [[nodiscard]] std::uint64_t size() const { return end - begin; }
    [[nodiscard]] Range left() const { return {begin, begin + split_of(size())}; }
    [[nodiscard]] Range right() const { return {begin + split_of(size()), end}; }
};

OrFault<Digest> hash_of(Sha256& sha256, Range range, const HashAt& hash_at) {
    if (std::has_single_bit(range.size())) {
        const auto height = static_cast<unsigned>(std::countr_zero(range.size()));
        return hash_at({height, range.begin >> height});
    }
    const auto left = hash_of(sha256, range.left(), hash_at);
    if (!left) return left;
    const auto right = hash_of(sha256, range.right(), hash_at);
    if (!right) return right;
    return node_hash(sha256, *left, *right);
}

// Hashes the ranges of a proof, in their order.
OrFault<Proof> hashes_of(Sha256& sha256, std::span<const Range> ranges, const HashAt& hash_at) {
    Proof proof;
    proof.reserve(ranges.size());
    for (const Range& range : ranges) {
        const auto hash = hash_of(sha256, range, hash_at);
        if (!hash) return std::unexpected(hash.error());
        proof.push_back(*hash);
    }
    return proof;
}

}  // namespace

Digest leaf_hash(Sha256& sha256, Bytes entry) {
    constexpr std::uint8_t prefix[] = {0x00};
    return sha256(Bytes(prefix), entry);
}

Digest node_hash(Sha256& sha256, const Digest& left, const Digest& right) {
    std::array<std::uint8_t, 65> node;  // in one piece: one call for it, not three
    node[0] = 0x01;
    std::ranges::copy(left.bytes, node.begin() + 1);
    std::ranges::copy(right.bytes, node.begin() + 33);
    return sha256(Bytes(node));
}

std::optional<Tree> Tree::restore(std::uint64_t size, std::vector<Digest> peaks) {
    if (static_cast<std::size_t>(std::popcount(size)) != peaks.size()) return std::nullopt;
    Tree tree;
    tree.size_ = size;
    tree.peaks_ = std::move(peaks);
    return tree;
}

void Tree::append(Sha256& sha256, const Digest& entry, std::vector<TileHash>* completed) {
    std::array<std::uint8_t, 33> leaf;
    leaf[0] = 0x00;
    std::ranges::copy(entry.bytes, leaf.begin() + 1);
    append_leaf(sha256, sha256(Bytes(leaf)), completed);
}

void Tree::append_leaf(Sha256& sha256, const Digest& leaf, std::vector<TileHash>* completed) {
    Digest hash = leaf;
    for (unsigned height = 0; (size_ >> height & 1U) != 0;) {
        hash = node_hash(sha256, peaks_.back(), hash);
        peaks_.pop_back();
        ++height;
        if (completed != nullptr && height % 8 == 0) {
            completed->push_back({height / 8, size_ >> height, hash});
        }
    }
    peaks_.push_back(hash);
    ++size_;
}

Digest Tree::root(Sha256& sha256) const {
    if (peaks_.empty()) return sha256(Bytes{});
    Digest hash = peaks_.back();
    for (std::size_t i = peaks_.size() - 1; i-- > 0;) hash = node_hash(sha256, peaks_[i], hash);
    return hash;
}

Digest root_of(Sha256& sha256, std::span<const Digest> leaves) {
    if (leaves.empty()) return sha256(Bytes{});
    if (leaves.size() == 1) return leaves[0];
    const std::size_t k = split_of(leaves.size());
    const Digest left = root_of(sha256, leaves.first(k));
    return node_hash(sha256, left, root_of(sha256, leaves.subspan(k)));
}

OrFault<Digest> root_at(Sha256& sha256, std::uint64_t size, const HashAt& hash_at) {
    if (size == 0) return sha256(Bytes{});
    return hash_of(sha256, {0, size}, hash_at);
}

OrFault<Proof> inclusion_proof(
    Sha256& sha256, std::uint64_t index, std::uint64_t size, const HashAt& hash_at
) {
    ledger_assert(index < size);
    std::vector<Range> siblings;
    for (Range range{0, size}; range.size() > 1;) {
        const bool goes_left = index < range.left().end;
        siblings.push_back(goes_left ? range.right() : range.left());
        range = goes_left ? range.left() : range.right();
    }
    std::ranges::reverse(siblings);
    return hashes_of(sha256, siblings, hash_at);
}

OrFault<Proof> consistency_proof(
    Sha256& sha256, std::uint64_t old_size, std::uint64_t size, const HashAt& hash_at
) {
    ledger_assert(old_size <= size);
    if (old_size == 0 || old_size == size) return Proof{};
    std::vector<Range> ranges;
    Range range{0, size};
    while (range.end != old_size) {
        const bool goes_left = old_size <= range.left().end;
        ranges.push_back(goes_left ? range.right() : range.left());
        range = goes_left ? range.left() : range.right();
    }
    // What is left is a subtree of the old tree. Its hash is known to who knows the old root only
    // when it is the whole old tree.
    if (range.begin != 0) ranges.push_back(range);
    std::ranges::reverse(ranges);
    return hashes_of(sha256, ranges, hash_at);
}

bool verify_inclusion(
    Sha256& sha256,
    const Digest& leaf,
    std::uint64_t index,
    const Root& root,
    std::span<const Digest> proof
) {
    if (index >= root.size) return false;
    std::uint64_t at = index;
    std::uint64_t last = root.size - 1;
    Digest hash = leaf;
    for (const Digest& sibling : proof) {
        if (last == 0) return false;
        if ((at & 1U) != 0 || at == last) {
            hash = node_hash(sha256, sibling, hash);
            const int up = std::countr_zero(at);
            at >>= up;
            last >>= up;
        } else {
            hash = node_hash(sha256, hash, sibling);
        }
        at >>= 1U;
        last >>= 1U;
    }
    return last == 0 && hash == root.hash;
}

bool verify_consistency(
    Sha256& sha256, const Root& old_root, const Root& root, std::span<const Digest> proof
) {
    if (old_root.size > root.size) return false;
    if (old_root.size == root.size) return proof.empty() && old_root.hash == root.hash;
    if (old_root.size == 0) return proof.empty() && old_root.hash == sha256(Bytes{});

    // An old tree that is complete is itself the first hash, and is left out of the proof.
    const bool is_complete = std::has_single_bit(old_root.size);
    if (!is_complete && proof.empty()) return false;
    std::uint64_t at = old_root.size - 1;
    std::uint64_t last = root.size - 1;
    const int shift = std::countr_one(at);
    at >>= shift;
    last >>= shift;
    Digest old_hash = is_complete ? old_root.hash : proof.front();
    Digest hash = old_hash;
    for (const Digest& sibling : proof.subspan(is_complete ? 0 : 1)) {
        if (last == 0) return false;
        if ((at & 1U) != 0 || at == last) {
            old_hash = node_hash(sha256, sibling, old_hash);
            hash = node_hash(sha256, sibling, hash);
            const int up = std::countr_zero(at);
            at >>= up;
            last >>= up;
        } else {
            hash = node_hash(sha256, hash, sibling);
        }
        at >>= 1U;
        last >>= 1U;
    }
    return last == 0 && old_hash == old_root.hash && hash == root.hash;
}

}  // namespace ledger
