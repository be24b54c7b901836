#include "tools/demo_reports.h"

#include "tools/demo_plans.h"
#include "tools/demo_words.h"

#include <algorithm>
#include <string>
#include <utility>

namespace tools::demonstration {
namespace {

using ledger::Decimal;
using ledger::Instant;
using ledger::Period;
using ledger::Value;

// Of a hundred reports so many are ...
constexpr int missing_chance = 1;
constexpr int late_chance = 7;
constexpr int return_chance = 5;
constexpr int correction_chance = 2;
constexpr int offline_chance = 4;

// --- Values

int divided(int a, int b) {
    return (2 * a + b) / (2 * b);
}  // rounded half up

Value number(Decimal value) {
    return {.numerator = value, .denominator = {}, .stages = {}};
}

// The stages that have been reached by `month`.
Value stages_by(unsigned month, int strength) {
    Value value;
    const unsigned delay = strength < 95 ? 1 : 0;
    for (const StagePlan& stage : stages()) {
        if (stage.month + delay <= month) value.stages.emplace_back(stage.id);
    }
    return value;
}

Value of_max(const Promise& p, int percent, Dice& dice) {
    if (p.consolidation == ledger::Consolidation::sum) {
        return number(Decimal(divided(p.target * percent, 100)));
    }
    if (p.consolidation == ledger::Consolidation::ratio) {
        const int all = dice.between(14, 30);
        const int done = divided(all * std::min(10'000, p.target * percent), 10'000);
        return {.numerator = Decimal(done), .denominator = Decimal(all), .stages = {}};
    }
    return number(Decimal::of(std::min(10'000, p.target * percent), 2));
}

Value of_min(const Promise& p, int percent, Dice& dice) {
    if (p.consolidation != ledger::Consolidation::sum) {
        return number(Decimal::of(divided(p.target * (200 - percent), 10), 1));
    }
    if (p.target == 0) return number(Decimal(dice.percent(4) ? 1 : 0));
    return number(Decimal(divided(p.target * (200 - percent), 100)));
}

// Near the middle of the band; little of what somebody is good at shows there.
Value of_band(const Promise& p, int percent) {
    const int middle = (p.target + p.high) * 50;
    return number(Decimal::of(divided(middle * (300 + percent - 100), 300), 2));
}

Value value_of(const Promise& p, unsigned month, int strength, Dice& dice) {
    const int percent = strength + dice.between(-5, 5);
    switch (p.polarity) {
        case ledger::Polarity::max:
            return of_max(p, percent, dice);
        case ledger::Polarity::min:
            return of_min(p, percent, dice);
        case ledger::Polarity::band:
            return of_band(p, percent);
        case ledger::Polarity::milestone:
            return stages_by(month, strength);
        case ledger::Polarity::qualitative:
            break;
    }
    return {};
}

ledger::report::Submitted report(
    const Person& person, const Plan& plan, const Period& month, Dice& dice
) {
    ledger::report::Submitted report;
    const auto all = promises(person.profession);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const Promise& p = all[i];
        const bool in_words = i == 0 || p.polarity == ledger::Polarity::qualitative;
        ledger::report::Line line{.indicator = indicator_id(i)};
        line.value = value_of(p, static_cast<unsigned>(month.number()), person.strength, dice);
        if (in_words || dice.percent(40)) line.narrative = words::narrative(dice);
        if (dice.percent(10)) line.obstacle = words::obstacle(dice);
        if (i == 0 || dice.percent(35)) {
            line.evidence.push_back(evidence(plan.id, month, i, dice));
        }
        report.lines.push_back(std::move(line));
    }
    return report;
}

// --- What happens to one report

class Story {
public:
    Story(
        const Cast& cast,
        std::string_view seed,
        const Person& person,
        const Plan& plan,
        const Period& month,
        Agenda& agenda
    )
        : cast_(cast),
          person_(person),
          plan_(plan),
          month_(month),
          dice_(seed, "report/" + plan.id.text + "/" + month.text()),
          agenda_(agenda) {}

    // Reports are possible from `from` on. Returns when all was said.
    Instant tell(Instant from);

private:
    [[nodiscard]] bool is_december() const { return month_.number() == 12; }
    // The last month of a plan that was closed: settled at once, before the person has left.
    [[nodiscard]] bool is_farewell() const {
        return plan_.closed && static_cast<unsigned>(month_.number()) == plan_.months_end();
    }
    [[nodiscard]] Instant submission(Instant from);
    [[nodiscard]] Instant later(Instant when, int days) {
        return working_days_after(cast_.calendar, when, days, dice_);
    }
    void submit(Instant when, Instant from, ledger::report::Submitted report);
    Instant send_back(Instant when, const ledger::report::Submitted& report);
    Instant acknowledge(Instant submitted);
    Instant correct(Instant acknowledged, const ledger::report::Line& line);
    void add(Instant when, ledger::report::Event event, ledger::Actor actor);

    const Cast& cast_;
    const Person& person_;
    const Plan& plan_;
    Period month_;
    Dice dice_;
    Agenda& agenda_;
};

void Story::add(Instant when, ledger::report::Event event, ledger::Actor actor) {
    agenda_.add({
        .when = when,
        .stream = ledger::report::stream_for(plan_.id, month_),
        .event = std::move(event),
        .actor = std::move(actor),
    });
}

Instant Story::submission(Instant from) {
    const ledger::Date next = month_.last_day() + std::chrono::days(1);
    if (is_farewell()) return at(next, 9);
    const bool is_late = dice_.percent(late_chance);
    const int last = is_december() ? 6 : 11;
    const int number = is_late ? dice_.between(6, last) : dice_.between(1, 5);
    const ledger::Date date = next + std::chrono::days(number - 1);
    const Instant when = at(date, 8) + std::chrono::seconds(dice_.between(0, 12 * 3600));
    if (when > from) return when;
    return later(from, 1);
}

void Story::submit(Instant when, Instant from, ledger::report::Submitted report) {
    Deed deed{
        .when = when,
        .stream = ledger::report::stream_for(plan_.id, month_),
        .event = std::move(report),
        .actor = cast_.himself(person_),
        .channel = dice_.percent(40) ? ledger::Channel::mobile : ledger::Channel::web,
    };
    const Instant written = when - std::chrono::hours(20);
    const bool month_was_over = date_of(written) > month_.last_day();
    if (month_was_over && written > from && dice_.percent(offline_chance)) {
        deed.effective = written;
        deed.channel = ledger::Channel::offline;
    }
    agenda_.add(std::move(deed));
}

// Returned and submitted once more: when.
Instant Story::send_back(Instant when, const ledger::report::Submitted& report) {
    const Instant returned = later(when, dice_.between(1, 2));
    add(returned,
        ledger::report::Returned{.reason = words::return_of_report(dice_)},
        cast_.rater(person_, returned));
    const Instant again = later(returned, 1);
    add(again, report, cast_.himself(person_));
    return again;
}

Instant Story::acknowledge(Instant submitted) {
    const Instant when = is_farewell()   ? submitted + std::chrono::hours(5)
                         : is_december() ? later(submitted, 1)
                                         : later(submitted, dice_.between(1, 4));
    add(when,
        ledger::report::Acknowledged{
            .comment = words::comment(dice_),
            .opened_at = when - std::chrono::seconds(dice_.between(15, 600)),
        },
        cast_.rater(person_, when));
    return when;
}

// By the person himself, who has found one more in his register.
Instant Story::correct(Instant acknowledged, const ledger::report::Line& line) {
    const Value& was = line.value;
    if (!was.numerator || was.denominator || was.numerator->scale() > 0) return acknowledged;
    const Instant when = later(acknowledged, 1);
    add(when,
        ledger::report::ValueCorrected{
            .indicator = line.indicator,
            .was = was,
            .now = number(Decimal(was.numerator->coefficient() + 1)),
            .cause = {},
            .reason = words::closed("Satu kegiatan di akhir bulan terlewat dari rekapitulasi."),
            .evidence = {evidence(plan_.id, month_, promises(person_.profession).size(), dice_)},
        },
        cast_.himself(person_));
    return when;
}

Instant Story::tell(Instant from) {
    const bool is_special = is_december() || is_farewell();
    if (!is_special && dice_.percent(missing_chance)) return {};
    const ledger::report::Submitted content = report(person_, plan_, month_, dice_);
    Instant when = submission(from);
    submit(when, from, content);
    if (!is_special && dice_.percent(return_chance)) when = send_back(when, content);
    when = acknowledge(when);
    if (!is_special && dice_.percent(correction_chance)) {
        const Instant corrected = correct(when, content.lines.front());
        if (corrected > when) when = acknowledge(corrected);
    }
    return when;
}

}  // namespace

ledger::report::Evidence evidence(
    const ledger::PlanId& plan, const Period& month, std::size_t index, Dice& dice
) {
    constexpr std::array<std::string_view, 4> kinds{
        "register", "rekapitulasi", "foto", "berita acara"
    };
    ledger::report::Evidence piece;
    for (std::uint8_t& byte : piece.sha256.bytes) byte = static_cast<std::uint8_t>(dice.next());
    piece.kind = dice.pick(std::span<const std::string_view>(kinds));
    piece.uri = "https://arsip.pauh.example/" + plan.text + "/" + month.text() + "/" +
                std::to_string(index + 1) + ".pdf";
    piece.captured_at = at(month.last_day(), 15) + std::chrono::minutes(dice.between(0, 90));
    return piece;
}

Settled plan_reports(const Cast& cast, std::string_view seed, Agenda& agenda) {
    Settled settled;
    for (const Person& person : cast.people) {
        if (person.profession == Profession::golden) continue;
        for (const Plan& plan : person.plans) {
            const Instant from = established(cast, seed, person, plan);
            auto& months = settled[plan.id];
            for (unsigned month = plan.first_month; month <= plan.months_end(); ++month) {
                Story story(
                    cast, seed, person, plan, Period::month(2025, static_cast<int>(month)), agenda
                );
                months.at(month - 1) = story.tell(from);
            }
        }
    }
    return settled;
}

}  // namespace tools::demonstration
