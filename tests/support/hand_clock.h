#pragma once
// A clock that stands until a test moves it.

#include "ledger/clock.h"
#include "tests/support/book.h"

#include <atomic>

namespace tests {

// Others may look at it from their threads while the test moves it.
class HandClock final : public ledger::Clock {
public:
    explicit HandClock(ledger::Instant start = at("2026-01-05T08:00:00+07:00")) : now_(start) {}

    [[nodiscard]] ledger::Instant now() const override { return now_; }
    void set(ledger::Instant now) { now_ = now; }
    void move(ledger::Instant::duration by) { now_ = now_.load() + by; }

private:
    std::atomic<ledger::Instant> now_;
};

}  // namespace tests
