#include "ledger/rules/reported_value.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

namespace ledger::report {
namespace {

using Code = Rejection::Code;
using Check = std::optional<Rejection>;

Check check_stages(const plan::Indicator& indicator, const Value& value, const std::string& at) {
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < value.stages.size(); ++i) {
        const std::string& stage = value.stages[i];
        const std::string field = at + ".stages[" + std::to_string(i) + "]";
        if (std::ranges::find(indicator.stages, stage, &Stage::id) == indicator.stages.end()) {
            return Rejection{
                Code::shape,
                field,
                {"Indikator ini tidak memiliki tahap dengan id itu.",
                 "The indicator has no stage with this id."}
            };
        }
        if (!seen.insert(stage).second) {
            return Rejection{
                Code::shape, field, {"Tahap ini disebut dua kali.", "This stage is named twice."}
            };
        }
    }
    return std::nullopt;
}

Check check_missing_numerator(const Value& value, const std::string& at) {
    if (value.numerator) return std::nullopt;
    return Rejection{
        Code::shape,
        at + ".numerator",
        {"Nilai realisasi wajib diisi.", "The realised value is required."}
    };
}

// Of a value that has a numerator.
Check check_denominator(const Value& value, const std::string& at) {
    if (!value.denominator) return std::nullopt;
    if (value.denominator->is_negative()) {
        return Rejection{
            Code::shape,
            at + ".denominator",
            {"Penyebut tidak boleh negatif.", "The denominator cannot be negative."}
        };
    }
    if (value.denominator->is_zero() && !value.numerator->is_zero()) {
        return Rejection{
            Code::shape,
            at + ".numerator",
            {"Bila penyebut 0, pembilang harus 0.",
             "When the denominator is 0, the numerator must be 0 too."}
        };
    }
    return std::nullopt;
}

Check check_number(const plan::Indicator& indicator, const Value& value, const std::string& at) {
    if (!value.stages.empty()) {
        return Rejection{
            Code::shape,
            at + ".stages",
            {"Hanya indikator tonggak (milestone) yang memiliki tahap.",
             "Only a milestone indicator has stages."}
        };
    }
    if (auto e = check_missing_numerator(value, at)) return e;
    if (value.numerator->is_negative() && !indicator.is_signed) {
        return Rejection{
            Code::target_sign,
            at + ".numerator",
            {"Nilai negatif hanya boleh pada indikator yang bertanda (signed).",
             "A value may be negative only when the indicator is declared signed."}
        };
    }
    if (!value.denominator && indicator.consolidation == Consolidation::ratio) {
        return Rejection{
            Code::shape,
            at + ".denominator",
            {"Indikator rasio memerlukan pembilang dan penyebut, bukan persentase.",
             "A ratio needs its numerator and its denominator, not the percentage."}
        };
    }
    return check_denominator(value, at);
}

}  // namespace

std::optional<Rejection> check_value_of_any(const Value& value, const std::string& at) {
    if (!value.denominator) return std::nullopt;
    if (auto e = check_missing_numerator(value, at)) return e;
    return check_denominator(value, at);
}

std::optional<Rejection> check_value(
    const plan::Indicator& indicator, const Value& value, const std::string& at
) {
    const bool has_number = value.numerator || value.denominator;
    switch (indicator.polarity) {
        case Polarity::max:
        case Polarity::min:
        case Polarity::band:
            return check_number(indicator, value, at);
        case Polarity::milestone:
            if (!has_number) return check_stages(indicator, value, at);
            return Rejection{
                Code::shape,
                at,
                {"Indikator tonggak dilaporkan dengan tahap, bukan angka.",
                 "A milestone is reported by its stages, not by a number."}
            };
        case Polarity::qualitative:
            if (!has_number && value.stages.empty()) return std::nullopt;
            return Rejection{
                Code::shape,
                at,
                {"Indikator kualitatif dilaporkan dengan uraian, bukan angka.",
                 "A qualitative indicator is reported in words, not by a number."}
            };
    }
    std::unreachable();
}

}  // namespace ledger::report
