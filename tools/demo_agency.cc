#include "tools/demo_agency.h"

#include "ledger/rules/formulas.h"
#include "tools/demo_words.h"

#include <string>

namespace tools::demonstration {
namespace {

using ledger::Period;

// The roster comes from the personnel office, with posts that began years ago.
constexpr std::string_view roster_order = "SK-800/001/BKPSDM/2025";
constexpr ledger::Date opening = day(2025, 1, 2);
constexpr ledger::Date units_from = day(1990, 1, 1);

// --- The first day

void register_agency(const Cast& cast, Agenda& agenda) {
    agenda.add({
        .when = at(opening, 7, 0),
        .stream = stream_of(cast.agency),
        .event =
            ledger::agency::Registered{
                .title = "Pemerintah Kota Pauh",
                .kind = ledger::agency::AgencyType::city,
                .zone = ledger::Zone::wib,
            },
        .actor = cast.head(),
    });
    agenda.add({
        .when = at(opening, 7, 5),
        .stream = ledger::calendar::stream_for(cast.agency),
        .event = calendar_2025(),
        .actor = cast.team(),
    });
    for (const Unit& unit : cast.units) {
        agenda.add({
            .when = at(opening, 7, 10),
            .stream = stream_of(unit.id),
            .event =
                ledger::unit::Created{
                    .agency = cast.agency,
                    .parent = unit.parent,
                    .title = unit.title,
                    .zone = {},
                    .from = units_from,
                },
            .actor = cast.team(),
        });
    }
}

void register_person(const Cast& cast, const Person& person, Agenda& agenda) {
    agenda.add({
        .when = at(opening, 7, 20),
        .stream = stream_of(person.id),
        .event =
            ledger::person::Registered{
                .agency = cast.agency,
                .kind = person.kind,
                .full_name = words::closed(person.full_name),
                .nip = {},
            },
        .actor = cast.team(),
        .channel = ledger::Channel::import_,
    });
    agenda.add({
        .when = at(opening, 7, 30),
        .stream = stream_of(person.id),
        .event =
            ledger::person::AssignmentStarted{
                .id = {"1"},
                .unit = person.unit,
                .position_type = person.type,
                .position = person.position,
                .mode = ledger::person::Mode::definitif,
                .from = person.since,
            },
        .actor = cast.team(),
        .channel = ledger::Channel::import_,
        .migration = std::string(roster_order),
    });
    if (person.raters.empty()) return;
    const ledger::person::RaterTerm& term = person.raters.front();
    agenda.add({
        .when = at(opening, 7, 40),
        .stream = stream_of(person.id),
        .event =
            ledger::person::RaterAssigned{
                .rater = term.rater, .superior = term.superior, .from = term.from, .reason = {}
            },
        .actor = cast.head(),
        .channel = ledger::Channel::import_,
        .migration = std::string(roster_order),
    });
}

// domain.md 7.1. The defaults of Parameters are its numbers; it names the formulas it goes by.
ledger::policy::Published policy(const Cast& cast) {
    ledger::policy::Published policy{
        .id = {"pauh-2025.1"},
        .legal_ref = "Peraturan Wali Kota Pauh Nomor 1 Tahun 2025; PP 30/2019; PermenPANRB 6/2022",
        .valid_from = day(2025, 1, 1),
        .countersigned_by = cast.person("setda", "s").id,
        .parameters = {},
    };
    for (const ledger::formulas::Formula& formula : ledger::formulas::all()) {
        if (formula.name.ends_with("/1")) policy.parameters.formulas.emplace_back(formula.name);
    }
    return policy;
}

// --- The periods

void add_period(
    const Cast& cast,
    Agenda& agenda,
    ledger::Date when,
    Period period,
    ledger::period::Event event,
    const ledger::Actor& actor
) {
    agenda.add({
        .when = at(when, 16, 0),
        .stream = ledger::period::stream_for(cast.agency, period),
        .event = std::move(event),
        .actor = actor,
    });
}

void plan_periods(const Cast& cast, Agenda& agenda) {
    using ledger::period::Closed;
    const ledger::Actor team = cast.team();
    add_period(cast, agenda, opening, Period::year(2025), ledger::period::Opened{}, team);
    const Closed closed{.reason = "Seluruh laporan dan evaluasi triwulan sudah masuk."};
    add_period(cast, agenda, day(2025, 5, 16), Period::quarter(2025, 1), closed, team);
    add_period(cast, agenda, day(2025, 8, 15), Period::quarter(2025, 2), closed, team);
    add_period(
        cast,
        agenda,
        day(2025, 8, 20),
        Period::quarter(2025, 2),
        ledger::period::Reopened{.reason = "Rekonsiliasi data imunisasi Puskesmas Bukit."},
        cast.head()
    );
    add_period(cast, agenda, day(2025, 8, 29), Period::quarter(2025, 2), closed, team);
    add_period(cast, agenda, day(2025, 11, 14), Period::quarter(2025, 3), closed, team);
    add_period(cast, agenda, day(2026, 2, 27), Period::quarter(2025, 4), closed, team);
    add_period(cast, agenda, day(2026, 1, 2), Period::year(2026), ledger::period::Opened{}, team);
}

// --- Changes

void plan_unit_changes(const Cast& cast, Agenda& agenda) {
    agenda.add({
        .when = at(day(2025, 6, 26), 10),
        .stream = stream_of(ledger::UnitId{"psc-119"}),
        .event = ledger::unit::Moved{.parent = {"dinkes"}, .from = day(2025, 7, 1)},
        .actor = cast.team(),
    });
    agenda.add({
        .when = at(day(2025, 6, 26), 10, 15),
        .stream = stream_of(ledger::UnitId{"posko-pandemi"}),
        .event =
            ledger::unit::Closed{
                .from = day(2025, 7, 1),
                .reason = "Tugasnya berakhir; sisa pekerjaan dilanjutkan Bidang P2P.",
            },
        .actor = cast.team(),
    });
    agenda.add({
        .when = at(day(2025, 12, 1), 9),
        .stream = ledger::calendar::stream_for(cast.agency),
        .event = calendar_2026(),
        .actor = cast.team(),
    });
}

void end_first_post(const Cast& cast, const Person& person, ledger::Date last, Agenda& agenda) {
    agenda.add({
        .when = at(last, 14),
        .stream = stream_of(person.id),
        .event = ledger::person::AssignmentEnded{.id = {"1"}, .until = last},
        .actor = cast.team(),
    });
}

void close_first_plan(
    const Cast& cast, const Person& person, std::string_view reason, Agenda& agenda
) {
    const Plan& plan = person.plans.front();
    agenda.add({
        .when = at(*plan.closed, 15, 30),
        .stream = stream_of(plan.id),
        .event = ledger::plan::Closed{.reason = words::closed(reason)},
        .actor = cast.team(person),
    });
}

// The new term of `person`. So close to the end of a quarter only the head may change a rater.
void change_rater(
    const Cast& cast,
    const Person& person,
    ledger::Instant when,
    const ledger::Actor& actor,
    std::string_view reason,
    Agenda& agenda
) {
    (void)cast;
    const ledger::person::RaterTerm& term = person.raters.back();
    agenda.add({
        .when = when,
        .stream = stream_of(person.id),
        .event =
            ledger::person::RaterAssigned{
                .rater = term.rater,
                .superior = term.superior,
                .from = term.from,
                .reason = words::closed(reason),
            },
        .actor = actor,
    });
}

void plan_retirement(const Cast& cast, Agenda& agenda) {
    const Person& head = cast.person("puskesmas-muara", "b");
    const Person& stand_in = cast.person("puskesmas-muara", "p1");
    agenda.add({
        .when = at(retirement, 13),
        .stream = stream_of(stand_in.id),
        .event =
            ledger::person::AssignmentStarted{
                .id = {"2"},
                .unit = stand_in.unit,
                .position_type = head.type,
                .position = "Plt. " + head.position,
                .mode = ledger::person::Mode::plt,
                .from = stand_in_from,
            },
        .actor = cast.team(),
    });
    for (const Person& person : cast.people) {
        if (person.raters.empty() || person.raters.back().from != stand_in_from) continue;
        change_rater(
            cast,
            person,
            at(retirement, 13, 30),
            cast.head(),
            "Kepala puskesmas memasuki masa pensiun; tugasnya dijalankan Plt.",
            agenda
        );
    }
    end_first_post(cast, head, retirement, agenda);
    close_first_plan(cast, head, "Pensiun", agenda);
}

void plan_transfer(const Cast& cast, Agenda& agenda) {
    const Person& nurse = cast.person("puskesmas-bukit", "d2");
    close_first_plan(cast, nurse, "Mutasi ke Puskesmas Rimba", agenda);
    end_first_post(cast, nurse, last_day_in_bukit, agenda);
    agenda.add({
        .when = at(last_day_in_bukit, 14, 30),
        .stream = stream_of(nurse.id),
        .event =
            ledger::person::AssignmentStarted{
                .id = {"2"},
                .unit = nurse.plans.back().unit,
                .position_type = nurse.type,
                .position = nurse.position,
                .mode = ledger::person::Mode::definitif,
                .from = transfer,
            },
        .actor = cast.team(),
    });
    change_rater(
        cast,
        nurse,
        at(last_day_in_bukit, 15),
        cast.team(),
        "Mutasi ke Puskesmas Rimba mulai 5 Agustus 2025.",
        agenda
    );
}

}  // namespace

void plan_agency(const Cast& cast, Agenda& agenda) {
    register_agency(cast, agenda);
    for (const Person& person : cast.people) register_person(cast, person, agenda);
    agenda.add({
        .when = at(opening, 7, 50),
        .stream = ledger::policy::stream_for(cast.agency),
        .event = policy(cast),
        .actor = cast.head(),
    });
    plan_periods(cast, agenda);
    plan_unit_changes(cast, agenda);
    plan_retirement(cast, agenda);
    plan_transfer(cast, agenda);
}

}  // namespace tools::demonstration
