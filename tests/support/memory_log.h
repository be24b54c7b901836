#pragma once
// A log in memory, whose next append can be made to fail: without a trace, or after the group got
// there. It outlives a writer, as a disk does; reopen() is what opening the ledger again would do.

#include "ledger/log.h"
#include "ledger/rules/assert.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <mutex>
#include <optional>
#include <span>
#include <utility>

namespace tests {

class MemoryLog final : public ledger::Log {
public:
    enum class Failing { before, after };

    [[nodiscard]] ledger::OrFault<void> append(
        std::uint64_t expected_size,
        std::span<const ledger::Sealed> group,
        const ledger::Head& new_head
    ) override {
        ledger_assert(!group.empty());
        ledger_assert(new_head.size() == expected_size + group.size());
        const std::lock_guard lock(mutex_);
        if (failed_) return ledger::fault(ledger::Fault::Kind::closed, "failed before");
        if (head_.size() != expected_size) {
            return ledger::fault(ledger::Fault::Kind::closed, "another writer has appended");
        }
        ++appends_;
        const auto failing = std::exchange(failing_, std::nullopt);
        failed_ = failing.has_value();
        if (failing != Failing::before) {
            auto packs = pack_group(ledger::Position{expected_size}, group, new_head.root);
            std::ranges::move(packs, std::back_inserter(packs_));
            newest_ = new_head;
            if (!failing) head_ = new_head;
        }
        if (failing) return ledger::fault(ledger::Fault::Kind::io, "as told");
        return {};
    }

    [[nodiscard]] ledger::OrFault<ledger::Packs> read(
        ledger::Position from, ledger::ReadLimit limit
    ) const override {
        const std::lock_guard lock(mutex_);
        ++reads_;
        if (unreadable_ == from) return ledger::fault(ledger::Fault::Kind::corrupt, "as told");
        ledger::Packs found;
        std::size_t count = 0;
        std::size_t bytes = 0;
        auto pack =
            std::ranges::partition_point(packs_, [&](const auto& p) { return p->end() <= from; });
        for (; pack != packs_.end() && (*pack)->first() < ledger::Position{head_.size()}; ++pack) {
            if (!found.empty() && (count >= limit.count_max || bytes >= limit.bytes_max)) break;
            count += std::to_underlying((*pack)->end()) -
                     std::to_underlying(std::max(from, (*pack)->first()));
            bytes += (*pack)->stored().size();
            found.push_back(*pack);
        }
        return found;
    }

    [[nodiscard]] ledger::Head head() const override {
        const std::lock_guard lock(mutex_);
        return head_;
    }

    // The next append answers Fault::io; with Failing::after its group is there after reopen().
    void fail_next(Failing how) {
        const std::lock_guard lock(mutex_);
        failing_ = how;
    }

    // Reads that begin at this position answer Fault::corrupt.
    void make_unreadable(std::optional<ledger::Position> at) {
        const std::lock_guard lock(mutex_);
        unreadable_ = at;
    }

    void reopen() {
        const std::lock_guard lock(mutex_);
        failed_ = false;
        head_ = newest_;
    }

    [[nodiscard]] int reads() const {
        const std::lock_guard lock(mutex_);
        return reads_;
    }

    [[nodiscard]] int appends() const {
        const std::lock_guard lock(mutex_);
        return appends_;
    }

private:
    mutable std::mutex mutex_;
    ledger::Packs packs_;
    ledger::Head head_ = ledger::empty_head();
    ledger::Head newest_ = ledger::empty_head();  // what reopen() finds
    std::optional<Failing> failing_;
    bool failed_ = false;
    std::optional<ledger::Position> unreadable_;
    int appends_ = 0;
    mutable int reads_ = 0;
};

}  // namespace tests
