#include "api/openapi.h"

#include "api/answer_schemas.h"
#include "api/cloud_event.h"
#include "api/json_schema.h"
#include "api/operations.h"
#include "api/problem.h"
#include "api/query.h"

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace api {
namespace {

// OpenAPI has no parameter that takes several segments; it is described as one that takes one.
constexpr std::string_view rest = "...";

std::string without_rest(std::string_view path) {
    std::string described(path);
    if (const std::size_t at = described.find(rest); at != described.npos) {
        described.erase(at, rest.size());
    }
    return described;
}

void write_path_parameters(JsonOut& out, std::string_view path) {
    for (std::size_t at = path.find('{'); at != path.npos; at = path.find('{', at + 1)) {
        const std::size_t end = path.find('}', at);
        out.begin_object();
        out.member("name", without_rest(path.substr(at + 1, end - at - 1)));
        out.member("in", "path");
        out.member("required", true);
        out.key("schema");
        detail::write_text_schema(out, {});
        out.end_object();
    }
}

constexpr auto append_headers = std::to_array<QueryParameter>({
    {"If-Match", "\"<stream>@<version>\": the version that the stream must have; 412 otherwise"},
    {"If-None-Match", "*: the stream must not exist; 412 otherwise"},
    {"Idempotency-Key", "The act's id, where it has none"},
    {"Accept-Language", "id or en, for what a problem says"},
    {"Prefer", "wait=5: answer once a signed checkpoint covers it, with the proof; seconds"},
});
constexpr QueryParameter known_tag{"If-None-Match", "The ETags that the caller has; 304 for them"};

void write_parameter(JsonOut& out, std::string_view in, const QueryParameter& parameter) {
    out.begin_object();
    out.member("name", parameter.name);
    out.member("in", in);
    out.member("description", parameter.what);
    out.key("schema");
    detail::write_text_schema(out, {});
    out.end_object();
}

void write_parameters(JsonOut& out, const Operation& operation) {
    out.key("parameters");
    out.begin_array();
    write_path_parameters(out, operation.path);
    for (const QueryParameter& parameter : operation.query) {
        write_parameter(out, "query", parameter);
    }
    if (operation.method == "post") {
        for (const QueryParameter& header : append_headers) write_parameter(out, "header", header);
    } else if (operation.status == 200) {
        write_parameter(out, "header", known_tag);
    }
    out.end_array();
}

void write_reference(JsonOut& out, std::string_view schema) {
    out.begin_object();
    out.member("$ref", "#/components/schemas/" + std::string(schema));
    out.end_object();
}

void write_content(JsonOut& out, std::string_view media_type, std::string_view schema) {
    out.key(media_type);
    out.begin_object();
    out.key("schema");
    write_reference(out, schema);
    out.end_object();
}

void write_list_of(JsonOut& out, std::string_view media_type, std::string_view schema) {
    out.key(media_type);
    out.begin_object();
    out.key("schema");
    out.begin_object();
    out.member("type", "array");
    out.key("items");
    write_reference(out, schema);
    out.end_object();
    out.end_object();
}

void write_request_body(JsonOut& out) {
    out.key("requestBody");
    out.begin_object();
    out.member(
        "description", "An event; several; or, with the attributes in ce-* headers, its data"
    );
    out.member("required", true);
    out.key("content");
    out.begin_object();
    write_content(out, "application/cloudevents+json", "Act");
    write_content(out, "application/jose+json", "SignedAct");
    write_content(out, "application/jose", "CompactSignedAct");
    write_list_of(out, "application/cloudevents-batch+json", "Act");
    write_content(out, "application/json", "Data");
    out.end_object();
    out.end_object();
}

struct Header {
    std::string_view name;
    std::string_view what;
};
constexpr auto tag_headers =
    std::to_array<Header>({{"ETag", "Strong; a stream's is \"<stream>@<version>\""}});
constexpr auto recorded_headers = std::to_array<Header>(
    {{"ETag", "\"<stream>@<version>\", as If-Match takes it"}, {"Location", "The first fact"}}
);

// Opens a response; whoever calls it writes its content and closes it.
void begin_response(
    JsonOut& out, unsigned status, std::string_view what, std::span<const Header> headers
) {
    out.key(std::to_string(status));
    out.begin_object();
    out.member("description", what);
    if (headers.empty()) return;
    out.key("headers");
    out.begin_object();
    for (const Header& header : headers) {
        out.key(header.name);
        out.begin_object();
        out.member("description", header.what);
        out.key("schema");
        detail::write_text_schema(out, {});
        out.end_object();
    }
    out.end_object();
}

void write_append_responses(JsonOut& out) {
    begin_response(out, 200, "Recorded before; or the outcomes of a batch", recorded_headers);
    out.key("content");
    out.raw(R"({"application/json":{"schema":{"anyOf":[)"
            R"({"$ref":"#/components/schemas/Recorded"},)"
            R"({"$ref":"#/components/schemas/BatchOutcome"}]}}})");
    out.end_object();
    begin_response(out, 201, "Recorded", recorded_headers);
    out.key("content");
    out.begin_object();
    write_content(out, "application/json", "Recorded");
    out.end_object();
    out.end_object();
}

void write_read_responses(JsonOut& out, const Operation& operation) {
    const bool is_tagged = operation.name != "health.get";
    begin_response(
        out,
        200,
        operation.summary,
        is_tagged ? std::span<const Header>(tag_headers) : std::span<const Header>{}
    );
    out.key("content");
    out.begin_object();
    const bool one_event = operation.answer == "CloudEvent";
    if (operation.answer.empty()) {
        out.key(operation.media);
        out.raw(R"({"schema":{"type":"string"}})");
    } else {
        write_content(
            out, one_event ? "application/cloudevents+json" : operation.media, operation.answer
        );
    }
    if (operation.answer == "EventPage") {
        write_list_of(out, "application/cloudevents-batch+json", "CloudEvent");
    }
    out.end_object();
    out.end_object();
    if (!is_tagged) return;
    begin_response(out, 304, "The caller has it already", tag_headers);
    out.end_object();
}

void write_responses(JsonOut& out, const Operation& operation) {
    out.key("responses");
    out.begin_object();
    if (operation.method == "post") {
        write_append_responses(out);
    } else if (operation.status == 101) {
        begin_response(out, 101, operation.summary, {});
        out.end_object();
    } else {
        write_read_responses(out, operation);
    }
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
    const auto all = operations();
    for (std::size_t i = 0; i < all.size();) {
        const std::string_view path = all[i].path;
        out.key(without_rest(path));
        out.begin_object();
        for (; i < all.size() && all[i].path == path; ++i) write_operation(out, all[i]);
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
    {"forledger", "The origin of the only ledger that may record it"},
    {"correlationid", "What it is part of"},
    {"causationid", "What it follows from"},
    {"traceparent", "W3C Trace Context"},
    {"channel", "How it came: api, import, web, mobile, offline"},
    {"migrationorder", "The order under which past data is brought in"},
    {"recordedtime", "Only for a ledger with a simulated clock"},
    {"streamversion", "The version that the stream will have"},
    {"partitionkey", "The stream"},
    {"recordclass", "What the event is about"},
});

std::vector<std::string_view> roles() {
    const auto all = names(ledger::Role{});
    return {all.begin() + 1, all.end()};  // without `none`
}

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
        if (attribute.name == "actorrole") out.member("enum", roles());
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
    out.key("Data");
    out.raw(R"({"type":"object"})");
    out.key("CompactSignedAct");
    out.raw(R"({"type":"string","description":"A JWS in its compact form"})");
    write_answer_schemas(out);
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
