#include "ledger/catch_up.h"

#include "ledger/heads.h"
#include "ledger/record_codec.h"
#include "ledger/sha256.h"

#include <cstdint>
#include <set>
#include <utility>
#include <vector>

namespace ledger {
namespace {

constexpr std::size_t heads_bytes_max = 256UL * 1024 * 1024;
constexpr std::uint64_t step = 4096;

// Folds records into rows, as the writer does with those that it has just made.
class CatchUp {
public:
    CatchUp(Index& index, Tree tree)
        : index_(index), heads_(index, heads_bytes_max), tree_(std::move(tree)) {}

    OrFault<void> add(const Pack& pack, std::size_t i) {
        const Position position{std::to_underlying(pack.first()) + i};
        auto record = decode_record(pack.record(i), {}, Closed::withhold, nullptr);
        if (!record) return std::unexpected(record.error());
        const auto slot = slot_of(pack.record(i));
        if (!slot) return std::unexpected(slot.error());
        const auto head = heads_.get(record->stream);
        if (!head) return std::unexpected(head.error());
        if (record->version != (*head)->version + 1 || record->previous != (*head)->entry) {
            return fault(
                Fault::Kind::corrupt,
                "the event at position " + std::to_string(std::to_underlying(position)) +
                    " does not follow the one before it in " + record->stream.text +
                    ": it is damaged, or the rows folder is of another ledger; remove that, and "
                    "start again"
            );
        }
        const Digest entry = sha256_(pack.record(i));
        tree_.append(sha256_, entry, &completed_);
        advance(**head, *record, position, entry);
        const HeadStates states(heads_);
        const auto about = persons_about(record->stream, (*head)->state, states);
        if (states.failed()) return std::unexpected(*states.failed());
        if (about != record->subjects) {
            return fault(
                Fault::Kind::corrupt,
                "the event at position " + std::to_string(std::to_underlying(position)) +
                    " is filed under other persons than it is about"
            );
        }
        touched_.insert(record->stream);
        rows_.add(*record, position, *slot);
        return {};
    }

    OrFault<void> flush() {
        for (const StreamId& stream : touched_) {
            const auto head = heads_.get(stream);
            if (!head) return std::unexpected(head.error());
            rows_.add_head(stream, **head);
            heads_.weigh(stream);
        }
        for (const TileHash& hash : completed_) rows_.add_tile_hash(hash);
        rows_.set_tree(tree_);
        touched_.clear();
        completed_.clear();
        if (auto added = index_.add(std::exchange(rows_, {}), Position{tree_.size()}); !added) {
            return added;
        }
        heads_.trim();
        return {};
    }

    [[nodiscard]] std::uint64_t size() const noexcept { return tree_.size(); }
    [[nodiscard]] const Tree& tree() const noexcept { return tree_; }

private:
    static OrFault<std::optional<Slot>> slot_of(Bytes record) {
        const auto parts = parts_of(record);
        if (!parts) return std::unexpected(parts.error());
        if (parts->empty()) return std::nullopt;
        return parts->front().slot;
    }

    Index& index_;
    Heads heads_;
    Tree tree_;
    Sha256 sha256_;
    IndexRows rows_;
    std::set<StreamId> touched_;
    std::vector<TileHash> completed_;
};

}  // namespace

OrFault<void> catch_up(
    const Log& log, Index& index, const std::function<void(Position)>& progress
) {
    const std::uint64_t end = log.head().size();
    if (std::to_underlying(index.size()) > end) {
        return fault(
            Fault::Kind::corrupt,
            "the index is ahead of the log: remove the rows folder; if the log "
            "was restored from a backup, check it against a checkpoint first"
        );
    }
    auto tree = index.tree();
    if (!tree) return std::unexpected(tree.error());
    CatchUp catching(index, *std::move(tree));
    std::uint64_t flushed = catching.size();
    while (catching.size() < end) {
        const auto packs = log.read(Position{catching.size()}, {.count_max = step});
        if (!packs) return std::unexpected(packs.error());
        for (const auto& pack : *packs) {
            const std::uint64_t first = std::to_underlying(pack->first());
            for (std::size_t i = catching.size() - first; i < pack->count(); ++i) {
                if (auto added = catching.add(*pack, i); !added) return added;
            }
        }
        if (catching.size() - flushed >= step || catching.size() >= end) {
            if (auto done = catching.flush(); !done) return done;
            flushed = catching.size();
            if (progress) progress(Position{flushed});
        }
    }
    if (catching.tree() == log.head().tree) return {};
    return fault(
        Fault::Kind::corrupt,
        "the index was made of other records than the log holds: remove the rows folder, and start "
        "again"
    );
}

}  // namespace ledger
