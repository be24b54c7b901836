#pragma once
// The rows that are on disk (row_store.h): sorted runs in RocksDB, each written as one file and
// taken in as one step, the position up to which it holds among its rows. RocksDB merges them as
// they grow in number; a later run's rows replace an earlier one's.
//
// Safe to use from any thread; add() by one at a time.

#include "ledger/row_overlay.h"
#include "ledger/rules/error.h"
#include "ledger/rules/ids.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ledger {

// The keys from `lower` on and before `upper`; without it, to the last.
struct KeyBounds {
    std::string lower;
    std::optional<std::string> upper;
    [[nodiscard]] bool empty() const { return upper && *upper <= lower; }
};

class RowRuns {
public:
    class Cursor;
    class View;

    // Fault::corrupt when what is there cannot be read, Fault::io when it is open elsewhere.
    [[nodiscard]] static OrFault<std::unique_ptr<RowRuns>> open(
        const std::filesystem::path& directory, std::size_t cache_bytes
    );
    ~RowRuns();
    RowRuns(const RowRuns&) = delete;
    RowRuns& operator=(const RowRuns&) = delete;

    // Up to where the runs held when this was opened; 0 when there were none.
    [[nodiscard]] Position opened_at() const noexcept { return opened_at_; }

    // Makes a run of the rows, which hold up to `up_to`. It is on disk when it returns; with a
    // fault it may be there or not.
    [[nodiscard]] OrFault<void> add(const RowOverlay& rows, Position up_to);

    // How many runs have not been merged yet. Taking one in is not slowed down by RocksDB, however
    // many there are: who adds has to wait.
    [[nodiscard]] std::uint64_t unmerged() const;

    [[nodiscard]] OrFault<std::optional<std::string>> get(std::string_view key) const;

    // The runs as they are now, whatever is added; reads nothing yet. Must not outlive this.
    [[nodiscard]] View view() const;

private:
    struct Store;
    explicit RowRuns(std::unique_ptr<Store> store);

    std::unique_ptr<Store> store_;
    Position opened_at_{};
};

class RowRuns::View {
public:
    View(View&&) noexcept;
    ~View();

    // One for each key, in their order.
    [[nodiscard]] OrFault<std::vector<std::optional<std::string>>> get(
        std::span<const std::string_view> keys
    ) const;

    // A cursor at the first row within the bounds, or backward at the last. Must not outlive the
    // view.
    [[nodiscard]] Cursor rows(const KeyBounds& bounds, bool backward) const;

private:
    friend class RowRuns;
    struct Snapshot;
    explicit View(std::unique_ptr<Snapshot> snapshot);
    std::unique_ptr<Snapshot> snapshot_;
};

class RowRuns::Cursor {
public:
    Cursor(Cursor&&) noexcept;
    ~Cursor();

    // The row that it is at, until it moves; nothing behind the last. Fault::corrupt where a row
    // cannot be read.
    [[nodiscard]] OrFault<std::optional<RowOverlay::Entry>> current() const;
    void advance();

private:
    friend class View;
    struct Range;
    explicit Cursor(std::unique_ptr<Range> range);
    std::unique_ptr<Range> range_;
};

}  // namespace ledger
