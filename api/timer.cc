#include "api/timer.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace api {

boost::asio::awaitable<bool> until(
    const Timer& timer,
    std::chrono::milliseconds patience,
    std::chrono::milliseconds pause,
    std::function<bool()> holds
) {
    const auto give_up = timer.now() + patience;
    while (!holds()) {
        if (timer.now() >= give_up) co_return false;
        co_await timer.wait(pause);
    }
    co_return true;
}

Timer::Moment SteadyTimer::now() const {
    return std::chrono::steady_clock::now();
}

boost::asio::awaitable<void> SteadyTimer::wait(std::chrono::milliseconds duration) const {
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
    timer.expires_after(duration);
    co_await timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
}

}  // namespace api
