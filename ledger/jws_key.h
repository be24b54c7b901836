#pragma once
// A person's own key, which signs his acts: on his machine, never on the server's. What `jejak
// sign` uses; any other JOSE library will do.

#include "ledger/rules/error.h"
#include "ledger/rules/signer.h"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

struct evp_pkey_st;  // OpenSSL's

namespace ledger {

class JwsKey {
public:
    // A new key, from OpenSSL's randomness.
    [[nodiscard]] static JwsKey make(signer::Algorithm algorithm);

    // The private key in a PEM file (PKCS #8), of Ed25519 or P-256, without a passphrase. A Fault
    // that says why it is none.
    [[nodiscard]] static OrFault<JwsKey> load(const std::filesystem::path& pem);

    [[nodiscard]] signer::Algorithm algorithm() const noexcept { return algorithm_; }

    // As a KeyAnnounced has it.
    [[nodiscard]] std::string public_key() const;

    // A compact JWS of `payload`, by the key called `id`.
    [[nodiscard]] std::string sign(std::string_view payload, const KeyId& id) const;

    // The same with a protected header of one's own: for tests.
    [[nodiscard]] std::string sign_with_header(std::string_view payload, std::string_view header)
        const;

private:
    struct Free {
        void operator()(evp_pkey_st* key) const noexcept;
    };
    using Key = std::unique_ptr<evp_pkey_st, Free>;

    JwsKey(signer::Algorithm algorithm, Key key) : algorithm_(algorithm), key_(std::move(key)) {}

    signer::Algorithm algorithm_;
    Key key_;
};

}  // namespace ledger
