#include "ledger/jws_key.h"

#include "ledger/base64.h"
#include "ledger/bytes.h"
#include "ledger/openssl_owner.h"
#include "ledger/rules/assert.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <array>
#include <cstdio>
#include <optional>
#include <utility>
#include <vector>

namespace ledger {
namespace {

using signer::Algorithm;

using KeyContext = OpensslOwner<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using Digester = OpensslOwner<EVP_MD_CTX, EVP_MD_CTX_free>;
using EcSignature = OpensslOwner<ECDSA_SIG, ECDSA_SIG_free>;
using Number = OpensslOwner<BIGNUM, BN_free>;

constexpr std::size_t der_bytes_max = 80;  // of a signature by P-256

std::optional<Algorithm> algorithm_of(EVP_PKEY* key) {
    if (EVP_PKEY_is_a(key, "ED25519") == 1) return Algorithm::ed25519;
    std::array<char, 32> group{};
    if (EVP_PKEY_is_a(key, "EC") != 1 ||
        EVP_PKEY_get_group_name(key, group.data(), group.size(), nullptr) != 1) {
        return std::nullopt;
    }
    if (std::string_view(group.data()) != "prime256v1") return std::nullopt;
    return Algorithm::es256;
}

// r and s of 32 bytes each, as JOSE has them, from OpenSSL's DER.
std::vector<std::uint8_t> side_by_side(Bytes der) {
    const unsigned char* at = der.data();
    const EcSignature signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
    ledger_assert(signature != nullptr);
    std::vector<std::uint8_t> both(64);
    BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), both.data(), 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), both.data() + 32, 32);
    return both;
}

Number coordinate(const EVP_PKEY* key, const char* name) {
    BIGNUM* number = nullptr;
    ledger_assert(EVP_PKEY_get_bn_param(key, name, &number) == 1);
    return Number(number);
}

// Whether it has a public part: a broken file may not.
bool is_whole(EVP_PKEY* key) {
    const KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
    return EVP_PKEY_public_check(context.get()) == 1;
}

// No passphrase is asked for at the terminal.
int no_passphrase(char*, int, int, void*) {
    return -1;
}

}  // namespace

void JwsKey::Free::operator()(evp_pkey_st* key) const noexcept {
    EVP_PKEY_free(key);
}

JwsKey JwsKey::make(Algorithm algorithm) {
    Key key(
        algorithm == Algorithm::ed25519 ? EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")
                                        : EVP_EC_gen("P-256")
    );
    ledger_assert(key != nullptr);
    return {algorithm, std::move(key)};
}

OrFault<JwsKey> JwsKey::load(const std::filesystem::path& pem) {
    std::FILE* const file = std::fopen(pem.c_str(), "r");
    if (file == nullptr) return fault(Fault::Kind::io, "cannot read " + pem.string());
    Key key(PEM_read_PrivateKey(file, nullptr, no_passphrase, nullptr));
    std::fclose(file);
    if (key == nullptr) {
        return fault(
            Fault::Kind::corrupt, pem.string() + " is no private key in PEM without a passphrase"
        );
    }
    const auto algorithm = is_whole(key.get()) ? algorithm_of(key.get()) : std::nullopt;
    if (!algorithm) {
        return fault(Fault::Kind::corrupt, pem.string() + " is a key of neither Ed25519 nor P-256");
    }
    return JwsKey(*algorithm, std::move(key));
}

std::string JwsKey::public_key() const {
    std::array<std::uint8_t, 64> bytes{};
    std::size_t size = bytes.size();
    if (algorithm_ == Algorithm::ed25519) {
        ledger_assert(EVP_PKEY_get_raw_public_key(key_.get(), bytes.data(), &size) == 1);
        return to_base64url(Bytes(bytes).first(size));
    }
    // Not as an encoded point, which may be compressed.
    const Number x = coordinate(key_.get(), OSSL_PKEY_PARAM_EC_PUB_X);
    const Number y = coordinate(key_.get(), OSSL_PKEY_PARAM_EC_PUB_Y);
    BN_bn2binpad(x.get(), bytes.data(), 32);
    BN_bn2binpad(y.get(), bytes.data() + 32, 32);
    return to_base64url(Bytes(bytes).first(64));
}

std::string JwsKey::sign(std::string_view payload, const KeyId& id) const {
    const char* const name = algorithm_ == Algorithm::ed25519 ? "EdDSA" : "ES256";
    return sign_with_header(
        payload, std::string(R"({"alg":")") + name + R"(","kid":")" + id.text + "\"}"
    );
}

std::string JwsKey::sign_with_header(std::string_view payload, std::string_view header) const {
    std::string input = to_base64url(bytes_of(header)) + '.' + to_base64url(bytes_of(payload));
    const bool is_ed25519 = algorithm_ == Algorithm::ed25519;
    const Digester context(EVP_MD_CTX_new());
    const Bytes bytes = bytes_of(input);
    std::vector<std::uint8_t> made(der_bytes_max);
    std::size_t size = made.size();
    const EVP_MD* const digest = is_ed25519 ? nullptr : EVP_sha256();
    ledger_assert(EVP_DigestSignInit(context.get(), nullptr, digest, nullptr, key_.get()) == 1);
    ledger_assert(
        EVP_DigestSign(context.get(), made.data(), &size, bytes.data(), bytes.size()) == 1
    );
    made.resize(size);
    return input + '.' + to_base64url(is_ed25519 ? made : side_by_side(made));
}

}  // namespace ledger
