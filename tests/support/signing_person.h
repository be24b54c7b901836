#pragma once
// Somebody with a key of his own, who signs what he does.

#include "ledger/jws_key.h"

#include <string>
#include <string_view>
#include <utility>

namespace tests {

class SigningPerson {
public:
    SigningPerson(std::string kid, ledger::signer::Algorithm algorithm)
        : kid_{std::move(kid)}, key_(ledger::JwsKey::make(algorithm)) {}

    [[nodiscard]] const std::string& kid() const { return kid_.text; }

    [[nodiscard]] ledger::signer::KeyAnnounced announcement(bool signs_all = false) const {
        return {kid_, key_.algorithm(), key_.public_key(), signs_all};
    }

    // "protected.payload.signature"
    [[nodiscard]] std::string sign(std::string_view payload) const {
        return key_.sign(payload, kid_);
    }
    [[nodiscard]] std::string sign_with_header(std::string_view header, std::string_view payload)
        const {
        return key_.sign_with_header(payload, header);
    }

private:
    ledger::KeyId kid_;
    ledger::JwsKey key_;
};

}  // namespace tests
