#include "ledger/group.h"

#include "ledger/act_shape.h"
#include "ledger/attestation.h"
#include "ledger/rules/assert.h"
#include "ledger/same_facts.h"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace ledger {
namespace {

using Code = Rejection::Code;

Rejection too_large(const Act& act) {
    const std::string most = std::to_string(record_bytes_max / 1024);
    return {
        Code::shape,
        "data",
        {.id = "Peristiwa " + type_of(act.event) + " ini lebih besar daripada " + most +
               " KiB; bagilah, atau rujuk dokumennya sebagai bukti",
         .en = "This " + type_of(act.event) + " is larger than " + most +
               " KiB; divide it, or refer to the document as evidence"}
    };
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

// What an act asked for, or a record says.
struct Asked {
    const StreamId& stream;
    const Event& event;
    std::optional<Instant> effective;
};

// Whether `act` asks for the same canonical facts (standards.md, Idempotency).
bool is_same(const Act& act, const Asked& before) {
    return act.stream == before.stream && act.effective == before.effective &&
           same_facts(act.event, before.event);
}

Rejection about_somebody_forgotten() {
    return {
        Code::key_destroyed,
        "",
        {.id = "Orang ini sudah dilupakan; kata-kata tertutup tentangnya tidak dapat disimpan lagi",
         .en = "This person was forgotten; closed words about him can no longer be kept"}
    };
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

Answer Group::add(std::span<const Act> acts, bool all_or_nothing) {
    // One act by itself leaves nothing behind when it fails.
    if (acts.size() == 1) return add_all(acts);
    Mark mark = begin();
    marks_.push_back(&mark);
    Answer outcomes = add_all(acts);
    marks_.pop_back();
    const auto is_rejected = [](const Outcome& outcome) {
        return std::holds_alternative<Rejection>(outcome);
    };
    if (outcomes && !(all_or_nothing && std::ranges::any_of(*outcomes, is_rejected))) {
        return outcomes;
    }
    const Position start{std::to_underlying(first_) + mark.sealed};
    take_back(std::move(mark));
    if (!outcomes) return outcomes;
    for (Outcome& outcome : *outcomes) {
        const auto* again = std::get_if<Duplicate>(&outcome);
        const bool is_gone = again != nullptr && again->before.first >= start;
        if (is_gone || std::holds_alternative<Recorded>(outcome)) outcome = Abandoned{};
    }
    return outcomes;
}

Answer Group::add_all(std::span<const Act> acts) {
    std::vector<Outcome> outcomes;
    outcomes.reserve(acts.size());
    for (const Act& act : acts) {
        auto outcome = add_one(act);
        if (!outcome) return std::unexpected(outcome.error());
        outcomes.push_back(*std::move(outcome));
    }
    return outcomes;
}

// The acts' streams, and whether they were recorded before: what each of them asks for.
void Group::prefetch(std::span<const Act* const> acts) {
    std::vector<StreamId> streams;
    std::vector<Index::ActName> names;
    streams.reserve(acts.size());
    names.reserve(acts.size());
    for (const Act* act : acts) {
        if (is_stream(act->stream)) streams.push_back(act->stream);
        if (is_name(act->actor.person.text)) {
            streams.push_back(signer::stream_of(act->actor.person));
        }
        names.push_back({act->provenance.source, act->provenance.id});
    }
    (void)desk_.heads.prefetch(streams);
    const auto positions = desk_.index.acts(names);
    if (!positions) return;
    prefetched_.reserve(acts.size());
    for (std::size_t i = 0; i < acts.size(); ++i) prefetched_.emplace(acts[i], (*positions)[i]);
}

OrFault<std::optional<Position>> Group::recorded_before(const Act& act) const {
    const auto found = prefetched_.find(&act);
    if (found != prefetched_.end()) return found->second;
    return desk_.index.act(act.provenance.source, act.provenance.id);
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
    auto signed_with = signed_with_key(act, *recorded);
    if (!signed_with) return std::unexpected(signed_with.error());
    if (!*signed_with) return Outcome(std::move(signed_with->error()));
    const HeadStates states(desk_.heads, [this](const ActName& name) { return actor_of(name); });
    const Circumstances given{
        .stream = act.stream,
        .actor = act.actor,
        .now = *recorded,
        .effective = act.effective.value_or(*recorded),
        .position = next_position(),
        .migrated = !act.provenance.migration.empty(),
        .signed_with = **signed_with,
        .states = states,
    };
    Decision decided = decide((*head)->state, act.event, given);
    if (states.failed()) return std::unexpected(*states.failed());
    if (!decided) return Outcome(std::move(decided.error()));

    ledger_assert(!decided->empty() && decided->front().stream == act.stream);
    return seal_all(act, *std::move(decided), {*recorded, **std::move(signed_with)});
}

// The key that its actor has signed it with.
OrFault<OrRejection<KeyId>> Group::signed_with_key(const Act& act, Instant recorded) const {
    using Answered = OrRejection<KeyId>;
    if (is_own(act.event) || !is_name(act.actor.person.text)) return Answered(KeyId{});
    // What is done on behalf of one who signs everything, his deputy signs.
    if (act.submitted.empty() && is_name(act.actor.on_behalf_of.text)) {
        const auto office = desk_.heads.get(signer::stream_of(act.actor.on_behalf_of));
        if (!office) return std::unexpected(office.error());
        auto allowed = attest(std::get<signer::State>((*office)->state), act, recorded);
        if (!allowed) return Answered(std::move(allowed));
    }
    const auto signer = desk_.heads.get(signer::stream_of(act.actor.person));
    if (!signer) return std::unexpected(signer.error());
    return attest(std::get<signer::State>((*signer)->state), act, recorded);
}

OrFault<std::optional<Actor>> Group::actor_of(const ActName& act) const {
    const auto here = acts_.find({act.source, act.id});
    if (here != acts_.end()) return here->second.act->actor;
    const auto position = desk_.index.act(act.source, act.id);
    if (!position) return std::unexpected(position.error());
    if (!*position) return std::nullopt;
    auto entry = act_at(**position, {act.source, act.id}, Closed::withhold);
    if (!entry) return std::unexpected(entry.error());
    return std::move(entry->record.actor);
}

// The first record of an act that the index names.
OrFault<Entry> Group::act_at(Position position, const Key& name, Closed closed) const {
    auto entry = read_entry(desk_.log, position, closed, &desk_.vault, desk_.sha256);
    if (!entry) return entry;
    const Provenance& from = entry->record.provenance;
    if (Key{from.source, from.id} == name && entry->record.fact_index == 0) return entry;
    return fault(
        Fault::Kind::corrupt,
        "the index names the record at position " + std::to_string(std::to_underlying(position)) +
            " for an act that is not in it: stop, remove the rows folder, and start again"
    );
}

// All facts of the act, or none of them.
OrFault<Outcome> Group::seal_all(const Act& act, std::vector<Fact> facts, const Sealing& sealing) {
    ledger_assert(facts.size() <= std::numeric_limits<std::uint16_t>::max());
    const Position first = next_position();
    const auto count = static_cast<std::uint16_t>(facts.size());
    Mark mark = begin();
    if (count > 1) marks_.push_back(&mark);
    OrFault<std::optional<Rejection>> refused;
    for (std::uint16_t i = 0; i < count && refused && !*refused; ++i) {
        refused = seal(act, std::move(facts[i]), i, count, sealing);
    }
    if (count > 1) marks_.pop_back();
    if (!refused || *refused) {
        take_back(std::move(mark));
        if (!refused) return std::unexpected(refused.error());
        return Outcome(**std::move(refused));
    }
    const auto head = desk_.heads.get(act.stream);
    if (!head) return std::unexpected(head.error());
    const Recorded answer{first, count, (*head)->version, sealing.recorded};
    const Key key{act.provenance.source, act.provenance.id};
    for (Mark* const outer : marks_) outer->acts.push_back(key);
    acts_.emplace(key, Staged{&act, answer});
    return Outcome(answer);
}

// The answer to an act that was recorded before, or that takes another one's name.
OrFault<std::optional<Outcome>> Group::known(const Act& act) const {
    const auto here = acts_.find({act.provenance.source, act.provenance.id});
    if (here != acts_.end()) {
        const Act& other = *here->second.act;
        const bool is_as_signed = act.submitted.empty() || !other.submitted.empty();
        if (!is_as_signed || other.actor != act.actor ||
            !is_same(act, {other.stream, other.event, other.effective})) {
            return Outcome(other_facts(act));
        }
        return Outcome(Duplicate{here->second.recorded});
    }
    const auto position = recorded_before(act);
    if (!position) return std::unexpected(position.error());
    if (!*position) return std::nullopt;
    const Key name{act.provenance.source, act.provenance.id};
    auto entry = act_at(**position, name, Closed::open);
    if (!entry) return std::unexpected(entry.error());
    const Record& record = entry->record;
    const auto effective = record.effective_given ? std::optional(record.effective) : std::nullopt;
    // Nobody is told that it was recorded when something else was, or in another's name, or, where
    // he signed it, as attested by the operator only.
    const bool is_as_signed = act.submitted.empty() || !record.provenance.signed_with.empty();
    if (!is_as_signed || record.actor != act.actor ||
        !is_same(act, {record.stream, record.event, effective})) {
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

// Why it cannot be kept; then, as with a Fault, nothing has changed. Nothing when it is.
OrFault<std::optional<Rejection>> Group::seal(
    const Act& act, Fact&& fact, std::uint16_t index, std::uint16_t count, const Sealing& sealing
) {
    const auto found = desk_.heads.get(fact.stream);
    if (!found) return std::unexpected(found.error());
    StreamHead& head = **found;
    const bool has_submitted = index == 0 && !act.submitted.empty();
    const bool has_words = has_closed_words(fact.event);
    auto found_slot = slot_for(
        has_submitted || has_words,
        has_words ? keeper_of(fact.subjects, act.actor) : act.actor.person
    );
    if (!found_slot) return std::unexpected(found_slot.error());
    if (!*found_slot) return std::move(found_slot->error());
    const std::optional<Slot> slot = **found_slot;

    const Position position = next_position();
    Record record;
    desk_.entropy.fill(record.salt);
    record.stream = std::move(fact.stream);
    record.version = head.version + 1;
    record.previous = head.entry;
    record.recorded = sealing.recorded;
    record.effective = act.effective.value_or(sealing.recorded);
    record.effective_given = act.effective.has_value();
    record.provenance = act.provenance;
    record.provenance.signed_with = sealing.signed_with;
    record.fact_index = index;
    record.fact_count = count;
    record.actor = act.actor;
    record.subjects = std::move(fact.subjects);
    record.event_class = class_of(fact.event);
    record.event = std::move(fact.event);
    if (has_submitted) record.submitted = ClosedWords::make(act.submitted);

    auto encoded = desk_.encoder.encode(record, slot);
    if (!encoded) return std::unexpected(encoded.error());
    if (!*encoded) return too_large(act);
    remember(record.stream, head);
    const Digest entry = desk_.sha256((*encoded)->record);
    advance(head, record, position, entry);
    newest_ = sealing.recorded;
    touched_.emplace(record.stream, &head);
    const bool is_new_slot = slot && new_slots_.contains(keeper_of(record));
    rows_.add(record, position, is_new_slot ? slot : std::nullopt);
    sealed_.push_back(
        {std::move((*encoded)->record), std::move((*encoded)->parts), entry, sealing.recorded}
    );
    return std::nullopt;
}

// Where the key of `keeper` is, or will be, where there are closed words. A Rejection when he was
// forgotten. (A later group that comes between the record that says so and the destruction of the
// key still closes words under it: they go with the others.)
OrFault<OrRejection<std::optional<Slot>>> Group::slot_for(bool has_words, const PersonId& keeper) {
    using Answered = OrRejection<std::optional<Slot>>;
    if (!has_words) return Answered(std::nullopt);
    ledger_assert(!keeper.empty());
    const auto forgotten = is_forgotten_here(keeper);
    if (forgotten.value_or(false)) return Answered(std::unexpected(about_somebody_forgotten()));
    if (const auto here = new_slots_.find(keeper); here != new_slots_.end()) {
        return Answered(here->second);
    }
    const auto known_slot = desk_.index.key_slot(keeper);
    if (!known_slot) return std::unexpected(known_slot.error());
    if (*known_slot) {
        // Records that are older than the keys, from a backup, may not say that he was forgotten.
        const auto holds = desk_.vault.holds(**known_slot);
        if (!holds) return std::unexpected(holds.error());
        if (!*holds) return Answered(std::unexpected(about_somebody_forgotten()));
        return Answered(*known_slot);
    }
    if (!forgotten) {
        const auto before = desk_.index.is_forgotten(keeper);
        if (!before) return std::unexpected(before.error());
        if (*before) return Answered(std::unexpected(about_somebody_forgotten()));
    }
    auto made = desk_.vault.create();
    if (!made) return std::unexpected(made.error());
    new_slots_.emplace(keeper, *made);
    return Answered(*made);
}

// Whether this group says that he was forgotten; nothing when it says nothing about that.
std::optional<bool> Group::is_forgotten_here(const PersonId& person) const {
    const auto here = touched_.find(privacy::stream_of(person));
    if (here == touched_.end()) return std::nullopt;
    return std::get<privacy::State>(here->second->state).forgotten;
}

Group::Mark Group::begin() const {
    return {sealed_.size(), rows_.count(), newest_, {}, {}};
}

// Keeps the head as it is now, where the index has it no more, for those who may go back to before
// it changes.
void Group::remember(const StreamId& stream, const StreamHead& head) {
    for (Mark* const mark : marks_) {
        if (mark->heads.contains(stream)) continue;
        const bool is_changed = touched_.contains(stream);
        mark->heads.emplace(stream, is_changed ? std::optional(head) : std::nullopt);
    }
}

void Group::take_back(Mark mark) {
    sealed_.resize(mark.sealed);
    rows_.shrink(mark.rows);
    newest_ = mark.newest;
    for (auto& [stream, before] : mark.heads) {
        if (before) {
            *touched_.at(stream) = *std::move(before);
        } else if (touched_.erase(stream) > 0) {
            desk_.heads.forget(stream);
        }
    }
    for (const Key& key : mark.acts) acts_.erase(key);
}

OrFault<IndexRows> Group::take_rows() {
    for (const auto& [stream, head] : touched_) {
        rows_.add_head(stream, *head);
        desk_.heads.weigh(stream);
    }
    return std::move(rows_);
}

std::unexpected<Fault> no_event_at(Position position) {
    return fault(
        Fault::Kind::corrupt,
        "there is no event at position " + std::to_string(std::to_underlying(position))
    );
}

OrFault<Entry> read_entry(
    const Log& log, Position position, Closed closed, const Vault* vault, Sha256& sha256
) {
    const auto packs = log.read(position, {.count_max = 1});
    if (!packs) return std::unexpected(packs.error());
    if (packs->empty() || !packs->front()->contains(position)) {
        return no_event_at(position);
    }
    const Pack& pack = *packs->front();
    const std::size_t i = std::to_underlying(position) - std::to_underlying(pack.first());
    const Bytes bytes = pack.record(i);
    auto record = decode_record(bytes, pack.parts(i), closed, vault);
    if (!record) return std::unexpected(record.error());
    return Entry{position, sha256(bytes), *std::move(record)};
}

}  // namespace ledger
