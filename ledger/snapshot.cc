#include "ledger/snapshot.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace ledger {
namespace {

namespace fs = std::filesystem;

constexpr int tries_max = 50;
constexpr std::chrono::milliseconds pause_between_tries{20};

std::unexpected<Fault> cannot(const char* what, const fs::path& path, const std::error_code& why) {
    return io_fault(what, path, why.value());
}

// Names with sizes: what tells that a store was not touched.
using Listing = std::map<std::string, std::uintmax_t>;

enum class Kind : std::uint8_t { table, growing, not_needed };

Kind kind_of(const std::string& name) {
    if (name.ends_with(".sst")) return Kind::table;
    const bool is_growing =
        name.ends_with(".log") || name == "CURRENT" || name.starts_with("MANIFEST-");
    return is_growing ? Kind::growing
                      : Kind::not_needed;  // RocksDB's own log, its lock, its options
}

OrFault<Listing> listing_of(const fs::path& store) {
    Listing listing;
    std::error_code error;
    for (fs::directory_iterator at(store, error), end; !error && at != end; at.increment(error)) {
        const std::string name = at->path().filename().string();
        if (kind_of(name) == Kind::not_needed) continue;
        std::error_code gone;
        // A write-ahead log grows all the time, and its end is allowed to be torn.
        const bool is_wal = name.ends_with(".log");
        listing.emplace(name, is_wal ? 0 : fs::file_size(at->path(), gone));
    }
    if (error) return cannot("list", store, error);
    return listing;
}

// False also where nobody may look.
bool is_there(const fs::path& path) {
    std::error_code ignored;
    return fs::exists(path, ignored);
}

// Or a copy, where the file system has no links.
std::error_code linked(const fs::path& from, const fs::path& to) {
    std::error_code error;
    fs::create_hard_link(from, to, error);
    if (error && is_there(from)) fs::copy_file(from, to, error);
    return error;
}

// Of a key there is never a second copy, and no second name either, under which a backup could
// take it for one.
std::error_code pointed_to(const fs::path& from, const fs::path& to) {
    std::error_code error;
    const fs::path whole = fs::absolute(from, error);
    if (!error) fs::create_symlink(whole, to, error);
    return error;
}

std::error_code copied(const fs::path& from, const fs::path& to) {
    std::error_code error;
    fs::copy_file(from, to, error);
    return error;
}

std::error_code take_files(const fs::path& from, const Listing& listing, const fs::path& to) {
    std::error_code error;
    fs::remove_all(to, error);
    if (!error) fs::create_directories(to, error);
    for (const auto& [name, size] : listing) {
        if (error) break;
        if (kind_of(name) == Kind::table) {
            error = linked(from / name, to / name);
        } else {
            error = copied(from / name, to / name);
        }
    }
    return error;
}

// A store of RocksDB, at a moment at which no file of it came or went.
OrFault<void> take_store(const fs::path& from, const fs::path& to) {
    for (int tries = 0; tries < tries_max; ++tries) {
        const auto before = listing_of(from);
        if (!before) return std::unexpected(before.error());
        const std::error_code failed = take_files(from, *before, to);
        const auto after = listing_of(from);
        if (!after) return std::unexpected(after.error());
        const bool stood_still = *before == *after;
        if (stood_still && !failed) return {};
        if (stood_still) return cannot("copy", from, failed);
        std::this_thread::sleep_for(pause_between_tries);
    }
    return fault(Fault::Kind::io, from.string() + " changes too fast to be looked at; try again");
}

OrFault<void> take_rows(const fs::path& from, const fs::path& to) {
    std::error_code error;
    fs::create_directories(to, error);
    if (error) return cannot("make", to, error);
    fs::directory_iterator all(from, error);
    if (error && is_there(from)) return cannot("list", from, error);
    for (const auto& rows : all) {
        const std::string name = rows.path().filename().string();
        // Only whole stores, and not what a rebuild is making.
        std::error_code hidden;
        const bool is_whole = fs::exists(rows.path() / "CURRENT", hidden);
        if (hidden) return cannot("look into", rows.path(), hidden);
        if (!is_whole || name.starts_with("verify")) continue;
        if (auto taken = take_store(rows.path(), to / name); !taken) return taken;
    }
    return {};
}

// The files of a folder, which is not there in every ledger.
template <class Take>
OrFault<void> take_folder(const fs::path& from, const fs::path& to, Take&& take) {
    std::error_code error;
    fs::create_directories(to, error);
    if (error) return cannot("make", to, error);
    const auto same = fs::status(from, error).permissions();
    if (!error) fs::permissions(to, same, error);
    fs::directory_iterator all(from, error);
    if (error && is_there(from)) return cannot("list", from, error);
    for (const auto& file : all) {
        std::error_code gone;
        if (!file.is_regular_file(gone)) continue;
        const std::error_code failed = take(file.path(), to / file.path().filename());
        if (failed && is_there(file.path())) return cannot("take", file.path(), failed);
    }
    return {};
}

// What follows from the records first, then what was promised of them, then they themselves: so
// nothing here is ahead of them. Their keys last, for all of those must be there.
OrFault<void> take_all(const fs::path& from, const fs::path& to) {
    if (auto rows = take_rows(from / "rows", to / "rows"); !rows) return rows;
    if (auto checkpoints = take_folder(from / "checkpoints", to / "checkpoints", copied);
        !checkpoints) {
        return checkpoints;
    }
    if (is_there(from / "head")) {
        if (const auto failed = copied(from / "head", to / "head")) {
            return cannot("copy", from / "head", failed);
        }
    }
    if (auto log = take_store(from / "log", to / "log"); !log) return log;
    return take_folder(from / "keys", to / "keys", pointed_to);
}

constexpr const char* look = "look";

// Nothing: somebody else has it.
OrFault<std::optional<File>> lock_look(const fs::path& directory) {
    if (auto made = make_directory(directory / look); !made) return std::unexpected(made.error());
    auto lock = File::open(directory / look / "lock", File::Mode::open_or_create);
    if (!lock) return std::unexpected(lock.error());
    const auto locked = lock->lock();
    if (!locked) return std::unexpected(locked.error());
    if (!*locked) return std::nullopt;
    return *std::move(lock);
}

}  // namespace

OrFault<bool> Snapshot::clear(const fs::path& directory) {
    if (!is_there(directory / look)) return true;
    const auto lock = lock_look(directory);
    if (!lock) return std::unexpected(lock.error());
    if (!*lock) return false;
    std::error_code error;
    fs::remove_all(directory / look / "ledger", error);
    if (error) return cannot("remove", directory / look / "ledger", error);
    return true;
}

void Snapshot::forget_keys() {
    std::error_code ignored;  // the folder goes with the rest
    fs::remove_all(ledger_ / "keys", ignored);
    own_lock_.reset();
}

OrFault<Snapshot> Snapshot::take(const fs::path& directory) {
    std::error_code error;
    if (!fs::exists(directory / "log", error)) {
        if (error) return cannot("look into", directory, error);
        return fault(Fault::Kind::io, "there is no ledger in " + directory.string());
    }
    auto lock = lock_look(directory);
    if (!lock) return std::unexpected(lock.error());
    if (!*lock) {
        return fault(
            Fault::Kind::io, "somebody else is looking at " + directory.string() + " already"
        );
    }
    Snapshot snapshot(**std::move(lock), directory / look / "ledger");
    fs::remove_all(snapshot.ledger_, error);
    if (!error) fs::create_directories(snapshot.ledger_, error);
    if (error) return cannot("make", snapshot.ledger_, error);
    // Where nobody has it open, nobody opens it while it is taken.
    auto own_lock = File::open(directory / "lock", File::Mode::open_or_create);
    if (!own_lock) return std::unexpected(own_lock.error());
    const auto is_ours = own_lock->lock();
    if (!is_ours) return std::unexpected(is_ours.error());
    snapshot.is_live_ = !*is_ours;
    if (*is_ours) snapshot.own_lock_ = *std::move(own_lock);
    if (auto taken = take_all(directory, snapshot.ledger_); !taken) {
        return std::unexpected(taken.error());
    }
    return snapshot;
}

Snapshot::~Snapshot() {
    if (ledger_.empty()) return;
    std::error_code ignored;  // the next one removes what is left
    fs::remove_all(ledger_, ignored);
}

}  // namespace ledger
