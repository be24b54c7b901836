#pragma once
// Work that may take long, such as a unit's score with all its reasons. Threads of its own do it,
// in the order in which it came, so that connections are answered meanwhile; and no more of it is
// taken than so many pieces. What was taken is done also where nobody waits for it any more.

#include "api/request.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <cstddef>
#include <functional>

namespace api {

class LongWork {
public:
    // `threads`, at least one, do it; of what is not done yet there is `taken_max` at most.
    explicit LongWork(unsigned threads, std::size_t taken_max = 16);
    LongWork(const LongWork&) = delete;
    LongWork& operator=(const LongWork&) = delete;
    ~LongWork();  // nobody waits for it any more

    using Work = std::move_only_function<Response()>;

    // What `work` answers, or throws; 503 when there is too much to do already, or it was closed
    // before its turn came. `request` outlives the coroutine.
    [[nodiscard]] boost::asio::awaitable<Response> answer(const Request& request, Work work);

    // Begins nothing more. From any thread.
    void close() noexcept { closed_ = true; }

private:
    const std::size_t taken_max_;
    std::atomic<std::size_t> taken_ = 0;
    std::atomic<bool> closed_ = false;
    boost::asio::thread_pool threads_;
};

}  // namespace api
