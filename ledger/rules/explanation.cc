#include "ledger/rules/explanation.h"

#include "ledger/rules/assert.h"
#include "ledger/rules/formula_words.h"

#include <cstddef>
#include <source_location>
#include <string_view>
#include <utility>

namespace ledger::explanation {
namespace {

using formulas::Family;
using score::Quantity;
using score::Step;

constexpr int shown_scale = 4;  // digits, as domain.md 7 shows them

enum class Language : std::uint8_t { indonesian, english };

std::string_view in(const formulas::Text& text, Language language) {
    return language == Language::indonesian ? text.id : text.en;
}

std::string in(Words words, Language language) {
    return language == Language::indonesian ? std::move(words.id) : std::move(words.en);
}

// --- Numbers as people write them: 36, 77.8, 93.3333, with a comma in Indonesian

std::string without_trailing_zeros(std::string text) {
    if (text.find('.') == std::string::npos) return text;
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
}

bool is_shown_exactly(const Rational& value) {
    const auto rounded = value.try_rounded(shown_scale, Rounding::half_up);
    return !rounded || Rational(*rounded) == value;
}

std::string shown(const Rational& value, Language language) {
    const auto rounded = value.try_rounded(shown_scale, Rounding::half_up);
    if (!rounded) return value.text();
    std::string text = rounded->text();
    if (is_shown_exactly(value)) text = without_trailing_zeros(std::move(text));
    const std::size_t point = text.find('.');
    if (language == Language::indonesian && point != std::string::npos) text[point] = ',';
    return text;
}

// The name that `value` stands for, of an enumeration counted from 0.
template <Named E>
std::string name_shown(const Rational& value, Language language) {
    const auto index = value.rounded(0).coefficient();
    ledger_assert(index >= 0 && static_cast<std::size_t>(index) < names(E{}).size());
    return in(words(static_cast<E>(index)), language);
}

// --- Sentences: a formula's wording with its marks filled in. formula_words.h lists the marks.

class Sentence {
public:
    Sentence(const Step& step, Language language) : step_(step), language_(language) {}

    [[nodiscard]] std::string fill(std::string_view pattern) const {
        std::string text;
        for (std::size_t open; (open = pattern.find('{')) != std::string_view::npos;) {
            const std::size_t close = pattern.find('}', open);
            text += pattern.substr(0, open);
            text += filled(pattern.substr(open + 1, close - open - 1));
            pattern.remove_prefix(close + 1);
        }
        return text.append(pattern);
    }

private:
    [[nodiscard]] std::string filled(std::string_view mark) const {
        if (mark == "=") {
            return (is_shown_exactly(step_.output) ? "= " : "≈ ") + shown(step_.output, language_);
        }
        if (mark.starts_with('#')) return std::to_string(list(mark.substr(1)).size());
        if (mark.ends_with('+')) return sum(mark.substr(0, mark.size() - 1));
        if (mark.ends_with(',')) return listed(mark.substr(0, mark.size() - 1));
        const std::size_t colon = mark.find(':');
        const Rational& value = one(mark.substr(0, colon));
        if (colon == std::string_view::npos) return shown(value, language_);
        return mark.substr(colon + 1) == "level" ? name_shown<Level>(value, language_)
                                                 : name_shown<Predikat>(value, language_);
    }

    [[nodiscard]] const Rational& one(std::string_view name) const {
        if (name == "output") return step_.output;
        for (const Step::Input& input : step_.inputs) {
            if (input.name == name) return input.value;
        }
        assertion_failed("the wording names an input", std::source_location::current());
    }

    [[nodiscard]] std::vector<const Rational*> list(std::string_view name) const {
        const std::string head = std::string(name) + "[";
        std::vector<const Rational*> values;
        for (const Step::Input& input : step_.inputs) {
            if (input.name.starts_with(head)) values.push_back(&input.value);
        }
        ledger_assert(!values.empty());
        return values;
    }

    // "14 + 15", or "25 × 80 + 20 × 90" of "weight*achievement".
    [[nodiscard]] std::string sum(std::string_view names) const {
        const std::size_t times = names.find('*');
        const auto left = list(names.substr(0, times));
        const auto right = times == std::string_view::npos ? left : list(names.substr(times + 1));
        std::string text;
        for (std::size_t i = 0; i < left.size(); ++i) {
            if (i > 0) text += " + ";
            text += shown(*left[i], language_);
            if (times != std::string_view::npos) text += " × " + shown(*right[i], language_);
        }
        return text;
    }

    // Indonesian numbers have commas themselves.
    [[nodiscard]] std::string listed(std::string_view name) const {
        std::string text;
        for (const Rational* value : list(name)) {
            if (!text.empty()) text += language_ == Language::indonesian ? "; " : ", ";
            text += shown(*value, language_);
        }
        return text;
    }

    const Step& step_;
    Language language_;
};

Words sentence_of(const Step& step, const formulas::Formula& formula) {
    const formulas::Text& pattern = formulas::wording(formula).sentence;
    return {
        .id = Sentence(step, Language::indonesian).fill(in(pattern, Language::indonesian)),
        .en = Sentence(step, Language::english).fill(in(pattern, Language::english)),
    };
}

// --- What follows from a score

Quantity enumerator(auto value) {
    return Quantity::plain(Rational(static_cast<std::int64_t>(std::to_underlying(value))));
}

Quantity add_level(score::Trace& trace, const Quantity& score) {
    const policy::Parameters& policy = trace.policy();
    return trace.apply(
        Family::level_three,
        {},
        {
            {"score", score},
            {"scale", Quantity::plain(Rational(policy.threshold_scale))},
            {"rounding", enumerator(policy.rounding)},
            {"above", Quantity::plain(policy.level_above)},
            {"meets", Quantity::plain(policy.level_meets)},
        }
    );
}

// PP 30/2019's number and predikat.
void add_number(score::Trace& trace, const Quantity& score, const Judgement& judgement) {
    const policy::Parameters& policy = trace.policy();
    const auto& [result, event] = judgement;
    if (!result.behaviour_score) return;
    const Quantity number = trace.apply(
        Family::number_pp30,
        {},
        {
            {"work", score},
            {"behaviour", Quantity::raw(*result.behaviour_score, event)},
            {"workWeight", Quantity::plain(policy.pp30_work_weight)},
        }
    );
    trace.apply(
        Family::predikat_pp30,
        {},
        {
            {"number", number},
            {"innovation", Quantity::raw(Rational(result.innovation ? 1 : 0), event)},
            {"scale", Quantity::plain(Rational(policy.threshold_scale))},
            {"rounding", enumerator(policy.rounding)},
        }
    );
}

// The predikat that is acted on. The level of work is the proposed one, or the rater's own.
void add_predikat(score::Trace& trace, const Quantity& proposed, const Judgement& judgement) {
    const auto& [result, event] = judgement;
    Quantity work = enumerator(result.work);
    if (proposed.step >= 0 && proposed.value == work.value) {
        work = proposed;
    } else {
        work.event = event;
    }
    const Quantity behaviour = Quantity::raw(enumerator(result.behaviour).value, event);
    trace.apply(Family::predikat_matrix, {}, {{"work", work}, {"behaviour", behaviour}});
}

Node node_of(const Step& step, std::uint32_t id, const PolicyId& policy_id) {
    const formulas::Formula* formula = formulas::find(step.formula);
    ledger_assert(formula != nullptr);
    Node node{
        .id = id,
        .formula = step.formula,
        .about = step.about,
        .exact = step.output,
        .rounded = step.output.try_rounded(shown_scale, Rounding::half_up),
        .policy = policy_id,
        .sentence = sentence_of(step, *formula),
    };
    for (const Step::Input& input : step.inputs) {
        std::optional<std::uint32_t> source;
        if (input.step >= 0) source = static_cast<std::uint32_t>(input.step);
        node.inputs.push_back({input.name, input.value, source, input.events});
    }
    return node;
}

}  // namespace

Graph explain(
    const score::Score& score,
    const PolicyId& policy_id,
    const policy::Parameters& policy,
    const std::optional<Judgement>& judgement
) {
    score::Trace trace(policy, score.steps);
    Quantity level;
    if (score.exact) {
        ledger_assert(!score.steps.empty());
        const Quantity exact{
            .value = *score.exact,
            .step = static_cast<std::int32_t>(score.steps.size()) - 1,
            .event = {},
        };
        level = add_level(trace, exact);
        if (judgement) add_number(trace, exact, *judgement);
    }
    if (judgement) add_predikat(trace, level, *judgement);
    return explain(trace.take_steps(), policy_id);
}

Graph explain(std::span<const score::Step> steps, const PolicyId& policy_id) {
    Graph graph;
    graph.nodes.reserve(steps.size());
    for (const Step& step : steps) {
        graph.nodes.push_back(
            node_of(step, static_cast<std::uint32_t>(graph.nodes.size()), policy_id)
        );
    }
    return graph;
}

formulas::Output work_out(const Node& node) {
    std::vector<formulas::Input> inputs;
    inputs.reserve(node.inputs.size());
    for (const Input& input : node.inputs) inputs.push_back({input.name, input.exact});
    return formulas::evaluate(node.formula, inputs);
}

}  // namespace ledger::explanation
