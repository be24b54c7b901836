#pragma once
// Receipts over HTTP (docs/receipt.md): of a plan's score, of a unit's or an agency's, and of all
// that is about a person.

#include "api/request.h"
#include "api/service.h"
#include "projections/receipt.h"

#include <boost/asio/awaitable.hpp>

#include <string>
#include <string_view>

namespace api {

// GET /v1/plans/{plan}/scores/{period}/receipt
[[nodiscard]] boost::asio::awaitable<Response> get_score_receipt(Service& service, Request request);
// GET /v1/agencies/{agency}/scores/{period}/receipt?unit=
[[nodiscard]] boost::asio::awaitable<Response> get_unit_receipt(Service& service, Request request);
// GET /v1/people/{person}/receipt
[[nodiscard]] boost::asio::awaitable<Response> get_person_receipt(
    Service& service, Request request
);

[[nodiscard]] std::string receipt_text(const projections::Receipt& receipt);

// What is wrong with the text, in English, where it is no receipt.
[[nodiscard]] std::expected<projections::Receipt, std::string> parse_receipt(std::string_view text);

}  // namespace api
