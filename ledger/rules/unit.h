#pragma once
// One unit of an agency (unit kerja) and its place in the agency's tree, day by day: no unit is
// ever below itself (domain.md 12.3).

#include "ledger/rules/stream.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ledger::unit {

// Where a unit is created or moved to, at most so many units may be above it. What is below a unit
// that moves comes along unasked, so it may come to stand deeper. No real tree comes near; no climb
// goes further.
inline constexpr std::size_t depth_max = 32;

// --- Events of the stream unit/{unit}

// Unit kerja dibentuk. Its days are told in order: it is created, moved perhaps, closed.
struct Created {
    AgencyId agency;
    UnitId parent;  // empty: right below the agency
    std::string title;
    std::optional<Zone> zone;  // none: the agency's
    Date from{};

    static constexpr std::string_view name = "created";
    static constexpr std::tuple fields{
        field("agency", &Created::agency),
        field("parent", &Created::parent),
        field("name", &Created::title),
        field("zone", &Created::zone),
        field("from", &Created::from),
    };
    friend bool operator==(const Created&, const Created&) = default;
};

// Dipindahkan: below another unit of the same agency from a day on, with all that is below it.
struct Moved {
    UnitId parent;  // empty: right below the agency
    Date from{};

    static constexpr std::string_view name = "moved";
    static constexpr std::tuple fields{
        field("parent", &Moved::parent), field("from", &Moved::from)
    };
    friend bool operator==(const Moved&, const Moved&) = default;
};

// Dihapus: from that day on it does not exist. What is still below it has to be moved apart.
struct Closed {
    Date from{};
    std::string reason;

    static constexpr std::string_view name = "closed";
    static constexpr std::tuple fields{
        field("from", &Closed::from), field("reason", &Closed::reason)
    };
    friend bool operator==(const Closed&, const Closed&) = default;
};

using Event = std::variant<Created, Moved, Closed>;

// --- State

// Where it stands from a day on, until the next placement.
struct Placement {
    Date from{};
    UnitId parent;  // empty: right below the agency

    static constexpr std::tuple fields{
        field("from", &Placement::from), field("parent", &Placement::parent)
    };
    friend bool operator==(const Placement&, const Placement&) = default;
};

struct State {
    bool created = false;
    AgencyId agency;
    std::string title;
    std::optional<Zone> zone;
    std::vector<Placement> placements;  // by `from`, rising; of one day the last one holds
    std::optional<Date> closed_from;

    static constexpr std::tuple fields{
        field("created", &State::created),
        field("agency", &State::agency),
        field("name", &State::title),
        field("zone", &State::zone),
        field("placements", &State::placements),
        field("closedFrom", &State::closed_from),
    };
    friend bool operator==(const State&, const State&) = default;
};

// Whether it exists on `day`: created by then and not closed.
[[nodiscard]] bool exists_on(const State& state, Date day);

// The unit that it is below on `day`; empty when it is right below the agency, or before its first
// day.
[[nodiscard]] UnitId parent_on(const State& state, Date day);

[[nodiscard]] State fold(State state, const Event& event, const Stamp& stamp);
[[nodiscard]] Decision decide(const State& state, const Event& act, const Circumstances& given);
[[nodiscard]] Class class_of(const Event& event);

struct Kind {
    static constexpr std::string_view name = "unit";
    using Event = unit::Event;
    using State = unit::State;
};

}  // namespace ledger::unit

namespace ledger {

// The zone whose days and deadlines hold for a unit: its own, else its agency's, else WIB
// (domain.md 7, 15). `unit` may be empty, and either may be unknown.
[[nodiscard]] Zone zone_of(const States& states, const UnitId& unit, const AgencyId& agency);

}  // namespace ledger
