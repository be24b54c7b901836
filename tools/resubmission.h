#pragma once
// Turns a line of events into one that can be submitted. A line that `export` wrote says things
// that only a ledger can say, and one act may have given several of them.

#include <optional>
#include <string>

namespace tools {

// The line as it is to be sent; nothing when it comes back by itself: the founding of the ledger,
// and the further facts of an act. What the ledger computes (subjects, who vouched for the actor)
// is left out. An event without an id gets one from its content, so that sending it twice adds
// nothing. A line that is no event is given back as it is: the ledger says what is wrong with it.
[[nodiscard]] std::optional<std::string> resubmitted(const std::string& line);

}  // namespace tools
