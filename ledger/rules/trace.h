#pragma once
// How a score came about: each formula that was applied, with its inputs, and for each input the
// step that gave it or the event that it stands in. Scores are computed through a Trace and in no
// other way, so that what is shown is what was done.

#include "ledger/rules/formulas.h"
#include "ledger/rules/ids.h"
#include "ledger/rules/policy.h"
#include "ledger/rules/rational.h"

#include <bitset>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ledger::score {

// One formula applied: enough to do it again without anything else. formulas.h evaluates it.
struct Step {
    std::string formula;  // "achievement.min/1"
    std::string about;    // the indicator that it is about; empty: all of them together
    struct Input {
        std::string name;  // "realised", "target"; numbered in lists: "value[0]"
        Rational value;
        std::int32_t step = -1;  // the index, in the same list, of the step that gave it; -1: raw
        std::vector<Position> events;  // raw inputs: the events that it stands in; none: the policy
    };
    std::vector<Input> inputs;
    Rational output;
};

enum class Detail : std::uint8_t { result, steps };

// A number on its way through formulas.
struct Quantity {
    Rational value;
    std::int32_t step = -1;         // that gave it; -1: raw
    std::optional<Position> event;  // a raw one's

    // A number of the policy, or counted by the rules.
    static Quantity plain(const Rational& value) { return {.value = value, .event = {}}; }
    static Quantity raw(const Rational& value, Position event) {
        return {.value = value, .event = event};
    }
};

struct Argument {
    std::string_view name;  // "value[]": the next element of a list
    Quantity quantity;
};

class Trace {
public:
    // `policy` is referred to, and must outlive the trace.
    Trace(const policy::Parameters& policy, Detail detail) : policy_(policy), detail_(detail) {}

    // Goes on where `steps` ended.
    Trace(const policy::Parameters& policy, std::vector<Step> steps)
        : policy_(policy), detail_(Detail::steps), steps_(std::move(steps)) {}

    // The output of the policy's version of `family`. Asserts that the formula is defined there.
    Quantity apply(
        formulas::Family family, std::string_view about, std::span<const Argument> arguments
    );
    Quantity apply(
        formulas::Family family, std::string_view about, std::initializer_list<Argument> arguments
    ) {
        return apply(family, about, std::span(arguments.begin(), arguments.size()));
    }

    // Counts `family` as used, where something else than a step uses it.
    void note(formulas::Family family);

    [[nodiscard]] const policy::Parameters& policy() const { return policy_; }

    // Names and versions of all that was used, sorted.
    [[nodiscard]] std::vector<std::string> formulas_used() const;

    // All steps, in their order; none with Detail::result. The trace has none afterwards.
    [[nodiscard]] std::vector<Step> take_steps();

private:
    void record(
        const formulas::Formula& formula,
        std::string_view about,
        std::span<const Argument> arguments,
        const Rational& output
    );

    const policy::Parameters& policy_;
    Detail detail_;
    std::vector<Step> steps_;
    std::bitset<64> used_;  // by index in formulas::all()
};

}  // namespace ledger::score
