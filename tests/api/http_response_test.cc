#include "api/http_response.h"

#include "api/problem.h"

#include <gtest/gtest.h>

#include <string>

namespace {

using api::Response;
using std::chrono::sys_days;

TEST(HttpResponse, WritesDatesAsRfc9110HasThem) {
    using namespace std::chrono;
    EXPECT_EQ(
        api::http_date(sys_days{1994y / November / 6} + 8h + 49min + 37s),
        "Sun, 06 Nov 1994 08:49:37 GMT"
    );
    EXPECT_EQ(api::http_date(sys_seconds{}), "Thu, 01 Jan 1970 00:00:00 GMT");
    EXPECT_EQ(
        api::http_date(sys_days{2028y / February / 29} + 23h + 59min + 59s),
        "Tue, 29 Feb 2028 23:59:59 GMT"
    );
}

TEST(HttpResponse, HasAPhraseForEveryStatusOfAProblem) {
    for (const api::ProblemType& type : api::problem_types()) {
        EXPECT_FALSE(api::reason_phrase(type.status).empty()) << type.status;
    }
    EXPECT_EQ(api::reason_phrase(200), "OK");
    EXPECT_EQ(api::reason_phrase(299), "");
}

TEST(HttpResponse, WritesItsHead) {
    Response response{.status = 201, .headers = {{"ETag", "\"a\""}, {"Location", "/v1/a"}}};
    std::string head;
    api::append_head(head, response, {.content_length = 5, .date = "now", .common = "X: 1\r\n"});
    EXPECT_EQ(
        head,
        "HTTP/1.1 201 Created\r\nDate: now\r\nContent-Type: application/json\r\nContent-Length: "
        "5\r\n"
        "ETag: \"a\"\r\nLocation: /v1/a\r\nX: 1\r\n\r\n"
    );
}

TEST(HttpResponse, SaysNothingOfABodyThatCannotBe) {
    std::string head;
    api::append_head(head, {.status = 304}, {.content_length = 0, .date = "now"});
    EXPECT_EQ(head, "HTTP/1.1 304 Not Modified\r\nDate: now\r\n\r\n");
    EXPECT_TRUE(api::has_no_body(101));
    EXPECT_TRUE(api::has_no_body(204));
    EXPECT_FALSE(api::has_no_body(200));
}

TEST(HttpResponse, TellsOldClientsHowTheConnectionGoesOn) {
    const auto head = [](unsigned version, bool keep_alive, std::optional<std::uint64_t> length) {
        std::string text;
        api::append_head(
            text,
            {.content_type = "t"},
            {.version = version, .keep_alive = keep_alive, .content_length = length, .date = "now"}
        );
        return text;
    };
    const std::string start = "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Type: t\r\n";
    EXPECT_EQ(head(11, true, {}), start + "Transfer-Encoding: chunked\r\n\r\n");
    EXPECT_EQ(head(11, false, 0), start + "Content-Length: 0\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(head(10, true, 0), start + "Content-Length: 0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(head(10, false, {}), start + "Connection: close\r\n\r\n");
}

TEST(HttpResponse, TurnsControlCharactersIntoSpaces) {
    std::string line;
    api::append_header(line, "X\r\n", "a\r\nSet-Cookie: b\x7F\x01");
    EXPECT_EQ(line, "X  : a  Set-Cookie: b  \r\n");
}

}  // namespace
