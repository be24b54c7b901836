#pragma once
// Looks at the bytes of a request's head before anything else reads them, and refuses whatever two
// programs could read differently: that is how requests are smuggled past a proxy. Beast 1.81 lets
// several of these through; here they are refused by RFC 9112, and the connection with them.

#include "ledger/rules/error.h"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>

namespace api {

// Why a head is refused. The connection is closed after the answer: nobody knows where the next
// request would start.
struct Flaw {
    unsigned status = 400;  // 400, 414, 417, 431, 501 or 505
    ledger::Words detail;
};

// What the head says about the rest of the message and the connection.
struct Framing {
    std::optional<std::uint64_t> content_length;
    bool chunked = false;
    bool keep_alive = true;
    bool expects_continue = false;

    [[nodiscard]] bool has_body() const noexcept {
        return chunked || content_length.value_or(0) > 0;
    }
};

struct HeadLimits {
    std::size_t bytes_max = 16 * 1024;        // 431; 414 when the first line alone is longer
    std::size_t target_bytes_max = 8 * 1024;  // 414
    std::size_t fields_max = 100;             // 431
};

// Finds the end of a head in bytes as they come in. One for each request.
class HeadScan {
public:
    // `bytes`: all that came since the request started, never fewer than at the last call. The size
    // of the head, its empty line included; 0 when it is not complete yet.
    [[nodiscard]] std::expected<std::size_t, Flaw> end(
        std::string_view bytes, const HeadLimits& limits
    );

private:
    std::size_t line_ = 0;  // where the line that is being looked at starts
};

// `head`: one whole head, with its empty line. Every line must end with CRLF; HTTP/1.0 or 1.1;
// exactly one Host with something in it (none allowed in 1.0); no folded lines, no space before a
// colon, no control characters; at most one Content-Length, of digits only; Transfer-Encoding only
// in 1.1, only "chunked" and not beside a Content-Length; and none of the fields that say who or
// what (Authorization, Content-Type, ...) twice.
[[nodiscard]] std::expected<Framing, Flaw> inspect_head(
    std::string_view head, const HeadLimits& limits
);

}  // namespace api
