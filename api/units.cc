#include "api/units.h"

#include "api/explanations.h"
#include "api/query.h"
#include "api/shown_number.h"
#include "ledger/rules/unit_score.h"
#include "ledger/states_at.h"
#include "projections/boards.h"
#include "projections/unit_scores.h"

#include <memory>
#include <utility>
#include <vector>

namespace api {
namespace {

namespace indicator = ledger::indicator;
namespace unit_score = ledger::unit_score;

ledger::UnitId unit_in_query(const Request& request) {
    return {std::string(request.query.find("unit").value_or(""))};
}

// The indicators of an agency at some time, and the policy that holds for the period.
struct Board {
    ledger::AgencyId agency;
    ledger::Period period;
    std::unique_ptr<ledger::StatesAt> states;
    std::unique_ptr<projections::AgencyIndicators> indicators;
    ledger::policy::Version policy;

    [[nodiscard]] ledger::Position size() const { return states->size(); }
};

OrResponse<Board> board_for(Service& service, const Request& request) {
    const auto asked = asked_for_unit(service, request);
    if (!asked) return std::unexpected(asked.error());
    Board board{.agency = asked->of.agency, .period = asked->of.period};
    board.states = std::make_unique<ledger::StatesAt>(service.ledger, asked->as_of.size);
    board.indicators = std::make_unique<projections::AgencyIndicators>(
        *board.states, board.agency, asked->candidates
    );
    board.policy = board.indicators->policy_for(board.period);
    if (const auto& failed = board.states->failed()) {
        return std::unexpected(problem(request, *failed));
    }
    if (board.indicators->all().empty()) return std::unexpected(no_indicators(request, {}));
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
    out.member("asOf", board.size());
    out.member("policy", board.policy.id);
}

}  // namespace

Response no_indicators(const Request& request, const ledger::UnitId& unit) {
    if (unit.empty()) {
        return problem(
            request,
            404,
            {.id = "Instansi ini tidak mempunyai indikator", .en = "This agency has no indicators"}
        );
    }
    return problem(
        request,
        404,
        {.id = "Unit ini tidak mempunyai indikator di instansi ini",
         .en = "This unit has no indicators in this agency"}
    );
}

OrResponse<AskedUnit> asked_for_unit(Service& service, const Request& request) {
    const auto agency = path_name<ledger::AgencyId>(request, "agency");
    if (!agency) return std::unexpected(agency.error());
    const auto time = asked_period(service, request);
    if (!time) return std::unexpected(time.error());
    AskedUnit asked{
        .of = {*agency, unit_in_query(request), time->period},
        .as_of = {.size = {}, .today = time->today},
    };
    const ledger::RowStore& rows = service.runner.rows("boards");
    ledger::OrFault<std::vector<ledger::IndicatorId>> candidates;
    do {  // the list is of one position
        asked.as_of.size = rows.position();
        candidates = projections::Boards::of_agency(rows, *agency);
    } while (rows.position() != asked.as_of.size);
    if (!candidates) return std::unexpected(problem(request, candidates.error()));
    asked.candidates = *std::move(candidates);
    if (time->as_of) asked.as_of = *time->as_of;
    return asked;
}

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
    const ledger::UnitId unit = unit_in_query(request);
    if (!unit.empty() && !board->indicators->has(unit)) return no_indicators(request, unit);
    const unit_score::Score score = board->indicators->score(unit, board->period).score;
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
        board->indicators->all(), board->agency, board->period, series, board->policy.parameters
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
