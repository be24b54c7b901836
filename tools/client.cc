#include "tools/client.h"

#include "tools/house.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <charconv>
#include <chrono>
#include <exception>
#include <optional>
#include <utility>
#include <variant>

namespace tools {
namespace {

namespace asio = boost::asio;

struct Authority {
    std::string host;
    std::string port;
    bool is_v6 = false;

    // As the Host header has it.
    [[nodiscard]] std::string text() const {
        return (is_v6 ? "[" + host + "]" : host) + ":" + port;
    }
};

// Asks the handlers of a ledger that this process has opened.
class LocalClient final : public Client {
public:
    LocalClient(std::unique_ptr<House> house, std::string language)
        : house_(std::move(house)), language_(std::move(language)) {}

    OrProblem get(std::string_view target) override { return ask("GET", target, "", {}); }
    OrProblem post(std::string_view target, std::string_view content_type, std::string body)
        override {
        return ask("POST", target, content_type, std::move(body));
    }

private:
    OrProblem ask(
        std::string_view method,
        std::string_view target,
        std::string_view content_type,
        std::string body
    ) {
        api::Request request;
        request.method = method;
        request.target = target;
        request.headers.add("Host", "localhost");
        request.headers.add("Accept-Language", language_);
        if (!content_type.empty()) request.headers.add("Content-Type", content_type);
        request.body = std::move(body);
        const auto found = house_->router().find(request);
        if (found.route == nullptr) return Answered{found.status, {}};
        const api::Response response = run(found.route->handler, std::move(request));
        return Answered{response.status, std::string(response.text())};
    }

    static api::Response run(const api::Handler& handler, api::Request request) {
        if (const auto* answer = std::get_if<api::Answer>(&handler)) return (*answer)(request);
        std::optional<api::Response> response;
        if (const auto* conversation = std::get_if<api::Conversation>(&handler)) {
            asio::io_context context;
            asio::co_spawn(
                context,
                (*conversation)(std::move(request)),
                [&](const std::exception_ptr& thrown, api::Response answered) {
                    if (thrown) std::rethrow_exception(thrown);
                    response = std::move(answered);
                }
            );
            context.run();
        }
        return std::move(response).value_or(api::Response{.status = 426, .body = {}});
    }

    std::unique_ptr<House> house_;
    std::string language_;
};

// One request a connection, over HTTP/1.1.
class HttpClient final : public Client {
public:
    HttpClient(Authority server, std::string language)
        : server_(std::move(server)), language_(std::move(language)) {}

    OrProblem get(std::string_view target) override { return ask("GET", target, "", ""); }
    OrProblem post(std::string_view target, std::string_view content_type, std::string body)
        override {
        return ask("POST", target, content_type, body);
    }

private:
    OrProblem ask(
        std::string_view method,
        std::string_view target,
        std::string_view content_type,
        std::string_view body
    ) const {
        std::string request(method);
        request += ' ';
        request += target;
        request += " HTTP/1.1\r\nHost: " + server_.text() +
                   "\r\nConnection: close\r\nAccept-Language: " + language_ + "\r\n";
        if (!content_type.empty()) {
            request += "Content-Type: " + std::string(content_type) +
                       "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
        }
        request += "\r\n";
        request += body;
        return exchange(std::move(request));
    }

    OrProblem exchange(std::string request) const {
        std::string answer;
        std::optional<std::string> problem;
        bool done = false;
        asio::io_context context;
        asio::co_spawn(
            context,
            talk(server_, std::move(request), answer),
            [&](const std::exception_ptr& thrown, std::optional<std::string> went_wrong) {
                if (thrown) std::rethrow_exception(thrown);
                problem = std::move(went_wrong);
                done = true;
            }
        );
        while (!done) {
            if (context.run_one_for(patience) != 0) continue;
            return std::unexpected(
                "the server at " + server_.text() + " has said nothing for " +
                std::to_string(patience.count()) + " seconds"
            );
        }
        if (problem) return std::unexpected(*problem);
        return parse(answer);
    }

    // Sends `request` and reads all that comes. The problem, if there was one.
    static asio::awaitable<std::optional<std::string>> talk(
        Authority server, std::string request, std::string& answer
    ) {
        constexpr auto as_value = asio::as_tuple(asio::use_awaitable);
        const auto executor = co_await asio::this_coro::executor;
        asio::ip::tcp::resolver resolver(executor);
        asio::ip::tcp::socket socket(executor);
        const auto resolved = co_await resolver.async_resolve(server.host, server.port, as_value);
        boost::system::error_code error = std::get<0>(resolved);
        if (!error) {
            const auto connected =
                co_await asio::async_connect(socket, std::get<1>(resolved), as_value);
            error = std::get<0>(connected);
        }
        if (error) {
            co_return "no server answers at " + server.text() + " (" + error.message() +
                "): start one with 'jejak serve DIR'";
        }
        const auto sent = co_await asio::async_write(socket, asio::buffer(request), as_value);
        // A server that refuses the request early has answered all the same.
        std::array<char, 65536> part{};
        while (true) {
            const auto read = co_await socket.async_read_some(asio::buffer(part), as_value);
            answer.append(part.data(), std::get<1>(read));
            if (std::get<0>(read)) break;
        }
        if (std::get<0>(sent) && answer.empty()) {
            co_return "the server at " + server.text() + " hung up (" +
                std::get<0>(sent).message() + ")";
        }
        co_return std::nullopt;
    }

    // The server is ours, and sends a length with what these verbs ask for.
    static OrProblem parse(const std::string& answer) {
        const std::size_t head_end = answer.find("\r\n\r\n");
        constexpr std::size_t status_at = std::string_view("HTTP/1.1 ").size();
        unsigned status = 0;
        if (head_end == std::string::npos || answer.size() < status_at + 3 ||
            std::from_chars(&answer[status_at], &answer[status_at + 3], status).ec != std::errc{}) {
            return std::unexpected("the server's answer is not HTTP");
        }
        std::string body = answer.substr(head_end + 4);
        constexpr std::string_view header = "\r\nContent-Length: ";
        const std::size_t at = answer.find(header);
        std::size_t length = 0;
        if (at < head_end) {
            const char* const digits = &answer[at + header.size()];
            std::from_chars(digits, &answer[head_end], length);
        }
        if (body.size() != length) {
            return std::unexpected(
                "the answer was cut off after " + std::to_string(body.size()) + " of " +
                std::to_string(length) + " bytes"
            );
        }
        return Answered{status, std::move(body)};
    }

    static constexpr std::chrono::seconds patience{60};
    const Authority server_;
    const std::string language_;
};

// "127.0.0.1:8080", "[::1]:8080", "localhost".
std::optional<Authority> authority_of(std::string_view text) {
    while (text.ends_with('/')) text.remove_suffix(1);
    if (text.find('/') != std::string_view::npos) return std::nullopt;
    Authority server{.host = {}, .port = "80"};
    const std::size_t colon = text.rfind(':');
    if (colon != std::string_view::npos && text.find(']', colon) == std::string_view::npos) {
        server.port = text.substr(colon + 1);
        text = text.substr(0, colon);
    }
    server.host = text;
    if (text.starts_with('[') && text.ends_with(']')) {
        server.is_v6 = true;
        server.host = text.substr(1, text.size() - 2);
    }
    if (server.host.empty() || server.port.empty()) return std::nullopt;
    return server;
}

}  // namespace

std::expected<std::unique_ptr<Client>, std::string> connect(
    const std::string& place, const std::string& language
) {
    constexpr std::string_view scheme = "http://";
    if (place.starts_with(scheme)) {
        auto server = authority_of(std::string_view(place).substr(scheme.size()));
        if (!server) {
            return std::unexpected(
                "'" + place + "' is not a server's URL: write http://HOST:PORT, without a path"
            );
        }
        return std::make_unique<HttpClient>(*std::move(server), language);
    }
    if (place.find("://") != std::string::npos) {
        return std::unexpected(
            "'" + place +
            "' cannot be reached: this command speaks plain HTTP, to a server on "
            "this machine; write http://127.0.0.1:PORT"
        );
    }
    auto house = House::open(place, {}, {});
    if (!house) return std::unexpected(house.error().detail);
    return std::make_unique<LocalClient>(*std::move(house), language);
}

}  // namespace tools
