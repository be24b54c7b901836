#pragma once
// Who is who in the demonstration: the city's health office with its health centres, about 150
// people, who rates whom since when, and who has which plan. What they do is in the other files.

#include "ledger/rules/calendar.h"
#include "ledger/rules/person.h"
#include "ledger/rules/plan.h"
#include "tools/demo_agenda.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tools::demonstration {

// What somebody's plan is about; see demo_plans.cc.
enum class Profession {
    none,  // no plan here: the head of the city and its secretary are rated elsewhere
    head_of_agency,
    head_of_unit,
    golden,  // A of domain.md section 7
    doctor,
    nurse,
    midwife,
    pharmacist,
    outreach,
    laboratory,
    administration,
    programme,
    auditor,
};

struct Unit {
    ledger::UnitId id;
    ledger::UnitId parent;  // empty: right below the agency
    std::string title;
    ledger::PersonId head;  // empty: nobody in this ledger
};

// A plan in one post: usually one for the year.
struct Plan {
    ledger::PlanId id;
    ledger::UnitId unit;
    unsigned first_month = 1;
    unsigned last_month = 12;  // of the plan as it was drafted
    std::optional<ledger::Date> closed;
    [[nodiscard]] unsigned months_end() const;  // the last month that it covers
};

struct Person {
    ledger::PersonId id;
    std::string nick;  // what the stories call him, unique in his unit; empty for most
    std::string full_name;
    ledger::person::PersonKind kind = ledger::person::PersonKind::pns;
    ledger::UnitId unit;  // of his first post
    ledger::plan::PositionType type = ledger::plan::PositionType::pelaksana;
    std::string position;
    Profession profession = Profession::none;
    ledger::Date since{};  // in that post
    int strength = 100;    // what he usually achieves, percent of his targets
    std::vector<ledger::person::RaterTerm> raters;  // by `from`, rising
    std::vector<Plan> plans;
};

struct Cast {
    ledger::AgencyId agency;
    std::vector<Unit> units;     // parents first
    std::vector<Person> people;  // unit by unit, its head first
    ledger::calendar::State calendar;

    // Asserts that there is one.
    [[nodiscard]] const Person& person(const ledger::PersonId& id) const;
    [[nodiscard]] const Person& person(std::string_view unit, std::string_view nick) const;

    [[nodiscard]] ledger::Actor himself(const Person& person) const;

    // Who acts as the person's rater or rater's superior at `when`: the one in force, or his
    // deputy. Asserts that he has one.
    [[nodiscard]] ledger::Actor rater(const Person& person, ledger::Instant when) const;
    [[nodiscard]] ledger::Actor superior(const Person& person, ledger::Instant when) const;

    // A member of the performance team who has nothing to do with the person's rating.
    [[nodiscard]] ledger::Actor team(const Person& person) const;
    [[nodiscard]] ledger::Actor team() const;
    [[nodiscard]] ledger::Actor head() const;
    [[nodiscard]] ledger::Actor source_system() const;  // of the indicators' values
};

[[nodiscard]] Cast cast_of(std::string_view seed);

// The working calendars of the two years, as they are published.
[[nodiscard]] ledger::calendar::Published calendar_2025();
[[nodiscard]] ledger::calendar::Published calendar_2026();

// --- Days on which somebody's post changes

// The head of Puskesmas Muara retires, a doctor stands in for him.
inline constexpr ledger::Date retirement = day(2025, 8, 29);  // his last working day
inline constexpr ledger::Date stand_in_from = day(2025, 9, 1);

// A nurse moves from Puskesmas Bukit to Puskesmas Rimba.
inline constexpr ledger::Date last_day_in_bukit = day(2025, 8, 4);
inline constexpr ledger::Date transfer = day(2025, 8, 5);

// The head of Puskesmas Bukit is on leave; his colleague of Puskesmas Lembah acts for him.
inline constexpr ledger::Date leave_from = day(2025, 6, 2);
inline constexpr ledger::Date leave_until = day(2025, 6, 13);

}  // namespace tools::demonstration
