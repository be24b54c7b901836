#include "api/hygiene.h"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>
#include <string>
#include <vector>

namespace {

using api::HeadLimits;
using api::HeadScan;
using api::inspect_head;

std::string head(std::string_view fields, std::string_view first = "POST /v1 HTTP/1.1") {
    return std::string(first) + "\r\nHost: test\r\n" + std::string(fields) + "\r\n";
}

// The status of the refusal; 200 when there is none.
unsigned status(const std::string& bytes) {
    const auto framing = inspect_head(bytes, {});
    return framing ? 200 : framing.error().status;
}

TEST(Hygiene, TakesOrdinaryHeads) {
    EXPECT_EQ(status(head("")), 200U);
    EXPECT_EQ(status(head("Accept: */*\r\nX-Empty:\r\nX-Tab:\ta\tb \r\nX-Latin: \xE9\r\n")), 200U);
    EXPECT_EQ(status("GET / HTTP/1.0\r\n\r\n"), 200U);
    EXPECT_EQ(status(head("Accept: a\r\nAccept: b\r\n")), 200U);
    EXPECT_EQ(status("GET http://test:80/x HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n"), 200U);
}

TEST(Hygiene, RefusesFirstLinesThatAreNotOfTheForm) {
    for (const char* first :
         {"",
          "GET",
          "GET /",
          "GET  / HTTP/1.1",
          "GET /a b HTTP/1.1",
          " GET / HTTP/1.1",
          "GET / HTTP/1.1 ",
          "G@T / HTTP/1.1",
          "GET /\x80 HTTP/1.1",
          "GET /\t HTTP/1.1",
          "GET / http/1.1",
          "GET / HTTP/1.1x",
          "GET / HTTP/11",
          "GET / XTTP/1.1",
          "GET  HTTP/1.1"}) {
        EXPECT_EQ(status(head("", first)), 400U) << "'" << first << "'";
    }
    for (const char* first :
         {"GET / HTTP/2.0", "PRI * HTTP/2.0", "GET / HTTP/0.9", "GET / HTTP/1.2"}) {
        EXPECT_EQ(status(head("", first)), 505U) << first;
    }
}

TEST(Hygiene, WantsExactlyOneHost) {
    EXPECT_EQ(status("GET / HTTP/1.1\r\n\r\n"), 400U);
    EXPECT_EQ(status("GET / HTTP/1.1\r\nHost:\r\n\r\n"), 400U);
    EXPECT_EQ(status("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"), 400U);
    EXPECT_EQ(status("GET / HTTP/1.1\r\nHost: a\r\nhOST: b\r\n\r\n"), 400U);
    EXPECT_EQ(status("GET / HTTP/1.1\r\nHost: a b\r\n\r\n"), 400U);
    EXPECT_EQ(status("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"), 400U);
    EXPECT_EQ(status("GET / HTTP/1.1\r\nHost: a@b\r\n\r\n"), 400U);
    EXPECT_EQ(status("GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n"), 400U);
}

TEST(Hygiene, RefusesLinesThatProgramsReadDifferently) {
    EXPECT_EQ(status("GET / HTTP/1.1\nHost: a\r\n\r\n"), 400U);
    EXPECT_EQ(status(head("X: a\n")), 400U);
    EXPECT_EQ(status(head("X: a\rY: b\r\n")), 400U);
    EXPECT_EQ(status(head("X: a\r\n b\r\n")), 400U);   // folded
    EXPECT_EQ(status(head("X: a\r\n\tb\r\n")), 400U);  // folded
    EXPECT_EQ(status("GET / HTTP/1.1\r\n Host: a\r\n\r\n"), 400U);
    EXPECT_EQ(status(head("X : a\r\n")), 400U);
    EXPECT_EQ(status(head("X\t: a\r\n")), 400U);
    EXPECT_EQ(status(head(": a\r\n")), 400U);
    EXPECT_EQ(status(head("X\r\n")), 400U);
    EXPECT_EQ(status(head("X(: a\r\n")), 400U);
    EXPECT_EQ(status(head(std::string_view("X: a\0b\r\n", 8))), 400U);
    EXPECT_EQ(status(head("X: a\x01\r\n")), 400U);
    EXPECT_EQ(status(head("X: a\x7F\r\n")), 400U);
}

TEST(Hygiene, RefusesLengthsThatAreNotOneNumber) {
    EXPECT_EQ(inspect_head(head("Content-Length: 5\r\n"), {})->content_length, 5U);
    for (const char* length :
         {"",
          "-1",
          "+5",
          "5,5",
          "5, 6",
          "5 5",
          "0x5",
          "5.0",
          "1e3",
          "five",
          "1234567890123456789",
          "99999999999999999999999"}) {
        EXPECT_EQ(status(head("Content-Length: " + std::string(length) + "\r\n")), 400U) << length;
    }
    EXPECT_EQ(status(head("Content-Length: 5\r\nContent-Length: 5\r\n")), 400U);
    EXPECT_EQ(status(head("Content-Length: 5\r\nContent-Length: 6\r\n")), 400U);
}

TEST(Hygiene, TakesChunkedAndNoOtherCoding) {
    const auto chunked = inspect_head(head("Transfer-Encoding: Chunked\r\n"), {});
    ASSERT_TRUE(chunked);
    EXPECT_TRUE(chunked->chunked);
    EXPECT_TRUE(chunked->has_body());
    struct Case {
        const char* coding;
        unsigned status;
    };
    for (const Case& c : std::initializer_list<Case>{
             {"", 400},
             {"xchunked", 400},
             {"identity", 400},
             {"chunked, identity", 400},
             {"chunked, chunked", 400},
             {"chunked,", 200},
             {"gzip, chunked", 501},
             {"gzip", 400},
             {"chunked;q=1", 400},
             {"\"chunked\"", 400},
             {"chunked gzip", 400},
             {",chunked", 501},
         }) {
        EXPECT_EQ(status(head("Transfer-Encoding: " + std::string(c.coding) + "\r\n")), c.status)
            << c.coding;
    }
    EXPECT_EQ(status(head("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n")), 400U);
    EXPECT_EQ(status(head("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n")), 400U);
    EXPECT_EQ(status(head("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n")), 400U);
    EXPECT_EQ(status("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"), 400U);
}

TEST(Hygiene, RefusesASecondFieldThatSaysWhoOrWhat) {
    for (const char* name :
         {"Authorization",
          "Content-Type",
          "Idempotency-Key",
          "Origin",
          "Sec-WebSocket-Key",
          "Sec-WebSocket-Version"}) {
        const std::string field = std::string(name) + ": a\r\n";
        EXPECT_EQ(status(head(field)), 200U) << name;
        EXPECT_EQ(status(head(field + field)), 400U) << name;
    }
}

TEST(Hygiene, KnowsWhetherTheConnectionStays) {
    const auto keeps = [](const std::string& bytes) { return inspect_head(bytes, {})->keep_alive; };
    EXPECT_TRUE(keeps(head("")));
    EXPECT_FALSE(keeps(head("Connection: Close\r\n")));
    EXPECT_FALSE(keeps(head("Connection: keep-alive\r\nConnection: x, close\r\n")));
    EXPECT_FALSE(keeps("GET / HTTP/1.0\r\n\r\n"));
    EXPECT_TRUE(keeps("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
}

TEST(Hygiene, KnowsOneExpectation) {
    EXPECT_TRUE(inspect_head(head("Expect: 100-Continue\r\n"), {})->expects_continue);
    EXPECT_FALSE(
        inspect_head("GET / HTTP/1.0\r\nExpect: 100-continue\r\n\r\n", {})->expects_continue
    );
    EXPECT_EQ(status(head("Expect: 200-ok\r\n")), 417U);
}

TEST(Hygiene, HasLimits) {
    std::string fields;
    for (int i = 0; i < 99; ++i) fields += "X: a\r\n";
    EXPECT_EQ(status(head(fields)), 200U);
    EXPECT_EQ(status(head(fields + "X: a\r\n")), 431U);
    const std::string target(8192, '/');
    EXPECT_EQ(status(head("", "GET " + target + " HTTP/1.1")), 200U);
    EXPECT_EQ(status(head("", "GET " + target + "/ HTTP/1.1")), 414U);
}

// --- Finding the end

TEST(HeadScan, FindsTheEndHoweverTheBytesCome) {
    const std::string bytes = head("Content-Length: 3\r\n") + "abcPOST";
    HeadScan at_once;
    EXPECT_EQ(at_once.end(bytes, {}), bytes.size() - 7);
    HeadScan one_by_one;
    for (std::size_t i = 0; i < bytes.size() - 7; ++i) {
        EXPECT_EQ(one_by_one.end(std::string_view(bytes).substr(0, i), {}), 0U);
    }
    EXPECT_EQ(one_by_one.end(bytes, {}), bytes.size() - 7);
}

TEST(HeadScan, DoesNotWaitForTheEndOfWhatHasNone) {
    for (const std::string bytes :
         {"GET / HTTP/1.1\nHost: a\n\n",
          "\n",
          "GET / HTTP/1.1\r\nHost: a\n",
          "GET / HTTP/1.1\r\n\n",
          "\x16\x03\x01",
          " GET",
          "\r",
          "\""}) {
        HeadScan scan;
        const auto end = scan.end(bytes, {});
        ASSERT_FALSE(end) << bytes;
        EXPECT_EQ(end.error().status, 400U);
    }
}

TEST(HeadScan, StopsAtItsLimit) {
    const HeadLimits limits{.bytes_max = 100};
    const std::string exact = "GET / HTTP/1.1\r\nX: " + std::string(77, 'a') + "\r\n\r\n";
    ASSERT_EQ(exact.size(), 100U);
    EXPECT_EQ(HeadScan().end(exact, limits), 100U);
    const std::string longer = "GET / HTTP/1.1\r\nX: " + std::string(78, 'a') + "\r\n\r\n";
    EXPECT_EQ(HeadScan().end(longer, limits).error().status, 431U);
    EXPECT_EQ(HeadScan().end(longer.substr(0, 99), limits), 0U);
    EXPECT_EQ(HeadScan().end(longer.substr(0, 100), limits).error().status, 431U);
    EXPECT_EQ(HeadScan().end("GET /" + std::string(200, 'a'), limits).error().status, 414U);
}

// Heads put together from what attackers use: whatever is taken says one thing about its body.
RC_GTEST_PROP(Hygiene, TakesNothingWithTwoMeanings, ()) {
    const std::vector<std::string> pieces{
        "Host: a\r\n",
        "Content-Length: 5\r\n",
        "Content-Length: 6\r\n",
        "\r\n",
        "\n",
        " ",
        "\r",
        "Transfer-Encoding: chunked\r\n",
        "Transfer-Encoding: x\r\n",
        "X: a\r\n",
        ":",
        "5,5",
    };
    std::string bytes = "POST / HTTP/1.1\r\n";
    for (const std::string& piece :
         *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces))) {
        bytes += piece;
    }
    const auto framing = inspect_head(bytes, {});
    if (!framing) return;
    const auto count = [&](std::string_view text) {
        std::size_t found = 0;
        const std::string_view taken =
            std::string_view(bytes).substr(0, *HeadScan().end(bytes, {}));
        for (std::size_t at = taken.find(text); at != std::string_view::npos;
             at = taken.find(text, at + 1)) {
            ++found;
        }
        return found;
    };
    RC_ASSERT(count("Host:") == 1U);
    RC_ASSERT(count("Content-Length:") + count("Transfer-Encoding:") <= 1U);
    RC_ASSERT(count("\r\n") == count("\n"));
}

}  // namespace
