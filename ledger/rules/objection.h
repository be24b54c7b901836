#pragma once
// The objection to an evaluation (keberatan, PP 30/2019 art. 59; domain.md 4.1): filed once to a
// result, by the subject himself and in time; heard and decided by the rater's superior after both
// were heard. Parts of evaluation.cc.

#include "ledger/rules/evaluation.h"
#include "ledger/rules/evaluation_checks.h"
#include "ledger/rules/report.h"

#include <optional>

namespace ledger::evaluation {

// R-AUTH, R-OBJ-DUP, R-FINAL, R-STATE, R-OBJ-LATE, R-NO-REASON, R-SHAPE, R-BACKDATE.
[[nodiscard]] std::optional<Rejection> check(
    const State& state, const ObjectionFiled& act, const About& about, const Circumstances& given
);

// R-FINAL, R-STATE, R-SELF, R-NOT-SUPERIOR, R-SHAPE when others than the two were heard,
// R-BACKDATE.
[[nodiscard]] std::optional<Rejection> check(
    const State& state, const ObjectionHeard& act, const About& about, const Circumstances& given
);

// R-FINAL, R-SELF, R-NOT-SUPERIOR; R-STATE before both were heard, or when a value to be corrected
// is another by now; R-NO-REASON; R-SHAPE when outcome, corrections and result contradict each
// other; R-PROPOSAL-STALE; R-BACKDATE.
[[nodiscard]] std::optional<Rejection> check(
    const State& state, const ObjectionDecided& act, const About& about, const Circumstances& given
);

// R-AUTH, R-FINAL, R-STATE, R-BACKDATE.
[[nodiscard]] std::optional<Rejection> check(
    const State& state,
    const ObjectionWithdrawn& act,
    const About& about,
    const Circumstances& given
);

// The fact by which a correction reaches its report.
[[nodiscard]] report::ValueCorrected ordered(
    const Correction& correction, const ObjectionDecided& act, const StreamId& cause
);

}  // namespace ledger::evaluation
