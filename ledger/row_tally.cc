#include "ledger/row_tally.h"

#include "ledger/bytes.h"
#include "ledger/rules/assert.h"

#include <sodium.h>

namespace ledger {

RowTally::Key RowTally::draw_key(Entropy& entropy) {
    ledger_assert(!entropy.seeded());
    Key key{};
    static_assert(sizeof(Key) == crypto_shorthash_siphashx24_KEYBYTES);
    entropy.fill(key);
    return key;
}

void RowTally::add(std::string_view key, std::string_view value) {
    std::array<std::uint8_t, 8> length{};
    store(length, static_cast<std::uint64_t>(key.size()));
    bytes_.assign(text_of(length));
    bytes_ += key;
    bytes_ += value;
    std::array<std::uint8_t, crypto_shorthash_siphashx24_BYTES> hash{};
    const Bytes bytes = bytes_of(bytes_);
    crypto_shorthash_siphashx24(hash.data(), bytes.data(), bytes.size(), key_.data());
    const std::uint64_t low = read_big_endian(Bytes(hash).first(8));
    low_ += low;
    high_ += read_big_endian(Bytes(hash).subspan(8)) + (low_ < low ? 1U : 0U);
    ++rows_;
}

bool RowTally::is_same_as(const RowTally& other) const {
    ledger_assert(key_ == other.key_);
    return low_ == other.low_ && high_ == other.high_ && rows_ == other.rows_;
}

}  // namespace ledger
