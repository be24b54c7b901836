#include "ledger/rules/report.h"

#include "ledger/rules/evaluation.h"
#include "ledger/rules/event.h"
#include "ledger/rules/match.h"
#include "ledger/rules/parties.h"
#include "ledger/rules/period.h"
#include "ledger/rules/person.h"
#include "ledger/rules/plan_content.h"
#include "ledger/rules/reported_value.h"
#include "ledger/rules/texts.h"
#include "ledger/rules/timing.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

namespace ledger::report {
namespace {

using Code = Rejection::Code;
using Check = std::optional<Rejection>;
using evaluation::Standing;

constexpr std::size_t evidence_max = 50;  // of one line
constexpr std::size_t evidence_kind_bytes_max = 100;
constexpr std::size_t evidence_uri_bytes_max = 2'000;

// What a report is about.
struct About {
    PlanId plan_id;
    const plan::State& plan;
    Period month;
    Zone zone;
};

const plan::Content& content_of(const About& about) {
    return plan::revision_in(about.plan, static_cast<std::uint32_t>(about.month.number())).content;
}

const plan::Indicator* find(const plan::Content& content, const PlanIndicatorId& id) {
    const auto found = std::ranges::find(content.indicators, id, &plan::Indicator::id);
    return found == content.indicators.end() ? nullptr : &*found;
}

Check check_not_closed(const About& about, const Circumstances& given) {
    if (!period::is_closed(given.states, about.plan.agency, about.month)) return std::nullopt;
    return Rejection{
        Code::period_closed,
        "",
        {"Periode " + about.month.text() + " sudah ditutup.",
         "The period " + about.month.text() + " is closed."}
    };
}

// --- Submitting

Check check_evidence(
    const plan::Indicator& indicator, const std::vector<Evidence>& evidence, const std::string& list
) {
    if (indicator.evidence_required && evidence.empty()) {
        return Rejection{
            Code::no_evidence,
            list,
            {"Indikator ini memerlukan bukti dukung. Lampirkan sekurang-kurangnya satu.",
             "This indicator needs evidence. Attach at least one piece."}
        };
    }
    if (evidence.size() > evidence_max) {
        return Rejection{
            Code::shape,
            list,
            {"Paling banyak 50 bukti dukung untuk satu indikator.",
             "At most 50 pieces of evidence for one indicator."}
        };
    }
    for (std::size_t i = 0; i < evidence.size(); ++i) {
        const std::string field = list + "[" + std::to_string(i) + "]";
        const Evidence& piece = evidence[i];
        if (auto e = check_length(piece.kind, evidence_kind_bytes_max, field + ".kind")) return e;
        if (auto e = check_length(piece.uri, evidence_uri_bytes_max, field + ".uri")) return e;
    }
    return std::nullopt;
}

Check check_line(const plan::Indicator& indicator, const Line& line, const std::string& at) {
    if (auto e = check_value(indicator, line.value, at + ".value")) return e;
    if (indicator.polarity == Polarity::qualitative && line.narrative.empty()) {
        return Rejection{
            Code::shape,
            at + ".narrative",
            {"Indikator kualitatif dilaporkan dengan uraian.",
             "A qualitative indicator is reported in words."}
        };
    }
    if (auto e = check_length(line.narrative, words_characters_max, at + ".narrative")) return e;
    if (auto e = check_length(line.obstacle, words_characters_max, at + ".obstacle")) return e;
    return check_evidence(indicator, line.evidence, at + ".evidence");
}

// Every indicator that is due has a line, none has two, and no line is of another plan.
Check check_lines(const About& about, const std::vector<Line>& lines) {
    const plan::Content& content = content_of(about);
    std::set<PlanIndicatorId> seen;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::string at = "lines[" + std::to_string(i) + "]";
        const std::string& id = lines[i].indicator.text;
        const plan::Indicator* indicator = find(content, lines[i].indicator);
        if (indicator == nullptr) {
            return Rejection{
                Code::shape,
                at + ".indicator",
                {"SKP tidak memiliki indikator \"" + id + "\".",
                 "The plan has no indicator \"" + id + "\"."}
            };
        }
        if (!seen.insert(lines[i].indicator).second) {
            return Rejection{
                Code::shape,
                at + ".indicator",
                {"Indikator \"" + id + "\" dilaporkan dua kali.",
                 "The indicator \"" + id + "\" is reported twice."}
            };
        }
        if (auto e = check_line(*indicator, lines[i], at)) return e;
    }
    const auto nth = static_cast<std::uint32_t>(about.month.number()) - about.plan.first_month;
    for (const plan::Indicator& indicator : content.indicators) {
        if (seen.contains(indicator.id) || !plan::is_due(indicator, nth)) continue;
        return Rejection{
            Code::shape,
            "lines",
            {"Indikator \"" + indicator.id.text + "\" belum dilaporkan.",
             "The indicator \"" + indicator.id.text + "\" has no line."}
        };
    }
    return std::nullopt;
}

Check check_month(const About& about, const Circumstances& given) {
    const std::string month = about.month.text();
    if (!plan::takes_reports(about.plan)) {
        return Rejection{
            Code::state,
            "",
            {"SKP ini belum ditetapkan, jadi belum dapat dilaporkan.",
             "This plan is not established yet, so it takes no reports."}
        };
    }
    if (!plan::covers(about.plan, about.month, about.zone)) {
        return Rejection{
            Code::state,
            "",
            {"Bulan " + month + " di luar masa SKP ini.",
             "The month " + month + " is outside this plan's span."}
        };
    }
    if (given.effective <= end_of(about.month.last_day(), about.zone)) {
        return Rejection{
            Code::period_open,
            "",
            {"Bulan " + month + " belum berakhir. Laporkan sesudahnya.",
             "The month " + month + " has not ended yet. Report after it."}
        };
    }
    return check_not_closed(about, given);
}

Check check(
    const State& state, const Submitted& act, const About& about, const Circumstances& given
) {
    if (auto e = check_reporter(about.plan, given)) return e;
    if (state.progress == Progress::submitted || state.progress == Progress::acknowledged) {
        return Rejection{
            Code::state,
            "",
            {"Laporan bulan ini sudah dikirim. Perbaiki nilainya dengan koreksi, atau mintalah "
             "pejabat penilai mengembalikannya.",
             "This month's report was submitted already. Correct a value, or ask the rater to "
             "return the report."}
        };
    }
    if (auto e = check_month(about, given)) return e;
    if (auto e = check_lines(about, act.lines)) return e;
    return check_backdate(given, about.plan.agency);
}

// --- What the rater answers

Check check_waiting(const State& state) {
    if (state.progress == Progress::submitted) return std::nullopt;
    return Rejection{
        Code::state,
        "",
        {"Tidak ada laporan yang menunggu jawaban untuk bulan ini.",
         "No report of this month is waiting for an answer."}
    };
}

Standing standing_of(const About& about, const Circumstances& given) {
    return evaluation::standing_of(about.plan_id, about.plan, about.month, given);
}

Check check(
    const State& state, const Returned& act, const About& about, const Circumstances& given
) {
    if (auto e = check_rater(about.plan, given)) return e;
    if (auto e = check_waiting(state)) return e;
    const policy::Parameters& policy = policy_of(about.plan, given).parameters;
    if (auto e = check_reason(act.reason, policy, "reason")) return e;
    if (auto e = check_length(act.reason, words_characters_max, "reason")) return e;
    if (auto e = check_not_closed(about, given)) return e;
    switch (standing_of(about, given)) {
        case Standing::open:
            break;
        case Standing::decided:
            return evaluation::month_is_decided("");
        case Standing::final:
            return evaluation::month_is_final("");
    }
    return check_backdate(given, about.plan.agency);
}

Check check(
    const State& state, const Acknowledged& act, const About& about, const Circumstances& given
) {
    if (auto e = check_rater(about.plan, given)) return e;
    if (auto e = check_waiting(state)) return e;
    if (act.opened_at && *act.opened_at > given.effective) {
        return Rejection{
            Code::shape,
            "openedAt",
            {"Laporan tidak mungkin dibuka setelah disetujui.",
             "The report cannot have been opened after it was acknowledged."}
        };
    }
    if (auto e = check_length(act.comment, words_characters_max, "comment")) return e;
    return check_backdate(given, about.plan.agency);
}

// --- Correcting

// By order of the inspectorate: it corrects itself, or the performance team does under its order.
// The mandate of one who acts for another is his deputy's letter, and no order.
bool is_ordered(const Actor& actor) {
    const bool carries_orders =
        actor.role == Role::inspector || actor.role == Role::performance_team;
    return carries_orders && actor.on_behalf_of.empty() && !actor.mandate.empty();
}

// R-CONFLICT for who rates the subject, or has decided an evaluation that covers the month.
Check check_impartial(
    const About& about, const person::RaterTerm* term, const Circumstances& given
) {
    const PersonId& person = given.actor.person;
    const int year = about.month.in_year();
    const int quarter = (about.month.number() - 1) / 3 + 1;
    bool has_rated = term != nullptr && person == term->rater;
    for (const Period& period : {Period::quarter(year, quarter), Period::year(year)}) {
        const StreamId stream = evaluation::stream_for(about.plan_id, period);
        const auto& state = given.states.get<evaluation::Kind>(stream);
        has_rated = has_rated || evaluation::was_decided_by(state, person);
    }
    if (!has_rated) return std::nullopt;
    return Rejection{
        Code::conflict,
        "",
        {"Pejabat penilai dan yang memutuskan evaluasinya tidak boleh menjalankan perintah koreksi "
         "ini. Serahkan kepada orang lain.",
         "Neither the rater nor the one who decided the evaluation may carry out this order. Leave "
         "it to another."}
    };
}

Check check_corrector(const About& about, const Circumstances& given) {
    const Actor& actor = given.actor;
    switch (standing_of(about, given)) {
        case Standing::final:
            return evaluation::month_is_final("");
        case Standing::open:
            if (actor.office() == about.plan.subject) return check_subject(about.plan, given);
            return check_rater(about.plan, given);
        case Standing::decided:
            break;
    }
    const person::RaterTerm* term = raters_at(about.plan, given.states, given.effective);
    const bool is_himself = actor.person == about.plan.subject;
    if (is_ordered(actor) && !is_himself) return check_impartial(about, term, given);
    return check_superior(about.plan, term, given);
}

Check check(
    const State& state, const ValueCorrected& act, const About& about, const Circumstances& given
) {
    if (auto e = check_corrector(about, given)) return e;
    const policy::Parameters& policy = policy_of(about.plan, given).parameters;
    if (auto e = check_reason(act.reason, policy, "reason")) return e;
    if (auto e = check_length(act.reason, words_characters_max, "reason")) return e;
    if (!act.cause.empty()) {
        return Rejection{
            Code::shape,
            "cause",
            {"Penyebab hanya dicatat oleh putusan keberatan.",
             "A cause is recorded by the decision on an objection only."}
        };
    }
    if (auto e = check_correction(state, act, about.plan, about.month, "")) return e;
    const plan::Indicator* indicator = find(content_of(about), act.indicator);
    if (auto e = check_evidence(*indicator, act.evidence, "evidence")) return e;
    return check_backdate(given, about.plan.agency);
}

// --- Folds

void submit(State& state, const Submitted& e, const Stamp& stamp) {
    state.progress = Progress::submitted;
    state.subject = stamp.subject;
    state.submitted = stamp.position;
    state.submitted_at = stamp.recorded;
    state.reported.clear();
    for (const Line& line : e.lines) {
        state.reported.push_back({line.indicator, line.value, stamp.position});
    }
}

void correct(State& state, const ValueCorrected& e, const Stamp& stamp) {
    const auto found = std::ranges::find(state.reported, e.indicator, &Reported::indicator);
    if (found == state.reported.end()) return;
    found->value = e.now;
    found->position = stamp.position;
    // The rater has not seen what the subject says now.
    const bool by_subject = stamp.office == state.subject;
    if (by_subject && state.progress == Progress::acknowledged)
        state.progress = Progress::submitted;
}

}  // namespace

std::optional<Rejection> check_correction(
    const State& state,
    const ValueCorrected& act,
    const plan::State& plan,
    const Period& month,
    const std::string& at
) {
    const Reported* present = reported(state, act.indicator);
    const auto& content =
        plan::revision_in(plan, static_cast<std::uint32_t>(month.number())).content;
    const plan::Indicator* indicator = find(content, act.indicator);
    if (present == nullptr || indicator == nullptr) {
        return Rejection{
            Code::state,
            at + "indicator",
            {"Bulan ini tidak ada laporan untuk indikator itu.",
             "That indicator is not reported for this month."}
        };
    }
    if (present->value != act.was) {
        return Rejection{
            Code::state,
            at + "was",
            {"Nilai sekarang bukan nilai ini. Bacalah kembali laporannya, lalu koreksi.",
             "This is not the value that stands now. Read the report again, then correct it."}
        };
    }
    if (act.now == act.was) {
        return Rejection{
            Code::shape,
            at + "now",
            {"Koreksi ini tidak mengubah apa pun.", "This correction changes nothing."}
        };
    }
    return check_value(*indicator, act.now, at + "now");
}

const Reported* reported(const State& state, const PlanIndicatorId& indicator) {
    if (state.progress == Progress::none || state.progress == Progress::returned) return nullptr;
    const auto found = std::ranges::find(state.reported, indicator, &Reported::indicator);
    return found == state.reported.end() ? nullptr : &*found;
}

State fold(State state, const Event& event, const Stamp& stamp) {
    match(
        event,
        Cases{
            [&](const Submitted& e) { submit(state, e, stamp); },
            [&](const Returned&) { state.progress = Progress::returned; },
            [&](const Acknowledged&) { state.progress = Progress::acknowledged; },
            [&](const ValueCorrected& e) { correct(state, e, stamp); },
        }
    );
    return state;
}

Decision decide(const State& state, const Event& act, const Circumstances& given) {
    const std::optional<Address> where = address(given.stream);
    if (!where) {
        return reject(
            Code::shape,
            "stream",
            {"Nama aliran laporan harus report/{skp}/{tahun-bulan}.",
             "A report's stream is called report/{plan}/{month}."}
        );
    }
    const auto& plan = given.states.get<plan::Kind>(stream_of(where->plan));
    if (plan.progress == plan::Progress::none) {
        return reject(
            Code::state,
            "stream",
            {"SKP yang dilaporkan belum disusun.", "The plan reported on was never drafted."}
        );
    }
    const About about{where->plan, plan, where->month, zone_of(plan, given.states)};
    Check rejected = std::visit([&](const auto& a) { return check(state, a, about, given); }, act);
    if (rejected) return std::unexpected(*std::move(rejected));
    return std::vector<Fact>{{given.stream, act, {plan.subject}}};
}

Class class_of(const Event& event) {
    return std::holds_alternative<ValueCorrected>(event) ? Class::correction : Class::report;
}

StreamId stream_for(const PlanId& plan, const Period& month) {
    return {std::string(Kind::name) + "/" + plan.text + "/" + month.text()};
}

std::optional<Address> address(const StreamId& stream) {
    if (stream.kind() != Kind::name) return std::nullopt;
    const std::string_view key = stream.key();
    const std::size_t slash = key.find('/');
    if (slash == std::string_view::npos || !is_name(key.substr(0, slash))) return std::nullopt;
    const std::optional<Period> month = Period::parse(key.substr(slash + 1));
    if (!month || month->kind() != Period::Kind::month) return std::nullopt;
    return Address{{std::string(key.substr(0, slash))}, *month};
}

bool Kind::is_key(std::string_view key) {
    return address({std::string(name) + "/" + std::string(key)}).has_value();
}

}  // namespace ledger::report
