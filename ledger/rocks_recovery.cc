#include "ledger/rocks_recovery.h"

#include "ledger/rocks_store.h"
#include "ledger/wal_scan.h"

#include <algorithm>
#include <span>
#include <system_error>
#include <tuple>
#include <utility>

namespace ledger {
namespace {

constexpr auto corrupt = Fault::Kind::corrupt;

std::string number(std::uint64_t n) {
    return std::to_string(n);
}

std::string number(Position at) {
    return number(std::to_underlying(at));
}

std::unexpected<Fault> refuse(const std::filesystem::path& where, const std::string& what) {
    return fault(
        corrupt,
        where.string() + ": " + what +
            ". The log was not opened and nothing was changed. Keep a copy of the whole directory; "
            "then restore the newest backup, and compare it with the newest cosigned checkpoint "
            "before anything is written to it"
    );
}

// Which of RocksDB's files are there.
struct StoreFiles {
    bool current = false;  // which says which manifest is in force
    bool tables = false;
    bool any = false;
};

OrFault<StoreFiles> list_store(const std::filesystem::path& directory) {
    StoreFiles files;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(directory, error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        files.current |= name == "CURRENT";
        files.tables |= name.ends_with(".sst");
        files.any |= name == "CURRENT" || name.starts_with("MANIFEST-") || name.ends_with(".sst") ||
                     name.ends_with(".log");
    }
    if (error) return io_fault("list", directory, error.value());
    return files;
}

OrFault<std::unique_ptr<rocksdb::DB>> open_to_look(const std::filesystem::path& store) {
    rocksdb::DB* db = nullptr;
    const auto status = rocksdb::DB::OpenForReadOnly(log_store_options(), store.string(), &db);
    if (status.ok()) return std::unique_ptr<rocksdb::DB>(db);
    const std::string what = "RocksDB does not open it: " + status.ToString();
    if (status.IsIOError() && !status.IsPathNotFound()) {
        return fault(Fault::Kind::io, store.string() + ": " + what);
    }
    return refuse(store, what);
}

std::string describe(std::span<const WalDamage> damages) {
    std::string text;
    constexpr std::size_t named_max = 3;
    for (std::size_t i = 0; i < std::min(damages.size(), named_max); ++i) {
        const WalDamage& damage = damages[i];
        text += (i == 0 ? "" : "; ") + damage.place.file + " at byte " +
                number(damage.place.offset) + ", " + number(damage.bytes) +
                " bytes: " + damage.what;
    }
    if (damages.size() > named_max) {
        text += "; and " + number(damages.size() - named_max) + " more places";
    }
    return text;
}

std::string with_damage(std::string what, const WalScan& scan) {
    if (!scan.damages.empty()) what += ". Damaged: " + describe(scan.damages);
    return what;
}

// One past the last event that the store holds.
OrFault<std::uint64_t> end_of(rocksdb::Iterator& packs) {
    packs.SeekToLast();
    if (!packs.status().ok()) return rocks_fault("reading the end of the log", packs.status());
    if (!packs.Valid()) return 0U;
    const auto last = pack_at(packs);
    if (!last) return std::unexpected(last.error());
    return std::to_underlying((*last)->end());
}

// What is said against a log that ends at `end`; empty when nothing is.
std::string missing_at_end(std::uint64_t end, const Head& promised, const WalScan& scan) {
    if (end < promised.size()) {
        return number(promised.size() - end) +
               " acknowledged events are missing: the log ends at "
               "position " +
               number(end) + ", and the head file knows of " + number(promised.size()) +
               ", the last of which was recorded " + text(promised.recorded);
    }
    for (const WalGroup& group : scan.groups) {
        const bool was_acknowledged = group.whole || std::to_underlying(group.first) > end;
        const auto last = std::max(std::to_underlying(group.end), std::to_underlying(group.first));
        if (!was_acknowledged || last <= end) continue;
        return "acknowledged events are missing: the log ends at position " + number(end) +
               ", and " + group.place.file + " at byte " + number(group.place.offset) +
               " holds a group that begins at position " + number(group.first);
    }
    return {};
}

// Follows the packs to the end, and makes the tree from the records as it goes.
class Walk {
public:
    // `tree` is that of the events before the first that is to be hashed. When the tree comes to
    // the size of `promised`, it must have its root.
    Walk(Tree tree, const Head& promised) : promised_(promised) { head_.tree = std::move(tree); }

    // From the pack that holds `from` on. Answers the head at the end, or what is wrong.
    [[nodiscard]] std::expected<Head, std::string> run(rocksdb::Iterator& packs, Position from);

private:
    [[nodiscard]] std::string take(const Pack& pack);
    [[nodiscard]] std::string check_root(const Digest& expected, const char* whose);

    const Head& promised_;
    Head head_ = empty_head();
    Sha256 sha256_;
};

std::expected<Head, std::string> Walk::run(rocksdb::Iterator& packs, Position from) {
    std::optional<Position> expected;
    bool is_group_end = true;
    const std::string key = key_of_position(from);
    for (packs.SeekForPrev(key); packs.Valid(); packs.Next()) {
        const auto pack = pack_at(packs);
        if (!pack) return std::unexpected(pack.error().detail);
        const Position gap_from = expected.value_or(from);
        const Position first = (*pack)->first();
        if (expected ? first != *expected : !(*pack)->contains(from)) {
            return std::unexpected(
                "the events from position " + number(gap_from) +
                " to the next one that is there, " + number(first) + ", are missing"
            );
        }
        if (const std::string wrong = take(**pack); !wrong.empty()) return std::unexpected(wrong);
        expected = (*pack)->end();
        is_group_end = (*pack)->root().has_value();
    }
    if (!packs.status().ok()) return std::unexpected(packs.status().ToString());
    if (!expected) {
        return std::unexpected("the events from position " + number(from) + " on are missing");
    }
    if (!is_group_end) return std::unexpected("the last group is not whole");
    head_.root = head_.tree.root(sha256_);
    return head_;
}

// What is wrong with the pack; empty when nothing is.
std::string Walk::take(const Pack& pack) {
    head_.recorded = pack.recorded();
    for (std::size_t i = 0; i < pack.count(); ++i) {
        if (std::to_underlying(pack.first()) + i < head_.size()) continue;
        head_.tree.append(sha256_, sha256_(pack.record(i)));
        if (promised_.size() == head_.size()) {
            if (auto wrong = check_root(promised_.root, "the head file"); !wrong.empty()) {
                return wrong;
            }
        }
    }
    if (pack.root() && head_.size() == std::to_underlying(pack.end())) {
        return check_root(*pack.root(), "the group that ends there");
    }
    return {};
}

std::string Walk::check_root(const Digest& expected, const char* whose) {
    const Digest root = head_.tree.root(sha256_);
    if (root == expected) return {};
    return "the records before position " + number(head_.size()) +
           " are not those that were recorded: their tree has the root " + root.hex() + ", and " +
           whose + " says " + expected.hex();
}

// The position to look from: before all that a write-ahead log file holds and all that is to be
// hashed, and at least the last event.
Position look_from(std::uint64_t hashed, std::uint64_t end, const WalScan& scan) {
    std::uint64_t from = std::min(hashed, end);
    for (const WalGroup& group : scan.groups) {
        from = std::min(from, std::to_underlying(group.first));
    }
    return Position{from == 0 ? 0 : from - 1};
}

// The head of the log as RocksDB would come up with it, after everything was held against it.
OrFault<Head> inspect(
    const std::filesystem::path& store, const WalScan& scan, const Head& promised, const Tree& tree
) {
    const auto db = open_to_look(store);
    if (!db) return std::unexpected(db.error());
    const std::unique_ptr<rocksdb::Iterator> packs((*db)->NewIterator(log_read_options()));
    const auto end = end_of(*packs);
    if (!end) return refuse(store, with_damage(end.error().detail, scan));
    if (const auto wrong = missing_at_end(*end, promised, scan); !wrong.empty()) {
        return refuse(store, with_damage(wrong, scan));
    }
    if (*end == 0) return empty_head();
    auto head = Walk(tree, promised).run(*packs, look_from(tree.size(), *end, scan));
    if (!head) return refuse(store, with_damage(head.error(), scan));
    return *std::move(head);
}

auto order_of(const WalPlace& place) {
    return std::tie(place.file, place.offset);
}

// Where a group stands that begins at `end` and is not whole. Where its very beginning is torn,
// nothing tells its position; then it is the last thing in the files.
std::optional<WalPlace> tear_at(std::uint64_t end, const WalScan& scan) {
    for (const WalGroup& group : scan.groups) {
        if (!group.whole && std::to_underlying(group.first) == end) return group.place;
    }
    if (scan.damages.empty()) return std::nullopt;
    const WalPlace& last = scan.damages.back().place;
    const bool is_behind_all = std::ranges::all_of(scan.groups, [&](const WalGroup& group) {
        return group.whole && order_of(group.place) < order_of(last);
    });
    return is_behind_all ? std::optional(last) : std::nullopt;
}

RecoveryNotes notes_on(const WalScan& scan, const Recovered& recovered) {
    RecoveryNotes notes;
    std::span<const WalDamage> damages = scan.damages;
    if (const auto tear = tear_at(recovered.head.size(), scan)) {
        const auto torn = std::ranges::find_if(damages, [&](const WalDamage& damage) {
            return order_of(damage.place) >= order_of(*tear);
        });
        const auto before = static_cast<std::size_t>(torn - damages.begin());
        notes.leftovers =
            "the last group was not on disk whole when the ledger stopped, so nobody was told "
            "of it; it is left out: " +
            describe(damages.subspan(before));
        damages = damages.first(before);
    }
    if (recovered.durable.lost_a_slot()) {
        if (!notes.leftovers.empty()) notes.leftovers += ". ";
        notes.leftovers +=
            "One of the head file's two slots was not whole; the next group is written over it";
    }
    if (!damages.empty()) {
        notes.damage =
            "write-ahead log files are damaged, but no event is missing: " + describe(damages);
    }
    return notes;
}

OrFault<Recovered> judge(const LogPaths& paths, DurableHead durable, const WalScan& scan) {
    const Head& newest = durable.newest();
    const bool has_older = durable.older() && durable.older()->size() <= newest.size();
    auto head = inspect(paths.store, scan, newest, has_older ? durable.older()->tree : newest.tree);
    if (!head) return std::unexpected(head.error());
    Recovered recovered{.head = *std::move(head), .durable = std::move(durable)};
    recovered.notes = notes_on(scan, recovered);
    return recovered;
}

}  // namespace

OrFault<Recovered> recover_log(const LogPaths& paths, bool create) {
    if (auto made = make_directory(paths.store); !made) return std::unexpected(made.error());
    const auto files = list_store(paths.store);
    if (!files) return std::unexpected(files.error());
    std::error_code error;
    const bool has_head = std::filesystem::exists(paths.head, error);
    if (error) return io_fault("examine", paths.head, error.value());
    if (!has_head) {
        if (files->any) {
            return refuse(
                paths.head, "the head file is missing, and " + paths.store.string() + " holds a log"
            );
        }
        if (!create) {
            return fault(
                Fault::Kind::io, "the log in " + paths.store.string() + " was never begun"
            );
        }
        auto durable = DurableHead::create(paths.head, empty_head());
        if (!durable) return std::unexpected(durable.error());
        return Recovered{.head = empty_head(), .durable = *std::move(durable), .is_new = true};
    }
    auto durable = DurableHead::open(paths.head);
    if (!durable) return std::unexpected(durable.error());
    const auto scan = scan_wals(paths.store);
    if (!scan) return std::unexpected(scan.error());
    if (files->current) return judge(paths, *std::move(durable), *scan);
    // Stopped while it was being made for the first time?
    const bool was_used = durable->newest().size() > 0 || files->tables || !scan->groups.empty();
    if (was_used) return refuse(paths.store, "its file CURRENT is missing");
    return Recovered{.head = empty_head(), .durable = *std::move(durable), .is_new = true};
}

OrFault<Head> rebuild_head(const LogPaths& paths) {
    const auto scan = scan_wals(paths.store);
    if (!scan) return std::unexpected(scan.error());
    auto head = inspect(paths.store, *scan, empty_head(), Tree{});
    if (!head) return head;
    const auto durable = DurableHead::create(paths.head, *head);
    if (!durable) return std::unexpected(durable.error());
    return head;
}

}  // namespace ledger
