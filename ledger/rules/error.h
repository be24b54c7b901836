#pragma once
// The two ways a call can fail. A Rejection is an answer: the rules forbid what was asked. A Fault
// is an accident: the machine could not do its work. A bug is neither; it asserts.

#include <array>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace ledger {

// A sentence for a person, in both languages.
struct Words {
    std::string id;  // Indonesian
    std::string en;  // English
    friend bool operator==(const Words&, const Words&) = default;
};

struct Rejection {
    // The catalogue of domain.md 12.2, in its order. Only ever added to, at the end.
    enum class Code : std::uint8_t {
        auth,                 // R-AUTH: the actor lacks the role
        auth_level,           // R-AUTH-LEVEL: rank below what the decision needs
        self,                 // R-SELF: the actor is the subject of what he decides
        not_rater,            // R-NOT-RATER: not the rater in force at the effective time
        not_superior,         // R-NOT-SUPERIOR: not the rater's superior
        conflict,             // R-CONFLICT: conflict of interest
        state,                // R-STATE: not allowed in the current state
        sequence,             // R-SEQ: the expected version differs
        idempotency,          // R-IDEMP: the same source and id with other facts
        weight_100,           // R-WEIGHT-100: weights do not total 100
        target_zero,          // R-TARGET-ZERO: MAX with a target of 0
        target_sign,          // R-TARGET-SIGN: negative without `signed`
        cascade,              // R-CASCADE: no parent, a cycle, or split targets that do not add up
        period_closed,        // R-PERIOD-CLOSED: the period is locked
        period_open,          // R-PERIOD-OPEN: the period has not ended yet
        future,               // R-FUTURE: effective more than 5 minutes after it is recorded
        backdate,             // R-BACKDATE: effective earlier than the tolerance allows
        no_evidence,          // R-NO-EVIDENCE: the indicator's evidence rule is not met
        no_reason,            // R-NO-REASON: a reason is required, and long enough
        objection_late,       // R-OBJ-LATE: after the deadline
        objection_duplicate,  // R-OBJ-DUP: a second objection to one version
        final,                // R-FINAL: the result is final
        min_assessors,        // R-MIN-ASSESSORS
        not_invited,          // R-NOT-INVITED
        summons_early,        // R-SUMMONS-EARLY
        summons_late,         // R-SUMMONS-LATE
        no_team,              // R-NO-TEAM
        double_punish,        // R-DOUBLE-PUNISH: the breach has been punished already
        not_effective,        // R-NOT-EFFECTIVE
        paid,                 // R-PAID
        ineligible,  // R-INELIGIBLE: sedang or berat active, or the result is under objection
        certificate_duplicate,  // R-CERT-DUP
        k_anonymity,            // R-K-ANON
        key_destroyed,          // R-KEY-DESTROYED
        legal_hold,             // R-LEGAL-HOLD
        policy_retroactive,     // R-POLICY-RETRO: a policy starting before a closed period
        // Ours, which the catalogue lacks:
        shape,           // R-SHAPE: not of the form that its type demands
        proposal_stale,  // R-PROPOSAL-STALE: decided on a proposal that the ledger no longer gives
    };

    Code code;
    std::string field;  // what it is about: "lines[2].numerator"; empty when it is the whole act
    Words detail;       // for a person; programs read `code`
    friend bool operator==(const Rejection&, const Rejection&) = default;
};

constexpr auto names(Rejection::Code) {
    return std::to_array<std::string_view>({
        "R-AUTH",          "R-AUTH-LEVEL",     "R-SELF",          "R-NOT-RATER",
        "R-NOT-SUPERIOR",  "R-CONFLICT",       "R-STATE",         "R-SEQ",
        "R-IDEMP",         "R-WEIGHT-100",     "R-TARGET-ZERO",   "R-TARGET-SIGN",
        "R-CASCADE",       "R-PERIOD-CLOSED",  "R-PERIOD-OPEN",   "R-FUTURE",
        "R-BACKDATE",      "R-NO-EVIDENCE",    "R-NO-REASON",     "R-OBJ-LATE",
        "R-OBJ-DUP",       "R-FINAL",          "R-MIN-ASSESSORS", "R-NOT-INVITED",
        "R-SUMMONS-EARLY", "R-SUMMONS-LATE",   "R-NO-TEAM",       "R-DOUBLE-PUNISH",
        "R-NOT-EFFECTIVE", "R-PAID",           "R-INELIGIBLE",    "R-CERT-DUP",
        "R-K-ANON",        "R-KEY-DESTROYED",  "R-LEGAL-HOLD",    "R-POLICY-RETRO",
        "R-SHAPE",         "R-PROPOSAL-STALE",
    });
}

struct Fault {
    enum class Kind : std::uint8_t {
        busy,     // too much is waiting; try again
        closed,   // stopping, or stopped after an earlier fault
        corrupt,  // what is stored is not what was stored
        io,       // the disk or the system refused
        clock,    // the clock has run backwards
    };
    Kind kind;
    std::string detail;  // for the operator's log, not for the caller
    friend bool operator==(const Fault&, const Fault&) = default;
};

template <class T>
using OrRejection = std::expected<T, Rejection>;

template <class T>
using OrFault = std::expected<T, Fault>;

[[nodiscard]] inline std::unexpected<Rejection> reject(
    Rejection::Code code, std::string field, Words detail
) {
    return std::unexpected(Rejection{code, std::move(field), std::move(detail)});
}

[[nodiscard]] inline std::unexpected<Fault> fault(Fault::Kind kind, std::string detail) {
    return std::unexpected(Fault{kind, std::move(detail)});
}

}  // namespace ledger
