#include "ledger/rules/timing.h"

#include "ledger/rules/calendar.h"
#include "ledger/rules/person.h"
#include "ledger/rules/policy.h"
#include "ledger/rules/unit.h"

#include <string>

namespace ledger {
namespace {

// The post that he has on `day`, his own if he has one; nullptr when he has none.
const person::Assignment* post_on(const person::State& person, Date day) {
    const person::Assignment* post = nullptr;
    for (const person::Assignment& a : person.assignments) {
        if (day < a.from || (a.until && day > *a.until)) continue;
        const bool own = a.mode == person::Mode::definitif;
        if (own || post == nullptr || post->mode != person::Mode::definitif) post = &a;
    }
    return post;
}

}  // namespace

std::optional<Rejection> check_backdate(const Circumstances& given, const AgencyId& agency) {
    if (given.migrated) return std::nullopt;
    const Zone zone = zone_of(given.states, UnitId{}, agency);
    const Date today = day_of(given.now, zone);
    const std::uint32_t tolerated =
        policy_on(given.states, agency, today).parameters.backdate_working_days;
    const auto& calendar = given.states.get<calendar::Kind>(calendar::stream_for(agency));
    const int late = calendar::working_days_between(calendar, day_of(given.effective, zone), today);
    if (static_cast<std::uint32_t>(late) <= tolerated) return std::nullopt;
    const std::string days = std::to_string(late);
    const std::string limit = std::to_string(tolerated);
    return Rejection{
        Rejection::Code::backdate,
        "effectivetime",
        {"Tanggal kejadian sudah lewat " + days + " hari kerja; paling banyak " + limit +
             ". Catat dengan tanggal yang masih diizinkan, atau sebagai migrasi dengan surat "
             "perintah.",
         "It happened " + days + " working days ago; at most " + limit +
             " are allowed. Record it with a date that is allowed, or as a migration under an "
             "order."},
    };
}

Zone zone_of(const States& states, const PersonId& person, Instant moment) {
    const auto& state = states.get<person::Kind>(stream_of(person));
    const Zone zone = zone_of(states, UnitId{}, state.agency);
    const person::Assignment* post = post_on(state, day_of(moment, zone));
    return post == nullptr ? zone : zone_of(states, post->unit, state.agency);
}

}  // namespace ledger
