#pragma once
// What the scores of units and agencies are computed from: their own indicators, with targets and
// values, and which unit has which.

#include "ledger/rules/indicator.h"
#include "projections/projection.h"

#include <optional>
#include <string>
#include <vector>

namespace projections {

struct BoardIndicator {
    ledger::IndicatorId id;
    ledger::indicator::State state;
};

class Boards final : public Projection {
public:
    [[nodiscard]] std::string_view name() const override { return "boards"; }
    [[nodiscard]] std::uint32_t version() const override { return 1; }
    [[nodiscard]] std::optional<std::string_view> partition(std::string_view stream) const override;
    void apply(const ledger::Happened& happened, Rows& rows) const override;

    // Reading its rows. Any thread. In the order of the indicators' names.

    // The indicators of one unit; an empty unit: those that are the agency's own.
    [[nodiscard]] static ledger::OrFault<std::vector<ledger::IndicatorId>> of_unit(
        const ledger::RowStore& store, const ledger::AgencyId& agency, const ledger::UnitId& unit
    );
    // All indicators of the agency, its units' among them.
    [[nodiscard]] static ledger::OrFault<std::vector<ledger::IndicatorId>> of_agency(
        const ledger::RowStore& store, const ledger::AgencyId& agency
    );
    // Nothing when there is no such indicator.
    [[nodiscard]] static ledger::OrFault<std::optional<ledger::indicator::State>> indicator(
        const ledger::RowStore& store, const ledger::IndicatorId& id
    );
};

}  // namespace projections
