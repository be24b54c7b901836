#include "ledger/rules/indicator.h"

#include "ledger/rules/agency.h"
#include "ledger/rules/closed_text.h"
#include "ledger/rules/event.h"
#include "ledger/rules/indicator_cascade.h"
#include "ledger/rules/indicator_content.h"
#include "ledger/rules/match.h"
#include "ledger/rules/period.h"
#include "ledger/rules/policy.h"
#include "ledger/rules/texts.h"
#include "ledger/rules/timing.h"
#include "ledger/rules/unit.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace ledger::indicator {
namespace {

using Code = Rejection::Code;
using Check = std::optional<Rejection>;

Rejection no(Code code, std::string field, std::string id, std::string en) {
    return {code, std::move(field), {std::move(id), std::move(en)}};
}

IndicatorId self_of(const Circumstances& given) {
    return {std::string(given.stream.key())};
}

Check check_role(const Circumstances& given, bool is_correction = false) {
    switch (given.actor.role) {
        case Role::performance_team:
        case Role::head:
        case Role::integration:
            return std::nullopt;
        case Role::inspector:
            if (is_correction) return std::nullopt;
            break;
        default:
            break;
    }
    return no(
        Code::auth,
        "",
        "Hanya tim pengelola kinerja, pejabat pembina kepegawaian, atau sistem sumber yang boleh "
        "mencatat indikator; inspektorat hanya koreksi.",
        "Only the performance team, the head or a source system may record indicators; the "
        "inspectorate only corrections."
    );
}

Check check_defined(const State& state) {
    if (state.defined) return std::nullopt;
    return no(
        Code::state,
        "",
        "Indikator ini belum ditetapkan. Tetapkan indikatornya dahulu.",
        "This indicator was never defined. Define it first."
    );
}

Check check_in_use(const State& state) {
    if (auto e = check_defined(state)) return e;
    if (!state.retired) return std::nullopt;
    return no(
        Code::state,
        "",
        "Indikator ini sudah dihapus. Tetapkan indikator yang baru.",
        "This indicator is retired. Define another one."
    );
}

Zone zone_of(const State& state, const States& states) {
    return ledger::zone_of(states, state.definition.unit, state.definition.agency);
}

Check check_said_why(const std::string& reason, const State& state, const Circumstances& given) {
    const Date day = day_of(given.effective, zone_of(state, given.states));
    const auto& policy = policy_on(given.states, state.definition.agency, day).parameters;
    if (auto e = check_reason(ClosedWords::make(reason), policy, "reason")) return e;
    return check_length(reason, text_bytes_max, "reason");
}

Check check_not_closed(const State& state, const Period& period, const States& states) {
    if (!period::is_closed(states, state.definition.agency, period)) return std::nullopt;
    return no(
        Code::period_closed,
        "period",
        "Periode " + period.text() +
            " sudah ditutup. Mintalah pejabat pembina kepegawaian membukanya kembali.",
        "The period " + period.text() + " is closed. Ask the head to reopen it."
    );
}

// --- Definition

Check check_owner(const Defined& act, const States& states) {
    if (!agency::is_registered(states, act.agency)) {
        return no(
            Code::state,
            "agency",
            "Instansi ini belum terdaftar. Daftarkan instansinya dahulu.",
            "This agency was never registered. Register it first."
        );
    }
    if (act.unit.empty()) return std::nullopt;
    const auto& unit = states.get<unit::Kind>(stream_of(act.unit));
    if (unit.created && unit.agency == act.agency) return std::nullopt;
    return no(
        Code::state,
        "unit",
        "Instansi ini tidak memiliki unit tersebut. Bentuklah dahulu, atau pilih unit lain.",
        "The agency has no such unit. Create it first, or choose another."
    );
}

// Of that which scores of a closed period go by, the first field that differs.
std::optional<std::string_view> scored_field(const Defined& was, const Defined& act) {
    if (act.weight != was.weight) return "weight";
    if (act.parent != was.parent) return "parent";
    if (act.critical != was.critical) return "critical";
    if (act.is_signed != was.is_signed) return "signed";
    if (act.max_attainable != was.max_attainable) return "maxAttainable";
    return std::nullopt;
}

// Of that which decides whether a target is split, the first field that differs and must not.
std::optional<std::string_view> splitting_field(const State& state, const Defined& act) {
    const Defined& was = state.definition;
    if (!is_additive(act)) return std::nullopt;
    if (act.consolidation != was.consolidation) return "consolidation";
    if (act.roll_up != was.roll_up) return "rollUp";
    if (state.targets.empty()) return std::nullopt;
    if (act.polarity != was.polarity) return "polarity";
    if (act.measure != was.measure) return "measure";
    return std::nullopt;
}

// Whether a value or a target lies in a period that is closed.
bool is_settled(const State& state, const States& states) {
    const auto is_closed = [&](const Period& period) {
        return period::is_closed(states, state.definition.agency, period);
    };
    return std::ranges::any_of(state.values, is_closed, &Realised::period) ||
           std::ranges::any_of(state.targets, is_closed, &Aim::period);
}

// What a revision may not touch, by the name of the field; nothing when all is well.
std::optional<std::string_view> fixed_field(
    const State& state, const Defined& act, const States& states
) {
    const Defined& was = state.definition;
    if (act.agency != was.agency) return "agency";
    if (const auto field = splitting_field(state, act)) return field;
    const auto scored = scored_field(was, act);
    if (scored && is_settled(state, states)) return scored;
    const bool is_relied_on = !state.values.empty() || !state.shares.empty();
    if (!is_relied_on) return std::nullopt;
    if (act.polarity != was.polarity) return "polarity";
    if (act.consolidation != was.consolidation) return "consolidation";
    if (act.roll_up != was.roll_up) return "rollUp";
    if (!state.shares.empty() && act.measure != was.measure) return "measure";
    if (state.values.empty()) return std::nullopt;
    if (act.unit != was.unit) return "unit";
    if (act.stages != was.stages) return "stages";
    return std::nullopt;
}

Check check_revision(const State& state, const Defined& act, const States& states) {
    if (!state.defined) return std::nullopt;
    if (act == state.definition) {
        return no(
            Code::state,
            "",
            "Indikator ini sudah ditetapkan persis seperti itu.",
            "The indicator is defined exactly so already."
        );
    }
    if (const auto field = fixed_field(state, act, states)) {
        return no(
            Code::state,
            std::string(*field),
            "Ini tidak dapat diubah lagi, karena capaian, target lain, atau nilai periode yang "
            "sudah "
            "ditutup bergantung padanya. Tetapkan indikator yang baru.",
            "This cannot change any more, because values, other targets or scores of a closed "
            "period rely on it. Define another indicator."
        );
    }
    // What was recorded must make sense under the new definition too.
    for (const Aim& aim : state.targets) {
        if (auto e = check_target(act, aim.period, aim.target)) {
            e->field = e->code == Code::target_sign ? "signed" : "polarity";
            return e;
        }
    }
    for (const Realised& realised : state.values) {
        if (auto e = check_value(act, realised.value, "value")) {
            e->field = e->code == Code::target_sign ? "signed" : "polarity";
            return e;
        }
    }
    return std::nullopt;
}

// --- The acts

Check check(const Defined& act, const State& state, const Circumstances& given) {
    if (auto e = check_role(given)) return e;
    if (state.retired) return check_in_use(state);
    if (auto e = check_owner(act, given.states)) return e;
    if (auto e = check_definition(act)) return e;
    if (auto e = check_revision(state, act, given.states)) return e;
    return check_parent(self_of(given), act, given.states);
}

Check check(const TargetSet& act, const State& state, const Circumstances& given) {
    if (auto e = check_role(given)) return e;
    if (auto e = check_in_use(state)) return e;
    if (auto e = check_target(state.definition, act.period, act.target)) return e;
    if (auto e = check_not_closed(state, act.period, given.states)) return e;
    const Aim* present = target_for(state, act.period);
    if (present != nullptr && present->target == act.target) {
        return no(
            Code::state,
            "target",
            "Target ini memang sudah berlaku untuk periode itu.",
            "This is the target of that period already."
        );
    }
    return check_covers_shares(state, act, "target.value");
}

// What a value needs apart from itself: a period that has begun, a series, and words where there is
// no number.
Check check_setting(const ValueRecorded& act, const State& state, const Circumstances& given) {
    if (day_of(given.now, zone_of(state, given.states)) < act.period.first_day()) {
        return no(
            Code::period_open,
            "period",
            "Periode " + act.period.text() + " belum dimulai; capaiannya belum ada.",
            "The period " + act.period.text() + " has not begun, so nothing was realised in it."
        );
    }
    if (!act.series.empty() && !is_name(act.series)) {
        return no(
            Code::shape,
            "series",
            "Nama seri adalah 1 sampai 64 karakter A-Z a-z 0-9 . _ ~ -, atau kosong.",
            "A series is 1 to 64 of the characters A-Z a-z 0-9 . _ ~ -, or empty."
        );
    }
    if (state.definition.polarity == Polarity::qualitative && act.basis.empty()) {
        return no(
            Code::shape,
            "basis",
            "Indikator kualitatif tidak berangka: tuliskan capaiannya dalam \"basis\".",
            "A qualitative indicator has no number: say in \"basis\" what was realised."
        );
    }
    return check_length(act.basis, text_bytes_max, "basis");
}

Check check(const ValueRecorded& act, const State& state, const Circumstances& given) {
    if (auto e = check_role(given)) return e;
    if (auto e = check_in_use(state)) return e;
    if (state.definition.roll_up != RollUp::measured) {
        return no(
            Code::state,
            "",
            "Capaian indikator ini dihitung dari indikator di bawahnya. Catat capaian di sana.",
            "This indicator is computed from those below it. Record values there."
        );
    }
    if (auto e = check_setting(act, state, given)) return e;
    if (auto e = check_value(state.definition, act.value, "value")) return e;
    if (value_for(state, act.period, act.series) != nullptr) {
        return no(
            Code::state,
            "period",
            "Capaian periode dan seri ini sudah tercatat. Untuk mengubahnya, catat koreksi "
            "(valueCorrected) dengan alasan.",
            "This period and series has a value already. To change it, record a correction "
            "(valueCorrected) with a reason."
        );
    }
    return check_not_closed(state, act.period, given.states);
}

Check check(const ValueCorrected& act, const State& state, const Circumstances& given) {
    if (auto e = check_role(given, true)) return e;
    if (auto e = check_defined(state)) return e;
    const Realised* present = value_for(state, act.period, act.series);
    if (present == nullptr) {
        return no(
            Code::state,
            "period",
            "Belum ada capaian periode dan seri ini. Catat capaiannya dahulu (valueRecorded).",
            "There is no value of this period and series yet. Record it first (valueRecorded)."
        );
    }
    if (act.was != present->value) {
        return no(
            Code::state,
            "was",
            "Nilai lama yang disebut bukan nilai yang kini tercatat. Periksa nilainya, lalu "
            "ulangi.",
            "The old value that was named is not the one recorded now. Look again, then repeat."
        );
    }
    if (act.now == act.was && !present->provisional) {
        return no(
            Code::state,
            "now",
            "Nilai baru sama dengan nilai lama; tidak ada yang dikoreksi.",
            "The new value is the old one; there is nothing to correct."
        );
    }
    if (auto e = check_value(state.definition, act.now, "now")) return e;
    if (auto e = check_said_why(act.reason, state, given)) return e;
    // A locked value is corrected as a new version (domain.md 12.5, 13): by order of the
    // inspectorate, or of the head, who could reopen the period as well.
    const Role role = given.actor.role;
    if (role == Role::head || role == Role::inspector) return std::nullopt;
    return check_not_closed(state, act.period, given.states);
}

Check check(const Retired& act, const State& state, const Circumstances& given) {
    if (auto e = check_role(given)) return e;
    if (auto e = check_in_use(state)) return e;
    return check_said_why(act.reason, state, given);
}

Check check(const ShareTaken&, const State&, const Circumstances&) {
    return no(
        Code::state,
        "",
        "Bagian target dicatat bersama target indikator di bawahnya. Tetapkan target di sana "
        "(targetSet).",
        "A share is recorded together with the target of the indicator below. Set that target "
        "(targetSet)."
    );
}

const AgencyId& agency_of(const State& state, const Event& act) {
    const auto* defined = std::get_if<Defined>(&act);
    return defined == nullptr ? state.definition.agency : defined->agency;
}

// Whether an act can change what the indicator takes of its parent's target.
bool changes_shares(const Event& act) {
    return std::holds_alternative<Defined>(act) || std::holds_alternative<TargetSet>(act) ||
           std::holds_alternative<Retired>(act);
}

template <class T, class Same>
void put(std::vector<T>& list, T item, Same same) {
    const auto known = std::ranges::find_if(list, same);
    if (known == list.end()) {
        list.push_back(std::move(item));
    } else {
        *known = std::move(item);
    }
}

}  // namespace

const Aim* target_for(const State& state, const Period& period) {
    const auto found = std::ranges::find(state.targets, period, &Aim::period);
    return found == state.targets.end() ? nullptr : &*found;
}

const Realised* value_for(const State& state, const Period& period, std::string_view series) {
    const auto found = std::ranges::find_if(state.values, [&](const Realised& value) {
        return value.period == period && value.series == series;
    });
    return found == state.values.end() ? nullptr : &*found;
}

State fold(State state, const Event& event, const Stamp& stamp) {
    match(
        event,
        Cases{
            [&](const Defined& e) {
                state.defined = true;
                state.definition = e;
                state.position = stamp.position;
            },
            [&](const TargetSet& e) {
                put(state.targets,
                    Aim{.period = e.period, .target = e.target, .position = stamp.position},
                    [&](const Aim& aim) { return aim.period == e.period; });
            },
            [&](const ValueRecorded& e) {
                put(state.values,
                    Realised{
                        .period = e.period,
                        .series = e.series,
                        .value = e.value,
                        .provisional = e.provisional,
                        .position = stamp.position,
                    },
                    [&](const Realised& r) { return r.period == e.period && r.series == e.series; }
                );
            },
            [&](const ValueCorrected& e) {
                put(state.values,
                    Realised{
                        .period = e.period,
                        .series = e.series,
                        .value = e.now,
                        .provisional = false,
                        .position = stamp.position,
                    },
                    [&](const Realised& r) { return r.period == e.period && r.series == e.series; }
                );
            },
            [&](const Retired&) { state.retired = true; },
            [&](const ShareTaken& e) {
                std::erase_if(state.shares, [&](const Share& share) {
                    return share.child == e.child && share.period == e.period;
                });
                if (!e.target) return;
                state.shares.push_back({.child = e.child, .period = e.period, .target = *e.target});
            },
        }
    );
    return state;
}

Decision decide(const State& state, const Event& act, const Circumstances& given) {
    auto rejection = match(
        act,
        Cases{
            [&](const auto& a) { return check(a, state, given); },
        }
    );
    if (!rejection) rejection = check_backdate(given, agency_of(state, act));
    if (rejection) return std::unexpected(std::move(*rejection));
    const bool is_target = std::holds_alternative<TargetSet>(act);
    auto shares = further_facts(state, act, given.stream, given.states);
    rejection = check_shares(shares, given.states, is_target ? "target.value" : "parent");
    if (rejection) return std::unexpected(std::move(*rejection));
    std::vector<Fact> facts{{given.stream, act, {}}};
    std::ranges::move(shares, std::back_inserter(facts));
    return facts;
}

std::vector<Fact> further_facts(
    const State& state, const Event& act, const StreamId& stream, const States& states
) {
    if (!changes_shares(act)) return {};
    const State after = fold(state, act, Stamp{});
    return share_changes({std::string(stream.key())}, state, after, states);
}

Class class_of(const Event&) {
    return Class::indicator;
}

}  // namespace ledger::indicator
