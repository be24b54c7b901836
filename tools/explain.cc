// jejak explain: a score down to its events and rules, in words.

#include "tools/asking.h"
#include "tools/plan_of.h"

#include <cstdio>
#include <vector>

namespace tools {
namespace {

std::string joined(api::JsonValue list) {
    std::string text;
    for (const api::JsonValue item : list.items()) {
        if (!text.empty()) text += ", ";
        text += std::to_string(item.integer());
    }
    return text;
}

// Where a node's inputs come from: other nodes, and events by their positions.
std::string sources_of(api::JsonValue node) {
    std::string nodes;
    std::string events;
    const auto inputs = value_at(node, {"inputs"});
    if (!inputs) return {};
    for (const api::JsonValue input : inputs->items()) {
        const std::string from = text_at(input, {"node"});
        if (!from.empty()) nodes += (nodes.empty() ? "[" : ", [") + from + "]";
        if (const auto raw = value_at(input, {"events"})) {
            const std::string more = joined(*raw);
            if (!more.empty() &&
                (", " + events + ",").find(" " + more + ",") == std::string::npos) {
                events += (events.empty() ? "" : ", ") + more;
            }
        }
    }
    std::string text;
    if (!nodes.empty()) text += " from " + nodes;
    if (!events.empty()) text += " from the events at " + events;
    return text;
}

}  // namespace

int explain(const ScoreOptions& options, const Manner& manner) {
    const auto client = connect(options.place, manner.language);
    if (!client) return complain(manner, client.error());
    const auto plan = plan_of(**client, options.of, options.period);
    if (!plan) return complain(manner, plan.error(), exit_not_found);
    const std::string target =
        path_of({"v1", "plans", *plan, "scores", options.period, "explanation"}) +
        query_of(options.past);
    return ask_and_show(**client, target, manner, [&](api::JsonValue answer) {
        const auto nodes = value_at(answer, {"nodes"});
        if (!nodes) return;
        for (const api::JsonValue node : nodes->items()) {
            const std::string about = text_at(node, {"about"});
            std::printf(
                "[%s] %s%s%s: %s (%s%s)\n",
                text_at(node, {"id"}).c_str(),
                text_at(node, {"formula"}).c_str(),
                about.empty() ? "" : " of ",
                about.c_str(),
                text_at(node, {"sentence", manner.language}).c_str(),
                text_at(node, {"exact"}).c_str(),
                sources_of(node).c_str()
            );
        }
        std::printf(
            "Policy %s, as of position %s, %s. An event: /v1/events/<position>\n",
            text_at(answer, {"score", "policy"}).c_str(),
            text_at(answer, {"score", "asOf", "position"}).c_str(),
            text_at(answer, {"score", "asOf", "date"}).c_str()
        );
    });
}

}  // namespace tools
