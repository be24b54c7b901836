#pragma once
// The score of a unit or an agency from the states of its indicators, with what it rests on: what
// readers are shown, and what a receipt of it must hold. Pure.

#include "ledger/rules/policy.h"
#include "ledger/rules/stream.h"
#include "ledger/rules/unit_score.h"

#include <optional>
#include <span>
#include <vector>

namespace projections {

// Of which unit; of the agency itself where `unit` is empty.
struct UnitPeriod {
    ledger::AgencyId agency;
    ledger::UnitId unit;
    ledger::Period period;
};

struct UnitScore {
    UnitPeriod of;
    ledger::unit_score::Score score;
    ledger::policy::Version policy;  // in force on the period's last day
};

// The indicators of an agency as some states have them.
class AgencyIndicators {
public:
    // Those of `candidates`, which are in the order of their names, that `states` have defined as
    // the agency's. `states` must outlive it, and not be believed when they have failed.
    AgencyIndicators(
        const ledger::States& states,
        const ledger::AgencyId& agency,
        std::span<const ledger::IndicatorId> candidates
    );

    using All = std::vector<std::pair<ledger::IndicatorId, const ledger::indicator::State*>>;
    [[nodiscard]] const All& all() const noexcept { return all_; }
    [[nodiscard]] bool has(const ledger::UnitId& unit) const;

    // The indicators that the score of `unit` rests on; nothing where they stand too deep for that
    // to be shown (ledger/rules/unit_score.h).
    [[nodiscard]] std::optional<All> basis(const ledger::UnitId& unit) const;

    [[nodiscard]] const ledger::policy::Version& policy_for(const ledger::Period& period) const;

    // With its steps.
    [[nodiscard]] UnitScore score(const ledger::UnitId& unit, const ledger::Period& period) const;

private:
    const ledger::States& states_;
    ledger::AgencyId agency_;
    All all_;
};

}  // namespace projections
