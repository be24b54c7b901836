#pragma once
// Writes the head file behind the log: soon after a group, and at most once in a given time, so
// that no group waits for it.

#include "ledger/durable_head.h"
#include "ledger/log.h"
#include "ledger/rules/error.h"

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace ledger {

class HeadKeeper {
public:
    // With `every` of zero, note() itself writes; otherwise a thread of the keeper's does.
    HeadKeeper(DurableHead file, std::chrono::milliseconds every);

    // Writes the head that was noted last.
    ~HeadKeeper();
    HeadKeeper(const HeadKeeper&) = delete;
    HeadKeeper& operator=(const HeadKeeper&) = delete;

    // The log is at `head`, on disk. Fault::io when the file could not be written, now or earlier;
    // then it is not written again. One caller at a time.
    [[nodiscard]] OrFault<void> note(std::shared_ptr<const Head> head);

private:
    void run(const std::stop_token& stop);
    [[nodiscard]] OrFault<void> write_noted();

    DurableHead file_;  // used by run() alone, or by note() alone
    const std::chrono::milliseconds every_;
    std::mutex mutex_;
    std::condition_variable_any noted_something_;
    std::shared_ptr<const Head> noted_;  // guarded by mutex_; not written yet
    std::optional<Fault> failed_;        // guarded by mutex_
    std::jthread thread_;                // last: it uses everything above
};

}  // namespace ledger
