#pragma once
// match(variant, Cases{...}): does not compile when a case is missing.

#include <utility>
#include <variant>

namespace ledger {

template <class... Functions>
struct Cases : Functions... {
    using Functions::operator()...;
};

template <class Variant, class... Functions>
constexpr decltype(auto) match(Variant&& variant, Cases<Functions...> cases) {
    return std::visit(std::move(cases), std::forward<Variant>(variant));
}

}  // namespace ledger
