// jejak export: the acts of a ledger as CloudEvents, one a line, in the order of their positions.
// With the closed words, `import` into an empty simulated ledger gives the same events again: where
// an act gave several, the first one says all that was asked for, and the rules give the others.

#include "api/cloud_event.h"
#include "api/signed_act.h"
#include "tools/house.h"
#include "tools/verbs.h"

#include <cstdio>
#include <utility>

namespace tools {
namespace {

// What somebody has signed goes out as he has signed it, where it is at hand.
void write_line(api::JsonOut& out, const ledger::Entry& entry) {
    const std::string& jws = ledger::ClosedWords::of(entry.record.submitted);
    if (jws.empty()) return write_cloud_event(out, entry);
    api::write_flattened(out, jws, entry.record.recorded);
}

}  // namespace

int export_events(const ExportOptions& options, const Manner& manner) {
    const auto house = House::open(options.directory, {}, {});
    if (!house) return complain(manner, house.error().detail);
    const ledger::Ledger& book = (*house)->ledger();
    const std::uint64_t end = std::to_underlying(book.size());
    const auto closed = options.open_words ? ledger::Closed::open : ledger::Closed::withhold;
    if (!options.open_words) {
        std::fputs(
            "Closed words are withheld: this is no backup, and import will refuse what had them. "
            "--open exports them too.\n",
            stderr
        );
    }
    Progress progress("Exporting");
    std::uint64_t at = options.from;
    while (at < end) {
        constexpr std::size_t step = 1024;
        auto entries = book.entries(ledger::Position{at}, step, closed);
        if (!entries) return complain(manner, entries.error().detail);
        for (ledger::Entry& entry : *entries) {
            if (entry.record.fact_index > 0) continue;
            entry.record.fact_count = 1;  // the line is the act, and has its name
            api::JsonOut out;
            write_line(out, entry);
            const std::string_view line = out.text();
            std::fwrite(line.data(), 1, line.size(), stdout);
            std::fputc('\n', stdout);
        }
        at += entries->size();
        progress.at(at, end);
    }
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
        return complain(manner, "the output could not be written");
    }
    return exit_ok;
}

}  // namespace tools
