#pragma once
// One group of the writer: acts are decided one after the other, each on the state that those
// before it left, and sealed into records. Nothing is on disk and nobody is told before the writer
// has written the group as one.

#include "ledger/act.h"
#include "ledger/heads.h"
#include "ledger/index.h"
#include "ledger/log.h"
#include "ledger/record_codec.h"
#include "ledger/sha256.h"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace ledger {

// What stays from group to group. All must outlive the groups.
struct Desk {
    const Log& log;
    const Index& index;
    Vault& vault;
    Entropy& entropy;
    Heads heads;
    RecordEncoder encoder;
    Sha256 sha256;
};

class Group {
public:
    // A group that starts at `first`, the log's size. `now` is when it is recorded; `not_before`
    // the newest record's time, which no recorded time may be before.
    Group(Desk& desk, Position first, Instant now, Instant not_before, bool simulated_clock);

    // Loads what the acts of all submissions of the group will ask for, in one go. They must
    // outlive the group. What cannot be read is asked for again by the act that needs it.
    void prefetch(std::span<const Act* const> acts);

    // Decides and seals the acts of one submission, which must outlive the group. A Fault leaves
    // nothing of it in the group, and the rest of the group as it was.
    [[nodiscard]] Answer add(std::span<const Act> acts, bool all_or_nothing);

    [[nodiscard]] std::span<const Sealed> sealed() const noexcept { return sealed_; }
    [[nodiscard]] Position next_position() const noexcept;

    // The index rows of the group, its streams' heads among them.
    [[nodiscard]] OrFault<IndexRows> take_rows();

private:
    using Key = std::pair<std::string_view, std::string_view>;  // source, id; of an act

    // Up to where the group stood, and what has changed since that cannot be cut off.
    struct Mark {
        std::size_t sealed;
        std::size_t rows;
        Instant newest;
        // The heads as they were; nothing for what the group had not changed before, which the
        // index still has.
        std::map<StreamId, std::optional<StreamHead>> heads;
        std::vector<Key> acts;
    };

    [[nodiscard]] Answer add_all(std::span<const Act> acts);
    [[nodiscard]] OrFault<Outcome> add_one(const Act& act);
    [[nodiscard]] OrFault<std::optional<Outcome>> known(const Act& act) const;
    [[nodiscard]] OrRejection<Instant> recorded_time(const Act& act) const;
    // What all facts of an act get.
    struct Sealing {
        Instant recorded;
        KeyId signed_with;
    };
    [[nodiscard]] OrFault<OrRejection<KeyId>> signed_with_key(const Act& act, Instant recorded)
        const;
    [[nodiscard]] OrFault<std::optional<Actor>> actor_of(const ActName& act) const;
    [[nodiscard]] OrFault<Entry> act_at(Position position, const Key& name, Closed closed) const;
    [[nodiscard]] OrFault<Outcome> seal_all(
        const Act& act, std::vector<Fact> facts, const Sealing& sealing
    );
    [[nodiscard]] OrFault<std::optional<Rejection>> seal(
        const Act& act,
        Fact&& fact,
        std::uint16_t index,
        std::uint16_t count,
        const Sealing& sealing
    );
    [[nodiscard]] OrFault<std::optional<Position>> recorded_before(const Act& act) const;
    [[nodiscard]] std::optional<bool> is_forgotten_here(const PersonId& person) const;
    [[nodiscard]] OrFault<OrRejection<std::optional<Slot>>> slot_for(
        bool has_words, const PersonId& keeper
    );
    [[nodiscard]] Mark begin() const;
    void remember(const StreamId& stream, const StreamHead& head);
    void take_back(Mark mark);

    struct Staged {  // an act of this group
        const Act* act;
        Recorded recorded;
    };

    Desk& desk_;
    Position first_;
    Instant now_;
    Instant newest_;  // the recorded time of the newest record so far
    bool simulated_clock_;
    std::vector<Sealed> sealed_;
    IndexRows rows_;
    boost::unordered_flat_map<Key, Staged> acts_;
    boost::unordered_flat_map<const Act*, std::optional<Position>> prefetched_;
    boost::unordered_flat_map<StreamId, StreamHead*, std::hash<StreamId>> touched_;
    std::map<PersonId, Slot> new_slots_;
    std::vector<Mark*> marks_;  // where it may have to go back to, the farthest first
};

// The record at `position`, from the log. Fault::corrupt when there is none.
[[nodiscard]] std::unexpected<Fault> no_event_at(Position position);
[[nodiscard]] OrFault<Entry> read_entry(
    const Log& log, Position position, Closed closed, const Vault* vault, Sha256& sha256
);

}  // namespace ledger
