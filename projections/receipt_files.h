#pragma once
// Whether a receipt leaves nothing out (docs/receipt.md, "What a checker does", 4): each file that
// it names is in the map that a day's close has recorded, and its records are those that are here.

#include "ledger/record.h"
#include "ledger/rules/close.h"
#include "projections/receipt.h"
#include "projections/receipt_lie.h"

#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace projections {

struct ProvedFiles {
    ledger::close::Day close;
    std::map<std::string, std::uint64_t> counts;  // of the records of each
};

// `entries` are the receipt's records, in the order of their positions.
[[nodiscard]] std::expected<ProvedFiles, Caught> prove_files(
    const receipt::Completeness& complete, std::span<const ledger::Entry> entries
);

// Lie::file_missing: one of `files` is not among those that were proved. Without any, where no day
// was closed yet, there is nothing to ask.
[[nodiscard]] Verdict must_name(
    const std::optional<ProvedFiles>& proved, const std::vector<std::string>& files
);

}  // namespace projections
