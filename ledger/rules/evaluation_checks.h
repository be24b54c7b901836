#pragma once
// What the acts on an evaluation have in common: what they are about, when they are too late, and
// whether the proposal behind a decision is what the ledger gives. Parts of evaluation.cc.
//
// Each check answers with the rejection, or with nothing when the act may go on.

#include "ledger/rules/evaluation.h"

#include <cstdint>
#include <initializer_list>
#include <optional>

namespace ledger::evaluation {

// What an evaluation is about.
struct About {
    PlanId plan_id;
    const plan::State& plan;
    Period period;
    Zone zone;
};

// R-FINAL when nothing but an order can change it, else R-STATE unless it is in one of `allowed`.
[[nodiscard]] std::optional<Rejection> check_progress(
    const State& state,
    std::initializer_list<Progress> allowed,
    const About& about,
    const Circumstances& given
);

// R-AUTH unless the subject himself acts: PP 30/2019 art. 59 knows no representative. Only what an
// older system recorded is brought in by another.
[[nodiscard]] std::optional<Rejection> check_in_person(
    const About& about, const Circumstances& given
);

// R-SHAPE unless the behaviour score, where there is one, is from 0 to the policy's cap.
[[nodiscard]] std::optional<Rejection> check_result(
    const Result& result, const About& about, const Circumstances& given
);

// R-PROPOSAL-STALE when `shown` is not what the ledger gives for `sheet` now; the sentence says
// what it does give. A migrated decision may have been shown none.
[[nodiscard]] std::optional<Rejection> check_proposal(
    const Proposal& shown, const score::Sheet& sheet, const About& about, const Circumstances& given
);

}  // namespace ledger::evaluation
