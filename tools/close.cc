// jejak close: closes the day by hand, for a ledger whose clock is simulated, or before a receipt.

#include "ledger/closer.h"
#include "tools/house.h"
#include "tools/verbs.h"

#include <cstdio>

namespace tools {

int close_day(const std::filesystem::path& directory, const Manner& manner) {
    const auto house = House::open(directory, {}, {});
    if (!house) return complain(manner, house.error().detail);
    ledger::Ledger& book = (*house)->ledger();
    const auto newest = book.recorded_at(book.size());
    if (!newest) return complain(manner, newest.error().detail);
    const ledger::Instant now =
        book.origin().simulated_clock ? *newest : ledger::SystemClock{}.now();
    const ledger::Date day = day_of(now, ledger::Zone::wib);
    const auto closed = ledger::close_day(book, (*house)->completeness(), day);
    if (!closed) return complain(manner, closed.error().detail);
    if (!*closed) return complain(manner, "nothing was recorded since the last close");
    if (const auto made = (*house)->publisher().now(); !made) {
        return complain(manner, made.error().detail);
    }
    const auto last = (*house)->completeness().last();
    if (!last || !*last) return complain(manner, "nothing was closed");
    const ledger::close::Day& shown = (*last)->day;
    std::printf(
        manner.json ? "{\"day\":\"%s\",\"size\":%llu,\"files\":%u,\"root\":\"%s\"}\n"
                    : "Closed %s: the first %llu events, %u files, %s\n",
        ledger::text(shown.day).c_str(),
        static_cast<unsigned long long>(std::to_underlying(shown.size)),
        shown.files,
        shown.root.hex().c_str()
    );
    return exit_ok;
}

}  // namespace tools
