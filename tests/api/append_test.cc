// Events in, over the routes: the three forms, conditions, idempotency, and what is refused.

#include "api/cloud_event.h"
#include "api/json_in.h"
#include "tests/support/api_house.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>

namespace {

using api::Response;
using tests::ApiHouse;

constexpr std::string_view batch_type = "application/cloudevents-batch+json";

bool has(const Response& response, std::string_view text) {
    return response.text().find(text) != std::string_view::npos;
}

ApiHouse::Headers binary(
    std::string_view subject,
    ApiHouse::Headers more = {},
    std::string_view type = "agency.registered"
) {
    static std::string full_type;
    full_type = "jejak." + std::string(type);
    ApiHouse::Headers headers{
        {"Content-Type", "application/json"},
        {"ce-specversion", "1.0"},
        {"CE-Type", full_type},
        {"ce-source", "urn:t"},
        {"ce-subject", subject},
        {"ce-actor", "h"},
        {"ce-actorrole", "head"},
    };
    headers.insert(headers.end(), more.begin(), more.end());
    return headers;
}
const std::string city = R"({"name":"X","kind":"city","zone":"wib"})";

TEST(Append, TakesTheBinaryFormAndDecodesIt) {
    ApiHouse house;
    const auto named = binary("agency/a", {{"ce-mandate", "SK%201%2F2026%20%22Pauh%22"}});
    EXPECT_EQ(house.ask("POST", "/v1/events", named, city).status, 201U);
    EXPECT_TRUE(has(house.get("/v1/events/1"), R"("mandate":"SK 1/2026 \"Pauh\"")"));
    const auto quoted = binary("agency/b", {{"ce-mandate", R"("a \"b\"")"}});
    EXPECT_EQ(house.ask("POST", "/v1/events", quoted, city).status, 201U);
    EXPECT_TRUE(has(house.get("/v1/events/2"), R"("mandate":"a \"b\"")"));
}

TEST(Append, RefusesInTheBinaryFormWhatItRefusesInJson) {
    ApiHouse house;
    for (const std::string_view bad : {"\xFF", "%FF", "%00", "%0A", "%", "%C2%85"}) {
        const auto headers = binary("agency/a", {{"ce-mandate", bad}});
        const Response response = house.ask("POST", "/v1/events", headers, city);
        EXPECT_EQ(response.status, 400U) << bad;
        EXPECT_TRUE(has(response, R"("field":"mandate")")) << response.text();
    }
    const auto twice = binary("agency/a", {{"ce-actor", "someone-else"}});
    EXPECT_EQ(house.ask("POST", "/v1/events", twice, city).status, 400U);
    EXPECT_EQ(house.ledger->size(), ledger::Position{1});
}

// It used to look for the end of such a name for ever.
TEST(Append, AnswersATypeThatIsLongAndNotUtf8) {
    ApiHouse house;
    const std::string bytes(200, '\xFF');
    EXPECT_EQ(house.ask("POST", "/v1/events", binary("a/b", {}, bytes), city).status, 400U);
    EXPECT_EQ(api::quoted_name(bytes).size(), 64U + 3U);
}

TEST(Append, RefusesAttributesThatAreNoText) {
    ApiHouse house;
    for (const char* bad :
         {R"(,"mandate":"a\u0000b")",
          R"(,"mandate":"a\nb")",
          R"(,"id":"\u0085")",
          R"(,"mandate":"")",
          R"(,"forledger":"")"}) {
        EXPECT_EQ(house.post(ApiHouse::agency("a", bad)).status, 400U) << bad;
    }
    const Response twice = house.post(ApiHouse::agency("a", R"(,"id":"1","id":"2")"));
    EXPECT_EQ(twice.status, 400U);
    const std::string long_one = R"(,"mandate":")" + std::string(9000, 'x') + "\"";
    const std::string body =
        "[" + ApiHouse::agency("a", long_one) + "," + ApiHouse::agency("b") + "]";
    const Response batch = house.ask("POST", "/v1/events", {{"Content-Type", batch_type}}, body);
    EXPECT_EQ(batch.status, 200U);
    EXPECT_TRUE(has(batch, R"({"outcomes":[{"outcome":"rejected")")) << batch.text();
    EXPECT_TRUE(has(batch, R"("outcome":"recorded","position":1)")) << batch.text();
}

TEST(Append, LeavesToTheLedgerWhatOnlyItKnows) {
    ApiHouse house;
    for (const char* given :
         {R"(,"authmethod":"oidc")",
          R"(,"authissuer":"x")",
          R"(,"subjects":"p")",
          R"(,"factindex":"1")",
          R"(,"partitionkey":"agency/b")",
          R"(,"recordclass":"plan")",
          R"(,"streamversion":"1","expectedversion":"3")"}) {
        EXPECT_EQ(house.post(ApiHouse::agency("a", given)).status, 400U) << given;
    }
    EXPECT_EQ(house.post(ApiHouse::agency("a", R"(,"streamversion":"2")")).status, 412U);
    const char* right = R"(,"streamversion":"1","partitionkey":"agency/a",)"
                        R"("recordclass":"organisation")";
    EXPECT_EQ(house.post(ApiHouse::agency("a", right)).status, 201U);
    EXPECT_TRUE(has(house.get("/v1/events/1"), R"("authmethod":"local")"));
}

TEST(Append, HoldsToTheVersionThatIsExpected) {
    ApiHouse house;
    const Response first = house.post(ApiHouse::agency("a"), {{"If-None-Match", "*"}});
    EXPECT_EQ(first.status, 201U);
    EXPECT_EQ(first.headers.find("ETag"), "\"agency/a@1\"");
    const Response again = house.post(ApiHouse::agency("a"), {{"If-None-Match", "*"}});
    EXPECT_EQ(again.status, 412U);
    EXPECT_TRUE(has(again, R"("expected":0,"actual":1)")) << again.text();
    // What a read of the stream says is what If-Match takes.
    const Response stream = house.get("/v1/streams/agency/a");
    const std::string tag(stream.headers.find("ETag").value_or(""));
    EXPECT_EQ(tag, "\"agency/a@1\"");
    const Response moved = house.post(ApiHouse::agency("a"), {{"If-Match", "\"agency/a@7\""}});
    EXPECT_EQ(moved.status, 412U);
    EXPECT_EQ(moved.headers.find("ETag"), tag);
    EXPECT_NE(house.post(ApiHouse::agency("a"), {{"If-Match", tag}}).status, 412U);
    EXPECT_EQ(house.post(ApiHouse::agency("a"), {{"If-Match", "\"agency/b@1\""}}).status, 400U);
}

TEST(Append, TakesOneNameForAnAct) {
    ApiHouse house;
    const ApiHouse::Headers key{{"Idempotency-Key", "k1"}};
    EXPECT_EQ(house.post(ApiHouse::agency("a"), key).status, 201U);
    EXPECT_EQ(house.post(ApiHouse::agency("a"), key).status, 200U);
    EXPECT_EQ(house.post(ApiHouse::agency("b"), key).status, 422U);
    EXPECT_EQ(house.post(ApiHouse::agency("a", R"(,"id":"k1")"), key).status, 200U);
    EXPECT_EQ(house.post(ApiHouse::agency("a", R"(,"id":"k2")"), key).status, 400U);
}

TEST(Append, WantsNothingOfABatchThatIsAboutOneAct) {
    ApiHouse house;
    const std::string body = "[" + ApiHouse::agency("a") + "]";
    for (const char* header : {"Idempotency-Key", "If-Match", "If-None-Match"}) {
        const ApiHouse::Headers headers{{"Content-Type", batch_type}, {header, "*"}};
        EXPECT_EQ(house.ask("POST", "/v1/events", headers, body).status, 400U) << header;
    }
}

TEST(Append, RecordsAllOfABatchOrNone) {
    ApiHouse house;
    const std::string body =
        "[" + ApiHouse::agency("a") + "," + ApiHouse::agency("b", R"(,"expectedversion":5)") + "]";
    const ApiHouse::Headers batch{{"Content-Type", batch_type}};
    const Response none = house.ask("POST", "/v1/events?atomic=1", batch, body);
    EXPECT_TRUE(has(none, R"("outcome":"abandoned")")) << none.text();
    EXPECT_EQ(house.ledger->size(), ledger::Position{1});
    EXPECT_EQ(house.ask("POST", "/v1/events?atomic=yes", batch, body).status, 400U);
    EXPECT_EQ(house.ask("POST", "/v1/events?atomik=true", batch, body).status, 400U);
    (void)house.ask("POST", "/v1/events?atomic=false", batch, body);
    EXPECT_EQ(house.ledger->size(), ledger::Position{2});
}

TEST(Append, SaysThatItIsNotWellWhileTheClockRunsBackwards) {
    ApiHouse house;
    EXPECT_EQ(house.get("/healthz").status, 200U);
    house.clock.set(house.clock.now() - std::chrono::hours{1});
    const Response refused = house.post(ApiHouse::agency("a"));
    EXPECT_EQ(refused.status, 503U);
    EXPECT_NE(refused.cause.find("clock"), std::string::npos);
    const Response health = house.get("/healthz");
    EXPECT_EQ(health.status, 503U);
    EXPECT_EQ(health.content_type, "application/problem+json");
    EXPECT_TRUE(has(health, R"("writer":"refusing)")) << health.text();
    house.clock.set(house.clock.now() + std::chrono::hours{2});
    EXPECT_EQ(house.post(ApiHouse::agency("a")).status, 201U);
    EXPECT_EQ(house.get("/healthz").status, 200U);
}

}  // namespace
