// WebSocket, the server's side, frame by frame. The cases follow the Autobahn test suite's
// categories 1 to 7: framing, pings, reserved bits, opcodes, fragmentation, UTF-8, close.

#include "api/websocket.h"

#include "api/http_server.h"
#include "tests/support/websocket_client.h"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <deque>
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
using api::HttpServer;
using api::Messages;
using api::Request;
using api::Router;
using api::WebSocketAnswer;
using api::WebSocketOffer;
using std::chrono::milliseconds;
using tests::Frame;
using tests::HttpAnswer;
using tests::WebSocketClient;

// Gives what the test pushes, from any thread.
class PushSource final : public api::Source, public std::enable_shared_from_this<PushSource> {
public:
    ~PushSource() override { gone.set_value(); }

    asio::awaitable<Messages> next() override {
        const auto executor = co_await asio::this_coro::executor;
        ++asked;
        while (true) {
            asio::steady_timer timer(executor, asio::steady_timer::time_point::max());
            {
                const std::lock_guard lock(mutex_);
                if (!batches_.empty() || ended_) {
                    Messages batch = batches_.empty() ? Messages{} : std::move(batches_.front());
                    if (!batches_.empty()) batches_.pop_front();
                    waiting_ = nullptr;
                    if (fails_) throw std::runtime_error("broken source");
                    co_return batch;
                }
                waiting_ = &timer;
            }
            boost::system::error_code ignored;
            co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
            const std::lock_guard lock(mutex_);
            waiting_ = nullptr;
        }
    }
    void stop() override { end(); }

    void push(const std::vector<std::string>& texts) {
        Messages batch;
        for (const std::string& text : texts) {
            batch.push_back(std::make_shared<const std::string>(text));
        }
        const std::lock_guard lock(mutex_);
        batches_.push_back(std::move(batch));
        wake();
    }
    void end() {
        const std::lock_guard lock(mutex_);
        ended_ = true;
        wake();
    }
    void fail() {
        const std::lock_guard lock(mutex_);
        fails_ = true;
        ended_ = true;
        wake();
    }

    std::atomic<int> asked = 0;
    std::promise<void> gone;

private:
    void wake() {
        if (waiting_ == nullptr) return;
        asio::post(waiting_->get_executor(), [self = shared_from_this()] {
            const std::lock_guard lock(self->mutex_);
            if (self->waiting_ != nullptr) self->waiting_->cancel();
        });
    }

    std::mutex mutex_;
    std::deque<Messages> batches_;
    asio::steady_timer* waiting_ = nullptr;
    bool ended_ = false;
    bool fails_ = false;
};

// A server with the WebSocket /live, fed by `source`, and the WebSocket /echo, which sends back.
class Hall {
public:
    Hall() : source(std::make_shared<PushSource>()) { options.hosts = {}; }
    ~Hall() { server_.reset(); }

    void start() {
        std::vector<api::Route> routes;
        routes.push_back({
            .method = "GET",
            .path = "/live",
            .name = "live",
            .handler = api::Upgrade([this](Request request) { return live(std::move(request)); }),
        });
        routes.push_back({
            .method = "GET",
            .path = "/echo",
            .name = "echo",
            .handler = api::Upgrade([](Request request) { return echo(std::move(request)); }),
        });
        router_.emplace(std::move(routes));
        auto started = HttpServer::start(*router_, options);
        ASSERT_TRUE(started);
        server_ = *std::move(started);
    }
    WebSocketClient client() {
        if (!server_) start();
        return WebSocketClient(server_->port());
    }
    HttpServer& server() { return *server_; }

    api::HttpOptions options;
    std::shared_ptr<PushSource> source;

private:
    asio::awaitable<WebSocketAnswer> live(Request request) {
        if (request.query.find("token") == "wrong") co_return api::Response{.status = 401};
        if (request.query.find("throw")) throw std::runtime_error("broken handler");
        WebSocketOffer offer{.source = source, .subprotocol = "cloudevents.json"};
        co_return offer;
    }
    static asio::awaitable<WebSocketAnswer> echo(Request) {
        const auto source = std::make_shared<PushSource>();
        WebSocketOffer offer{.source = source, .subprotocol = {}};
        offer.received = [source](std::string_view text) { source->push({std::string(text)}); };
        co_return offer;
    }

    std::optional<Router> router_;
    std::unique_ptr<HttpServer> server_;
};

constexpr unsigned final_text = 0x81;
constexpr unsigned final_binary = 0x82;
constexpr unsigned first_text = 0x01;
constexpr unsigned more = 0x00;
constexpr unsigned last = 0x80;
constexpr unsigned ping = 0x89;
constexpr unsigned pong = 0x8A;

// --- Handshake

TEST(WebSocket, AcceptsTheHandshake) {
    Hall hall;
    WebSocketClient client = hall.client();
    const HttpAnswer answer = client.open("/live");
    EXPECT_EQ(answer.status, 101U);
    EXPECT_EQ(answer.header("sec-websocket-accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    EXPECT_EQ(answer.header("sec-websocket-extensions"), "");
}

TEST(WebSocket, NamesTheSubprotocolOnlyWhenItIsAskedFor) {
    struct Case {
        const char* headers;
        const char* answered;
    };
    for (const Case& c : std::initializer_list<Case>{
             {"", ""},
             {"Sec-WebSocket-Protocol: cloudevents.json\r\n", "cloudevents.json"},
             {"Sec-WebSocket-Protocol: other, cloudevents.json\r\n", "cloudevents.json"},
             {"Sec-WebSocket-Protocol: a\r\nSec-WebSocket-Protocol: cloudevents.json\r\n",
              "cloudevents.json"},
             {"Sec-WebSocket-Protocol: cloudevents.avro\r\n", ""},
         }) {
        Hall hall;
        WebSocketClient client = hall.client();
        const HttpAnswer answer = client.open("/live", c.headers);
        EXPECT_EQ(answer.status, 101U) << c.headers;
        EXPECT_EQ(answer.header("sec-websocket-protocol"), c.answered) << c.headers;
        EXPECT_EQ(answer.headers.count("sec-websocket-protocol"), c.answered[0] == '\0' ? 0U : 1U);
    }
}

TEST(WebSocket, DoesNotCompress) {
    Hall hall;
    WebSocketClient client = hall.client();
    const HttpAnswer answer = client.open(
        "/live", "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
    );
    EXPECT_EQ(answer.status, 101U);
    EXPECT_EQ(answer.headers.count("sec-websocket-extensions"), 0U);
}

TEST(WebSocket, RefusesOtherHandshakes) {
    struct Case {
        const char* fields;
        unsigned status;
    };
    const std::string key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    const Case cases[] = {
        {"", 426},
        {"Connection: Upgrade\r\nUpgrade: h2c\r\nSec-WebSocket-Version: 13\r\n", 426},
        {"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n", 426},
        {"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 8\r\n", 426},
        {"Connection: Upgrade\r\nUpgrade: websocket\r\n", 426},
    };
    Hall hall;
    WebSocketClient client = hall.client();
    for (const Case& c : cases) {
        const HttpAnswer answer = client.http.get("/live", c.fields + key);
        EXPECT_EQ(answer.status, c.status) << c.fields;
        EXPECT_EQ(answer.header("sec-websocket-version"), "13");
        EXPECT_EQ(answer.header("upgrade"), "websocket");
        EXPECT_EQ(answer.header("content-type"), "application/problem+json");
    }
    for (const char* bad :
         {"",
          "Sec-WebSocket-Key: short\r\n",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ!=\r\n",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZSEh\r\n"}) {
        const HttpAnswer answer = client.http.get(
            "/live",
            "Connection: keep-alive, upgrade\r\nUpgrade: WebSocket\r\nSec-WebSocket-Version: "
            "13\r\n" +
                std::string(bad)
        );
        EXPECT_EQ(answer.status, 400U) << bad;
    }
    EXPECT_EQ(client.open("/live?token=wrong").status, 401U);
    EXPECT_EQ(client.open("/live?throw").status, 500U);
    EXPECT_EQ(client.open("/live").status, 101U) << "the connection is still good";
}

TEST(WebSocket, RefusesAClientThatSpeaksBeforeItIsAnswered) {
    Hall hall;
    WebSocketClient client = hall.client();
    client.http.socket.send(
        "GET /live HTTP/1.1\r\nHost: a\r\n" + std::string(WebSocketClient::handshake) +
        "\r\n\x81\x80"
    );
    EXPECT_EQ(client.http.answer().status, 400U);
}

// --- Messages out

TEST(WebSocket, SendsWhatTheSourceGives) {
    Hall hall;
    WebSocketClient client = hall.client();
    ASSERT_EQ(client.open("/live").status, 101U);
    const std::string large(200'000, 'x');
    hall.source->push({"one", "two", "", large});
    hall.source->push({"\u20ac"});
    for (const std::string& text :
         {std::string("one"), std::string("two"), std::string(), large, std::string("\u20ac")}) {
        const auto frame = client.receive();
        ASSERT_TRUE(frame);
        EXPECT_EQ(frame->opcode, 1U);
        EXPECT_TRUE(frame->final);
        EXPECT_FALSE(frame->masked);
        EXPECT_EQ(frame->payload, text);
    }
}

TEST(WebSocket, SaysGoodbyeWhenTheSourceEnds) {
    Hall hall;
    WebSocketClient client = hall.client();
    client.open("/live");
    hall.source->push({"last"});
    hall.source->end();
    EXPECT_EQ(client.receive_text(), "last");
    EXPECT_EQ(client.receive_close(), 1000U);
    client.send_close(1000);
    EXPECT_TRUE(client.http.socket.is_closed());
}

TEST(WebSocket, AsksForTheNextBatchOnlyWhenTheLastIsWritten) {
    Hall hall;
    WebSocketClient client = hall.client();
    client.open("/live");
    // Larger than what the system keeps for a client that does not read.
    const std::string large(16'000'000, 'x');
    for (int i = 0; i < 4; ++i) hall.source->push({large});
    EXPECT_TRUE(client.receive_text() == large);
    EXPECT_LE(hall.source->asked, 3) << "it was asked for more than the client could have read";
    for (int i = 1; i < 4; ++i) EXPECT_TRUE(client.receive_text() == large);
    hall.source->push({"done"});
    EXPECT_EQ(client.receive_text(), "done");
    EXPECT_LE(hall.source->asked, 6);
}

// --- Messages in

TEST(WebSocket, TakesMessagesAndTheirFragments) {
    Hall hall;
    WebSocketClient client = hall.client();
    client.open("/echo");
    for (const std::size_t size : {0UZ, 1UZ, 125UZ, 126UZ, 127UZ, 65535UZ, 65536UZ}) {
        const std::string text(size, 'x');
        client.send(final_text, text);
        EXPECT_EQ(client.receive_text(), text) << size;
    }
    client.send(first_text, "one ");
    client.send(ping, "in between");
    client.send(more, "two ");
    client.send(more, "");
    client.send(last, "three");
    EXPECT_EQ(client.receive()->payload, "in between");
    EXPECT_EQ(client.receive_text(), "one two three");
}

TEST(WebSocket, TakesFramesThatComeByteByByte) {
    Hall hall;
    WebSocketClient client = hall.client();
    client.open("/echo");
    const std::string frame(
        "\x81\x83\x00\x00\x00\x00"
        "abc",
        9
    );
    for (const char byte : frame) client.http.socket.send({&byte, 1});
    EXPECT_EQ(client.receive_text(), "abc");
}

TEST(WebSocket, TellsAClientThatNobodyListens) {
    Hall hall;
    WebSocketClient client = hall.client();
    client.open("/live");
    client.send(final_text, "hello?");
    EXPECT_EQ(client.receive_close(), 1008U);
    client.send_close(1008);
    EXPECT_TRUE(client.http.socket.is_closed());
}

TEST(WebSocket, TakesNoBinaryMessages) {
    Hall hall;
    WebSocketClient client = hall.client();
    client.open("/echo");
    client.send(final_binary, "\x01");
    EXPECT_EQ(client.receive_close(), 1003U);
}

TEST(WebSocket, TakesNoMessageThatIsTooLarge) {
    Hall hall;
    hall.options.limits.websocket.message_bytes_max = 100;
    WebSocketClient client = hall.client();
    client.open("/echo");
    client.send(final_text, std::string(100, 'x'));
    EXPECT_EQ(client.receive_text()->size(), 100U);
    client.send(final_text, std::string(101, 'x'));
    EXPECT_EQ(client.receive_close(), 1009U);
    WebSocketClient pieces = hall.client();
    pieces.open("/echo");
    pieces.send(first_text, std::string(60, 'x'));
    pieces.send(more, std::string(41, 'x'));
    EXPECT_EQ(pieces.receive_close(), 1009U);
}

// --- What breaks the protocol: a close frame with 1002, or 1007 for bytes that are not UTF-8.

TEST(WebSocket, ClosesOnFramesThatBreakTheProtocol) {
    struct Sent {
        unsigned first;
        std::string payload;
        bool masked = true;
    };
    struct Case {
        const char* what;
        std::vector<Sent> frames;
    };
    const std::vector<Case> cases{
        {"reserved bit 1", {{final_text | 0x40U, "a"}}},
        {"reserved bit 2", {{final_text | 0x20U, "a"}}},
        {"reserved bit 3", {{final_text | 0x10U, "a"}}},
        {"reserved bits on a ping", {{ping | 0x40U, "a"}}},
        {"opcode 3", {{0x83, "a"}}},
        {"opcode 4", {{0x84, "a"}}},
        {"opcode 5", {{0x85, "a"}}},
        {"opcode 6", {{0x86, "a"}}},
        {"opcode 7", {{0x87, "a"}}},
        {"opcode 11", {{0x8B, "a"}}},
        {"opcode 12", {{0x8C, "a"}}},
        {"opcode 13", {{0x8D, "a"}}},
        {"opcode 14", {{0x8E, "a"}}},
        {"opcode 15", {{0x8F, "a"}}},
        {"unmasked text", {{final_text, "a", false}}},
        {"unmasked ping", {{ping, "a", false}}},
        {"a fragmented ping", {{0x09, "a"}}},
        {"a fragmented pong", {{0x0A, "a"}}},
        {"a fragmented close", {{0x08, ""}}},
        {"a ping of 126 bytes", {{ping, std::string(126, 'a')}}},
        {"a pong of 126 bytes", {{pong, std::string(126, 'a')}}},
        {"a close of 126 bytes", {{0x88, "\x03\xE8" + std::string(124, 'a')}}},
        {"a continuation of nothing", {{last, "a"}}},
        {"an unfinished continuation of nothing", {{more, "a"}}},
        {"text within a message", {{first_text, "a"}, {final_text, "b"}}},
        {"binary within a message", {{first_text, "a"}, {final_binary, "b"}}},
        {"a close frame of one byte", {{0x88, "a"}}},
        {"close code 0", {{0x88, std::string("\x00\x00", 2)}}},
        {"close code 999", {{0x88, "\x03\xE7"}}},
        {"close code 1004", {{0x88, "\x03\xEC"}}},
        {"close code 1005", {{0x88, "\x03\xED"}}},
        {"close code 1006", {{0x88, "\x03\xEE"}}},
        {"close code 1015", {{0x88, "\x03\xF7"}}},
        {"close code 1016", {{0x88, "\x03\xF8"}}},
        {"close code 2999", {{0x88, "\x0B\xB7"}}},
        {"a close reason that is not UTF-8", {{0x88, "\x03\xE8\xFF"}}},
    };
    Hall hall;
    for (const Case& c : cases) {
        WebSocketClient client = hall.client();
        ASSERT_EQ(client.open("/echo").status, 101U);
        for (const Sent& frame : c.frames) client.send(frame.first, frame.payload, frame.masked);
        EXPECT_EQ(client.receive_close(), 1002U) << c.what;
        client.send_close(1002);
        EXPECT_TRUE(client.http.socket.is_closed()) << c.what;
    }
}

TEST(WebSocket, ClosesOnLengthsThatAreNotTheShortest) {
    Hall hall;
    for (const std::string& frame :
         {std::string(
              "\x81\xFE\x00\x01\0\0\0\0"
              "a",
              9
          ),
          std::string(
              "\x81\xFF\0\0\0\0\0\0\0\x01\0\0\0\0"
              "a",
              15
          ),
          std::string(
              "\x81\xFF\x80\0\0\0\0\0\0\x01\0\0\0\0"
              "a",
              15
          )}) {
        WebSocketClient client = hall.client();
        client.open("/echo");
        client.http.socket.send(frame);
        const unsigned code = client.receive_close();
        EXPECT_TRUE(code == 1002U || code == 1009U) << code;
    }
}

TEST(WebSocket, ClosesOnTextThatIsNotUtf8) {
    Hall hall;
    for (const char* bytes :
         {"\x80", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF", "caf\xC3", "\xE2\x82"}) {
        WebSocketClient client = hall.client();
        client.open("/echo");
        client.send(final_text, bytes);
        EXPECT_EQ(client.receive_close(), 1007U) << bytes;
    }
    WebSocketClient split = hall.client();
    split.open("/echo");
    split.send(first_text, "\xE2");
    split.send(more, "\x82");
    split.send(last, "\xAC");
    EXPECT_EQ(split.receive_text(), "\u20ac");
    split.send(first_text, "\xE2\x82");
    split.send(last, "x");
    EXPECT_EQ(split.receive_close(), 1007U);
}

// --- Control frames

TEST(WebSocket, AnswersPings) {
    Hall hall;
    WebSocketClient client = hall.client();
    client.open("/live");
    for (const std::string& payload : {std::string(), std::string("a"), std::string(125, 'x')}) {
        client.send(ping, payload);
        const auto answer = client.receive();
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->opcode, 0xAU);
        EXPECT_EQ(answer->payload, payload);
    }
    client.send(pong, "nobody asked");
    hall.source->push({"still here"});
    EXPECT_EQ(client.receive_text(), "still here");
}

TEST(WebSocket, SurvivesAFloodOfPings) {
    Hall hall;
    WebSocketClient client = hall.client();
    client.open("/live");
    for (int i = 0; i < 1000; ++i) client.send(ping, std::to_string(i));
    std::string seen;
    while (seen != "999") {
        const auto answer = client.receive();
        ASSERT_TRUE(answer);
        ASSERT_EQ(answer->opcode, 0xAU);
        seen = answer->payload;
    }
}

TEST(WebSocket, AnswersTheClientsClose) {
    Hall hall;
    for (const unsigned code : {1000U, 1001U, 1011U, 3000U, 3999U, 4000U, 4999U}) {
        WebSocketClient client = hall.client();
        client.open("/echo");
        client.send_close(code, "bye");
        EXPECT_EQ(client.receive_close(), code);
        EXPECT_TRUE(client.http.socket.is_closed());
    }
    WebSocketClient wordless = hall.client();
    wordless.open("/echo");
    wordless.send(0x88, "");
    const auto frame = wordless.receive();
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->opcode, 8U);
}

// --- Time and ends

TEST(WebSocket, PingsASilentClientAndThenLetsGo) {
    Hall hall;
    hall.options.limits.websocket.idle_max = milliseconds{200};
    WebSocketClient client = hall.client();
    client.open("/live");
    const auto frame = client.receive();
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->opcode, 9U);
    EXPECT_TRUE(client.http.socket.take_all().size() < 100);
    const auto source = std::exchange(hall.source, nullptr);
    while (hall.server().connections() != 0) std::this_thread::yield();
}

TEST(WebSocket, KeepsASilentClientThatAnswersPings) {
    Hall hall;
    hall.options.limits.websocket.idle_max = milliseconds{200};
    WebSocketClient client = hall.client();
    client.open("/live");
    for (int i = 0; i < 4; ++i) {
        const auto frame = client.receive();
        ASSERT_TRUE(frame);
        ASSERT_EQ(frame->opcode, 9U);
        client.send(pong, frame->payload);
    }
    hall.source->push({"still here"});
    EXPECT_EQ(client.receive_text(), "still here");
}

TEST(WebSocket, DoesNotWaitLongForTheAnswerToItsClose) {
    Hall hall;
    hall.options.limits.websocket.close_max = milliseconds{50};
    WebSocketClient client = hall.client();
    client.open("/live");
    hall.source->end();
    EXPECT_EQ(client.receive_close(), 1000U);
    EXPECT_EQ(client.http.socket.take_all(), "");
    while (hall.server().connections() != 0) std::this_thread::yield();
}

TEST(WebSocket, LetsGoOfAClientThatHasHalfClosedAndDoesNotRead) {
    Hall hall;
    hall.options.limits.websocket.close_max = milliseconds{50};
    auto gone = hall.source->gone.get_future();
    WebSocketClient client = hall.client();
    client.http.socket.shrink_receive_buffer();
    client.open("/live");
    hall.source->push(std::vector<std::string>(100, std::string(1'000'000, 'x')));
    hall.source.reset();
    client.http.socket.finish();
    EXPECT_EQ(gone.wait_for(std::chrono::seconds{10}), std::future_status::ready);
}

TEST(WebSocket, LetsGoOfAClientThatSpeaksAndDoesNotRead) {
    Hall hall;
    hall.options.limits.websocket.write_max = milliseconds{50};
    hall.options.limits.websocket.write_rate_min = 1'000'000'000;
    auto gone = hall.source->gone.get_future();
    WebSocketClient client = hall.client();
    client.http.socket.shrink_receive_buffer();
    client.open("/live");
    hall.source->push(std::vector<std::string>(100, std::string(1'000'000, 'x')));
    hall.source.reset();
    bool is_gone = false;
    for (int i = 0; i < 500 && !is_gone; ++i) {
        client.send(pong, "still here");
        is_gone = gone.wait_for(milliseconds{20}) == std::future_status::ready;
    }
    EXPECT_TRUE(is_gone);
}

TEST(WebSocket, LetsGoOfTheSourceWhenTheClientVanishes) {
    Hall hall;
    auto gone = hall.source->gone.get_future();
    {
        WebSocketClient client = hall.client();
        client.open("/live");
        hall.source.reset();
    }
    gone.wait();
}

TEST(WebSocket, SaysGoingAwayWhenTheServerStops) {
    Hall hall;
    std::optional<WebSocketClient> client(hall.client());
    client->open("/live");
    std::thread stopper([&] { hall.server().stop(std::chrono::hours{1}); });
    EXPECT_EQ(client->receive_close(), 1001U);
    client->send_close(1001);
    EXPECT_TRUE(client->http.socket.is_closed());
    client.reset();
    stopper.join();
}

TEST(WebSocket, IsCutOffAfterTheGrace) {
    Hall hall;
    hall.options.threads = 3;
    WebSocketClient reading = hall.client();
    reading.open("/live");
    WebSocketClient deaf = hall.client();
    deaf.open("/echo");
    // Its own words, which it does not read, fill every buffer on the way.
    for (int i = 0; i < 200; ++i) deaf.send(final_text, std::string(60'000, 'x'));
    hall.server().stop(milliseconds{50});
    EXPECT_EQ(hall.server().connections(), 0U);
}

TEST(WebSocket, EndsWhenItsSourceBreaks) {
    Hall hall;
    std::promise<std::string> told;
    hall.options.served = [&](const api::Served& served) {
        if (!served.cause.empty()) told.set_value(std::string(served.cause));
    };
    WebSocketClient client = hall.client();
    client.open("/live");
    hall.source->fail();
    EXPECT_EQ(client.receive_close(), 1011U);
    client.send_close(1011);
    EXPECT_EQ(told.get_future().get(), "broken source");
}

}  // namespace
