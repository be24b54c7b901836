#include "tools/policy_file.h"

#include "ledger/file.h"

namespace tools {

std::expected<ledger::TlogPolicy, std::string> policy_in(const std::filesystem::path& path) {
    const auto bytes = ledger::read_file(path);
    if (!bytes) return std::unexpected(bytes.error().detail);
    auto policy = ledger::TlogPolicy::parse(ledger::text_of(*bytes));
    if (!policy) return std::unexpected(path.string() + ": " + policy.error().en);
    return *std::move(policy);
}

}  // namespace tools
