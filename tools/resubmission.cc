#include "tools/resubmission.h"

#include "api/cloud_event.h"
#include "api/json_out.h"
#include "ledger/sha256.h"
#include "tools/json_view.h"

#include <utility>

namespace tools {
namespace {

using api::JsonValue;

// False when there is a number that cannot be written as it was read.
bool copy(JsonValue value, api::JsonOut& out) {
    bool exact = true;
    switch (value.kind()) {
        case JsonValue::Kind::null:
            out.null();
            break;
        case JsonValue::Kind::boolean:
            out.value(value.boolean());
            break;
        case JsonValue::Kind::integer:
            out.value(value.integer());
            break;
        case JsonValue::Kind::inexact:
            out.null();
            return false;
        case JsonValue::Kind::text:
            out.value(value.text());
            break;
        case JsonValue::Kind::list:
            out.begin_array();
            for (const JsonValue item : value.items()) exact = copy(item, out) && exact;
            out.end_array();
            break;
        case JsonValue::Kind::object:
            out.begin_object();
            for (const api::JsonMember member : value.members()) {
                out.key(member.name);
                exact = copy(member.value, out) && exact;
            }
            out.end_object();
            break;
    }
    return exact;
}

std::string id_of_content(JsonValue event) {
    constexpr std::size_t digits = 40;
    api::JsonOut out;
    (void)copy(event, out);
    ledger::Sha256 sha256;
    return "content-" + sha256(ledger::bytes_of(out.text())).hex().substr(0, digits);
}

// The act's own id: that of its first fact has "/0" after it.
std::string act_id(JsonValue event) {
    std::string id = text_at(event, {"id"});
    if (id.empty()) return id_of_content(event);
    const bool is_fact = !text_at(event, {"factindex"}).empty();
    if (is_fact && id.ends_with("/0")) id.resize(id.size() - 2);
    return id;
}

// Another ledger has its own: what it is called, its keys, the closes of its days.
bool is_of_the_ledger_itself(std::string_view type) {
    return type.starts_with("jejak.origin.") || type.starts_with("jejak.close.");
}

}  // namespace

std::optional<std::string> resubmitted(const std::string& line) {
    const auto document = api::JsonDocument::parse(line);
    if (!document || document->root().kind() != JsonValue::Kind::object) return line;
    const JsonValue event = document->root();
    if (value_at(event, {"payload"})) return line;  // signed: not a byte of it may change
    if (is_of_the_ledger_itself(text_at(event, {"type"}))) return std::nullopt;
    const std::string fact = text_at(event, {"factindex"});
    if (!fact.empty() && fact != "0") return std::nullopt;

    api::JsonOut out;
    bool exact = true;
    out.begin_object();
    out.member("id", act_id(event));
    for (const api::JsonMember member : event.members()) {
        if (member.name == "id" || api::is_said_by_the_ledger(member.name)) continue;
        out.key(member.name);
        exact = copy(member.value, out) && exact;
    }
    out.end_object();
    return exact ? std::move(out).take() : line;
}

}  // namespace tools
