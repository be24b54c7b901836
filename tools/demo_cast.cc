#include "tools/demo_cast.h"

#include "ledger/rules/assert.h"
#include "tools/demo_words.h"

#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <utility>

namespace tools::demonstration {
namespace {

using ledger::plan::PositionType;

// --- Posts

// `count` posts of one kind. Those with a nick are single.
struct Post {
    std::string_view nick;
    std::string_view position;
    PositionType type;
    Profession profession;
    int count = 1;
};

using enum PositionType;

constexpr auto city = std::to_array<Post>({
    {"w", "Penjabat Wali Kota", jpt, Profession::none},
    {"s", "Sekretaris Daerah", jpt, Profession::none},
});
constexpr auto inspectorate = std::to_array<Post>({
    {"i", "Inspektur", jpt, Profession::head_of_unit},
    {"x", "Auditor Ahli Madya", functional, Profession::auditor},
    {"", "Auditor Ahli Muda", functional, Profession::auditor, 2},
    {"", "Auditor Ahli Pertama", functional, Profession::auditor},
});
constexpr auto office = std::to_array<Post>({
    {"c", "Kepala Dinas Kesehatan", jpt, Profession::head_of_agency},
});
constexpr auto secretariat = std::to_array<Post>({
    {"h", "Sekretaris Dinas", administrator, Profession::head_of_unit},
    {"", "Perencana Ahli Muda", functional, Profession::programme},
});
constexpr auto staff_section = std::to_array<Post>({
    {"t", "Kepala Subbagian Umum dan Kepegawaian", pengawas, Profession::head_of_unit},
    {"", "Analis SDM Aparatur Ahli Muda", functional, Profession::administration, 2},
    {"", "Arsiparis Terampil", functional, Profession::administration},
    {"", "Pengelola Kepegawaian", pelaksana, Profession::administration, 3},
    {"", "Pranata Komputer Terampil", functional, Profession::administration},
});
constexpr auto finance_section = std::to_array<Post>({
    {"u", "Kepala Subbagian Keuangan dan Aset", pengawas, Profession::head_of_unit},
    {"y", "Bendahara Pengeluaran", pelaksana, Profession::administration},
    {"", "Analis Keuangan", pelaksana, Profession::administration, 3},
    {"", "Pengelola Barang Milik Daerah", pelaksana, Profession::administration, 3},
});
constexpr auto division = std::to_array<Post>({
    {"h", "Kepala Bidang", administrator, Profession::head_of_unit},
    {"k", "Ketua Tim Kerja Program", functional, Profession::programme},
    {"", "Epidemiolog Kesehatan Ahli Muda", functional, Profession::programme, 2},
    {"", "Administrator Kesehatan Ahli Pertama", functional, Profession::programme, 3},
    {"", "Pengelola Data Program", pelaksana, Profession::administration},
});
constexpr auto health_centre = std::to_array<Post>({
    {"b", "Kepala Puskesmas", functional, Profession::head_of_unit},
    {"a", "Dokter Ahli Muda", functional, Profession::doctor},
    {"p1", "Dokter Ahli Pertama", functional, Profession::doctor},
    {"p2", "Dokter Ahli Pertama", functional, Profession::doctor},
    {"p3", "Dokter Gigi Ahli Pertama", functional, Profession::doctor},
    {"d1", "Perawat Mahir", functional, Profession::nurse},
    {"d2", "Perawat Terampil", functional, Profession::nurse},
    {"d3", "Perawat Terampil", functional, Profession::nurse},
    {"", "Perawat Ahli Pertama", functional, Profession::nurse},
    {"", "Bidan Mahir", functional, Profession::midwife, 2},
    {"", "Bidan Terampil", functional, Profession::midwife, 2},
    {"", "Apoteker Ahli Pertama", functional, Profession::pharmacist},
    {"", "Tenaga Teknis Kefarmasian Terampil", functional, Profession::pharmacist},
    {"", "Promosi Kesehatan Ahli Pertama", functional, Profession::outreach},
    {"", "Sanitarian Terampil", functional, Profession::outreach},
    {"", "Nutrisionis Terampil", functional, Profession::outreach},
    {"", "Pranata Laboratorium Kesehatan Terampil", functional, Profession::laboratory},
    {"", "Pengadministrasi Umum", pelaksana, Profession::administration, 2},
});

struct Place {
    std::string_view id;
    std::string_view parent;
    std::string_view title;
    std::span<const Post> posts;
    bool has_plain_ids = false;  // those with a nick are called "nick-unit", easy to type
};

constexpr auto places = std::to_array<Place>({
    {"setda", "", "Sekretariat Daerah", city, true},
    {"inspektorat", "", "Inspektorat Daerah", inspectorate, true},
    {"dinkes", "", "Dinas Kesehatan", office, true},
    {"sekretariat", "dinkes", "Sekretariat Dinas", secretariat},
    {"kesmas", "dinkes", "Bidang Kesehatan Masyarakat", division},
    {"p2p", "dinkes", "Bidang Pencegahan dan Pengendalian Penyakit", division},
    {"yankes", "dinkes", "Bidang Pelayanan dan Sumber Daya Kesehatan", division},
    {"puskesmas-pauh", "dinkes", "Puskesmas Pauh", health_centre, true},
    {"puskesmas-lembah", "dinkes", "Puskesmas Lembah", health_centre},
    {"puskesmas-bukit", "dinkes", "Puskesmas Bukit", health_centre},
    {"puskesmas-muara", "dinkes", "Puskesmas Muara", health_centre},
    {"puskesmas-rimba", "dinkes", "Puskesmas Rimba", health_centre},
    {"subbag-umum", "sekretariat", "Subbagian Umum dan Kepegawaian", staff_section, true},
    {"subbag-keuangan", "sekretariat", "Subbagian Keuangan dan Aset", finance_section, true},
    {"psc-119", "yankes", "Pusat Layanan Darurat 119", {}},
    {"posko-pandemi", "p2p", "Posko Terpadu Pandemi", {}},
});

// --- People

ledger::PersonId id_of(
    const Place& place, const Post& post, Dice& dice, std::set<std::string>& used
) {
    constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    std::string id;
    if (place.has_plain_ids && !post.nick.empty()) {
        id = std::string(post.nick) + "-" + std::string(place.id);
        used.insert(id);
        return {id};
    }
    do {
        id.clear();
        for (int i = 0; i < 12; ++i) id += alphabet[dice.next() % alphabet.size()];
    } while (!used.insert(id).second);
    return {id};
}

// Most do what was agreed, some more, some less.
int strength(Dice& dice) {
    const int kind = dice.between(1, 100);
    if (kind <= 10) return dice.between(113, 117);
    if (kind <= 80) return dice.between(97, 107);
    if (kind <= 94) return dice.between(89, 95);
    return dice.between(76, 85);
}

Person person_of(
    const Place& place,
    const Post& post,
    std::string_view seed,
    int number,
    std::set<std::string>& used
) {
    Dice dice(seed, "person/" + std::string(place.id) + "/" + std::to_string(number));
    Person person;
    person.id = id_of(place, post, dice, used);
    person.nick = post.nick;
    person.full_name = words::full_name(dice);
    person.unit = {std::string(place.id)};
    person.type = post.type;
    person.position = post.position;
    person.profession = post.profession;
    const int year = dice.between(2016, 2024);
    person.since = day(year, static_cast<unsigned>(dice.between(1, 12)), 1);
    person.strength = strength(dice);
    const bool may_be_contract = post.type == functional && post.nick.empty();
    if (may_be_contract && dice.percent(35)) person.kind = ledger::person::PersonKind::pppk;
    return person;
}

void fill_units(Cast& cast, std::string_view seed) {
    std::set<std::string> used;
    for (const Place& place : places) {
        Unit unit{
            {std::string(place.id)}, {std::string(place.parent)}, std::string(place.title), {}
        };
        int number = 0;
        for (const Post& post : place.posts) {
            for (int i = 0; i < post.count; ++i) {
                cast.people.push_back(person_of(place, post, seed, number++, used));
                if (unit.head.empty()) unit.head = cast.people.back().id;
            }
        }
        cast.units.push_back(std::move(unit));
    }
}

// The person with that nick in that unit; `people` may be const or not.
auto& named(auto& people, std::string_view unit, std::string_view nick) {
    const auto found = std::ranges::find_if(people, [&](const Person& p) {
        return p.unit.text == unit && p.nick == nick;
    });
    ledger_assert(found != people.end());
    return *found;
}

// --- Who rates whom

const Unit& unit_of(const Cast& cast, const ledger::UnitId& id) {
    const auto found = std::ranges::find(cast.units, id, &Unit::id);
    ledger_assert(found != cast.units.end());
    return *found;
}

// The one who leads `leader`, who leads `unit`: the head of the unit above; of the topmost units
// the secretary of the city, and of him its head.
ledger::PersonId leader_of(const Cast& cast, const Unit& unit, const ledger::PersonId& leader) {
    const ledger::PersonId secretary = cast.person("setda", "s").id;
    if (leader == secretary) return cast.person("setda", "w").id;
    return unit.parent.empty() ? secretary : unit_of(cast, unit.parent).head;
}

const Unit& unit_led_by(const Cast& cast, const ledger::PersonId& leader) {
    const auto found = std::ranges::find(cast.units, leader, &Unit::head);
    return found == cast.units.end() ? cast.units.front() : *found;
}

void assign_raters(Cast& cast) {
    for (Person& person : cast.people) {
        if (person.profession == Profession::none) continue;
        const Unit& unit = unit_of(cast, person.unit);
        const bool leads = unit.head == person.id;
        const ledger::PersonId rater = leads ? leader_of(cast, unit, person.id) : unit.head;
        const ledger::PersonId superior = leader_of(cast, unit_led_by(cast, rater), rater);
        person.raters = {{day(2025, 1, 1), rater, superior}};
    }
}

void assign_plans(Cast& cast) {
    for (Person& person : cast.people) {
        if (person.profession == Profession::none) continue;
        person.plans = {{.id = {"2025-" + person.id.text}, .unit = person.unit, .closed = {}}};
    }
}

// --- Changes in the year

void tell_retirement(Cast& cast) {
    Person& head = named(cast.people, "puskesmas-muara", "b");
    Person& stand_in = named(cast.people, "puskesmas-muara", "p1");
    head.plans.front().closed = retirement;
    for (Person& person : cast.people) {
        if (person.unit != head.unit || person.id == head.id) continue;
        const ledger::person::RaterTerm own = head.raters.front();
        person.raters.push_back(
            person.id == stand_in.id
                ? ledger::person::RaterTerm{stand_in_from, own.rater, own.superior}
                : ledger::person::RaterTerm{stand_in_from, stand_in.id, own.rater}
        );
    }
}

void tell_transfer(Cast& cast) {
    Person& nurse = named(cast.people, "puskesmas-bukit", "d2");
    const Person& head = cast.person("puskesmas-rimba", "b");
    nurse.plans.front().closed = day(2025, 7, 31);
    nurse.plans.push_back({
        .id = {nurse.plans.front().id.text + "-2"},
        .unit = head.unit,
        .first_month = 8,
        .closed = {},
    });
    nurse.raters.push_back({transfer, head.id, head.raters.front().rater});
}

ledger::calendar::State calendar() {
    ledger::calendar::State state;
    for (const auto& published : {calendar_2025(), calendar_2026()}) {
        state = ledger::calendar::fold(std::move(state), published, ledger::Stamp{});
    }
    return state;
}

const ledger::person::RaterTerm& raters_on(const Person& person, ledger::Date day) {
    const ledger::person::RaterTerm* found = nullptr;
    for (const auto& term : person.raters) {
        if (term.from <= day) found = &term;
    }
    ledger_assert(found != nullptr);
    return *found;
}

}  // namespace

unsigned Plan::months_end() const {
    if (!closed) return last_month;
    return static_cast<unsigned>(std::chrono::year_month_day(*closed).month());
}

const Person& Cast::person(const ledger::PersonId& id) const {
    const auto found = std::ranges::find(people, id, &Person::id);
    ledger_assert(found != people.end());
    return *found;
}

const Person& Cast::person(std::string_view unit, std::string_view nick) const {
    return named(people, unit, nick);
}

ledger::Actor Cast::himself(const Person& person) const {
    return {.person = person.id, .role = ledger::Role::pegawai, .on_behalf_of = {}, .mandate = {}};
}

ledger::Actor Cast::rater(const Person& subject, ledger::Instant when) const {
    const ledger::Date today = date_of(when);
    const ledger::PersonId& rater = raters_on(subject, today).rater;
    const Person& on_leave = person("puskesmas-bukit", "b");
    if (rater != on_leave.id || today < leave_from || today > leave_until) {
        return {.person = rater, .role = ledger::Role::rater, .on_behalf_of = {}, .mandate = {}};
    }
    return {
        .person = person("puskesmas-lembah", "b").id,
        .role = ledger::Role::rater,
        .on_behalf_of = rater,
        .mandate = "ND-041/DINKES/2025",
    };
}

ledger::Actor Cast::superior(const Person& subject, ledger::Instant when) const {
    return {
        .person = raters_on(subject, date_of(when)).superior,
        .role = ledger::Role::superior,
        .on_behalf_of = {},
        .mandate = {},
    };
}

ledger::Actor Cast::team() const {
    return {
        .person = person("subbag-umum", "t").id,
        .role = ledger::Role::performance_team,
        .on_behalf_of = {},
        .mandate = {},
    };
}

// The second member, the treasurer's colleague, looks after the first one and those whom he rates.
ledger::Actor Cast::team(const Person& subject) const {
    ledger::Actor member = team();
    if (subject.unit == person(member.person).unit) {
        member.person = person("subbag-keuangan", "u").id;
    }
    return member;
}

ledger::Actor Cast::head() const {
    return {
        .person = person("setda", "w").id,
        .role = ledger::Role::head,
        .on_behalf_of = {},
        .mandate = {},
    };
}

ledger::Actor Cast::source_system() const {
    return {
        .person = {"sistem-data-dinkes"},
        .role = ledger::Role::integration,
        .on_behalf_of = {},
        .mandate = {},
    };
}

Cast cast_of(std::string_view seed) {
    Cast cast{.agency = {"pauh"}, .units = {}, .people = {}, .calendar = calendar()};
    fill_units(cast, seed);
    assign_raters(cast);
    assign_plans(cast);
    tell_retirement(cast);
    tell_transfer(cast);
    named(cast.people, "puskesmas-pauh", "a").profession = Profession::golden;
    return cast;
}

}  // namespace tools::demonstration
