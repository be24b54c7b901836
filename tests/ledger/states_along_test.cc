// The states of streams, event after event, are those that the records give for each moment.

#include "ledger/states_along.h"

#include "ledger/states_at.h"
#include "tests/support/forged_ledger.h"

#include <string>
#include <vector>

namespace {

using namespace ledger;
using tests::agency_act;
using tests::ForgedLedger;

constexpr int rounds = 300;  // more than are read in one go

// Three agencies that are registered over and over, in turn.
class StatesAlongTest : public ::testing::Test {
protected:
    StatesAlongTest() {
        for (int i = 0; i < rounds; ++i) {
            for (const char* id : {"a", "b", "c"}) {
                Act act = agency_act(id, id + std::to_string(i));
                act.provenance.id += std::to_string(i);
                forged_.add(act);
            }
        }
        auto opened = forged_.open();
        EXPECT_TRUE(opened) << opened.error().detail;
        ledger_ = *std::move(opened);
    }
    static std::string title(const States& states, const char* id) {
        return states.get<agency::Kind>({std::string("agency/") + id}).title;
    }

    ForgedLedger forged_;
    std::unique_ptr<Ledger> ledger_;
};

TEST_F(StatesAlongTest, TellsTheEventsOfAllThatAreFollowedInTheirOrder) {
    StatesAlong states(*ledger_, ledger_->size());
    states.follow({"agency/c"});
    states.follow({"agency/a"});
    states.follow({"agency/none"});
    EXPECT_EQ(title(states, "a"), "") << "nothing was told yet";
    for (int i = 0; i < rounds; ++i) {
        const std::string number = std::to_string(i);
        const Entry* entry = states.next();
        ASSERT_NE(entry, nullptr);
        EXPECT_EQ(entry->record.stream.text, "agency/a");
        EXPECT_EQ(title(states, "a"), "a" + number);
        entry = states.next();
        ASSERT_NE(entry, nullptr);
        EXPECT_EQ(entry->record.stream.text, "agency/c");
        EXPECT_EQ(title(states, "c"), "c" + number);
        const StatesAt past(*ledger_, next(entry->position));
        EXPECT_EQ(title(past, "c"), "c" + number);
        if (i % 7 != 0) continue;  // b's events are not told, and are not missed
        EXPECT_EQ(title(states, "b"), title(past, "b"));
    }
    EXPECT_EQ(states.next(), nullptr);
    EXPECT_FALSE(states.failed());
}

TEST_F(StatesAlongTest, EndsAtItsSize) {
    StatesAlong states(*ledger_, Position{5});  // the origin, a, b, c, a
    states.follow({"agency/a"});
    EXPECT_EQ(states.next()->position, Position{1});
    EXPECT_EQ(states.next()->position, Position{4});
    EXPECT_EQ(title(states, "a"), "a1");
    EXPECT_EQ(title(states, "b"), "b0");
    EXPECT_EQ(states.next(), nullptr);
}

TEST(StatesAlong, SaysWhyItCannotGoOn) {
    ForgedLedger forged;
    forged.add(agency_act("a"));
    Act second = agency_act("a", "Another");
    second.provenance.id += "2";
    forged.add(second);
    ASSERT_TRUE(forged.open());
    {
        const auto index = Index::open(Index::directory_in(forged.path() / "rows")).value();
        Record wrong;  // an index that takes this agency's second record for another one's
        wrong.stream = {"agency/b"};
        wrong.version = 1;
        wrong.provenance = {.source = "urn:test", .id = "b"};
        IndexRows rows;
        rows.add(wrong, Position{2}, std::nullopt);
        ASSERT_TRUE(index->add(std::move(rows), index->size()));
        ASSERT_TRUE(index->flush());
    }
    const tests::HandClock clock;
    const auto ledger = Ledger::open(forged.path(), clock, {}).value();
    StatesAlong states(*ledger, ledger->size());
    states.follow({"agency/a"});
    states.follow({"agency/b"});
    EXPECT_EQ(states.next(), nullptr);
    ASSERT_TRUE(states.failed());
    EXPECT_EQ(states.failed()->kind, Fault::Kind::corrupt);
}

}  // namespace
