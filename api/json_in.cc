#include "api/json_in.h"

#include "ledger/rules/assert.h"
#include "ledger/rules/utf8.h"

#include <bit>
#include <simdjson.h>

namespace api {
namespace {

namespace dom = simdjson::dom;
using ledger::Words;

// JsonValue and its iterators hold what simdjson's own hold, so that the header need not include
// it.
struct Held {
    const void* tape;
    std::size_t index;
};
static_assert(sizeof(Held) == sizeof(dom::element));
static_assert(sizeof(Held) == sizeof(dom::array::iterator));
static_assert(sizeof(Held) == sizeof(dom::object::iterator));

template <class Theirs>
Theirs theirs(const void* tape, std::size_t index) {
    return std::bit_cast<Theirs>(Held{tape, index});
}

template <class Theirs>
Held held(const Theirs& value) {
    return std::bit_cast<Held>(value);
}

// Documents up to this size leave their parser's memory for the next one.
constexpr std::size_t kept_bytes_max = 1024 * 1024;
constexpr std::size_t kept_parsers_max = 2;

Words why_not_json(simdjson::error_code error, const JsonLimits& limits) {
    switch (error) {
        case simdjson::EMPTY:
            return {
                "Dokumen kosong; kirimkan sebuah objek JSON.",
                "The document is empty; send a JSON object."
            };
        case simdjson::UTF8_ERROR:
            return {
                "Dokumen bukan UTF-8 yang sah; simpan sebagai UTF-8.",
                "The document is not valid UTF-8; save it as UTF-8."
            };
        case simdjson::DEPTH_ERROR: {
            const std::string depth = std::to_string(limits.depth_max);
            return {
                "Objek dan larik bersarang lebih dari " + depth + " tingkat.",
                "Objects and arrays are nested more than " + depth + " levels deep."
            };
        }
        case simdjson::NUMBER_ERROR:
            return {
                "Ada bilangan yang salah tulis atau terlalu besar; tulis desimal dalam tanda "
                "kutip.",
                "A number in it is malformed or too large; write decimals in quotes."
            };
        default: {
            const std::string reason = simdjson::error_message(error);
            return {
                "Dokumen bukan JSON yang sah: " + reason,
                "The document is not valid JSON: " + reason
            };
        }
    }
}

Words too_long(const JsonLimits& limits) {
    const std::string bytes = std::to_string(limits.bytes_max);
    return {
        "Dokumen lebih panjang dari " + bytes + " bita.",
        "The document is longer than " + bytes + " bytes."
    };
}

std::string_view name_of_kind(JsonValue::Kind kind, bool indonesian) {
    switch (kind) {
        case JsonValue::Kind::null:
            return indonesian ? "null; hapus saja kolom yang kosong"
                              : "null; leave an empty field out";
        case JsonValue::Kind::boolean:
            return indonesian ? "nilai benar/salah" : "a true/false value";
        case JsonValue::Kind::integer:
            return indonesian ? "bilangan bulat" : "a whole number";
        case JsonValue::Kind::inexact:
            return indonesian ? "bilangan yang tidak tersimpan eksak"
                              : "a number that is not kept exactly";
        case JsonValue::Kind::text:
            return indonesian ? "teks" : "text";
        case JsonValue::Kind::list:
            return indonesian ? "larik" : "an array";
        case JsonValue::Kind::object:
            return indonesian ? "objek" : "an object";
    }
    std::unreachable();
}

// "Expected a date, as "2026-01-12"; this is text."
void reject_kind(JsonReading& reading, JsonValue value, const Words& expected) {
    reading.reject({
        "Harus " + expected.id + "; ini " + std::string(name_of_kind(value.kind(), true)) + ".",
        "Expected " + expected.en + "; this is " + std::string(name_of_kind(value.kind(), false)) +
            ".",
    });
}

// The text of `value`; nothing when it is something else or has a U+0000 in it, which is rejected.
std::optional<std::string_view> text_of(
    JsonReading& reading, JsonValue value, const Words& expected
) {
    if (value.kind() != JsonValue::Kind::text) {
        reject_kind(reading, value, expected);
        return std::nullopt;
    }
    const std::string_view text = value.text();
    if (text.find('\0') != std::string_view::npos) {
        reading.reject(
            {"Teks tidak boleh memuat karakter U+0000.",
             "Text must not contain the character U+0000."}
        );
        return std::nullopt;
    }
    return text;
}

// Reads what `parse` makes of a text.
template <class T, class Parse>
void read_parsed(
    JsonReading& reading, JsonValue value, T& into, const Words& expected, const Parse& parse
) {
    const auto text = text_of(reading, value, expected);
    if (!text) return;
    if (auto parsed = parse(*text)) {
        into = *std::move(parsed);
    } else {
        reading.reject({
            "'" + quoted_name(*text) + "' bukan " + expected.id + ".",
            "'" + quoted_name(*text) + "' is not " + expected.en + ".",
        });
    }
}

// "stream names": two or more names with a slash between them.
bool is_stream_shaped(std::string_view text) {
    constexpr std::size_t bytes_max = 200;
    if (text.size() > bytes_max || text.find('/') == std::string_view::npos) return false;
    while (true) {
        const std::size_t slash = text.find('/');
        if (!ledger::is_name(text.substr(0, slash))) return false;
        if (slash == std::string_view::npos) return true;
        text = text.substr(slash + 1);
    }
}

std::string joined(std::span<const std::string_view> names) {
    std::string all;
    for (const std::string_view name : names) {
        if (!all.empty()) all += ", ";
        all += name;
    }
    return all;
}

const Words decimal_words{
    R"(desimal dalam tanda kutip seperti "77.80", paling banyak 18 angka)",
    R"(a decimal in quotes such as "77.80", with 18 digits at most)",
};

const Words only_spelling{
    R"(bilangan dalam tanda kutip dengan satu-satunya ejaannya, seperti "5/3", "7" atau "7.50")",
    R"(a number in quotes in its only spelling, such as "5/3", "7" or "7.50")",
};

// A number that is a text, or, where it may be written in several ways, a whole one.
template <class T>
void read_number(JsonReading& reading, JsonValue value, T& into, const Words& expected) {
    const bool one_spelling = reading.limits().one_spelling;
    if (!one_spelling && value.kind() == JsonValue::Kind::integer) {
        into = T(value.integer());
        return;
    }
    read_parsed(reading, value, into, one_spelling ? only_spelling : expected, [&](auto text) {
        auto number = T::parse(text);
        if (number && one_spelling && number->text() != text) number.reset();
        return number;
    });
}

const Words rational_words{
    R"(pecahan atau desimal dalam tanda kutip seperti "5/3" atau "7.50")",
    R"(a fraction or a decimal in quotes such as "5/3" or "7.50")",
};

}  // namespace

// --- Documents

struct JsonDocument::Parser {
    dom::parser dom;
    std::size_t depth = 0;  // that it has room for
};

namespace {

template <class Pointer>
std::vector<Pointer>& spares() {
    thread_local std::vector<Pointer> kept;
    return kept;
}

}  // namespace

void JsonDocument::Recycler::operator()(Parser* parser) const noexcept {
    auto& kept = spares<std::unique_ptr<Parser>>();
    std::unique_ptr<Parser> mine(parser);
    if (parser->dom.capacity() <= kept_bytes_max && kept.size() < kept_parsers_max) {
        kept.push_back(std::move(mine));
    }
}

std::unique_ptr<JsonDocument::Parser, JsonDocument::Recycler> JsonDocument::spare_parser() {
    auto& kept = spares<std::unique_ptr<Parser>>();
    if (kept.empty()) return std::unique_ptr<Parser, Recycler>(new Parser);
    std::unique_ptr<Parser, Recycler> spare(kept.back().release());
    kept.pop_back();
    return spare;
}

JsonDocument::JsonDocument(std::unique_ptr<Parser, Recycler> parser) : parser_(std::move(parser)) {}

OrRejections<JsonDocument> JsonDocument::parse(std::string_view json, const JsonLimits& limits) {
    const auto refuse = [](Words why) {
        return std::unexpected(
            Rejections{{ledger::Rejection::Code::shape, std::string{}, std::move(why)}}
        );
    };
    if (json.size() > limits.bytes_max) return refuse(too_long(limits));
    auto parser = spare_parser();
    // simdjson counts one level more than there are brackets.
    const std::size_t depth = limits.depth_max + 1;
    if (parser->depth != depth || parser->dom.capacity() < json.size()) {
        constexpr std::size_t capacity_min = 4096;
        const auto error = parser->dom.allocate(std::max(json.size(), capacity_min), depth);
        if (error != simdjson::SUCCESS) return refuse(why_not_json(error, limits));
        parser->depth = depth;
    }
    const std::string_view text = json.empty() ? "" : json;  // for simdjson it is no null pointer
    const auto error = parser->dom.parse(text.data(), text.size()).error();
    if (error != simdjson::SUCCESS) return refuse(why_not_json(error, limits));
    return JsonDocument(std::move(parser));
}

JsonValue JsonDocument::root() const {
    const Held root = held(parser_->dom.doc.root());
    return {root.tape, root.index};
}

// --- Values

JsonValue::Kind JsonValue::kind() const {
    const auto element = theirs<dom::element>(tape_, index_);
    switch (element.type()) {
        case dom::element_type::NULL_VALUE:
            return Kind::null;
        case dom::element_type::BOOL:
            return Kind::boolean;
        case dom::element_type::INT64: {
            const std::int64_t integer = element.get_int64().value_unsafe();
            const bool exact = integer >= -json_integer_max && integer <= json_integer_max;
            return exact ? Kind::integer : Kind::inexact;
        }
        case dom::element_type::UINT64:  // only those that no int64 can hold
        case dom::element_type::DOUBLE:
            return Kind::inexact;
        case dom::element_type::STRING:
            return Kind::text;
        case dom::element_type::ARRAY:
            return Kind::list;
        case dom::element_type::OBJECT:
            return Kind::object;
    }
    std::unreachable();
}

bool JsonValue::boolean() const {
    const auto result = theirs<dom::element>(tape_, index_).get_bool();
    ledger_assert(result.error() == simdjson::SUCCESS);
    return result.value_unsafe();
}

std::int64_t JsonValue::integer() const {
    const auto result = theirs<dom::element>(tape_, index_).get_int64();
    ledger_assert(result.error() == simdjson::SUCCESS);
    return result.value_unsafe();
}

std::string_view JsonValue::text() const {
    const auto result = theirs<dom::element>(tape_, index_).get_string();
    ledger_assert(result.error() == simdjson::SUCCESS);
    return result.value_unsafe();
}

JsonItems JsonValue::items() const {
    return JsonItems(*this);
}

JsonMembers JsonValue::members() const {
    return JsonMembers(*this);
}

JsonMembers::JsonMembers(JsonValue object) : begin_(nullptr, 0), end_(nullptr, 0) {
    const auto result = theirs<dom::element>(object.tape_, object.index_).get_object();
    ledger_assert(result.error() == simdjson::SUCCESS);
    const Held first = held(result.value_unsafe().begin());
    const Held last = held(result.value_unsafe().end());
    begin_ = {first.tape, first.index};
    end_ = {last.tape, last.index};
}

JsonMember JsonMembers::Iterator::operator*() const {
    const auto at = theirs<dom::object::iterator>(tape_, index_);
    const Held value = held(at.value());
    return {at.key(), JsonValue(value.tape, value.index)};
}

JsonMembers::Iterator& JsonMembers::Iterator::operator++() {
    auto at = theirs<dom::object::iterator>(tape_, index_);
    index_ = held(++at).index;
    return *this;
}

JsonItems::JsonItems(JsonValue list) : begin_(nullptr, 0), end_(nullptr, 0) {
    const auto result = theirs<dom::element>(list.tape_, list.index_).get_array();
    ledger_assert(result.error() == simdjson::SUCCESS);
    const Held first = held(result.value_unsafe().begin());
    const Held last = held(result.value_unsafe().end());
    begin_ = {first.tape, first.index};
    end_ = {last.tape, last.index};
}

JsonValue JsonItems::Iterator::operator*() const {
    return {tape_, index_};
}

JsonItems::Iterator& JsonItems::Iterator::operator++() {
    auto at = theirs<dom::array::iterator>(tape_, index_);
    index_ = held(++at).index;
    return *this;
}

// --- Reading

JsonReading::JsonReading(const JsonLimits& limits, std::string prefix)
    : limits_(limits), prefix_(std::move(prefix)) {}

JsonReading::Step::Step(JsonReading& reading, std::string_view member) : reading_(reading) {
    reading_.parts_.push_back({.member = member});
}

JsonReading::Step::Step(JsonReading& reading, std::size_t item) : reading_(reading) {
    reading_.parts_.push_back({.member = {}, .item = item});
}

JsonReading::Step::~Step() {
    reading_.parts_.pop_back();
}

std::string JsonReading::path() const {
    std::string path = prefix_;
    for (const Part& part : parts_) {
        if (part.member.data() == nullptr) {
            path += '[' + std::to_string(part.item) + ']';
        } else {
            if (!path.empty()) path += '.';
            path += quoted_name(part.member);
        }
    }
    return path;
}

void JsonReading::reject(ledger::Words detail) {
    if (is_full()) return;
    problems_.push_back({ledger::Rejection::Code::shape, path(), std::move(detail)});
}

void JsonReading::reject(std::string_view member, ledger::Words detail) {
    const Step step(*this, member);
    reject(std::move(detail));
}

std::string quoted_name(std::string_view name) {
    constexpr std::size_t bytes_max = 64;
    if (name.size() <= bytes_max) return std::string(name);
    std::size_t end = 0;
    for (std::size_t next = 0; next <= bytes_max;) {
        end = next;
        next += std::max<std::size_t>(
            1, ledger::utf8_length(name.substr(next))
        );  // whatever it is made of
    }
    return std::string(name.substr(0, end)) + "...";
}

void read(JsonReading& reading, JsonValue value, bool& into) {
    if (value.kind() == JsonValue::Kind::boolean) {
        into = value.boolean();
    } else {
        reject_kind(reading, value, {"true atau false", "true or false"});
    }
}

void read(JsonReading& reading, JsonValue value, std::string& into) {
    if (const auto text = text_of(reading, value, {"teks", "text"})) into = *text;
}

void read(JsonReading& reading, JsonValue value, ledger::ClosedText& into) {
    if (value.kind() == JsonValue::Kind::object) {
        return reading.reject({
            "Diharapkan teks; ini objek: kata-kata tertutup yang ditahan, atau kuncinya "
            "dimusnahkan.",
            "Expected text; this is an object: closed words that are withheld, or whose key is "
            "gone.",
        });
    }
    if (const auto text = text_of(reading, value, {"teks", "text"})) {
        into = ledger::ClosedWords::make(std::string(*text));
    }
}

void read(JsonReading& reading, JsonValue value, ledger::StreamId& into) {
    read_parsed(
        reading,
        value,
        into,
        {R"(nama aliran seperti "plan/2025-a")", R"(a stream's name such as "plan/2025-a")"},
        [](std::string_view text) {
            return is_stream_shaped(text) ? std::optional(ledger::StreamId{std::string(text)})
                                          : std::nullopt;
        }
    );
}

void read(JsonReading& reading, JsonValue value, ledger::Position& into) {
    if (const auto integer = read_integer(reading, value, 0, json_integer_max)) {
        into = ledger::Position{static_cast<std::uint64_t>(*integer)};
    }
}

void read(JsonReading& reading, JsonValue value, ledger::Decimal& into) {
    read_number(reading, value, into, decimal_words);
}

void read(JsonReading& reading, JsonValue value, ledger::Rational& into) {
    read_number(reading, value, into, rational_words);
}

void read(JsonReading& reading, JsonValue value, ledger::Date& into) {
    read_parsed(
        reading,
        value,
        into,
        {R"(tanggal seperti "2026-01-12")", R"(a date such as "2026-01-12")"},
        ledger::parse_date
    );
}

void read(JsonReading& reading, JsonValue value, ledger::Instant& into) {
    read_parsed(
        reading,
        value,
        into,
        {R"(waktu dengan zona seperti "2026-01-12T08:00:00+07:00")",
         R"(a time with its zone such as "2026-01-12T08:00:00+07:00")"},
        ledger::parse_instant
    );
}

void read(JsonReading& reading, JsonValue value, ledger::Period& into) {
    read_parsed(
        reading,
        value,
        into,
        {R"(bulan, triwulan, atau tahun seperti "2025-12", "2025-Q4", "2025")",
         R"(a month, a quarter or a year such as "2025-12", "2025-Q4", "2025")"},
        ledger::Period::parse
    );
}

void read(JsonReading& reading, JsonValue value, ledger::Digest& into) {
    read_parsed(
        reading,
        value,
        into,
        {"SHA-256 dengan 64 angka heksadesimal huruf kecil",
         "a SHA-256 of 64 lower-case hexadecimal digits"},
        ledger::Digest::parse
    );
}

std::optional<std::int64_t> read_integer(
    JsonReading& reading, JsonValue value, std::int64_t low, std::int64_t high
) {
    if (value.kind() == JsonValue::Kind::integer) {
        const std::int64_t integer = value.integer();
        if (integer >= low && integer <= high) return integer;
    }
    const std::string from = std::to_string(low);
    const std::string to = std::to_string(high);
    reject_kind(
        reading,
        value,
        {"bilangan bulat dari " + from + " sampai " + to,
         "a whole number from " + from + " to " + to}
    );
    return std::nullopt;
}

void read_name(JsonReading& reading, JsonValue value, std::string& into) {
    read_parsed(
        reading,
        value,
        into,
        {"nama: 1 sampai 64 karakter dari A-Z a-z 0-9 . _ ~ -",
         "a name: 1 to 64 of the characters A-Z a-z 0-9 . _ ~ -"},
        [](std::string_view text) {
            return ledger::is_name(text) ? std::optional(std::string(text)) : std::nullopt;
        }
    );
}

std::optional<std::size_t> read_choice(
    JsonReading& reading, JsonValue value, std::span<const std::string_view> names
) {
    if (value.kind() == JsonValue::Kind::text) {
        const auto known = std::ranges::find(names, value.text());
        if (known != names.end()) return static_cast<std::size_t>(known - names.begin());
    }
    const std::string all = joined(names);
    const Words expected{"salah satu dari: " + all, "one of: " + all};
    if (const auto text = text_of(reading, value, expected)) {
        reading.reject({
            "'" + quoted_name(*text) + "' tidak dikenal; pilih " + expected.id + ".",
            "'" + quoted_name(*text) + "' is not known; choose " + expected.en + ".",
        });
    }
    return std::nullopt;
}

std::optional<std::size_t> read_list(JsonReading& reading, JsonValue value) {
    if (value.kind() != JsonValue::Kind::list) {
        reject_kind(reading, value, {"larik", "an array"});
        return std::nullopt;
    }
    const JsonItems items = value.items();
    std::size_t count = 0;
    for (auto at = items.begin(); at != items.end(); ++at) ++count;
    if (count <= reading.limits().items_max) return count;
    const std::string most = std::to_string(reading.limits().items_max);
    reading.reject(
        {"Larik ini melebihi " + most + " butir.", "This array has more than " + most + " items."}
    );
    return std::nullopt;
}

namespace {

void reject_unknown(
    JsonReading& reading, std::string_view name, std::span<const JsonField> fields
) {
    std::string all;
    for (const JsonField& field : fields) {
        if (!all.empty()) all += ", ";
        all += field.name;
    }
    if (all.empty()) {
        reading.reject(
            name,
            {"Kolom ini tidak dikenal; objek di sini harus kosong: {}.",
             "This field is not known; the object here must be empty: {}."}
        );
    } else {
        reading.reject(
            name,
            {"Kolom ini tidak dikenal; yang ada: " + all + ".",
             "This field is not known; there are: " + all + "."}
        );
    }
}

}  // namespace

void read_fields(
    JsonReading& reading, JsonValue value, std::span<const JsonField> fields, void* object
) {
    ledger_assert(fields.size() <= 64);
    if (value.kind() != JsonValue::Kind::object) {
        return reject_kind(reading, value, {"objek", "an object"});
    }
    std::uint64_t seen = 0;
    std::size_t next = 0;  // clients mostly send the fields in their order
    for (const JsonMember member : value.members()) {
        if (reading.is_full()) return;
        std::size_t index = next;
        if (index >= fields.size() || fields[index].name != member.name) {
            const auto known = std::ranges::find(fields, member.name, &JsonField::name);
            if (known == fields.end()) {
                reject_unknown(reading, member.name, fields);
                continue;
            }
            index = static_cast<std::size_t>(known - fields.begin());
        }
        next = index + 1;
        const JsonReading::Step step(reading, fields[index].name);
        if ((seen >> index & 1U) != 0) {
            reading.reject({"Kolom ini muncul dua kali.", "This field appears twice."});
            continue;
        }
        seen |= std::uint64_t{1} << index;
        fields[index].read(reading, member.value, object);
    }
    for (std::size_t index = 0; index < fields.size(); ++index) {
        if ((seen >> index & 1U) == 0)
            read_missing_fields(reading, fields.subspan(index, 1), object);
    }
}

void read_missing_fields(JsonReading& reading, std::span<const JsonField> fields, void* object) {
    for (const JsonField& field : fields) {
        const bool must_be_there = reading.limits().one_spelling && field.written_always;
        if (field.required || must_be_there) {
            reading.reject(field.name, {"Kolom ini wajib diisi.", "This field is required."});
        } else if (field.read_missing != nullptr) {
            const JsonReading::Step step(reading, field.name);
            field.read_missing(reading, object);
        }
    }
}

}  // namespace api
