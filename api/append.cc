#include "api/append.h"

#include "api/cloud_event.h"
#include "api/header_list.h"
#include "api/problem.h"
#include "api/public_log.h"
#include "api/query.h"
#include "api/resume.h"
#include "api/signed_act.h"
#include "api/uuid.h"
#include "ledger/rules/match.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <expected>
#include <map>
#include <span>
#include <utility>

namespace api {
namespace {

using ledger::Act;
using ledger::Outcome;
using ledger::Rejection;
using ledger::Words;

enum class Form : std::uint8_t { structured, batch, binary, jws, flattened_jws, unknown };

// An act, or what is wrong with it.
using Read = OrRejections<Act>;

struct Asked {
    Form form = Form::structured;
    std::vector<Read> acts;
};

// A JWS over the body, without it (RFC 7515 appendix F).
constexpr std::string_view detached_signature = "x-jws-signature";

constexpr JsonLimits one_limits{.bytes_max = 1024UL * 1024};
constexpr JsonLimits batch_limits{.bytes_max = append_bytes_max, .items_max = append_acts_max};

bool is_media_type(std::string_view header, std::string_view type) {
    const std::string_view media = header.substr(0, header.find(';'));
    return equal_ignoring_case(trimmed(media), type);
}

Form form_of(const Request& request) {
    const std::string_view type = request.header("Content-Type");
    if (is_media_type(type, "application/cloudevents+json")) return Form::structured;
    if (is_media_type(type, "application/cloudevents-batch+json")) return Form::batch;
    if (is_media_type(type, "application/jose+json")) return Form::flattened_jws;
    if (is_media_type(type, "application/jose")) return Form::jws;
    if (!request.header("ce-specversion").empty() && is_media_type(type, "application/json")) {
        return Form::binary;
    }
    return Form::unknown;
}

// The attributes in ce-* headers, decoded, with lower-case names.
struct BinaryAttributes {
    std::vector<std::pair<std::string, std::string>> texts;

    [[nodiscard]] CloudEventAttributes views() const {
        return CloudEventAttributes(texts.begin(), texts.end());
    }
};

OrRejections<BinaryAttributes> binary_attributes(const Request& request) {
    constexpr std::string_view prefix = "ce-";
    BinaryAttributes found;
    for (std::size_t i = 0; i < request.headers.size(); ++i) {
        const auto [header, value] = request.headers[i];
        if (header.size() <= prefix.size() ||
            !equal_ignoring_case(header.substr(0, prefix.size()), prefix)) {
            continue;
        }
        std::string name(header.substr(prefix.size()));
        for (char& c : name) {
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        }
        auto text = decoded_header_value(value);
        if (!text) {
            return std::unexpected(Rejections{Rejection{
                Rejection::Code::shape,
                std::move(name),
                {.id = "Nilai kepala ce-* ini harus UTF-8 dengan %XX, tanpa karakter kendali",
                 .en = "The value of this ce-* header must be UTF-8 with %XX, without control "
                       "characters"}
            }});
        }
        found.texts.emplace_back(std::move(name), *std::move(text));
    }
    return found;
}

// Of what a ledger records by itself: nobody takes the names of its acts.
constexpr auto own_sources =
    std::to_array<std::string_view>({"urn:jejak:origin", "urn:jejak:close", "urn:jejak:forget"});

// What a ledger says of itself, nobody tells it from outside.
Read from_outside(Read read) {
    if (!read) return read;
    const bool has_own_source =
        std::ranges::find(own_sources, read->provenance.source) != own_sources.end();
    if (!ledger::is_own(read->event) && !has_own_source) return read;
    return std::unexpected(Rejections{Rejection{
        Rejection::Code::auth,
        "type",
        {.id = "Peristiwa ini, atau sumbernya, hanya untuk buku besar sendiri",
         .en = "This event, or its source, is the ledger's own"}
    }});
}

// What is meant for one ledger is recorded in no other.
Read in_the_right_ledger(const Service& service, Read read) {
    if (!read || read->for_ledger.empty()) return read;
    const std::string& origin = service.ledger.origin().origin;
    if (read->for_ledger == origin) return read;
    return std::unexpected(Rejections{Rejection{
        Rejection::Code::shape,
        "forledger",
        {.id = "Peristiwa ini untuk buku besar lain; yang ini bernama " + origin,
         .en = "This event is for another ledger; this one is called " + origin}
    }});
}

// Programs that print a line end it.
std::string_view trimmed_end(std::string_view text) {
    while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
    return text;
}

std::size_t times_given(const Request& request, std::string_view header) {
    std::size_t times = 0;
    for (std::size_t i = 0; i < request.headers.size(); ++i) {
        if (equal_ignoring_case(request.headers[i].name, header)) ++times;
    }
    return times;
}

// The act of a request whose body somebody has signed, in one of the ways that there are.
Read read_signed(const Request& request, Form form) {
    const auto detached = times_given(request, detached_signature);
    if (detached == 0) return act_from_jws(std::string(trimmed_end(request.body)), one_limits);
    auto compact = attached(request.header(detached_signature), request.body);
    if (compact && detached == 1 && form == Form::structured) {
        return act_from_jws(*std::move(compact), one_limits);
    }
    return std::unexpected(Rejections{Rejection{
        Rejection::Code::shape,
        std::string(detached_signature),
        {.id = "Kepala ini ada sekali, berisi protected..signature, atas isi "
               "application/cloudevents+json",
         .en = "This header is there once, and is protected..signature over a body of "
               "application/cloudevents+json"}
    }});
}

OrRejections<Asked> read_acts(
    const Service& service, const Request& request, Form form, const MakeId& make_id
) {
    const auto taken = [&](Read read) {
        return in_the_right_ledger(service, from_outside(std::move(read)));
    };
    if (form == Form::jws || times_given(request, detached_signature) > 0) {
        auto read = taken(read_signed(request, form));
        if (!read) return std::unexpected(read.error());
        Asked asked{.form = Form::jws, .acts = {}};
        asked.acts.push_back(std::move(read));
        return asked;
    }
    const JsonLimits& limits = form == Form::batch ? batch_limits : one_limits;
    const auto document = JsonDocument::parse(request.body, limits);
    if (!document) return std::unexpected(document.error());
    Asked asked{.form = form, .acts = {}};
    const JsonValue root = document->root();
    if (form == Form::structured) {
        asked.acts.push_back(taken(act_from_any_json(root, limits, make_id)));
    } else if (form == Form::flattened_jws) {
        asked.acts.push_back(taken(act_from_flattened(root, limits)));
    } else if (form == Form::binary) {
        const auto binary = binary_attributes(request);
        if (!binary) return std::unexpected(binary.error());
        asked.acts.push_back(taken(act_from_parts(binary->views(), root, limits, make_id)));
    } else {
        JsonReading reading(limits);
        const auto count = read_list(reading, root);
        if (!count) return std::unexpected(std::move(reading).take());
        asked.acts.reserve(*count);
        for (const JsonValue item : root.items()) {
            asked.acts.push_back(taken(act_from_any_json(item, one_limits, make_id)));
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

Rejection not_for(std::string_view header, Words why) {
    return Rejection{Rejection::Code::shape, std::string(header), std::move(why)};
}

// What the headers add to a single act.
std::optional<Rejection> apply_headers(Act& act, const Request& request) {
    const auto key = request.header("Idempotency-Key");
    if (!key.empty() && key != act.provenance.id) {
        return not_for(
            "Idempotency-Key",
            {.id = "Idempotency-Key harus sama dengan id peristiwa; kirim salah satu saja",
             .en = "Idempotency-Key must be the event's id; send only one of them"}
        );
    }
    const bool has_condition =
        !request.header("If-None-Match").empty() || !request.header("If-Match").empty();
    if (has_condition && !act.submitted.empty()) {
        return not_for(
            "If-Match",
            {.id = "Perbuatan yang ditandatangani menyebut expectedversion-nya sendiri; hapus "
                   "kepala ini",
             .en = "A signed act names its expectedversion itself; leave this header out"}
        );
    }
    if (const auto tag = request.header("If-None-Match"); !tag.empty()) {
        if (tag != "*") {
            return not_for(
                "If-None-Match",
                {.id = "Di sini If-None-Match hanya boleh *: aliran belum boleh ada",
                 .en = "Here If-None-Match can only be *: the stream must not exist"}
            );
        }
        act.expected_version = 0;
    }
    if (const auto tag = request.header("If-Match"); !tag.empty()) {
        if (auto wrong = expect_version(act, tag)) return wrong;
    }
    if (const auto trace = request.header("traceparent"); !trace.empty()) {
        if (act.provenance.traceparent.empty()) act.provenance.traceparent = trace;
    }
    return std::nullopt;
}

// Headers that say something of one act, and would say it of a whole batch.
std::optional<Rejection> check_batch_headers(const Request& request) {
    for (const std::string_view header : {"Idempotency-Key", "If-Match", "If-None-Match"}) {
        if (request.header(header).empty()) continue;
        return not_for(
            header,
            {.id = "Kepala ini hanya untuk satu peristiwa; dalam kiriman banyak pakai id dan "
                   "expectedversion",
             .en = "This header is for one event; in a batch use id and expectedversion"}
        );
    }
    return std::nullopt;
}

// The proofs that were waited for (RFC 7240), of events by their positions.
using Proofs = std::map<ledger::Position, std::string>;

// Of one request; who sends more asks for them one by one.
constexpr std::size_t proofs_max = 1000;

void write_recorded(
    JsonOut& out, std::string_view outcome, const ledger::Recorded& recorded, const Proofs& proofs
) {
    out.begin_object();
    out.member("outcome", outcome);
    out.member("position", recorded.first);
    if (recorded.count > 1) out.member("count", recorded.count);
    out.member("version", recorded.version);
    out.member("recordedTime", recorded.recorded);
    const auto proof = proofs.find(recorded.first);
    if (proof != proofs.end()) out.member("proof", proof->second);
    out.end_object();
}

void write_rejections(JsonOut& out, std::span<const Rejection> rejections, Language language) {
    out.begin_object();
    out.member("outcome", "rejected");
    out.key("errors");
    out.begin_array();
    for (const Rejection& r : rejections) write_error(out, r, language);
    out.end_array();
    out.end_object();
}

void write_outcome(JsonOut& out, const Outcome& outcome, const Proofs& proofs, Language language) {
    ledger::match(
        outcome,
        ledger::Cases{
            [&](const ledger::Recorded& r) { write_recorded(out, "recorded", r, proofs); },
            [&](const ledger::Duplicate& d) { write_recorded(out, "duplicate", d.before, proofs); },
            [&](const Rejection& r) { write_rejections(out, {&r, 1}, language); },
            [&](const ledger::Abandoned&) {
                out.begin_object();
                out.member("outcome", "abandoned");
                out.end_object();
            },
        }
    );
}

std::string version_tag(const ledger::StreamId& stream, std::uint64_t version) {
    return "\"" + stream.text + "@" + std::to_string(version) + "\"";
}

// What an act came to, whether now or before; nothing when it was refused.
const ledger::Recorded* recorded_in(const Outcome& outcome) {
    if (const auto* recorded = std::get_if<ledger::Recorded>(&outcome)) return recorded;
    const auto* duplicate = std::get_if<ledger::Duplicate>(&outcome);
    return duplicate != nullptr ? &duplicate->before : nullptr;
}

// A proof for each act, where the caller prefers to wait for one and it comes in time.
boost::asio::awaitable<Proofs> proofs_for(
    Service& service, const Request& request, std::span<const Outcome> outcomes
) {
    Proofs proofs;
    const auto wait = preferred_wait(request);
    if (!wait || outcomes.size() > proofs_max) co_return proofs;
    ledger::Position size{};
    for (const Outcome& outcome : outcomes) {
        const auto* recorded = recorded_in(outcome);
        if (recorded == nullptr) continue;
        const ledger::Position end{std::to_underlying(recorded->first) + recorded->count};
        size = std::max(size, end);
    }
    const auto checkpoint = co_await covered(service, size, *wait);
    if (checkpoint == nullptr) co_return proofs;
    for (const Outcome& outcome : outcomes) {
        const auto* recorded = recorded_in(outcome);
        if (recorded == nullptr) continue;
        auto text = proof_text(service, recorded->first, *checkpoint);
        if (text) proofs.emplace(recorded->first, *std::move(text));
    }
    co_return proofs;
}

// Says that the wait was granted (RFC 7240 section 3).
void note_preference(Response& response, const Request& request, const Proofs& proofs) {
    if (proofs.empty()) return;
    const auto wait = preferred_wait(request);
    response.headers.add("Preference-Applied", "wait=" + std::to_string(wait->count()));
}

// Where an act was to be recorded, and on which version.
struct Aim {
    ledger::StreamId stream;
    std::optional<std::uint64_t> expected_version;
};

// 412, with the version that was expected and the one that the stream has now.
Response version_moved_on(
    const Service& service, const Request& request, const Aim& aim, const Rejection& rejection
) {
    Problem refusal(rejection);
    const auto head = service.ledger.index().head(aim.stream);
    if (aim.expected_version) refusal.members.member("expected", *aim.expected_version);
    if (head) {
        refusal.members.member("actual", head->version);
        refusal.headers.add("ETag", version_tag(aim.stream, head->version));
    }
    return refusal.response(request);
}

Response single_response(
    const Service& service,
    const Request& request,
    const Aim& aim,
    const Outcome& outcome,
    const Proofs& proofs
) {
    if (const auto* rejection = std::get_if<Rejection>(&outcome)) {
        if (rejection->code == Rejection::Code::sequence) {
            return version_moved_on(service, request, aim, *rejection);
        }
        return problem(request, *rejection);
    }
    const bool is_new = std::holds_alternative<ledger::Recorded>(outcome);
    const ledger::Recorded& what = *recorded_in(outcome);
    JsonOut out;
    write_recorded(out, is_new ? "recorded" : "duplicate", what, proofs);
    Response response;
    response.status = is_new ? 201 : 200;
    note_preference(response, request, proofs);
    response.headers.add(
        "Location", "/v1/events/" + std::to_string(std::to_underlying(what.first))
    );
    response.headers.add("ETag", version_tag(aim.stream, what.version));
    response.body = std::move(out).take();
    return response;
}

// The outcomes of those that were submitted, put back where the unreadable ones were left out.
Response batch_response(
    const Request& request,
    const std::vector<Read>& asked,
    const std::vector<Outcome>& outcomes,
    const Proofs& proofs,
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
            write_outcome(out, outcomes[next++], proofs, language);
        } else {
            write_outcome(out, Outcome(ledger::Abandoned{}), proofs, language);
        }
    }
    out.end_array();
    out.member("atomic", atomic);
    out.end_object();
    Response response;
    response.body = std::move(out).take();
    note_preference(response, request, proofs);
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

// How we know who acts: as long as there is no access control, only how the act came.
void note_authentication(Act& act, const Request& request) {
    act.provenance.authentication.method = request.remote.empty() ? "local" : "loopback";
}

boost::asio::awaitable<Response> append_one(Service& service, const Request& request, Read read) {
    if (!read) co_return problem(request, read.error());
    Act act = *std::move(read);
    if (auto wrong = apply_headers(act, request)) co_return problem(request, *wrong);
    note_authentication(act, request);
    const Aim aim{act.stream, act.expected_version};
    std::vector<Act> acts;
    acts.push_back(std::move(act));
    const ledger::Answer answer = co_await submit(service, std::move(acts), false);
    if (!answer) co_return problem(request, answer.error());
    const Proofs proofs = co_await proofs_for(service, request, *answer);
    co_return single_response(service, request, aim, answer->front(), proofs);
}

boost::asio::awaitable<Response> append_batch(
    Service& service, const Request& request, std::vector<Read> reads
) {
    if (const auto wrong = check_batch_headers(request)) co_return problem(request, *wrong);
    const auto atomic = query_flag(request, "atomic");
    if (!atomic) co_return atomic.error();
    std::vector<Act> acts;
    acts.reserve(reads.size());
    for (Read& read : reads) {
        if (!read) continue;
        note_authentication(*read, request);
        acts.push_back(std::move(*read));
    }
    ledger::Answer answer;
    if (!acts.empty() && (acts.size() == reads.size() || !*atomic)) {
        answer = co_await submit(service, std::move(acts), *atomic);
        if (!answer) co_return problem(request, answer.error());
    }
    const Proofs proofs = co_await proofs_for(service, request, *answer);
    co_return batch_response(request, reads, *answer, proofs, *atomic);
}

}  // namespace

boost::asio::awaitable<Response> append_events(Service& service, Request request) {
    const Form form = form_of(request);
    if (form == Form::unknown) {
        Words detail{
            .id =
                "Kirim application/cloudevents+json, application/cloudevents-batch+json, "
                "application/jose, application/jose+json, atau header ce-* dengan "
                "application/json",
            .en =
                "Send application/cloudevents+json, application/cloudevents-batch+json, "
                "application/jose, application/jose+json, or ce-* headers with application/json",
        };
        co_return problem(request, 415, std::move(detail));
    }
    const MakeId make_id = [&] {
        const auto key = request.header("Idempotency-Key");
        return key.empty() ? make_uuid_v7(service.clock.now(), service.ledger.entropy())
                           : std::string(key);
    };
    auto asked = read_acts(service, request, form, make_id);
    if (!asked) co_return problem(request, asked.error());
    Response response;
    if (form == Form::batch) {
        response = co_await append_batch(service, request, std::move(asked->acts));
    } else {
        response = co_await append_one(service, request, std::move(asked->acts.front()));
    }
    co_return response;
}

}  // namespace api
