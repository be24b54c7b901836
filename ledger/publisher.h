#pragma once
// Signs what the log has come to, for everybody to see: at most every so often while events come,
// so that one signature covers many. Never two that contradict each other: size, root and signature
// are on disk before anyone sees them, and a ledger that does not begin with what it has signed
// before is refused (checkpoints.h).

#include "ledger/checkpoints.h"
#include "ledger/ledger.h"
#include "ledger/rules/error.h"

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace ledger {

class Publisher {
public:
    // Signs the ledger as it is, and again as it grows, on a thread of its own, `pause` after the
    // last time at the earliest. `ledger` must outlive it. Finishes a change of keys that was
    // interrupted.
    [[nodiscard]] static OrFault<std::unique_ptr<Publisher>> start(
        Ledger& ledger, std::chrono::milliseconds pause
    );
    ~Publisher();
    Publisher(const Publisher&) = delete;
    Publisher& operator=(const Publisher&) = delete;

    // The ledger has grown. Any thread; never blocks.
    void notify();

    // The newest checkpoint. Any thread.
    [[nodiscard]] std::shared_ptr<const SignedCheckpoint> newest() const;

    // The newest one, which covers all that the ledger has now: signed here if need be.
    [[nodiscard]] OrFault<std::shared_ptr<const SignedCheckpoint>> now();

    // Why nothing could be signed when it was tried last; nothing while all is well. It is tried
    // again, unless a change of keys was left half done: start() goes on with that. Any thread.
    [[nodiscard]] std::optional<Fault> stopped() const;

    // Makes another key, records that it signs from now on, lets the old one sign that once, and
    // takes it. When it is interrupted, start() goes on with it.
    [[nodiscard]] OrFault<void> rotate_key();

    // The last checkpoints that keys signed which were replaced since, the oldest first.
    [[nodiscard]] OrFault<std::vector<SignedCheckpoint>> rotated() const;

private:
    struct State;
    explicit Publisher(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace ledger
