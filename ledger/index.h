#pragma once
// What the writer and the readers look up by key: the newest state of each stream, which act was
// recorded where, what is about whom, whose key is in which slot, who was forgotten, and the tree's
// inner hashes. All of it follows from the records, so it is kept in disposable rows without a log
// of its own (row_store.h), and catches up from the records after a crash.
//
// Its directory carries the form of its rows in its name (row_form.h), so that a program that has
// other events or states never reads them wrongly: it makes its own.
//
// One thread adds; any thread reads.

#include "ledger/merkle.h"
#include "ledger/record.h"
#include "ledger/row_store.h"
#include "ledger/rules/event.h"
#include "ledger/vault.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ledger {

// A stream after its newest record. Version 0: nothing was ever recorded in it.
struct StreamHead {
    std::uint64_t version = 0;
    Digest entry;         // of the newest record; zeros before the first
    Position position{};  // of the newest record
    AnyState state;
};

// The head of `stream` before its first record.
[[nodiscard]] StreamHead head_before_all(const StreamId& stream);

// Takes `head` on to `record`, the next of its stream, which is at `position` and has the entry
// `entry`.
void advance(StreamHead& head, const Record& record, Position position, const Digest& entry);

// A person's place in an event.
struct Mention {
    Position position{};
    bool as_subject = false;  // it is about him
    bool as_actor = false;    // it was recorded in his name: he did it, or somebody on his behalf
};

// The rows of one group of records, to be added in one step.
class IndexRows {
public:
    // The rows of one record: its place in its stream, its act, the persons in it, the slot of its
    // closed parts, whom it says to be forgotten.
    void add(const Record& record, Position position, std::optional<Slot> slot);
    void add_head(const StreamId& stream, const StreamHead& head);
    void add_tile_hash(const TileHash& hash);
    // The tree after the group.
    void set_tree(const Tree& tree);

    // Takes back what was added since there were `count` rows.
    void shrink(std::size_t count) { rows_.resize(count); }
    [[nodiscard]] std::size_t count() const noexcept { return rows_.size(); }

private:
    friend class Index;
    std::vector<Row> rows_;
};

class Index {
public:
    // Opens the rows in `directory`, or starts them there.
    [[nodiscard]] static OrFault<std::unique_ptr<Index>> open(
        const std::filesystem::path& directory, RowStore::Options options = {}
    );

    // One that keeps only the rows that change and are given to it, and adds those that are written
    // once to `tally`, which must outlive it. With `digest(&tally)` all that it has are in it. It
    // answers about such heads, slots and the tree, and about nothing else.
    [[nodiscard]] static OrFault<std::unique_ptr<Index>> open_to_compare(
        const std::filesystem::path& directory, RowTally& tally
    );

    // Whether it was opened to compare; and to the tally of such a one, rows of which it keeps none
    // and will keep none.
    [[nodiscard]] bool is_to_compare() const noexcept { return tally_ != nullptr; }
    void tally(const IndexRows& rows);

    // Where, in the folder of all rows, the index that this program understands is.
    [[nodiscard]] static std::filesystem::path directory_in(const std::filesystem::path& rows);

    // Everything before this position is in the rows.
    [[nodiscard]] Position size() const;

    // Adds the rows of the records from size() to `new_size`.
    [[nodiscard]] OrFault<void> add(IndexRows rows, Position new_size);

    // Puts all rows on disk, so that the next opening has nothing to catch up with.
    [[nodiscard]] OrFault<void> flush();

    [[nodiscard]] OrFault<StreamHead> head(const StreamId& stream) const;
    // The same, shared with others who ask for it while it is the newest.
    [[nodiscard]] OrFault<std::shared_ptr<const StreamHead>> shared_head(const StreamId& stream
    ) const;
    // One for each stream, in their order.
    [[nodiscard]] OrFault<std::vector<StreamHead>> heads(std::span<const StreamId> streams) const;

    // The position of the first fact of the act with that source and id; nothing when there is
    // none.
    [[nodiscard]] OrFault<std::optional<Position>> act(std::string_view source, std::string_view id)
        const;
    struct ActName {
        std::string_view source;
        std::string_view id;
    };
    // The same for several acts, in their order.
    [[nodiscard]] OrFault<std::vector<std::optional<Position>>> acts(std::span<const ActName> names
    ) const;

    // How many acts there are, by source and id. Reads them all.
    [[nodiscard]] OrFault<std::uint64_t> count_acts() const;

    [[nodiscard]] OrFault<std::optional<Slot>> key_slot(const PersonId& person) const;

    // Whether a record says that the person was forgotten.
    [[nodiscard]] OrFault<bool> is_forgotten(const PersonId& person) const;

    // Who was forgotten, and where that is recorded.
    struct Forgotten {
        Position position{};
        PersonId person;
    };
    // The same, for all that were: from position `from` on, at most `count_max`, in order.
    [[nodiscard]] OrFault<std::vector<Forgotten>> forgotten(Position from, std::size_t count_max)
        const;

    // One past the highest slot that a record names; 0 when none does.
    [[nodiscard]] OrFault<std::uint32_t> slots_named() const;

    // Positions of a stream's records from `from_version` (1 is the first) on, at most `count_max`.
    [[nodiscard]] OrFault<std::vector<Position>> stream(
        const StreamId& stream, std::uint64_t from_version, std::size_t count_max
    ) const;

    // Events that mention the person, from position `from` on, at most `count_max`.
    [[nodiscard]] OrFault<std::vector<Mention>> trail(
        const PersonId& person, Position from, std::size_t count_max
    ) const;

    // The streams whose names start with `prefix`, after `after`, at most `count_max`, in order.
    [[nodiscard]] OrFault<std::vector<StreamId>> streams(
        std::string_view prefix, const StreamId& after, std::size_t count_max
    ) const;

    // The hash `index` of tile level `level`, 1 and above; nothing when it is not complete yet.
    [[nodiscard]] OrFault<std::optional<Digest>> tile_hash(unsigned level, std::uint64_t index)
        const;

    // The tree at size().
    [[nodiscard]] OrFault<Tree> tree() const;

    // SHA-256 over all rows in key order: equal on two machines that hold the same log. Adds them
    // to `tally` on the way, if there is one.
    [[nodiscard]] OrFault<Digest> digest(RowTally* tally = nullptr) const;

private:
    explicit Index(std::unique_ptr<RowStore> rows, RowTally* tally = nullptr)
        : rows_(std::move(rows)), tally_(tally) {}
    std::unique_ptr<RowStore> rows_;
    RowTally* tally_;  // of the rows that are not kept; nullptr: all are
};

}  // namespace ledger
