#include "tools/house.h"

#include "api/routes.h"
#include "projections/boards.h"
#include "projections/scores.h"

#include <algorithm>
#include <thread>
#include <utility>
#include <vector>

namespace tools {

using ledger::OrFault;
using ledger::Position;

OrFault<std::unique_ptr<House>> House::open(
    const std::filesystem::path& directory, ledger::LedgerOptions options, const Tell& progress
) {
    auto house = std::unique_ptr<House>(new House());
    options.on_recorded = [raw = house.get()](Position size) { raw->grown(size); };
    auto ledger = ledger::Ledger::open(directory, house->clock_, std::move(options));
    if (!ledger) return std::unexpected(ledger.error());
    house->ledger_ = *std::move(ledger);

    std::vector<std::unique_ptr<projections::Projection>> all;
    all.push_back(std::make_unique<projections::Scores>());
    all.push_back(std::make_unique<projections::Boards>());
    const std::size_t workers = std::max(1U, std::thread::hardware_concurrency());
    auto runner = projections::Runner::start(
        house->ledger_->log(),
        directory / "rows",
        std::move(all),
        workers,
        [&, size = house->ledger_->size()](std::string_view rows, Position done) {
            if (progress) progress(rows, done, size);
        }
    );
    if (!runner) return std::unexpected(runner.error());
    house->runner_ = *std::move(runner);
    house->live_ = std::make_unique<api::LiveFeed>(*house->ledger_);
    house->service_ = std::make_unique<api::Service>(
        api::Service{*house->ledger_, *house->runner_, *house->live_, house->clock_, house->timer_}
    );
    house->router_ = std::make_unique<api::Router>(api::routes(*house->service_));
    const std::lock_guard lock(house->mutex_);
    house->ready_ = true;
    return house;
}

House::~House() {
    const std::lock_guard lock(mutex_);
    ready_ = false;  // a group that is written while we leave tells nobody
}

// The writer starts before those who follow it; what they miss, they catch up with when they start.
void House::grown(Position size) {
    const std::lock_guard lock(mutex_);
    if (!ready_) return;
    runner_->notify(size);
    live_->notify(size);
}

}  // namespace tools
