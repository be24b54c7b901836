#pragma once
// A file that says which witnesses count.

#include "ledger/tlog_policy.h"

#include <expected>
#include <filesystem>
#include <string>

namespace tools {

// What is wrong with it, for a person, where it is none.
[[nodiscard]] std::expected<ledger::TlogPolicy, std::string> policy_in(
    const std::filesystem::path& path
);

}  // namespace tools
