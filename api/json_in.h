#pragma once
// Reads JSON strictly into structs with `fields`: from requests, and from files that are imported.
// Values look as json_out.h says. What a client got wrong is told all at once, up to
// JsonLimits::problems_max problems, each an R-SHAPE with the path of the value:
// "content.indicators[2].weight".
//
// Strict means: no unknown field, no field twice, no null (leave the field out), no value of
// another type; names of enumerations exactly; text in valid UTF-8 without U+0000; whole numbers
// between -(2^53-1) and 2^53-1 and within their field's range. A decimal may be written as a whole
// number (100) but never as a number with a point or an exponent: other programs have read those as
// binary already. It is written as text: "77.80".
//
// A field may be left out when its value can be empty: text, closed text, names, flags, optionals
// and lists; whether it may be empty is for the rules to say. An enumeration must be given: nobody
// decides by leaving something out. Numbers, decimals, rationals, dates, moments, periods,
// positions and digests must be given unless the struct says a value for them that is not its
// type's first
// (`first_month = 1`, `weight{100}`), which they then have. A struct that is left out is read as
// {}.

#include "ledger/rules/closed_text.h"
#include "ledger/rules/decimal.h"
#include "ledger/rules/digest.h"
#include "ledger/rules/error.h"
#include "ledger/rules/fields.h"
#include "ledger/rules/ids.h"
#include "ledger/rules/rational.h"
#include "ledger/rules/time.h"

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

namespace api {

struct JsonLimits {
    std::size_t bytes_max = 1024 * 1024;
    std::size_t depth_max = 32;      // of arrays and objects in each other
    std::size_t items_max = 10'000;  // of one list
    std::size_t problems_max = 20;
    // Decimals and fractions only as we write them: "7.50" and no 7.5, "5/3" and no "10/6"; and
    // flags and structs are there, which we never leave out. For what another program must read
    // alike.
    bool one_spelling = false;
};

using Rejections = std::vector<ledger::Rejection>;  // at least one

template <class T>
using OrRejections = std::expected<T, Rejections>;

// The largest whole number that every client reads exactly.
inline constexpr std::int64_t json_integer_max = (std::int64_t{1} << 53U) - 1;

struct JsonMember;
class JsonMembers;
class JsonItems;

// A value in a JsonDocument; valid as long as that is. Cheap to copy. Asking for what it is not is
// a bug, and asserts.
class JsonValue {
public:
    enum class Kind : std::uint8_t { null, boolean, integer, inexact, text, list, object };

    // `integer` is one that every client reads exactly; other numbers are `inexact`.
    [[nodiscard]] Kind kind() const;
    [[nodiscard]] bool boolean() const;
    [[nodiscard]] std::int64_t integer() const;
    [[nodiscard]] std::string_view text() const;
    [[nodiscard]] JsonItems items() const;      // of a list
    [[nodiscard]] JsonMembers members() const;  // of an object, in its order, duplicates too

private:
    friend class JsonDocument;
    friend class JsonMembers;
    friend class JsonItems;
    JsonValue(const void* tape, std::size_t index) : tape_(tape), index_(index) {}

    // What simdjson::dom::element is made of; only json_in.cc includes simdjson.
    const void* tape_;
    std::size_t index_;
};

struct JsonMember {
    std::string_view name;
    JsonValue value;
};

// for (JsonMember member : object.members())
class JsonMembers {
public:
    class Iterator {
    public:
        Iterator(const void* tape, std::size_t index) : tape_(tape), index_(index) {}
        [[nodiscard]] JsonMember operator*() const;
        Iterator& operator++();
        friend bool operator==(const Iterator&, const Iterator&) = default;

    private:
        const void* tape_;
        std::size_t index_;
    };
    explicit JsonMembers(JsonValue object);
    [[nodiscard]] Iterator begin() const { return begin_; }
    [[nodiscard]] Iterator end() const { return end_; }

private:
    Iterator begin_;
    Iterator end_;
};

// for (JsonValue item : list.items())
class JsonItems {
public:
    class Iterator {
    public:
        Iterator(const void* tape, std::size_t index) : tape_(tape), index_(index) {}
        [[nodiscard]] JsonValue operator*() const;
        Iterator& operator++();
        friend bool operator==(const Iterator&, const Iterator&) = default;

    private:
        const void* tape_;
        std::size_t index_;
    };
    explicit JsonItems(JsonValue list);
    [[nodiscard]] Iterator begin() const { return begin_; }
    [[nodiscard]] Iterator end() const { return end_; }

private:
    Iterator begin_;
    Iterator end_;
};

// One whole document, known to be JSON and UTF-8. It keeps no reference to the bytes it was parsed
// from. Its memory is used again by the next document of the thread that destroys it.
class JsonDocument {
public:
    [[nodiscard]] static OrRejections<JsonDocument> parse(
        std::string_view json, const JsonLimits& limits = {}
    );
    [[nodiscard]] JsonValue root() const;

private:
    struct Parser;
    struct Recycler {
        void operator()(Parser* parser) const noexcept;
    };
    explicit JsonDocument(std::unique_ptr<Parser, Recycler> parser);
    [[nodiscard]] static std::unique_ptr<Parser, Recycler> spare_parser();
    std::unique_ptr<Parser, Recycler> parser_;
};

// Where a reader is in the document, and what it has found wrong so far.
class JsonReading {
public:
    // `prefix` stands before every path: "data" when that is the part being read.
    explicit JsonReading(const JsonLimits& limits = {}, std::string prefix = {});

    // The value at hand is not what it must be: `detail` says what to do. Names in it are shortened
    // by quoted_name().
    void reject(ledger::Words detail);
    // The same about a member of the object at hand.
    void reject(std::string_view member, ledger::Words detail);

    // There is no use in reading on.
    [[nodiscard]] bool is_full() const noexcept { return problems_.size() >= limits_.problems_max; }
    [[nodiscard]] bool is_clean() const noexcept { return problems_.empty(); }
    [[nodiscard]] const JsonLimits& limits() const noexcept { return limits_; }
    [[nodiscard]] Rejections take() && { return std::move(problems_); }

    // As long as it lives, the value at hand is this member, or this item, of the one before.
    class Step {
    public:
        Step(JsonReading& reading, std::string_view member);
        Step(JsonReading& reading, std::size_t item);
        Step(const Step&) = delete;
        Step& operator=(const Step&) = delete;
        ~Step();

    private:
        JsonReading& reading_;
    };

private:
    struct Part {
        std::string_view member;  // or, when there is none, the item
        std::size_t item = 0;
    };
    [[nodiscard]] std::string path() const;

    JsonLimits limits_;
    std::string prefix_;
    std::vector<Part> parts_;
    Rejections problems_;
};

// A name that a client sent, as a sentence may quote it: 64 bytes at most, of whatever they are.
[[nodiscard]] std::string quoted_name(std::string_view name);

// read(reading, value, into): sets `into`, or leaves it as it is and rejects.
void read(JsonReading& reading, JsonValue value, bool& into);
void read(JsonReading& reading, JsonValue value, std::string& into);
void read(JsonReading& reading, JsonValue value, ledger::ClosedText& into);
void read(JsonReading& reading, JsonValue value, ledger::StreamId& into);
void read(JsonReading& reading, JsonValue value, ledger::Position& into);
void read(JsonReading& reading, JsonValue value, ledger::Decimal& into);
void read(JsonReading& reading, JsonValue value, ledger::Rational& into);
void read(JsonReading& reading, JsonValue value, ledger::Date& into);
void read(JsonReading& reading, JsonValue value, ledger::Instant& into);
void read(JsonReading& reading, JsonValue value, ledger::Period& into);
void read(JsonReading& reading, JsonValue value, ledger::Digest& into);

template <std::integral Integer>
    requires(!std::same_as<Integer, bool>)
void read(JsonReading& reading, JsonValue value, Integer& into);
template <class Kind>
void read(JsonReading& reading, JsonValue value, ledger::Name<Kind>& into);
template <ledger::Named Enum>
void read(JsonReading& reading, JsonValue value, Enum& into);
template <class T>
void read(JsonReading& reading, JsonValue value, std::optional<T>& into);
template <class T>
void read(JsonReading& reading, JsonValue value, std::vector<T>& into);
template <ledger::Described Struct>
void read(JsonReading& reading, JsonValue value, Struct& into);

// Reads the struct of that name into the variant. False when it has none of that name.
template <class... Struct>
[[nodiscard]] bool read_named(
    JsonReading& reading, JsonValue value, std::string_view name, std::variant<Struct...>& into
);

// The whole of a document.
template <ledger::Described Struct>
[[nodiscard]] OrRejections<Struct> from_json(std::string_view json, const JsonLimits& limits = {}) {
    const auto document = JsonDocument::parse(json, limits);
    if (!document) return std::unexpected(document.error());
    JsonReading reading(limits);
    Struct into{};
    read(reading, document->root(), into);
    if (!reading.is_clean()) return std::unexpected(std::move(reading).take());
    return into;
}

// --- How structs are read: one table for each, one loop for all of them.

struct JsonField {
    std::string_view name;
    bool required;
    bool written_always;  // no value of its type is left out when it is written
    void (*read)(JsonReading&, JsonValue, void* object);
    // What to do when it is left out; nullptr for nothing.
    void (*read_missing)(JsonReading&, void* object);
};

void read_fields(
    JsonReading& reading, JsonValue value, std::span<const JsonField> fields, void* object
);
void read_missing_fields(JsonReading& reading, std::span<const JsonField> fields, void* object);
// Nothing when the value is no integer between `low` and `high`, which is then rejected.
[[nodiscard]] std::optional<std::int64_t> read_integer(
    JsonReading& reading, JsonValue value, std::int64_t low, std::int64_t high
);
void read_name(JsonReading& reading, JsonValue value, std::string& into);
// The index in `names`; nothing when it is none of them, which is then rejected.
[[nodiscard]] std::optional<std::size_t> read_choice(
    JsonReading& reading, JsonValue value, std::span<const std::string_view> names
);
// The number of items; nothing when it is no list or one that is too long.
[[nodiscard]] std::optional<std::size_t> read_list(JsonReading& reading, JsonValue value);

namespace detail {

template <class T>
bool must_be_given(const T& when_left_out) {
    if constexpr (ledger::Named<T>) {
        return true;
    } else if constexpr (std::same_as<T, bool> || ledger::Described<T>) {
        return false;
    } else if constexpr (requires { when_left_out.empty(); } ||
                         requires { when_left_out.has_value(); }) {
        return false;
    } else {
        return when_left_out == T{};
    }
}

template <ledger::Described Struct>
std::span<const JsonField> fields_of();

template <ledger::Described Struct, std::size_t index>
JsonField field_of(const Struct& empty) {
    static constexpr auto member = std::get<index>(Struct::fields).member;
    using T = std::remove_cvref_t<decltype(empty.*member)>;
    JsonField field{
        .name = std::get<index>(Struct::fields).name,
        .required = must_be_given(empty.*member),
        .written_always = std::same_as<T, bool> || ledger::Described<T>,
        .read = [](JsonReading& reading, JsonValue value, void* object
                ) { read(reading, value, static_cast<Struct*>(object)->*member); },
        .read_missing = nullptr,
    };
    if constexpr (ledger::Described<T>) {
        field.read_missing = [](JsonReading& reading, void* object) {
            read_missing_fields(reading, fields_of<T>(), &(static_cast<Struct*>(object)->*member));
        };
    }
    return field;
}

template <ledger::Described Struct>
std::span<const JsonField> fields_of() {
    static constexpr std::size_t count =
        std::tuple_size_v<std::remove_cvref_t<decltype(Struct::fields)>>;
    static const std::array<JsonField, count> table = [] {
        const Struct empty{};
        return [&]<std::size_t... index>(std::index_sequence<index...>) {
            return std::array<JsonField, count>{field_of<Struct, index>(empty)...};
        }(std::make_index_sequence<count>{});
    }();
    return table;
}

}  // namespace detail

template <std::integral Integer>
    requires(!std::same_as<Integer, bool>)
void read(JsonReading& reading, JsonValue value, Integer& into) {
    using Limits = std::numeric_limits<Integer>;
    const std::int64_t low =
        std::in_range<std::int64_t>(Limits::min())
            ? std::max(static_cast<std::int64_t>(Limits::min()), -json_integer_max)
            : -json_integer_max;
    const std::int64_t high =
        std::in_range<std::int64_t>(Limits::max())
            ? std::min(static_cast<std::int64_t>(Limits::max()), json_integer_max)
            : json_integer_max;
    if (const auto integer = read_integer(reading, value, low, high)) {
        into = static_cast<Integer>(*integer);
    }
}

template <class Kind>
void read(JsonReading& reading, JsonValue value, ledger::Name<Kind>& into) {
    read_name(reading, value, into.text);
}

template <ledger::Named Enum>
void read(JsonReading& reading, JsonValue value, Enum& into) {
    static constexpr auto all = names(Enum{});
    if (const auto index = read_choice(reading, value, all)) into = static_cast<Enum>(*index);
}

template <class T>
void read(JsonReading& reading, JsonValue value, std::optional<T>& into) {
    read(reading, value, into.emplace());
}

template <class T>
void read(JsonReading& reading, JsonValue value, std::vector<T>& into) {
    const auto count = read_list(reading, value);
    if (!count) return;
    into.reserve(*count);
    for (const JsonValue item : value.items()) {
        if (reading.is_full()) return;
        const JsonReading::Step step(reading, into.size());
        read(reading, item, into.emplace_back());
    }
}

template <ledger::Described Struct>
void read(JsonReading& reading, JsonValue value, Struct& into) {
    read_fields(reading, value, detail::fields_of<Struct>(), &into);
}

template <class... Struct>
bool read_named(
    JsonReading& reading, JsonValue value, std::string_view name, std::variant<Struct...>& into
) {
    const auto read_if_named = [&]<class T>(std::in_place_type_t<T>) {
        if (T::name != name) return false;
        read(reading, value, into.template emplace<T>());
        return true;
    };
    return (read_if_named(std::in_place_type<Struct>) || ...);
}

}  // namespace api
