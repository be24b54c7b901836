#pragma once
// Reading recorded events: one by its position, a range, a stream, the trail of a person. Words
// that are closed are withheld: who may see them is for access control to say. A list is also given
// as application/cloudevents-batch+json to whom Accept names that. A stream's ETag is
// "<stream>@<version>", which If-Match takes when appending to it.

#include "api/service.h"

namespace api {

// GET /v1/events/{position}
[[nodiscard]] Response get_event(Service& service, const Request& request);
// GET /v1/events?after=&limit=&recordedFrom=: a page in the order of positions
[[nodiscard]] Response list_events(Service& service, const Request& request);
// GET /v1/streams/{kind}/{key} and /v1/streams/{kind}/{key}/{part}: a stream's events, by version
[[nodiscard]] Response list_stream(Service& service, const Request& request);
// GET /v1/people/{person}/trail: what is about a person or was recorded in his name
[[nodiscard]] Response list_trail(Service& service, const Request& request);
// GET /v1/live: a WebSocket that follows the log; ?after=<position>, ?from=<position>, or from the
// newest on. 400 for a position that is not there yet, or a filter that nothing can pass.
[[nodiscard]] WebSocketAnswer follow_events(Service& service, const Request& request);

}  // namespace api
