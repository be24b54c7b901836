#include "ledger/rocks_store.h"

#include "ledger/rocks_logger.h"

#include <rocksdb/slice.h>
#include <rocksdb/table.h>

#include <limits>
#include <string>

namespace ledger {

rocksdb::Options log_store_options() {
    rocksdb::BlockBasedTableOptions table;
    table.format_version = 5;
    table.block_size = 32UL * 1024;  // of a pack or so: larger ones save next to nothing
    table.no_block_cache = true;     // packs are cached when they are unpacked (pack_cache.h)

    rocksdb::Options options;
    options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
    // ZSTD leaves less of a record, and takes longer to read.
    options.compression = rocksdb::kLZ4Compression;
    // Keys only grow, so that files never overlap, and move down the levels without being
    // rewritten.
    options.compaction_style = rocksdb::kCompactionStyleLevel;
    // So nothing has to wait for files to move down.
    options.level0_slowdown_writes_trigger = std::numeric_limits<int>::max();
    options.level0_stop_writes_trigger = std::numeric_limits<int>::max();
    options.soft_pending_compaction_bytes_limit = 0;
    options.hard_pending_compaction_bytes_limit = 0;
    options.max_write_buffer_number = 3;
    options.max_open_files = 400;  // also bounds how many are opened with the log
    options.max_background_jobs = 2;
    options.bytes_per_sync = 1024UL * 1024;
    options.paranoid_checks = true;
    // Stops at the first damage without an error, and so answers the same before and after
    // rocks_recovery.h has judged what that leaves. The stricter modes would refuse a log that a
    // power cut has torn in its last group.
    options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
    options.recycle_log_file_num = 0;  // an old file's groups must not stand behind a new one's
    options.manual_wal_flush = false;
    options.wal_compression = rocksdb::kNoCompression;  // opened wrongly before 7.10
    options.atomic_flush = false;
    options.info_log = rocks_logger();
    return options;
}

rocksdb::ReadOptions log_read_options() {
    rocksdb::ReadOptions options;
    options.verify_checksums = true;
    options.fill_cache = false;
    options.async_io = false;
    return options;
}

OrFault<std::shared_ptr<const Pack>> pack_at(const rocksdb::Iterator& at) {
    const auto key = at.key();
    const auto first = position_of_key({key.data(), key.size()});
    if (!first)
        return fault(Fault::Kind::corrupt, "the log holds a row that is not one of its own");
    const Bytes value = bytes_of({at.value().data(), at.value().size()});
    auto pack = Pack::parse({value.begin(), value.end()});
    const auto place = " at position " + std::to_string(std::to_underlying(*first));
    if (!pack) return fault(Fault::Kind::corrupt, "the log" + place + ": " + pack.error().detail);
    if ((*pack)->first() != *first) {
        return fault(Fault::Kind::corrupt, "the log holds the pack of another place" + place);
    }
    return pack;
}

}  // namespace ledger
