#include "projections/unit_scores.h"

#include "ledger/rules/event.h"

#include <algorithm>
#include <utility>

namespace projections {

using ledger::IndicatorId;
namespace indicator = ledger::indicator;
namespace unit_score = ledger::unit_score;

AgencyIndicators::AgencyIndicators(
    const ledger::States& states,
    const ledger::AgencyId& agency,
    std::span<const IndicatorId> candidates
)
    : states_(states), agency_(agency) {
    for (const IndicatorId& id : candidates) {
        const auto& state = states.get<indicator::Kind>(stream_of(id));
        if (state.defined && state.definition.agency == agency) all_.emplace_back(id, &state);
    }
}

bool AgencyIndicators::has(const ledger::UnitId& unit) const {
    return std::ranges::any_of(all_, [&](const auto& each) {
        return each.second->definition.unit == unit;
    });
}

std::optional<AgencyIndicators::All> AgencyIndicators::basis(const ledger::UnitId& unit) const {
    const auto ids = unit_score::basis(all_, agency_, unit);
    if (!ids) return std::nullopt;
    All found;
    auto next = ids->begin();
    for (const auto& each : all_) {
        if (next == ids->end() || each.first != *next) continue;
        found.push_back(each);
        ++next;
    }
    return found;
}

const ledger::policy::Version& AgencyIndicators::policy_for(const ledger::Period& period) const {
    return policy_on(states_, agency_, period.last_day());
}

UnitScore AgencyIndicators::score(const ledger::UnitId& unit, const ledger::Period& period) const {
    const ledger::policy::Version& policy = policy_for(period);
    return {
        .of = {agency_, unit, period},
        .score = unit_score::compute(
            all_, agency_, unit, period, policy.parameters, ledger::score::Detail::steps
        ),
        .policy = policy,
    };
}

}  // namespace projections
