#include "api/answer_schemas.h"

#include "api/json_schema.h"
#include "ledger/rules/evaluation.h"
#include "ledger/rules/origin.h"
#include "projections/receipt.h"
#include "projections/scores.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace api {
namespace {

// The members of an object, one after the other with a space between them:
//
//     name:type      it is always there
//     name?:type     it may be left out
//
// A type is `text`, `whole` (a whole number), `flag`, `object`, the name of another schema, [type]
// for a list, or type|null.
struct Shape {
    std::string_view name;
    std::string_view members;
};

constexpr auto shapes = std::to_array<Shape>({
    {"CloudEvent",
     "specversion:text id:text source:text type:text subject:text time:text datacontenttype:text "
     "sequence:text recordedtime:text effectivetime?:text partitionkey:text streamversion:text "
     "entry:text previous:text recordclass:text factindex?:text factcount?:text subjects?:text "
     "actor?:text actorrole:text onbehalfof?:text mandate?:text authissuer?:text "
     "authsubject?:text authmethod?:text attestation:text signedwith?:text correlationid?:text "
     "causationid?:text "
     "traceparent?:text channel:text migrationorder?:text data:object"},
    {"EventPage", "events:[CloudEvent] next?:whole"},
    {"EventTypes", "eventTypes:[text]"},
    {"SignedAct", "protected:text payload:text signature:text recordedtime?:text"},
    {"Acts", "person:text acts:[ActInName] next?:whole"},
    {"ActInName", "position:whole act:ActName attestation:text contest?:Contest event:CloudEvent"},
    {"ActName", "source:text id:text"},
    {"Contest", "position:whole standing:text"},
    {"PersonKeys", "person:text signsAllSince?:text keys:[PersonKey]"},
    {"PersonKey",
     "kid:text kty:text crv:text alg:text use:text x:text y?:text announced:whole revoked?:whole"},
    {"Recorded",
     "outcome:text position:whole count?:whole version:whole recordedTime:text proof?:text"},
    {"Error", "code:text field?:text detail:text"},
    {"Outcome",
     "outcome:text position?:whole count?:whole version?:whole recordedTime?:text proof?:text "
     "errors?:[Error]"},
    {"BatchOutcome", "outcomes:[Outcome] atomic:flag"},
    {"Problem",
     "type:text title:text status:whole detail:text instance?:text code:text field?:text "
     "errors?:[Error] expected?:whole actual?:whole writer?:text projections?:text signing?:text "
     "closing?:text size?:whole projected?:whole signed?:whole"},
    {"Words", "id:text en:text"},
    {"ProblemType", "code:text status:whole title:Words"},
    {"Health",
     "status:text writer:text projections:text signing:text closing:text size:whole "
     "projected:whole signed:whole"},
    {"Ledger",
     "origin:text format:whole simulatedClock:flag seeded:flag key:text size:whole root:text "
     "recorded:text access:text"},
    {"Forgotten", "forgotten:[ForgottenOne] next?:whole"},
    {"ForgottenOne", "position:whole recorded:text ground:text"},
    {"Witnesses", "witnesses:[Witness]"},
    {"Witness", "name:text state:text size:whole trouble?:text"},
    {"Consistency", "from:whole to:whole hashes:[text]"},
    {"LogKeys", "origin:text keys:[LogKey] rotated:[text]"},
    {"LogKey", "key:text position:whole"},
    {"Plans", "person:text plans:[PlanSpan]"},
    {"Number", "exact:text decimal?:text rounded?:text"},
    {"AsOf", "position:whole date:text"},
    {"ScoreLine",
     "indicator:text weight:whole due:text monthsCounted:whole monthsReported:whole "
     "realised?:Number target?:Number targetLow?:Number targetHigh?:Number achievement?:Number "
     "contribution?:Number events:[whole]"},
    {"Pp30", "number:Number predikat:text"},
    {"Evaluation", "progress:text version:whole decidedAt:whole result:EvaluationResult pp30?:Pp30"
    },
    {"PlanScore",
     "plan:text subject:text agency:text unit:text period:text asOf:AsOf score:Number|null "
     "level?:text policy:text formulas:[text] lines:[ScoreLine] evaluation?:Evaluation"},
    {"PersonScore", "person:text period:text asOf:AsOf score:Number|null plans:[PlanScore]"},
    {"Change",
     "position:whole recorded:text effective:text type:text stream:text actor:text "
     "score:Number|null level?:text decided?:EvaluationResult"},
    {"History", "plan:text period:text changes:[Change]"},
    {"ExplainedInput", "name:text exact:text node?:whole events?:[whole]"},
    {"ExplainedNode",
     "id:whole formula:text about?:text inputs:[ExplainedInput] exact:text|null decimal?:text "
     "policy:text sentence:Words"},
    {"Explanation", "score:PlanScore nodes:[ExplainedNode]"},
    {"Agencies", "agencies:[text] next?:text"},
    {"UnitLine",
     "indicator:text verdict:text value?:Number target?:Number targetLow?:Number "
     "targetHigh?:Number achievement?:Number provisional:flag complete:flag events:[whole] "
     "weight:text contribution?:Number"},
    {"UnitScore",
     "agency:text period:text asOf:whole policy:text unit?:text score:Number|null formulas:[text] "
     "lines:[UnitLine] nodes:[ExplainedNode]"},
    {"IndicatorVerdict",
     "indicator:text unit?:text text?:text critical:flag rollUp:text parent?:text verdict:text "
     "value?:Number target?:Number targetLow?:Number targetHigh?:Number achievement?:Number "
     "provisional:flag complete:flag events:[whole]"},
    {"VerdictCounts", "met:whole missed:whole noTarget:whole noValue:whole"},
    {"Verdicts",
     "agency:text period:text asOf:whole policy:text series?:text indicators:[IndicatorVerdict] "
     "counts:VerdictCounts critical:VerdictCounts"},
});

void write_plain_type(JsonOut& out, std::string_view type) {
    out.begin_object();
    out.member("type", type);
    out.end_object();
}

void write_type(JsonOut& out, std::string_view type) {
    constexpr std::string_view or_null = "|null";
    if (type.ends_with(or_null)) {
        out.begin_object();
        out.key("anyOf");
        out.begin_array();
        write_type(out, type.substr(0, type.size() - or_null.size()));
        write_plain_type(out, "null");
        out.end_array();
        return out.end_object();
    }
    if (type.starts_with('[')) {
        out.begin_object();
        out.member("type", "array");
        out.key("items");
        write_type(out, type.substr(1, type.size() - 2));
        return out.end_object();
    }
    if (type == "text") return write_plain_type(out, "string");
    if (type == "whole") return write_plain_type(out, "integer");
    if (type == "flag") return write_plain_type(out, "boolean");
    if (type == "object") return write_plain_type(out, "object");
    out.begin_object();
    out.member("$ref", "#/components/schemas/" + std::string(type));
    out.end_object();
}

void write_shape(JsonOut& out, const Shape& shape) {
    std::vector<std::string> required;
    out.key(shape.name);
    out.begin_object();
    out.member("type", "object");
    out.key("properties");
    out.begin_object();
    for (std::string_view rest = shape.members; !rest.empty();) {
        const std::string_view member = rest.substr(0, rest.find(' '));
        rest.remove_prefix(std::min(rest.size(), member.size() + 1));
        const std::size_t colon = member.find(':');
        std::string_view name = member.substr(0, colon);
        const bool may_be_missing = name.ends_with('?');
        if (may_be_missing) name.remove_suffix(1);
        if (!may_be_missing) required.emplace_back(name);
        out.key(name);
        write_type(out, member.substr(colon + 1));
    }
    out.end_object();
    out.member("required", required);
    out.member("additionalProperties", false);
    out.end_object();
}

}  // namespace

void write_answer_schemas(JsonOut& out) {
    for (const Shape& shape : shapes) write_shape(out, shape);
    out.key("PlanSpan");
    write_schema<projections::PlanSpan>(out);
    out.key("EvaluationResult");
    write_schema<ledger::evaluation::Result>(out);
    out.key("Receipt");
    write_schema<projections::Receipt>(out);
    out.key("OpenApi");
    write_plain_type(out, "object");
}

}  // namespace api
