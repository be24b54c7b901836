#pragma once
// The form that rows have: a short text that changes when a field of a struct in them is added,
// removed, renamed or written in another way. Who keeps rows puts it into the name of their
// directory, so that rows of another form are never read, but made again.

#include "ledger/rules/closed_text.h"
#include "ledger/rules/decimal.h"
#include "ledger/rules/digest.h"
#include "ledger/rules/fields.h"
#include "ledger/rules/ids.h"
#include "ledger/rules/rational.h"
#include "ledger/rules/time.h"

#include <array>
#include <concepts>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <variant>
#include <vector>

namespace ledger {

// 16 hexadecimal digits for a form that append_form() gave.
[[nodiscard]] std::string short_form(std::string_view form);

// The short form of all kinds of stream: their events' and states' fields.
[[nodiscard]] const std::string& row_form();

// Removes, beside the directory `own`, whose name is "index@..." or the like, those of the same
// name with another form, or with none. What cannot be removed is in nobody's way.
void remove_other_forms(const std::filesystem::path& own);

// --- Of one type

template <class T>
struct FormOf;

// "{title:text,weight:decimal}" for a described struct; appended to `form`.
template <class T>
void append_form(std::string& form) {
    FormOf<T>::append(form);
}

template <class T>
    requires Described<T>
struct FormOf<T> {
    static void append(std::string& form) {
        form += '{';
        if constexpr (requires { T::name; }) form += T::name;
        std::apply([&](const auto&... f) { (append_field(form, f), ...); }, T::fields);
        form += '}';
    }

private:
    template <class Owner, class Member>
    static void append_field(std::string& form, const Field<Owner, Member>& field) {
        form += field.name;
        form += ':';
        append_form<Member>(form);
        form += ',';
    }
};

template <class T>
    requires std::is_enum_v<T>
struct FormOf<T> {
    static void append(std::string& form) {
        form += "enum(";
        if constexpr (Named<T>) {
            for (const std::string_view name : names(T{})) form.append(name) += ',';
        }
        form += ')';
    }
};

template <std::unsigned_integral T>
struct FormOf<T> {
    static void append(std::string& form) { form += "number"; }
};

template <class T>
struct FormOf<std::optional<T>> {
    static void append(std::string& form) { append_form<T>(form += '?'); }
};

template <class T>
struct FormOf<std::vector<T>> {
    static void append(std::string& form) { append_form<T>(form += '*'); }
};

template <class T, std::size_t N>
struct FormOf<std::array<T, N>> {
    static void append(std::string& form) { append_form<T>(form += std::to_string(N) + '*'); }
};

template <class... T>
struct FormOf<std::variant<T...>> {
    static void append(std::string& form) {
        form += '<';
        ((append_form<T>(form), form += '|'), ...);
        form += '>';
    }
};

template <class Kind>
struct FormOf<Name<Kind>> {
    static void append(std::string& form) { form += "text"; }
};

// Those that RowWriter has a form of its own for (row_codec.h).
template <class T>
    requires std::same_as<T, std::string> || std::same_as<T, StreamId>
struct FormOf<T> {
    static void append(std::string& form) { form += "text"; }
};

template <>
struct FormOf<Decimal> {
    static void append(std::string& form) { form += "decimal"; }
};
template <>
struct FormOf<Rational> {
    static void append(std::string& form) { form += "rational"; }
};
template <>
struct FormOf<Digest> {
    static void append(std::string& form) { form += "digest"; }
};
template <>
struct FormOf<Period> {
    static void append(std::string& form) { form += "period"; }
};
template <>
struct FormOf<Date> {
    static void append(std::string& form) { form += "date"; }
};
template <>
struct FormOf<Instant> {
    static void append(std::string& form) { form += "instant"; }
};
template <>
struct FormOf<ClosedText> {
    static void append(std::string& form) { form += "characters"; }
};

}  // namespace ledger
