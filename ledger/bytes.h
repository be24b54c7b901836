#pragma once
// Raw bytes, and the whole numbers written in them: least significant byte first in what is ours,
// the most significant first in keys that sort by them and in the formats of others.

#include "ledger/rules/assert.h"
#include "ledger/rules/digest.h"

#include <algorithm>
#include <bit>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace ledger {

using Bytes = std::span<const std::uint8_t>;

[[nodiscard]] inline Bytes bytes_of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

[[nodiscard]] inline std::string_view text_of(Bytes bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// The number in the first bytes of `from`, which must be there.
template <std::unsigned_integral Number>
[[nodiscard]] Number load(Bytes from) {
    ledger_assert(from.size() >= sizeof(Number));
    Number number;
    std::memcpy(&number, from.data(), sizeof number);
    return std::endian::native == std::endian::little ? number : std::byteswap(number);
}

// Writes `number` into the first bytes of `to`, which must be there.
template <std::unsigned_integral Number>
void store(std::span<std::uint8_t> to, Number number) {
    ledger_assert(to.size() >= sizeof(Number));
    if constexpr (std::endian::native == std::endian::big) number = std::byteswap(number);
    std::memcpy(to.data(), &number, sizeof number);
}

// Appends the last `bytes` bytes of `number` to a text or a vector of bytes, the most significant
// first.
template <class To>
void append_big_endian(To& to, std::uint64_t number, unsigned bytes) {
    for (unsigned i = bytes; i-- > 0;) {
        to.push_back(static_cast<typename To::value_type>(number >> (8 * i)));
    }
}

// The number that `from` is, of at most 8 bytes.
[[nodiscard]] inline std::uint64_t read_big_endian(Bytes from) {
    ledger_assert(from.size() <= sizeof(std::uint64_t));
    std::uint64_t number = 0;
    for (const std::uint8_t byte : from) number = (number << 8U) | byte;
    return number;
}

// The digest in the first 32 bytes of `from`, which must be there.
[[nodiscard]] inline Digest load_digest(Bytes from) {
    Digest digest;
    ledger_assert(from.size() >= digest.bytes.size());
    std::ranges::copy(from.first(digest.bytes.size()), digest.bytes.begin());
    return digest;
}

inline void store_digest(std::span<std::uint8_t> to, const Digest& digest) {
    ledger_assert(to.size() >= digest.bytes.size());
    std::ranges::copy(digest.bytes, to.begin());
}

}  // namespace ledger
