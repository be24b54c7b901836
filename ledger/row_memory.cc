#include "ledger/row_memory.h"

#include <utility>

namespace ledger {

// A sum, for none of them ever goes back.
std::uint64_t RowMemory::stamp(std::span<const std::string_view> keys) const {
    std::uint64_t sum = 0;
    for (const std::string_view key : keys) {
        sum += stamps_[hash(key) % stamps_count].load(std::memory_order_acquire);
    }
    return sum;
}

void RowMemory::changed(std::string_view key) {
    stamps_[hash(key) % stamps_count].fetch_add(1, std::memory_order_release);
}

std::optional<RowMemory::Made> RowMemory::find(
    std::string_view key, std::type_index type, std::uint64_t stamp
) {
    Shard& at = shard(hash(key));
    const std::lock_guard lock(at.mutex);
    const auto is_good = [&](const Kept& kept) { return kept.stamp == stamp && kept.type == type; };
    if (const auto found = at.recent.find(key); found != at.recent.end()) {
        return is_good(found->second) ? std::optional(found->second.made) : std::nullopt;
    }
    const auto found = at.older.find(key);
    if (found == at.older.end() || !is_good(found->second)) return std::nullopt;
    Made made = found->second.made;
    auto node = at.older.extract(found);
    put(at, std::move(node.key()), std::move(node.mapped()));
    return made;
}

void RowMemory::keep(
    std::string_view key,
    std::type_index type,
    std::uint64_t stamp,
    Made made,
    std::size_t row_bytes
) {
    Shard& at = shard(hash(key));
    const std::lock_guard lock(at.mutex);
    put(at, std::string(key), {type, stamp, std::move(made), row_bytes});
}

void RowMemory::put(Shard& at, std::string key, Kept kept) {
    constexpr std::size_t entry_bytes = 128;  // that an entry takes besides
    at.recent_bytes += kept.row_bytes + entry_bytes;
    at.recent.insert_or_assign(std::move(key), std::move(kept));
    if (at.recent_bytes <= shard_bytes_max_) return;
    at.older = std::exchange(at.recent, Map());
    at.recent_bytes = 0;
}

}  // namespace ledger
