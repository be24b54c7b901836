#include "ledger/jws.h"

#include "ledger/base64.h"
#include "ledger/bytes.h"
#include "ledger/openssl_owner.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <sodium.h>

#include <simdjson.h>
#include <utility>

namespace ledger {
namespace {

constexpr std::size_t header_bytes_max = 4096;

using Key = OpensslOwner<EVP_PKEY, EVP_PKEY_free>;
using KeyContext = OpensslOwner<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using Digester = OpensslOwner<EVP_MD_CTX, EVP_MD_CTX_free>;
using EcSignature = OpensslOwner<ECDSA_SIG, ECDSA_SIG_free>;
using ParamBuilder = OpensslOwner<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using Params = OpensslOwner<OSSL_PARAM, OSSL_PARAM_free>;

// Algorithm and key of a protected header.
struct Header {
    std::string algorithm;
    std::string key;
};

std::optional<Header> parse_header(Bytes json) {
    if (json.empty() || json.size() > header_bytes_max) return std::nullopt;
    simdjson::dom::parser parser;
    simdjson::dom::object object;
    if (parser.parse(json.data(), json.size()).get(object) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    std::optional<std::string> algorithm;
    std::optional<std::string> key;
    for (const auto member : object) {
        if (member.key == "crit" || member.key == "b64") return std::nullopt;
        auto* const wanted = member.key == "alg"   ? &algorithm
                             : member.key == "kid" ? &key
                                                   : nullptr;
        if (wanted == nullptr) continue;
        std::string_view text;
        // Twice is an attempt to be read in two ways.
        if (*wanted || member.value.get(text) != simdjson::SUCCESS) return std::nullopt;
        *wanted = std::string(text);
    }
    if (!algorithm || !key || !is_name(*key)) return std::nullopt;
    return Header{*std::move(algorithm), *std::move(key)};
}

bool verify(EVP_PKEY* key, std::string_view message, Bytes signature) {
    const Digester context(EVP_MD_CTX_new());
    const Bytes bytes = bytes_of(message);
    return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
           EVP_DigestVerify(
               context.get(), signature.data(), signature.size(), bytes.data(), bytes.size()
           ) == 1;
}

// libsodium's refuses the keys of small order, for which one signature fits everything.
bool verify_ed25519(Bytes key, std::string_view message, Bytes signature) {
    const Bytes bytes = bytes_of(message);
    return crypto_sign_verify_detached(signature.data(), bytes.data(), bytes.size(), key.data()) ==
           0;
}

// The key of a point on P-256; null when it is not on it.
Key p256_key(Bytes x_and_y) {
    std::vector<std::uint8_t> point{4};  // uncompressed
    point.insert(point.end(), x_and_y.begin(), x_and_y.end());
    const ParamBuilder builder(OSSL_PARAM_BLD_new());
    OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0);
    OSSL_PARAM_BLD_push_octet_string(
        builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()
    );
    const Params params(OSSL_PARAM_BLD_to_param(builder.get()));
    const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
    EVP_PKEY* key = nullptr;
    if (EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) != 1) {
        return nullptr;
    }
    return Key(key);
}

// JOSE has r and s side by side; OpenSSL wants them in DER.
std::vector<std::uint8_t> der_of(Bytes r_and_s) {
    const auto half = static_cast<int>(r_and_s.size() / 2);
    const EcSignature signature(ECDSA_SIG_new());
    ECDSA_SIG_set0(
        signature.get(),
        BN_bin2bn(r_and_s.data(), half, nullptr),
        BN_bin2bn(r_and_s.data() + half, half, nullptr)
    );
    std::vector<std::uint8_t> der(static_cast<std::size_t>(i2d_ECDSA_SIG(signature.get(), nullptr))
    );
    unsigned char* end = der.data();
    i2d_ECDSA_SIG(signature.get(), &end);
    return der;
}

bool verify_es256(Bytes key, std::string_view message, Bytes signature) {
    const Key made = p256_key(key);
    return made != nullptr && verify(made.get(), message, der_of(signature));
}

}  // namespace

std::optional<Jws> Jws::parse(std::string_view compact) {
    const std::size_t first = compact.find('.');
    const std::size_t second = compact.find('.', first + 1);
    if (first == std::string_view::npos || second == std::string_view::npos) return std::nullopt;
    const auto header_json = from_base64url(compact.substr(0, first));
    const auto payload = from_base64url(compact.substr(first + 1, second - first - 1));
    auto signature = from_base64url(compact.substr(second + 1));
    if (!header_json || !payload || !signature) return std::nullopt;
    auto header = parse_header(*header_json);
    if (!header) return std::nullopt;
    return Jws{
        .algorithm = std::move(header->algorithm),
        .key = {std::move(header->key)},
        .payload = std::string(payload->begin(), payload->end()),
        .signing_input = std::string(compact.substr(0, second)),
        .signature = *std::move(signature),
    };
}

std::string compact_jws(
    std::string_view protected_header, std::string_view payload, std::string_view signature
) {
    std::string jws(protected_header);
    jws += '.';
    jws += to_base64url(bytes_of(payload));
    jws += '.';
    jws += signature;
    return jws;
}

bool is_usable(const signer::KeyAnnounced& key) {
    const auto bytes = from_base64url(key.key);
    if (!bytes) return false;
    switch (key.algorithm) {
        case signer::Algorithm::ed25519:
            return bytes->size() == crypto_sign_PUBLICKEYBYTES;
        case signer::Algorithm::es256:
            return bytes->size() == 64 && p256_key(*bytes) != nullptr;
    }
    std::unreachable();
}

bool is_signed_by(const Jws& jws, const signer::Key& key) {
    const auto bytes = from_base64url(key.key);
    if (!bytes || jws.signature.size() != 64) return false;
    switch (key.algorithm) {
        case signer::Algorithm::ed25519:
            return jws.algorithm == "EdDSA" && bytes->size() == 32 &&
                   verify_ed25519(*bytes, jws.signing_input, jws.signature);
        case signer::Algorithm::es256:
            return jws.algorithm == "ES256" && bytes->size() == 64 &&
                   verify_es256(*bytes, jws.signing_input, jws.signature);
    }
    std::unreachable();
}

}  // namespace ledger
