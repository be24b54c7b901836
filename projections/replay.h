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

class Replay {
public:
    // All must outlive it. Asserts workers >= 1.
    Replay(
        const ledger::Log& log,
        const Projection& projection,
        ledger::RowStore& store,
        std::size_t workers
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
    std::vector<std::unique_ptr<Worker>> workers_;
    ledger::Position applied_;
};

}  // namespace projections
