#pragma once
// What looking at a ledger has found (verify.h).

#include "ledger/rules/digest.h"
#include "ledger/rules/error.h"
#include "ledger/rules/ids.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ledger {

struct Findings {
    std::uint64_t events = 0;           // that were checked
    std::uint64_t acts = 0;             // that they came from
    Digest root;                        // of the tree that the records give
    Digest index;                       // of the index's rows, where nothing was found before
    std::vector<std::string> problems;  // at most problems_max, in the order in which they were met
    static constexpr std::size_t problems_max = 20;

    // The record at `position` `what`; when there is room.
    void add(Position position, const std::string& what);

    // What is damaged, which is a finding. That something could not be done is none, and says
    // nothing about the ledger: it is answered.
    [[nodiscard]] OrFault<void> add(const Fault& fault);
};

}  // namespace ledger
