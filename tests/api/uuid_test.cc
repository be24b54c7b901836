#include "api/uuid.h"

#include "ledger/entropy.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <span>
#include <string>

namespace {

class Ones final : public ledger::Entropy {
public:
    void fill(std::span<std::uint8_t> bytes) override { std::ranges::fill(bytes, 0xFF); }
    [[nodiscard]] bool seeded() const noexcept override { return true; }
};

// RFC 9562 5.7: milliseconds since 1970, then version and variant among the random bits.
TEST(Uuid, IsOfVersion7) {
    Ones ones;
    const ledger::Instant moment{std::chrono::milliseconds{0x017F22E279B0}};
    EXPECT_EQ(api::make_uuid_v7(moment, ones), "017f22e2-79b0-7fff-bfff-ffffffffffff");
}

TEST(Uuid, IsInTheOrderOfTime) {
    Ones ones;
    const ledger::Instant moment{std::chrono::hours{500'000}};
    const std::string before = api::make_uuid_v7(moment, ones);
    EXPECT_LT(before, api::make_uuid_v7(moment + std::chrono::milliseconds{1}, ones));
}

}  // namespace
