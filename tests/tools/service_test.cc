// The whole house over the demonstration: requests in, answers out, the golden year's numbers in
// them.

#include "api/openapi.h"
#include "tests/support/schema_check.h"
#include "tests/support/temporary_directory.h"
#include "tools/client.h"
#include "tools/demo_cast.h"
#include "tools/house.h"
#include "tools/json_view.h"
#include "tools/verbs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace {

using tools::text_at;
using tools::value_at;

class Service : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        directory_ = std::make_unique<tests::TemporaryDirectory>();
        const auto place = directory_->path() / "demo";
        ASSERT_EQ(tools::demo({.directory = place, .fill_only = true}, {}), tools::exit_ok);
        auto client = tools::connect(place.string(), "en");
        ASSERT_TRUE(client) << client.error();
        client_ = *std::move(client);
        const Answer plans = get("/v1/people/a-puskesmas-pauh/plans");
        const auto list = value_at(plans.root(), {"plans"});
        ASSERT_TRUE(list);
        for (const api::JsonValue plan : list->items()) plan_ = text_at(plan, {"plan"});
        ASSERT_FALSE(plan_.empty());
    }
    static void TearDownTestSuite() {
        client_.reset();
        directory_.reset();
    }

    struct Answer {
        unsigned status = 0;
        std::string body;
        std::optional<api::JsonDocument> document;
        [[nodiscard]] api::JsonValue root() const { return document->root(); }
    };

    static Answer answer_of(tools::OrProblem answered) {
        EXPECT_TRUE(answered) << answered.error();
        Answer answer{answered->status, answered->body, {}};
        auto document = api::JsonDocument::parse(
            answer.body, {.bytes_max = 64UL * 1024 * 1024, .items_max = 1'000'000}
        );
        EXPECT_TRUE(document) << answer.body;
        if (document) answer.document = *std::move(document);
        return answer;
    }
    static Answer get(const std::string& target) { return answer_of(client_->get(target)); }
    static Answer post(const std::string& body, const std::string& type) {
        return answer_of(client_->post("/v1/events", type, body));
    }
    static std::string score_path(const std::string& period) {
        return "/v1/plans/" + plan_ + "/scores/" + period;
    }
    static std::string agency(const std::string& id, const std::string& more = "") {
        return R"({"specversion":"1.0","type":"jejak.agency.registered","source":"urn:t","id":")" +
               id + R"(","subject":"agency/)" + id +
               R"(","actor":"h","actorrole":"head","data":{"name":"X","kind":"city","zone":"wib"})" +
               more + "}";
    }

    static std::unique_ptr<tests::TemporaryDirectory> directory_;
    static std::unique_ptr<tools::Client> client_;
    static std::string plan_;
};

std::unique_ptr<tests::TemporaryDirectory> Service::directory_;
std::unique_ptr<tools::Client> Service::client_;
std::string Service::plan_;

constexpr const char* one_event = "application/cloudevents+json";
constexpr const char* batch = "application/cloudevents-batch+json";

TEST_F(Service, TheGoldenYearAfterTheObjection) {
    const Answer year = get(score_path("2025"));
    EXPECT_EQ(text_at(year.root(), {"score", "exact"}), "7765231/85680");
    EXPECT_EQ(text_at(year.root(), {"score", "rounded"}), "90.63");
    EXPECT_EQ(text_at(year.root(), {"level"}), "meets");
    EXPECT_EQ(text_at(year.root(), {"evaluation", "result", "predikat"}), "good");
    EXPECT_EQ(text_at(year.root(), {"evaluation", "pp30", "number", "decimal"}), "94.6986");
    EXPECT_EQ(text_at(get(score_path("2025-12")).root(), {"score", "exact"}), "275177/3060");
    EXPECT_EQ(text_at(get(score_path("2025-01")).root(), {"score", "exact"}), "41446511/523260");
    EXPECT_EQ(text_at(get(score_path("2025-Q4")).root(), {"score", "rounded"}), "89.97");
    EXPECT_EQ(text_at(get(score_path("2025-Q4")).root(), {"level"}), "below");
}

// domain.md 2.5, V10: the first plan was closed when July ended, though it was drafted for the
// year.
TEST_F(Service, PlansOfATransferredPersonCountByTheMonthsThatTheyCovered) {
    const auto cast = tools::demonstration::cast_of(tools::DemoOptions{}.seed);
    const std::string nurse = cast.person("puskesmas-bukit", "d2").id.text;
    const Answer year = get("/v1/people/" + nurse + "/scores/2025");
    const auto plans = value_at(year.root(), {"plans"});
    ASSERT_TRUE(plans);
    std::vector<ledger::Rational> parts;
    const std::string position = text_at(year.root(), {"asOf", "position"});
    EXPECT_FALSE(position.empty());
    for (const api::JsonValue plan : plans->items()) {
        EXPECT_EQ(text_at(plan, {"asOf", "position"}), position);
        parts.push_back(ledger::Rational::parse(text_at(plan, {"score", "exact"})).value());
    }
    ASSERT_EQ(parts.size(), 2U);
    const ledger::Rational expected =
        (ledger::Rational(7) * parts[0] + ledger::Rational(5) * parts[1]) / ledger::Rational(12);
    EXPECT_EQ(text_at(year.root(), {"score", "exact"}), expected.text());
    EXPECT_EQ(text_at(year.root(), {"score", "rounded"}), expected.rounded(2).text());
}

// domain.md 12.9: "what did we believe on 2026-02-06 about December 2025?"
TEST_F(Service, WhatWasBelievedThenIsStillAnswered) {
    const Answer before = get(score_path("2025-12") + "?recorded=2026-02-06T00:00:00Z");
    EXPECT_EQ(text_at(before.root(), {"score", "exact"}), "244577/3060");
    EXPECT_EQ(text_at(before.root(), {"score", "decimal"}), "79.9271");
    const Answer after = get(score_path("2025-12") + "?recorded=2026-02-10T00:00:00Z");
    EXPECT_EQ(text_at(after.root(), {"score", "decimal"}), "89.9271");
    const Answer year = get(score_path("2025") + "?recorded=2026-02-06T00:00:00Z");
    EXPECT_EQ(text_at(year.root(), {"score", "exact"}), "64649/720");
    EXPECT_EQ(text_at(year.root(), {"evaluation", "result", "predikat"}), "needsImprovement");
}

TEST_F(Service, HistoryNamesTheEventOfEachChange) {
    const Answer history = get(score_path("2025-12") + "/history");
    const auto changes = value_at(history.root(), {"changes"});
    ASSERT_TRUE(changes);
    std::vector<std::pair<std::string, std::string>> told;
    for (const api::JsonValue change : changes->items()) {
        const std::string score = text_at(change, {"score", "decimal"});
        if (!score.empty()) told.emplace_back(text_at(change, {"type"}), score);
    }
    ASSERT_EQ(told.size(), 2U);
    EXPECT_EQ(told[0], std::pair(std::string("report.submitted"), std::string("79.9271")));
    EXPECT_EQ(told[1], std::pair(std::string("report.valueCorrected"), std::string("89.9271")));
}

TEST_F(Service, ATrailHoldsWhatIsAboutThePerson) {
    const Answer trail = get("/v1/people/a-puskesmas-pauh/trail?limit=1000");
    std::set<std::string> types;
    for (const api::JsonValue event : value_at(trail.root(), {"events"})->items()) {
        types.insert(text_at(event, {"type"}));
    }
    for (const char* type :
         {"jejak.person.registered",
          "jejak.plan.established",
          "jejak.report.submitted",
          "jejak.evaluation.objectionFiled",
          "jejak.evaluation.objectionDecided"}) {
        EXPECT_TRUE(types.contains(type)) << type;
    }
}

TEST_F(Service, NoAnswerHoldsClosedWords) {
    const Answer trail = get("/v1/people/a-puskesmas-pauh/trail?limit=1000");
    EXPECT_NE(trail.body.find("\"withheld\":true"), std::string::npos);
}

TEST_F(Service, AnAppendIsAnsweredWithItsPosition) {
    const Answer first = post(agency("svc-1"), one_event);
    EXPECT_EQ(first.status, 201U);
    const std::string position = text_at(first.root(), {"position"});
    const Answer event = get("/v1/events/" + position);
    EXPECT_EQ(text_at(event.root(), {"subject"}), "agency/svc-1");
    const Answer again = post(agency("svc-1"), one_event);
    EXPECT_EQ(again.status, 200U);
    EXPECT_EQ(text_at(again.root(), {"outcome"}), "duplicate");
    EXPECT_EQ(text_at(again.root(), {"position"}), position);
}

TEST_F(Service, ABatchIsAnsweredItemByItem) {
    const std::string bad = R"({"specversion":"1.0","type":"jejak.no.such","source":"s","id":"x",)"
                            R"("subject":"agency/q","actor":"h","actorrole":"head","data":{}})";
    const Answer answer =
        post("[" + agency("svc-2") + "," + bad + "," + agency("svc-2") + "]", batch);
    EXPECT_EQ(answer.status, 200U);
    std::vector<std::string> outcomes;
    for (const api::JsonValue outcome : value_at(answer.root(), {"outcomes"})->items()) {
        outcomes.push_back(text_at(outcome, {"outcome"}));
    }
    EXPECT_EQ(outcomes, (std::vector<std::string>{"recorded", "rejected", "duplicate"}));
}

TEST_F(Service, WhatIsNotKnownIsRefusedAndNotDropped) {
    const Answer answer = post(agency("svc-3", R"(,"colour":"red")"), one_event);
    EXPECT_EQ(answer.status, 400U);
    EXPECT_EQ(text_at(answer.root(), {"code"}), "R-SHAPE");
    EXPECT_EQ(text_at(answer.root(), {"field"}), "colour");
}

TEST_F(Service, OtherMediaTypesAreRefused) {
    EXPECT_EQ(post(agency("svc-4"), "text/plain").status, 415U);
}

TEST_F(Service, ReadingRightAfterWritingSeesTheWrite) {
    const Answer written = post(agency("svc-5"), one_event);
    const std::string position = text_at(written.root(), {"position"});
    EXPECT_EQ(get(score_path("2025") + "?atLeast=" + position).status, 200U);
}

TEST_F(Service, AnswersToWrongQuestionsAreProblems) {
    EXPECT_EQ(get("/v1/plans/nobody/scores/2025").status, 404U);
    EXPECT_EQ(get(score_path("2025-13")).status, 400U);
    EXPECT_EQ(get(score_path("2025") + "?position=999999999").status, 400U);
    EXPECT_EQ(get(score_path("2025") + "?recorded=yesterday").status, 400U);
    EXPECT_EQ(get(score_path("2025") + "?recorded=2026-02-06T00:00:00Z&position=9").status, 400U);
    EXPECT_EQ(get("/v1/events/99999999").status, 404U);
    EXPECT_EQ(get("/v1/streams/nothing/x").status, 404U);
    EXPECT_EQ(get("/v1/events?limit=1001").status, 400U);
}

TEST_F(Service, TheOpenApiDocumentHasEveryRouteAndNoOther) {
    const auto parsed = api::JsonDocument::parse(
        api::openapi_document(), {.bytes_max = 8UL * 1024 * 1024, .items_max = 100'000}
    );
    ASSERT_TRUE(parsed);
    std::set<std::string> described;
    for (const api::JsonMember path : value_at(parsed->root(), {"paths"})->members()) {
        for (const api::JsonMember method : path.value.members()) {
            described.insert(
                std::string(method.name) + " " + std::string(path.name) + " " +
                text_at(method.value, {"operationId"})
            );
        }
    }
    const tests::TemporaryDirectory directory;
    ledger::LedgerOptions options;
    options.found = ledger::origin::Founded{.origin = "routes.example"};
    const auto house = tools::House::open(directory.path() / "ledger", std::move(options), {});
    ASSERT_TRUE(house) << house.error().detail;
    std::set<std::string> served;
    for (const api::Route& route : (*house)->router().routes()) {
        std::string method = route.method;
        std::ranges::transform(method, method.begin(), [](unsigned char c) {
            return static_cast<char>(std::tolower(c));
        });
        // OpenAPI has no parameter of several segments.
        std::string path = route.path;
        if (const auto rest = path.find("..."); rest != path.npos) path.erase(rest, 3);
        served.insert(method + " " + path + " " + route.name);
    }
    EXPECT_EQ(described, served);
}

TEST_F(Service, AnswersAreWhatTheOpenApiDocumentSays) {
    const auto document = api::JsonDocument::parse(
        api::openapi_document(), {.bytes_max = 8UL * 1024 * 1024, .items_max = 100'000}
    );
    ASSERT_TRUE(document);
    const tests::SchemaCheck schemas(document->root());
    const auto check = [&](const std::string& target, std::string_view schema) {
        const Answer answer = get(target);
        EXPECT_EQ(schemas.problem(answer.root(), schema), "") << target;
    };
    check("/v1/agencies", "Agencies");
    const Answer agencies = get("/v1/agencies");
    std::string agency_id;
    for (const api::JsonValue name : value_at(agencies.root(), {"agencies"})->items()) {
        if (name.text().find("svc") == std::string_view::npos) agency_id = name.text();
    }
    check(score_path("2025"), "PlanScore");
    check(score_path("2025-12") + "/history", "History");
    check(score_path("2025") + "/explanation", "Explanation");
    check("/v1/people/a-puskesmas-pauh/scores/2025", "PersonScore");
    check("/v1/people/a-puskesmas-pauh/plans", "Plans");
    check("/v1/people/a-puskesmas-pauh/trail?limit=1000", "EventPage");
    check("/v1/people/b-puskesmas-pauh/acts?limit=1000", "Acts");
    check("/v1/people/b-puskesmas-pauh/keys", "PersonKeys");
    check("/v1/events?limit=1000", "EventPage");
    check("/v1/events/1", "CloudEvent");
    check("/v1/event-types", "EventTypes");
    check("/v1/agencies/" + agency_id + "/scores/2025", "UnitScore");
    check("/v1/agencies/" + agency_id + "/verdicts/2025", "Verdicts");
    check("/v1/register/forgotten", "Forgotten");
    check("/v1/ledger", "Ledger");
    check("/healthz", "Health");
    check("/problems/R-SHAPE", "ProblemType");
    check("/v1/plans/nobody/scores/2025", "Problem");
    check("/v1/events?nothing=1", "Problem");
    EXPECT_EQ(schemas.problem(post(agency("svc-6"), one_event).root(), "Recorded"), "");
    EXPECT_EQ(schemas.problem(post(agency("svc-6"), one_event).root(), "Recorded"), "");
    const std::string bad = R"({"specversion":"1.0"})";
    const Answer several = post("[" + agency("svc-6") + "," + bad + "]", batch);
    EXPECT_EQ(schemas.problem(several.root(), "BatchOutcome"), "") << several.body;
}

TEST_F(Service, AHistoryOfThePastEndsThere) {
    const std::string path = score_path("2025-12") + "/history";
    const Answer then = get(path + "?recorded=2026-02-06T00:00:00Z");
    EXPECT_NE(then.body.find("report.submitted"), std::string::npos);
    EXPECT_EQ(then.body.find("report.valueCorrected"), std::string::npos);
    EXPECT_NE(get(path).body.find("report.valueCorrected"), std::string::npos);
}

TEST_F(Service, HealthSaysThatAllIsWell) {
    EXPECT_EQ(text_at(get("/healthz").root(), {"status"}), "ok");
}

}  // namespace
