#include "ledger/rules/objection.h"

#include "ledger/rules/parties.h"
#include "ledger/rules/texts.h"
#include "ledger/rules/timing.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

namespace ledger::evaluation {
namespace {

using Code = Rejection::Code;
using Check = std::optional<Rejection>;

constexpr std::size_t evidence_max = 50;

// When the objection counts as filed: see ObjectionFiled.
Instant filed_at(const Circumstances& given) {
    const bool has_note = !given.actor.mandate.empty();
    return has_note ? given.effective : given.judged_at();
}

// Nothing when an objection may be filed against the version that was delivered.
Check check_objectionable(const State& state, const About& about, const Circumstances& given) {
    const bool delivered = state.progress == Progress::delivered;
    if (state.progress == Progress::under_objection || (delivered && state.objected)) {
        return Rejection{
            Code::objection_duplicate,
            "",
            {"Terhadap hasil ini sudah diajukan keberatan.",
             "An objection to this result was filed already."}
        };
    }
    if (!delivered) return check_progress(state, {}, about, given);
    if (given.effective < state.received_at) {
        return Rejection{
            Code::state,
            "effectivetime",
            {"Keberatan tidak dapat diajukan sebelum hasil diterima.",
             "No objection can be filed before the result was received."}
        };
    }
    const Date received = day_of(state.received_at, about.zone);
    const policy::Version& policy = policy_on(given.states, about.plan.agency, received);
    const std::uint32_t days = policy.parameters.objection_days;
    if (filed_at(given) <= objection_deadline(state.received_at, days, about.zone)) {
        return std::nullopt;
    }
    const std::string last = text(received + std::chrono::days{days});
    return Rejection{
        Code::objection_late,
        "",
        {"Batas keberatan adalah akhir hari " + last + ", " + std::to_string(days) +
             " hari setelah hasil diterima. Untuk keadaan kahar, sebutkan nomor catatan tim "
             "pengelola kinerja.",
         "The last day to object was " + last + ", " + std::to_string(days) +
             " days after the result was received. In a case of force majeure, name the number of "
             "the performance team's note."}
    };
}

// Who rates now and whose superior decides: the one in force, unless the person has come under
// another rater since the decision; then the superior of the rater of that day.
const person::RaterTerm* raters_for_objection(
    const State& state, const About& about, const Circumstances& given
) {
    const person::RaterTerm* now = raters_at(about.plan, given.states, given.effective);
    const person::RaterTerm* then = raters_at(about.plan, given.states, state.decided_at);
    const bool is_same_rater = now != nullptr && then != nullptr && now->rater == then->rater;
    return is_same_rater ? now : then;
}

Check check_judge(const State& state, const About& about, const Circumstances& given) {
    const person::RaterTerm* term = raters_for_objection(state, about, given);
    if (auto e = check_superior(about.plan, term, given)) return e;
    const Actor& judge = given.actor;
    if (!was_decided_by(state, judge.person) && !was_decided_by(state, judge.office())) {
        return std::nullopt;
    }
    return Rejection{
        Code::not_superior,
        "",
        {"Yang memutuskan penilaian tidak boleh memutuskan keberatannya.",
         "He who decided the rating may not decide the objection to it."}
    };
}

// PP 30/2019 art. 59: both must have been asked to explain.
Check check_both_heard(const State& state) {
    const auto is_subject = [&](const PersonId& person) { return person == state.subject; };
    const auto subjects = std::ranges::count_if(state.heard, is_subject);
    if (subjects > 0 && std::ranges::ssize(state.heard) > subjects) return std::nullopt;
    return Rejection{
        Code::state,
        "",
        {"Mintalah dahulu penjelasan dari kedua pihak: pegawai yang dinilai dan pejabat "
         "penilainya.",
         "First ask both for an explanation: the person who is rated and his rater."}
    };
}

Check check_corrections(
    const ObjectionDecided& act, const About& about, const Circumstances& given
) {
    const auto months = plan::months_in(about.plan, about.period, about.zone);
    std::set<std::pair<Period, PlanIndicatorId>> seen;
    for (std::size_t i = 0; i < act.corrections.size(); ++i) {
        const Correction& correction = act.corrections[i];
        const std::string at = "corrections[" + std::to_string(i) + "].";
        const Period& month = correction.month;
        const bool covered = months && plan::covers(about.plan, month, about.zone) &&
                             month.number() >= months->first && month.number() <= months->last;
        if (!covered) {
            return Rejection{
                Code::shape,
                at + "month",
                {"Bulan ini di luar periode yang dievaluasi.",
                 "This month is outside the period that is evaluated."}
            };
        }
        if (!seen.emplace(month, correction.indicator).second) {
            return Rejection{
                Code::shape,
                at + "indicator",
                {"Nilai ini dikoreksi dua kali.", "This value is corrected twice."}
            };
        }
        const StreamId stream = report::stream_for(about.plan_id, month);
        const auto& report = given.states.get<report::Kind>(stream);
        const report::ValueCorrected correct = ordered(correction, act, given.stream);
        if (auto e = report::check_correction(report, correct, about.plan, month, at)) return e;
    }
    return std::nullopt;
}

// Rejecting changes nothing, and only rejecting does.
Check check_outcome(const State& state, const ObjectionDecided& act) {
    const bool is_rejected = act.outcome == Outcome::rejected;
    if (is_rejected && !act.corrections.empty()) {
        return Rejection{
            Code::shape,
            "corrections",
            {"Keberatan yang ditolak tidak mengoreksi nilai.",
             "An objection that is rejected corrects no values."}
        };
    }
    if (is_rejected && act.result != state.result) {
        return Rejection{
            Code::shape,
            "result",
            {"Keberatan yang ditolak tidak mengubah hasil.",
             "An objection that is rejected does not change the result."}
        };
    }
    if (!is_rejected && act.corrections.empty() && act.result == state.result) {
        return Rejection{
            Code::shape,
            "outcome",
            {"Putusan ini tidak mengubah apa pun. Nyatakan keberatan ditolak.",
             "This decision changes nothing. Say that the objection is rejected."}
        };
    }
    return std::nullopt;
}

}  // namespace

std::optional<Rejection> check(
    const State& state, const ObjectionFiled& act, const About& about, const Circumstances& given
) {
    if (auto e = check_in_person(about, given)) return e;
    if (auto e = check_objectionable(state, about, given)) return e;
    const policy::Parameters& policy = policy_of(about.plan, given).parameters;
    if (auto e = check_reason(act.grounds, policy, "grounds")) return e;
    if (auto e = check_length(act.grounds, words_characters_max, "grounds")) return e;
    if (act.evidence.size() > evidence_max) {
        return Rejection{
            Code::shape, "evidence", {"Paling banyak 50 bukti.", "At most 50 pieces of evidence."}
        };
    }
    return check_backdate(given, about.plan.agency);
}

std::optional<Rejection> check(
    const State& state, const ObjectionHeard& act, const About& about, const Circumstances& given
) {
    if (auto e = check_progress(state, {Progress::under_objection}, about, given)) return e;
    if (auto e = check_judge(state, about, given)) return e;
    if (act.heard.empty()) {
        return Rejection{
            Code::shape, "heard", {"Sebutkan siapa yang didengar.", "Say who was heard."}
        };
    }
    const person::RaterTerm* then = raters_at(about.plan, given.states, state.decided_at);
    for (std::size_t i = 0; i < act.heard.size(); ++i) {
        const PersonId& heard = act.heard[i];
        const bool is_rater = heard == state.rater || (then != nullptr && heard == then->rater);
        if (heard == state.subject || is_rater) continue;
        return Rejection{
            Code::shape,
            "heard[" + std::to_string(i) + "]",
            {"Yang dimintai penjelasan adalah pegawai yang dinilai dan pejabat penilainya.",
             "Those to be heard are the person who is rated and his rater."}
        };
    }
    return check_backdate(given, about.plan.agency);
}

report::ValueCorrected ordered(
    const Correction& correction, const ObjectionDecided& act, const StreamId& cause
) {
    return {
        .indicator = correction.indicator,
        .was = correction.was,
        .now = correction.now,
        .cause = cause,
        .reason = act.reason,
    };
}

std::optional<Rejection> check(
    const State& state, const ObjectionDecided& act, const About& about, const Circumstances& given
) {
    if (auto e = check_progress(state, {Progress::under_objection}, about, given)) return e;
    if (auto e = check_judge(state, about, given)) return e;
    if (auto e = check_both_heard(state)) return e;
    const policy::Parameters& policy = policy_of(about.plan, given).parameters;
    if (auto e = check_reason(act.reason, policy, "reason")) return e;
    if (auto e = check_length(act.reason, words_characters_max, "reason")) return e;
    if (auto e = check_result(act.result, about, given)) return e;
    if (auto e = check_corrections(act, about, given)) return e;
    if (auto e = check_outcome(state, act)) return e;
    score::Sheet sheet = corrected(sheet_of(given.states, about.plan_id), act.corrections);
    if (auto e = check_proposal(act.proposal, sheet, about, given)) return e;
    return check_backdate(given, about.plan.agency);
}

std::optional<Rejection> check(
    const State& state, const ObjectionWithdrawn&, const About& about, const Circumstances& given
) {
    if (auto e = check_in_person(about, given)) return e;
    if (auto e = check_progress(state, {Progress::under_objection}, about, given)) return e;
    return check_backdate(given, about.plan.agency);
}

}  // namespace ledger::evaluation
