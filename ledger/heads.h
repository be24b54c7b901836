#pragma once
// The stream heads that the writer works on: those of the acts at hand, and a bounded number of
// recent ones. The index has them all; nothing is lost when this forgets.

#include "ledger/index.h"
#include "ledger/rules/stream.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

namespace ledger {

class Heads {
public:
    // `index` must outlive it. Keeps between `count_max` / 2 and `count_max` heads.
    Heads(const Index& index, std::size_t count_max) : index_(index), half_(count_max / 2) {}

    // The head of `stream`, loaded if need be; stays where it is until trim() or clear().
    [[nodiscard]] OrFault<StreamHead*> get(const StreamId& stream);

    // Loads those of `streams` that are not here yet, in one go.
    [[nodiscard]] OrFault<void> prefetch(std::span<const StreamId> streams);

    // Forgets the heads that were not used for long, where there are too many. Between groups.
    void trim();

    // Forgets all: what is here may be ahead of a write that failed.
    void clear();

private:
    using Map = std::unordered_map<StreamId, std::unique_ptr<StreamHead>>;

    const Index& index_;
    std::size_t half_;
    Map recent_;  // two generations: what is used moves here,
    Map older_;   // and the rest goes when this one is full
};

// States for the rules, from heads. Remembers the Fault that kept it from answering, if one did.
class HeadStates final : public States {
public:
    explicit HeadStates(Heads& heads) : heads_(heads) {}
    [[nodiscard]] const std::optional<Fault>& failed() const noexcept { return failed_; }

private:
    [[nodiscard]] const void* find(const StreamId& stream) const override;
    Heads& heads_;
    mutable std::optional<Fault> failed_;
};

}  // namespace ledger
