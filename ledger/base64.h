#pragma once
// Base64 with padding (RFC 4648 section 4), as notes, proofs and receipts have it, and without and
// for URLs (section 5), as JOSE has it.

#include "ledger/bytes.h"
#include "ledger/rules/digest.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ledger {

[[nodiscard]] std::string to_base64(Bytes bytes);

// Nothing when it is no base64, or not the one that to_base64() writes: each sequence of bytes has
// one text.
[[nodiscard]] std::optional<std::vector<std::uint8_t>> from_base64(std::string_view text);

// The same of section 5, without padding.
[[nodiscard]] std::string to_base64url(Bytes bytes);
[[nodiscard]] std::optional<std::vector<std::uint8_t>> from_base64url(std::string_view text);

// The digest that `text` is; nothing when it is none.
[[nodiscard]] std::optional<Digest> digest_from_base64(std::string_view text);

// The digests that `texts` are; nothing when one of them is none.
[[nodiscard]] std::optional<std::vector<Digest>> digests_from_base64(
    std::span<const std::string> texts
);

}  // namespace ledger
