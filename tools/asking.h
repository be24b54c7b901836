#pragma once
// What the reading verbs have in common: ask, complain if the answer is a problem, print it as JSON
// if that is wanted, else hand it to whoever shows it to people.

#include "tools/client.h"
#include "tools/json_view.h"
#include "tools/verbs.h"

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>

namespace tools {

using Show = std::function<void(api::JsonValue answer)>;

// Asks `client` for `target`, and shows the answer. The exit status.
[[nodiscard]] int ask_and_show(
    Client& client, const std::string& target, const Manner& manner, const Show& show
);

// Shows an answer that is there already.
[[nodiscard]] int show_answer(const Answered& answer, const Manner& manner, const Show& show);

// The same as the first, connecting before.
[[nodiscard]] int ask_and_show(
    const std::string& place, const std::string& target, const Manner& manner, const Show& show
);

// Complains about a problem document; as JSON, by showing it as it is.
int complain_about(const Manner& manner, const Answered& answer);

// Tells on standard error that nothing is known of a person: his name may be mistyped.
void say_nothing_is_there(const std::string& person);

// "/v1/people/a%20b": what a person typed may be any text.
[[nodiscard]] std::string path_of(std::initializer_list<std::string_view> segments);

// "?position=5", "?recorded=..." or nothing.
[[nodiscard]] std::string query_of(const Past& past);

}  // namespace tools
