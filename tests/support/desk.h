#pragma once
// A writer with everything that it works on, over a log in memory: what a test of groups needs, and
// the acts that it asks for.

#include "ledger/catch_up.h"
#include "ledger/clock.h"
#include "ledger/entropy.h"
#include "ledger/index.h"
#include "ledger/ledger.h"
#include "ledger/vault.h"
#include "ledger/writer.h"
#include "tests/support/book.h"
#include "tests/support/hand_clock.h"
#include "tests/support/memory_log.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace tests {

inline ledger::Act agency_act(const std::string& id, const std::string& title = "Dinas") {
    ledger::Act act;
    act.stream = {"agency/" + id};
    act.event = ledger::agency::Event(ledger::agency::Registered{.title = title});
    act.actor = by("head-1", ledger::Role::head);
    act.provenance.source = "urn:test";
    act.provenance.id = "agency-" + id;
    return act;
}

// Of the agency "pauh".
inline ledger::Act person_act(const std::string& id, const std::string& full_name = "Siti") {
    ledger::Act act;
    act.stream = {"person/" + id};
    ledger::person::Registered registered;
    registered.agency = {"pauh"};
    registered.full_name = words(full_name);
    act.event = ledger::person::Event(registered);
    act.actor = by("team-1", ledger::Role::performance_team);
    act.provenance.source = "urn:test";
    act.provenance.id = "person-" + id;
    return act;
}

class DeskTest : public testing::Test {
protected:
    DeskTest() {
        vault = ledger::Vault::found(vault_files(), *entropy).value();
        open_index({});
    }

    [[nodiscard]] ledger::VaultFiles vault_files() const {
        return {directory / "slots", directory / "master.key"};
    }

    void open_index(ledger::RowStore::Options options) {
        index.reset();
        index = ledger::Index::open(directory / "index", options).value();
        ASSERT_TRUE(ledger::catch_up(log, *index, {}));
    }

    void start(ledger::WriterOptions options = {}) {
        writer = std::make_unique<ledger::Writer>(
            log, *index, *vault, clock, *entropy, std::move(options)
        );
    }

    // The outcomes of acts that must be taken.
    std::vector<ledger::Outcome> outcomes(
        std::vector<ledger::Act> acts, bool all_or_nothing = false
    ) {
        auto answer = record(*writer, std::move(acts), all_or_nothing);
        EXPECT_TRUE(answer) << answer.error().detail;
        return answer.value_or(std::vector<ledger::Outcome>{});
    }
    ledger::Outcome outcome(ledger::Act act) {
        std::vector<ledger::Act> acts;
        acts.push_back(std::move(act));
        return outcomes(std::move(acts)).front();
    }

    // Keeps the writer busy with a first act until release(), so that what is submitted meanwhile
    // waits.
    void hold() {
        const auto begun = std::make_shared<std::promise<void>>();
        released = std::promise<void>();
        ledger::Submission first{.acts = {}};
        first.acts.push_back(agency_act("first-" + std::to_string(held++)));
        first.answer = [begun,
                        until = released.get_future().share()](const ledger::Answer& answer) {
            EXPECT_TRUE(answer);
            begun->set_value();
            until.wait();
        };
        ASSERT_TRUE(writer->submit(std::move(first)));
        begun->get_future().wait();
    }
    void release() { released.set_value(); }

    std::future<ledger::Answer> submit(std::vector<ledger::Act> acts, bool all_or_nothing = false) {
        auto promise = std::make_shared<std::promise<ledger::Answer>>();
        auto future = promise->get_future();
        const auto taken = writer->submit(
            {.acts = std::move(acts),
             .all_or_nothing = all_or_nothing,
             .answer = [promise](ledger::Answer answer) { promise->set_value(std::move(answer)); }}
        );
        EXPECT_TRUE(taken) << taken.error().detail;
        return future;
    }

    // All rows as they would be if they were made of the records now.
    [[nodiscard]] ledger::Digest rebuilt() {
        const auto other = ledger::Index::open(directory / "rebuilt").value();
        EXPECT_TRUE(ledger::catch_up(log, *other, {}));
        return other->digest().value();
    }

    TemporaryDirectory directory;
    HandClock clock;
    std::unique_ptr<ledger::Entropy> entropy = ledger::seeded_entropy("desk");
    MemoryLog log;
    std::unique_ptr<ledger::Vault> vault;
    std::unique_ptr<ledger::Index> index;
    std::unique_ptr<ledger::Writer> writer;  // goes first
    std::promise<void> released;
    int held = 0;
};

}  // namespace tests
