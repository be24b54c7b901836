#include "api/health.h"

#include "api/cloud_event.h"
#include "api/query.h"

namespace api {

namespace {

// Why nothing is recorded; empty while all is well.
std::string_view trouble_of_writer(const Service& service) {
    if (service.ledger.writer().stopped()) return "stopped: restart the server, and see its log";
    const bool is_simulated = service.ledger.origin().simulated_clock;
    if (!is_simulated && service.clock.now() < service.ledger.log().head().recorded) {
        return "refusing: the clock has run backwards; set it right";
    }
    return {};
}

void write_parts(JsonOut& out, const Service& service, std::string_view writer, bool projections) {
    out.member("writer", writer.empty() ? "ok" : writer);
    out.member("projections", projections ? "ok" : "stopped: run jejak rebuild");
    out.member("size", service.ledger.size());
    out.member("projected", service.runner.position());
}

}  // namespace

Response get_health(Service& service, const Request& request) {
    const std::string_view writer = trouble_of_writer(service);
    const bool projections = !service.runner.stopped();
    Response response;
    if (writer.empty() && projections) {
        JsonOut out;
        out.begin_object();
        out.member("status", "ok");
        write_parts(out, service, writer, projections);
        out.end_object();
        response.body = std::move(out).take();
    } else {
        Problem failing(
            503, {.id = "Ada bagian yang tidak bekerja.", .en = "A part of it does not work."}
        );
        write_parts(failing.members, service, writer, projections);
        response = failing.response(request);
    }
    response.headers.add("Cache-Control", "no-store");
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
