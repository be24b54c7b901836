#pragma once
// Groups of events as the writer would hand them to a log, of made-up records: what the log keeps,
// it does not look into.

#include "ledger/log.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

namespace tests {

// Grows a history, and remembers all of it.
class SealedGroups {
public:
    // The next `count` events, of about `record_bytes` each; head() is the head after them.
    std::span<const ledger::Sealed> next(std::size_t count, std::size_t record_bytes = 300) {
        const std::size_t first = all_.size();
        for (std::size_t i = 0; i < count; ++i) {
            all_.push_back(seal(record_bytes + all_.size() % 3 * 8));
            head_.tree.append(sha256_, all_.back().entry);
        }
        head_.recorded = all_.back().recorded;
        head_.root = head_.tree.root(sha256_);
        return std::span(all_).subspan(first);
    }

    // Takes back all but the first `size` events: what the log never took.
    void forget_from(std::size_t size) {
        all_.resize(size);
        head_ = ledger::empty_head();
        for (const ledger::Sealed& sealed : all_) {
            head_.tree.append(sha256_, sealed.entry);
            head_.recorded = sealed.recorded;
        }
        head_.root = head_.tree.root(sha256_);
    }

    [[nodiscard]] const ledger::Head& head() const { return head_; }
    [[nodiscard]] const std::vector<ledger::Sealed>& all() const { return all_; }

private:
    ledger::Sealed seal(std::size_t record_bytes) {
        ledger::Sealed sealed;
        for (std::size_t i = 0; i < record_bytes; ++i) {
            sealed.record.push_back(i % 4 == 0 ? static_cast<std::uint8_t>(random_()) : 0);
        }
        for (std::size_t i = 0; i < all_.size() % 4 * 5; ++i) {
            sealed.parts.push_back(static_cast<std::uint8_t>(random_()));
        }
        sealed.entry = sha256_(ledger::Bytes(sealed.record));
        sealed.recorded = ledger::Instant(std::chrono::seconds(1'767'225'600 + all_.size()));
        return sealed;
    }

    std::mt19937 random_{1};
    ledger::Sha256 sha256_;
    std::vector<ledger::Sealed> all_;
    ledger::Head head_ = ledger::empty_head();
};

}  // namespace tests
