#pragma once
// The keys of the log in RocksDB: 'r' and the position of a pack's first event, big-endian, so that
// they grow for ever and every file of the store lies behind the one before it.

#include "ledger/rules/ids.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace ledger {

[[nodiscard]] inline std::string key_of_position(Position first) {
    std::string key(9, 'r');
    std::uint64_t rest = std::to_underlying(first);
    for (std::size_t i = key.size(); i-- > 1; rest >>= 8U) key[i] = static_cast<char>(rest & 0xffU);
    return key;
}

[[nodiscard]] inline std::optional<Position> position_of_key(std::string_view key) {
    if (key.size() != 9 || key[0] != 'r') return std::nullopt;
    std::uint64_t number = 0;
    for (const char c : key.substr(1)) number = number << 8U | static_cast<std::uint8_t>(c);
    return Position{number};
}

}  // namespace ledger
