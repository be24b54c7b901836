#include "ledger/catch_up.h"

#include "ledger/rules/assert.h"
#include "ledger/sha256.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace ledger {
namespace {

constexpr std::size_t heads_bytes_max = 256UL * 1024 * 1024;
constexpr std::uint64_t step = 4096;

Fault does_not_follow(Position position, const StreamId& stream) {
    return {
        Fault::Kind::corrupt,
        "the event at position " + std::to_string(std::to_underlying(position)) +
            " does not follow the one before it in " + stream.text +
            ": it is damaged, or the rows folder is of another ledger; remove that, and start again"
    };
}

}  // namespace

ReadRecord read_record(const Pack& pack, std::size_t i, Sha256& sha256) {
    const Bytes bytes = pack.record(i);
    return {
        .position = Position{std::to_underlying(pack.first()) + i},
        .entry = sha256(bytes),
        .content = decode_with_parts(bytes),
    };
}

CatchUp::CatchUp(Index& index, Tree tree, std::size_t heads_bytes_max)
    : index_(index), heads_(index, heads_bytes_max), tree_(std::move(tree)) {}

OrFault<CatchUp> CatchUp::begin(Index& index, std::size_t heads_bytes_max) {
    auto tree = index.tree();
    if (!tree) return std::unexpected(tree.error());
    return CatchUp(index, *std::move(tree), heads_bytes_max);
}

OrFault<std::vector<Fact>> CatchUp::facts_after(const Record& first) {
    const auto head = heads_.get(first.stream);
    if (!head) return std::unexpected(head.error());
    const HeadStates states(heads_);
    auto facts = further_facts((*head)->state, first.event, first.stream, states);
    if (states.failed()) return std::unexpected(*states.failed());
    return facts;
}

OrFault<void> CatchUp::add(const ReadRecord& read) {
    ledger_assert(read.position == Position{tree_.size()});
    if (!read.content) return std::unexpected(read.content.error());
    const auto& [record, parts] = *read.content;
    const auto head = heads_.get(record.stream);
    if (!head) return std::unexpected(head.error());
    if (record.version != (*head)->version + 1 || record.previous != (*head)->entry) {
        return std::unexpected(does_not_follow(read.position, record.stream));
    }
    tree_.append(sha256_, read.entry, &completed_);
    advance(**head, record, read.position, read.entry);
    const HeadStates states(heads_);
    const auto about = persons_about(record.stream, (*head)->state, states);
    if (states.failed()) return std::unexpected(*states.failed());
    if (about != record.subjects) {
        return fault(
            Fault::Kind::corrupt,
            "the event at position " + std::to_string(std::to_underlying(read.position)) +
                " is filed under other persons than it is about"
        );
    }
    touched_.insert(record.stream);
    rows_.add(
        record, read.position, parts.empty() ? std::nullopt : std::optional(parts.front().slot)
    );
    return {};
}

OrFault<void> CatchUp::add_head(IndexRows& rows, const StreamId& stream) {
    const auto head = heads_.get(stream);
    if (!head) return std::unexpected(head.error());
    rows.add_head(stream, **head);
    return {};
}

OrFault<void> CatchUp::flush() {
    for (const StreamId& stream : touched_) heads_.weigh(stream);
    unwritten_.merge(touched_);
    touched_.clear();
    if (!index_.is_to_compare() || heads_.is_full()) {
        if (auto written = write_heads(); !written) return written;
    }
    for (const TileHash& hash : completed_) rows_.add_tile_hash(hash);
    rows_.set_tree(tree_);
    completed_.clear();
    if (auto added = index_.add(std::exchange(rows_, {}), Position{tree_.size()}); !added) {
        return added;
    }
    heads_.trim();
    return {};
}

// As rows that go into the index with the next others; where it is one to compare with, and they
// are as many as there are streams, some at a time.
OrFault<void> CatchUp::write_heads() {
    for (const StreamId& stream : unwritten_) {
        if (auto added = add_head(rows_, stream); !added) return added;
        if (rows_.count() < step || !index_.is_to_compare()) continue;
        if (auto added = index_.add(std::exchange(rows_, {}), index_.size()); !added) return added;
    }
    has_written_heads_ = true;
    unwritten_.clear();
    return {};
}

OrFault<void> CatchUp::finish() {
    if (has_written_heads_) {
        if (auto written = write_heads(); !written) return written;
        return index_.add(std::exchange(rows_, {}), index_.size());
    }
    for (const StreamId& stream : unwritten_) {
        IndexRows rows;
        if (auto added = add_head(rows, stream); !added) return added;
        index_.tally(rows);
    }
    unwritten_.clear();
    return {};
}

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
    auto begun = CatchUp::begin(index, heads_bytes_max);
    if (!begun) return std::unexpected(begun.error());
    CatchUp& catching = *begun;
    Sha256 sha256;
    std::uint64_t flushed = catching.size();
    while (catching.size() < end) {
        const auto packs = log.read(Position{catching.size()}, {.count_max = step});
        if (!packs) return std::unexpected(packs.error());
        for (const auto& pack : *packs) {
            const std::uint64_t first = std::to_underlying(pack->first());
            for (std::size_t i = catching.size() - first; i < pack->count(); ++i) {
                if (auto added = catching.add(read_record(*pack, i, sha256)); !added) return added;
            }
        }
        if (catching.size() - flushed >= step || catching.size() >= end) {
            if (auto done = catching.flush(); !done) return done;
            flushed = catching.size();
            if (progress) progress(Position{flushed});
        }
    }
    return check_same_tree(catching.tree(), log.head());
}

OrFault<void> check_same_tree(const Tree& tree, const Head& head) {
    if (tree == head.tree) return {};
    return fault(
        Fault::Kind::corrupt,
        "the index was made of other records than the log holds: remove the rows folder, and start "
        "again"
    );
}

}  // namespace ledger
