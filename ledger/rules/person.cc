#include "ledger/rules/person.h"

#include "ledger/rules/agency.h"
#include "ledger/rules/assert.h"
#include "ledger/rules/event.h"
#include "ledger/rules/match.h"
#include "ledger/rules/policy.h"
#include "ledger/rules/texts.h"
#include "ledger/rules/timing.h"
#include "ledger/rules/unit.h"

#include <algorithm>
#include <set>
#include <utility>

namespace ledger::person {
namespace {

using Code = Rejection::Code;
using Check = std::optional<Rejection>;

constexpr std::uint32_t nip_characters = 18;
constexpr std::uint32_t full_name_characters_max = 200;
constexpr std::size_t position_bytes_max = 200;
constexpr int evaluation_due_day = 15;  // of the month after a quarter, domain.md 1.2

Rejection no(Code code, std::string field, std::string id, std::string en) {
    return {code, std::move(field), {std::move(id), std::move(en)}};
}

PersonId subject_of(const Circumstances& given) {
    return {std::string(given.stream.key())};
}

Check check_role(const Circumstances& given, Role one, Role other, std::string id, std::string en) {
    const Role role = given.actor.role;
    if (role == one || role == other || given.migrated) return std::nullopt;
    return no(Code::auth, "", std::move(id), std::move(en));
}

Check check_registered(const State& state) {
    if (state.registered) return std::nullopt;
    return no(
        Code::state,
        "",
        "Pegawai ini belum terdaftar. Daftarkan pegawainya dahulu.",
        "This person was never registered. Register him first."
    );
}

// R-BACKDATE for the day from which a change is to hold, as for the act itself: a change must not
// reach further back than an act may.
Check check_from(const State& state, const Circumstances& given, Date day, std::string field) {
    if (auto e = check_backdate(given, state.agency)) return e;
    const Zone zone = zone_of(given.states, UnitId{}, state.agency);
    const Circumstances as_if{
        .stream = given.stream,
        .actor = given.actor,
        .now = given.now,
        .effective = std::min(given.effective, end_of(day, zone)),
        .position = given.position,
        .migrated = given.migrated,
        .states = given.states,
    };
    auto e = check_backdate(as_if, state.agency);
    if (e) e->field = std::move(field);
    return e;
}

// --- Registration

Check check_key(const PersonId& person) {
    if (!looks_like_nip(person.text)) return std::nullopt;
    return no(
        Code::shape,
        "stream",
        "Kunci pegawai tidak boleh NIP, karena NIP memuat tanggal lahir dan jenis kelamin. "
        "Pakailah "
        "kunci acak; NIP dicatat tertutup dalam \"nip\".",
        "A person's key must not be a NIP, which tells birth date and sex. Use a random key; the "
        "NIP is recorded closed, in \"nip\"."
    );
}

Check check(const Registered& act, const State& state, const Circumstances& given) {
    if (auto e = check_role(
            given,
            Role::performance_team,
            Role::performance_team,
            "Hanya tim pengelola kinerja yang boleh mendaftarkan pegawai.",
            "Only the performance team may register a person."
        )) {
        return e;
    }
    if (auto e = check_key(subject_of(given))) return e;
    if (state.registered) {
        return no(
            Code::state, "", "Pegawai ini sudah terdaftar.", "This person is registered already."
        );
    }
    if (!agency::is_registered(given.states, act.agency)) {
        return no(
            Code::state,
            "agency",
            "Instansi ini belum terdaftar. Daftarkan instansinya dahulu.",
            "This agency was never registered. Register it first."
        );
    }
    if (act.full_name.empty() || act.full_name.characters() > full_name_characters_max) {
        return no(
            Code::shape,
            "fullName",
            "Nama lengkap wajib diisi, paling banyak 200 karakter.",
            "The full name is required, and has at most 200 characters."
        );
    }
    if (!act.nip.empty() && act.nip.characters() != nip_characters) {
        return no(
            Code::shape,
            "nip",
            "NIP terdiri atas 18 angka tanpa spasi. Kosongkan bila belum ada.",
            "A NIP has 18 digits and no spaces. Leave it empty when there is none yet."
        );
    }
    return check_backdate(given, act.agency);
}

// --- Assignments

const Assignment* assignment(const State& state, const AssignmentId& id) {
    const auto found = std::ranges::find(state.assignments, id, &Assignment::id);
    return found == state.assignments.end() ? nullptr : &*found;
}

Check check_assigner(const Circumstances& given) {
    return check_role(
        given,
        Role::performance_team,
        Role::authority,
        "Hanya tim pengelola kinerja atau pejabat yang berwenang yang boleh mencatat penugasan.",
        "Only the performance team or the authority may record assignments."
    );
}

Check check_unit(const State& state, const AssignmentStarted& act, const States& states) {
    const auto& unit = states.get<unit::Kind>(stream_of(act.unit));
    if (!unit.created || unit.agency != state.agency) {
        return no(
            Code::state,
            "unit",
            "Instansi pegawai ini tidak memiliki unit tersebut. Pilih unit instansinya.",
            "The person's agency has no such unit. Choose one of its units."
        );
    }
    if (!unit::exists_on(unit, act.from)) {
        return no(
            Code::state,
            "unit",
            "Unit ini belum ada atau sudah dihapus pada " + text(act.from) + ".",
            "This unit does not exist yet, or was closed, on " + text(act.from) + "."
        );
    }
    return std::nullopt;
}

Check check(const AssignmentStarted& act, const State& state, const Circumstances& given) {
    if (auto e = check_assigner(given)) return e;
    if (auto e = check_registered(state)) return e;
    if (act.id.empty()) {
        return no(
            Code::shape,
            "id",
            "Penugasan memerlukan id, yang unik bagi pegawai ini.",
            "An assignment needs an id, unique for this person."
        );
    }
    if (assignment(state, act.id) != nullptr) {
        return no(
            Code::state,
            "id",
            "Pegawai ini sudah memiliki penugasan dengan id ini. Pakailah id yang baru.",
            "This person has an assignment with this id already. Use a new one."
        );
    }
    if (act.position.empty()) {
        return no(
            Code::shape, "position", "Nama jabatan wajib diisi.", "The position is required."
        );
    }
    if (auto e = check_length(act.position, position_bytes_max, "position")) return e;
    if (auto e = check_unit(state, act, given.states)) return e;
    return check_from(state, given, act.from, "from");
}

Check check(const AssignmentEnded& act, const State& state, const Circumstances& given) {
    if (auto e = check_assigner(given)) return e;
    if (auto e = check_registered(state)) return e;
    const Assignment* known = assignment(state, act.id);
    if (known == nullptr) {
        return no(
            Code::state,
            "id",
            "Pegawai ini tidak memiliki penugasan dengan id ini.",
            "This person has no assignment with this id."
        );
    }
    if (known->until) {
        return no(
            Code::state,
            "id",
            "Penugasan ini sudah diakhiri pada " + text(*known->until) + ".",
            "This assignment has ended on " + text(*known->until) + " already."
        );
    }
    if (act.until < known->from) {
        return no(
            Code::state,
            "until",
            "Penugasan ini baru dimulai pada " + text(known->from) +
                ". Hari terakhirnya tidak boleh sebelum itu.",
            "This assignment starts on " + text(known->from) +
                ". Its last day cannot be before that."
        );
    }
    return check_from(state, given, act.until, "until");
}

// --- Raters

Check check_parties(const RaterAssigned& act, const Circumstances& given) {
    const PersonId subject = subject_of(given);
    if (given.actor.person == subject || given.actor.office() == subject) {
        return no(
            Code::self,
            "",
            "Tidak seorang pun memilih penilainya sendiri. Mintalah anggota tim yang lain.",
            "Nobody chooses his own rater. Ask another member of the team."
        );
    }
    if (act.rater == subject || act.superior == subject) {
        return no(
            Code::self,
            act.rater == subject ? "rater" : "superior",
            "Pegawai tidak boleh menjadi penilai atau atasan penilai bagi dirinya sendiri.",
            "Nobody can be his own rater, or his own rater's superior."
        );
    }
    for (const auto& [field, party] :
         {std::pair{"rater", &act.rater}, {"superior", &act.superior}}) {
        if (is_registered(given.states, *party)) continue;
        return no(
            Code::state,
            field,
            "Orang ini belum terdaftar. Daftarkan dahulu.",
            "This person was never registered. Register him first."
        );
    }
    if (act.rater == act.superior) {
        return no(
            Code::conflict,
            "superior",
            "Penilai dan atasan penilai harus dua orang yang berbeda, agar keberatan diputus orang "
            "lain.",
            "The rater and his superior must be two persons, so that an objection is decided by "
            "another one."
        );
    }
    return std::nullopt;
}

// R-CONFLICT at `field` when `party`, who is to rate the subject or to be his rater's superior, is
// rated by the subject on any day on which `act` would hold; or when the subject is the superior of
// the one who is to rate him, which is the same seen from the other side.
Check check_not_reciprocal(
    const RaterAssigned& act,
    const State& state,
    const Circumstances& given,
    const PersonId& party,
    std::string field
) {
    const PersonId subject = subject_of(given);
    const auto is_below_subject = [&](const RaterTerm& term) {
        return term.rater == subject || (party == act.rater && term.superior == subject);
    };
    std::vector<RaterTerm> own = state.raters;
    own.push_back({.from = act.from, .rater = act.rater, .superior = act.superior});
    const State then{.registered = true, .raters = std::move(own)};
    const State& theirs = given.states.get<Kind>(stream_of(party));
    std::set<Date> days{act.from};
    for (const RaterTerm& term : theirs.raters) {
        if (term.from > act.from) days.insert(term.from);
    }
    for (const Date day : days) {
        if (rater_on(then, day) != &then.raters.back()) break;  // a later term takes over
        const RaterTerm* term = rater_on(theirs, day);
        if (term == nullptr || !is_below_subject(*term)) continue;
        return no(
            Code::conflict,
            std::move(field),
            "Orang ini dinilai oleh pegawai tersebut, atau di bawah penilai yang diatasinya, "
            "pada " +
                text(day) + "; tidak boleh saling menilai.",
            "This person is rated by the subject, or by one whose superior he is, on " + text(day) +
                "; two persons may not rate each other."
        );
    }
    return std::nullopt;
}

// What a change of a rater in force needs; the first one needs nothing.
Check check_change(const RaterAssigned& act, const State& state, const Circumstances& given) {
    const RaterTerm* present = rater_on(state, act.from);
    if (present == nullptr) return std::nullopt;
    if (present->rater == act.rater && present->superior == act.superior) {
        return no(
            Code::state,
            "",
            "Penilai dan atasan penilai ini memang sudah berlaku pada tanggal itu.",
            "This rater and this superior are in force on that day already."
        );
    }
    const Zone zone = zone_of(given.states, UnitId{}, state.agency);
    const Date today = day_of(given.effective, zone);
    const auto& policy = policy_on(given.states, state.agency, today).parameters;
    if (is_late_for_evaluation(act.from, policy.rater_change_days) &&
        given.actor.role != Role::head && !given.migrated) {
        return no(
            Code::auth,
            "from",
            "Pergantian penilai menjelang evaluasi triwulan harus dilakukan pejabat pembina "
            "kepegawaian.",
            "A change of rater so close to a quarter's evaluation must be made by the head."
        );
    }
    return check_reason(act.reason, policy, "reason");
}

Check check(const RaterAssigned& act, const State& state, const Circumstances& given) {
    if (auto e = check_role(
            given,
            Role::performance_team,
            Role::head,
            "Hanya tim pengelola kinerja atau pejabat pembina kepegawaian yang boleh menetapkan "
            "penilai.",
            "Only the performance team or the head may assign a rater."
        )) {
        return e;
    }
    if (auto e = check_registered(state)) return e;
    if (auto e = check_parties(act, given)) return e;
    if (auto e = check_not_reciprocal(act, state, given, act.rater, "rater")) return e;
    if (auto e = check_not_reciprocal(act, state, given, act.superior, "superior")) return e;
    if (auto e = check_change(act, state, given)) return e;
    return check_from(state, given, act.from, "from");
}

}  // namespace

const RaterTerm* rater_on(const State& state, Date day) {
    const RaterTerm* in_force = nullptr;
    for (const RaterTerm& term : state.raters) {
        if (term.from > day) continue;
        if (in_force == nullptr || term.from >= in_force->from) in_force = &term;
    }
    return in_force;
}

Date supervised_since(const State& state, Date day) {
    const RaterTerm* term = rater_on(state, day);
    ledger_assert(term != nullptr);
    const PersonId& rater = term->rater;
    Date since = term->from;
    while (true) {
        const RaterTerm* before = rater_on(state, since - std::chrono::days{1});
        if (before == nullptr || before->rater != rater) return since;
        since = before->from;
    }
}

bool is_late_for_evaluation(Date day, std::uint32_t days) {
    if (days == 0) return false;
    const std::chrono::year_month_day civil(day);
    const int month = static_cast<int>(static_cast<unsigned>(civil.month()));
    const Period quarter = Period::quarter(static_cast<int>(civil.year()), (month + 2) / 3);
    const auto left = (quarter.last_day() - day).count();
    const auto since = (day - quarter.first_day()).count();
    return left < static_cast<std::int64_t>(days) || since < evaluation_due_day;
}

bool is_registered(const States& states, const PersonId& person) {
    return !person.empty() && states.get<Kind>(stream_of(person)).registered;
}

State fold(State state, const Event& event, const Stamp&) {
    match(
        event,
        Cases{
            [&](const Registered& e) {
                state.registered = true;
                state.agency = e.agency;
                state.kind = e.kind;
            },
            [&](const AssignmentStarted& e) {
                state.assignments.push_back({
                    .id = e.id,
                    .unit = e.unit,
                    .position_type = e.position_type,
                    .position = e.position,
                    .mode = e.mode,
                    .from = e.from,
                    .until = {},
                });
            },
            [&](const AssignmentEnded& e) {
                const auto known = std::ranges::find(state.assignments, e.id, &Assignment::id);
                if (known != state.assignments.end()) known->until = e.until;
            },
            [&](const RaterAssigned& e) {
                state.raters.push_back({.from = e.from, .rater = e.rater, .superior = e.superior});
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
    if (rejection) return std::unexpected(std::move(*rejection));
    return std::vector<Fact>{{given.stream, act, {subject_of(given)}}};
}

Class class_of(const Event&) {
    return Class::person;
}

}  // namespace ledger::person
