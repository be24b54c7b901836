#pragma once
// RocksDB's failures as ours, and threads for all its stores. For the files that include RocksDB.

#include "ledger/rules/error.h"

#include <rocksdb/env.h>
#include <rocksdb/status.h>

#include <string>

namespace ledger {

// The fault that `status`, which must not be ok, is; `what` says what was being done, and to what.
[[nodiscard]] inline std::unexpected<Fault> rocks_fault(
    const std::string& what, const rocksdb::Status& status
) {
    const bool is_changed = status.IsCorruption() || status.IsPathNotFound() ||
                            status.IsInvalidArgument() || status.IsNotFound();
    const auto kind = is_changed ? Fault::Kind::corrupt : Fault::Kind::io;
    return fault(kind, what + ": " + status.ToString());
}

// All stores of a process share RocksDB's threads, and each asks for one of a kind: a long merge in
// one of them would keep the others, the log's flush among them, from theirs. So there are more
// than stores.
inline void ensure_rocks_threads() {
    constexpr int threads = 8;
    for (const auto priority : {rocksdb::Env::Priority::LOW, rocksdb::Env::Priority::HIGH}) {
        rocksdb::Env::Default()->IncBackgroundThreadsIfNeeded(threads, priority);
    }
}

}  // namespace ledger
