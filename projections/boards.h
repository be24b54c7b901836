#pragma once
// What the scores of units and agencies are computed from: their own indicators, with targets and
// values, and which unit has which.

#include "ledger/rules/indicator.h"
#include "projections/projection.h"

#include <optional>
#include <string>
#include <vector>

namespace projections {

class Boards final : public Projection {
public:
    [[nodiscard]] std::string_view name() const override { return "boards"; }
    [[nodiscard]] std::uint32_t version() const override { return 1; }
    [[nodiscard]] std::string form() const override;
    [[nodiscard]] std::optional<std::string_view> partition(std::string_view stream) const override;
    void apply(const ledger::Happened& happened, Rows& rows) const override;

    // Reading its rows. Any thread. In the order of the indicators' names.

    // All indicators of the agency, its units' among them.
    [[nodiscard]] static ledger::OrFault<std::vector<ledger::IndicatorId>> of_agency(
        const ledger::RowStore& store, const ledger::AgencyId& agency
    );
};

}  // namespace projections
