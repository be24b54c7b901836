#include "ledger/row_store.h"

#include "ledger/bytes.h"
#include "ledger/row_overlay.h"
#include "ledger/sha256.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>
#include <rocksdb/env.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <thread>

namespace ledger {
namespace {

using Order = RowRange::Order;
using Pages = std::vector<RowStore::Found>;

class Rows : public testing::Test {
protected:
    std::unique_ptr<RowStore> open(RowStore::Options options = {}) {
        auto opened = RowStore::open(directory / "rows", options);
        EXPECT_TRUE(opened) << opened.error().detail;
        return *std::move(opened);
    }

    tests::TemporaryDirectory directory;
};

void apply(RowStore& rows, std::vector<Row> some, std::uint64_t up_to) {
    const auto applied = rows.apply(some, Position{up_to});
    ASSERT_TRUE(applied) << applied.error().detail;
}

std::optional<std::string> get(const RowStore& rows, std::string_view key) {
    const auto value = rows.get(key);
    EXPECT_TRUE(value) << value.error().detail;
    return value.value_or(std::nullopt);
}

Pages scan(const RowStore& rows, const RowRange& range) {
    const auto found = rows.scan(range);
    EXPECT_TRUE(found) << found.error().detail;
    return found.value_or(Pages{});
}

TEST_F(Rows, BeginsEmptyAtPositionZero) {
    const auto rows = open();
    EXPECT_EQ(rows->position(), Position{0});
    EXPECT_EQ(get(*rows, "a"), std::nullopt);
    EXPECT_TRUE(scan(*rows, {}).empty());
    Sha256 sha256;
    EXPECT_EQ(rows->digest(), sha256());
}

TEST_F(Rows, KnowsTheLastValueOfEachRow) {
    const auto rows = open();
    apply(*rows, {{"a", "1"}, {"b", "1"}, {"a", "2"}}, 1);
    apply(*rows, {{"b", std::nullopt}, {"c", ""}}, 2);
    EXPECT_EQ(get(*rows, "a"), "2");
    EXPECT_EQ(get(*rows, "b"), std::nullopt);
    EXPECT_EQ(get(*rows, "c"), "");
    EXPECT_EQ(rows->position(), Position{2});
}

TEST_F(Rows, AnswersSeveralKeysInTheirOrder) {
    const auto rows = open();
    apply(*rows, {{"on disk", "d"}, {"removed", "r"}, {"replaced", "1"}}, 1);
    ASSERT_TRUE(rows->flush());
    apply(*rows, {{"in memory", "m"}, {"removed", std::nullopt}, {"replaced", "2"}}, 2);
    const std::vector<std::string_view> keys{
        "removed", "in memory", "never", "on disk", "replaced", "on disk"
    };
    const auto values = rows->get(keys);
    ASSERT_TRUE(values);
    const std::vector<std::optional<std::string>> expected{
        std::nullopt, "m", std::nullopt, "d", "2", "d"
    };
    EXPECT_EQ(*values, expected);
    EXPECT_TRUE(rows->get(std::span<const std::string_view>{})->empty());
}

TEST_F(Rows, TakesAnyBytesAsKeysAndValues) {
    const std::string zero("\0", 1);
    const std::string high("\xff\xff", 2);
    const auto rows = open();
    apply(*rows, {{"", "empty"}, {zero, zero}, {high, high}, {"p", "not the position"}}, 1);
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(get(*rows, ""), "empty");
        EXPECT_EQ(get(*rows, zero), zero);
        EXPECT_EQ(get(*rows, high), high);
        const Pages all{{"", "empty"}, {zero, zero}, {"p", "not the position"}, {high, high}};
        EXPECT_EQ(scan(*rows, {}), all);
        EXPECT_EQ(scan(*rows, {.prefix = "\xff"}), (Pages{{high, high}}));
        EXPECT_EQ(rows->position(), Position{1});
        ASSERT_TRUE(rows->flush());
    }
}

TEST_F(Rows, ReadsAPrefixInOrderPageByPage) {
    const auto rows = open();
    apply(*rows, {{"s/b/1", "1"}, {"s/b/3", "3"}, {"s/a/9", "x"}, {"s/c/0", "x"}}, 1);
    ASSERT_TRUE(rows->flush());
    apply(*rows, {{"s/b/2", "2"}, {"s/b/4", "4"}}, 2);
    const Pages all{{"s/b/1", "1"}, {"s/b/2", "2"}, {"s/b/3", "3"}, {"s/b/4", "4"}};
    EXPECT_EQ(scan(*rows, {.prefix = "s/b/"}), all);
    Pages paged;
    std::string from;
    while (true) {
        const Pages page = scan(*rows, {.prefix = "s/b/", .from = from, .count_max = 3});
        if (page.empty()) break;
        paged.insert(paged.end(), page.begin(), page.end());
        from = page.back().first + '\0';
    }
    EXPECT_EQ(paged, all);

    const RowRange last{.prefix = "s/b/", .count_max = 2, .order = Order::backward};
    EXPECT_EQ(scan(*rows, last), (Pages{{"s/b/4", "4"}, {"s/b/3", "3"}}));
    const RowRange before{.prefix = "s/b/", .from = "s/b/3", .order = Order::backward};
    EXPECT_EQ(scan(*rows, before), (Pages{{"s/b/2", "2"}, {"s/b/1", "1"}}));
    EXPECT_TRUE(scan(*rows, {.prefix = "s/b/", .count_max = 0}).empty());
    EXPECT_TRUE(scan(*rows, {.prefix = "s/b/", .from = "s/c"}).empty());
    const RowRange none{.prefix = "s/b/", .from = "s/a", .order = Order::backward};
    EXPECT_TRUE(scan(*rows, none).empty());
    const RowRange from_outside{.prefix = "s/b/", .from = "s/z", .order = Order::backward};
    EXPECT_EQ(scan(*rows, from_outside).size(), 4U);
}

TEST_F(Rows, ARemovedRowDoesNotCountInAPage) {
    const auto rows = open();
    std::vector<Row> twenty;
    for (char c = 'a'; c < 'u'; ++c) twenty.push_back({std::string(1, c), "1"});
    apply(*rows, twenty, 1);
    ASSERT_TRUE(rows->flush());
    std::vector<Row> removed;
    for (char c = 'a'; c < 'k'; ++c) removed.push_back({std::string(1, c), std::nullopt});
    apply(*rows, removed, 2);
    EXPECT_EQ(scan(*rows, {.count_max = 2}), (Pages{{"k", "1"}, {"l", "1"}}));
    ASSERT_TRUE(rows->flush());
    EXPECT_EQ(scan(*rows, {.count_max = 2}), (Pages{{"k", "1"}, {"l", "1"}}));
    EXPECT_EQ(scan(*rows, {.order = Order::backward}).size(), 10U);
}

TEST_F(Rows, IsAtItsLastRunWhenItIsOpenedAgain) {
    {
        const auto rows = open();
        apply(*rows, {{"a", "1"}}, 5);
        ASSERT_TRUE(rows->flush());
        ASSERT_TRUE(rows->flush()) << "nothing to do";
        apply(*rows, {{"a", "2"}, {"b", "2"}}, 9);
    }
    {
        const auto rows = open();
        EXPECT_EQ(rows->position(), Position{5}) << "as after a crash";
        EXPECT_EQ(get(*rows, "a"), "1");
        EXPECT_EQ(get(*rows, "b"), std::nullopt);
        apply(*rows, {}, 12);
        ASSERT_TRUE(rows->flush()) << "a position without rows lasts too";
    }
    EXPECT_EQ(open()->position(), Position{12});
}

TEST_F(Rows, BeginsAnewWhenItsDirectoryIsRemoved) {
    {
        const auto rows = open();
        apply(*rows, {{"a", "1"}}, 5);
        ASSERT_TRUE(rows->flush());
    }
    std::filesystem::remove_all(directory / "rows");
    const auto rows = open();
    EXPECT_EQ(rows->position(), Position{0});
    EXPECT_EQ(get(*rows, "a"), std::nullopt);
}

TEST_F(Rows, WritesARunWhenThereIsEnough) {
    for (const RowStore::Options options :
         {RowStore::Options{.run_rows_max = 10},
          RowStore::Options{.run_bytes_max = 100},
          RowStore::Options{.run_positions_max = 10}}) {
        std::filesystem::remove_all(directory / "rows");
        {
            const auto rows = open(options);
            for (std::uint64_t i = 0; i < 35; ++i) {
                apply(*rows, {{"key " + std::to_string(i), "value"}}, i + 1);
            }
        }
        EXPECT_GE(open()->position(), Position{20});
    }
}

TEST_F(Rows, IsNotOpenedTwice) {
    const auto rows = open();
    const auto second = RowStore::open(directory / "rows");
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, Fault::Kind::io);
}

// Every kind of question, against a map, while rows are in memory, on their way, and on disk.
TEST_F(Rows, IsTheSameAsAMapWhereverItsRowsAre) {
    std::mt19937 random(3);
    std::map<std::string, std::string> expected;
    auto rows = open({.run_rows_max = 40});
    std::uint64_t position = 0;
    const auto key = [&] {
        return std::string(1, static_cast<char>('a' + random() % 3)) + "/" +
               std::to_string(random() % 60);
    };
    for (int round = 0; round < 400; ++round) {
        std::vector<Row> batch;
        for (std::size_t i = random() % 8; i > 0; --i) {
            batch.push_back({key(), std::to_string(random())});
            if (random() % 3 == 0) batch.back().value.reset();
        }
        for (const Row& row : batch) {
            if (row.value)
                expected[row.key] = *row.value;
            else
                expected.erase(row.key);
        }
        apply(*rows, batch, ++position);
        if (round % 90 == 89) {
            ASSERT_TRUE(rows->flush());
            rows.reset();
            rows = open({.run_rows_max = 40});
            ASSERT_EQ(rows->position(), Position{position});
        }
        const std::string probe = key();
        const auto found = expected.find(probe);
        ASSERT_EQ(
            get(*rows, probe), found == expected.end() ? std::nullopt : std::optional(found->second)
        );
        const std::string prefix = probe.substr(0, random() % 3);
        const std::string from = random() % 2 == 0 ? std::string{} : probe;
        const std::size_t count_max = 1 + random() % 30;
        Pages forward;
        Pages backward;
        for (const auto& row : expected) {
            if (row.first.starts_with(prefix) && row.first >= from) forward.push_back(row);
            if (row.first.starts_with(prefix) && (from.empty() || row.first < from)) {
                backward.push_back(row);
            }
        }
        std::ranges::reverse(backward);
        forward.resize(std::min(forward.size(), count_max));
        backward.resize(std::min(backward.size(), count_max));
        ASSERT_EQ(scan(*rows, {prefix, from, count_max, Order::forward}), forward);
        ASSERT_EQ(scan(*rows, {prefix, from, count_max, Order::backward}), backward);
    }
    EXPECT_EQ(scan(*rows, {}).size(), expected.size());
}

TEST_F(Rows, HasTheSameDigestHoweverItsRowsCame) {
    std::vector<Row> all;
    for (int i = 0; i < 100; ++i) all.push_back({"k" + std::to_string(i), std::to_string(i * i)});
    const auto one = open();
    apply(*one, all, 100);
    const Digest in_memory = one->digest().value();
    ASSERT_TRUE(one->flush());
    EXPECT_EQ(one->digest(), in_memory);

    const auto other = RowStore::open(directory / "other", {.run_rows_max = 7}).value();
    std::ranges::reverse(all);
    std::uint64_t position = 0;
    for (const Row& row : all) {
        apply(*other, {{row.key, "before"}}, ++position);
        apply(*other, {{"gone " + row.key, "soon"}}, position);
        apply(*other, {row, {"gone " + row.key, std::nullopt}}, position);
    }
    EXPECT_EQ(other->digest(), in_memory);
    apply(*other, {{"k0", "1"}}, position);
    EXPECT_NE(other->digest(), in_memory);

    // The form that the header gives.
    const auto third = RowStore::open(directory / "third").value();
    apply(*third, {{"ab", "c"}}, 1);
    const std::array<std::uint8_t, 16> lengths{2, 0, 0, 0, 0, 0, 0, 0, 1};
    Sha256 sha256;
    EXPECT_EQ(third->digest(), sha256(Bytes(lengths), bytes_of("abc")));
}

// Each apply() moves both rows; whoever reads both must find them equal, and never smaller than
// before.
TEST_F(Rows, AReaderSeesAllRowsOfAStepOrNone) {
    const auto rows = open({.run_rows_max = 2});
    apply(*rows, {{"left", "00000"}, {"right", "00000"}}, 1);
    std::atomic<bool> stop = false;
    std::atomic<int> torn = 0;
    const auto read = [&] {
        std::string before;
        while (!stop) {
            const std::array<std::string_view, 2> keys{"left", "right"};
            const auto both = rows->get(keys).value();
            const Pages page = rows->scan({}).value();
            if (both[0] != both[1] || *both[0] < before) ++torn;
            if (page.size() != 2 || page[0].second != page[1].second) ++torn;
            before = *both[0];
        }
    };
    {
        std::jthread one(read);
        std::jthread two(read);
        for (int i = 1; i <= 60; ++i) {
            const std::string value = std::to_string(10'000 + i);
            ASSERT_TRUE(rows->apply(
                std::vector<Row>{{"left", value}, {"right", value}},
                Position{static_cast<std::uint64_t>(i)}
            ));
        }
        stop = true;
    }
    EXPECT_EQ(torn, 0);
}

TEST_F(Rows, AChangedByteOnDiskIsAFaultAndNotAnotherRow) {
    {
        const auto rows = open();
        std::vector<Row> all;
        for (int i = 0; i < 2000; ++i) all.push_back({"key " + std::to_string(i), "value"});
        apply(*rows, all, 1);
        ASSERT_TRUE(rows->flush());
    }
    std::filesystem::path run;
    for (const auto& entry : std::filesystem::directory_iterator(directory / "rows")) {
        if (entry.path().extension() == ".sst") run = entry.path();
    }
    ASSERT_FALSE(run.empty());
    std::fstream file(run, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(300);
    file.put('\x55');
    file.close();
    const auto rows = open();
    const auto all = rows->scan({.count_max = 5000});
    ASSERT_FALSE(all);
    EXPECT_EQ(all.error().kind, Fault::Kind::corrupt);
    EXPECT_FALSE(rows->digest());
    const std::array<std::string_view, 1> first{"key 0"};
    EXPECT_EQ(rows->get(first).error().kind, Fault::Kind::corrupt);
    EXPECT_EQ(rows->get("key 0").error().kind, Fault::Kind::corrupt);
}

// A run is taken in whether or not RocksDB keeps up with merging: so who writes them waits.
TEST_F(Rows, RunsWaitUntilThoseBeforeThemAreMerged) {
    const auto rows = open({.run_rows_max = 1, .unmerged_runs_max = 6});
    for (std::uint64_t i = 1; i <= 300; ++i) {
        apply(*rows, {{std::to_string(i % 10), std::to_string(i)}}, i);
        ASSERT_LE(rows->unmerged_runs(), 6U);
    }
    ASSERT_TRUE(rows->flush());
    EXPECT_EQ(get(*rows, "0"), "300");
}

// One store's merging must not keep another one, the log least of all, from a thread.
TEST_F(Rows, ThereAreMoreThreadsThanStores) {
    const auto rows = open();
    for (const auto priority : {rocksdb::Env::Priority::LOW, rocksdb::Env::Priority::HIGH}) {
        EXPECT_GE(rocksdb::Env::Default()->GetBackgroundThreads(priority), 8);
    }
}

// Readers in order, while the writer fills one run after the other: they see each step whole, and
// the writer never waits for their sorting.
TEST_F(Rows, AreReadInOrderWhileTheyAreWritten) {
    const auto rows = open({.run_rows_max = 20'000});
    std::atomic<bool> stop = false;
    std::atomic<int> wrong = 0;
    const auto read = [&] {
        std::uint64_t before = 0;
        while (!stop) {
            const Pages page = scan(*rows, {.prefix = "n", .count_max = 100'000});
            if (!std::ranges::is_sorted(page)) ++wrong;
            if (page.size() % 100 != 0 || page.size() < before) ++wrong;
            before = page.size();
        }
    };
    {
        const std::jthread one(read);
        const std::jthread two(read);
        std::mt19937 random(5);
        std::vector<std::uint32_t> numbers(50'000);
        for (std::uint32_t i = 0; i < numbers.size(); ++i) numbers[i] = i;
        std::ranges::shuffle(numbers, random);
        for (std::size_t at = 0; at < numbers.size(); at += 100) {
            std::vector<Row> step;
            for (std::size_t i = at; i < at + 100; ++i) {
                step.push_back({"n" + std::to_string(numbers[i]), "value"});
            }
            apply(*rows, step, at + 100);
        }
        stop = true;
    }
    EXPECT_EQ(wrong, 0);
    EXPECT_EQ(scan(*rows, {.count_max = 100'000}).size(), 50'000U);
}

TEST(RowOverlay, WhatWasNotedIsThereThoughWhoNotedItLeft) {
    RowOverlay rows;
    rows.put("b", "1");
    rows.put("a", "1");
    {
        RowOverlay::InOrder order(rows);
        EXPECT_EQ(order.note(), 2U);
    }
    EXPECT_EQ(rows.range({}, false, 10).size(), 2U);
}

// Who has the turn to sort does not keep rows from being put.
TEST(RowOverlay, SortsWhatWasNotedWhileMoreIsPut) {
    RowOverlay rows;
    rows.put("b", "1");
    rows.put("d", "1");
    {
        RowOverlay::InOrder order(rows);
        EXPECT_EQ(order.note(), 2U);
        rows.put("a", "2");
        rows.put("d", "2");
        order.sort();
        EXPECT_EQ(order.range({}, false, 10).size(), 2U) << "what was noted";
        EXPECT_EQ(order.note(), 1U);
        order.sort();
        const auto all = order.range({}, false, 10);
        ASSERT_EQ(all.size(), 3U);
        EXPECT_EQ(all[0]->key, "a");
        EXPECT_EQ(all[2]->value, "2");
    }
    EXPECT_EQ(rows.range({}, true, 1).front()->key, "d");
}

TEST_F(Rows, TakesNothingMoreAfterARunThatCouldNotBeWritten) {
    const auto rows = open({.run_rows_max = 2});
    apply(*rows, {{"a", "1"}}, 1);
    // A directory stands where the next run is to be written.
    std::filesystem::create_directories(directory / "rows" / "run.next" / "in the way");
    apply(*rows, {{"b", "1"}, {"c", "1"}}, 2);
    const auto flushed = rows->flush();
    ASSERT_FALSE(flushed);
    EXPECT_EQ(flushed.error().kind, Fault::Kind::io);
    EXPECT_FALSE(rows->apply(std::vector<Row>{{"d", "1"}}, Position{3}));
    EXPECT_EQ(get(*rows, "a"), "1") << "what is in memory can still be read";
    EXPECT_EQ(scan(*rows, {}).size(), 3U);
}

}  // namespace
// RocksDB would leave a log and a LOG behind each time.
TEST(RowStore, LeavesNoMoreFilesBehindTheOftenerItIsOpened) {
    const tests::TemporaryDirectory directory;
    const auto files = [&] {
        const auto store = RowStore::open(directory / "rows");
        EXPECT_TRUE(store);
        const std::filesystem::directory_iterator all(directory / "rows");
        return std::distance(begin(all), end(all));
    };
    const auto first = files();
    for (int i = 0; i < 10; ++i) EXPECT_LE(files(), first + 3);
}

}  // namespace ledger
