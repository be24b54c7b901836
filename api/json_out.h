#pragma once
// Writes JSON by appending to one string. It cannot write a floating point number, and it never
// writes bytes that are not UTF-8.
//
//     JsonOut out;
//     out.begin_object();
//     out.member("plan", plan.id);
//     out.member("indicators", plan.indicators);
//     out.end_object();
//     return std::move(out).take();
//
// How values look, here and in json_in.h:
//
//     text, names, streams       a string
//     bool, integers, Position   true, false, a number; exact in every client below 2^53, which
//                                positions and counts do not reach
//     Decimal, Rational          a string, "77.80", "-5/3": a number would be read as binary
//     enumerations               their name
//     Date, Instant, Period      "2026-01-12", "2026-01-12T01:02:03.000004Z", "2025-Q4"
//     Digest                     64 hexadecimal digits
//     ClosedText                 its words; {"withheld":true,"characters":n} when they are not at
//     hand optional, vector           the value; an array a struct with `fields`     an object;
//     text, names, optionals, lists and closed texts that are
//                                empty are left out
//     a variant of such structs  the one that it holds

#include "ledger/rules/closed_text.h"
#include "ledger/rules/decimal.h"
#include "ledger/rules/digest.h"
#include "ledger/rules/fields.h"
#include "ledger/rules/ids.h"
#include "ledger/rules/rational.h"
#include "ledger/rules/time.h"

#include <concepts>
#include <cstdint>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

namespace api {

// Whether there is nothing to say: a struct leaves such a value out.
template <class T>
[[nodiscard]] bool is_left_out(const T& value) {
    if constexpr (requires { value.has_value(); }) {
        return !value.has_value();
    } else if constexpr (requires {
                             { value.empty() } -> std::convertible_to<bool>;
                         }) {
        return value.empty();
    } else {
        return false;
    }
}
[[nodiscard]] inline bool is_left_out(const ledger::ClosedText& text) {
    return text.empty() && ledger::ClosedWords::of(text).empty();
}

class JsonOut {
public:
    JsonOut() = default;
    // Goes on after `written`, which may be an empty string with room in it.
    explicit JsonOut(std::string written) : text_(std::move(written)), start_(text_.size()) {}

    void begin_object() { open('{'); }
    void end_object() { text_ += '}'; }
    void begin_array() { open('['); }
    void end_array() { text_ += ']'; }
    void key(std::string_view name);
    void null() { raw("null"); }
    // JSON that is written already.
    void raw(std::string_view json);

    template <std::same_as<bool> Bool>
    void value(Bool value) {
        raw(value ? "true" : "false");
    }
    template <std::integral Integer>
        requires(!std::same_as<Integer, bool> && !std::same_as<Integer, char>)
    void value(Integer value) {
        if constexpr (std::signed_integral<Integer>) {
            number(static_cast<std::int64_t>(value));
        } else {
            number(static_cast<std::uint64_t>(value));
        }
    }
    template <std::floating_point Inexact>
    void value(Inexact) = delete;

    void value(std::string_view text);
    void value(const std::string& text) { value(std::string_view(text)); }
    void value(const char* text) { value(std::string_view(text)); }
    void value(const ledger::StreamId& stream) { value(stream.text); }
    void value(ledger::Position position) { number(std::to_underlying(position)); }
    void value(const ledger::Decimal& decimal) { plain(decimal.text()); }
    void value(const ledger::Rational& rational) { plain(rational.text()); }
    void value(ledger::Date date) { plain(ledger::text(date)); }
    void value(ledger::Instant moment) { plain(ledger::text(moment)); }
    void value(const ledger::Period& period) { plain(period.text()); }
    void value(const ledger::Digest& digest) { plain(digest.hex()); }
    void value(const ledger::ClosedText& text);
    template <class Kind>
    void value(const ledger::Name<Kind>& name) {
        value(name.text);
    }
    template <ledger::Named Enum>
    void value(Enum named) {
        plain(ledger::name_of(named));
    }
    // An empty optional is null where it cannot be left out.
    template <class T>
    void value(const std::optional<T>& optional) {
        optional ? value(*optional) : null();
    }
    template <class... Struct>
    void value(const std::variant<Struct...>& variant) {
        std::visit([this](const auto& held) { this->value(held); }, variant);
    }
    template <std::ranges::input_range List>
        requires(!std::convertible_to<const List&, std::string_view>)
    void value(const List& list) {
        begin_array();
        for (const auto& item : list) value(item);
        end_array();
    }
    template <ledger::Described Struct>
    void value(const Struct& object) {
        begin_object();
        fields(object);
        end_object();
    }

    template <class T>
    void member(std::string_view name, const T& content) {
        key(name);
        value(content);
    }
    // As a struct does: not at all when it is empty.
    template <class T>
    void member_if_any(std::string_view name, const T& content) {
        if (!is_left_out(content)) member(name, content);
    }
    // The members of `object`, into an object that is open.
    template <ledger::Described Struct>
    void fields(const Struct& object) {
        [[maybe_unused]] static const Struct fresh{};
        const auto one = [&](const auto& field) {
            const auto& content = object.*(field.member);
            const bool implied = is_left_out(content) && is_left_out(fresh.*(field.member));
            if (!implied) this->member(field.name, content);
        };
        std::apply([&](const auto&... field) { (one(field), ...); }, Struct::fields);
    }

    [[nodiscard]] std::string_view text() const noexcept { return text_; }
    [[nodiscard]] std::string take() && { return std::move(text_); }

private:
    void open(char bracket);
    void separate();
    void number(std::int64_t value);
    void number(std::uint64_t value);
    // A string that needs no escape.
    void plain(std::string_view text);
    void quoted(std::string_view text);

    std::string text_;
    std::size_t start_ = 0;  // where our own text starts
};

}  // namespace api
