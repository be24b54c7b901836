#include "ledger/index.h"

#include "ledger/row_codec.h"
#include "ledger/row_form.h"
#include "ledger/rules/assert.h"
#include "ledger/sha256.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace ledger {
namespace {

// The first byte of a key says what the row is.
constexpr char head_rows = 'h';    // stream                      -> version, entry, position, state
constexpr char stream_rows = 's';  // stream, 0, version          -> position
constexpr char act_rows = 'a';     // 16 bytes of a hash          -> position
constexpr char trail_rows = 'p';   // person, 0, position         -> in which role
constexpr char slot_rows = 'k';    // person                      -> slot
constexpr char slots_row = 'n';    // one row                     -> one past the highest slot
constexpr char forgotten_rows = 'f';  // position              -> person
constexpr char tile_rows = 't';       // level, index                -> hash
constexpr char tree_row = 'm';        // one row                     -> size, peaks

// The others are written again when something changes.
constexpr bool is_written_once(char kind) {
    return kind == stream_rows || kind == act_rows || kind == trail_rows ||
           kind == forgotten_rows || kind == tile_rows;
}

constexpr unsigned layout = 4;  // of what stands above; the rest of the form is in row_form.h

constexpr std::uint8_t is_subject = 1;
constexpr std::uint8_t is_actor = 2;

std::string stream_key(const StreamId& stream, std::uint64_t version) {
    std::string key = row_key(stream_rows, stream.text);
    key += '\0';
    append_big_endian(key, version, 4);
    return key;
}

std::string trail_key(const PersonId& person, Position position) {
    std::string key = row_key(trail_rows, person.text);
    key += '\0';
    append_big_endian(key, std::to_underlying(position), 6);
    return key;
}

std::string forgotten_key(Position position) {
    std::string key(1, forgotten_rows);
    append_big_endian(key, std::to_underlying(position), 6);
    return key;
}

bool says_forgotten(const Event& event) {
    const auto* privacy = std::get_if<privacy::Event>(&event);
    return privacy != nullptr && std::holds_alternative<privacy::Forgotten>(*privacy);
}

// The persons in a record, each once, with what he is in it.
std::vector<std::pair<const PersonId*, std::uint8_t>> roles_in(const Record& record) {
    std::vector<std::pair<const PersonId*, std::uint8_t>> all;
    const auto add = [&](const PersonId& person, std::uint8_t role) {
        if (person.empty()) return;
        const auto known =
            std::ranges::find_if(all, [&](const auto& each) { return *each.first == person; });
        if (known == all.end()) {
            all.emplace_back(&person, role);
        } else {
            known->second |= role;
        }
    };
    for (const PersonId& subject : record.subjects) add(subject, is_subject);
    add(record.actor.person, is_actor);
    add(record.actor.on_behalf_of, is_actor);
    return all;
}

// Half of a SHA-256 over both names, each with its end marked. A collision would need 2^64 acts.
std::string act_key(std::string_view source, std::string_view id) {
    thread_local Sha256 sha256;
    static constexpr std::uint8_t end[1] = {0};
    const Digest digest = sha256(bytes_of(source), Bytes(end), bytes_of(id));
    return row_key(act_rows, text_of(Bytes(digest.bytes).first(16)));
}

std::string tile_key(unsigned level, std::uint64_t index) {
    std::string key(1, tile_rows);
    append_big_endian(key, level, 1);
    append_big_endian(key, index, 7);
    return key;
}

template <class T>
std::string row_of(const T& value) {
    RowWriter writer;
    writer.put(value);
    return std::move(writer).take();
}

std::unexpected<Fault> unreadable(std::string_view what) {
    return fault(
        Fault::Kind::corrupt,
        "a row of the index cannot be read (" + std::string(what) +
            "): stop, remove the rows folder, and start again"
    );
}

template <class T>
OrFault<std::optional<T>> value_of(const OrFault<std::optional<std::string>>& row) {
    if (!row) return std::unexpected(row.error());
    if (!*row) return std::nullopt;
    RowReader reader(**row);
    T value{};
    reader.get(value);
    if (!reader.done()) return unreadable("a number");
    return value;
}

OrFault<StreamHead> head_of(const StreamId& stream, const std::optional<std::string>& row) {
    StreamHead head = head_before_all(stream);
    if (!row) return head;
    RowReader reader(*row);
    reader.get(head.version);
    reader.get(head.entry);
    reader.get(head.position);
    std::visit([&](auto& state) { reader.get(state); }, head.state);
    if (!reader.done()) return unreadable(stream.text);
    return head;
}

}  // namespace

StreamHead head_before_all(const StreamId& stream) {
    return {.version = 0, .entry = {}, .position = {}, .state = nothing_yet(stream)};
}

void advance(StreamHead& head, const Record& record, Position position, const Digest& entry) {
    ledger_assert(record.version == head.version + 1);
    head.state = fold(std::move(head.state), record.event, stamp_of(record, position));
    head.version = record.version;
    head.entry = entry;
    head.position = position;
}

void IndexRows::add(const Record& record, Position position, std::optional<Slot> slot) {
    const std::string at = row_of(position);
    rows_.push_back({stream_key(record.stream, record.version), at});
    if (record.fact_index == 0) {
        rows_.push_back({act_key(record.provenance.source, record.provenance.id), at});
    }
    for (const auto& [person, roles] : roles_in(record)) {
        rows_.push_back({trail_key(*person, position), std::string(1, static_cast<char>(roles))});
    }
    if (says_forgotten(record.event)) {
        rows_.push_back({forgotten_key(position), row_of(record.subjects.front())});
    }
    if (slot) {
        const PersonId& keeper = keeper_of(record);
        rows_.push_back({row_key(slot_rows, keeper.text), row_of(*slot)});
    }
}

void IndexRows::add_head(const StreamId& stream, const StreamHead& head) {
    RowWriter writer;
    writer.put(head.version);
    writer.put(head.entry);
    writer.put(head.position);
    std::visit([&](const auto& state) { writer.put(state); }, head.state);
    rows_.push_back({row_key(head_rows, stream.text), std::move(writer).take()});
}

void IndexRows::add_tile_hash(const TileHash& hash) {
    rows_.push_back({tile_key(hash.level, hash.index), row_of(hash.hash)});
}

void IndexRows::set_tree(const Tree& tree) {
    RowWriter writer;
    writer.put(tree.size());
    writer.put(std::vector<Digest>(tree.peaks().begin(), tree.peaks().end()));
    rows_.push_back({std::string(1, tree_row), std::move(writer).take()});
}

std::filesystem::path Index::directory_in(const std::filesystem::path& rows) {
    return rows / ("index@" + std::to_string(layout) + '-' + row_form());
}

OrFault<std::unique_ptr<Index>> Index::open(
    const std::filesystem::path& directory, RowStore::Options options
) {
    auto rows = RowStore::open(directory, options);
    if (!rows) return std::unexpected(rows.error());
    return std::unique_ptr<Index>(new Index(*std::move(rows)));
}

OrFault<std::unique_ptr<Index>> Index::open_to_compare(
    const std::filesystem::path& directory, RowTally& tally
) {
    auto rows = RowStore::open(directory);
    if (!rows) return std::unexpected(rows.error());
    return std::unique_ptr<Index>(new Index(*std::move(rows), &tally));
}

Position Index::size() const {
    return rows_->position();
}

OrFault<void> Index::add(IndexRows rows, Position new_size) {
    std::uint32_t named = 0;
    for (const Row& row : rows.rows_) {
        if (row.key.front() != slot_rows) continue;
        Slot slot{};
        RowReader(*row.value).get(slot);
        named = std::max(named, std::to_underlying(slot) + 1);
    }
    if (named > 0) {
        const auto before = slots_named();
        if (!before) return std::unexpected(before.error());
        if (named > *before) rows.rows_.push_back({std::string(1, slots_row), row_of(named)});
    }
    if (tally_ != nullptr) {
        std::erase_if(rows.rows_, [&](const Row& row) {
            if (!is_written_once(row.key.front())) return false;
            tally_->add(row.key, *row.value);
            return true;
        });
    }
    return rows_->apply(rows.rows_, new_size);
}

void Index::tally(const IndexRows& rows) {
    ledger_assert(is_to_compare());
    for (const Row& row : rows.rows_) tally_->add(row.key, *row.value);
}

OrFault<void> Index::flush() {
    return rows_->flush();
}

OrFault<StreamHead> Index::head(const StreamId& stream) const {
    const auto row = rows_->get(row_key(head_rows, stream.text));
    if (!row) return std::unexpected(row.error());
    return head_of(stream, *row);
}

OrFault<std::shared_ptr<const StreamHead>> Index::shared_head(const StreamId& stream) const {
    const std::string key = row_key(head_rows, stream.text);
    const std::string_view keys[] = {key};
    return rows_->made<StreamHead>(keys, [&](const auto& rows) {
        return head_of(stream, rows.front());
    });
}

OrFault<std::vector<StreamHead>> Index::heads(std::span<const StreamId> streams) const {
    std::vector<std::string> keys;
    keys.reserve(streams.size());
    for (const StreamId& stream : streams) keys.push_back(row_key(head_rows, stream.text));
    const std::vector<std::string_view> views(keys.begin(), keys.end());
    const auto rows = rows_->get(views);
    if (!rows) return std::unexpected(rows.error());
    std::vector<StreamHead> heads;
    heads.reserve(streams.size());
    for (std::size_t i = 0; i < streams.size(); ++i) {
        auto head = head_of(streams[i], (*rows)[i]);
        if (!head) return std::unexpected(head.error());
        heads.push_back(*std::move(head));
    }
    return heads;
}

OrFault<std::optional<Position>> Index::act(std::string_view source, std::string_view id) const {
    return value_of<Position>(rows_->get(act_key(source, id)));
}

OrFault<std::vector<std::optional<Position>>> Index::acts(std::span<const ActName> names) const {
    std::vector<std::string> keys;
    keys.reserve(names.size());
    for (const ActName& name : names) keys.push_back(act_key(name.source, name.id));
    const std::vector<std::string_view> views(keys.begin(), keys.end());
    const auto rows = rows_->get(views);
    if (!rows) return std::unexpected(rows.error());
    std::vector<std::optional<Position>> positions;
    positions.reserve(names.size());
    for (const auto& row : *rows) {
        auto position = value_of<Position>(row);
        if (!position) return std::unexpected(position.error());
        positions.push_back(*position);
    }
    return positions;
}

OrFault<std::uint64_t> Index::count_acts() const {
    constexpr std::size_t page = 10'000;
    std::uint64_t count = 0;
    std::string from;
    while (true) {
        const auto rows =
            rows_->scan({.prefix = std::string_view(&act_rows, 1), .from = from, .count_max = page}
            );
        if (!rows) return std::unexpected(rows.error());
        count += rows->size();
        if (rows->size() < page) return count;
        from = rows->back().first + '\0';
    }
}

OrFault<std::optional<Slot>> Index::key_slot(const PersonId& person) const {
    return value_of<Slot>(rows_->get(row_key(slot_rows, person.text)));
}

OrFault<bool> Index::is_forgotten(const PersonId& person) const {
    const auto found = head(privacy::stream_of(person));
    if (!found) return std::unexpected(found.error());
    return std::get<privacy::State>(found->state).forgotten;
}

OrFault<std::vector<Index::Forgotten>> Index::forgotten(Position from, std::size_t count_max)
    const {
    const std::string start = forgotten_key(from);
    const auto rows = rows_->scan(
        {.prefix = std::string_view(&forgotten_rows, 1), .from = start, .count_max = count_max}
    );
    if (!rows) return std::unexpected(rows.error());
    std::vector<Forgotten> all;
    all.reserve(rows->size());
    for (const auto& [key, value] : *rows) {
        Forgotten& one = all.emplace_back();
        one.position = Position{read_big_endian(bytes_of(key).subspan(1))};
        RowReader reader(value);
        reader.get(one.person);
        if (!reader.done()) return unreadable("the register of the forgotten");
    }
    return all;
}

OrFault<std::uint32_t> Index::slots_named() const {
    const auto named = value_of<std::uint32_t>(rows_->get(std::string(1, slots_row)));
    if (!named) return std::unexpected(named.error());
    return named->value_or(0);
}

OrFault<std::vector<Position>> Index::stream(
    const StreamId& stream, std::uint64_t from_version, std::size_t count_max
) const {
    if (from_version > std::numeric_limits<std::uint32_t>::max()) return std::vector<Position>{};
    const std::string from = stream_key(stream, from_version);
    const std::string_view prefix = std::string_view(from).substr(0, from.size() - 4);
    const auto rows = rows_->scan({.prefix = prefix, .from = from, .count_max = count_max});
    if (!rows) return std::unexpected(rows.error());
    std::vector<Position> positions;
    positions.reserve(rows->size());
    for (const auto& [key, value] : *rows) {
        RowReader reader(value);
        reader.get(positions.emplace_back());
        if (!reader.done()) return unreadable(stream.text);
    }
    return positions;
}

OrFault<std::vector<Mention>> Index::trail(
    const PersonId& person, Position from, std::size_t count_max
) const {
    const std::string start = trail_key(person, from);
    const std::string_view prefix = std::string_view(start).substr(0, start.size() - 6);
    const auto rows = rows_->scan({.prefix = prefix, .from = start, .count_max = count_max});
    if (!rows) return std::unexpected(rows.error());
    std::vector<Mention> mentions;
    mentions.reserve(rows->size());
    for (const auto& [key, value] : *rows) {
        if (key.size() < 6 || value.size() != 1) return unreadable("a trail");
        const auto roles = static_cast<std::uint8_t>(value.front());
        mentions.push_back({
            .position = Position{read_big_endian(bytes_of(key).last(6))},
            .as_subject = (roles & is_subject) != 0,
            .as_actor = (roles & is_actor) != 0,
        });
    }
    return mentions;
}

OrFault<std::vector<StreamId>> Index::streams(
    std::string_view prefix, const StreamId& after, std::size_t count_max
) const {
    const std::string from = after.empty() ? std::string{} : row_key(head_rows, after.text) + '\0';
    const auto rows =
        rows_->scan({.prefix = row_key(head_rows, prefix), .from = from, .count_max = count_max});
    if (!rows) return std::unexpected(rows.error());
    std::vector<StreamId> streams;
    streams.reserve(rows->size());
    for (const auto& [key, value] : *rows) streams.push_back({key.substr(1)});
    return streams;
}

OrFault<std::optional<Digest>> Index::tile_hash(unsigned level, std::uint64_t index) const {
    return value_of<Digest>(rows_->get(tile_key(level, index)));
}

OrFault<Tree> Index::tree() const {
    const auto row = rows_->get(std::string(1, tree_row));
    if (!row) return std::unexpected(row.error());
    if (!*row) return Tree{};
    RowReader reader(**row);
    std::uint64_t size = 0;
    std::vector<Digest> peaks;
    reader.get(size);
    reader.get(peaks);
    auto tree = reader.done() ? Tree::restore(size, std::move(peaks)) : std::nullopt;
    if (!tree) return unreadable("the tree");
    return *std::move(tree);
}

OrFault<Digest> Index::digest(RowTally* tally) const {
    return rows_->digest(tally);
}

}  // namespace ledger
