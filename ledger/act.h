#pragma once
// An act: what somebody asks the ledger to record. And what the ledger answers.

#include "ledger/record.h"
#include "ledger/rules/error.h"

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

namespace ledger {

struct Act {
    StreamId stream;
    Event event;
    Actor actor;
    Provenance provenance;  // but for `signed_with`, which the ledger finds out
    // The act as its actor signed it: a compact JWS, whose payload is what all of this was read
    // from. Empty: it is not signed.
    std::string submitted;
    std::optional<Instant> effective;  // when it happened; when it is recorded, if not given

    std::string for_ledger;  // the only one that may record it; empty: any

    // The version that the stream is expected to have before it; 0: that it does not exist.
    std::optional<std::uint64_t> expected_version;

    // Only for a ledger with a simulated clock, which takes its recorded times from the input.
    std::optional<Instant> recorded;
};

// It was recorded: durable, and in the tree.
struct Recorded {
    Position first{};           // of its facts
    std::uint32_t count = 0;    // of its facts, one after the other
    std::uint64_t version = 0;  // of the act's stream, after it
    Instant recorded{};
    friend bool operator==(const Recorded&, const Recorded&) = default;
};

// The same act, by source and id, was recorded before. Nothing was added.
struct Duplicate {
    Recorded before;
    friend bool operator==(const Duplicate&, const Duplicate&) = default;
};

// It was not recorded because another act of the same all-or-nothing batch was rejected.
struct Abandoned {
    friend bool operator==(const Abandoned&, const Abandoned&) = default;
};

using Outcome = std::variant<Recorded, Duplicate, Rejection, Abandoned>;

// One outcome for each act, in their order; or a Fault, after which none of them was acknowledged.
using Answer = OrFault<std::vector<Outcome>>;

}  // namespace ledger
