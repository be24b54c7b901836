// What makes a file whole: closes that say what the records give, proofs of what is there and of
// what is not, and closes that lie.

#include "ledger/completeness.h"

#include "ledger/closer.h"
#include "tests/support/book.h"
#include "tests/support/hand_clock.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace ledger;
using tests::at;
using tests::by;

class CompletenessTest : public ::testing::Test {
protected:
    CompletenessTest() { open(); }

    void open() {
        completeness_.reset();
        ledger_.reset();
        LedgerOptions options;
        options.found = origin::Founded{.origin = "test.example/jejak"};
        auto opened = Ledger::open(path(), clock_, std::move(options));
        ASSERT_TRUE(opened) << opened.error().detail;
        ledger_ = *std::move(opened);
        auto files = Completeness::open(*ledger_, path() / "rows");
        ASSERT_TRUE(files) << files.error().detail;
        completeness_ = *std::move(files);
    }
    std::filesystem::path path() { return directory_.path() / "ledger"; }

    Position take(Act act) {
        act.provenance.source = "urn:test";
        act.provenance.id = std::to_string(next_++);
        const Answer answer = record(ledger_->writer(), {std::move(act)});
        EXPECT_TRUE(answer);
        const auto* recorded = std::get_if<Recorded>(&answer->front());
        EXPECT_NE(recorded, nullptr) << std::get<Rejection>(answer->front()).detail.en;
        return recorded == nullptr ? Position{} : recorded->first;
    }
    Position agency(const std::string& id) {
        Act act;
        act.stream = {"agency/" + id};
        act.event = agency::Event(agency::Registered{.title = "Dinas"});
        act.actor = by("head-1", Role::head);
        return take(std::move(act));
    }
    Position person(const std::string& id) {
        Act act;
        act.stream = {"person/" + id};
        act.event =
            person::Event(person::Registered{.agency = {"pauh"}, .full_name = tests::words("Siti")}
            );
        act.actor = by("team", Role::performance_team);
        return take(std::move(act));
    }
    Position feedback(const std::string& id, const std::string& about) {
        Act act;
        act.stream = {"feedback/" + id};
        act.event = feedback::Event(feedback::Given{
            .about = {about},
            .behaviour = plan::Behaviour::service,
            .text = tests::words("Terima kasih")
        });
        act.actor = by("colleague", Role::peer);
        return take(std::move(act));
    }
    void close(std::string_view day) {
        clock_.set(std::max(clock_.now(), at(std::string(day) + "T20:00:00+07:00")));
        const auto closed = close_day(*ledger_, *completeness_, *parse_date(day));
        ASSERT_TRUE(closed) << closed.error().detail;
        ASSERT_TRUE(*closed);
    }

    // The proof of one file, held against the root of the last close.
    Completeness::Proof proof_of(const std::string& file) {
        const auto proofs = completeness_->prove({file});
        EXPECT_TRUE(proofs && *proofs);
        const auto& proof = (*proofs)->files.front();
        EXPECT_EQ(
            proved_root(sha256_, map_key(sha256_, file), proof.head, proof.map),
            std::optional((*proofs)->close.day.root)
        );
        return proof;
    }

    tests::HandClock clock_;
    tests::TemporaryDirectory directory_;
    std::unique_ptr<Ledger> ledger_;
    std::unique_ptr<Completeness> completeness_;
    Sha256 sha256_;
    int next_ = 0;
};

TEST_F(CompletenessTest, WithoutACloseNothingIsShown) {
    EXPECT_EQ(*completeness_->last(), std::nullopt);
    EXPECT_FALSE(*completeness_->prove({"person/a/sanction"}));
}

TEST_F(CompletenessTest, ACloseSaysWhatEveryFileCameTo) {
    const Position pauh = agency("pauh");
    const Position siti = person("siti");
    close("2026-01-05");
    const auto last = *completeness_->last();
    ASSERT_TRUE(last);
    EXPECT_EQ(last->day.size, Position{3});
    EXPECT_EQ(last->position, Position{3});
    // The streams origin/ledger and agency/pauh, and the person.
    EXPECT_EQ(last->day.files, 3U);

    const auto file = proof_of("person/siti/person");
    ASSERT_TRUE(file.head);
    EXPECT_EQ(file.head->count, 1U);
    EXPECT_EQ(file.positions, std::vector{siti});
    FileHead folded;
    folded.add(sha256_, (*ledger_->entry(siti, Closed::withhold))->entry);
    EXPECT_EQ(*file.head, folded);
    EXPECT_EQ(proof_of("stream/agency/pauh").positions, std::vector{pauh});
}

TEST_F(CompletenessTest, NoSanctionIsShownToo) {
    (void)agency("pauh");
    (void)person("siti");
    close("2026-01-05");
    const auto file = proof_of("person/siti/sanction");
    EXPECT_FALSE(file.head);
    EXPECT_TRUE(file.positions.empty());
}

TEST_F(CompletenessTest, LaterClosesGoOn) {
    (void)agency("pauh");
    (void)person("siti");
    close("2026-01-05");
    const Position first = feedback("f1", "siti");
    const Position second = feedback("f2", "siti");
    EXPECT_FALSE(proof_of("person/siti/feedback").head) << "not closed yet";
    EXPECT_EQ(
        completeness_->records_of({"person/siti/feedback"}, ledger_->size()),
        (std::vector{first, second})
    );
    close("2026-01-06");
    const auto file = proof_of("person/siti/feedback");
    ASSERT_TRUE(file.head);
    EXPECT_EQ(file.head->count, 2U);
    EXPECT_EQ(file.positions, (std::vector{first, second}));
    EXPECT_EQ(proof_of("person/siti/person").head->count, 1U) << "as before";
    // The streams origin/ledger, agency/pauh and close/ledger; two files of a person.
    EXPECT_EQ((*completeness_->last())->day.files, 5U);
}

TEST_F(CompletenessTest, NothingNewIsNotClosedAgain) {
    close("2026-01-05");
    const auto again = close_day(*ledger_, *completeness_, *parse_date("2026-01-05"));
    ASSERT_TRUE(again);
    EXPECT_FALSE(*again);
}

TEST_F(CompletenessTest, IsTheSameWhenItIsMadeAnew) {
    (void)agency("pauh");
    for (int i = 0; i < 30; ++i) (void)person("p" + std::to_string(i));
    close("2026-01-05");
    for (int i = 0; i < 30; ++i) (void)feedback("f" + std::to_string(i), "p3");
    close("2026-01-06");
    const auto before = *completeness_->last();
    const auto proof = proof_of("person/p3/feedback");
    open();
    EXPECT_EQ(*completeness_->last(), before);
    completeness_.reset();
    ledger_.reset();
    std::filesystem::remove_all(path() / "rows");
    open();
    EXPECT_EQ(*completeness_->last(), before);
    EXPECT_EQ(proof_of("person/p3/feedback").map, proof.map);
}

TEST_F(CompletenessTest, AFileOfAnAgencyIsAllThatItDefined) {
    (void)agency("pauh");
    Act act;
    act.stream = {"unit/dinkes"};
    act.event = unit::Event(
        unit::Created{.agency = {"pauh"}, .title = "Dinkes", .from = *parse_date("2025-01-01")}
    );
    act.actor = by("team", Role::performance_team);
    const Position created = take(std::move(act));
    close("2026-01-05");
    EXPECT_EQ(proof_of("agency/pauh/organisation").positions, std::vector{created});
    EXPECT_EQ(proof_of("stream/unit/dinkes").positions, std::vector{created});
}

// The operator closes a day with a root that leaves something out.
TEST_F(CompletenessTest, ACloseThatLiesIsNamed) {
    (void)agency("pauh");
    const Position siti = person("siti");
    auto lie = completeness_->would_be(*parse_date("2026-01-05"), siti);
    ASSERT_TRUE(lie);
    lie->size = next(siti);  // "with Siti": but her record is not in the root
    Act act;
    act.stream = close::stream();
    act.event = close::Event(*lie);
    act.actor.role = Role::operator_;
    const Position at = take(std::move(act));
    const auto caught = completeness_->catch_up();
    ASSERT_FALSE(caught);
    EXPECT_NE(caught.error().detail.find("close at position 3"), std::string::npos);
    EXPECT_EQ(at, Position{3});
    EXPECT_EQ(*completeness_->last(), std::nullopt) << "nothing goes on after it";
    EXPECT_FALSE(completeness_->prove({"person/siti/person"}));
    EXPECT_FALSE(completeness_->catch_up());
    open();
    ASSERT_TRUE(completeness_->stopped()) << "whoever opens it is told";
    EXPECT_EQ(completeness_->stopped()->detail, caught.error().detail);
}

TEST_F(CompletenessTest, ADayIsClosedWhenItIsOver) {
    (void)agency("pauh");
    const auto due = [&] { return *day_to_close(*ledger_, *completeness_, clock_.now()); };
    EXPECT_EQ(due(), std::nullopt);
    clock_.set(at("2026-01-05T23:59:59+07:00"));
    EXPECT_EQ(due(), std::nullopt);
    clock_.set(at("2026-01-06T00:00:00+07:00"));
    EXPECT_EQ(due(), parse_date("2026-01-05"));
    close("2026-01-05");
    EXPECT_EQ(due(), std::nullopt);
    clock_.set(at("2026-01-07T00:00:00+07:00"));
    EXPECT_EQ(due(), std::nullopt) << "nothing but the close was recorded";
    (void)person("siti");
    clock_.set(at("2026-01-09T10:00:00+07:00"));
    EXPECT_EQ(due(), parse_date("2026-01-08"));
    {
        const Closer closer(*ledger_, *completeness_, clock_);
        while (due()) std::this_thread::yield();
        EXPECT_FALSE(closer.trouble());
    }
    EXPECT_EQ((*completeness_->last())->day.day, parse_date("2026-01-08"));
}

}  // namespace
