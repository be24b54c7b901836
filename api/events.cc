#include "api/events.h"

#include "api/cloud_event.h"
#include "api/header_list.h"
#include "api/query.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace api {
namespace {

using ledger::Closed;
using ledger::Entry;
using ledger::Position;

constexpr std::string_view batch_type = "application/cloudevents-batch+json";

// Whether Accept names the batch format of CloudEvents.
bool wants_batch(const Request& request) {
    std::string_view accept = request.header("Accept");
    while (!accept.empty()) {
        const auto wanted = next_weighted(accept);
        if (wanted && wanted->weight > 0 && equal_ignoring_case(wanted->value, batch_type)) {
            return true;
        }
    }
    return false;
}

void write_events(JsonOut& out, const std::vector<Entry>& entries) {
    out.begin_array();
    for (const Entry& entry : entries) write_cloud_event(out, entry);
    out.end_array();
}

// A page of events, and where the next one starts: as a page of ours, whose ETag is `tag` if there
// is one, or as a batch of CloudEvents with a Link.
Response page_of(
    const Request& request,
    const std::vector<Entry>& entries,
    std::optional<std::uint64_t> next,
    std::string tag = {}
) {
    JsonOut out;
    Response response;
    if (wants_batch(request)) {
        tag.clear();
        write_events(out, entries);
        response.content_type = std::string(batch_type) + "; charset=utf-8";
        if (next) {
            const std::string limit(request.query.find("limit").value_or("100"));
            response.headers.add(
                "Link",
                "<" + std::string(request.path()) + "?after=" + std::to_string(*next) +
                    "&limit=" + limit + ">; rel=\"next\""
            );
        }
    } else {
        out.begin_object();
        out.key("events");
        write_events(out, entries);
        if (next) out.member("next", *next);
        out.end_object();
    }
    response.headers.add("Vary", "Accept");
    response.body = std::move(out).take();
    return with_etag(request, std::move(response), std::move(tag));
}

std::vector<Position> positions_of(const std::vector<ledger::Mention>& mentions) {
    std::vector<Position> positions;
    for (const auto& mention : mentions) positions.push_back(mention.position);
    return positions;
}

OrResponse<Position> follow_from(const Service& service, const Request& request) {
    const std::uint64_t size = std::to_underlying(service.ledger.size());
    if (request.query.find("after")) {
        const auto after = query_number(request, "after", 0, size == 0 ? 0 : size - 1);
        if (!after) return std::unexpected(after.error());
        return Position{*after + 1};
    }
    const auto from = query_number(request, "from", size, size);
    if (!from) return std::unexpected(from.error());
    return Position{*from};
}

// A filter that can never let anything through is a mistake.
OrResponse<LiveFilter> live_filter(const Request& request) {
    const auto text = [&](std::string_view name) {
        return std::string(request.query.find(name).value_or(""));
    };
    LiveFilter filter{
        .kind = text("kind"),
        .stream = {text("stream")},
        .subject = {text("subject")},
        .actor = {text("actor")},
    };
    const auto refuse = [&](const char* name) {
        return std::unexpected(problem(
            request,
            ledger::Rejection{
                ledger::Rejection::Code::shape,
                name,
                {.id = "Tidak ada yang bernama begitu", .en = "Nothing can have such a name"}
            }
        ));
    };
    const ledger::StreamId of_kind{filter.kind + "/"};
    if (!filter.kind.empty() && kind_index(of_kind) == ledger::kind_count) return refuse("kind");
    if (!filter.stream.empty() && !is_stream(filter.stream)) return refuse("stream");
    if (!filter.subject.empty() && !ledger::is_name(filter.subject.text)) return refuse("subject");
    if (!filter.actor.empty() && !ledger::is_name(filter.actor.text)) return refuse("actor");
    return filter;
}

}  // namespace

Response get_event(Service& service, const Request& request) {
    const auto position = path_position(request);
    if (!position) return problem(request, 404);
    const auto entry = service.ledger.entry(*position, Closed::withhold);
    if (!entry) return problem(request, entry.error());
    if (!*entry) {
        return problem(
            request,
            404,
            {.id = "Belum ada peristiwa pada posisi ini",
             .en = "There is no event at this position yet"}
        );
    }
    JsonOut out;
    write_cloud_event(out, **entry);
    Response response = ok(request, std::move(out).take());
    response.content_type = "application/cloudevents+json; charset=utf-8";
    return response;
}

Response list_events(Service& service, const Request& request) {
    const auto page = query_page(request);
    if (!page) return page.error();
    Position from{page->after ? *page->after + 1 : 0};
    const auto moment = query_moment(request, "recordedFrom");
    if (!moment) return moment.error();
    if (*moment) {
        const auto before = service.ledger.size_at(**moment - std::chrono::microseconds{1});
        if (!before) return problem(request, before.error());
        from = std::max(from, *before);
    }
    const auto entries = service.ledger.entries(from, page->limit, Closed::withhold);
    if (!entries) return problem(request, entries.error());
    std::optional<std::uint64_t> next;
    if (entries->size() == page->limit && page->limit > 0) {
        next = std::to_underlying(entries->back().position);
    }
    return page_of(request, *entries, next);
}

Response list_stream(Service& service, const Request& request) {
    std::string name(request.parameter("kind"));
    name += '/';
    name += request.parameter("key");
    if (const auto part = request.parameters.find("part")) name += '/' + std::string(*part);
    const ledger::StreamId stream{std::move(name)};
    if (!is_stream(stream)) {
        return problem(
            request,
            404,
            {.id = "Tidak ada jenis aliran dengan nama ini",
             .en = "There is no kind of stream with such a name"}
        );
    }
    const auto page = query_page(request);
    if (!page) return page.error();
    // The page is of the version that its ETag says, whatever is recorded meanwhile.
    const auto head = service.ledger.index().head(stream);
    if (!head) return problem(request, head.error());
    const std::uint64_t from = page->after.value_or(0) + 1;
    const std::uint64_t there = from <= head->version ? head->version - from + 1 : 0;
    const std::size_t limit = std::min<std::uint64_t>(page->limit, there);
    const auto entries = service.ledger.stream(stream, from, limit, Closed::withhold);
    if (!entries) return problem(request, entries.error());
    std::optional<std::uint64_t> next;
    if (entries->size() == page->limit && page->limit > 0) next = entries->back().record.version;
    return page_of(
        request, *entries, next, "\"" + stream.text + "@" + std::to_string(head->version) + "\""
    );
}

Response list_trail(Service& service, const Request& request) {
    const auto person = path_name<ledger::PersonId>(request, "person");
    if (!person) return person.error();
    const auto page = query_page(request);
    if (!page) return page.error();
    const Position from{page->after ? *page->after + 1 : 0};
    const auto mentions = service.ledger.index().trail(*person, from, page->limit);
    if (!mentions) return problem(request, mentions.error());
    const auto entries = service.ledger.entries_at(positions_of(*mentions), Closed::withhold);
    if (!entries) return problem(request, entries.error());
    std::optional<std::uint64_t> next;
    if (entries->size() == page->limit && page->limit > 0) {
        next = std::to_underlying(entries->back().position);
    }
    return page_of(request, *entries, next);
}

WebSocketAnswer follow_events(Service& service, const Request& request) {
    const auto from = follow_from(service, request);
    if (!from) return from.error();
    auto filter = live_filter(request);
    if (!filter) return filter.error();
    return WebSocketOffer{
        .source = service.live.follow(*from, *std::move(filter)),
        .subprotocol = "cloudevents.json",
    };
}

}  // namespace api
