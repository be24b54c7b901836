#include "api/scores.h"

#include "api/query.h"
#include "api/shown_number.h"
#include "ledger/rules/rating.h"

#include <utility>

namespace api {
namespace {

using ledger::score::Detail;
using projections::PlanScore;
using projections::ScoreReader;
namespace score = ledger::score;

void write_line(JsonOut& out, const score::Line& line) {
    out.begin_object();
    out.member("indicator", line.indicator);
    out.member("weight", line.weight);
    out.member("due", line.due);
    out.member("monthsCounted", line.months_counted);
    out.member("monthsReported", line.months_reported);
    member_number(out, "realised", line.realised);
    member_number(out, "target", line.target);
    member_number(out, "targetLow", line.target_low);
    member_number(out, "targetHigh", line.target_high);
    member_number(out, "achievement", line.achievement);
    member_number(out, "contribution", line.contribution);
    out.member("events", line.events);
    out.end_object();
}

void write_as_of(JsonOut& out, const projections::AsOf& as_of) {
    out.key("asOf");
    out.begin_object();
    out.member("position", as_of.size);
    out.member("date", as_of.today);
    out.end_object();
}

// What was decided, and PP 30/2019's number beside it.
void write_evaluation(JsonOut& out, const PlanScore& view) {
    const ledger::evaluation::State& state = *view.evaluation;
    out.begin_object();
    out.member("progress", state.progress);
    out.member("version", state.version);
    out.member("decidedAt", state.decided);
    out.member("result", state.result);
    if (view.score.exact && state.result.behaviour_score) {
        const auto& policy = view.policy.parameters;
        const ledger::Rational number =
            pp30_number(*view.score.exact, *state.result.behaviour_score, policy);
        out.key("pp30");
        out.begin_object();
        out.key("number");
        write_number(out, number, {});
        out.member("predikat", pp30_predikat(number, state.result.innovation, policy));
        out.end_object();
    }
    out.end_object();
}

}  // namespace

Response no_such_plan(const Request& request) {
    return problem(
        request,
        404,
        {.id = "Tidak ada rencana (SKP) dengan nama atau periode ini",
         .en = "There is no plan (SKP) of this name or for this period"}
    );
}

OrResponse<AskedScore> asked_for_score(Service& service, const Request& request) {
    const auto plan = path_name<ledger::PlanId>(request, "plan");
    if (!plan) return std::unexpected(plan.error());
    const auto asked = asked_period(service, request);
    if (!asked) return std::unexpected(asked.error());
    return AskedScore{*plan, asked->period, asked->as_of, asked->today};
}

void write_plan_score(JsonOut& out, const PlanScore& view) {
    out.begin_object();
    out.member("plan", view.plan);
    out.member("subject", view.subject);
    out.member("agency", view.agency);
    out.member("unit", view.unit);
    out.member("period", view.score.period);
    write_as_of(out, view.as_of);
    out.key("score");
    write_number(out, view.score.exact, view.score.rounded);
    out.member_if_any("level", view.score.level);
    out.member("policy", view.policy.id);
    out.member("formulas", view.score.formulas);
    out.key("lines");
    out.begin_array();
    for (const score::Line& line : view.score.lines) write_line(out, line);
    out.end_array();
    if (view.evaluation) {
        out.key("evaluation");
        write_evaluation(out, view);
    }
    out.end_object();
}

void write_person_score(JsonOut& out, const projections::PersonScore& view) {
    out.begin_object();
    out.member("person", view.person);
    out.member("period", view.period);
    write_as_of(out, view.as_of);
    out.key("score");
    write_number(out, view.exact, view.rounded);
    out.key("plans");
    out.begin_array();
    for (const PlanScore& part : view.parts) write_plan_score(out, part);
    out.end_array();
    out.end_object();
}

void write_history(
    JsonOut& out,
    const ledger::PlanId& plan,
    const ledger::Period& period,
    const std::vector<projections::Change>& changes
) {
    out.begin_object();
    out.member("plan", plan);
    out.member("period", period);
    out.key("changes");
    out.begin_array();
    for (const projections::Change& change : changes) {
        out.begin_object();
        out.member("position", change.position);
        out.member("recorded", change.recorded);
        out.member("effective", change.effective);
        out.member("type", change.type);
        out.member("stream", change.stream);
        out.member("actor", change.actor);
        out.key("score");
        write_number(out, change.exact, change.rounded);
        out.member_if_any("level", change.level);
        if (change.decided) out.member("decided", *change.decided);
        out.end_object();
    }
    out.end_array();
    out.end_object();
}

Response get_plan_score(Service& service, const Request& request) {
    const auto asked = asked_for_score(service, request);
    if (!asked) return asked.error();
    const ScoreReader reader(service.ledger, service.runner.rows("scores"));
    const auto view =
        reader.plan_score(asked->plan, asked->period, asked->today, asked->as_of, Detail::result);
    if (!view) return problem(request, view.error());
    if (!*view) return no_such_plan(request);
    JsonOut out;
    write_plan_score(out, **view);
    return ok(request, std::move(out).take());
}

Response get_person_score(Service& service, const Request& request) {
    const auto person = path_name<ledger::PersonId>(request, "person");
    if (!person) return person.error();
    const auto asked = asked_period(service, request);
    if (!asked) return asked.error();
    const ScoreReader reader(service.ledger, service.runner.rows("scores"));
    const auto view =
        reader.person_score(*person, asked->period, asked->today, asked->as_of, Detail::result);
    if (!view) return problem(request, view.error());
    if (!*view) return no_such_plan(request);
    JsonOut out;
    write_person_score(out, **view);
    return ok(request, std::move(out).take());
}

Response get_score_history(Service& service, const Request& request) {
    const auto plan = path_name<ledger::PlanId>(request, "plan");
    if (!plan) return plan.error();
    const auto period = path_period(request);
    if (!period) return period.error();
    const auto as_of = query_as_of(service, request);
    if (!as_of) return as_of.error();
    const ScoreReader reader(service.ledger, service.runner.rows("scores"));
    const ledger::Position size = *as_of ? (*as_of)->size : service.ledger.size();
    const auto changes = reader.history(*plan, *period, size);
    if (!changes) return problem(request, changes.error());
    if (changes->empty()) return no_such_plan(request);
    JsonOut out;
    write_history(out, *plan, *period, *changes);
    return ok(request, std::move(out).take());
}

Response list_plans(Service& service, const Request& request) {
    const auto person = path_name<ledger::PersonId>(request, "person");
    if (!person) return person.error();
    const auto plans = projections::Scores::plans_of(service.runner.rows("scores"), *person);
    if (!plans) return problem(request, plans.error());
    JsonOut out;
    out.begin_object();
    out.member("person", *person);
    out.member("plans", *plans);
    out.end_object();
    return ok(request, std::move(out).take());
}

}  // namespace api
