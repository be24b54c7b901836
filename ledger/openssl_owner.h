#pragma once
// Owners of what OpenSSL makes: each is freed by the function that OpenSSL has for it.

#include <memory>

namespace ledger {

template <auto free>
struct FreedBy {
    void operator()(auto* what) const noexcept { free(what); }
};

template <class T, auto free>
using OpensslOwner = std::unique_ptr<T, FreedBy<free>>;

}  // namespace ledger
