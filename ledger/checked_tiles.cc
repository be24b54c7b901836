#include "ledger/checked_tiles.h"

#include "ledger/sha256.h"

#include <algorithm>
#include <string>
#include <utility>

namespace ledger {
namespace {

std::unexpected<Fault> changed(std::uint64_t first, std::uint64_t end) {
    return fault(
        Fault::Kind::corrupt,
        "the records from position " + std::to_string(first) + " to " + std::to_string(end - 1) +
            " are not those that were recorded: run jejak verify"
    );
}

}  // namespace

OrFault<void> CheckedTiles::check(Position position, const Digest& entry) {
    const std::uint64_t tile = std::to_underlying(position) / tile_width;
    const std::uint64_t at = std::to_underlying(position) % tile_width;
    const auto known = entries(tile, at + 1);
    if (!known) return std::unexpected(known.error());
    if ((**known)[at] == entry) return {};
    return changed(std::to_underlying(position), std::to_underlying(position) + 1);
}

OrFault<CheckedTiles::Entries> CheckedTiles::entries(std::uint64_t tile, std::uint64_t count) {
    Entries known = find(tile);
    if (known == nullptr || known->size() < count) {
        auto loaded = load(tile, known);
        if (!loaded) return loaded;
        known = *std::move(loaded);
        keep(tile, known);
    }
    if (known->size() >= count) return known;
    const std::uint64_t first = tile * tile_width;
    return changed(first + known->size(), first + count);
}

CheckedTiles::Entries CheckedTiles::find(std::uint64_t tile) {
    const std::lock_guard lock(mutex_);
    const auto found = by_number_.find(tile);
    if (found == by_number_.end()) return nullptr;
    recent_.splice(recent_.begin(), recent_, found->second);
    return found->second->entries;
}

void CheckedTiles::keep(std::uint64_t tile, Entries entries) {
    const std::lock_guard lock(mutex_);
    if (const auto found = by_number_.find(tile); found != by_number_.end()) {
        if (found->second->entries->size() < entries->size()) {
            found->second->entries = std::move(entries);
        }
        return;
    }
    recent_.push_front({tile, std::move(entries)});
    by_number_.emplace(tile, recent_.begin());
    if (recent_.size() <= tiles_max_) return;
    by_number_.erase(recent_.back().number);
    recent_.pop_back();
}

// Reads what is not known yet of a tile, and holds all of it against the tree: a whole tile against
// its hash, the last one against the peaks that stand for what is behind the whole ones.
OrFault<CheckedTiles::Entries> CheckedTiles::load(std::uint64_t tile, const Entries& known) const {
    const auto tree = index_.tree();
    if (!tree) return std::unexpected(tree.error());
    const std::uint64_t first = tile * tile_width;
    const std::uint64_t end = std::min(tree->size(), first + tile_width);
    std::vector<Digest> entries;
    if (known != nullptr) entries = *known;
    Sha256 sha256;
    if (auto done = read(Position{first + entries.size()}, Position{end}, entries, sha256); !done) {
        return std::unexpected(done.error());
    }
    Tree own;
    for (const Digest& entry : entries) own.append(sha256, entry);
    if (end == first + tile_width) {
        const auto hash = index_.tile_hash(1, tile);
        if (!hash) return std::unexpected(hash.error());
        if (!*hash || own.root(sha256) != **hash) return changed(first, end);
    } else {
        const auto peaks = tree->peaks();
        if (!std::ranges::equal(own.peaks(), peaks.last(own.peaks().size()))) {
            return changed(first, end);
        }
    }
    return std::make_shared<const std::vector<Digest>>(std::move(entries));
}

OrFault<void> CheckedTiles::read(
    Position from, Position end, std::vector<Digest>& entries, Sha256& sha256
) const {
    while (from < end) {
        const auto packs = log_.read(from, {.count_max = tile_width});
        if (!packs) return std::unexpected(packs.error());
        if (packs->empty()) return changed(std::to_underlying(from), std::to_underlying(end));
        for (const auto& pack : *packs) {
            for (; from < end && pack->contains(from); from = next(from)) {
                const auto i = std::to_underlying(from) - std::to_underlying(pack->first());
                entries.push_back(sha256(pack->record(i)));
            }
        }
    }
    return {};
}

}  // namespace ledger
