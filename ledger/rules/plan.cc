#include "ledger/rules/plan.h"

#include "ledger/rules/assert.h"
#include "ledger/rules/cascade.h"
#include "ledger/rules/evaluation.h"
#include "ledger/rules/event.h"
#include "ledger/rules/match.h"
#include "ledger/rules/parties.h"
#include "ledger/rules/period.h"
#include "ledger/rules/person.h"
#include "ledger/rules/plan_content.h"
#include "ledger/rules/texts.h"
#include "ledger/rules/timing.h"
#include "ledger/rules/unit.h"

#include <algorithm>
#include <utility>

namespace ledger::plan {
namespace {

using Code = Rejection::Code;
using Check = std::optional<Rejection>;

inline constexpr std::size_t position_bytes_max = 300;
constexpr std::uint32_t closing_reason_characters_max = 500;

// R-STATE unless the plan is in one of `allowed`.
Check check_progress(const State& state, std::initializer_list<Progress> allowed) {
    if (std::ranges::find(allowed, state.progress) != allowed.end()) return std::nullopt;
    const std::string is(name_of(state.progress));
    return Rejection{
        Code::state,
        "",
        {"Tindakan ini tidak berlaku untuk SKP dalam keadaan \"" + is + "\".",
         "This cannot be done to a plan that is in the state \"" + is + "\"."}
    };
}

std::size_t span(std::uint32_t first_month, std::uint32_t last_month) {
    return last_month - first_month + 1;
}

PlanId self_of(const Circumstances& given) {
    return {std::string(given.stream.key())};
}

// The place of content that holds from a month on.
Place place_of(const State& state, std::uint32_t from_month, const Circumstances& given) {
    return {self_of(given), state.agency, state.year, from_month, state.last_month};
}

// What holds for the content of the whole plan, and is asked again before it is established: what
// it hangs on may have changed since.
Check check_whole_cascade(const State& state, const Circumstances& given) {
    const Content& content = state.revisions.back().content;
    return check_cascade(content, place_of(state, state.first_month, given), given.states);
}

// --- Drafting

State blank(const Drafted& act) {
    State state;
    state.subject = act.subject;
    state.agency = act.agency;
    state.unit = act.unit;
    return state;
}

Check check_same_plan(const State& state, const Drafted& act) {
    if (state.progress == Progress::none) return std::nullopt;
    const char* field = act.subject != state.subject ? "subject"
                        : act.agency != state.agency ? "agency"
                        : act.year != state.year     ? "year"
                                                     : nullptr;
    if (field == nullptr) return std::nullopt;
    return Rejection{
        Code::state,
        field,
        {"Pegawai, instansi, dan tahun SKP tidak dapat diganti. Susunlah SKP yang baru.",
         "A plan's person, agency and year cannot change. Draft another plan."}
    };
}

// He must serve in the unit on some day of the span.
Check check_assigned(const Drafted& act, const States& states) {
    const auto& person = states.get<person::Kind>(stream_of(act.subject));
    if (!person.registered) {
        return Rejection{
            Code::state,
            "subject",
            {"Pegawai ini belum terdaftar.", "This person is not registered."}
        };
    }
    const auto& unit = states.get<unit::Kind>(stream_of(act.unit));
    if (!unit.created || unit.agency != act.agency) {
        return Rejection{
            Code::state,
            "unit",
            {"Unit kerja ini tidak ada dalam instansi tersebut.",
             "There is no such unit in that agency."}
        };
    }
    const int year = static_cast<int>(act.year);
    const Date first = Period::month(year, static_cast<int>(act.first_month)).first_day();
    const Date last = Period::month(year, static_cast<int>(act.last_month)).last_day();
    const bool assigned = std::ranges::any_of(person.assignments, [&](const person::Assignment& a) {
        return a.unit == act.unit && a.from <= last && (!a.until || *a.until >= first);
    });
    if (assigned) return std::nullopt;
    return Rejection{
        Code::state,
        "unit",
        {"Pegawai ini tidak bertugas di unit itu selama masa SKP.",
         "This person has no post in that unit during the plan's span."}
    };
}

Check check(const State& state, const Drafted& act, const Circumstances& given) {
    if (auto e = check_progress(state, {Progress::none, Progress::draft, Progress::returned})) {
        return e;
    }
    if (auto e = check_same_plan(state, act)) return e;
    if (!given.migrated) {
        if (auto e = check_subject(blank(act), given)) return e;
    }
    if (auto e = check_span(act.year, act.first_month, act.last_month)) return e;
    if (auto e = check_assigned(act, given.states)) return e;
    if (auto e = check_length(act.position, position_bytes_max, "position")) return e;
    if (auto e = check_content(act.content, span(act.first_month, act.last_month))) return e;
    return check_backdate(given, act.agency);
}

// --- From the draft to the established plan

Check check(const State& state, const Submitted&, const Circumstances& given) {
    if (auto e = check_progress(state, {Progress::draft})) return e;
    if (!given.migrated) {
        if (auto e = check_subject(state, given)) return e;
    }
    const Content& content = state.revisions.back().content;
    const policy::Parameters& policy = policy_of(state, given).parameters;
    if (auto e = check_weights(content, policy.weights_total)) return e;
    if (auto e = check_whole_cascade(state, given)) return e;
    return check_backdate(given, state.agency);
}

Check check(const State& state, const Returned& act, const Circumstances& given) {
    const auto returnable = {Progress::submitted, Progress::reviewed, Progress::amending};
    if (auto e = check_progress(state, returnable)) return e;
    if (auto e = check_rater(state, given)) return e;
    if (auto e = check_reason(act.reason, policy_of(state, given).parameters, "reason")) return e;
    return check_backdate(given, state.agency);
}

// The review is the team's, and a member reviews neither his own plan nor one that he rates.
Check check_reviewer(const State& state, const Circumstances& given) {
    const Actor& actor = given.actor;
    const bool is_team =
        actor.role == Role::performance_team || (given.migrated && actor.role == Role::integration);
    if (!is_team) {
        return Rejection{
            Code::auth,
            "",
            {"Reviu SKP dilakukan oleh tim pengelola kinerja.",
             "Plans are reviewed by the performance team."}
        };
    }
    const person::RaterTerm* term = raters_at(state, given.states, given.effective);
    for (const PersonId& person : {actor.person, actor.office()}) {
        if (person != state.subject && (term == nullptr || person != term->rater)) continue;
        return Rejection{
            Code::conflict,
            "",
            {"Pegawai itu sendiri dan pejabat penilainya tidak boleh mereviu SKP ini. Mintalah "
             "anggota tim yang lain.",
             "Neither the person nor his rater may review this plan. Ask another member of the "
             "team."}
        };
    }
    return std::nullopt;
}

Check check(const State& state, const Reviewed& act, const Circumstances& given) {
    if (auto e = check_progress(state, {Progress::submitted})) return e;
    if (auto e = check_reviewer(state, given)) return e;
    if (auto e = check_length(act.findings, words_characters_max, "findings")) return e;
    return check_backdate(given, state.agency);
}

Rejection agreed_already() {
    return Rejection{
        Code::state, "party", {"Pihak ini sudah menyepakatinya.", "This party has agreed already."}
    };
}

Check check(const State& state, const Agreed& act, const Circumstances& given) {
    if (auto e = check_progress(state, {Progress::submitted, Progress::reviewed})) return e;
    switch (act.party) {
        case Party::subject:
            if (auto e = check_subject(state, given)) return e;
            if (state.agreed_by_subject) return agreed_already();
            break;
        case Party::rater:
            if (auto e = check_rater(state, given)) return e;
            if (state.agreed_by_rater) return agreed_already();
            break;
        case Party::superior:
            return Rejection{
                Code::shape,
                "party",
                {"SKP disepakati pegawai dan pejabat penilainya saja.",
                 "A plan is agreed by the person and his rater only."}
            };
    }
    return check_backdate(given, state.agency);
}

Check check(const State& state, const Established&, const Circumstances& given) {
    if (auto e = check_progress(state, {Progress::agreed})) return e;
    if (auto e = check_rater(state, given)) return e;
    if (auto e = check_whole_cascade(state, given)) return e;
    const Content& content = state.revisions.back().content;
    if (auto e = check_parents_established(content, given.states)) return e;
    return check_backdate(given, state.agency);
}

Check check(const State& state, const ExpectationClarified& act, const Circumstances& given) {
    const auto alive = {
        Progress::draft,
        Progress::submitted,
        Progress::returned,
        Progress::reviewed,
        Progress::agreed,
        Progress::established
    };
    if (auto e = check_progress(state, alive)) return e;
    if (auto e = check_rater(state, given)) return e;
    if (act.expectation.text.empty()) {
        return Rejection{
            Code::shape, "expectation.text", {"Tuliskan ekspektasinya.", "Write the expectation."}
        };
    }
    if (auto e = check_length(act.expectation.text, text_bytes_max, "expectation.text")) return e;
    return check_backdate(given, state.agency);
}

// --- Amending, closing

bool is_pending(const State& state, const Amended& act) {
    return state.amendment && state.amendment->from_month == act.from_month &&
           state.amendment->content == act.content;
}

// Whatever is settled of a month stays: its period is closed, or an evaluation of it is decided.
Check check_month_is_open(const State& state, const Period& month, const Circumstances& given) {
    if (period::is_closed(given.states, state.agency, month)) {
        return Rejection{
            Code::period_closed,
            "fromMonth",
            {"Periode " + month.text() + " sudah ditutup. Ubahlah mulai bulan sesudahnya.",
             "The period " + month.text() + " is closed. Amend from a later month."}
        };
    }
    switch (evaluation::standing_of(self_of(given), state, month, given)) {
        case evaluation::Standing::open:
            return std::nullopt;
        case evaluation::Standing::decided:
            return evaluation::month_is_decided("fromMonth");
        case evaluation::Standing::final:
            return evaluation::month_is_final("fromMonth");
    }
    std::unreachable();
}

Check check_amendment_content(const State& state, const Amended& act, const Circumstances& given) {
    if (act.from_month < state.first_month || act.from_month > state.last_month) {
        return Rejection{
            Code::shape,
            "fromMonth",
            {"Bulan mulai berlaku di luar masa SKP.",
             "The month from which it holds is outside the plan's span."}
        };
    }
    const int year = static_cast<int>(state.year);
    for (std::uint32_t month = act.from_month; month <= state.last_month; ++month) {
        const Period period = Period::month(year, static_cast<int>(month));
        if (auto e = check_month_is_open(state, period, given)) return e;
    }
    const std::size_t months = span(state.first_month, state.last_month);
    const policy::Parameters& policy = policy_of(state, given).parameters;
    if (auto e = check_content(act.content, months)) return e;
    if (auto e = check_weights(act.content, policy.weights_total)) return e;
    const Place place = place_of(state, act.from_month, given);
    if (auto e = check_cascade(act.content, place, given.states)) return e;
    return check_parents_established(act.content, given.states);
}

// Whether it is later than Parameters::amend_after_month of the plan's year, by when it is
// recorded: those who amend do so themselves.
bool needs_superior(const State& state, const Circumstances& given) {
    const std::uint32_t month = policy_of(state, given).parameters.amend_after_month;
    if (month < 1 || month > 12) return month < 1;
    const Period last = Period::month(static_cast<int>(state.year), static_cast<int>(month));
    return day_of(given.judged_at(), zone_of(state, given.states)) > last.last_day();
}

Check check_amending_party(const State& state, const Amended& act, const Circumstances& given) {
    switch (act.party) {
        case Party::subject:
            return check_subject(state, given);
        case Party::rater:
            return check_rater(state, given);
        case Party::superior:
            return check_superior(state, raters_at(state, given.states, given.effective), given);
    }
    std::unreachable();
}

// Who agrees to an amendment that is waiting, and whether it is his turn.
Check check_agreement(const State& state, Party party, const Circumstances& given) {
    const bool has_agreed = party == Party::subject ? state.amendment_by_subject
                            : party == Party::rater ? state.amendment_by_rater
                                                    : state.amendment_by_superior;
    if (has_agreed) return agreed_already();
    if (party == Party::superior || state.amendment_by_superior) return std::nullopt;
    if (!needs_superior(state, given)) return std::nullopt;
    return Rejection{
        Code::state,
        "party",
        {"Perubahan setelah batas bulannya memerlukan persetujuan atasan pejabat penilai dahulu.",
         "So late in the year the rater's superior must agree to the amendment first."}
    };
}

Check check(const State& state, const Amended& act, const Circumstances& given) {
    if (auto e = check_progress(state, {Progress::established, Progress::amending})) return e;
    if (auto e = check_amending_party(state, act, given)) return e;
    if (is_pending(state, act)) {
        if (auto e = check_agreement(state, act.party, given)) return e;
    } else if (act.party == Party::superior) {
        return Rejection{
            Code::state,
            "party",
            {"Atasan menyetujui perubahan yang diajukan pegawai atau pejabat penilai; perubahan "
             "seperti ini tidak sedang diajukan.",
             "The superior agrees to what the person or the rater has asked for; nobody has asked "
             "for this."}
        };
    }
    if (auto e = check_reason(act.reason, policy_of(state, given).parameters, "reason")) return e;
    if (auto e = check_amendment_content(state, act, given)) return e;
    return check_backdate(given, state.agency);
}

Check check(const State& state, const Closed& act, const Circumstances& given) {
    if (auto e = check_progress(state, {Progress::established, Progress::amending})) return e;
    if (auto e = check_manager(state, given)) return e;
    if (act.reason.empty()) {
        return Rejection{
            Code::no_reason,
            "reason",
            {"Sebutkan alasan penutupan: akhir tahun, mutasi, pensiun.",
             "Say why it is closed: year end, transfer, retirement."}
        };
    }
    if (auto e = check_length(act.reason, closing_reason_characters_max, "reason")) return e;
    return check_backdate(given, state.agency);
}

// --- Folds

void draft(State& state, const Drafted& e, const Stamp& stamp) {
    state = blank(e);
    state.progress = Progress::draft;
    state.year = e.year;
    state.first_month = e.first_month;
    state.last_month = e.last_month;
    state.revisions = {{e.first_month, stamp.position, e.content}};
}

void clarify(State& state, const Expectation& expectation) {
    std::vector<Expectation>& known = state.revisions.back().content.expectations;
    const auto same = std::ranges::find(known, expectation.value, &Expectation::value);
    if (same == known.end()) {
        known.push_back(expectation);
    } else {
        *same = expectation;
    }
}

void agree(State& state, Party party) {
    (party == Party::subject ? state.agreed_by_subject : state.agreed_by_rater) = true;
    if (state.agreed_by_subject && state.agreed_by_rater) state.progress = Progress::agreed;
}

void drop_amendment(State& state) {
    state.amendment.reset();
    state.amendment_by_subject = false;
    state.amendment_by_rater = false;
    state.amendment_by_superior = false;
}

// The amendment holds from its month on, in place of all that was to hold from there.
void settle_amendment(State& state, const Stamp& stamp) {
    Revision revision = *std::move(state.amendment);
    revision.position = stamp.position;
    std::erase_if(state.revisions, [&](const Revision& r) {
        return r.from_month >= revision.from_month;
    });
    state.revisions.push_back(std::move(revision));
    drop_amendment(state);
    state.progress = Progress::established;
}

void amend(State& state, const Amended& e, const Stamp& stamp) {
    if (!is_pending(state, e)) {
        drop_amendment(state);
        state.amendment = Revision{e.from_month, stamp.position, e.content};
        state.progress = Progress::amending;
    }
    switch (e.party) {
        case Party::subject:
            state.amendment_by_subject = true;
            break;
        case Party::rater:
            state.amendment_by_rater = true;
            break;
        case Party::superior:
            state.amendment_by_superior = true;
            break;
    }
    if (state.amendment_by_subject && state.amendment_by_rater) settle_amendment(state, stamp);
}

void turn_back(State& state) {
    if (state.progress == Progress::amending) {
        drop_amendment(state);
        state.progress = Progress::established;
        return;
    }
    state.agreed_by_subject = false;
    state.agreed_by_rater = false;
    state.progress = Progress::returned;
}

}  // namespace

bool takes_reports(const State& state) {
    return state.progress == Progress::established || state.progress == Progress::amending ||
           state.progress == Progress::closed;
}

std::optional<Months> months_in(const State& state, const Period& period, Zone zone) {
    if (static_cast<std::uint32_t>(period.in_year()) != state.year) return std::nullopt;
    const int first = std::max(period.first_month(), static_cast<int>(state.first_month));
    int last = std::min(period.last_month(), static_cast<int>(state.last_month));
    const auto begins_too_late = [&](int month) {
        const Date day = Period::month(period.in_year(), month).first_day();
        return state.progress == Progress::closed && start_of(day, zone) >= state.closed_at;
    };
    while (first <= last && begins_too_late(last)) --last;
    if (first > last) return std::nullopt;
    return Months{first, last};
}

bool covers(const State& state, const Period& month, Zone zone) {
    return month.kind() == Period::Kind::month && months_in(state, month, zone).has_value();
}

const Revision& revision_in(const State& state, std::uint32_t month) {
    ledger_assert(!state.revisions.empty());
    const Revision* found = &state.revisions.front();
    for (const Revision& revision : state.revisions) {
        if (revision.from_month <= month) found = &revision;
    }
    return *found;
}

State fold(State state, const Event& event, const Stamp& stamp) {
    match(
        event,
        Cases{
            [&](const Drafted& e) { draft(state, e, stamp); },
            [&](const ExpectationClarified& e) { clarify(state, e.expectation); },
            [&](const Submitted&) { state.progress = Progress::submitted; },
            [&](const Returned&) { turn_back(state); },
            [&](const Reviewed&) { state.progress = Progress::reviewed; },
            [&](const Agreed& e) { agree(state, e.party); },
            [&](const Established&) { state.progress = Progress::established; },
            [&](const Amended& e) { amend(state, e, stamp); },
            [&](const Closed&) {
                drop_amendment(state);
                state.progress = Progress::closed;
                state.closed_at = stamp.effective;
            },
        }
    );
    return state;
}

Decision decide(const State& state, const Event& act, const Circumstances& given) {
    Check rejected = std::visit([&](const auto& a) { return check(state, a, given); }, act);
    if (rejected) return std::unexpected(*std::move(rejected));
    const auto* drafted = std::get_if<Drafted>(&act);
    const PersonId& subject = drafted != nullptr ? drafted->subject : state.subject;
    return std::vector<Fact>{{given.stream, act, {subject}}};
}

Class class_of(const Event&) {
    return Class::plan;
}

}  // namespace ledger::plan
