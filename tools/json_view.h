#pragma once
// Looking into a JSON answer that we made ourselves: a path that is not there is just empty.

#include "api/json_in.h"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace tools {

// The value at that path of members; nothing when there is none.
[[nodiscard]] inline std::optional<api::JsonValue> value_at(
    api::JsonValue value, std::initializer_list<std::string_view> path
) {
    for (const std::string_view name : path) {
        if (value.kind() != api::JsonValue::Kind::object) return std::nullopt;
        std::optional<api::JsonValue> found;
        for (const api::JsonMember member : value.members()) {
            if (member.name == name) found = member.value;
        }
        if (!found) return std::nullopt;
        value = *found;
    }
    return value;
}

// The text or the number there, as text; empty when there is none.
[[nodiscard]] inline std::string text_at(
    api::JsonValue value, std::initializer_list<std::string_view> path
) {
    const auto found = value_at(value, path);
    if (!found) return {};
    switch (found->kind()) {
        case api::JsonValue::Kind::text:
            return std::string(found->text());
        case api::JsonValue::Kind::integer:
            return std::to_string(found->integer());
        case api::JsonValue::Kind::boolean:
            return found->boolean() ? "true" : "false";
        default:
            return {};
    }
}

}  // namespace tools
