#pragma once
// Included before everything else by Clang only. Cap'n Proto 0.9.2's kj/string.h leaves
// `const char* == StringPtr` to be rewritten by C++20, which Clang 16 and later refuse.

#if defined(__cplusplus) && defined(__clang__) && __cplusplus >= 202002L
#include <kj/string.h>

namespace kj {
// The member operator is called by name: written as `b == a` it would call itself for ever.
inline bool operator==(const char* a, const StringPtr& b) {
    return b.operator==(StringPtr(a));
}
inline bool operator!=(const char* a, const StringPtr& b) {
    return !b.operator==(StringPtr(a));
}
}  // namespace kj
#endif
