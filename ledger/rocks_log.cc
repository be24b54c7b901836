#include "ledger/rocks_log.h"

#include "ledger/rocks_recovery.h"
#include "ledger/rocks_store.h"
#include "ledger/rules/assert.h"

#include <rocksdb/write_batch.h>

#include <utility>

namespace ledger {
namespace {

OrFault<File> lock_directory(const std::filesystem::path& directory) {
    if (auto made = make_directory(directory); !made) return std::unexpected(made.error());
    auto file = File::open(LogPaths(directory).lock, File::Mode::open_or_create);
    if (!file) return file;
    const auto locked = file->lock();
    if (!locked) return std::unexpected(locked.error());
    if (*locked) return file;
    return fault(
        Fault::Kind::io,
        directory.string() + " is open already, in this process or another one; stop that first"
    );
}

OrFault<std::unique_ptr<rocksdb::DB>> open_store(
    const std::filesystem::path& store, const Recovered& recovered, const RocksLogOptions& chosen
) {
    rocksdb::Options options = log_store_options();
    options.write_buffer_size = chosen.buffer_bytes;
    options.create_if_missing = recovered.is_new;
    ensure_rocks_threads();
    rocksdb::DB* opened = nullptr;
    const auto status = rocksdb::DB::Open(options, store.string(), &opened);
    if (!status.ok()) return rocks_fault("opening " + store.string(), status);
    std::unique_ptr<rocksdb::DB> db(opened);

    // RocksDB has now rewritten what was in its write-ahead log files: is it what was judged?
    const std::unique_ptr<rocksdb::Iterator> packs(db->NewIterator(log_read_options()));
    packs->SeekToLast();
    if (!packs->status().ok()) return rocks_fault("reading " + store.string(), packs->status());
    if (!packs->Valid() && recovered.head.size() == 0) return db;
    const auto last = packs->Valid() ? pack_at(*packs) : nullptr;
    if (!last) return std::unexpected(last.error());
    if (*last == nullptr || std::to_underlying((*last)->end()) != recovered.head.size() ||
        (*last)->root() != recovered.head.root) {
        return fault(
            Fault::Kind::corrupt,
            store.string() + " came up with another end than the one that was checked before"
        );
    }
    return db;
}

}  // namespace

OrFault<std::unique_ptr<RocksLog>> RocksLog::open(
    const std::filesystem::path& directory, RocksLogOptions options
) {
    const LogPaths paths(directory);
    if (!options.create && !std::filesystem::exists(paths.head) &&
        !std::filesystem::exists(paths.store)) {
        return fault(Fault::Kind::io, "there is no log in " + directory.string());
    }
    auto lock = lock_directory(directory);
    if (!lock) return std::unexpected(lock.error());
    auto recovered = recover_log(paths, options.create);
    if (!recovered) return std::unexpected(recovered.error());
    auto db = open_store(paths.store, *recovered, options);
    if (!db) return std::unexpected(db.error());

    std::unique_ptr<RocksLog> log(new RocksLog(*std::move(lock), *std::move(db), options));
    log->notes_ = std::move(recovered->notes);
    const auto head = std::make_shared<const Head>(std::move(recovered->head));
    log->set_head(head);
    // Not written again when it knows already: its older head is where the next opening hashes
    // from.
    const bool is_known = recovered->durable.newest() == *head;
    log->keeper_ = std::make_unique<HeadKeeper>(std::move(recovered->durable), options.head_every);
    if (is_known) return log;
    if (auto noted = log->keeper_->note(head); !noted) return std::unexpected(noted.error());
    return log;
}

OrFault<Head> RocksLog::rebuild_head_file(const std::filesystem::path& directory) {
    const LogPaths paths(directory);
    if (!std::filesystem::exists(paths.store)) {
        return fault(Fault::Kind::io, "there is no log in " + directory.string());
    }
    const auto lock = lock_directory(directory);
    if (!lock) return std::unexpected(lock.error());
    return rebuild_head(paths);
}

RocksLog::RocksLog(File lock, std::unique_ptr<rocksdb::DB> db, RocksLogOptions options)
    : lock_(std::move(lock)), db_(std::move(db)), cache_(options.cache_bytes_max) {}

RocksLog::~RocksLog() {
    // So that the next opening has no write-ahead log to read. Where it fails, that one reads it.
    if (!failed_) db_->Flush({}).PermitUncheckedError();
}

OrFault<void> RocksLog::append(
    std::uint64_t expected_size, std::span<const Sealed> group, const Head& new_head
) {
    ledger_assert(!group.empty());
    ledger_assert(new_head.size() == expected_size + group.size());
    if (failed_) {
        return fault(Fault::Kind::closed, "the log stopped after a fault: " + failed_->detail);
    }
    const std::uint64_t size = current_head()->size();
    if (size != expected_size) {
        return fault(
            Fault::Kind::closed,
            "the log has " + std::to_string(size) + " events, not the " +
                std::to_string(expected_size) + " that its writer expects"
        );
    }
    const Packs packs = pack_group(Position{expected_size}, group, new_head.root);
    if (auto written = write(packs); !written) {
        failed_ = written.error();
        return written;
    }
    const auto head = std::make_shared<const Head>(new_head);
    if (auto noted = keeper_->note(head); !noted) {
        failed_ = noted.error();
        return noted;
    }
    for (const auto& pack : packs) cache_.put(pack);
    set_head(head);
    return {};
}

OrFault<void> RocksLog::write(const Packs& packs) {
    std::size_t bytes = 0;
    for (const auto& pack : packs) bytes += pack->stored().size() + 32;
    rocksdb::WriteBatch batch(bytes);
    for (const auto& pack : packs) {
        const auto stored = text_of(pack->stored());
        const auto put = batch.Put(key_of_position(pack->first()), {stored.data(), stored.size()});
        if (!put.ok()) return rocks_fault("putting a group together", put);
    }
    rocksdb::WriteOptions options;
    options.sync = true;
    const auto written = db_->Write(options, &batch);
    if (!written.ok()) return fault(Fault::Kind::io, "writing a group: " + written.ToString());
    return {};
}

OrFault<Packs> RocksLog::read(Position from, ReadLimit limit) const {
    const Position end{current_head()->size()};
    Packs packs;
    std::unique_ptr<rocksdb::Iterator> iterator;
    std::size_t count = 0;
    std::size_t bytes = 0;
    for (Position at = from; at < end; at = packs.back()->end()) {
        if (!packs.empty() && (count >= limit.count_max || bytes >= limit.bytes_max)) break;
        auto pack = cache_.find(at);
        if (pack == nullptr) {
            auto stored = stored_pack(at, iterator);
            if (!stored) return std::unexpected(stored.error());
            pack = *std::move(stored);
            cache_.put(pack);
        }
        count += std::to_underlying(pack->end()) - std::to_underlying(at);
        bytes += pack->stored().size();
        packs.push_back(std::move(pack));
    }
    return packs;
}

// The pack that holds the event at `at`, which is there. `iterator` is made when there is none yet.
OrFault<std::shared_ptr<const Pack>> RocksLog::stored_pack(
    Position at, std::unique_ptr<rocksdb::Iterator>& iterator
) const {
    const std::string key = key_of_position(at);
    bool is_there = false;
    if (iterator != nullptr && iterator->Valid()) {  // perhaps it is the next one
        iterator->Next();
        is_there = iterator->Valid() && iterator->key() == key;
    } else {
        iterator.reset(db_->NewIterator(log_read_options()));
    }
    if (!is_there) iterator->SeekForPrev(key);
    const std::string place = "reading position " + std::to_string(std::to_underlying(at));
    if (!iterator->status().ok()) return rocks_fault(place, iterator->status());
    if (!iterator->Valid()) return fault(Fault::Kind::corrupt, place + ": it is missing");
    auto pack = pack_at(*iterator);
    if (pack && !(*pack)->contains(at)) {
        return fault(Fault::Kind::corrupt, place + ": it is missing");
    }
    return pack;
}

Head RocksLog::head() const {
    return *current_head();
}

std::shared_ptr<const Head> RocksLog::current_head() const {
    const std::lock_guard lock(mutex_);
    return head_;
}

void RocksLog::set_head(std::shared_ptr<const Head> head) {
    const std::lock_guard lock(mutex_);
    head_ = std::move(head);
}

}  // namespace ledger
