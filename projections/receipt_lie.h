#pragma once
// What a receipt can be caught at (receipt_check.h), each by its name.

#include "ledger/rules/error.h"
#include "ledger/rules/ids.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace projections {

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
    not_complete,       // nothing shows that no record was left out, where that was asked for
    not_performed,      // an act of one who signs everything is not signed, or with no key of his;
                        // or a fact was hung on an act from which it does not follow
    no_such_plan,       // the records have no such plan
    no_such_unit,       // or no indicators of such a unit
    against_rules,      // they have what no ledger that keeps the rules lets in
    other_person,       // the plan, or something in it, is another person's
    wrong_day,          // before something that was recorded, or still to come
    other_score,        // the records give another score
    other_decision,     // the records give another decision
    other_explanation,  // a node of it does not follow from its inputs, or it is of another score
};
constexpr auto names(Lie) {
    return std::to_array<std::string_view>({
        "malformed",        "checkpoint",  "notSigned",     "notWitnessed", "notInLog",
        "outOfOrder",       "backDated",   "misfiled",      "otherLedger",  "streamBroken",
        "noClose",          "wrongClose",  "fileNotProved", "fileAltered",  "recordHidden",
        "fileMissing",      "notComplete", "notPerformed",  "noSuchPlan",   "noSuchUnit",
        "againstRules",     "otherPerson", "wrongDay",      "otherScore",   "otherDecision",
        "otherExplanation",
    });
}

struct Caught {
    Lie lie{};
    ledger::Words words;  // with what it was caught at
};

// The first lie ends the work; nothing: all is well so far.
using Verdict = std::optional<Caught>;

[[nodiscard]] inline Caught tell(Lie lie, std::string id, std::string en) {
    return {lie, {std::move(id), std::move(en)}};
}

[[nodiscard]] inline Caught no_digest() {
    return tell(
        Lie::malformed,
        "Ada nilai yang bukan SHA-256 dalam base64.",
        "A value is not a SHA-256 in base64."
    );
}

// A position in a sentence.
[[nodiscard]] inline std::string at(ledger::Position position) {
    return std::to_string(std::to_underlying(position));
}

}  // namespace projections
