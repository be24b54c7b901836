#include "ledger/row_overlay.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <span>
#include <utility>

namespace ledger {
namespace {

using Entry = RowOverlay::Entry;
using Entries = RowOverlay::Entries;

constexpr auto key_of = [](const Entry* entry) { return entry->key; };

// The part of a sorted run that lies within the bounds.
std::span<const Entry* const> within(const Entries& run, const RowOverlay::Bounds& bounds) {
    const auto begin = std::ranges::lower_bound(run, bounds.lower, {}, key_of);
    if (!bounds.upper) return {begin, run.end()};
    const auto end = std::ranges::lower_bound(begin, run.end(), *bounds.upper, {}, key_of);
    return {begin, end};
}

// Takes the next entry of all runs together, from their front or from their back.
const Entry* take_next(std::vector<std::span<const Entry* const>>& runs, bool backward) {
    std::span<const Entry* const>* best = nullptr;
    for (auto& run : runs) {
        if (run.empty()) continue;
        if (best == nullptr || (backward ? run.back()->key > best->back()->key
                                         : run.front()->key < best->front()->key)) {
            best = &run;
        }
    }
    if (best == nullptr) return nullptr;
    const Entry* const entry = backward ? best->back() : best->front();
    *best = backward ? best->first(best->size() - 1) : best->subspan(1);
    return entry;
}

}  // namespace

std::string_view RowOverlay::copy(std::string_view text) {
    if (text.empty()) return {};
    auto* const place = static_cast<char*>(texts_.allocate(text.size(), 1));
    std::memcpy(place, text.data(), text.size());
    bytes_ += text.size();
    return {place, text.size()};
}

void RowOverlay::put(std::string_view key, std::optional<std::string_view> value) {
    const auto found = by_key_.find(key);
    Entry* entry = found == by_key_.end() ? nullptr : found->second;
    if (entry == nullptr) {
        entry = &entries_.emplace_back();
        entry->key = copy(key);
        by_key_.emplace(entry->key, entry);
    }
    entry->is_gone = !value;
    entry->value = value ? copy(*value) : std::string_view{};
}

const RowOverlay::Entry* RowOverlay::find(std::string_view key) const {
    const auto found = by_key_.find(key);
    return found == by_key_.end() ? nullptr : found->second;
}

RowOverlay::Entries RowOverlay::range(const Bounds& bounds, bool backward, std::size_t live_max)
    const {
    InOrder order(*this);
    if (order.note() > 0) order.sort();
    return order.range(bounds, backward, live_max);
}

std::size_t RowOverlay::InOrder::note() {
    for (; rows_.noted_count_ < rows_.entries_.size(); ++rows_.noted_count_) {
        noted_.push_back(&rows_.entries_[rows_.noted_count_]);
    }
    return noted_.size();
}

void RowOverlay::InOrder::sort() {
    if (noted_.empty()) return;
    Entries run = std::exchange(noted_, {});
    std::ranges::sort(run, {}, key_of);
    auto& runs = rows_.runs_;
    while (!runs.empty() && runs.back().size() <= 2 * run.size()) {
        Entries merged;
        merged.reserve(runs.back().size() + run.size());
        std::ranges::merge(runs.back(), run, std::back_inserter(merged), {}, key_of, key_of);
        runs.pop_back();
        run = std::move(merged);
    }
    runs.push_back(std::move(run));
}

RowOverlay::Entries RowOverlay::InOrder::range(
    const Bounds& bounds, bool backward, std::size_t live_max
) const {
    std::vector<std::span<const Entry* const>> runs;
    for (const Entries& run : rows_.runs_) runs.push_back(within(run, bounds));
    Entries entries;
    std::size_t live = 0;
    while (live < live_max) {
        const Entry* const entry = take_next(runs, backward);
        if (entry == nullptr) break;
        entries.push_back(entry);
        if (!entry->is_gone) ++live;
    }
    return entries;
}

}  // namespace ledger
