#pragma once
// Every kind of stream there is. A new one: its files in rules/, a line here, a union arm in
// schemas/event.capnp.

#include "ledger/rules/agency.h"
#include "ledger/rules/calendar.h"
#include "ledger/rules/close.h"
#include "ledger/rules/discipline.h"
#include "ledger/rules/evaluation.h"
#include "ledger/rules/feedback.h"
#include "ledger/rules/indicator.h"
#include "ledger/rules/origin.h"
#include "ledger/rules/period.h"
#include "ledger/rules/person.h"
#include "ledger/rules/plan.h"
#include "ledger/rules/policy.h"
#include "ledger/rules/privacy.h"
#include "ledger/rules/report.h"
#include "ledger/rules/reward.h"
#include "ledger/rules/sanctions.h"
#include "ledger/rules/signer.h"
#include "ledger/rules/unit.h"

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

namespace ledger {

using Kinds = std::tuple<
    origin::Kind,
    agency::Kind,
    unit::Kind,
    person::Kind,
    policy::Kind,
    indicator::Kind,
    plan::Kind,
    report::Kind,
    evaluation::Kind,
    calendar::Kind,
    period::Kind,
    feedback::Kind,
    reward::Kind,
    sanctions::Kind,
    discipline::Kind,
    close::Kind,
    privacy::Kind,
    signer::Kind>;

template <class List>
struct OfKinds;

template <class... Kind>
struct OfKinds<std::tuple<Kind...>> {
    using Event = std::variant<typename Kind::Event...>;
    using State = std::variant<typename Kind::State...>;
};

// An event of any kind; in it, the kind's own variant.
using Event = OfKinds<Kinds>::Event;

// The state of a stream of any kind. Its index is the kind's index in Kinds, as the event's is.
using AnyState = OfKinds<Kinds>::State;

// What decide() answers: an event, the stream that it goes to, and the persons that it is about,
// the first of whom owns its closed text. Nobody, for an organisation's own affairs.
struct Fact {
    StreamId stream;
    Event event;
    std::vector<PersonId> subjects;
};

inline constexpr std::size_t kind_count = std::tuple_size_v<Kinds>;

// The index in Kinds of a stream's kind; kind_count when there is no such kind.
[[nodiscard]] std::size_t kind_index(const StreamId& stream);

// "plan.drafted", "report.submitted": the kind's name, a dot, the event's.
[[nodiscard]] std::string type_of(const Event& event);

// Whether `stream` is a name that its kind allows, as "report/{plan}/{month}".
[[nodiscard]] bool is_stream(const StreamId& stream);

// The four functions of a kind, for any kind. The event's kind must be the stream's; a state that
// fold() and decide() are given must be of that kind too.
[[nodiscard]] AnyState nothing_yet(const StreamId& stream);
[[nodiscard]] AnyState fold(AnyState state, const Event& event, const Stamp& stamp);
[[nodiscard]] Decision decide(const AnyState& state, const Event& act, const Circumstances& given);
// What decide() answers after the act itself: facts that follow from it by the rules alone, so that
// whoever has the states as they were before it can tell whether they do.
[[nodiscard]] std::vector<Fact> further_facts(
    const AnyState& state, const Event& act, const StreamId& stream, const States& states
);

// Whether nobody can ask for it: it only follows from another act.
[[nodiscard]] bool only_follows(const Event& event);
[[nodiscard]] Class class_of(const Event& event);

// The persons that a record of `stream` is about, by its stream and the facts alone: whatever the
// record says of itself. `state` is the stream's after the event, `states` has its plan's.
[[nodiscard]] std::vector<PersonId> persons_about(
    const StreamId& stream, const AnyState& state, const States& states
);

// Whether only the ledger's operator says so, and from inside: its founding, its keys and closes,
// and that somebody was forgotten.
[[nodiscard]] bool is_own(const Event& event);

// The address of the state in `state`: what States::find() answers.
[[nodiscard]] const void* address_of(const AnyState& state);

}  // namespace ledger
