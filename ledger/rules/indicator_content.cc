#include "ledger/rules/indicator_content.h"

#include "ledger/rules/plan_content.h"
#include "ledger/rules/texts.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

namespace ledger::indicator {
namespace {

using Code = Rejection::Code;
using Check = std::optional<Rejection>;

constexpr std::size_t definition_bytes_max = 10'000;
constexpr std::size_t name_bytes_most = 200;  // a code, a unit of measure, a source

Rejection no(Code code, std::string field, std::string id, std::string en) {
    return {code, std::move(field), {std::move(id), std::move(en)}};
}

// --- Targets

bool is_numeric(Polarity polarity) {
    return polarity == Polarity::max || polarity == Polarity::min || polarity == Polarity::band;
}

Check check_target_form(const Defined& definition, const Target& target) {
    if (!is_numeric(definition.polarity)) {
        return no(
            Code::shape,
            "target",
            "Indikator kualitatif dan tonggak tidak memiliki target angka.",
            "Qualitative and milestone indicators have no target in numbers."
        );
    }
    const bool has_range = target.low && target.high;
    const bool has_half_range = target.low.has_value() != target.high.has_value();
    if (target.value.has_value() == has_range || has_half_range) {
        return no(
            Code::shape,
            "target",
            "Isilah satu nilai target, atau batas bawah dan batas atasnya.",
            "Give one target value, or a range with both its low and its high end."
        );
    }
    if (has_range && *target.low > *target.high) {
        return no(
            Code::shape,
            "target.low",
            "Batas bawah melebihi batas atas.",
            "The low end of the range is above its high end."
        );
    }
    return std::nullopt;
}

Check check_sign(const Defined& definition, const std::optional<Decimal>& number, std::string at) {
    if (definition.is_signed || !number || !number->is_negative()) return std::nullopt;
    return no(
        Code::target_sign,
        std::move(at),
        "Angka negatif hanya boleh pada indikator yang bertanda (signed).",
        "A number may be negative only where the indicator is declared signed."
    );
}

// --- Values

Check check_stages_reached(const Defined& definition, const Value& value, const std::string& at) {
    std::set<std::string_view> known;
    for (std::size_t i = 0; i < value.stages.size(); ++i) {
        const std::string& stage = value.stages[i];
        const bool exists =
            std::ranges::find(definition.stages, stage, &Stage::id) != definition.stages.end();
        if (exists && known.insert(stage).second) continue;
        return no(
            Code::shape,
            at + ".stages[" + std::to_string(i) + "]",
            "Indikator ini tidak memiliki tahap tersebut, atau tahap itu disebut dua kali.",
            "The indicator has no such stage, or it is named twice."
        );
    }
    return std::nullopt;
}

Check check_number(const Defined& definition, const Value& value, const std::string& at) {
    if (!value.numerator || !value.stages.empty()) {
        return no(
            Code::shape,
            at,
            "Isilah angka capaiannya dalam \"numerator\", tanpa tahap.",
            "Give the realised number in \"numerator\", and no stages."
        );
    }
    if (definition.consolidation == Consolidation::ratio && !value.denominator) {
        return no(
            Code::shape,
            at + ".denominator",
            "Indikator rasio memerlukan pembilang dan penyebut, bukan persentasenya. Penyebut 0 "
            "berarti tidak ada kejadian.",
            "A ratio needs numerator and denominator, not their percentage. A denominator of 0 "
            "means that there was nothing to observe."
        );
    }
    if (value.denominator && value.denominator->is_negative()) {
        return no(
            Code::shape,
            at + ".denominator",
            "Penyebut tidak boleh negatif.",
            "A denominator cannot be negative."
        );
    }
    if (value.denominator && value.denominator->is_zero() && !value.numerator->is_zero()) {
        return no(
            Code::shape,
            at + ".numerator",
            "Bila penyebut 0, pembilang harus 0.",
            "When the denominator is 0, the numerator must be 0 too."
        );
    }
    return check_sign(definition, value.numerator, at + ".numerator");
}

Check check_words(const Defined& act) {
    if (act.text.empty()) {
        return no(
            Code::shape,
            "text",
            "Nama indikator wajib diisi.",
            "The name of the indicator is required."
        );
    }
    if (auto e = check_length(act.text, text_bytes_max, "text")) return e;
    if (auto e = check_length(act.code, name_bytes_most, "code")) return e;
    if (auto e = check_length(act.definition, definition_bytes_max, "definition")) return e;
    if (auto e = check_length(act.goal, text_bytes_max, "goal")) return e;
    if (auto e = check_length(act.measure, name_bytes_most, "measure")) return e;
    return check_length(act.source, name_bytes_most, "source");
}

Check check_stages(const Defined& act) {
    std::set<std::string_view> known;
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < act.stages.size(); ++i) {
        const std::string at = "stages[" + std::to_string(i) + "]";
        if (!is_name(act.stages[i].id) || !known.insert(act.stages[i].id).second) {
            return no(
                Code::shape,
                at + ".id",
                "Setiap tahap memerlukan id yang berbeda, 1 sampai 64 karakter A-Z a-z 0-9 . _ ~ "
                "-.",
                "Each stage needs an id of its own, 1 to 64 of the characters A-Z a-z 0-9 . _ ~ -."
            );
        }
        if (auto e = check_length(act.stages[i].text, text_bytes_max, at + ".text")) return e;
        total += act.stages[i].weight;
    }
    const bool is_milestone = act.polarity == Polarity::milestone;
    if (total == (is_milestone ? plan::stage_weights_total : 0) && is_milestone != known.empty()) {
        return std::nullopt;
    }
    return no(
        Code::shape,
        "stages",
        "Indikator tonggak memiliki tahap yang bobotnya berjumlah 100; indikator lain tidak "
        "memiliki tahap.",
        "A milestone indicator has stages whose weights total 100; no other indicator has stages."
    );
}

}  // namespace

Check check_target(const Defined& definition, const Period& period, const Target& target) {
    if (auto e = check_target_form(definition, target)) return e;
    if (auto e = check_sign(definition, target.value, "target.value")) return e;
    if (auto e = check_sign(definition, target.low, "target.low")) return e;
    if (auto e = check_sign(definition, target.high, "target.high")) return e;
    const std::optional<Decimal>& most = target.value ? target.value : target.high;
    const bool is_year = period.kind() == Period::Kind::year;
    const bool more_is_better = definition.polarity == Polarity::max && !definition.is_signed;
    if (!is_year || !more_is_better || !most->is_zero()) return std::nullopt;
    return no(
        Code::target_zero,
        "target",
        "Target 0 untuk setahun tidak dapat diukur pada indikator maximize. Ubah target atau "
        "polaritasnya.",
        "A target of 0 for a year cannot be measured against where more is better. Change the "
        "target or the polarity."
    );
}

Check check_value(const Defined& definition, const Value& value, const std::string& at) {
    if (is_numeric(definition.polarity)) return check_number(definition, value, at);
    if (value.numerator || value.denominator) {
        return no(
            Code::shape,
            at,
            "Indikator kualitatif dan tonggak tidak memiliki capaian angka.",
            "Qualitative and milestone indicators have no value in numbers."
        );
    }
    return check_stages_reached(definition, value, at);
}

Check check_definition(const Defined& act) {
    if (auto e = check_words(act)) return e;
    if (act.weight.is_negative()) {
        return no(
            Code::shape, "weight", "Bobot tidak boleh negatif.", "A weight cannot be negative."
        );
    }
    if (act.roll_up != RollUp::measured && !is_numeric(act.polarity)) {
        return no(
            Code::shape,
            "rollUp",
            "Indikator kualitatif dan tonggak tidak dapat dihitung dari indikator di bawahnya.",
            "Qualitative and milestone indicators cannot be computed from those below them."
        );
    }
    return check_stages(act);
}

}  // namespace ledger::indicator
