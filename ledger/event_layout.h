#pragma once
// Where the fields of each event lie in a Cap'n Proto message. Worked out once from the schema, by
// the names of the fields; then an event is written and read without a look into the schema, which
// Cap'n Proto's dynamic API would take for every field.

#include "ledger/rules/event.h"
#include "ledger/rules/rational.h"

#include <capnp/schema.h>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace ledger::event_codec {

struct Place;

// Of a struct.
struct Layout {
    std::uint16_t data_words = 0;
    std::uint16_t pointers = 0;
    std::vector<Place> fields;  // in the order of the C++ struct's list
};

// Of a field.
struct Place {
    // Of data, in units of its own size (a bit for a bool); of a pointer, its number.
    std::uint32_t offset = 0;
    Layout inner;  // of the struct, or of the structs in the list, that the field holds
};

// Of a struct that is a union of structs.
struct UnionLayout {
    struct Arm {
        std::uint16_t tag = 0;
        std::uint32_t pointer = 0;
    };
    std::uint16_t data_words = 0;
    std::uint16_t pointers = 0;
    std::uint32_t tag_offset = 0;     // in units of two bytes
    std::vector<Arm> arms;            // by the index of the C++ alternative
    std::vector<std::size_t> by_tag;  // and back; `unknown` where there is none of ours

    static constexpr auto unknown = static_cast<std::size_t>(-1);
};

// Of all events of a kind.
struct KindLayout {
    UnionLayout arms;
    std::vector<Layout> events;
};

struct EventLayout {
    UnionLayout arms;
    std::vector<KindLayout> kinds;
};

// Throws kj::Exception when the schema lacks a field. A test says which.
[[nodiscard]] const EventLayout& event_layout();

// --- What a member of an event is

template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_id = false;
template <class Kind>
inline constexpr bool is_id<Name<Kind>> = true;
template <>
inline constexpr bool is_id<StreamId> = true;

// Written as text.
template <class T>
concept Textual = std::same_as<T, Decimal> || std::same_as<T, Rational> || std::same_as<T, Date> ||
                  std::same_as<T, Period>;

}  // namespace ledger::event_codec
