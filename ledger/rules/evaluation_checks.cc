#include "ledger/rules/evaluation_checks.h"

#include "ledger/rules/parties.h"

#include <algorithm>
#include <string>

namespace ledger::evaluation {
namespace {

using Code = Rejection::Code;

// "64649/720 (89.79, below expectations) under the policy pauh-2025.1".
Words describe(const Proposal& proposal) {
    const std::string under = proposal.policy.text;
    if (!proposal.score || !proposal.rounded || !proposal.work) {
        return {"tanpa nilai, menurut kebijakan " + under, "no score, under the policy " + under};
    }
    const Words level = words(*proposal.work);
    const std::string number = proposal.score->text() + " (" + proposal.rounded->text() + ", ";
    return {
        number + level.id + ") menurut kebijakan " + under,
        number + level.en + ") under the policy " + under,
    };
}

// The first field in which what was shown differs from what the ledger gives; nullptr when none
// does.
const char* difference(const Proposal& shown, const Proposal& given) {
    if (shown.policy != given.policy) return "proposal.policy";
    if (shown.formulas != given.formulas) return "proposal.formulas";
    if (shown.score != given.score) return "proposal.score";
    if (shown.rounded != given.rounded) return "proposal.rounded";
    if (shown.work != given.work) return "proposal.work";
    if (shown.position > given.position) return "proposal.position";
    return nullptr;
}

}  // namespace

std::optional<Rejection> check_progress(
    const State& state,
    std::initializer_list<Progress> allowed,
    const About& about,
    const Circumstances& given
) {
    if (is_final(state, about.plan, given.states, given.judged_at())) {
        return Rejection{
            Code::final,
            "",
            {"Hasil ini sudah final. Hanya perintah pembukaan kembali yang mengubahnya.",
             "This result is final. Only an order to reopen it can change it."}
        };
    }
    if (std::ranges::find(allowed, state.progress) != allowed.end()) return std::nullopt;
    const std::string is(name_of(state.progress));
    return Rejection{
        Code::state,
        "",
        {"Tindakan ini tidak berlaku untuk evaluasi dalam keadaan \"" + is + "\".",
         "This cannot be done to an evaluation that is in the state \"" + is + "\"."}
    };
}

std::optional<Rejection> check_in_person(const About& about, const Circumstances& given) {
    if (auto e = check_subject(about.plan, given)) return e;
    if (given.migrated || given.actor.person == about.plan.subject) return std::nullopt;
    return Rejection{
        Code::auth,
        "",
        {"Ini harus dilakukan pegawai yang dinilai sendiri, tidak dapat diwakilkan.",
         "The person who is rated must do this himself; nobody may do it for him."}
    };
}

std::optional<Rejection> check_result(
    const Result& result, const About& about, const Circumstances& given
) {
    if (!result.behaviour_score) return std::nullopt;
    const Decimal& score = *result.behaviour_score;
    const policy::Parameters& policy =
        policy_for(given.states, about.plan.agency, about.period).parameters;
    if (!score.is_negative() && score <= policy.score_cap) return std::nullopt;
    const std::string cap = policy.score_cap.text();
    return Rejection{
        Code::shape,
        "result.behaviourScore",
        {"Nilai perilaku harus dari 0 sampai " + cap + ".",
         "The behaviour score must be from 0 to " + cap + "."}
    };
}

std::optional<Rejection> check_proposal(
    const Proposal& shown, const score::Sheet& sheet, const About& about, const Circumstances& given
) {
    // An older system showed no proposal of ours.
    if (given.migrated && shown == Proposal{.position = shown.position}) return std::nullopt;
    const policy::Version& policy = policy_for(given.states, about.plan.agency, about.period);
    const Date today = day_of(given.now, about.zone);
    const Proposal now = propose(sheet, about.period, policy, today, given.position);
    const char* field = difference(shown, now);
    if (field == nullptr) return std::nullopt;
    const Words gives = describe(now);
    return Rejection{
        Code::proposal_stale,
        field,
        {"Usulan ini sudah tidak berlaku; buku besar kini memberi " + gives.id +
             ". Lihat usulan yang baru, lalu putuskan.",
         "This proposal no longer holds; the ledger now gives " + gives.en +
             ". Look at the new proposal, then decide."}
    };
}

}  // namespace ledger::evaluation
