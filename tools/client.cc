#include "tools/client.h"

#include "tools/house.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include <charconv>
#include <exception>
#include <optional>
#include <utility>
#include <variant>

namespace tools {
namespace {

namespace asio = boost::asio;

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
    HttpClient(std::string host, std::string port, std::string language)
        : host_(std::move(host)), port_(std::move(port)), language_(std::move(language)) {}

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
    ) {
        std::string request(method);
        request += ' ';
        request += target;
        request += " HTTP/1.1\r\nHost: " + host_ +
                   "\r\nConnection: close\r\nAccept-Language: " + language_ + "\r\n";
        if (!content_type.empty()) {
            request += "Content-Type: " + std::string(content_type) +
                       "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
        }
        request += "\r\n";
        request += body;
        boost::system::error_code error;
        asio::io_context context;
        asio::ip::tcp::resolver resolver(context);
        asio::ip::tcp::socket socket(context);
        const auto endpoints = resolver.resolve(host_, port_, error);
        if (!error) asio::connect(socket, endpoints, error);
        if (error) {
            return std::unexpected(
                "no server answers at " + host_ + ":" + port_ + " (" + error.message() +
                "): start one with 'jejak serve DIR'"
            );
        }
        asio::write(socket, asio::buffer(request), error);
        std::string answer;
        asio::read(socket, asio::dynamic_buffer(answer), error);
        return parse(answer);
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
        return Answered{status, answer.substr(head_end + 4)};
    }

    std::string host_;
    std::string port_;
    std::string language_;
};

}  // namespace

std::expected<std::unique_ptr<Client>, std::string> connect(
    const std::string& place, const std::string& language
) {
    constexpr std::string_view scheme = "http://";
    if (place.starts_with(scheme)) {
        std::string host = place.substr(scheme.size());
        while (host.ends_with('/')) host.pop_back();
        std::string port = "80";
        if (const std::size_t colon = host.rfind(':'); colon != std::string::npos) {
            port = host.substr(colon + 1);
            host.resize(colon);
        }
        return std::make_unique<HttpClient>(std::move(host), std::move(port), language);
    }
    auto house = House::open(place, {}, {});
    if (!house) return std::unexpected(house.error().detail);
    return std::make_unique<LocalClient>(*std::move(house), language);
}

}  // namespace tools
