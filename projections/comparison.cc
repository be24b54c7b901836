#include "projections/comparison.h"

#include "projections/replay.h"

#include <system_error>

namespace projections {
namespace {

using ledger::OrFault;

OrFault<ledger::Digest> replayed_digest(
    const ledger::Log& log,
    const Projection& projection,
    ledger::Position end,
    const std::filesystem::path& scratch,
    std::size_t workers,
    const std::function<void(ledger::Position)>& progress
) {
    auto store = ledger::RowStore::open(scratch);
    if (!store) return std::unexpected(store.error());
    Replay replay(log, projection, **store, workers);
    if (auto done = replay.run_to(end, progress); !done) return std::unexpected(done.error());
    return (*store)->digest();
}

}  // namespace

OrFault<Comparison> compare_with_replay(
    const ledger::Log& log,
    const Projection& projection,
    const ledger::RowStore& store,
    const std::filesystem::path& scratch,
    std::size_t workers,
    const std::function<void(ledger::Position)>& progress
) {
    const ledger::Position position = store.position();
    const auto kept = store.digest();
    if (!kept) return std::unexpected(kept.error());
    std::error_code ignored;
    std::filesystem::remove_all(scratch, ignored);
    const auto replayed = replayed_digest(log, projection, position, scratch, workers, progress);
    std::filesystem::remove_all(scratch, ignored);
    if (!replayed) return std::unexpected(replayed.error());
    return Comparison{position, *kept, *replayed};
}

}  // namespace projections
