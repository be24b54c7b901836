#pragma once
// The monthly reports of the demonstration: most in time, some late, a few missing, some returned.

#include "ledger/rules/report.h"
#include "tools/demo_agenda.h"
#include "tools/demo_cast.h"

#include <array>
#include <map>
#include <string_view>

namespace tools::demonstration {

// When everything was said about each month's report of a plan; the epoch where nothing was.
using Settled = std::map<ledger::PlanId, std::array<ledger::Instant, 12>>;

// Reports on all plans but A's.
[[nodiscard]] Settled plan_reports(const Cast& cast, std::string_view seed, Agenda& agenda);

// A piece of evidence for the `index`-th line of a report: a hash, and where the file is kept.
[[nodiscard]] ledger::report::Evidence evidence(
    const ledger::PlanId& plan, const ledger::Period& month, std::size_t index, Dice& dice
);

}  // namespace tools::demonstration
