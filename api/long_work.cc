#include "api/long_work.h"

#include "api/problem.h"
#include "api/resume.h"

#include <boost/asio/post.hpp>

#include <exception>
#include <optional>
#include <utility>

namespace api {

namespace {

Response busy(const Request& request) {
    return problem(
        request,
        503,
        {.id = "Terlalu banyak perhitungan besar sedang berjalan",
         .en = "Too much long work is being done already"}
    );
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
                response = closed_ ? busy(request) : work();
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
