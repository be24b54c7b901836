#pragma once
// Rows that follow from the records: index, projections, decision rows. They may be thrown away at
// any time and be made again, so that they need no write-ahead log: the newest ones are in memory,
// and the rest is in RocksDB as sorted runs, each of which is written as one file and taken in as
// one step together with the position up to which it holds. After a crash position() says from
// where to catch up, and every row is as it was at that position.
//
// (Random keys through RocksDB's memtable are an eighth as fast as sorted runs: design.md, "What
// the disk says".)
//
// One thread writes (apply, flush); any number of threads read, and none of them waits for a run
// that is on its way to disk, nor the writer for one who reads rows in order. A reader sees all
// rows of an apply() or none.

#include "ledger/row_memory.h"
#include "ledger/row_tally.h"
#include "ledger/rules/digest.h"
#include "ledger/rules/error.h"
#include "ledger/rules/ids.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ledger {

// A row as it is to be; without a value it is to go.
struct Row {
    std::string key;
    std::optional<std::string> value;
    friend bool operator==(const Row&, const Row&) = default;
};

// The key of a row in a store that has rows of several kinds: its first byte says of which.
[[nodiscard]] inline std::string row_key(char kind, std::string_view name) {
    std::string key(1, kind);
    key += name;
    return key;
}

// A part of the rows, in the order of their keys' bytes.
struct RowRange {
    enum class Order : std::uint8_t { forward, backward };

    std::string_view prefix;  // only keys that begin with it
    // A cut between the keys: forward, what is at it or behind; backward, what is before it. Empty:
    // from the beginning of the prefix, or from its end. So the next page goes on at the last key
    // with a zero byte after it, and the page before at the first key.
    std::string_view from;
    std::size_t count_max = 1000;
    Order order = Order::forward;
};

class RowStore {
public:
    // When the rows in memory become a run: at what is reached first. The positions bound how much
    // there is to catch up with after a crash where few events make rows.
    struct Options {
        std::size_t run_rows_max = 250'000;
        std::size_t run_bytes_max = 64UL * 1024 * 1024;
        std::uint64_t run_positions_max = 250'000;
        std::size_t cache_bytes = 128UL * 1024 * 1024;  // blocks, indexes and filters of the runs
        std::size_t made_bytes = 32UL * 1024 * 1024;    // rows of which made() keeps what it made
        // Runs that RocksDB has not merged yet; where there are more, the next one waits.
        std::uint64_t unmerged_runs_max = 32;
    };

    using Found = std::pair<std::string, std::string>;  // key and value

    // Opens the rows in `directory`, or starts there at position 0 when it is empty or not there.
    // Its parent must be there. What cannot be read is Fault::corrupt: remove the directory, and
    // catch up from position 0. Opened elsewhere already: Fault::io.
    [[nodiscard]] static OrFault<std::unique_ptr<RowStore>> open(
        const std::filesystem::path& directory, Options options
    );
    [[nodiscard]] static OrFault<std::unique_ptr<RowStore>> open(
        const std::filesystem::path& directory
    );

    // Does not flush(): what is only in memory is lost, as after a crash.
    ~RowStore();
    RowStore(const RowStore&) = delete;
    RowStore& operator=(const RowStore&) = delete;

    // The rows hold for the events before this position.
    [[nodiscard]] Position position() const;

    // Takes the rows of the events from position() up to `up_to`, in one step; a later row of the
    // same key replaces an earlier one. Waits only when two runs have filled faster than one can be
    // written, or merged. A run that could not be written is a Fault from here on; then open again.
    [[nodiscard]] OrFault<void> apply(std::span<const Row> rows, Position up_to);

    // All rows, and the position, are on disk when it returns.
    [[nodiscard]] OrFault<void> flush();

    [[nodiscard]] OrFault<std::optional<std::string>> get(std::string_view key) const;

    // The same for several keys, in their order, all as they were at one position.
    [[nodiscard]] OrFault<std::vector<std::optional<std::string>>> get(
        std::span<const std::string_view> keys
    ) const;

    // What `make` makes of the rows of those keys, OrFault<T> of a vector like get()'s: kept, as
    // long as the rows stay as they are, for who asks for the same T of the same keys again. A
    // fault is not kept. One first key has one list of keys.
    template <class T, class Make>
    [[nodiscard]] OrFault<std::shared_ptr<const T>> made(
        std::span<const std::string_view> keys, Make&& make
    ) const {
        const std::uint64_t stamp = memory().stamp(keys);
        if (auto kept = memory().find(keys.front(), typeid(T), stamp)) {
            return std::static_pointer_cast<const T>(*std::move(kept));
        }
        auto rows = get(keys);
        if (!rows) return std::unexpected(rows.error());
        std::size_t bytes = 0;
        for (const auto& row : *rows) bytes += row ? row->size() : 0;
        OrFault<T> value = make(*rows);
        if (!value) return std::unexpected(value.error());
        auto shared = std::make_shared<const T>(*std::move(value));
        memory().keep(keys.front(), typeid(T), stamp, shared, bytes);
        return shared;
    }

    // How many runs RocksDB has not merged yet.
    [[nodiscard]] std::uint64_t unmerged_runs() const;

    // At most count_max rows, in the range's order, all as they were at one position.
    [[nodiscard]] OrFault<std::vector<Found>> scan(const RowRange& range) const;

    // SHA-256 over all rows in the order of their keys, for each the length of the key and of the
    // value in 8 bytes, little-endian, the key, and the value. The same for the same rows, however
    // they came. Adds them to `tally` on the way, if there is one.
    [[nodiscard]] OrFault<Digest> digest(RowTally* tally = nullptr) const;

private:
    struct State;
    explicit RowStore(std::unique_ptr<State> state);
    [[nodiscard]] RowMemory& memory() const;
    std::unique_ptr<State> state_;
};

}  // namespace ledger
