#include "ledger/crc32c.h"

#include <array>
#include <cstddef>
#include <cstring>

namespace ledger {
namespace {

constexpr std::uint32_t polynomial = 0x82f63b78;  // 0x1edc6f41 with its bits reversed

// table[n][b]: what byte b does to the remainder when n bytes follow it.
constexpr auto table = [] {
    std::array<std::array<std::uint32_t, 256>, 8> t{};
    for (std::uint32_t b = 0; b < 256; ++b) {
        std::uint32_t rest = b;
        for (int bit = 0; bit < 8; ++bit) rest = rest >> 1U ^ ((rest & 1U) != 0 ? polynomial : 0);
        t[0][b] = rest;
    }
    for (std::size_t n = 1; n < t.size(); ++n) {
        for (std::size_t b = 0; b < 256; ++b) {
            t[n][b] = t[n - 1][b] >> 8U ^ t[0][t[n - 1][b] & 0xffU];
        }
    }
    return t;
}();

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) std::uint32_t by_instruction(Bytes bytes, std::uint32_t before) {
    std::uint64_t rest = ~before;
    while (bytes.size() >= 8) {
        std::uint64_t word;
        std::memcpy(&word, bytes.data(), sizeof word);
        rest = __builtin_ia32_crc32di(rest, word);
        bytes = bytes.subspan(8);
    }
    auto last = static_cast<std::uint32_t>(rest);
    for (const std::uint8_t b : bytes) {
        last = __builtin_ia32_crc32qi(last, b);
    }
    return ~last;
}
#endif

}  // namespace

std::uint32_t crc32c_by_table(Bytes bytes, std::uint32_t before) {
    std::uint32_t rest = ~before;
    while (bytes.size() >= 8) {
        const std::uint64_t word = load<std::uint64_t>(bytes) ^ rest;
        rest = 0;
        for (std::size_t i = 0; i < 8; ++i) rest ^= table[7 - i][word >> (8 * i) & 0xffU];
        bytes = bytes.subspan(8);
    }
    for (const std::uint8_t b : bytes) {
        rest = rest >> 8U ^ table[0][(rest ^ b) & 0xffU];
    }
    return ~rest;
}

std::uint32_t crc32c(Bytes bytes, std::uint32_t before) {
#if defined(__x86_64__)
    static const bool has_instruction = __builtin_cpu_supports("sse4.2") != 0;
    if (has_instruction) return by_instruction(bytes, before);
#endif
    return crc32c_by_table(bytes, before);
}

}  // namespace ledger
