#pragma once
// Rules about when an act happened that many kinds of stream share.

#include "ledger/rules/stream.h"

#include <optional>

namespace ledger {

// R-BACKDATE when the act happened more working days before it is recorded than the agency's policy
// tolerates (Parameters::backdate_working_days of the policy in force on the day it is recorded;
// the agency's calendar and zone; domain.md 15, backdate.tolerance). Nothing when it is in time, or
// migrated: history that an order brings in is old by nature.
[[nodiscard]] std::optional<Rejection> check_backdate(
    const Circumstances& given, const AgencyId& agency
);

// The zone whose days hold for a person at `moment`: that of the unit where he has his post then,
// his own post before one in which he stands in; without a post his agency's (domain.md 7, 15).
[[nodiscard]] Zone zone_of(const States& states, const PersonId& person, Instant moment);

}  // namespace ledger
