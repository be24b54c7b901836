#include "api/routes.h"

#include "api/acts.h"
#include "api/append.h"
#include "api/at_least.h"
#include "api/events.h"
#include "api/explanations.h"
#include "api/forgotten.h"
#include "api/health.h"
#include "api/json_in.h"
#include "api/openapi.h"
#include "api/operations.h"
#include "api/problem_pages.h"
#include "api/public_log.h"
#include "api/receipts.h"
#include "api/scores.h"
#include "api/units.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

namespace api {
namespace {

using Read = Response (*)(Service&, const Request&);

// Where a read is done: a large agency's score takes as long as a thousand people's.
enum class Place : std::uint8_t { on_connection, apart };

Response repeated(const Request& request, std::string_view name) {
    return problem(
        request,
        ledger::Rejection{
            ledger::Rejection::Code::shape,
            quoted_name(name),
            {.id = "Parameter ini muncul dua kali", .en = "This parameter is there twice"}
        }
    );
}

// The refusal of a query that has a name twice, or one which the operation does not know: a filter
// that is misspelt would give everything.
std::optional<Response> unfit_query(const Operation& operation, const Request& request) {
    for (std::size_t i = 0; i < request.query.size(); ++i) {
        const std::string_view name = request.query[i].name;
        for (std::size_t before = 0; before < i; ++before) {
            if (request.query[before].name == name) return repeated(request, name);
        }
        if (std::ranges::find(operation.query, name, &QueryParameter::name) !=
            operation.query.end()) {
            continue;
        }
        std::string known;
        for (const QueryParameter& parameter : operation.query) {
            known += (known.empty() ? "" : ", ") + std::string(parameter.name);
        }
        const bool none = known.empty();
        return problem(
            request,
            ledger::Rejection{
                ledger::Rejection::Code::shape,
                quoted_name(name),
                {.id = "Parameter ini tidak dikenal di sini; " +
                       (none ? "tidak ada satu pun" : "yang ada: " + known),
                 .en = "This parameter is not known here; " +
                       (none ? "there is none" : "there are: " + known)}
            }
        );
    }
    return std::nullopt;
}

boost::asio::awaitable<Response> answer(
    Service& service, const Operation& operation, Read handler, Place place, Request request
) {
    if (auto unfit = unfit_query(operation, request)) co_return *std::move(unfit);
    auto late = co_await caught_up(service, request, operation.reads);
    if (late) co_return *std::move(late);
    if (operation.reads == Operation::Reads::rows) {
        if (const auto stopped = service.runner.stopped()) co_return problem(request, *stopped);
    }
    if (place == Place::on_connection) co_return handler(service, request);
    LongWork::Work work = [&] { return handler(service, request); };
    Response response = co_await service.long_work.answer(request, std::move(work));
    co_return response;
}

boost::asio::awaitable<Response> append(Service& service, Request request) {
    if (auto unfit = unfit_query(operation("events.append"), request)) {
        co_return *std::move(unfit);
    }
    Response response = co_await append_events(service, std::move(request));
    co_return response;
}

Route route(const Operation& operation, Handler handler) {
    std::string method(operation.method);
    for (char& c : method) c = static_cast<char>(c - 'a' + 'A');
    return {
        .method = std::move(method),
        .path = std::string(operation.path),
        .name = std::string(operation.name),
        .handler = std::move(handler),
    };
}

Route read(
    Service& service, std::string_view name, Read handler, Place place = Place::on_connection
) {
    const Operation& asked = operation(name);
    return route(asked, Conversation([&service, &asked, handler, place](Request&& r) {
                     return answer(service, asked, handler, place, std::move(r));
                 }));
}

using Converse = boost::asio::awaitable<Response> (*)(Service&, Request);

boost::asio::awaitable<Response> answer_later(
    Service& service, const Operation& operation, Converse handler, Request request
) {
    if (auto unfit = unfit_query(operation, request)) co_return *std::move(unfit);
    auto late = co_await caught_up(service, request, operation.reads);
    if (late) co_return *std::move(late);
    Response response = co_await handler(service, std::move(request));
    co_return response;
}

Route converse(Service& service, std::string_view name, Converse handler) {
    const Operation& asked = operation(name);
    return route(asked, Conversation([&service, &asked, handler](Request&& r) {
                     return answer_later(service, asked, handler, std::move(r));
                 }));
}

boost::asio::awaitable<WebSocketAnswer> follow(Service& service, Request request) {
    if (auto unfit = unfit_query(operation("live.follow"), request)) {
        co_return *std::move(unfit);
    }
    co_return follow_events(service, request);
}

}  // namespace

std::vector<Route> routes(Service& s) {
    std::vector<Route> all;
    all.push_back(route(operation("events.append"), Conversation([&s](Request&& r) {
                            return append(s, std::move(r));
                        })));
    all.back().body_bytes_max = append_bytes_max;
    all.push_back(route(operation("live.follow"), Upgrade([&s](Request&& r) {
                            return follow(s, std::move(r));
                        })));
    all.push_back(read(s, "events.list", list_events));
    all.push_back(read(s, "events.get", get_event));
    all.push_back(read(s, "events.record", get_record));
    all.push_back(read(s, "events.signed", get_signed_act));
    all.push_back(read(s, "eventTypes.list", list_event_types));
    all.push_back(read(s, "streams.list", list_stream));
    all.push_back(read(s, "streams.listPart", list_stream));
    all.push_back(read(s, "people.trail", list_trail));
    all.push_back(read(s, "people.acts", list_acts));
    all.push_back(read(s, "people.keys", list_keys));
    all.push_back(read(s, "people.plans", list_plans));
    all.push_back(read(s, "people.score", get_person_score));
    all.push_back(read(s, "plans.score", get_plan_score));
    all.push_back(read(s, "plans.history", get_score_history, Place::apart));
    all.push_back(read(s, "plans.explanation", get_explanation));
    all.push_back(converse(s, "plans.receipt", get_score_receipt));
    all.push_back(converse(s, "agencies.receipt", get_unit_receipt));
    all.push_back(converse(s, "people.receipt", get_person_receipt));
    all.push_back(read(s, "agencies.list", list_agencies));
    all.push_back(read(s, "agencies.score", get_unit_score, Place::apart));
    all.push_back(read(s, "agencies.verdicts", list_verdicts, Place::apart));
    all.push_back(read(s, "register.forgotten", list_forgotten));
    all.push_back(read(s, "ledger.get", get_ledger));
    all.push_back(read(s, "log.checkpoint", get_checkpoint));
    all.push_back(read(s, "log.cosigned", get_cosigned));
    all.push_back(read(s, "log.witnesses", get_witnesses));
    all.push_back(read(s, "log.tile", get_tile));
    all.push_back(read(s, "log.proof", get_inclusion_proof));
    all.push_back(read(s, "log.consistency", get_consistency_proof));
    all.push_back(read(s, "log.keys", get_log_keys));
    all.push_back(read(s, "problems.get", get_problem_type));
    all.push_back(read(s, "health.get", get_health));
    all.push_back(read(s, "openapi.get", get_openapi));
    return all;
}

}  // namespace api
