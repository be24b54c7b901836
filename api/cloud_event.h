#pragma once
// Events as CloudEvents 1.0.2: what is submitted becomes an act, and what was recorded becomes one
// again (standards.md).
//
// In: `type` is "jejak.<kind>.<event>", `subject` the stream, `source` who submits, `id` his name
// for it, `data` the event's fields. Extensions say the rest:
//
//     actor, actorrole             who acts, as what; both are required
//     onbehalfof, mandate          for whom, and the letter that allows it
//     effectivetime                when it happened; when it is recorded, if not given
//     expectedversion              the version that the stream must have; 0: it must not exist
//     forledger                    the origin of the only ledger that may record it
//     correlationid, causationid, traceparent, channel
//     migrationorder               brought in from an older system, under this order
//     recordedtime                 only for a ledger with a simulated clock
//
// `time`, `dataschema` and what says where an event stands in the ledger that it was read from
// (`sequence`, `entry`, `previous`) are accepted and not kept. `streamversion`, `partitionkey` and
// `recordclass` must be what the act will get. Any other attribute is refused, `subjects`, those of
// the authentication and what attests it too, which are the ledger's to say: nothing is dropped in
// silence.
//
// An attribute is UTF-8 without control characters, and each has a length (cloud_event.cc); none
// may be empty, or there twice. That holds for every form.

#include "api/json_in.h"
#include "api/json_out.h"
#include "ledger/act.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace api {

inline constexpr std::string_view event_type_prefix = "jejak.";

// Attributes by name, as text, in whatever order.
using CloudEventAttributes = std::vector<std::pair<std::string_view, std::string_view>>;

// Makes an id for an event that came without one.
using MakeId = std::function<std::string()>;

// An act from one event in the structured form, an object.
[[nodiscard]] OrRejections<ledger::Act> act_from_json(
    JsonValue event, const JsonLimits& limits, const MakeId& make_id
);

// An act from attributes that stand apart from the data (the binary form), decoded.
[[nodiscard]] OrRejections<ledger::Act> act_from_parts(
    const CloudEventAttributes& attributes,
    JsonValue data,
    const JsonLimits& limits,
    const MakeId& make_id
);

// The value of a ce-* header as the CloudEvents HTTP binding has it (1.0.2, 3.1.3.2): unquoted if
// it is quoted, then percent-decoded once. Nothing when it is neither.
[[nodiscard]] std::optional<std::string> decoded_header_value(std::string_view value);

// Whether a ledger gives events this attribute by itself: whoever submits it is not believed.
[[nodiscard]] bool is_said_by_the_ledger(std::string_view attribute);

// Who attests that the actor did it: "signature", his own, or "operator", nobody else.
[[nodiscard]] std::string_view attestation_of(const ledger::Record& record);

// The recorded event in the structured form. One of several facts of an act says which it is, and
// of how many: factindex, factcount.
void write_cloud_event(JsonOut& out, const ledger::Entry& entry);

// The names of all event types, with their prefix, in the order of the kinds.
[[nodiscard]] std::vector<std::string> event_types();

}  // namespace api
