#include "projections/replay.h"

#include "ledger/record_codec.h"
#include "ledger/rules/assert.h"

#include <algorithm>
#include <functional>
#include <string_view>
#include <thread>
#include <utility>

namespace projections {
namespace {

using ledger::Fault;
using ledger::OrFault;
using ledger::Position;

constexpr std::size_t dirty_max = 60'000;  // rows of one worker, before they are written back
constexpr std::size_t keep_max = 60'000;   // rows of one worker, afterwards

constexpr ledger::ReadLimit step{.count_max = 32'768, .bytes_max = 16UL * 1024 * 1024};

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
        for (const auto& pack : packs) {
            for (std::size_t i = 0; i < pack->count(); ++i) {
                const Position at{std::to_underlying(pack->first()) + i};
                if (at < from || at >= end) continue;
                const auto stream = ledger::stream_in(pack->record(i));
                if (!stream) return std::unexpected(stream.error());
                const auto partition = projection.partition(*stream);
                if (!partition) continue;
                if (std::hash<std::string_view>{}(*partition) % shares != share) continue;
                auto record =
                    ledger::decode_record(pack->record(i), {}, ledger::Closed::withhold, nullptr);
                if (!record) return std::unexpected(record.error());
                entry.position = at;
                entry.record = *std::move(record);
                projection.apply(entry, rows);
            }
        }
        if (rows.failed()) return std::unexpected(*rows.failed());
        return {};
    }

    Rows rows;
    ledger::Entry entry;
};

Replay::Replay(
    const ledger::Log& log,
    const Projection& projection,
    ledger::RowStore& store,
    std::size_t workers
)
    : log_(log), projection_(projection), store_(store), applied_(store.position()) {
    ledger_assert(workers >= 1);
    for (std::size_t i = 0; i < workers; ++i) {
        workers_.push_back(std::make_unique<Worker>(store));
    }
}

Replay::~Replay() = default;

OrFault<void> Replay::run_to(Position end, const std::function<void(Position)>& progress) {
    while (applied_ < end) {
        const auto packs = log_.read(applied_, step);
        if (!packs) return std::unexpected(packs.error());
        if (packs->empty()) {
            return ledger::fault(
                Fault::Kind::corrupt, "the log ends before the position asked for"
            );
        }
        const Position reached = std::min(packs->back()->end(), end);
        if (auto applied = apply(*packs, applied_, reached); !applied) return applied;
        applied_ = reached;
        if (dirty() >= dirty_max) {
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
    for (const auto& worker : workers_) worker->rows.take(rows, keep_max);
    return store_.apply(rows, up_to);
}

std::size_t Replay::dirty() const {
    std::size_t most = 0;
    for (const auto& worker : workers_) most = std::max(most, worker->rows.dirty());
    return most;
}

}  // namespace projections
