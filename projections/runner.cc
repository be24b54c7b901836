#include "projections/runner.h"

#include "ledger/rules/assert.h"
#include "projections/replay.h"

#include <algorithm>
#include <chrono>
#include <stop_token>
#include <string>
#include <utility>

namespace projections {
namespace {

using ledger::Fault;
using ledger::OrFault;
using ledger::Position;

constexpr std::uint64_t long_way =
    20'000;  // events; below it more threads cost more than they give

// Between two rounds, unless somebody waits: under load a row that many events change is then
// written once for all of them.
constexpr std::chrono::milliseconds rest{10};

std::uint64_t distance(Position from, Position to) {
    return std::to_underlying(to) - std::min(std::to_underlying(from), std::to_underlying(to));
}

}  // namespace

struct Runner::One {
    std::unique_ptr<Projection> projection;
    std::unique_ptr<ledger::RowStore> store;
    std::unique_ptr<Replay> replay;
};

std::filesystem::path rows_directory(
    const std::filesystem::path& directory, const Projection& projection
) {
    return directory /
           (std::string(projection.name()) + '@' + std::to_string(projection.version()) + '-' +
            ledger::short_form(projection.form()));
}

OrFault<std::unique_ptr<Runner>> Runner::start(
    const ledger::Log& log,
    const std::filesystem::path& directory,
    std::vector<std::unique_ptr<Projection>> projections,
    std::size_t workers,
    const std::function<void(std::string_view, Position)>& progress
) {
    auto runner = std::unique_ptr<Runner>(new Runner(log));
    const Position end{log.head().size()};
    for (auto& projection : projections) {
        const auto own = rows_directory(directory, *projection);
        auto store = ledger::RowStore::open(own);
        if (!store) return std::unexpected(store.error());
        if ((*store)->position() > end) {
            return ledger::fault(
                Fault::Kind::corrupt,
                "the rows of " + std::string(projection->name()) +
                    " are ahead of the log: remove the rows folder"
            );
        }
        const auto name = projection->name();
        const std::size_t threads = distance((*store)->position(), end) > long_way ? workers : 1;
        {
            Replay catching_up(log, *projection, **store, threads);
            const auto tell = [&](Position at) {
                if (progress) progress(name, at);
            };
            if (auto done = catching_up.run_to(end, tell); !done) {
                return std::unexpected(done.error());
            }
        }
        ledger::remove_other_forms(own);
        auto one = std::make_unique<One>();
        one->projection = std::move(projection);
        one->store = *std::move(store);
        one->replay = std::make_unique<Replay>(log, *one->projection, *one->store, 1);
        runner->all_.push_back(std::move(one));
    }
    runner->wanted_ = runner->reached_ = end;
    runner->thread_ =
        std::jthread([raw = runner.get()](const std::stop_token& stop) { raw->run(stop); });
    return runner;
}

Runner::Runner(const ledger::Log& log) : log_(log) {}

Runner::~Runner() {
    if (thread_.joinable()) {
        thread_.request_stop();
        thread_.join();
    }
    for (Waiter& waiter : waiters_) waiter.then(false);
    for (const auto& one : all_) (void)one->store->flush();  // else it catches up next time
}

void Runner::notify(Position size) {
    const std::lock_guard lock(mutex_);
    if (size <= wanted_) return;
    wanted_ = size;
    grown_.notify_one();
}

void Runner::when_at(Position size, std::move_only_function<void(bool)> then) {
    bool reached = false;
    {
        const std::lock_guard lock(mutex_);
        reached = reached_ >= size;
        if (!reached && !stopped_) {
            waiters_.push_back({size, std::move(then)});
            grown_.notify_one();
            return;
        }
    }
    then(reached);
}

Position Runner::position() const {
    const std::lock_guard lock(mutex_);
    return reached_;
}

std::optional<Fault> Runner::stopped() const {
    const std::lock_guard lock(mutex_);
    return stopped_;
}

const ledger::RowStore& Runner::rows(std::string_view projection) const {
    const auto found = std::ranges::find_if(all_, [&](const auto& one) {
        return one->projection->name() == projection;
    });
    ledger_assert(found != all_.end());
    return *(*found)->store;
}

std::vector<const Projection*> Runner::projections() const {
    std::vector<const Projection*> projections;
    for (const auto& one : all_) projections.push_back(one->projection.get());
    return projections;
}

void Runner::run(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (grown_.wait(lock, stop, [this] { return wanted_ > reached_; })) {
        if (stop.stop_requested()) return;
        const Position end = wanted_;
        lock.unlock();
        const auto followed = follow(end);
        lock.lock();
        if (followed) {
            reached_ = end;
        } else {
            stopped_ = followed.error();
        }
        tell_waiters(lock);
        if (stopped_) return;
        grown_.wait_for(lock, stop, rest, [this] { return !waiters_.empty(); });
    }
}

OrFault<void> Runner::follow(Position end) {
    for (const auto& one : all_) {
        if (auto done = one->replay->run_to(end); !done) return done;
    }
    return {};
}

// Calls those whose position is reached, or all when there is nothing more to wait for, without the
// lock.
void Runner::tell_waiters(std::unique_lock<std::mutex>& lock) {
    const auto ready = std::ranges::partition(waiters_, [this](const Waiter& waiter) {
        return waiter.size > reached_ && !stopped_;
    });
    std::vector<Waiter> told(
        std::make_move_iterator(ready.begin()), std::make_move_iterator(ready.end())
    );
    waiters_.erase(ready.begin(), ready.end());
    const Position reached = reached_;
    lock.unlock();
    for (Waiter& waiter : told) waiter.then(waiter.size <= reached);
    lock.lock();
}

}  // namespace projections
