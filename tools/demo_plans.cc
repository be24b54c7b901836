#include "tools/demo_plans.h"

#include "tools/demo_agency.h"
#include "tools/demo_words.h"

#include <algorithm>
#include <string>
#include <utility>

namespace tools::demonstration {
namespace {

using ledger::Instant;
using ledger::plan::Content;
using ledger::plan::Party;

constexpr int late_chance = 6;    // percent, of plans that are late
constexpr int return_chance = 8;  // percent, of plans that are sent back once

// When things happen to a plan.
struct Schedule {
    Instant drafted{};
    Instant submitted{};
    std::optional<Instant> returned;  // and then drafted and submitted once more
    Instant redrafted{};
    Instant reviewed{};
    Instant agreed{};  // by the person; by the rater on the next working day
    Instant agreed_by_rater{};
    Instant established{};
};

bool is_leader(const Person& person) {
    return person.profession == Profession::head_of_agency ||
           person.profession == Profession::head_of_unit;
}

// The rater whose plan the first result of `plan` serves; nullptr when he has no plan here.
const Person* leader_above(const Cast& cast, const Person& person, const Plan& plan) {
    const bool is_first = &plan == &person.plans.front();
    const auto& term = is_first ? person.raters.front() : person.raters.back();
    const Person& rater = cast.person(term.rater);
    return rater.plans.empty() ? nullptr : &rater;
}

// Leaders draft first, from the top down, because others' results serve theirs.
ledger::Date draft_day(const Cast& cast, const Person& person, const Plan& plan, Dice& dice) {
    if (plan.first_month > 1) return transfer + std::chrono::days(1);
    if (!is_leader(person)) return day(2025, 1, static_cast<unsigned>(dice.between(7, 10)));
    if (person.profession == Profession::head_of_agency) return day(2025, 1, 2);
    const Person* above = leader_above(cast, person, plan);
    const bool is_in_the_middle = above != nullptr && above->profession == Profession::head_of_unit;
    return is_in_the_middle ? day(2025, 1, 6) : day(2025, 1, 3);
}

Schedule schedule(const Cast& cast, std::string_view seed, const Person& person, const Plan& plan) {
    Dice dice(seed, "plan/" + plan.id.text);
    const auto later = [&](Instant when, int days) {
        return working_days_after(cast.calendar, when, days, dice);
    };
    Schedule s;
    s.drafted = at(draft_day(cast, person, plan, dice), 13);
    s.drafted += std::chrono::minutes(dice.between(0, 90));
    const bool is_ordinary = !is_leader(person) && plan.first_month == 1;
    if (is_ordinary && dice.percent(late_chance)) {
        s.drafted = later(s.drafted, dice.between(16, 32));
    }
    s.submitted = s.drafted + std::chrono::minutes(dice.between(20, 100));
    if (is_ordinary && dice.percent(return_chance)) {
        s.returned = later(s.submitted, 1);
        s.redrafted = later(*s.returned, 1);
        s.submitted = s.redrafted + std::chrono::minutes(15);
    }
    s.reviewed = later(s.submitted, is_leader(person) ? 1 : dice.between(1, 3));
    s.agreed = later(s.reviewed, 1);
    s.agreed_by_rater = s.agreed + std::chrono::minutes(dice.between(10, 60));
    s.established = later(s.agreed_by_rater, is_leader(person) ? 1 : dice.between(1, 2));
    if (const Person* above = leader_above(cast, person, plan)) {
        const Instant parent = schedule(cast, seed, *above, above->plans.front()).established;
        if (s.established <= parent) s.established = later(parent, 1);
    }
    return s;
}

// --- Content

// The seven BerAKHLAK values, with what is expected of everybody.
std::vector<ledger::plan::Expectation> expectations() {
    using enum ledger::plan::Behaviour;
    return {
        {service, "Memahami dan memenuhi kebutuhan pasien, ramah dan cekatan."},
        {accountable, "Jujur, bertanggung jawab, cermat, dan disiplin."},
        {competent, "Meningkatkan kompetensi diri dan membantu rekan belajar."},
        {harmonious, "Menghargai setiap orang apa pun latar belakangnya."},
        {loyal, "Menjaga nama baik instansi dan rahasia jabatan."},
        {adaptive, "Cepat menyesuaikan diri dan terus berinovasi."},
        {collaborative, "Memberi kesempatan kepada berbagai pihak untuk berkontribusi."},
    };
}

bool is_sum(const Promise& promise) {
    return promise.consolidation == ledger::Consolidation::sum;
}

ledger::Target one(int value) {
    return {.value = ledger::Decimal(value), .low = {}, .high = {}};
}

// How many months the plan has as it is drafted.
int span_of(const Plan& plan) {
    return static_cast<int>(plan.last_month - plan.first_month) + 1;
}

ledger::Target target_of(const Promise& promise, const Plan& plan) {
    const bool has_no_number = promise.polarity == ledger::Polarity::milestone ||
                               promise.polarity == ledger::Polarity::qualitative;
    if (has_no_number) return {};
    if (promise.high == 0) return one(promise.target * (is_sum(promise) ? span_of(plan) : 1));
    return {
        .value = {},
        .low = ledger::Decimal(promise.target),
        .high = ledger::Decimal(promise.high),
    };
}

// A sum has a target for each month.
std::vector<ledger::Target> trajectory_of(const Promise& promise, const Plan& plan) {
    if (!is_sum(promise)) return {};
    return std::vector(static_cast<std::size_t>(span_of(plan)), one(promise.target));
}

std::vector<ledger::Stage> stages_of(const Promise& promise) {
    std::vector<ledger::Stage> all;
    if (promise.polarity != ledger::Polarity::milestone) return all;
    for (const StagePlan& stage : stages()) {
        all.push_back({.id = std::string(stage.id), .text = std::string(stage.text), .weight = 25});
    }
    return all;
}

ledger::plan::Result result_of(
    const Cast& cast, const Person& person, const Plan& plan, std::size_t index, const Promise& p
) {
    ledger::plan::Result result{
        .id = result_id(index), .text = std::string(p.result), .parents = {}
    };
    if (p.parent.empty()) {
        result.kind = ledger::plan::ResultKind::additional;
        return result;
    }
    result.parents.push_back(
        {.indicator = indicator_of(plan.unit, p.parent), .plan = {}, .result = {}, .edge = p.edge}
    );
    if (index > 0) return result;
    if (const Person* above = leader_above(cast, person, plan)) {
        result.parents.push_back(
            {.indicator = {}, .plan = above->plans.front().id, .result = result_id(0)}
        );
    }
    return result;
}

Content content_of(const Cast& cast, const Person& person, const Plan& plan) {
    Content content;
    const auto all = promises(person.profession);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const Promise& p = all[i];
        content.results.push_back(result_of(cast, person, plan, i, p));
        content.indicators.push_back({
            .id = indicator_id(i),
            .result = result_id(i),
            .aspect = p.aspect,
            .text = std::string(p.text),
            .unit = std::string(p.measure),
            .polarity = p.polarity,
            .consolidation = p.consolidation,
            .weight = p.weight,
            .target = target_of(p, plan),
            .trajectory = trajectory_of(p, plan),
            .stages = stages_of(p),
            .evidence_required = i == 0,
        });
    }
    content.expectations = expectations();
    content.resources = "Sarana dan anggaran sesuai DPA unit.";
    content.accountability = "Laporan bulanan dengan bukti dukung; dialog kinerja tiap triwulan.";
    content.consequences = "Sesuai PP 30/2019 dan kebijakan kinerja Kota Pauh.";
    return content;
}

// --- What happens

void plan_one(
    const Cast& cast, std::string_view seed, const Person& person, const Plan& plan, Agenda& agenda
) {
    const Schedule s = schedule(cast, seed, person, plan);
    Dice dice(seed, "plan/" + plan.id.text + "/words");
    const auto add = [&](Instant when, ledger::plan::Event event, ledger::Actor actor) {
        agenda.add({
            .when = when,
            .stream = stream_of(plan.id),
            .event = std::move(event),
            .actor = std::move(actor),
        });
    };
    using namespace ledger::plan;
    const ledger::Actor himself = cast.himself(person);
    if (s.returned) {
        Drafted first = drafted(cast, person, plan);
        first.content.expectations.clear();
        add(s.drafted, std::move(first), himself);
        add(s.drafted + std::chrono::minutes(5), Submitted{}, himself);
        const ledger::ClosedText why = words::return_of_plan(dice);
        add(*s.returned, Returned{.reason = why}, cast.rater(person, *s.returned));
    }
    add(s.returned ? s.redrafted : s.drafted, drafted(cast, person, plan), himself);
    add(s.submitted, Submitted{}, himself);
    Reviewed review;
    if (dice.percent(25)) {
        review.findings = words::closed("Sumber data indikator kedua perlu disebutkan.");
    }
    add(s.reviewed, std::move(review), cast.team(person));
    if (dice.percent(15)) {
        const Expectation clear{
            Behaviour::collaborative, "Berbagi data dan tenaga antarruangan tanpa menunggu diminta."
        };
        const Instant when = s.reviewed + std::chrono::minutes(20);
        add(when, ExpectationClarified{.expectation = clear}, cast.rater(person, when));
    }
    add(s.agreed, Agreed{.party = Party::subject}, himself);
    add(s.agreed_by_rater, Agreed{.party = Party::rater}, cast.rater(person, s.agreed_by_rater));
    add(s.established, Established{.document = {}}, cast.rater(person, s.established));
}

// --- Amendments

struct Agreement {
    Instant when{};
    Party party = Party::subject;
};

// The first target, a sum, becomes `monthly` a month from `month` on.
void amend(
    const Cast& cast,
    const Person& person,
    unsigned month,
    int monthly,
    std::string_view reason,
    std::span<const Agreement> agreements,
    Agenda& agenda
) {
    const Plan& plan = person.plans.front();
    Content content = content_of(cast, person, plan);
    ledger::plan::Indicator& first = content.indicators.front();
    std::fill(first.trajectory.begin() + month - 1, first.trajectory.end(), one(monthly));
    std::int64_t total = 0;
    for (const ledger::Target& target : first.trajectory) total += target.value->coefficient();
    first.target.value = ledger::Decimal(total);
    for (const auto& [when, party] : agreements) {
        agenda.add({
            .when = when,
            .stream = stream_of(plan.id),
            .event =
                ledger::plan::Amended{
                    .party = party,
                    .from_month = month,
                    .content = content,
                    .reason = words::closed(reason),
                },
            .actor = party == Party::subject ? cast.himself(person)
                     : party == Party::rater ? cast.rater(person, when)
                                             : cast.superior(person, when),
        });
    }
}

void plan_amendments(const Cast& cast, Agenda& agenda) {
    const Agreement in_june[] = {
        {at(day(2025, 6, 23), 9), Party::rater},
        {at(day(2025, 6, 25), 11), Party::subject},
    };
    amend(
        cast,
        cast.person("puskesmas-lembah", "p1"),
        7,
        260,
        "Poli sore dibuka mulai Juli, jumlah pasien bertambah.",
        in_june,
        agenda
    );
    // So late in the year the superior has to agree too.
    const Agreement in_october[] = {
        {at(day(2025, 10, 20), 9), Party::subject},
        {at(day(2025, 10, 22), 10), Party::superior},
        {at(day(2025, 10, 23), 14), Party::rater},
    };
    amend(
        cast,
        cast.person("puskesmas-rimba", "p2"),
        11,
        200,
        "Ditugaskan dua hari seminggu di pos kesehatan kelurahan.",
        in_october,
        agenda
    );
}

}  // namespace

ledger::PlanIndicatorId indicator_id(std::size_t index) {
    return {"I" + std::to_string(index + 1)};
}

ledger::ResultId result_id(std::size_t index) {
    return {"R" + std::to_string(index + 1)};
}

ledger::plan::Drafted drafted(const Cast& cast, const Person& person, const Plan& plan) {
    return {
        .subject = person.id,
        .agency = cast.agency,
        .unit = plan.unit,
        .year = 2025,
        .first_month = plan.first_month,
        .last_month = plan.last_month,
        .position_type = person.type,
        .position = person.position,
        .approach = ledger::plan::Approach::quantitative,
        .content = content_of(cast, person, plan),
    };
}

Instant established(
    const Cast& cast, std::string_view seed, const Person& person, const Plan& plan
) {
    return schedule(cast, seed, person, plan).established;
}

void plan_plans(const Cast& cast, std::string_view seed, Agenda& agenda) {
    for (const Person& person : cast.people) {
        if (person.profession == Profession::golden) continue;
        for (const Plan& plan : person.plans) plan_one(cast, seed, person, plan, agenda);
    }
    plan_amendments(cast, agenda);
}

}  // namespace tools::demonstration
