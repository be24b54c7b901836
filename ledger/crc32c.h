#pragma once
// CRC-32C (Castagnoli, RFC 3720 appendix B.4): finds what a disk does to bytes by accident, not
// what a person does on purpose. RocksDB's log files use it, so that reading those needs it; our
// own formats use the same. Eight bytes an instruction where the processor has SSE 4.2.

#include "ledger/bytes.h"

#include <cstdint>

namespace ledger {

// Of `bytes`, or of them behind what `before` is the value of.
[[nodiscard]] std::uint32_t crc32c(Bytes bytes, std::uint32_t before = 0);

// The same from tables, eight bytes a step: what processors without the instruction use.
[[nodiscard]] std::uint32_t crc32c_by_table(Bytes bytes, std::uint32_t before = 0);

}  // namespace ledger
