#include "ledger/event_codec.h"

#include "ledger/capnp_values.h"
#include "ledger/event_layout.h"
#include "schemas/event.capnp.h"

#include <bit>
#include <chrono>
#include <concepts>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace ledger::event_codec {
namespace {

using capnp::AnyPointer;
using capnp::AnyStruct;

static_assert(std::endian::native == std::endian::little, "numbers lie in messages as in memory");

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
T from_text(std::string_view text) {
    const auto parsed = [&] {
        if constexpr (std::same_as<T, Date>) {
            return parse_date(text);
        } else {
            return T::parse(text);
        }
    }();
    if (!parsed) throw std::invalid_argument("not of its form: " + std::string(text));
    return *parsed;
}

// --- Writing

class Pen {
public:
    explicit Pen(Parts& parts) : parts_(parts) {}

    template <class T>
    void fields(AnyStruct::Builder to, const Layout& layout, const T& object) {
        Sheet sheet{to.getDataSection(), to.getPointerSection()};
        const Place* place = layout.fields.data();
        for_each_field(object, [&](std::string_view, const auto& member) {
            value(sheet, *place++, member);
        });
    }

private:
    // A struct that is being written.
    struct Sheet {
        kj::ArrayPtr<capnp::byte> data;
        capnp::List<AnyPointer>::Builder pointers;

        template <class Number>
        void put(const Place& place, Number number) {
            std::memcpy(data.begin() + place.offset * sizeof(Number), &number, sizeof(Number));
        }
        void put(const Place& place, bool bit) {
            if (bit) data[place.offset / 8] |= static_cast<capnp::byte>(1U << (place.offset % 8));
        }
        void put(const Place& place, capnp::Text::Reader text) {
            pointers[place.offset].setAs<capnp::Text>(text);
        }
        void put(const Place& place, capnp::Data::Reader bytes) {
            pointers[place.offset].setAs<capnp::Data>(bytes);
        }
    };

    template <class T>
    void value(Sheet& to, const Place& place, const T& v) {
        if constexpr (is_optional<T>) {
            if (v) optional_value(to, place, *v);
        } else if constexpr (is_vector<T>) {
            if (!v.empty()) list(to.pointers[place.offset], place.inner, v);
        } else if constexpr (std::same_as<T, std::string>) {
            if (!v.empty()) to.put(place, capnp_text(v));
        } else if constexpr (is_id<T>) {
            if (!v.text.empty()) to.put(place, capnp_text(v.text));
        } else if constexpr (std::same_as<T, ClosedText>) {
            if (!v.empty()) closed(to.pointers[place.offset], v);
        } else if constexpr (std::same_as<T, Digest>) {
            to.put(place, capnp_data(v.bytes));
        } else if constexpr (std::same_as<T, Instant>) {
            to.put(place, static_cast<std::int64_t>(v.time_since_epoch().count()));
        } else if constexpr (Textual<T>) {
            to.put(place, capnp_text(to_text(v)));
        } else if constexpr (Described<T>) {
            const Layout& inner = place.inner;
            fields(
                to.pointers[place.offset].initAsAnyStruct(inner.data_words, inner.pointers),
                inner,
                v
            );
        } else if constexpr (Named<T>) {
            to.put(place, static_cast<std::uint16_t>(std::to_underlying(v)));
        } else if constexpr (std::same_as<T, Position>) {
            to.put(place, std::to_underlying(v));
        } else {
            static_assert(std::integral<T>);
            to.put(place, v);
        }
    }

    // An optional enumerant is one further on, for its schema starts with `none`.
    template <class T>
    void optional_value(Sheet& to, const Place& place, const T& v) {
        if constexpr (Named<T>) {
            to.put(place, static_cast<std::uint16_t>(std::to_underlying(v) + 1));
        } else {
            static_assert(!std::integral<T> && !std::same_as<T, Position>, "0 is no absence");
            value(to, place, v);
        }
    }

    template <class T>
    void list(AnyPointer::Builder to, const Layout& inner, const std::vector<T>& v) {
        const auto count = static_cast<capnp::uint>(v.size());
        if constexpr (Described<T>) {
            auto items = to.initAsListOfAnyStruct(inner.data_words, inner.pointers, count);
            for (capnp::uint i = 0; i < count; ++i) fields(items[i], inner, v[i]);
        } else if constexpr (std::same_as<T, Digest>) {
            auto items = to.initAs<capnp::List<capnp::Data>>(count);
            for (capnp::uint i = 0; i < count; ++i) items.set(i, capnp_data(v[i].bytes));
        } else if constexpr (Named<T>) {
            auto items = to.initAs<capnp::List<std::uint16_t>>(count);
            for (capnp::uint i = 0; i < count; ++i) {
                items.set(i, static_cast<std::uint16_t>(std::to_underlying(v[i])));
            }
        } else {
            auto items = to.initAs<capnp::List<capnp::Text>>(count);
            for (capnp::uint i = 0; i < count; ++i) {
                if constexpr (std::same_as<T, std::string>) {
                    items.set(i, capnp_text(v[i]));
                } else if constexpr (is_id<T>) {
                    items.set(i, capnp_text(v[i].text));
                } else {
                    static_assert(Textual<T>);
                    items.set(i, capnp_text(to_text(v[i])));
                }
            }
        }
    }

    void closed(AnyPointer::Builder to, const ClosedText& v) {
        parts_.push_back(&v);
        auto text = to.initAs<schemas::ClosedText>();
        text.setPart(static_cast<std::uint16_t>(parts_.size()));
        text.setCharacters(v.characters());
    }

    Parts& parts_;
};

// --- Reading

// A struct that is being read. What an older version did not have yet is 0, or a null pointer.
struct Page {
    explicit Page(AnyStruct::Reader from)
        : data(from.getDataSection()), pointers(from.getPointerSection()) {}

    template <class Number>
    [[nodiscard]] Number number(std::uint32_t offset) const {
        Number v{};
        const std::size_t at = offset * sizeof(Number);
        if (at + sizeof(Number) <= data.size()) std::memcpy(&v, data.begin() + at, sizeof(Number));
        return v;
    }
    [[nodiscard]] bool bit(const Place& place) const {
        const std::size_t at = place.offset / 8;
        return at < data.size() && ((data[at] >> (place.offset % 8)) & 1) != 0;
    }
    [[nodiscard]] AnyPointer::Reader pointer(std::uint32_t offset) const {
        return offset < pointers.size() ? pointers[offset] : AnyPointer::Reader();
    }

    kj::ArrayPtr<const capnp::byte> data;
    capnp::List<AnyPointer>::Reader pointers;
};

class Eye {
public:
    explicit Eye(const Words& words) : words_(words) {}

    template <class T>
    void fields(AnyStruct::Reader from, const Layout& layout, T& object) {
        const Page page(from);
        const Place* place = layout.fields.data();
        for_each_field(object, [&](std::string_view, auto& member) {
            value(page, *place++, member);
        });
    }

private:
    template <class T>
    void value(const Page& from, const Place& place, T& v) {
        if constexpr (is_optional<T>) {
            optional_value(from, place, v);
        } else if constexpr (std::same_as<T, bool>) {
            v = from.bit(place);
        } else if constexpr (std::same_as<T, Instant>) {
            v = Instant{std::chrono::microseconds{from.number<std::int64_t>(place.offset)}};
        } else if constexpr (Named<T>) {
            v = enumerant<T>(from.number<std::uint16_t>(place.offset));
        } else if constexpr (std::same_as<T, Position>) {
            v = Position{from.number<std::uint64_t>(place.offset)};
        } else if constexpr (std::integral<T>) {
            v = from.number<T>(place.offset);
        } else {
            pointed(from.pointer(place.offset), place.inner, v);
        }
    }

    template <class T>
    void optional_value(const Page& from, const Place& place, std::optional<T>& v) {
        if constexpr (Named<T>) {
            const auto raw = from.number<std::uint16_t>(place.offset);
            if (raw != 0) v = enumerant<T>(raw, 1);
        } else if constexpr (std::same_as<T, Instant>) {
            Instant moment{};
            value(from, place, moment);
            if (moment != Instant{}) v = moment;
        } else if (!from.pointer(place.offset).isNull()) {
            value(from, place, v.emplace());
        }
    }

    // What is behind a pointer.
    template <class T>
    void pointed(AnyPointer::Reader from, const Layout& inner, T& v) {
        if constexpr (is_vector<T>) {
            if (!from.isNull()) list(from, inner, v);
        } else if constexpr (std::same_as<T, std::string>) {
            v = string_of(from.getAs<capnp::Text>());
        } else if constexpr (is_id<T>) {
            v.text = string_of(from.getAs<capnp::Text>());
        } else if constexpr (std::same_as<T, ClosedText>) {
            if (!from.isNull()) closed(from.getAs<schemas::ClosedText>(), v);
        } else if constexpr (std::same_as<T, Digest>) {
            copy_exactly(from.getAs<capnp::Data>(), v.bytes);
        } else if constexpr (Textual<T>) {
            const auto text = from.getAs<capnp::Text>();
            v = from_text<T>({text.begin(), text.size()});
        } else {
            static_assert(Described<T>);
            fields(from.getAs<AnyStruct>(), inner, v);
        }
    }

    template <class T>
    void list(AnyPointer::Reader from, const Layout& inner, std::vector<T>& v) {
        const auto items = credible(items_of<T>(from));
        v.clear();
        v.reserve(items.size());
        for (capnp::uint i = 0; i < items.size(); ++i) {
            T& item = v.emplace_back();
            if constexpr (Described<T>) {
                fields(items[i], inner, item);
            } else if constexpr (std::same_as<T, Digest>) {
                copy_exactly(items[i], item.bytes);
            } else if constexpr (Named<T>) {
                item = enumerant<T>(items[i]);
            } else if constexpr (std::same_as<T, std::string>) {
                item = string_of(items[i]);
            } else if constexpr (is_id<T>) {
                item.text = string_of(items[i]);
            } else {
                const auto text = items[i];
                item = from_text<T>({text.begin(), text.size()});
            }
        }
    }

    template <class T>
    static auto items_of(AnyPointer::Reader from) {
        if constexpr (Described<T>) {
            return from.getAs<capnp::AnyList>().as<capnp::List<AnyStruct>>();
        } else if constexpr (std::same_as<T, Digest>) {
            return from.getAs<capnp::List<capnp::Data>>();
        } else if constexpr (Named<T>) {
            return from.getAs<capnp::List<std::uint16_t>>();
        } else {
            return from.getAs<capnp::List<capnp::Text>>();
        }
    }

    void closed(schemas::ClosedText::Reader text, ClosedText& v) {
        std::string words = words_(text.getPart());
        v = words.empty() ? ClosedWords::withheld(text.getCharacters())
                          : ClosedWords::make(std::move(words));
    }

    const Words& words_;
};

// --- The two unions: the kind of stream, and in it the event

AnyStruct::Builder init_arm(
    AnyStruct::Builder to,
    const UnionLayout& from,
    std::size_t alternative,
    std::uint16_t data_words,
    std::uint16_t pointers
) {
    const UnionLayout::Arm& arm = from.arms[alternative];
    std::memcpy(
        to.getDataSection().begin() + from.tag_offset * sizeof(arm.tag), &arm.tag, sizeof(arm.tag)
    );
    return to.getPointerSection()[arm.pointer].initAsAnyStruct(data_words, pointers);
}

std::size_t alternative_of(const Page& from, const UnionLayout& layout) {
    const auto tag = from.number<std::uint16_t>(layout.tag_offset);
    if (tag < layout.by_tag.size() && layout.by_tag[tag] != UnionLayout::unknown) {
        return layout.by_tag[tag];
    }
    throw std::invalid_argument("an event of a kind that this version does not know");
}

template <class Variant, std::size_t I = 0, class Visit>
void for_alternative(std::size_t index, Visit&& visit) {
    if constexpr (I < std::variant_size_v<Variant>) {
        if (index == I) return visit(std::in_place_index<I>);
        for_alternative<Variant, I + 1>(index, std::forward<Visit>(visit));
    }
}

}  // namespace

void write(AnyStruct::Builder to, const Event& event, Parts& parts) {
    Pen pen(parts);
    const EventLayout& layout = event_layout();
    const KindLayout& kind = layout.kinds[event.index()];
    AnyStruct::Builder of_kind =
        init_arm(to, layout.arms, event.index(), kind.arms.data_words, kind.arms.pointers);
    std::visit(
        [&](const auto& events) {
            const Layout& body = kind.events[events.index()];
            AnyStruct::Builder arm =
                init_arm(of_kind, kind.arms, events.index(), body.data_words, body.pointers);
            std::visit([&](const auto& e) { pen.fields(arm, body, e); }, events);
        },
        event
    );
}

Event read(AnyStruct::Reader from, const Words& words) {
    Eye eye(words);
    Event event;
    const EventLayout& layout = event_layout();
    const Page outer(from);
    const std::size_t kind_index = alternative_of(outer, layout.arms);
    const Page inner(outer.pointer(layout.arms.arms[kind_index].pointer).getAs<AnyStruct>());
    for_alternative<Event>(kind_index, [&]<std::size_t K>(std::in_place_index_t<K>) {
        using KindEvent = std::variant_alternative_t<K, Event>;
        const KindLayout& kind = layout.kinds[K];
        const std::size_t index = alternative_of(inner, kind.arms);
        const auto body = inner.pointer(kind.arms.arms[index].pointer).getAs<AnyStruct>();
        KindEvent& of_kind = event.template emplace<K>();
        for_alternative<KindEvent>(index, [&]<std::size_t I>(std::in_place_index_t<I>) {
            eye.fields(body, kind.events[I], of_kind.template emplace<I>());
        });
    });
    return event;
}

}  // namespace ledger::event_codec
