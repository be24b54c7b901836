#include "ledger/rules/feedback.h"

#include "ledger/rules/evaluation.h"
#include "ledger/rules/event.h"
#include "ledger/rules/match.h"
#include "ledger/rules/parties.h"
#include "ledger/rules/person.h"
#include "ledger/rules/policy.h"
#include "ledger/rules/timing.h"

#include <algorithm>
#include <utility>

namespace ledger::feedback {
namespace {

using Code = Rejection::Code;

Rejection rejection(Code code, std::string field, Words detail) {
    return {code, std::move(field), std::move(detail)};
}

const AgencyId& agency_of(const PersonId& about, const Circumstances& given) {
    return given.states.get<person::Kind>(stream_of(about)).agency;
}

// --- Giving

// Any public servant may. A service user's word reaches a person through his unit only, and those
// outside the agency have other ways (domain.md 3.3).
std::optional<Rejection> check_giver(const Given& act, const Circumstances& given) {
    const Role role = given.actor.role;
    const bool outside = role == Role::none || role == Role::service_user ||
                         role == Role::oversight || role == Role::integration;
    if (outside && !given.migrated) {
        return rejection(
            Code::auth,
            "",
            {"Umpan balik diberikan oleh pegawai. Suara pengguna layanan disampaikan melalui unit.",
             "Feedback is given by public servants. What service users say goes to the unit."}
        );
    }
    if (given.actor.person == act.about || given.actor.office() == act.about) {
        return rejection(
            Code::self,
            "about",
            {"Anda tidak dapat memberi umpan balik kepada diri sendiri.",
             "You cannot give feedback to yourself."}
        );
    }
    return std::nullopt;
}

bool has_result(const plan::State& plan, const ResultId& result) {
    return std::ranges::any_of(plan.revisions, [&](const plan::Revision& revision) {
        return std::ranges::find(revision.content.results, result, &plan::Result::id) !=
               revision.content.results.end();
    });
}

// A result of a plan of that person, or a behaviour, or both.
std::optional<Rejection> check_topic(const Given& act, const Circumstances& given) {
    if (act.plan.empty() != act.result.empty()) {
        return rejection(
            Code::shape,
            act.plan.empty() ? "plan" : "result",
            {"Sebutkan SKP dan hasil kerjanya bersama-sama.",
             "Name the plan and the result together."}
        );
    }
    if (act.plan.empty()) {
        if (act.behaviour) return std::nullopt;
        return rejection(
            Code::shape,
            "result",
            {"Sebutkan hasil kerja atau nilai perilaku yang dimaksud.",
             "Name the result or the behaviour that it is about."}
        );
    }
    const auto& plan = given.states.get<plan::Kind>(stream_of(act.plan));
    if (plan.progress == plan::Progress::none || plan.subject != act.about) {
        return rejection(
            Code::state,
            "plan",
            {"Pegawai ini tidak mempunyai SKP tersebut.", "This person has no such plan."}
        );
    }
    if (!has_result(plan, act.result)) {
        return rejection(
            Code::state,
            "result",
            {"SKP itu tidak memuat hasil kerja tersebut.", "That plan has no such result."}
        );
    }
    return std::nullopt;
}

// Whether the actor decided `evaluation`, or decides about objections to it: the rater then, and
// the rater and his superior now.
bool is_party(const evaluation::State& evaluation, const Circumstances& given) {
    const auto& person = given.states.get<person::Kind>(stream_of(evaluation.subject));
    const Zone zone = zone_of(given.states, evaluation.subject, given.effective);
    const person::RaterTerm* term = person::rater_on(person, day_of(given.effective, zone));
    for (const PersonId* who : {&given.actor.person, &given.actor.office()}) {
        if (*who == evaluation.rater) return true;
        if (term != nullptr && (*who == term->rater || *who == term->superior)) return true;
    }
    return false;
}

bool is_party_to_objection(const PlanId& plan_id, const Circumstances& given) {
    const auto& plan = given.states.get<plan::Kind>(stream_of(plan_id));
    const int year = static_cast<int>(plan.year);
    const auto objected = [&](const Period& period) {
        const auto& evaluation =
            given.states.get<evaluation::Kind>(evaluation::stream_for(plan_id, period));
        return evaluation.progress == evaluation::Progress::under_objection &&
               is_party(evaluation, given);
    };
    if (objected(Period::year(year))) return true;
    for (int quarter = 1; quarter <= 4; ++quarter) {
        if (objected(Period::quarter(year, quarter))) return true;
    }
    return false;
}

std::optional<Rejection> check_conflict(const Given& act, const Circumstances& given) {
    if (act.kind != Purpose::warning || act.plan.empty()) return std::nullopt;
    if (!is_party_to_objection(act.plan, given)) return std::nullopt;
    return rejection(
        Code::conflict,
        "kind",
        {"Pegawai ini sedang mengajukan keberatan atas penilaian Anda. Tunda teguran sampai "
         "keberatan diputuskan.",
         "This person objects to an evaluation in which you decide. Leave the warning until the "
         "objection is decided."}
    );
}

std::optional<Rejection> check(const Given& act, const State& state, const Circumstances& given) {
    if (auto no = check_giver(act, given)) return no;
    if (state.progress != Progress::none) {
        return rejection(
            Code::state,
            "",
            {"Umpan balik ini sudah diberikan. Berikan yang baru.",
             "This feedback was given already. Give a new one."}
        );
    }
    if (!person::is_registered(given.states, act.about)) {
        return rejection(
            Code::state,
            "about",
            {"Pegawai ini belum didaftarkan.", "This person was never registered."}
        );
    }
    if (auto no = check_topic(act, given)) return no;
    if (act.text.empty()) {
        return rejection(
            Code::shape, "text", {"Tuliskan umpan baliknya.", "Write what you have to say."}
        );
    }
    if (auto no = check_conflict(act, given)) return no;
    return check_backdate(given, agency_of(act.about, given));
}

// --- Answering and retracting

Rejection not_open(const State& state) {
    if (state.progress == Progress::none) {
        return rejection(
            Code::state,
            "",
            {"Umpan balik ini belum pernah diberikan.", "This feedback was never given."}
        );
    }
    return rejection(
        Code::state,
        "",
        {state.progress == Progress::retracted ? "Umpan balik ini sudah ditarik."
                                               : "Umpan balik ini sudah ditanggapi.",
         state.progress == Progress::retracted ? "This feedback was retracted."
                                               : "This feedback was answered already."}
    );
}

std::optional<Rejection> check(
    const Answered& act, const State& state, const Circumstances& given
) {
    if (state.progress != Progress::given) return not_open(state);
    if (given.actor.office() != state.about) {
        return rejection(
            Code::auth,
            "",
            {"Hanya pegawai yang diberi umpan balik yang boleh menanggapinya.",
             "Only the person whom the feedback is about may answer it."}
        );
    }
    if (given.actor.person == state.giver && !given.migrated) {
        return rejection(
            Code::conflict,
            "",
            {"Pemberi umpan balik tidak boleh menanggapinya atas nama orang lain.",
             "Who gave the feedback may not answer it in another's name."}
        );
    }
    if (act.text.empty()) {
        return rejection(Code::shape, "text", {"Tuliskan tanggapannya.", "Write the answer."});
    }
    return check_backdate(given, agency_of(state.about, given));
}

std::optional<Rejection> check(
    const Retracted& act, const State& state, const Circumstances& given
) {
    if (state.progress == Progress::none || state.progress == Progress::retracted) {
        return not_open(state);
    }
    if (given.actor.person != state.giver) {
        return rejection(
            Code::auth,
            "",
            {"Hanya pemberi umpan balik yang boleh menariknya.",
             "Only the one who gave the feedback may retract it."}
        );
    }
    const AgencyId& agency = agency_of(state.about, given);
    const Date day = day_of(given.effective, zone_of(given.states, state.about, given.effective));
    const auto& policy = policy_on(given.states, agency, day).parameters;
    if (auto no = check_reason(act.reason, policy, "reason")) return no;
    return check_backdate(given, agency);
}

}  // namespace

State fold(State state, const Event& event, const Stamp& stamp) {
    match(
        event,
        Cases{
            [&](const Given& e) {
                state.progress = Progress::given;
                state.about = e.about;
                state.giver = stamp.actor;
            },
            [&](const Answered&) { state.progress = Progress::answered; },
            [&](const Retracted&) { state.progress = Progress::retracted; },
        }
    );
    return state;
}

Decision decide(const State& state, const Event& act, const Circumstances& given) {
    auto no = std::visit([&](const auto& a) { return check(a, state, given); }, act);
    if (no) return std::unexpected(std::move(*no));
    const auto* first = std::get_if<Given>(&act);
    const PersonId& about = first == nullptr ? state.about : first->about;
    return std::vector<Fact>{{given.stream, act, {about}}};
}

Class class_of(const Event&) {
    return Class::feedback;
}

}  // namespace ledger::feedback
