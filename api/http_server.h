#pragma once
// The HTTP/1.1 server: sockets, limits, time-outs and the order of things. What requests mean is
// the router's and its handlers' business. TLS and HTTP/2 are the proxy's in front of it.
//
// A request passes: bytes, HeadScan, inspect_head (hygiene.h), Beast's parser, turned_away
// (door.h), the router, its body, its handler. Every refusal on the way is a problem document;
// after one that leaves open where the next request starts, the connection is closed, but only once
// the client could read the answer. Requests of one connection are answered one by one, in order.

#include "api/hygiene.h"
#include "api/router.h"
#include "api/websocket.h"
#include "ledger/rules/error.h"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace api {

struct HttpLimits {
    HeadLimits head = {};
    std::size_t body_bytes_max = 64 * 1024 * 1024;  // whatever a route allows
    // Of all bodies that are being received or handled at one time, as far as they have come and
    // beyond the first `body_share` of each, for which there is always room; beyond it: 503.
    std::size_t bodies_bytes_max = 256 * 1024 * 1024;
    std::size_t body_share = 16 * 1024;
    std::size_t connections_max = 10'000;            // one more is answered with 503 and closed
    std::chrono::milliseconds idle_max{75'000};      // between requests; then closed without a word
    std::chrono::milliseconds head_max{10'000};      // from a head's first byte to its last; 408
    std::chrono::milliseconds transfer_max{30'000};  // for a body or an answer, and a second more
    std::size_t transfer_rate_min = 16 * 1024;       // for every so many bytes of it
    WebSocketLimits websocket = {};
};

// What was asked and answered, for logs and metrics. Valid during the call.
struct Served {
    std::string_view method;
    std::string_view route;  // its template; empty when there is none
    unsigned status = 0;     // 101 when a WebSocket begins
    std::uint64_t body_bytes_in = 0;
    std::uint64_t body_bytes_out = 0;  // without what a Source sends, or what was cut off
    std::chrono::microseconds took{};  // from the head's last byte to the answer's last
    bool is_cut_off = false;           // the client left, or did not read, before it had the answer
    std::string_view cause;            // Response::cause, or what() of an exception; may be empty
};

struct HttpOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  // 0: any that is free; HttpServer::port() tells
    unsigned threads = 1;
    HttpLimits limits = {};
    NamedTexts headers = {};  // that every answer carries
    // What a request's Host may say, with our port or none (door.h). Empty: anything.
    std::vector<std::string> hosts = {"127.0.0.1", "localhost", "[::1]"};
    // Called on the connection's thread after every answer; it must not throw.
    std::function<void(const Served&)> served = {};
};

// Owns its threads. Handlers run on them: one connection on one thread at a time.
class HttpServer {
public:
    // Listens and serves from now on. `router`, and what its handlers refer to, must live until the
    // server is stopped; so must the writer run, so that whoever waits for it gets an answer.
    // Fault::io when the address cannot be listened on.
    [[nodiscard]] static ledger::OrFault<std::unique_ptr<HttpServer>> start(
        const Router& router, HttpOptions options
    );
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;
    ~HttpServer();  // stop(0)

    [[nodiscard]] std::uint16_t port() const noexcept;
    // Runs things on the server's threads, as long as it is not stopped.
    [[nodiscard]] boost::asio::any_io_executor executor() const;
    // Connections that are open now.
    [[nodiscard]] std::size_t connections() const;

    // First stage: takes no more connections, closes the idle ones, stops every Source (a WebSocket
    // says 1001), answers the requests that are being handled and closes then. After `grace`, the
    // second: cancels handlers, closes everything. Returns when no connection, no handler and no
    // thread is left. From any thread but a handler's; a second call does nothing.
    void stop(std::chrono::milliseconds grace);

private:
    class Impl;
    explicit HttpServer(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace api
