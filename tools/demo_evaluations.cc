#include "tools/demo_evaluations.h"

#include "tools/demo_words.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tools::demonstration {
namespace {

namespace evaluation = ledger::evaluation;
using ledger::Instant;
using ledger::Level;
using ledger::Period;
using ledger::Rational;

constexpr int acceptance_chance = 45;  // percent

// --- Decisions

evaluation::Proposal proposal(
    const ledger::States& states,
    ledger::Position size,
    const Cast& cast,
    const Occasion& occasion,
    std::span<const evaluation::Correction> corrections
) {
    const ledger::Date today = date_of(occasion.when);
    const auto sheet =
        evaluation::corrected(evaluation::sheet_of(states, occasion.plan), corrections);
    const ledger::policy::Version& policy =
        ledger::policy_on(states, cast.agency, occasion.period.last_day());
    return evaluation::propose(sheet, occasion.period, policy, today, size);
}

evaluation::Result result_of(const evaluation::Proposal& proposal, const Judgement& judgement) {
    evaluation::Result result{
        .work = proposal.work.value_or(Level::meets),
        .behaviour = judgement.behaviour,
        .behaviour_score = judgement.behaviour_score,
        .innovation = judgement.innovation,
    };
    if (judgement.is_generous && result.work == Level::below) result.work = Level::meets;
    if (judgement.is_strict && result.work == Level::above) result.work = Level::meets;
    result.predikat = ledger::predikat_for(result.work, result.behaviour);
    return result;
}

std::string_view reason_of(const evaluation::Proposal& proposal, const evaluation::Result& result) {
    if (proposal.work == result.work) return {};
    return result.work == Level::meets && proposal.work == Level::below
               ? "Capaian terganggu penugasan bencana banjir yang tidak ada dalam SKP."
               : "Target semula terlalu rendah; capaian dinilai sesuai ekspektasi.";
}

// The mean of seven values, of which `count` are one level up (20) or down (-40) from 100.
ledger::Decimal mean_of_values(int count, int difference) {
    return Rational::of(700 + count * difference, 7).rounded(4);
}

Judgement judge(const Person& person, Dice& dice) {
    Judgement judgement;
    const int above_chance = person.strength >= 113 ? 65 : 12;
    if (dice.percent(above_chance)) {
        judgement.behaviour = Level::above;
        judgement.behaviour_score = mean_of_values(dice.between(4, 7), 20);
    } else if (dice.percent(3)) {
        judgement.behaviour = Level::below;
        judgement.behaviour_score = mean_of_values(dice.between(2, 3), -40);
    } else {
        judgement.behaviour_score = mean_of_values(dice.between(0, 3), 20);
    }
    judgement.is_generous = dice.percent(12);
    judgement.is_strict = dice.percent(10);
    judgement.innovation = judgement.behaviour == Level::above && dice.percent(20);
    if (dice.percent(50)) judgement.recommendation = words::recommendation(dice);
    return judgement;
}

// --- Who objects

enum class Ending { changed, rejected, withdrawn };

struct Objector {
    std::string_view unit;
    std::string_view nick;
    std::string_view period;
    Ending ending;
    std::string_view grounds;
};

constexpr auto objectors = std::to_array<Objector>({
    {"puskesmas-lembah",
     "d2",
     "2025-Q2",
     Ending::changed,
     "Perilaku dinilai di bawah ekspektasi karena satu keluhan yang ternyata salah alamat."},
    {"puskesmas-muara",
     "d1",
     "2025-Q3",
     Ending::withdrawn,
     "Kunjungan rumah pada bulan September belum terhitung seluruhnya."},
    {"puskesmas-rimba",
     "p1",
     "2025",
     Ending::rejected,
     "Target pasien terlalu tinggi dibandingkan dengan puskesmas lain."},
});

const Objector* objector(const Person& person, const Period& period) {
    const auto found = std::ranges::find_if(objectors, [&](const Objector& o) {
        return o.unit == person.unit.text && o.nick == person.nick && o.period == period.text();
    });
    return found == objectors.end() ? nullptr : &*found;
}

// The one whose year is decided once more by order of the inspectorate.
bool is_reopened(const Person& person, const Period& period) {
    return person.unit.text == "puskesmas-bukit" && person.nick == "p2" &&
           period.kind() == Period::Kind::year;
}

// --- What happens to one evaluation

class Story {
public:
    Story(
        const Cast& cast,
        std::string_view seed,
        const Person& person,
        const Plan& plan,
        const Period& period,
        Agenda& agenda
    )
        : cast_(cast),
          person_(person),
          plan_(plan),
          period_(period),
          dice_(seed, "evaluation/" + plan.id.text + "/" + period.text()),
          agenda_(agenda) {}

    void tell(Instant decided);

private:
    [[nodiscard]] Instant later(Instant when, int days) {
        return working_days_after(cast_.calendar, when, days, dice_);
    }
    [[nodiscard]] Occasion occasion(Instant when) const {
        return {person_, plan_.id, period_, when};
    }
    void add(Instant when, evaluation::Event event, ledger::Actor actor);
    void decide(Instant when, Judgement judgement);
    void deliver(Instant when);
    void object(Instant delivered, const Objector& objector);
    void reopen();

    const Cast& cast_;
    const Person& person_;
    const Plan& plan_;
    Period period_;
    Dice dice_;
    Agenda& agenda_;
};

void Story::add(Instant when, evaluation::Event event, ledger::Actor actor) {
    agenda_.add({
        .when = when,
        .stream = evaluation::stream_for(plan_.id, period_),
        .event = std::move(event),
        .actor = std::move(actor),
    });
}

void Story::decide(Instant when, Judgement judgement) {
    agenda_.add(when, decision(cast_, occasion(when), std::move(judgement)));
}

// Received some hours before the team records it.
void Story::deliver(Instant when) {
    agenda_.add({
        .when = when,
        .stream = evaluation::stream_for(plan_.id, period_),
        .event = evaluation::Delivered{.channel = dice_.percent(70) ? "e-Kinerja" : "tatap muka"},
        .actor = cast_.team(person_),
        .effective = when - std::chrono::minutes(dice_.between(5, 20)),
    });
}

void Story::object(Instant delivered, const Objector& objector) {
    const ledger::Actor himself = cast_.himself(person_);
    const Instant filed = later(delivered, 4);
    add(filed,
        evaluation::ObjectionFiled{.grounds = words::closed(objector.grounds), .evidence = {}},
        himself);
    if (objector.ending == Ending::withdrawn) {
        add(later(filed, 3), evaluation::ObjectionWithdrawn{}, himself);
        return;
    }
    const Instant heard = later(filed, 5);
    const ledger::Actor superior = cast_.superior(person_, heard);
    const ledger::PersonId rater = cast_.rater(person_, heard).office();
    add(heard, evaluation::ObjectionHeard{.heard = {person_.id}, .minutes = {}}, superior);
    add(heard + std::chrono::hours(1),
        evaluation::ObjectionHeard{.heard = {rater}, .minutes = {}},
        superior);
    const Instant decided = later(heard, 6);
    if (objector.ending == Ending::rejected) {
        agenda_.add(
            decided,
            objection_decision(
                cast_,
                occasion(decided),
                evaluation::Outcome::rejected,
                {},
                {},
                "Target sama dengan dokter lain dan sudah disepakati; data tidak keliru."
            )
        );
        return;
    }
    const evaluation::Result better{
        .work = Level::meets,
        .behaviour = Level::meets,
        .behaviour_score = mean_of_values(0, 20),
        .predikat = ledger::predikat_for(Level::meets, Level::meets),
    };
    agenda_.add(
        decided,
        objection_decision(
            cast_,
            occasion(decided),
            evaluation::Outcome::changed,
            {},
            better,
            "Keluhan itu ditujukan kepada unit lain; perilaku dinilai sesuai ekspektasi."
        )
    );
}

// What the inspectorate found makes the rater decide once more. The new result is objected to too,
// and that objection is still open when the demonstration ends.
void Story::reopen() {
    const Instant reopened = at(day(2026, 3, 9), 10);
    add(reopened, evaluation::Reopened{.order = "LHP-07/ITDA/2026"}, cast_.head());
    Judgement judgement;
    judgement.behaviour = Level::below;
    judgement.behaviour_score = mean_of_values(2, -40);
    judgement.recommendation = "Pembinaan integritas oleh kepala puskesmas.";
    decide(at(day(2026, 3, 16), 9), judgement);
    deliver(at(day(2026, 3, 17), 11));
    const ledger::ClosedText grounds =
        words::closed("Temuan inspektorat menyangkut tahun 2024, bukan tahun yang dinilai.");
    add(at(day(2026, 3, 26), 14),
        evaluation::ObjectionFiled{.grounds = grounds, .evidence = {}},
        cast_.himself(person_));
}

void Story::tell(Instant decided) {
    const Objector* objects = objector(person_, period_);
    Judgement judgement = judge(person_, dice_);
    if (objects != nullptr && objects->ending == Ending::changed) {
        judgement.behaviour = Level::below;
        judgement.behaviour_score = mean_of_values(3, -40);
    }
    decide(decided, std::move(judgement));
    const bool has_left = plan_.closed.has_value();
    const Instant delivered =
        has_left ? decided + std::chrono::hours(1) : later(decided, dice_.between(1, 3));
    deliver(delivered);
    if (objects != nullptr) return object(delivered, *objects);
    if (is_reopened(person_, period_)) return reopen();
    if (has_left || !dice_.percent(acceptance_chance)) return;
    add(later(delivered, dice_.between(1, 5)),
        evaluation::Accepted{.note = words::closed("Sesuai pembahasan dalam dialog kinerja.")},
        cast_.himself(person_));
}

// --- When

ledger::Date first_day_of_decisions(int quarter) {
    constexpr std::array<ledger::Date, 4> days{
        day(2025, 4, 9), day(2025, 7, 8), day(2025, 10, 8), day(2026, 1, 7)
    };
    return days.at(static_cast<std::size_t>(quarter - 1));
}

// Some days later for some, and not before everything was said about the quarter's reports.
Instant quarter_decided(
    const Cast& cast,
    const Plan& plan,
    int quarter,
    const std::array<Instant, 12>& settled,
    Dice& dice
) {
    const Period period = Period::quarter(2025, quarter);
    Instant last{};
    for (int month = period.first_month(); month <= period.last_month(); ++month) {
        last = std::max(last, settled.at(static_cast<std::size_t>(month - 1)));
    }
    const Instant after = working_days_after(cast.calendar, last, 1, dice);
    const bool is_farewell =
        plan.closed && static_cast<int>(plan.months_end()) <= period.last_month();
    if (is_farewell) return at(date_of(after), 9);
    const ledger::Date first = first_day_of_decisions(quarter);
    const Instant usual = in_office(
        ledger::calendar::add_working_days(
            cast.calendar, first, dice.between(0, quarter == 4 ? 1 : 4)
        ),
        dice
    );
    return std::max(usual, after);
}

void plan_one(
    const Cast& cast,
    std::string_view seed,
    const Person& person,
    const Plan& plan,
    const std::array<Instant, 12>& settled,
    Agenda& agenda
) {
    Dice dice(seed, "evaluation/" + plan.id.text);
    Instant last{};
    for (int quarter = 1; quarter <= 4; ++quarter) {
        const Period period = Period::quarter(2025, quarter);
        const bool is_before = period.last_month() < static_cast<int>(plan.first_month);
        const bool is_after = period.first_month() > static_cast<int>(plan.months_end());
        if (is_before || is_after) continue;
        last = quarter_decided(cast, plan, quarter, settled, dice);
        Story(cast, seed, person, plan, period, agenda).tell(last);
    }
    const Instant year = plan.closed ? last + std::chrono::minutes(15)
                                     : working_days_after(cast.calendar, last, 1, dice);
    Story(cast, seed, person, plan, Period::year(2025), agenda).tell(year);
}

}  // namespace

Look decision(const Cast& cast, const Occasion& occasion, Judgement judgement) {
    return [&cast, occasion, judgement = std::move(judgement)](
               const ledger::States& states, ledger::Position size
           ) -> Deed {
        const evaluation::Proposal shown = proposal(states, size, cast, occasion, {});
        const evaluation::Result result = result_of(shown, judgement);
        return {
            .when = occasion.when,
            .stream = evaluation::stream_for(occasion.plan, occasion.period),
            .event =
                evaluation::Decided{
                    .proposal = shown,
                    .result = result,
                    .reason = words::closed(reason_of(shown, result)),
                    .recommendation = words::closed(judgement.recommendation),
                },
            .actor = cast.rater(occasion.person, occasion.when),
        };
    };
}

Look objection_decision(
    const Cast& cast,
    const Occasion& occasion,
    evaluation::Outcome outcome,
    std::vector<evaluation::Correction> corrections,
    std::optional<evaluation::Result> result,
    std::string reason
) {
    return
        [&cast,
         occasion,
         outcome,
         corrections = std::move(corrections),
         result,
         reason = std::move(reason)](const ledger::States& states, ledger::Position size) -> Deed {
            const ledger::StreamId stream = evaluation::stream_for(occasion.plan, occasion.period);
            return {
                .when = occasion.when,
                .stream = stream,
                .event =
                    evaluation::ObjectionDecided{
                        .outcome = outcome,
                        .corrections = corrections,
                        .proposal = proposal(states, size, cast, occasion, corrections),
                        .result = result.value_or(states.get<evaluation::Kind>(stream).result),
                        .reason = words::closed(reason),
                    },
                .actor = cast.superior(occasion.person, occasion.when),
            };
        };
}

void plan_evaluations(
    const Cast& cast, std::string_view seed, const Settled& settled, Agenda& agenda
) {
    for (const Person& person : cast.people) {
        if (person.profession == Profession::golden) continue;
        for (const Plan& plan : person.plans) {
            plan_one(cast, seed, person, plan, settled.at(plan.id), agenda);
        }
    }
}

}  // namespace tools::demonstration
