// The verbs as a person or a script uses them: what they print, what they return, and that what one
// writes another reads.

#include "tools/verbs.h"

#include "tests/support/said.h"
#include "tests/support/temporary_directory.h"
#include "tools/client.h"
#include "tools/json_view.h"
#include "tools/resubmission.h"
#include "tools/serving.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace {

using tests::Said;
using tests::said;
using tools::Manner;

bool is_json(const std::string& text) {
    return api::JsonDocument::parse(text, {.bytes_max = 64UL * 1024 * 1024, .items_max = 1'000'000})
        .has_value();
}

void write(const std::filesystem::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

const Manner plain{};
const Manner json{.json = true};

// The demonstration, filled once.
class Verbs : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        directory_ = std::make_unique<tests::TemporaryDirectory>();
        ASSERT_EQ(tools::demo({.directory = demo(), .fill_only = true}, {}), tools::exit_ok);
    }
    static void TearDownTestSuite() { directory_.reset(); }

    static std::filesystem::path path(const std::string& name) { return *directory_ / name; }
    static std::filesystem::path demo() { return path("demo"); }
    static void found(const std::string& name, bool simulated) {
        const Said founded = said([&] {
            return tools::init(
                {.directory = path(name), .origin = "t.example", .simulated = simulated}, plain
            );
        });
        ASSERT_EQ(founded.status, tools::exit_ok) << founded.err;
    }
    static std::string agency(const std::string& name, const std::string& more = {}) {
        return R"({"specversion":"1.0","type":"jejak.agency.registered","source":"urn:t",)"
               R"("subject":"agency/)" +
               name + R"(","actor":"h","actorrole":"head","data":{"name":"X","kind":"city",)" +
               R"("zone":"wib"})" + more + "}\n";
    }
    static Said import(const std::string& ledger, const std::string& file, const Manner& manner) {
        return said([&] {
            return tools::import({.place = path(ledger).string(), .files = {path(file)}}, manner);
        });
    }

    static std::unique_ptr<tests::TemporaryDirectory> directory_;
};

std::unique_ptr<tests::TemporaryDirectory> Verbs::directory_;

// What two ledgers cannot have in common: hashes over salts, and who vouched for the actor.
std::string without_what_is_its_own(const std::string& line) {
    const auto resubmitted = tools::resubmitted(line);
    return resubmitted.value_or(line.find("origin.founded") != line.npos ? "founding" : "a fact");
}

TEST_F(Verbs, WhatIsExportedIsImportedAgain) {
    const auto exported = [](const std::filesystem::path& directory) {
        return said([&] {
            return tools::export_events({.directory = directory, .open_words = true}, plain);
        });
    };
    const Said before = exported(demo());
    ASSERT_EQ(before.status, tools::exit_ok) << before.err;
    write(path("demo.ndjson"), before.out);
    found("again", true);
    const Said first = import("again", "demo.ndjson", plain);
    EXPECT_EQ(first.status, tools::exit_ok) << first.out << first.err.substr(0, 2000);
    const Said after = exported(path("again"));
    auto was = lines_of(before.out);
    const auto is = lines_of(after.out);
    // A ledger closes its own days.
    ASSERT_NE(was.back().find("jejak.close.day"), std::string::npos);
    was.pop_back();
    ASSERT_EQ(is.size(), was.size());
    for (std::size_t i = 0; i < was.size(); ++i) {
        ASSERT_EQ(without_what_is_its_own(is[i]), without_what_is_its_own(was[i])) << i;
    }
    const Said second = import("again", "demo.ndjson", json);
    EXPECT_EQ(second.status, tools::exit_ok) << second.out.substr(0, 2000);
    EXPECT_NE(second.out.find(R"("recorded":0,)"), std::string::npos) << second.out;
}

TEST_F(Verbs, ExportSaysWhenItIsNoBackup) {
    const Said closed =
        said([] { return tools::export_events({.directory = demo(), .from = 1000}, plain); });
    EXPECT_NE(closed.err.find("no backup"), std::string::npos);
}

TEST_F(Verbs, ImportTellsOfEveryLineThatIsNotThere) {
    found("lines", false);
    write(
        path("bad.ndjson"),
        agency("a") + "{\n" + agency("b", R"(,"colour":"red")") + agency("a") + "\n" + agency("c")
    );
    const Said text = import("lines", "bad.ndjson", plain);
    EXPECT_EQ(text.status, tools::exit_failed);
    EXPECT_EQ(text.out, "recorded 2, already there 1, refused 2\n");
    EXPECT_NE(text.err.find("bad.ndjson:2: this line is not JSON"), std::string::npos) << text.err;
    EXPECT_NE(text.err.find("bad.ndjson:3: R-SHAPE at colour: "), std::string::npos) << text.err;

    const Said again = import("lines", "bad.ndjson", json);
    EXPECT_EQ(again.status, tools::exit_failed);
    const auto document = api::JsonDocument::parse(again.out);
    ASSERT_TRUE(document) << again.out;
    EXPECT_EQ(
        tools::text_at(document->root(), {"duplicates"}), "3"
    );  // by the hash of their content
    const auto rows = tools::value_at(document->root(), {"rows"});
    ASSERT_TRUE(rows);
    std::vector<std::string> told;
    for (const api::JsonValue row : rows->items()) {
        told.push_back(tools::text_at(row, {"line"}) + tools::text_at(row, {"code"}));
    }
    EXPECT_EQ(told, (std::vector<std::string>{"2", "3R-SHAPE"}));
}

TEST_F(Verbs, ImportDoesNotClaimWhatItDidNotDo) {
    found("none", false);
    EXPECT_EQ(import("none", "no-such.ndjson", plain).status, tools::exit_failed);
    write(path("one.ndjson"), agency("a"));
    const Said unreachable = said([] {
        return tools::import(
            {.place = "http://127.0.0.1:1", .files = {path("one.ndjson")}}, Manner{.json = true}
        );
    });
    EXPECT_EQ(unreachable.status, tools::exit_failed);
    EXPECT_NE(unreachable.out.find(R"("notSent":1)"), std::string::npos) << unreachable.out;
    EXPECT_TRUE(is_json(unreachable.err)) << unreachable.err;
}

TEST_F(Verbs, ImportSendsWhatIsCompleteThoughAnotherFileIsMissing) {
    found("half", false);
    write(path("good.ndjson"), agency("a"));
    const Said told = said([] {
        return tools::import(
            {.place = path("half").string(), .files = {path("good.ndjson"), path("missing.ndjson")}
            },
            Manner{.json = true}
        );
    });
    EXPECT_EQ(told.status, tools::exit_failed);
    EXPECT_NE(told.out.find(R"("recorded":1)"), std::string::npos) << told.out;
}

TEST_F(Verbs, AskAServerAsTheyAskADirectory) {
    found("served", false);
    auto serving = tools::Serving::start(path("served"), {}, {}, 0, 1);
    ASSERT_TRUE(serving) << serving.error();
    const std::string url = (*serving)->url();
    write(path("one.ndjson"), agency("a"));
    const Said imported = said([&] {
        return tools::import({.place = url + "/", .files = {path("one.ndjson")}}, plain);
    });
    EXPECT_EQ(imported.out, "recorded 1, already there 0, refused 0\n") << imported.err;
    const Said taken = said([&] {
        const std::uint16_t port =
            static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
        return tools::serve({.directory = demo(), .port = port}, plain);
    });
    EXPECT_EQ(taken.status, tools::exit_failed);
    EXPECT_NE(taken.err.find("--port"), std::string::npos) << taken.err;
}

TEST_F(Verbs, ScoreAndExplainTakeAPersonForHisPlan) {
    const std::string place = demo().string();
    for (const bool history : {false, true}) {
        const Said score = said([&] {
            return tools::score(
                {.place = place, .of = "a-puskesmas-pauh", .period = "2025", .history = history},
                plain
            );
        });
        EXPECT_EQ(score.status, tools::exit_ok) << score.err;
        EXPECT_NE(score.out.find("90.63"), std::string::npos) << score.out;
    }
    const Said then = said([&] {
        return tools::score(
            {.place = place,
             .of = "a-puskesmas-pauh",
             .period = "2025",
             .past = {.position = {}, .recorded = "2026-02-06T00:00:00Z"},
             .history = true},
            plain
        );
    });
    EXPECT_EQ(then.out.find("90.63"), std::string::npos) << then.out;
    EXPECT_NE(then.out.find("89.79"), std::string::npos) << then.out;
    for (const Manner& manner : {plain, json}) {
        const Said explained = said([&] {
            return tools::explain(
                {.place = place, .of = "a-puskesmas-pauh", .period = "2025"}, manner
            );
        });
        EXPECT_EQ(explained.status, tools::exit_ok) << explained.err;
        EXPECT_EQ(is_json(explained.out), manner.json);
        EXPECT_NE(explained.out.find("7765231/85680"), std::string::npos);
    }
}

TEST_F(Verbs, SayWhatIsMissingAndWhatToDo) {
    const std::string place = demo().string();
    const Said nobody = said([&] {
        return tools::score({.place = place, .of = "no body/x", .period = "2025"}, plain);
    });
    EXPECT_NE(nobody.status, tools::exit_ok);
    EXPECT_FALSE(nobody.err.empty());
    const Said as_json = said([&] {
        return tools::score({.place = place, .of = "nobody", .period = "2025"}, json);
    });
    EXPECT_EQ(as_json.status, tools::exit_not_found);
    EXPECT_TRUE(is_json(as_json.err)) << as_json.err;
    EXPECT_EQ(as_json.out, "");
    const Said https =
        said([] { return tools::trail({.place = "https://localhost", .person = "p"}, plain); });
    EXPECT_NE(https.err.find("http://127.0.0.1:PORT"), std::string::npos) << https.err;
    const Said path =
        said([] { return tools::trail({.place = "http://127.0.0.1:1/v1", .person = "p"}, plain); });
    EXPECT_NE(path.err.find("without a path"), std::string::npos) << path.err;
}

TEST_F(Verbs, TrailUnitAndVerdictsForPeopleAndPrograms) {
    const std::string place = demo().string();
    std::string agency_id;
    {
        const auto client = tools::connect(place, "en");
        ASSERT_TRUE(client);
        const auto answer = (*client)->get("/v1/agencies");
        ASSERT_TRUE(answer);
        const auto document = api::JsonDocument::parse(answer->body);
        ASSERT_TRUE(document) << answer->body;
        for (const api::JsonValue name : tools::value_at(document->root(), {"agencies"})->items()) {
            agency_id = name.text();
        }
    }
    for (const Manner& manner : {plain, json}) {
        const Said trail = said([&] {
            return tools::trail({.place = place, .person = "a-puskesmas-pauh", .limit = 5}, manner);
        });
        EXPECT_EQ(trail.status, tools::exit_ok) << trail.err;
        EXPECT_EQ(is_json(trail.out), manner.json);
        const Said unit = said([&] {
            return tools::unit({.place = place, .agency = agency_id, .period = "2025"}, manner);
        });
        EXPECT_EQ(unit.status, tools::exit_ok) << unit.err;
        EXPECT_EQ(is_json(unit.out), manner.json);
        const Said verdicts =
            said([&] { return tools::verdicts({.place = place, .period = "2025"}, manner); });
        EXPECT_EQ(verdicts.status, tools::exit_ok) << verdicts.err;
        EXPECT_EQ(is_json(verdicts.out), manner.json);
        EXPECT_NE(verdicts.out.find(agency_id), std::string::npos);
    }
    const Said unknown = said([&] {
        return tools::unit(
            {.place = place, .agency = agency_id, .unit = "no-such", .period = "2025"}, plain
        );
    });
    EXPECT_EQ(unknown.status, tools::exit_not_found);
}

TEST_F(Verbs, TheCheckOfTheDemonstrationIsOneDocument) {
    const Said check = said([] {
        return tools::demo({.directory = demo(), .check = true}, Manner{.json = true});
    });
    EXPECT_EQ(check.status, tools::exit_ok) << check.err;
    EXPECT_TRUE(is_json(check.out)) << check.out.substr(0, 300);
    EXPECT_TRUE(check.out.starts_with(R"({"score":{)"));
}

TEST(Resubmission, GivesAnEventWithoutANameOneFromItsContent) {
    const auto one = tools::resubmitted(R"({"type":"a","data":{"b":1}})");
    const auto same = tools::resubmitted(R"({ "type" : "a", "data" : { "b" : 1 } })");
    const auto other = tools::resubmitted(R"({"type":"a","data":{"b":2}})");
    EXPECT_EQ(one, same);
    EXPECT_NE(one, other);
    EXPECT_TRUE(one->starts_with(R"({"id":"content-)"));
}

TEST(Resubmission, LeavesOutWhatComesBackByItself) {
    EXPECT_FALSE(tools::resubmitted(R"({"type":"jejak.origin.founded"})"));
    EXPECT_FALSE(tools::resubmitted(R"({"id":"x/1","factindex":"1"})"));
    EXPECT_EQ(
        tools::resubmitted(R"({"id":"x/0","factindex":"0","factcount":"2","authmethod":"oidc"})"),
        R"({"id":"x"})"
    );
    EXPECT_EQ(tools::resubmitted(R"({"id":"x","data":1.5})"), R"({"id":"x","data":1.5})");
}

}  // namespace
