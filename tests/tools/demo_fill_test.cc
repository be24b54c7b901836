#include "tools/demo_fill.h"

#include "ledger/rules/event.h"
#include "ledger/rules/formulas.h"
#include "ledger/rules/score.h"
#include "tests/support/book.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace {

using ledger::Level;
using ledger::Period;
using ledger::Predikat;
using tests::Book;
namespace evaluation = ledger::evaluation;

// The states of a Book, for as long as nothing is recorded in it.
class StatesOf final : public ledger::States {
public:
    explicit StatesOf(const Book& book) : book_(book) {}

private:
    template <std::size_t... I>
    static const void*
    address(const ledger::States& states, const ledger::StreamId& stream, std::index_sequence<I...>) {
        const void* found = nullptr;
        const std::size_t kind = kind_index(stream);
        ((kind == I && (found = &states.get<std::tuple_element_t<I, ledger::Kinds>>(stream))), ...);
        return found;
    }
    [[nodiscard]] const void* find(const ledger::StreamId& stream) const override {
        return book_.read([&](const ledger::States& states) {
            return address(states, stream, std::make_index_sequence<ledger::kind_count>());
        });
    }
    const Book& book_;
};

// Records in a Book, and keeps what it was asked and what became of it.
class Recorder final : public tools::DemoBook {
public:
    ledger::Answer record(std::vector<ledger::Act> acts) override {
        if (broken) return ledger::fault(ledger::Fault::Kind::io, "the disk is full");
        std::vector<ledger::Outcome> outcomes;
        for (ledger::Act& act : acts) {
            outcomes.push_back(record_one(act));
            asked.push_back(std::move(act));
        }
        return outcomes;
    }
    const ledger::States& states() override { return states_; }
    ledger::Position size() override { return book.size(); }

    template <class Kind>
    [[nodiscard]] typename Kind::State state(const std::string& stream) const {
        return book.state<Kind>({stream});
    }

    Book book;
    std::vector<ledger::Act> asked;
    std::vector<ledger::Fact> facts;
    bool broken = false;

private:
    ledger::Outcome record_one(const ledger::Act& act) {
        const tests::Told told = book.when(
            act.stream,
            act.event,
            act.actor,
            act.recorded.value(),
            act.effective,
            !act.provenance.migration.empty()
        );
        if (!told.decided) return told.decided.error();
        facts.insert(facts.end(), told.decided->begin(), told.decided->end());
        return ledger::Recorded{};
    }
    StatesOf states_{book};
};

// One demonstration for all tests that only look at it.
struct Demonstration {
    Recorder recorder;
    std::expected<tools::DemoSummary, std::string> summary;
};

const Demonstration& shown() {
    static const auto* const demonstration = [] {
        auto* made = new Demonstration;
        made->summary = tools::fill(made->recorder, "pauh");
        return made;
    }();
    return *demonstration;
}

template <class Event>
std::vector<Event> all_of() {
    std::vector<Event> found;
    for (const ledger::Fact& fact : shown().recorder.facts) {
        std::visit(
            [&](const auto& of_kind) {
                std::visit(
                    [&](const auto& event) {
                        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(event)>, Event>) {
                            found.push_back(event);
                        }
                    },
                    of_kind
                );
            },
            fact.event
        );
    }
    return found;
}

template <class... Kinds>
std::set<std::string> types_of(std::tuple<Kinds...>) {
    std::set<std::string> types;
    const auto add = [&]<class Kind, class... Events>(Kind, std::variant<Events...>*) {
        (types.insert(std::string(Kind::name) + "." + std::string(Events::name)), ...);
    };
    (add(Kinds{}, static_cast<typename Kinds::Event*>(nullptr)), ...);
    return types;
}

std::string golden_plan() {
    return shown().summary->plan.text;
}

ledger::score::Score golden_score(const Period& period) {
    const Book& book = shown().recorder.book;
    return book.read([&](const ledger::States& states) {
        const auto sheet = evaluation::sheet_of(states, shown().summary->plan);
        const ledger::Date today = tests::date("2026-03-31");
        const auto& policy = ledger::policy_on(states, {"pauh"}, today);
        return ledger::score::compute(sheet, period, policy.parameters, today);
    });
}

std::string four_digits(const ledger::score::Score& score) {
    return score.exact ? score.exact->rounded(4).text() : "no score";
}

// The decision of the golden year's `period`, as it was first made.
evaluation::Decided first_decision(const std::string& period) {
    for (const ledger::Fact& fact : shown().recorder.facts) {
        if (fact.stream.text != "evaluation/" + golden_plan() + "/" + period) continue;
        const auto* event = std::get_if<evaluation::Event>(&fact.event);
        if (const auto* decided = std::get_if<evaluation::Decided>(event)) return *decided;
    }
    ADD_FAILURE() << "no decision of " << period;
    return {};
}

// --- The whole

TEST(Demo, EveryActIsAcceptedByTheRules) {
    ASSERT_TRUE(shown().summary) << shown().summary.error();
    EXPECT_EQ(shown().summary->acts, shown().recorder.asked.size());
}

TEST(Demo, EveryTypeOfEventHappensAtLeastOnce) {
    std::set<std::string> missing = types_of(ledger::Kinds{});
    // What a ledger says of itself: its first record, its keys, the closes of its days.
    for (const char* own :
         {"origin.founded", "origin.keyRotated", "origin.truncated", "close.day"}) {
        missing.erase(own);
    }
    // Its keys can be guessed, so it forgets nobody, and nobody in it has a key of his own.
    std::erase_if(missing, [](const std::string& type) {
        return type.starts_with("privacy.") || type.starts_with("signer.");
    });
    for (const ledger::Fact& fact : shown().recorder.facts)
        missing.erase(ledger::type_of(fact.event));
    EXPECT_EQ(missing, std::set<std::string>{});
}

TEST(Demo, TheSameSeedGivesTheSameActs) {
    Recorder again;
    ASSERT_TRUE(tools::fill(again, "pauh"));
    const auto& facts = shown().recorder.facts;
    ASSERT_EQ(again.facts.size(), facts.size());
    for (std::size_t i = 0; i < facts.size(); ++i) {
        ASSERT_EQ(again.facts[i].stream, facts[i].stream) << i;
        ASSERT_EQ(again.facts[i].event, facts[i].event) << i;
    }
    for (std::size_t i = 0; i < again.asked.size(); ++i) {
        const ledger::Act& a = again.asked[i];
        const ledger::Act& b = shown().recorder.asked[i];
        ASSERT_EQ(a.provenance, b.provenance) << i;
        ASSERT_EQ(a.recorded, b.recorded) << i;
        ASSERT_EQ(a.effective, b.effective) << i;
        ASSERT_EQ(a.actor, b.actor) << i;
    }
}

TEST(Demo, OtherSeedsAreAcceptedAndGiveOtherPeopleButTheSameGoldenYear) {
    std::set<std::string> people;
    for (const char* seed : {"", "b", "Kota Pauh"}) {
        Recorder other;
        const auto summary = tools::fill(other, seed);
        ASSERT_TRUE(summary) << "seed '" << seed << "': " << summary.error();
        EXPECT_EQ(summary->score, shown().summary->score);
        for (const ledger::Act& act : other.asked) {
            if (act.stream.kind() == "person") people.insert(act.stream.text);
        }
    }
    EXPECT_GT(people.size(), 2 * shown().summary->people);
}

TEST(Demo, ActsComeInTheOrderOfTimeAndEndInMarch2026) {
    const auto& asked = shown().recorder.asked;
    for (std::size_t i = 1; i < asked.size(); ++i) {
        ASSERT_LE(asked[i - 1].recorded, asked[i].recorded) << asked[i].provenance.id;
    }
    EXPECT_GE(asked.front().recorded, tests::at("2025-01-01"));
    EXPECT_GE(asked.back().recorded, tests::at("2026-03-01"));
    EXPECT_LT(asked.back().recorded, tests::at("2026-04-01"));
}

TEST(Demo, EveryActHasANameOfItsOwnAndAnAuthenticatedAuthor) {
    std::set<std::string> names;
    for (const ledger::Act& act : shown().recorder.asked) {
        EXPECT_EQ(act.provenance.source, "urn:jejak:demo");
        EXPECT_TRUE(names.insert(act.provenance.id).second) << act.provenance.id;
        EXPECT_LE(act.provenance.id.size(), 64U) << act.provenance.id;
        EXPECT_EQ(act.provenance.authentication.subject, act.actor.person.text);
        EXPECT_FALSE(act.provenance.authentication.issuer.empty());
        EXPECT_TRUE(is_stream(act.stream)) << act.stream.text;
    }
}

TEST(Demo, ALedgerThatIsNotEmptyIsRefusedWithTheActAndTheReason) {
    Recorder recorder;
    ASSERT_TRUE(tools::fill(recorder, "pauh"));
    const auto again = tools::fill(recorder, "pauh");
    ASSERT_FALSE(again);
    EXPECT_NE(again.error().find("agency.registered"), std::string::npos) << again.error();
    EXPECT_NE(again.error().find("agency/pauh"), std::string::npos) << again.error();
    EXPECT_NE(again.error().find("R-STATE"), std::string::npos) << again.error();
}

TEST(Demo, AFaultOfTheLedgerIsReported) {
    Recorder recorder;
    recorder.broken = true;
    const auto summary = tools::fill(recorder, "pauh");
    ASSERT_FALSE(summary);
    EXPECT_NE(summary.error().find("the disk is full"), std::string::npos) << summary.error();
}

// --- The agency

TEST(Demo, AnAgencyOfAHundredAndFiftyPeopleIsThere) {
    const tools::DemoSummary& summary = *shown().summary;
    EXPECT_GE(summary.people, 145U);
    EXPECT_LE(summary.people, 160U);
    EXPECT_EQ(all_of<ledger::person::Registered>().size(), summary.people);
    EXPECT_EQ(all_of<ledger::unit::Created>().size(), summary.units);
    EXPECT_GE(summary.plans, summary.people - 2);  // but the head of the city and his secretary
    EXPECT_GE(summary.reports, 11 * summary.plans);
    EXPECT_GE(summary.evaluations, 4 * summary.plans);
    EXPECT_EQ(all_of<ledger::policy::Published>().front().id.text, "pauh-2025.1");
}

TEST(Demo, PeopleHaveOpaqueIdsAndNoNip) {
    for (const ledger::Act& act : shown().recorder.asked) {
        if (act.stream.kind() != "person") continue;
        EXPECT_FALSE(ledger::looks_like_nip(act.stream.key()));
        EXPECT_TRUE(ledger::is_name(act.stream.key())) << act.stream.text;
    }
    for (const auto& person : all_of<ledger::person::Registered>()) {
        EXPECT_TRUE(person.nip.empty());
        EXPECT_GE(person.full_name.characters(), 6U);
    }
}

TEST(Demo, TheSharesOfTheImmunisationTargetMakeUpTheWhole) {
    const auto office =
        shown().recorder.state<ledger::indicator::Kind>("indicator/dinkes-imunisasi");
    EXPECT_EQ(office.shares.size(), 5U);
    EXPECT_TRUE(ledger::indicator::cascade_gaps(office).empty());
}

TEST(Demo, PlansHaveThreeToFiveIndicatorsAndAllPolaritiesOccur) {
    std::set<ledger::Polarity> polarities;
    for (const auto& plan : all_of<ledger::plan::Drafted>()) {
        const auto& indicators = plan.content.indicators;
        EXPECT_GE(indicators.size(), 3U);
        EXPECT_LE(indicators.size(), 5U);
        for (const auto& indicator : indicators) polarities.insert(indicator.polarity);
    }
    EXPECT_EQ(polarities.size(), names(ledger::Polarity{}).size());
}

TEST(Demo, SomeReportsAreMissingAndSomeLate) {
    const tools::DemoSummary& summary = *shown().summary;
    std::size_t late = 0;
    for (const ledger::Act& act : shown().recorder.asked) {
        const auto* report = std::get_if<ledger::report::Event>(&act.event);
        if (report == nullptr || !std::holds_alternative<ledger::report::Submitted>(*report))
            continue;
        const ledger::Date due = ledger::report::address(act.stream)->month.last_day();
        if (act.recorded > ledger::end_of(due + std::chrono::days(5), ledger::Zone::wib)) ++late;
    }
    EXPECT_GT(late, 50U);
    EXPECT_LT(late, summary.reports / 4);
    EXPECT_LT(summary.reports, 12 * summary.plans);
}

// --- Ratings

TEST(Demo, EveryPredikatButTheWorstIsGivenAndMostAreGood) {
    std::map<Predikat, int> given;
    int differing = 0;
    const auto decisions = all_of<evaluation::Decided>();
    for (const auto& decided : decisions) {
        ++given[decided.result.predikat];
        if (decided.result.work == decided.proposal.work) continue;
        ++differing;
        EXPECT_GE(decided.reason.characters(), 20U);
    }
    for (const Predikat predikat :
         {Predikat::poor, Predikat::needs_improvement, Predikat::good, Predikat::very_good}) {
        EXPECT_GT(given[predikat], 0) << name_of(predikat);
    }
    EXPECT_GT(2 * given[Predikat::good], static_cast<int>(decisions.size()));
    EXPECT_GT(differing, 5);
}

TEST(Demo, ObjectionsAreUpheldChangedRejectedWithdrawnAndOneIsOpen) {
    std::set<evaluation::Outcome> outcomes;
    for (const auto& decided : all_of<evaluation::ObjectionDecided>()) {
        outcomes.insert(decided.outcome);
    }
    EXPECT_EQ(outcomes.size(), names(evaluation::Outcome{}).size());
    const std::size_t filed = all_of<evaluation::ObjectionFiled>().size();
    const std::size_t ended = all_of<evaluation::ObjectionDecided>().size() +
                              all_of<evaluation::ObjectionWithdrawn>().size();
    EXPECT_EQ(filed, ended + 1);
}

// --- The golden year, domain.md 7.2 to 7.6

TEST(Demo, TheGoldenMonthsHaveTheScoresOfTheBook) {
    const char* expected[] = {
        "79.2083",
        "82.7433",
        "86.1573",
        "88.9402",
        "91.7202",
        "93.6502",
        "94.6946",
        "94.0691",
        "95.5367",
        "91.0986",
        "89.1542",
        "89.9271"
    };
    for (int month = 1; month <= 12; ++month) {
        EXPECT_EQ(four_digits(golden_score(Period::month(2025, month))), expected[month - 1])
            << month;
    }
    EXPECT_EQ(golden_score(Period::month(2025, 1)).exact->text(), "41446511/523260");
    EXPECT_EQ(golden_score(Period::month(2025, 12)).exact->text(), "275177/3060");
}

TEST(Demo, TheGoldenQuartersWereDecidedOnTheProposalsOfTheBook) {
    const struct {
        const char* period;
        const char* score;
        Level work;
        Predikat predikat;
    } quarters[] = {
        {"2025-Q1", "83.6118", Level::below, Predikat::needs_improvement},
        {"2025-Q2", "91.8215", Level::meets, Predikat::good},
        {"2025-Q3", "95.0933", Level::meets, Predikat::good},
        {"2025-Q4", "86.6401", Level::below, Predikat::needs_improvement},
    };
    for (const auto& quarter : quarters) {
        const evaluation::Decided decided = first_decision(quarter.period);
        EXPECT_EQ(decided.proposal.score->rounded(4).text(), quarter.score) << quarter.period;
        EXPECT_EQ(decided.proposal.work, quarter.work) << quarter.period;
        EXPECT_EQ(decided.result.predikat, quarter.predikat) << quarter.period;
    }
    EXPECT_EQ(golden_score(Period::quarter(2025, 4)).rounded->text(), "89.97");
}

TEST(Demo, TheGoldenYearTurnsFromNeedsImprovementToGood) {
    const evaluation::Decided first = first_decision("2025");
    EXPECT_EQ(first.proposal.score->text(), "64649/720");
    EXPECT_EQ(first.proposal.rounded->text(), "89.79");
    EXPECT_EQ(first.proposal.policy.text, "pauh-2025.1");
    EXPECT_EQ(first.result.work, Level::below);
    EXPECT_EQ(first.result.behaviour_score->text(), "104.1905");
    EXPECT_EQ(first.result.predikat, Predikat::needs_improvement);

    const auto now =
        shown().recorder.state<evaluation::Kind>("evaluation/" + golden_plan() + "/2025");
    EXPECT_EQ(now.progress, evaluation::Progress::objection_decided);
    EXPECT_EQ(now.result.predikat, Predikat::good);
    const auto score = golden_score(Period::year(2025));
    EXPECT_EQ(score.exact->text(), "7765231/85680");
    EXPECT_EQ(score.rounded->text(), "90.63");
    EXPECT_NE(shown().summary->score.en.find("7765231/85680 = 90.63"), std::string::npos);
    EXPECT_NE(shown().summary->score.id.find("sesuai ekspektasi"), std::string::npos);
}

TEST(Demo, TheGoldenDatesAreThoseOfTheBook) {
    const std::string plan = golden_plan();
    const struct {
        const char* type;
        std::string stream;
        const char* date;
    } dates[] = {
        {"plan.drafted", "plan/" + plan, "2025-01-06"},
        {"plan.agreed", "plan/" + plan, "2025-01-15"},
        {"plan.established", "plan/" + plan, "2025-01-20"},
        {"report.submitted", "report/" + plan + "/2025-01", "2025-02-05"},
        {"report.submitted", "report/" + plan + "/2025-12", "2026-01-05"},
        {"evaluation.decided", "evaluation/" + plan + "/2025-Q1", "2025-04-15"},
        {"evaluation.decided", "evaluation/" + plan + "/2025", "2026-01-08"},
        {"evaluation.delivered", "evaluation/" + plan + "/2025", "2026-01-12"},
        {"evaluation.objectionFiled", "evaluation/" + plan + "/2025", "2026-01-23"},
        {"evaluation.objectionDecided", "evaluation/" + plan + "/2025", "2026-02-09"},
        {"indicator.valueCorrected", "indicator/puskesmas-pauh-pengaduan", "2026-01-09"},
    };
    for (const auto& [type, stream, date] : dates) {
        std::string first = "never";
        for (const ledger::Act& act : shown().recorder.asked) {
            if (act.stream.text != stream || ledger::type_of(act.event) != type) continue;
            first = ledger::text(ledger::day_of(*act.recorded, ledger::Zone::wib));
            break;
        }
        EXPECT_EQ(first, date) << type << " in " << stream;
    }
}

TEST(Demo, TheGoldenSanctionIsInForceOn10April2026) {
    const Recorder& recorder = shown().recorder;
    const auto all =
        recorder.state<ledger::sanctions::Kind>("sanctions/" + shown().summary->person.text);
    ASSERT_EQ(all.sanctions.size(), 1U);
    const ledger::sanctions::Sanction& sanction = all.sanctions.front();
    EXPECT_EQ(sanction.code, ledger::sanctions::Punishment::m1);
    EXPECT_EQ(sanction.breaches.size(), 11U);
    const auto calendar = recorder.state<ledger::calendar::Kind>("calendar/pauh");
    const ledger::Date received = ledger::day_of(*sanction.received_at, ledger::Zone::wib);
    EXPECT_EQ(ledger::text(received), "2026-03-12");
    EXPECT_EQ(ledger::text(ledger::sanctions::in_force_on(calendar, received)), "2026-04-10");
}

}  // namespace
