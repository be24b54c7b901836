#pragma once
// The head file: what the log has promised, kept apart from the log. A store that silently comes up
// shorter than it was (a byte flipped in a write-ahead log, a manifest that lost its end) is found
// out by it when it is opened.
//
// Two slots of 4,096 bytes, written in turn, each with its own checksum: a write that is torn
// leaves the other one as it was. Little-endian:
//
//     0   "JHD1"
//     4   u32 CRC-32C of bytes 8 to 4095
//     8   u64 which writing this is, from 1; slot (n - 1) % 2
//     16  u64 number of events
//     24  i64 recorded time of the last event, microseconds since 1970 UTC
//     32  root of the tree, 32 bytes
//     64  u32 number of peaks; from 72 on the peaks, 32 bytes each, the leftmost first; then zeros

#include "ledger/file.h"
#include "ledger/log.h"
#include "ledger/rules/error.h"

#include <cstdint>
#include <filesystem>
#include <optional>

namespace ledger {

// One thread at a time.
class DurableHead {
public:
    // Makes the file, which must not be there, with `head` in it; on disk when it returns. Stopped
    // before, it leaves no file.
    [[nodiscard]] static OrFault<DurableHead> create(
        const std::filesystem::path& path, const Head& head
    );

    // Fault::corrupt when neither slot is whole.
    [[nodiscard]] static OrFault<DurableHead> open(const std::filesystem::path& path);

    // The head that was written last, and the one before it when its slot is whole.
    [[nodiscard]] const Head& newest() const noexcept { return newest_; }
    [[nodiscard]] const std::optional<Head>& older() const noexcept { return older_; }
    // Whether both slots should have been whole when it was opened, and one was not.
    [[nodiscard]] bool lost_a_slot() const noexcept { return writing_ > 1 && !older_; }

    // On disk when it returns. After a fault do not write again.
    [[nodiscard]] OrFault<void> write(const Head& head);

private:
    explicit DurableHead(File file) : file_(std::move(file)) {}

    File file_;
    std::uint64_t writing_ = 0;  // the number of the last one
    Head newest_;
    std::optional<Head> older_;
};

}  // namespace ledger
