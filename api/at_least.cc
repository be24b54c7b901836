#include "api/at_least.h"

#include "api/resume.h"

#include <utility>

namespace api {
namespace {

boost::asio::awaitable<bool> recorded(const Service& service, ledger::Position size) {
    constexpr std::chrono::milliseconds pause{10};
    std::function<bool()> has_come = [&service, size] { return service.ledger.size() >= size; };
    const bool in_time =
        co_await until(service.timer, at_least_wait_max, pause, std::move(has_come));
    co_return in_time;
}

boost::asio::awaitable<bool> applied(Service& service, ledger::Position size) {
    auto start = [&](std::move_only_function<void(bool)> then) {
        service.runner.when_at(size, std::move(then));
    };
    const bool reached = co_await resumed_with<bool>(std::move(start));
    co_return reached;
}

Response not_yet(const Request& request) {
    return problem(
        request,
        503,
        {.id = "Peristiwa pada posisi atLeast belum tercatat",
         .en = "The event at the position atLeast has not been recorded yet"}
    );
}

// Rows that list what there is must not be older than the position that is asked about.
boost::asio::awaitable<std::optional<Response>> at_position_asked(
    Service& service, const Request& request, Operation::Reads reads
) {
    if (reads != Operation::Reads::rows) co_return std::nullopt;
    const auto as_of = query_as_of(service, request);
    if (!as_of || !*as_of) co_return std::nullopt;  // the operation says what is wrong with it
    const bool is_applied = co_await applied(service, (*as_of)->size);
    if (!is_applied) co_return problem(request, 503);
    co_return std::nullopt;
}

}  // namespace

boost::asio::awaitable<std::optional<Response>> caught_up(
    Service& service, const Request& request, Operation::Reads reads
) {
    if (!request.query.find("atLeast")) {
        auto behind = co_await at_position_asked(service, request, reads);
        co_return behind;
    }
    const auto position = query_number(request, "atLeast", 0, position_max);
    if (!position) co_return position.error();
    const ledger::Position size{*position + 1};
    const bool is_recorded = co_await recorded(service, size);
    if (!is_recorded) co_return not_yet(request);
    if (reads != Operation::Reads::rows) co_return std::nullopt;
    const bool is_applied = co_await applied(service, size);
    if (!is_applied) co_return problem(request, 503);
    co_return std::nullopt;
}

}  // namespace api
