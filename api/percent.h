#pragma once
// Percent-encoding (RFC 3986 2.1): of paths and queries, and of CloudEvents attributes in headers.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace api {

enum class Plus : std::uint8_t { is_plus, is_space };

// One round. Nothing when a percent sign has no two hexadecimal digits after it, or when what comes
// out is not UTF-8 or has a control character (U+0000 to U+001F, U+007F).
[[nodiscard]] std::optional<std::string> percent_decoded(
    std::string_view text, Plus plus = Plus::is_plus
);

// Everything but the unreserved characters, so that it may stand anywhere in a URL.
[[nodiscard]] std::string percent_encoded(std::string_view text);

}  // namespace api
