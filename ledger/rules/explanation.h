#pragma once
// A score explained: a graph of nodes, each one formula applied to numbers, from the raw values of
// events up to the predikat. Every node can be worked out again from its inputs alone, and says in
// a sentence what was done. Values only; how they are sent or drawn is decided elsewhere.

#include "ledger/rules/error.h"
#include "ledger/rules/evaluation.h"
#include "ledger/rules/formulas.h"
#include "ledger/rules/ids.h"
#include "ledger/rules/policy.h"
#include "ledger/rules/score.h"
#include "ledger/rules/trace.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace ledger::explanation {

struct Input {
    std::string name;  // "realised"; "value[0]" of a list
    Rational exact;
    std::optional<std::uint32_t> node;  // that gave it
    std::vector<Position> events;       // raw: that it stands in; neither: the policy, or a count
};

struct Node {
    std::uint32_t id = 0;  // its index in the graph
    std::string formula;   // "achievement.min/1"
    std::string about;     // the indicator; empty: all of them together
    std::vector<Input> inputs;
    Rational exact;
    std::optional<Decimal> rounded;  // to 4 digits, half-up; nothing when it is too long for that
    PolicyId policy;                 // that chose the formula's version, and gave its numbers
    Words sentence;                  // with the numbers that went in and came out
};

// In the order of the work: a node's inputs come before it, and the last one is the conclusion.
struct Graph {
    std::vector<Node> nodes;
};

// What was decided, and where.
struct Judgement {
    evaluation::Result result;
    Position event{};
};

// The graph of `score`, which was computed with Detail::steps under `policy`: up to the score, then
// its level; and where a rater has decided, the number and predikat of PP 30/2019 beside it (if he
// gave a number for behaviour), and the predikat of the matrix, which is acted on.
[[nodiscard]] Graph explain(
    const score::Score& score,
    const PolicyId& policy_id,
    const policy::Parameters& policy,
    const std::optional<Judgement>& judgement = {}
);

// The graph of steps alone, as those of a unit's score.
[[nodiscard]] Graph explain(std::span<const score::Step> steps, const PolicyId& policy_id);

// What `node`'s formula gives for its inputs: its output, unless somebody changed one of them.
[[nodiscard]] formulas::Output work_out(const Node& node);

}  // namespace ledger::explanation
