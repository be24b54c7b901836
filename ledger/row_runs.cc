#include "ledger/row_runs.h"

#include "ledger/bytes.h"
#include "ledger/file.h"
#include "ledger/rocks_logger.h"
#include "ledger/rocks_status.h"

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/options.h>
#include <rocksdb/snapshot.h>
#include <rocksdb/sst_file_writer.h>
#include <rocksdb/table.h>

#include <array>
#include <cstdint>
#include <limits>
#include <system_error>
#include <utility>

namespace ledger {
namespace {

// RocksDB keeps an empty write-ahead log for each time that it was opened, for nothing is ever
// flushed here, and reads them all when it opens. The ledger's lock must be held: to another
// process that has the rows open, one of them would be the log that it writes to.
void remove_empty_logs(const std::filesystem::path& directory) {
    std::error_code ignored;
    for (const auto& found : std::filesystem::directory_iterator(directory, ignored)) {
        if (found.path().extension() == ".log" && found.file_size(ignored) == 0) {
            std::filesystem::remove(found.path(), ignored);
        }
    }
}

// In RocksDB a row's key has a 'k' before it; the position up to which the runs hold is row "p".
constexpr char row_mark = 'k';
constexpr std::string_view behind_all_rows = "l";
constexpr std::string_view position_key = "p";

std::string stored_key(std::string_view key) {
    std::string stored;
    stored.reserve(key.size() + 1);
    stored += row_mark;
    stored += key;
    return stored;
}

rocksdb::Slice slice(std::string_view text) {
    return {text.data(), text.size()};
}

rocksdb::Options store_options(std::size_t cache_bytes) {
    rocksdb::BlockBasedTableOptions table;
    table.format_version = 5;
    table.block_size = 16UL * 1024;
    table.block_cache = rocksdb::NewLRUCache(cache_bytes);
    // A key that is asked for is in one run of many, or in none: ten bits a key say so. Filters and
    // indexes are cut up and cached like blocks, so that the cache bounds them too.
    table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
    table.index_type = rocksdb::BlockBasedTableOptions::kTwoLevelIndexSearch;
    table.partition_filters = true;
    table.cache_index_and_filter_blocks = true;
    table.pin_top_level_index_and_filter = true;

    rocksdb::Options options;
    options.create_if_missing = true;
    options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
    options.compression = rocksdb::kLZ4Compression;
    options.compaction_style = rocksdb::kCompactionStyleUniversal;
    options.max_open_files = 400;
    options.max_background_jobs = 2;
    options.bytes_per_sync = 1024UL * 1024;
    options.paranoid_checks = true;
    options.atomic_flush = false;
    options.info_log = rocks_logger();
    return options;
}

rocksdb::ReadOptions read_options() {
    rocksdb::ReadOptions options;
    options.verify_checksums = true;
    options.async_io = false;
    return options;
}

}  // namespace

struct RowRuns::Store {
    std::filesystem::path directory;
    rocksdb::Options options;
    std::unique_ptr<rocksdb::DB> db;

    [[nodiscard]] std::unexpected<Fault> unreadable(const rocksdb::Status& status) const {
        return rocks_fault(
            "reading the rows in " + directory.string() + " (`jejak rebuild` makes them anew)",
            status
        );
    }
};

RowRuns::RowRuns(std::unique_ptr<Store> store) : store_(std::move(store)) {}

RowRuns::~RowRuns() = default;

OrFault<std::unique_ptr<RowRuns>> RowRuns::open(
    const std::filesystem::path& directory, std::size_t cache_bytes
) {
    if (auto made = make_directory(directory); !made) return std::unexpected(made.error());
    auto store = std::make_unique<Store>();
    store->directory = directory;
    store->options = store_options(cache_bytes);
    remove_empty_logs(directory);
    rocksdb::DB* db = nullptr;
    ensure_rocks_threads();
    const auto opened = rocksdb::DB::Open(store->options, directory.string(), &db);
    if (!opened.ok()) {
        return rocks_fault(
            "opening the rows in " + directory.string() + " (`jejak rebuild` makes them anew)",
            opened
        );
    }
    store->db.reset(db);

    std::unique_ptr<RowRuns> runs(new RowRuns(std::move(store)));
    std::string bytes;
    const auto read = db->Get(read_options(), slice(position_key), &bytes);
    if (read.IsNotFound()) return runs;
    if (!read.ok()) return runs->store_->unreadable(read);
    if (bytes.size() != sizeof(Position)) {
        return fault(
            Fault::Kind::corrupt, "the rows in " + directory.string() + " have no position"
        );
    }
    runs->opened_at_ = Position{load<std::uint64_t>(bytes_of(bytes))};
    return runs;
}

OrFault<void> RowRuns::add(const RowOverlay& rows, Position up_to) {
    const std::string file = (store_->directory / "run.next").string();
    std::error_code ignored;
    std::filesystem::remove(file, ignored);  // what was not finished before a crash
    rocksdb::SstFileWriter writer(rocksdb::EnvOptions(), store_->options);
    auto status = writer.Open(file);
    std::string key;
    for (const auto* row : rows.range({}, false, std::numeric_limits<std::size_t>::max())) {
        if (!status.ok()) break;
        key.assign(1, row_mark).append(row->key);
        status =
            row->is_gone ? writer.Delete(slice(key)) : writer.Put(slice(key), slice(row->value));
    }
    std::array<std::uint8_t, sizeof(Position)> position;
    ledger::store(position, std::to_underlying(up_to));
    if (status.ok()) status = writer.Put(slice(position_key), slice(text_of(position)));
    if (status.ok()) status = writer.Finish();
    if (status.ok()) {
        rocksdb::IngestExternalFileOptions options;
        options.move_files = true;
        status = store_->db->IngestExternalFile({file}, options);
    }
    if (status.ok()) return {};
    return rocks_fault("writing a run of rows to " + store_->directory.string(), status);
}

std::uint64_t RowRuns::unmerged() const {
    std::string files;
    const bool known =
        store_->db->GetProperty(rocksdb::DB::Properties::kNumFilesAtLevelPrefix + "0", &files);
    return known ? std::stoull(files) : 0;
}

OrFault<std::optional<std::string>> RowRuns::get(std::string_view key) const {
    std::string value;
    const auto read = store_->db->Get(read_options(), slice(stored_key(key)), &value);
    if (read.IsNotFound()) return std::nullopt;
    if (!read.ok()) return store_->unreadable(read);
    return value;
}

// --- A view

struct RowRuns::View::Snapshot {
    explicit Snapshot(const Store& of) : store(of), taken(of.db.get()) {}
    const Store& store;
    rocksdb::ManagedSnapshot taken;
};

RowRuns::View::View(std::unique_ptr<Snapshot> snapshot) : snapshot_(std::move(snapshot)) {}

RowRuns::View::View(View&&) noexcept = default;

RowRuns::View::~View() = default;

RowRuns::View RowRuns::view() const {
    return View(std::make_unique<View::Snapshot>(*store_));
}

OrFault<std::vector<std::optional<std::string>>> RowRuns::View::get(
    std::span<const std::string_view> keys
) const {
    std::vector<std::string> stored;
    stored.reserve(keys.size());
    std::vector<rocksdb::Slice> slices;
    for (const auto key : keys) slices.push_back(slice(stored.emplace_back(stored_key(key))));
    std::vector<rocksdb::PinnableSlice> found(keys.size());
    std::vector<rocksdb::Status> statuses(keys.size());
    rocksdb::ReadOptions options = read_options();
    options.snapshot = snapshot_->taken.snapshot();
    rocksdb::DB& db = *snapshot_->store.db;
    db.MultiGet(
        options,
        db.DefaultColumnFamily(),
        slices.size(),
        slices.data(),
        found.data(),
        statuses.data()
    );
    std::vector<std::optional<std::string>> values(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (statuses[i].IsNotFound()) continue;
        if (!statuses[i].ok()) return snapshot_->store.unreadable(statuses[i]);
        values[i] = found[i].ToString();
    }
    return values;
}

// --- A cursor

struct RowRuns::Cursor::Range {
    std::string lower;
    std::string upper;
    rocksdb::Slice lower_slice;  // of the two; RocksDB keeps their addresses
    rocksdb::Slice upper_slice;
    bool backward;
    const Store& store;
    std::unique_ptr<rocksdb::Iterator> at;
};

RowRuns::Cursor::Cursor(std::unique_ptr<Range> range) : range_(std::move(range)) {}

RowRuns::Cursor::Cursor(Cursor&&) noexcept = default;

RowRuns::Cursor::~Cursor() = default;

RowRuns::Cursor RowRuns::View::rows(const KeyBounds& bounds, bool backward) const {
    std::unique_ptr<Cursor::Range> range(new Cursor::Range{
        .lower = stored_key(bounds.lower),
        .upper = bounds.upper ? stored_key(*bounds.upper) : std::string(behind_all_rows),
        .backward = backward,
        .store = snapshot_->store,
    });
    range->lower_slice = range->lower;
    range->upper_slice = range->upper;
    rocksdb::ReadOptions options = read_options();
    options.snapshot = snapshot_->taken.snapshot();
    if (bounds.lower.empty() && !bounds.upper) {  // of everything, nothing is soon asked for again
        options.fill_cache = false;
        options.readahead_size = 1024UL * 1024;
    }
    options.iterate_lower_bound = &range->lower_slice;
    options.iterate_upper_bound = &range->upper_slice;
    range->at.reset(range->store.db->NewIterator(options));
    backward ? range->at->SeekToLast() : range->at->SeekToFirst();
    return Cursor(std::move(range));
}

OrFault<std::optional<RowOverlay::Entry>> RowRuns::Cursor::current() const {
    const rocksdb::Iterator& at = *range_->at;
    if (!at.status().ok()) return range_->store.unreadable(at.status());
    if (!at.Valid()) return std::nullopt;
    const std::string_view key = at.key().ToStringView();
    return RowOverlay::Entry{.key = key.substr(1), .value = at.value().ToStringView()};
}

void RowRuns::Cursor::advance() {
    range_->backward ? range_->at->Prev() : range_->at->Next();
}

}  // namespace ledger
