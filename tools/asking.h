#pragma once
// What the reading verbs have in common: ask, complain if the answer is a problem, print it as JSON
// if that is wanted, else hand it to whoever shows it to people.

#include "tools/client.h"
#include "tools/json_view.h"
#include "tools/verbs.h"

#include <functional>
#include <string>

namespace tools {

using Show = std::function<void(api::JsonValue answer)>;

// Asks `client` for `target`, and shows the answer. The exit status.
[[nodiscard]] int ask_and_show(
    Client& client, const std::string& target, const Manner& manner, const Show& show
);

// The same, connecting first.
[[nodiscard]] int ask_and_show(
    const std::string& place, const std::string& target, const Manner& manner, const Show& show
);

// Complains about a problem document.
int complain_about(const Answered& answer);

// "?position=5", "?recorded=..." or nothing.
[[nodiscard]] std::string query_of(const Past& past);

}  // namespace tools
