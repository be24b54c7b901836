#include "ledger/rules/formulas.h"

#include "ledger/rules/assert.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <source_location>
#include <utility>
#include <vector>

namespace ledger::formulas {

// What a formula reads: each of its inputs by name, in lists of one where it is no list.
class Arguments {
public:
    using List = std::span<const Rational* const>;

    static std::expected<Arguments, std::string> check(
        const Formula& formula, std::span<const Input> inputs
    );

    const Rational& operator[](std::string_view name) const { return *list(name).front(); }

    [[nodiscard]] List list(std::string_view name) const {
        for (std::size_t i = 0; i < formula_.inputs.size(); ++i) {
            if (formula_.inputs[i] == name) return slice(i);
        }
        assertion_failed("the formula declares this input", std::source_location::current());
    }

private:
    explicit Arguments(const Formula& formula) : formula_(formula) {}

    [[nodiscard]] List slice(std::size_t i) const {
        return List(values_).subspan(begin_[i], begin_[i + 1] - begin_[i]);
    }

    const Formula& formula_;
    std::vector<const Rational*> values_;  // in the order of the formula's inputs
    std::array<std::size_t, 6> begin_{};   // where each input's values begin, and the last ones end
};

namespace {

constexpr std::string_view list_mark = "[]";

bool is_list(std::string_view input) {
    return input.ends_with(list_mark);
}

// Whether `name` is the element `index` of `list`: "value[]" or "value[2]" of "value[]".
bool is_element(std::string_view name, std::string_view list, std::size_t index) {
    const std::string_view head = list.substr(0, list.size() - 1);
    if (!name.starts_with(head) || !name.ends_with(']')) return false;
    const std::string_view number = name.substr(head.size(), name.size() - head.size() - 1);
    if (number.empty()) return true;
    std::array<char, 20> expected{};
    const auto end = std::to_chars(expected.data(), expected.data() + expected.size(), index).ptr;
    return number == std::string_view(expected.data(), end);
}

std::unexpected<std::string> wrong(std::string text) {
    return std::unexpected(std::move(text));
}

}  // namespace

std::expected<Arguments, std::string> Arguments::check(
    const Formula& formula, std::span<const Input> inputs
) {
    Arguments arguments(formula);
    arguments.values_.reserve(inputs.size());
    std::optional<std::size_t> length;  // of the lists
    for (std::size_t i = 0; i < formula.inputs.size(); ++i) {
        const std::string_view declared = formula.inputs[i];
        const std::size_t begin = arguments.values_.size();
        if (!declared.empty()) {
            for (const Input& input : inputs) {
                const std::size_t count = arguments.values_.size() - begin;
                const bool matches = is_list(declared) ? is_element(input.name, declared, count)
                                                       : input.name == declared;
                if (matches) arguments.values_.push_back(&input.value);
            }
            const std::size_t count = arguments.values_.size() - begin;
            if (count == 0) return wrong("there is no input " + std::string(declared));
            if (!is_list(declared) && count > 1) {
                return wrong("the input " + std::string(declared) + " is there more than once");
            }
            if (is_list(declared) && length.value_or(count) != count) {
                return wrong("the lists differ in length");
            }
            if (is_list(declared)) length = count;
        }
        arguments.begin_[i + 1] = arguments.values_.size();
    }
    if (arguments.values_.size() != inputs.size()) {
        return wrong("there are inputs that the formula does not have, or not in that order");
    }
    return arguments;
}

namespace {

constinit const Rational zero(0);
constinit const Rational hundred(100);

// --- Numbers that stand for something else

std::optional<int> whole_up_to(int most, const Rational& value) {
    for (int i = 0; i <= most; ++i) {
        if (value == Rational(i)) return i;
    }
    return std::nullopt;
}

// `value` as a threshold sees it. What is too large to be rounded is far from every threshold.
std::expected<Rational, std::string> round_for_threshold(
    const Rational& value, const Rational& scale, const Rational& rounding
) {
    const auto digits = whole_up_to(Decimal::scale_max, scale);
    if (!digits) return wrong("scale is not a whole number from 0 to 18");
    const auto mode = whole_up_to(1, rounding);
    if (!mode) return wrong("rounding is neither 0 nor 1");
    const auto rounded = value.try_rounded(*digits, static_cast<Rounding>(*mode));
    return rounded ? Rational(*rounded) : value;
}

// --- Lists

// The terms from `begin` to `end`, added up in halves: a sum of long fractions is as long as all
// their denominators together, and one by one each term would be added to nearly that.
template <class Term>
Rational sum_of(std::size_t begin, std::size_t end, const Term& term) {
    if (begin == end) return zero;
    if (end - begin == 1) return term(begin);
    const std::size_t middle = begin + (end - begin) / 2;
    return sum_of(begin, middle, term) + sum_of(middle, end, term);
}

Rational sum(Arguments::List values) {
    return sum_of(0, values.size(), [&](std::size_t i) { return *values[i]; });
}

Rational sum_of_products(Arguments::List left, Arguments::List right) {
    return sum_of(0, left.size(), [&](std::size_t i) { return *left[i] * *right[i]; });
}

Output mean_of(Arguments::List values) {
    return sum(values) / Rational(static_cast<std::int64_t>(values.size()));
}

Output weighted_mean_of(Arguments::List weights, Arguments::List values) {
    const Rational total = sum(weights);
    if (total.is_zero()) return wrong("the weights add up to 0");
    return sum_of_products(weights, values) / total;
}

// --- Achievement

Rational more_is_better(const Rational& realised, const Rational& target) {
    return hundred * realised / target;
}

Rational less_is_better(const Rational& realised, const Rational& target) {
    return hundred * (Rational(2) - realised / target);
}

// An end of 0 that was passed is missed altogether: nothing can be divided by it.
Rational band(const Rational& realised, const Rational& low, const Rational& high) {
    if (realised < low) return low.is_zero() ? zero : more_is_better(realised, low);
    if (realised > high) return high.is_zero() ? zero : less_is_better(realised, high);
    return hundred;
}

Output achievement_band(const Arguments& given) {
    if (given["low"] > given["high"]) return wrong("low is above high");
    return band(given["realised"], given["low"], given["high"]);
}

Output achievement_signed_band(const Arguments& given) {
    const Rational& low = given["low"];
    const Rational& high = given["high"];
    if (low > high) return wrong("low is above high");
    const Rational& realised = given["realised"];
    if (low.is_negative() && high > zero) {
        return band(abs(realised), zero, realised.is_negative() ? -low : high);
    }
    return band(abs(realised), std::min(abs(low), abs(high)), std::max(abs(low), abs(high)));
}

Output achievement_max(const Arguments& given) {
    if (given["target"].is_zero()) return wrong("target is 0");
    return more_is_better(given["realised"], given["target"]);
}

Output achievement_min(const Arguments& given) {
    if (given["target"].is_zero()) return wrong("target is 0: achievement.zero_target is for that");
    return less_is_better(given["realised"], given["target"]);
}

// Outside a range, its nearer end is the target.
Output toward_range(
    const Arguments& given, Rational (*achieved)(const Rational& realised, const Rational& target)
) {
    const Rational& low = given["low"];
    const Rational& high = given["high"];
    const Rational& realised = given["realised"];
    if (low > high) return wrong("low is above high");
    if (realised >= low && realised <= high) return hundred;
    const Rational& end = realised < low ? low : high;
    return end.is_zero() ? zero : achieved(realised, end);
}

Output achievement_max_range(const Arguments& given) {
    return toward_range(given, more_is_better);
}

Output achievement_min_range(const Arguments& given) {
    return toward_range(given, less_is_better);
}

Output achievement_zero_target(const Arguments& given) {
    return given["realised"].is_zero() ? hundred : zero;
}

Output achievement_max_attainable(const Arguments& given) {
    return given["realised"] == given["target"] ? given["cap"] : given["achievement"];
}

Output achievement_milestone(const Arguments& given) {
    return sum_of_products(given.list("weight[]"), given.list("verified[]"));
}

Output achievement_no_observation(const Arguments& given) {
    if (!sum(given.list("denominator[]")).is_zero()) return wrong("something was observed");
    return hundred;
}

Output clamp(const Arguments& given) {
    return std::min(std::max(given["value"], given["floor"]), given["cap"]);
}

Output incomplete(const Arguments& given) {
    if (given["due"].is_zero()) return wrong("no month was due");
    return given["achievement"] * given["reported"] / given["due"];
}

// --- Consolidation

Output consolidate_average(const Arguments& given) {
    return mean_of(given.list("value[]"));
}

Output consolidate_last(const Arguments& given) {
    return *given.list("value[]").back();
}

constexpr auto smaller = [](const Rational* a, const Rational* b) { return *a < *b; };

Output consolidate_maximum(const Arguments& given) {
    return **std::ranges::max_element(given.list("value[]"), smaller);
}

Output consolidate_minimum(const Arguments& given) {
    return **std::ranges::min_element(given.list("value[]"), smaller);
}

Output consolidate_ratio(const Arguments& given) {
    const Rational denominator = sum(given.list("denominator[]"));
    if (denominator.is_zero()) return wrong("the denominators add up to 0");
    return hundred * sum(given.list("numerator[]")) / denominator;
}

Output consolidate_sum(const Arguments& given) {
    return sum(given.list("value[]"));
}

Output value_percent(const Arguments& given) {
    if (given["denominator"].is_zero()) return wrong("denominator is 0");
    return hundred * given["numerator"] / given["denominator"];
}

Output target_share(const Arguments& given) {
    if (given["of"].is_zero()) return wrong("of is 0");
    return given["target"] * given["months"] / given["of"];
}

Output target_sum(const Arguments& given) {
    return sum(given.list("target[]"));
}

// --- Scores and what they propose

Output combine_months(const Arguments& given) {
    return weighted_mean_of(given.list("months[]"), given.list("score[]"));
}

Output score_weighted(const Arguments& given) {
    return weighted_mean_of(given.list("weight[]"), given.list("achievement[]"));
}

Output rollup_mean(const Arguments& given) {
    return mean_of(given.list("value[]"));
}

Output rollup_weighted_mean(const Arguments& given) {
    return weighted_mean_of(given.list("weight[]"), given.list("value[]"));
}

Output rollup_weighted_sum(const Arguments& given) {
    return sum_of_products(given.list("weight[]"), given.list("value[]")) / hundred;
}

Output level_three(const Arguments& given) {
    const auto score = round_for_threshold(given["score"], given["scale"], given["rounding"]);
    if (!score) return wrong(score.error());
    if (*score >= given["above"]) return Rational(2);
    return *score >= given["meets"] ? Rational(1) : Rational(0);
}

Output number_pp30(const Arguments& given) {
    const Rational& weight = given["workWeight"];
    return (weight * given["work"] + (hundred - weight) * given["behaviour"]) / hundred;
}

// Rows: work; columns: behaviour. PermenPANRB 6/2022, domain.md 3.5 A.
constexpr std::array<std::array<int, 3>, 3> matrix{{{0, 2, 2}, {1, 3, 3}, {1, 3, 4}}};

Output predikat_matrix(const Arguments& given) {
    const auto work = whole_up_to(2, given["work"]);
    const auto behaviour = whole_up_to(2, given["behaviour"]);
    if (!work || !behaviour) return wrong("a level is 0, 1 or 2");
    return Rational(matrix[static_cast<std::size_t>(*work)][static_cast<std::size_t>(*behaviour)]);
}

Output predikat_pp30(const Arguments& given) {
    const auto number = round_for_threshold(given["number"], given["scale"], given["rounding"]);
    if (!number) return wrong(number.error());
    const auto innovation = whole_up_to(1, given["innovation"]);
    if (!innovation) return wrong("innovation is neither 0 nor 1");
    if (*number >= Rational(110) && *innovation == 1) return Rational(4);
    if (*number >= Rational(90)) return Rational(3);
    if (*number >= Rational(70)) return Rational(2);
    return *number >= Rational(50) ? Rational(1) : Rational(0);
}

// By name, so that find() can search and the names that a score used come out sorted.
constexpr auto table = std::to_array<Formula>({
    {"achievement.band/1", Family::achievement_band, {"realised", "low", "high"}, achievement_band},
    {"achievement.max/1", Family::achievement_max, {"realised", "target"}, achievement_max},
    {"achievement.max_attainable/1",
     Family::achievement_max_attainable,
     {"achievement", "realised", "target", "cap"},
     achievement_max_attainable},
    {"achievement.max_range/1",
     Family::achievement_max_range,
     {"realised", "low", "high"},
     achievement_max_range},
    {"achievement.milestone/1",
     Family::achievement_milestone,
     {"weight[]", "verified[]"},
     achievement_milestone},
    {"achievement.min/1", Family::achievement_min, {"realised", "target"}, achievement_min},
    {"achievement.min_range/1",
     Family::achievement_min_range,
     {"realised", "low", "high"},
     achievement_min_range},
    {"achievement.no_observation/1",
     Family::achievement_no_observation,
     {"denominator[]"},
     achievement_no_observation},
    {"achievement.signed_band/1",
     Family::achievement_signed_band,
     {"realised", "low", "high"},
     achievement_signed_band},
    {"achievement.zero_target/1",
     Family::achievement_zero_target,
     {"realised"},
     achievement_zero_target},
    {"clamp/1", Family::clamp, {"value", "floor", "cap"}, clamp},
    {"combine.months/1", Family::combine_months, {"months[]", "score[]"}, combine_months},
    {"consolidate.average/1", Family::consolidate_average, {"value[]"}, consolidate_average},
    {"consolidate.last/1", Family::consolidate_last, {"value[]"}, consolidate_last},
    {"consolidate.maximum/1", Family::consolidate_maximum, {"value[]"}, consolidate_maximum},
    {"consolidate.minimum/1", Family::consolidate_minimum, {"value[]"}, consolidate_minimum},
    {"consolidate.ratio/1",
     Family::consolidate_ratio,
     {"numerator[]", "denominator[]"},
     consolidate_ratio},
    {"consolidate.sum/1", Family::consolidate_sum, {"value[]"}, consolidate_sum},
    {"incomplete/1", Family::incomplete, {"achievement", "reported", "due"}, incomplete},
    {"level.three/1",
     Family::level_three,
     {"score", "scale", "rounding", "above", "meets"},
     level_three},
    {"number.pp30/1", Family::number_pp30, {"work", "behaviour", "workWeight"}, number_pp30},
    {"predikat.matrix/1", Family::predikat_matrix, {"work", "behaviour"}, predikat_matrix},
    {"predikat.pp30/1",
     Family::predikat_pp30,
     {"number", "innovation", "scale", "rounding"},
     predikat_pp30},
    {"rollup.mean/1", Family::rollup_mean, {"value[]"}, rollup_mean},
    {"rollup.weighted_mean/1",
     Family::rollup_weighted_mean,
     {"weight[]", "value[]"},
     rollup_weighted_mean},
    {"rollup.weighted_sum/1",
     Family::rollup_weighted_sum,
     {"weight[]", "value[]"},
     rollup_weighted_sum},
    {"score.weighted/1", Family::score_weighted, {"weight[]", "achievement[]"}, score_weighted},
    {"target.share/1", Family::target_share, {"target", "months", "of"}, target_share},
    {"target.sum/1", Family::target_sum, {"target[]"}, target_sum},
    {"value.percent/1", Family::value_percent, {"numerator", "denominator"}, value_percent},
});

static_assert(std::ranges::is_sorted(table, {}, &Formula::name));

// Where each family begins in the table: with its version 1.
constexpr auto first_versions = [] {
    std::array<std::size_t, names(Family{}).size()> first{};
    for (std::size_t i = table.size(); i-- > 0;) {
        first[static_cast<std::size_t>(std::to_underlying(table[i].family))] = i;
    }
    return first;
}();

}  // namespace

std::span<const Formula> all() {
    return table;
}

const Formula* find(std::string_view name) {
    const auto found = std::ranges::lower_bound(table, name, {}, &Formula::name);
    return found != table.end() && found->name == name ? &*found : nullptr;
}

const Formula& version_of(Family family, const policy::Parameters& policy) {
    const auto index = static_cast<std::size_t>(std::to_underlying(family));
    const Formula& first = table[first_versions[index]];
    // With the slash: "achievement.max/" is no beginning of "achievement.max_range/2".
    const std::string_view head = first.name.substr(0, first.name.find('/') + 1);
    for (const std::string& name : policy.formulas) {
        if (!name.starts_with(head)) continue;
        const Formula* formula = find(name);
        ledger_assert(formula != nullptr);
        return *formula;
    }
    return first;
}

Output evaluate(const Formula& formula, std::span<const Input> inputs) {
    const auto arguments = Arguments::check(formula, inputs);
    if (!arguments) return wrong(arguments.error());
    return formula.compute(*arguments);
}

Output evaluate(std::string_view formula, std::span<const Input> inputs) {
    const Formula* known = find(formula);
    if (known == nullptr) return wrong("there is no formula " + std::string(formula));
    return evaluate(*known, inputs);
}

}  // namespace ledger::formulas
