#pragma once
// The bytes of a response's head.

#include "api/request.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace api {

// "OK" for 200; "" for a status that we never send.
[[nodiscard]] std::string_view reason_phrase(unsigned status) noexcept;

// 1xx, 204 and 304 never have a body (RFC 9110 6.4.1).
[[nodiscard]] bool has_no_body(unsigned status) noexcept;

// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 5.6.7).
[[nodiscard]] std::string http_date(std::chrono::sys_seconds moment);

// What a head says beside the response itself.
struct Envelope {
    unsigned version = 11;  // the request's
    bool keep_alive = true;
    // Of the body that is sent, or that GET would have sent; nothing for a stream, whose length
    // nobody knows.
    std::optional<std::uint64_t> content_length;
    std::string_view date;
    std::string_view common;  // header lines that every response has, with their line ends
};

// Appends the head, its empty line included. Control characters in headers that a handler gave
// become spaces, so that nobody can add a header by what he sends.
void append_head(std::string& out, const Response& response, const Envelope& envelope);

// Appends "name: value\r\n" in the same way.
void append_header(std::string& out, std::string_view name, std::string_view value);

}  // namespace api
