#pragma once
// ledger_assert(x): x is true, or this program is wrong. On in every build; never for anything that
// a client, a file or a disk can cause.

#include <cstdio>
#include <cstdlib>
#include <source_location>

namespace ledger {

[[noreturn]] inline void assertion_failed(const char* text, std::source_location where) {
    std::fprintf(stderr, "%s:%u: assertion failed: %s\n", where.file_name(), where.line(), text);
    std::abort();
}

}  // namespace ledger

#define ledger_assert(x) \
    ((x) ? void() : ::ledger::assertion_failed(#x, std::source_location::current()))
