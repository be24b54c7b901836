#pragma once
// One connection of an HttpServer, from accept to close. http_session.cc and websocket.cc are the
// files that know Beast.

#include "api/http_server.h"

#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace api {

class HttpSession {
public:
    HttpSession() = default;
    HttpSession(const HttpSession&) = delete;
    HttpSession& operator=(const HttpSession&) = delete;
    virtual ~HttpSession() = default;

    // From any thread: each is done on the connection's own executor, soon.
    virtual void check_deadline(std::chrono::steady_clock::time_point now) = 0;
    virtual void drain() = 0;  // the first stage of HttpServer::stop()
    virtual void abort() = 0;  // the second
};

// The connections that are open. Any thread.
class HttpSessions {
public:
    // False once close() was called, or when `most` are in.
    [[nodiscard]] bool enter(const std::shared_ptr<HttpSession>& session, std::size_t most);
    void leave(const HttpSession& session);

    // Lets nobody in any more.
    void close();
    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] std::vector<std::shared_ptr<HttpSession>> all() const;
    // Whether all have left before `grace` was over.
    [[nodiscard]] bool wait_until_empty(std::chrono::milliseconds grace);
    void wait_until_empty();

private:
    mutable std::mutex mutex_;
    std::condition_variable left_;
    std::unordered_map<const HttpSession*, std::weak_ptr<HttpSession>> sessions_;
    bool closed_ = false;
};

// What the connections of one server share. Outlives them all.
struct HttpShared {
    const Router& router;
    const HttpOptions options;
    std::uint16_t port = 0;           // that it listens on
    std::string common_headers = {};  // options.headers, written
    std::atomic<std::size_t> bodies_bytes = 0;
    std::atomic<bool> stopping = false;
    HttpSessions sessions = {};
};

// Serves the connection on the socket's executor, on which nothing else of it runs at the same
// time. Closes it at once, after a 503, when there are too many.
void start_session(boost::asio::ip::tcp::socket socket, HttpShared& shared);

}  // namespace api
