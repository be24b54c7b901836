#pragma once
// SHA-256 (FIPS 180-4), from OpenSSL. OpenSSL 3.0 looks an algorithm up by name each time that its
// one-shot SHA256() is called, which costs more than hashing a record of 350 bytes; here it is
// looked up once in the life of the program, and an object is used again and again.

#include "ledger/bytes.h"
#include "ledger/rules/digest.h"

#include <concepts>
#include <memory>

struct evp_md_ctx_st;

namespace ledger {

// Not for use by two threads at once; each makes its own.
class Sha256 {
public:
    Sha256();

    // The hash of the parts, one after the other.
    template <std::convertible_to<Bytes>... Part>
    [[nodiscard]] Digest operator()(const Part&... parts) {
        (add(parts), ...);
        return finish();
    }

    // The same in steps, for what does not fit into memory: finish() answers the hash of all that
    // was added since the last finish().
    void add(Bytes part);
    [[nodiscard]] Digest finish();

private:
    struct Free {
        void operator()(evp_md_ctx_st* context) const noexcept;
    };
    std::unique_ptr<evp_md_ctx_st, Free> context_;
};

}  // namespace ledger
