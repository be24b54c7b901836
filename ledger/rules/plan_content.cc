#include "ledger/rules/plan_content.h"

#include "ledger/rules/texts.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ledger::plan {
namespace {

using Code = Rejection::Code;
using Check = std::optional<Rejection>;

constexpr std::uint32_t year_min = 1990;
constexpr std::uint32_t year_max = 2199;

std::string item(std::string_view list, std::size_t index) {
    return std::string(list) + "[" + std::to_string(index) + "]";
}

// --- Form

Check check_count(std::size_t count, std::size_t most, const std::string& at) {
    if (count <= most) return std::nullopt;
    const std::string limit = std::to_string(most);
    return Rejection{
        Code::shape,
        at,
        {"Terlalu banyak: paling banyak " + limit + ".", "Too many: at most " + limit + "."}
    };
}

Check check_id(std::string_view id, std::set<std::string_view>& known, const std::string& at) {
    if (!is_name(id)) {
        return Rejection{
            Code::shape,
            at,
            {"Id harus 1 sampai 64 karakter A-Z a-z 0-9 . _ ~ -.",
             "An id is 1 to 64 of the characters A-Z a-z 0-9 . _ ~ -."}
        };
    }
    if (!known.insert(id).second) {
        return Rejection{
            Code::shape,
            at,
            {"Id ini dipakai dua kali. Berilah id yang lain.",
             "This id is used twice. Choose another."}
        };
    }
    return std::nullopt;
}

Check check_text(std::string_view text, const std::string& at) {
    if (text.empty()) {
        return Rejection{Code::shape, at, {"Teks ini wajib diisi.", "This text is required."}};
    }
    return check_length(text, text_bytes_max, at);
}

Check check_parent_form(const Parent& parent, const std::string& at) {
    const bool names_indicator = !parent.indicator.empty();
    const bool names_result = !parent.plan.empty() && !parent.result.empty();
    const bool names_half = parent.plan.empty() != parent.result.empty();
    if (names_indicator == names_result || names_half) {
        return Rejection{
            Code::shape,
            at,
            {"Sebutkan satu induk: sebuah indikator, atau SKP beserta hasilnya.",
             "Name one parent: an indicator, or a plan together with its result."}
        };
    }
    return std::nullopt;
}

Check check_results(const std::vector<Result>& results) {
    const std::string list = "content.results";
    if (auto e = check_count(results.size(), results_max, list)) return e;
    std::set<std::string_view> known;
    for (std::size_t i = 0; i < results.size(); ++i) {
        const std::string at = item(list, i);
        if (auto e = check_id(results[i].id.text, known, at + ".id")) return e;
        if (auto e = check_text(results[i].text, at + ".text")) return e;
        const std::vector<Parent>& parents = results[i].parents;
        if (auto e = check_count(parents.size(), parents_max, at + ".parents")) return e;
        for (std::size_t j = 0; j < parents.size(); ++j) {
            if (auto e = check_parent_form(parents[j], item(at + ".parents", j))) return e;
        }
    }
    return std::nullopt;
}

Check check_stages(const Indicator& indicator, const std::string& at) {
    const std::string list = at + ".stages";
    const std::vector<Stage>& stages = indicator.stages;
    if (indicator.polarity != Polarity::milestone) {
        if (stages.empty()) return std::nullopt;
        return Rejection{
            Code::shape,
            list,
            {"Hanya indikator tonggak (milestone) yang memiliki tahap.",
             "Only a milestone indicator has stages."}
        };
    }
    if (auto e = check_count(stages.size(), stages_max, list)) return e;
    std::set<std::string_view> known;
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < stages.size(); ++i) {
        if (auto e = check_id(stages[i].id, known, item(list, i) + ".id")) return e;
        if (auto e = check_text(stages[i].text, item(list, i) + ".text")) return e;
        total += stages[i].weight;
    }
    if (total == stage_weights_total) return std::nullopt;
    return Rejection{
        Code::shape,
        list,
        {"Bobot semua tahap harus berjumlah 100; sekarang " + std::to_string(total) + ".",
         "The weights of all stages must total 100; now they total " + std::to_string(total) + "."}
    };
}

Check check_expectations(const std::vector<Expectation>& expectations) {
    const std::string list = "content.expectations";
    std::set<Behaviour> known;
    for (std::size_t i = 0; i < expectations.size(); ++i) {
        const std::string at = item(list, i);
        if (!known.insert(expectations[i].value).second) {
            return Rejection{
                Code::shape,
                at + ".value",
                {"Setiap nilai BerAKHLAK paling banyak satu kali.",
                 "Each BerAKHLAK value may appear once at most."}
            };
        }
        if (auto e = check_text(expectations[i].text, at + ".text")) return e;
    }
    return std::nullopt;
}

// --- Targets

// Polarities that compare a realised value with a target.
bool has_target(Polarity polarity) {
    return polarity == Polarity::max || polarity == Polarity::min || polarity == Polarity::band;
}

bool is_zero(const Target& target) {
    return target.value ? target.value->is_zero() : target.high && target.high->is_zero();
}

// More is better, against the target itself; what is signed is measured on a band (domain.md 2.3).
bool needs_target_above_zero(const Indicator& indicator) {
    return indicator.polarity == Polarity::max && !indicator.is_signed;
}

Check check_target_form(const Target& target, const std::string& at) {
    const bool is_range = target.low && target.high;
    const bool is_half_range = target.low.has_value() != target.high.has_value();
    if (target.value.has_value() == is_range || is_half_range) {
        return Rejection{
            Code::shape,
            at,
            {"Isilah satu nilai target, atau batas bawah dan batas atasnya.",
             "Give one target value, or a range with both its low and its high end."}
        };
    }
    if (is_range && *target.low > *target.high) {
        return Rejection{
            Code::shape,
            at + ".low",
            {"Batas bawah melebihi batas atas.", "The low end of the range is above its high end."}
        };
    }
    return std::nullopt;
}

Check check_target_sign(const Target& target, const std::string& at) {
    const std::pair<const std::optional<Decimal>&, std::string_view> ends[] = {
        {target.value, ".value"}, {target.low, ".low"}, {target.high, ".high"}
    };
    for (const auto& [end, name] : ends) {
        if (!end || !end->is_negative()) continue;
        return Rejection{
            Code::target_sign,
            at + std::string(name),
            {"Target negatif hanya boleh pada indikator yang bertanda (signed).",
             "A target may be negative only when the indicator is declared signed."}
        };
    }
    return std::nullopt;
}

Check check_target(const Indicator& indicator, const Target& target, const std::string& at) {
    if (auto e = check_target_form(target, at)) return e;
    if (indicator.is_signed) return std::nullopt;
    return check_target_sign(target, at);
}

Check check_targets(const Indicator& indicator, std::size_t months, const std::string& at) {
    const std::vector<Target>& trajectory = indicator.trajectory;
    if (!has_target(indicator.polarity)) {
        if (indicator.target == Target{} && trajectory.empty()) return std::nullopt;
        return Rejection{
            Code::shape,
            at + ".target",
            {"Indikator kualitatif dan tonggak tidak memiliki target angka.",
             "Qualitative and milestone indicators have no target in numbers."}
        };
    }
    if (auto e = check_target(indicator, indicator.target, at + ".target")) return e;
    if (needs_target_above_zero(indicator) && is_zero(indicator.target)) {
        return Rejection{
            Code::target_zero,
            at + ".target",
            {"Target 0 tidak dapat dicapai pada indikator maximize. Ubah target atau polaritasnya.",
             "A target of 0 cannot be measured against where more is better. Change the target or "
             "the polarity."}
        };
    }
    if (!trajectory.empty() && trajectory.size() != months) {
        const std::string count = std::to_string(months);
        return Rejection{
            Code::shape,
            at + ".trajectory",
            {"Target bulanan harus " + count + ", satu untuk setiap bulan SKP, atau kosong.",
             "The trajectory needs " + count + " targets, one for each month of the plan, or none."}
        };
    }
    for (std::size_t i = 0; i < trajectory.size(); ++i) {
        if (auto e = check_target(indicator, trajectory[i], item(at + ".trajectory", i))) return e;
    }
    return std::nullopt;
}

Check check_indicators(const Content& content, std::size_t months) {
    const std::string list = "content.indicators";
    if (auto e = check_count(content.indicators.size(), indicators_max, list)) return e;
    std::set<std::string_view> known;
    for (std::size_t i = 0; i < content.indicators.size(); ++i) {
        const Indicator& indicator = content.indicators[i];
        const std::string at = item(list, i);
        if (auto e = check_id(indicator.id.text, known, at + ".id")) return e;
        const auto& results = content.results;
        if (std::ranges::find(results, indicator.result, &Result::id) == results.end()) {
            return Rejection{
                Code::shape,
                at + ".result",
                {"Tidak ada hasil kerja dengan id ini dalam SKP.",
                 "The plan has no result with this id."}
            };
        }
        if (auto e = check_text(indicator.text, at + ".text")) return e;
        if (auto e = check_length(indicator.unit, measure_bytes_max, at + ".unit")) return e;
        if (auto e = check_targets(indicator, months, at)) return e;
        if (auto e = check_stages(indicator, at)) return e;
    }
    return std::nullopt;
}

bool is_of_main_result(const Content& content, const Indicator& indicator) {
    const auto found = std::ranges::find(content.results, indicator.result, &Result::id);
    return found != content.results.end() && found->kind == ResultKind::main;
}

}  // namespace

std::optional<Rejection> check_span(
    std::uint32_t year, std::uint32_t first_month, std::uint32_t last_month
) {
    if (year < year_min || year > year_max) {
        return Rejection{
            Code::shape,
            "year",
            {"Tahun SKP di luar jangkauan 1990 sampai 2199.",
             "The plan's year is outside 1990 to 2199."}
        };
    }
    if (first_month >= 1 && first_month <= last_month && last_month <= 12) {
        return std::nullopt;
    }
    return Rejection{
        Code::shape,
        "firstMonth",
        {"Masa SKP harus dari bulan 1 sampai 12, awal sebelum akhir.",
         "A plan's span runs from month 1 to 12 at most, the first not after the last."}
    };
}

std::optional<Rejection> check_content(const Content& content, std::size_t months) {
    if (auto e = check_results(content.results)) return e;
    if (auto e = check_indicators(content, months)) return e;
    if (auto e = check_expectations(content.expectations)) return e;
    if (auto e = check_length(content.resources, annex_bytes_max, "content.resources")) return e;
    if (auto e = check_length(content.accountability, annex_bytes_max, "content.accountability")) {
        return e;
    }
    return check_length(content.consequences, annex_bytes_max, "content.consequences");
}

bool is_due(const Indicator& indicator, std::size_t nth) {
    return !needs_target_above_zero(indicator) || nth >= indicator.trajectory.size() ||
           !is_zero(indicator.trajectory[nth]);
}

std::optional<Rejection> check_weights(const Content& content, std::uint32_t total) {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < content.indicators.size(); ++i) {
        const Indicator& indicator = content.indicators[i];
        if (is_of_main_result(content, indicator)) {
            sum += indicator.weight;
        } else if (indicator.weight > 0) {
            return Rejection{
                Code::weight_100,
                item("content.indicators", i) + ".weight",
                {"Kinerja tambahan tidak menggantikan kinerja utama: bobot indikatornya 0.",
                 "Additional work does not replace main work: its indicators have the weight 0."}
            };
        }
    }
    if (sum == total) return std::nullopt;
    const std::string is = std::to_string(sum);
    const std::string must = std::to_string(total);
    return Rejection{
        Code::weight_100,
        "content.indicators",
        {"Bobot semua indikator kinerja utama harus berjumlah " + must + "; sekarang " + is + ".",
         "The weights of all indicators of main results must total " + must + "; now they total " +
             is + "."}
    };
}

}  // namespace ledger::plan
