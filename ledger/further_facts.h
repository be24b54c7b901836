#pragma once
// Whether the facts of an act are those that the rules give it. Only the first is signed; else
// whoever signed it would seem to have done what was hung on it.

#include "ledger/catch_up.h"
#include "ledger/record.h"
#include "ledger/rules/event.h"

#include <optional>
#include <string>
#include <vector>

namespace ledger {

// Whether both may be facts of one act: all but what each says, and its place among them.
[[nodiscard]] bool is_of_one_act(const Record& a, const Record& b);

// Holds all records of a ledger, one after the other, to the rules. That the facts of an act follow
// one another, with one name, is for others to see.
class FurtherFacts {
public:
    // What is wrong with `record`, the next after those that `catching` knows; nothing: it is not.
    [[nodiscard]] OrFault<std::optional<std::string>> check(
        const Record& record, CatchUp& catching
    );

private:
    [[nodiscard]] bool follows(const Record& record) const;
    std::vector<Fact> expected_;  // after the first of the act
};

}  // namespace ledger
