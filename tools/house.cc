#include "tools/house.h"

#include "api/routes.h"
#include "ledger/snapshot.h"
#include "projections/boards.h"
#include "projections/scores.h"
#include "tools/witness_link.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>
#include <vector>

namespace tools {

using ledger::OrFault;
using ledger::Position;

// Between two checkpoints: one signature and two syncs, four times a second at most.
constexpr std::chrono::milliseconds checkpoint_pause{250};

// Between two rounds of the witnesses, who sign about once a second that way.
constexpr std::chrono::milliseconds witness_pause{1000};

namespace {

// A policy names the logs that it is for by their keys.
OrFault<void> check_log(const ledger::TlogPolicy& policy, const ledger::Ledger& ledger) {
    const std::string ours = ledger.log_key().signing.verifier().text();
    const bool is_named =
        std::ranges::any_of(policy.logs, [&](const auto& log) { return log.key.text() == ours; });
    if (is_named || policy.logs.empty()) return {};
    return ledger::fault(
        ledger::Fault::Kind::io,
        "the policy of witnesses is for other logs; after a rotate-key its line must be: log " +
            ours
    );
}

}  // namespace

OrFault<std::unique_ptr<House>> House::open(
    const std::filesystem::path& directory, ledger::LedgerOptions options, const Tell& progress
) {
    return open(directory, std::move(options), progress, {});
}

OrFault<std::unique_ptr<House>> House::open(
    const std::filesystem::path& directory,
    ledger::LedgerOptions options,
    const Tell& progress,
    Habits habits
) {
    if (const auto cleared = ledger::Snapshot::clear(directory); !cleared) {
        return std::unexpected(cleared.error());
    }
    auto house = std::unique_ptr<House>(new House());
    options.on_recorded = [raw = house.get()](Position size) { raw->grown(size); };
    auto ledger = ledger::Ledger::open(directory, house->clock_, std::move(options));
    if (!ledger) return std::unexpected(ledger.error());
    house->ledger_ = *std::move(ledger);

    if (auto opened = house->open_proofs(directory, std::move(habits.witnesses)); !opened) {
        return std::unexpected(opened.error());
    }
    auto runner = start_runner(*house->ledger_, progress);
    if (!runner) return std::unexpected(runner.error());
    house->runner_ = *std::move(runner);
    house->live_ = std::make_unique<api::LiveFeed>(*house->ledger_);
    // Half of the machine, so that the rest of it answers what takes no time.
    house->long_work_ =
        std::make_unique<api::LongWork>(std::max(1U, std::thread::hardware_concurrency() / 2));
    house->service_ = std::make_unique<api::Service>(api::Service{
        .ledger = *house->ledger_,
        .runner = *house->runner_,
        .live = *house->live_,
        .publisher = *house->publisher_,
        .completeness = *house->completeness_,
        .cosigning = house->cosigning_.get(),
        .closer = nullptr,
        .clock = house->clock_,
        .timer = house->timer_,
        .long_work = *house->long_work_,
    });
    house->router_ = std::make_unique<api::Router>(api::routes(*house->service_));
    {
        const std::lock_guard lock(house->mutex_);
        house->ready_ = true;
    }
    house->grown(house->ledger_->size());  // what came in while they were made
    if (habits.closes_days && !house->ledger_->origin().simulated_clock) {
        house->closer_ =
            std::make_unique<ledger::Closer>(*house->ledger_, *house->completeness_, house->clock_);
        house->service_->closer = house->closer_.get();
    }
    return house;
}

OrFault<std::unique_ptr<projections::Runner>> House::start_runner(
    const ledger::Ledger& ledger, const Tell& progress
) {
    std::vector<std::unique_ptr<projections::Projection>> all;
    all.push_back(std::make_unique<projections::Scores>());
    all.push_back(std::make_unique<projections::Boards>());
    const std::size_t workers = std::max(1U, std::thread::hardware_concurrency());
    return projections::Runner::start(
        ledger.log(),
        ledger.directory() / "rows",
        std::move(all),
        workers,
        [&, size = ledger.size()](std::string_view rows, Position done) {
            if (progress) progress(rows, done, size);
        }
    );
}

// What is signed, and what it is signed over.
OrFault<void> House::open_proofs(
    const std::filesystem::path& directory, std::optional<ledger::TlogPolicy> witnesses
) {
    if (witnesses) {
        if (auto fits = check_log(*witnesses, *ledger_); !fits) return fits;
        auto asked = ask_whether_restored(*ledger_, *witnesses, witness_link());
        if (!asked) return asked;
    }
    auto publisher = ledger::Publisher::start(*ledger_, checkpoint_pause);
    if (!publisher) return std::unexpected(publisher.error());
    publisher_ = *std::move(publisher);
    auto completeness = ledger::Completeness::open(*ledger_, directory / "rows");
    if (!completeness) return std::unexpected(completeness.error());
    completeness_ = *std::move(completeness);
    if (witnesses) {
        auto cosigning = ledger::Cosigning::start(
            *ledger_, *publisher_, *std::move(witnesses), witness_link(), witness_pause
        );
        if (!cosigning) return std::unexpected(cosigning.error());
        cosigning_ = *std::move(cosigning);
    }
    return {};
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
    publisher_->notify();
}

}  // namespace tools
