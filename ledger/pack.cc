#include "ledger/pack.h"

#include "ledger/crc32c.h"
#include "ledger/rules/assert.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

namespace ledger {
namespace {

constexpr std::uint32_t magic = 0x314b504a;  // "JPK1"
constexpr std::size_t checked_from = 8;      // what the CRC covers
constexpr std::size_t header_bytes = 64;
constexpr std::size_t lengths_bytes = 8;

constexpr std::size_t padded(std::size_t bytes) {
    return (bytes + 7) / 8 * 8;
}

std::size_t stored_bytes(const Sealed& event) {
    return lengths_bytes + padded(event.record.size()) + padded(event.parts.size());
}

std::unexpected<Fault> broken(std::string why) {
    return fault(Fault::Kind::corrupt, "not a pack of events: " + std::move(why));
}

std::vector<std::uint8_t> encode(
    Position first, std::span<const Sealed> events, const Digest* root
) {
    std::size_t size = header_bytes;
    for (const Sealed& event : events) size += stored_bytes(event);
    std::vector<std::uint8_t> bytes(size);
    const std::span all(bytes);
    store(all, magic);
    store(all.subspan(8), std::to_underlying(first));
    store(all.subspan(16), static_cast<std::uint32_t>(events.size()));
    store(all.subspan(20), root != nullptr ? 1U : 0U);
    const auto recorded = events.back().recorded.time_since_epoch().count();
    store(all.subspan(24), static_cast<std::uint64_t>(recorded));
    if (root != nullptr) store_digest(all.subspan(32), *root);

    std::span lengths = all.subspan(header_bytes);
    std::span pieces = lengths.subspan(events.size() * lengths_bytes);
    for (const Sealed& event : events) {
        store(lengths, static_cast<std::uint32_t>(event.record.size()));
        store(lengths.subspan(4), static_cast<std::uint32_t>(event.parts.size()));
        lengths = lengths.subspan(lengths_bytes);
        std::ranges::copy(event.record, pieces.begin());
        pieces = pieces.subspan(padded(event.record.size()));
        std::ranges::copy(event.parts, pieces.begin());
        pieces = pieces.subspan(padded(event.parts.size()));
    }
    store(all.subspan(4), crc32c(all.subspan(checked_from)));
    return bytes;
}

}  // namespace

OrFault<std::shared_ptr<const Pack>> Pack::parse(std::vector<std::uint8_t> bytes) {
    const std::shared_ptr<Pack> pack(new Pack);
    pack->bytes_ = std::move(bytes);
    if (auto read = pack->read(); !read) return std::unexpected(std::move(read).error());
    return pack;
}

OrFault<void> Pack::read() {
    const Bytes all(bytes_);
    if (all.size() < header_bytes) return broken("too short");
    if (load<std::uint32_t>(all) != magic) return broken("it does not begin with JPK1");
    if (load<std::uint32_t>(all.subspan(4)) != crc32c(all.subspan(checked_from))) {
        return broken("the checksum does not match");
    }
    const auto first = load<std::uint64_t>(all.subspan(8));
    const auto count = load<std::uint32_t>(all.subspan(16));
    const auto ends_group = load<std::uint32_t>(all.subspan(20));
    if (count < 1 || count > events_max) return broken("a count that no pack has");
    if (first > std::numeric_limits<std::uint64_t>::max() - count)
        return broken("no such position");
    if (ends_group > 1) return broken("a mark that no pack has");
    if (all.size() < header_bytes + count * lengths_bytes) return broken("too short");

    first_ = Position{first};
    const auto recorded = static_cast<std::int64_t>(load<std::uint64_t>(all.subspan(24)));
    recorded_ = Instant(std::chrono::microseconds(recorded));
    if (ends_group == 1) root_ = load_digest(all.subspan(32));

    pieces_.reserve(count);
    std::size_t at = header_bytes + count * lengths_bytes;
    for (std::size_t i = 0; i < count; ++i) {
        const Bytes lengths = all.subspan(header_bytes + i * lengths_bytes);
        const std::size_t record_bytes = load<std::uint32_t>(lengths);
        const std::size_t parts_bytes = load<std::uint32_t>(lengths.subspan(4));
        if (padded(record_bytes) + padded(parts_bytes) > all.size() - at) {
            return broken("an event goes beyond its end");
        }
        pieces_.push_back({at, record_bytes, at + padded(record_bytes), parts_bytes});
        at += padded(record_bytes) + padded(parts_bytes);
    }
    if (at != all.size()) return broken("bytes behind its last event");
    return {};
}

Bytes Pack::record(std::size_t i) const {
    ledger_assert(i < pieces_.size());
    return Bytes(bytes_).subspan(pieces_[i].record_at, pieces_[i].record_bytes);
}

Bytes Pack::parts(std::size_t i) const {
    ledger_assert(i < pieces_.size());
    return Bytes(bytes_).subspan(pieces_[i].parts_at, pieces_[i].parts_bytes);
}

Packs pack_group(Position first, std::span<const Sealed> group, const Digest& root) {
    ledger_assert(!group.empty());
    Packs packs;
    while (!group.empty()) {
        std::size_t count = 0;
        for (std::size_t bytes = 0; count < std::min(group.size(), Pack::events_max); ++count) {
            const Sealed& event = group[count];
            ledger_assert(event.record.size() <= Pack::piece_bytes_max);
            ledger_assert(event.parts.size() <= Pack::piece_bytes_max);
            bytes += stored_bytes(event);
            if (bytes > Pack::bytes_aim && count > 0) break;
        }
        const bool ends_group = count == group.size();
        auto pack = Pack::parse(encode(first, group.first(count), ends_group ? &root : nullptr));
        ledger_assert(pack.has_value());
        packs.push_back(*std::move(pack));
        first = Position{std::to_underlying(first) + count};
        group = group.subspan(count);
    }
    return packs;
}

}  // namespace ledger
