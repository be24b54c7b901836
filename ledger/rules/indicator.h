#pragma once
// One indicator of an agency or a unit (IKU): its definition, its targets, its realised values by
// period, and its place in the cascade (domain.md 2.1, 12.4). What a person is measured with stands
// in his plan.

#include "ledger/rules/measure.h"
#include "ledger/rules/rational.h"
#include "ledger/rules/stream.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ledger::indicator {

// How an indicator gets its value: measured itself, or made of the indicators below it.
enum class RollUp : std::uint8_t {
    measured,
    mean,           // of the children's values
    weighted_mean,  // sum(weight * value) / sum(weight)
    weighted_sum,   // sum(weight * value) / 100
};
constexpr auto names(RollUp) {
    return std::to_array<std::string_view>({"measured", "mean", "weightedMean", "weightedSum"});
}

// --- Events of the stream indicator/{indicator}

// IKU ditetapkan; again to revise its words. What others rely on cannot change; define another
// indicator:
// - its agency, ever;
// - polarity, consolidation, roll-up, unit and stages, once a value was recorded;
// - weight, parent, sign, criticality and maxAttainable too, once a value or a target of it lies in
//   a closed period: scores of that period go by them;
// - consolidation and roll-up, towards a target that can be split (see splits()): indicators below
//   may have set their targets while it could not; and, where it can, polarity and measure once it
//   has a target.
struct Defined {
    AgencyId agency;
    UnitId unit;  // empty: the agency's own
    std::string code;
    std::string text;
    std::string definition;
    std::string goal;     // what it serves: a service, an objective
    std::string measure;  // unit of measure
    std::string source;   // the system that gives its values
    Polarity polarity = Polarity::max;
    Consolidation consolidation = Consolidation::last;
    RollUp roll_up = RollUp::measured;
    Decimal weight{1};   // in its unit's score, and in its parent's roll-up
    IndicatorId parent;  // empty: none
    bool critical = false;
    bool is_signed = false;
    bool max_attainable = false;
    std::vector<Stage> stages;  // of a milestone; their weights total 100

    static constexpr std::string_view name = "defined";
    static constexpr std::tuple fields{
        field("agency", &Defined::agency),
        field("unit", &Defined::unit),
        field("code", &Defined::code),
        field("text", &Defined::text),
        field("definition", &Defined::definition),
        field("goal", &Defined::goal),
        field("measure", &Defined::measure),
        field("source", &Defined::source),
        field("polarity", &Defined::polarity),
        field("consolidation", &Defined::consolidation),
        field("rollUp", &Defined::roll_up),
        field("weight", &Defined::weight),
        field("parent", &Defined::parent),
        field("critical", &Defined::critical),
        field("signed", &Defined::is_signed),
        field("maxAttainable", &Defined::max_attainable),
        field("stages", &Defined::stages),
    };
    friend bool operator==(const Defined&, const Defined&) = default;
};

// A target for one period: the year, or a month or quarter of its trajectory.
struct TargetSet {
    Period period;
    Target target;

    static constexpr std::string_view name = "targetSet";
    static constexpr std::tuple fields{
        field("period", &TargetSet::period), field("target", &TargetSet::target)
    };
    friend bool operator==(const TargetSet&, const TargetSet&) = default;
};

// Realised in a period. `series` keeps apart what different assessors say of the same period
// ("outside", "self"); the empty one is what scores use.
struct ValueRecorded {
    Period period;
    std::string series;
    Value value;
    bool provisional = false;  // an estimate, or part of a period scaled up
    std::string basis;         // in words: "4 months annualised"

    static constexpr std::string_view name = "valueRecorded";
    static constexpr std::tuple fields{
        field("period", &ValueRecorded::period),
        field("series", &ValueRecorded::series),
        field("value", &ValueRecorded::value),
        field("provisional", &ValueRecorded::provisional),
        field("basis", &ValueRecorded::basis),
    };
    friend bool operator==(const ValueRecorded&, const ValueRecorded&) = default;
};

// Koreksi capaian: a value that was recorded is another one. A provisional value is replaced this
// way too.
struct ValueCorrected {
    Period period;
    std::string series;
    Value was;
    Value now;
    std::string reason;

    static constexpr std::string_view name = "valueCorrected";
    static constexpr std::tuple fields{
        field("period", &ValueCorrected::period),
        field("series", &ValueCorrected::series),
        field("was", &ValueCorrected::was),
        field("now", &ValueCorrected::now),
        field("reason", &ValueCorrected::reason),
    };
    friend bool operator==(const ValueCorrected&, const ValueCorrected&) = default;
};

struct Retired {
    std::string reason;

    static constexpr std::string_view name = "retired";
    static constexpr std::tuple fields{field("reason", &Retired::reason)};
    friend bool operator==(const Retired&, const Retired&) = default;
};

// What an indicator below takes of this one's target for a year; without a target it gives its
// share back. Nobody asks for it: it is recorded together with the act on the indicator below that
// changes it, so that shares which come to more than the target are rejected (see splits()).
struct ShareTaken {
    IndicatorId child;
    Period period;
    std::optional<Decimal> target;

    static constexpr std::string_view name = "shareTaken";
    static constexpr std::tuple fields{
        field("child", &ShareTaken::child),
        field("period", &ShareTaken::period),
        field("target", &ShareTaken::target),
    };
    friend bool operator==(const ShareTaken&, const ShareTaken&) = default;
};

using Event = std::variant<Defined, TargetSet, ValueRecorded, ValueCorrected, Retired, ShareTaken>;

// --- State

struct Aim {
    Period period;
    Target target;
    Position position{};

    static constexpr std::tuple fields{
        field("period", &Aim::period),
        field("target", &Aim::target),
        field("position", &Aim::position),
    };
    friend bool operator==(const Aim&, const Aim&) = default;
};

struct Realised {
    Period period;
    std::string series;
    Value value;
    bool provisional = false;
    Position position{};

    static constexpr std::tuple fields{
        field("period", &Realised::period),
        field("series", &Realised::series),
        field("value", &Realised::value),
        field("provisional", &Realised::provisional),
        field("position", &Realised::position),
    };
    friend bool operator==(const Realised&, const Realised&) = default;
};

// A part of the year's target that an indicator below has.
struct Share {
    IndicatorId child;
    Period period;
    Decimal target;

    static constexpr std::tuple fields{
        field("child", &Share::child),
        field("period", &Share::period),
        field("target", &Share::target),
    };
    friend bool operator==(const Share&, const Share&) = default;
};

struct State {
    bool defined = false;
    bool retired = false;
    Defined definition;
    Position position{};           // of the definition in force
    std::vector<Aim> targets;      // one for each period: the last that was set
    std::vector<Realised> values;  // one for each period and series: as corrected
    std::vector<Share> shares;     // one for each child and year

    static constexpr std::tuple fields{
        field("defined", &State::defined),
        field("retired", &State::retired),
        field("definition", &State::definition),
        field("position", &State::position),
        field("targets", &State::targets),
        field("values", &State::values),
        field("shares", &State::shares),
    };
    friend bool operator==(const State&, const State&) = default;
};

// Of exactly this period; nullptr when there is none.
[[nodiscard]] const Aim* target_for(const State& state, const Period& period);
[[nodiscard]] const Realised* value_for(
    const State& state, const Period& period, std::string_view series
);

// Whether the targets of `child` are shares of those of `parent`: both are measured, summed up, of
// the same unit of measure and polarity. Any other child contributes without a share
// (domain.md 2.1).
[[nodiscard]] bool splits(const Defined& parent, const Defined& child);

// Whether its targets can be split among indicators below it at all: measured, and summed up.
[[nodiscard]] bool is_additive(const Defined& definition);

// A year whose shares do not come to the target. They can only fall short of it: more is rejected.
struct Gap {
    Period year;
    Decimal target;
    Rational shared;  // the sum of the shares
};

// The years in which the target was split and a part of it has no owner yet (domain.md 2.1, "sum of
// split targets = parent target, tolerance 0"). While shares are being given out that is no error,
// so it is reported, not rejected.
[[nodiscard]] std::vector<Gap> cascade_gaps(const State& state);

[[nodiscard]] State fold(State state, const Event& event, const Stamp& stamp);
[[nodiscard]] Decision decide(const State& state, const Event& act, const Circumstances& given);
// The shares of its parent's target that it takes, changes or gives back.
[[nodiscard]] std::vector<Fact> further_facts(
    const State& state, const Event& act, const StreamId& stream, const States& states
);
[[nodiscard]] Class class_of(const Event& event);

struct Kind {
    static constexpr std::string_view name = "indicator";
    using Event = indicator::Event;
    using State = indicator::State;
};

}  // namespace ledger::indicator
