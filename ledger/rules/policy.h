#pragma once
// The policies of one agency: numbers that a regulation or an agency may change. They are data with
// a validity, never constants in a rule, so that an old decision is replayed under the policy
// that it was made under. Formulas are code; a policy names the versions that it uses.

#include "ledger/rules/decimal.h"
#include "ledger/rules/fields.h"
#include "ledger/rules/rational.h"
#include "ledger/rules/stream.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ledger::policy {

// What a ratio with denominator 0 means (domain.md 2.3).
enum class ZeroDenominator : std::uint8_t { redistribute, hundred };

constexpr auto names(ZeroDenominator) {
    return std::to_array<std::string_view>({"redistribute", "hundred"});
}

// domain.md 15, as far as rules read it today. Defaults are that table's.
struct Parameters {
    Decimal score_cap{120};
    Decimal score_floor{0};
    std::uint32_t threshold_scale = 2;  // digits kept when a score is compared with a threshold
    Rounding rounding = Rounding::half_up;
    Decimal level_above{110};
    Decimal level_meets{90};
    bool max_attainable_is_cap = false;  // PermenPANRB 8/2021: T attainable at most, and R = T
    ZeroDenominator zero_denominator = ZeroDenominator::redistribute;
    Decimal pp30_work_weight{70};  // PP 30/2019 art. 41; behaviour has the rest of 100
    std::uint32_t weights_total = 100;
    std::uint32_t amend_after_month = 9;  // later amendments need the superior
    std::uint32_t report_due_day = 5;     // of the month after
    std::uint32_t objection_days = 14;    // calendar days from receipt, PP 30/2019 art. 59
    std::uint32_t reason_characters_min = 20;
    std::uint32_t backdate_working_days = 3;
    std::uint32_t rater_change_days = 30;     // a later change before an evaluation needs the head
    std::uint32_t supervised_months_min = 1;  // as rater, before he may evaluate (domain.md 2.5)
    // "achievement.max/1", ...: the version of each formula. One that is not listed has version 1.
    std::vector<std::string> formulas;

    static constexpr std::tuple fields{
        field("scoreCap", &Parameters::score_cap),
        field("scoreFloor", &Parameters::score_floor),
        field("thresholdScale", &Parameters::threshold_scale),
        field("rounding", &Parameters::rounding),
        field("levelAbove", &Parameters::level_above),
        field("levelMeets", &Parameters::level_meets),
        field("maxAttainableIsCap", &Parameters::max_attainable_is_cap),
        field("zeroDenominator", &Parameters::zero_denominator),
        field("pp30WorkWeight", &Parameters::pp30_work_weight),
        field("weightsTotal", &Parameters::weights_total),
        field("amendAfterMonth", &Parameters::amend_after_month),
        field("reportDueDay", &Parameters::report_due_day),
        field("objectionDays", &Parameters::objection_days),
        field("reasonCharactersMin", &Parameters::reason_characters_min),
        field("backdateWorkingDays", &Parameters::backdate_working_days),
        field("raterChangeDays", &Parameters::rater_change_days),
        field("supervisedMonthsMin", &Parameters::supervised_months_min),
        field("formulas", &Parameters::formulas),
    };
    friend bool operator==(const Parameters&, const Parameters&) = default;
};

// --- Events of the stream policy/{agency}

// Kebijakan ditetapkan. Two signatures: the actor's and `countersigned_by`'s (domain.md 12.3). By
// the head alone, under a migration order too: no source system can give his signature, and what is
// brought in is judged by it.
struct Published {
    PolicyId id;
    std::string legal_ref;
    Date valid_from{};
    PersonId countersigned_by;
    Parameters parameters;

    static constexpr std::string_view name = "published";
    static constexpr std::tuple fields{
        field("id", &Published::id),
        field("legalRef", &Published::legal_ref),
        field("validFrom", &Published::valid_from),
        field("countersignedBy", &Published::countersigned_by),
        field("parameters", &Published::parameters),
    };
    friend bool operator==(const Published&, const Published&) = default;
};

using Event = std::variant<Published>;

// --- State

struct Version {
    PolicyId id;
    Date valid_from{};
    Position position{};  // of its publication
    Parameters parameters;

    static constexpr std::tuple fields{
        field("id", &Version::id),
        field("validFrom", &Version::valid_from),
        field("position", &Version::position),
        field("parameters", &Version::parameters),
    };
    friend bool operator==(const Version&, const Version&) = default;
};

struct State {
    std::vector<Version> versions;  // in the order of their publication

    static constexpr std::tuple fields{field("versions", &State::versions)};
    friend bool operator==(const State&, const State&) = default;
};

// The policy in force on `day`: of those valid from `day` or earlier, the one with the latest
// valid_from, and of several the one published last. Nothing when none is.
[[nodiscard]] const Version* in_force(const State& state, Date day);

// R-SHAPE: a number out of its bounds, thresholds that are not in order, or a formula that is not
// there or is named twice (domain.md 15).
[[nodiscard]] std::optional<Rejection> check_parameters(const Parameters& parameters);

[[nodiscard]] State fold(State state, const Event& event, const Stamp& stamp);
[[nodiscard]] Decision decide(const State& state, const Event& act, const Circumstances& given);
[[nodiscard]] Class class_of(const Event& event);

struct Kind {
    static constexpr std::string_view name = "policy";
    using Event = policy::Event;
    using State = policy::State;
};

[[nodiscard]] StreamId stream_for(const AgencyId& agency);

}  // namespace ledger::policy

namespace ledger {

// The policy of `agency` in force on `day`; where it has none yet, "default.1": Parameters as they
// stand above. Valid as long as `states` answers are.
[[nodiscard]] const policy::Version& policy_on(
    const States& states, const AgencyId& agency, Date day
);

}  // namespace ledger
