// jejak receipt: one file from which anybody can check a score of a person, a unit or an agency, or
// that a person's file is whole.

#include "api/percent.h"
#include "tools/asking.h"
#include "tools/plan_of.h"

#include <cstdio>
#include <string>

namespace tools {

int receipt(const ReceiptOptions& options, const Manner& manner) {
    const bool is_of_agency = options.of_agency || !options.unit.empty();
    if (is_of_agency && options.period.empty()) {
        return complain(manner, "say of which period: 2025, 2025-Q1, 2025-03", exit_usage);
    }
    const auto client = connect(options.place, manner.language);
    if (!client) return complain(manner, client.error());
    std::string target;
    std::string query = query_of(options.past);
    if (is_of_agency) {
        target = path_of({"v1", "agencies", options.of, "scores", options.period, "receipt"});
        query += (query.empty() ? "?unit=" : "&unit=") + api::percent_encoded(options.unit);
    } else if (options.period.empty()) {
        target = path_of({"v1", "people", options.of, "receipt"});
    } else {
        const auto plan = plan_of(**client, options.of, options.period);
        if (!plan) return complain(manner, plan.error(), exit_not_found);
        target = path_of({"v1", "plans", *plan, "scores", options.period, "receipt"});
    }
    const OrProblem answer = (*client)->get(target + query);
    if (!answer) return complain(manner, answer.error());
    if (answer->status != 200) return complain_about(manner, *answer);
    std::printf("%s\n", answer->body.c_str());
    return exit_ok;
}

}  // namespace tools
