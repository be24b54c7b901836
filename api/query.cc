#include "api/query.h"

#include "api/header_list.h"
#include "ledger/sha256.h"

#include <charconv>

namespace api {
namespace {

using ledger::Rejection;

// Days that can be written.
constexpr ledger::Date first_day = std::chrono::year{1900} / 1 / 1;
constexpr ledger::Date last_day = std::chrono::year{9999} / 12 / 31;

Response bad_value(const Request& request, std::string_view name, ledger::Words detail) {
    return problem(
        request, Rejection{Rejection::Code::shape, std::string(name), std::move(detail)}
    );
}

// Whether If-None-Match has the tag: any of several, weak or not, or all with * (RFC 9110 13.1.2).
bool is_known(std::string_view if_none_match, std::string_view tag) {
    while (!if_none_match.empty()) {
        std::string_view known = next_element(if_none_match);
        if (known.starts_with("W/")) known.remove_prefix(2);
        if (known == tag || known == "*") return true;
    }
    return false;
}

}  // namespace

OrResponse<std::uint64_t> query_number(
    const Request& request, std::string_view name, std::uint64_t missing, std::uint64_t max
) {
    const auto text = request.query.find(name);
    if (!text) return missing;
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error == std::errc{} && end == text->data() + text->size() && value <= max) return value;
    const std::string limit = std::to_string(max);
    return std::unexpected(bad_value(
        request,
        name,
        {.id = "Harus bilangan bulat dari 0 sampai " + limit,
         .en = "It must be a whole number from 0 to " + limit}
    ));
}

OrResponse<bool> query_flag(const Request& request, std::string_view name) {
    const std::string_view text = request.query.find(name).value_or("false");
    if (text == "true" || text == "1") return true;
    if (text == "false" || text == "0") return false;
    return std::unexpected(
        bad_value(request, name, {.id = "Harus true atau false", .en = "It must be true or false"})
    );
}

OrResponse<std::optional<ledger::Instant>> query_moment(
    const Request& request, std::string_view name
) {
    const auto text = request.query.find(name);
    if (!text) return std::nullopt;
    if (const auto moment = ledger::parse_instant(*text)) return *moment;
    return std::unexpected(bad_value(
        request,
        name,
        {.id = "Tulis waktu menurut RFC 3339: 2026-02-06T00:00:00Z",
         .en = "Write a time as in RFC 3339: 2026-02-06T00:00:00Z"}
    ));
}

OrResponse<Page> query_page(const Request& request) {
    Page page;
    if (request.query.find("after")) {
        const auto after = query_number(request, "after", 0, position_max);
        if (!after) return std::unexpected(after.error());
        page.after = *after;
    }
    const auto limit = query_number(request, "limit", page.limit, page_limit_max);
    if (!limit) return std::unexpected(limit.error());
    page.limit = static_cast<std::size_t>(*limit);
    return page;
}

OrResponse<std::optional<projections::AsOf>> query_as_of(Service& service, const Request& request) {
    const auto recorded = query_moment(request, "recorded");
    if (!recorded) return std::unexpected(recorded.error());
    const bool by_position = request.query.find("position").has_value();
    if (!*recorded && !by_position) return std::nullopt;
    if (*recorded && by_position) {
        return std::unexpected(bad_value(
            request,
            "recorded",
            {.id = "Pakai position atau recorded, jangan keduanya",
             .en = "Use position or recorded, not both"}
        ));
    }
    ledger::Position size{};
    ledger::Instant moment{};
    if (by_position) {
        const std::uint64_t newest = std::to_underlying(service.ledger.size());
        const auto position = query_number(request, "position", 0, newest);
        if (!position) return std::unexpected(position.error());
        size = ledger::Position{*position};
        const auto last = service.ledger.recorded_at(size);
        if (!last) return std::unexpected(problem(request, last.error()));
        moment = *last;
    } else {
        moment = **recorded;
        const ledger::Date day = day_of(moment, ledger::Zone::wib);
        if (day < first_day || day > last_day) {
            return std::unexpected(bad_value(
                request,
                "recorded",
                {.id = "Waktu ini di luar tahun 1900 sampai 9999",
                 .en = "This time is not within the years 1900 to 9999"}
            ));
        }
        const auto found = service.ledger.size_at(moment);
        if (!found) return std::unexpected(problem(request, found.error()));
        size = *found;
    }
    return projections::AsOf{size, day_of(moment, ledger::Zone::wib)};
}

std::optional<ledger::Position> path_position(const Request& request) {
    const auto position = ledger::parse_count(request.parameter("position"));
    if (!position) return std::nullopt;
    return ledger::Position{*position};
}

OrResponse<ledger::Period> path_period(const Request& request) {
    if (const auto period = ledger::Period::parse(request.parameter("period"))) return *period;
    return std::unexpected(bad_value(
        request,
        "period",
        {.id = "Periode ditulis 2025-12, 2025-Q4, atau 2025",
         .en = "A period is written 2025-12, 2025-Q4, or 2025"}
    ));
}

OrResponse<AskedPeriod> asked_period(Service& service, const Request& request) {
    const auto period = path_period(request);
    if (!period) return std::unexpected(period.error());
    const auto as_of = query_as_of(service, request);
    if (!as_of) return std::unexpected(as_of.error());
    const auto day = today(service, request);
    if (!day) return std::unexpected(day.error());
    return AskedPeriod{*period, *as_of, *day};
}

OrResponse<ledger::Date> today(Service& service, const Request& request) {
    if (!service.ledger.origin().simulated_clock) {
        return day_of(service.clock.now(), ledger::Zone::wib);
    }
    const auto newest = service.ledger.recorded_at(service.ledger.size());
    if (!newest) return std::unexpected(problem(request, newest.error()));
    return day_of(*newest, ledger::Zone::wib);
}

Response with_etag(const Request& request, Response response, std::string tag) {
    if (tag.empty()) {
        thread_local ledger::Sha256 sha256;
        const std::string digest = sha256(ledger::bytes_of(response.text())).hex();
        tag = '"' + digest.substr(0, 32) + '"';
    }
    if (is_known(request.header("If-None-Match"), tag)) {
        response.status = 304;
        response.body = std::string{};
    }
    response.headers.add("ETag", tag);
    return response;
}

Response ok(const Request& request, std::string body) {
    Response response;
    response.body = std::move(body);
    return with_etag(request, std::move(response));
}

}  // namespace api
