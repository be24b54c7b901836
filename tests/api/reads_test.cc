// What every read has in common: tags, unknown names in the query, waiting for a write, batches.

#include "api/at_least.h"
#include "api/problem.h"
#include "ledger/forgetting.h"
#include "tests/support/api_house.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>

namespace {

using api::Response;
using tests::ApiHouse;

TEST(Reads, AreNotSentAgainToWhoHasThem) {
    ApiHouse house;
    const Response first = house.get("/v1/ledger");
    const std::string tag(first.headers.find("ETag").value_or(""));
    ASSERT_GT(tag.size(), 2U);
    const std::string weak = "W/" + tag;
    const std::string list = "\"x\", " + weak + ", \"y\"";
    for (const std::string& known : {tag, weak, list, std::string("*")}) {
        const Response again = house.get("/v1/ledger", {{"If-None-Match", known}});
        EXPECT_EQ(again.status, 304U) << known;
        EXPECT_EQ(again.text(), "");
        EXPECT_EQ(again.headers.find("ETag"), tag);
    }
    EXPECT_EQ(house.get("/v1/ledger", {{"If-None-Match", "\"x\""}}).status, 200U);
    house.post(ApiHouse::agency("a"));
    EXPECT_EQ(house.get("/v1/ledger", {{"If-None-Match", tag}}).status, 200U);
}

TEST(Reads, RefuseNamesInTheQueryThatTheyDoNotKnow) {
    ApiHouse house;
    for (const char* target :
         {"/v1/events?limt=5",
          "/v1/events/0?x=1",
          "/v1/ledger?position=1",
          "/v1/people/p/trail?kind=x",
          "/v1/agencies/a/scores/2025?series=outside",
          "/v1/plans/p/scores/2025/history?from=1",
          "/healthz?verbose=1",
          "/openapi.json?a"}) {
        const Response response = house.get(target);
        EXPECT_EQ(response.status, 400U) << target;
        EXPECT_NE(response.text().find("not known here"), std::string_view::npos);
    }
}

TEST(Reads, RefuseAQueryThatSaysTwoThings) {
    ApiHouse house;
    for (const char* target : {"/v1/events?limit=5&limit=6", "/v1/events?atLeast=0&atLeast=0"}) {
        const Response response = house.get(target);
        EXPECT_EQ(response.status, 400U) << target;
        EXPECT_NE(response.text().find("there twice"), std::string_view::npos);
    }
}

TEST(Reads, KnowNoDayAfterTheCalendarEnds) {
    ApiHouse house;
    const std::string score = "/v1/people/p/scores/2025?recorded=";
    EXPECT_EQ(house.get(score + "9999-12-31T16:59:59Z").status, 404U) << "the last one in Jakarta";
    EXPECT_EQ(house.get(score + "9999-12-31T17:00:00Z").status, 400U);
    EXPECT_EQ(house.get(score + "1900-01-01T00:00:00Z").status, 404U);
    EXPECT_EQ(house.get(score + "1900-01-01T00:00:00%2B08:00").status, 400U);
}

TEST(Reads, WaitForAWriteThatIsStillToCome) {
    ApiHouse house;
    house.timer.meanwhile = [&] {
        EXPECT_EQ(house.ledger->size(), ledger::Position{1});
        EXPECT_EQ(house.post(ApiHouse::agency("a")).status, 201U);
    };
    const Response event = house.get("/v1/events/1?atLeast=1");
    EXPECT_EQ(event.status, 200U);
    const auto waited = house.timer.waited.load();
    EXPECT_GT(waited.count(), 0) << "it was not there at once";
    const Response plans = house.get("/v1/people/p/plans?atLeast=1");
    EXPECT_EQ(plans.status, 200U);
    EXPECT_EQ(house.timer.waited.load(), waited);
    EXPECT_EQ(house.get("/v1/events?atLeast=x").status, 400U);
}

TEST(Reads, DoNotWaitForEverForAWriteThatDoesNotCome) {
    ApiHouse house;
    const Response late = house.get("/v1/events/1?atLeast=1");
    EXPECT_EQ(late.status, 503U);
    EXPECT_NE(late.text().find("atLeast"), std::string_view::npos);
    EXPECT_EQ(house.timer.waited.load(), api::at_least_wait_max);
    EXPECT_EQ(house.get("/v1/people/p/plans?atLeast=1").status, 503U);
    EXPECT_EQ(house.timer.waited.load(), 2 * api::at_least_wait_max);
    EXPECT_EQ(house.get("/v1/events/0?atLeast=0").status, 200U);
}

TEST(Reads, GiveBatchesToWhoNamesThem) {
    ApiHouse house;
    for (const char* name : {"a", "b", "c"}) house.post(ApiHouse::agency(name));
    constexpr std::string_view type = "application/cloudevents-batch+json";
    const Response batch = house.get("/v1/events?limit=2", {{"Accept", type}});
    EXPECT_EQ(batch.content_type, "application/cloudevents-batch+json; charset=utf-8");
    EXPECT_TRUE(batch.text().starts_with("[{\"specversion\""));
    EXPECT_EQ(batch.headers.find("Link"), "</v1/events?after=1&limit=2>; rel=\"next\"");
    const Response page = house.get("/v1/events?limit=2", {{"Accept", "*/*"}});
    EXPECT_EQ(page.content_type, "application/json");
    EXPECT_NE(page.headers.find("ETag"), batch.headers.find("ETag"));
}

TEST(Reads, ListAgenciesPageByPage) {
    ApiHouse house;
    for (const char* name : {"c", "a", "b"}) house.post(ApiHouse::agency(name));
    EXPECT_EQ(house.get("/v1/agencies?limit=2").text(), R"({"agencies":["a","b"],"next":"b"})");
    EXPECT_EQ(house.get("/v1/agencies?limit=2&after=b").text(), R"({"agencies":["c"]})");
}

std::string about_siti(
    const std::string& what, const std::string& actor, const std::string& data = "{}"
) {
    return R"({"specversion":"1.0","type":"jejak.privacy.)" + what +
           R"(","source":"urn:t","subject":"privacy/siti",)" + actor + R"(,"data":)" + data + "}";
}

TEST(Reads, TheRegisterSaysThatSomebodyWasForgottenAndNotWho) {
    ApiHouse house;
    const std::string officer = R"("actor":"dewi","actorrole":"informationOfficer")";
    const std::string head = R"("actor":"hasan","actorrole":"head")";
    const std::string inspector = R"("actor":"irma","actorrole":"inspector")";
    const std::string operator_ = R"("actor":"o","actorrole":"operator")";
    EXPECT_EQ(house.get("/v1/register/forgotten").text(), R"({"forgotten":[]})");
    const std::string hold = R"({"ground":"PP 94/2021","caseNo":"LHP-7"})";
    EXPECT_EQ(house.post(about_siti("holdPlaced", inspector, hold)).status, 201U);
    const std::string request =
        about_siti("forgettingRequested", officer, R"({"ground":"UU 27/2022 Pasal 8"})");
    const Response held = house.post(request);
    EXPECT_EQ(held.status, 409U);
    EXPECT_NE(held.text().find("R-LEGAL-HOLD"), std::string_view::npos);
    const std::string release = R"({"caseNo":"LHP-7","reason":"Selesai"})";
    EXPECT_EQ(house.post(about_siti("holdReleased", inspector, release)).status, 201U);
    EXPECT_EQ(house.post(request).status, 201U);
    EXPECT_EQ(house.post(about_siti("forgettingApproved", head)).status, 201U);
    EXPECT_EQ(house.post(about_siti("forgettingApproved", inspector)).status, 201U);
    const Response outside = house.post(about_siti("forgotten", operator_));
    EXPECT_EQ(outside.status, 403U) << "only from inside";
    EXPECT_EQ(house.get("/v1/register/forgotten").text(), R"({"forgotten":[]})");

    const auto done = ledger::forget(*house.ledger, {"siti"});
    ASSERT_TRUE(done && *done);
    const Response page = house.get("/v1/register/forgotten");
    EXPECT_EQ(page.status, 200U);
    EXPECT_NE(page.text().find(R"({"forgotten":[{"position":6,"recorded":")"), page.text().npos)
        << page.text();
    EXPECT_NE(page.text().find(R"("ground":"UU 27/2022 Pasal 8"}]})"), page.text().npos);
    for (const char* secret : {"\"siti", "/siti", "LHP-7", "dewi"}) {
        EXPECT_EQ(page.text().find(secret), page.text().npos) << secret;
    }
    EXPECT_NE(
        house.get("/v1/register/forgotten?limit=1").text().find(R"("next":6)"), page.text().npos
    );
    EXPECT_EQ(house.get("/v1/register/forgotten?after=6").text(), R"({"forgotten":[]})");
    EXPECT_EQ(house.get("/v1/register/forgotten?person=siti").status, 400U);
}

TEST(Reads, SayWhatAProblemMeans) {
    ApiHouse house;
    for (const api::ProblemType& type : api::problem_types()) {
        const Response page = house.get("/problems/" + std::string(type.code));
        EXPECT_EQ(page.status, 200U) << type.code;
        EXPECT_NE(page.text().find(type.title.en), std::string_view::npos);
    }
    EXPECT_EQ(house.get("/problems/R-NONE").status, 404U);
}

}  // namespace
