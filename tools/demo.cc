// jejak demo: fills an empty ledger with the demonstration agency, and serves it. With --check it
// asks the running server for a score, its history and its reasons, and stops.

#include "api/json_out.h"
#include "ledger/closer.h"
#include "ledger/states_at.h"
#include "projections/scores.h"
#include "tools/asking.h"
#include "tools/demo_fill.h"
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
        done_ += acts.size();
        progress_.at(done_, 0);
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
    Progress progress_{"Filling"};
    std::size_t done_ = 0;
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

// One JSON document of three answers.
int check_as_json(const std::string& url, const Shown& shown, const Manner& manner) {
    const auto client = connect(url, manner.language);
    if (!client) return complain(manner, client.error());
    const std::string score = path_of({"v1", "plans", shown.plan, "scores", shown.period});
    api::JsonOut out;
    out.begin_object();
    for (const auto& [name, more] :
         {std::pair("score", ""),
          std::pair("history", "/history"),
          std::pair("explanation", "/explanation")}) {
        const OrProblem answer = (*client)->get(score + more);
        if (!answer) return complain(manner, answer.error());
        if (answer->status != 200) return complain_about(manner, *answer);
        out.key(name);
        out.raw(answer->body);
    }
    out.end_object();
    std::printf("%s\n", std::move(out).take().c_str());
    return exit_ok;
}

int check(Serving& serving, const Shown& shown, const Manner& manner) {
    const std::string url = serving.url();
    if (manner.json) return check_as_json(url, shown, manner);
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

// Under fifteen lines, for a terminal.
void greet(Serving& serving, const Shown& shown, const Manner& manner) {
    const std::string url = serving.url();
    if (manner.json) {
        std::printf(
            "{\"url\":\"%s\",\"plan\":\"%s\",\"period\":\"%s\"}\n",
            url.c_str(),
            shown.plan.c_str(),
            shown.period.c_str()
        );
        std::fflush(stdout);
        return;
    }
    std::printf(
        "Jejak demonstration, %s\n"
        "Listening  %s (loopback only, no access control)\n"
        "A score    build/release/jejak score %s %s %s\n"
        "History    build/release/jejak score %s %s %s --history\n"
        "Reasons    build/release/jejak explain %s %s %s\n"
        "API        %s/openapi.json\n"
        "Stop       Ctrl-C\n",
        serving.house().ledger().origin().origin.c_str(),
        url.c_str(),
        url.c_str(),
        shown.plan.c_str(),
        shown.period.c_str(),
        url.c_str(),
        shown.plan.c_str(),
        shown.period.c_str(),
        url.c_str(),
        shown.plan.c_str(),
        shown.period.c_str(),
        url.c_str()
    );
    std::fflush(stdout);
}

// The demonstration, and the close of its last day.
std::expected<void, std::string> fill_and_close(House& house, const std::string& seed) {
    ledger::Ledger& book = house.ledger();
    LedgerBook recorder(book);
    const auto filled = fill(recorder, seed);
    if (!filled) return std::unexpected(filled.error());
    std::fprintf(
        stderr,
        "Filled: %zu acts, %zu people, %zu units, %zu plans, %zu reports\n",
        filled->acts,
        filled->people,
        filled->units,
        filled->plans,
        filled->reports
    );
    const auto newest = book.recorded_at(book.size());
    if (!newest) return std::unexpected(newest.error().detail);
    const ledger::Date day = day_of(*newest, ledger::Zone::wib);
    const auto closed = ledger::close_day(book, house.completeness(), day);
    if (!closed) return std::unexpected(closed.error().detail);
    return {};
}

}  // namespace

int demo(const DemoOptions& options, const Manner& manner) {
    if (!options.fill_only) Serving::block_stop_signals();
    ledger::LedgerOptions opening;
    opening.seed = options.seed;
    opening.found = ledger::origin::Founded{
        .origin = std::string(demo_origin), .format = 1, .simulated_clock = true, .seeded = true
    };
    auto house = House::open(options.directory, std::move(opening), {});
    if (!house) return complain(manner, house.error().detail);
    if ((*house)->ledger().size() == ledger::Position{1}) {
        const auto filled = fill_and_close(**house, options.seed);
        if (!filled) return complain(manner, filled.error());
    }
    if (options.fill_only) return exit_ok;
    std::promise<bool> caught_up;
    (*house)->runner().when_at((*house)->ledger().size(), [&](bool reached) {
        caught_up.set_value(reached);
    });
    if (!caught_up.get_future().get()) return complain(manner, "the projections have stopped");
    const auto shown = golden_plan(**house);
    if (!shown) return complain(manner, shown.error());
    const std::uint16_t port = options.check ? 0 : options.port;
    auto serving = Serving::start(*std::move(house), port, ServeOptions().threads);
    if (!serving) return complain(manner, serving.error());
    if (options.check) return check(**serving, *shown, manner);
    greet(**serving, *shown, manner);
    return (*serving)->wait() ? exit_ok : exit_failed;
}

}  // namespace tools
