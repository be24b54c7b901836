// jejak rotate-key: gives the ledger another key to sign with, and says so in the log.

#include "tools/house.h"
#include "tools/verbs.h"

#include <cstdio>

namespace tools {

int rotate_key(const std::filesystem::path& directory, const Manner& manner) {
    const auto house = House::open(directory, {}, {});
    if (!house) return complain(manner, house.error().detail);
    if (auto rotated = (*house)->publisher().rotate_key(); !rotated) {
        return complain(manner, rotated.error().detail);
    }
    const auto head = (*house)->ledger().index().head(ledger::origin::stream());
    if (!head) return complain(manner, head.error().detail);
    const auto& announced = std::get<ledger::origin::State>(head->state).keys.back();
    std::printf(
        manner.json
            ? "{\"key\":\"%s\",\"position\":%llu}\n"
            : "From now on %s signs; the event at %llu says so, and the old key has signed that.\n"
              "Back the new key up, and tell those who check. Witnesses sign again once they are\n"
              "started with the new key too: --log OLD --log NEW. In the policy for\n"
              "jejak serve --witnesses the line `log` must be the new key's.\n",
        announced.key.c_str(),
        static_cast<unsigned long long>(std::to_underlying(announced.position))
    );
    return exit_ok;
}

}  // namespace tools
