#pragma once
// A pack: the stored form of up to 64 events of one group, and what a reader holds while it reads
// them. Packed, records are read three to four times as fast as one by one (design.md, "What the
// disk says"), and one of them can still be had without reading a whole group.
//
// All numbers are little-endian; every piece begins at a multiple of 8 bytes, so that a record can
// be read where it lies:
//
//     0   "JPK1"
//     4   u32 CRC-32C of all that follows
//     8   u64 position of the first event
//     16  u32 number of events, 1 to 64
//     20  u32 1 when the group ends with this pack, else 0
//     24  i64 recorded time of the last event, microseconds since 1970 UTC
//     32  the tree's root after the group when the group ends here, else zeros
//     64  for each event: u32 length of its record, u32 length of its closed parts
//         for each event: its record, zeros up to a multiple of 8, its parts, zeros likewise
//
// The root in the last pack of each group is what opening, `jejak verify` and the repair of a lost
// head file check the records against. It is there, and not in a row of its own, because a row that
// is written again with each group would overlap every file of the store with every other.

#include "ledger/bytes.h"
#include "ledger/rules/digest.h"
#include "ledger/rules/error.h"
#include "ledger/rules/ids.h"
#include "ledger/rules/time.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace ledger {

// One event on its way to the log.
struct Sealed {
    std::vector<std::uint8_t> record;
    std::vector<std::uint8_t> parts;  // its closed parts as the codec wrote them; may be empty
    Digest entry;                     // SHA-256 of `record`
    Instant recorded{};
};

// Immutable: any number of threads may read one.
class Pack {
public:
    static constexpr std::size_t events_max = 64;
    // A group goes on in a further pack before this is passed; one event alone may pass it.
    static constexpr std::size_t bytes_aim = 256UL * 1024;
    // The length of a record or of its parts, at most. Far above what the codec lets through.
    static constexpr std::size_t piece_bytes_max = 256UL * 1024 * 1024;

    // The pack whose stored form this is. Anything may be passed; what is not whole and unchanged
    // is Fault::corrupt.
    [[nodiscard]] static OrFault<std::shared_ptr<const Pack>> parse(std::vector<std::uint8_t> bytes
    );

    [[nodiscard]] Position first() const noexcept { return first_; }
    [[nodiscard]] std::size_t count() const noexcept { return pieces_.size(); }
    // One past the last event.
    [[nodiscard]] Position end() const noexcept {
        return Position{std::to_underlying(first_) + pieces_.size()};
    }
    [[nodiscard]] bool contains(Position at) const noexcept { return first_ <= at && at < end(); }

    // Of event number `i` in this pack, i < count(). Valid as long as the pack; aligned to 8 bytes.
    [[nodiscard]] Bytes record(std::size_t i) const;
    [[nodiscard]] Bytes parts(std::size_t i) const;

    // Of the last event.
    [[nodiscard]] Instant recorded() const noexcept { return recorded_; }
    // Of the tree at end(), when a group ends there.
    [[nodiscard]] const std::optional<Digest>& root() const noexcept { return root_; }

    [[nodiscard]] Bytes stored() const noexcept { return bytes_; }

private:
    struct Piece {
        std::size_t record_at;
        std::size_t record_bytes;
        std::size_t parts_at;
        std::size_t parts_bytes;
    };

    Pack() = default;
    [[nodiscard]] OrFault<void> read();

    std::vector<std::uint8_t> bytes_;  // from operator new, so aligned to 16
    std::vector<Piece> pieces_;
    Position first_{};
    Instant recorded_{};
    std::optional<Digest> root_;
};

using Packs = std::vector<std::shared_ptr<const Pack>>;

// The packs of a group: its events from `first` on, and the tree's root after them. Asserts that
// there are events and that none is over piece_bytes_max.
[[nodiscard]] Packs pack_group(Position first, std::span<const Sealed> group, const Digest& root);

}  // namespace ledger
