#pragma once
// Fills an empty ledger with a demonstration: one year of a city's health office, invented from a
// seed. Whoever tries the software finds units, people, plans, reports, ratings, feedback, rewards,
// objections and a sanction in it, all of which the rules have accepted; and one person whose year
// is the golden year of domain.md section 7, where every number can be checked by hand.
//
// Recorded times come with the acts and run from January 2025 to March 2026; so the ledger must
// have a simulated clock. The same seed gives the same acts.

#include "ledger/act.h"
#include "ledger/rules/stream.h"

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace tools {

// Where the demonstration is recorded: a ledger, or a book in memory. One caller at a time.
class DemoBook {
public:
    DemoBook() = default;
    DemoBook(const DemoBook&) = delete;
    DemoBook& operator=(const DemoBook&) = delete;
    virtual ~DemoBook() = default;

    // Records `acts` in their order, each on its own: one that is rejected does not stop those
    // after it. Each has a recorded time, never earlier than the one before it.
    [[nodiscard]] virtual ledger::Answer record(std::vector<ledger::Act> acts) = 0;

    // States as of all that was recorded, valid until the next record(). Proposals are computed
    // from them, so they are asked for a plan, its reports, its unit, its agency and its policy.
    [[nodiscard]] virtual const ledger::States& states() = 0;

    // The ledger's size: what a proposal says that it was computed at.
    [[nodiscard]] virtual ledger::Position size() = 0;
};

// What was recorded, and where to look first.
struct DemoSummary {
    std::size_t acts = 0;
    std::size_t units = 0;
    std::size_t people = 0;
    std::size_t plans = 0;
    std::size_t reports = 0;      // submitted, not counting again after a return
    std::size_t evaluations = 0;  // decided, not counting again after a reopening

    ledger::AgencyId agency;
    ledger::PersonId person;     // A, whose year is the golden one
    ledger::PlanId plan;         // of A
    ledger::PersonId rater;      // B
    ledger::PersonId superior;   // C
    ledger::PersonId inspector;  // X
    ledger::PersonId team;       // a member of the performance team
    ledger::PersonId head;       // pejabat pembina kepegawaian
    ledger::Words score;         // A's score of the year, as a sentence
};

// Asserts nothing about `seed`: any text will do. The error says which act was rejected and why,
// which is a mistake of the demonstration, or what fault the ledger had.
[[nodiscard]] std::expected<DemoSummary, std::string> fill(DemoBook& book, std::string_view seed);

}  // namespace tools
