#pragma once
// What every kind of stream is made of, and what its rules may know.
//
// A kind is a namespace (ledger::plan, ledger::report, ...) with
//
//     struct Xxxx { ... };                   one struct for each thing that can have happened:
//                                            `name`, `fields`, operator== (see fields.h)
//     using Event = std::variant<Xxxx, ...>;
//     struct State { ...; fields; operator== }  what rules need to remember; described, like events
//     State fold(State, const Event&, const Stamp&);
//     Decision decide(const State&, const Event&, const Circumstances&);
//     Class class_of(const Event&);
//     std::vector<Fact> further_facts(...);  only where an act may have more than one: event.h
//     struct Kind {                          for the table in rules/event.h
//         name; using Event; using State;
//         static bool is_key(std::string_view);   only where a key is more than one name: what may
//     };                                          stand after "kind/" in a stream's name
//
// decide() is asked with the event as somebody wants it recorded, and answers with the facts that
// are recorded, each with the persons that it is about: usually just that one event. The first fact
// holds everything that was asked for. decide() is pure: it reads its arguments, and other streams'
// states through Circumstances::states, and gives the same answer for the same arguments.

#include "ledger/rules/actor.h"
#include "ledger/rules/assert.h"
#include "ledger/rules/error.h"
#include "ledger/rules/ids.h"
#include "ledger/rules/time.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ledger {

// What a record is about, for completeness proofs and for who may see it (proof.md). Every type of
// event has exactly one. Only ever added to, at the end: it is in every record.
enum class Class : std::uint8_t {
    ledger,
    organisation,
    person,
    calendar,
    policy,
    period,
    indicator,
    plan,
    report,
    correction,
    feedback,
    rating,
    objection,
    reward,
    sanction,
    signature,
};

constexpr auto names(Class) {
    return std::to_array<std::string_view>({
        "ledger",
        "organisation",
        "person",
        "calendar",
        "policy",
        "period",
        "indicator",
        "plan",
        "report",
        "correction",
        "feedback",
        "rating",
        "objection",
        "reward",
        "sanction",
        "signature",
    });
}

// When and where an event was recorded, and who did it: what a fold may know besides the event.
struct Stamp {
    Position position{};
    Instant recorded{};
    Instant effective{};
    PersonId actor;
    PersonId office;  // whose office the actor exercised: his own, or that of his mandate
    Role role = Role::none;
    PersonId subject;        // the first person that the record is about; empty when about nobody
    bool is_signed = false;  // by the actor himself
    friend bool operator==(const Stamp&, const Stamp&) = default;
};

// The states of other streams, just before the act that is being decided.
class States {
public:
    States() = default;
    States(const States&) = delete;
    States& operator=(const States&) = delete;
    virtual ~States() = default;

    // The state of `stream`; State{} when nothing was ever recorded in it. `Kind` must be the
    // stream's kind. Valid until the act is decided.
    template <class Kind>
    [[nodiscard]] const typename Kind::State& get(const StreamId& stream) const {
        ledger_assert(stream.kind() == Kind::name);
        static const typename Kind::State nothing{};
        const void* found = find(stream);
        return found == nullptr ? nothing : *static_cast<const typename Kind::State*>(found);
    }

    // Who did the act of that name; nothing when it is not there.
    [[nodiscard]] virtual std::optional<Actor> actor_of(const ActName&) const {
        return std::nullopt;
    }

private:
    // The address of the stream's Kind::State, or nullptr when nothing was ever recorded in it.
    [[nodiscard]] virtual const void* find(const StreamId& stream) const = 0;
};

// All that the rules may know besides the stream itself.
struct Circumstances {
    StreamId stream;  // where the act is asked to be recorded
    Actor actor;
    Instant now{};          // when it will be recorded
    Instant effective{};    // when it is said to have happened
    Position position{};    // the ledger's size before it: what a proposal was computed from
    bool migrated = false;  // brought in from an older system, under an order
    KeyId signed_with;      // the actor's key that the act is signed with; empty: it is not signed
    const States& states;

    // The moment at which what has passed is judged, deadlines too: when the act is recorded,
    // whatever its actor says of when it happened; for history that is brought in, back then.
    [[nodiscard]] Instant judged_at() const noexcept { return migrated ? effective : now; }
};

struct Fact;  // rules/event.h: an event, its stream and its subjects
using Decision = OrRejection<std::vector<Fact>>;

}  // namespace ledger
