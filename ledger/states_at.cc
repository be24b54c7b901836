#include "ledger/states_at.h"

#include <utility>

namespace ledger {

const void* StatesAt::find(const StreamId& stream) const {
    auto known = known_.find(stream);
    if (known == known_.end()) {
        auto head = load(stream);
        if (!head) {
            failed_ = head.error();
            return nullptr;
        }
        known = known_.emplace(stream, *std::move(head)).first;
    }
    const StreamHead& head = *known->second;
    return head.version == 0 ? nullptr : address_of(head.state);
}

OrFault<std::shared_ptr<const StreamHead>> StatesAt::load(const StreamId& stream) const {
    auto newest = ledger_.index().shared_head(stream);
    if (!newest || (*newest)->version == 0 || (*newest)->position < size_) return newest;
    auto past = folded(stream);
    if (!past) return std::unexpected(past.error());
    return std::make_shared<const StreamHead>(*std::move(past));
}

// The stream's records before size_, folded.
OrFault<StreamHead> StatesAt::folded(const StreamId& stream) const {
    StreamHead past = head_before_all(stream);
    constexpr std::size_t step = 256;
    while (true) {
        const auto entries = ledger_.stream(stream, past.version + 1, step, Closed::withhold);
        if (!entries) return std::unexpected(entries.error());
        if (entries->empty()) return past;
        for (const Entry& entry : *entries) {
            if (entry.position >= size_) return past;
            advance(past, entry.record, entry.position, entry.entry);
        }
    }
}

}  // namespace ledger
