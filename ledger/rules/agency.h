#pragma once
// One agency (instansi): a ministry, an institution, a local government. It owns units, people,
// policies, a calendar and periods (domain.md 12.3).

#include "ledger/rules/stream.h"

#include <string>
#include <variant>
#include <vector>

namespace ledger::agency {

enum class AgencyType : std::uint8_t { ministry, institution, province, regency, city, other };
constexpr auto names(AgencyType) {
    return std::to_array<std::string_view>(
        {"ministry", "institution", "province", "regency", "city", "other"}
    );
}

// --- Events of the stream agency/{agency}

// Instansi didaftarkan, by its head, once. By nobody else, under a migration order neither: that an
// agency keeps this ledger is its head's own decision.
struct Registered {
    std::string title;  // "Pemerintah Kota Pauh"
    AgencyType kind = AgencyType::other;
    Zone zone = Zone::wib;  // of its units that name none

    static constexpr std::string_view name = "registered";
    static constexpr std::tuple fields{
        field("name", &Registered::title),
        field("kind", &Registered::kind),
        field("zone", &Registered::zone),
    };
    friend bool operator==(const Registered&, const Registered&) = default;
};

using Event = std::variant<Registered>;

// --- State

struct State {
    bool registered = false;
    std::string title;
    AgencyType kind = AgencyType::other;
    Zone zone = Zone::wib;

    static constexpr std::tuple fields{
        field("registered", &State::registered),
        field("name", &State::title),
        field("kind", &State::kind),
        field("zone", &State::zone),
    };
    friend bool operator==(const State&, const State&) = default;
};

[[nodiscard]] bool is_registered(const States& states, const AgencyId& agency);

[[nodiscard]] State fold(State state, const Event& event, const Stamp& stamp);
[[nodiscard]] Decision decide(const State& state, const Event& act, const Circumstances& given);
[[nodiscard]] Class class_of(const Event& event);

struct Kind {
    static constexpr std::string_view name = "agency";
    using Event = agency::Event;
    using State = agency::State;
};

}  // namespace ledger::agency
