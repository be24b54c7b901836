#include "ledger/merkle.h"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ledger {
namespace {

std::vector<std::uint8_t> from_hex(std::string_view hex) {
    std::vector<std::uint8_t> bytes;
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        bytes.push_back(
            static_cast<std::uint8_t>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16))
        );
    }
    return bytes;
}

// proof.md, "Hashes": the entries that certificate transparency's own tests use.
const std::array<std::string_view, 8> known_entries{
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
};
const std::array<std::string_view, 9> known_roots{
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

class Merkle : public testing::Test {
protected:
    std::vector<Digest> known_leaves() {
        std::vector<Digest> leaves;
        for (const auto entry : known_entries) leaves.push_back(leaf_hash(sha256, from_hex(entry)));
        return leaves;
    }

    // Entries that differ from each other.
    std::vector<Digest> entries(std::size_t count) {
        std::vector<Digest> made;
        for (std::size_t i = 0; i < count; ++i) made.push_back(sha256(bytes_of(std::to_string(i))));
        return made;
    }

    std::vector<Digest> leaves(std::size_t count) {
        std::vector<Digest> made;
        for (const Digest& e : entries(count)) made.push_back(leaf_hash(sha256, e.bytes));
        return made;
    }

    // The hashes inside the tree of `over`, from its leaves; it must not be asked for an incomplete
    // one.
    HashAt hashes(const std::vector<Digest>& over) {
        return [this, &over](Subtree at) -> OrFault<Digest> {
            const std::uint64_t begin = at.index << at.height;
            EXPECT_LE(begin + (std::uint64_t{1} << at.height), over.size());
            return root_of(sha256, std::span(over).subspan(begin, std::size_t{1} << at.height));
        };
    }

    Root root(const std::vector<Digest>& over, std::size_t size) {
        return {.size = size, .hash = root_of(sha256, std::span(over).first(size))};
    }

    Sha256 sha256;
};

TEST_F(Merkle, HasTheKnownAnswersByDefinition) {
    const auto over = known_leaves();
    for (std::size_t n = 0; n < known_roots.size(); ++n) {
        EXPECT_EQ(root_of(sha256, std::span(over).first(n)).hex(), known_roots[n]) << n;
    }
}

TEST_F(Merkle, HasTheKnownAnswersWhenItGrows) {
    Tree tree;
    EXPECT_EQ(tree.root(sha256).hex(), known_roots[0]);
    std::size_t n = 0;
    for (const Digest& leaf : known_leaves()) {
        tree.append_leaf(sha256, leaf);
        EXPECT_EQ(tree.size(), ++n);
        EXPECT_EQ(tree.root(sha256).hex(), known_roots[n]) << n;
    }
}

TEST_F(Merkle, GrowsIntoItsDefinition) {
    const auto over = entries(600);
    const auto feet = leaves(600);
    Tree tree;
    for (std::size_t n = 0; n < over.size(); ++n) {
        tree.append(sha256, over[n]);
        EXPECT_EQ(tree.peaks().size(), static_cast<std::size_t>(std::popcount(n + 1)));
        ASSERT_EQ(tree.root(sha256), root_of(sha256, std::span(feet).first(n + 1))) << n + 1;
        const auto made = root_at(sha256, n + 1, hashes(feet));
        ASSERT_EQ(made.value(), tree.root(sha256));
    }
}

TEST_F(Merkle, GoesOnFromItsFrontier) {
    const auto over = entries(300);
    Tree tree;
    for (const Digest& entry : over) {
        const auto restored =
            Tree::restore(tree.size(), {tree.peaks().begin(), tree.peaks().end()});
        ASSERT_TRUE(restored);
        ASSERT_EQ(*restored, tree);
        tree = *restored;
        tree.append(sha256, entry);
    }
    EXPECT_EQ(tree.root(sha256), root_of(sha256, leaves(300)));
}

TEST_F(Merkle, TakesNoFrontierOfAnotherSize) {
    EXPECT_TRUE(Tree::restore(0, {}));
    EXPECT_FALSE(Tree::restore(0, {Digest{}}));
    EXPECT_FALSE(Tree::restore(3, {Digest{}}));
    EXPECT_TRUE(Tree::restore(3, {Digest{}, Digest{}}));
    EXPECT_FALSE(Tree::restore(4, {Digest{}, Digest{}}));
}

TEST_F(Merkle, HandsOutTheTileHashesAboveTheFirstLevelAsTheyAreCompleted) {
    const std::size_t count = 65'536 + 300;
    const auto feet = leaves(count);
    Tree tree;
    std::vector<TileHash> completed;
    for (const Digest& leaf : feet) tree.append_leaf(sha256, leaf, &completed);

    ASSERT_EQ(completed.size(), 257U + 1U);  // 257 of level 1, one of level 2
    std::uint64_t next_index = 0;
    for (const TileHash& tile : completed) {
        if (tile.level == 2) {
            EXPECT_EQ(tile.index, 0U);
            EXPECT_EQ(tile.hash, root_of(sha256, std::span(feet).first(65'536)));
            continue;
        }
        ASSERT_EQ(tile.level, 1U);
        EXPECT_EQ(tile.index, next_index);
        const auto under = std::span(feet).subspan(next_index * tile_width, tile_width);
        ASSERT_EQ(tile.hash, root_of(sha256, under));
        ++next_index;
    }
    EXPECT_EQ(completed[256].level, 2U);  // right behind the last hash that it is made of
}

TEST_F(Merkle, ProvesEveryLeafOfEverySize) {
    const auto feet = leaves(70);
    for (std::size_t size = 1; size <= feet.size(); ++size) {
        const Root whole = root(feet, size);
        for (std::size_t index = 0; index < size; ++index) {
            const auto proof = inclusion_proof(sha256, index, size, hashes(feet)).value();
            ASSERT_TRUE(verify_inclusion(sha256, feet[index], index, whole, proof));
            // proof.md: length = inner + border.
            const auto inner = static_cast<unsigned>(std::bit_width(index ^ (size - 1)));
            const auto border = static_cast<unsigned>(std::popcount(index >> inner));
            ASSERT_EQ(proof.size(), inner + border);
        }
    }
}

TEST_F(Merkle, TakesNoOtherProofOfALeaf) {
    const auto feet = leaves(70);
    for (const std::size_t size : {1UL, 2UL, 5UL, 8UL, 13UL, 70UL}) {
        const Root whole = root(feet, size);
        for (std::size_t index = 0; index < size; ++index) {
            const auto proof = inclusion_proof(sha256, index, size, hashes(feet)).value();
            EXPECT_FALSE(verify_inclusion(sha256, feet[index], size, whole, proof));
            for (std::size_t other = 0; other < size; ++other) {
                if (other == index) continue;
                EXPECT_FALSE(verify_inclusion(sha256, feet[other], index, whole, proof));
                EXPECT_FALSE(verify_inclusion(sha256, feet[index], other, whole, proof));
            }
            Proof longer = proof;
            longer.push_back(Digest{});
            EXPECT_FALSE(verify_inclusion(sha256, feet[index], index, whole, longer));
            for (std::size_t i = 0; i < proof.size(); ++i) {
                Proof changed = proof;
                changed[i].bytes[0] ^= 1U;
                EXPECT_FALSE(verify_inclusion(sha256, feet[index], index, whole, changed));
                Proof shorter = proof;
                shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(i));
                EXPECT_FALSE(verify_inclusion(sha256, feet[index], index, whole, shorter));
            }
        }
    }
    EXPECT_FALSE(verify_inclusion(sha256, feet[0], 0, {.size = 0, .hash = sha256()}, {}));
}

TEST_F(Merkle, ProvesEveryBeginningOfEverySize) {
    const auto feet = leaves(70);
    for (std::size_t size = 0; size <= feet.size(); ++size) {
        for (std::size_t old_size = 0; old_size <= size; ++old_size) {
            const auto proof = consistency_proof(sha256, old_size, size, hashes(feet)).value();
            ASSERT_TRUE(verify_consistency(sha256, root(feet, old_size), root(feet, size), proof))
                << old_size << " of " << size;
            EXPECT_TRUE(old_size != size || proof.empty());
        }
    }
}

TEST_F(Merkle, TakesNoOtherProofOfABeginning) {
    const auto feet = leaves(40);
    auto others = feet;
    others[0].bytes[0] ^= 1U;
    for (const std::size_t size : {1UL, 2UL, 7UL, 8UL, 13UL, 40UL}) {
        const Root whole = root(feet, size);
        EXPECT_FALSE(verify_consistency(sha256, whole, root(feet, size - 1), {}));
        for (std::size_t old_size = 1; old_size <= size; ++old_size) {
            const auto proof = consistency_proof(sha256, old_size, size, hashes(feet)).value();
            const Root old_root = root(feet, old_size);
            EXPECT_FALSE(verify_consistency(sha256, root(others, old_size), whole, proof));
            EXPECT_FALSE(verify_consistency(sha256, old_root, root(others, size), proof));
            Proof longer = proof;
            longer.push_back(Digest{});
            EXPECT_FALSE(verify_consistency(sha256, old_root, whole, longer));
            for (std::size_t i = 0; i < proof.size(); ++i) {
                Proof changed = proof;
                changed[i].bytes[31] ^= 1U;
                EXPECT_FALSE(verify_consistency(sha256, old_root, whole, changed));
                Proof shorter = proof;
                shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(i));
                EXPECT_FALSE(verify_consistency(sha256, old_root, whole, shorter));
            }
        }
    }
    const Root nothing{.size = 0, .hash = sha256()};
    EXPECT_TRUE(verify_consistency(sha256, nothing, root(feet, 40), {}));
    EXPECT_FALSE(verify_consistency(sha256, nothing, root(feet, 40), Proof{Digest{}}));
    EXPECT_FALSE(verify_consistency(sha256, {.size = 0, .hash = {}}, root(feet, 40), {}));
}

TEST_F(Merkle, PassesOnTheFaultOfAHashThatIsNotThere) {
    const HashAt none = [](Subtree) { return fault(Fault::Kind::corrupt, "gone"); };
    EXPECT_EQ(root_at(sha256, 5, none).error().detail, "gone");
    EXPECT_EQ(inclusion_proof(sha256, 2, 5, none).error().detail, "gone");
    EXPECT_EQ(consistency_proof(sha256, 2, 5, none).error().detail, "gone");
}

}  // namespace
}  // namespace ledger
