#include "ledger/entropy.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <thread>
#include <vector>

namespace {

using namespace ledger;

std::vector<std::uint8_t> bytes_of(Entropy& entropy, std::size_t count) {
    std::vector<std::uint8_t> bytes(count);
    entropy.fill(bytes);
    return bytes;
}

TEST(SeededEntropy, GivesTheSameBytesForTheSameSeed) {
    const auto one = seeded_entropy("one");
    const auto again = seeded_entropy("one");
    const auto other = seeded_entropy("other");
    EXPECT_TRUE(one->seeded());
    const auto bytes = bytes_of(*one, 10'000);  // over more than two blocks
    EXPECT_EQ(bytes, bytes_of(*again, 10'000));
    EXPECT_NE(bytes, bytes_of(*other, 10'000));
}

TEST(SeededEntropy, DoesNotDependOnHowMuchIsAskedForAtOnce) {
    const auto whole = seeded_entropy("seed");
    const auto pieces = seeded_entropy("seed");
    const auto expected = bytes_of(*whole, 20'000);
    std::vector<std::uint8_t> got;
    for (std::size_t size = 1; got.size() < expected.size(); size = size * 3 % 6007 + 1) {
        const auto piece = bytes_of(*pieces, std::min(size, expected.size() - got.size()));
        got.insert(got.end(), piece.begin(), piece.end());
    }
    EXPECT_EQ(got, expected);
}

template <class Make>
void expect_no_salt_twice(Make&& make) {
    const auto entropy = make();
    std::set<std::array<std::uint8_t, 16>> salts;
    for (int i = 0; i < 5000; ++i) {
        std::array<std::uint8_t, 16> salt{};
        entropy->fill(salt);
        EXPECT_TRUE(salts.insert(salt).second) << i;
    }
}

TEST(Entropy, GivesNoSaltTwice) {
    expect_no_salt_twice([] { return system_entropy(); });
    expect_no_salt_twice([] { return seeded_entropy("seed"); });
}

TEST(SystemEntropy, IsNotSeeded) {
    const auto one = system_entropy();
    const auto other = system_entropy();
    EXPECT_FALSE(one->seeded());
    EXPECT_NE(bytes_of(*one, 32), bytes_of(*other, 32));
}

TEST(Entropy, MayBeAskedByManyAtOnce) {
    const auto entropy = seeded_entropy("many");
    std::vector<std::vector<std::uint8_t>> got(4);
    {
        std::vector<std::jthread> threads;
        for (auto& bytes : got) {
            threads.emplace_back([&] {
                for (int i = 0; i < 500; ++i) {
                    const auto more = bytes_of(*entropy, 16);
                    bytes.insert(bytes.end(), more.begin(), more.end());
                }
            });
        }
    }
    std::set<std::vector<std::uint8_t>> salts;
    for (const auto& bytes : got) {
        for (std::size_t at = 0; at < bytes.size(); at += 16) {
            salts.emplace(
                bytes.begin() + static_cast<std::ptrdiff_t>(at),
                bytes.begin() + static_cast<std::ptrdiff_t>(at + 16)
            );
        }
    }
    EXPECT_EQ(salts.size(), 2000U) << "nobody got what another one got";
}

}  // namespace
