#include "ledger/row_store.h"

#include "ledger/bytes.h"
#include "ledger/row_overlay.h"
#include "ledger/row_runs.h"
#include "ledger/rules/assert.h"
#include "ledger/sha256.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <limits>
#include <mutex>
#include <shared_mutex>
#include <stop_token>
#include <thread>

namespace ledger {
namespace {

using Entry = RowOverlay::Entry;

constexpr std::chrono::milliseconds merge_poll{5};

constexpr std::size_t all_rows = std::numeric_limits<std::size_t>::max();

// The first text behind all that begin with `prefix`; nothing when there is none.
std::optional<std::string> behind(std::string_view prefix) {
    const auto last = prefix.find_last_not_of('\xff');
    if (last == std::string_view::npos) return std::nullopt;
    std::string text(prefix.substr(0, last + 1));
    text.back() = static_cast<char>(static_cast<unsigned char>(text.back()) + 1);
    return text;
}

KeyBounds bounds_of(const RowRange& range) {
    KeyBounds bounds{.lower = std::string(range.prefix), .upper = behind(range.prefix)};
    if (range.from.empty()) return bounds;
    if (range.order == RowRange::Order::forward) {
        bounds.lower = std::max(bounds.lower, std::string(range.from));
    } else if (!bounds.upper || range.from < *bounds.upper) {
        bounds.upper = range.from;
    }
    return bounds;
}

std::optional<std::string> value_of(const Entry& row) {
    if (row.is_gone) return std::nullopt;
    return std::string(row.value);
}

// Rows of an overlay, gathered before, one after the other.
class OverlayCursor {
public:
    explicit OverlayCursor(const std::vector<Entry>& rows) : rows_(rows) {}
    [[nodiscard]] std::optional<Entry> current() const {
        return at_ < rows_.size() ? std::optional(rows_[at_]) : std::nullopt;
    }
    void advance() { ++at_; }

private:
    std::span<const Entry> rows_;
    std::size_t at_ = 0;
};

std::vector<Entry> rows_at(const RowOverlay::Entries& entries) {
    std::vector<Entry> rows;
    rows.reserve(entries.size());
    for (const Entry* entry : entries) rows.push_back(*entry);
    return rows;
}

}  // namespace

struct RowStore::State {
    State(Options chosen, std::unique_ptr<RowRuns> opened)
        : options(chosen),
          memory(chosen.made_bytes),
          runs(std::move(opened)),
          position(runs->opened_at()),
          frozen_position(position) {}

    [[nodiscard]] bool is_full() const;
    [[nodiscard]] OrFault<void> freeze(std::unique_lock<std::shared_mutex>& lock);
    void write_runs(const std::stop_token& stop);

    // The rows within the bounds in the three places where rows are, all as they were at one
    // position: as far as the first live_max that are not gone may come from each.
    struct Gathered {
        std::vector<Entry> newest;
        std::deque<std::string> texts;  // what `newest` refers to: the overlay's own may change
        std::vector<Entry> middle;
        std::shared_ptr<const RowOverlay> middle_owner;
        std::optional<RowRuns::View> on_disk;
    };
    [[nodiscard]] Gathered gather(const KeyBounds& bounds, bool backward, std::size_t live_max)
        const;
    [[nodiscard]] bool gather_newest(
        Gathered& rows,
        std::shared_ptr<const RowOverlay>& older,
        const KeyBounds& bounds,
        bool backward,
        std::size_t live_max
    ) const;

    // All rows within the bounds, in order, as visit(key, value) until it answers false: at the
    // latest at the live_max'th.
    template <class Visit>
    [[nodiscard]] OrFault<void> visit(
        const KeyBounds& bounds, bool backward, std::size_t live_max, Visit&& visitor
    ) const;

    const Options options;
    RowMemory memory;
    const std::unique_ptr<RowRuns> runs;

    mutable std::shared_mutex mutex;
    std::condition_variable_any changed;  // frozen or failed did
    // Guarded by mutex:
    std::shared_ptr<RowOverlay> active = std::make_shared<RowOverlay>();
    std::shared_ptr<const RowOverlay> frozen;  // on its way to disk; nullptr when nothing is
    Position position;                         // of active
    Position frozen_position;                  // of what is on disk or on its way there
    std::optional<Fault> failed;

    std::jthread thread;  // last: it uses everything above
};

RowStore::RowStore(std::unique_ptr<State> state) : state_(std::move(state)) {}

RowStore::~RowStore() = default;

OrFault<std::unique_ptr<RowStore>> RowStore::open(const std::filesystem::path& directory) {
    return open(directory, Options());
}

OrFault<std::unique_ptr<RowStore>> RowStore::open(
    const std::filesystem::path& directory, Options options
) {
    auto runs = RowRuns::open(directory, options.cache_bytes);
    if (!runs) return std::unexpected(runs.error());
    auto state = std::make_unique<State>(options, *std::move(runs));
    State& running = *state;
    state->thread =
        std::jthread([&running](const std::stop_token& stop) { running.write_runs(stop); });
    return std::unique_ptr<RowStore>(new RowStore(std::move(state)));
}

RowMemory& RowStore::memory() const {
    return state_->memory;
}

// --- Writing

Position RowStore::position() const {
    const std::shared_lock lock(state_->mutex);
    return state_->position;
}

OrFault<void> RowStore::apply(std::span<const Row> rows, Position up_to) {
    std::unique_lock lock(state_->mutex);
    if (state_->failed) return std::unexpected(*state_->failed);
    ledger_assert(up_to >= state_->position);
    for (const Row& row : rows) state_->active->put(row.key, row.value);
    for (const Row& row : rows) state_->memory.changed(row.key);
    state_->position = up_to;
    if (!state_->is_full()) return {};
    return state_->freeze(lock);
}

OrFault<void> RowStore::flush() {
    std::unique_lock lock(state_->mutex);
    if (state_->active->rows() > 0 || state_->position != state_->frozen_position) {
        if (auto frozen = state_->freeze(lock); !frozen) return frozen;
    }
    state_->changed.wait(lock, [&] { return state_->frozen == nullptr || state_->failed; });
    if (state_->failed) return std::unexpected(*state_->failed);
    return {};
}

bool RowStore::State::is_full() const {
    const auto positions = std::to_underlying(position) - std::to_underlying(frozen_position);
    return active->rows() >= options.run_rows_max || active->bytes() >= options.run_bytes_max ||
           positions >= options.run_positions_max;
}

// Hands the active rows to the thread, once it has written those before them.
OrFault<void> RowStore::State::freeze(std::unique_lock<std::shared_mutex>& lock) {
    changed.wait(lock, [&] { return frozen == nullptr || failed; });
    if (failed) return std::unexpected(*failed);
    frozen = std::exchange(active, std::make_shared<RowOverlay>());
    frozen_position = position;
    changed.notify_all();
    return {};
}

void RowStore::State::write_runs(const std::stop_token& stop) {
    std::unique_lock lock(mutex);
    while (changed.wait(lock, stop, [&] { return frozen != nullptr; })) {
        const auto rows = frozen;
        const Position up_to = frozen_position;
        while (!stop.stop_requested() && runs->unmerged() >= options.unmerged_runs_max) {
            changed.wait_for(lock, stop, merge_poll, [] { return false; });
        }
        lock.unlock();
        const auto added = runs->add(*rows, up_to);
        lock.lock();
        if (added) {
            frozen = nullptr;
        } else {
            failed = added.error();
        }
        changed.notify_all();
        if (!added) return;
    }
}

std::uint64_t RowStore::unmerged_runs() const {
    return state_->runs->unmerged();
}

// --- Reading

OrFault<std::optional<std::string>> RowStore::get(std::string_view key) const {
    std::shared_ptr<const RowOverlay> frozen;
    {
        const std::shared_lock lock(state_->mutex);
        if (const Entry* row = state_->active->find(key)) return value_of(*row);
        frozen = state_->frozen;
    }
    if (frozen != nullptr) {
        if (const Entry* row = frozen->find(key)) return value_of(*row);
    }
    return state_->runs->get(key);
}

OrFault<std::vector<std::optional<std::string>>> RowStore::get(
    std::span<const std::string_view> keys
) const {
    std::vector<std::optional<std::string>> values(keys.size());
    std::vector<std::string_view> wanted;  // on disk, perhaps
    std::vector<std::size_t> places;
    std::optional<RowRuns::View> runs;
    {
        const std::shared_lock lock(state_->mutex);
        for (std::size_t i = 0; i < keys.size(); ++i) {
            const Entry* row = state_->active->find(keys[i]);
            if (row == nullptr && state_->frozen != nullptr) row = state_->frozen->find(keys[i]);
            if (row != nullptr) {
                values[i] = value_of(*row);
            } else {
                wanted.push_back(keys[i]);
                places.push_back(i);
            }
        }
        if (wanted.empty()) return values;
        runs.emplace(state_->runs->view());
    }
    auto found = runs->get(wanted);
    if (!found) return found;
    for (std::size_t i = 0; i < places.size(); ++i) values[places[i]] = std::move((*found)[i]);
    return values;
}

// The rows of the active overlay and what lies under it, at one moment. Sorts without the lock, so
// that the writer waits for what came in the meantime only; false when a new overlay did.
bool RowStore::State::gather_newest(
    Gathered& rows,
    std::shared_ptr<const RowOverlay>& older,
    const KeyBounds& bounds,
    bool backward,
    std::size_t live_max
) const {
    constexpr std::size_t few = 1000;
    std::shared_ptr<const RowOverlay> overlay;
    const auto note = [&](RowOverlay::InOrder& order) {
        const std::shared_lock lock(mutex);
        return order.note();
    };
    {
        const std::shared_lock lock(mutex);
        overlay = active;
    }
    RowOverlay::InOrder order(*overlay);
    while (note(order) > few) order.sort();
    const std::shared_lock lock(mutex);
    if (active != overlay) return false;
    if (order.note() > 0) order.sort();
    rows.newest = rows_at(order.range({bounds.lower, bounds.upper}, backward, live_max));
    for (Entry& row : rows.newest) {
        row.key = rows.texts.emplace_back(row.key);
        row.value = rows.texts.emplace_back(row.value);
    }
    older = frozen;
    rows.on_disk.emplace(runs->view());
    return true;
}

RowStore::State::Gathered RowStore::State::gather(
    const KeyBounds& bounds, bool backward, std::size_t live_max
) const {
    Gathered rows;
    std::shared_ptr<const RowOverlay> older;
    while (!gather_newest(rows, older, bounds, backward, live_max)) {
    }
    if (older == nullptr) return rows;
    // Each row that is gone in the newest may hide one of these.
    const auto gone = static_cast<std::size_t>(std::ranges::count_if(rows.newest, &Entry::is_gone));
    const std::size_t enough = live_max > all_rows - gone ? all_rows : live_max + gone;
    rows.middle = rows_at(older->range({bounds.lower, bounds.upper}, backward, enough));
    rows.middle_owner = std::move(older);
    return rows;
}

template <class Visit>
OrFault<void> RowStore::State::visit(
    const KeyBounds& bounds, bool backward, std::size_t live_max, Visit&& visitor
) const {
    if (bounds.empty()) return {};
    const Gathered rows = gather(bounds, backward, live_max);
    OverlayCursor newest(rows.newest);
    OverlayCursor middle(rows.middle);
    RowRuns::Cursor disk = rows.on_disk->rows(bounds, backward);
    while (true) {
        const auto on_disk = disk.current();
        if (!on_disk) return std::unexpected(on_disk.error());
        // The next key's row, as the newest of the three that has it knows it.
        std::optional<Entry> row;
        for (const auto& other : {newest.current(), middle.current(), *on_disk}) {
            if (!other) continue;
            if (!row || (backward ? other->key > row->key : other->key < row->key)) row = other;
        }
        if (!row) return {};
        if (!row->is_gone && !visitor(row->key, row->value)) return {};
        const auto has_key = [&](const std::optional<Entry>& at) {
            return at && at->key == row->key;
        };
        const bool leaves_disk = has_key(*on_disk);  // known before the row's bytes go
        if (has_key(newest.current())) newest.advance();
        if (has_key(middle.current())) middle.advance();
        if (leaves_disk) disk.advance();
    }
}

OrFault<std::vector<RowStore::Found>> RowStore::scan(const RowRange& range) const {
    std::vector<Found> found;
    if (range.count_max == 0) return found;
    const bool backward = range.order == RowRange::Order::backward;
    const auto add = [&](std::string_view key, std::string_view value) {
        found.emplace_back(key, value);
        return found.size() < range.count_max;
    };
    const auto visited = state_->visit(bounds_of(range), backward, range.count_max, add);
    if (!visited) return std::unexpected(visited.error());
    return found;
}

OrFault<Digest> RowStore::digest(RowTally* tally) const {
    constexpr std::size_t hashed_at_once = 16UL * 1024;  // most rows are shorter than a call
    Sha256 sha256;
    std::string rows;
    const auto add = [&](std::string_view key, std::string_view value) {
        std::array<std::uint8_t, 16> lengths;
        store(lengths, static_cast<std::uint64_t>(key.size()));
        store(std::span(lengths).subspan(8), static_cast<std::uint64_t>(value.size()));
        rows += text_of(lengths);
        rows += key;
        rows += value;
        if (rows.size() >= hashed_at_once) {
            sha256.add(bytes_of(rows));
            rows.clear();
        }
        if (tally != nullptr) tally->add(key, value);
        return true;
    };
    const auto visited = state_->visit(KeyBounds{}, false, all_rows, add);
    if (!visited) return std::unexpected(visited.error());
    sha256.add(bytes_of(rows));
    return sha256.finish();
}

}  // namespace ledger
