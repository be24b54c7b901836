#pragma once
// A number for a set of rows, in whatever order they come: so rows that are made one after the
// other and kept nowhere can be compared with those that are kept.
//
// It is the sum, modulo 2^128, of a hash of each row (SipHash-2-4, 128 bits) under a key that is
// drawn for the one comparison. Who changed rows before the key was drawn could not know what they
// would sum up to: two sets that differ have the same number with a chance of at most 2^-96, as
// long as none holds a row 2^32 times. (Under a key that is known, rows can be made up to fit.)

#include "ledger/entropy.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace ledger {

class RowTally {
public:
    using Key = std::array<std::uint8_t, 16>;
    [[nodiscard]] static Key draw_key(Entropy& entropy);

    explicit RowTally(const Key& key) : key_(key) {}

    void add(std::string_view key, std::string_view value);

    // Asserts that both have one key.
    [[nodiscard]] bool is_same_as(const RowTally& other) const;

    // The higher and the lower half.
    [[nodiscard]] std::pair<std::uint64_t, std::uint64_t> sum() const noexcept {
        return {high_, low_};
    }

private:
    Key key_;
    std::uint64_t low_ = 0;
    std::uint64_t high_ = 0;
    std::uint64_t rows_ = 0;
    std::string bytes_;  // of one row, kept for its memory
};

}  // namespace ledger
