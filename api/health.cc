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

// What works and what does not; empty while it is well.
struct Parts {
    std::string_view writer;
    std::string_view projections;
    std::string_view signing;
    std::string_view closing;

    [[nodiscard]] bool are_well() const {
        return writer.empty() && projections.empty() && signing.empty() && closing.empty();
    }
};

Parts parts_of(const Service& service) {
    Parts parts;
    parts.writer = trouble_of_writer(service);
    if (service.runner.stopped()) parts.projections = "stopped: run jejak rebuild";
    const bool asks = service.cosigning == nullptr || !service.cosigning->stopped();
    if (service.publisher.stopped() || !asks) {
        parts.signing = "failing: what was signed does not fit, or cannot be kept on disk";
    } else if (service.cosigning != nullptr) {
        // A witness that has seen more than there is: was this ledger restored from an older copy?
        for (const ledger::WitnessStanding& each : service.cosigning->witnesses()) {
            using State = ledger::WitnessStanding::State;
            const bool is_alarm = each.state == State::ahead || each.state == State::differs ||
                                  each.state == State::refuses;
            if (is_alarm)
                parts.signing = "alarm: a witness has seen another history; /log/witnesses";
        }
    }
    const bool closes = service.closer == nullptr || !service.closer->trouble();
    if (service.completeness.stopped() || !closes) {
        parts.closing = "failing: a close is not what the records give, or could not be recorded";
    }
    return parts;
}

std::string_view or_ok(std::string_view trouble) {
    return trouble.empty() ? "ok" : trouble;
}

void write_parts(JsonOut& out, const Service& service, const Parts& parts) {
    out.member("writer", or_ok(parts.writer));
    out.member("projections", or_ok(parts.projections));
    out.member("signing", or_ok(parts.signing));
    out.member("closing", or_ok(parts.closing));
    out.member("size", service.ledger.size());
    out.member("projected", service.runner.position());
    out.member("signed", service.publisher.newest()->checkpoint.size);
}

}  // namespace

Response get_health(Service& service, const Request& request) {
    const Parts parts = parts_of(service);
    Response response;
    if (parts.are_well()) {
        JsonOut out;
        out.begin_object();
        out.member("status", "ok");
        write_parts(out, service, parts);
        out.end_object();
        response.body = std::move(out).take();
    } else {
        Problem failing(
            503, {.id = "Ada bagian yang tidak bekerja.", .en = "A part of it does not work."}
        );
        write_parts(failing.members, service, parts);
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
