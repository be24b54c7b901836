// The one way in: many who submit, one order, groups, bounds; and nothing more after a write that
// failed.

#include "ledger/writer.h"

#include "tests/support/desk.h"
#include "tests/support/unsyncable_file.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <thread>

namespace {

using namespace ledger;
using tests::agency_act;
using tests::MemoryLog;
using tests::person_act;

class WriterTest : public tests::DeskTest {
protected:
    std::vector<std::future<Answer>> submit_agencies(int count) {
        std::vector<std::future<Answer>> answers;
        for (int i = 0; i < count; ++i) {
            answers.push_back(submit({agency_act("a" + std::to_string(i))}));
        }
        return answers;
    }

    static void expect_fault(std::future<Answer> answer, Fault::Kind kind) {
        const Answer got = answer.get();
        ASSERT_FALSE(got);
        EXPECT_EQ(got.error().kind, kind) << got.error().detail;
    }
};

TEST_F(WriterTest, ManySubmittersAreRecordedOnceEachAndInTheirOrder) {
    start();
    std::vector<std::vector<Position>> told(4);
    {
        std::vector<std::jthread> submitters;
        for (std::size_t who = 0; who < told.size(); ++who) {
            submitters.emplace_back([&, who] {
                for (int i = 0; i < 50; ++i) {
                    const auto name = std::to_string(who) + "-" + std::to_string(i);
                    told[who].push_back(std::get<Recorded>(outcome(agency_act(name))).first);
                }
            });
        }
    }
    std::set<Position> all;
    for (const auto& positions : told) {
        EXPECT_TRUE(std::ranges::is_sorted(positions));
        all.insert(positions.begin(), positions.end());
    }
    EXPECT_EQ(all.size(), 200U);
    EXPECT_EQ(*all.rbegin(), Position{199});
    EXPECT_EQ(index->size(), Position{200});
    EXPECT_EQ(index->digest(), rebuilt());
}

TEST_F(WriterTest, WhatWaitsIsWrittenAsOneGroup) {
    start();
    hold();
    auto answers = submit_agencies(20);
    release();
    for (std::uint64_t i = 0; i < answers.size(); ++i) {
        EXPECT_EQ(std::get<Recorded>(answers[i].get()->front()).first, Position{i + 1});
    }
    EXPECT_EQ(log.appends(), 2);
}

TEST_F(WriterTest, AGroupIsBoundedByActsAndByBytes) {
    for (const WriterOptions& options :
         {WriterOptions{.group_acts_max = 5}, WriterOptions{.group_bytes_max = 1}}) {
        const int one_by_one = options.group_bytes_max == 1 ? 20 : 4;
        writer.reset();
        start(options);
        const int before = log.appends();
        hold();
        std::vector<std::future<Answer>> answers;
        for (int i = 0; i < 20; ++i) {
            answers.push_back(submit({agency_act(std::to_string(before) + "-" + std::to_string(i))})
            );
        }
        release();
        for (auto& answer : answers) EXPECT_TRUE(answer.get());
        EXPECT_EQ(log.appends() - before, 1 + one_by_one);
    }
}

TEST_F(WriterTest, ItIsBusyWhenTooMuchWaits) {
    for (const WriterOptions& options :
         {WriterOptions{.waiting_acts_max = 3}, WriterOptions{.waiting_bytes_max = 1}}) {
        writer.reset();
        start(options);
        hold();
        std::vector<std::future<Answer>> answers;
        const int fit = options.waiting_acts_max == 3 ? 3 : 1;
        for (int i = 0; i < fit; ++i) {
            answers.push_back(submit({agency_act(std::to_string(fit) + std::to_string(i))}));
        }
        const auto refused =
            writer->submit({.acts = {agency_act("more")}, .answer = [](const Answer&) { FAIL(); }});
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().kind, Fault::Kind::busy);
        release();
        for (auto& answer : answers) EXPECT_TRUE(answer.get());
        EXPECT_TRUE(
            std::holds_alternative<Recorded>(outcome(agency_act("later" + std::to_string(fit))))
        );
    }
}

TEST_F(WriterTest, AnswersWhatWaitsWhenItIsClosed) {
    start();
    hold();
    auto answers = submit_agencies(2);
    std::jthread closing([&] { writer.reset(); });
    std::this_thread::yield();
    release();
    for (auto& answer : answers) {
        const Answer got = answer.get();  // before it was told to stop, or after
        if (!got) {
            EXPECT_EQ(got.error().kind, Fault::Kind::closed);
        }
    }
}

class FailedAppend : public WriterTest, public testing::WithParamInterface<MemoryLog::Failing> {};

INSTANTIATE_TEST_SUITE_P(
    Writer, FailedAppend, testing::Values(MemoryLog::Failing::before, MemoryLog::Failing::after)
);

TEST_P(FailedAppend, NothingMoreIsDecided) {
    start({.group_acts_max = 1});
    hold();
    log.fail_next(GetParam());
    auto failing = submit({agency_act("failing")});
    auto next = submit({agency_act("next")});
    const int appends = log.appends();
    release();
    expect_fault(std::move(failing), Fault::Kind::io);
    expect_fault(std::move(next), Fault::Kind::closed);
    EXPECT_EQ(log.appends(), appends + 1) << "the second was not tried";
    EXPECT_TRUE(writer->stopped());
    const auto refused = record(*writer, {agency_act("after")});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Fault::Kind::closed);

    writer.reset();  // as when the ledger is opened again
    log.reopen();
    open_index({});
    start();
    const bool is_there = GetParam() == MemoryLog::Failing::after;
    const Outcome again = outcome(agency_act("failing"));
    EXPECT_EQ(std::holds_alternative<Duplicate>(again), is_there);
    EXPECT_TRUE(std::holds_alternative<Recorded>(outcome(agency_act("after"))));
    EXPECT_EQ(index->digest(), rebuilt());
}

TEST_F(WriterTest, DecidesNothingAfterAFailedSyncOfTheKeys) {
    start({.group_acts_max = 1});
    outcome(agency_act("pauh"));
    hold();
    auto failing = submit({person_act("p1")});
    auto next = submit({person_act("p2")});
    const int appends = log.appends();
    {
        const tests::UnsyncableFile unsyncable(vault_files().slots);
        release();
        expect_fault(std::move(failing), Fault::Kind::io);
        expect_fault(std::move(next), Fault::Kind::closed);
    }
    EXPECT_EQ(log.appends(), appends) << "no record names a key that may not be on disk";
    EXPECT_FALSE(vault->sync()) << "it is not tried again";
}

// The log has the group, and the index does not: to go on from there would damage the log for good.
TEST_F(WriterTest, DecidesNothingAfterRowsThatCouldNotBeAdded) {
    open_index({.run_rows_max = 1});
    start({.group_acts_max = 1});
    hold();
    ASSERT_TRUE(index->flush());
    std::filesystem::create_directories(directory / "index" / "run.next" / "in the way");
    auto taken = submit({agency_act("pauh")});  // its rows are in memory; their run fails
    auto failing = submit({agency_act("failing")});
    auto next = submit({agency_act("next")});
    const int appends = log.appends();
    release();
    EXPECT_TRUE(taken.get());
    const Answer failed = failing.get();
    EXPECT_FALSE(failed);
    expect_fault(std::move(next), Fault::Kind::closed);
    EXPECT_EQ(log.appends(), appends + 2) << "the third was not tried";

    writer.reset();
    std::filesystem::remove_all(directory / "index");
    open_index({});
    start();
    EXPECT_TRUE(std::holds_alternative<Duplicate>(outcome(agency_act("failing"))));
    EXPECT_TRUE(std::holds_alternative<Recorded>(outcome(agency_act("next"))));
    EXPECT_EQ(index->digest(), rebuilt());
}

TEST_F(WriterTest, RefusesWhenTheIndexDoesNotHoldWhatTheLogHolds) {
    start();
    outcome(agency_act("pauh"));
    hold();
    auto waiting = submit({agency_act("next")});
    Head head = log.head();
    Sha256 sha256;
    const Sealed other{
        .record = std::vector<std::uint8_t>(8), .parts = {}, .entry = {}, .recorded = head.recorded
    };
    head.tree.append(sha256, other.entry);
    head.root = head.tree.root(sha256);
    ASSERT_TRUE(log.append(head.size() - 1, std::span(&other, 1), head));
    release();
    expect_fault(std::move(waiting), Fault::Kind::corrupt);
    EXPECT_TRUE(writer->stopped());
}

TEST_F(WriterTest, AClockThatRanBackwardsIsNoFailedWrite) {
    start();
    outcome(agency_act("pauh"));
    clock.move(-std::chrono::microseconds(1));
    EXPECT_EQ(record(*writer, {agency_act("b")}).error().kind, Fault::Kind::clock);
    clock.move(std::chrono::microseconds(1));
    EXPECT_TRUE(std::holds_alternative<Recorded>(outcome(agency_act("b"))));
}

}  // namespace
