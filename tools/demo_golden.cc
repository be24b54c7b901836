#include "tools/demo_golden.h"

#include "ledger/rules/assert.h"
#include "ledger/rules/discipline.h"
#include "tools/demo_evaluations.h"
#include "tools/demo_plans.h"
#include "tools/demo_reports.h"
#include "tools/demo_words.h"

#include <string>
#include <utility>
#include <vector>

namespace tools::demonstration {
namespace {

namespace evaluation = ledger::evaluation;
using ledger::Decimal;
using ledger::Instant;
using ledger::Level;
using ledger::Period;
using ledger::Value;

const Person& golden(const Cast& cast) {
    return cast.person("puskesmas-pauh", "a");
}

Decimal decimal(std::string_view text) {
    const auto decimal = Decimal::parse(text);
    ledger_assert(decimal.has_value());
    return *decimal;
}

// 2188/21, from seven values and nine people who rate them.
Decimal behaviour_of_the_year() {
    return decimal("104.1905");
}

Value number(Decimal value) {
    return {.numerator = value, .denominator = {}, .stages = {}};
}

Value ratio(int numerator, int denominator) {
    return {.numerator = Decimal(numerator), .denominator = Decimal(denominator), .stages = {}};
}

ledger::Digest digest(Dice& dice) {
    ledger::Digest digest;
    for (std::uint8_t& byte : digest.bytes) byte = static_cast<std::uint8_t>(dice.next());
    return digest;
}

// --- The plan (7.1)

void plan_the_plan(const Cast& cast, std::string_view seed, Agenda& agenda) {
    const Person& a = golden(cast);
    const Plan& plan = a.plans.front();
    Dice dice(seed, "golden/plan");
    const auto add = [&](Instant when, ledger::plan::Event event, ledger::Actor actor) {
        agenda.add({
            .when = when,
            .stream = stream_of(plan.id),
            .event = std::move(event),
            .actor = std::move(actor),
        });
    };
    using namespace ledger::plan;
    const ledger::Actor himself = cast.himself(a);
    const ledger::Actor rater = cast.rater(a, at(day(2025, 1, 15), 9));
    add(at(day(2025, 1, 6), 9), drafted(cast, a, plan), himself);
    add(at(day(2025, 1, 8), 10), Submitted{}, himself);
    add(at(day(2025, 1, 10), 14), Reviewed{.findings = {}}, cast.team(a));
    add(at(day(2025, 1, 15), 9), Agreed{.party = Party::subject}, himself);
    add(at(day(2025, 1, 15), 9, 30), Agreed{.party = Party::rater}, rater);
    add(at(day(2025, 1, 20), 8, 30), Established{.document = digest(dice)}, rater);
}

// --- The reports (7.2)

std::vector<Value> values_of(unsigned month) {
    const GoldenMonth& of = golden_months.at(month - 1);
    return {
        number(Decimal(of.waiting)),
        ratio(of.closed, of.complaints),
        golden_ikm(month),
        number(Decimal(of.children)),
        number(Decimal(of.absorption)),
    };
}

ledger::report::Submitted report(const Plan& plan, unsigned month, Dice& dice) {
    ledger::report::Submitted report;
    const std::vector<Value> values = values_of(month);
    for (std::size_t i = 0; i < values.size(); ++i) {
        ledger::report::Line line{.indicator = indicator_id(i)};
        line.value = values[i];
        line.narrative = words::narrative(dice);
        line.evidence.push_back(
            evidence(plan.id, Period::month(2025, static_cast<int>(month)), i, dice)
        );
        report.lines.push_back(std::move(line));
    }
    if (month == 12) {
        report.lines[1].obstacle =
            words::closed("Baru 8 dari 20 pengaduan tampak selesai; LAPOR! belum disinkronkan.");
    }
    return report;
}

void plan_the_reports(const Cast& cast, std::string_view seed, Agenda& agenda) {
    const Person& a = golden(cast);
    const Plan& plan = a.plans.front();
    for (unsigned month = 1; month <= 12; ++month) {
        const Period period = Period::month(2025, static_cast<int>(month));
        Dice dice(seed, "golden/report/" + period.text());
        const Instant submitted = at(period.last_day() + std::chrono::days(5), 19, 30);
        const Instant read = working_days_after(cast.calendar, submitted, 1, dice);
        const ledger::StreamId stream = ledger::report::stream_for(plan.id, period);
        agenda.add({
            .when = submitted,
            .stream = stream,
            .event = report(plan, month, dice),
            .actor = cast.himself(a),
            .channel = ledger::Channel::mobile,
        });
        agenda.add({
            .when = read,
            .stream = stream,
            .event =
                ledger::report::Acknowledged{
                    .comment = words::comment(dice), .opened_at = read - std::chrono::minutes(4)
                },
            .actor = cast.rater(a, read),
        });
    }
}

// --- The evaluations (7.3, 7.4)

void evaluate(
    const Cast& cast,
    const Period& period,
    Instant decided,
    Instant received,
    Decimal behaviour_score,
    Agenda& agenda
) {
    const Person& a = golden(cast);
    const Plan& plan = a.plans.front();
    const Judgement judgement{
        .behaviour = Level::meets, .behaviour_score = behaviour_score, .recommendation = {}
    };
    agenda.add(decided, decision(cast, {a, plan.id, period, decided}, judgement));
    agenda.add({
        .when = received,
        .stream = evaluation::stream_for(plan.id, period),
        .event = evaluation::Delivered{.channel = "e-Kinerja"},
        .actor = cast.team(a),
    });
}

void plan_the_evaluations(const Cast& cast, Agenda& agenda) {
    const auto quarter = [&](int number, ledger::Date decided, ledger::Date received) {
        evaluate(
            cast,
            Period::quarter(2025, number),
            at(decided, 9),
            at(received, 10),
            Decimal(100),
            agenda
        );
    };
    quarter(1, day(2025, 4, 15), day(2025, 4, 17));
    quarter(2, day(2025, 7, 15), day(2025, 7, 17));
    quarter(3, day(2025, 10, 15), day(2025, 10, 17));
    quarter(4, day(2026, 1, 8), day(2026, 1, 12));
    evaluate(
        cast,
        Period::year(2025),
        at(day(2026, 1, 8), 10),
        at(day(2026, 1, 12), 10, 15),
        behaviour_of_the_year(),
        agenda
    );
}

void plan_the_objection(const Cast& cast, std::string_view seed, Agenda& agenda) {
    const Person& a = golden(cast);
    const ledger::PlanId& plan = a.plans.front().id;
    Dice dice(seed, "golden/objection");
    const auto add = [&](Instant when, evaluation::Event event, ledger::Actor actor) {
        agenda.add({
            .when = when,
            .stream = evaluation::stream_for(plan, Period::year(2025)),
            .event = std::move(event),
            .actor = std::move(actor),
        });
    };
    const Instant filed = at(day(2026, 1, 23), 15);
    const Instant heard = at(day(2026, 1, 29), 10);
    const Instant decided = at(day(2026, 2, 9), 10);
    const ledger::Actor superior = cast.superior(a, heard);
    add(filed,
        evaluation::ObjectionFiled{
            .grounds = words::closed(
                "Sembilan pengaduan Desember selesai tepat waktu di LAPOR!, tetapi baru "
                "tersinkronisasi pada 9 Januari 2026."
            ),
            .evidence = {digest(dice), digest(dice)},
        },
        cast.himself(a));
    add(heard, evaluation::ObjectionHeard{.heard = {a.id}, .minutes = digest(dice)}, superior);
    add(at(day(2026, 1, 30), 10),
        evaluation::ObjectionHeard{.heard = {cast.rater(a, heard).person}, .minutes = digest(dice)},
        superior);
    const GoldenMonth& december = golden_months.back();
    const evaluation::Result result{
        .work = Level::meets,
        .behaviour = Level::meets,
        .behaviour_score = behaviour_of_the_year(),
        .predikat = ledger::Predikat::good,
    };
    agenda.add(
        decided,
        objection_decision(
            cast,
            {a, plan, Period::year(2025), decided},
            evaluation::Outcome::upheld,
            {{
                .month = Period::month(2025, 12),
                .indicator = indicator_id(1),
                .was = ratio(december.closed, december.complaints),
                .now = ratio(closed_in_december, december.complaints),
            }},
            result,
            "Tanda terima penutupan di LAPOR! bertanggal Desember 2025 dan sah."
        )
    );
}

// --- The sanction (7.6)

std::vector<std::string> absences() {
    std::vector<std::string> days;
    const auto add = [&](ledger::Date date) { days.push_back("absence/" + ledger::text(date)); };
    for (unsigned number = 6; number <= 16; ++number) {
        if (number != 11 && number != 12) add(day(2025, 10, number));  // not on the week-end
    }
    add(day(2025, 11, 13));
    add(day(2025, 11, 14));
    return days;
}

void plan_the_sanction(const Cast& cast, Agenda& agenda) {
    const Person& a = golden(cast);
    const ledger::StreamId stream = stream_of(ledger::CaseId{"hd-2026-001"});
    const Instant decided = at(day(2026, 3, 10), 14);
    agenda.add({
        .when = decided,
        .stream = stream,
        .event =
            ledger::discipline::SanctionDecided{
                .subject = a.id,
                .breaches = absences(),
                .breached_on = day(2025, 11, 14),
                .article = "PP 94/2021 Pasal 4 huruf f",
                .level = ledger::sanctions::Severity::sedang,
                .code = ledger::sanctions::Punishment::m1,
                .regime = ledger::discipline::Regime::pasal8,
                .months = 6,
                .decision_no = "SK-800/017/DINKES/2026",
                .basis = words::closed("Sebelas hari kerja tanpa alasan yang sah dalam tahun 2025, "
                                       "menurut BAP 4 Maret "
                                       "2026."),
            },
        .actor = cast.superior(a, decided),
    });
    const Instant received = at(day(2026, 3, 12), 10);
    agenda.add({
        .when = received,
        .stream = stream,
        .event = ledger::discipline::SanctionDelivered{.method = "tatap muka, tertutup"},
        .actor = cast.superior(a, received),
    });
}

// --- What others say to him

void plan_the_feedback(const Cast& cast, Agenda& agenda) {
    const Person& a = golden(cast);
    const auto give =
        [&](std::string id, Instant when, ledger::feedback::Given given, ledger::Actor actor) {
            given.about = a.id;
            agenda.add({
                .when = when,
                .stream = stream_of(ledger::FeedbackId{std::move(id)}),
                .event = std::move(given),
                .actor = std::move(actor),
            });
        };
    using ledger::feedback::Given;
    using ledger::feedback::Purpose;
    const Instant in_may = at(day(2025, 5, 14), 11);
    give(
        "fb-a-1",
        in_may,
        Given{
            .plan = a.plans.front().id,
            .result = result_id(0),
            .kind = Purpose::appreciation,
            .text = words::closed("Waktu tunggu turun dari 36 menjadi 30 menit. Bagus sekali.")
        },
        cast.rater(a, in_may)
    );
    ledger::Actor peer = cast.himself(cast.person("puskesmas-pauh", "p1"));
    peer.role = ledger::Role::peer;
    give(
        "fb-a-2",
        at(day(2025, 8, 21), 10),
        Given{
            .behaviour = ledger::plan::Behaviour::collaborative,
            .kind = Purpose::request,
            .text = words::closed("Mohon jadwal imunisasi dibagi dengan poli gigi.")
        },
        peer
    );
    const Instant in_october = at(day(2025, 10, 20), 9);
    give(
        "fb-a-3",
        in_october,
        Given{
            .behaviour = ledger::plan::Behaviour::accountable,
            .kind = Purpose::warning,
            .text = words::closed("Sembilan hari tidak hadir tanpa keterangan. Mohon dijelaskan.")
        },
        cast.rater(a, in_october)
    );
    agenda.add({
        .when = at(day(2025, 10, 21), 13),
        .stream = stream_of(ledger::FeedbackId{"fb-a-3"}),
        .event =
            ledger::feedback::Answered{
                .text = words::closed("Saya akan menyampaikan penjelasan tertulis.")
            },
        .actor = cast.himself(a),
    });
}

}  // namespace

const std::array<GoldenMonth, 12> golden_months{{
    {36, 14, 18, "77.80", 26, 70},
    {35, 15, 18, "77.80", 27, 78},
    {33, 16, 19, "78.61", 28, 85},
    {31, 17, 20, "78.61", 29, 88},
    {30, 18, 20, "78.61", 30, 90},
    {29, 18, 20, "79.72", 31, 92},
    {28, 19, 21, "79.72", 31, 93},
    {28, 18, 20, "79.72", 30, 94},
    {27, 20, 22, "81.11", 30, 95},
    {30, 17, 20, "81.11", 29, 96},
    {31, 16, 20, "81.11", 29, 98},
    {32, 8, 20, "", 30, 103},
}};

Value golden_ikm(unsigned month) {
    const GoldenMonth& of = golden_months.at(month - 1);
    if (!of.ikm.empty()) return number(decimal(of.ikm));
    // 29.46 / 9 * 25 = 100 * 29.46 / 36: nine answers of at most 4.
    return {.numerator = decimal("29.46"), .denominator = Decimal(36), .stages = {}};
}

void plan_golden_year(const Cast& cast, std::string_view seed, Agenda& agenda) {
    plan_the_plan(cast, seed, agenda);
    plan_the_reports(cast, seed, agenda);
    plan_the_evaluations(cast, agenda);
    plan_the_objection(cast, seed, agenda);
    plan_the_sanction(cast, agenda);
    plan_the_feedback(cast, agenda);
}

}  // namespace tools::demonstration
