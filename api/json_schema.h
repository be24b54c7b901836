#pragma once
// JSON Schema (2020-12, as OpenAPI 3.1 has it) of structs with `fields`: how json_in.h reads them
// and json_out.h writes them.

#include "api/json_in.h"
#include "api/json_out.h"

#include <concepts>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>
#include <vector>

namespace api {

namespace detail {

inline void write_text_schema(JsonOut& out, std::string_view pattern) {
    out.begin_object();
    out.member("type", "string");
    if (!pattern.empty()) out.member("pattern", pattern);
    out.end_object();
}

template <class T>
inline constexpr bool is_list = false;
template <class T>
inline constexpr bool is_list<std::vector<T>> = true;
template <class T>
inline constexpr bool is_maybe = false;
template <class T>
inline constexpr bool is_maybe<std::optional<T>> = true;
template <class T>
inline constexpr bool is_name_type = false;
template <class Kind>
inline constexpr bool is_name_type<ledger::Name<Kind>> = true;

}  // namespace detail

// The schema of T.
template <class T>
void write_schema(JsonOut& out) {
    using namespace detail;
    if constexpr (is_maybe<T>) {
        write_schema<typename T::value_type>(out);
    } else if constexpr (is_list<T>) {
        out.begin_object();
        out.member("type", "array");
        out.key("items");
        write_schema<typename T::value_type>(out);
        out.end_object();
    } else if constexpr (std::same_as<T, bool>) {
        out.begin_object();
        out.member("type", "boolean");
        out.end_object();
    } else if constexpr (std::integral<T> || std::same_as<T, ledger::Position>) {
        out.begin_object();
        out.member("type", "integer");
        out.member("minimum", 0);
        out.end_object();
    } else if constexpr (is_name_type<T>) {
        write_text_schema(out, "^[A-Za-z0-9._~-]{0,64}$");
    } else if constexpr (std::same_as<T, ledger::Decimal>) {
        write_text_schema(out, "^-?(0|[1-9][0-9]*)([.][0-9]+)?$");
    } else if constexpr (std::same_as<T, ledger::Rational>) {
        write_text_schema(out, "^-?[0-9]+(/[0-9]+|[.][0-9]+)?$");
    } else if constexpr (std::same_as<T, ledger::Digest>) {
        write_text_schema(out, "^[0-9a-f]{64}$");
    } else if constexpr (std::same_as<T, ledger::Date>) {
        write_text_schema(out, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
    } else if constexpr (std::same_as<T, ledger::Period>) {
        write_text_schema(out, "^[0-9]{4}(-(Q[1-4]|[0-9]{2}))?$");
    } else if constexpr (std::same_as<T, ledger::ClosedText>) {
        out.begin_object();
        out.member("description", "Words; or, where they are withheld, only how many characters");
        out.key("type");
        out.value(std::vector<std::string_view>{"string", "object"});
        out.end_object();
    } else if constexpr (ledger::Named<T>) {
        out.begin_object();
        out.member("type", "string");
        out.member("enum", names(T{}));
        out.end_object();
    } else if constexpr (ledger::Described<T>) {
        out.begin_object();
        out.member("type", "object");
        out.key("properties");
        out.begin_object();
        const T empty{};
        ledger::for_each_field(empty, [&](std::string_view name, const auto& member) {
            out.key(name);
            write_schema<std::remove_cvref_t<decltype(member)>>(out);
        });
        out.end_object();
        std::vector<std::string_view> required;
        for (const JsonField& field : detail::fields_of<T>()) {
            if (field.required) required.push_back(field.name);
        }
        if (!required.empty()) out.member("required", required);
        out.member("additionalProperties", false);
        out.end_object();
    } else {
        write_text_schema(out, {});  // text, streams, moments
    }
}

}  // namespace api
