#pragma once
// Scores of agencies and units from their own indicators, and what became of each indicator. Both
// can be asked "as of" a position or a recorded time.

#include "api/query.h"
#include "api/service.h"
#include "projections/score_reader.h"
#include "projections/unit_scores.h"

#include <vector>

namespace api {

// What every read about an agency's or a unit's indicators needs.
struct AskedUnit {
    projections::UnitPeriod of;
    projections::AsOf as_of;
    std::vector<ledger::IndicatorId> candidates;  // the agency's, by their names
};
[[nodiscard]] OrResponse<AskedUnit> asked_for_unit(Service& service, const Request& request);

// 404, of the unit, or of the agency where it is empty.
[[nodiscard]] Response no_indicators(const Request& request, const ledger::UnitId& unit);

// GET /v1/agencies?after=&limit=: their names, in order
[[nodiscard]] Response list_agencies(Service& service, const Request& request);

// GET /v1/agencies/{agency}/scores/{period}?unit=: the weighted score, with each indicator's part
[[nodiscard]] Response get_unit_score(Service& service, const Request& request);

// GET /v1/agencies/{agency}/verdicts/{period}?series=: met or missed, for each indicator of the
// agency and its units, and how many of each; of those that are critical besides. One that was
// retired and has no value in the period is left out.
[[nodiscard]] Response list_verdicts(Service& service, const Request& request);

}  // namespace api
