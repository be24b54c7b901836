// jejak rebuild: throws away everything that follows from the records, and makes it anew.

#include "ledger/rocks_log.h"
#include "tools/house.h"
#include "tools/verbs.h"

#include <cstdio>
#include <system_error>

namespace tools {

int rebuild(const std::filesystem::path& directory, const Manner& manner) {
    const std::filesystem::path rows = directory / "rows";
    if (!std::filesystem::exists(directory / "head")) {
        return complain(manner, "there is no ledger in " + directory.string(), exit_not_found);
    }
    {
        // Opening it first makes sure that no server has it, and that its log is whole.
        const auto log = ledger::RocksLog::open(directory);
        if (!log) return complain(manner, log.error().detail);
    }
    std::error_code error;
    std::filesystem::remove_all(rows, error);
    if (error) return complain(manner, "cannot remove " + rows.string() + ": " + error.message());
    Progress progress("Rebuilding");
    const auto house = House::open(
        directory,
        {},
        [&](std::string_view, ledger::Position at, ledger::Position all) {
            progress.at(std::to_underlying(at), std::to_underlying(all));
        }
    );
    if (!house) return complain(manner, house.error().detail);
    const auto size =
        static_cast<unsigned long long>(std::to_underlying((*house)->ledger().size()));
    std::printf(manner.json ? "{\"events\":%llu}\n" : "rebuilt all rows from %llu events\n", size);
    return exit_ok;
}

}  // namespace tools
