#include "api/receipts.h"

#include "api/json_in.h"
#include "api/json_out.h"
#include "api/problem.h"
#include "api/public_log.h"
#include "api/query.h"
#include "api/scores.h"
#include "api/units.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <utility>

namespace api {
namespace {

using Checkpoint = std::shared_ptr<const ledger::SignedCheckpoint>;

constexpr std::chrono::seconds signed_wait{5};
constexpr JsonLimits receipt_limits{
    .bytes_max = projections::receipt::bytes_max,
    .items_max = 100'000,
    .problems_max = 1,
    .one_spelling = true,
};

boost::asio::awaitable<Checkpoint> cosigned_over(Service& service, ledger::Position size) {
    constexpr std::chrono::milliseconds pause{50};
    std::function<bool()> is_there = [&service, size] {
        const auto newest = service.cosigning->newest();
        return newest != nullptr && newest->checkpoint.size >= std::to_underlying(size);
    };
    const bool covers = co_await until(service.timer, signed_wait, pause, std::move(is_there));
    co_return covers ? service.cosigning->newest() : nullptr;
}

// A checkpoint over the first `size` events and the last close: the newest that witnesses have
// cosigned, if it goes so far; else the log's own, once it does. nullptr: none in time.
boost::asio::awaitable<Checkpoint> checkpoint_over(Service& service, ledger::Position size) {
    const auto last = service.completeness.last();
    if (last && *last) size = std::max(size, next((*last)->position));
    if (service.cosigning != nullptr) {
        auto cosigned = co_await cosigned_over(service, size);
        if (cosigned != nullptr) co_return cosigned;
    }
    auto own = co_await covered(service, size, signed_wait);
    co_return own;
}

Response not_signed(const Request& request) {
    return problem(
        request,
        503,
        {.id = "Titik periksa yang mencakup peristiwa ini belum ditandatangani",
         .en = "A checkpoint that covers these events has not been signed yet"}
    );
}

// Whether a day was closed after its checkpoint was chosen: then it shows nothing to be complete,
// and the next try does.
bool was_overtaken(const Service& service, const projections::Receipt& receipt) {
    if (receipt.completeness) return false;
    const auto last = service.completeness.last();
    return last && *last;
}

using Made = ledger::OrFault<projections::MadeReceipt>;
using Make = std::move_only_function<Made(const ledger::SignedCheckpoint&)>;

Response too_much(const Request& request) {
    return problem(
        request,
        422,
        {.id = "Ini lebih banyak daripada yang muat dalam satu kuitansi (100.000 catatan, 10.000 "
               "berkas, 64 MiB, bilangan sepanjang 20.000 karakter), atau indikatornya bertingkat "
               "terlalu dalam",
         .en = "This is more than a receipt has room for (100,000 records, 10,000 files, 64 MiB, "
               "numbers of 20,000 characters), or its indicators stand too deep one above the "
               "other"}
    );
}

Response nothing_of(const Request& request, const ledger::UnitId& unit) {
    if (!unit.empty()) return no_indicators(request, unit);
    return problem(
        request,
        404,
        {.id = "Instansi ini tidak mempunyai indikator sendiri; sebutkan unitnya",
         .en = "This agency has no indicators of its own; name a unit of it"}
    );
}

Response answer_with(const Request& request, const Made& made, Response none) {
    if (!made) return problem(request, made.error());
    if (!*made) {
        const bool is_there = made->error() != projections::NoReceipt::nothing_there;
        return is_there ? too_much(request) : std::move(none);
    }
    std::string text = receipt_text(**made);
    if (text.size() > projections::receipt::bytes_max) return too_much(request);
    return ok(request, std::move(text));
}

// What `make` makes with a checkpoint over the first `size` events; `none` where it makes nothing.
boost::asio::awaitable<Response> answer_made(
    Service& service, const Request& request, ledger::Position size, Make make, Response none
) {
    constexpr int tries_max = 2;
    for (int tries = 1;; ++tries) {
        const Checkpoint checkpoint = co_await checkpoint_over(service, size);
        if (checkpoint == nullptr) co_return not_signed(request);
        bool again = false;
        LongWork::Work work = [&] {
            const Made made = make(*checkpoint);
            again = tries < tries_max && made && *made && was_overtaken(service, **made);
            return again ? Response{} : answer_with(request, made, std::move(none));
        };
        Response response = co_await service.long_work.answer(request, std::move(work));
        if (!again) co_return response;
    }
}

// A number is written in digits alone: of "-0" a parser of JSON gives no sign any more.
bool has_minus(std::string_view json) {
    bool in_text = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        if (json[i] == '"') in_text = !in_text;
        if (in_text && json[i] == '\\') ++i;
        if (!in_text && json[i] == '-') return true;
    }
    return false;
}

}  // namespace

boost::asio::awaitable<Response> get_score_receipt(Service& service, Request request) {
    const auto asked = asked_for_score(service, request);
    if (!asked) co_return asked.error();
    projections::AsOf as_of{service.ledger.size(), asked->today};
    if (asked->as_of) as_of = *asked->as_of;
    const projections::ReceiptMaker maker(service.ledger, service.completeness);
    Make make = [&](const ledger::SignedCheckpoint& checkpoint) {
        return maker.of_score(asked->plan, asked->period, as_of, checkpoint);
    };
    Response none = no_such_plan(request);
    auto answer =
        co_await answer_made(service, request, as_of.size, std::move(make), std::move(none));
    co_return answer;
}

boost::asio::awaitable<Response> get_unit_receipt(Service& service, Request request) {
    const auto asked = asked_for_unit(service, request);
    if (!asked) co_return asked.error();
    const projections::ReceiptMaker maker(service.ledger, service.completeness);
    Make make = [&](const ledger::SignedCheckpoint& checkpoint) {
        return maker.of_unit(asked->of, asked->candidates, asked->as_of, checkpoint);
    };
    Response none = nothing_of(request, asked->of.unit);
    const ledger::Position size = asked->as_of.size;
    auto answer = co_await answer_made(service, request, size, std::move(make), std::move(none));
    co_return answer;
}

boost::asio::awaitable<Response> get_person_receipt(Service& service, Request request) {
    const auto person = path_name<ledger::PersonId>(request, "person");
    if (!person) co_return person.error();
    const auto asked = query_as_of(service, request);
    if (!asked) co_return asked.error();
    const auto day = today(service, request);
    if (!day) co_return day.error();
    projections::AsOf as_of{service.ledger.size(), *day};
    if (*asked) as_of = **asked;
    const projections::ReceiptMaker maker(service.ledger, service.completeness);
    Make make = [&](const ledger::SignedCheckpoint& checkpoint) {
        return maker.of_person(*person, as_of, checkpoint);
    };
    Response none;  // there is always something, if only that there is nothing
    auto answer =
        co_await answer_made(service, request, as_of.size, std::move(make), std::move(none));
    co_return answer;
}

std::string receipt_text(const projections::Receipt& receipt) {
    JsonOut out;
    out.value(receipt);
    return std::move(out).take();
}

std::expected<projections::Receipt, std::string> parse_receipt(std::string_view text) {
    if (has_minus(text))
        return std::unexpected("a number with a sign; positions are written in digits alone");
    auto receipt = from_json<projections::Receipt>(text, receipt_limits);
    if (!receipt) {
        const ledger::Rejection& first = receipt.error().front();
        return std::unexpected(first.field + ": " + first.detail.en);
    }
    for (const projections::receipt::Node& node : receipt->explanation) {
        if (!node.sentence || (!node.sentence->id.empty() && !node.sentence->en.empty())) continue;
        return std::unexpected("a sentence of the explanation lacks one of its languages");
    }
    return *std::move(receipt);
}

}  // namespace api
