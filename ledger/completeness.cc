#include "ledger/completeness.h"

#include "ledger/group.h"
#include "ledger/row_codec.h"
#include "ledger/row_form.h"
#include "ledger/rules/assert.h"

#include <algorithm>
#include <limits>
#include <map>
#include <mutex>
#include <set>
#include <unordered_map>
#include <utility>

namespace ledger {
namespace {

// The first byte of a key says what the row is.
constexpr char file_rows = 'f';      // file              -> FileHead
constexpr char position_rows = 'p';  // file, 0, position -> nothing; of agencies' files only
constexpr char node_rows = 'n';      // depth, bits       -> MapNode
constexpr char close_row = 'c';      // one row           -> Close

constexpr unsigned layout = 1;  // of what stands above; the rest of the form is in row_form.h

constexpr std::string_view person_prefix = "person/";
constexpr std::string_view stream_prefix = "stream/";
constexpr std::string_view agency_prefix = "agency/";
constexpr std::size_t page = 4096;

std::string node_key(const MapPath& path) {
    std::string key(1, node_rows);
    append_big_endian(key, path.depth, 2);
    key.append(text_of(Bytes(path.bits.bytes).first((path.depth + 7) / 8)));
    return key;
}

std::string position_prefix(std::string_view file) {
    std::string key = row_key(position_rows, file);
    key += '\0';
    return key;
}

template <Described T>
OrFault<std::optional<T>> row_of(const RowStore& rows, const std::string& key) {
    const auto row = rows.get(key);
    if (!row) return std::unexpected(row.error());
    if (!*row) return std::nullopt;
    auto value = from_row<T>(**row);
    if (value) return *std::move(value);
    return fault(
        Fault::Kind::corrupt, "a row of completeness cannot be read: remove the rows folder"
    );
}

// The nodes as the rows have them, and those that changed.
class StoredNodes final : public MapNodes {
public:
    explicit StoredNodes(const RowStore& rows) : rows_(rows) {}

    [[nodiscard]] OrFault<std::optional<MapNode>> get(const MapPath& path) const override {
        const auto here = changed_.find(path);
        if (here != changed_.end()) return here->second;
        return row_of<MapNode>(rows_, node_key(path));
    }
    void put(const MapPath& path, const MapNode& node) override { changed_[path] = node; }

    void add_to(std::vector<Row>& rows) const {
        for (const auto& [path, node] : changed_) rows.push_back({node_key(path), to_row(node)});
    }

private:
    const RowStore& rows_;
    std::map<MapPath, MapNode> changed_;
};

std::string form() {
    std::string form = std::to_string(layout);
    append_form<FileHead>(form);
    append_form<MapNode>(form);
    append_form<Completeness::Close>(form);
    return form;
}

constexpr std::string_view name = "completeness@1-";

std::filesystem::path directory_in(const std::filesystem::path& rows) {
    return rows / (std::string(name) + short_form(form()));
}

std::unexpected<Fault> wrong_close(Position at, const close::Day& says, const close::Day& is) {
    return fault(
        Fault::Kind::corrupt,
        "the close at position " + std::to_string(std::to_underlying(at)) + ", of " +
            text(says.day) + ", says that " + std::to_string(says.files) + " files came to " +
            says.root.hex() + ", and its records give " + std::to_string(is.files) + " and " +
            is.root.hex()
    );
}

}  // namespace

// From one close to the next: the files that changed, and what the map comes to.
class Completeness::Step {
public:
    explicit Step(const Completeness& of) : of_(of), nodes_(*of.rows_) {}

    OrFault<close::Day> run(Date day, Position size) {
        if (auto read = read_records(size); !read) return std::unexpected(read.error());
        std::vector<MapLeaf> leaves;
        leaves.reserve(files_.size());
        for (const auto& [file, head] : files_) leaves.push_back({map_key(sha256_, file), head});
        const auto root = update_map(sha256_, nodes_, std::move(leaves));
        if (!root) return std::unexpected(root.error());
        const auto before = of_.last_row();
        if (!before) return std::unexpected(before.error());
        const std::uint32_t files = (*before ? (*before)->day.files : 0) + new_files_;
        return close::Day{day, size, *root, files};
    }

    [[nodiscard]] std::vector<Row> rows(const Close& close) && {
        for (const auto& [file, head] : files_) {
            rows_.push_back({row_key(file_rows, file), to_row(head)});
        }
        nodes_.add_to(rows_);
        rows_.push_back({row_key(close_row, {}), to_row(close)});
        return std::move(rows_);
    }

private:
    OrFault<void> read_records(Position size) {
        for (Position at = of_.rows_->position(); at < size;) {
            const auto packs = of_.ledger_.log().read(at, {});
            if (!packs) return std::unexpected(packs.error());
            if (packs->empty()) return no_event_at(at);
            for (const auto& pack : *packs) {
                for (; at < size && pack->contains(at); at = next(at)) {
                    const auto i = std::to_underlying(at) - std::to_underlying(pack->first());
                    if (auto added = add(at, pack->record(i)); !added) return added;
                }
            }
        }
        return {};
    }

    OrFault<void> add(Position at, Bytes bytes) {
        const auto record = decode_record(bytes, {}, Closed::withhold, nullptr);
        if (!record) return std::unexpected(record.error());
        const Digest entry = sha256_(bytes);
        for (const std::string& file : files_of(*record)) {
            const auto head = head_of(file);
            if (!head) return std::unexpected(head.error());
            (*head)->add(sha256_, entry);
            if (!file.starts_with(agency_prefix)) continue;
            std::string key = position_prefix(file);
            append_big_endian(key, std::to_underlying(at), 6);
            rows_.push_back({std::move(key), std::string()});
        }
        return {};
    }

    OrFault<FileHead*> head_of(const std::string& file) {
        if (const auto here = files_.find(file); here != files_.end()) return &here->second;
        const auto before = row_of<FileHead>(*of_.rows_, row_key(file_rows, file));
        if (!before) return std::unexpected(before.error());
        if (!*before) ++new_files_;
        return &files_.emplace(file, before->value_or(FileHead{})).first->second;
    }

    const Completeness& of_;
    StoredNodes nodes_;
    Sha256 sha256_;
    std::unordered_map<std::string, FileHead> files_;
    std::uint32_t new_files_ = 0;
    std::vector<Row> rows_;
};

OrFault<std::unique_ptr<Completeness>> Completeness::open(
    const Ledger& ledger, const std::filesystem::path& rows
) {
    const auto own = directory_in(rows);
    remove_other_forms(own);
    auto store = RowStore::open(own);
    if (!store) return std::unexpected(store.error());
    auto opened = std::unique_ptr<Completeness>(new Completeness(ledger, *std::move(store)));
    if (auto caught = opened->catch_up(); !caught && !opened->stopped()) {
        return std::unexpected(caught.error());
    }
    return opened;
}

Completeness::~Completeness() {
    (void)rows_->flush();  // what is not flushed is made again at the next opening
}

OrFault<void> Completeness::catch_up() {
    if (const auto wrong = stopped()) return std::unexpected(*wrong);
    while (true) {
        const auto taken = take_next();
        if (!taken) return std::unexpected(taken.error());
        if (!*taken) return {};
    }
}

std::optional<Fault> Completeness::stopped() const {
    const std::shared_lock lock(mutex_);
    return stopped_;
}

// The close after the last; false when there is none.
OrFault<bool> Completeness::take_next() {
    const auto before = last_row();
    if (!before) return std::unexpected(before.error());
    std::uint64_t version = 1;
    if (*before) {
        const auto entry = ledger_.entry((*before)->position, Closed::withhold);
        if (!entry) return std::unexpected(entry.error());
        if (!*entry || (*entry)->record.stream != close::stream()) {
            return fault(
                Fault::Kind::corrupt,
                "the rows of completeness are of another history: remove the rows folder"
            );
        }
        version = (*entry)->record.version + 1;
    }
    const auto next = ledger_.stream(close::stream(), version, 1, Closed::withhold);
    if (!next) return std::unexpected(next.error());
    if (next->empty()) return false;
    if (auto taken = take(next->front()); !taken) return std::unexpected(taken.error());
    return true;
}

OrFault<void> Completeness::take(const Entry& entry) {
    const auto& says = std::get<close::Day>(std::get<close::Event>(entry.record.event));
    Step step(*this);
    const auto is = step.run(says.day, says.size);
    if (!is) return std::unexpected(is.error());
    if (*is != says) {
        const auto wrong = wrong_close(entry.position, says, *is);
        const std::lock_guard lock(mutex_);
        stopped_ = wrong.error();
        return wrong;
    }
    const auto rows = std::move(step).rows({says, entry.position});
    const std::lock_guard lock(mutex_);
    return rows_->apply(rows, says.size);
}

OrFault<close::Day> Completeness::would_be(Date day, Position size) const {
    ledger_assert(size <= ledger_.size());
    return Step(*this).run(day, size);
}

OrFault<std::optional<Completeness::Close>> Completeness::last_row() const {
    return row_of<Close>(*rows_, row_key(close_row, {}));
}

OrFault<std::optional<Completeness::Close>> Completeness::last() const {
    const std::shared_lock lock(mutex_);
    return last_row();
}

OrFault<std::optional<Completeness::Proofs>> Completeness::prove(
    const std::vector<std::string>& files
) const {
    const std::shared_lock lock(mutex_);
    if (stopped_) return std::unexpected(*stopped_);
    const auto close = last_row();
    if (!close) return std::unexpected(close.error());
    if (!*close) return std::nullopt;
    Proofs proofs{**close, {}};
    Sha256 sha256;
    const StoredNodes nodes(*rows_);
    for (const std::string& file : files) {
        Proof proof{.file = file};
        const auto head = row_of<FileHead>(*rows_, row_key(file_rows, file));
        if (!head) return std::unexpected(head.error());
        proof.head = *head;
        auto map = prove_file(nodes, map_key(sha256, file));
        if (!map) return std::unexpected(map.error());
        proof.map = *std::move(map);
        if (proof.head) {
            auto positions = positions_of(file, proof.head->count);
            if (!positions) return std::unexpected(positions.error());
            proof.positions = *std::move(positions);
        }
        proofs.files.push_back(std::move(proof));
    }
    return proofs;
}

OrFault<std::vector<Position>> Completeness::records_of(
    const std::vector<std::string>& files, Position end
) const {
    constexpr std::uint64_t all = std::numeric_limits<std::uint32_t>::max();
    std::set<Position> positions;
    for (const std::string& file : files) {
        ledger_assert(!file.starts_with(agency_prefix));
        const auto found = positions_of(file, all);
        if (!found) return std::unexpected(found.error());
        positions.insert(found->begin(), found->end());
    }
    return std::vector<Position>(positions.begin(), positions.lower_bound(end));
}

// The first of a file's records, in order; an agency's only up to the last close.
OrFault<std::vector<Position>> Completeness::positions_of(
    const std::string& file, std::uint64_t count_max
) const {
    if (file.starts_with(agency_prefix)) return of_agency(file, count_max);
    if (file.starts_with(person_prefix)) return of_person(file, count_max);
    return ledger_.index().stream(
        {file.substr(stream_prefix.size())}, 1, static_cast<std::size_t>(count_max)
    );
}

OrFault<std::vector<Position>> Completeness::of_agency(
    const std::string& file, std::uint64_t count_max
) const {
    const std::string prefix = position_prefix(file);
    const auto found =
        rows_->scan({.prefix = prefix, .from = {}, .count_max = static_cast<std::size_t>(count_max)}
        );
    if (!found) return std::unexpected(found.error());
    std::vector<Position> positions;
    for (const auto& [key, value] : *found) {
        positions.push_back(Position{read_big_endian(bytes_of(key).subspan(prefix.size()))});
    }
    return positions;
}

OrFault<std::vector<Position>> Completeness::of_person(
    const std::string& file, std::uint64_t count_max
) const {
    const std::string_view rest = std::string_view(file).substr(person_prefix.size());
    const PersonId person{std::string(rest.substr(0, rest.find('/')))};
    std::vector<Position> positions;
    for (Position from{}; positions.size() < count_max;) {
        const auto mentions = ledger_.index().trail(person, from, page);
        if (!mentions) return std::unexpected(mentions.error());
        if (mentions->empty()) break;
        from = next(mentions->back().position);
        for (const Mention& mention : *mentions) {
            if (!mention.as_subject || positions.size() == count_max) continue;
            const auto entry = ledger_.entry(mention.position, Closed::withhold);
            if (!entry) return std::unexpected(entry.error());
            const auto its_files = files_of((*entry)->record);
            if (std::ranges::find(its_files, file) == its_files.end()) continue;
            positions.push_back(mention.position);
        }
    }
    return positions;
}

}  // namespace ledger
