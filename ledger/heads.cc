#include "ledger/heads.h"

#include "ledger/rules/assert.h"
#include "ledger/weight.h"

#include <utility>

namespace ledger {
namespace {

constexpr std::size_t place_bytes = 128;  // of a head in the map, besides its name

std::size_t bytes_of_head(const StreamId& stream, const StreamHead& head) {
    Heap heap;
    heap(head.state);
    return place_bytes + stream.text.size() + sizeof(head) + heap.bytes;
}

}  // namespace

OrFault<StreamHead*> Heads::get(const StreamId& stream) {
    if (const auto found = recent_.find(stream); found != recent_.end()) {
        return found->second.head.get();
    }
    if (const auto found = older_.find(stream); found != older_.end()) {
        Kept kept = std::move(found->second);
        older_.erase(found);
        older_bytes_ -= kept.bytes;
        recent_bytes_ += kept.bytes;
        return recent_.emplace(stream, std::move(kept)).first->second.head.get();
    }
    auto loaded = load(stream);
    if (!loaded) return std::unexpected(loaded.error());
    return keep(stream, *std::move(loaded));
}

OrFault<StreamHead> Heads::load(const StreamId& stream) const {
    if (has_all_) return head_before_all(stream);
    return index_.head(stream);
}

OrFault<void> Heads::prefetch(std::span<const StreamId> streams) {
    std::vector<StreamId> missing;
    for (const StreamId& stream : streams) {
        if (!recent_.contains(stream) && !older_.contains(stream)) missing.push_back(stream);
    }
    if (missing.empty() || has_all_) return {};
    auto loaded = index_.heads(missing);
    if (!loaded) return std::unexpected(loaded.error());
    for (std::size_t i = 0; i < missing.size(); ++i) {
        if (!recent_.contains(missing[i])) keep(missing[i], std::move((*loaded)[i]));
    }
    return {};
}

StreamHead* Heads::keep(const StreamId& stream, StreamHead head) {
    const std::size_t bytes = bytes_of_head(stream, head);
    recent_bytes_ += bytes;
    Kept kept{std::make_unique<StreamHead>(std::move(head)), bytes};
    return recent_.emplace(stream, std::move(kept)).first->second.head.get();
}

void Heads::weigh(const StreamId& stream) {
    const auto found = recent_.find(stream);
    ledger_assert(found != recent_.end());
    Kept& kept = found->second;
    const std::size_t bytes = bytes_of_head(stream, *kept.head);
    recent_bytes_ += bytes - kept.bytes;
    kept.bytes = bytes;
}

void Heads::forget(const StreamId& stream) {
    const auto found = recent_.find(stream);
    ledger_assert(found != recent_.end());
    recent_bytes_ -= found->second.bytes;
    recent_.erase(found);
    has_all_ = false;
}

void Heads::trim() {
    if (!is_full()) return;
    has_all_ = has_all_ && older_.empty();
    older_ = std::exchange(recent_, Map());
    older_bytes_ = std::exchange(recent_bytes_, 0);
}

void Heads::clear() {
    recent_.clear();
    older_.clear();
    has_all_ = false;
    recent_bytes_ = 0;
    older_bytes_ = 0;
}

const void* HeadStates::find(const StreamId& stream) const {
    const auto head = heads_.get(stream);
    if (!head) {
        failed_ = head.error();
        return nullptr;
    }
    return (*head)->version == 0 ? nullptr : address_of((*head)->state);
}

std::optional<Actor> HeadStates::actor_of(const ActName& act) const {
    if (!actor_of_) return std::nullopt;
    auto actor = actor_of_(act);
    if (actor) return *std::move(actor);
    if (!failed_) failed_ = actor.error();
    return std::nullopt;
}

}  // namespace ledger
