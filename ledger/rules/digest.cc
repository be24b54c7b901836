#include "ledger/rules/digest.h"

namespace ledger {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

}  // namespace

std::string Digest::hex() const {
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        text += hex_digits[byte >> 4U];
        text += hex_digits[byte & 15U];
    }
    return text;
}

std::optional<Digest> Digest::parse(std::string_view hex) {
    Digest digest;
    if (hex.size() != digest.bytes.size() * 2) return std::nullopt;
    for (std::size_t i = 0; i < hex.size(); ++i) {
        const std::size_t value = hex_digits.find(hex[i]);
        if (value == std::string_view::npos) return std::nullopt;
        auto& byte = digest.bytes[i / 2];
        byte = static_cast<std::uint8_t>(byte * 16 + value);
    }
    return digest;
}

}  // namespace ledger
