#pragma once
// Keeps the projections up with the ledger: one thread that follows the log, and says how far it
// is. Who does not wait for a position sees rows that are some ten milliseconds old.

#include "ledger/ledger.h"
#include "projections/projection.h"

#include <condition_variable>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <thread>
#include <vector>

namespace projections {

class Runner {
public:
    // Opens the rows of each projection under `directory` and catches them up with `log` before it
    // returns, on `workers` threads where it is a long way. Rows of other versions are removed.
    // `progress`, which may be empty, is told the projection's name and how far it is. `log` must
    // outlive the runner.
    [[nodiscard]] static ledger::OrFault<std::unique_ptr<Runner>> start(
        const ledger::Log& log,
        const std::filesystem::path& directory,
        std::vector<std::unique_ptr<Projection>> projections,
        std::size_t workers,
        const std::function<void(std::string_view, ledger::Position)>& progress
    );
    ~Runner();  // flushes the rows
    Runner(const Runner&) = delete;
    Runner& operator=(const Runner&) = delete;

    // The log has grown to `size`. Any thread; does not block.
    void notify(ledger::Position size);

    // Calls `then(true)` once every projection holds for the events before `size`, on the runner's
    // thread; at once, on this one, when they do already; `then(false)` when the runner stops. Any
    // thread. `then` must not block.
    void when_at(ledger::Position size, std::move_only_function<void(bool)> then);

    // Where the projections are: the events before it are in the rows of all of them. Any thread.
    [[nodiscard]] ledger::Position position() const;

    // Why it stopped; nothing while it runs. A projection that cannot go on serves no guesses.
    [[nodiscard]] std::optional<ledger::Fault> stopped() const;

    // All of them; they live as long as the runner.
    [[nodiscard]] std::vector<const Projection*> projections() const;

    // The rows of the projection with that name; asserts that there is one.
    [[nodiscard]] const ledger::RowStore& rows(std::string_view projection) const;

private:
    struct One;
    struct Waiter {
        ledger::Position size{};
        std::move_only_function<void(bool)> then;
    };

    explicit Runner(const ledger::Log& log);
    void run(const std::stop_token& stop);
    [[nodiscard]] ledger::OrFault<void> follow(ledger::Position end);
    void tell_waiters(std::unique_lock<std::mutex>& lock);

    const ledger::Log& log_;
    std::vector<std::unique_ptr<One>> all_;

    mutable std::mutex mutex_;  // guards what follows
    std::condition_variable_any grown_;
    ledger::Position wanted_{};
    ledger::Position reached_{};
    std::optional<ledger::Fault> stopped_;
    std::vector<Waiter> waiters_;
    std::jthread thread_;  // last: it uses everything above
};

// Where the rows of a projection are kept: "scores@1-<form>" under `directory`. So rows of another
// version or form are never read, but made again.
[[nodiscard]] std::filesystem::path rows_directory(
    const std::filesystem::path& directory, const Projection& projection
);

}  // namespace projections
