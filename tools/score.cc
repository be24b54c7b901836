// jejak score: a score of a plan or a person, and how it came to be what it is.

#include "tools/asking.h"
#include "tools/plan_of.h"

#include <cstdio>

namespace tools {
namespace {

void show_plan(api::JsonValue score) {
    const std::string decimal = text_at(score, {"score", "decimal"});
    std::printf(
        "%s  %s  of %s: %s",
        text_at(score, {"plan"}).c_str(),
        text_at(score, {"period"}).c_str(),
        text_at(score, {"subject"}).c_str(),
        decimal.empty() ? "no score" : decimal.c_str()
    );
    if (!decimal.empty()) {
        std::printf(
            " (exactly %s; %s counts; %s)",
            text_at(score, {"score", "exact"}).c_str(),
            text_at(score, {"score", "rounded"}).c_str(),
            text_at(score, {"level"}).c_str()
        );
    }
    std::printf("\n");
    const auto lines = value_at(score, {"lines"});
    if (lines) {
        for (const api::JsonValue line : lines->items()) {
            std::printf(
                "  %-12s weight %3s  %-14s realised %12s  target %10s  achievement %9s\n",
                text_at(line, {"indicator"}).c_str(),
                text_at(line, {"weight"}).c_str(),
                text_at(line, {"due"}).c_str(),
                text_at(line, {"realised", "decimal"}).c_str(),
                text_at(line, {"target", "decimal"}).c_str(),
                text_at(line, {"achievement", "decimal"}).c_str()
            );
        }
    }
    if (value_at(score, {"evaluation"})) {
        std::printf(
            "  decided: work %s, behaviour %s, predikat %s (version %s)\n",
            text_at(score, {"evaluation", "result", "work"}).c_str(),
            text_at(score, {"evaluation", "result", "behaviour"}).c_str(),
            text_at(score, {"evaluation", "result", "predikat"}).c_str(),
            text_at(score, {"evaluation", "version"}).c_str()
        );
        const std::string number = text_at(score, {"evaluation", "pp30", "number", "decimal"});
        if (!number.empty()) {
            std::printf(
                "  PP 30/2019's number beside it: %s (%s)\n",
                number.c_str(),
                text_at(score, {"evaluation", "pp30", "predikat"}).c_str()
            );
        }
    }
    std::printf(
        "  policy %s, as of position %s, %s\n",
        text_at(score, {"policy"}).c_str(),
        text_at(score, {"asOf", "position"}).c_str(),
        text_at(score, {"asOf", "date"}).c_str()
    );
}

void show_person(api::JsonValue score) {
    const auto plans = value_at(score, {"plans"});
    if (!plans) return;
    std::size_t count = 0;
    for (const api::JsonValue plan : plans->items()) {
        show_plan(plan);
        ++count;
    }
    if (count > 1) {
        std::printf(
            "%s  %s  weighted by months: %s\n",
            text_at(score, {"person"}).c_str(),
            text_at(score, {"period"}).c_str(),
            text_at(score, {"score", "decimal"}).c_str()
        );
    }
}

void show_history(api::JsonValue history) {
    const auto changes = value_at(history, {"changes"});
    if (!changes) return;
    for (const api::JsonValue change : changes->items()) {
        const std::string decimal = text_at(change, {"score", "decimal"});
        const std::string predikat = text_at(change, {"decided", "predikat"});
        std::printf(
            "%8s  %s  %-28s %-9s %-7s%s%s  by %s\n",
            text_at(change, {"position"}).c_str(),
            text_at(change, {"recorded"}).substr(0, 19).c_str(),
            text_at(change, {"type"}).c_str(),
            decimal.empty() ? "no score" : decimal.c_str(),
            text_at(change, {"level"}).c_str(),
            predikat.empty() ? "" : " decided ",
            predikat.c_str(),
            text_at(change, {"actor"}).c_str()
        );
    }
}

}  // namespace

int score(const ScoreOptions& options, const Manner& manner) {
    const auto client = connect(options.place, manner.language);
    if (!client) return complain(manner, client.error());
    const std::string query = query_of(options.past);
    if (options.history) {
        const auto plan = plan_of(**client, options.of, options.period);
        if (!plan) return complain(manner, plan.error(), exit_not_found);
        const std::string path =
            path_of({"v1", "plans", *plan, "scores", options.period, "history"});
        return ask_and_show(**client, path + query, manner, show_history);
    }
    const std::string plan = path_of({"v1", "plans", options.of, "scores", options.period}) + query;
    const OrProblem as_plan = (*client)->get(plan);
    if (!as_plan) return complain(manner, as_plan.error());
    if (as_plan->status == 404) {
        const std::string person = path_of({"v1", "people", options.of, "scores", options.period});
        return ask_and_show(**client, person + query, manner, show_person);
    }
    return show_answer(*as_plan, manner, show_plan);
}

}  // namespace tools
