#include "api/acts.h"

#include "api/cloud_event.h"
#include "api/problem.h"
#include "api/query.h"
#include "ledger/base64.h"
#include "ledger/record_codec.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace api {
namespace {

using ledger::Closed;
using ledger::Entry;
using ledger::Position;
namespace signer = ledger::signer;

constexpr std::size_t step = 256;
constexpr std::size_t looked_at_max = 16 * step;  // for one page: many name him that are not his

ledger::OrFault<signer::State> signer_of(const Service& service, const ledger::PersonId& person) {
    const auto head = service.ledger.index().head(signer::stream_of(person));
    if (!head) return std::unexpected(head.error());
    return std::get<signer::State>(head->state);
}

// Where what was recorded in a person's name is.
struct Page {
    std::vector<Position> positions;
    std::optional<Position> next;  // after which the next page begins
};

ledger::OrFault<Page> page_of_acts(
    const ledger::Index& index, const ledger::PersonId& person, Position from, std::size_t limit
) {
    Page page;
    for (std::size_t looked_at = 0; looked_at < looked_at_max;) {
        const auto mentions = index.trail(person, from, step);
        if (!mentions) return std::unexpected(mentions.error());
        for (const ledger::Mention& mention : *mentions) {
            if (page.positions.size() == limit) return page;
            page.next = mention.position;
            if (mention.as_actor) page.positions.push_back(mention.position);
        }
        if (mentions->size() < step) {
            page.next.reset();
            return page;
        }
        looked_at += mentions->size();
        from = next(mentions->back().position);
    }
    return page;
}

void write_act(JsonOut& out, const Entry& entry, const signer::State& signer) {
    const ledger::Provenance& from = entry.record.provenance;
    const ledger::ActName name{from.source, from.id};
    out.begin_object();
    out.member("position", entry.position);
    out.member("act", name);
    out.member("attestation", attestation_of(entry.record));
    const auto contest = std::ranges::find(signer.contests, name, &signer::Contest::act);
    if (contest != signer.contests.end()) {
        out.key("contest");
        out.begin_object();
        out.member("position", contest->position);
        out.member("standing", contest->standing);
        out.end_object();
    }
    out.key("event");
    write_cloud_event(out, entry);
    out.end_object();
}

void write_jwk(JsonOut& out, const signer::Key& key) {
    const bool is_ed25519 = key.algorithm == signer::Algorithm::ed25519;
    const std::string_view coordinates = key.key;
    out.begin_object();
    out.member("kid", key.id);
    out.member("kty", is_ed25519 ? "OKP" : "EC");
    out.member("crv", is_ed25519 ? "Ed25519" : "P-256");
    out.member("alg", is_ed25519 ? "EdDSA" : "ES256");
    out.member("use", "sig");
    if (is_ed25519) {
        out.member("x", coordinates);
    } else {
        const auto point =
            ledger::from_base64url(coordinates).value_or(std::vector<std::uint8_t>{});
        const ledger::Bytes bytes(point);
        const std::size_t half = bytes.size() / 2;
        out.member("x", ledger::to_base64url(bytes.first(half)));
        out.member("y", ledger::to_base64url(bytes.subspan(half)));
    }
    out.member("announced", key.announced);
    if (key.revoked) out.member("revoked", *key.revoked);
    out.end_object();
}

}  // namespace

Response list_acts(Service& service, const Request& request) {
    const auto person = path_name<ledger::PersonId>(request, "person");
    if (!person) return person.error();
    const auto page = query_page(request);
    if (!page) return page.error();
    const Position from{page->after ? *page->after + 1 : 0};
    const auto signer = signer_of(service, *person);
    if (!signer) return problem(request, signer.error());
    const auto found = page_of_acts(service.ledger.index(), *person, from, page->limit);
    if (!found) return problem(request, found.error());
    const auto entries = service.ledger.entries_at(found->positions, Closed::withhold);
    if (!entries) return problem(request, entries.error());
    JsonOut out;
    out.begin_object();
    out.member("person", *person);
    out.key("acts");
    out.begin_array();
    for (const Entry& entry : *entries) write_act(out, entry, *signer);
    out.end_array();
    if (found->next) out.member("next", *found->next);
    out.end_object();
    return ok(request, std::move(out).take());
}

Response list_keys(Service& service, const Request& request) {
    const auto person = path_name<ledger::PersonId>(request, "person");
    if (!person) return person.error();
    const auto signer = signer_of(service, *person);
    if (!signer) return problem(request, signer.error());
    JsonOut out;
    out.begin_object();
    out.member("person", *person);
    if (signer->signs_all) out.member("signsAllSince", *signer->signs_all);
    out.key("keys");
    out.begin_array();
    for (const signer::Key& key : signer->keys) write_jwk(out, key);
    out.end_array();
    out.end_object();
    return ok(request, std::move(out).take());
}

Response get_signed_act(Service& service, const Request& request) {
    const auto position = path_position(request);
    const auto found = position ? service.ledger.entry(*position, Closed::open)
                                : ledger::OrFault<std::optional<Entry>>(std::nullopt);
    if (!found) return problem(request, found.error());
    if (!*found || (*found)->record.submitted.empty()) {
        return problem(
            request,
            404,
            {.id = "Pada posisi ini tidak ada perbuatan yang ditandatangani",
             .en = "There is no signed act at this position"}
        );
    }
    const ledger::Record& record = (*found)->record;
    const std::string& jws = ledger::ClosedWords::of(record.submitted);
    if (jws.empty()) {
        return problem(
            request,
            410,
            {.id = "Kuncinya sudah dimusnahkan, dan bersamanya yang ditandatangani",
             .en = "Its key was destroyed, and what was signed with it"}
        );
    }
    if (ledger::has_closed_words(record.event)) {
        return problem(
            request,
            403,
            {.id = "Yang ditandatangani memuat kata-kata tertutup; jejak export --open di mesin "
                   "buku besar ini memperlihatkannya",
             .en = "What was signed has closed words in it; jejak export --open on the ledger's "
                   "own machine shows it"}
        );
    }
    Response response = ok(request, jws);
    response.content_type = "application/jose";
    return response;
}

}  // namespace api
