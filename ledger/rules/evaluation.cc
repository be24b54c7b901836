#include "ledger/rules/evaluation.h"

#include "ledger/rules/assert.h"
#include "ledger/rules/evaluation_checks.h"
#include "ledger/rules/event.h"
#include "ledger/rules/match.h"
#include "ledger/rules/objection.h"
#include "ledger/rules/parties.h"
#include "ledger/rules/person.h"
#include "ledger/rules/texts.h"
#include "ledger/rules/timing.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace ledger::evaluation {
namespace {

using Code = Rejection::Code;
using Check = std::optional<Rejection>;

constexpr std::uint32_t recommendation_characters_max = 5'000;
constexpr std::size_t channel_bytes_max = 100;
constexpr std::size_t order_bytes_max = 200;

// --- The rater's decision

Check check_period(const About& about, const Circumstances& given) {
    if (!plan::takes_reports(about.plan)) {
        return Rejection{
            Code::state,
            "",
            {"SKP ini belum ditetapkan, jadi belum dapat dievaluasi.",
             "This plan is not established yet, so it cannot be evaluated."}
        };
    }
    const auto months = plan::months_in(about.plan, about.period, about.zone);
    if (!months) {
        return Rejection{
            Code::state,
            "",
            {"Periode " + about.period.text() + " di luar masa SKP ini.",
             "The period " + about.period.text() + " is outside this plan's span."}
        };
    }
    const Period last = Period::month(about.period.in_year(), months->last);
    if (given.effective <= end_of(last.last_day(), about.zone)) {
        return Rejection{
            Code::period_open,
            "",
            {"Periode " + about.period.text() + " belum berakhir. Putuskan sesudahnya.",
             "The period " + about.period.text() + " has not ended yet. Decide after it."}
        };
    }
    return std::nullopt;
}

// The rater must have supervised the person for a while (domain.md 2.5). Who rated whom for how
// long in an older system may not have come along with what was decided there.
Check check_supervised(const About& about, const Circumstances& given) {
    if (given.migrated) return std::nullopt;
    const std::uint32_t months = policy_of(about.plan, given).parameters.supervised_months_min;
    const auto& subject = given.states.get<person::Kind>(stream_of(about.plan.subject));
    const Date today = day_of(given.effective, about.zone);
    const Date since = person::supervised_since(subject, today);
    const Date first = months_after(since, months);
    if (today >= first) return std::nullopt;
    const std::string count = std::to_string(months);
    return Rejection{
        Code::not_rater,
        "",
        {"Pejabat penilai ini baru membawahi pegawai itu sejak " + text(since) +
             "; sekurang-kurangnya " + count + " bulan. Putuskan mulai " + text(first) + ".",
         "This rater has supervised the person since " + text(since) + " only; at least " + count +
             " months are needed. Decide from " + text(first) + " on."}
    };
}

// The superior himself may let the year be decided though a quarter is missing: as the rater's
// deputy, or by a letter that the rater names. A deputy's own letter is not that. Migrated years
// had no quarters.
bool may_skip_quarters(const About& about, const Circumstances& given) {
    const Actor& actor = given.actor;
    const person::RaterTerm* term = raters_at(about.plan, given.states, given.effective);
    const bool is_superior = term != nullptr && actor.person == term->superior;
    const bool has_letter = actor.on_behalf_of.empty() && !actor.mandate.empty();
    return is_superior || has_letter || given.migrated;
}

Check check_quarters(const About& about, const Circumstances& given) {
    if (about.period.kind() != Period::Kind::year) return std::nullopt;
    if (may_skip_quarters(about, given)) return std::nullopt;
    for (int number = 1; number <= 4; ++number) {
        const Period quarter = Period::quarter(about.period.in_year(), number);
        if (!plan::months_in(about.plan, quarter, about.zone)) continue;
        const StreamId stream = stream_for(about.plan_id, quarter);
        if (is_decided(given.states.get<Kind>(stream))) continue;
        return Rejection{
            Code::state,
            "",
            {"Triwulan " + quarter.text() +
                 " belum dievaluasi. Putuskan dahulu, atau sebutkan "
                 "surat atasan pejabat penilai.",
             "The quarter " + quarter.text() +
                 " is not evaluated yet. Decide it first, or name "
                 "the letter of the rater's superior."}
        };
    }
    return std::nullopt;
}

bool differs(const Result& result, const Proposal& proposal) {
    return result.work != proposal.work ||
           result.predikat != predikat_for(result.work, result.behaviour);
}

Check check(
    const State& state, const Decided& act, const About& about, const Circumstances& given
) {
    if (auto e = check_period(about, given)) return e;
    if (auto e = check_rater(about.plan, given)) return e;
    if (auto e = check_supervised(about, given)) return e;
    if (auto e = check_progress(state, {Progress::none, Progress::reopened}, about, given))
        return e;
    if (auto e = check_quarters(about, given)) return e;
    if (auto e = check_result(act.result, about, given)) return e;
    const score::Sheet sheet = sheet_of(given.states, about.plan_id);
    if (auto e = check_proposal(act.proposal, sheet, about, given)) return e;
    if (differs(act.result, act.proposal)) {
        const policy::Parameters& policy = policy_of(about.plan, given).parameters;
        if (auto e = check_reason(act.reason, policy, "reason")) return e;
    }
    if (auto e = check_length(act.reason, words_characters_max, "reason")) return e;
    if (auto e =
            check_length(act.recommendation, recommendation_characters_max, "recommendation")) {
        return e;
    }
    return check_backdate(given, about.plan.agency);
}

Check check(
    const State& state, const Delivered& act, const About& about, const Circumstances& given
) {
    const bool is_team =
        given.actor.role == Role::performance_team || given.actor.role == Role::head;
    if (auto e = is_team ? check_manager(about.plan, given) : check_rater(about.plan, given)) {
        return e;
    }
    if (auto e = check_progress(state, {Progress::decided}, about, given)) return e;
    if (given.effective < state.decided_at) {
        return Rejection{
            Code::state,
            "effectivetime",
            {"Hasil tidak mungkin diterima sebelum diputuskan.",
             "The result cannot have been received before it was decided."}
        };
    }
    if (act.channel.empty()) {
        return Rejection{
            Code::shape, "channel", {"Sebutkan cara penyampaiannya.", "Say how it was delivered."}
        };
    }
    if (auto e = check_length(act.channel, channel_bytes_max, "channel")) return e;
    return check_backdate(given, about.plan.agency);
}

Check check(
    const State& state, const Accepted& act, const About& about, const Circumstances& given
) {
    if (auto e = check_in_person(about, given)) return e;
    if (auto e = check_progress(state, {Progress::delivered}, about, given)) return e;
    if (auto e = check_length(act.note, words_characters_max, "note")) return e;
    return check_backdate(given, about.plan.agency);
}

Check check(
    const State& state, const Reopened& act, const About& about, const Circumstances& given
) {
    const bool is_head =
        given.actor.role == Role::head || (given.migrated && given.actor.role == Role::integration);
    if (!is_head || act.order.empty()) {
        return Rejection{
            Code::auth,
            act.order.empty() ? "order" : "",
            {"Hasil final hanya dibuka kembali oleh pejabat pembina kepegawaian, atas perintah "
             "pengadilan atau inspektorat yang disebut nomornya.",
             "A final result is reopened only by the head, by order of a court or of the "
             "inspectorate whose number is given."}
        };
    }
    if (auto e = check_manager(about.plan, given)) return e;
    if (!is_final(state, about.plan, given.states, given.judged_at())) {
        return Rejection{
            Code::state,
            "",
            {"Hasil ini belum final, jadi tidak perlu dibuka kembali.",
             "This result is not final, so there is nothing to reopen."}
        };
    }
    if (auto e = check_length(act.order, order_bytes_max, "order")) return e;
    return check_backdate(given, about.plan.agency);
}

// --- Folds

void decide_result(State& state, const Decided& e, const Stamp& stamp) {
    const std::uint32_t version = state.version + 1;
    state = State{};
    state.progress = Progress::decided;
    state.subject = stamp.subject;
    state.rater = stamp.actor;
    state.office = stamp.office;
    state.decided_at = stamp.effective;
    state.version = version;
    state.result = e.result;
    state.decided = stamp.position;
}

void hear(State& state, const std::vector<PersonId>& heard) {
    for (const PersonId& person : heard) {
        if (std::ranges::find(state.heard, person) != state.heard.end()) continue;
        state.heard.push_back(person);
    }
}

}  // namespace

bool is_decided(const State& state) {
    return state.progress != Progress::none && state.progress != Progress::reopened;
}

bool was_decided_by(const State& state, const PersonId& person) {
    return person == state.rater || person == state.office;
}

Standing standing_of(
    const PlanId& id, const plan::State& plan, const Period& month, const Circumstances& given
) {
    const int year = month.in_year();
    const int quarter = (month.number() - 1) / 3 + 1;
    Standing furthest = Standing::open;
    for (const Period& period : {Period::quarter(year, quarter), Period::year(year)}) {
        const auto& state = given.states.get<Kind>(stream_for(id, period));
        if (!is_decided(state)) continue;
        const bool final = is_final(state, plan, given.states, given.judged_at());
        furthest = std::max(furthest, final ? Standing::final : Standing::decided);
    }
    return furthest;
}

Rejection month_is_decided(std::string field) {
    return {
        Code::state,
        std::move(field),
        {"Evaluasi yang mencakup bulan ini sudah diputuskan.",
         "An evaluation that covers this month was decided already."}
    };
}

Rejection month_is_final(std::string field) {
    return {
        Code::final,
        std::move(field),
        {"Evaluasi yang mencakup bulan ini sudah final. Hanya putusan yang membukanya kembali "
         "dapat mengubahnya.",
         "An evaluation that covers this month is final. Only an order to reopen it can change it."}
    };
}

Instant objection_deadline(Instant received_at, std::uint32_t objection_days, Zone zone) {
    return end_of(day_of(received_at, zone) + std::chrono::days{objection_days}, zone);
}

bool is_final(const State& state, Instant now, std::uint32_t objection_days, Zone zone) {
    switch (state.progress) {
        case Progress::accepted:
        case Progress::objection_decided:
            return true;
        case Progress::delivered:  // an objection that was withdrawn cannot be filed again
            return state.objected ||
                   now > objection_deadline(state.received_at, objection_days, zone);
        case Progress::none:
        case Progress::decided:
        case Progress::under_objection:
        case Progress::reopened:
            return false;
    }
    std::unreachable();
}

bool is_final(const State& state, const plan::State& plan, const States& states, Instant now) {
    const Zone zone = zone_of(plan, states);
    const Date received = day_of(state.received_at, zone);
    const policy::Version& policy = policy_on(states, plan.agency, received);
    return is_final(state, now, policy.parameters.objection_days, zone);
}

const policy::Version& policy_for(
    const States& states, const AgencyId& agency, const Period& period
) {
    return policy_on(states, agency, period.last_day());
}

Proposal propose(
    const score::Sheet& sheet,
    const Period& period,
    const policy::Version& version,
    Date today,
    Position at
) {
    score::Score score = score::compute(sheet, period, version.parameters, today);
    return {
        .position = at,
        .score = std::move(score.exact),
        .rounded = score.rounded,
        .work = score.level,
        .policy = version.id,
        .formulas = std::move(score.formulas),
    };
}

score::Sheet sheet_of(const States& states, const PlanId& plan) {
    score::Sheet sheet{.plan = states.get<plan::Kind>(stream_of(plan))};
    sheet.zone = zone_of(sheet.plan, states);
    ledger_assert(sheet.plan.progress != plan::Progress::none);
    for (int month = 1; month <= 12; ++month) {
        const Period period = Period::month(static_cast<int>(sheet.plan.year), month);
        sheet.reports[static_cast<std::size_t>(month - 1)] =
            states.get<report::Kind>(report::stream_for(plan, period));
    }
    return sheet;
}

score::Sheet corrected(score::Sheet sheet, std::span<const Correction> corrections) {
    for (const Correction& correction : corrections) {
        const Period& month = correction.month;
        if (month.kind() != Period::Kind::month) continue;
        if (static_cast<std::uint32_t>(month.in_year()) != sheet.plan.year) continue;
        auto& reported = sheet.reports[static_cast<std::size_t>(month.number() - 1)].reported;
        const auto found =
            std::ranges::find(reported, correction.indicator, &report::Reported::indicator);
        if (found != reported.end()) found->value = correction.now;
    }
    return sheet;
}

State fold(State state, const Event& event, const Stamp& stamp) {
    match(
        event,
        Cases{
            [&](const Decided& e) { decide_result(state, e, stamp); },
            [&](const Delivered&) {
                state.progress = Progress::delivered;
                state.received_at = stamp.effective;
            },
            [&](const Accepted&) { state.progress = Progress::accepted; },
            [&](const ObjectionFiled&) {
                state.progress = Progress::under_objection;
                state.objected = true;
            },
            [&](const ObjectionHeard& e) { hear(state, e.heard); },
            [&](const ObjectionDecided& e) {
                state.progress = Progress::objection_decided;
                state.result = e.result;
                state.decided = stamp.position;
            },
            [&](const ObjectionWithdrawn&) { state.progress = Progress::delivered; },
            [&](const Reopened&) { state.progress = Progress::reopened; },
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
            {"Nama aliran evaluasi harus evaluation/{skp}/{tahun atau triwulan}.",
             "An evaluation's stream is called evaluation/{plan}/{year or quarter}."}
        );
    }
    const auto& plan = given.states.get<plan::Kind>(stream_of(where->plan));
    if (plan.progress == plan::Progress::none) {
        return reject(
            Code::state,
            "stream",
            {"SKP yang dievaluasi belum disusun.", "The plan evaluated was never drafted."}
        );
    }
    const About about{where->plan, plan, where->period, zone_of(plan, given.states)};
    Check rejected = std::visit([&](const auto& a) { return check(state, a, about, given); }, act);
    if (rejected) return std::unexpected(*std::move(rejected));

    std::vector<Fact> facts{{given.stream, act, {plan.subject}}};
    std::ranges::move(
        further_facts(state, act, given.stream, given.states), std::back_inserter(facts)
    );
    return facts;
}

std::vector<Fact> further_facts(
    const State&, const Event& act, const StreamId& stream, const States& states
) {
    const auto* decided = std::get_if<ObjectionDecided>(&act);
    const std::optional<Address> where = address(stream);
    if (decided == nullptr || !where) return {};
    const auto& plan = states.get<plan::Kind>(stream_of(where->plan));
    std::vector<Fact> facts;
    for (const Correction& correction : decided->corrections) {
        const report::Event correct = ordered(correction, *decided, stream);
        facts.push_back({report::stream_for(where->plan, correction.month), correct, {plan.subject}}
        );
    }
    return facts;
}

Class class_of(const Event& event) {
    return match(
        event,
        Cases{
            [](const Decided&) { return Class::rating; },
            [](const Delivered&) { return Class::rating; },
            [](const Accepted&) { return Class::rating; },
            [](const ObjectionFiled&) { return Class::objection; },
            [](const ObjectionHeard&) { return Class::objection; },
            [](const ObjectionDecided&) { return Class::objection; },
            [](const ObjectionWithdrawn&) { return Class::objection; },
            [](const Reopened&) { return Class::rating; },
        }
    );
}

StreamId stream_for(const PlanId& plan, const Period& period) {
    return {std::string(Kind::name) + "/" + plan.text + "/" + period.text()};
}

std::optional<Address> address(const StreamId& stream) {
    if (stream.kind() != Kind::name) return std::nullopt;
    const std::string_view key = stream.key();
    const std::size_t slash = key.find('/');
    if (slash == std::string_view::npos || !is_name(key.substr(0, slash))) return std::nullopt;
    const std::optional<Period> period = Period::parse(key.substr(slash + 1));
    if (!period || period->kind() == Period::Kind::month) return std::nullopt;
    return Address{{std::string(key.substr(0, slash))}, *period};
}

bool Kind::is_key(std::string_view key) {
    return address({std::string(name) + "/" + std::string(key)}).has_value();
}

}  // namespace ledger::evaluation
