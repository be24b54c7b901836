#include "ledger/ledger.h"

#include "ledger/file.h"
#include "ledger/group.h"
#include "ledger/rocks_recovery.h"
#include "ledger/rules/assert.h"
#include "ledger/sha256.h"

#include <algorithm>
#include <set>
#include <utility>

namespace ledger {
namespace {

constexpr std::size_t catch_up_heads_bytes_max = 256UL * 1024 * 1024;
constexpr std::uint64_t catch_up_step = 4096;

// Folds records into rows, as the writer does with those that it has just made.
class CatchUp {
public:
    CatchUp(Index& index, Tree tree)
        : index_(index), heads_(index, catch_up_heads_bytes_max), tree_(std::move(tree)) {}

    OrFault<void> add(const Pack& pack, std::size_t i) {
        const Position position{std::to_underlying(pack.first()) + i};
        auto record = decode_record(pack.record(i), {}, Closed::withhold, nullptr);
        if (!record) return std::unexpected(record.error());
        const auto slot = slot_of(pack.record(i));
        if (!slot) return std::unexpected(slot.error());
        const auto head = heads_.get(record->stream);
        if (!head) return std::unexpected(head.error());
        if (record->version != (*head)->version + 1 || record->previous != (*head)->entry) {
            return fault(
                Fault::Kind::corrupt,
                "the event at position " + std::to_string(std::to_underlying(position)) +
                    " does not follow the one before it in " + record->stream.text
            );
        }
        const Digest entry = sha256_(pack.record(i));
        tree_.append(sha256_, entry, &completed_);
        StreamHead& h = **head;
        h.state = fold(std::move(h.state), record->event, stamp_of(*record, position));
        h.version = record->version;
        h.entry = entry;
        h.position = position;
        touched_.insert(record->stream);
        rows_.add(*record, position, *slot);
        return {};
    }

    OrFault<void> flush() {
        for (const StreamId& stream : touched_) {
            const auto head = heads_.get(stream);
            if (!head) return std::unexpected(head.error());
            rows_.add_head(stream, **head);
            heads_.weigh(stream);
        }
        for (const TileHash& hash : completed_) rows_.add_tile_hash(hash);
        rows_.set_tree(tree_);
        touched_.clear();
        completed_.clear();
        if (auto added = index_.add(std::exchange(rows_, {}), Position{tree_.size()}); !added) {
            return added;
        }
        heads_.trim();
        return {};
    }

    [[nodiscard]] std::uint64_t size() const noexcept { return tree_.size(); }
    [[nodiscard]] const Tree& tree() const noexcept { return tree_; }

private:
    static OrFault<std::optional<Slot>> slot_of(Bytes record) {
        const auto parts = parts_of(record);
        if (!parts) return std::unexpected(parts.error());
        if (parts->empty()) return std::nullopt;
        return parts->front().slot;
    }

    Index& index_;
    Heads heads_;
    Tree tree_;
    Sha256 sha256_;
    IndexRows rows_;
    std::set<StreamId> touched_;
    std::vector<TileHash> completed_;
};

}  // namespace

OrFault<void> catch_up(
    const Log& log, Index& index, const std::function<void(Position)>& progress
) {
    const std::uint64_t end = log.head().size();
    if (std::to_underlying(index.size()) > end) {
        return fault(
            Fault::Kind::corrupt,
            "the index is ahead of the log: remove the rows folder; if the log "
            "was restored from a backup, check it against a checkpoint first"
        );
    }
    auto tree = index.tree();
    if (!tree) return std::unexpected(tree.error());
    CatchUp catching(index, *std::move(tree));
    std::uint64_t flushed = catching.size();
    while (catching.size() < end) {
        const auto packs = log.read(Position{catching.size()}, {.count_max = catch_up_step});
        if (!packs) return std::unexpected(packs.error());
        for (const auto& pack : *packs) {
            const std::uint64_t first = std::to_underlying(pack->first());
            for (std::size_t i = catching.size() - first; i < pack->count(); ++i) {
                if (auto added = catching.add(*pack, i); !added) return added;
            }
        }
        if (catching.size() - flushed >= catch_up_step || catching.size() >= end) {
            if (auto done = catching.flush(); !done) return done;
            flushed = catching.size();
            if (progress) progress(Position{flushed});
        }
    }
    if (catching.tree() == log.head().tree) return {};
    return fault(
        Fault::Kind::corrupt,
        "the index was made of other records than the log holds: remove the rows folder, and start "
        "again"
    );
}

OrFault<std::unique_ptr<Ledger>> Ledger::open(
    const std::filesystem::path& directory, const Clock& clock, LedgerOptions options
) {
    auto ledger = std::unique_ptr<Ledger>(new Ledger());
    ledger->directory_ = directory;
    if (auto opened = ledger->open_log(options); !opened) {
        return std::unexpected(opened.error());
    }
    const std::uint64_t size = ledger->log_->head().size();
    // A seed is never used twice for the same salts: it goes on from where the ledger is.
    ledger->entropy_ = ledger->origin_.seeded
                           ? seeded_entropy(options.seed + '@' + std::to_string(size))
                           : system_entropy();
    if (auto rest = ledger->open_rest(options.index_rows); !rest)
        return std::unexpected(rest.error());
    ledger->writer_ = std::make_unique<Writer>(
        *ledger->log_,
        *ledger->index_,
        *ledger->vault_,
        clock,
        *ledger->entropy_,
        WriterOptions{
            .simulated_clock = ledger->origin_.simulated_clock,
            .on_recorded = std::move(options.on_recorded),
        }
    );
    if (size > 0) return ledger;
    if (auto founded = ledger->found(); !founded) return std::unexpected(founded.error());
    return ledger;
}

// The log, and what its first record says: what the ledger is.
OrFault<void> Ledger::open_log(const LedgerOptions& options) {
    const auto& found = options.found;
    const LogPaths paths(directory_);
    const auto no_ledger = [&] {
        return fault(
            Fault::Kind::io,
            "there is no ledger in " + directory_.string() +
                ": make one with 'jejak init', or 'jejak demo' for a trial"
        );
    };
    const bool is_there =
        std::filesystem::exists(paths.head) || std::filesystem::exists(paths.store);
    if (!found && !is_there) return no_ledger();
    auto log = RocksLog::open(
        directory_, {.buffer_bytes = options.log_buffer_bytes, .create = found.has_value()}
    );
    if (!log) return std::unexpected(log.error());
    note_ = (*log)->note();
    log_ = *std::move(log);
    if (log_->head().size() == 0) {
        if (!found) return no_ledger();
        origin_ = *found;
        return {};
    }
    Sha256 sha256;
    const auto first = read_entry(*log_, Position{}, Closed::withhold, nullptr, sha256);
    if (!first) return std::unexpected(first.error());
    const auto* event = std::get_if<origin::Event>(&first->record.event);
    if (event == nullptr) {
        return fault(Fault::Kind::corrupt, "the record at position 0 is not the ledger's origin");
    }
    origin_ = std::get<origin::Founded>(*event);
    // The vault says whether that is the right one. (Its tile may hold another record that is not,
    // and a ledger that is damaged there must still open, to be verified.)
    first_entry_ = first->entry;
    return {};
}

OrFault<void> Ledger::open_rest(const RowStore::Options& index_rows) {
    for (const auto* folder : {"keys", "rows"}) {
        if (auto made = make_directory(directory_ / folder); !made) return made;
    }
    const auto keys = directory_ / "keys";
    const VaultFiles files{.slots = keys / "slots", .master = keys / "master.key"};
    auto vault = log_->head().size() == 0 ? Vault::found(files, *entropy_)
                                          : Vault::open(files, first_entry_, *entropy_);
    if (!vault) return std::unexpected(vault.error());
    vault_ = *std::move(vault);
    if (auto index = open_index(index_rows); !index) return index;
    const auto named = index_->slots_named();
    if (!named) return std::unexpected(named.error());
    if (*named > vault_->slots()) {
        return fault(
            Fault::Kind::corrupt,
            files.slots.string() + " has " + std::to_string(vault_->slots()) +
                " slots, and records name " + std::to_string(*named) +
                ": it is older than the log; restore the newest backup of the keys"
        );
    }
    return {};
}

OrFault<void> Ledger::open_index(const RowStore::Options& index_rows) {
    const auto rows = directory_ / "rows";
    Index::remove_others(rows);
    auto index = Index::open(Index::directory_in(rows), index_rows);
    if (!index) return std::unexpected(index.error());
    index_ = *std::move(index);
    if (auto caught = catch_up(*log_, *index_, {}); !caught) return caught;
    tiles_ = std::make_unique<CheckedTiles>(*log_, *index_);
    return {};
}

Ledger::~Ledger() {
    writer_.reset();
    if (index_) (void)index_->flush();  // what is not flushed is caught up with at the next opening
}

OrFault<void> Ledger::found() {
    Act act;
    act.stream = origin::stream();
    act.event = origin::Event(origin_);
    act.actor.role = Role::operator_;
    act.provenance.source = "urn:jejak:origin";
    act.provenance.id = "founded";
    const Answer answer = record(*writer_, {std::move(act)});
    if (!answer) return std::unexpected(answer.error());
    if (const auto* rejected = std::get_if<Rejection>(&answer->front())) {
        return fault(Fault::Kind::io, "the ledger cannot be founded: " + rejected->detail.en);
    }
    const auto first = entry(Position{}, Closed::withhold);
    if (!first) return std::unexpected(first.error());
    first_entry_ = (*first)->entry;
    founded_ = true;
    return vault_->give_to(first_entry_);
}

OrFault<std::optional<Entry>> Ledger::entry(Position position, Closed closed) const {
    auto found = entries(position, 1, closed);
    if (!found) return std::unexpected(found.error());
    if (found->empty()) return std::nullopt;
    return std::move(found->front());
}

OrFault<std::vector<Entry>> Ledger::entries(Position from, std::size_t count_max, Closed closed)
    const {
    std::vector<Entry> found;
    const Position end = size();
    if (count_max == 0 || from >= end) return found;
    const auto packs = log_->read(from, {.count_max = count_max});
    if (!packs) return std::unexpected(packs.error());
    Sha256 sha256;
    Position at = from;
    for (const auto& pack : *packs) {
        for (; at < end && pack->contains(at) && found.size() < count_max; at = next(at)) {
            const auto i = std::to_underlying(at) - std::to_underlying(pack->first());
            const Digest entry = sha256(pack->record(i));
            if (auto checked = tiles_->check(at, entry); !checked) {
                return std::unexpected(checked.error());
            }
            auto record = decode_record(pack->record(i), pack->parts(i), closed, vault_.get());
            if (!record) return std::unexpected(record.error());
            found.push_back({at, entry, *std::move(record)});
        }
    }
    return found;
}

OrFault<std::vector<Entry>> Ledger::entries_at(
    const std::vector<Position>& positions, Closed closed
) const {
    std::vector<Entry> found;
    found.reserve(positions.size());
    Sha256 sha256;
    for (const Position position : positions) {
        auto entry = read_entry(*log_, position, closed, vault_.get(), sha256);
        if (!entry) return std::unexpected(entry.error());
        if (auto checked = tiles_->check(position, entry->entry); !checked) {
            return std::unexpected(checked.error());
        }
        found.push_back(*std::move(entry));
    }
    return found;
}

OrFault<std::vector<Entry>> Ledger::stream(
    const StreamId& stream, std::uint64_t from_version, std::size_t count_max, Closed closed
) const {
    from_version = std::max<std::uint64_t>(from_version, 1);
    // The one before it too: the first one must name it.
    const std::size_t before = from_version > 1 && count_max > 0 ? 1 : 0;
    const std::uint64_t first = from_version - before;
    const auto positions = index_->stream(stream, first, count_max + before);
    if (!positions) return std::unexpected(positions.error());
    auto entries = entries_at(*positions, closed);
    if (!entries) return entries;
    for (std::size_t i = 0; i < entries->size(); ++i) {
        const Record& record = (*entries)[i].record;
        const bool follows = i == 0 ? before > 0 || record.previous == Digest{}
                                    : record.previous == (*entries)[i - 1].entry;
        if (follows && record.stream == stream && record.version == first + i) continue;
        return fault(
            Fault::Kind::corrupt,
            "the index does not lead to version " + std::to_string(first + i) + " of " +
                stream.text + ": stop, remove the rows folder, and start again"
        );
    }
    if (before > 0 && !entries->empty()) entries->erase(entries->begin());
    return entries;
}

OrFault<Instant> Ledger::recorded_at(Position size) const {
    if (size == Position{}) return Instant{};
    const auto last = entries(Position{std::to_underlying(size) - 1}, 1, Closed::withhold);
    if (!last) return std::unexpected(last.error());
    ledger_assert(!last->empty());
    return last->front().record.recorded;
}

OrFault<Position> Ledger::size_at(Instant moment) const {
    std::uint64_t low = 0;  // recorded times never go back, so a search by halves finds the place
    std::uint64_t high = std::to_underlying(size());
    while (low < high) {
        const std::uint64_t middle = low + (high - low) / 2;
        const auto recorded = recorded_at(Position{middle + 1});
        if (!recorded) return std::unexpected(recorded.error());
        if (*recorded <= moment) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return Position{low};
}

const void* StatesAt::find(const StreamId& stream) const {
    auto known = known_.find(stream);
    if (known == known_.end()) {
        auto head = load(stream);
        if (!head) {
            failed_ = head.error();
            return nullptr;
        }
        known = known_.emplace(stream, *std::move(head)).first;
    }
    const StreamHead& head = *known->second;
    return head.version == 0 ? nullptr : address_of(head.state);
}

OrFault<std::shared_ptr<const StreamHead>> StatesAt::load(const StreamId& stream) const {
    auto newest = ledger_.index().shared_head(stream);
    if (!newest || (*newest)->version == 0 || (*newest)->position < size_) return newest;
    auto past = folded(stream);
    if (!past) return std::unexpected(past.error());
    return std::make_shared<const StreamHead>(*std::move(past));
}

// The stream's records before size_, folded.
OrFault<StreamHead> StatesAt::folded(const StreamId& stream) const {
    StreamHead past{.version = 0, .entry = {}, .position = {}, .state = nothing_yet(stream)};
    constexpr std::size_t step = 256;
    while (true) {
        const auto entries = ledger_.stream(stream, past.version + 1, step, Closed::withhold);
        if (!entries) return std::unexpected(entries.error());
        if (entries->empty()) return past;
        for (const Entry& entry : *entries) {
            if (entry.position >= size_) return past;
            past.state = fold(
                std::move(past.state), entry.record.event, stamp_of(entry.record, entry.position)
            );
            past.version = entry.record.version;
            past.entry = entry.entry;
            past.position = entry.position;
        }
    }
}

}  // namespace ledger
