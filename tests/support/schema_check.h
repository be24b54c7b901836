#pragma once
// Whether a JSON value is what a JSON Schema says, as far as our schemas go: type, properties,
// required, additionalProperties, items, enum, anyOf and $ref into the same document.

#include "api/json_in.h"
#include "tools/json_view.h"

#include <string>
#include <string_view>

namespace tests {

class SchemaCheck {
public:
    // The document that has components/schemas.
    explicit SchemaCheck(api::JsonValue document) : document_(document) {}

    // What is wrong, with its place; empty when nothing is.
    [[nodiscard]] std::string problem(api::JsonValue value, std::string_view schema) const {
        const auto found = tools::value_at(document_, {"components", "schemas", schema});
        if (!found) return "there is no schema " + std::string(schema);
        return check(value, *found, std::string(schema));
    }

private:
    using Value = api::JsonValue;

    [[nodiscard]] std::string check(Value value, Value schema, const std::string& at) const {
        if (const std::string ref = tools::text_at(schema, {"$ref"}); !ref.empty()) {
            return problem_at(value, ref.substr(ref.rfind('/') + 1), at);
        }
        if (const auto any = tools::value_at(schema, {"anyOf"})) {
            std::string why;
            for (const Value one : any->items()) {
                why = check(value, one, at);
                if (why.empty()) return {};
            }
            return why;
        }
        if (!is_type(value, schema)) return at + " is of another type";
        if (const auto all = tools::value_at(schema, {"enum"})) {
            for (const Value one : all->items()) {
                if (one.text() == value.text()) return {};
            }
            return at + " is not one of the names";
        }
        if (value.kind() == Value::Kind::list) return check_items(value, schema, at);
        if (value.kind() == Value::Kind::object) return check_members(value, schema, at);
        return {};
    }

    [[nodiscard]] std::string problem_at(
        Value value, const std::string& schema, const std::string& at
    ) const {
        const auto found = tools::value_at(document_, {"components", "schemas", schema});
        return found ? check(value, *found, at) : at + ": there is no schema " + schema;
    }

    [[nodiscard]] std::string check_items(Value value, Value schema, const std::string& at) const {
        const auto items = tools::value_at(schema, {"items"});
        if (!items) return {};
        std::size_t i = 0;
        for (const Value item : value.items()) {
            auto why = check(item, *items, at + "[" + std::to_string(i++) + "]");
            if (!why.empty()) return why;
        }
        return {};
    }

    [[nodiscard]] std::string check_members(Value value, Value schema, const std::string& at)
        const {
        const auto properties = tools::value_at(schema, {"properties"});
        const bool is_open = tools::text_at(schema, {"additionalProperties"}) != "false";
        for (const api::JsonMember member : value.members()) {
            const auto known =
                properties ? tools::value_at(*properties, {member.name}) : std::nullopt;
            const std::string place = at + "." + std::string(member.name);
            if (!known && !is_open) return place + " is not described";
            if (!known) continue;
            auto why = check(member.value, *known, place);
            if (!why.empty()) return why;
        }
        if (const auto required = tools::value_at(schema, {"required"})) {
            for (const Value name : required->items()) {
                if (tools::value_at(value, {name.text()})) continue;
                return at + "." + std::string(name.text()) + " is missing";
            }
        }
        return {};
    }

    static bool is_type(Value value, Value schema) {
        const auto type = tools::value_at(schema, {"type"});
        if (!type) return true;
        if (type->kind() == Value::Kind::text) return is_of(value, type->text());
        for (const Value one : type->items()) {
            if (is_of(value, one.text())) return true;
        }
        return false;
    }
    static bool is_of(Value value, std::string_view type) {
        switch (value.kind()) {
            case Value::Kind::null:
                return type == "null";
            case Value::Kind::boolean:
                return type == "boolean";
            case Value::Kind::integer:
                return type == "integer";
            case Value::Kind::inexact:
                return false;
            case Value::Kind::text:
                return type == "string";
            case Value::Kind::list:
                return type == "array";
            case Value::Kind::object:
                return type == "object";
        }
        return false;
    }

    Value document_;
};

}  // namespace tests
