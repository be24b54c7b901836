#include "api/units.h"

#include "api/explanations.h"
#include "api/query.h"
#include "api/shown_number.h"
#include "ledger/rules/unit_score.h"
#include "ledger/states_at.h"
#include "projections/boards.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace api {
namespace {

using ledger::IndicatorId;
using ledger::score::Detail;
namespace indicator = ledger::indicator;
namespace unit_score = ledger::unit_score;

// The indicators of an agency at some time, and the policy that holds for the period.
struct Board {
    ledger::AgencyId agency;
    ledger::Period period;
    ledger::Position size{};
    std::vector<std::pair<IndicatorId, indicator::State>> states;
    ledger::policy::Version policy;

    [[nodiscard]] std::vector<std::pair<IndicatorId, const indicator::State*>> all() const {
        std::vector<std::pair<IndicatorId, const indicator::State*>> views;
        views.reserve(states.size());
        for (const auto& [id, state] : states) views.emplace_back(id, &state);
        return views;
    }
    [[nodiscard]] bool has(const ledger::UnitId& unit) const {
        return std::ranges::any_of(states, [&](const auto& each) {
            return each.second.definition.unit == unit;
        });
    }
};

OrResponse<Board> board_for(Service& service, const Request& request) {
    const auto agency = path_name<ledger::AgencyId>(request, "agency");
    if (!agency) return std::unexpected(agency.error());
    const auto period = path_period(request);
    if (!period) return std::unexpected(period.error());
    const auto as_of = query_as_of(service, request);
    if (!as_of) return std::unexpected(as_of.error());
    Board board{.agency = *agency, .period = *period, .size = {}};
    const ledger::RowStore& rows = service.runner.rows("boards");
    ledger::OrFault<std::vector<IndicatorId>> ids;
    do {  // the list and the values are of one position
        board.size = rows.position();
        ids = projections::Boards::of_agency(rows, *agency);
    } while (rows.position() != board.size);
    if (!ids) return std::unexpected(problem(request, ids.error()));
    if (*as_of) board.size = (*as_of)->size;
    const ledger::StatesAt states(service.ledger, board.size);
    for (const IndicatorId& id : *ids) {
        const auto& state = states.get<indicator::Kind>(stream_of(id));
        if (state.defined) board.states.emplace_back(id, state);
    }
    board.policy = policy_on(states, *agency, period->last_day());
    if (states.failed()) return std::unexpected(problem(request, *states.failed()));
    if (board.states.empty()) {
        return std::unexpected(problem(
            request,
            404,
            {.id = "Instansi ini tidak mempunyai indikator", .en = "This agency has no indicators"}
        ));
    }
    return board;
}

void write_reading(
    JsonOut& out, const unit_score::Reading& reading, const indicator::State* state
) {
    out.member("indicator", reading.indicator);
    if (state != nullptr) {
        out.member_if_any("unit", state->definition.unit);
        out.member_if_any("text", state->definition.text);
        out.member("critical", state->definition.critical);
        out.member("rollUp", state->definition.roll_up);
        out.member_if_any("parent", state->definition.parent);
    }
    out.member("verdict", reading.verdict);
    member_number(out, "value", reading.value);
    member_number(out, "target", reading.target);
    member_number(out, "targetLow", reading.target_low);
    member_number(out, "targetHigh", reading.target_high);
    member_number(out, "achievement", reading.achievement);
    out.member("provisional", reading.provisional);
    out.member("complete", reading.complete);
    out.member("events", reading.events);
}

void write_counts(JsonOut& out, const unit_score::Counts& counts) {
    out.begin_object();
    for (std::size_t i = 0; i < counts.size(); ++i) {
        out.member(names(unit_score::Verdict{})[i], counts[i]);
    }
    out.end_object();
}

void write_board(JsonOut& out, const Board& board) {
    out.member("agency", board.agency);
    out.member("period", board.period);
    out.member("asOf", board.size);
    out.member("policy", board.policy.id);
}

}  // namespace

Response list_agencies(Service& service, const Request& request) {
    const auto limit = query_number(request, "limit", Page{}.limit, page_limit_max);
    if (!limit) return limit.error();
    const std::string prefix = std::string(ledger::AgencyKind::stream) + "/";
    const ledger::StreamId after{prefix + std::string(request.query.find("after").value_or(""))};
    const auto streams = service.ledger.index().streams(prefix, after, *limit);
    if (!streams) return problem(request, streams.error());
    JsonOut out;
    out.begin_object();
    out.key("agencies");
    out.begin_array();
    for (const ledger::StreamId& stream : *streams) out.value(stream.key());
    out.end_array();
    if (!streams->empty() && streams->size() == *limit) out.member("next", streams->back().key());
    out.end_object();
    return ok(request, std::move(out).take());
}

Response get_unit_score(Service& service, const Request& request) {
    const auto board = board_for(service, request);
    if (!board) return board.error();
    const ledger::UnitId unit{std::string(request.query.find("unit").value_or(""))};
    if (!unit.empty() && !board->has(unit)) {
        return problem(
            request,
            404,
            {.id = "Unit ini tidak mempunyai indikator di instansi ini",
             .en = "This unit has no indicators in this agency"}
        );
    }
    const auto all = board->all();
    const unit_score::Score score = unit_score::compute(
        all, board->agency, unit, board->period, board->policy.parameters, Detail::steps
    );
    JsonOut out;
    out.begin_object();
    write_board(out, *board);
    out.member_if_any("unit", unit);
    out.key("score");
    write_number(out, score.exact, score.rounded);
    out.member("formulas", score.formulas);
    out.key("lines");
    out.begin_array();
    for (const unit_score::Line& line : score.lines) {
        out.begin_object();
        write_reading(out, line.reading, nullptr);
        out.member("weight", line.weight);
        member_number(out, "contribution", line.contribution);
        out.end_object();
    }
    out.end_array();
    out.key("nodes");
    write_graph(out, ledger::explanation::explain(score.steps, board->policy.id));
    out.end_object();
    return ok(request, std::move(out).take());
}

Response list_verdicts(Service& service, const Request& request) {
    const auto board = board_for(service, request);
    if (!board) return board.error();
    const std::string series(request.query.find("series").value_or(""));
    const unit_score::Verdicts verdicts = unit_score::verdicts(
        board->all(), board->agency, board->period, series, board->policy.parameters
    );
    JsonOut out;
    out.begin_object();
    write_board(out, *board);
    out.member_if_any("series", series);
    out.key("indicators");
    out.begin_array();
    for (const unit_score::Judged& judged : verdicts.indicators) {
        out.begin_object();
        write_reading(out, judged.reading, judged.state);
        out.end_object();
    }
    out.end_array();
    out.key("counts");
    write_counts(out, verdicts.all);
    out.key("critical");
    write_counts(out, verdicts.critical);
    out.end_object();
    return ok(request, std::move(out).take());
}

}  // namespace api
