#include "api/openapi.h"

#include "api/cloud_event.h"
#include "api/json_schema.h"
#include "api/problem.h"
#include "api/query.h"

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace api {
namespace {

struct Parameter {
    std::string_view name;
    std::string_view what;
};

struct Operation {
    std::string_view method;
    std::string_view path;
    std::string_view name;
    std::string_view summary;
    std::span<const Parameter> query;
    std::string_view answer;  // a schema's name; empty: an object
    unsigned status = 200;
};

constexpr auto page_query = std::to_array<Parameter>(
    {{"after", "Go on after this position or version"}, {"limit", "At most so many, up to 1000"}}
);
constexpr auto events_query = std::to_array<Parameter>({
    {"after", "Go on after this position"},
    {"limit", "At most so many, up to 1000"},
    {"recordedFrom", "Only what was recorded then or later (RFC 3339)"},
});
constexpr auto score_query = std::to_array<Parameter>({
    {"position", "As of the first so many events"},
    {"recorded", "As of what was recorded by then (RFC 3339)"},
    {"atLeast", "Wait until the event at this position has been applied"},
});
constexpr auto history_query =
    std::to_array<Parameter>({{"atLeast", "Wait until the event at this position has been applied"}}
    );
constexpr auto append_query =
    std::to_array<Parameter>({{"atomic", "true: all acts of a batch, or none"}});
constexpr auto live_query = std::to_array<Parameter>({
    {"after", "From the event after this position"},
    {"from", "From this position"},
    {"kind", "Only streams of this kind"},
    {"stream", "Only this stream"},
    {"subject", "Only events about this person"},
});
constexpr auto unit_query = std::to_array<Parameter>({
    {"unit", "One unit of the agency; without it, the agency's own indicators"},
    {"series", "Whose values: outside, self, ...; empty for the ones that count"},
    {"position", "As of the first so many events"},
    {"recorded", "As of what was recorded by then (RFC 3339)"},
});

constexpr auto operations = std::to_array<Operation>({
    {"post",
     "/v1/events",
     "events.append",
     "Record one act, or a batch of them",
     append_query,
     "Recorded",
     201},
    {"get", "/v1/events", "events.list", "Events by position", events_query, "EventPage"},
    {"get", "/v1/events/{position}", "events.get", "One event", {}, "CloudEvent"},
    {"get", "/v1/event-types", "eventTypes.list", "What can be recorded", {}, ""},
    {"get", "/v1/streams/{kind}/{key}", "streams.list", "A stream's events", page_query, "EventPage"
    },
    {"get",
     "/v1/streams/{kind}/{key}/{part}",
     "streams.listPart",
     "A stream's events, where its key has two parts",
     page_query,
     "EventPage"},
    {"get",
     "/v1/people/{person}/trail",
     "people.trail",
     "What is about a person or was recorded in his name",
     page_query,
     "EventPage"},
    {"get", "/v1/people/{person}/plans", "people.plans", "A person's plans", {}, ""},
    {"get",
     "/v1/people/{person}/scores/{period}",
     "people.score",
     "A person's score",
     score_query,
     ""},
    {"get", "/v1/plans/{plan}/scores/{period}", "plans.score", "A plan's score", score_query, ""},
    {"get",
     "/v1/plans/{plan}/scores/{period}/history",
     "plans.history",
     "Each change of a score with the event that caused it",
     history_query,
     ""},
    {"get",
     "/v1/plans/{plan}/scores/{period}/explanation",
     "plans.explanation",
     "A score down to its events and rules",
     score_query,
     ""},
    {"get",
     "/v1/agencies/{agency}/scores/{period}",
     "agencies.score",
     "The score of an agency or a unit by its own indicators",
     unit_query,
     ""},
    {"get",
     "/v1/agencies/{agency}/verdicts/{period}",
     "agencies.verdicts",
     "Met or missed, for each indicator of an agency",
     unit_query,
     ""},
    {"get", "/v1/ledger", "ledger.get", "What this ledger is, and how long", {}, ""},
    {"get", "/v1/live", "live.follow", "A WebSocket that follows the log", live_query, "", 101},
    {"get", "/healthz", "health.get", "Whether it is well", {}, ""},
    {"get", "/openapi.json", "openapi.get", "This document", {}, ""},
});

void write_path_parameters(JsonOut& out, std::string_view path) {
    for (std::size_t at = path.find('{'); at != path.npos; at = path.find('{', at + 1)) {
        const std::size_t end = path.find('}', at);
        out.begin_object();
        out.member("name", path.substr(at + 1, end - at - 1));
        out.member("in", "path");
        out.member("required", true);
        out.key("schema");
        detail::write_text_schema(out, {});
        out.end_object();
    }
}

void write_parameters(JsonOut& out, const Operation& operation) {
    out.key("parameters");
    out.begin_array();
    write_path_parameters(out, operation.path);
    for (const Parameter& parameter : operation.query) {
        out.begin_object();
        out.member("name", parameter.name);
        out.member("in", "query");
        out.member("description", parameter.what);
        out.key("schema");
        detail::write_text_schema(out, {});
        out.end_object();
    }
    out.end_array();
}

void write_reference(JsonOut& out, std::string_view schema) {
    out.begin_object();
    if (schema.empty()) {
        out.member("type", "object");
    } else {
        out.member("$ref", "#/components/schemas/" + std::string(schema));
    }
    out.end_object();
}

void write_content(JsonOut& out, std::string_view media_type, std::string_view schema) {
    out.key(media_type);
    out.begin_object();
    out.key("schema");
    write_reference(out, schema);
    out.end_object();
}

void write_request_body(JsonOut& out) {
    out.key("requestBody");
    out.begin_object();
    out.member("required", true);
    out.key("content");
    out.begin_object();
    write_content(out, "application/cloudevents+json", "Act");
    out.key("application/cloudevents-batch+json");
    out.begin_object();
    out.key("schema");
    out.begin_object();
    out.member("type", "array");
    out.key("items");
    write_reference(out, "Act");
    out.end_object();
    out.end_object();
    write_content(out, "application/json", "");
    out.end_object();
    out.end_object();
}

void write_responses(JsonOut& out, const Operation& operation) {
    out.key("responses");
    out.begin_object();
    out.key(std::to_string(operation.status));
    out.begin_object();
    out.member("description", operation.summary);
    if (operation.status != 101) {
        out.key("content");
        out.begin_object();
        const bool one_event = operation.answer == "CloudEvent";
        write_content(
            out, one_event ? "application/cloudevents+json" : "application/json", operation.answer
        );
        out.end_object();
    }
    out.end_object();
    out.key("default");
    out.begin_object();
    out.member("description", "What went wrong (RFC 9457)");
    out.key("content");
    out.begin_object();
    write_content(out, "application/problem+json", "Problem");
    out.end_object();
    out.end_object();
    out.end_object();
}

void write_operation(JsonOut& out, const Operation& operation) {
    out.key(operation.method);
    out.begin_object();
    out.member("operationId", operation.name);
    out.member("summary", operation.summary);
    write_parameters(out, operation);
    if (operation.method == "post") write_request_body(out);
    write_responses(out, operation);
    out.end_object();
}

void write_paths(JsonOut& out) {
    out.key("paths");
    out.begin_object();
    for (std::size_t i = 0; i < operations.size();) {
        const std::string_view path = operations[i].path;
        out.key(path);
        out.begin_object();
        for (; i < operations.size() && operations[i].path == path; ++i) {
            write_operation(out, operations[i]);
        }
        out.end_object();
    }
    out.end_object();
}

struct Attribute {
    std::string_view name;
    std::string_view what;
    bool required = false;
};

constexpr auto act_attributes = std::to_array<Attribute>({
    {"specversion", "1.0", true},
    {"type", "jejak.<kind>.<event>", true},
    {"source", "Who submits, as a URI reference", true},
    {"id", "The submitter's name for the act; with source, unique for ever"},
    {"subject", "The stream", true},
    {"actor", "The person who acts", true},
    {"actorrole", "As what", true},
    {"onbehalfof", "For whom, where not for himself"},
    {"mandate", "The letter that allows it"},
    {"effectivetime", "When it happened (RFC 3339)"},
    {"expectedversion", "The version that the stream must have"},
    {"correlationid", "What it is part of"},
    {"causationid", "What it follows from"},
    {"traceparent", "W3C Trace Context"},
    {"channel", "How it came: api, import, web, mobile, offline"},
    {"signature", "Detached, over the submitted bytes"},
    {"migrationorder", "The order under which past data is brought in"},
    {"recordedtime", "Only for a ledger with a simulated clock"},
});

void write_act_schema(JsonOut& out) {
    out.key("Act");
    out.begin_object();
    out.member("type", "object");
    out.key("properties");
    out.begin_object();
    for (const Attribute& attribute : act_attributes) {
        out.key(attribute.name);
        out.begin_object();
        out.member("type", "string");
        out.member("description", attribute.what);
        if (attribute.name == "type") out.member("enum", event_types());
        out.end_object();
    }
    out.key("data");
    out.begin_object();
    out.member("type", "object");
    out.member("description", "The event's fields: the schema of that type's name");
    out.end_object();
    out.end_object();
    std::vector<std::string_view> required{"data"};
    for (const Attribute& attribute : act_attributes) {
        if (attribute.required) required.push_back(attribute.name);
    }
    out.member("required", required);
    out.end_object();
}

template <class Kind, class... E>
void write_event_schemas(JsonOut& out, std::type_identity<std::variant<E...>>) {
    (
        [&] {
            out.key(
                std::string(event_type_prefix) + std::string(Kind::name) + "." +
                std::string(E::name)
            );
            write_schema<E>(out);
        }(),
        ...
    );
}

template <class... Kind>
void write_kind_schemas(JsonOut& out, std::type_identity<std::tuple<Kind...>>) {
    (write_event_schemas<Kind>(out, std::type_identity<typename Kind::Event>{}), ...);
}

void write_schemas(JsonOut& out) {
    out.key("schemas");
    out.begin_object();
    write_act_schema(out);
    out.key("CloudEvent");
    out.raw(R"({"type":"object","required":["specversion","id","source","type","subject",)"
            R"("sequence","recordedtime","data"]})");
    out.key("EventPage");
    out.raw(R"({"type":"object","required":["events"],"properties":{"events":{"type":"array",)"
            R"("items":{"$ref":"#/components/schemas/CloudEvent"}},"next":{"type":"integer"}}})");
    out.key("Recorded");
    out.raw(R"({"type":"object","required":["outcome","position","version","recordedTime"]})");
    out.key("Problem");
    out.raw(R"({"type":"object","required":["type","title","status"],"properties":{)"
            R"("type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},)"
            R"("detail":{"type":"string"},"instance":{"type":"string"},"code":{"type":"string"},)"
            R"("field":{"type":"string"},"errors":{"type":"array"}}})");
    write_kind_schemas(out, std::type_identity<ledger::Kinds>{});
    out.end_object();
}

}  // namespace

std::string openapi_document() {
    JsonOut out;
    out.begin_object();
    out.member("openapi", "3.1.0");
    out.key("info");
    out.begin_object();
    out.member("title", "Jejak");
    out.member("description", "A performance ledger for public servants");
    out.member("version", "1");
    out.key("license");
    out.raw(R"({"name":"Apache-2.0","identifier":"Apache-2.0"})");
    out.end_object();
    out.key("servers");
    out.raw(R"([{"url":"/"}])");
    write_paths(out);
    out.key("components");
    out.begin_object();
    write_schemas(out);
    out.end_object();
    out.end_object();
    return std::move(out).take();
}

Response get_openapi(Service&, const Request& request) {
    static const std::string document = openapi_document();
    return ok(request, document);
}

}  // namespace api
