#pragma once
// Events and states with whatever is in them, from a seed: for tests that say something of all
// kinds at once. They keep the types' rules (a text is UTF-8, a name short), and no others.

#include "ledger/rules/event.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace tests {

class RandomValues {
public:
    static constexpr std::uint64_t json_integer_max = (std::uint64_t{1} << 53U) - 1;

    explicit RandomValues(std::uint64_t seed) : random_(seed) {}

    std::uint64_t below(std::uint64_t limit) { return random_() % limit; }

    void fill(bool& into) { into = below(2) == 1; }
    void fill(std::string& into) {
        static constexpr std::array pieces{
            "a",
            "Z",
            " ",
            "\"",
            "\\",
            "/",
            "\n",
            "\t",
            "\x01",
            "\x7f",
            "\u00e9",
            "\u20ac",
            "\U0001F600",
            "{",
            "[",
            ":",
            ",",
        };
        into.clear();
        for (std::uint64_t left = below(8); left > 0; --left) into += pieces[below(pieces.size())];
    }
    void fill(ledger::ClosedText& into) {
        std::string text;
        fill(text);
        into = ledger::ClosedWords::make(std::move(text));
        if (into.empty()) into = {};  // blank words are none
    }
    template <class Kind>
    void fill(ledger::Name<Kind>& into) {
        const std::array<std::string, 4> texts{"", "a", "2025-a.~_", std::string(64, 'z')};
        into.text = texts[below(texts.size())];
    }
    void fill(ledger::StreamId& into) {
        const std::array<std::string, 3> texts{"", "plan/a", "report/a/2025-12"};
        into.text = texts[below(texts.size())];
    }
    void fill(ledger::Decimal& into) {
        const auto size = static_cast<std::int64_t>(below(1'000'000'000'000'000'000));
        const auto scale = static_cast<int>(below(ledger::Decimal::scale_max + 1));
        into = ledger::Decimal::of(below(2) == 1 ? size : -size, scale);
    }
    void fill(ledger::Rational& into) {
        const auto numerator = static_cast<std::int64_t>(below(2'000'001)) - 1'000'000;
        into = ledger::Rational::of(numerator, static_cast<std::int64_t>(1 + below(1000)));
    }
    void fill(ledger::Position& into) { into = ledger::Position{below(json_integer_max)}; }
    void fill(ledger::Instant& into) {
        into = ledger::Instant{std::chrono::microseconds{below(4'000'000'000'000'000)}};
    }
    void fill(ledger::Date& into) { into = ledger::Date{std::chrono::days{below(50'000)}}; }
    void fill(ledger::Period& into) {
        const auto year = static_cast<int>(1900 + below(8100));
        const auto number = static_cast<int>(below(17));
        into = number == 0    ? ledger::Period::year(year)
               : number <= 12 ? ledger::Period::month(year, number)
                              : ledger::Period::quarter(year, number - 12);
    }
    void fill(ledger::Digest& into) {
        for (std::uint8_t& byte : into.bytes) byte = static_cast<std::uint8_t>(below(256));
    }
    template <std::integral Integer>
        requires(!std::same_as<Integer, bool>)
    void fill(Integer& into) {
        const std::uint64_t most = std::min<std::uint64_t>(
            static_cast<std::uint64_t>(std::numeric_limits<Integer>::max()), json_integer_max
        );
        into = static_cast<Integer>(below(most) + 1);
    }
    template <ledger::Named Enum>
    void fill(Enum& into) {
        into = static_cast<Enum>(below(names(Enum{}).size()));
    }
    template <class T>
    void fill(std::optional<T>& into) {
        into.reset();
        if (below(2) == 1) fill(into.emplace());
        if constexpr (requires { into->text.empty(); }) {
            if (into && into->text.empty()) into.reset();  // an empty name is none
        }
    }
    template <class T>
    void fill(std::vector<T>& into) {
        into.clear();
        for (std::uint64_t left = below(3); left > 0; --left) {
            fill(into.emplace_back());
            // An empty name in a list would stay; in a struct it is left out.
            if constexpr (requires {
                              into.back().text.empty();
                              into.back().empty();
                          }) {
                while (into.back().empty()) fill(into.back());
            }
        }
    }
    template <ledger::Described Struct>
    void fill(Struct& into) {
        ledger::for_each_field(into, [this](std::string_view, auto& member) { fill(member); });
    }

private:
    std::mt19937_64 random_;
};

// A stream that an event of that type may be in.
inline ledger::StreamId stream_for(const ledger::Event& event) {
    const std::string type = ledger::type_of(event);
    const std::string kind = type.substr(0, type.find('.'));
    const bool is_dated = kind == "report" || kind == "period";
    return {kind + "/p1" + (is_dated ? "/2025-12" : kind == "evaluation" ? "/2025" : "")};
}

// Calls visit(event) with one event of every kind, each a variant of its kind's events.
template <class Visit>
void with_one_event_of_each(RandomValues& values, Visit&& visit) {
    const auto events_of = [&]<class... E>(std::type_identity<std::variant<E...>>) {
        const auto one = [&]<class Event>(std::type_identity<Event>) {
            Event event{};
            values.fill(event);
            visit(ledger::Event(std::variant<E...>(std::move(event))));
        };
        (one(std::type_identity<E>{}), ...);
    };
    const auto kinds = [&]<class... Kind>(std::type_identity<std::tuple<Kind...>>) {
        (events_of(std::type_identity<typename Kind::Event>{}), ...);
    };
    kinds(std::type_identity<ledger::Kinds>{});
}

}  // namespace tests
