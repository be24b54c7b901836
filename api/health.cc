#include "api/health.h"

#include "api/cloud_event.h"
#include "api/query.h"

namespace api {

Response get_health(Service& service, const Request&) {
    const auto writer = service.ledger.writer().stopped();
    const auto projections = service.runner.stopped();
    const ledger::Position size = service.ledger.size();
    const ledger::Position applied = service.runner.position();
    JsonOut out;
    out.begin_object();
    out.member("status", !writer && !projections ? "ok" : "failing");
    out.member("writer", writer ? "stopped: restart the server, and look into its log" : "ok");
    out.member("projections", projections ? "stopped: run jejak rebuild" : "ok");
    out.member("size", size);
    out.member("projected", applied);
    out.end_object();
    Response response;
    response.status = !writer && !projections ? 200 : 503;
    response.headers.add("Cache-Control", "no-store");
    response.body = std::move(out).take();
    return response;
}

Response get_ledger(Service& service, const Request& request) {
    const ledger::Head head = service.ledger.log().head();
    JsonOut out;
    out.begin_object();
    out.fields(service.ledger.origin());
    out.member("size", head.size());
    out.member("root", head.root);
    out.member("recorded", head.recorded);
    out.member("access", "loopback only, without access control: whoever reaches it may do all");
    out.end_object();
    return ok(request, std::move(out).take());
}

Response list_event_types(Service&, const Request& request) {
    JsonOut out;
    out.begin_object();
    out.member("eventTypes", event_types());
    out.end_object();
    return ok(request, std::move(out).take());
}

}  // namespace api
