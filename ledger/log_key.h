#pragma once
// The key that signs this ledger's checkpoints, in the ledger's folder of keys:
//
//     log.key        signs
//     log.key.next   will sign, once the log has said so (rules/origin.h, KeyRotated)
//
// The log says which one it is, so a key that somebody put in its place is noticed.

#include "ledger/entropy.h"
#include "ledger/rules/error.h"
#include "ledger/signing_key.h"

#include <filesystem>
#include <optional>
#include <string_view>

namespace ledger {

struct LogKey {
    SigningKey signing;
    // The log says that this one signs, and the change is not finished (publisher.h).
    std::optional<SigningKey> next;

    // Makes the key of a ledger that is called `origin`, or takes the one that an earlier try left.
    [[nodiscard]] static OrFault<LogKey> found(
        const std::filesystem::path& keys, std::string_view origin, Entropy& entropy
    );

    // The key of which the log says, last of all, that it signs. A Fault when it is not there, or
    // another one is.
    [[nodiscard]] static OrFault<LogKey> open(
        const std::filesystem::path& keys, std::string_view announced
    );
};

// The key that the ledger will take: the one in log.key.next, made where there is none.
[[nodiscard]] OrFault<SigningKey> next_log_key(
    const std::filesystem::path& keys, std::string_view origin, Entropy& entropy
);

// log.key.next is log.key from now on; on disk when it returns.
[[nodiscard]] OrFault<void> take_next_log_key(const std::filesystem::path& keys);

}  // namespace ledger
