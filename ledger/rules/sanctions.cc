#include "ledger/rules/sanctions.h"

#include "ledger/rules/event.h"
#include "ledger/rules/match.h"

#include <algorithm>
#include <utility>

namespace ledger::sanctions {
namespace {

constexpr int working_days_to_force = 15;

}  // namespace

Severity severity_of(Punishment punishment) noexcept {
    switch (punishment) {
        case Punishment::l1:
        case Punishment::l2:
        case Punishment::l3:
            return Severity::ringan;
        case Punishment::m1:
        case Punishment::m2:
        case Punishment::m3:
            return Severity::sedang;
        case Punishment::h1:
        case Punishment::h2:
        case Punishment::h3:
            return Severity::berat;
    }
    std::unreachable();
}

const Sanction* punished(const State& state, std::string_view breach) {
    for (const Sanction& sanction : state.sanctions) {
        if (std::ranges::find(sanction.breaches, breach) != sanction.breaches.end()) {
            return &sanction;
        }
    }
    return nullptr;
}

Date in_force_on(const calendar::State& calendar, Date received) {
    return calendar::add_working_days(calendar, received, working_days_to_force);
}

std::optional<Date> served_on(
    const Sanction& sanction, const calendar::State& calendar, Zone zone
) {
    if (!sanction.received_at) return std::nullopt;
    const Date in_force = in_force_on(calendar, day_of(*sanction.received_at, zone));
    if (sanction.months > 0) return months_after(in_force, sanction.months);
    if (severity_of(sanction.code) == Severity::ringan) return in_force;
    return std::nullopt;
}

const Sanction* active_on(
    const State& state, const calendar::State& calendar, Zone zone, Date day
) {
    for (const Sanction& sanction : state.sanctions) {
        if (severity_of(sanction.code) == Severity::ringan) continue;
        if (day < day_of(sanction.decided_at, zone)) continue;
        const std::optional<Date> served = served_on(sanction, calendar, zone);
        if (!served || day < *served) return &sanction;
    }
    return nullptr;
}

State fold(State state, const Event& event, const Stamp& stamp) {
    match(
        event,
        Cases{
            [&](const Imposed& e) {
                state.sanctions.push_back({
                    .case_id = e.case_id,
                    .code = e.code,
                    .months = e.months,
                    .breaches = e.breaches,
                    .decided_at = stamp.effective,
                    .received_at = std::nullopt,
                    .position = stamp.position,
                });
            },
            [&](const Received& e) {
                for (Sanction& sanction : state.sanctions) {
                    if (sanction.case_id == e.case_id) sanction.received_at = stamp.effective;
                }
            },
        }
    );
    return state;
}

Decision decide(const State&, const Event&, const Circumstances&) {
    return reject(
        Rejection::Code::state,
        "",
        {"Hukuman disiplin dicatat melalui perkaranya. Kirimkan ke case/{perkara}.",
         "Sanctions are recorded through their case. Send it to case/{case}."}
    );
}

Class class_of(const Event&) {
    return Class::sanction;
}

StreamId stream_for(const PersonId& person) {
    return {"sanctions/" + person.text};
}

}  // namespace ledger::sanctions
