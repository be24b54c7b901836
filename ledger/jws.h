#pragma once
// What persons sign their acts with: JWS in its compact form (RFC 7515), by Ed25519 (EdDSA, RFC
// 8037) or P-256 (ES256, RFC 7518 section 3.4). The key is never taken from the signature, and its
// own algorithm is the only one that it is used for: there is no `none` here, and no confusion.

#include "ledger/rules/signer.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ledger {

struct Jws {
    std::string algorithm;  // "EdDSA", "ES256", or whatever it says
    KeyId key;              // "kid"
    std::string payload;
    std::string signing_input;
    std::vector<std::uint8_t> signature;

    // Safe for anything that a stranger sends. Nothing when it is no compact JWS, names no key, or
    // has something critical in its header (RFC 7515 section 4.1.11), of which we know nothing.
    [[nodiscard]] static std::optional<Jws> parse(std::string_view compact);
};

// "protected.payload.signature", of the payload's bytes.
[[nodiscard]] std::string compact_jws(
    std::string_view protected_header, std::string_view payload, std::string_view signature
);

// Whether `key`, as it is announced, can have made any signature: bytes of the right number, in
// their only spelling, and of P-256 a point on the curve.
[[nodiscard]] bool is_usable(const signer::KeyAnnounced& key);

// Whether `key` has made the signature.
[[nodiscard]] bool is_signed_by(const Jws& jws, const signer::Key& key);

}  // namespace ledger
