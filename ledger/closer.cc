#include "ledger/closer.h"

#include <chrono>
#include <string>
#include <utility>

namespace ledger {
namespace {

constexpr std::chrono::minutes rest{1};

// Where what no close covers begins: after the last close, and its own record if nothing was
// recorded between the two.
Position first_uncovered(const std::optional<Completeness::Close>& last) {
    if (!last) return {};
    return last->position == last->day.size ? next(last->position) : last->day.size;
}

}  // namespace

OrFault<bool> close_day(Ledger& ledger, Completeness& completeness, Date day) {
    const auto last = completeness.last();
    if (!last) return std::unexpected(last.error());
    const Position size = ledger.size();
    if (first_uncovered(*last) >= size) return false;
    const auto close = completeness.would_be(day, size);
    if (!close) return std::unexpected(close.error());
    Act act;
    act.stream = close::stream();
    act.event = close::Event(*close);
    act.actor.role = Role::operator_;
    act.provenance.source = "urn:jejak:close";
    act.provenance.id = text(day) + "-" + std::to_string(std::to_underlying(size));
    const Answer answer = record(ledger.writer(), {std::move(act)});
    if (!answer) return std::unexpected(answer.error());
    if (const auto* rejected = std::get_if<Rejection>(&answer->front())) {
        return fault(Fault::Kind::io, "the day was not closed: " + rejected->detail.en);
    }
    if (auto taken = completeness.catch_up(); !taken) return std::unexpected(taken.error());
    return true;
}

OrFault<std::optional<Date>> day_to_close(
    const Ledger& ledger, const Completeness& completeness, Instant now
) {
    const auto last = completeness.last();
    if (!last) return std::unexpected(last.error());
    const Position first = first_uncovered(*last);
    if (first >= ledger.size()) return std::nullopt;
    const auto entry = ledger.entry(first, Closed::withhold);
    if (!entry) return std::unexpected(entry.error());
    const Date today = day_of(now, Zone::wib);
    if (day_of((*entry)->record.recorded, Zone::wib) >= today) return std::nullopt;
    return today - std::chrono::days(1);
}

Closer::Closer(Ledger& ledger, Completeness& completeness, const Clock& clock)
    : ledger_(ledger), completeness_(completeness), clock_(clock) {
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Closer::~Closer() = default;

std::optional<Fault> Closer::trouble() const {
    const std::lock_guard lock(mutex_);
    return trouble_;
}

void Closer::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        const auto closed = close_if_due();
        std::unique_lock lock(mutex_);
        trouble_.reset();
        if (!closed) {
            trouble_ = closed.error();
            if (closed.error().kind == Fault::Kind::corrupt) return;
        }
        wake_.wait_for(lock, stop, rest, [] { return false; });
    }
}

OrFault<void> Closer::close_if_due() {
    const auto day = day_to_close(ledger_, completeness_, clock_.now());
    if (!day) return std::unexpected(day.error());
    if (!*day) return {};
    const auto closed = close_day(ledger_, completeness_, **day);
    if (!closed) return std::unexpected(closed.error());
    return {};
}

}  // namespace ledger
