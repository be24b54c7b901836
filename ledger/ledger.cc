#include "ledger/ledger.h"

#include "ledger/catch_up.h"
#include "ledger/file.h"
#include "ledger/group.h"
#include "ledger/rocks_recovery.h"
#include "ledger/row_form.h"
#include "ledger/rules/assert.h"
#include "ledger/sha256.h"

#include <algorithm>
#include <utility>

namespace ledger {

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
    notes_.log = (*log)->notes();
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
    const VaultFiles files{.slots = keys() / "slots", .master = keys() / "master.key"};
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
    if (auto applied = apply_register(); !applied) return applied;
    return open_log_key();
}

// Takes as long as there are people who were forgotten, however long the ledger is.
OrFault<void> Ledger::apply_register() {
    constexpr std::size_t page = 1000;
    std::size_t destroyed = 0;
    Position from{};
    while (true) {
        const auto forgotten = index_->forgotten(from, page);
        if (!forgotten) return std::unexpected(forgotten.error());
        for (const Index::Forgotten& one : *forgotten) {
            const auto was_there = destroy_key_of(one.person);
            if (!was_there) return std::unexpected(was_there.error());
            destroyed += *was_there ? 1U : 0U;
        }
        if (forgotten->size() < page) break;
        from = next(forgotten->back().position);
    }
    if (destroyed == 0) return {};
    notes_.keys = std::to_string(destroyed) +
                  " keys of people who were forgotten were still there, from a backup or after an "
                  "interruption, and were destroyed just now; verify again: that must find nothing";
    return {};
}

OrFault<bool> Ledger::destroy_key_of(const PersonId& person) {
    const auto forgotten = index_->is_forgotten(person);
    if (!forgotten) return std::unexpected(forgotten.error());
    ledger_assert(*forgotten);
    const auto slot = index_->key_slot(person);
    if (!slot) return std::unexpected(slot.error());
    if (!*slot) return false;
    return vault_->forget(**slot);
}

OrFault<void> Ledger::open_log_key() {
    if (log_->head().size() == 0) {
        auto key = LogKey::found(keys(), origin_.origin, *entropy_);
        if (!key) return std::unexpected(key.error());
        origin_.key = key->signing.verifier().text();
        log_key_ = *std::move(key);
        return {};
    }
    const auto head = index_->head(origin::stream());
    if (!head) return std::unexpected(head.error());
    auto key = LogKey::open(keys(), std::get<origin::State>(head->state).keys.back().key);
    if (!key) return std::unexpected(key.error());
    log_key_ = *std::move(key);
    return {};
}

OrFault<void> Ledger::open_index(const RowStore::Options& index_rows) {
    const auto rows = Index::directory_in(directory_ / "rows");
    remove_other_forms(rows);
    auto index = Index::open(rows, index_rows);
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

OrFault<std::vector<std::uint8_t>> Ledger::stored_record(Position position) const {
    const auto packs = log_->read(position, {.count_max = 1});
    if (!packs) return std::unexpected(packs.error());
    if (packs->empty() || !packs->front()->contains(position)) return no_event_at(position);
    const Pack& pack = *packs->front();
    const Bytes bytes =
        pack.record(std::to_underlying(position) - std::to_underlying(pack.first()));
    Sha256 sha256;
    if (auto checked = tiles_->check(position, sha256(bytes)); !checked) {
        return std::unexpected(checked.error());
    }
    return std::vector<std::uint8_t>(bytes.begin(), bytes.end());
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

}  // namespace ledger
