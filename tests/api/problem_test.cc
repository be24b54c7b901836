#include "api/problem.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace {

using api::Language;
using api::Problem;
using api::Request;
using api::Response;
using ledger::Fault;
using ledger::Rejection;
using Code = ledger::Rejection::Code;

const Rejection late{
    Code::objection_late, "grounds", {"Terlambat sejak 26 Januari.", "Late since 26 January."}
};

Request asked(std::string language = {}) {
    Request request{.method = "POST", .target = "/v1/events?x=1"};
    if (!language.empty()) request.headers.add("Accept-Language", language);
    return request;
}

TEST(Problem, IsADocumentInTheCallersLanguage) {
    const Response indonesian = api::problem(asked(), late);
    EXPECT_EQ(indonesian.status, 409U);
    EXPECT_EQ(indonesian.content_type, "application/problem+json");
    EXPECT_EQ(indonesian.headers.find("Content-Language"), "id");
    EXPECT_EQ(indonesian.headers.find("Vary"), "Accept-Language");
    EXPECT_EQ(
        indonesian.text(),
        R"({"type":"/problems/R-OBJ-LATE","title":"Keberatan terlambat","status":409,)"
        R"("detail":"Terlambat sejak 26 Januari.","instance":"/v1/events","code":"R-OBJ-LATE",)"
        R"("field":"grounds"})"
    );
    const Response english = api::problem(asked("en"), late);
    EXPECT_EQ(english.headers.find("Content-Language"), "en");
    EXPECT_EQ(
        english.text(),
        R"({"type":"/problems/R-OBJ-LATE","title":"Objection too late","status":409,)"
        R"("detail":"Late since 26 January.","instance":"/v1/events","code":"R-OBJ-LATE",)"
        R"("field":"grounds"})"
    );
}

TEST(Problem, HasAStatusForEveryCode) {
    struct Case {
        unsigned status;
        std::vector<Code> codes;
    };
    using enum Code;
    const Case cases[] = {
        {400, {shape}},
        {403, {auth, auth_level, self, not_rater, not_superior, conflict, not_invited}},
        {409,
         {state,
          period_closed,
          period_open,
          objection_late,
          objection_duplicate,
          final,
          min_assessors,
          summons_early,
          summons_late,
          no_team,
          double_punish,
          not_effective,
          paid,
          ineligible,
          certificate_duplicate,
          key_destroyed,
          legal_hold,
          policy_retroactive,
          proposal_stale}},
        {412, {sequence}},
        {422,
         {idempotency,
          weight_100,
          target_zero,
          target_sign,
          cascade,
          future,
          backdate,
          no_evidence,
          no_reason,
          k_anonymity}},
    };
    std::size_t count = 0;
    for (const Case& c : cases) {
        for (const Code code : c.codes) {
            EXPECT_EQ(api::problem_type(code).status, c.status) << ledger::name_of(code);
            ++count;
        }
    }
    EXPECT_EQ(count, names(Code{}).size());
}

TEST(Problem, NamesEveryTypeOnceAndInBothLanguages) {
    std::set<std::string_view> codes;
    for (const api::ProblemType& type : api::problem_types()) {
        EXPECT_TRUE(codes.insert(type.code).second) << type.code;
        EXPECT_FALSE(type.title.id.empty()) << type.code;
        EXPECT_FALSE(type.title.en.empty()) << type.code;
        EXPECT_TRUE(type.status >= 400 && type.status <= 505) << type.code;
    }
    EXPECT_EQ(codes.size(), names(Code{}).size() + api::http_statuses.size());
}

TEST(Problem, ListsAllThatIsWrong) {
    const std::vector<Rejection> several{
        {Code::shape, "a", {"satu", "one"}}, {Code::weight_100, "", {"dua", "two"}}
    };
    EXPECT_EQ(
        api::problem(asked("en"), several).text(),
        R"({"type":"/problems/R-SHAPE","title":"Malformed data","status":400,"detail":"one",)"
        R"("instance":"/v1/events","code":"R-SHAPE","field":"a","errors":[)"
        R"({"code":"R-SHAPE","field":"a","detail":"one"},{"code":"R-WEIGHT-100","detail":"two"}]})"
    );
    const std::vector<Rejection> one{late};
    EXPECT_EQ(api::problem(asked(), one).text(), api::problem(asked(), late).text());
}

TEST(Problem, TakesMoreMembersAndHeaders) {
    Problem problem(Rejection{Code::sequence, "", {"berubah", "changed"}});
    problem.members.member("expected", 4);
    problem.members.member("actual", 5);
    problem.headers.add("ETag", "\"plan/a@5\"");
    const Response response = problem.response(asked("en"));
    EXPECT_EQ(response.status, 412U);
    EXPECT_EQ(response.headers.find("ETag"), "\"plan/a@5\"");
    EXPECT_TRUE(response.text().ends_with(R"("code":"R-SEQ","expected":4,"actual":5})"))
        << response.text();
}

TEST(Problem, KeepsFaultsToItself) {
    struct Case {
        Fault::Kind kind;
        unsigned status;
    };
    for (const Case& c : std::initializer_list<Case>{
             {Fault::Kind::busy, 503},
             {Fault::Kind::closed, 503},
             {Fault::Kind::corrupt, 500},
             {Fault::Kind::io, 500},
             {Fault::Kind::clock, 503},
         }) {
        const Response response = api::problem(asked("en"), Fault{c.kind, "/var/lib/secret"});
        EXPECT_EQ(response.status, c.status);
        EXPECT_EQ(response.text().find("secret"), std::string::npos);
        EXPECT_EQ(response.cause, "/var/lib/secret");
        EXPECT_EQ(response.headers.find("Retry-After").has_value(), c.status == 503);
    }
}

TEST(Problem, ExplainsPlainStatuses) {
    for (const unsigned status : api::http_statuses) {
        const Response response = api::problem(asked("en"), status);
        EXPECT_EQ(response.status, status);
        EXPECT_NE(response.text().find(R"("detail":")"), std::string::npos);
    }
    const Response response =
        api::problem(asked("en"), 415, {"Kirim CloudEvents.", "Send CloudEvents."});
    EXPECT_EQ(
        response.text(),
        R"({"type":"/problems/unsupported-media-type","title":"Unsupported media type","status":415,)"
        R"("detail":"Send CloudEvents.","instance":"/v1/events","code":"unsupported-media-type"})"
    );
}

TEST(Problem, QuotesWhateverAClientSent) {
    const Rejection rejection{Code::shape, "a\"\xFF", {"'\n'", "'\n'"}};
    EXPECT_NE(
        api::problem(asked(), rejection).text().find("\"field\":\"a\\\"\uFFFD\""), std::string::npos
    );
}

}  // namespace
