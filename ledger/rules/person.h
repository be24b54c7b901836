#pragma once
// One public servant (pegawai): who he is, in which posts he has served, and who rates him since
// when (domain.md 12.3). What he does and how he is rated stands in streams of their own.

#include "ledger/rules/closed_text.h"
#include "ledger/rules/plan.h"
#include "ledger/rules/stream.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ledger::person {

using AssignmentId = Name<struct AssignmentKind>;  // penugasan, unique in one person's stream

// Pegawai negeri sipil, or pegawai pemerintah dengan perjanjian kerja.
enum class PersonKind : std::uint8_t { pns, pppk };
constexpr auto names(PersonKind) {
    return std::to_array<std::string_view>({"pns", "pppk"});
}

// In his own post, or in another's: pelaksana tugas (nobody holds it), pelaksana harian (he who
// holds it is away).
enum class Mode : std::uint8_t { definitif, plt, plh };
constexpr auto names(Mode) {
    return std::to_array<std::string_view>({"definitif", "plt", "plh"});
}

// --- Events of the stream person/{person}

// Pegawai didaftarkan. The stream's key is opaque, never a NIP; name and NIP are closed.
struct Registered {
    AgencyId agency;
    PersonKind kind = PersonKind::pns;
    ClosedText full_name;
    ClosedText nip;  // 18 characters; empty when he has none yet

    static constexpr std::string_view name = "registered";
    static constexpr std::tuple fields{
        field("agency", &Registered::agency),
        field("kind", &Registered::kind),
        field("fullName", &Registered::full_name),
        field("nip", &Registered::nip),
    };
    friend bool operator==(const Registered&, const Registered&) = default;
};

// Penugasan dimulai.
struct AssignmentStarted {
    AssignmentId id;
    UnitId unit;
    plan::PositionType position_type = plan::PositionType::pelaksana;
    std::string position;  // its title: "Dokter Ahli Muda"
    Mode mode = Mode::definitif;
    Date from{};

    static constexpr std::string_view name = "assignmentStarted";
    static constexpr std::tuple fields{
        field("id", &AssignmentStarted::id),
        field("unit", &AssignmentStarted::unit),
        field("positionType", &AssignmentStarted::position_type),
        field("position", &AssignmentStarted::position),
        field("mode", &AssignmentStarted::mode),
        field("from", &AssignmentStarted::from),
    };
    friend bool operator==(const AssignmentStarted&, const AssignmentStarted&) = default;
};

// Penugasan diakhiri.
struct AssignmentEnded {
    AssignmentId id;
    Date until{};  // the last day in the post

    static constexpr std::string_view name = "assignmentEnded";
    static constexpr std::tuple fields{
        field("id", &AssignmentEnded::id), field("until", &AssignmentEnded::until)
    };
    friend bool operator==(const AssignmentEnded&, const AssignmentEnded&) = default;
};

// Pejabat penilai ditetapkan, or another one from a day on.
struct RaterAssigned {
    PersonId rater;
    PersonId superior;  // atasan pejabat penilai: decides objections
    Date from{};
    ClosedText reason;  // needed for a change

    static constexpr std::string_view name = "raterAssigned";
    static constexpr std::tuple fields{
        field("rater", &RaterAssigned::rater),
        field("superior", &RaterAssigned::superior),
        field("from", &RaterAssigned::from),
        field("reason", &RaterAssigned::reason),
    };
    friend bool operator==(const RaterAssigned&, const RaterAssigned&) = default;
};

using Event = std::variant<Registered, AssignmentStarted, AssignmentEnded, RaterAssigned>;

// --- State

struct Assignment {
    AssignmentId id;
    UnitId unit;
    plan::PositionType position_type = plan::PositionType::pelaksana;
    std::string position;
    Mode mode = Mode::definitif;
    Date from{};
    std::optional<Date> until;  // the last day in the post

    static constexpr std::tuple fields{
        field("id", &Assignment::id),
        field("unit", &Assignment::unit),
        field("positionType", &Assignment::position_type),
        field("position", &Assignment::position),
        field("mode", &Assignment::mode),
        field("from", &Assignment::from),
        field("until", &Assignment::until),
    };
    friend bool operator==(const Assignment&, const Assignment&) = default;
};

// Who rates him from a day on, until the next term.
struct RaterTerm {
    Date from{};
    PersonId rater;
    PersonId superior;

    static constexpr std::tuple fields{
        field("from", &RaterTerm::from),
        field("rater", &RaterTerm::rater),
        field("superior", &RaterTerm::superior),
    };
    friend bool operator==(const RaterTerm&, const RaterTerm&) = default;
};

struct State {
    bool registered = false;
    AgencyId agency;
    PersonKind kind = PersonKind::pns;
    std::vector<Assignment> assignments;  // in the order in which they were recorded
    std::vector<RaterTerm> raters;        // in the order in which they were recorded

    static constexpr std::tuple fields{
        field("registered", &State::registered),
        field("agency", &State::agency),
        field("kind", &State::kind),
        field("assignments", &State::assignments),
        field("raters", &State::raters),
    };
    friend bool operator==(const State&, const State&) = default;
};

// The rater in force on `day`: of the terms from `day` or earlier the one with the latest `from`,
// and of several the one recorded last. Nothing before the first.
[[nodiscard]] const RaterTerm* rater_on(const State& state, Date day);

// Since when the rater in force on `day` has rated him without a break. Asserts that there is one.
[[nodiscard]] Date supervised_since(const State& state, Date day);

// Whether a change of rater from `day` on decides who rates a quarter that is nearly over: fewer
// than `days` days before the quarter's end, or after it and up to the 15th of the next month, by
// when it is evaluated (domain.md 1.2, 12.3, AU-18). Such a change needs the head.
[[nodiscard]] bool is_late_for_evaluation(Date day, std::uint32_t days);

[[nodiscard]] bool is_registered(const States& states, const PersonId& person);

[[nodiscard]] State fold(State state, const Event& event, const Stamp& stamp);
[[nodiscard]] Decision decide(const State& state, const Event& act, const Circumstances& given);
[[nodiscard]] Class class_of(const Event& event);

struct Kind {
    static constexpr std::string_view name = "person";
    using Event = person::Event;
    using State = person::State;
};

}  // namespace ledger::person
