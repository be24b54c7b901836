#include "ledger/pack_cache.h"

#include <utility>

namespace ledger {

void PackCache::put(std::shared_ptr<const Pack> pack) {
    const std::lock_guard lock(mutex_);
    const auto [at, is_new] = by_end_.try_emplace(pack->end());
    if (!is_new) return;
    bytes_ += pack->stored().size();
    recent_.push_front(std::move(pack));
    at->second = recent_.begin();
    while (bytes_ > bytes_max_) {
        bytes_ -= recent_.back()->stored().size();
        by_end_.erase(recent_.back()->end());
        recent_.pop_back();
    }
}

std::shared_ptr<const Pack> PackCache::find(Position at) {
    const std::lock_guard lock(mutex_);
    const auto found = by_end_.upper_bound(at);
    if (found == by_end_.end() || !(*found->second)->contains(at)) return nullptr;
    recent_.splice(recent_.begin(), recent_, found->second);
    return *found->second;
}

}  // namespace ledger
