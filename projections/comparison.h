#pragma once
// Whether the rows of a projection are what a replay of the log gives.

#include "ledger/log.h"
#include "projections/projection.h"

#include <filesystem>
#include <functional>

namespace projections {

struct Comparison {
    ledger::Position position{};  // where both are
    ledger::Digest kept;          // of the rows in use
    ledger::Digest replayed;      // of the rows made anew
    [[nodiscard]] bool is_same() const { return kept == replayed; }
};

// Replays the log up to where `store` is into `scratch`, a directory that is made and removed.
[[nodiscard]] ledger::OrFault<Comparison> compare_with_replay(
    const ledger::Log& log,
    const Projection& projection,
    const ledger::RowStore& store,
    const std::filesystem::path& scratch,
    std::size_t workers,
    const std::function<void(ledger::Position)>& progress
);

}  // namespace projections
