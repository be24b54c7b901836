#pragma once
// Closes days: records, once a day is over, what all files came to (docs/completeness.md).

#include "ledger/clock.h"
#include "ledger/completeness.h"
#include "ledger/ledger.h"
#include "ledger/rules/error.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace ledger {

// Records the close of `day` over all that the ledger has, and takes it into `completeness`. False
// when nothing was recorded since the last close. One at a time for one ledger.
[[nodiscard]] OrFault<bool> close_day(Ledger& ledger, Completeness& completeness, Date day);

// The day that is over and not closed: yesterday, when something that no close covers was recorded
// on it or before. Nothing when none is.
[[nodiscard]] OrFault<std::optional<Date>> day_to_close(
    const Ledger& ledger, const Completeness& completeness, Instant now
);

// Looks every minute, by the clock of western Indonesia, whether a day is over, and closes it.
class Closer {
public:
    // All must outlive it. For a ledger whose clock is not simulated.
    Closer(Ledger& ledger, Completeness& completeness, const Clock& clock);
    ~Closer();
    Closer(const Closer&) = delete;
    Closer& operator=(const Closer&) = delete;

    // Why no day could be closed when it was tried last; nothing while all is well. It is tried
    // again every minute, unless a close is not what the records give. Any thread.
    [[nodiscard]] std::optional<Fault> trouble() const;

private:
    void run(const std::stop_token& stop);
    [[nodiscard]] OrFault<void> close_if_due();

    Ledger& ledger_;
    Completeness& completeness_;
    const Clock& clock_;
    mutable std::mutex mutex_;  // guards what follows
    std::condition_variable_any wake_;
    std::optional<Fault> trouble_;
    std::jthread thread_;  // last: it uses everything above
};

}  // namespace ledger
