#include "ledger/rules/parties.h"

#include "ledger/rules/unit.h"

namespace ledger {
namespace {

using Code = Rejection::Code;

Rejection is_self() {
    return {
        Code::self,
        "",
        {"Tidak seorang pun memutuskan tentang dirinya sendiri. Mintalah pejabat yang berwenang.",
         "Nobody decides about himself. Ask the one whose office it is."},
    };
}

bool is_about_himself(const plan::State& plan, const Actor& actor) {
    return actor.person == plan.subject || actor.office() == plan.subject;
}

// A source system reports what happened; judging and agreeing are for people.
std::optional<Rejection> check_is_a_person(const Circumstances& given) {
    if (given.actor.role != Role::integration || given.migrated) return std::nullopt;
    return Rejection{
        Code::auth,
        "",
        {"Sistem sumber hanya boleh mengirim laporan. Tindakan ini harus dilakukan orangnya.",
         "A source system may only send reports. This act must be done by the person."},
    };
}

}  // namespace

Zone zone_of(const plan::State& plan, const States& states) {
    return zone_of(states, plan.unit, plan.agency);
}

const policy::Version& policy_of(const plan::State& plan, const Circumstances& given) {
    const Zone zone = zone_of(plan, given.states);
    return policy_on(given.states, plan.agency, day_of(given.effective, zone));
}

const person::RaterTerm* raters_at(const plan::State& plan, const States& states, Instant moment) {
    const auto& subject = states.get<person::Kind>(stream_of(plan.subject));
    return person::rater_on(subject, day_of(moment, zone_of(plan, states)));
}

std::optional<Rejection> check_subject(const plan::State& plan, const Circumstances& given) {
    if (auto no = check_is_a_person(given)) return no;
    return check_reporter(plan, given);
}

std::optional<Rejection> check_reporter(const plan::State& plan, const Circumstances& given) {
    if (given.actor.office() != plan.subject) {
        return Rejection{
            Code::auth,
            "",
            {"Hanya pegawai pemilik SKP yang boleh melakukan ini.",
             "Only the person whose plan it is may do this."},
        };
    }
    const person::RaterTerm* term = raters_at(plan, given.states, given.effective);
    const PersonId& person = given.actor.person;
    if (term != nullptr && (person == term->rater || person == term->superior)) {
        return Rejection{
            Code::conflict,
            "",
            {"Pejabat penilai dan atasannya tidak boleh bertindak atas nama pegawai yang dinilai.",
             "The rater and his superior may not act in the name of the person who is rated."},
        };
    }
    return std::nullopt;
}

std::optional<Rejection> check_rater(const plan::State& plan, const Circumstances& given) {
    if (auto no = check_is_a_person(given)) return no;
    if (is_about_himself(plan, given.actor)) return is_self();
    const person::RaterTerm* term = raters_at(plan, given.states, given.effective);
    if (term != nullptr && given.actor.office() == term->rater) return std::nullopt;
    return Rejection{
        Code::not_rater,
        "",
        {term == nullptr
             ? "Belum ada pejabat penilai pada tanggal itu. Tetapkan pejabat penilai dahulu."
             : "Hanya pejabat penilai pada tanggal itu, atau yang mewakilinya, yang boleh "
               "melakukan ini.",
         term == nullptr ? "Nobody was his rater on that day. Assign a rater first."
                         : "Only the rater in force on that day, or his deputy, may do this."},
    };
}

std::optional<Rejection> check_superior(
    const plan::State& plan, const person::RaterTerm* term, const Circumstances& given
) {
    if (auto no = check_is_a_person(given)) return no;
    if (is_about_himself(plan, given.actor)) return is_self();
    if (term != nullptr && given.actor.office() == term->superior &&
        given.actor.person != term->rater) {
        return std::nullopt;
    }
    return Rejection{
        Code::not_superior,
        "",
        {"Hanya atasan pejabat penilai, atau yang mewakilinya selain pejabat penilai itu sendiri, "
         "yang boleh melakukan ini.",
         "Only the rater's superior may do this, or a deputy of his other than the rater."},
    };
}

std::optional<Rejection> check_manager(const plan::State& plan, const Circumstances& given) {
    const Role role = given.actor.role;
    const bool is_manager = role == Role::performance_team || role == Role::head ||
                            (given.migrated && role == Role::integration);
    if (!is_manager) {
        return Rejection{
            Code::auth,
            "",
            {"Hanya tim pengelola kinerja atau pejabat pembina kepegawaian yang boleh melakukan "
             "ini.",
             "Only the performance team or the head may do this."},
        };
    }
    if (is_about_himself(plan, given.actor)) return is_self();
    return std::nullopt;
}

}  // namespace ledger
