#include "api/websocket.h"

#include "api/header_list.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <algorithm>
#include <chrono>
#include <exception>
#include <new>
#include <utility>

namespace api {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;
using asio::ip::tcp;
using boost::system::error_code;
using websocket::close_code;

constexpr auto as_value = asio::as_tuple(asio::use_awaitable);

bool has_header_element(
    const NamedTexts& headers, std::string_view name, std::string_view element
) {
    for (std::size_t i = 0; i < headers.size(); ++i) {
        const auto [header, value] = headers[i];
        if (equal_ignoring_case(header, name) && has_element(value, element)) return true;
    }
    return false;
}

// 16 bytes in base64.
bool is_websocket_key(std::string_view key) {
    constexpr std::size_t digits = 22;
    if (key.size() != digits + 2 || key.substr(digits) != "==") return false;
    return std::ranges::all_of(key.substr(0, digits), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               c == '+' || c == '/';
    });
}

http::request<http::empty_body> as_beast(const Request& handshake) {
    http::request<http::empty_body> request;
    request.method(http::verb::get);
    request.target(handshake.target);
    request.version(11);
    for (std::size_t i = 0; i < handshake.headers.size(); ++i) {
        const auto [name, value] = handshake.headers[i];
        request.insert(
            beast::string_view(name.data(), name.size()),
            beast::string_view(value.data(), value.size())
        );
    }
    return request;
}

}  // namespace

unsigned check_upgrade(const Request& handshake) {
    const NamedTexts& headers = handshake.headers;
    if (handshake.method != "GET" || handshake.version != 11 ||
        !has_header_element(headers, "Connection", "upgrade") ||
        !has_header_element(headers, "Upgrade", "websocket") ||
        handshake.header("Sec-WebSocket-Version") != "13") {
        return 426;
    }
    return is_websocket_key(handshake.header("Sec-WebSocket-Key")) ? 0 : 400;
}

struct WebSocket::Impl : std::enable_shared_from_this<Impl> {
    Impl(tcp::socket socket, const WebSocketLimits& limits);

    [[nodiscard]] asio::awaitable<bool> accept(const Request& handshake);
    [[nodiscard]] static asio::awaitable<void> write_all(std::shared_ptr<Impl> self);
    [[nodiscard]] asio::awaitable<Messages> next_batch();
    [[nodiscard]] asio::awaitable<bool> write(const Messages& batch);
    [[nodiscard]] asio::awaitable<void> read_all();
    // Ends the source; once it has ended, the writer says goodbye with `code`.
    void leave(close_code code);
    // The client has until then; cut off if that passes.
    void expect_by(asio::steady_timer::time_point moment);
    // Without a word, and without leaving to the system what was not read.
    void cut_off();

    const WebSocketLimits limits;
    websocket::stream<tcp::socket, false> stream;
    asio::steady_timer deadline;
    asio::steady_timer writer_ended;
    bool writing = false;
    std::exception_ptr writer_exception;
    close_code goodbye = close_code::normal;
    bool leaving = false;
    WebSocketOffer offer;
};

WebSocket::Impl::Impl(tcp::socket socket, const WebSocketLimits& limits_)
    : limits(limits_),
      stream(std::move(socket)),
      deadline(stream.get_executor()),
      writer_ended(stream.get_executor()) {
    writer_ended.expires_at(asio::steady_timer::time_point::max());
    websocket::stream_base::timeout times{};
    times.handshake_timeout = limits.close_max;
    times.idle_timeout = limits.idle_max;
    times.keep_alive_pings = true;
    stream.set_option(times);
    stream.read_message_max(limits.message_bytes_max);
    stream.auto_fragment(false);
    stream.text(true);
}

asio::awaitable<bool> WebSocket::Impl::accept(const Request& handshake) {
    const bool agreed =
        !offer.subprotocol.empty() &&
        has_header_element(handshake.headers, "Sec-WebSocket-Protocol", offer.subprotocol);
    stream.set_option(websocket::stream_base::decorator(
        [agreed, protocol = offer.subprotocol](websocket::response_type& response) {
            response.erase(http::field::server);
            if (agreed) response.set(http::field::sec_websocket_protocol, protocol);
        }
    ));
    const auto request = as_beast(handshake);
    const auto accepted = co_await stream.async_accept(request, as_value);
    co_return !std::get<0>(accepted);
}

asio::awaitable<void> WebSocket::Impl::write_all(std::shared_ptr<Impl> self) {
    while (true) {
        const Messages batch = co_await self->next_batch();
        if (batch.empty()) break;
        if (!co_await self->write(batch)) co_return;
    }
    // Waits for the client's own close; read_all() or this, whoever reads, sees it.
    const websocket::close_reason reason(self->goodbye);
    co_await self->stream.async_close(reason, as_value);
}

// Empty when the source has ended, or has broken: then the client will be told.
asio::awaitable<Messages> WebSocket::Impl::next_batch() {
    try {
        co_return co_await offer.source->next();
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception&) {
        writer_exception = std::current_exception();
        goodbye = close_code::internal_error;
        co_return Messages{};
    }
}

// False when the client has gone or does not read.
asio::awaitable<bool> WebSocket::Impl::write(const Messages& batch) {
    std::size_t bytes = 0;
    for (const auto& message : batch) bytes += message->size();
    const auto more = std::chrono::milliseconds(bytes * 1000 / limits.write_rate_min);
    expect_by(asio::steady_timer::clock_type::now() + limits.write_max + more);
    for (const auto& message : batch) {
        if (leaving) break;
        const auto written = co_await stream.async_write(asio::buffer(*message), as_value);
        if (std::get<0>(written)) co_return false;
    }
    expect_by(asio::steady_timer::time_point::max());
    co_return true;
}

void WebSocket::Impl::expect_by(asio::steady_timer::time_point moment) {
    deadline.expires_at(moment);
    if (moment == asio::steady_timer::time_point::max()) return;
    deadline.async_wait([self = shared_from_this()](error_code error) {
        const bool is_over = self->deadline.expiry() <= asio::steady_timer::clock_type::now();
        if (!error && is_over) self->cut_off();
    });
}

void WebSocket::Impl::cut_off() {
    auto& socket = beast::get_lowest_layer(stream);
    error_code ignored;
    socket.set_option(asio::socket_base::linger(true, 0), ignored);
    socket.close(ignored);
}

// Until the client leaves, or says what it must not.
asio::awaitable<void> WebSocket::Impl::read_all() {
    beast::flat_buffer buffer;
    while (true) {
        buffer.clear();
        const auto read = co_await stream.async_read(buffer, as_value);
        if (std::get<0>(read)) co_return;
        if (leaving) continue;
        if (!offer.received) {
            leave(close_code::policy_error);
        } else if (!stream.got_text()) {
            leave(close_code::unknown_data);
        } else {
            const auto data = buffer.data();
            offer.received({static_cast<const char*>(data.data()), data.size()});
        }
    }
}

void WebSocket::Impl::leave(close_code code) {
    if (!leaving) goodbye = code;
    leaving = true;
    if (offer.source) offer.source->stop();
}

WebSocket::WebSocket(tcp::socket socket, const WebSocketLimits& limits)
    : impl_(std::make_shared<Impl>(std::move(socket), limits)) {}

WebSocket::~WebSocket() = default;

asio::awaitable<void> WebSocket::run(Request handshake, WebSocketOffer offer) {
    const std::shared_ptr<Impl> impl = impl_;
    impl->offer = std::move(offer);
    if (impl->leaving) impl->offer.source->stop();
    if (!co_await impl->accept(handshake)) {
        impl->offer.source->stop();
        co_return;
    }
    impl->writing = true;
    asio::co_spawn(
        impl->stream.get_executor(),
        Impl::write_all(impl),
        [impl](std::exception_ptr exception) {
            impl->writing = false;
            impl->writer_ended.cancel();
            if (!exception) return;
            impl->writer_exception = exception;
            beast::get_lowest_layer(impl->stream).close();
        }
    );
    std::exception_ptr reader_exception;
    try {
        co_await impl->read_all();
    } catch (...) {
        reader_exception = std::current_exception();
        abort();
    }
    impl->leave(close_code::none);
    // One who has half closed, and does not read what is on its way, is not waited for.
    impl->expect_by(asio::steady_timer::clock_type::now() + impl->limits.close_max);
    while (impl->writing) co_await impl->writer_ended.async_wait(as_value);
    impl->deadline.cancel();
    abort();
    if (reader_exception) std::rethrow_exception(reader_exception);
    if (impl->writer_exception) std::rethrow_exception(impl->writer_exception);
}

void WebSocket::close() {
    impl_->leave(close_code::going_away);
}

void WebSocket::abort() {
    impl_->leave(close_code::going_away);
    error_code ignored;
    beast::get_lowest_layer(impl_->stream).close(ignored);
}

}  // namespace api
