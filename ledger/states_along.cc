#include "ledger/states_along.h"

#include "ledger/rules/assert.h"

#include <utility>

namespace ledger {

void StatesAlong::follow(const StreamId& stream) {
    ledger_assert(told_ == Position{} && !along_.contains(stream));
    followed_.push_back(stream);
    along(stream);
}

const Entry* StatesAlong::next() {
    Along* first = nullptr;
    for (const StreamId& stream : followed_) {
        Along& one = along(stream);
        const Entry* entry = peek(stream, one);
        if (failed_) return nullptr;
        if (entry == nullptr) continue;
        if (first == nullptr || entry->position < first->ahead[first->at].position) first = &one;
    }
    if (first == nullptr) return nullptr;
    entry_ = take(*first);
    told_ = ledger::next(entry_.position);
    return &entry_;
}

const void* StatesAlong::find(const StreamId& stream) const {
    Along& one = along(stream);
    for (const Entry* entry = peek(stream, one); entry != nullptr && entry->position < told_;
         entry = peek(stream, one)) {
        (void)take(one);
    }
    return one.head.version == 0 ? nullptr : address_of(one.head.state);
}

StatesAlong::Along& StatesAlong::along(const StreamId& stream) const {
    const auto known = along_.find(stream);
    if (known != along_.end()) return known->second;
    return along_.emplace(
                     stream, Along{.head = head_before_all(stream), .ahead = {}}
    ).first->second;
}

// The stream's next event; nullptr after the last.
const Entry* StatesAlong::peek(const StreamId& stream, Along& along) const {
    constexpr std::size_t step = 256;
    if (along.at == along.ahead.size() && !along.is_read) {
        auto entries = ledger_.stream(stream, along.head.version + 1, step, Closed::withhold);
        if (!entries) {
            failed_ = entries.error();
            return nullptr;
        }
        along.ahead = *std::move(entries);
        along.at = 0;
        along.is_read = along.ahead.size() < step;
    }
    if (along.at == along.ahead.size() || along.ahead[along.at].position >= size_) return nullptr;
    return &along.ahead[along.at];
}

// The event that peek() gave; the head goes on to it.
Entry StatesAlong::take(Along& along) {
    Entry entry = std::move(along.ahead[along.at++]);
    advance(along.head, entry.record, entry.position, entry.entry);
    return entry;
}

}  // namespace ledger
