#include "ledger/wal_scan.h"

#include "ledger/crc32c.h"
#include "ledger/file.h"
#include "ledger/pack.h"
#include "ledger/rocks_keys.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <system_error>
#include <utility>

namespace ledger {
namespace {

constexpr std::size_t block_bytes = 32UL * 1024;
constexpr std::size_t header_bytes = 7;
constexpr std::size_t recycled_header_bytes = 11;
constexpr std::size_t batch_header_bytes = 12;
constexpr std::uint8_t put_row = 0x01;  // a row of the default column family

enum class Kind : std::uint8_t { full = 1, first = 2, middle = 3, last = 4 };

struct Fragment {
    Kind kind;
    Bytes payload;
    std::size_t end;  // in the file
};

std::uint32_t unmasked(std::uint32_t masked) {
    const std::uint32_t turned = masked - 0xa282ead8U;
    return turned >> 17U | turned << 15U;
}

std::size_t left_in_block(std::size_t at) {
    return block_bytes - at % block_bytes;
}

// The fragment that begins at `at`, or why there is none.
std::expected<Fragment, std::string> fragment_at(Bytes file, std::size_t at) {
    const Bytes block = file.subspan(at, std::min(left_in_block(at), file.size() - at));
    if (block.size() < header_bytes) return std::unexpected("a header that is cut off");
    const std::size_t length = load<std::uint16_t>(block.subspan(4));
    const std::uint8_t type = block[6];
    if (type == 0 && length == 0) return std::unexpected("zeros");
    if (type < 1 || type > 8) return std::unexpected("a type that no fragment has");
    const std::size_t header = type > 4 ? recycled_header_bytes : header_bytes;
    if (header + length > block.size()) return std::unexpected("a fragment that is cut off");
    if (unmasked(load<std::uint32_t>(block)) != crc32c(block.subspan(6, header - 6 + length))) {
        return std::unexpected("a checksum that does not match");
    }
    return Fragment{
        .kind = static_cast<Kind>((type - 1) % 4 + 1),
        .payload = block.subspan(header, length),
        .end = at + header + length
    };
}

// A number of up to 32 bits, seven bits a byte; takes it off the front of `from`.
std::optional<std::size_t> take_varint(Bytes& from) {
    std::uint64_t number = 0;
    for (unsigned shift = 0; shift < 35 && !from.empty(); shift += 7) {
        const std::uint8_t byte = from.front();
        from = from.subspan(1);
        number |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
        if ((byte & 0x80U) == 0) {
            if (number > 0xffff'ffffU) return std::nullopt;
            return static_cast<std::size_t>(number);
        }
    }
    return std::nullopt;
}

// A piece with its length before it; takes both off the front of `from`.
std::optional<Bytes> take_piece(Bytes& from) {
    const auto length = take_varint(from);
    if (!length || *length > from.size()) return std::nullopt;
    const Bytes piece = from.first(*length);
    from = from.subspan(*length);
    return piece;
}

// The next row of a batch, off its front. Its value may be cut off, and is empty then.
struct BatchRow {
    Position first;
    Bytes value;
};

std::optional<BatchRow> take_row(Bytes& batch) {
    if (batch.empty() || batch.front() != put_row) return std::nullopt;
    batch = batch.subspan(1);
    const auto key = take_piece(batch);
    const auto first = key ? position_of_key(text_of(*key)) : std::nullopt;
    if (!first) return std::nullopt;
    const auto value = take_piece(batch);
    return BatchRow{*first, value.value_or(Bytes{})};
}

// The events of a batch that was read whole; nothing when they are not a group.
std::optional<std::pair<Position, Position>> group_in(Bytes batch) {
    if (batch.size() < batch_header_bytes) return std::nullopt;
    batch = batch.subspan(batch_header_bytes);
    std::optional<std::pair<Position, Position>> group;
    bool has_ended = false;
    while (!batch.empty()) {
        const auto row = take_row(batch);
        if (!row || has_ended || (group && group->second != row->first)) return std::nullopt;
        const auto pack = Pack::parse({row->value.begin(), row->value.end()});
        if (!pack || (*pack)->first() != row->first) return std::nullopt;
        if (!group) group.emplace(row->first, row->first);
        group->second = (*pack)->end();
        has_ended = (*pack)->root().has_value();
    }
    return has_ended ? group : std::nullopt;
}

class Scanner {
public:
    Scanner(const std::string& file, Bytes bytes, WalScan& scan)
        : file_(file), bytes_(bytes), scan_(scan) {}

    void run();

private:
    void take(const Fragment& fragment, std::size_t at);
    void finish_batch(Bytes batch, std::size_t at);
    void give_up_batch(std::size_t at);
    void add_begun(Bytes batch, std::size_t at);
    [[nodiscard]] std::size_t next_fragment(std::size_t at) const;
    void add_damage(std::size_t from, std::size_t to, std::string what) {
        scan_.damages.push_back({{file_, from}, to - from, std::move(what)});
    }

    const std::string& file_;
    Bytes bytes_;
    WalScan& scan_;
    bool is_open_ = false;  // a first fragment was read, and not its last
    std::size_t open_at_ = 0;
    std::vector<std::uint8_t> batch_;
};

void Scanner::run() {
    std::size_t at = 0;
    while (at < bytes_.size()) {
        if (left_in_block(at) < header_bytes) {
            at += left_in_block(at);
            continue;
        }
        const auto fragment = fragment_at(bytes_, at);
        if (fragment) {
            take(*fragment, at);
            at = fragment->end;
        } else {
            give_up_batch(at);
            const std::size_t resumed = next_fragment(at + 1);
            add_damage(at, resumed, fragment.error());
            at = resumed;
        }
    }
    give_up_batch(bytes_.size());
}

// Where the next whole fragment begins; the end of the file when there is none. A stretch of damage
// is looked at byte by byte: a length that flipped must not hide the groups behind it in its block.
std::size_t Scanner::next_fragment(std::size_t at) const {
    for (; at < bytes_.size(); ++at) {
        if (left_in_block(at) >= header_bytes && fragment_at(bytes_, at)) return at;
    }
    return bytes_.size();
}

void Scanner::take(const Fragment& fragment, std::size_t at) {
    switch (fragment.kind) {
        case Kind::full:
            give_up_batch(at);
            finish_batch(fragment.payload, at);
            return;
        case Kind::first:
            give_up_batch(at);
            is_open_ = true;
            open_at_ = at;
            batch_.assign(fragment.payload.begin(), fragment.payload.end());
            return;
        case Kind::middle:
        case Kind::last:
            if (!is_open_) {
                add_damage(at, fragment.end, "a fragment without its beginning");
                return;
            }
            batch_.insert(batch_.end(), fragment.payload.begin(), fragment.payload.end());
            if (fragment.kind == Kind::middle) return;
            is_open_ = false;
            finish_batch(batch_, open_at_);
            return;
    }
}

// The batch that was being read goes no further than `at`.
void Scanner::give_up_batch(std::size_t at) {
    if (!is_open_) return;
    is_open_ = false;
    add_begun(batch_, open_at_);
    add_damage(open_at_, at, "a batch without its end");
}

// Notes that a group began in a batch that is not whole, when that much of it is there.
void Scanner::add_begun(Bytes batch, std::size_t at) {
    if (batch.size() <= batch_header_bytes) return;
    batch = batch.subspan(batch_header_bytes);
    if (const auto row = take_row(batch)) {
        scan_.groups.push_back({{file_, at}, row->first, row->first, false});
    }
}

void Scanner::finish_batch(Bytes batch, std::size_t at) {
    if (const auto group = group_in(batch)) {
        scan_.groups.push_back({{file_, at}, group->first, group->second, true});
    } else {
        add_begun(batch, at);
        add_damage(at, at + batch.size(), "a batch that is not a group of events");
    }
}

// The number in "000012.log".
std::optional<std::uint64_t> wal_number(const std::string& name) {
    constexpr std::string_view ending = ".log";
    if (!name.ends_with(ending) || name.size() == ending.size()) return std::nullopt;
    std::uint64_t number = 0;
    const char* const end = name.data() + name.size() - ending.size();
    const auto read = std::from_chars(name.data(), end, number);
    if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    return number;
}

}  // namespace

void scan_wal(const std::string& file, Bytes bytes, WalScan& scan) {
    Scanner(file, bytes, scan).run();
}

OrFault<WalScan> scan_wals(const std::filesystem::path& directory) {
    std::vector<std::pair<std::uint64_t, std::filesystem::path>> files;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(directory, error), end; !error && entry != end;
         entry.increment(error)) {
        const auto number = wal_number(entry->path().filename().string());
        if (number) files.emplace_back(*number, entry->path());
    }
    if (error) return io_fault("list", directory, error.value());
    std::ranges::sort(files);
    WalScan scan;
    for (const auto& [number, path] : files) {
        const auto bytes = read_file(path);
        if (!bytes) return std::unexpected(bytes.error());
        scan_wal(path.filename().string(), *bytes, scan);
    }
    return scan;
}

}  // namespace ledger
