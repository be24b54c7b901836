#include "tools/plan_of.h"

#include "tools/asking.h"

namespace tools {

std::expected<std::string, std::string> plan_of(
    Client& client, const std::string& of, const std::string& period
) {
    const OrProblem as_person = client.get(path_of({"v1", "people", of, "plans"}));
    if (!as_person) return std::unexpected(as_person.error());
    const auto document = api::JsonDocument::parse(as_person->body);
    const auto plans = document ? value_at(document->root(), {"plans"}) : std::nullopt;
    if (as_person->status != 200 || !plans) return of;
    const std::string year = period.substr(0, 4);
    std::string found;
    std::string all;
    for (const api::JsonValue plan : plans->items()) {
        if (text_at(plan, {"year"}) != year) continue;
        found = text_at(plan, {"plan"});
        all += (all.empty() ? "" : ", ") + found;
    }
    if (all.empty()) return of;
    if (all == found) return found;
    return std::unexpected(of + " has several plans in " + year + "; ask for one of them: " + all);
}

}  // namespace tools
