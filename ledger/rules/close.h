#pragma once
// The close of a day: what the files of all persons, streams and agencies came to, in one hash, so
// that nothing can be left out of a file later, and nothing put into it (docs/completeness.md).
// Which root it is nobody can say by the rules alone: ledger/completeness.h makes it from the
// records, before it is recorded and whenever the log is read again.

#include "ledger/rules/digest.h"
#include "ledger/rules/stream.h"

#include <cstdint>
#include <variant>

namespace ledger::close {

// --- Events of the stream close/ledger

// Hari ditutup.
struct Day {
    Date day{};
    Position size{};          // of the ledger: the records before it are in `root`
    Digest root;              // of the map of files
    std::uint32_t files = 0;  // that are in the map

    static constexpr std::string_view name = "day";
    static constexpr std::tuple fields{
        field("day", &Day::day),
        field("size", &Day::size),
        field("root", &Day::root),
        field("files", &Day::files),
    };
    friend bool operator==(const Day&, const Day&) = default;
};

using Event = std::variant<Day>;

// --- State

struct State {
    std::uint64_t closes = 0;
    Day last;             // where there was one
    Position position{};  // of its record

    static constexpr std::tuple fields{
        field("closes", &State::closes),
        field("last", &State::last),
        field("position", &State::position),
    };
    friend bool operator==(const State&, const State&) = default;
};

[[nodiscard]] State fold(State state, const Event& event, const Stamp& stamp);
[[nodiscard]] Decision decide(const State& state, const Event& act, const Circumstances& given);
[[nodiscard]] Class class_of(const Event& event);

struct Kind {
    static constexpr std::string_view name = "close";
    using Event = close::Event;
    using State = close::State;
};

[[nodiscard]] StreamId stream();

}  // namespace ledger::close
