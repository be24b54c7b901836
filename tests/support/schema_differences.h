#pragma once
// Whether schemas/event.capnp says of every event what its struct says (rules/fields.h), so that a
// field that was forgotten on one side cannot go unnoticed.

#include "ledger/event_layout.h"
#include "schemas/event.capnp.h"
#include "schemas/record.capnp.h"

#include <cctype>
#include <concepts>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace tests::of_schema {

using namespace ledger;
using capnp::StructSchema;
using event_codec::is_id;
using event_codec::is_optional;
using event_codec::is_vector;
using event_codec::Textual;

class Check {
public:
    std::vector<std::string> problems;

    template <class T>
    void described(const StructSchema& schema, const std::string& where) {
        std::apply([&](const auto&... f) { (field<T>(schema, f, where), ...); }, T::fields);
        const std::size_t ours = std::tuple_size_v<std::remove_cvref_t<decltype(T::fields)>>;
        if (schema.getFields().size() != ours) {
            problems.push_back(
                where + ": the schema has " + std::to_string(schema.getFields().size()) +
                " fields, the struct " + std::to_string(ours)
            );
        }
    }

    template <class E>
    void enumeration(capnp::Type type, bool optional, const std::string& where) {
        if (!type.isEnum()) return wrong(where, "an enumeration");
        const auto schema_names = type.asEnum().getEnumerants();
        const auto ours = names(E{});
        const std::size_t offset = optional ? 1 : 0;
        if (schema_names.size() != ours.size() + offset) return wrong(where, "as many enumerants");
        for (std::size_t i = 0; i < ours.size(); ++i) {
            const auto at = static_cast<capnp::uint>(i + offset);
            // A schema's names start with a small letter: "m1" there is "M1" elsewhere.
            std::string name(ours[i]);
            name.front() =
                static_cast<char>(std::tolower(static_cast<unsigned char>(name.front())));
            if (name != schema_names[at].getProto().getName().cStr()) {
                wrong(where, "the enumerant " + std::string(ours[i]));
            }
        }
    }

private:
    void wrong(const std::string& where, const std::string& expected) {
        problems.push_back(where + ": the schema does not have " + expected);
    }

    template <class Owner, class F>
    void field(const StructSchema& schema, const F& f, const std::string& where) {
        using T = std::remove_cvref_t<decltype(std::declval<Owner&>().*(f.member))>;
        const std::string here = where + "." + std::string(f.name);
        KJ_IF_MAYBE (found, schema.findFieldByName(std::string(f.name).c_str())) {
            type<T>(found->getType(), here);
        } else {
            wrong(here, "this field");
        }
    }

    template <class T>
    void type(capnp::Type type_in_schema, const std::string& where) {
        if constexpr (is_optional<T>) {
            if constexpr (Named<typename T::value_type>) {
                enumeration<typename T::value_type>(type_in_schema, true, where);
            } else {
                type<typename T::value_type>(type_in_schema, where);
            }
        } else if constexpr (is_vector<T>) {
            if (!type_in_schema.isList()) return wrong(where, "a list");
            type<typename T::value_type>(type_in_schema.asList().getElementType(), where + "[]");
        } else if constexpr (std::same_as<T, std::string> || is_id<T> || Textual<T>) {
            if (!type_in_schema.isText()) wrong(where, "Text");
        } else if constexpr (std::same_as<T, Digest>) {
            if (!type_in_schema.isData()) wrong(where, "Data");
        } else if constexpr (std::same_as<T, Instant>) {
            if (!type_in_schema.isInt64()) wrong(where, "Int64");
        } else if constexpr (std::same_as<T, Position> || std::same_as<T, std::uint64_t>) {
            if (!type_in_schema.isUInt64()) wrong(where, "UInt64");
        } else if constexpr (std::same_as<T, bool>) {
            if (!type_in_schema.isBool()) wrong(where, "Bool");
        } else if constexpr (std::same_as<T, std::uint32_t>) {
            if (!type_in_schema.isUInt32()) wrong(where, "UInt32");
        } else if constexpr (std::same_as<T, ClosedText>) {
            if (!type_in_schema.isStruct()) wrong(where, "ClosedText");
        } else if constexpr (Named<T>) {
            enumeration<T>(type_in_schema, false, where);
        } else {
            static_assert(Described<T>);
            if (!type_in_schema.isStruct()) return wrong(where, "a struct");
            described<T>(type_in_schema.asStruct(), where);
        }
    }
};

template <class... E>
using AsEvents = std::type_identity<std::variant<E...>>;
template <class... Kind>
using AsKinds = std::type_identity<std::tuple<Kind...>>;

template <class... E>
void check_events(Check& check, StructSchema schema, const std::string& kind, AsEvents<E...>) {
    (
        [&] {
            const std::string where = kind + "." + std::string(E::name);
            KJ_IF_MAYBE (field, schema.findFieldByName(std::string(E::name).c_str())) {
                check.described<E>(field->getType().asStruct(), where);
            } else {
                check.problems.push_back(where + ": the schema has no such arm");
            }
        }(),
        ...
    );
}

template <class... Kind>
void check_kinds(Check& check, const StructSchema& schema, AsKinds<Kind...>) {
    (
        [&] {
            const std::string where(Kind::name);
            KJ_IF_MAYBE (field, schema.findFieldByName(where.c_str())) {
                check_events(
                    check,
                    field->getType().asStruct(),
                    where,
                    std::type_identity<typename Kind::Event>{}
                );
            } else {
                check.problems.push_back(where + ": the schema has no such arm");
            }
        }(),
        ...
    );
}

}  // namespace tests::of_schema

namespace tests {

// What differs between the structs and the schema, a line each; empty when nothing does.
[[nodiscard]] inline std::vector<std::string> schema_differences() {
    of_schema::Check check;
    check_kinds(check, capnp::Schema::from<schemas::Event>(), std::type_identity<ledger::Kinds>{});
    check.enumeration<ledger::Class>(capnp::Schema::from<schemas::Class>(), false, "Class");
    check.enumeration<ledger::Role>(capnp::Schema::from<schemas::Role>(), false, "Role");
    return std::move(check.problems);
}

}  // namespace tests
