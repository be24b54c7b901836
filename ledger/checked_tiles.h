#pragma once
// Whether a record that was read is the one that was recorded. The entries of the 256 records of a
// tile are held against the tree once and kept for a while, so that reading one record costs the
// hash of that record. Safe to use from any thread.

#include "ledger/index.h"
#include "ledger/log.h"

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace ledger {

class CheckedTiles {
public:
    // Both must outlive it. A tile takes 8 KiB.
    CheckedTiles(const Log& log, const Index& index, std::size_t tiles_max = 1024)
        : log_(log), index_(index), tiles_max_(tiles_max) {}

    // Fault::corrupt when the tree was not made of `entry` at `position`, which the index must
    // hold.
    [[nodiscard]] OrFault<void> check(Position position, const Digest& entry);

    // The entries of a tile's records, in order; of the last tile only those that there were.
    using Entries = std::shared_ptr<const std::vector<Digest>>;

    // Those of tile `tile`, `count` of them at least. Fault::corrupt when the tree was made of
    // others, or the index does not hold so many.
    [[nodiscard]] OrFault<Entries> entries(std::uint64_t tile, std::uint64_t count);

private:
    struct Tile {
        std::uint64_t number;
        Entries entries;
    };

    [[nodiscard]] Entries find(std::uint64_t tile);
    void keep(std::uint64_t tile, Entries entries);
    [[nodiscard]] OrFault<Entries> load(std::uint64_t tile, const Entries& known) const;
    [[nodiscard]] OrFault<void> read(
        Position from, Position end, std::vector<Digest>& entries, Sha256& sha256
    ) const;

    const Log& log_;
    const Index& index_;
    const std::size_t tiles_max_;
    std::mutex mutex_;        // guards what follows
    std::list<Tile> recent_;  // the one used last first
    std::unordered_map<std::uint64_t, std::list<Tile>::iterator> by_number_;
};

}  // namespace ledger
