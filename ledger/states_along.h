#pragma once
// The states of streams while the ledger grew, event after event: what histories are told from.
// Each stream is read and folded once, however many of its events are told.

#include "ledger/index.h"
#include "ledger/ledger.h"
#include "ledger/rules/stream.h"

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

namespace ledger {

// One thread.
class StatesAlong final : public States {
public:
    // Of the first `size` events; before the first of them as yet. `ledger` must outlive it, and
    // have as many.
    StatesAlong(const Ledger& ledger, Position size) : ledger_(ledger), size_(size) {}

    // Has the events of `stream` told. Before the first next(), and before its state is asked for.
    void follow(const StreamId& stream);

    // Goes on to the next event of the streams that are followed: from now on all states, also of
    // other streams, are as they were just after it. nullptr when there is none, and when a Fault
    // is in the way. Valid until the next call.
    [[nodiscard]] const Entry* next();

    // The Fault that kept it from going on, or from answering: what was read then is not to be
    // believed.
    [[nodiscard]] const std::optional<Fault>& failed() const noexcept { return failed_; }

private:
    struct Along {
        StreamHead head;           // as of told_
        std::vector<Entry> ahead;  // those after it, from `at` on, as far as they were read
        std::size_t at = 0;
        bool is_read = false;  // to its end
    };

    [[nodiscard]] const void* find(const StreamId& stream) const override;
    Along& along(const StreamId& stream) const;
    const Entry* peek(const StreamId& stream, Along& along) const;
    static Entry take(Along& along);

    const Ledger& ledger_;
    Position size_;
    Position told_{};  // the states are as of so many events
    Entry entry_;      // that was told last
    std::vector<StreamId> followed_;
    mutable std::map<StreamId, Along> along_;
    mutable std::optional<Fault> failed_;
};

}  // namespace ledger
