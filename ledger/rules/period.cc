#include "ledger/rules/period.h"

#include "ledger/rules/agency.h"
#include "ledger/rules/closed_text.h"
#include "ledger/rules/event.h"
#include "ledger/rules/match.h"
#include "ledger/rules/parties.h"
#include "ledger/rules/policy.h"
#include "ledger/rules/timing.h"
#include "ledger/rules/unit.h"

#include <utility>

namespace ledger::period {
namespace {

using Code = Rejection::Code;

constexpr std::size_t reason_bytes_max = 2000;

Rejection state_error(Words detail) {
    return {Code::state, "", std::move(detail)};
}

// What a source system brings in was allowed there; see rules/event.cc for who may migrate.
std::optional<Rejection> check_role(const Circumstances& given, Role role, Words detail) {
    if (given.actor.role == role) return std::nullopt;
    if (given.migrated && given.actor.role == Role::integration) return std::nullopt;
    return Rejection{Code::auth, "", std::move(detail)};
}

std::optional<Rejection> check_team(const Circumstances& given) {
    return check_role(
        given,
        Role::performance_team,
        {"Hanya tim pengelola kinerja yang boleh membuka dan menutup periode.",
         "Only the performance team may open and close a period."}
    );
}

// The shortest period that `of` lies in and that is closed as a whole; nothing when there is none.
std::optional<Period> closed_around(const States& states, const Address& of) {
    const Period year = Period::year(of.period.in_year());
    std::vector<Period> around;
    if (of.period.kind() == Period::Kind::month) {
        around.push_back(Period::quarter(of.period.in_year(), (of.period.number() + 2) / 3));
    }
    if (of.period.kind() != Period::Kind::year) around.push_back(year);
    for (const Period& period : around) {
        const auto& state = states.get<Kind>(stream_for(of.agency, period));
        if (state.progress == Progress::closed) return period;
    }
    return std::nullopt;
}

Rejection is_closed_with(const Period& around) {
    const std::string whole = around.text();
    return state_error(
        {"Periode ini sudah ditutup bersama " + whole + ". Bukalah kembali " + whole + ".",
         "This period was closed together with " + whole + ". Reopen " + whole + "."}
    );
}

std::optional<Rejection> check(
    const Opened&, const State& state, const Circumstances& given, const Address& of
) {
    if (auto no = check_team(given)) return no;
    switch (state.progress) {
        case Progress::none:
            if (const auto around = closed_around(given.states, of)) return is_closed_with(*around);
            return std::nullopt;
        case Progress::open:
            if (const auto around = closed_around(given.states, of)) return is_closed_with(*around);
            return state_error({"Periode ini sudah dibuka.", "This period is open already."});
        case Progress::closed:
            return state_error(
                {"Periode ini sudah ditutup. Hanya pejabat pembina kepegawaian yang dapat "
                 "membukanya "
                 "kembali.",
                 "This period was closed. Only the head can reopen it."}
            );
    }
    std::unreachable();
}

std::optional<Rejection> check(
    const Closed& act, const State& state, const Circumstances& given, const Address& of
) {
    if (auto no = check_team(given)) return no;
    if (state.progress == Progress::closed) {
        return state_error({"Periode ini sudah ditutup.", "This period is closed already."});
    }
    const Zone zone = zone_of(given.states, UnitId{}, of.agency);
    if (given.effective <= end_of(of.period.last_day(), zone)) {
        const std::string last = text(of.period.last_day());
        return Rejection{
            Code::period_open,
            "",
            {"Periode ini belum berakhir. Tutuplah setelah " + last + ".",
             "This period has not ended yet. Close it after " + last + "."},
        };
    }
    return check_length(act.reason, reason_bytes_max, "reason");
}

std::optional<Rejection> check(
    const Reopened& act, const State& state, const Circumstances& given, const Address& of
) {
    Words who{
        "Hanya pejabat pembina kepegawaian yang boleh membuka kembali sebuah periode.",
        "Only the head may reopen a period.",
    };
    if (auto no = check_role(given, Role::head, std::move(who))) return no;
    if (state.progress != Progress::closed) {
        if (const auto around = closed_around(given.states, of)) return is_closed_with(*around);
        return state_error(
            {"Periode ini tidak ditutup, jadi tidak perlu dibuka kembali.",
             "This period is not closed, so it need not be reopened."}
        );
    }
    const Date day = day_of(given.effective, zone_of(given.states, UnitId{}, of.agency));
    const auto& policy = policy_on(given.states, of.agency, day).parameters;
    if (auto no = check_reason(ClosedWords::make(act.reason), policy, "reason")) return no;
    return check_length(act.reason, reason_bytes_max, "reason");
}

}  // namespace

bool is_closed(const States& states, const AgencyId& agency, const Period& period) {
    const auto& own = states.get<Kind>(stream_for(agency, period));
    return own.progress == Progress::closed || closed_around(states, {agency, period}).has_value();
}

State fold(State state, const Event& event, const Stamp& stamp) {
    state.progress = match(
        event,
        Cases{
            [](const Opened&) { return Progress::open; },
            [](const Closed&) { return Progress::closed; },
            [](const Reopened&) { return Progress::open; },
        }
    );
    state.position = stamp.position;
    return state;
}

Decision decide(const State& state, const Event& act, const Circumstances& given) {
    const std::optional<Address> of = address(given.stream);
    ledger_assert(of);
    if (!agency::is_registered(given.states, of->agency)) {
        return reject(
            Code::state,
            "stream",
            {"Instansi ini belum didaftarkan. Daftarkan instansinya dahulu.",
             "This agency was never registered. Register the agency first."}
        );
    }
    auto no = match(
        act,
        Cases{
            [&](const Opened& a) { return check(a, state, given, *of); },
            [&](const Closed& a) { return check(a, state, given, *of); },
            [&](const Reopened& a) { return check(a, state, given, *of); },
        }
    );
    if (!no) no = check_backdate(given, of->agency);
    if (no) return std::unexpected(std::move(*no));
    return std::vector<Fact>{{given.stream, act, {}}};
}

Class class_of(const Event&) {
    return Class::period;
}

bool Kind::is_key(std::string_view key) {
    return address({std::string(name) + "/" + std::string(key)}).has_value();
}

StreamId stream_for(const AgencyId& agency, const Period& period) {
    return {"period/" + agency.text + "/" + period.text()};
}

std::optional<Address> address(const StreamId& stream) {
    const std::string_view key = stream.key();
    const std::size_t slash = key.find('/');
    if (stream.kind() != Kind::name || slash == std::string_view::npos) return std::nullopt;
    const std::string_view agency = key.substr(0, slash);
    const std::optional<Period> period = Period::parse(key.substr(slash + 1));
    if (!is_name(agency) || !period) return std::nullopt;
    return Address{{std::string(agency)}, *period};
}

}  // namespace ledger::period
