#pragma once
// ?atLeast=<position>: a read right after a write, which must not miss it; and a read as of a
// position that rows have not come to yet.

#include "api/operations.h"
#include "api/query.h"
#include "api/service.h"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <optional>

namespace api {

inline constexpr std::chrono::milliseconds at_least_wait_max{5'000};

// Waits until the event at ?atLeast= is in what the operation reads, and rows, where it reads them,
// hold for the position that is asked about. Nothing, and at once, when neither is asked for. A
// problem when it is no number, when the projections have stopped, or when the event does not come
// in time: 503, to be tried again.
[[nodiscard]] boost::asio::awaitable<std::optional<Response>> caught_up(
    Service& service, const Request& request, Operation::Reads reads
);

}  // namespace api
