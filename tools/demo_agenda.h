#pragma once
// What is going to happen in the demonstration, in order of time; and the dice that decide how.

#include "ledger/act.h"
#include "ledger/rules/calendar.h"
#include "tools/demo_fill.h"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tools::demonstration {

// Random numbers from a seed, the same on every machine: SplitMix64, integers only. Dice of
// different topics are independent, so that a story more or less leaves the others as they were.
// One roll to an expression: the order of two would be the compiler's choice.
class Dice {
public:
    Dice(std::string_view seed, std::string_view topic);

    std::uint64_t next();
    int between(int low, int high);  // both included
    bool percent(int chance) { return between(1, 100) <= chance; }

    template <class T>
    const T& pick(std::span<const T> from) {
        return from[static_cast<std::size_t>(between(0, static_cast<int>(from.size()) - 1))];
    }

private:
    std::uint64_t state_;
};

// --- Time. All of the demonstration lies in WIB.

[[nodiscard]] constexpr ledger::Date day(int year, unsigned month, unsigned number) {
    return std::chrono::year(year) / static_cast<int>(month) / static_cast<int>(number);
}

[[nodiscard]] ledger::Instant at(ledger::Date date, int hour, int minute = 0);

// Some moment of the working hours of `date`.
[[nodiscard]] ledger::Instant in_office(ledger::Date date, Dice& dice);

[[nodiscard]] ledger::Date date_of(ledger::Instant moment);

// A moment of the working hours of the `days`-th working day after `moment`.
[[nodiscard]] ledger::Instant working_days_after(
    const ledger::calendar::State& calendar, ledger::Instant moment, int days, Dice& dice
);

// --- Deeds

// Something that somebody does at a moment.
struct Deed {
    ledger::Instant when{};  // recorded
    ledger::StreamId stream;
    ledger::Event event;
    ledger::Actor actor;
    std::optional<ledger::Instant> effective = {};  // where it happened earlier
    ledger::Channel channel = ledger::Channel::web;
    std::string migration = {};
};

// What somebody does depending on what the ledger shows him then: decisions on proposals.
using Look = std::function<Deed(const ledger::States& states, ledger::Position size)>;

class Agenda {
public:
    void add(Deed deed);
    void add(ledger::Instant when, Look look);

    // Does all of it, in order of time and, at one moment, in the order in which it was added.
    // Returns how many acts it was. The error says which act was rejected and why.
    [[nodiscard]] std::expected<std::size_t, std::string> play(DemoBook& book);

private:
    struct Entry {
        ledger::Instant when{};
        std::size_t number = 0;  // in the order in which they were added
        std::variant<Deed, Look> what;
    };

    [[nodiscard]] ledger::Act act_of(Deed deed);

    std::vector<Entry> entries_;
    std::map<std::string, int> names_;  // how often each name of an act was given already
};

}  // namespace tools::demonstration
