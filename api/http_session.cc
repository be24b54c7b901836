#include "api/http_session.h"

#include "api/door.h"
#include "api/http_response.h"
#include "api/problem.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <exception>
#include <limits>
#include <new>
#include <optional>
#include <span>
#include <utility>

// g++ 12 takes the allocator of Asio's coroutine frames for a mismatched pair.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#endif

namespace api {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr auto as_value = asio::as_tuple(asio::use_awaitable);

constexpr std::size_t head_read_bytes = 4096;
constexpr std::size_t body_read_bytes = 65536;
constexpr std::size_t kept_bytes_max = 16384;        // of a buffer, for the next request
constexpr std::size_t copied_bytes_max = 4096;       // of a body, to be written with its head
constexpr std::size_t chunk_line_bytes_max = 16384;  // with its extensions; and all trailers
constexpr std::size_t linger_bytes_max = 1024 * 1024;
constexpr milliseconds linger_max{1000};

// Beast's parser, writing into a Request. Trailers are read over: nobody here expects any, and they
// must not pass for headers.
class RequestParser final : public http::basic_parser<true> {
public:
    explicit RequestParser(Request& request) : request_(request) {
        body_limit(boost::none);                                  // the route says it
        header_limit(std::numeric_limits<std::uint32_t>::max());  // HeadScan's business
        eager(true);
    }

private:
    using Text = beast::string_view;

    void on_request_impl(http::verb, Text method, Text target, int version, error_code&) override {
        request_.method.assign(method.data(), method.size());
        request_.target.assign(target.data(), target.size());
        request_.version = static_cast<unsigned>(version);
    }
    void on_field_impl(http::field, beast::string_view name, beast::string_view value, error_code&)
        override {
        if (!is_header_done()) {
            request_.headers.add({name.data(), name.size()}, {value.data(), value.size()});
        }
    }
    std::size_t on_body_impl(beast::string_view body, error_code&) override {
        request_.body.append(body.data(), body.size());
        return body.size();
    }
    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view body, error_code&) override {
        request_.body.append(body.data(), body.size());
        return body.size();
    }
    void on_response_impl(int, beast::string_view, int, error_code&) override {}
    void on_header_impl(error_code&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
    void on_chunk_header_impl(std::uint64_t, beast::string_view, error_code&) override {}
    void on_finish_impl(error_code&) override {}

    Request& request_;
};

// What a body in flight holds of HttpLimits::bodies_bytes_max, beyond the share that every
// connection has; given back when it goes.
class Reservation {
public:
    Reservation(std::atomic<std::size_t>& taken, const HttpLimits& limits)
        : taken_(taken), share_(limits.body_share), most_(limits.bodies_bytes_max) {}
    Reservation(const Reservation&) = delete;
    Reservation& operator=(const Reservation&) = delete;
    ~Reservation() { release(); }

    // For a body of so many bytes, as they come; false when there is no room.
    [[nodiscard]] bool grow_to(std::size_t bytes) {
        if (bytes <= mine_ + share_) return true;
        const std::size_t more = bytes - share_ - mine_;
        if (taken_.fetch_add(more) + more > most_) {
            taken_.fetch_sub(more);
            return false;
        }
        mine_ += more;
        return true;
    }
    void release() {
        if (mine_ != 0) taken_.fetch_sub(std::exchange(mine_, 0));
    }

private:
    std::atomic<std::size_t>& taken_;
    const std::size_t share_;
    const std::size_t most_;
    std::size_t mine_ = 0;
};

// The Date header's value: made once a second on each thread.
std::string_view date_now() {
    thread_local std::chrono::sys_seconds second{};
    thread_local std::string text;
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    if (now != second || text.empty()) {
        second = now;
        text = http_date(now);
    }
    return text;
}

std::string_view view(const beast::flat_buffer& buffer) {
    const auto data = buffer.data();
    return {static_cast<const char*>(data.data()), data.size()};
}

// "1a\r\n": what stands before a chunk.
std::string chunk_line(std::size_t bytes) {
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), bytes, 16).ptr;
    return std::string(digits.data(), end) + "\r\n";
}

class Session final : public HttpSession, public std::enable_shared_from_this<Session> {
public:
    Session(tcp::socket socket, HttpShared& shared);
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    ~Session() override { shared_.sessions.leave(*this); }

    void start();
    void refuse_entry();

    void check_deadline(Clock::time_point now) override;
    void drain() override;
    void abort() override;

private:
    // Whether the next request may follow on this connection.
    using Next = bool;

    static asio::awaitable<void> run(std::shared_ptr<Session> self);
    asio::awaitable<Next> exchange();
    asio::awaitable<std::expected<std::size_t, Flaw>> read_head();
    asio::awaitable<std::optional<Response>> read_body();
    asio::awaitable<bool> read_some(std::size_t bytes);
    template <class Call>
    std::invoke_result_t<Call> guarded(const Call& call);
    template <class Handler>
    typename Handler::result_type guarded_later(const Handler& handler);
    asio::awaitable<Next> upgrade(const Upgrade& handler);
    asio::awaitable<Next> send(Response response);
    asio::awaitable<bool> write(std::span<const asio::const_buffer> buffers);
    asio::awaitable<bool> write_stream(std::shared_ptr<Source> source);
    asio::awaitable<void> linger();
    void cut_off();

    void forget_request();
    void skip_empty_line();
    [[nodiscard]] std::optional<Response> open_request(std::size_t head_bytes);
    [[nodiscard]] std::optional<Response> check_body();
    [[nodiscard]] std::optional<Response> parse_body();
    [[nodiscard]] Response failed(const std::exception& exception, Language language);
    [[nodiscard]] Response refuse(const Flaw& flaw);
    [[nodiscard]] Response refuse_route(const Router::Found& found);
    void report(unsigned status, std::uint64_t body_bytes_out, bool is_cut_off = false);

    // The client has so long for what comes next: `most`, and more for many bytes.
    void allow(milliseconds most, std::uint64_t bytes = 0);
    void allow_forever() { deadline_ = std::numeric_limits<Clock::rep>::max(); }
    [[nodiscard]] const HttpLimits& limits() const { return shared_.options.limits; }

    HttpShared& shared_;
    tcp::socket socket_;
    asio::any_io_executor executor_;
    asio::cancellation_signal cancelled_;
    std::string remote_;
    std::atomic<Clock::rep> deadline_ = std::numeric_limits<Clock::rep>::max();
    bool timed_out_ = false;
    bool idle_ = true;       // waiting for the first byte of a request
    bool answered_ = false;  // the last request; the answer may still be on its way
    bool broken_ = false;    // an answer could not be written to its end
    bool aborted_ = false;

    beast::flat_buffer buffer_;  // what was read and not parsed yet
    std::string out_;
    Request request_;
    Framing framing_;
    std::optional<RequestParser> parser_;
    Reservation reservation_;
    const Route* route_ = nullptr;
    bool is_head_ = false;
    bool keep_alive_ = true;
    std::string method_;  // of the request, which a handler may have moved away
    std::uint64_t body_in_ = 0;
    std::string cause_;  // of a 5xx, for the log
    Clock::time_point started_;
    std::shared_ptr<Source> stream_;  // while it is being written
    std::unique_ptr<WebSocket> websocket_;
};

Session::Session(tcp::socket socket, HttpShared& shared)
    : shared_(shared),
      socket_(std::move(socket)),
      executor_(socket_.get_executor()),
      reservation_(shared.bodies_bytes, shared.options.limits) {
    error_code ignored;
    socket_.set_option(tcp::no_delay(true), ignored);
    socket_.non_blocking(true, ignored);
    const tcp::endpoint remote = socket_.remote_endpoint(ignored);
    if (!ignored) remote_ = remote.address().to_string();
}

// --- From outside

void Session::start() {
    asio::co_spawn(
        executor_,
        run(shared_from_this()),
        asio::bind_cancellation_slot(
            cancelled_.slot(),
            [](std::exception_ptr exception) {
                if (exception) std::rethrow_exception(exception);
            }
        )
    );
}

// Into the socket's own buffer, which has room: nobody waits for a client that is not served.
void Session::refuse_entry() {
    keep_alive_ = false;
    const Response response = Problem(503).response(Language::indonesian, {});
    append_head(
        out_,
        response,
        {.keep_alive = false,
         .content_length = response.text().size(),
         .date = date_now(),
         .common = shared_.common_headers}
    );
    out_ += response.text();
    error_code ignored;
    socket_.write_some(asio::buffer(out_), ignored);
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
}

void Session::check_deadline(Clock::time_point now) {
    if (now.time_since_epoch().count() < deadline_.load(std::memory_order_relaxed)) return;
    asio::post(executor_, [self = shared_from_this(), now] {
        if (now.time_since_epoch().count() < self->deadline_) return;
        self->timed_out_ = true;
        error_code ignored;
        self->socket_.cancel(ignored);
    });
}

void Session::drain() {
    asio::post(executor_, [self = shared_from_this()] {
        if (self->websocket_) return self->websocket_->close();
        if (self->stream_) return self->stream_->stop();
        error_code ignored;
        if (self->idle_) self->socket_.cancel(ignored);
    });
}

void Session::abort() {
    asio::post(executor_, [self = shared_from_this()] {
        self->aborted_ = true;
        if (self->websocket_) return self->websocket_->abort();
        if (self->stream_) self->stream_->stop();
        error_code ignored;
        self->socket_.close(ignored);
        self->cancelled_.emit(asio::cancellation_type::terminal);
    });
}

// --- The loop

asio::awaitable<void> Session::run(std::shared_ptr<Session> self) {
    try {
        while (co_await self->exchange()) self->forget_request();
        if (self->broken_) {
            self->cut_off();
        } else if (self->answered_) {
            co_await self->linger();
        }
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& exception) {
        // abort() makes whatever is awaited throw; anything else is worth a line in the log.
        self->cause_ = exception.what();
        if (!self->aborted_) self->report(500, 0);
    }
}

asio::awaitable<Session::Next> Session::exchange() {
    const auto head = co_await read_head();
    if (head && *head == 0) co_return false;
    started_ = Clock::now();
    allow_forever();
    std::optional<Response> response = head ? open_request(*head) : refuse(head.error());
    if (!response && framing_.has_body()) {
        response = co_await read_body();
        allow_forever();
        if (!response && !parser_->is_done()) co_return false;  // the client has gone
    }
    if (!response) {
        body_in_ = request_.body.size();
        if (const auto* at_once = std::get_if<Answer>(&route_->handler)) {
            response = guarded([&] { return (*at_once)(request_); });
        } else if (const auto* later = std::get_if<Conversation>(&route_->handler)) {
            response = co_await guarded_later(*later);
        } else {
            co_return co_await upgrade(std::get<Upgrade>(route_->handler));
        }
    }
    co_return co_await send(*std::move(response));
}

void Session::forget_request() {
    // Made anew where a large one came before: memory is not kept for clients that wait.
    if (request_.body.capacity() > kept_bytes_max) request_.body = {};
    if (out_.capacity() > kept_bytes_max) out_ = {};
    if (buffer_.capacity() > kept_bytes_max && buffer_.size() == 0) buffer_.shrink_to_fit();
    request_.target.clear();
    request_.headers.clear();
    request_.body.clear();
    framing_ = {};
    parser_.reset();
    reservation_.release();
    route_ = nullptr;
    is_head_ = false;
    method_.clear();
    body_in_ = 0;
    cause_.clear();
}

void Session::allow(milliseconds most, std::uint64_t bytes) {
    const milliseconds more(bytes * 1000 / limits().transfer_rate_min);
    timed_out_ = false;
    deadline_.store(
        (Clock::now() + most + more).time_since_epoch().count(), std::memory_order_relaxed
    );
}

// --- Reading

// False when the client has gone, or time is up.
asio::awaitable<bool> Session::read_some(std::size_t bytes) {
    const auto read = co_await socket_.async_read_some(buffer_.prepare(bytes), as_value);
    const auto& [error, size] = read;
    buffer_.commit(size);
    co_return !error;
}

// RFC 9112 2.2: an empty line before a request is not part of it; some clients send one after a
// body.
void Session::skip_empty_line() {
    if (view(buffer_).starts_with("\r\n")) buffer_.consume(2);
}

// The size of the head, which the buffer then holds; 0 when there will be none.
asio::awaitable<std::expected<std::size_t, Flaw>> Session::read_head() {
    HeadScan scan;
    answered_ = false;
    skip_empty_line();
    idle_ = buffer_.size() == 0;
    allow(idle_ ? limits().idle_max : limits().head_max);
    while (true) {
        const auto end = scan.end(view(buffer_), limits().head);
        if (!end || *end != 0) co_return end;
        if (idle_ && shared_.stopping) co_return 0U;
        if (!co_await read_some(head_read_bytes)) {
            if (timed_out_ && !idle_) co_return std::unexpected(Flaw{408, {}});
            co_return 0U;
        }
        if (idle_) {
            skip_empty_line();
            idle_ = buffer_.size() == 0;
            if (!idle_) allow(limits().head_max);
        }
    }
}

// Everything up to the body. Nothing when the handler may be asked.
std::optional<Response> Session::open_request(std::size_t head_bytes) {
    const auto framing = inspect_head(view(buffer_).substr(0, head_bytes), limits().head);
    if (!framing) return refuse(framing.error());
    framing_ = *framing;
    keep_alive_ = framing_.keep_alive;

    parser_.emplace(request_);
    error_code error;
    const std::size_t parsed = parser_->put(asio::buffer(buffer_.data(), head_bytes), error);
    if ((error && error != http::error::need_more) || parsed != head_bytes) return refuse(Flaw{});
    buffer_.consume(parsed);
    request_.remote = remote_;
    method_ = request_.method;
    is_head_ = method_ == "HEAD";

    std::optional<Response> refusal;
    const Router::Found found = shared_.router.find(request_);
    route_ = found.route;
    if (const auto stranger = turned_away(request_, shared_.options.hosts, shared_.port)) {
        refusal = stranger->response(request_);
    } else if (route_ == nullptr) {
        refusal = refuse_route(found);
    }
    if (!refusal) return framing_.has_body() ? check_body() : std::nullopt;
    // A body that is here already is skipped; for one that is not, the connection ends.
    const std::uint64_t body = framing_.content_length.value_or(0);
    if (framing_.chunked || body > buffer_.size()) {
        keep_alive_ = false;
    } else {
        buffer_.consume(static_cast<std::size_t>(body));
    }
    return refusal;
}

// Whether the body may be so long. What is announced takes no room yet, only what comes does.
std::optional<Response> Session::check_body() {
    const std::size_t most = std::min(route_->body_bytes_max, limits().body_bytes_max);
    if (framing_.content_length.value_or(0) > most) {
        keep_alive_ = false;
        return problem(request_, 413);
    }
    parser_->body_limit(most);
    return std::nullopt;
}

// A refusal; or nothing, and then parser_->is_done() unless the client has gone.
asio::awaitable<std::optional<Response>> Session::read_body() {
    if (framing_.expects_continue && buffer_.size() == 0) {
        const std::array<asio::const_buffer, 1> go_on{
            asio::buffer("HTTP/1.1 100 Continue\r\n\r\n", 25)
        };
        if (!co_await write(go_on)) co_return std::nullopt;
    }
    const auto began = Clock::now();
    while (true) {
        std::optional<Response> refusal = parse_body();
        if (refusal || parser_->is_done()) co_return refusal;
        const auto spent = std::chrono::floor<milliseconds>(Clock::now() - began);
        allow(limits().transfer_max - spent, request_.body.size());
        const bool large = framing_.content_length.value_or(body_read_bytes) > head_read_bytes;
        if (!co_await read_some(large ? body_read_bytes : head_read_bytes)) {
            if (!timed_out_) co_return std::nullopt;
            co_return refuse(Flaw{408, {}});
        }
    }
}

// Parses what the buffer holds.
std::optional<Response> Session::parse_body() {
    if (buffer_.size() == 0) return std::nullopt;
    if (!reservation_.grow_to(request_.body.size() + buffer_.size())) {
        keep_alive_ = false;
        return problem(request_, 503);
    }
    error_code error;
    buffer_.consume(parser_->put(buffer_.data(), error));
    if (error == http::error::body_limit) {
        keep_alive_ = false;
        return problem(request_, 413);
    }
    const bool broken = error && error != http::error::need_more;
    if (!broken && (parser_->is_done() || buffer_.size() < chunk_line_bytes_max))
        return std::nullopt;
    return refuse(
        {400, {"Isi permintaan bukan chunked yang sah.", "The body is not valid chunked."}}
    );
}

// --- Answering

Response Session::refuse(const Flaw& flaw) {
    keep_alive_ = false;
    return Problem(flaw.status, flaw.detail).response(request_);
}

Response Session::refuse_route(const Router::Found& found) {
    if (found.status == 204) {
        Response allowed{.status = 204};
        allowed.headers.add("Allow", found.allow);
        return allowed;
    }
    Problem refusal(found.status);
    if (found.status == 405) refusal.headers.add("Allow", found.allow);
    return refusal.response(request_);
}

// What the handler answers, or 500 when it throws: that is a bug, but of one request only. Lack of
// memory is everyone's.
template <class Call>
std::invoke_result_t<Call> Session::guarded(const Call& call) {
    try {
        return call();
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& exception) {
        return failed(exception, request_.language());
    }
}

// The same for a handler that takes its time. It may have moved the request away.
template <class Handler>
typename Handler::result_type Session::guarded_later(const Handler& handler) {
    const Language language = request_.language();
    try {
        auto answering = handler(std::move(request_));
        co_return co_await std::move(answering);
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& exception) {
        co_return failed(exception, language);
    }
}

Response Session::failed(const std::exception& exception, Language language) {
    cause_ = exception.what();
    return Problem(500).response(language, {});
}

// Takes the connection over when the handler agrees.
asio::awaitable<Session::Next> Session::upgrade(const Upgrade& handler) {
    unsigned status = shared_.stopping ? 503 : check_upgrade(request_);
    if (status == 0 && buffer_.size() != 0) status = 400;  // it spoke before it was answered
    if (status != 0) {
        Problem refusal(status);
        if (status == 426) {
            refusal.headers.add("Upgrade", "websocket");
            refusal.headers.add("Sec-WebSocket-Version", "13");
        }
        co_return co_await send(refusal.response(request_));
    }
    Request handshake = request_;
    WebSocketAnswer answer = co_await guarded_later(handler);
    if (auto* refusal = std::get_if<Response>(&answer))
        co_return co_await send(std::move(*refusal));
    report(101, 0);
    websocket_ = std::make_unique<WebSocket>(std::move(socket_), limits().websocket);
    if (aborted_) websocket_->abort();
    if (shared_.stopping) websocket_->close();
    co_await websocket_->run(std::move(handshake), std::get<WebSocketOffer>(std::move(answer)));
    co_return false;
}

asio::awaitable<Session::Next> Session::send(Response response) {
    auto* stream = std::get_if<std::shared_ptr<Source>>(&response.body);
    const bool endless =
        stream != nullptr && request_.version < 11;  // no chunks: ends with the line
    if (shared_.stopping || endless) keep_alive_ = false;
    if (!response.cause.empty()) cause_ = response.cause;
    const std::string_view body = response.text();
    Envelope envelope{
        .version = request_.version,
        .keep_alive = keep_alive_,
        .content_length = body.size(),
        .date = date_now(),
        .common = shared_.common_headers,
    };
    if (stream != nullptr) envelope.content_length.reset();
    out_.clear();
    append_head(out_, response, envelope);
    const bool bodiless = is_head_ || has_no_body(response.status);
    const bool copied = !bodiless && body.size() <= copied_bytes_max;
    if (copied) out_ += body;
    answered_ = true;
    std::array<asio::const_buffer, 2> buffers{asio::buffer(out_)};
    if (!bodiless && !copied) buffers[1] = asio::buffer(body);
    const bool written = co_await write(buffers);
    report(response.status, bodiless || !written ? 0 : body.size(), !written);
    if (!written) co_return false;
    if (stream == nullptr) co_return keep_alive_;
    const std::shared_ptr<Source> source = std::move(*stream);
    if (bodiless) {
        source->stop();
        co_return keep_alive_;
    }
    co_return co_await write_stream(source) && keep_alive_;
}

// All of them; false when the client has gone or does not read.
asio::awaitable<bool> Session::write(std::span<const asio::const_buffer> buffers) {
    // The socket's buffer mostly has room, and then nobody needs to wait for anything.
    error_code error;
    std::size_t written = socket_.write_some(buffers, error);
    broken_ = error && error != asio::error::would_block;
    if (broken_) co_return false;
    std::vector<asio::const_buffer> rest;
    std::uint64_t rest_bytes = 0;
    for (asio::const_buffer buffer : buffers) {
        const std::size_t done = std::min(written, buffer.size());
        written -= done;
        buffer += done;
        if (buffer.size() != 0) rest.push_back(buffer);
        rest_bytes += buffer.size();
    }
    if (rest.empty()) co_return true;
    allow(limits().transfer_max, rest_bytes);
    const auto result = co_await asio::async_write(socket_, rest, as_value);
    allow_forever();
    broken_ = static_cast<bool>(std::get<0>(result));
    co_return !broken_;
}

asio::awaitable<bool> Session::write_stream(std::shared_ptr<Source> source) {
    const bool chunked = request_.version >= 11;
    stream_ = source;
    if (shared_.stopping) stream_->stop();
    bool good = true;
    while (good) {
        const Messages messages = co_await source->next();
        if (messages.empty()) break;
        std::size_t bytes = 0;
        for (const auto& message : messages) bytes += message->size();
        if (bytes == 0) continue;  // in chunks it would mean the end
        const std::string line = chunk_line(bytes);
        std::vector<asio::const_buffer> buffers;
        if (chunked) buffers.push_back(asio::buffer(line));
        for (const auto& message : messages) buffers.push_back(asio::buffer(*message));
        if (chunked) buffers.push_back(asio::buffer("\r\n", 2));
        good = co_await write(buffers);
    }
    stream_->stop();
    stream_.reset();
    if (!good || !chunked) co_return good;
    const std::array<asio::const_buffer, 1> last{asio::buffer("0\r\n\r\n", 5)};
    co_return co_await write(last);
}

// Closing while the client still sends would make the system reset the connection, and the client
// might never see the answer. So: say that it is over, and read on for a moment.
asio::awaitable<void> Session::linger() {
    error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
    allow(linger_max);
    std::size_t read = 0;
    while (read < linger_bytes_max) {
        buffer_.clear();
        if (!co_await read_some(body_read_bytes)) break;
        read += buffer_.size();
    }
    socket_.close(ignored);
}

// Who does not read gets no more: after an orderly close the system would keep what is in its
// buffers, and go on trying to send it, long after we have forgotten the client.
void Session::cut_off() {
    error_code ignored;
    socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    socket_.close(ignored);
}

void Session::report(unsigned status, std::uint64_t body_bytes_out, bool is_cut_off) {
    if (!shared_.options.served) return;
    shared_.options.served({
        .method = method_,
        .route = route_ == nullptr ? std::string_view{} : std::string_view(route_->path),
        .status = status,
        .body_bytes_in = body_in_,
        .body_bytes_out = body_bytes_out,
        .took = std::chrono::floor<std::chrono::microseconds>(Clock::now() - started_),
        .is_cut_off = is_cut_off,
        .cause = cause_,
    });
}

}  // namespace

void start_session(tcp::socket socket, HttpShared& shared) {
    const auto session = std::make_shared<Session>(std::move(socket), shared);
    if (shared.sessions.enter(session, shared.options.limits.connections_max)) {
        session->start();
    } else {
        session->refuse_entry();
    }
}

}  // namespace api
