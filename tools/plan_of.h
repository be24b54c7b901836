#pragma once
// Whose score is meant: a plan by its name, or a person who has just one plan then.

#include "tools/client.h"

#include <expected>
#include <string>

namespace tools {

// The plan that `of` names: `of` itself, or the only plan that the person of that name has in the
// year of `period`. The problem, for a person: the plans to choose from, where there are several.
[[nodiscard]] std::expected<std::string, std::string> plan_of(
    Client& client, const std::string& of, const std::string& period
);

}  // namespace tools
