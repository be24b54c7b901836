#pragma once
// Checks a receipt with nothing but a key to trust (docs/receipt.md, "What a checker does"): that
// its records are in the log that the key has signed, that none was left out, and that the score
// follows from them by the rules. Pure; safe for anything that a stranger sends.

#include "ledger/note.h"
#include "ledger/rules/signer.h"
#include "ledger/tlog_policy.h"
#include "projections/receipt.h"
#include "projections/receipt_claim.h"
#include "projections/receipt_lie.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace projections {

// An act that somebody in whose name it is, or on whose behalf, says is not his.
struct ContestedAct {
    ledger::Position position{};  // of its first fact
    ledger::PersonId by;
    ledger::signer::Standing standing{};

    static constexpr std::tuple fields{
        ledger::field("position", &ContestedAct::position),
        ledger::field("by", &ContestedAct::by),
        ledger::field("standing", &ContestedAct::standing),
    };
    friend bool operator==(const ContestedAct&, const ContestedAct&) = default;
};

// What a receipt that holds shows.
struct Shown {
    ledger::Checkpoint checkpoint;
    bool simulated_clock = false;
    bool seeded = false;
    std::vector<std::string> witnesses;       // whose cosignatures hold
    std::optional<ledger::close::Day> close;  // up to when it is complete; nothing: not shown
    bool is_complete = false;  // up to all that is claimed: whatever came after the close is here
    std::size_t records = 0;
    // Of the acts about the subject: signed by those in whose name they are (the signatures are not
    // in the receipt, the keys are), and attested by the operator only.
    std::size_t signed_acts = 0;
    std::size_t unsigned_acts = 0;
    std::vector<ContestedAct> contested;  // of those acts, in their order
    // Of the files that were proved: how many records each has. 0: there is none.
    std::vector<std::pair<std::string, std::uint64_t>> files;
    OtherWords other_words;
};

struct Trusted {
    ledger::VerifierKey key;
    std::optional<ledger::TlogPolicy> witnesses;
    std::optional<ledger::Date> today;  // after which no receipt of a real ledger can be made
};

[[nodiscard]] std::expected<Shown, Caught> check(const Receipt& receipt, const Trusted& trusted);

}  // namespace projections
