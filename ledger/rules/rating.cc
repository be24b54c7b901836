#include "ledger/rules/rating.h"

#include "ledger/rules/assert.h"
#include "ledger/rules/formulas.h"

#include <initializer_list>
#include <span>
#include <string_view>
#include <utility>

namespace ledger {
namespace {

using formulas::Family;
using formulas::Input;

Rational as_number(auto value) {
    return Rational(static_cast<std::int64_t>(std::to_underlying(value)));
}

// What `formula` gives for inputs that it cannot refuse.
Rational apply(const formulas::Formula& formula, std::initializer_list<Input> inputs) {
    auto output = evaluate(formula, std::span(inputs.begin(), inputs.size()));
    ledger_assert(output.has_value());
    return *std::move(output);
}

// The value that `number` stands for.
template <Named E>
E named_by(const Rational& number) {
    const auto index = number.rounded(0).coefficient();
    ledger_assert(index >= 0 && static_cast<std::size_t>(index) < names(E{}).size());
    return static_cast<E>(index);
}

}  // namespace

Words words(Level level) {
    switch (level) {
        case Level::below:
            return {"di bawah ekspektasi", "below expectations"};
        case Level::meets:
            return {"sesuai ekspektasi", "meets expectations"};
        case Level::above:
            return {"di atas ekspektasi", "above expectations"};
    }
    std::unreachable();
}

Words words(Predikat predikat) {
    switch (predikat) {
        case Predikat::very_poor:
            return {"Sangat Kurang", "Very poor"};
        case Predikat::poor:
            return {"Kurang", "Poor"};
        case Predikat::needs_improvement:
            return {"Butuh Perbaikan", "Needs improvement"};
        case Predikat::good:
            return {"Baik", "Good"};
        case Predikat::very_good:
            return {"Sangat Baik", "Very good"};
    }
    std::unreachable();
}

Level level_for(const Rational& score, const policy::Parameters& policy) {
    return named_by<Level>(apply(
        version_of(Family::level_three, policy),
        {
            {"score", score},
            {"scale", Rational(policy.threshold_scale)},
            {"rounding", as_number(policy.rounding)},
            {"above", Rational(policy.level_above)},
            {"meets", Rational(policy.level_meets)},
        }
    ));
}

Predikat predikat_for(Level work, Level behaviour) {
    return named_by<Predikat>(apply(
        *formulas::find("predikat.matrix/1"),
        {{"work", as_number(work)}, {"behaviour", as_number(behaviour)}}
    ));
}

Rational pp30_number(
    const Rational& work, const Rational& behaviour, const policy::Parameters& policy
) {
    return apply(
        version_of(Family::number_pp30, policy),
        {
            {"work", work},
            {"behaviour", behaviour},
            {"workWeight", Rational(policy.pp30_work_weight)},
        }
    );
}

Predikat pp30_predikat(const Rational& number, bool innovation, const policy::Parameters& policy) {
    return named_by<Predikat>(apply(
        version_of(Family::predikat_pp30, policy),
        {
            {"number", number},
            {"innovation", Rational(innovation ? 1 : 0)},
            {"scale", Rational(policy.threshold_scale)},
            {"rounding", as_number(policy.rounding)},
        }
    ));
}

}  // namespace ledger
