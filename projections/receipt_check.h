#pragma once
// Checks a receipt with nothing but a key to trust (docs/receipt.md, "What a checker does"): that
// its records are in the log that the key has signed, that none was left out, and that the score
// follows from them by the rules. Pure; safe for anything that a stranger sends.

#include "ledger/note.h"
#include "ledger/rules/error.h"
#include "ledger/tlog_policy.h"
#include "projections/receipt.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace projections {

// What a receipt can be caught at.
enum class Lie : std::uint8_t {
    malformed,          // it is no receipt
    checkpoint,         // no checkpoint, or not of this log, or too small
    not_signed,         // by the key
    not_witnessed,      // by those that the policy asks for
    not_in_log,         // a record is not the one that the log has there
    out_of_order,       // positions do not ascend
    back_dated,         // a record says that it was recorded before the one before it
    misfiled,           // a record's class is not its event's, or a subject is there twice
    other_ledger,       // the first record is not there, or names another origin
    stream_broken,      // a version is missing, or does not follow the one before
    no_close,           // the close's record is not there
    wrong_close,        // it covers records that came after it
    file_not_proved,    // a file's proof does not lead to the close's root
    file_altered,       // its records do not give its count and chain
    record_hidden,      // a record that belongs to a file is not in it
    file_missing,       // a file that must be named is not
    not_performed,      // an act of one who signs everything is not signed, or with no key of his
    no_such_plan,       // the records have no such plan
    against_rules,      // they have what no ledger that keeps the rules lets in
    other_person,       // the plan, or something in it, is another person's
    wrong_day,          // before something that was recorded, or still to come
    other_score,        // the records give another score
    other_decision,     // the records give another decision
    other_explanation,  // a node of it does not follow from its inputs, or it is of another score
};
constexpr auto names(Lie) {
    return std::to_array<std::string_view>({
        "malformed",   "checkpoint",   "notSigned",     "notWitnessed",     "notInLog",
        "outOfOrder",  "backDated",    "misfiled",      "otherLedger",      "streamBroken",
        "noClose",     "wrongClose",   "fileNotProved", "fileAltered",      "recordHidden",
        "fileMissing", "notPerformed", "noSuchPlan",    "againstRules",     "otherPerson",
        "wrongDay",    "otherScore",   "otherDecision", "otherExplanation",
    });
}

struct Caught {
    Lie lie{};
    ledger::Words words;  // with what it was caught at
};

// What a receipt that holds shows.
struct Shown {
    ledger::Checkpoint checkpoint;
    bool simulated_clock = false;
    bool seeded = false;
    std::vector<std::string> witnesses;       // whose cosignatures hold
    std::optional<ledger::close::Day> close;  // up to when it is complete; nothing: not shown
    std::size_t records = 0;
    // Of the acts about the subject: signed by those in whose name they are (the signatures are not
    // in the receipt, the keys are), and attested by the operator only.
    std::size_t signed_acts = 0;
    std::size_t unsigned_acts = 0;
    // Of the files that were proved: how many records each has. 0: there is none.
    std::vector<std::pair<std::string, std::uint64_t>> files;
};

struct Trusted {
    ledger::VerifierKey key;
    std::optional<ledger::TlogPolicy> witnesses;
    std::optional<ledger::Date> today;  // after which no receipt of a real ledger can be made
};

[[nodiscard]] std::expected<Shown, Caught> check(const Receipt& receipt, const Trusted& trusted);

}  // namespace projections
