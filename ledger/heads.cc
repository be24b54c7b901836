#include "ledger/heads.h"

#include <utility>

namespace ledger {

OrFault<StreamHead*> Heads::get(const StreamId& stream) {
    if (const auto found = recent_.find(stream); found != recent_.end()) {
        return found->second.get();
    }
    if (auto node = older_.extract(stream); !node.empty()) {
        return recent_.insert(std::move(node)).position->second.get();
    }
    auto loaded = index_.head(stream);
    if (!loaded) return std::unexpected(loaded.error());
    auto head = std::make_unique<StreamHead>(*std::move(loaded));
    return recent_.emplace(stream, std::move(head)).first->second.get();
}

OrFault<void> Heads::prefetch(std::span<const StreamId> streams) {
    std::vector<StreamId> missing;
    for (const StreamId& stream : streams) {
        if (!recent_.contains(stream) && !older_.contains(stream)) missing.push_back(stream);
    }
    if (missing.empty()) return {};
    auto loaded = index_.heads(missing);
    if (!loaded) return std::unexpected(loaded.error());
    for (std::size_t i = 0; i < missing.size(); ++i) {
        recent_.try_emplace(
            std::move(missing[i]), std::make_unique<StreamHead>(std::move((*loaded)[i]))
        );
    }
    return {};
}

void Heads::trim() {
    if (recent_.size() <= half_) return;
    older_ = std::exchange(recent_, Map());
}

void Heads::clear() {
    recent_.clear();
    older_.clear();
}

const void* HeadStates::find(const StreamId& stream) const {
    const auto head = heads_.get(stream);
    if (!head) {
        failed_ = head.error();
        return nullptr;
    }
    return (*head)->version == 0 ? nullptr : address_of((*head)->state);
}

}  // namespace ledger
