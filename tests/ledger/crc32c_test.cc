#include "ledger/crc32c.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <numeric>
#include <random>
#include <string>
#include <vector>

namespace ledger {
namespace {

// RFC 3720 appendix B.4.
TEST(Crc32c, HasTheKnownAnswers) {
    std::array<std::uint8_t, 32> bytes{};
    EXPECT_EQ(crc32c(bytes), 0x8a9136aaU);
    bytes.fill(0xff);
    EXPECT_EQ(crc32c(bytes), 0x62a8ab43U);
    std::iota(bytes.begin(), bytes.end(), std::uint8_t{0});
    EXPECT_EQ(crc32c(bytes), 0x46dd794eU);
    EXPECT_EQ(crc32c(bytes_of("123456789")), 0xe3069283U);
    EXPECT_EQ(crc32c({}), 0U);
}

TEST(Crc32c, IsTheSameByTableAndInPieces) {
    std::mt19937 random(7);
    std::vector<std::uint8_t> bytes(1000);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
    for (std::size_t size = 0; size <= bytes.size(); size += 37) {
        const Bytes all = Bytes(bytes).first(size);
        const std::uint32_t whole = crc32c(all);
        EXPECT_EQ(crc32c_by_table(all), whole);
        const Bytes front = all.first(size / 3);
        EXPECT_EQ(crc32c(all.subspan(size / 3), crc32c(front)), whole);
        EXPECT_EQ(crc32c_by_table(all.subspan(size / 3), crc32c_by_table(front)), whole);
    }
}

}  // namespace
}  // namespace ledger
