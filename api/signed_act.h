#pragma once
// Acts as their actors sign them: a CloudEvent in JSON, byte for byte as it was, is the payload of
// a JWS (docs/acts.md). Wherever a CloudEvent may stand, the JWS may stand in its flattened form
// (RFC 7515 section 7.2.2):
//
//     {"protected": "...", "payload": "...", "signature": "..."}
//
// `recordedtime` may be there too, for a ledger with a simulated clock. Whether the signature holds
// is for the writer to say, who has the keys (ledger/attestation.h).

#include "api/cloud_event.h"

#include <optional>
#include <string>
#include <string_view>

namespace api {

// An act from one CloudEvent in the structured form, or from a JWS of one. A signed one names its
// own id, so that nobody can submit it again under another.
[[nodiscard]] OrRejections<ledger::Act> act_from_any_json(
    JsonValue event, const JsonLimits& limits, const MakeId& make_id
);

// An act from a JWS in its flattened form, and nothing else.
[[nodiscard]] OrRejections<ledger::Act> act_from_flattened(JsonValue jws, const JsonLimits& limits);

// An act from a JWS in its compact form.
[[nodiscard]] OrRejections<ledger::Act> act_from_jws(std::string compact, const JsonLimits& limits);

// The compact form of a detached one ("protected..signature", RFC 7515 appendix F) and what it is
// over. Nothing when it has not that form.
[[nodiscard]] std::optional<std::string> attached(
    std::string_view detached, std::string_view payload
);

// What a payload says; nothing when it is no act.
[[nodiscard]] std::optional<ledger::Act> act_that_was_signed(std::string_view payload);

// The flattened form of a compact JWS that is one; with when it was recorded, if it was.
void write_flattened(
    JsonOut& out, std::string_view compact, std::optional<ledger::Instant> recorded
);

}  // namespace api
