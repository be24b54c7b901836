#pragma once
// Who is let in while there is no access control. A web page anywhere can make a browser on this
// machine ask this server; it must not learn or change anything by that. So the Host header has to
// name us: a page that reaches us under a name of its own (DNS rebinding) does not. And whoever
// writes, or opens a WebSocket, from a page must do so from a page of ours.

#include "api/problem.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace api {

// Why `request` is not let in; nothing when it is. 421 where Host is not one of `hosts`, with
// `port` or without any; `hosts` empty: anything will do. 403 for a write or an upgrade whose
// Origin, if it has one, is not http:// and that Host.
[[nodiscard]] std::optional<Problem> turned_away(
    const Request& request, std::span<const std::string> hosts, std::uint16_t port
);

}  // namespace api
