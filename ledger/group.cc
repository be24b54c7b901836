#include "ledger/group.h"

#include "ledger/rules/assert.h"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace ledger {
namespace {

using Code = Rejection::Code;

constexpr std::size_t id_bytes_max = 64;
constexpr std::size_t source_bytes_max = 256;

std::unexpected<Rejection> no_such_stream(const StreamId& stream) {
    return reject(
        Code::shape,
        "subject",
        {.id = "Tidak ada jenis aliran untuk '" + stream.text + "'; bentuknya jenis/kunci",
         .en = "There is no kind of stream for '" + stream.text + "'; its form is kind/key"}
    );
}

// What can be said of an act without knowing any state.
OrRejection<void> check_shape(const Act& act) {
    if (!is_stream(act.stream)) return no_such_stream(act.stream);
    if (kind_index(act.stream) != act.event.index()) {
        return reject(
            Code::shape,
            "subject",
            {.id = "Peristiwa " + type_of(act.event) + " tidak dapat dicatat pada aliran " +
                   act.stream.text,
             .en =
                 "A " + type_of(act.event) + " cannot be recorded in the stream " + act.stream.text}
        );
    }
    if (act.provenance.id.empty() || act.provenance.id.size() > id_bytes_max) {
        return reject(
            Code::shape,
            "id",
            {.id = "id harus 1 sampai 64 bita", .en = "id must be 1 to 64 bytes long"}
        );
    }
    if (act.provenance.source.empty() || act.provenance.source.size() > source_bytes_max) {
        return reject(
            Code::shape,
            "source",
            {.id = "source harus 1 sampai 256 bita", .en = "source must be 1 to 256 bytes long"}
        );
    }
    return {};
}

OrRejection<void> check_version(const Act& act, const StreamHead& head) {
    if (!act.expected_version || *act.expected_version == head.version) return {};
    const std::string expected = std::to_string(*act.expected_version);
    const std::string actual = std::to_string(head.version);
    return reject(
        Code::sequence,
        "expectedversion",
        {.id = "Aliran " + act.stream.text + " berada pada versi " + actual + ", bukan " +
               expected + "; baca lagi lalu ulangi",
         .en = "The stream " + act.stream.text + " is at version " + actual + ", not " + expected +
               "; read it again and retry"}
    );
}

// Whether `act` asks for what was recorded before: the same canonical facts (standards.md,
// Idempotency).
bool same_facts(
    const Act& act,
    const Event& event,
    const StreamId& stream,
    bool effective_given,
    Instant effective
) {
    if (act.stream != stream || act.effective.has_value() != effective_given) return false;
    if (act.effective && *act.effective != effective) return false;
    return act.event == event;
}

Rejection other_facts(const Act& act) {
    return {
        Code::idempotency,
        "id",
        {.id = "id '" + act.provenance.id +
               "' dari sumber ini sudah dipakai untuk fakta lain; "
               "pakai id baru untuk peristiwa baru",
         .en = "The id '" + act.provenance.id +
               "' of this source already stands for other facts; "
               "use a new id for a new event"}
    };
}

}  // namespace

Group::Group(Desk& desk, Position first, Instant now, Instant not_before, bool simulated_clock)
    : desk_(desk),
      first_(first),
      now_(now),
      newest_(not_before),
      simulated_clock_(simulated_clock) {}

Position Group::next_position() const noexcept {
    return Position{std::to_underlying(first_) + sealed_.size()};
}

Answer Group::add(const std::vector<Act>& acts, bool all_or_nothing) {
    if (auto loaded = prefetch(acts); !loaded) return std::unexpected(loaded.error());
    Undo undo{sealed_.size(), rows_.count(), newest_, {}, {}};
    undo_ = all_or_nothing ? &undo : nullptr;
    std::vector<Outcome> outcomes;
    outcomes.reserve(acts.size());
    bool rejected = false;
    for (const Act& act : acts) {
        auto outcome = add_one(act);
        if (!outcome) return std::unexpected(outcome.error());
        rejected = rejected || std::holds_alternative<Rejection>(*outcome);
        outcomes.push_back(*std::move(outcome));
    }
    undo_ = nullptr;
    if (all_or_nothing && rejected) {
        take_back(std::move(undo));
        for (Outcome& outcome : outcomes) {
            if (std::holds_alternative<Recorded>(outcome)) outcome = Abandoned{};
        }
    }
    return outcomes;
}

// The streams of the acts and the persons who act: what nearly every rule asks for.
OrFault<void> Group::prefetch(const std::vector<Act>& acts) {
    std::vector<StreamId> streams;
    streams.reserve(acts.size());
    for (const Act& act : acts) {
        if (is_stream(act.stream)) streams.push_back(act.stream);
    }
    return desk_.heads.prefetch(streams);
}

OrFault<Outcome> Group::add_one(const Act& act) {
    if (auto shape = check_shape(act); !shape) return Outcome(std::move(shape.error()));
    auto before = known(act);
    if (!before) return std::unexpected(before.error());
    if (*before) return **std::move(before);

    const auto recorded = recorded_time(act);
    if (!recorded) return Outcome(recorded.error());
    const auto head = desk_.heads.get(act.stream);
    if (!head) return std::unexpected(head.error());
    if (auto version = check_version(act, **head); !version) {
        return Outcome(std::move(version.error()));
    }
    const HeadStates states(desk_.heads);
    const Circumstances given{
        .stream = act.stream,
        .actor = act.actor,
        .now = *recorded,
        .effective = act.effective.value_or(*recorded),
        .position = next_position(),
        .migrated = !act.provenance.migration.empty(),
        .states = states,
    };
    Decision decided = decide((*head)->state, act.event, given);
    if (states.failed()) return std::unexpected(*states.failed());
    if (!decided) return Outcome(std::move(decided.error()));

    ledger_assert(!decided->empty() && decided->front().stream == act.stream);
    ledger_assert(decided->size() <= std::numeric_limits<std::uint16_t>::max());
    const Position first = next_position();
    const auto count = static_cast<std::uint16_t>(decided->size());
    for (std::uint16_t i = 0; i < count; ++i) {
        if (auto done = seal(act, std::move((*decided)[i]), i, count, *recorded); !done) {
            return std::unexpected(done.error());
        }
    }
    const Recorded answer{first, count, (*head)->version, *recorded};
    const Key key{act.provenance.source, act.provenance.id};
    if (undo_ != nullptr) undo_->acts.push_back(key);
    acts_.emplace(key, Staged{act, answer});
    return Outcome(answer);
}

OrFault<std::optional<Outcome>> Group::known(const Act& act) const {
    const auto here = acts_.find({act.provenance.source, act.provenance.id});
    if (here != acts_.end()) {
        const Act& other = here->second.act;
        if (same_facts(
                act,
                other.event,
                other.stream,
                other.effective.has_value(),
                other.effective.value_or(Instant{})
            )) {
            return Outcome(Duplicate{here->second.recorded});
        }
        return Outcome(other_facts(act));
    }
    const auto position = desk_.index.act(act.provenance.source, act.provenance.id);
    if (!position) return std::unexpected(position.error());
    if (!*position) return std::nullopt;
    auto entry = read_entry(desk_.log, **position, Closed::open, &desk_.vault, desk_.sha256);
    if (!entry) return std::unexpected(entry.error());
    const Record& record = entry->record;
    if (!same_facts(act, record.event, record.stream, record.effective_given, record.effective)) {
        return Outcome(other_facts(act));
    }
    return Outcome(Duplicate{{**position, record.fact_count, record.version, record.recorded}});
}

OrRejection<Instant> Group::recorded_time(const Act& act) const {
    if (!act.recorded) return simulated_clock_ ? newest_ : now_;
    if (!simulated_clock_) {
        return reject(
            Code::shape,
            "recordedtime",
            {.id = "Waktu pencatatan ditentukan oleh buku besar ini sendiri; hapus recordedtime, "
                   "dan pakai effectivetime untuk waktu kejadian",
             .en =
                 "This ledger says itself when it recorded something; leave recordedtime out, and "
                 "use effectivetime for when it happened"}
        );
    }
    if (*act.recorded < newest_) {
        return reject(
            Code::shape,
            "recordedtime",
            {.id = "recordedtime mendahului catatan terakhir, " + text(newest_),
             .en = "recordedtime lies before that of the newest record, " + text(newest_)}
        );
    }
    return *act.recorded;
}

OrFault<void> Group::seal(
    const Act& act, Fact&& fact, std::uint16_t index, std::uint16_t count, Instant recorded
) {
    const auto found = desk_.heads.get(fact.stream);
    if (!found) return std::unexpected(found.error());
    StreamHead& head = **found;
    if (undo_ != nullptr) undo_->heads.emplace_back(&head, head);
    auto slot = slot_for(fact);
    if (!slot) return std::unexpected(slot.error());

    const Position position = next_position();
    Record record;
    desk_.entropy.fill(record.salt);
    record.stream = std::move(fact.stream);
    record.version = head.version + 1;
    record.previous = head.entry;
    record.recorded = recorded;
    record.effective = act.effective.value_or(recorded);
    record.effective_given = act.effective.has_value();
    record.provenance = act.provenance;
    record.fact_index = index;
    record.fact_count = count;
    record.actor = act.actor;
    record.subjects = std::move(fact.subjects);
    record.event_class = class_of(fact.event);
    record.event = std::move(fact.event);

    auto encoded = desk_.encoder.encode(record, *slot);
    if (!encoded) return std::unexpected(encoded.error());
    const Digest entry = desk_.sha256(encoded->record);
    head.state = fold(std::move(head.state), record.event, stamp_of(record, position));
    head.version = record.version;
    head.entry = entry;
    head.position = position;
    newest_ = recorded;
    touched_.insert(record.stream);
    rows_.add(record, position, *slot);
    sealed_.push_back({std::move(encoded->record), std::move(encoded->parts), entry, recorded});
    return {};
}

OrFault<std::optional<Slot>> Group::slot_for(const Fact& fact) {
    if (!has_closed_words(fact.event)) return std::nullopt;
    ledger_assert(!fact.subjects.empty());
    const PersonId& person = fact.subjects.front();
    if (const auto here = new_slots_.find(person); here != new_slots_.end()) return here->second;
    auto known_slot = desk_.index.key_slot(person);
    if (!known_slot || *known_slot) return known_slot;
    auto made = desk_.vault.create();
    if (!made) return std::unexpected(made.error());
    new_slots_.emplace(person, *made);
    return *made;
}

void Group::take_back(Undo undo) {
    sealed_.resize(undo.sealed);
    rows_.shrink(undo.rows);
    newest_ = undo.newest;
    while (!undo.heads.empty()) {  // the last one first: a head may stand there twice
        auto& [head, before] = undo.heads.back();
        *head = std::move(before);
        undo.heads.pop_back();
    }
    for (const Key& key : undo.acts) acts_.erase(key);
}

OrFault<IndexRows> Group::take_rows() {
    for (const StreamId& stream : touched_) {
        const auto head = desk_.heads.get(stream);
        if (!head) return std::unexpected(head.error());
        rows_.add_head(stream, **head);
    }
    return std::move(rows_);
}

OrFault<Entry> read_entry(
    const Log& log, Position position, Closed closed, const Vault* vault, Sha256& sha256
) {
    const auto packs = log.read(position, {.count_max = 1});
    if (!packs) return std::unexpected(packs.error());
    if (packs->empty() || !packs->front()->contains(position)) {
        return fault(
            Fault::Kind::corrupt,
            "there is no event at position " + std::to_string(std::to_underlying(position))
        );
    }
    const Pack& pack = *packs->front();
    const std::size_t i = std::to_underlying(position) - std::to_underlying(pack.first());
    const Bytes bytes = pack.record(i);
    auto record = decode_record(bytes, pack.parts(i), closed, vault);
    if (!record) return std::unexpected(record.error());
    return Entry{position, sha256(bytes), *std::move(record)};
}

}  // namespace ledger
