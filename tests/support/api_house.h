#pragma once
// A ledger of its own with everything that the API serves, under a clock that the test sets. Asked
// as a client asks, past the sockets; or over them, once it is served.

#include "api/http_server.h"
#include "api/live_feed.h"
#include "api/routes.h"
#include "api/service.h"
#include "projections/boards.h"
#include "projections/scores.h"
#include "tests/support/hand_clock.h"
#include "tests/support/temporary_directory.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace tests {

// Time passes when somebody waits, and for nobody else.
class HandTimer final : public api::Timer {
public:
    [[nodiscard]] Moment now() const override { return now_; }
    [[nodiscard]] boost::asio::awaitable<void> wait(std::chrono::milliseconds duration
    ) const override {
        now_ = now_.load() + duration;
        waited = waited.load() + duration;
        if (meanwhile) meanwhile();
        co_return;
    }

    mutable std::atomic<std::chrono::milliseconds> waited{};
    std::function<void()> meanwhile;  // is called in each wait

private:
    mutable std::atomic<Moment> now_{};
};

class ApiHouse {
public:
    // So much long work is taken at once, by one thread.
    explicit ApiHouse(std::size_t long_work_max = 1) : long_work(1, long_work_max) {
        ledger::LedgerOptions options;
        options.found = ledger::origin::Founded{.origin = "test.example"};
        options.on_recorded = [this](ledger::Position size) { grown(size); };
        auto opened = ledger::Ledger::open(directory_.path() / "ledger", clock, std::move(options));
        EXPECT_TRUE(opened) << opened.error().detail;
        ledger = *std::move(opened);
        std::vector<std::unique_ptr<projections::Projection>> all;
        all.push_back(std::make_unique<projections::Scores>());
        all.push_back(std::make_unique<projections::Boards>());
        auto started = projections::Runner::start(
            ledger->log(), directory_.path() / "ledger" / "rows", std::move(all), 1, {}
        );
        EXPECT_TRUE(started) << started.error().detail;
        runner_ = *std::move(started);
        auto published = ledger::Publisher::start(*ledger, std::chrono::milliseconds(0));
        EXPECT_TRUE(published) << published.error().detail;
        publisher_ = *std::move(published);
        live_ = std::make_unique<api::LiveFeed>(*ledger);
        auto completeness =
            ledger::Completeness::open(*ledger, directory_.path() / "ledger" / "rows");
        EXPECT_TRUE(completeness) << completeness.error().detail;
        completeness_ = *std::move(completeness);
        service_.emplace(api::Service{
            .ledger = *ledger,
            .runner = *runner_,
            .live = *live_,
            .publisher = *publisher_,
            .completeness = *completeness_,
            .cosigning = nullptr,
            .closer = nullptr,
            .clock = clock,
            .timer = timer,
            .long_work = long_work,
        });
        router_.emplace(api::routes(*service_));
        ready_ = true;
    }
    ~ApiHouse() {
        server_.reset();
        ready_ = false;
        live_.reset();
        completeness_.reset();
        publisher_.reset();
        runner_.reset();
        ledger.reset();  // before what its writer tells
    }
    ApiHouse(const ApiHouse&) = delete;
    ApiHouse& operator=(const ApiHouse&) = delete;

    using Headers = std::vector<api::NamedTexts::Item>;

    api::Response ask(
        std::string_view method,
        std::string_view target,
        const Headers& headers = {},
        std::string body = {}
    ) {
        api::Request request;
        request.method = method;
        request.target = target;
        request.headers.add("Accept-Language", "en");
        for (const auto& header : headers) request.headers.add(header.name, header.value);
        request.body = std::move(body);
        const auto found = router_->find(request);
        if (found.route == nullptr) return api::Response{.status = found.status, .body = {}};
        std::optional<api::Response> response;
        boost::asio::io_context context;
        boost::asio::co_spawn(
            context,
            std::get<api::Conversation>(found.route->handler)(std::move(request)),
            [&](const std::exception_ptr& thrown, api::Response answered) {
                EXPECT_FALSE(thrown);
                response = std::move(answered);
            }
        );
        context.run();
        return *std::move(response);
    }
    api::Response get(std::string_view target, const Headers& headers = {}) {
        return ask("GET", target, headers);
    }
    // One event in the structured form.
    api::Response post(std::string body, Headers headers = {}) {
        headers.push_back({"Content-Type", "application/cloudevents+json"});
        return ask("POST", "/v1/events", headers, std::move(body));
    }

    ledger::Publisher& publisher() { return *publisher_; }

    // The port of a server over it.
    std::uint16_t serve() {
        auto started = api::HttpServer::start(*router_, {});
        EXPECT_TRUE(started) << started.error().detail;
        server_ = *std::move(started);
        return server_->port();
    }

    // An agency that is registered, as an event.
    static std::string agency(const std::string& name, const std::string& more = {}) {
        return R"({"specversion":"1.0","type":"jejak.agency.registered","source":"urn:t",)"
               R"("subject":"agency/)" +
               name + R"(","actor":"h","actorrole":"head","data":{"name":"X","kind":"city",)" +
               R"("zone":"wib"})" + more + "}";
    }

    HandClock clock{ledger::SystemClock{}.now()};
    HandTimer timer;
    api::LongWork long_work;
    std::unique_ptr<ledger::Ledger> ledger;
    api::LiveFeed& live() { return *live_; }

private:
    void grown(ledger::Position size) {
        if (!ready_) return;
        runner_->notify(size);
        live_->notify(size);
        publisher_->notify();
    }

    TemporaryDirectory directory_;
    std::unique_ptr<projections::Runner> runner_;
    std::unique_ptr<api::LiveFeed> live_;
    std::unique_ptr<ledger::Publisher> publisher_;
    std::unique_ptr<ledger::Completeness> completeness_;
    std::optional<api::Service> service_;
    std::optional<api::Router> router_;
    std::unique_ptr<api::HttpServer> server_;
    std::atomic<bool> ready_ = false;
};

}  // namespace tests
