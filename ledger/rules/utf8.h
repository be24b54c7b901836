#pragma once
// Whether bytes are UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above
// U+10FFFF; and which characters are in them.

#include <array>
#include <cstddef>
#include <string_view>

namespace ledger {

// How many bytes the character at the start of `text` has, 1 to 4; 0 when it is not well formed or
// not complete. `text` is not empty.
[[nodiscard]] constexpr std::size_t utf8_length(std::string_view text) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto within = [&](std::size_t i, unsigned low, unsigned high) {
        return i < text.size() && byte(i) >= low && byte(i) <= high;
    };
    const unsigned first = byte(0);
    if (first < 0x80) return 1;
    if (first < 0xC2 || first > 0xF4) return 0;
    if (first < 0xE0) return within(1, 0x80, 0xBF) ? 2 : 0;
    const unsigned low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    const unsigned high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (!within(1, low, high) || !within(2, 0x80, 0xBF)) return 0;
    if (first < 0xF0) return 3;
    return within(3, 0x80, 0xBF) ? 4 : 0;
}

// The character at the start of `text`, which is well formed.
[[nodiscard]] constexpr char32_t utf8_first(std::string_view text) noexcept {
    const std::size_t length = utf8_length(text);
    constexpr std::array<unsigned char, 5> bits{0, 0x7F, 0x1F, 0x0F, 0x07};
    char32_t character = static_cast<unsigned char>(text[0]) & bits[length];
    for (std::size_t i = 1; i < length; ++i) {
        character = character << 6U | (static_cast<unsigned char>(text[i]) & 0x3FU);
    }
    return character;
}

[[nodiscard]] constexpr bool is_utf8(std::string_view text) noexcept {
    while (!text.empty()) {
        const std::size_t length = utf8_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

}  // namespace ledger
