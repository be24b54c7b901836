// The server over real sockets: what it answers, what it refuses, how it waits and how it stops.

#include "api/http_server.h"

#include "api/problem.h"
#include "tests/support/http_client.h"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace asio = boost::asio;
using api::Answer;
using api::Conversation;
using api::HttpOptions;
using api::HttpServer;
using api::Messages;
using api::Request;
using api::Response;
using api::Route;
using api::Router;
using std::chrono::milliseconds;
using tests::HttpAnswer;
using tests::HttpClient;

// Where a handler waits until the test lets it go on, or the server cancels it.
class Gate {
public:
    asio::awaitable<void> pass() {
        auto timer = std::make_shared<asio::steady_timer>(co_await asio::this_coro::executor);
        timer->expires_at(asio::steady_timer::time_point::max());
        {
            const std::lock_guard lock(mutex_);
            if (open_) co_return;
            timer_ = timer;
        }
        reached_.set_value();
        try {
            co_await timer->async_wait(asio::use_awaitable);
        } catch (const boost::system::system_error&) {
            const std::lock_guard lock(mutex_);
            if (!open_) throw;
        }
    }
    void wait_until_reached() { reached_.get_future().wait(); }
    void open() {
        const std::lock_guard lock(mutex_);
        open_ = true;
        if (timer_) asio::post(timer_->get_executor(), [timer = timer_] { timer->cancel(); });
    }

private:
    std::mutex mutex_;
    std::shared_ptr<asio::steady_timer> timer_;
    std::promise<void> reached_;
    bool open_ = false;
};

// Gives what the test says, one batch after the other, then waits for more until it is stopped.
class ListSource final : public api::Source {
public:
    ListSource(std::vector<std::vector<std::string>> batches, bool ends, std::promise<void>* gone)
        : batches_(std::move(batches)), ends_(ends), gone_(gone) {}
    ~ListSource() override {
        if (gone_ != nullptr) gone_->set_value();
    }

    asio::awaitable<Messages> next() override {
        Messages messages;
        if (at_ < batches_.size()) {
            for (const std::string& text : batches_[at_]) {
                messages.push_back(std::make_shared<const std::string>(text));
            }
            ++at_;
            co_return messages;
        }
        if (ends_ || stopped_) co_return messages;
        asio::steady_timer timer(co_await asio::this_coro::executor);
        timer.expires_at(asio::steady_timer::time_point::max());
        timer_ = &timer;
        boost::system::error_code ignored;
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        timer_ = nullptr;
        co_return messages;
    }
    void stop() override {
        stopped_ = true;
        if (timer_ != nullptr) timer_->cancel();
    }

private:
    std::vector<std::vector<std::string>> batches_;
    bool ends_;
    std::promise<void>* gone_;
    std::size_t at_ = 0;
    bool stopped_ = false;
    asio::steady_timer* timer_ = nullptr;
};

Response streamed(std::shared_ptr<api::Source> source) {
    Response response{.content_type = "text/event-stream"};
    response.body = std::move(source);
    return response;
}

struct Report {
    std::string method;
    std::string route;
    unsigned status = 0;
    std::uint64_t body_bytes_in = 0;
    std::uint64_t body_bytes_out = 0;
    bool is_cut_off = false;
    std::string cause;
};

// A server with a few routes; `add` gives it more before start().
class Hall {
public:
    Hall() {
        options.hosts = {};  // door_test.cc and one test below are about those
        add("GET", "/hello", [](const Request&) { return Response{.body = "\"hello\""}; });
        add("POST", "/echo", [](const Request& request) {
            return Response{.content_type = "text/plain", .body = request.body};
        });
        options.served = [this](const api::Served& served) {
            const std::lock_guard lock(mutex_);
            reported_.notify_all();
            reports_.push_back({
                .method = std::string(served.method),
                .route = std::string(served.route),
                .status = served.status,
                .body_bytes_in = served.body_bytes_in,
                .body_bytes_out = served.body_bytes_out,
                .is_cut_off = served.is_cut_off,
                .cause = std::string(served.cause),
            });
        };
    }
    ~Hall() { server_.reset(); }

    Route& add(std::string method, std::string path, api::Handler handler) {
        std::string name = method + path;
        routes_.push_back({
            .method = std::move(method),
            .path = std::move(path),
            .name = std::move(name),
            .handler = std::move(handler),
        });
        return routes_.back();
    }
    HttpServer& start() {
        router_.emplace(routes_);
        auto started = HttpServer::start(*router_, options);
        EXPECT_TRUE(started) << started.error().detail;
        server_ = *std::move(started);
        return *server_;
    }
    HttpClient client() {
        if (!server_) start();
        return HttpClient(server_->port());
    }
    HttpServer& server() { return *server_; }
    // The first `count`; an answer is reported once it is written, which its reader may see first.
    std::vector<Report> reports(std::size_t count) {
        std::unique_lock lock(mutex_);
        reported_.wait(lock, [&] { return reports_.size() >= count; });
        return reports_;
    }

    HttpOptions options;

private:
    std::vector<Route> routes_;
    std::optional<Router> router_;
    std::mutex mutex_;
    std::condition_variable reported_;
    std::vector<Report> reports_;
    std::unique_ptr<HttpServer> server_;
};

// --- Answers

TEST(HttpServer, AnswersAndKeepsTheConnection) {
    Hall hall;
    HttpClient client = hall.client();
    for (int i = 0; i < 3; ++i) {
        const HttpAnswer answer = client.get("/hello");
        EXPECT_EQ(answer.status, 200U);
        EXPECT_EQ(answer.body, "\"hello\"");
        EXPECT_EQ(answer.header("content-type"), "application/json");
        EXPECT_EQ(answer.header("content-length"), "7");
        EXPECT_EQ(answer.header("connection"), "");
        EXPECT_EQ(answer.header("date").size(), 29U);
    }
}

TEST(HttpServer, ClosesWhenTheClientAsksForIt) {
    Hall hall;
    HttpClient client = hall.client();
    const HttpAnswer answer = client.get("/hello", "Connection: close\r\n");
    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.header("connection"), "close");
    EXPECT_TRUE(client.socket.is_closed());
}

TEST(HttpServer, SpeaksHttp10) {
    Hall hall;
    HttpClient client = hall.client();
    const HttpAnswer kept = client.ask("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(kept.header("connection"), "keep-alive");
    const HttpAnswer last = client.ask("GET /hello HTTP/1.0\r\n\r\n");
    EXPECT_EQ(last.header("connection"), "close");
    EXPECT_EQ(last.body, "\"hello\"");
    EXPECT_TRUE(client.socket.is_closed());
}

TEST(HttpServer, AnswersHeadLikeGetWithoutTheBody) {
    Hall hall;
    HttpClient client = hall.client();
    client.socket.send("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n");
    const HttpAnswer answer = client.answer(false);
    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.header("content-length"), "7");
    EXPECT_EQ(client.get("/hello").body, "\"hello\"");
}

TEST(HttpServer, AnswersOptionsItself) {
    Hall hall;
    HttpClient client = hall.client();
    const HttpAnswer answer = client.ask("OPTIONS /hello HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(answer.status, 204U);
    EXPECT_EQ(answer.header("allow"), "GET, HEAD, OPTIONS");
    EXPECT_EQ(answer.header("content-length"), "");
    EXPECT_EQ(client.get("/hello").status, 200U);
}

TEST(HttpServer, RefusesInTheCallersLanguage) {
    Hall hall;
    HttpClient client = hall.client();
    const HttpAnswer indonesian = client.get("/nothing");
    EXPECT_EQ(indonesian.status, 404U);
    EXPECT_EQ(indonesian.header("content-type"), "application/problem+json");
    EXPECT_EQ(indonesian.header("content-language"), "id");
    EXPECT_NE(indonesian.body.find("\"title\":\"Tidak ditemukan\""), std::string::npos);
    EXPECT_NE(indonesian.body.find("\"instance\":\"/nothing\""), std::string::npos);
    const HttpAnswer english = client.get("/nothing", "Accept-Language: en\r\n");
    EXPECT_NE(english.body.find("\"title\":\"Not found\""), std::string::npos);
    const HttpAnswer method = client.ask("PUT /hello HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(method.status, 405U);
    EXPECT_EQ(method.header("allow"), "GET, HEAD, OPTIONS");
    EXPECT_EQ(client.get("/hello?a=%").status, 400U);
    EXPECT_EQ(client.get("/hello").status, 200U);
}

TEST(HttpServer, GivesHandlersTheWholeRequest) {
    Hall hall;
    Request seen;
    hall.add("POST", "/v1/{kind}/{id}", [&](const Request& request) {
        seen = request;
        return Response{.status = 201};
    });
    HttpClient client = hall.client();
    EXPECT_EQ(client.post("/v1/plan/a%20b?at=5", "body", "X-One: 1\r\nx-one: 2\r\n").status, 201U);
    EXPECT_EQ(seen.method, "POST");
    EXPECT_EQ(seen.target, "/v1/plan/a%20b?at=5");
    EXPECT_EQ(seen.segments, (std::vector<std::string>{"v1", "plan", "a b"}));
    EXPECT_EQ(seen.parameter("id"), "a b");
    EXPECT_EQ(seen.query.find("at"), "5");
    EXPECT_EQ(seen.header("X-ONE"), "1");
    EXPECT_EQ(seen.headers.size(), 4U);
    EXPECT_EQ(seen.body, "body");
    EXPECT_EQ(seen.version, 11U);
    EXPECT_EQ(seen.remote, "127.0.0.1");
}

TEST(HttpServer, ForgetsOneRequestBeforeTheNext) {
    Hall hall;
    hall.add("GET", "/count", [](const Request& request) {
        const std::size_t all = request.headers.size() + request.query.size() + request.body.size();
        return Response{.body = std::to_string(all)};
    });
    HttpClient client = hall.client();
    EXPECT_EQ(client.post("/echo?a=1", "text", "X: 1\r\n").body, "text");
    EXPECT_EQ(client.get("/count").body, "1");
}

TEST(HttpServer, AwaitsHandlersThatTakeTheirTime) {
    Hall hall;
    const auto pause = [](Request request) -> asio::awaitable<Response> {
        asio::steady_timer timer(co_await asio::this_coro::executor, milliseconds{1});
        co_await timer.async_wait(asio::use_awaitable);
        co_return Response{.body = request.target};
    };
    const auto look = [](const Request& request) -> asio::awaitable<Response> {
        asio::steady_timer timer(co_await asio::this_coro::executor, milliseconds{1});
        co_await timer.async_wait(asio::use_awaitable);
        co_return Response{.body = request.target};
    };
    hall.add("GET", "/by-value", Conversation(pause));
    hall.add("GET", "/by-reference", Conversation(look));
    HttpClient client = hall.client();
    EXPECT_EQ(client.get("/by-value").body, "/by-value");
    EXPECT_EQ(client.get("/by-reference").body, "/by-reference");
    EXPECT_EQ(client.get("/hello").body, "\"hello\"");
}

TEST(HttpServer, SendsSharedAndLargeBodies) {
    Hall hall;
    const auto large = std::make_shared<const std::string>(3'000'000, 'x');
    hall.add("GET", "/large", [&](const Request&) { return Response{.body = large}; });
    HttpClient client = hall.client();
    for (int i = 0; i < 2; ++i) EXPECT_EQ(client.get("/large").body, *large);
}

TEST(HttpServer, AddsItsHeadersToEveryAnswer) {
    Hall hall;
    hall.options.headers.add("X-Content-Type-Options", "nosniff");
    HttpClient client = hall.client();
    EXPECT_EQ(client.get("/hello").header("x-content-type-options"), "nosniff");
    EXPECT_EQ(client.get("/nothing").header("x-content-type-options"), "nosniff");
}

TEST(HttpServer, LetsNobodyAddAHeader) {
    Hall hall;
    hall.add("GET", "/mirror", [](const Request& request) {
        Response response;
        response.headers.add("X-Mirror", std::string("a\r\nSet-Cookie: b") + request.target);
        return response;
    });
    HttpClient client = hall.client();
    const HttpAnswer answer = client.get("/mirror");
    EXPECT_EQ(answer.header("set-cookie"), "");
    EXPECT_EQ(answer.header("x-mirror"), "a  Set-Cookie: b/mirror");
}

TEST(HttpServer, AnswersAnExceptionWith500AndTellsTheLogOnly) {
    Hall hall;
    hall.add("GET", "/throw", [](const Request&) -> Response {
        throw std::runtime_error("s3cret");
    });
    hall.add("GET", "/later", Conversation([](Request) -> asio::awaitable<Response> {
                 throw std::runtime_error("s3cret later");
                 co_return Response{};
             }));
    hall.add("GET", "/fault", [](const Request& request) {
        return api::problem(request, ledger::Fault{ledger::Fault::Kind::io, "s3cret disk"});
    });
    HttpClient client = hall.client();
    for (const char* path : {"/throw", "/later", "/fault"}) {
        const HttpAnswer answer = client.get(path);
        EXPECT_EQ(answer.status, 500U);
        EXPECT_EQ(answer.body.find("s3cret"), std::string::npos);
    }
    EXPECT_EQ(client.get("/hello").status, 200U);
    const auto reports = hall.reports(4);
    EXPECT_EQ(reports.at(0).cause, "s3cret");
    EXPECT_EQ(reports.at(1).cause, "s3cret later");
    EXPECT_EQ(reports.at(2).cause, "s3cret disk");
    EXPECT_EQ(reports.at(3).cause, "");
}

TEST(HttpServer, ReportsTheTemplateAndNotThePath) {
    Hall hall;
    hall.add("POST", "/v1/people/{person}", [](const Request&) {
        return Response{.status = 201, .body = "12345"};
    });
    HttpClient client = hall.client();
    client.post("/v1/people/p1", "abc");
    client.get("/nowhere");
    client.ask("nonsense\r\n\r\n");
    const auto reports = hall.reports(3);
    ASSERT_EQ(reports.size(), 3U);
    EXPECT_EQ(reports[0].route, "/v1/people/{person}");
    EXPECT_EQ(reports[0].method, "POST");
    EXPECT_EQ(reports[0].status, 201U);
    EXPECT_EQ(reports[0].body_bytes_in, 3U);
    EXPECT_EQ(reports[0].body_bytes_out, 5U);
    EXPECT_EQ(reports[1].route, "");
    EXPECT_EQ(reports[1].status, 404U);
    EXPECT_EQ(reports[2].status, 400U);
}

// --- Bodies

TEST(HttpServer, ReadsBodiesOfEitherForm) {
    Hall hall;
    HttpClient client = hall.client();
    EXPECT_EQ(client.post("/echo", "").body, "");
    EXPECT_EQ(client.post("/echo", "text").body, "text");
    const HttpAnswer chunked = client.ask(
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        "4\r\ntext\r\n3;name=value\r\nand\r\nA\r\n0123456789\r\n0\r\nX-Trailer: 1\r\n\r\n"
    );
    EXPECT_EQ(chunked.body, "textand0123456789");
    EXPECT_EQ(client.post("/echo", "next").body, "next");
}

TEST(HttpServer, ReadsABodyThatComesByteByByte) {
    Hall hall;
    HttpClient client = hall.client();
    for (const std::string request :
         {"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\ntext",
          "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
          "2\r\nte\r\n2\r\nxt\r\n0\r\n\r\n"}) {
        for (const char byte : request) client.socket.send({&byte, 1});
        EXPECT_EQ(client.answer().body, "text");
    }
}

TEST(HttpServer, DoesNotTakeTrailersForHeaders) {
    Hall hall;
    hall.add("POST", "/who", [](const Request& request) {
        return Response{.body = std::string(request.header("Authorization"))};
    });
    HttpClient client = hall.client();
    const HttpAnswer answer = client.ask(
        "POST /who HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        "0\r\nAuthorization: Bearer x\r\n\r\n"
    );
    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.body, "");
}

TEST(HttpServer, SaysContinueOnlyToWhoMaySend) {
    Hall hall;
    hall.add("POST", "/small", [](const Request&) { return Response{}; }).body_bytes_max = 10;
    const auto post = [](std::string_view path, int length) {
        return "POST " + std::string(path) + " HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n" +
               "Content-Length: " + std::to_string(length) + "\r\n\r\n";
    };
    HttpClient client = hall.client();
    EXPECT_EQ(client.ask(post("/echo", 4)).status, 100U);
    EXPECT_EQ(client.ask("text").body, "text");
    EXPECT_EQ(client.ask(post("/small", 11)).status, 413U);
    EXPECT_TRUE(client.socket.is_closed());
    HttpClient lost = hall.client();
    EXPECT_EQ(lost.ask(post("/nothing", 4)).status, 404U);
    EXPECT_TRUE(lost.socket.is_closed());
}

TEST(HttpServer, SkipsTheBodyOfARequestThatItRefuses) {
    Hall hall;
    HttpClient client = hall.client();
    EXPECT_EQ(client.post("/nothing", "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n").status, 404U);
    EXPECT_EQ(client.get("/hello").status, 200U);
    EXPECT_EQ(hall.reports(2).size(), 2U);
}

TEST(HttpServer, RefusesBodiesThatAreTooLarge) {
    Hall hall;
    hall.add("POST", "/small", [](const Request&) { return Response{}; }).body_bytes_max = 10;
    hall.add("POST", "/any", [](const Request&) { return Response{}; }).body_bytes_max = 1'000'000;
    hall.options.limits.body_bytes_max = 1000;
    EXPECT_EQ(hall.client().post("/small", std::string(10, 'x')).status, 200U);
    EXPECT_EQ(hall.client().post("/small", std::string(11, 'x')).status, 413U);
    EXPECT_EQ(hall.client().post("/any", std::string(1000, 'x')).status, 200U);
    EXPECT_EQ(hall.client().post("/any", std::string(1001, 'x')).status, 413U);
    const std::string chunked =
        "POST /small HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    EXPECT_EQ(hall.client().ask(chunked + "5\r\n12345\r\n5\r\n12345\r\n0\r\n\r\n").status, 200U);
    HttpClient client = hall.client();
    EXPECT_EQ(client.ask(chunked + "5\r\n12345\r\n6\r\n").status, 413U);
    EXPECT_TRUE(client.socket.is_closed());
    EXPECT_EQ(hall.client().ask(chunked + "FFFFFFFFFFFFFFFF\r\n").status, 413U);
}

TEST(HttpServer, TakesNoMoreBodiesAtOneTimeThanItHasRoomFor) {
    Hall hall;
    Gate gate;
    hall.options.limits.bodies_bytes_max = 100;
    hall.options.limits.body_share = 0;
    hall.add("POST", "/hold", Conversation([&](Request) -> asio::awaitable<Response> {
                 co_await gate.pass();
                 co_return Response{};
             }));
    HttpClient first = hall.client();
    first.socket.send(
        "POST /hold HTTP/1.1\r\nHost: a\r\nContent-Length: 60\r\n\r\n" + std::string(60, 'x')
    );
    gate.wait_until_reached();
    HttpClient second = hall.client();
    const HttpAnswer busy = second.post("/echo", std::string(41, 'x'));
    EXPECT_EQ(busy.status, 503U);
    EXPECT_EQ(busy.header("retry-after"), "1");
    EXPECT_EQ(hall.client().post("/echo", std::string(40, 'x')).status, 200U);
    gate.open();
    EXPECT_EQ(first.answer().status, 200U);
    EXPECT_EQ(hall.client().post("/echo", std::string(100, 'x')).status, 200U);
}

TEST(HttpServer, GivesNoRoomToABodyThatWasOnlyAnnounced) {
    Hall hall;
    hall.options.limits.bodies_bytes_max = 100;
    hall.options.limits.body_share = 10;
    HttpClient announcing = hall.client();
    announcing.socket.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n");
    EXPECT_EQ(hall.client().post("/echo", std::string(110, 'x')).status, 200U);
    // What fills the room leaves each connection its share.
    announcing.socket.send(std::string(99, 'x'));
    while (hall.client().post("/echo", std::string(110, 'x')).status != 503) {
    }
    EXPECT_EQ(hall.client().post("/echo", std::string(10, 'x')).status, 200U);
    EXPECT_EQ(announcing.ask("x").status, 200U);
}

TEST(HttpServer, ClosesQuietlyWhenTheClientGoesInTheMiddle) {
    Hall hall;
    for (const char* part :
         {"GET",
          "GET /hello HTTP/1.1\r\nHost: a\r\n",
          "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nab",
          "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\na"}) {
        HttpClient client = hall.client();
        client.socket.send(part);
        client.socket.finish();
        EXPECT_EQ(client.answer().status, 0U) << part;
    }
    EXPECT_EQ(hall.client().get("/hello").status, 200U);
}

// --- Hygiene: each of these is refused, and nothing after it on the connection is a request.

TEST(HttpServer, RefusesWhatSmugglersSendAndClosesThen) {
    const std::string smuggled = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";
    const std::string chunks = "5\r\nhello\r\n0\r\n\r\n" + smuggled;
    struct Case {
        const char* what;
        std::string bytes;
        unsigned status = 400;
    };
    const auto post = [](std::string_view fields) {
        return "POST /echo HTTP/1.1\r\nHost: a\r\n" + std::string(fields) + "\r\n";
    };
    const Case cases[] = {
        {"bare LF", "GET /hello HTTP/1.1\nHost: a\n\n" + smuggled},
        {"bare LF in the middle", "GET /hello HTTP/1.1\r\nHost: a\nX: b\r\n\r\n" + smuggled},
        {"bare CR", "GET /hello HTTP/1.1\r\nHost: a\rX: b\r\n\r\n" + smuggled},
        {"length and coding", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n") + chunks},
        {"coding and length", post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n") + chunks},
        {"two lengths", post("Content-Length: 5\r\nContent-Length: 6\r\n") + "hello" + smuggled},
        {"one length twice", post("Content-Length: 5\r\nContent-Length: 5\r\n") + "hello" + smuggled
        },
        {"a list of lengths", post("Content-Length: 5, 5\r\n") + "hello" + smuggled},
        {"a signed length", post("Content-Length: +5\r\n") + "hello" + smuggled},
        {"space before a colon", post("Content-Length : 5\r\n") + "hello" + smuggled},
        {"NUL in a value", post(std::string_view("X: a\0b\r\n", 8)) + smuggled},
        {"no host", "GET /hello HTTP/1.1\r\n\r\n" + smuggled},
        {"two hosts", "GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" + smuggled},
        {"a folded line", post("X: a\r\n b\r\n") + smuggled},
        {"coding xchunked", post("Transfer-Encoding: xchunked\r\n") + chunks},
        {"coding chunked, identity", post("Transfer-Encoding: chunked, identity\r\n") + chunks},
        {"coding gzip, chunked", post("Transfer-Encoding: gzip, chunked\r\n") + chunks, 501},
        {"coding in 1.0", "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks},
        {"coding twice",
         post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n") + chunks},
        {"LF after a chunk's size",
         post("Transfer-Encoding: chunked\r\n") + "5\nhello\r\n0\r\n\r\n" + smuggled},
        {"LF after an extension",
         post("Transfer-Encoding: chunked\r\n") + "5;a\nhello\r\n0\r\n\r\n" + smuggled},
        {"a chunk longer than it says",
         post("Transfer-Encoding: chunked\r\n") + "2\r\nhello\r\n0\r\n\r\n" + smuggled},
        {"a chunk size with a sign",
         post("Transfer-Encoding: chunked\r\n") + "+5\r\nhello\r\n0\r\n\r\n" + smuggled},
        {"a chunk size in 0x",
         post("Transfer-Encoding: chunked\r\n") + "0x5\r\nhello\r\n0\r\n\r\n" + smuggled},
        {"a chunk size of 17 digits",
         post("Transfer-Encoding: chunked\r\n") + "10000000000000005\r\nhello\r\n0\r\n\r\n" +
             smuggled},
        {"a length among the trailers",
         post("Transfer-Encoding: chunked\r\n") + "0\r\nContent-Length: 40\r\n\r\n" + smuggled},
        {"no HTTP at all", "\x16\x03\x01\x02" + smuggled},
        {"HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + smuggled, 505},
        {"an unknown expectation", post("Expect: 200-ok\r\n") + smuggled, 417},
    };
    Hall hall;
    for (const Case& c : cases) {
        HttpClient client = hall.client();
        const HttpAnswer answer = client.ask(c.bytes);
        EXPECT_EQ(answer.status, c.status) << c.what;
        EXPECT_EQ(answer.header("connection"), "close") << c.what;
        EXPECT_EQ(answer.header("content-type"), "application/problem+json") << c.what;
        EXPECT_TRUE(client.socket.is_closed()) << c.what;
    }
    for (const Report& report : hall.reports(std::size(cases))) EXPECT_NE(report.status, 200U);
}

TEST(HttpServer, RefusesHeadsThatAreTooLarge) {
    Hall hall;
    const std::string start = "GET /hello HTTP/1.1\r\nHost: a\r\nX: ";
    const std::string fits(16 * 1024 - start.size() - 4, 'x');
    EXPECT_EQ(hall.client().ask(start + fits + "\r\n\r\n").status, 200U);
    HttpClient client = hall.client();
    EXPECT_EQ(client.ask(start + fits + "x\r\n\r\n").status, 431U);
    EXPECT_TRUE(client.socket.is_closed());
    EXPECT_EQ(hall.client().ask(start + std::string(100'000, 'x')).status, 431U);
    EXPECT_EQ(hall.client().get("/" + std::string(9000, 'x')).status, 414U);
    EXPECT_EQ(hall.client().ask("GET /" + std::string(100'000, 'x')).status, 414U);
    std::string fields;
    for (int i = 0; i < 100; ++i) fields += "X: 1\r\n";
    EXPECT_EQ(hall.client().get("/hello", fields).status, 431U);
}

TEST(HttpServer, ForgivesOneEmptyLineBetweenRequests) {
    Hall hall;
    HttpClient client = hall.client();
    EXPECT_EQ(client.ask("\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n").status, 200U);
    client.post("/echo", "text");
    EXPECT_EQ(client.ask("\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n").status, 200U);
    EXPECT_EQ(client.ask("\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n").status, 400U);
}

// --- Order

TEST(HttpServer, AnswersPipelinedRequestsInTheirOrder) {
    Hall hall;
    Gate gate;
    hall.add("GET", "/slow", Conversation([&](Request) -> asio::awaitable<Response> {
                 co_await gate.pass();
                 co_return Response{.body = "slow"};
             }));
    HttpClient client = hall.client();
    const std::string get = " HTTP/1.1\r\nHost: a\r\n\r\n";
    client.socket.send(
        "GET /slow" + get + "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi" +
        "GET /nothing" + get + "GET /hello" + get
    );
    gate.wait_until_reached();
    gate.open();
    EXPECT_EQ(client.answer().body, "slow");
    EXPECT_EQ(client.answer().body, "hi");
    EXPECT_EQ(client.answer().status, 404U);
    EXPECT_EQ(client.answer().body, "\"hello\"");
}

TEST(HttpServer, AnswersAHundredPipelinedRequests) {
    Hall hall;
    HttpClient client = hall.client();
    std::string all;
    for (int i = 0; i < 100; ++i) {
        const std::string body = std::to_string(i);
        all += "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) +
               "\r\n\r\n" + body;
    }
    client.socket.send(all);
    for (int i = 0; i < 100; ++i) EXPECT_EQ(client.answer().body, std::to_string(i));
}

TEST(HttpServer, ServesManyClientsOnManyThreads) {
    Hall hall;
    hall.options.threads = 4;
    hall.add("GET", "/later/{id}", Conversation([](Request request) -> asio::awaitable<Response> {
                 asio::steady_timer timer(co_await asio::this_coro::executor, milliseconds{1});
                 co_await timer.async_wait(asio::use_awaitable);
                 co_return Response{.body = std::string(request.parameter("id"))};
             }));
    hall.start();
    std::atomic<int> right = 0;
    std::vector<std::thread> clients;
    for (int i = 0; i < 8; ++i) {
        clients.emplace_back([&, i] {
            HttpClient client = hall.client();
            const std::string id = std::to_string(i);
            for (int k = 0; k < 20; ++k) {
                if (client.get("/later/" + id).body == id && client.post("/echo", id).body == id) {
                    ++right;
                }
            }
        });
    }
    for (std::thread& client : clients) client.join();
    EXPECT_EQ(right, 160);
}

// --- Waiting

TEST(HttpServer, ClosesIdleConnectionsWithoutAWord) {
    Hall hall;
    hall.options.limits.idle_max = milliseconds{50};
    HttpClient fresh = hall.client();
    EXPECT_TRUE(fresh.socket.is_closed());
    HttpClient used = hall.client();
    EXPECT_EQ(used.get("/hello").status, 200U);
    EXPECT_TRUE(used.socket.is_closed());
}

TEST(HttpServer, GivesUpOnAHeadThatDoesNotEnd) {
    Hall hall;
    hall.options.limits.head_max = milliseconds{50};
    HttpClient client = hall.client();
    client.socket.send("GET /hello HTTP/1.1\r\nHo");
    EXPECT_EQ(client.answer().status, 408U);
    EXPECT_TRUE(client.socket.is_closed());
}

TEST(HttpServer, GivesUpOnABodyThatDoesNotEnd) {
    Hall hall;
    hall.options.limits.transfer_max = milliseconds{50};
    HttpClient client = hall.client();
    client.socket.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nab");
    EXPECT_EQ(client.answer().status, 408U);
    EXPECT_TRUE(client.socket.is_closed());
}

// An orderly close would leave the system to feed him what was written, for minutes.
TEST(HttpServer, CutsOffAClientThatDoesNotRead) {
    Hall hall;
    hall.options.limits.transfer_max = milliseconds{50};
    hall.options.limits.transfer_rate_min = 1'000'000'000;
    const auto large = std::make_shared<const std::string>(64'000'000, 'x');
    hall.add("GET", "/large", [&](const Request&) { return Response{.body = large}; });
    HttpClient client = hall.client();
    client.socket.shrink_receive_buffer();
    client.socket.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto reports = hall.reports(1);
    EXPECT_TRUE(reports.at(0).is_cut_off);
    EXPECT_EQ(reports.at(0).body_bytes_out, 0U);
    while (hall.server().connections() != 0) std::this_thread::yield();
    EXPECT_LT(client.socket.take_all().size(), large->size());
    EXPECT_TRUE(client.socket.was_reset());
}

TEST(HttpServer, AnswersToItsOwnNameOnly) {
    Hall hall;
    hall.options.hosts = HttpOptions{}.hosts;
    HttpClient client = hall.client();
    const std::string port = ":" + std::to_string(hall.server().port());
    const auto status = [&](const std::string& host) {
        return client.ask("GET /hello HTTP/1.1\r\nHost: " + host + "\r\n\r\n").status;
    };
    for (const char* host : {"127.0.0.1", "localhost", "LOCALHOST", "[::1]"}) {
        EXPECT_EQ(status(host + port), 200U);
        EXPECT_EQ(status(host), 200U);
    }
    for (const char* host : {"evil.example", "127.0.0.1.evil.example", "localhost.", "127.0.0.2"}) {
        EXPECT_EQ(status(host + port), 421U) << host;
    }
    EXPECT_EQ(status("localhost:1"), 421U);
    EXPECT_EQ(client.ask("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").status, 421U);
    const HttpAnswer write = client.ask(
        "POST /echo HTTP/1.1\r\nHost: localhost" + port +
        "\r\nOrigin: http://evil.example\r\nContent-Length: 1\r\n\r\nx"
    );
    EXPECT_EQ(write.status, 403U);
}

TEST(HttpServer, TurnsAwayWhoIsOneTooMany) {
    Hall hall;
    hall.options.limits.connections_max = 2;
    std::optional<HttpClient> first(hall.client());
    HttpClient second = hall.client();
    EXPECT_EQ(first->get("/hello").status, 200U);
    EXPECT_EQ(second.get("/hello").status, 200U);
    HttpClient third = hall.client();
    const HttpAnswer answer = third.answer();
    EXPECT_EQ(answer.status, 503U);
    EXPECT_EQ(answer.header("retry-after"), "1");
    EXPECT_EQ(answer.header("connection"), "close");
    first.reset();
    while (hall.server().connections() > 1) std::this_thread::yield();
    EXPECT_EQ(hall.client().get("/hello").status, 200U);
}

// --- Streams

TEST(HttpServer, StreamsInChunksAndGoesOn) {
    Hall hall;
    hall.add("GET", "/stream", [](const Request&) {
        return streamed(std::make_shared<ListSource>(
            std::vector<std::vector<std::string>>{{"a", "bc"}, {""}, {std::string(100'000, 'd')}},
            true,
            nullptr
        ));
    });
    HttpClient client = hall.client();
    const HttpAnswer answer = client.get("/stream");
    EXPECT_EQ(answer.header("transfer-encoding"), "chunked");
    EXPECT_EQ(answer.header("content-length"), "");
    EXPECT_EQ(answer.body, "abc" + std::string(100'000, 'd'));
    client.socket.send("HEAD /stream HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(client.answer(false).status, 200U);
    EXPECT_EQ(client.get("/hello").status, 200U);
    const HttpAnswer old =
        hall.client().ask("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(old.header("transfer-encoding"), "");
    EXPECT_EQ(old.header("connection"), "close");
    EXPECT_EQ(old.body, answer.body);
}

TEST(HttpServer, EndsAStreamWhenItStops) {
    Hall hall;
    std::promise<void> gone;
    hall.add("GET", "/stream", [&](const Request&) {
        return streamed(
            std::make_shared<ListSource>(std::vector<std::vector<std::string>>{{"a"}}, false, &gone)
        );
    });
    HttpClient client = hall.client();
    client.socket.send("GET /stream HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(client.head().status, 200U);
    EXPECT_EQ(client.chunk(), "a");
    std::thread stopper([&] { hall.server().stop(std::chrono::seconds{10}); });
    EXPECT_EQ(client.chunk(), "");
    EXPECT_TRUE(client.socket.is_closed());
    gone.get_future().wait();
    stopper.join();
}

// --- Stopping

TEST(HttpServer, StopsAtOnceWhenNobodyAsksAnything) {
    Hall hall;
    HttpClient idle = hall.client();
    EXPECT_EQ(idle.get("/hello").status, 200U);
    hall.server().stop(std::chrono::hours{1});
    EXPECT_TRUE(idle.socket.is_closed());
    EXPECT_EQ(hall.server().connections(), 0U);
}

TEST(HttpServer, AnswersWhatItIsHandlingBeforeItStops) {
    Hall hall;
    Gate gate;
    hall.add("GET", "/slow", Conversation([&](Request) -> asio::awaitable<Response> {
                 co_await gate.pass();
                 co_return Response{.body = "slow"};
             }));
    std::optional<HttpClient> busy(hall.client());
    HttpClient idle = hall.client();
    EXPECT_EQ(idle.get("/hello").status, 200U);
    busy->socket.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n"
    );
    gate.wait_until_reached();
    std::thread stopper([&] { hall.server().stop(std::chrono::hours{1}); });
    EXPECT_TRUE(idle.socket.is_closed());
    gate.open();
    const HttpAnswer answer = busy->answer();
    EXPECT_EQ(answer.body, "slow");
    EXPECT_EQ(answer.header("connection"), "close");
    EXPECT_TRUE(busy->socket.is_closed());
    busy.reset();
    stopper.join();
}

TEST(HttpServer, CancelsHandlersAfterTheGrace) {
    for (const unsigned threads : {1U, 3U}) {
        Hall hall;
        hall.options.threads = threads;
        Gate gate;
        bool unwound = false;
        struct Unwinder {
            bool& flag;
            ~Unwinder() { flag = true; }
        };
        hall.add("GET", "/stuck", Conversation([&](Request) -> asio::awaitable<Response> {
                     const Unwinder unwinder{unwound};
                     co_await gate.pass();
                     co_return Response{};
                 }));
        HttpClient client = hall.client();
        client.socket.send("GET /stuck HTTP/1.1\r\nHost: a\r\n\r\n");
        gate.wait_until_reached();
        hall.server().stop(milliseconds{10});
        EXPECT_TRUE(unwound);
        EXPECT_EQ(client.answer().status, 0U);
    }
}

TEST(HttpServer, GivesItsPortBack) {
    const Router router({});
    auto first = HttpServer::start(router, {});
    ASSERT_TRUE(first);
    const std::uint16_t port = (*first)->port();
    const auto taken = HttpServer::start(router, {.port = port});
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().kind, ledger::Fault::Kind::io);
    EXPECT_NE(taken.error().detail.find(std::to_string(port)), std::string::npos);
    (*first)->stop(milliseconds{0});
    EXPECT_TRUE(HttpServer::start(router, {.port = port}));
    EXPECT_FALSE(HttpServer::start(router, {.address = "not an address"}));
}

TEST(HttpServer, RunsThingsOnItsThreads) {
    Hall hall;
    HttpServer& server = hall.start();
    std::promise<std::thread::id> ran;
    asio::post(server.executor(), [&] { ran.set_value(std::this_thread::get_id()); });
    EXPECT_NE(ran.get_future().get(), std::this_thread::get_id());
}

}  // namespace
