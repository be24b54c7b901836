#include "ledger/durable_head.h"

#include "ledger/crc32c.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace ledger {
namespace {

constexpr std::uint32_t magic = 0x3144484a;  // "JHD1"
constexpr std::size_t slot_bytes = 4096;
constexpr std::size_t checked_from = 8;
constexpr std::size_t peaks_at = 72;
constexpr std::size_t peaks_max = 64;
static_assert(peaks_at + peaks_max * 32 <= slot_bytes);

using SlotBytes = std::array<std::uint8_t, slot_bytes>;

struct Slot {
    std::uint64_t writing;
    Head head;
};

SlotBytes encode(const Slot& slot) {
    SlotBytes bytes{};
    const std::span all(bytes);
    store(all, magic);
    store(all.subspan(8), slot.writing);
    store(all.subspan(16), slot.head.size());
    const auto recorded = slot.head.recorded.time_since_epoch().count();
    store(all.subspan(24), static_cast<std::uint64_t>(recorded));
    store_digest(all.subspan(32), slot.head.root);
    const auto peaks = slot.head.tree.peaks();
    store(all.subspan(64), static_cast<std::uint32_t>(peaks.size()));
    for (std::size_t i = 0; i < peaks.size(); ++i) {
        store_digest(all.subspan(peaks_at + i * 32), peaks[i]);
    }
    store(all.subspan(4), crc32c(all.subspan(checked_from)));
    return bytes;
}

// Nothing when it is not a slot that was written whole.
std::optional<Slot> decode(Bytes all) {
    if (load<std::uint32_t>(all) != magic) return std::nullopt;
    if (load<std::uint32_t>(all.subspan(4)) != crc32c(all.subspan(checked_from))) {
        return std::nullopt;
    }
    const auto peak_count = load<std::uint32_t>(all.subspan(64));
    if (peak_count > peaks_max) return std::nullopt;
    std::vector<Digest> peaks;
    for (std::size_t i = 0; i < peak_count; ++i) {
        peaks.push_back(load_digest(all.subspan(peaks_at + i * 32)));
    }
    auto tree = Tree::restore(load<std::uint64_t>(all.subspan(16)), std::move(peaks));
    if (!tree) return std::nullopt;
    const Digest root = load_digest(all.subspan(32));
    Sha256 sha256;
    if (tree->root(sha256) != root) return std::nullopt;
    const auto recorded = static_cast<std::int64_t>(load<std::uint64_t>(all.subspan(24)));
    return Slot{
        .writing = load<std::uint64_t>(all.subspan(8)),
        .head =
            {.tree = *std::move(tree),
             .root = root,
             .recorded = Instant(std::chrono::microseconds(recorded))}
    };
}

std::uint64_t offset_of(std::uint64_t writing) {
    return (writing - 1) % 2 * slot_bytes;
}

}  // namespace

OrFault<DurableHead> DurableHead::create(const std::filesystem::path& path, const Head& head) {
    const SlotBytes bytes = encode({1, head});
    if (auto made = make_file(path, bytes, Readers::owner_and_group); !made) {
        return std::unexpected(made.error());
    }
    return open(path);
}

OrFault<DurableHead> DurableHead::open(const std::filesystem::path& path) {
    auto file = File::open(path, File::Mode::update);
    if (!file) return std::unexpected(file.error());
    const auto size = file->size();
    if (!size) return std::unexpected(size.error());

    std::optional<Slot> newest;
    std::optional<Slot> older;
    SlotBytes bytes;
    for (std::uint64_t at = 0; at < 2 * slot_bytes && at + slot_bytes <= *size; at += slot_bytes) {
        if (auto read = file->read_at(at, bytes); !read) return std::unexpected(read.error());
        auto slot = decode(bytes);
        if (!slot || slot->writing == 0 || offset_of(slot->writing) != at) continue;
        (newest ? older : newest) = *std::move(slot);
    }
    if (!newest) {
        return fault(
            Fault::Kind::corrupt,
            path.string() + ": neither of its two slots holds a head that was written whole"
        );
    }
    if (older && older->writing > newest->writing) std::swap(newest, older);
    DurableHead opened(*std::move(file));
    opened.writing_ = newest->writing;
    opened.newest_ = std::move(newest->head);
    if (older) opened.older_ = std::move(older->head);
    return opened;
}

OrFault<void> DurableHead::write(const Head& head) {
    const SlotBytes bytes = encode({writing_ + 1, head});
    if (auto written = file_.write_at(offset_of(writing_ + 1), bytes); !written) return written;
    if (auto synced = file_.sync(); !synced) return synced;
    if (writing_ > 0) older_ = std::move(newest_);
    newest_ = head;
    ++writing_;
    return {};
}

}  // namespace ledger
