#include "ledger/findings.h"

#include <utility>

namespace ledger {

void Findings::add(Position position, const std::string& what) {
    if (problems.size() >= problems_max) return;
    problems.push_back(
        "the record at position " + std::to_string(std::to_underlying(position)) + " " + what
    );
}

OrFault<void> Findings::add(const Fault& fault) {
    if (fault.kind != Fault::Kind::corrupt) return std::unexpected(fault);
    problems.push_back(fault.detail);
    return {};
}

}  // namespace ledger
