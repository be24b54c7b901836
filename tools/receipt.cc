// jejak receipt: one file from which anybody can check a score, or that a person's file is whole.

#include "tools/asking.h"
#include "tools/plan_of.h"

#include <cstdio>
#include <string>

namespace tools {

int receipt(const ReceiptOptions& options, const Manner& manner) {
    const auto client = connect(options.place, manner.language);
    if (!client) return complain(manner, client.error());
    std::string target;
    if (options.period.empty()) {
        target = path_of({"v1", "people", options.of, "receipt"});
    } else {
        const auto plan = plan_of(**client, options.of, options.period);
        if (!plan) return complain(manner, plan.error(), exit_not_found);
        target = path_of({"v1", "plans", *plan, "scores", options.period, "receipt"});
    }
    const OrProblem answer = (*client)->get(target + query_of(options.past));
    if (!answer) return complain(manner, answer.error());
    if (answer->status != 200) return complain_about(manner, *answer);
    std::printf("%s\n", answer->body.c_str());
    return exit_ok;
}

}  // namespace tools
