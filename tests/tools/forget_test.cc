// jejak forget over the demonstration: a person of the golden year is forgotten; his scores,
// receipts and every check are as they were.

#include "tests/support/book.h"
#include "tests/support/said.h"
#include "tests/support/temporary_directory.h"
#include "tools/house.h"
#include "tools/verbs.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace ledger;
using tests::by;
using tests::Said;
using tests::said;
using tools::Manner;

const Manner plain{};
const Manner json{.json = true};
const std::string person = "a-puskesmas-pauh";

class Forget : public ::testing::Test {
protected:
    Forget() {
        EXPECT_EQ(tools::demo({.directory = place, .fill_only = true}, {}), tools::exit_ok);
    }

    // What `ask` answers of the ledger, which is open for as long.
    template <class Ask>
    auto with_ledger(Ask&& ask) {
        auto house = tools::House::open(place, {}, {});
        EXPECT_TRUE(house) << house.error().detail;
        return ask((*house)->ledger());
    }
    void tell(privacy::Event event, const Actor& actor) {
        with_ledger([&](Ledger& book) {
            Act act;
            act.stream = privacy::stream_of({person});
            act.event = std::move(event);
            act.actor = actor;
            act.provenance.source = "urn:test";
            act.provenance.id = "privacy-" + std::to_string(++told_);
            std::vector<Act> acts;
            acts.push_back(std::move(act));
            const auto answer = record(book.writer(), std::move(acts));
            ASSERT_TRUE(answer) << answer.error().detail;
            EXPECT_TRUE(std::holds_alternative<Recorded>(answer->front()));
        });
    }
    std::string name() {
        return with_ledger([](Ledger& book) {
            const auto entries = book.stream(stream_of(PersonId{person}), 1, 1, Closed::open);
            const auto& event = std::get<person::Event>(entries->front().record.event);
            return ClosedWords::of(std::get<person::Registered>(event).full_name);
        });
    }
    Said forget(const Manner& manner) {
        return said([&] {
            return tools::forget_person({.directory = place, .person = person}, manner);
        });
    }
    std::string receipt(const std::string& period, const std::string& file) {
        const Said made = said([&] {
            return tools::receipt({.place = place.string(), .of = person, .period = period}, plain);
        });
        EXPECT_EQ(made.status, tools::exit_ok) << made.err;
        const auto path = directory / file;
        std::ofstream(path, std::ios::binary) << made.out;
        return path.string();
    }
    void expect_receipt_holds(const std::string& file) {
        const std::string key = with_ledger([](Ledger& book) { return book.origin().key; });
        const Said checked = said([&] { return tools::verify({.what = file, .key = key}, plain); });
        EXPECT_EQ(checked.status, tools::exit_ok) << file << checked.out << checked.err;
    }
    Said score_at(std::uint64_t size) {
        return said([&] {
            return tools::score(
                {.place = place.string(),
                 .of = person,
                 .period = "2025",
                 .past = {.position = size, .recorded = {}},
                 .history = true},
                json
            );
        });
    }

    tests::TemporaryDirectory directory;
    std::filesystem::path place = directory / "demo";
    int told_ = 0;
};

TEST_F(Forget, EverythingButTheWordsIsAsItWas) {
    const std::string full_name = name();
    ASSERT_GT(full_name.size(), 5U);
    const std::uint64_t size =
        with_ledger([](Ledger& book) { return std::to_underlying(book.size()); });
    const Said score = score_at(size);
    EXPECT_EQ(score.status, tools::exit_ok) << score.err;
    const std::string old_score = receipt("2025", "old-score.json");
    const std::string old_file = receipt("", "old-file.json");

    const Said too_soon = forget(plain);
    EXPECT_EQ(too_soon.status, tools::exit_failed);
    EXPECT_NE(too_soon.err.find("R-STATE"), std::string::npos) << too_soon.err;
    tell(
        privacy::ForgettingRequested{.ground = "UU 27/2022 Pasal 8"},
        by("dewi", Role::information_officer)
    );
    tell(privacy::ForgettingApproved{}, by("hasan", Role::head));
    tell(privacy::ForgettingApproved{}, by("irma", Role::inspector));
    tell(
        privacy::HoldPlaced{.ground = "PP 94/2021", .case_no = "LHP-7"}, by("tono", Role::examiner)
    );
    const Said held = forget(json);
    EXPECT_EQ(held.status, tools::exit_failed);
    EXPECT_NE(held.err.find("R-LEGAL-HOLD"), std::string::npos) << held.err;
    EXPECT_EQ(name(), full_name);
    tell(
        privacy::HoldReleased{.case_no = "LHP-7", .reason = "Selesai"}, by("tono", Role::examiner)
    );

    const Said done = forget(json);
    EXPECT_EQ(done.status, tools::exit_ok) << done.err;
    EXPECT_NE(done.out.find(R"("alreadyRecorded":false,"keyDestroyed":true)"), std::string::npos)
        << done.out;
    EXPECT_EQ(done.out.find(full_name), std::string::npos);
    const Said again = forget(plain);
    EXPECT_EQ(again.status, tools::exit_ok);
    EXPECT_NE(again.out.find("said before"), std::string::npos) << again.out;

    EXPECT_EQ(name(), "");
    const Said exported =
        said([&] { return tools::export_events({.directory = place, .open_words = true}, plain); });
    EXPECT_EQ(exported.status, tools::exit_ok);
    EXPECT_EQ(exported.out.find(full_name), std::string::npos);
    const Said verified = said([&] { return tools::verify({.what = place}, plain); });
    EXPECT_EQ(verified.status, tools::exit_ok) << verified.out << verified.err;
    EXPECT_EQ(score_at(size).out, score.out);
    expect_receipt_holds(old_score);
    expect_receipt_holds(old_file);
    const Said closed = said([&] { return tools::close_day(place, plain); });
    EXPECT_EQ(closed.status, tools::exit_ok) << closed.err;
    expect_receipt_holds(receipt("2025", "new-score.json"));
    expect_receipt_holds(receipt("", "new-file.json"));
    for (const auto& entry : std::filesystem::recursive_directory_iterator(place)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream in(entry.path(), std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(in), {}};
        EXPECT_EQ(bytes.find(full_name), std::string::npos) << entry.path();
    }
}

TEST_F(Forget, WhoIsNotThereIsNotForgotten) {
    const Said wrong = said([&] {
        return tools::forget_person({.directory = place, .person = "no body"}, plain);
    });
    EXPECT_EQ(wrong.status, tools::exit_usage);
    const Said nobody =
        said([&] { return tools::forget_person({.directory = place, .person = "nobody"}, plain); });
    EXPECT_EQ(nobody.status, tools::exit_failed);
    EXPECT_NE(nobody.err.find("spelt right"), std::string::npos) << nobody.err;
    const Said nowhere = said([&] {
        return tools::forget_person({.directory = directory / "none", .person = person}, plain);
    });
    EXPECT_EQ(nowhere.status, tools::exit_failed);
}

}  // namespace
