#pragma once
// Time that passes while somebody waits. It is handed in, so that no test has to.

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>

namespace api {

// Any thread.
class Timer {
public:
    using Moment = std::chrono::steady_clock::time_point;

    Timer() = default;
    Timer(const Timer&) = delete;
    Timer& operator=(const Timer&) = delete;
    virtual ~Timer() = default;

    [[nodiscard]] virtual Moment now() const = 0;
    // Resumes after `duration`, on the coroutine's own executor.
    [[nodiscard]] virtual boost::asio::awaitable<void> wait(std::chrono::milliseconds duration
    ) const = 0;
};

// Whether `holds` comes to hold within `patience`; it is looked at once in `pause`, so that whoever
// waits for what never comes leaves nothing behind with those who would tell him. `timer` must live
// as long.
[[nodiscard]] boost::asio::awaitable<bool> until(
    const Timer& timer,
    std::chrono::milliseconds patience,
    std::chrono::milliseconds pause,
    std::function<bool()> holds
);

class SteadyTimer final : public Timer {
public:
    [[nodiscard]] Moment now() const override;
    [[nodiscard]] boost::asio::awaitable<void> wait(std::chrono::milliseconds duration
    ) const override;
};

}  // namespace api
