// jejak unit: the score of an agency or a unit by its own indicators, or what became of each of
// them.

#include "api/percent.h"
#include "tools/asking.h"

#include <cstdio>

namespace tools {
namespace {

void show_score(api::JsonValue answer) {
    const std::string decimal = text_at(answer, {"score", "decimal"});
    std::printf(
        "%s %s  %s: %s\n",
        text_at(answer, {"agency"}).c_str(),
        text_at(answer, {"unit"}).c_str(),
        text_at(answer, {"period"}).c_str(),
        decimal.empty() ? "no score" : decimal.c_str()
    );
    const auto lines = value_at(answer, {"lines"});
    if (!lines) return;
    for (const api::JsonValue line : lines->items()) {
        std::printf(
            "  %-24s weight %6s  value %12s  target %12s  achievement %9s  %s\n",
            text_at(line, {"indicator"}).c_str(),
            text_at(line, {"weight"}).c_str(),
            text_at(line, {"value", "decimal"}).c_str(),
            text_at(line, {"target", "decimal"}).c_str(),
            text_at(line, {"achievement", "decimal"}).c_str(),
            text_at(line, {"verdict"}).c_str()
        );
    }
}

void show_counts(api::JsonValue answer, std::string_view which) {
    std::printf(
        "%-9s met %5s  missed %5s  no target %5s  no value %5s\n",
        std::string(which).c_str(),
        text_at(answer, {which, "met"}).c_str(),
        text_at(answer, {which, "missed"}).c_str(),
        text_at(answer, {which, "noTarget"}).c_str(),
        text_at(answer, {which, "noValue"}).c_str()
    );
}

void show_verdicts(api::JsonValue answer) {
    const auto indicators = value_at(answer, {"indicators"});
    if (!indicators) return;
    for (const api::JsonValue line : indicators->items()) {
        std::printf(
            "%-9s %-24s %12s against %12s  %s\n",
            text_at(line, {"verdict"}).c_str(),
            text_at(line, {"indicator"}).c_str(),
            text_at(line, {"value", "decimal"}).c_str(),
            text_at(line, {"target", "decimal"}).c_str(),
            text_at(line, {"text"}).c_str()
        );
    }
    show_counts(answer, "counts");
    show_counts(answer, "critical");
}

}  // namespace

int unit(const UnitOptions& options, const Manner& manner) {
    if (options.verdicts ? !options.unit.empty() : !options.series.empty()) {
        return complain(
            manner,
            options.verdicts
                ? "--unit is for the score; --verdicts counts the whole agency"
                : "--series is for --verdicts; a score is made of the values that count",
            exit_usage
        );
    }
    const std::string_view kind = options.verdicts ? "verdicts" : "scores";
    const std::string query = options.verdicts ? "?series=" + api::percent_encoded(options.series)
                                               : "?unit=" + api::percent_encoded(options.unit);
    const std::string target =
        path_of({"v1", "agencies", options.agency, kind, options.period}) + query;
    return ask_and_show(
        options.place, target, manner, options.verdicts ? show_verdicts : show_score
    );
}

}  // namespace tools
