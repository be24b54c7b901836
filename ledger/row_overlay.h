#pragma once
// The newest rows, in memory: found by key at once, and in order when somebody asks for that.
// Sorting is left to who reads in order, for most rows are on disk, where they are sorted anyway,
// before anybody does. (A tree would sort each row as it comes, and so many keys do not fit into a
// processor's cache.)
//
// Who calls put() must be alone, but for InOrder::sort(); the rest may be called by any number of
// threads at once.

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory_resource>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

namespace ledger {

class RowOverlay {
public:
    struct Entry {
        std::string_view key;
        std::string_view value;
        bool is_gone = false;  // the row was removed
    };
    using Entries = std::vector<const Entry*>;

    // Keys from `lower` on and before `upper`; without it, to the end.
    struct Bounds {
        std::string_view lower;
        std::optional<std::string_view> upper;
    };

    // Without a value: the row is to go. Copies both.
    void put(std::string_view key, std::optional<std::string_view> value);

    // nullptr when nothing is known of that row here.
    [[nodiscard]] const Entry* find(std::string_view key) const;

    // The turn to read in order: one at a time has it. Sorting is apart from taking note of what is
    // to be sorted, so that who holds a lock against put() gives it up meanwhile.
    class InOrder {
    public:
        // `rows` must outlive it. Waits for its turn.
        explicit InOrder(const RowOverlay& rows) : rows_(rows), turn_(rows.order_mutex_) {}
        ~InOrder() { sort(); }  // what was noted is noted once, and would be missing for ever
        InOrder(const InOrder&) = delete;
        InOrder& operator=(const InOrder&) = delete;

        // Takes note of the rows that came since; answers how many.
        [[nodiscard]] std::size_t note();
        // Sorts those. May meet a put().
        void sort();
        // Of what is sorted. Entries change with the next put().
        [[nodiscard]] Entries range(const Bounds& bounds, bool backward, std::size_t live_max)
            const;

    private:
        const RowOverlay& rows_;
        std::unique_lock<std::mutex> turn_;
        Entries noted_;
    };

    // In order from the lower bound up, or from the upper bound down; no further than `live_max`
    // rows that are not gone. Entries change with the next put().
    [[nodiscard]] Entries range(const Bounds& bounds, bool backward, std::size_t live_max) const;

    [[nodiscard]] std::size_t rows() const noexcept { return entries_.size(); }
    // Taken by keys and values, those that were replaced included.
    [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }

private:
    [[nodiscard]] std::string_view copy(std::string_view text);
    std::pmr::monotonic_buffer_resource texts_;
    std::size_t bytes_ = 0;
    std::deque<Entry> entries_;  // as they came; they stay where they are
    boost::unordered_flat_map<std::string_view, Entry*> by_key_;

    // Sorted runs, each more than twice as long as the next: so a new entry is merged a few times
    // only, however often somebody reads.
    mutable std::mutex order_mutex_;
    mutable std::vector<Entries> runs_;    // guarded by order_mutex_
    mutable std::size_t noted_count_ = 0;  // guarded by order_mutex_; of entries_
};

}  // namespace ledger
