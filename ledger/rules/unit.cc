#include "ledger/rules/unit.h"

#include "ledger/rules/agency.h"
#include "ledger/rules/event.h"
#include "ledger/rules/match.h"
#include "ledger/rules/policy.h"
#include "ledger/rules/texts.h"
#include "ledger/rules/timing.h"

#include <set>
#include <utility>

namespace ledger::unit {
namespace {

using Code = Rejection::Code;
using Check = std::optional<Rejection>;

constexpr std::size_t title_bytes_max = 200;
constexpr std::size_t reason_bytes_max = 2'000;

Rejection no(Code code, std::string field, std::string id, std::string en) {
    return {code, std::move(field), {std::move(id), std::move(en)}};
}

Check check_team(const Circumstances& given) {
    if (given.actor.role == Role::performance_team || given.migrated) return std::nullopt;
    return no(
        Code::auth,
        "",
        "Hanya tim pengelola kinerja yang boleh mengubah susunan unit kerja.",
        "Only the performance team may change the units."
    );
}

// --- The tree

enum class Climb : std::uint8_t { reached_top, met_itself, too_deep };

// Climbs from `start` to the top of the tree as it stands on `day`, looking out for `self`, and
// adds to `days` the later days on which something on the way stands elsewhere.
Climb climb(
    const States& states, UnitId start, const UnitId& self, Date day, std::set<Date>& days
) {
    for (std::size_t above = 0; above <= depth_max; ++above) {
        if (start.empty()) return Climb::reached_top;
        if (start == self) return Climb::met_itself;
        const State& unit = states.get<Kind>(stream_of(start));
        for (const Placement& placement : unit.placements) {
            if (placement.from > day) days.insert(placement.from);
        }
        start = parent_on(unit, day);
    }
    return Climb::too_deep;
}

// `self` below `parent` from a day on must make no cycle on that day, nor on any later one for
// which moves are recorded already.
Check check_no_cycle(const States& states, const UnitId& self, const UnitId& parent, Date from) {
    std::set<Date> days{from};
    for (const Date day : days) {  // climb() adds later days only
        switch (climb(states, parent, self, day, days)) {
            case Climb::reached_top:
                break;
            case Climb::met_itself:
                return no(
                    Code::cascade,
                    "parent",
                    "Unit ini akan berada di bawah dirinya sendiri pada " + text(day) +
                        ". Pilih unit induk lain.",
                    "The unit would be below itself on " + text(day) + ". Choose another parent."
                );
            case Climb::too_deep:
                return no(
                    Code::cascade,
                    "parent",
                    "Susunan unit terlalu dalam: paling banyak " + std::to_string(depth_max) +
                        " unit di atas sebuah unit.",
                    "The tree is too deep: a unit has at most " + std::to_string(depth_max) +
                        " units above it."
                );
        }
    }
    return std::nullopt;
}

Check check_parent(
    const States& states,
    const UnitId& self,
    const AgencyId& agency,
    const UnitId& parent,
    Date from
) {
    if (parent.empty()) return std::nullopt;
    if (parent != self) {
        const State& above = states.get<Kind>(stream_of(parent));
        if (!above.created) {
            return no(
                Code::cascade,
                "parent",
                "Unit induk ini belum pernah dibentuk. Bentuklah dahulu.",
                "This parent was never created. Create it first."
            );
        }
        if (above.agency != agency) {
            return no(
                Code::cascade,
                "parent",
                "Unit induk ini milik instansi lain. Pilih unit dari instansi yang sama.",
                "This parent belongs to another agency. Choose a unit of the same one."
            );
        }
        if (!exists_on(above, from)) {
            return no(
                Code::cascade,
                "parent",
                "Unit induk ini belum ada atau sudah dihapus pada " + text(from) + ".",
                "This parent does not exist yet, or was closed, on " + text(from) + "."
            );
        }
    }
    return check_no_cycle(states, self, parent, from);
}

// The days of a unit are told in order.
Check check_order(const State& state, Date from) {
    if (!state.created) {
        return no(
            Code::state, "", "Unit ini belum pernah dibentuk.", "This unit was never created."
        );
    }
    if (state.closed_from) {
        return no(
            Code::state,
            "",
            "Unit ini dihapus mulai " + text(*state.closed_from) + ".",
            "This unit was closed from " + text(*state.closed_from) + "."
        );
    }
    const Date last = state.placements.back().from;
    if (from >= last) return std::nullopt;
    return no(
        Code::state,
        "from",
        "Perubahan terakhir unit ini berlaku mulai " + text(last) +
            ". Berikan tanggal itu atau sesudahnya.",
        "The last change of this unit holds from " + text(last) + ". Give that day or a later one."
    );
}

// --- The acts

Check check(const Created& act, const State& state, const Circumstances& given) {
    if (auto e = check_team(given)) return e;
    if (state.created) {
        return no(Code::state, "", "Unit ini sudah dibentuk.", "This unit was created already.");
    }
    if (!agency::is_registered(given.states, act.agency)) {
        return no(
            Code::state,
            "agency",
            "Instansi ini belum terdaftar. Daftarkan instansinya dahulu.",
            "This agency was never registered. Register it first."
        );
    }
    if (act.title.empty()) {
        return no(
            Code::shape, "name", "Nama unit wajib diisi.", "The name of the unit is required."
        );
    }
    if (auto e = check_length(act.title, title_bytes_max, "name")) return e;
    const UnitId self{std::string(given.stream.key())};
    return check_parent(given.states, self, act.agency, act.parent, act.from);
}

Check check(const Moved& act, const State& state, const Circumstances& given) {
    if (auto e = check_team(given)) return e;
    if (auto e = check_order(state, act.from)) return e;
    if (act.parent == parent_on(state, act.from)) {
        return no(
            Code::state,
            "parent",
            "Unit ini memang sudah berada di situ.",
            "This unit stands there already."
        );
    }
    const UnitId self{std::string(given.stream.key())};
    return check_parent(given.states, self, state.agency, act.parent, act.from);
}

Check check(const Closed& act, const State& state, const Circumstances& given) {
    if (auto e = check_team(given)) return e;
    if (auto e = check_order(state, act.from)) return e;
    const Zone zone = zone_of(given.states, UnitId{}, state.agency);
    const Date today = day_of(given.effective, zone);
    const auto& policy = policy_on(given.states, state.agency, today).parameters;
    if (auto e = check_reason(ClosedWords::make(act.reason), policy, "reason")) return e;
    return check_length(act.reason, reason_bytes_max, "reason");
}

}  // namespace

bool exists_on(const State& state, Date day) {
    if (!state.created || day < state.placements.front().from) return false;
    return !state.closed_from || day < *state.closed_from;
}

UnitId parent_on(const State& state, Date day) {
    UnitId parent;
    for (const Placement& placement : state.placements) {
        if (placement.from <= day) parent = placement.parent;
    }
    return parent;
}

State fold(State state, const Event& event, const Stamp&) {
    match(
        event,
        Cases{
            [&](const Created& e) {
                state.created = true;
                state.agency = e.agency;
                state.title = e.title;
                state.zone = e.zone;
                state.placements = {{.from = e.from, .parent = e.parent}};
            },
            [&](const Moved& e) {
                state.placements.push_back({.from = e.from, .parent = e.parent});
            },
            [&](const Closed& e) { state.closed_from = e.from; },
        }
    );
    return state;
}

Decision decide(const State& state, const Event& act, const Circumstances& given) {
    auto rejection = match(
        act,
        Cases{
            [&](const auto& a) { return check(a, state, given); },
        }
    );
    const auto* created = std::get_if<Created>(&act);
    const AgencyId& agency = created == nullptr ? state.agency : created->agency;
    if (!rejection) rejection = check_backdate(given, agency);
    if (rejection) return std::unexpected(std::move(*rejection));
    return std::vector<Fact>{{given.stream, act, {}}};
}

Class class_of(const Event&) {
    return Class::organisation;
}

}  // namespace ledger::unit

namespace ledger {

Zone zone_of(const States& states, const UnitId& unit, const AgencyId& agency) {
    if (!unit.empty()) {
        const auto& zone = states.get<unit::Kind>(stream_of(unit)).zone;
        if (zone) return *zone;
    }
    if (agency.empty()) return Zone::wib;
    return states.get<agency::Kind>(stream_of(agency)).zone;
}

}  // namespace ledger
