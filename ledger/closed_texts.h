#pragma once
// The closed texts in a value: all of them, wherever in its fields they are.

#include "ledger/rules/closed_text.h"
#include "ledger/rules/fields.h"

#include <optional>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace ledger {

// Calls visit(text) for each closed text in `value`, in the order of its fields. Text of a constant
// value is constant.
template <class Value, class Visit>
void for_each_closed_text(Value& value, Visit&& visit);

// How to look into a value: not at all, where nothing better is known of its type.
template <class T>
struct ClosedTextsIn {
    static void each(auto& value, auto& visit) {
        if constexpr (Described<T>) {
            for_each_field(value, [&](std::string_view, auto& member) {
                for_each_closed_text(member, visit);
            });
        }
    }
};

template <>
struct ClosedTextsIn<ClosedText> {
    static void each(auto& text, auto& visit) { visit(text); }
};

template <class T>
struct ClosedTextsIn<std::vector<T>> {
    static void each(auto& items, auto& visit) {
        for (auto& item : items) for_each_closed_text(item, visit);
    }
};

template <class T>
struct ClosedTextsIn<std::optional<T>> {
    static void each(auto& value, auto& visit) {
        if (value) for_each_closed_text(*value, visit);
    }
};

template <class... T>
struct ClosedTextsIn<std::variant<T...>> {
    static void each(auto& value, auto& visit) {
        std::visit([&](auto& held) { for_each_closed_text(held, visit); }, value);
    }
};

template <class Value, class Visit>
void for_each_closed_text(Value& value, Visit&& visit) {
    ClosedTextsIn<std::remove_const_t<Value>>::each(value, visit);
}

}  // namespace ledger
