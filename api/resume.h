#pragma once
// The seam between callbacks of other threads and coroutines.

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <functional>
#include <utility>

namespace api {

// Calls start(then), and resumes on the coroutine's own executor with what `then`, called once from
// any thread, is given.
template <class Result, class Start>
boost::asio::awaitable<Result> resumed_with(Start start) {
    namespace asio = boost::asio;
    auto initiate = [&start](auto handler) {
        auto work = asio::make_work_guard(asio::get_associated_executor(handler));
        std::move_only_function<void(Result)> then =
            [handler = std::move(handler), work = std::move(work)](Result result) mutable {
                const auto executor = work.get_executor();
                asio::post(
                    executor,
                    [handler = std::move(handler), result = std::move(result)]() mutable {
                        std::move(handler)(std::move(result));
                    }
                );
            };
        start(std::move(then));
    };
    auto result = co_await asio::async_initiate<const asio::use_awaitable_t<>, void(Result)>(
        std::move(initiate), asio::use_awaitable
    );
    co_return result;
}

}  // namespace api
