#include "api/timer.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace api {

Timer::Moment SteadyTimer::now() const {
    return std::chrono::steady_clock::now();
}

boost::asio::awaitable<void> SteadyTimer::wait(std::chrono::milliseconds duration) const {
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
    timer.expires_after(duration);
    co_await timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
}

}  // namespace api
