#pragma once
// POST /v1/events: one act or a batch of them, as CloudEvents in the structured, the batch, or the
// binary form (standards.md). A single act is answered by its own status; a batch by 200 and an
// outcome for each act, in their order.
//
//     If-Match: "<stream>@<version>"   the version that the stream must have
//     If-None-Match: *                 the stream must not exist
//     Idempotency-Key: <id>            the act's id, where it has none
//     ?atomic=true                     all acts of the batch, or none

#include "api/service.h"

#include <boost/asio/awaitable.hpp>

namespace api {

[[nodiscard]] boost::asio::awaitable<Response> append_events(Service& service, Request request);

inline constexpr std::size_t append_bytes_max = 32UL * 1024 * 1024;
inline constexpr std::size_t append_acts_max = 10'000;

}  // namespace api
