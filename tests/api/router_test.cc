#include "api/router.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using api::Request;
using api::Response;
using api::Route;
using api::Router;

Route route(std::string method, std::string path) {
    std::string name = method + path;
    return {
        .method = std::move(method),
        .path = std::move(path),
        .name = std::move(name),
        .handler = [](const Request&) { return Response{}; },
    };
}

Router some_routes() {
    std::vector<Route> routes;
    routes.push_back(route("GET", "/"));
    routes.push_back(route("GET", "/v1/people"));
    routes.push_back(route("POST", "/v1/people"));
    routes.push_back(route("GET", "/v1/people/me"));
    routes.push_back(route("GET", "/v1/people/{person}"));
    routes.push_back(route("DELETE", "/v1/people/{person}"));
    routes.push_back(route("GET", "/v1/people/{person}/scores/{period}"));
    routes.push_back(route("PUT", "/v1/people/me/photo"));
    routes.push_back(route("GET", "/v1/a%20b"));
    return Router(std::move(routes));
}

struct Asked {
    Request request;
    Router::Found found;

    [[nodiscard]] std::string path() const {
        return found.route == nullptr ? std::string{} : found.route->path;
    }
};

Asked ask(const Router& router, std::string method, std::string target) {
    Asked asked;
    asked.request.method = std::move(method);
    asked.request.target = std::move(target);
    asked.found = router.find(asked.request);
    return asked;
}

TEST(Router, FindsTheTemplateOfAPath) {
    const Router router = some_routes();
    EXPECT_EQ(ask(router, "GET", "/").path(), "/");
    EXPECT_EQ(ask(router, "GET", "/v1/people").path(), "/v1/people");
    EXPECT_EQ(ask(router, "POST", "/v1/people").found.route->method, "POST");
    EXPECT_EQ(ask(router, "GET", "/v1/people/p1").path(), "/v1/people/{person}");
    EXPECT_EQ(
        ask(router, "GET", "/v1/people/p1/scores/2025-Q4").path(),
        "/v1/people/{person}/scores/{period}"
    );
    EXPECT_EQ(ask(router, "GET", "/v1/people/p1?x=/v1").path(), "/v1/people/{person}");
}

TEST(Router, PrefersALiteralAndComesBackFromADeadEnd) {
    const Router router = some_routes();
    EXPECT_EQ(ask(router, "GET", "/v1/people/me").path(), "/v1/people/me");
    EXPECT_EQ(
        ask(router, "GET", "/v1/people/me/scores/2025").path(),
        "/v1/people/{person}/scores/{period}"
    );
    EXPECT_EQ(ask(router, "GET", "/v1/people/me/scores/2025").request.parameter("person"), "me");
}

TEST(Router, GivesTheParametersDecoded) {
    const Router router = some_routes();
    const Asked asked =
        ask(router, "GET", "/v1/people/a%2Fb%20%C3%A9+/scores/2025-Q4?q=a+b%2B&q=&r");
    ASSERT_NE(asked.found.route, nullptr);
    EXPECT_EQ(asked.request.parameter("person"), "a/b \u00e9+");
    EXPECT_EQ(asked.request.parameter("period"), "2025-Q4");
    EXPECT_EQ(asked.request.query.find("q"), "a b+");
    EXPECT_EQ(asked.request.query.find("r"), "");
    EXPECT_EQ(asked.request.query.size(), 3U);
    EXPECT_EQ(asked.request.query.find("Q"), std::nullopt);
    EXPECT_EQ(asked.request.path(), "/v1/people/a%2Fb%20%C3%A9+/scores/2025-Q4");
}

TEST(Router, DecodesLiteralsToo) {
    const Router router = some_routes();
    EXPECT_EQ(ask(router, "GET", "/v1/%70eople").path(), "/v1/people");
}

TEST(Router, SaysNotFound) {
    const Router router = some_routes();
    for (const char* target :
         {"/v1",
          "/v1/people/",
          "/v1/people//scores/2025",
          "//v1/people",
          "/v1/people/p1/scores",
          "/v1/people/p1/scores/2025/x",
          "/V1/people"}) {
        const Asked asked = ask(router, "GET", target);
        EXPECT_EQ(asked.found.route, nullptr) << target;
        EXPECT_EQ(asked.found.status, 404U) << target;
    }
}

TEST(Router, SaysWhatAPathAllows) {
    const Router router = some_routes();
    const Asked people = ask(router, "DELETE", "/v1/people");
    EXPECT_EQ(people.found.status, 405U);
    EXPECT_EQ(people.found.allow, "GET, HEAD, OPTIONS, POST");
    const Asked options = ask(router, "OPTIONS", "/v1/people/p1");
    EXPECT_EQ(options.found.status, 204U);
    EXPECT_EQ(options.found.allow, "DELETE, GET, HEAD, OPTIONS");
    EXPECT_EQ(ask(router, "get", "/v1/people").found.status, 405U);
    EXPECT_EQ(ask(router, "HEAD", "/v1/people/me/photo").found.status, 405U);
}

TEST(Router, AnswersHeadWithGet) {
    const Router router = some_routes();
    const Asked asked = ask(router, "HEAD", "/v1/people/p1");
    ASSERT_NE(asked.found.route, nullptr);
    EXPECT_EQ(asked.found.route->method, "GET");
}

TEST(Router, RefusesTargetsThatMeanDifferentThingsToDifferentPrograms) {
    const Router router = some_routes();
    for (const std::string target : {
             "",
             "v1/people",
             "*",
             "/v1/../people",
             "/v1/%2e%2E/people",
             "/v1/./people",
             "/v1/people/%",
             "/v1/people/%4",
             "/v1/people/%zz",
             "/v1/people/%00",
             "/v1/people/%0a",
             "/v1/people/%7F",
             "/v1/people/%C3",
             "/v1/people/%ED%A0%80",
             "/v1/people#x",
             "/v1/people?a=%",
             "/v1/people?%FF=1",
             "https://test/v1/people",
             "test:80",
         }) {
        EXPECT_EQ(ask(router, "GET", target).found.status, 400U) << target;
    }
}

TEST(Router, TakesTheAbsoluteForm) {
    const Router router = some_routes();
    EXPECT_EQ(ask(router, "GET", "http://test:80/v1/people?x=1").path(), "/v1/people");
    EXPECT_EQ(ask(router, "GET", "HTTP://test").path(), "/");
    EXPECT_EQ(ask(router, "GET", "http://test?x=1").found.status, 400U);
}

TEST(Router, TakesSoManySegmentsAndParameters) {
    const Router router = some_routes();
    std::string deep;
    for (int i = 0; i < 32; ++i) deep += "/a";
    EXPECT_EQ(ask(router, "GET", deep).found.status, 404U);
    EXPECT_EQ(ask(router, "GET", deep + "/a").found.status, 400U);
    std::string query = "/v1/people?";
    for (int i = 0; i < 64; ++i) query += "a=1&";
    EXPECT_EQ(ask(router, "GET", query).found.status, 200U);
    EXPECT_EQ(ask(router, "GET", query + "a=1").found.status, 400U);
}

TEST(Router, ListsItsRoutesInOrder) {
    const Router router = some_routes();
    ASSERT_EQ(router.routes().size(), 9U);
    EXPECT_EQ(router.routes()[0].name, "GET/");
    EXPECT_EQ(router.routes()[7].path, "/v1/people/me/photo");
}

TEST(RouterDeathTest, DoesNotTakeTheSameRouteTwice) {
    std::vector<Route> routes;
    routes.push_back(route("GET", "/v1/{a}"));
    routes.push_back(route("GET", "/v1/{b}"));
    EXPECT_DEATH(Router(std::move(routes)), "assertion failed");
}

TEST(NamedTexts, KeepsOrderAndRepetitions) {
    api::NamedTexts texts{{"Accept", "a"}, {"accept", "b"}};
    texts.add("X", "");
    EXPECT_EQ(texts.size(), 3U);
    EXPECT_EQ(texts[1], (api::NamedTexts::Item{"accept", "b"}));
    EXPECT_EQ(texts.find("accept"), "b");
    EXPECT_EQ(texts.find_header("ACCEPT"), "a");
    EXPECT_EQ(texts.find_header("X"), "");
    EXPECT_EQ(texts.find_header("Y"), std::nullopt);
    const api::NamedTexts copy = texts;
    texts.clear();
    EXPECT_TRUE(texts.empty());
    EXPECT_EQ(copy.find("Accept"), "a");
}

}  // namespace
