#include "api/routes.h"

#include "api/append.h"
#include "api/events.h"
#include "api/explanations.h"
#include "api/health.h"
#include "api/openapi.h"
#include "api/scores.h"
#include "api/units.h"

#include <utility>

namespace api {
namespace {

using Now = Response (*)(Service&, const Request&);
using Later = boost::asio::awaitable<Response> (*)(Service&, Request);

Route now(Service& service, std::string path, std::string name, Now handler) {
    return {
        .method = "GET",
        .path = std::move(path),
        .name = std::move(name),
        .handler = Answer([&service, handler](const Request& r) { return handler(service, r); }),
    };
}

Route later(
    Service& service, std::string method, std::string path, std::string name, Later handler
) {
    return {
        .method = std::move(method),
        .path = std::move(path),
        .name = std::move(name),
        .handler = Conversation([&service, handler](Request&& r) {
            return handler(service, std::move(r));
        }),
    };
}

boost::asio::awaitable<WebSocketAnswer> follow(Service& service, Request request) {
    co_return follow_events(service, request);
}

}  // namespace

std::vector<Route> routes(Service& s) {
    std::vector<Route> all;
    all.push_back(later(s, "POST", "/v1/events", "events.append", append_events));
    all.back().body_bytes_max = append_bytes_max;
    all.push_back(now(s, "/v1/events", "events.list", list_events));
    all.push_back(now(s, "/v1/events/{position}", "events.get", get_event));
    all.push_back(now(s, "/v1/event-types", "eventTypes.list", list_event_types));
    all.push_back(now(s, "/v1/streams/{kind}/{key}", "streams.list", list_stream));
    all.push_back(now(s, "/v1/streams/{kind}/{key}/{part}", "streams.listPart", list_stream));
    all.push_back(now(s, "/v1/people/{person}/trail", "people.trail", list_trail));
    all.push_back(now(s, "/v1/people/{person}/plans", "people.plans", list_plans));
    all.push_back(
        later(s, "GET", "/v1/people/{person}/scores/{period}", "people.score", get_person_score)
    );
    all.push_back(later(s, "GET", "/v1/plans/{plan}/scores/{period}", "plans.score", get_plan_score)
    );
    all.push_back(later(
        s, "GET", "/v1/plans/{plan}/scores/{period}/history", "plans.history", get_score_history
    ));
    all.push_back(later(
        s,
        "GET",
        "/v1/plans/{plan}/scores/{period}/explanation",
        "plans.explanation",
        get_explanation
    ));
    all.push_back(now(s, "/v1/agencies/{agency}/scores/{period}", "agencies.score", get_unit_score)
    );
    all.push_back(
        now(s, "/v1/agencies/{agency}/verdicts/{period}", "agencies.verdicts", list_verdicts)
    );
    all.push_back(now(s, "/v1/ledger", "ledger.get", get_ledger));
    all.push_back(now(s, "/healthz", "health.get", get_health));
    all.push_back(now(s, "/openapi.json", "openapi.get", get_openapi));
    all.push_back({
        .method = "GET",
        .path = "/v1/live",
        .name = "live.follow",
        .handler = Upgrade([&s](Request&& r) { return follow(s, std::move(r)); }),
    });
    return all;
}

}  // namespace api
