#include "api/append.h"

#include "api/cloud_event.h"
#include "api/problem.h"
#include "api/resume.h"
#include "api/uuid.h"
#include "ledger/rules/match.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <expected>
#include <span>
#include <utility>

namespace api {
namespace {

using ledger::Act;
using ledger::Outcome;
using ledger::Rejection;
using ledger::Words;

enum class Form : std::uint8_t { structured, batch, binary, unknown };

// An act, or what is wrong with it.
using Read = OrRejections<Act>;

struct Asked {
    Form form = Form::structured;
    std::vector<Read> acts;
};

constexpr JsonLimits one_limits{.bytes_max = 1024UL * 1024};
constexpr JsonLimits batch_limits{.bytes_max = append_bytes_max, .items_max = append_acts_max};

bool is_media_type(std::string_view header, std::string_view type) {
    const std::string_view media = header.substr(0, header.find(';'));
    const auto trimmed = media.substr(0, media.find_last_not_of(" \t") + 1);
    return std::ranges::equal(trimmed, type, [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) == b;
    });
}

Form form_of(const Request& request) {
    const std::string_view type = request.header("Content-Type");
    if (is_media_type(type, "application/cloudevents+json")) return Form::structured;
    if (is_media_type(type, "application/cloudevents-batch+json")) return Form::batch;
    if (!request.header("ce-specversion").empty() && is_media_type(type, "application/json")) {
        return Form::binary;
    }
    return Form::unknown;
}

// The attributes in ce-* headers, with lower-case names.
struct BinaryAttributes {
    explicit BinaryAttributes(const Request& request) {
        names.reserve(request.headers.size());
        for (std::size_t i = 0; i < request.headers.size(); ++i) {
            const auto [name, value] = request.headers[i];
            if (name.size() <= 3 || !is_prefix(name)) continue;
            std::string& lower = names.emplace_back(name.substr(3));
            std::ranges::transform(lower, lower.begin(), [](unsigned char c) {
                return static_cast<char>(std::tolower(c));
            });
            attributes.emplace_back(lower, value);
        }
    }
    static bool is_prefix(std::string_view name) {
        return (name[0] == 'c' || name[0] == 'C') && (name[1] == 'e' || name[1] == 'E') &&
               name[2] == '-';
    }
    std::vector<std::string> names;  // reserved, so that they stay where they are
    CloudEventAttributes attributes;
};

OrRejections<Asked> read_acts(const Request& request, Form form, const MakeId& make_id) {
    const JsonLimits& limits = form == Form::batch ? batch_limits : one_limits;
    const auto document = JsonDocument::parse(request.body, limits);
    if (!document) return std::unexpected(document.error());
    Asked asked{.form = form, .acts = {}};
    const JsonValue root = document->root();
    if (form == Form::structured) {
        asked.acts.push_back(act_from_json(root, limits, make_id));
    } else if (form == Form::binary) {
        const BinaryAttributes binary(request);
        asked.acts.push_back(act_from_parts(binary.attributes, root, limits, make_id));
    } else {
        JsonReading reading(limits);
        const auto count = read_list(reading, root);
        if (!count) return std::unexpected(std::move(reading).take());
        asked.acts.reserve(*count);
        for (const JsonValue item : root.items()) {
            asked.acts.push_back(act_from_json(item, one_limits, make_id));
        }
    }
    return asked;
}

// "<stream>@<version>" in quotes.
std::optional<Rejection> expect_version(Act& act, std::string_view tag) {
    const std::string expected = "\"" + act.stream.text + "@";
    if (tag.starts_with(expected) && tag.ends_with('"')) {
        const std::string_view number =
            tag.substr(expected.size(), tag.size() - expected.size() - 1);
        std::uint64_t version = 0;
        const auto [end, error] =
            std::from_chars(number.data(), number.data() + number.size(), version);
        if (error == std::errc{} && end == number.data() + number.size()) {
            act.expected_version = version;
            return std::nullopt;
        }
    }
    return Rejection{
        Rejection::Code::shape,
        "If-Match",
        {.id = "If-Match harus berbentuk \"" + act.stream.text + "@<versi>\"",
         .en = "If-Match must have the form \"" + act.stream.text + "@<version>\""}
    };
}

// What the headers add to a single act.
std::optional<Rejection> apply_headers(Act& act, const Request& request) {
    if (request.header("If-None-Match") == "*") act.expected_version = 0;
    if (const auto tag = request.header("If-Match"); !tag.empty()) {
        if (auto wrong = expect_version(act, tag)) return wrong;
    }
    if (const auto trace = request.header("traceparent"); !trace.empty()) {
        if (act.provenance.traceparent.empty()) act.provenance.traceparent = trace;
    }
    return std::nullopt;
}

void write_recorded(JsonOut& out, std::string_view outcome, const ledger::Recorded& recorded) {
    out.begin_object();
    out.member("outcome", outcome);
    out.member("position", recorded.first);
    if (recorded.count > 1) out.member("count", recorded.count);
    out.member("version", recorded.version);
    out.member("recordedTime", recorded.recorded);
    out.end_object();
}

void write_rejections(JsonOut& out, std::span<const Rejection> rejections, Language language) {
    out.begin_object();
    out.member("outcome", "rejected");
    out.key("errors");
    out.begin_array();
    for (const Rejection& r : rejections) {
        out.begin_object();
        out.member("code", r.code);
        out.member_if_any("field", r.field);
        out.member("detail", in(language, r.detail));
        out.end_object();
    }
    out.end_array();
    out.end_object();
}

void write_outcome(JsonOut& out, const Outcome& outcome, Language language) {
    ledger::match(
        outcome,
        ledger::Cases{
            [&](const ledger::Recorded& r) { write_recorded(out, "recorded", r); },
            [&](const ledger::Duplicate& d) { write_recorded(out, "duplicate", d.before); },
            [&](const Rejection& r) { write_rejections(out, {&r, 1}, language); },
            [&](const ledger::Abandoned&) {
                out.begin_object();
                out.member("outcome", "abandoned");
                out.end_object();
            },
        }
    );
}

Response single_response(
    const Request& request, const ledger::StreamId& stream, const Outcome& outcome
) {
    if (const auto* rejection = std::get_if<Rejection>(&outcome)) {
        return problem(request, *rejection);
    }
    const auto* recorded = std::get_if<ledger::Recorded>(&outcome);
    const auto& what =
        recorded != nullptr ? *recorded : std::get<ledger::Duplicate>(outcome).before;
    JsonOut out;
    write_recorded(out, recorded != nullptr ? "recorded" : "duplicate", what);
    Response response;
    response.status = recorded != nullptr ? 201 : 200;
    response.headers.add(
        "Location", "/v1/events/" + std::to_string(std::to_underlying(what.first))
    );
    response.headers.add("ETag", "\"" + stream.text + "@" + std::to_string(what.version) + "\"");
    response.body = std::move(out).take();
    return response;
}

// The outcomes of those that were submitted, put back where the unreadable ones were left out.
Response batch_response(
    const Request& request,
    const std::vector<Read>& asked,
    std::vector<Outcome> outcomes,
    bool atomic
) {
    const Language language = request.language();
    JsonOut out;
    out.begin_object();
    out.key("outcomes");
    out.begin_array();
    std::size_t next = 0;
    for (const Read& read : asked) {
        if (!read) {
            write_rejections(out, read.error(), language);
        } else if (next < outcomes.size()) {
            write_outcome(out, outcomes[next++], language);
        } else {
            write_outcome(out, Outcome(ledger::Abandoned{}), language);
        }
    }
    out.end_array();
    out.member("atomic", atomic);
    out.end_object();
    Response response;
    response.body = std::move(out).take();
    return response;
}

boost::asio::awaitable<ledger::Answer> submit(
    Service& service, std::vector<Act> acts, bool atomic
) {
    auto start = [&](std::move_only_function<void(ledger::Answer)> then) {
        auto shared = std::make_shared<decltype(then)>(std::move(then));
        ledger::Submission submission{
            .acts = std::move(acts),
            .all_or_nothing = atomic,
            .answer = [shared](ledger::Answer answer) { (*shared)(std::move(answer)); },
        };
        auto taken = service.ledger.writer().submit(std::move(submission));
        if (!taken) (*shared)(std::unexpected(taken.error()));
    };
    auto answer = co_await resumed_with<ledger::Answer>(std::move(start));
    co_return answer;
}

}  // namespace

boost::asio::awaitable<Response> append_events(Service& service, Request request) {
    const Form form = form_of(request);
    if (form == Form::unknown) {
        Words detail{
            .id =
                "Kirim application/cloudevents+json, application/cloudevents-batch+json, atau "
                "header ce-* dengan application/json",
            .en =
                "Send application/cloudevents+json, application/cloudevents-batch+json, or ce-* "
                "headers with application/json",
        };
        co_return problem(request, 415, std::move(detail));
    }
    const MakeId make_id = [&] {
        const auto key = request.header("Idempotency-Key");
        return key.empty() ? make_uuid_v7(service.clock.now(), service.ledger.entropy())
                           : std::string(key);
    };
    auto asked = read_acts(request, form, make_id);
    if (!asked) co_return problem(request, asked.error());
    std::vector<Act> acts;
    acts.reserve(asked->acts.size());
    bool all_readable = true;
    for (Read& read : asked->acts) {
        if (!read) {
            all_readable = false;
            continue;
        }
        acts.push_back(std::move(*read));
    }
    if (form != Form::batch) {
        if (!all_readable) co_return problem(request, asked->acts.front().error());
        if (auto wrong = apply_headers(acts.front(), request)) co_return problem(request, *wrong);
        const ledger::StreamId stream = acts.front().stream;
        const ledger::Answer answer = co_await submit(service, std::move(acts), false);
        if (!answer) co_return problem(request, answer.error());
        co_return single_response(request, stream, answer->front());
    }
    const bool atomic = request.query.find("atomic") == "true";
    ledger::Answer answer;
    if (!acts.empty() && (all_readable || !atomic)) {
        answer = co_await submit(service, std::move(acts), atomic);
        if (!answer) co_return problem(request, answer.error());
    }
    co_return batch_response(request, asked->acts, *std::move(answer), atomic);
}

}  // namespace api
