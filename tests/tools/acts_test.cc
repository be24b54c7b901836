// Signing by the command line: a key that openssl made, acts that are signed on the person's own
// machine, and what export, import and verify make of them.

#include "ledger/rules/time.h"
#include "tests/support/said.h"
#include "tests/support/temporary_directory.h"
#include "tools/verbs.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace {

namespace fs = std::filesystem;
using tests::said;
using tests::Said;

class SigningVerbs : public ::testing::Test {
protected:
    SigningVerbs() {
        make_key("ed25519", "laptop.pem");
        EXPECT_EQ(
            said([&] {
                return tools::init(
                    {.directory = place_, .origin = "pauh.example", .simulated = true}, {}
                );
            }).status,
            tools::exit_ok
        );
    }

    void make_key(const std::string& algorithm, const std::string& file) {
        const std::string command = "openssl genpkey -quiet -algorithm " + algorithm + " -out " +
                                    (directory_ / file).string() + " 2>&1";
        const std::string without_quiet = "openssl genpkey -algorithm " + algorithm + " -out " +
                                          (directory_ / file).string() + " 2>&1";
        ASSERT_TRUE(std::system(command.c_str()) == 0 || std::system(without_quiet.c_str()) == 0);
    }
    std::string file(const std::string& name, const std::string& text) {
        const auto path = directory_ / name;
        std::ofstream(path, std::ios::binary) << text;
        return path.string();
    }
    static std::string agency(const std::string& name, const std::string& recorded) {
        return R"({"specversion":"1.0","type":"jejak.agency.registered","source":"urn:app","id":")" +
               name + R"(","subject":"agency/)" + name +
               R"(","actor":"budi","actorrole":"head","recordedtime":")" + recorded +
               R"(","data":{"name":"X","kind":"city","zone":"wib"}})";
    }
    // A flattened JWS, as a line to import.
    std::string signed_line(const tools::SignOptions& options) {
        const Said made = said([&] { return tools::sign(options, {.json = true}); });
        EXPECT_EQ(made.status, tools::exit_ok) << made.err;
        return made.out;
    }
    tools::SignOptions with_laptop() { return {.key = directory_ / "laptop.pem", .kid = "laptop"}; }

    // A person who signs everything, one act that he signed, and one that somebody else did.
    std::string history() {
        auto announce = with_laptop();
        announce.person = "budi";
        announce.signs_all = true;
        auto act = with_laptop();
        act.event = file("a.json", agency("a", "2025-01-02T00:00:00Z"));
        std::string other = agency("b", "2025-01-03T00:00:00Z");
        other.replace(other.find("budi"), 4, "siti");
        return signed_line(announce) + signed_line(act) + other + "\n";
    }
    Said import(const fs::path& into, const std::string& lines) {
        const std::string path = file("lines.ndjson", lines);
        return said([&] { return tools::import({.place = into.string(), .files = {path}}, {}); });
    }

    tests::TemporaryDirectory directory_;
    fs::path place_ = directory_ / "ledger";
};

TEST_F(SigningVerbs, WhatIsSignedIsImportedListedAndVerified) {
    const Said imported = import(place_, history());
    EXPECT_EQ(imported.status, tools::exit_ok) << imported.out << imported.err;
    const Said acts =
        said([&] { return tools::acts({.place = place_.string(), .person = "budi"}, {}); });
    EXPECT_NE(acts.out.find("signed with laptop"), std::string::npos) << acts.out << acts.err;
    const Said of_siti =
        said([&] { return tools::acts({.place = place_.string(), .person = "siti"}, {}); });
    EXPECT_NE(of_siti.out.find("attested by the operator only"), std::string::npos) << of_siti.out;
    const Said verified = said([&] { return tools::verify({.what = place_}, {}); });
    EXPECT_EQ(verified.status, tools::exit_ok) << verified.out << verified.err;
}

TEST_F(SigningVerbs, AnExportComesBackSigned) {
    ASSERT_EQ(import(place_, history()).status, tools::exit_ok);
    const Said exported =
        said([&] { return tools::export_events({.directory = place_, .open_words = true}, {}); });
    EXPECT_EQ(exported.status, tools::exit_ok);
    const fs::path copy = directory_ / "copy";
    EXPECT_EQ(
        said([&] {
            return tools::init(
                {.directory = copy, .origin = "copy.example", .simulated = true}, {}
            );
        }).status,
        tools::exit_ok
    );
    const Said imported = import(copy, exported.out);
    EXPECT_EQ(imported.status, tools::exit_ok) << imported.out << imported.err;
    const Said acts =
        said([&] { return tools::acts({.place = copy.string(), .person = "budi"}, {}); });
    EXPECT_NE(acts.out.find("signed with laptop"), std::string::npos) << acts.out << acts.err;
    EXPECT_EQ(said([&] { return tools::verify({.what = copy}, {}); }).status, tools::exit_ok);
}

TEST_F(SigningVerbs, WhoSignsEverythingIsNotImportedUnsigned) {
    ASSERT_EQ(import(place_, history()).status, tools::exit_ok);
    const Said refused = import(place_, agency("c", "2025-01-04T00:00:00Z") + "\n");
    EXPECT_EQ(refused.status, tools::exit_failed);
    EXPECT_NE((refused.out + refused.err).find("R-AUTH"), std::string::npos)
        << refused.out << refused.err;
}

TEST_F(SigningVerbs, AFurtherKeyIsAnnouncedByTheFirst) {
    ASSERT_EQ(import(place_, history()).status, tools::exit_ok);
    make_key("ed25519", "phone.pem");
    auto next = with_laptop();
    next.person = "budi";
    next.new_key = directory_ / "phone.pem";
    next.new_kid = "phone";
    next.signs_all = true;
    auto act = with_laptop();
    act.key = directory_ / "phone.pem";
    act.kid = "phone";
    act.event = file("c.json", agency("c", "2025-01-04T00:00:00Z"));
    const Said imported = import(place_, signed_line(next) + signed_line(act));
    EXPECT_EQ(imported.status, tools::exit_ok) << imported.out << imported.err;
}

TEST_F(SigningVerbs, NobodySignsWhatNoLedgerTakes) {
    auto act = with_laptop();
    act.event = file("bad.json", R"({"specversion":"1.0"})");
    EXPECT_EQ(said([&] { return tools::sign(act, {}); }).status, tools::exit_failed);
    act.event = (directory_ / "nothing").string();
    EXPECT_EQ(said([&] { return tools::sign(act, {}); }).status, tools::exit_failed);
    act.event = file("a.json", agency("a", "2025-01-02T00:00:00Z"));
    act.kid = "a b";
    EXPECT_EQ(said([&] { return tools::sign(act, {}); }).status, tools::exit_usage);
    act.kid = "laptop";
    act.key = directory_ / "nothing.pem";
    EXPECT_EQ(said([&] { return tools::sign(act, {}); }).status, tools::exit_usage);
    act.key = file("no.pem", "no key");
    EXPECT_EQ(said([&] { return tools::sign(act, {}); }).status, tools::exit_usage);
    make_key("x25519", "agree.pem");
    act.key = directory_ / "agree.pem";
    EXPECT_EQ(said([&] { return tools::sign(act, {}); }).status, tools::exit_usage);
}

TEST_F(SigningVerbs, TruncateSaysNothingWhereNothingIsLost) {
    const Said none = said([&] {
        return tools::truncate(
            {.directory = place_,
             .checkpoint = {},
             .witnesses = {},
             .ordered_by = "C",
             .reason = "Cakram rusak"},
            {}
        );
    });
    EXPECT_EQ(none.status, tools::exit_failed);
    EXPECT_NE(none.err.find("has everything"), std::string::npos) << none.err;
}

}  // namespace
