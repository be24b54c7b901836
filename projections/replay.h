#pragma once
// Brings a projection's rows up to the log: from where they are, on as many threads as asked for.
// Used for following the log live, for catching up, and for making rows anew.

#include "ledger/log.h"
#include "projections/projection.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

namespace projections {

// How much a replay takes in one go. Smaller only for tests of just that.
struct ReplayBounds {
    std::size_t dirty_max = 60'000;  // rows of one worker, before they are written back
    std::size_t keep_max = 60'000;   // rows of one worker, afterwards
    // What is applied at once, while as much is read ahead.
    ledger::ReadLimit step{.count_max = 32'768, .bytes_max = 16UL * 1024 * 1024};
};

class Replay {
public:
    // All must outlive it. Asserts workers >= 1.
    Replay(
        const ledger::Log& log,
        const Projection& projection,
        ledger::RowStore& store,
        std::size_t workers,
        ReplayBounds bounds = {}
    );
    ~Replay();

    // Applies events from where the rows are up to `end`, which the log must have. `progress` is
    // told how far it is, now and then; it may be empty.
    [[nodiscard]] ledger::OrFault<void> run_to(
        ledger::Position end, const std::function<void(ledger::Position)>& progress = {}
    );

private:
    struct Worker;
    [[nodiscard]] ledger::OrFault<void> apply(
        const ledger::Packs& packs, ledger::Position from, ledger::Position end
    );
    [[nodiscard]] ledger::OrFault<void> write_back(ledger::Position up_to);
    [[nodiscard]] std::size_t dirty() const;

    const ledger::Log& log_;
    const Projection& projection_;
    ledger::RowStore& store_;
    ReplayBounds bounds_;
    std::vector<std::unique_ptr<Worker>> workers_;
    ledger::Position applied_;
};

}  // namespace projections
