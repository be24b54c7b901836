#pragma once
// Scores of plans and people, with their history. All can be asked "as of": ?position=<size> or
// ?recorded=<time>.

#include "api/json_out.h"
#include "api/query.h"
#include "api/service.h"
#include "projections/score_reader.h"

namespace api {

// GET /v1/plans/{plan}/scores/{period}
[[nodiscard]] Response get_plan_score(Service& service, const Request& request);
// GET /v1/plans/{plan}/scores/{period}/history
[[nodiscard]] Response get_score_history(Service& service, const Request& request);
// GET /v1/people/{person}/scores/{period}
[[nodiscard]] Response get_person_score(Service& service, const Request& request);
// GET /v1/people/{person}/plans
[[nodiscard]] Response list_plans(Service& service, const Request& request);

// What every read of a plan's score needs.
struct AskedScore {
    ledger::PlanId plan;
    ledger::Period period;
    std::optional<projections::AsOf> as_of;
    ledger::Date today{};
};
[[nodiscard]] OrResponse<AskedScore> asked_for_score(Service& service, const Request& request);

[[nodiscard]] Response no_such_plan(const Request& request);

// A score as these routes show it; `jejak score --json` prints the same.
void write_plan_score(JsonOut& out, const projections::PlanScore& score);
void write_person_score(JsonOut& out, const projections::PersonScore& score);
void write_history(
    JsonOut& out,
    const ledger::PlanId& plan,
    const ledger::Period& period,
    const std::vector<projections::Change>& changes
);

}  // namespace api
