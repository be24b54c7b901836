#pragma once
// Whether the records of a receipt give the score that it claims (docs/receipt.md, "What a checker
// does", 5, 7 and 8): worked out again by the rules, with its explanation.

#include "ledger/record.h"
#include "projections/receipt.h"
#include "projections/receipt_files.h"
#include "projections/receipt_lie.h"

#include <cstdint>
#include <expected>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

namespace projections {

// What has been found out about the records before.
struct Evidence {
    std::span<const ledger::Entry> entries;       // the first `asOf`, in order
    const std::set<ledger::StreamId>& with_gaps;  // streams that are not all here
    const std::optional<ProvedFiles>& files;
};

// The nodes of the explanation whose sentence is not the one that follows from the records, with
// that one. Nothing hangs on a sentence, but people read it.
using OtherWords = std::vector<std::pair<std::uint32_t, receipt::Sentence>>;

// The claim must be there.
[[nodiscard]] std::expected<OtherWords, Caught> check_claim(
    const Receipt& receipt, const Evidence& evidence
);
[[nodiscard]] std::expected<OtherWords, Caught> check_unit_claim(
    const Receipt& receipt, const Evidence& evidence
);

}  // namespace projections
