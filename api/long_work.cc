#include "api/long_work.h"

#include "api/problem.h"
#include "api/resume.h"

#include <boost/asio/post.hpp>

#include <exception>
#include <optional>
#include <string>
#include <utility>

namespace api {

namespace {

// Why it is not done, also for the operator's log.
Response not_done(const Request& request, ledger::Words why) {
    std::string cause = why.en;
    Response response = problem(request, 503, std::move(why));
    response.cause = std::move(cause);
    return response;
}

Response busy(const Request& request) {
    return not_done(
        request,
        {.id = "Terlalu banyak perhitungan besar sedang berjalan",
         .en = "Too much long work is being done already"}
    );
}

Response closing(const Request& request) {
    return not_done(request, {.id = "Server sedang berhenti", .en = "The server is about to stop"});
}

}  // namespace

LongWork::LongWork(unsigned threads, std::size_t taken_max)
    : taken_max_(taken_max), threads_(threads) {}

LongWork::~LongWork() {
    threads_.join();
}

boost::asio::awaitable<Response> LongWork::answer(const Request& request, Work work) {
    if (taken_.fetch_add(1) >= taken_max_) {
        --taken_;
        co_return busy(request);
    }
    std::optional<Response> response;
    std::exception_ptr thrown;
    auto start = [&](std::move_only_function<void(bool)> then) {
        boost::asio::post(threads_, [&, then = std::move(then)]() mutable {
            try {
                response = closed_ ? closing(request) : work();
            } catch (...) {
                thrown = std::current_exception();
            }
            --taken_;
            then(true);
        });
    };
    (void)co_await resumed_with<bool>(std::move(start));
    if (thrown) std::rethrow_exception(thrown);
    co_return *std::move(response);
}

}  // namespace api
