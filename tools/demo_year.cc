#include "tools/demo_year.h"

#include "ledger/rules/evaluation.h"
#include "ledger/rules/feedback.h"
#include "ledger/rules/reward.h"
#include "tools/demo_plans.h"
#include "tools/demo_words.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tools::demonstration {
namespace {

using ledger::Instant;
using ledger::feedback::Purpose;
using ledger::reward::Award;

// --- Feedback

constexpr int feedback_count = 180;
constexpr int answer_chance = 45;  // percent
constexpr std::array<int, 2> retracted{60, 131};

std::string numbered(std::string_view prefix, int number) {
    std::string digits = std::to_string(number);
    digits.insert(0, 4 - digits.size(), '0');
    return std::string(prefix) + digits;
}

const Person& anybody(const Cast& cast, Dice& dice) {
    while (true) {
        const Person& person = dice.pick(std::span(cast.people));
        if (!person.plans.empty() && !person.plans.front().closed) return person;
    }
}

// Somebody else of his unit.
std::optional<ledger::Actor> peer_of(const Cast& cast, const Person& person, Dice& dice) {
    std::vector<ledger::PersonId> others;
    for (const Person& other : cast.people) {
        const bool stays = !other.plans.empty() && !other.plans.front().closed;
        if (other.unit == person.unit && other.id != person.id && stays) others.push_back(other.id);
    }
    if (others.empty()) return std::nullopt;
    const ledger::PersonId& peer = dice.pick(std::span<const ledger::PersonId>(others));
    return ledger::Actor{
        .person = peer, .role = ledger::Role::peer, .on_behalf_of = {}, .mandate = {}
    };
}

ledger::ClosedText text_of(Purpose purpose, Dice& dice) {
    switch (purpose) {
        case Purpose::appreciation:
            return words::praise(dice);
        case Purpose::warning:
            return words::warning(dice);
        case Purpose::suggestion:
        case Purpose::request:
            break;
    }
    return words::advice(dice);
}

Purpose purpose(bool by_rater, Dice& dice) {
    const int kind = dice.between(1, 100);
    if (kind <= 45) return Purpose::appreciation;
    if (kind <= 75) return Purpose::suggestion;
    return by_rater && kind > 90 ? Purpose::warning : Purpose::request;
}

ledger::feedback::Given given(const Person& about, bool by_rater, bool about_result, Dice& dice) {
    ledger::feedback::Given given{.about = about.id, .plan = {}, .result = {}, .behaviour = {}};
    given.kind = purpose(by_rater, dice);
    if (about_result && given.kind != Purpose::warning) {
        given.plan = about.plans.front().id;
        given.result = result_id(0);
    } else {
        given.behaviour = static_cast<ledger::plan::Behaviour>(dice.between(0, 6));
    }
    given.text = text_of(given.kind, dice);
    return given;
}

void plan_one(const Cast& cast, std::string_view seed, int number, Agenda& agenda) {
    Dice dice(seed, "feedback/" + std::to_string(number));
    const Person& about = anybody(cast, dice);
    const auto month = static_cast<unsigned>(1 + number * 12 / feedback_count);
    const ledger::Date some_day = day(2025, month, static_cast<unsigned>(dice.between(6, 26)));
    const auto later = [&](Instant when, int days) {
        return working_days_after(cast.calendar, when, days, dice);
    };
    const Instant when = later(at(some_day, 0), 1);
    const auto peer = dice.percent(40) ? peer_of(cast, about, dice) : std::nullopt;
    const ledger::Actor giver = peer.value_or(cast.rater(about, when));
    const ledger::StreamId stream = stream_of(ledger::FeedbackId{numbered("fb-", number)});
    const bool plans_are_there = month > 3;
    const auto add = [&](Instant moment, ledger::feedback::Event event, ledger::Actor actor) {
        agenda.add({
            .when = moment,
            .stream = stream,
            .event = std::move(event),
            .actor = std::move(actor),
        });
    };
    add(when, given(about, !peer, plans_are_there && dice.percent(50), dice), giver);
    if (std::ranges::find(retracted, number) != retracted.end()) {
        const ledger::ClosedText why =
            words::closed("Salah alamat: ini dimaksudkan untuk rekan lain.");
        add(later(when, 1), ledger::feedback::Retracted{.reason = why}, giver);
    } else if (dice.percent(answer_chance)) {
        const ledger::ClosedText text = words::answer(dice);
        add(later(when, dice.between(1, 4)),
            ledger::feedback::Answered{.text = text},
            cast.himself(about));
    }
}

// --- Rewards

enum class Step { proposed, verified, granted, revoked };

struct Story {
    Award award;
    std::int64_t rupiah;  // 0: without money
    Step last;
    std::string_view text;
};

constexpr auto stories = std::to_array<Story>({
    {Award::innovation,
     5'000'000,
     Step::granted,
     "Alur antrean baru yang memangkas waktu tunggu sepertiga."},
    {Award::recognition, 0, Step::granted, "Teladan pelayanan tahun 2025."},
    {Award::incentive, 2'500'000, Step::revoked, "Capaian program tertinggi di bidangnya."},
    {Award::achievement, 0, Step::verified, "Diusulkan untuk Anugerah ASN tingkat provinsi."},
    {Award::development_priority, 0, Step::proposed, "Prioritas pelatihan lanjutan."},
    {Award::satyalancana_10, 0, Step::granted, "Sepuluh tahun pengabdian tanpa cela."},
});

// Those who did most, the best first. The golden year has no reward.
std::vector<const Person*> best(const Cast& cast) {
    std::vector<const Person*> all;
    for (const Person& person : cast.people) {
        const bool may = person.nick.empty() && person.kind == ledger::person::PersonKind::pns;
        if (may) all.push_back(&person);
    }
    std::ranges::sort(all, {}, [](const Person* p) { return std::pair(-p->strength, p->id); });
    return all;
}

void plan_reward(
    const Cast& cast,
    const Person& person,
    const Story& story,
    int number,
    Dice& dice,
    Agenda& agenda
) {
    const ledger::StreamId stream = stream_of(ledger::RewardId{numbered("reward-", number)});
    const auto add = [&](Instant when, ledger::reward::Event event, ledger::Actor actor) {
        agenda.add({
            .when = when,
            .stream = stream,
            .event = std::move(event),
            .actor = std::move(actor),
        });
    };
    using namespace ledger::reward;
    const bool is_for_service = story.award == Award::satyalancana_10;
    const ledger::StreamId basis =
        ledger::evaluation::stream_for(person.plans.front().id, ledger::Period::year(2025));
    const Instant proposed = in_office(day(2026, 1, 26), dice);
    const Instant verified = working_days_after(cast.calendar, proposed, 5, dice);
    const Instant granted = working_days_after(cast.calendar, verified, 8, dice);
    add(proposed,
        Proposed{
            .subject = person.id,
            .kind = story.award,
            .basis = is_for_service ? std::vector<ledger::StreamId>{}
                                    : std::vector<ledger::StreamId>{basis},
            .value = story.rupiah > 0 ? std::optional(ledger::Decimal(story.rupiah)) : std::nullopt,
            .text = words::closed(story.text),
        },
        cast.rater(person, proposed));
    if (story.last == Step::proposed) return;
    add(verified, Verified{}, cast.team(person));
    if (story.last == Step::verified) return;
    add(granted,
        Granted{.decision_no = numbered("SK-003/", number) + "/WK/2026", .expiry = {}},
        cast.head());
    if (story.last == Step::granted) return;
    add(working_days_after(cast.calendar, granted, 10, dice),
        Revoked{.reason = words::closed("Penerima ternyata sudah mendapat insentif provinsi.")},
        cast.head());
}

}  // namespace

void plan_feedback(const Cast& cast, std::string_view seed, Agenda& agenda) {
    for (int number = 0; number < feedback_count; ++number) plan_one(cast, seed, number, agenda);
}

void plan_rewards(const Cast& cast, std::string_view seed, Agenda& agenda) {
    const std::vector<const Person*> people = best(cast);
    for (std::size_t i = 0; i < stories.size(); ++i) {
        const int number = static_cast<int>(i) + 1;
        Dice dice(seed, "reward/" + std::to_string(number));
        plan_reward(cast, *people.at(i), stories[i], number, dice, agenda);
    }
}

}  // namespace tools::demonstration
