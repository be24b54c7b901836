// jejak demo: fills an empty ledger with the demonstration agency, and serves it. With --check it
// asks the running server for a score, its history and its reasons, and stops.

#include "projections/scores.h"
#include "tools/asking.h"
#include "tools/demo.h"
#include "tools/serving.h"
#include "tools/verbs.h"

#include <cstdio>
#include <future>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tools {
namespace {

constexpr std::string_view demo_origin = "simulated.jejak.example/pauh";

// The demonstration's acts go into a real ledger, in batches.
class LedgerBook final : public DemoBook {
public:
    explicit LedgerBook(ledger::Ledger& ledger) : ledger_(ledger) {}

    ledger::Answer record(std::vector<ledger::Act> acts) override {
        states_.reset();
        return ledger::record(ledger_.writer(), std::move(acts));
    }
    const ledger::States& states() override {
        if (!states_) states_.emplace(ledger_, ledger_.size());
        return *states_;
    }
    ledger::Position size() override { return ledger_.size(); }

private:
    ledger::Ledger& ledger_;
    std::optional<ledger::StatesAt> states_;
};

struct Shown {
    std::string plan;
    std::string period;
};

// What A's year is called in the demonstration, also when it was filled earlier.
std::expected<Shown, std::string> golden_plan(House& house) {
    const ledger::PersonId person{"a-puskesmas-pauh"};
    const auto plans = projections::Scores::plans_of(house.runner().rows("scores"), person);
    if (!plans) return std::unexpected(plans.error().detail);
    if (plans->empty()) return std::unexpected("this ledger is not the demonstration");
    return Shown{plans->front().plan.text, std::to_string(plans->front().year)};
}

int check(Serving& serving, const Shown& shown, const Manner& manner) {
    const std::string url = serving.url();
    ScoreOptions options{
        .place = url, .of = shown.plan, .period = shown.period, .past = {}, .history = false
    };
    std::printf("Score:\n");
    if (const int status = score(options, manner); status != exit_ok) return status;
    std::printf("History:\n");
    options.history = true;
    if (const int status = score(options, manner); status != exit_ok) return status;
    std::printf("Explanation:\n");
    return explain(options, manner);
}

void greet(Serving& serving, const Shown& shown) {
    const std::string url = serving.url();
    std::printf("Jejak demonstration, %s\n", serving.house().ledger().origin().origin.c_str());
    std::printf("Listening on %s (loopback only, no access control)\n\n", url.c_str());
    ScoreOptions asked{
        .place = url, .of = shown.plan, .period = shown.period, .past = {}, .history = true
    };
    std::printf(
        "How the score of %s for %s became what it is:\n", shown.plan.c_str(), shown.period.c_str()
    );
    std::fflush(stdout);
    (void)score(asked, {});
    std::printf(
        "\nReasons:  build/release/jejak explain %s %s %s\n"
        "API:      %s/openapi.json\nStop:     Ctrl-C\n",
        url.c_str(),
        shown.plan.c_str(),
        shown.period.c_str(),
        url.c_str()
    );
    std::fflush(stdout);
}

}  // namespace

int demo(const DemoOptions& options, const Manner& manner) {
    ledger::LedgerOptions opening;
    opening.seed = options.seed;
    opening.found = ledger::origin::Founded{
        .origin = std::string(demo_origin), .format = 1, .simulated_clock = true, .seeded = true
    };
    auto house = House::open(options.directory, std::move(opening), {});
    if (!house) return complain(house.error().detail);
    if ((*house)->ledger().size() == ledger::Position{1}) {
        LedgerBook book((*house)->ledger());
        const auto filled = fill(book, options.seed);
        if (!filled) return complain(filled.error());
        std::fprintf(
            stderr,
            "Filled: %zu acts, %zu people, %zu units, %zu plans, %zu reports\n",
            filled->acts,
            filled->people,
            filled->units,
            filled->plans,
            filled->reports
        );
    }
    if (options.fill_only) return exit_ok;
    std::promise<bool> caught_up;
    (*house)->runner().when_at((*house)->ledger().size(), [&](bool reached) {
        caught_up.set_value(reached);
    });
    if (!caught_up.get_future().get()) return complain("the projections have stopped");
    const auto shown = golden_plan(**house);
    if (!shown) return complain(shown.error());
    auto serving =
        Serving::start(*std::move(house), options.check ? std::uint16_t{0} : options.port, 1);
    if (!serving) return complain(serving.error());
    if (options.check) return check(**serving, *shown, manner);
    greet(**serving, *shown);
    return (*serving)->wait() ? exit_ok : exit_failed;
}

}  // namespace tools
