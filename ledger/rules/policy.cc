#include "ledger/rules/policy.h"

#include "ledger/rules/agency.h"
#include "ledger/rules/event.h"
#include "ledger/rules/formulas.h"
#include "ledger/rules/match.h"
#include "ledger/rules/period.h"
#include "ledger/rules/person.h"
#include "ledger/rules/texts.h"
#include "ledger/rules/timing.h"
#include "ledger/rules/unit.h"

#include <algorithm>
#include <set>
#include <utility>

namespace ledger::policy {
namespace {

using Code = Rejection::Code;
using Check = std::optional<Rejection>;

constexpr std::size_t legal_ref_bytes_max = 500;
// How long before now a policy may start. It bounds the periods that check_not_retroactive() reads.
constexpr std::chrono::years reach_max{50};

Rejection no(Code code, std::string field, std::string id, std::string en) {
    return {code, std::move(field), {std::move(id), std::move(en)}};
}

AgencyId agency_of(const Circumstances& given) {
    return {std::string(given.stream.key())};
}

const Version& built_in() {
    static const Version version{.id = {"default.1"}};
    return version;
}

// --- Parameters

// A number that has to lie from `low` to `high`.
struct Bounds {
    std::string_view field;
    std::uint32_t value;
    std::uint32_t low;
    std::uint32_t high;
};

Check check_bounds(const Parameters& p) {
    const Bounds all[] = {
        {"thresholdScale", p.threshold_scale, 0, 6},
        {"weightsTotal", p.weights_total, 1, 1'000},
        {"amendAfterMonth", p.amend_after_month, 1, 12},
        {"reportDueDay", p.report_due_day, 1, 28},
        {"objectionDays", p.objection_days, 1, 90},
        {"reasonCharactersMin", p.reason_characters_min, 1, 1'000},
        {"backdateWorkingDays", p.backdate_working_days, 0, 60},
        {"raterChangeDays", p.rater_change_days, 0, 90},
        {"supervisedMonthsMin", p.supervised_months_min, 0, 12},
    };
    for (const Bounds& b : all) {
        if (b.value >= b.low && b.value <= b.high) continue;
        const std::string low = std::to_string(b.low);
        const std::string high = std::to_string(b.high);
        return no(
            Code::shape,
            "parameters." + std::string(b.field),
            "Nilai ini harus dari " + low + " sampai " + high + ".",
            "This must be from " + low + " to " + high + "."
        );
    }
    return std::nullopt;
}

// 0 <= floor < meets < above <= cap, and the cap from 100 to 120 (domain.md 15).
Check check_scale(const Parameters& p) {
    if (p.score_cap < Decimal(100) || p.score_cap > Decimal(120)) {
        return no(
            Code::shape,
            "parameters.scoreCap",
            "Batas atas nilai harus dari 100 sampai 120.",
            "The cap must be from 100 to 120."
        );
    }
    if (p.score_floor.is_negative() || p.score_floor >= p.level_meets) {
        return no(
            Code::shape,
            "parameters.scoreFloor",
            "Batas bawah nilai harus 0 atau lebih, dan di bawah ambang sesuai ekspektasi.",
            "The floor must be 0 or more, and below the threshold of \"meets\"."
        );
    }
    if (p.level_meets >= p.level_above) {
        return no(
            Code::shape,
            "parameters.levelMeets",
            "Ambang sesuai ekspektasi harus di bawah ambang di atas ekspektasi.",
            "The threshold of \"meets\" must be below the threshold of \"above\"."
        );
    }
    if (p.level_above > p.score_cap) {
        return no(
            Code::shape,
            "parameters.levelAbove",
            "Ambang di atas ekspektasi tidak boleh melebihi batas atas nilai.",
            "The threshold of \"above\" must not exceed the cap, or nobody could reach it."
        );
    }
    if (p.pp30_work_weight.is_negative() || p.pp30_work_weight > Decimal(100)) {
        return no(
            Code::shape,
            "parameters.pp30WorkWeight",
            "Bobot hasil kerja harus dari 0 sampai 100; sisanya bobot perilaku.",
            "The weight of work must be from 0 to 100; behaviour has the rest."
        );
    }
    return std::nullopt;
}

Check check_formulas(const std::vector<std::string>& list) {
    std::set<formulas::Family> known;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const std::string at = "parameters.formulas[" + std::to_string(i) + "]";
        const formulas::Formula* formula = formulas::find(list[i]);
        if (formula == nullptr) {
            return no(
                Code::shape,
                at,
                "Tidak ada rumus dengan nama dan versi ini. Contoh yang benar: "
                "\"achievement.max/1\".",
                "There is no formula of this name and version. A right one: "
                "\"achievement.max/1\"."
            );
        }
        if (!known.insert(formula->family).second) {
            return no(
                Code::shape,
                at,
                "Rumus ini sudah disebut dengan versi lain. Pilih satu versi.",
                "This formula is named twice. Choose one version."
            );
        }
    }
    return std::nullopt;
}

// --- Publication

Check check_signatures(const Published& act, const Circumstances& given) {
    if (given.actor.role != Role::head) {
        return no(
            Code::auth,
            "",
            "Hanya pejabat pembina kepegawaian yang boleh menetapkan kebijakan.",
            "Only the head may publish a policy."
        );
    }
    if (act.countersigned_by.empty()) {
        return no(
            Code::auth,
            "countersignedBy",
            "Kebijakan memerlukan tanda tangan kedua. Sebutkan siapa yang ikut menandatangani.",
            "A policy needs a second signature. Name who countersigned it."
        );
    }
    if (act.countersigned_by == given.actor.person ||
        act.countersigned_by == given.actor.office()) {
        return no(
            Code::self,
            "countersignedBy",
            "Tanda tangan kedua harus dari orang lain.",
            "The second signature must be another person's."
        );
    }
    if (!person::is_registered(given.states, act.countersigned_by)) {
        return no(
            Code::state,
            "countersignedBy",
            "Orang ini belum terdaftar. Daftarkan dahulu.",
            "This person was never registered. Register him first."
        );
    }
    return std::nullopt;
}

bool is_known(const State& state, const PolicyId& id) {
    return id == built_in().id ||
           std::ranges::find(state.versions, id, &Version::id) != state.versions.end();
}

Check check_name(const Published& act, const State& state) {
    if (act.id.empty()) {
        return no(
            Code::shape,
            "id",
            "Versi kebijakan memerlukan nama, misalnya \"pauh-2025.1\".",
            "A policy's version needs a name, such as \"pauh-2025.1\"."
        );
    }
    if (is_known(state, act.id)) {
        return no(
            Code::state,
            "id",
            "Nama versi ini sudah dipakai. Kebijakan tidak diubah: terbitkan versi baru.",
            "This version exists already. A policy is never changed: publish a new version."
        );
    }
    if (act.legal_ref.empty()) {
        return no(
            Code::shape,
            "legalRef",
            "Sebutkan dasar hukum kebijakan ini.",
            "Name the legal basis of this policy."
        );
    }
    return check_length(act.legal_ref, legal_ref_bytes_max, "legalRef");
}

// A policy never applies to a closed period (domain.md 15): none from its first month to this one
// may be closed.
Check check_not_retroactive(const Published& act, const Circumstances& given) {
    const AgencyId agency = agency_of(given);
    const std::chrono::year_month_day today(
        day_of(given.now, zone_of(given.states, UnitId{}, agency))
    );
    const std::chrono::year_month_day from(act.valid_from);
    if (from.year() + reach_max < today.year()) {
        return no(
            Code::shape,
            "validFrom",
            "Tanggal ini lebih dari 50 tahun yang lalu. Periksa tahunnya.",
            "This is more than 50 years ago. Check the year."
        );
    }
    const std::chrono::year_month last(today.year(), today.month());
    for (std::chrono::year_month m(from.year(), from.month()); m <= last;
         m += std::chrono::months(1)) {
        const Period month = Period::month(
            static_cast<int>(m.year()), static_cast<int>(static_cast<unsigned>(m.month()))
        );
        if (!period::is_closed(given.states, agency, month)) continue;
        return no(
            Code::policy_retroactive,
            "validFrom",
            "Periode " + month.text() + " sudah ditutup. Kebijakan baru berlaku sesudahnya.",
            "The period " + month.text() + " is closed. Let the policy start after it."
        );
    }
    return std::nullopt;
}

Check check(const Published& act, const State& state, const Circumstances& given) {
    if (auto e = check_signatures(act, given)) return e;
    if (!agency::is_registered(given.states, agency_of(given))) {
        return no(
            Code::state,
            "stream",
            "Instansi ini belum terdaftar. Daftarkan instansinya dahulu.",
            "This agency was never registered. Register it first."
        );
    }
    if (auto e = check_name(act, state)) return e;
    if (auto e = check_parameters(act.parameters)) return e;
    if (auto e = check_not_retroactive(act, given)) return e;
    return check_backdate(given, agency_of(given));
}

}  // namespace

const Version* in_force(const State& state, Date day) {
    const Version* found = nullptr;
    for (const Version& version : state.versions) {
        if (version.valid_from > day) continue;
        if (found == nullptr || version.valid_from >= found->valid_from) found = &version;
    }
    return found;
}

std::optional<Rejection> check_parameters(const Parameters& parameters) {
    if (auto e = check_bounds(parameters)) return e;
    if (auto e = check_scale(parameters)) return e;
    return check_formulas(parameters.formulas);
}

State fold(State state, const Event& event, const Stamp& stamp) {
    match(
        event,
        Cases{
            [&](const Published& e) {
                state.versions.push_back({
                    .id = e.id,
                    .valid_from = e.valid_from,
                    .position = stamp.position,
                    .parameters = e.parameters,
                });
            },
        }
    );
    return state;
}

Decision decide(const State& state, const Event& act, const Circumstances& given) {
    auto rejection = match(
        act,
        Cases{
            [&](const Published& a) { return check(a, state, given); },
        }
    );
    if (rejection) return std::unexpected(std::move(*rejection));
    return std::vector<Fact>{{given.stream, act, {}}};
}

Class class_of(const Event&) {
    return Class::policy;
}

StreamId stream_for(const AgencyId& agency) {
    return {"policy/" + agency.text};
}

}  // namespace ledger::policy

namespace ledger {

const policy::Version& policy_on(const States& states, const AgencyId& agency, Date day) {
    const auto& policies = states.get<policy::Kind>(policy::stream_for(agency));
    const policy::Version* version = policy::in_force(policies, day);
    return version == nullptr ? policy::built_in() : *version;
}

}  // namespace ledger
