// One group: acts that stand on one another, batches that leave no trace, and one client's act that
// spoils nobody else's.

#include "ledger/group.h"

#include "ledger/file.h"
#include "tests/support/desk.h"

namespace {

using namespace ledger;
using tests::agency_act;
using tests::by;
using tests::person_act;
using Code = Rejection::Code;

class GroupTest : public tests::DeskTest {
protected:
    GroupTest() { start(); }

    static void expect_shape(const Outcome& outcome, std::string_view field) {
        ASSERT_TRUE(std::holds_alternative<Rejection>(outcome)) << field;
        EXPECT_EQ(std::get<Rejection>(outcome).code, Code::shape);
        EXPECT_EQ(std::get<Rejection>(outcome).field, field);
    }
    static bool is_recorded(const Outcome& outcome) {
        return std::holds_alternative<Recorded>(outcome);
    }
};

TEST_F(GroupTest, ARejectedBatchLeavesNoTraceInItsGroup) {
    outcome(agency_act("pauh"));
    hold();
    // Streams that the batch touches first, one that it touches again, and a name that it takes.
    auto kept = submit({agency_act("kept")});
    auto rejected =
        submit({agency_act("gone"), person_act("p1"), agency_act("gone"), agency_act("x/y")}, true);
    auto after = submit({person_act("p2"), agency_act("gone", "Another")});
    release();
    EXPECT_TRUE(is_recorded(kept.get()->front()));
    const Answer batch = rejected.get();
    ASSERT_TRUE(batch);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_TRUE(std::holds_alternative<Abandoned>((*batch)[i])) << i << ": nothing of it stays";
    }
    EXPECT_TRUE(std::holds_alternative<Rejection>((*batch)[3]));
    const Answer later = after.get();
    ASSERT_TRUE(later);
    EXPECT_TRUE(is_recorded((*later)[0]));
    EXPECT_TRUE(is_recorded((*later)[1])) << "the name and the stream are free again";
    EXPECT_EQ(log.head().size(), 5U);
    EXPECT_EQ(index->digest(), rebuilt());
}

// --- An act of several facts, in several streams

// Of an indicator of "pauh" whose values add up.
Act indicator_act(const std::string& id, indicator::Event event) {
    Act act;
    act.stream = {"indicator/" + id};
    act.provenance.id = "indicator-" + id + "-" + type_of(event);
    act.provenance.source = "urn:test";
    act.event = std::move(event);
    act.actor = by("team-1", Role::performance_team);
    return act;
}

Act define_act(const std::string& id, const std::string& parent = {}) {
    indicator::Defined defined;
    defined.agency = {"pauh"};
    defined.text = "Anak terimunisasi";
    defined.measure = "anak";
    defined.consolidation = Consolidation::sum;
    defined.parent = {parent};
    return indicator_act(id, defined);
}

// With a parent that has a target too: two facts, the second of which is in the parent's stream.
Act target_act(const std::string& id, std::string_view value) {
    Act act = indicator_act(
        id,
        indicator::TargetSet{.period = Period::year(2026), .target = {.value = tests::dec(value)}}
    );
    act.provenance.id += std::string(value);
    return act;
}

TEST_F(GroupTest, ARejectedBatchTakesBackAllFactsOfItsActs) {
    outcomes({agency_act("pauh"), define_act("above"), define_act("below", "above")});
    hold();
    auto kept = submit({target_act("above", "100")});  // in the group, before the batch
    auto rejected =
        submit({target_act("below", "90"), target_act("below", "95"), agency_act("x/y")}, true);
    // All of 100 is free again: what was taken back of it is not counted.
    auto after = submit({target_act("below", "80"), target_act("below", "100")});
    release();
    EXPECT_TRUE(is_recorded(kept.get()->front()));
    const Answer batch = rejected.get();
    ASSERT_TRUE(batch) << batch.error().detail;
    EXPECT_TRUE(std::holds_alternative<Abandoned>((*batch)[0]));
    EXPECT_TRUE(std::holds_alternative<Abandoned>((*batch)[1]));
    EXPECT_TRUE(std::holds_alternative<Rejection>((*batch)[2]));
    const Answer later = after.get();
    ASSERT_TRUE(later) << later.error().detail;
    ASSERT_TRUE(is_recorded((*later)[0]));
    EXPECT_EQ(std::get<Recorded>((*later)[0]).count, 2U);
    EXPECT_EQ(std::get<Recorded>((*later)[0]).version, 2U) << "of the indicator's own stream";
    ASSERT_TRUE(is_recorded((*later)[1]));
    const auto above = index->head({"indicator/above"}).value();
    EXPECT_EQ(above.version, 4U);  // defined, its target, and two shares that were taken
    EXPECT_EQ(std::get<indicator::State>(above.state).shares.size(), 1U);
    EXPECT_EQ(index->digest(), rebuilt());
}

TEST_F(GroupTest, AFaultAtALaterFactTakesBackTheEarlierOnes) {
    outcomes({agency_act("pauh"), person_act("p1")});
    writer.reset();
    {
        // A case that waits for delivery, of a person whose sanctions cannot be read: their head is
        // one of another kind.
        StreamHead decided = head_before_all({"case/c1"});
        decided.version = 1;
        auto& state = std::get<discipline::State>(decided.state);
        state.progress = discipline::Progress::decided;
        state.subject = {"p1"};
        StreamHead wrong = head_before_all({"agency/pauh"});
        wrong.version = 1;
        IndexRows rows;
        rows.add_head({"case/c1"}, decided);
        rows.add_head(sanctions::stream_for({"p1"}), wrong);
        ASSERT_TRUE(index->add(std::move(rows), index->size()));
    }
    start();
    Act deliver;
    deliver.stream = {"case/c1"};
    deliver.event = discipline::Event(discipline::SanctionDelivered{.method = "in person"});
    deliver.actor = by("team-1", Role::performance_team);
    deliver.provenance = {.source = "urn:test", .id = "delivered"};
    hold();
    auto faulty = submit({deliver});
    auto again = submit({deliver});
    auto other = submit({agency_act("other")});
    release();
    for (auto* answer : {&faulty, &again}) {  // the first fact, of the case, was taken back
        const Answer fault = answer->get();
        ASSERT_FALSE(fault);
        EXPECT_EQ(fault.error().kind, Fault::Kind::corrupt);
    }
    EXPECT_TRUE(is_recorded(other.get()->front()));
    EXPECT_EQ(log.head().size(), 4U);
    EXPECT_EQ(index->head({"case/c1"}).value().version, 1U);
}

TEST_F(GroupTest, AnActThatIsTooLargeIsRejectedByItself) {
    outcome(agency_act("pauh"));
    hold();
    const std::string long_name = "Siti" + std::string(record_bytes_max, ' ');
    auto together = submit({person_act("p1"), person_act("p2", long_name), person_act("p3")});
    auto other = submit({agency_act("other")});
    release();
    const Answer answer = together.get();
    ASSERT_TRUE(answer) << answer.error().detail;
    EXPECT_TRUE(is_recorded((*answer)[0]));
    expect_shape((*answer)[1], "data");
    EXPECT_TRUE(is_recorded((*answer)[2]));
    EXPECT_TRUE(is_recorded(other.get()->front()));
    EXPECT_EQ(index->digest(), rebuilt());
}

TEST_F(GroupTest, WhatStandsBesideTheEventIsBounded) {
    const auto with = [](auto&& change) {
        Act act = agency_act("pauh");
        change(act, std::string(10'000, 'x'));
        return act;
    };
    const std::pair<const char*, Act> acts[] = {
        {"correlationid", with([](Act& a, std::string s) { a.provenance.correlation = s; })},
        {"causationid", with([](Act& a, std::string s) { a.provenance.causation = s; })},
        {"traceparent", with([](Act& a, std::string s) { a.provenance.traceparent = s; })},
        {"migrationorder", with([](Act& a, std::string s) { a.provenance.migration = s; })},
        {"mandate", with([](Act& a, std::string s) { a.actor.mandate = s; })},
        {"actor", with([](Act& a, std::string s) { a.actor.person.text = s; })},
        {"onbehalfof", with([](Act& a, std::string s) { a.actor.on_behalf_of.text = s; })},
        {"authissuer", with([](Act& a, std::string s) { a.provenance.authentication.issuer = s; })},
        {"authsubject", with([](Act& a, std::string s) { a.provenance.authentication.subject = s; })
        },
        {"authmethod", with([](Act& a, std::string s) { a.provenance.authentication.method = s; })},
        {"id", with([](Act& a, std::string s) { a.provenance.id = s; })},
        {"source", with([](Act& a, std::string s) { a.provenance.source = s; })},
    };
    for (const auto& [field, act] : acts) expect_shape(outcome(act), field);
}

TEST_F(GroupTest, AnOldRecordThatCannotBeReadFaultsWhoAsksForItOnly) {
    outcome(agency_act("pauh"));
    hold();
    log.make_unreadable(Position{0});
    auto faulty = submit({agency_act("before"), agency_act("pauh"), agency_act("behind")});
    auto other = submit({agency_act("other"), agency_act("before", "Another")});
    release();
    const Answer answer = faulty.get();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Fault::Kind::corrupt);
    const Answer untouched = other.get();
    ASSERT_TRUE(untouched) << untouched.error().detail;
    EXPECT_TRUE(is_recorded((*untouched)[0]));
    EXPECT_TRUE(is_recorded((*untouched)[1])) << "nothing was left of the other submission";
    EXPECT_FALSE(writer->stopped());
    log.make_unreadable(std::nullopt);
    EXPECT_TRUE(std::holds_alternative<Duplicate>(outcome(agency_act("pauh"))));
    EXPECT_EQ(index->digest(), rebuilt());
}

// Nobody is told that his act was recorded when it was another's.
TEST_F(GroupTest, TheSameFactsByAnotherAreNoDuplicate) {
    outcome(agency_act("pauh"));
    Act other = agency_act("pauh");
    other.actor.person = {"somebody-else"};
    Act as_another = agency_act("pauh");
    as_another.actor.role = Role::inspector;
    Act on_behalf = agency_act("pauh");
    on_behalf.actor.on_behalf_of = {"office"};
    on_behalf.actor.mandate = "SK 7";
    for (const Act& act : {other, as_another, on_behalf}) {
        const Outcome answer = outcome(act);
        ASSERT_TRUE(std::holds_alternative<Rejection>(answer));
        EXPECT_EQ(std::get<Rejection>(answer).code, Rejection::Code::idempotency);
    }
}

TEST_F(GroupTest, WhiteSpaceIsNoClosedWords) {
    outcome(agency_act("pauh"));
    Act act = person_act("p1");
    auto& registered = std::get<person::Registered>(std::get<person::Event>(act.event));
    registered.nip = tests::words("  \n");
    EXPECT_TRUE(is_recorded(outcome(act)));
    EXPECT_TRUE(std::holds_alternative<Duplicate>(outcome(act)));
    registered.nip = {};
    EXPECT_TRUE(std::holds_alternative<Duplicate>(outcome(act)));
}

TEST_F(GroupTest, ARetryAfterThePersonsKeyIsGoneIsADuplicate) {
    outcome(agency_act("pauh"));
    outcome(person_act("p1", "Siti Rahma"));
    writer.reset();
    vault.reset();
    {
        auto slots = File::open(vault_files().slots, File::Mode::update).value();
        const std::vector<std::uint8_t> nothing(128);
        ASSERT_TRUE(slots.write_at(4096, nothing));
    }
    vault = Vault::found(vault_files(), *entropy).value();
    start();
    EXPECT_TRUE(std::holds_alternative<Duplicate>(outcome(person_act("p1", "Siti Rahma"))));
    EXPECT_TRUE(std::holds_alternative<Duplicate>(outcome(person_act("p1", "Siti Rahmawati"))))
        << "words that are gone are not compared, nor how many they were";
    const Outcome other = outcome(person_act("p1", " "));
    ASSERT_TRUE(std::holds_alternative<Rejection>(other)) << "that there were some is known";
    EXPECT_EQ(std::get<Rejection>(other).code, Code::idempotency);
}

TEST_F(GroupTest, ARecordOfAnotherActIsNotTakenForThisOne) {
    outcome(agency_act("pauh"));
    writer.reset();
    Record wrong;  // an index that leads from this act to the agency's record
    wrong.stream = {"agency/elsewhere"};
    wrong.provenance.source = "urn:test";
    wrong.provenance.id = "agency-b";
    IndexRows rows;
    rows.add(wrong, Position{0}, std::nullopt);
    ASSERT_TRUE(index->add(std::move(rows), Position{1}));
    start();
    const Answer answer = record(*writer, {agency_act("b")});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Fault::Kind::corrupt);
}

}  // namespace
