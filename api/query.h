#pragma once
// What several handlers ask of a request's query: pages, positions, moments, "as of".

#include "api/problem.h"
#include "api/service.h"
#include "projections/score_reader.h"

#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>

namespace api {

template <class T>
using OrResponse = std::expected<T, Response>;

// The last position that rows have room for, but for one behind it.
inline constexpr std::uint64_t position_max = (std::uint64_t{1} << 48U) - 2;

// A whole number in the query; `missing` when it is not there; a problem when it is no number or
// over `max`.
[[nodiscard]] OrResponse<std::uint64_t> query_number(
    const Request& request, std::string_view name, std::uint64_t missing, std::uint64_t max
);

// "true" or "1", "false" or "0"; false when it is not there; a problem when it is anything else.
[[nodiscard]] OrResponse<bool> query_flag(const Request& request, std::string_view name);

// A moment (RFC 3339); nothing when it is not there; a problem when it is none.
[[nodiscard]] OrResponse<std::optional<ledger::Instant>> query_moment(
    const Request& request, std::string_view name
);

// A page: what comes after `after`, at most `limit`.
struct Page {
    std::optional<std::uint64_t> after;
    std::size_t limit = 100;
};
inline constexpr std::size_t page_limit_max = 1000;
[[nodiscard]] OrResponse<Page> query_page(const Request& request);

// "?position=5" (the first 5 events), or "?recorded=2026-02-06T00:00:00Z" (those recorded by then);
// nothing when the present is asked for.
[[nodiscard]] OrResponse<std::optional<projections::AsOf>> query_as_of(
    Service& service, const Request& request
);

// The position in the path; nothing when it is none.
[[nodiscard]] std::optional<ledger::Position> path_position(const Request& request);

// The period in the path. A problem when it is none.
[[nodiscard]] OrResponse<ledger::Period> path_period(const Request& request);

// A name in the path. A problem when it is none.
template <class Id>
[[nodiscard]] OrResponse<Id> path_name(const Request& request, std::string_view parameter) {
    const std::string_view text = request.parameter(parameter);
    if (ledger::is_name(text)) return Id{std::string(text)};
    return std::unexpected(problem(
        request,
        ledger::Rejection{
            ledger::Rejection::Code::shape,
            std::string(parameter),
            {.id = "Nama terdiri atas 1 sampai 64 huruf, angka, atau . _ ~ -",
             .en = "A name is 1 to 64 letters, digits, or . _ ~ -"}
        }
    ));
}

// What every read of a score asks for: of which period, and as of when.
struct AskedPeriod {
    ledger::Period period;
    std::optional<projections::AsOf> as_of;  // nothing: now
    ledger::Date today{};
};
[[nodiscard]] OrResponse<AskedPeriod> asked_period(Service& service, const Request& request);

// The day that it is for the ledger: by the clock, or, where the clock is simulated, by its newest
// record.
[[nodiscard]] OrResponse<ledger::Date> today(Service& service, const Request& request);

// Adds a strong ETag, and answers 304 to who has it already. Without `tag`, which is quoted, it is
// made from the body.
[[nodiscard]] Response with_etag(const Request& request, Response response, std::string tag = {});

// 200 with this body.
[[nodiscard]] Response ok(const Request& request, std::string body);

}  // namespace api
