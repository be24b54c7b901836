#pragma once
// Reads RocksDB's write-ahead log files without RocksDB, to learn what was in them: RocksDB opens
// without an error over a byte that flipped in the middle of one, and drops every acknowledged
// group behind it. Tolerant where RocksDB's reader is strict: behind damage it looks for the next
// fragment that is whole, byte by byte, and goes on.
//
// The format (RocksDB 7.8, db/log_format.h): blocks of 32 KiB; in them fragments of u32 masked
// CRC-32C, u16 length, u8 type (1 full, 2 first, 3 middle, 4 last; 5 to 8 the same in a recycled
// file, with a u32 log number after the type), and the payload; no fragment crosses a block, and
// fewer than 7 bytes at the end of one are zeros. The payloads of first, middle and last make one
// batch: u64 sequence number, u32 count, then for each row 0x01, key and value, each with its
// length as a varint.

#include "ledger/bytes.h"
#include "ledger/rules/error.h"
#include "ledger/rules/ids.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace ledger {

struct WalPlace {
    std::string file;  // its name, without the directory
    std::uint64_t offset = 0;
};

// A group of events as one batch in a write-ahead log file.
struct WalGroup {
    WalPlace place;
    Position first{};
    Position end{};      // one past its last event; first when it is not whole
    bool whole = false;  // all its packs are there, unchanged
};

struct WalDamage {
    WalPlace place;
    std::uint64_t bytes = 0;  // up to what could be read again
    std::string what;
};

struct WalScan {
    std::vector<WalGroup> groups;  // in the order in which they stand
    std::vector<WalDamage> damages;
};

// Adds to `scan` what is in `bytes`, the contents of write-ahead log file `file`. Any bytes are
// safe.
void scan_wal(const std::string& file, Bytes bytes, WalScan& scan);

// All write-ahead log files (NNNNNN.log) of a directory, in their order.
[[nodiscard]] OrFault<WalScan> scan_wals(const std::filesystem::path& directory);

}  // namespace ledger
