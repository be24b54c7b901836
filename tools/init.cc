// jejak init: founds an empty ledger.

#include "tools/house.h"
#include "tools/verbs.h"

#include <cstdio>

namespace tools {

int init(const InitOptions& options, const Manner& manner) {
    const bool says_simulated = options.origin.starts_with(ledger::origin::simulated_prefix);
    if (!ledger::origin::is_origin(options.origin) || says_simulated) {
        return complain(
            manner,
            "'" + options.origin +
                "' cannot be an origin: it is a URL without its scheme, of printable "
                "ASCII without spaces or plus signs, and does not start with 'simulated.'",
            exit_usage
        );
    }
    const std::string origin =
        (options.simulated ? std::string(ledger::origin::simulated_prefix) : "") + options.origin;
    ledger::LedgerOptions founding;
    founding.found = ledger::origin::Founded{
        .origin = origin, .format = 1, .simulated_clock = options.simulated, .seeded = false
    };
    const auto house = House::open(options.directory, std::move(founding), {});
    if (!house) return complain(manner, house.error().detail);
    if (!(*house)->ledger().was_founded()) {
        return complain(manner, "there is a ledger in " + options.directory.string() + " already");
    }
    const std::string keys = (options.directory / "keys").string();
    const std::string& key = (*house)->ledger().origin().key;
    if (manner.json) {
        std::printf("{\"origin\":\"%s\",\"size\":1,\"key\":\"%s\"}\n", origin.c_str(), key.c_str());
    } else {
        std::printf(
            "Founded %s in %s.\nIts keys are in %s: back them up apart from the rest.\n"
            "Its checkpoints are signed by this key, which whoever checks needs:\n  %s\n"
            "Serve it: jejak serve %s\n",
            origin.c_str(),
            options.directory.c_str(),
            keys.c_str(),
            key.c_str(),
            options.directory.c_str()
        );
    }
    return exit_ok;
}

}  // namespace tools
