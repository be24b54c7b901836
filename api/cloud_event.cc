#include "api/cloud_event.h"

#include "api/percent.h"
#include "ledger/rules/utf8.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <deque>
#include <optional>
#include <span>
#include <type_traits>

namespace api {
namespace {

using ledger::Rejection;
using ledger::Words;

// What says nothing about the act.
constexpr auto not_kept = std::to_array<std::string_view>({"time", "dataschema"});

// Where an event stands in the ledger that it was read from.
constexpr auto of_its_place = std::to_array<std::string_view>({"sequence", "entry", "previous"});

// What the ledger alone says of an act.
constexpr auto not_given = std::to_array<std::string_view>(
    {"subjects",
     "authissuer",
     "authsubject",
     "authmethod",
     "attestation",
     "signedwith",
     "factindex",
     "factcount"}
);

constexpr bool is_one_of(std::span<const std::string_view> names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

struct Limit {
    std::string_view name;
    std::size_t bytes_max;
};
constexpr auto limits_of_attributes = std::to_array<Limit>({
    {"id", 64},
    {"source", 256},
    {"subject", 256},
    {"type", 64},
    {"actor", 64},
    {"actorrole", 64},
    {"onbehalfof", 64},
    {"mandate", 512},
    {"correlationid", 512},
    {"causationid", 512},
    {"traceparent", 512},
    {"migrationorder", 512},
});
constexpr std::size_t other_bytes_max = 256;

std::size_t bytes_max_of(std::string_view name) {
    const auto found = std::ranges::find(limits_of_attributes, name, &Limit::name);
    return found == limits_of_attributes.end() ? other_bytes_max : found->bytes_max;
}

// What CloudEvents 1.0.2 allows in a String, and JSON's text does not forbid: no U+0000 to U+001F,
// no U+007F to U+009F.
bool is_attribute_text(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = ledger::utf8_length(text);
        const auto first = static_cast<unsigned char>(text[0]);
        if (length == 0 || first < 0x20 || first == 0x7F) return false;
        if (first == 0xC2 && static_cast<unsigned char>(text[1]) < 0xA0) return false;
        text.remove_prefix(length);
    }
    return true;
}

bool is_json_type(std::string_view type) {
    return type == "application/json" || type.starts_with("application/json;");
}

class ActReader {
public:
    ActReader(const JsonLimits& limits, const MakeId& make_id)
        : make_id_(make_id), reading_(limits) {}

    OrRejections<ledger::Act> read(
        const CloudEventAttributes& attributes, std::optional<JsonValue> data
    ) {
        for (std::size_t i = 0; i < attributes.size(); ++i) {
            if (reading_.is_full()) break;
            const auto& [name, value] = attributes[i];
            if (is_repeated(attributes, i) || !is_fit(name, value)) continue;
            attribute(name, value);
        }
        require("specversion", spec_version_);
        require("source", !act_.provenance.source.empty());
        require("type", !type_.empty());
        require("subject", !act_.stream.empty());
        require("actor", !act_.actor.person.empty());
        require("actorrole", act_.actor.role != ledger::Role::none);
        require("data", data.has_value());
        if (act_.provenance.id.empty()) act_.provenance.id = make_id_();
        if (!type_.empty() && data) event(*data);
        compare();
        if (!reading_.is_clean()) return std::unexpected(std::move(reading_).take());
        return std::move(act_);
    }

private:
    void require(std::string_view name, bool given) {
        if (given) return;
        reading_.reject(
            name,
            {.id = "Atribut " + std::string(name) + " wajib ada",
             .en = "The attribute " + std::string(name) + " is required"}
        );
    }

    bool is_repeated(const CloudEventAttributes& attributes, std::size_t index) {
        const std::string_view name = attributes[index].first;
        for (std::size_t before = 0; before < index; ++before) {
            if (attributes[before].first != name) continue;
            reading_.reject(
                name, {.id = "Atribut ini muncul dua kali", .en = "This attribute is there twice"}
            );
            return true;
        }
        return false;
    }

    // Whether the value can be looked at.
    bool is_fit(std::string_view name, std::string_view value) {
        const std::size_t bytes_max = bytes_max_of(name);
        if (value.size() > bytes_max) {
            const std::string most = std::to_string(bytes_max);
            reading_.reject(
                name,
                {.id = "Atribut ini paling panjang " + most + " bita",
                 .en = "This attribute is " + most + " bytes long at most"}
            );
            return false;
        }
        if (value.empty()) {
            reading_.reject(
                name,
                {.id = "Atribut ini kosong; hapus", .en = "This attribute is empty; leave it out"}
            );
            return false;
        }
        if (is_attribute_text(value)) return true;
        reading_.reject(
            name,
            {.id = "Atribut ini harus UTF-8 tanpa karakter kendali",
             .en = "This attribute must be UTF-8 without control characters"}
        );
        return false;
    }

    void attribute(std::string_view name, std::string_view value) {
        if (identity(name, value) || circumstance(name, value) || times(name, value)) return;
        if (constant(name, value) || compared(name, value)) return;
        if (is_one_of(not_kept, name) || is_one_of(of_its_place, name)) return;
        if (is_one_of(not_given, name)) {
            return reading_.reject(
                name,
                {.id = "Atribut ini ditentukan oleh buku besar sendiri; hapus",
                 .en = "The ledger says this attribute itself; leave it out"}
            );
        }
        reading_.reject(
            name,
            {.id = "Atribut '" + quoted_name(name) +
                   "' tidak dikenal dan tidak boleh hilang "
                   "begitu saja; hapus atau pindahkan ke data",
             .en = "The attribute '" + quoted_name(name) +
                   "' is not known, and nothing is "
                   "dropped in silence; remove it, or put it into data"}
        );
    }

    bool identity(std::string_view name, std::string_view value) {
        if (name == "id") return set(act_.provenance.id, value);
        if (name == "source") return set(act_.provenance.source, value);
        if (name == "subject") return set(act_.stream.text, value);
        if (name == "type") return set(type_, value);
        if (name == "actor") return set_name(name, act_.actor.person.text, value);
        if (name == "onbehalfof") return set_name(name, act_.actor.on_behalf_of.text, value);
        if (name == "mandate") return set(act_.actor.mandate, value);
        if (name == "actorrole") return set_named(name, act_.actor.role, value);
        return false;
    }

    bool circumstance(std::string_view name, std::string_view value) {
        ledger::Provenance& p = act_.provenance;
        if (name == "correlationid") return set(p.correlation, value);
        if (name == "causationid") return set(p.causation, value);
        if (name == "traceparent") return set(p.traceparent, value);
        if (name == "migrationorder") return set(p.migration, value);
        if (name == "channel") return set_named(name, p.channel, value);
        if (name == "expectedversion") return set_version(name, act_.expected_version, value);
        if (name == "forledger") return set(act_.for_ledger, value);
        return false;
    }

    bool times(std::string_view name, std::string_view value) {
        if (name == "effectivetime") return set_time(name, act_.effective, value);
        if (name == "recordedtime") return set_time(name, act_.recorded, value);
        return false;
    }

    bool constant(std::string_view name, std::string_view value) {
        if (name == "specversion") {
            spec_version_ = true;
            if (value != "1.0") {
                reading_.reject(
                    name,
                    {.id = "Hanya CloudEvents 1.0 yang diterima",
                     .en = "Only CloudEvents 1.0 is accepted"}
                );
            }
            return true;
        }
        if (name != "datacontenttype") return false;
        if (!is_json_type(value)) {
            reading_.reject(
                name, {.id = "data harus application/json", .en = "data must be application/json"}
            );
        }
        return true;
    }

    // What follows from the rest, and is compared with it in the end.
    bool compared(std::string_view name, std::string_view value) {
        if (name == "streamversion") return set_version(name, stream_version_, value);
        if (name == "partitionkey") return set(partition_key_, value);
        if (name == "recordclass") return set(record_class_, value);
        return false;
    }

    void compare() {
        if (stream_version_ && !act_.expected_version && *stream_version_ > 0) {
            act_.expected_version = *stream_version_ - 1;
        }
        if (stream_version_ && act_.expected_version != *stream_version_ - 1) {
            reading_.reject(
                "streamversion",
                {.id = "streamversion harus satu lebih dari expectedversion",
                 .en = "streamversion must be one more than expectedversion"}
            );
        }
        must_be("partitionkey", partition_key_, act_.stream.text);
        if (reading_.is_clean()) {
            must_be("recordclass", record_class_, ledger::name_of(ledger::class_of(act_.event)));
        }
    }

    void must_be(std::string_view name, std::string_view given, std::string_view right) {
        if (given.empty() || given == right) return;
        reading_.reject(
            name,
            {.id = "Atribut ini harus '" + quoted_name(right) + "', atau dihapus",
             .en = "This attribute must be '" + quoted_name(right) + "', or be left out"}
        );
    }

    void event(JsonValue data) {
        const JsonReading::Step step(reading_, "data");
        std::string_view type = type_;
        if (type.starts_with(event_type_prefix)) {
            type.remove_prefix(event_type_prefix.size());
            const std::size_t dot = type.find('.');
            if (dot != std::string_view::npos &&
                event_of(type.substr(0, dot), type.substr(dot + 1), data)) {
                return;
            }
        }
        reading_.reject(
            {.id = "Tidak ada jenis peristiwa '" + quoted_name(type_) + "'; lihat /v1/event-types",
             .en = "There is no event type '" + quoted_name(type_) + "'; see /v1/event-types"}
        );
    }

    bool event_of(std::string_view kind, std::string_view name, JsonValue data) {
        return [&]<class... Kind>(std::type_identity<std::tuple<Kind...>>) {
            return ((kind == Kind::name && event_of_kind<Kind>(name, data)) || ...);
        }(std::type_identity<ledger::Kinds>{});
    }

    template <class Kind>
    bool event_of_kind(std::string_view name, JsonValue data) {
        typename Kind::Event event;
        if (!read_named(reading_, data, name, event)) return false;
        act_.event = std::move(event);
        return true;
    }

    bool set_version(
        std::string_view name, std::optional<std::uint64_t>& into, std::string_view value
    ) {
        std::uint64_t version = 0;
        const auto [end, error] =
            std::from_chars(value.data(), value.data() + value.size(), version);
        if (error != std::errc{} || end != value.data() + value.size()) {
            reading_.reject(
                name, {.id = "Harus bilangan bulat", .en = "It must be a whole number"}
            );
        }
        into = version;
        return true;
    }

    static bool set(std::string& into, std::string_view value) {
        into = value;
        return true;
    }

    bool set_name(std::string_view attribute, std::string& into, std::string_view value) {
        into = value;
        if (!ledger::is_name(value)) {
            reading_.reject(
                attribute,
                {.id = "Nama harus 1 sampai 64 huruf, angka, atau . _ ~ -",
                 .en = "A name must be 1 to 64 letters, digits, or . _ ~ -"}
            );
        }
        return true;
    }

    template <ledger::Named E>
    bool set_named(std::string_view attribute, E& into, std::string_view value) {
        if (const auto found = ledger::named<E>(value)) {
            into = *found;
            return true;
        }
        std::string known;
        for (const std::string_view name : names(E{}))
            known += (known.empty() ? "" : ", ") + std::string(name);
        reading_.reject(
            attribute,
            {.id = "'" + quoted_name(value) + "' tidak dikenal; yang ada: " + known,
             .en = "'" + quoted_name(value) + "' is not known; there are: " + known}
        );
        return true;
    }

    bool set_time(
        std::string_view attribute, std::optional<ledger::Instant>& into, std::string_view value
    ) {
        into = ledger::parse_instant(value);
        if (!into) {
            reading_.reject(
                attribute,
                {.id = "Waktu ditulis menurut RFC 3339, misalnya 2026-01-12T09:00:00+07:00",
                 .en = "A time is written as in RFC 3339: 2026-01-12T09:00:00+07:00"}
            );
        }
        return true;
    }

    const MakeId& make_id_;
    JsonReading reading_;
    ledger::Act act_;
    std::string type_;
    std::string partition_key_;
    std::string record_class_;
    std::optional<std::uint64_t> stream_version_;
    bool spec_version_ = false;
};

std::unexpected<Rejections> not_an_object() {
    return std::unexpected(Rejections{Rejection{
        Rejection::Code::shape,
        "",
        Words{.id = "Sebuah CloudEvent adalah objek JSON", .en = "A CloudEvent is a JSON object"}
    }});
}

std::string sequence_of(ledger::Position position) {
    std::string digits = std::to_string(std::to_underlying(position));
    return std::string(20 - digits.size(), '0') + digits;
}

std::string joined(const std::vector<ledger::PersonId>& people) {
    std::string text;
    for (const auto& person : people) text += (text.empty() ? "" : ",") + person.text;
    return text;
}

}  // namespace

OrRejections<ledger::Act> act_from_json(
    JsonValue event, const JsonLimits& limits, const MakeId& make_id
) {
    if (event.kind() != JsonValue::Kind::object) return not_an_object();
    CloudEventAttributes attributes;
    std::deque<std::string> numbers;  // texts of attributes that are not text, at a fixed address
    std::optional<JsonValue> data;
    for (const JsonMember member : event.members()) {
        if (member.name == "data" && !data) {
            data = member.value;
            continue;
        }
        switch (member.value.kind()) {
            case JsonValue::Kind::text:
                attributes.emplace_back(member.name, member.value.text());
                break;
            case JsonValue::Kind::integer:
                attributes.emplace_back(
                    member.name, numbers.emplace_back(std::to_string(member.value.integer()))
                );
                break;
            case JsonValue::Kind::boolean:
                attributes.emplace_back(member.name, member.value.boolean() ? "true" : "false");
                break;
            default: {
                JsonReading reading(limits);
                reading.reject(
                    member.name,
                    {.id = "Nilai atribut CloudEvent berupa teks, bilangan bulat, atau "
                           "benar/salah",
                     .en = "A CloudEvent's attribute is text, a whole number, or a "
                           "boolean"}
                );
                return std::unexpected(std::move(reading).take());
            }
        }
    }
    return ActReader(limits, make_id).read(attributes, data);
}

OrRejections<ledger::Act> act_from_parts(
    const CloudEventAttributes& attributes,
    JsonValue data,
    const JsonLimits& limits,
    const MakeId& make_id
) {
    return ActReader(limits, make_id).read(attributes, data);
}

std::optional<std::string> decoded_header_value(std::string_view value) {
    if (value.size() < 2 || value.front() != '"' || value.back() != '"') {
        return percent_decoded(value);
    }
    std::string unquoted;
    value = value.substr(1, value.size() - 2);
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] == '"') return std::nullopt;
        if (value[i] == '\\' && ++i == value.size()) return std::nullopt;
        unquoted += value[i];
    }
    return percent_decoded(unquoted);
}

bool is_said_by_the_ledger(std::string_view attribute) {
    return is_one_of(of_its_place, attribute) || is_one_of(not_given, attribute);
}

std::string_view attestation_of(const ledger::Record& record) {
    return record.provenance.signed_with.empty() ? "operator" : "signature";
}

void write_cloud_event(JsonOut& out, const ledger::Entry& entry) {
    const ledger::Record& record = entry.record;
    const ledger::Provenance& p = record.provenance;
    out.begin_object();
    out.member("specversion", "1.0");
    out.member("id", ledger::event_id(record));
    out.member("source", p.source);
    out.member("type", std::string(event_type_prefix) + ledger::type_of(record.event));
    out.member("subject", record.stream);
    out.member("time", record.effective);
    out.member("datacontenttype", "application/json");
    out.member("sequence", sequence_of(entry.position));
    out.member("recordedtime", record.recorded);
    if (record.effective_given) out.member("effectivetime", record.effective);
    out.member("partitionkey", record.stream);
    out.member("streamversion", std::to_string(record.version));
    out.member("entry", entry.entry);
    out.member("previous", record.previous);
    out.member("recordclass", record.event_class);
    if (record.fact_count > 1) {
        out.member("factindex", std::to_string(record.fact_index));
        out.member("factcount", std::to_string(record.fact_count));
    }
    if (!record.subjects.empty()) out.member("subjects", joined(record.subjects));
    if (!record.actor.person.empty()) out.member("actor", record.actor.person);
    out.member("actorrole", record.actor.role);
    out.member_if_any("onbehalfof", record.actor.on_behalf_of);
    out.member_if_any("mandate", record.actor.mandate);
    out.member_if_any("authissuer", p.authentication.issuer);
    out.member_if_any("authsubject", p.authentication.subject);
    out.member_if_any("authmethod", p.authentication.method);
    out.member("attestation", attestation_of(record));
    out.member_if_any("signedwith", p.signed_with);
    out.member_if_any("correlationid", p.correlation);
    out.member_if_any("causationid", p.causation);
    out.member_if_any("traceparent", p.traceparent);
    out.member("channel", p.channel);
    out.member_if_any("migrationorder", p.migration);
    out.key("data");
    std::visit(
        [&](const auto& of_kind) { std::visit([&](const auto& e) { out.value(e); }, of_kind); },
        record.event
    );
    out.end_object();
}

std::vector<std::string> event_types() {
    std::vector<std::string> types;
    const auto add_kind =
        [&]<class Kind,
            class... E>(std::type_identity<Kind>, std::type_identity<std::variant<E...>>) {
            (types.push_back(
                 std::string(event_type_prefix) + std::string(Kind::name) + "." +
                 std::string(E::name)
             ),
             ...);
        };
    [&]<class... Kind>(std::type_identity<std::tuple<Kind...>>) {
        (add_kind(std::type_identity<Kind>{}, std::type_identity<typename Kind::Event>{}), ...);
    }(std::type_identity<ledger::Kinds>{});
    return types;
}

}  // namespace api
