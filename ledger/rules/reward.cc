#include "ledger/rules/reward.h"

#include "ledger/rules/evaluation.h"
#include "ledger/rules/event.h"
#include "ledger/rules/match.h"
#include "ledger/rules/parties.h"
#include "ledger/rules/person.h"
#include "ledger/rules/policy.h"
#include "ledger/rules/sanctions.h"
#include "ledger/rules/timing.h"

#include <algorithm>
#include <utility>

namespace ledger::reward {
namespace {

using Code = Rejection::Code;

constexpr std::size_t text_bytes_max = 200;
constexpr std::size_t basis_max = 40;

Rejection rejection(Code code, std::string field, Words detail) {
    return {code, std::move(field), std::move(detail)};
}

Rejection state_error(Words detail) {
    return rejection(Code::state, "", std::move(detail));
}

const person::State& person_of(const PersonId& subject, const Circumstances& given) {
    return given.states.get<person::Kind>(stream_of(subject));
}

// The day of the act, where the subject works.
Date day_at(const PersonId& subject, const Circumstances& given) {
    return day_of(given.effective, zone_of(given.states, subject, given.effective));
}

// --- Who

std::optional<Rejection> check_not_self(const PersonId& subject, const Circumstances& given) {
    if (given.actor.person != subject && given.actor.office() != subject) return std::nullopt;
    return rejection(
        Code::self,
        "",
        {"Tidak seorang pun mengusulkan atau memutuskan penghargaan untuk dirinya sendiri.",
         "Nobody proposes or decides a reward for himself."}
    );
}

// What a source system brings in was allowed there; to migrate makes nobody else a head.
std::optional<Rejection> check_role(const Circumstances& given, Role role, Words detail) {
    if (given.actor.role == role) return std::nullopt;
    if (given.migrated && given.actor.role == Role::integration) return std::nullopt;
    return rejection(Code::auth, "", std::move(detail));
}

std::optional<Rejection> check_leader(const PersonId& subject, const Circumstances& given) {
    const Role role = given.actor.role;
    if (given.migrated || role == Role::team_lead || role == Role::authority) return std::nullopt;
    const person::RaterTerm* term =
        person::rater_on(person_of(subject, given), day_at(subject, given));
    const PersonId& office = given.actor.office();
    const bool leads = term != nullptr && (office == term->rater || office == term->superior);
    if (leads && role != Role::integration) return std::nullopt;
    if (role == Role::rater) {
        return rejection(
            Code::not_rater,
            "",
            {"Anda bukan pejabat penilai pegawai ini pada tanggal itu.",
             "You were not this person's rater on that day."}
        );
    }
    return rejection(
        Code::auth,
        "",
        {"Penghargaan diusulkan oleh pejabat penilai, atasannya, ketua tim, atau pejabat yang "
         "berwenang.",
         "A reward is proposed by the rater, his superior, a team lead or the authority."}
    );
}

// --- For what

std::optional<Rejection> check_evaluation(
    const StreamId& stream, const PersonId& subject, std::string field, const States& states
) {
    if (stream.kind() != evaluation::Kind::name || !evaluation::address(stream)) {
        return rejection(
            Code::shape,
            std::move(field),
            {"Dasar penghargaan adalah evaluasi: evaluation/{SKP}/{periode}.",
             "A reward is based on evaluations: evaluation/{plan}/{period}."}
        );
    }
    const auto& evaluation = states.get<evaluation::Kind>(stream);
    using evaluation::Progress;
    if (evaluation.subject != subject || evaluation.progress == Progress::none ||
        evaluation.progress == Progress::reopened) {
        return rejection(
            Code::state,
            std::move(field),
            {"Pegawai ini tidak mempunyai hasil evaluasi tersebut.",
             "This person has no result of that evaluation."}
        );
    }
    if (evaluation.progress == Progress::under_objection) {
        return rejection(
            Code::ineligible,
            std::move(field),
            {"Hasil evaluasi ini sedang dalam keberatan. Tunggu putusannya.",
             "This result is under objection. Wait for the decision."}
        );
    }
    return std::nullopt;
}

std::optional<Rejection> check_basis(
    const std::vector<StreamId>& basis, const PersonId& subject, const States& states
) {
    for (auto stream = basis.begin(); stream != basis.end(); ++stream) {
        std::string field = "basis[" + std::to_string(stream - basis.begin()) + "]";
        if (std::find(basis.begin(), stream, *stream) != stream) {
            return rejection(
                Code::shape,
                std::move(field),
                {"Evaluasi ini disebut dua kali.", "This evaluation is named twice."}
            );
        }
        if (auto no = check_evaluation(*stream, subject, std::move(field), states)) return no;
    }
    return std::nullopt;
}

// On the day of the act, and on the one on which it is judged: a date that lies before the sanction
// makes nobody eligible.
std::optional<Rejection> check_no_sanction(const PersonId& subject, const Circumstances& given) {
    const auto& calendar =
        given.states.get<calendar::Kind>(calendar::stream_for(person_of(subject, given).agency));
    const auto& all = given.states.get<sanctions::Kind>(sanctions::stream_for(subject));
    const Zone zone = zone_of(given.states, subject, given.effective);
    const auto is_active_at = [&](Instant moment) {
        return sanctions::active_on(all, calendar, zone, day_of(moment, zone)) != nullptr;
    };
    if (!is_active_at(given.effective) && !is_active_at(given.judged_at())) return std::nullopt;
    return rejection(
        Code::ineligible,
        "subject",
        {"Pegawai ini sedang menjalani hukuman disiplin sedang atau berat.",
         "A sedang or berat sanction of this person is active."}
    );
}

bool is_for_service(Award award) {
    return award == Award::satyalancana_10 || award == Award::satyalancana_20 ||
           award == Award::satyalancana_30;
}

std::optional<Rejection> check_content(const Proposed& act) {
    if (act.basis.size() > basis_max || (act.basis.empty() && !is_for_service(act.kind))) {
        return rejection(
            Code::shape,
            "basis",
            {"Sebutkan 1 sampai 40 evaluasi yang menjadi dasar; hanya Satyalancana yang boleh "
             "tanpa "
             "dasar evaluasi.",
             "Name the 1 to 40 evaluations that it rewards; only a Satyalancana needs none."}
        );
    }
    if (act.value && (act.value->is_negative() || act.value->is_zero())) {
        return rejection(
            Code::shape,
            "value",
            {"Nilai penghargaan harus lebih dari nol rupiah; kosongkan bila tanpa uang.",
             "The value must be more than zero rupiah; leave it out when there is no money."}
        );
    }
    if (act.text.empty()) {
        return rejection(
            Code::shape,
            "text",
            {"Tuliskan untuk apa penghargaan ini.", "Say what the reward is for."}
        );
    }
    return std::nullopt;
}

// --- The steps

std::optional<Rejection> check_time(const PersonId& subject, const Circumstances& given) {
    return check_backdate(given, person_of(subject, given).agency);
}

std::optional<Rejection> check_eligible(
    const std::vector<StreamId>& basis, const PersonId& subject, const Circumstances& given
) {
    if (auto no = check_basis(basis, subject, given.states)) return no;
    if (auto no = check_no_sanction(subject, given)) return no;
    return check_time(subject, given);
}

std::optional<Rejection> check(
    const Proposed& act, const State& state, const Circumstances& given
) {
    if (auto no = check_not_self(act.subject, given)) return no;
    if (!person::is_registered(given.states, act.subject)) {
        return rejection(
            Code::state,
            "subject",
            {"Pegawai ini belum didaftarkan.", "This person was never registered."}
        );
    }
    if (auto no = check_leader(act.subject, given)) return no;
    if (state.progress != Progress::none) {
        return state_error({"Penghargaan ini sudah diusulkan.", "This reward was proposed already."}
        );
    }
    if (auto no = check_content(act)) return no;
    return check_eligible(act.basis, act.subject, given);
}

std::optional<Rejection> check(const Verified&, const State& state, const Circumstances& given) {
    if (state.progress != Progress::proposed) {
        return state_error(
            {"Tidak ada usulan penghargaan yang menunggu verifikasi di sini.",
             "No proposed reward waits for verification here."}
        );
    }
    Words who{
        "Hanya tim pengelola kinerja yang memverifikasi penghargaan.",
        "Only the performance team verifies a reward.",
    };
    if (auto no = check_role(given, Role::performance_team, std::move(who))) return no;
    if (auto no = check_not_self(state.subject, given)) return no;
    return check_eligible(state.basis, state.subject, given);
}

// The head, who is neither the subject nor the proposer. One who migrates brings in both steps,
// each on behalf of the one who took it.
std::optional<Rejection> check_decider(const State& state, const Circumstances& given) {
    Words who{
        "Hanya pejabat pembina kepegawaian yang memberi dan mencabut penghargaan.",
        "Only the head grants and revokes a reward.",
    };
    if (auto no = check_role(given, Role::head, std::move(who))) return no;
    return check_not_self(state.subject, given);
}

// Whether the actor, or the one for whom he acts, proposed it, or had it proposed by a deputy.
bool has_proposed(const State& state, const Circumstances& given) {
    const PersonId& person = given.actor.person;
    const PersonId& office = given.actor.office();
    if (office == state.proposer || office == state.proposer_office) return true;
    if (given.migrated) return false;  // who brings in both steps is not who took them
    return person == state.proposer || person == state.proposer_office;
}

std::optional<Rejection> check(const Granted& act, const State& state, const Circumstances& given) {
    if (state.progress != Progress::verified) {
        return state_error(
            {"Tidak ada penghargaan terverifikasi yang menunggu keputusan di sini.",
             "No verified reward waits for a decision here."}
        );
    }
    if (auto no = check_decider(state, given)) return no;
    if (has_proposed(state, given)) {
        return rejection(
            Code::self,
            "",
            {"Pengusul tidak boleh memutuskan usulannya sendiri.",
             "Who proposed it may not decide on it."}
        );
    }
    if (act.decision_no.empty()) {
        return rejection(
            Code::shape,
            "decisionNo",
            {"Tuliskan nomor keputusannya.", "Give the number of the decision."}
        );
    }
    if (auto no = check_length(act.decision_no, text_bytes_max, "decisionNo")) return no;
    if (act.expiry && *act.expiry < day_at(state.subject, given)) {
        return rejection(
            Code::shape,
            "expiry",
            {"Masa berlaku berakhir sebelum penghargaan diberikan.",
             "It would expire before it is granted."}
        );
    }
    return check_eligible(state.basis, state.subject, given);
}

std::optional<Rejection> check(const Revoked& act, const State& state, const Circumstances& given) {
    if (state.progress != Progress::granted) {
        return state_error(
            {"Tidak ada penghargaan yang dapat dicabut di sini.",
             "There is no granted reward to revoke here."}
        );
    }
    if (auto no = check_decider(state, given)) return no;
    const AgencyId& agency = person_of(state.subject, given).agency;
    const auto& policy = policy_on(given.states, agency, day_at(state.subject, given)).parameters;
    if (auto no = check_reason(act.reason, policy, "reason")) return no;
    return check_time(state.subject, given);
}

}  // namespace

State fold(State state, const Event& event, const Stamp& stamp) {
    match(
        event,
        Cases{
            [&](const Proposed& e) {
                state.progress = Progress::proposed;
                state.subject = e.subject;
                state.proposer = stamp.actor;
                state.proposer_office = stamp.office;
                state.basis = e.basis;
            },
            [&](const Verified&) { state.progress = Progress::verified; },
            [&](const Granted&) { state.progress = Progress::granted; },
            [&](const Revoked&) { state.progress = Progress::revoked; },
        }
    );
    return state;
}

Decision decide(const State& state, const Event& act, const Circumstances& given) {
    auto no = std::visit([&](const auto& a) { return check(a, state, given); }, act);
    if (no) return std::unexpected(std::move(*no));
    const auto* first = std::get_if<Proposed>(&act);
    const PersonId& subject = first == nullptr ? state.subject : first->subject;
    return std::vector<Fact>{{given.stream, act, {subject}}};
}

Class class_of(const Event&) {
    return Class::reward;
}

}  // namespace ledger::reward
