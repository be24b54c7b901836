// Following the log over a WebSocket, from end to end: while events are appended, from a position,
// again after a break, and what a follower is refused.

#include "api/json_in.h"
#include "tests/support/api_house.h"
#include "tests/support/websocket_client.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>

namespace {

using tests::ApiHouse;
using tests::WebSocketClient;

// The position in the next event's `sequence`.
std::uint64_t next_position(WebSocketClient& client) {
    const auto text = client.receive_text();
    if (!text) return ~std::uint64_t{0};
    const auto at = text->find(R"("sequence":")");
    return at == std::string::npos ? ~std::uint64_t{0} : std::stoull(text->substr(at + 12, 20));
}

std::string name(int i) {
    return "a" + std::to_string(i);
}

TEST(LiveFeed, SendsEventsAsTheyAreRecorded) {
    ApiHouse house;
    WebSocketClient client(house.serve());
    EXPECT_EQ(client.open("/v1/live?from=0").status, 101U);
    EXPECT_EQ(next_position(client), 0U);
    std::thread writer([&] {
        for (int i = 0; i < 300; ++i) house.post(ApiHouse::agency(name(i)));
    });
    for (std::uint64_t at = 1; at <= 300; ++at) ASSERT_EQ(next_position(client), at);
    writer.join();
}

// He sees what is done in his name, by whomever.
TEST(LiveFeed, OfOnePersonSendsHisActsAndThoseOnHisBehalf) {
    ApiHouse house;
    const std::uint16_t port = house.serve();
    house.post(ApiHouse::agency("a"));
    house.post(ApiHouse::agency("b", R"(,"onbehalfof":"budi","mandate":"SK 7")"));
    house.post(ApiHouse::agency("c"));
    WebSocketClient office(port);
    EXPECT_EQ(office.open("/v1/live?from=0&actor=budi").status, 101U);
    EXPECT_EQ(next_position(office), 2U);
    house.post(ApiHouse::agency("d", R"(,"onbehalfof":"budi","mandate":"SK 7")"));
    EXPECT_EQ(next_position(office), 4U);
}

TEST(LiveFeed, GoesOnAfterABreakWithoutAGap) {
    ApiHouse house;
    const std::uint16_t port = house.serve();
    for (int i = 0; i < 5; ++i) house.post(ApiHouse::agency(name(i)));
    {
        WebSocketClient first(port);
        first.open("/v1/live?from=1");
        EXPECT_EQ(next_position(first), 1U);
        EXPECT_EQ(next_position(first), 2U);
    }
    house.post(ApiHouse::agency("late"));
    WebSocketClient again(port);
    again.open("/v1/live?after=2");
    for (std::uint64_t at = 3; at <= 6; ++at) EXPECT_EQ(next_position(again), at);
}

TEST(LiveFeed, StartsAtTheHeadWhereNothingElseIsSaid) {
    ApiHouse house;
    const std::uint16_t port = house.serve();
    WebSocketClient client(port);
    client.open("/v1/live");
    WebSocketClient filtered(port);
    filtered.open("/v1/live?stream=agency/a1");
    for (int i = 0; i < 3; ++i) house.post(ApiHouse::agency(name(i)));
    EXPECT_EQ(next_position(client), 1U);
    EXPECT_EQ(next_position(filtered), 2U);
}

TEST(LiveFeed, RefusesWhatCanNeverCome) {
    ApiHouse house;
    const std::uint16_t port = house.serve();
    for (const char* target :
         {"/v1/live?from=2",
          "/v1/live?after=1",
          "/v1/live?from=x",
          "/v1/live?kind=nothing",
          "/v1/live?stream=agency",
          "/v1/live?subject=a%20b",
          "/v1/live?form=0"}) {
        WebSocketClient client(port);
        EXPECT_EQ(client.open(target).status, 400U) << target;
    }
}

TEST(LiveFeed, IsNotForPagesOfOthers) {
    ApiHouse house;
    WebSocketClient client(house.serve());
    EXPECT_EQ(client.open("/v1/live", "Origin: http://evil.example\r\n").status, 403U);
}

// One who waits at the head used to make the feed forget what it had for all.
TEST(LiveFeed, KeepsWhatItHasWhenSomebodyWaitsAtTheHead) {
    ApiHouse house;
    const std::uint16_t port = house.serve();
    for (int i = 0; i < 3; ++i) house.post(ApiHouse::agency(name(i)));
    WebSocketClient all(port);
    all.open("/v1/live?from=0");
    for (std::uint64_t at = 0; at <= 3; ++at) EXPECT_EQ(next_position(all), at);
    WebSocketClient waiting(port);
    waiting.open("/v1/live");
    house.post(ApiHouse::agency("more"));
    EXPECT_EQ(next_position(waiting), 4U);
    EXPECT_EQ(next_position(all), 4U);
}

}  // namespace
