#include "api/events.h"

#include "api/cloud_event.h"
#include "api/query.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace api {
namespace {

using ledger::Closed;
using ledger::Entry;
using ledger::Position;

// A page of events, and where the next one starts.
Response page_of(
    const Request& request, const std::vector<Entry>& entries, std::optional<std::uint64_t> next
) {
    JsonOut out;
    out.begin_object();
    out.key("events");
    out.begin_array();
    for (const Entry& entry : entries) write_cloud_event(out, entry);
    out.end_array();
    if (next) out.member("next", *next);
    out.end_object();
    return ok(request, std::move(out).take());
}

std::vector<Position> positions_of(const std::vector<ledger::Mention>& mentions) {
    std::vector<Position> positions;
    for (const auto& mention : mentions) positions.push_back(mention.position);
    return positions;
}

}  // namespace

Response get_event(Service& service, const Request& request) {
    const std::string_view text = request.parameter("position");
    std::uint64_t number = 0;
    for (const char c : text) {
        if (c < '0' || c > '9' || number > (1ULL << 48U)) return problem(request, 404);
        number = number * 10 + static_cast<std::uint64_t>(c - '0');
    }
    const auto entry = service.ledger.entry(Position{number}, Closed::withhold);
    if (!entry) return problem(request, entry.error());
    if (text.empty() || !*entry) {
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
    if (const auto moment = request.query.find("recordedFrom")) {
        const auto parsed = ledger::parse_instant(*moment);
        if (!parsed) {
            return problem(
                request,
                400,
                {.id = "recordedFrom ditulis menurut RFC 3339",
                 .en = "recordedFrom is written as in RFC 3339"}
            );
        }
        const auto before = service.ledger.size_at(*parsed - std::chrono::microseconds{1});
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
    const std::uint64_t from = page->after.value_or(0) + 1;
    const auto entries = service.ledger.stream(stream, from, page->limit, Closed::withhold);
    if (!entries) return problem(request, entries.error());
    std::optional<std::uint64_t> next;
    if (entries->size() == page->limit && page->limit > 0) next = entries->back().record.version;
    return page_of(request, *entries, next);
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
    Position from = service.ledger.size();
    if (request.query.find("after")) {
        const auto after = query_number(request, "after", 0, 1ULL << 48U);
        if (!after) return after.error();
        from = Position{*after + 1};
    } else if (request.query.find("from")) {
        const auto position = query_number(request, "from", 0, 1ULL << 48U);
        if (!position) return position.error();
        from = Position{*position};
    }
    LiveFilter filter{
        .kind = std::string(request.query.find("kind").value_or("")),
        .stream = {std::string(request.query.find("stream").value_or(""))},
        .subject = {std::string(request.query.find("subject").value_or(""))},
    };
    return WebSocketOffer{
        .source = service.live.follow(from, std::move(filter)),
        .subprotocol = "cloudevents.json",
    };
}

}  // namespace api
