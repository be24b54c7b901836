#include "ledger/sha256.h"

#include "ledger/rules/assert.h"

#include <openssl/evp.h>

namespace ledger {
namespace {

const EVP_MD* algorithm() {
    static const EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    ledger_assert(fetched != nullptr);
    return fetched;
}

}  // namespace

void Sha256::Free::operator()(evp_md_ctx_st* context) const noexcept {
    EVP_MD_CTX_free(context);
}

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
    ledger_assert(context_ != nullptr);
    ledger_assert(EVP_DigestInit_ex2(context_.get(), algorithm(), nullptr) == 1);
}

void Sha256::add(Bytes part) {
    ledger_assert(EVP_DigestUpdate(context_.get(), part.data(), part.size()) == 1);
}

Digest Sha256::finish() {
    Digest digest;
    ledger_assert(EVP_DigestFinal_ex(context_.get(), digest.bytes.data(), nullptr) == 1);
    // Without an algorithm it begins again with the one that it has, and looks nothing up.
    ledger_assert(EVP_DigestInit_ex2(context_.get(), nullptr, nullptr) == 1);
    return digest;
}

}  // namespace ledger
