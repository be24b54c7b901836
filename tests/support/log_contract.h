#pragma once
// What every log must do, whatever keeps it: included by the tests of each.

#include "ledger/log.h"
#include "tests/support/sealed_groups.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>

namespace tests {

// The log holds exactly these events, in this order.
inline void expect_events(const ledger::Log& log, std::span<const ledger::Sealed> expected) {
    ASSERT_EQ(log.head().size(), expected.size());
    std::size_t n = 0;
    while (true) {
        const auto packs = log.read(ledger::Position{n}, {});
        ASSERT_TRUE(packs) << packs.error().detail;
        if (packs->empty()) break;
        for (const auto& pack : *packs) {
            ASSERT_EQ(pack->first(), ledger::Position{n});
            for (std::size_t i = 0; i < pack->count(); ++i, ++n) {
                ASSERT_LT(n, expected.size());
                ASSERT_TRUE(std::ranges::equal(pack->record(i), expected[n].record)) << n;
                ASSERT_TRUE(std::ranges::equal(pack->parts(i), expected[n].parts)) << n;
            }
        }
    }
    ASSERT_EQ(n, expected.size());
}

struct LogKind {
    std::string name;
    std::function<std::unique_ptr<ledger::Log>()> make;  // an empty one
};

class LogContract : public testing::TestWithParam<LogKind> {
protected:
    void SetUp() override { log = GetParam().make(); }

    void append(std::size_t count, std::size_t record_bytes = 100) {
        const std::uint64_t size = groups.head().size();
        const auto group = groups.next(count, record_bytes);
        const auto appended = log->append(size, group, groups.head());
        ASSERT_TRUE(appended) << appended.error().detail;
    }

    SealedGroups groups;
    std::unique_ptr<ledger::Log> log;
};

TEST_P(LogContract, IsEmptyAtFirst) {
    EXPECT_EQ(log->head(), ledger::empty_head());
    EXPECT_TRUE(log->read(ledger::Position{0}, {})->empty());
}

TEST_P(LogContract, GivesBackWhatWasAppendedInItsOrder) {
    for (const std::size_t count : {1UL, 3UL, 64UL, 65UL, 200UL, 1UL}) {
        append(count);
        EXPECT_EQ(log->head(), groups.head());
    }
    expect_events(*log, groups.all());
}

TEST_P(LogContract, ReadsFromThePackThatHoldsThePosition) {
    append(100);
    append(100);
    for (const std::uint64_t from : {0UL, 1UL, 63UL, 64UL, 99UL, 100UL, 199UL}) {
        const auto packs = log->read(ledger::Position{from}, {});
        ASSERT_TRUE(packs);
        EXPECT_TRUE(packs->front()->contains(ledger::Position{from}));
        EXPECT_EQ(packs->back()->end(), ledger::Position{200});
    }
    EXPECT_TRUE(log->read(ledger::Position{200}, {})->empty());
    EXPECT_TRUE(log->read(ledger::Position{~0ULL}, {})->empty());
}

TEST_P(LogContract, ReadsNoMorePacksThanItIsAskedFor) {
    for (int i = 0; i < 10; ++i) append(10);
    const auto count = [&](std::uint64_t from, ledger::ReadLimit limit) {
        return log->read(ledger::Position{from}, limit)->size();
    };
    EXPECT_EQ(count(0, {.count_max = 1}), 1U);
    EXPECT_EQ(count(0, {.count_max = 10}), 1U);
    EXPECT_EQ(count(0, {.count_max = 11}), 2U);
    EXPECT_EQ(count(5, {.count_max = 6}), 2U) << "counted from the event that was asked for";
    EXPECT_EQ(count(0, {.count_max = 0}), 1U) << "there is always one";
    EXPECT_EQ(count(0, {.bytes_max = 1}), 1U);
    const std::size_t bytes = log->read(ledger::Position{0}, {})->front()->stored().size();
    EXPECT_EQ(count(0, {.bytes_max = bytes + 1}), 2U);
    EXPECT_EQ(count(0, {}), 10U);
}

TEST_P(LogContract, RefusesAGroupThatBelongsBehindAnotherHead) {
    append(5);
    groups.next(1);  // never appended
    const auto group = groups.next(2);
    const auto appended = log->append(6, group, groups.head());
    ASSERT_FALSE(appended);
    EXPECT_EQ(appended.error().kind, ledger::Fault::Kind::closed);
    groups.forget_from(5);
    EXPECT_EQ(log->head(), groups.head()) << "nothing is changed";
    append(3);
    expect_events(*log, groups.all());
}

TEST_P(LogContract, ReadersSeeWholeGroupsWhileItGrows) {
    std::atomic<bool> stop = false;
    std::atomic<int> wrong = 0;
    const auto follow = [&] {
        std::uint64_t at = 0;
        while (!stop || at < log->head().size()) {
            const auto packs = log->read(ledger::Position{at}, {.count_max = 50});
            if (!packs) {
                ++wrong;
                return;
            }
            for (const auto& pack : *packs) {
                if (std::to_underlying(pack->first()) != at) ++wrong;
                at = std::to_underlying(pack->end());
            }
            if (log->head().size() % 70 != 0) ++wrong;
        }
    };
    {
        const std::jthread one(follow);
        const std::jthread two(follow);
        for (int i = 0; i < 30; ++i) append(70);
        stop = true;
    }
    EXPECT_EQ(wrong, 0);
}

}  // namespace tests
