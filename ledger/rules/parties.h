#pragma once
// Who may act in what concerns one person's plan, its reports and its evaluations: he himself, the
// one who rates him, and that one's superior. Nobody is two of them (domain.md 9.1, separation of
// duties), and a source system, which may send reports, is none of them.
//
// Each check answers with the rejection, or with nothing when the act may go on. Unless said
// otherwise, the rater and his superior are those in force on the day of the act's effective time,
// in the zone of the plan's unit.

#include "ledger/rules/person.h"
#include "ledger/rules/plan.h"
#include "ledger/rules/policy.h"
#include "ledger/rules/stream.h"
#include "ledger/rules/texts.h"

#include <optional>

namespace ledger {

[[nodiscard]] Zone zone_of(const plan::State& plan, const States& states);

// The policy of the plan's agency in force when the act happened.
[[nodiscard]] const policy::Version& policy_of(const plan::State& plan, const Circumstances& given);

// The rater and the superior of the plan's subject at `moment`; nullptr when he has none.
[[nodiscard]] const person::RaterTerm* raters_at(
    const plan::State& plan, const States& states, Instant moment
);

// R-AUTH unless the subject acts, or his deputy; R-CONFLICT when the deputy rates him.
[[nodiscard]] std::optional<Rejection> check_subject(
    const plan::State& plan, const Circumstances& given
);

// The same, but a source system may act in his name: it sends reports.
[[nodiscard]] std::optional<Rejection> check_reporter(
    const plan::State& plan, const Circumstances& given
);

// R-SELF, R-NOT-RATER.
[[nodiscard]] std::optional<Rejection> check_rater(
    const plan::State& plan, const Circumstances& given
);

// R-SELF when it is the subject; R-NOT-SUPERIOR unless it is the superior of `term`, or his deputy,
// and not the rater himself. `term` may be nullptr: there is no superior then.
[[nodiscard]] std::optional<Rejection> check_superior(
    const plan::State& plan, const person::RaterTerm* term, const Circumstances& given
);

// R-AUTH unless it is the performance team or the head, or a source system that brings in what one
// of them did; R-SELF when it is the subject.
[[nodiscard]] std::optional<Rejection> check_manager(
    const plan::State& plan, const Circumstances& given
);

}  // namespace ledger
