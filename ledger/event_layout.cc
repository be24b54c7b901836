#include "ledger/event_layout.h"

#include "ledger/rules/fields.h"
#include "schemas/event.capnp.h"

#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <variant>

namespace ledger::event_codec {
namespace {

using capnp::StructSchema;

StructSchema::Field field_of(const StructSchema& schema, std::string_view name) {
    return schema.getFieldByName(std::string(name).c_str());
}

std::uint32_t offset_of(const StructSchema::Field& field) {
    return field.getProto().getSlot().getOffset();
}

template <class T>
Layout layout_of(const StructSchema& schema);

// The layout of what a field of type T holds, where that is a struct or are structs.
template <class T>
Layout inner_of(capnp::Type type) {
    if constexpr (is_optional<T>) {
        return inner_of<typename T::value_type>(type);
    } else if constexpr (is_vector<T>) {
        return inner_of<typename T::value_type>(type.asList().getElementType());
    } else if constexpr (Described<T>) {
        return layout_of<T>(type.asStruct());
    } else {
        return {};
    }
}

template <class T>
Layout layout_of(const StructSchema& schema) {
    const auto size = schema.getProto().getStruct();
    Layout layout{size.getDataWordCount(), size.getPointerCount(), {}};
    const auto add = [&]<class Member>(const Field<T, Member>& ours) {
        const auto field = field_of(schema, ours.name);
        layout.fields.push_back({offset_of(field), inner_of<Member>(field.getType())});
    };
    std::apply([&](const auto&... ours) { (add(ours), ...); }, T::fields);
    return layout;
}

UnionLayout union_of(const StructSchema& schema, const std::vector<std::string_view>& names) {
    const auto size = schema.getProto().getStruct();
    UnionLayout layout{
        .data_words = size.getDataWordCount(),
        .pointers = size.getPointerCount(),
        .tag_offset = size.getDiscriminantOffset(),
        .arms = {},
        .by_tag = std::vector(size.getDiscriminantCount(), UnionLayout::unknown),
    };
    for (const std::string_view name : names) {
        const auto field = field_of(schema, name);
        const std::uint16_t tag = field.getProto().getDiscriminantValue();
        layout.by_tag[tag] = layout.arms.size();
        layout.arms.push_back({tag, offset_of(field)});
    }
    return layout;
}

template <class... E>
KindLayout kind_of(const StructSchema& schema, std::type_identity<std::variant<E...>>) {
    return {
        union_of(schema, {E::name...}),
        {layout_of<E>(field_of(schema, E::name).getType().asStruct())...},
    };
}

template <class... Kind>
EventLayout layout_of_all(const StructSchema& schema, std::type_identity<std::tuple<Kind...>>) {
    return {
        union_of(schema, {Kind::name...}),
        {kind_of(
            field_of(schema, Kind::name).getType().asStruct(),
            std::type_identity<typename Kind::Event>{}
        )...},
    };
}

}  // namespace

const EventLayout& event_layout() {
    static const EventLayout layout =
        layout_of_all(capnp::Schema::from<schemas::Event>(), std::type_identity<Kinds>{});
    return layout;
}

}  // namespace ledger::event_codec
