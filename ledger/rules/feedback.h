#pragma once
// One piece of feedback (umpan balik) to one person about a result or a behaviour, given at any
// time of the year. It has no number and enters no score; it is never deleted, only retracted by
// its giver (domain.md 3.3, 12.5).

#include "ledger/rules/closed_text.h"
#include "ledger/rules/plan.h"
#include "ledger/rules/stream.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ledger::feedback {

enum class Purpose : std::uint8_t { appreciation, suggestion, request, warning };
constexpr auto names(Purpose) {
    return std::to_array<std::string_view>({"appreciation", "suggestion", "request", "warning"});
}

// --- Events of the stream feedback/{feedback}

// Diberikan, by any public servant to another. Names a result of a plan of `about`, a BerAKHLAK
// value, or both.
struct Given {
    PersonId about;
    PlanId plan;      // with `result`; empty when it is about behaviour alone
    ResultId result;  // with `plan`
    std::optional<plan::Behaviour> behaviour;
    Purpose kind = Purpose::appreciation;
    ClosedText text;

    static constexpr std::string_view name = "given";
    static constexpr std::tuple fields{
        field("about", &Given::about),
        field("plan", &Given::plan),
        field("result", &Given::result),
        field("behaviour", &Given::behaviour),
        field("kind", &Given::kind),
        field("text", &Given::text),
    };
    friend bool operator==(const Given&, const Given&) = default;
};

// Ditanggapi, once, by the person that it is about.
struct Answered {
    ClosedText text;

    static constexpr std::string_view name = "answered";
    static constexpr std::tuple fields{field("text", &Answered::text)};
    friend bool operator==(const Answered&, const Answered&) = default;
};

// Ditarik, by its giver. What was said stays in the record.
struct Retracted {
    ClosedText reason;

    static constexpr std::string_view name = "retracted";
    static constexpr std::tuple fields{field("reason", &Retracted::reason)};
    friend bool operator==(const Retracted&, const Retracted&) = default;
};

using Event = std::variant<Given, Answered, Retracted>;

// --- State

enum class Progress : std::uint8_t { none, given, answered, retracted };
constexpr auto names(Progress) {
    return std::to_array<std::string_view>({"none", "given", "answered", "retracted"});
}

struct State {
    Progress progress = Progress::none;
    PersonId about;
    PersonId giver;  // who gave it himself, even where he spoke on behalf of another

    static constexpr std::tuple fields{
        field("progress", &State::progress),
        field("about", &State::about),
        field("giver", &State::giver),
    };
    friend bool operator==(const State&, const State&) = default;
};

[[nodiscard]] State fold(State state, const Event& event, const Stamp& stamp);

// A warning about a result is R-CONFLICT while the person objects to an evaluation of that plan and
// the giver is a party to it: the rater who decided, or the superior who will. That is the conflict
// of interest that the ledger itself can see (domain.md 12.2, 12.5); praise and help stay free.
[[nodiscard]] Decision decide(const State& state, const Event& act, const Circumstances& given);
[[nodiscard]] Class class_of(const Event& event);

struct Kind {
    static constexpr std::string_view name = "feedback";
    using Event = feedback::Event;
    using State = feedback::State;
};

}  // namespace ledger::feedback
