#pragma once
// One ledger with everything that serves it, put together and taken apart in the right order.

#include "api/http_server.h"
#include "api/live_feed.h"
#include "api/long_work.h"
#include "api/router.h"
#include "api/service.h"
#include "api/timer.h"
#include "ledger/closer.h"
#include "ledger/completeness.h"
#include "ledger/cosigning.h"
#include "ledger/ledger.h"
#include "ledger/publisher.h"
#include "projections/runner.h"

#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace tools {

struct House {
    using Tell =
        std::function<void(std::string_view rows, ledger::Position done, ledger::Position all)>;

    // What it does by itself while it is open.
    struct Habits {
        std::optional<ledger::TlogPolicy> witnesses;  // asks those to cosign
        bool closes_days = false;                     // when they are over, by the system's clock
    };

    // Opens the ledger in `directory`, founding it when `found` says as what; catches everything
    // up. `progress`, which may be empty, is told which rows are being made, how far they are, and
    // how far they have to go.
    [[nodiscard]] static ledger::OrFault<std::unique_ptr<House>> open(
        const std::filesystem::path& directory,
        ledger::LedgerOptions options,
        const Tell& progress,
        Habits habits
    );
    // Without habits.
    [[nodiscard]] static ledger::OrFault<std::unique_ptr<House>> open(
        const std::filesystem::path& directory, ledger::LedgerOptions options, const Tell& progress
    );
    // Follows the log with all projections, and catches them up.
    [[nodiscard]] static ledger::OrFault<std::unique_ptr<projections::Runner>> start_runner(
        const ledger::Ledger& ledger, const Tell& progress
    );
    ~House();
    House(const House&) = delete;
    House& operator=(const House&) = delete;

    [[nodiscard]] api::Service& service() noexcept { return *service_; }
    [[nodiscard]] const api::Router& router() const noexcept { return *router_; }
    [[nodiscard]] api::LongWork& long_work() noexcept { return *long_work_; }
    [[nodiscard]] ledger::Ledger& ledger() noexcept { return *ledger_; }
    [[nodiscard]] projections::Runner& runner() noexcept { return *runner_; }
    [[nodiscard]] ledger::Publisher& publisher() noexcept { return *publisher_; }
    [[nodiscard]] ledger::Completeness& completeness() noexcept { return *completeness_; }

private:
    House() = default;
    void grown(ledger::Position size);
    [[nodiscard]] ledger::OrFault<void> open_proofs(
        const std::filesystem::path& directory, std::optional<ledger::TlogPolicy> witnesses
    );

    // In the order in which they depend on each other; destroyed from the last to the first.
    ledger::SystemClock clock_;
    api::SteadyTimer timer_;
    std::mutex mutex_;  // guards `ready_`; the ledger's writer takes it until it is gone
    bool ready_ = false;
    std::unique_ptr<ledger::Ledger> ledger_;
    std::unique_ptr<ledger::Publisher> publisher_;
    std::unique_ptr<ledger::Completeness> completeness_;
    std::unique_ptr<ledger::Cosigning> cosigning_;
    std::unique_ptr<projections::Runner> runner_;
    std::unique_ptr<api::LiveFeed> live_;
    std::unique_ptr<api::LongWork> long_work_;
    std::unique_ptr<api::Service> service_;
    std::unique_ptr<api::Router> router_;
    std::unique_ptr<ledger::Closer> closer_;  // the last: it records, and all above are told
};

}  // namespace tools
