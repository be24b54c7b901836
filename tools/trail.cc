// jejak trail: what is about a person, or was recorded in his name, across all streams.

#include "tools/asking.h"

#include <cstdio>

namespace tools {

int trail(const TrailOptions& options, const Manner& manner) {
    const std::string target = path_of({"v1", "people", options.person, "trail"}) +
                               "?limit=" + std::to_string(options.limit);
    return ask_and_show(options.place, target, manner, [&](api::JsonValue answer) {
        const auto events = value_at(answer, {"events"});
        if (!events) return;
        if (events->items().begin() == events->items().end()) say_nothing_is_there(options.person);
        for (const api::JsonValue event : events->items()) {
            const std::string sequence = text_at(event, {"sequence"});
            const std::size_t digits = sequence.find_first_not_of('0');
            std::printf(
                "%8s  %s  %-34s %-44s by %s\n",
                digits == std::string::npos ? "0" : sequence.substr(digits).c_str(),
                text_at(event, {"recordedtime"}).substr(0, 19).c_str(),
                text_at(event, {"type"}).c_str(),
                text_at(event, {"subject"}).c_str(),
                text_at(event, {"actor"}).c_str()
            );
        }
        if (const std::string next = text_at(answer, {"next"}); !next.empty()) {
            std::fprintf(stderr, "There is more: --limit, or the API's ?after=%s\n", next.c_str());
        }
    });
}

}  // namespace tools
