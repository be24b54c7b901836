// What json_out.h writes, json_in.h reads as it was: for every event that can be recorded, and for
// what the rules remember.

#include "api/json_in.h"
#include "api/json_out.h"
#include "ledger/rules/event.h"

#include <gtest/gtest.h>

#include <random>
#include <rapidcheck/gtest.h>
#include <string>

namespace {

// Fills structs with values that are allowed, all from one seed.
class Filler {
public:
    explicit Filler(std::uint64_t seed) : random_(seed) {}

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
    void fill(ledger::Position& into) { into = ledger::Position{below(api::json_integer_max)}; }
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
            static_cast<std::uint64_t>(std::numeric_limits<Integer>::max()), api::json_integer_max
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

template <ledger::Described Struct>
void expect_same_again(Filler& filler) {
    Struct written{};
    filler.fill(written);
    api::JsonOut out;
    out.value(written);
    const auto read = api::from_json<Struct>(out.text());
    if (!read) {
        RC_FAIL(
            read.error().front().field + ": " + read.error().front().detail.en + "\n" +
            std::string(out.text())
        );
    }
    if (*read != written) RC_FAIL("read as something else: " + std::string(out.text()));
}

template <class... Event>
void expect_events_same_again(Filler& filler, std::in_place_type_t<std::variant<Event...>>) {
    (expect_same_again<Event>(filler), ...);
}

template <class... Kind>
void expect_kinds_same_again(Filler& filler, std::in_place_type_t<std::tuple<Kind...>>) {
    (expect_events_same_again(filler, std::in_place_type<typename Kind::Event>), ...);
    (expect_same_again<typename Kind::State>(filler), ...);
}

RC_GTEST_PROP(JsonRoundTrip, KeepsEveryEventAndEveryState, (std::uint64_t seed)) {
    Filler filler(seed);
    expect_kinds_same_again(filler, std::in_place_type<ledger::Kinds>);
}

}  // namespace
