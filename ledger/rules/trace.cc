#include "ledger/rules/trace.h"

#include "ledger/rules/assert.h"

#include <cstddef>
#include <utility>

namespace ledger::score {
namespace {

std::size_t index_of(const formulas::Formula& formula) {
    return static_cast<std::size_t>(&formula - formulas::all().data());
}

// "value[]" that comes third among its like is "value[2]".
std::string numbered(std::string_view name, const std::vector<Step::Input>& before) {
    if (!name.ends_with("[]")) return std::string(name);
    const std::string head(name.substr(0, name.size() - 1));
    std::size_t count = 0;
    for (const Step::Input& input : before) count += input.name.starts_with(head) ? 1U : 0U;
    return head + std::to_string(count) + "]";
}

}  // namespace

Quantity Trace::apply(
    formulas::Family family, std::string_view about, std::span<const Argument> arguments
) {
    const formulas::Formula& formula = formulas::version_of(family, policy_);
    used_.set(index_of(formula));
    std::vector<formulas::Input> inputs;
    inputs.reserve(arguments.size());
    for (const Argument& argument : arguments) {
        inputs.push_back({argument.name, argument.quantity.value});
    }
    formulas::Output output = formulas::evaluate(formula, inputs);
    ledger_assert(output.has_value());
    if (detail_ == Detail::steps) record(formula, about, arguments, *output);
    const bool traced = detail_ == Detail::steps;
    return {
        .value = *std::move(output),
        .step = traced ? static_cast<std::int32_t>(steps_.size()) - 1 : -1,
        .event = {},
    };
}

void Trace::note(formulas::Family family) {
    used_.set(index_of(formulas::version_of(family, policy_)));
}

std::vector<std::string> Trace::formulas_used() const {
    std::vector<std::string> names;
    names.reserve(used_.count());
    const auto all = formulas::all();
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (used_.test(i)) names.emplace_back(all[i].name);
    }
    return names;
}

std::vector<Step> Trace::take_steps() {
    return std::exchange(steps_, {});
}

void Trace::record(
    const formulas::Formula& formula,
    std::string_view about,
    std::span<const Argument> arguments,
    const Rational& output
) {
    Step step{.formula = std::string(formula.name), .about = std::string(about), .output = output};
    step.inputs.reserve(arguments.size());
    for (const auto& [name, quantity] : arguments) {
        Step::Input input{
            .name = numbered(name, step.inputs),
            .value = quantity.value,
            .step = quantity.step,
        };
        if (quantity.event) input.events.push_back(*quantity.event);
        step.inputs.push_back(std::move(input));
    }
    steps_.push_back(std::move(step));
}

}  // namespace ledger::score
