// jejak serve: opens a ledger and serves it until it is told to stop.

#include "tools/serving.h"
#include "tools/verbs.h"

#include <cstdio>

namespace tools {

int serve(const ServeOptions& options, const Manner& manner) {
    Serving::block_stop_signals();
    auto serving = Serving::start(options.directory, {}, options.port, options.threads);
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
