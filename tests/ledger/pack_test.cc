#include "ledger/pack.h"

#include "ledger/crc32c.h"
#include "tests/support/sealed_groups.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>

namespace ledger {
namespace {

std::vector<std::uint8_t> stored(const Pack& pack) {
    return {pack.stored().begin(), pack.stored().end()};
}

// With the checksum that fits: so that the check behind it is met.
OrFault<std::shared_ptr<const Pack>> parse_resummed(std::vector<std::uint8_t> bytes) {
    if (bytes.size() >= 8) store(std::span(bytes).subspan(4), crc32c(Bytes(bytes).subspan(8)));
    return Pack::parse(std::move(bytes));
}

TEST(Pack, GivesBackTheEventsOfAGroup) {
    for (const std::size_t count : {1UL, 2UL, 63UL, 64UL, 65UL, 200UL}) {
        tests::SealedGroups groups;
        const auto group = groups.next(count);
        const Packs packs = pack_group(Position{1000}, group, groups.head().root);
        EXPECT_EQ(packs.size(), (count + 63) / 64);
        std::size_t n = 0;
        for (const auto& pack : packs) {
            EXPECT_EQ(pack->first(), Position{1000 + n});
            for (std::size_t i = 0; i < pack->count(); ++i, ++n) {
                EXPECT_TRUE(std::ranges::equal(pack->record(i), group[n].record));
                EXPECT_TRUE(std::ranges::equal(pack->parts(i), group[n].parts));
                EXPECT_EQ(reinterpret_cast<std::uintptr_t>(pack->record(i).data()) % 8, 0U);
            }
            EXPECT_EQ(pack->end(), Position{1000 + n});
            EXPECT_EQ(pack->recorded(), group[n - 1].recorded);
            EXPECT_EQ(pack->root().has_value(), n == count) << "only the last pack has the root";
        }
        EXPECT_EQ(n, count);
        EXPECT_EQ(packs.back()->root(), groups.head().root);
    }
}

TEST(Pack, GoesOnInAnotherWhenItGetsLarge) {
    tests::SealedGroups groups;
    const Packs packs = pack_group(Position{0}, groups.next(10, 100'000), groups.head().root);
    ASSERT_EQ(packs.size(), 5U);
    for (const auto& pack : packs) EXPECT_LE(pack->stored().size(), Pack::bytes_aim + 72);

    const Packs one = pack_group(Position{0}, groups.next(1, 600'000), groups.head().root);
    EXPECT_EQ(one.size(), 1U) << "an event is never parted";
}

TEST(Pack, KnowsWhichPositionsItHolds) {
    tests::SealedGroups groups;
    const auto pack = pack_group(Position{5}, groups.next(3), groups.head().root).front();
    EXPECT_FALSE(pack->contains(Position{4}));
    EXPECT_TRUE(pack->contains(Position{5}));
    EXPECT_TRUE(pack->contains(Position{7}));
    EXPECT_FALSE(pack->contains(Position{8}));
}

TEST(Pack, HasTheBytesThatItsHeaderSays) {
    Sealed event;
    event.record = {1, 2, 3};
    event.parts = {9};
    event.recorded = Instant(std::chrono::microseconds(-2));
    Digest root;
    root.bytes.fill(0xaa);
    const auto pack = pack_group(Position{0x0102}, {&event, 1}, root).front();
    std::vector<std::uint8_t> expected{'J',  'P',  'K', '1', 0, 0, 0, 0,   // and the checksum
                                       0x02, 0x01, 0,   0,   0, 0, 0, 0,   // position
                                       1,    0,    0,   0,   1, 0, 0, 0};  // one event, ends group
    expected.insert(expected.end(), {0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff});
    expected.insert(expected.end(), 32, 0xaa);
    expected.insert(expected.end(), {3, 0, 0, 0, 1, 0, 0, 0});  // lengths
    expected.insert(expected.end(), {1, 2, 3, 0, 0, 0, 0, 0});  // record
    expected.insert(expected.end(), {9, 0, 0, 0, 0, 0, 0, 0});  // parts
    store(std::span(expected).subspan(4), crc32c(Bytes(expected).subspan(8)));
    EXPECT_EQ(stored(*pack), expected);
}

TEST(Pack, IsNotReadWithAnyByteChangedOrMissing) {
    tests::SealedGroups groups;
    const auto bytes = stored(*pack_group(Position{0}, groups.next(3, 40), groups.head().root)[0]);
    ASSERT_TRUE(Pack::parse(bytes));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        auto changed = bytes;
        changed[i] ^= 0x10U;
        const auto parsed = Pack::parse(changed);
        ASSERT_FALSE(parsed) << i;
        EXPECT_EQ(parsed.error().kind, Fault::Kind::corrupt);
        auto shorter = bytes;
        shorter.resize(i);
        ASSERT_FALSE(Pack::parse(shorter)) << i;
        ASSERT_FALSE(parse_resummed(shorter)) << i;
    }
    auto longer = bytes;
    longer.resize(bytes.size() + 8);
    EXPECT_FALSE(parse_resummed(longer));
}

// The checks behind the checksum: each number of the header and the lengths, far off.
TEST(Pack, IsSafeToReadWhateverItsNumbersSay) {
    tests::SealedGroups groups;
    const auto bytes = stored(*pack_group(Position{7}, groups.next(3, 40), groups.head().root)[0]);
    ASSERT_TRUE(parse_resummed(bytes));
    for (std::size_t at = 16; at < 64 + 3 * 8; at += 4) {
        if (at >= 24 && at < 64) continue;  // the time and the root may be anything
        for (const std::uint32_t number : {0U, 2U, 65U, 0x7fff'ffffU, 0xffff'fff0U, 0xffff'ffffU}) {
            auto changed = bytes;
            if (load<std::uint32_t>(Bytes(changed).subspan(at)) == number) continue;
            store(std::span(changed).subspan(at), number);
            const auto parsed = parse_resummed(changed);
            if (at == 20 && number == 0) {
                EXPECT_TRUE(parsed && !(*parsed)->root()) << "a group that goes on";
            } else if (at > 64 && (number == 2 || number == 0) && parsed) {
                EXPECT_EQ((*parsed)->stored().size(), bytes.size())
                    << "a length within the padding";
            } else {
                EXPECT_FALSE(parsed) << at << " " << number;
            }
        }
    }
    auto changed = bytes;
    store(std::span(changed).subspan(8), ~std::uint64_t{0});
    EXPECT_FALSE(parse_resummed(changed)) << "positions beyond the last";
    EXPECT_FALSE(Pack::parse({}));
}

}  // namespace
}  // namespace ledger
