#pragma once
// The stream heads that somebody works on: those of the acts at hand, and recent ones up to about a
// number of bytes. What he has put into the index before trim() is not lost when this forgets.

#include "ledger/index.h"
#include "ledger/rules/stream.h"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace ledger {

class Heads {
public:
    // `index` must outlive it. Keeps between half of `bytes_max` and all of it, where that many
    // were asked for.
    Heads(const Index& index, std::size_t bytes_max)
        : index_(index), half_(bytes_max / 2), has_all_(index.size() == Position{}) {}

    // The head of `stream`, loaded if need be; stays where it is until trim() or clear().
    [[nodiscard]] OrFault<StreamHead*> get(const StreamId& stream);

    // Loads those of `streams` that are not here yet, in one go.
    [[nodiscard]] OrFault<void> prefetch(std::span<const StreamId> streams);

    // The head of `stream`, which is here, has changed: it is weighed again.
    void weigh(const StreamId& stream);

    // Forgets the head of `stream`, which is here: what it says was never recorded.
    void forget(const StreamId& stream);

    // Forgets the heads that were not used for long, where there are too many. Between groups.
    void trim();

    // Whether trim() would forget some, now or the next time.
    [[nodiscard]] bool is_full() const noexcept { return recent_bytes_ > half_; }

    // How many are here, and about how much memory they take.
    [[nodiscard]] std::size_t count() const noexcept { return recent_.size() + older_.size(); }
    [[nodiscard]] std::size_t bytes() const noexcept { return recent_bytes_ + older_bytes_; }

    // Forgets all: what is here may be ahead of a write that failed.
    void clear();

private:
    struct Kept {
        std::unique_ptr<StreamHead> head;
        std::size_t bytes = 0;
    };
    // (std::unordered_map would hash the names of neighbours again and again.)
    using Map = boost::unordered_flat_map<StreamId, Kept, std::hash<StreamId>>;

    OrFault<StreamHead> load(const StreamId& stream) const;
    StreamHead* keep(const StreamId& stream, StreamHead head);

    const Index& index_;
    std::size_t half_;
    bool has_all_;  // no stream has a head that is not here: the index need not be asked
    Map recent_;    // two generations: what is used moves here,
    Map older_;     // and the rest goes when this one is full
    std::size_t recent_bytes_ = 0;
    std::size_t older_bytes_ = 0;
};

// States for the rules, from heads. Remembers the Fault that kept it from answering, if one did.
class HeadStates final : public States {
public:
    using ActorOf = std::function<OrFault<std::optional<Actor>>(const ActName&)>;

    // Without `actor_of` nobody has acted before.
    explicit HeadStates(Heads& heads, ActorOf actor_of = {})
        : heads_(heads), actor_of_(std::move(actor_of)) {}
    [[nodiscard]] const std::optional<Fault>& failed() const noexcept { return failed_; }

private:
    [[nodiscard]] const void* find(const StreamId& stream) const override;
    [[nodiscard]] std::optional<Actor> actor_of(const ActName& act) const override;
    Heads& heads_;
    ActorOf actor_of_;
    mutable std::optional<Fault> failed_;
};

}  // namespace ledger
