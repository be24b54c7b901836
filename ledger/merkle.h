#pragma once
// The Merkle tree over the entries of the log, exactly as RFC 6962 section 2.1 has it (proof.md,
// "Hashes"). Its verifiers are other people's; nothing here may differ from theirs.
//
// A Tree keeps the frontier only: the roots of the complete subtrees that the size is the sum of,
// at most 64 hashes. The hashes inside are derived: those of the tiles above level 0 are handed out
// as they are completed (TileHash), the rest is computed from the records when it is asked for.

#include "ledger/rules/digest.h"
#include "ledger/rules/error.h"
#include "ledger/sha256.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace ledger {

// SHA-256(0x00 || entry): what stands at the foot of the tree. An entry of the log is 32 bytes; the
// published known answers have others.
[[nodiscard]] Digest leaf_hash(Sha256& sha256, Bytes entry);

// SHA-256(0x01 || left || right).
[[nodiscard]] Digest node_hash(Sha256& sha256, const Digest& left, const Digest& right);

// The hash `index` of tile level `level`: MTH(D[index * 256^level : (index + 1) * 256^level]). It
// stands in tile index / 256 of its level, as number index % 256.
struct TileHash {
    unsigned level = 0;
    std::uint64_t index = 0;
    Digest hash;
    friend bool operator==(const TileHash&, const TileHash&) = default;
};

inline constexpr std::uint64_t tile_width = 256;

class Tree {
public:
    Tree() = default;  // the empty tree

    // The tree of `size` entries whose frontier is `peaks`. Nothing when there are not as many
    // peaks as `size` has complete subtrees.
    [[nodiscard]] static std::optional<Tree> restore(std::uint64_t size, std::vector<Digest> peaks);

    // Adds an entry. The hashes of level 1 and above that it completes are added to `completed`,
    // lower levels first.
    void append(Sha256& sha256, const Digest& entry, std::vector<TileHash>* completed = nullptr);
    void append_leaf(
        Sha256& sha256, const Digest& leaf, std::vector<TileHash>* completed = nullptr
    );

    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }
    [[nodiscard]] Digest root(Sha256& sha256) const;

    // The roots of the complete subtrees, the largest, which is the leftmost, first.
    [[nodiscard]] std::span<const Digest> peaks() const noexcept { return peaks_; }

    friend bool operator==(const Tree&, const Tree&) = default;

private:
    std::uint64_t size_ = 0;
    std::vector<Digest> peaks_;
};

// MTH of these leaf hashes, by its definition: for checking.
[[nodiscard]] Digest root_of(Sha256& sha256, std::span<const Digest> leaves);

// --- Proofs

// The root of the complete subtree of 2^height leaves that begins at leaf index << height. Level L
// of the tiles has those of height 8 L.
struct Subtree {
    unsigned height = 0;
    std::uint64_t index = 0;
    friend bool operator==(const Subtree&, const Subtree&) = default;
};

using HashAt = std::function<OrFault<Digest>(Subtree)>;
using Proof = std::vector<Digest>;

// MTH(D[0:size]).
[[nodiscard]] OrFault<Digest> root_at(Sha256& sha256, std::uint64_t size, const HashAt& hash_at);

// PATH(index, D[0:size]): from the leaf to the root. Asserts index < size.
[[nodiscard]] OrFault<Proof> inclusion_proof(
    Sha256& sha256, std::uint64_t index, std::uint64_t size, const HashAt& hash_at
);

// PROOF(old_size, D[0:size]); empty when old_size is 0 or size. Asserts old_size <= size.
[[nodiscard]] OrFault<Proof> consistency_proof(
    Sha256& sha256, std::uint64_t old_size, std::uint64_t size, const HashAt& hash_at
);

// A root, and of how many leaves it is.
struct Root {
    std::uint64_t size = 0;
    Digest hash;
};

// Whether `proof` shows that `leaf` is leaf `index` of the tree of `root` (RFC 9162, 2.1.3.2). Safe
// for anything that a stranger sends.
[[nodiscard]] bool verify_inclusion(
    Sha256& sha256,
    const Digest& leaf,
    std::uint64_t index,
    const Root& root,
    std::span<const Digest> proof
);

// Whether `proof` shows that the tree of `root` begins with all of `old_root` (RFC 9162, 2.1.4.2).
// The empty tree is the beginning of every tree, with an empty proof. Safe likewise.
[[nodiscard]] bool verify_consistency(
    Sha256& sha256, const Root& old_root, const Root& root, std::span<const Digest> proof
);

}  // namespace ledger
