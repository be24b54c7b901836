#pragma once
// Acts in a person's name: what they are, how we know that he did them, and which he contests
// (docs/acts.md).

#include "api/service.h"

namespace api {

// GET /v1/people/{person}/acts: what was recorded in his name, each with who attests it
[[nodiscard]] Response list_acts(Service& service, const Request& request);
// GET /v1/people/{person}/keys: the keys that he signs with, as a JWK Set (RFC 7517)
[[nodiscard]] Response list_keys(Service& service, const Request& request);
// GET /v1/events/{position}/signed: the act as its actor signed it, a compact JWS. 403 where it has
// closed words.
[[nodiscard]] Response get_signed_act(Service& service, const Request& request);

}  // namespace api
