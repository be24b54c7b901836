// What was made of a row is shared while the row stays as it is, and never afterwards.

#include "ledger/row_memory.h"

#include "ledger/row_store.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <atomic>
#include <charconv>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace ledger;

RowMemory::Made made_of(int value) {
    return std::make_shared<const int>(value);
}

int int_in(const RowMemory::Made& made) {
    return *std::static_pointer_cast<const int>(made);
}

std::uint64_t stamp(const RowMemory& memory, std::string_view key) {
    const std::string_view keys[] = {key};
    return memory.stamp(keys);
}

std::optional<RowMemory::Made> find(RowMemory& memory, std::string_view key) {
    return memory.find(key, typeid(int), stamp(memory, key));
}

TEST(RowMemory, KeepsWhatWasMadeUntilTheRowChanges) {
    RowMemory memory(1 << 20);
    EXPECT_FALSE(find(memory, "a"));
    memory.keep("a", typeid(int), stamp(memory, "a"), made_of(1), 10);
    ASSERT_TRUE(find(memory, "a"));
    EXPECT_EQ(int_in(*find(memory, "a")), 1);
    memory.changed("a");
    EXPECT_FALSE(find(memory, "a"));
}

TEST(RowMemory, DoesNotKeepWhatWasMadeOfARowThatChangedMeanwhile) {
    RowMemory memory(1 << 20);
    const auto before = stamp(memory, "a");
    memory.changed("a");
    memory.keep("a", typeid(int), before, made_of(1), 10);
    EXPECT_FALSE(find(memory, "a"));
}

TEST(RowMemory, HasAnotherStampOnceOneOfSeveralRowsChanges) {
    RowMemory memory(1 << 20);
    const std::string_view keys[] = {"a", "b", "c"};
    const auto before = memory.stamp(keys);
    memory.changed("c");
    EXPECT_NE(memory.stamp(keys), before);
}

TEST(RowMemory, TellsTypesApart) {
    RowMemory memory(1 << 20);
    memory.keep("a", typeid(int), stamp(memory, "a"), made_of(1), 10);
    EXPECT_FALSE(memory.find("a", typeid(long), stamp(memory, "a")));
}

TEST(RowMemory, ForgetsWhatWasNotUsedForLongAndKeepsWhatWas) {
    RowMemory memory(1 << 16);
    memory.keep("used", typeid(int), stamp(memory, "used"), made_of(0), 10);
    memory.keep("unused", typeid(int), stamp(memory, "unused"), made_of(0), 10);
    for (int i = 0; i < 10'000; ++i) {
        const std::string key = "k" + std::to_string(i);
        memory.keep(key, typeid(int), stamp(memory, key), made_of(i), 100);
        ASSERT_TRUE(find(memory, "used"));
    }
    EXPECT_FALSE(find(memory, "unused"));
}

// Readers never see a row that is older than the position that they asked for before.
TEST(RowStore, WhatIsMadeIsNeverOlderThanThePositionReadBefore) {
    const tests::TemporaryDirectory directory;
    const auto store = RowStore::open(directory.path() / "rows").value();
    const auto number = [](const auto& rows) -> OrFault<std::uint64_t> {
        const std::optional<std::string>& row = rows.front();
        std::uint64_t value = 0;
        if (row) std::from_chars(row->data(), row->data() + row->size(), value);
        return value;
    };
    const std::string_view keys[] = {"row"};
    std::atomic<bool> done = false;
    std::atomic<int> stale = 0;
    std::vector<std::jthread> readers;
    for (int i = 0; i < 2; ++i) {
        readers.emplace_back([&] {
            while (!done) {
                const auto before = std::to_underlying(store->position());
                const auto made = store->made<std::uint64_t>(keys, number);
                if (!made || **made < before) ++stale;
            }
        });
    }
    for (std::uint64_t at = 1; at <= 20'000; ++at) {
        const std::vector<Row> rows{{"row", std::to_string(at)}};
        ASSERT_TRUE(store->apply(rows, Position{at}));
    }
    done = true;
    readers.clear();
    EXPECT_EQ(stale, 0);
    EXPECT_EQ(**store->made<std::uint64_t>(keys, number), 20'000U);
}

}  // namespace
