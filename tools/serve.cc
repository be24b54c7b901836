// jejak serve: opens a ledger and serves it until it is told to stop.

#include "tools/policy_file.h"
#include "tools/serving.h"
#include "tools/verbs.h"

#include <cstdio>
#include <utility>

namespace tools {

int serve(const ServeOptions& options, const Manner& manner) {
    Serving::block_stop_signals();
    ledger::LedgerOptions opening;
    if (options.tiny_files) {
        opening.log_buffer_bytes = 64UL * 1024;
        opening.index_rows.run_rows_max = 500;
    }
    House::Habits habits{.witnesses = {}, .closes_days = true};
    if (!options.witness_policy.empty()) {
        auto policy = policy_in(options.witness_policy);
        if (!policy) return complain(manner, policy.error(), exit_usage);
        habits.witnesses = *std::move(policy);
    }
    auto serving = Serving::start(
        options.directory, std::move(opening), std::move(habits), options.port, options.threads
    );
    if (!serving) return complain(manner, serving.error());
    const std::string url = (*serving)->url();
    if (manner.json) {
        std::printf("{\"url\":\"%s\"}\n", url.c_str());
    } else {
        std::printf(
            "Ledger    %s in %s, %llu events\n"
            "Listening %s (loopback only, no access control: whoever reaches it may do all)\n"
            "Look      %s/v1/ledger  %s/openapi.json\n"
            "Stop      Ctrl-C\n",
            (*serving)->house().ledger().origin().origin.c_str(),
            options.directory.c_str(),
            static_cast<unsigned long long>(std::to_underlying((*serving)->house().ledger().size())
            ),
            url.c_str(),
            url.c_str(),
            url.c_str()
        );
    }
    std::fflush(stdout);
    return (*serving)->wait() ? exit_ok : exit_failed;
}

}  // namespace tools
