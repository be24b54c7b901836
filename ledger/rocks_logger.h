#pragma once
// What RocksDB has to say, on standard error: its errors only. Its own LOG files are not for us: it
// aborts the process when it cannot write to one on a full disk (7.8.3, with assertions as Debian
// builds it), and it leaves one behind for each time that a store is opened.

#include <rocksdb/env.h>

#include <memory>

namespace ledger {

// Shared by all stores. Any thread.
[[nodiscard]] std::shared_ptr<rocksdb::Logger> rocks_logger();

}  // namespace ledger
