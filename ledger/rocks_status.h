#pragma once
// RocksDB's failures as ours, and its own log made quiet. For the files that include RocksDB.

#include "ledger/rules/error.h"

#include <rocksdb/env.h>
#include <rocksdb/status.h>

#include <cstdarg>
#include <memory>
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

// RocksDB otherwise leaves a LOG file in each directory that it reads.
class NoInfoLog final : public rocksdb::Logger {
public:
    using rocksdb::Logger::Logv;
    void Logv(const char* /*format*/, std::va_list /*arguments*/) override {}
};

}  // namespace ledger
