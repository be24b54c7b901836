#pragma once
// The log in RocksDB, in a directory of its own:
//
//     DIR/log/   RocksDB: one row a pack (pack.h), in the order of their positions
//     DIR/head   what was promised, outside of RocksDB (durable_head.h)
//     DIR/lock   who has it open
//
// A group is one synced write. Opening it after a crash gives exactly the acknowledged groups,
// never a part of one, or is refused with the reason (rocks_recovery.h); it takes no longer for a
// hundred million events than for a thousand.

#include "ledger/file.h"
#include "ledger/head_keeper.h"
#include "ledger/log.h"
#include "ledger/pack_cache.h"
#include "ledger/rocks_recovery.h"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace rocksdb {
class DB;
class Iterator;
}  // namespace rocksdb

namespace ledger {

struct RocksLogOptions {
    // How often the head file is written, at most. Zero: with every group, before it is
    // acknowledged; costs each group one more sync.
    std::chrono::milliseconds head_every = std::chrono::seconds(1);
    std::size_t cache_bytes_max = 64UL * 1024 * 1024;
    // Of events in memory before they become a file; bounds the write-ahead log files, and with
    // them how long opening takes after a crash.
    std::size_t buffer_bytes = 64UL * 1024 * 1024;
    bool create = false;  // start a log where there is none
};

class RocksLog final : public Log {
public:
    // Opens the log in `directory`. Where there is none, or one that was never finished, it starts
    // one with `create`, and else makes nothing and is Fault::io; the parent of `directory` must be
    // there. Fault::corrupt when what was acknowledged is not all there, unchanged, as far as can
    // be told without reading it all; Fault::io when it is open elsewhere already.
    [[nodiscard]] static OrFault<std::unique_ptr<RocksLog>> open(
        const std::filesystem::path& directory, RocksLogOptions options = {}
    );

    // Makes a head file that was lost anew, from all records; for an operator, who must know why it
    // was lost. Refuses where there is one.
    [[nodiscard]] static OrFault<Head> rebuild_head_file(const std::filesystem::path& directory);

    ~RocksLog() override;

    [[nodiscard]] OrFault<void> append(
        std::uint64_t expected_size, std::span<const Sealed> group, const Head& new_head
    ) override;
    // Fault::corrupt when what is stored there is not whole.
    [[nodiscard]] OrFault<Packs> read(Position from, ReadLimit limit) const override;
    [[nodiscard]] Head head() const override;

    // For the operator: what was not whole when this was opened, and where.
    [[nodiscard]] const RecoveryNotes& notes() const noexcept { return notes_; }

private:
    RocksLog(File lock, std::unique_ptr<rocksdb::DB> db, RocksLogOptions options);

    [[nodiscard]] OrFault<void> write(const Packs& packs);
    [[nodiscard]] OrFault<std::shared_ptr<const Pack>> stored_pack(
        Position at, std::unique_ptr<rocksdb::Iterator>& iterator
    ) const;
    [[nodiscard]] std::shared_ptr<const Head> current_head() const;
    void set_head(std::shared_ptr<const Head> head);

    File lock_;
    std::unique_ptr<rocksdb::DB> db_;
    RecoveryNotes notes_;
    std::optional<Fault> failed_;  // used by append() alone
    mutable PackCache cache_;
    mutable std::mutex mutex_;
    std::shared_ptr<const Head> head_;    // guarded by mutex_
    std::unique_ptr<HeadKeeper> keeper_;  // last: it stops first
};

}  // namespace ledger
