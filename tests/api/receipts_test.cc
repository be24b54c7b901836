// Receipts over HTTP, where there is none to be had: of nothing, and of more than anybody can
// check.

#include "tests/support/api_house.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace {

using api::Response;
using tests::ApiHouse;

// Events in batches, as a system sends them.
class Sender {
public:
    explicit Sender(ApiHouse& house) : house_(house) {}
    ~Sender() { send(); }

    void add(std::string_view type, std::string_view stream, const std::string& data) {
        const bool is_value = type == "indicator.valueRecorded";
        const std::string_view role = type.starts_with("agency") ? "head"
                                      : is_value                 ? "integration"
                                                                 : "performanceTeam";
        body_ += body_.empty() ? "[" : ",";
        body_ += R"({"specversion":"1.0","source":"urn:test","id":")" + std::to_string(next_++) +
                 R"(","type":"jejak.)" + std::string(type) + R"(","subject":")" +
                 std::string(stream) + R"(","actor":"h","actorrole":")" + std::string(role) +
                 R"(","data":)" + data + "}";
        if (next_ % 100 == 0) send();
    }
    void send() {
        if (body_.empty()) return;
        const ApiHouse::Headers batch{{"Content-Type", "application/cloudevents-batch+json"}};
        const Response response = house_.ask("POST", "/v1/events?atomic=1", batch, body_ + "]");
        EXPECT_EQ(response.status, 200U) << response.text().substr(0, 2000);
        body_.clear();
    }

private:
    ApiHouse& house_;
    std::string body_;
    int next_ = 0;
};

std::string definition(const std::string& code, std::string_view more) {
    return R"({"agency":"a","code":")" + code +
           R"(","text":"t","definition":"d","goal":"g","measure":"%","source":"s",)"
           R"("polarity":"max","consolidation":"ratio",)" +
           std::string(more) + "}";
}

// An indicator that is the mean of `parts` ratios, of which no two have a denominator in common.
void fill(ApiHouse& house, int parts) {
    Sender sender(house);
    sender.add("agency.registered", "agency/a", R"({"name":"A","kind":"city","zone":"wib"})");
    sender.add(
        "indicator.defined", "indicator/top", definition("top", R"("rollUp":"mean","weight":"100")")
    );
    const std::string target = R"({"period":"2025","target":{"value":")";
    sender.add("indicator.targetSet", "indicator/top", target + R"(100"}})");
    for (int i = 0; i < parts; ++i) {
        const std::string stream = "indicator/i" + std::to_string(i);
        const std::string number = std::to_string(99'999'999'999'999'001 + 2 * i);
        sender.add(
            "indicator.defined",
            stream,
            definition(std::to_string(i), R"("rollUp":"measured","weight":"1","parent":"top")")
        );
        sender.add("indicator.targetSet", stream, target + number + R"("}})");
        sender.add(
            "indicator.valueRecorded",
            stream,
            R"({"period":"2025-01","value":{"numerator":"1","denominator":")" + number + R"("}})"
        );
    }
}

TEST(Receipts, OfNothingAreNotFound) {
    ApiHouse house;
    house.post(ApiHouse::agency("a"));
    ASSERT_TRUE(house.publisher().now());
    EXPECT_EQ(house.get("/v1/agencies/a/scores/2025/receipt").status, 404U);
    EXPECT_EQ(house.get("/v1/agencies/a/scores/2025/receipt?unit=u").status, 404U);
    EXPECT_EQ(house.get("/v1/plans/p/scores/2025/receipt").status, 404U);
    EXPECT_EQ(house.get("/v1/people/p/receipt").status, 200U) << "of one about whom nothing is";
}

// A score may have more digits than a checker reads: it is shown, but nobody could check it.
TEST(Receipts, OfLongerNumbersThanACheckerReadsAreNotMade) {
    ApiHouse house;
    fill(house, 800);
    ASSERT_TRUE(house.publisher().now());
    const Response score = house.get("/v1/agencies/a/scores/2025?atLeast=2402");
    ASSERT_EQ(score.status, 200U) << score.text();
    const Response receipt = house.get("/v1/agencies/a/scores/2025/receipt");
    EXPECT_EQ(receipt.status, 422U);
    EXPECT_NE(receipt.text().find("20,000 characters"), std::string_view::npos) << receipt.text();
}

TEST(Receipts, OfLongNumbersAreMade) {
    ApiHouse house;
    fill(house, 100);
    ASSERT_TRUE(house.publisher().now());
    EXPECT_EQ(house.get("/v1/agencies/a/scores/2025/receipt?atLeast=302").status, 200U);
}

}  // namespace
