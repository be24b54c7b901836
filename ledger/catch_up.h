#pragma once
// Brings an index up to its log: after a crash, and for an index that is made anew.

#include "ledger/heads.h"
#include "ledger/index.h"
#include "ledger/log.h"
#include "ledger/record_codec.h"

#include <boost/unordered/unordered_flat_set.hpp>

#include <functional>
#include <vector>

namespace ledger {

// A record of a log, read and hashed once for all who look at it.
struct ReadRecord {
    Position position{};
    Digest entry;
    OrFault<RecordAndParts> content;  // Fault::corrupt: it is no record
};
[[nodiscard]] ReadRecord read_record(const Pack& pack, std::size_t i, Sha256& sha256);

// Folds records into an index, as the writer does with those that it has just made.
class CatchUp {
public:
    // Goes on where `index` is, which must outlive it, with about `heads_bytes_max` of heads in
    // memory.
    [[nodiscard]] static OrFault<CatchUp> begin(Index& index, std::size_t heads_bytes_max);

    // The record at position size(). Fault::corrupt where it does not follow from those before it.
    [[nodiscard]] OrFault<void> add(const ReadRecord& read);

    // The facts that must follow `first`, the next record and first of its act.
    [[nodiscard]] OrFault<std::vector<Fact>> facts_after(const Record& first);

    // Puts what was added into the index; between whiles, and at the end. Heads of streams stay
    // here where the index is one to compare with, as long as half of the memory holds them.
    [[nodiscard]] OrFault<void> flush();

    // At the end of all, where the index is one to compare with: the heads that stayed here too.
    [[nodiscard]] OrFault<void> finish();

    [[nodiscard]] std::uint64_t size() const noexcept { return tree_.size(); }
    [[nodiscard]] const Tree& tree() const noexcept { return tree_; }

private:
    using Streams = boost::unordered_flat_set<StreamId, std::hash<StreamId>>;

    CatchUp(Index& index, Tree tree, std::size_t heads_bytes_max);
    [[nodiscard]] OrFault<void> add_head(IndexRows& rows, const StreamId& stream);
    [[nodiscard]] OrFault<void> write_heads();

    Index& index_;
    Heads heads_;
    Tree tree_;
    Sha256 sha256_;
    IndexRows rows_;
    Streams touched_;                 // since the last flush
    Streams unwritten_;               // whose heads the index has not
    bool has_written_heads_ = false;  // there was no room for all
    std::vector<TileHash> completed_;
};

// Adds to `index` what `log` has and it has not. Fault::corrupt when it then holds another tree
// than the log. `progress` is told how many events are done, now and then; it may be empty.
[[nodiscard]] OrFault<void> catch_up(
    const Log& log, Index& index, const std::function<void(Position)>& progress
);

// Where the index has caught up with everything, and has another tree than `head`.
[[nodiscard]] OrFault<void> check_same_tree(const Tree& tree, const Head& head);

}  // namespace ledger
