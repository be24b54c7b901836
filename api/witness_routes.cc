#include "api/witness_routes.h"

#include "api/problem.h"

#include <string>
#include <utility>

namespace api {
namespace {

Response plain(unsigned status, std::string body, std::string type) {
    Response response;
    response.status = status;
    response.content_type = std::move(type);
    response.body = std::move(body);
    response.headers.add("Cache-Control", "no-store");
    return response;
}

Response add_checkpoint(ledger::Witness& witness, const Request& request) {
    auto answer = witness.add_checkpoint(request.body);
    if (!answer) return problem(request, answer.error());
    const bool is_size = answer->status == 409;
    return plain(
        answer->status,
        std::move(answer->body),
        is_size ? "text/x.tlog.size" : "text/plain; charset=utf-8"
    );
}

}  // namespace

std::vector<Route> witness_routes(ledger::Witness& witness) {
    std::vector<Route> routes;
    routes.push_back({
        .method = "POST",
        .path = "/add-checkpoint",
        .name = "witness.addCheckpoint",
        .handler = Answer([&witness](const Request& r) { return add_checkpoint(witness, r); }),
        .body_bytes_max = ledger::note_bytes_max,
    });
    routes.push_back({
        .method = "GET",
        .path = "/key",
        .name = "witness.key",
        .handler = Answer([&witness](const Request&) {
            return plain(200, witness.verifier().text() + '\n', "text/plain; charset=utf-8");
        }),
    });
    return routes;
}

}  // namespace api
