#pragma once
// The packs that were written or read last, up to a number of bytes, so that readers who follow the
// head share one copy and nobody unpacks one twice. Safe to use from any thread.

#include "ledger/pack.h"
#include "ledger/rules/ids.h"

#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <mutex>

namespace ledger {

class PackCache {
public:
    explicit PackCache(std::size_t bytes_max) : bytes_max_(bytes_max) {}

    // Packs of one log only: they never overlap.
    void put(std::shared_ptr<const Pack> pack);

    // The pack that holds the event at `at`; nullptr when it is not here.
    [[nodiscard]] std::shared_ptr<const Pack> find(Position at);

private:
    using Recent = std::list<std::shared_ptr<const Pack>>;

    const std::size_t bytes_max_;
    std::mutex mutex_;
    Recent recent_;                                // the one used last first
    std::map<Position, Recent::iterator> by_end_;  // by the position behind its last event
    std::size_t bytes_ = 0;
};

}  // namespace ledger
