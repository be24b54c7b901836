// What takes long waits for its turn apart, and nobody else waits with it.

#include "api/long_work.h"

#include "tests/support/api_house.h"
#include "tests/support/http_client.h"

#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

#include <future>
#include <latch>
#include <stdexcept>
#include <string>

namespace {

using api::LongWork;
using api::Request;
using api::Response;
using tests::ApiHouse;

Response said(std::string text) {
    return {.body = std::move(text)};
}

// What a client is answered to whom `work` is done; thrown where it throws.
Response answered(LongWork& long_work, LongWork::Work work) {
    boost::asio::io_context context;
    const Request request{.method = "GET", .target = "/v1/agencies/a/scores/2025"};
    auto answer = boost::asio::co_spawn(
        context, long_work.answer(request, std::move(work)), boost::asio::use_future
    );
    context.run();
    return answer.get();
}

// Keeps a thread busy until it is let go.
class Busy {
public:
    explicit Busy(LongWork& long_work)
        : answer_(std::async(std::launch::async, [this, &long_work] {
              return answered(long_work, [this] {
                  begun_.count_down();
                  ended_.wait();
                  return said("done");
              });
          })) {}
    ~Busy() { end(); }
    void wait_until_begun() { begun_.wait(); }
    std::string end() {
        if (!answer_.valid()) return {};
        ended_.count_down();
        return std::string(answer_.get().text());
    }

private:
    std::latch begun_{1};
    std::latch ended_{1};
    std::future<Response> answer_;
};

TEST(LongWork, AnswersWhatTheWorkDoes) {
    LongWork long_work(1, 1);
    EXPECT_EQ(answered(long_work, [] { return said("a"); }).text(), "a");
    EXPECT_THROW(answered(long_work, []() -> Response { throw std::bad_alloc(); }), std::bad_alloc);
    EXPECT_EQ(answered(long_work, [] { return said("b"); }).text(), "b");
}

TEST(LongWork, TakesNoMoreThanItCanDoSoon) {
    LongWork long_work(1, 1);
    Busy busy(long_work);
    busy.wait_until_begun();
    const Response refused = answered(long_work, [] { return said("a"); });
    EXPECT_EQ(refused.status, 503U);
    EXPECT_EQ(refused.headers.find("Retry-After"), "1");
    EXPECT_EQ(busy.end(), "done");
    EXPECT_EQ(answered(long_work, [] { return said("a"); }).text(), "a");
}

TEST(LongWork, BeginsNothingOnceItIsClosed) {
    LongWork long_work(1);
    Busy busy(long_work);
    busy.wait_until_begun();
    auto waiting = std::async(std::launch::async, [&] {
        return answered(long_work, [] { return said("a"); });
    });
    long_work.close();
    EXPECT_EQ(busy.end(), "done") << "what was begun is done";
    const Response refused = waiting.get();
    EXPECT_EQ(refused.status, 503U);
    EXPECT_NE(refused.text().find("berhenti"), std::string_view::npos) << refused.text();
}

// A large agency's score is asked for again and again: everything else is answered as ever.
TEST(LongWork, KeepsNobodyElseWaiting) {
    ApiHouse house;
    Busy busy(house.long_work);
    busy.wait_until_begun();
    EXPECT_EQ(house.get("/v1/agencies/a/scores/2025").status, 503U);
    EXPECT_EQ(house.get("/v1/agencies/a/verdicts/2025").status, 503U);
    EXPECT_EQ(house.get("/v1/plans/p/scores/2025/history").status, 503U);
    ASSERT_TRUE(house.publisher().now());
    EXPECT_EQ(house.get("/v1/agencies/a/scores/2025/receipt").status, 503U);
    EXPECT_EQ(house.get("/v1/plans/p/scores/2025/receipt").status, 503U);
    EXPECT_EQ(house.get("/v1/people/p/receipt").status, 503U);
    EXPECT_EQ(house.get("/healthz").status, 200U);
    EXPECT_EQ(house.post(ApiHouse::agency("a")).status, 201U);
    EXPECT_EQ(house.get("/v1/plans/p/scores/2025").status, 404U);
    EXPECT_EQ(busy.end(), "done");
    EXPECT_EQ(house.get("/v1/agencies/a/scores/2025").status, 404U);
}

// Not even where one thread answers all connections.
TEST(LongWork, LeavesTheThreadOfTheConnections) {
    ApiHouse house(2);
    const std::uint16_t port = house.serve();
    Busy busy(house.long_work);
    busy.wait_until_begun();
    tests::HttpClient waiting(port);
    const std::string host = "Host: localhost:" + std::to_string(port) + "\r\n\r\n";
    waiting.socket.send("GET /v1/agencies/a/scores/2025 HTTP/1.1\r\n" + host);
    tests::HttpClient other(port);
    EXPECT_EQ(other.get("/healthz").status, 200U);
    EXPECT_EQ(busy.end(), "done");
    EXPECT_EQ(waiting.answer().status, 404U);
}

}  // namespace
