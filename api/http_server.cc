#include "api/http_server.h"

#include "api/http_response.h"
#include "api/http_session.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <atomic>
#include <exception>
#include <thread>
#include <utility>
#include <vector>

namespace api {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::milliseconds;

constexpr auto as_value = asio::as_tuple(asio::use_awaitable);
constexpr milliseconds accept_pause{100};  // when the system has no more sockets

std::string written(const NamedTexts& headers) {
    std::string lines;
    for (std::size_t i = 0; i < headers.size(); ++i) {
        append_header(lines, headers[i].name, headers[i].value);
    }
    return lines;
}

// How often deadlines are looked at: soon enough to be no more than a quarter late.
milliseconds sweep_interval(const HttpLimits& limits) {
    const milliseconds shortest =
        std::min({limits.idle_max, limits.head_max, limits.transfer_max, milliseconds{1000}});
    return std::max(shortest / 4, milliseconds{5});
}

}  // namespace

// --- Who is connected

bool HttpSessions::enter(const std::shared_ptr<HttpSession>& session, std::size_t most) {
    const std::lock_guard lock(mutex_);
    if (closed_ || sessions_.size() >= most) return false;
    sessions_.emplace(session.get(), session);
    return true;
}

void HttpSessions::leave(const HttpSession& session) {
    const std::lock_guard lock(mutex_);
    sessions_.erase(&session);
    if (sessions_.empty()) left_.notify_all();
}

void HttpSessions::close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
}

std::size_t HttpSessions::size() const {
    const std::lock_guard lock(mutex_);
    return sessions_.size();
}

// Those who leave meanwhile do so outside the lock, when the caller lets go of them.
std::vector<std::shared_ptr<HttpSession>> HttpSessions::all() const {
    std::vector<std::shared_ptr<HttpSession>> all;
    const std::lock_guard lock(mutex_);
    all.reserve(sessions_.size());
    for (const auto& [address, weak] : sessions_) {
        if (auto session = weak.lock()) all.push_back(std::move(session));
    }
    return all;
}

bool HttpSessions::wait_until_empty(milliseconds grace) {
    std::unique_lock lock(mutex_);
    return left_.wait_for(lock, grace, [this] { return sessions_.empty(); });
}

void HttpSessions::wait_until_empty() {
    std::unique_lock lock(mutex_);
    left_.wait(lock, [this] { return sessions_.empty(); });
}

// --- The server

class HttpServer::Impl {
public:
    Impl(const Router& router, HttpOptions options);
    ~Impl() { stop(milliseconds{0}); }

    [[nodiscard]] error_code listen();
    void run();
    void stop(milliseconds grace);

    HttpShared shared;
    asio::io_context io;

private:
    asio::awaitable<void> accept();
    asio::awaitable<void> sweep();
    [[nodiscard]] asio::any_io_executor executor_for_session();

    asio::executor_work_guard<asio::io_context::executor_type> work_;
    asio::strand<asio::io_context::executor_type> door_;  // of these two
    tcp::acceptor acceptor_;
    asio::steady_timer timer_;
    bool closed_ = false;  // on door_
    std::vector<std::thread> threads_;
};

HttpServer::Impl::Impl(const Router& router, HttpOptions options)
    : shared{.router = router, .options = std::move(options)},
      io(static_cast<int>(shared.options.threads)),
      work_(io.get_executor()),
      door_(io.get_executor()),
      acceptor_(door_),
      timer_(door_) {
    shared.common_headers = written(shared.options.headers);
}

error_code HttpServer::Impl::listen() {
    error_code error;
    const auto address = asio::ip::make_address(shared.options.address, error);
    if (error) return error;
    const tcp::endpoint endpoint(address, shared.options.port);
    acceptor_.open(endpoint.protocol(), error);
    if (error) return error;
    acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (error) return error;
    acceptor_.bind(endpoint, error);
    if (error) return error;
    acceptor_.listen(tcp::acceptor::max_listen_connections, error);
    if (error) return error;
    shared.port = acceptor_.local_endpoint(error).port();
    return error;
}

void HttpServer::Impl::run() {
    // A server that no longer accepts, or no longer looks at deadlines, must not seem well.
    const auto ended = [](const std::exception_ptr& exception) {
        if (exception) std::rethrow_exception(exception);
    };
    asio::co_spawn(door_, accept(), ended);
    asio::co_spawn(door_, sweep(), ended);
    for (unsigned i = 0; i < shared.options.threads; ++i) {
        threads_.emplace_back([this] { io.run(); });
    }
}

// A strand keeps the parts of one connection from running at the same time; one thread does so too.
asio::any_io_executor HttpServer::Impl::executor_for_session() {
    if (shared.options.threads == 1) return io.get_executor();
    return asio::make_strand(io);
}

asio::awaitable<void> HttpServer::Impl::accept() {
    while (acceptor_.is_open()) {
        auto accepted = co_await acceptor_.async_accept(executor_for_session(), as_value);
        auto& [error, socket] = accepted;
        if (!error) {
            start_session(std::move(socket), shared);
        } else if (acceptor_.is_open()) {
            asio::steady_timer pause(door_, accept_pause);
            co_await pause.async_wait(as_value);
        }
    }
}

asio::awaitable<void> HttpServer::Impl::sweep() {
    const milliseconds interval = sweep_interval(shared.options.limits);
    while (!closed_) {
        timer_.expires_after(interval);
        co_await timer_.async_wait(as_value);
        const auto now = std::chrono::steady_clock::now();
        for (const auto& session : shared.sessions.all()) session->check_deadline(now);
    }
}

void HttpServer::Impl::stop(milliseconds grace) {
    if (threads_.empty()) return;
    shared.stopping = true;
    shared.sessions.close();
    asio::post(door_, [this] {
        error_code ignored;
        acceptor_.close(ignored);
    });
    for (const auto& session : shared.sessions.all()) session->drain();
    if (!shared.sessions.wait_until_empty(grace)) {
        for (const auto& session : shared.sessions.all()) session->abort();
        shared.sessions.wait_until_empty();
    }
    asio::post(door_, [this] {
        closed_ = true;
        timer_.cancel();
        work_.reset();
    });
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
}

ledger::OrFault<std::unique_ptr<HttpServer>> HttpServer::start(
    const Router& router, HttpOptions options
) {
    auto impl = std::make_unique<Impl>(router, std::move(options));
    if (const error_code error = impl->listen()) {
        const HttpOptions& asked = impl->shared.options;
        return ledger::fault(
            ledger::Fault::Kind::io,
            "cannot listen on " + asked.address + ":" + std::to_string(asked.port) + ": " +
                error.message()
        );
    }
    impl->run();
    return std::unique_ptr<HttpServer>(new HttpServer(std::move(impl)));
}

HttpServer::HttpServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

HttpServer::~HttpServer() = default;

std::uint16_t HttpServer::port() const noexcept {
    return impl_->shared.port;
}

boost::asio::any_io_executor HttpServer::executor() const {
    return impl_->io.get_executor();
}

std::size_t HttpServer::connections() const {
    return impl_->shared.sessions.size();
}

void HttpServer::stop(milliseconds grace) {
    impl_->stop(grace);
}

}  // namespace api
