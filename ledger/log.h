#pragma once
// The log: every record that there is, in order, and the head that the next group is added to.
// RocksDB keeps it (rocks_log.h); memory with chosen faults does in tests
// (tests/support/memory_log.h). It is small, so that a database that several machines share can
// serve it too: an append is fenced by the head that its writer expects.

#include "ledger/merkle.h"
#include "ledger/pack.h"
#include "ledger/rules/digest.h"
#include "ledger/rules/error.h"
#include "ledger/rules/ids.h"
#include "ledger/rules/time.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace ledger {

// What the log is after its last group.
struct Head {
    Tree tree;           // its size is the number of events
    Digest root;         // of `tree`; SHA-256 of nothing when it is empty
    Instant recorded{};  // of the last event; 1970 when there is none

    [[nodiscard]] std::uint64_t size() const noexcept { return tree.size(); }
    friend bool operator==(const Head&, const Head&) = default;
};

// The head of a log in which nothing was ever recorded.
[[nodiscard]] inline Head empty_head() {
    Sha256 sha256;
    return {.tree = {}, .root = sha256(), .recorded = {}};
}

// How much read() answers at most: what is reached first. It always answers one pack.
struct ReadLimit {
    std::size_t count_max = 4096;           // events, from the one asked for
    std::size_t bytes_max = 1024UL * 1024;  // of the packs' stored form
};

class Log {
public:
    Log() = default;
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;
    virtual ~Log() = default;

    // Adds a group of at least one event: all of it or nothing, and on disk before it returns.
    // `new_head` is the head after it; its size must be expected_size plus the group's. One caller
    // at a time.
    //
    // When the log does not have `expected_size` events, somebody else has appended: Fault::closed,
    // and nothing is changed. After any other fault the disk may or may not hold the group; so the
    // log takes no more appends until it is opened again, and answers Fault::closed.
    [[nodiscard]] virtual OrFault<void> append(
        std::uint64_t expected_size, std::span<const Sealed> group, const Head& new_head
    ) = 0;

    // The packs from the one that holds `from` on, in order; none when `from` is not below
    // head().size(). Any number of callers, also during append().
    [[nodiscard]] virtual OrFault<Packs> read(Position from, ReadLimit limit) const = 0;

    // Never shows a group before it is on disk. Any thread.
    [[nodiscard]] virtual Head head() const = 0;
};

}  // namespace ledger
