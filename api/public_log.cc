#include "api/public_log.h"

#include "api/header_list.h"
#include "api/json_out.h"
#include "api/problem.h"
#include "api/query.h"
#include "ledger/base64.h"
#include "ledger/tlog_proof.h"

#include <algorithm>
#include <utility>

namespace api {
namespace {

using ledger::Position;

constexpr std::string_view for_ever = "public, max-age=31536000, immutable";

Response plain(
    const Request& request, std::string body, std::string type, std::string_view caching
) {
    Response response;
    response.content_type = std::move(type);
    response.body = std::move(body);
    response.headers.add("Cache-Control", caching);
    // Public, and made to be read by programs in other people's pages.
    response.headers.add("Access-Control-Allow-Origin", "*");
    return with_etag(request, std::move(response));
}

Response not_signed_yet(const Request& request, std::uint64_t size) {
    return problem(
        request,
        404,
        {.id = "Titik periksa terbaru baru mencakup " + std::to_string(size) + " peristiwa",
         .en = "The newest checkpoint covers " + std::to_string(size) + " events only"}
    );
}

// The position in the path, of an event that `size` covers.
OrResponse<Position> signed_position(const Request& request, std::uint64_t size) {
    const auto position = path_position(request);
    if (position && std::to_underlying(*position) < size) return *position;
    return std::unexpected(not_signed_yet(request, size));
}

void write_hashes(JsonOut& out, std::string_view name, const ledger::Proof& proof) {
    out.key(name);
    out.begin_array();
    for (const ledger::Digest& hash : proof) out.value(ledger::to_base64(hash.bytes));
    out.end_array();
}

}  // namespace

Response get_checkpoint(Service& service, const Request& request) {
    const auto newest = service.publisher.newest();
    return plain(request, newest->note, "text/plain; charset=utf-8", "max-age=1");
}

Response get_cosigned(Service& service, const Request& request) {
    const auto cosigned = service.cosigning == nullptr ? nullptr : service.cosigning->newest();
    if (cosigned == nullptr) {
        return problem(
            request,
            404,
            {.id = "Belum ada titik periksa yang ditandatangani cukup saksi",
             .en = "No checkpoint has been cosigned by enough witnesses yet"}
        );
    }
    return plain(request, cosigned->note, "text/plain; charset=utf-8", "max-age=1");
}

Response get_witnesses(Service& service, const Request& request) {
    JsonOut out;
    out.begin_object();
    out.key("witnesses");
    out.begin_array();
    if (service.cosigning != nullptr) {
        for (const ledger::WitnessStanding& each : service.cosigning->witnesses()) {
            out.begin_object();
            out.member("name", each.name);
            out.member("state", each.state);
            out.member("size", each.size);
            out.member_if_any("trouble", each.trouble);
            out.end_object();
        }
    }
    out.end_array();
    out.end_object();
    return ok(request, std::move(out).take());
}

Response get_tile(Service& service, const Request& request) {
    const auto tile = ledger::Tile::parse(request.parameter("tile"));
    const std::uint64_t size = service.publisher.newest()->checkpoint.size;
    if (!tile || !tile->is_in(size)) return not_signed_yet(request, size);
    const auto body = service.ledger.public_tree().tile(*tile);
    if (!body) return problem(request, body.error());
    return plain(
        request, std::string(ledger::text_of(*body)), "application/octet-stream", for_ever
    );
}

Response get_inclusion_proof(Service& service, const Request& request) {
    auto checkpoint = service.publisher.newest();
    const auto position = signed_position(request, checkpoint->checkpoint.size);
    if (!position) return position.error();
    // With the witnesses' signatures where they have seen that far.
    const auto cosigned = service.cosigning == nullptr ? nullptr : service.cosigning->newest();
    const bool covers =
        cosigned != nullptr && cosigned->checkpoint.size > std::to_underlying(*position);
    if (covers) checkpoint = cosigned;
    auto text = proof_text(service, *position, *checkpoint);
    if (!text) return problem(request, text.error());
    return plain(request, *std::move(text), "text/plain; charset=utf-8", "max-age=1");
}

Response get_consistency_proof(Service& service, const Request& request) {
    const std::uint64_t size = service.publisher.newest()->checkpoint.size;
    const auto from = query_number(request, "from", 0, position_max);
    if (!from) return from.error();
    const auto to = query_number(request, "to", size, position_max);
    if (!to) return to.error();
    if (*to > size || *from > *to) return not_signed_yet(request, size);
    const auto proof = service.ledger.public_tree().consistency(*from, *to);
    if (!proof) return problem(request, proof.error());
    JsonOut out;
    out.begin_object();
    out.member("from", *from);
    out.member("to", *to);
    write_hashes(out, "hashes", *proof);
    out.end_object();
    return ok(request, std::move(out).take());
}

Response get_log_keys(Service& service, const Request& request) {
    const auto head = service.ledger.index().head(ledger::origin::stream());
    if (!head) return problem(request, head.error());
    const auto rotated = service.publisher.rotated();
    if (!rotated) return problem(request, rotated.error());
    JsonOut out;
    out.begin_object();
    out.member("origin", service.ledger.origin().origin);
    out.member("keys", std::get<ledger::origin::State>(head->state).keys);
    out.key("rotated");
    out.begin_array();
    for (const ledger::SignedCheckpoint& last : *rotated) out.value(last.note);
    out.end_array();
    out.end_object();
    return ok(request, std::move(out).take());
}

Response get_record(Service& service, const Request& request) {
    const auto position = signed_position(request, std::to_underlying(service.ledger.size()));
    if (!position) return position.error();
    const auto bytes = service.ledger.stored_record(*position);
    if (!bytes) return problem(request, bytes.error());
    Response response;
    response.content_type = "application/octet-stream";
    response.body = std::string(ledger::text_of(*bytes));
    return with_etag(request, std::move(response));
}

std::optional<std::chrono::seconds> preferred_wait(const Request& request) {
    constexpr std::string_view wait = "wait=";
    std::string_view list = request.header("Prefer");
    while (!list.empty()) {
        const std::string_view element = next_element(list);
        if (!element.starts_with(wait)) continue;
        const auto seconds = ledger::parse_count(element.substr(wait.size()));
        if (!seconds) continue;
        return std::chrono::seconds(std::min<std::uint64_t>(*seconds, covered_wait_max.count()));
    }
    return std::nullopt;
}

boost::asio::awaitable<std::shared_ptr<const ledger::SignedCheckpoint>> covered(
    Service& service, Position size, std::chrono::seconds wait
) {
    constexpr std::chrono::milliseconds pause{10};
    const auto newest_covers = [&service, size] {
        return service.publisher.newest()->checkpoint.size >= std::to_underlying(size);
    };
    std::function<bool()> is_settled = [&service, newest_covers] {
        return newest_covers() || service.publisher.stopped().has_value();
    };
    (void)co_await until(service.timer, wait, pause, std::move(is_settled));
    co_return newest_covers() ? service.publisher.newest() : nullptr;
}

ledger::OrFault<std::string> proof_text(
    const Service& service, Position position, const ledger::SignedCheckpoint& checkpoint
) {
    auto path = service.ledger.public_tree().inclusion(position, checkpoint.checkpoint.size);
    if (!path) return std::unexpected(path.error());
    return ledger::TlogProof{
        .extra = {},
        .index = std::to_underlying(position),
        .path = *std::move(path),
        .note = checkpoint.note,
    }
        .text();
}

}  // namespace api
