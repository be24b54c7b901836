#include "ledger/rules/discipline.h"

#include "ledger/rules/event.h"
#include "ledger/rules/match.h"
#include "ledger/rules/parties.h"
#include "ledger/rules/person.h"
#include "ledger/rules/policy.h"
#include "ledger/rules/timing.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace ledger::discipline {
namespace {

using Code = Rejection::Code;

constexpr std::size_t text_bytes_max = 200;
constexpr std::size_t breaches_max = 400;  // more than a year has days

Rejection shape(std::string field, Words detail) {
    return {Code::shape, std::move(field), std::move(detail)};
}

// --- Who may decide

std::optional<Rejection> check_not_self(const PersonId& subject, const Circumstances& given) {
    if (given.actor.person != subject && given.actor.office() != subject) return std::nullopt;
    return Rejection{
        Code::self,
        "",
        {"Tidak seorang pun bertindak dalam perkara disiplinnya sendiri. Serahkan kepada pejabat "
         "lain.",
         "Nobody acts in his own discipline case. Leave it to another official."},
    };
}

Rejection level_too_high(Severity level) {
    if (level == Severity::berat) {
        return {
            Code::auth_level,
            "level",
            {"Hukuman berat hanya dijatuhkan oleh pejabat pembina kepegawaian.",
             "A berat sanction is decided by the head only."},
        };
    }
    return {
        Code::auth_level,
        "level",
        {"Hukuman sedang dijatuhkan oleh atasan pejabat penilai, pejabat yang berwenang, atau "
         "pejabat pembina kepegawaian.",
         "A sedang sanction is decided by the rater's superior, the authority or the head."},
    };
}

Rejection no_authority(Role role) {
    switch (role) {
        case Role::rater:
            return {
                Code::not_rater,
                "",
                {"Anda bukan pejabat penilai pegawai ini pada tanggal itu.",
                 "You were not this person's rater on that day."},
            };
        case Role::superior:
            return {
                Code::not_superior,
                "",
                {"Anda bukan atasan pejabat penilai pegawai ini pada tanggal itu.",
                 "You were not the superior of this person's rater on that day."},
            };
        default:
            return {
                Code::auth,
                "",
                {"Hukuman disiplin dijatuhkan oleh atasan langsung atau pejabat di atasnya.",
                 "A sanction is decided by the direct superior or an official above him."},
            };
    }
}

// The heaviest sanction that the actor may decide, by the typical rule of domain.md 5.5: ringan the
// direct superior, sedang his superior, berat the head. Nothing when he may decide none. Who
// decided what a source system brings in was settled there; to migrate makes nobody else a head.
std::optional<Severity> reach(const PersonId& subject, const Circumstances& given) {
    if (given.actor.role == Role::head) return Severity::berat;
    if (given.actor.role == Role::authority) return Severity::sedang;
    if (given.migrated) {
        return given.actor.role == Role::integration ? Severity::berat : Severity::sedang;
    }
    if (given.actor.role == Role::integration) return std::nullopt;
    const auto& person = given.states.get<person::Kind>(stream_of(subject));
    const Date day = day_of(given.effective, zone_of(given.states, subject, given.effective));
    const person::RaterTerm* term = person::rater_on(person, day);
    if (term == nullptr) return std::nullopt;
    if (given.actor.office() == term->superior) return Severity::sedang;
    if (given.actor.office() == term->rater) return Severity::ringan;
    return std::nullopt;
}

std::optional<Rejection> check_authority(const SanctionDecided& act, const Circumstances& given) {
    if (auto no = check_not_self(act.subject, given)) return no;
    if (!person::is_registered(given.states, act.subject)) {
        return Rejection{
            Code::state,
            "subject",
            {"Pegawai ini belum didaftarkan.", "This person was never registered."},
        };
    }
    const std::optional<Severity> most = reach(act.subject, given);
    if (!most) return no_authority(given.actor.role);
    if (act.level > *most) return level_too_high(act.level);
    return std::nullopt;
}

// --- What may be decided

// Names, perhaps several with '/' between them: no two ways to write one breach.
bool is_breach(std::string_view text) {
    if (text.size() > text_bytes_max) return false;
    while (true) {
        const std::size_t slash = text.find('/');
        if (!is_name(text.substr(0, slash))) return false;
        if (slash == std::string_view::npos) return true;
        text.remove_prefix(slash + 1);
    }
}

std::optional<Rejection> check_breaches(const std::vector<std::string>& breaches) {
    if (breaches.empty() || breaches.size() > breaches_max) {
        return shape("breaches", {"Sebutkan 1 sampai 400 pelanggaran.", "Name 1 to 400 breaches."});
    }
    for (auto breach = breaches.begin(); breach != breaches.end(); ++breach) {
        const auto index = std::to_string(breach - breaches.begin());
        if (!is_breach(*breach)) {
            return shape(
                "breaches[" + index + "]",
                {"Nama pelanggaran hanya boleh berisi huruf, angka, . _ ~ - dan /.",
                 "A breach's name has only letters, digits, . _ ~ - and /."}
            );
        }
        if (std::find(breaches.begin(), breach, *breach) != breach) {
            return shape(
                "breaches[" + index + "]",
                {"Pelanggaran ini disebut dua kali.", "This breach is named twice."}
            );
        }
    }
    return std::nullopt;
}

std::optional<Rejection> check_line(const std::string& text, std::string field, Words missing) {
    if (text.empty()) return shape(std::move(field), std::move(missing));
    return check_length(text, text_bytes_max, std::move(field));
}

std::optional<Rejection> check_regime(const SanctionDecided& act, const Circumstances& given) {
    const Date day = day_of(given.effective, zone_of(given.states, act.subject, given.effective));
    if (act.breached_on > day) {
        return shape(
            "breachedOn",
            {"Pelanggaran tidak mungkin terjadi setelah diputuskan.",
             "A breach cannot have happened after it was decided on."}
        );
    }
    const bool pp53 = act.regime == Regime::pp53;
    if (act.regime != Regime::local_table && pp53 != (act.breached_on < pp94_from)) {
        return shape(
            "regime",
            {"Pelanggaran sebelum 2021-08-31 dinilai menurut PP 53/2010, sesudahnya menurut PP "
             "94/2021.",
             "Breaches before 2021-08-31 are judged by PP 53/2010, later ones by PP 94/2021."}
        );
    }
    if (severity_of(act.code) != act.level) {
        return shape(
            "code",
            {"Jenis hukuman " + std::string(name_of(act.code)) + " bukan hukuman " +
                 std::string(name_of(act.level)) + ".",
             std::string(name_of(act.code)) + " is no " + std::string(name_of(act.level)) +
                 " sanction."}
        );
    }
    if (!lasts(act.regime, act.code, act.months)) {
        return shape(
            "months",
            {"Lama hukuman tidak sesuai dengan jenis dan dasar hukumnya.",
             "That is not how long this sanction lasts under this regime."}
        );
    }
    return std::nullopt;
}

std::optional<Rejection> check_content(const SanctionDecided& act, const Circumstances& given) {
    if (auto no = check_breaches(act.breaches)) return no;
    if (auto no = check_regime(act, given)) return no;
    Words article{"Sebutkan pasal yang dilanggar.", "Name the article that was breached."};
    if (auto no = check_line(act.article, "article", std::move(article))) return no;
    Words number{"Tuliskan nomor keputusannya.", "Give the number of the decision."};
    if (auto no = check_line(act.decision_no, "decisionNo", std::move(number))) return no;
    const auto& person = given.states.get<person::Kind>(stream_of(act.subject));
    const Date day = day_of(given.effective, zone_of(given.states, act.subject, given.effective));
    const auto& policy = policy_on(given.states, person.agency, day).parameters;
    return check_reason(act.basis, policy, "basis");
}

std::optional<Rejection> check_not_punished(
    const SanctionDecided& act, const Circumstances& given
) {
    const auto& all = given.states.get<sanctions::Kind>(sanctions::stream_for(act.subject));
    for (std::size_t i = 0; i < act.breaches.size(); ++i) {
        const sanctions::Sanction* earlier = sanctions::punished(all, act.breaches[i]);
        if (earlier == nullptr) continue;
        return Rejection{
            Code::double_punish,
            "breaches[" + std::to_string(i) + "]",
            {"Pelanggaran ini sudah dihukum dalam perkara " + earlier->case_id.text +
                 ". Satu pelanggaran hanya dihukum satu kali.",
             "This breach was punished in case " + earlier->case_id.text +
                 " already. One breach is punished once."},
        };
    }
    return std::nullopt;
}

std::optional<Rejection> check_time(const PersonId& subject, const Circumstances& given) {
    const auto& person = given.states.get<person::Kind>(stream_of(subject));
    return check_backdate(given, person.agency);
}

Decision decide_sanction(
    const State& state, const SanctionDecided& act, const Circumstances& given
) {
    if (auto no = check_authority(act, given)) return std::unexpected(std::move(*no));
    if (state.progress != Progress::none) {
        return reject(
            Code::state,
            "",
            {"Perkara ini sudah diputuskan. Satu perkara mempunyai satu keputusan.",
             "This case was decided already. One case has one decision."}
        );
    }
    if (auto no = check_content(act, given)) return std::unexpected(std::move(*no));
    if (act.level == Severity::berat && !act.team) {
        return reject(
            Code::no_team,
            "team",
            {"Hukuman berat memerlukan pemeriksaan oleh tim pemeriksa.",
             "A berat sanction needs an examination by a team."}
        );
    }
    if (auto no = check_not_punished(act, given)) return std::unexpected(std::move(*no));
    if (auto no = check_time(act.subject, given)) return std::unexpected(std::move(*no));
    return std::vector<Fact>{{given.stream, Event(act), {act.subject}}};
}

// --- Delivery

bool may_deliver(const PersonId& subject, const Circumstances& given) {
    return given.actor.role == Role::performance_team || reach(subject, given).has_value();
}

Decision decide_delivery(
    const State& state, const SanctionDelivered& act, const Circumstances& given
) {
    if (state.progress != Progress::decided) {
        return reject(
            Code::state,
            "",
            {"Tidak ada keputusan hukuman yang menunggu penyampaian dalam perkara ini.",
             "No decision in this case waits for delivery."}
        );
    }
    if (auto no = check_not_self(state.subject, given)) return std::unexpected(std::move(*no));
    if (!may_deliver(state.subject, given)) {
        return reject(
            Code::auth,
            "",
            {"Keputusan disampaikan oleh pejabat yang menghukum atau tim pengelola kinerja.",
             "A decision is delivered by the official who punishes or the performance team."}
        );
    }
    if (given.effective < state.decided_at) {
        return reject(
            Code::state,
            "effectivetime",
            {"Keputusan tidak mungkin diterima sebelum ditetapkan.",
             "A decision cannot be received before it was made."}
        );
    }
    Words method{"Tuliskan cara penyampaiannya.", "Say how it was delivered."};
    if (auto no = check_line(act.method, "method", std::move(method))) {
        return std::unexpected(std::move(*no));
    }
    if (auto no = check_time(state.subject, given)) return std::unexpected(std::move(*no));
    return std::vector<Fact>{{given.stream, Event(act), {state.subject}}};
}

}  // namespace

bool lasts(Regime regime, Punishment code, std::uint32_t months) {
    const Severity level = sanctions::severity_of(code);
    if (code == Punishment::h3) return months == 0;
    if (regime == Regime::pp53 || regime == Regime::local_table) {
        return months <= months_max && (level == Severity::ringan || months > 0);
    }
    if (level == Severity::ringan) return months == 0;
    if (level == Severity::berat || regime == Regime::pasal42) return months == 12;
    if (code == Punishment::m1) return months == 6;
    if (code == Punishment::m2) return months == 9;
    return months == 12;
}

State fold(State state, const Event& event, const Stamp& stamp) {
    match(
        event,
        Cases{
            [&](const SanctionDecided& e) {
                state.progress = Progress::decided;
                state.subject = e.subject;
                state.decided_at = stamp.effective;
            },
            [&](const SanctionDelivered&) { state.progress = Progress::delivered; },
        }
    );
    return state;
}

Decision decide(const State& state, const Event& act, const Circumstances& given) {
    Decision facts = match(
        act,
        Cases{
            [&](const SanctionDecided& a) { return decide_sanction(state, a, given); },
            [&](const SanctionDelivered& a) { return decide_delivery(state, a, given); },
        }
    );
    if (facts) {
        std::ranges::move(further_facts(state, act, given.stream), std::back_inserter(*facts));
    }
    return facts;
}

std::vector<Fact> further_facts(const State& state, const Event& act, const StreamId& stream) {
    const CaseId self{std::string(stream.key())};
    const auto fact = [](const PersonId& subject, const sanctions::Event& event) {
        return std::vector<Fact>{{sanctions::stream_for(subject), event, {subject}}};
    };
    return match(
        act,
        Cases{
            [&](const SanctionDecided& a) {
                return fact(a.subject, sanctions::Imposed{self, a.code, a.months, a.breaches});
            },
            [&](const SanctionDelivered&) {
                return fact(state.subject, sanctions::Received{self});
            },
        }
    );
}

Class class_of(const Event&) {
    return Class::sanction;
}

}  // namespace ledger::discipline
