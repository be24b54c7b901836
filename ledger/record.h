#pragma once
// A record in our own types: the envelope of one event, and the event (schemas/record.capnp says
// what each field is). record_codec.h makes the stored bytes of it and back.

#include "ledger/rules/actor.h"
#include "ledger/rules/digest.h"
#include "ledger/rules/event.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ledger {

enum class Channel : std::uint8_t { api, import_, web, mobile, offline };

constexpr auto names(Channel) {
    return std::to_array<std::string_view>({"api", "import", "web", "mobile", "offline"});
}

using Salt = std::array<std::uint8_t, 16>;

// Where an act comes from, and what it is part of. All but `source` and `id` may be empty.
struct Provenance {
    std::string source;  // who submitted it, as a URI reference
    std::string id;      // his name for the act, 1 to 64 bytes; with `source` it is unique for ever
    Authentication authentication;
    KeyId signed_with;  // the actor's own key; empty: attested by the operator only
    std::string correlation;
    std::string causation;
    std::string traceparent;
    Channel channel = Channel::api;
    std::string migration;  // the order under which it came from an older system
    friend bool operator==(const Provenance&, const Provenance&) = default;
};

struct Record {
    Salt salt{};
    StreamId stream;
    std::uint64_t version = 0;  // in its stream, from 1
    Digest previous;            // the entry of the record before it in its stream
    Instant recorded{};
    Instant effective{};
    bool effective_given = false;
    Provenance provenance;
    std::uint16_t fact_index = 0;
    std::uint16_t fact_count = 1;
    Actor actor;
    std::vector<PersonId> subjects;
    Class event_class = Class::ledger;
    Event event;
    ClosedText submitted;  // the act as it was signed, a compact JWS; in its first fact alone
    friend bool operator==(const Record&, const Record&) = default;
};

// The name of this event: the act's id, and where the act gave several facts, "/" and which.
[[nodiscard]] std::string event_id(const Record& record);

// A record at its place in the log.
struct Entry {
    Position position{};
    Digest entry;  // SHA-256 of the record's bytes
    Record record;
};

// What folds read of an entry: what happened, and where, when and to whom.
struct Happened {
    StreamId stream;
    Stamp stamp;
    Event event;
};

[[nodiscard]] Stamp stamp_of(const Record& record, Position position);

// Under whose key the closed words of an event are that is about `subjects`: the first of them, or,
// where it is about nobody, who did it.
[[nodiscard]] const PersonId& keeper_of(const std::vector<PersonId>& subjects, const Actor& actor);

// Under whose key all closed parts of the record are: of its event's words; where it has none, and
// is signed, of him who signed it.
[[nodiscard]] const PersonId& keeper_of(const Record& record);

}  // namespace ledger
