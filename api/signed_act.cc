#include "api/signed_act.h"

#include "ledger/jws.h"

#include <utility>

namespace api {
namespace {

using ledger::Rejection;

constexpr JsonLimits signed_limits{.bytes_max = 1024UL * 1024};

std::unexpected<Rejections> no_jws() {
    return std::unexpected(Rejections{Rejection{
        Rejection::Code::shape,
        "signature",
        {.id = "Ini bukan JWS: protected, payload, dan signature dalam base64url, dan protected "
               "menyebut alg dan kid, masing-masing sekali, tanpa crit dan b64",
         .en = "This is no JWS: protected, payload and signature in base64url, where protected "
               "names alg and kid, each once, without crit and b64"}
    }});
}

struct Flattened {
    std::string protected_header;
    std::string payload;
    std::string signature;
    std::optional<ledger::Instant> recordedtime;

    static constexpr std::tuple fields{
        ledger::field("protected", &Flattened::protected_header),
        ledger::field("payload", &Flattened::payload),
        ledger::field("signature", &Flattened::signature),
        ledger::field("recordedtime", &Flattened::recordedtime),
    };
};

bool is_flattened(JsonValue event) {
    if (event.kind() != JsonValue::Kind::object) return false;
    for (const JsonMember member : event.members()) {
        if (member.name == "payload") return true;
    }
    return false;
}

OrRejections<ledger::Act> act_of_payload(std::string_view payload, const JsonLimits& limits) {
    const auto document = JsonDocument::parse(payload, limits);
    if (!document) return std::unexpected(document.error());
    auto act = act_from_json(document->root(), limits, [] { return std::string(); });
    if (!act || !act->provenance.id.empty()) return act;
    return std::unexpected(Rejections{Rejection{
        Rejection::Code::shape,
        "id",
        {.id = "Peristiwa yang ditandatangani harus menyebut id-nya sendiri",
         .en = "An event that is signed must name its own id"}
    }});
}

}  // namespace

OrRejections<ledger::Act> act_from_jws(std::string compact, const JsonLimits& limits) {
    const auto jws = ledger::Jws::parse(compact);
    if (!jws) return no_jws();
    auto act = act_of_payload(jws->payload, limits);
    if (act) act->submitted = std::move(compact);
    return act;
}

OrRejections<ledger::Act> act_from_any_json(
    JsonValue event, const JsonLimits& limits, const MakeId& make_id
) {
    if (!is_flattened(event)) return act_from_json(event, limits, make_id);
    return act_from_flattened(event, limits);
}

OrRejections<ledger::Act> act_from_flattened(JsonValue event, const JsonLimits& limits) {
    JsonReading reading(limits);
    Flattened jws;
    read(reading, event, jws);
    if (!reading.is_clean()) return std::unexpected(std::move(reading).take());
    auto act = act_from_jws(jws.protected_header + '.' + jws.payload + '.' + jws.signature, limits);
    if (act && jws.recordedtime) act->recorded = jws.recordedtime;
    return act;
}

std::optional<std::string> attached(std::string_view detached, std::string_view payload) {
    const std::size_t dots = detached.find("..");
    if (dots == std::string_view::npos) return std::nullopt;
    return ledger::compact_jws(detached.substr(0, dots), payload, detached.substr(dots + 2));
}

std::optional<ledger::Act> act_that_was_signed(std::string_view payload) {
    auto act = act_of_payload(payload, signed_limits);
    if (!act) return std::nullopt;
    return *std::move(act);
}

void write_flattened(
    JsonOut& out, std::string_view compact, std::optional<ledger::Instant> recorded
) {
    const std::size_t first = compact.find('.');
    const std::size_t second = compact.find('.', first + 1);
    out.begin_object();
    out.member("protected", compact.substr(0, first));
    out.member("payload", compact.substr(first + 1, second - first - 1));
    out.member("signature", compact.substr(second + 1));
    if (recorded) out.member("recordedtime", *recorded);
    out.end_object();
}

}  // namespace api
