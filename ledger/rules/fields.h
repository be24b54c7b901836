#pragma once
// A struct that is written down lists its fields once, by name. From that one list come its JSON,
// its Cap'n Proto form, its row bytes and its JSON Schema, so the four can never disagree.
//
//     struct Returned {
//         ClosedText reason;
//         static constexpr std::string_view name = "returned";
//         static constexpr std::tuple fields{field("reason", &Returned::reason)};
//         friend bool operator==(const Returned&, const Returned&) = default;
//     };
//
// Names are camelCase and are the same in JSON and in schemas/event.capnp; a test holds the two
// together. An enumeration lists the names of its values, in order from 0, in `names(E)`.

#include <array>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace ledger {

template <class Owner, class T>
struct Field {
    std::string_view name;
    T Owner::* member;
};

template <class Owner, class T>
constexpr Field<Owner, T> field(std::string_view name, T Owner::* member) {
    return {name, member};
}

// A struct with a list of fields.
template <class T>
concept Described = requires { std::remove_cvref_t<T>::fields; };

// Calls visit(name, member) for each field of `object`, in the order in which they are listed.
template <class T, class Visit>
    requires Described<T>
constexpr void for_each_field(T& object, Visit&& visit) {
    std::apply(
        [&](const auto&... f) { (visit(f.name, object.*(f.member)), ...); },
        std::remove_cvref_t<T>::fields
    );
}

// An enumeration whose values have names, in order and without gaps from 0.
template <class E>
concept Named = std::is_enum_v<E> && requires(E e) {
    { names(e).size() } -> std::convertible_to<std::size_t>;
};

template <Named E>
constexpr std::string_view name_of(E value) {
    return names(value)[static_cast<std::size_t>(std::to_underlying(value))];
}

template <Named E>
constexpr std::optional<E> named(std::string_view text) {
    constexpr auto all = names(E{});
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i] == text) return static_cast<E>(i);
    }
    return std::nullopt;
}

}  // namespace ledger
