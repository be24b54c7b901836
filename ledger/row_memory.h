#pragma once
// What was made of rows lately, so that the next who asks for the same rows need not read and
// decode them again. A row that changes makes what was made of it worthless: each key has a stamp,
// shared with some others, that changes with it. Any thread.

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <typeindex>
#include <unordered_map>

namespace ledger {

class RowMemory {
public:
    using Made = std::shared_ptr<const void>;

    // Keeps what was made of rows of `bytes_max` bytes together, give or take half of it.
    explicit RowMemory(std::size_t bytes_max) : shard_bytes_max_(bytes_max / shards_count / 2) {}

    // Another one after each change of one of these rows. To be taken before they are read, and
    // given to keep() with what was made of them.
    [[nodiscard]] std::uint64_t stamp(std::span<const std::string_view> keys) const;

    // What was kept of that type under that key with that stamp.
    [[nodiscard]] std::optional<Made> find(
        std::string_view key, std::type_index type, std::uint64_t stamp
    );

    // `key` is the first of the rows that it was made of, `row_bytes` the length of them all.
    void keep(
        std::string_view key,
        std::type_index type,
        std::uint64_t stamp,
        Made made,
        std::size_t row_bytes
    );

    // The row of that key has changed: to be called once readers find the new one, and before
    // anybody is told that they do.
    void changed(std::string_view key);

private:
    static constexpr std::size_t shards_count = 16;
    static constexpr std::size_t stamps_count = 8192;

    struct Kept {
        std::type_index type;
        std::uint64_t stamp;
        Made made;
        std::size_t row_bytes;
    };
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view key) const noexcept {
            return std::hash<std::string_view>{}(key);
        }
    };
    using Map = std::unordered_map<std::string, Kept, Hash, std::equal_to<>>;

    // Two generations: what is found moves into the recent one, and the older one is forgotten when
    // that is full.
    struct Shard {
        std::mutex mutex;
        Map recent;
        Map older;
        std::size_t recent_bytes = 0;
    };

    static std::size_t hash(std::string_view key) { return Hash{}(key); }
    Shard& shard(std::size_t hash) { return shards_[hash % shards_count]; }
    void put(Shard& shard, std::string key, Kept kept);

    const std::size_t shard_bytes_max_;
    std::array<Shard, shards_count> shards_;
    std::array<std::atomic<std::uint64_t>, stamps_count> stamps_{};
};

}  // namespace ledger
