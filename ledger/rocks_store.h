#pragma once
// How the log uses RocksDB: with which options, and how a pack is read. For the files that include
// RocksDB.

#include "ledger/pack.h"
#include "ledger/rocks_keys.h"
#include "ledger/rocks_status.h"

#include <rocksdb/db.h>
#include <rocksdb/iterator.h>
#include <rocksdb/options.h>

#include <memory>

namespace ledger {

[[nodiscard]] rocksdb::Options log_store_options();

// For one pass over packs. What is read once is kept by the caller, or not at all.
[[nodiscard]] rocksdb::ReadOptions log_read_options();

// The pack that a valid iterator is at.
[[nodiscard]] OrFault<std::shared_ptr<const Pack>> pack_at(const rocksdb::Iterator& at);

}  // namespace ledger
