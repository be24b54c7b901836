// jejak acts: what was recorded in a person's name, who attests that he did it, and what each act
// is called, by which he contests it.

#include "tools/asking.h"

#include <cstdio>

namespace tools {

int acts(const TrailOptions& options, const Manner& manner) {
    const std::string target = path_of({"v1", "people", options.person, "acts"}) +
                               "?limit=" + std::to_string(options.limit);
    return ask_and_show(options.place, target, manner, [&](api::JsonValue answer) {
        const auto acts = value_at(answer, {"acts"});
        if (!acts) return;
        if (acts->items().begin() == acts->items().end()) say_nothing_is_there(options.person);
        for (const api::JsonValue act : acts->items()) {
            const bool is_signed = text_at(act, {"attestation"}) == "signature";
            const std::string by = is_signed
                                       ? "signed with " + text_at(act, {"event", "signedwith"})
                                       : "attested by the operator only";
            const std::string actor = text_at(act, {"event", "actor"});
            const std::string office = text_at(act, {"event", "onbehalfof"});
            const std::string contest = text_at(act, {"contest", "standing"});
            std::printf(
                "%8s  %s  %-34s %-44s %s%s%s  (%s, %s)\n",
                text_at(act, {"position"}).c_str(),
                text_at(act, {"event", "recordedtime"}).substr(0, 19).c_str(),
                text_at(act, {"event", "type"}).c_str(),
                text_at(act, {"event", "subject"}).c_str(),
                by.c_str(),
                office.empty() ? "" : (", by " + actor + " on behalf of " + office).c_str(),
                contest.empty() ? "" : (", contested: " + contest).c_str(),
                text_at(act, {"act", "source"}).c_str(),
                text_at(act, {"act", "id"}).c_str()
            );
        }
        if (const std::string next = text_at(answer, {"next"}); !next.empty()) {
            std::fprintf(stderr, "There is more: --limit, or the API's ?after=%s\n", next.c_str());
        }
    });
}

}  // namespace tools
