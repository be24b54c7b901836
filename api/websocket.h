#pragma once
// WebSocket (RFC 6455), the server's side: sends what a Source gives, one text frame a message, and
// asks for the next batch only when the last one is written. It answers pings and closes by itself,
// and sends a ping when nothing was heard for half of `idle_max`. There is no compression: its
// memory for each connection is hard to bound.
//
// Who may open one is not its business: a foreign page is turned away before (door.h).

#include "api/request.h"

#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <cstddef>
#include <memory>

namespace api {

struct WebSocketLimits {
    std::size_t message_bytes_max = 64 * 1024;    // inbound; more is close code 1009
    std::chrono::milliseconds idle_max{60'000};   // without a byte from the client, pongs included
    std::chrono::milliseconds close_max{5'000};   // for the client to answer a close
    std::chrono::milliseconds write_max{30'000};  // to take a batch of messages, and a second more
    std::size_t write_rate_min = 16 * 1024;       // for every so many bytes of it
};

// What is wrong with a request for a WebSocket: 400, or 426 for another version than 13; 0 when
// nothing is. `handshake` is a GET.
[[nodiscard]] unsigned check_upgrade(const Request& handshake);

// One connection, from its handshake to its end. All calls on the socket's executor.
class WebSocket {
public:
    WebSocket(boost::asio::ip::tcp::socket socket, const WebSocketLimits& limits);
    WebSocket(const WebSocket&) = delete;
    WebSocket& operator=(const WebSocket&) = delete;
    ~WebSocket();

    // Answers the handshake, which check_upgrade() has passed, and talks until the source ends
    // (close code 1000), the client leaves or does not read, close() is called, or something
    // breaks. Afterwards the socket is closed and the source is stopped and no longer used. Throws
    // what the source threw, once the client was told (close code 1011).
    [[nodiscard]] boost::asio::awaitable<void> run(Request handshake, WebSocketOffer offer);

    // The server stops: close code 1001.
    void close();
    // At once, without a word.
    void abort();

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace api
