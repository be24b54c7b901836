#include "api/uuid.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <span>
#include <string_view>

namespace api {

std::string make_uuid_v7(ledger::Instant now, ledger::Entropy& entropy) {
    using std::chrono::milliseconds;
    const auto ms =
        static_cast<std::uint64_t>(std::chrono::floor<milliseconds>(now).time_since_epoch().count()
        );
    std::array<std::uint8_t, 16> bytes{};
    for (std::size_t i = 0; i < 6; ++i) {
        bytes[i] = static_cast<std::uint8_t>(ms >> (8 * (5 - i)));
    }
    entropy.fill(std::span(bytes).subspan(6));
    bytes[6] = static_cast<std::uint8_t>(0x70U | (bytes[6] & 0x0FU));
    bytes[8] = static_cast<std::uint8_t>(0x80U | (bytes[8] & 0x3FU));
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
        text += digits[bytes[i] >> 4U];
        text += digits[bytes[i] & 15U];
    }
    return text;
}

}  // namespace api
