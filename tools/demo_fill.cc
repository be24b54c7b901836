#include "tools/demo_fill.h"

#include "ledger/rules/evaluation.h"
#include "tools/demo_agency.h"
#include "tools/demo_agenda.h"
#include "tools/demo_cast.h"
#include "tools/demo_evaluations.h"
#include "tools/demo_golden.h"
#include "tools/demo_plans.h"
#include "tools/demo_reports.h"
#include "tools/demo_year.h"

#include <algorithm>
#include <utility>

namespace tools {
namespace {

using ledger::Period;

// "Score of 2025 of a-puskesmas-pauh: 7765231/85680 = 90.63, meets expectations".
ledger::Words score_sentence(
    const ledger::States& states,
    ledger::Position size,
    const ledger::AgencyId& agency,
    const demonstration::Person& person
) {
    const ledger::PlanId& plan = person.plans.front().id;
    const auto& version = ledger::policy_on(states, agency, demonstration::day(2025, 12, 31));
    const auto now = ledger::evaluation::propose(
        ledger::evaluation::sheet_of(states, plan),
        Period::year(2025),
        version,
        demonstration::day(2026, 3, 31),
        size
    );
    if (!now.score || !now.rounded || !now.work) return {};
    const ledger::Words level = words(*now.work);
    const std::string number = now.score->text() + " = " + now.rounded->text() + ", ";
    return {
        "Nilai 2025 " + person.id.text + ": " + number + level.id,
        "Score of 2025 of " + person.id.text + ": " + number + level.en,
    };
}

// Counts what is there, rather than what was meant to be.
void count(DemoSummary& summary, const demonstration::Cast& cast, const ledger::States& states) {
    summary.units = cast.units.size();
    summary.people = cast.people.size();
    for (const demonstration::Person& person : cast.people) {
        summary.plans += person.plans.size();
        for (const demonstration::Plan& plan : person.plans) {
            for (const auto& report : ledger::evaluation::sheet_of(states, plan.id).reports) {
                if (report.progress != ledger::report::Progress::none) ++summary.reports;
            }
            for (const Period& period :
                 {Period::quarter(2025, 1),
                  Period::quarter(2025, 2),
                  Period::quarter(2025, 3),
                  Period::quarter(2025, 4),
                  Period::year(2025)}) {
                const auto stream = ledger::evaluation::stream_for(plan.id, period);
                const auto& state = states.get<ledger::evaluation::Kind>(stream);
                if (state.version > 0) ++summary.evaluations;
            }
        }
    }
}

}  // namespace

std::expected<DemoSummary, std::string> fill(DemoBook& book, std::string_view seed) {
    const demonstration::Cast cast = demonstration::cast_of(seed);
    demonstration::Agenda agenda;
    demonstration::plan_agency(cast, agenda);
    demonstration::plan_indicators(cast, seed, agenda);
    demonstration::plan_plans(cast, seed, agenda);
    demonstration::plan_golden_year(cast, seed, agenda);
    const demonstration::Settled settled = demonstration::plan_reports(cast, seed, agenda);
    demonstration::plan_evaluations(cast, seed, settled, agenda);
    demonstration::plan_feedback(cast, seed, agenda);
    demonstration::plan_rewards(cast, seed, agenda);
    const auto acts = agenda.play(book);
    if (!acts) return std::unexpected(acts.error());

    const demonstration::Person& a = cast.person("puskesmas-pauh", "a");
    DemoSummary summary{
        .acts = *acts,
        .agency = cast.agency,
        .person = a.id,
        .plan = a.plans.front().id,
        .rater = a.raters.front().rater,
        .superior = a.raters.front().superior,
        .inspector = cast.person("inspektorat", "x").id,
        .team = cast.team().person,
        .head = cast.head().person,
        .score = {},
    };
    const ledger::Position size = book.size();
    const ledger::States& states = book.states();
    count(summary, cast, states);
    summary.score = score_sentence(states, size, cast.agency, a);
    return summary;
}

}  // namespace tools
