#include "projections/replay.h"

#include "ledger/record_codec.h"
#include "ledger/rules/assert.h"

#include <algorithm>
#include <functional>
#include <future>
#include <string_view>
#include <thread>
#include <utility>

namespace projections {
namespace {

using ledger::Fault;
using ledger::OrFault;
using ledger::Position;

}  // namespace

struct Replay::Worker {
    explicit Worker(const ledger::RowStore& store) : rows(store) {}

    // Applies those events between `from` and `end` whose partition is this worker's.
    OrFault<void> run(
        const Projection& projection,
        const ledger::Packs& packs,
        Position from,
        Position end,
        std::size_t share,
        std::size_t shares
    ) {
        const auto is_mine = [&](std::string_view stream) {
            const auto partition = projection.partition(stream);
            return partition && std::hash<std::string_view>{}(*partition) % shares == share;
        };
        for (const auto& pack : packs) {
            for (std::size_t i = 0; i < pack->count(); ++i) {
                const Position at{std::to_underlying(pack->first()) + i};
                if (at < from || at >= end) continue;
                const auto happened = ledger::decode_happened(pack->record(i), at, is_mine);
                if (!happened) return std::unexpected(happened.error());
                if (*happened) projection.apply(**happened, rows);
            }
        }
        if (rows.failed()) return std::unexpected(*rows.failed());
        return {};
    }

    Rows rows;
};

Replay::Replay(
    const ledger::Log& log,
    const Projection& projection,
    ledger::RowStore& store,
    std::size_t workers,
    ReplayBounds bounds
)
    : log_(log),
      projection_(projection),
      store_(store),
      bounds_(bounds),
      applied_(store.position()) {
    ledger_assert(workers >= 1);
    for (std::size_t i = 0; i < workers; ++i) {
        workers_.push_back(std::make_unique<Worker>(store));
    }
}

Replay::~Replay() = default;

OrFault<void> Replay::run_to(Position end, const std::function<void(Position)>& progress) {
    auto packs = applied_ < end ? log_.read(applied_, bounds_.step) : ledger::Packs{};
    while (applied_ < end) {
        if (!packs) return std::unexpected(packs.error());
        if (packs->empty()) {
            return ledger::fault(
                Fault::Kind::corrupt, "the log ends before the position asked for"
            );
        }
        const Position reached = std::min(packs->back()->end(), end);
        std::future<OrFault<ledger::Packs>> next;  // is read while these are applied
        if (reached < end) {
            next = std::async(std::launch::async, [&] { return log_.read(reached, bounds_.step); });
        }
        if (auto applied = apply(*packs, applied_, reached); !applied) return applied;
        applied_ = reached;
        if (next.valid()) packs = next.get();
        if (dirty() >= bounds_.dirty_max) {
            if (auto written = write_back(applied_); !written) return written;
        }
        if (progress) progress(applied_);
    }
    return write_back(applied_);
}

OrFault<void> Replay::apply(const ledger::Packs& packs, Position from, Position end) {
    const std::size_t shares = workers_.size();
    std::vector<OrFault<void>> results(shares);
    {
        std::vector<std::jthread> threads;
        for (std::size_t share = 1; share < shares; ++share) {
            threads.emplace_back([&, share] {
                results[share] = workers_[share]->run(projection_, packs, from, end, share, shares);
            });
        }
        results[0] = workers_[0]->run(projection_, packs, from, end, 0, shares);
    }
    for (auto& result : results) {
        if (!result) return result;
    }
    return {};
}

OrFault<void> Replay::write_back(Position up_to) {
    if (store_.position() >= up_to) return {};
    std::vector<ledger::Row> rows;
    for (const auto& worker : workers_) worker->rows.take(rows, bounds_.keep_max);
    return store_.apply(rows, up_to);
}

std::size_t Replay::dirty() const {
    std::size_t most = 0;
    for (const auto& worker : workers_) most = std::max(most, worker->rows.dirty());
    return most;
}

}  // namespace projections
