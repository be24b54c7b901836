#pragma once
// One period of one agency: a month, a quarter or a year that is closed when its figures are
// settled, and reopened only by the head (domain.md 12.3). A period that nobody ever opened is
// open.

#include "ledger/rules/stream.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ledger::period {

// --- Events of the stream period/{agency}/{period}

// Periode dibuka: said for the record; it is open without it.
struct Opened {
    static constexpr std::string_view name = "opened";
    static constexpr std::tuple<> fields{};
    friend bool operator==(const Opened&, const Opened&) = default;
};

// Periode ditutup, after its last day. Every period inside it is closed with it.
struct Closed {
    std::string reason;  // may be empty

    static constexpr std::string_view name = "closed";
    static constexpr std::tuple fields{field("reason", &Closed::reason)};
    friend bool operator==(const Closed&, const Closed&) = default;
};

// Periode dibuka kembali, by the head. Other periods that contain it stay as they are.
struct Reopened {
    std::string reason;

    static constexpr std::string_view name = "reopened";
    static constexpr std::tuple fields{field("reason", &Reopened::reason)};
    friend bool operator==(const Reopened&, const Reopened&) = default;
};

using Event = std::variant<Opened, Closed, Reopened>;

// --- State

enum class Progress : std::uint8_t { none, open, closed };
constexpr auto names(Progress) {
    return std::to_array<std::string_view>({"none", "open", "closed"});
}

struct State {
    Progress progress = Progress::none;
    Position position{};  // of the last event

    static constexpr std::tuple fields{
        field("progress", &State::progress), field("position", &State::position)
    };
    friend bool operator==(const State&, const State&) = default;
};

// Whether `period`, or one that contains it (a month's quarter, its year), was closed by `agency`
// and not reopened.
[[nodiscard]] bool is_closed(const States& states, const AgencyId& agency, const Period& period);

[[nodiscard]] State fold(State state, const Event& event, const Stamp& stamp);
[[nodiscard]] Decision decide(const State& state, const Event& act, const Circumstances& given);
[[nodiscard]] Class class_of(const Event& event);

struct Kind {
    static constexpr std::string_view name = "period";
    using Event = period::Event;
    using State = period::State;
    [[nodiscard]] static bool is_key(std::string_view key);
};

[[nodiscard]] StreamId stream_for(const AgencyId& agency, const Period& period);

// The agency and the period that a stream's name says; nothing when it is no period's name.
struct Address {
    AgencyId agency;
    Period period;
};
[[nodiscard]] std::optional<Address> address(const StreamId& stream);

}  // namespace ledger::period
