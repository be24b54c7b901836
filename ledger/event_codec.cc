#include "ledger/event_codec.h"

#include "ledger/rules/assert.h"
#include "ledger/rules/rational.h"
#include "schemas/event.capnp.h"
#include "schemas/record.capnp.h"

#include <array>
#include <cctype>
#include <chrono>
#include <concepts>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <tuple>
#include <type_traits>
#include <utility>

namespace ledger::event_codec {
namespace {

using capnp::DynamicEnum;
using capnp::DynamicList;
using capnp::DynamicStruct;
using capnp::DynamicValue;
using capnp::StructSchema;

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

// Values that are written as text have to_text and from_text.
std::string to_text(const Decimal& v) {
    return v.text();
}
std::string to_text(const Rational& v) {
    return v.text();
}
std::string to_text(Date v) {
    return text(v);
}
std::string to_text(const Period& v) {
    return v.text();
}

template <class T>
T required(std::optional<T> value, std::string_view text) {
    if (!value) throw std::invalid_argument("not of its form: " + std::string(text));
    return *std::move(value);
}

template <class T>
T from_text(std::string_view text) {
    if constexpr (std::same_as<T, Date>) {
        return required(parse_date(text), text);
    } else {
        return required(T::parse(text), text);
    }
}

template <class T>
concept Textual = std::same_as<T, Decimal> || std::same_as<T, Rational> || std::same_as<T, Date> ||
                  std::same_as<T, Period>;

// The schema's fields of a struct, in the order of its own. One schema struct for one C++ struct.
template <class T>
const auto& bound(const StructSchema& schema) {
    constexpr std::size_t count = std::tuple_size_v<std::remove_cvref_t<decltype(T::fields)>>;
    static const std::vector<StructSchema::Field> fields = [&] {
        std::vector<StructSchema::Field> found;
        found.reserve(count);
        std::apply(
            [&](const auto&... f) {
                (found.push_back(schema.getFieldByName(std::string(f.name).c_str())), ...);
            },
            T::fields
        );
        return found;
    }();
    return fields;
}

capnp::Text::Reader capnp_text(const std::string& s) {
    return {s.c_str(), s.size()};
}

std::string string_of(capnp::Text::Reader t) {
    return {t.begin(), t.size()};
}

// --- Writing

class Pen {
public:
    explicit Pen(Parts& parts) : parts_(parts) {}

    template <class T>
    void fields(DynamicStruct::Builder to, const T& object) {
        const auto& schema_fields = bound<T>(to.getSchema());
        std::size_t i = 0;
        for_each_field(object, [&](std::string_view, const auto& member) {
            value(to, schema_fields[i++], member);
        });
    }

private:
    template <class T>
    void value(DynamicStruct::Builder to, StructSchema::Field field, const T& v) {
        if constexpr (is_optional<T>) {
            if (v) optional_value(to, field, *v);
        } else if constexpr (is_vector<T>) {
            if (!v.empty()) list(to, field, v);
        } else if constexpr (std::same_as<T, std::string>) {
            if (!v.empty()) to.set(field, capnp_text(v));
        } else if constexpr (is_id<T>) {
            if (!v.text.empty()) to.set(field, capnp_text(v.text));
        } else if constexpr (std::same_as<T, ClosedText>) {
            if (!v.empty()) closed(to, field, v);
        } else if constexpr (std::same_as<T, Digest>) {
            to.set(field, capnp::Data::Reader(v.bytes.data(), v.bytes.size()));
        } else if constexpr (std::same_as<T, Instant>) {
            to.set(field, static_cast<std::int64_t>(v.time_since_epoch().count()));
        } else if constexpr (Textual<T>) {
            to.set(field, capnp_text(to_text(v)));
        } else if constexpr (Described<T>) {
            fields(to.init(field).template as<DynamicStruct>(), v);
        } else if constexpr (Named<T>) {
            to.set(
                field,
                DynamicEnum(
                    field.getType().asEnum(), static_cast<std::uint16_t>(std::to_underlying(v))
                )
            );
        } else if constexpr (std::same_as<T, Position>) {
            to.set(field, std::to_underlying(v));
        } else {
            static_assert(std::integral<T>);
            to.set(field, v);
        }
    }

    // An optional enumerant is one further on, for its schema starts with `none`.
    template <class T>
    void optional_value(DynamicStruct::Builder to, StructSchema::Field field, const T& v) {
        if constexpr (Named<T>) {
            to.set(
                field,
                DynamicEnum(
                    field.getType().asEnum(), static_cast<std::uint16_t>(std::to_underlying(v) + 1)
                )
            );
        } else {
            value(to, field, v);
        }
    }

    template <class T>
    void list(DynamicStruct::Builder to, StructSchema::Field field, const std::vector<T>& v) {
        auto items = to.init(field, static_cast<capnp::uint>(v.size())).template as<DynamicList>();
        for (capnp::uint i = 0; i < items.size(); ++i) {
            const T& item = v[i];
            if constexpr (Described<T>) {
                fields(items[i].template as<DynamicStruct>(), item);
            } else if constexpr (std::same_as<T, std::string>) {
                items.set(i, capnp_text(item));
            } else if constexpr (is_id<T>) {
                items.set(i, capnp_text(item.text));
            } else if constexpr (std::same_as<T, Digest>) {
                items.set(i, capnp::Data::Reader(item.bytes.data(), item.bytes.size()));
            } else if constexpr (Textual<T>) {
                items.set(i, capnp_text(to_text(item)));
            } else {
                static_assert(Named<T>);
                items.set(
                    i,
                    DynamicEnum(
                        items.getSchema().getEnumElementType(),
                        static_cast<std::uint16_t>(std::to_underlying(item))
                    )
                );
            }
        }
    }

    void closed(DynamicStruct::Builder to, StructSchema::Field field, const ClosedText& v) {
        parts_.push_back(&v);
        auto text = to.init(field).as<DynamicStruct>().as<schemas::ClosedText>();
        text.setPart(static_cast<std::uint16_t>(parts_.size()));
        text.setCharacters(v.characters());
    }

    Parts& parts_;
};

// --- Reading

class Eye {
public:
    explicit Eye(const Words& words) : words_(words) {}

    template <class T>
    void fields(DynamicStruct::Reader from, T& object) {
        const auto& schema_fields = bound<T>(from.getSchema());
        std::size_t i = 0;
        for_each_field(object, [&](std::string_view, auto& member) {
            value(from, schema_fields[i++], member);
        });
    }

private:
    template <class T>
    void value(DynamicStruct::Reader from, StructSchema::Field field, T& v) {
        if constexpr (is_optional<T>) {
            optional_value(from, field, v);
        } else if constexpr (is_vector<T>) {
            if (from.has(field)) list(from.get(field).as<DynamicList>(), v);
        } else if constexpr (std::same_as<T, std::string>) {
            v = string_of(from.get(field).as<capnp::Text>());
        } else if constexpr (is_id<T>) {
            v.text = string_of(from.get(field).as<capnp::Text>());
        } else if constexpr (std::same_as<T, ClosedText>) {
            if (from.has(field)) closed(from, field, v);
        } else if constexpr (std::same_as<T, Digest>) {
            v = digest(from.get(field).as<capnp::Data>());
        } else if constexpr (std::same_as<T, Instant>) {
            v = Instant{std::chrono::microseconds{from.get(field).as<std::int64_t>()}};
        } else if constexpr (Textual<T>) {
            v = from_text<T>(string_of(from.get(field).as<capnp::Text>()));
        } else if constexpr (Described<T>) {
            fields(from.get(field).as<DynamicStruct>(), v);
        } else if constexpr (Named<T>) {
            v = enumerant<T>(from.get(field).as<DynamicEnum>(), 0);
        } else if constexpr (std::same_as<T, Position>) {
            v = Position{from.get(field).as<std::uint64_t>()};
        } else {
            static_assert(std::integral<T>);
            v = from.get(field).as<T>();
        }
    }

    template <class T>
    void optional_value(
        DynamicStruct::Reader from, StructSchema::Field field, std::optional<T>& v
    ) {
        if constexpr (Named<T>) {
            const auto raw = from.get(field).as<DynamicEnum>();
            if (raw.getRaw() != 0) v = enumerant<T>(raw, 1);
        } else if constexpr (std::same_as<T, Instant>) {
            Instant moment{};
            value(from, field, moment);
            if (moment != Instant{}) v = moment;
        } else if (from.has(field)) {
            v.emplace();
            value(from, field, *v);
        }
    }

    template <class T>
    T enumerant(DynamicEnum raw, std::uint16_t offset) {
        const std::size_t index = static_cast<std::size_t>(raw.getRaw()) - offset;
        if (index >= names(T{}).size()) throw std::invalid_argument("enumerant out of range");
        return static_cast<T>(index);
    }

    static Digest digest(capnp::Data::Reader data) {
        Digest digest;
        if (data.size() != digest.bytes.size()) throw std::invalid_argument("not a SHA-256");
        std::memcpy(digest.bytes.data(), data.begin(), data.size());
        return digest;
    }

    template <class T>
    void list(DynamicList::Reader items, std::vector<T>& v) {
        v.clear();
        v.reserve(items.size());
        for (capnp::uint i = 0; i < items.size(); ++i) {
            T& item = v.emplace_back();
            if constexpr (Described<T>) {
                fields(items[i].template as<DynamicStruct>(), item);
            } else if constexpr (std::same_as<T, std::string>) {
                item = string_of(items[i].template as<capnp::Text>());
            } else if constexpr (is_id<T>) {
                item.text = string_of(items[i].template as<capnp::Text>());
            } else if constexpr (std::same_as<T, Digest>) {
                item = digest(items[i].template as<capnp::Data>());
            } else if constexpr (Textual<T>) {
                item = from_text<T>(string_of(items[i].template as<capnp::Text>()));
            } else {
                static_assert(Named<T>);
                item = enumerant<T>(items[i].template as<DynamicEnum>(), 0);
            }
        }
    }

    void closed(DynamicStruct::Reader from, StructSchema::Field field, ClosedText& v) {
        const auto text = from.get(field).as<DynamicStruct>().as<schemas::ClosedText>();
        std::string words = words_(text.getPart());
        v = words.empty() ? ClosedWords::withheld(text.getCharacters())
                          : ClosedWords::make(std::move(words));
    }

    const Words& words_;
};

// --- The two unions: the kind of stream, and in it the event

template <class Variant, std::size_t I = 0, class Visit>
bool for_alternative(std::size_t index, Visit&& visit) {
    if constexpr (I == std::variant_size_v<Variant>) {
        return false;
    } else {
        if (index == I) {
            visit(std::in_place_index<I>);
            return true;
        }
        return for_alternative<Variant, I + 1>(index, std::forward<Visit>(visit));
    }
}

// The arms of a union by the index of the C++ alternative, and back by the schema's field index.
struct Arms {
    std::vector<StructSchema::Field> fields;
    std::vector<std::size_t> alternatives;  // by field index; npos: none of ours
};

constexpr std::size_t npos = static_cast<std::size_t>(-1);

Arms arms_of(const StructSchema& schema, const std::vector<std::string_view>& names) {
    Arms arms;
    arms.alternatives.assign(schema.getFields().size(), npos);
    for (const std::string_view name : names) {
        const auto field = schema.getFieldByName(std::string(name).c_str());
        arms.alternatives[field.getIndex()] = arms.fields.size();
        arms.fields.push_back(field);
    }
    return arms;
}

template <class... Kind>
std::vector<std::string_view> kind_names(std::type_identity<std::tuple<Kind...>>) {
    return {Kind::name...};
}

template <class... E>
std::vector<std::string_view> event_names(std::type_identity<std::variant<E...>>) {
    return {E::name...};
}

const Arms& kind_arms() {
    static const Arms arms =
        arms_of(capnp::Schema::from<schemas::Event>(), kind_names(std::type_identity<Kinds>{}));
    return arms;
}

template <class KindEvent>
const Arms& event_arms(const StructSchema& schema) {
    static const Arms arms = arms_of(schema, event_names(std::type_identity<KindEvent>{}));
    return arms;
}

std::size_t alternative_of(DynamicStruct::Reader from, const Arms& arms) {
    KJ_IF_MAYBE (field, from.which()) {
        const std::size_t alternative = arms.alternatives[field->getIndex()];
        if (alternative != npos) return alternative;
    }
    throw std::invalid_argument("an event of a kind that this version does not know");
}

}  // namespace

void write(DynamicStruct::Builder to, const Event& event, Parts& parts) {
    Pen pen(parts);
    const auto kind_field = kind_arms().fields[event.index()];
    DynamicStruct::Builder kind = to.init(kind_field).as<DynamicStruct>();
    std::visit(
        [&](const auto& of_kind) {
            using KindEvent = std::remove_cvref_t<decltype(of_kind)>;
            const auto field = event_arms<KindEvent>(kind.getSchema()).fields[of_kind.index()];
            DynamicStruct::Builder body = kind.init(field).template as<DynamicStruct>();
            std::visit([&](const auto& e) { pen.fields(body, e); }, of_kind);
        },
        event
    );
}

Event read(DynamicStruct::Reader from, const Words& words) {
    Eye eye(words);
    Event event;
    const std::size_t kind_index = alternative_of(from, kind_arms());
    const DynamicStruct::Reader kind = from.get(kind_arms().fields[kind_index]).as<DynamicStruct>();
    for_alternative<Event>(kind_index, [&]<std::size_t K>(std::in_place_index_t<K>) {
        using KindEvent = std::variant_alternative_t<K, Event>;
        const Arms& arms = event_arms<KindEvent>(kind.getSchema());
        const std::size_t index = alternative_of(kind, arms);
        const DynamicStruct::Reader body =
            kind.get(arms.fields[index]).template as<DynamicStruct>();
        KindEvent of_kind;
        for_alternative<KindEvent>(index, [&]<std::size_t I>(std::in_place_index_t<I>) {
            eye.fields(body, of_kind.template emplace<I>());
        });
        event.template emplace<K>(std::move(of_kind));
    });
    return event;
}

// --- Checking the schema

namespace {

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
        } else if constexpr (std::same_as<T, Position>) {
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

}  // namespace

std::vector<std::string> check_schema() {
    Check check;
    check_kinds(check, capnp::Schema::from<schemas::Event>(), std::type_identity<Kinds>{});
    check.enumeration<Class>(capnp::Schema::from<schemas::Class>(), false, "Class");
    check.enumeration<Role>(capnp::Schema::from<schemas::Role>(), false, "Role");
    return std::move(check.problems);
}

}  // namespace ledger::event_codec
