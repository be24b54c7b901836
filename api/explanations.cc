#include "api/explanations.h"

#include "api/query.h"
#include "api/scores.h"

#include <utility>

namespace api {
namespace {

namespace explanation = ledger::explanation;

void write_input(JsonOut& out, const explanation::Input& input) {
    out.begin_object();
    out.member("name", input.name);
    out.member("exact", input.exact);
    if (input.node) out.member("node", *input.node);
    out.member_if_any("events", input.events);
    out.end_object();
}

}  // namespace

void write_graph(JsonOut& out, const explanation::Graph& graph) {
    out.begin_array();
    for (const explanation::Node& node : graph.nodes) {
        out.begin_object();
        out.member("id", node.id);
        out.member("formula", node.formula);
        out.member_if_any("about", node.about);
        out.key("inputs");
        out.begin_array();
        for (const explanation::Input& input : node.inputs) write_input(out, input);
        out.end_array();
        out.member("exact", node.exact);
        out.member_if_any("decimal", node.rounded);
        out.member("policy", node.policy);
        out.key("sentence");
        out.begin_object();
        out.member("id", node.sentence.id);
        out.member("en", node.sentence.en);
        out.end_object();
        out.end_object();
    }
    out.end_array();
}

Response get_explanation(Service& service, const Request& request) {
    const auto asked = asked_for_score(service, request);
    if (!asked) return asked.error();
    const projections::ScoreReader reader(service.ledger, service.runner.rows("scores"));
    const auto view = reader.plan_score(
        asked->plan, asked->period, asked->today, asked->as_of, ledger::score::Detail::steps
    );
    if (!view) return problem(request, view.error());
    if (!*view) return no_such_plan(request);
    JsonOut out;
    out.begin_object();
    out.key("score");
    write_plan_score(out, **view);
    out.key("nodes");
    write_graph(out, graph_of(**view));
    out.end_object();
    return ok(request, std::move(out).take());
}

}  // namespace api
