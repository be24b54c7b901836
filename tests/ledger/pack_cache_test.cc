#include "ledger/pack_cache.h"

#include "tests/support/sealed_groups.h"

#include <gtest/gtest.h>

namespace {

using namespace ledger;

// Packs of ten events each, one after the other.
Packs packs_of_ten(std::size_t count) {
    tests::SealedGroups groups;
    Packs packs;
    for (std::size_t i = 0; i < count; ++i) {
        const Position first{groups.head().size()};
        const auto group = groups.next(10);
        for (auto& pack : pack_group(first, group, groups.head().root)) {
            packs.push_back(std::move(pack));
        }
    }
    return packs;
}

TEST(PackCache, FindsThePackThatHoldsAPosition) {
    const Packs packs = packs_of_ten(4);
    PackCache cache(1'000'000);
    cache.put(packs[1]);
    cache.put(packs[3]);
    for (std::uint64_t at = 0; at < 50; ++at) {
        const auto found = cache.find(Position{at});
        const std::size_t pack = at / 10;
        EXPECT_EQ(found, pack == 1 || pack == 3 ? packs[pack] : nullptr) << at;
    }
}

TEST(PackCache, ForgetsWhatWasNotUsedForLongest) {
    const Packs packs = packs_of_ten(5);
    const std::size_t one = packs[4]->stored().size() + 100;
    PackCache cache(3 * one);
    for (std::size_t i = 0; i < 3; ++i) cache.put(packs[i]);
    EXPECT_NE(cache.find(Position{0}), nullptr) << "used now, so the second one is the oldest";
    cache.put(packs[3]);
    EXPECT_EQ(cache.find(Position{10}), nullptr);
    EXPECT_NE(cache.find(Position{0}), nullptr);
    EXPECT_NE(cache.find(Position{20}), nullptr);
    EXPECT_NE(cache.find(Position{30}), nullptr);
}

TEST(PackCache, TakesOnePackOnce) {
    const Packs packs = packs_of_ten(2);
    PackCache cache(packs[0]->stored().size() + packs[1]->stored().size());
    for (int i = 0; i < 5; ++i) cache.put(packs[0]);
    cache.put(packs[1]);
    EXPECT_NE(cache.find(Position{0}), nullptr);
    EXPECT_NE(cache.find(Position{10}), nullptr);
}

TEST(PackCache, OfNoBytesKeepsNothing) {
    const Packs packs = packs_of_ten(1);
    PackCache cache(0);
    cache.put(packs[0]);
    EXPECT_EQ(cache.find(Position{0}), nullptr);
}

}  // namespace
