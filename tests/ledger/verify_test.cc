// What `verify` says of ledgers that were forged with every checksum right.

#include "ledger/verify.h"

#include "ledger/states_at.h"
#include "tests/support/forged_ledger.h"

#include <chrono>

namespace {

using namespace ledger;
using namespace std::chrono_literals;
using tests::agency_act;
using tests::forge_pack;
using tests::ForgedLedger;
using tests::person_act;

void expect_sound(ForgedLedger& forged, std::size_t group = 64) {
    const auto ledger = forged.open(group);
    ASSERT_TRUE(ledger) << ledger.error().detail;
    const auto findings = verify(**ledger, forged.scratch(), {}, {});
    ASSERT_TRUE(findings) << findings.error().detail;
    for (const std::string& problem : findings->problems) ADD_FAILURE() << problem;
}

void expect_found(ForgedLedger& forged, const std::string& words, std::size_t group = 64) {
    const auto ledger = forged.open(group);
    ASSERT_TRUE(ledger) << ledger.error().detail;
    const auto findings = verify(**ledger, forged.scratch(), {}, {});
    ASSERT_TRUE(findings) << findings.error().detail;
    const bool found = std::ranges::any_of(findings->problems, [&](const std::string& problem) {
        return problem.find(words) != std::string::npos;
    });
    EXPECT_TRUE(found) << words << " was not found; "
                       << (findings->problems.empty() ? "nothing was" : findings->problems.front());
}

TEST(Verify, FindsNothingInASoundLedger) {
    ForgedLedger sound;
    sound.add(agency_act("pauh"));
    for (int i = 0; i < 300; ++i) sound.add(person_act("p" + std::to_string(i)));
    expect_sound(sound);
}

TEST(Verify, FindsAnotherClassThanTheEvents) {
    ForgedLedger forged;
    forged.add(agency_act("pauh"), [](Record& r) { r.event_class = Class::sanction; });
    expect_found(forged, "position 1 is of another class than its event");
}

TEST(Verify, FindsTimesThatGoBack) {
    ForgedLedger forged;
    forged.add(agency_act("pauh"), [](Record& r) { r.recorded -= 1us; });
    forged.add(agency_act("b"));
    expect_found(forged, "position 1 was recorded before the one before it");
}

TEST(Verify, FindsAPackWithAnotherTimeThanItsRecords) {
    ForgedLedger forged;
    forged.add(agency_act("pauh"));
    forged.add(agency_act("b"));
    forged.open(1)->reset();
    forge_pack(forged.path(), Position{1}, [](auto& events, std::size_t at) {
        events[at].recorded += 1us;
    });
    // (Written once already: opened as it lies there.)
    const tests::HandClock clock;
    const auto ledger = Ledger::open(forged.path(), clock, {});
    ASSERT_TRUE(ledger) << ledger.error().detail;
    const auto findings = verify(**ledger, forged.scratch(), {}, {});
    ASSERT_TRUE(findings);
    ASSERT_EQ(findings->problems.size(), 1U);
    EXPECT_NE(findings->problems[0].find("another recorded time"), std::string::npos);
}

TEST(Verify, FindsAClosedPartThatIsNotTheOneNamed) {
    ForgedLedger forged;
    forged.add(agency_act("pauh"));
    forged.add(person_act("p1", "Siti"));
    forged.forge_parts("Tuti");
    expect_found(forged, "position 2 has a closed part that is not the one it names");
}

TEST(Verify, FindsANameThatTwoActsHave) {
    ForgedLedger forged;
    forged.add(agency_act("a"));
    forged.add(agency_act("b"), [](Record& r) { r.provenance.id = "agency-a"; });
    forged.add(agency_act("c"));
    expect_found(forged, "position 1 has the source and id of another act, at position 2");
}

TEST(Verify, FindsFactsThatAreOutOfPlace) {
    ForgedLedger lacking;
    lacking.add(agency_act("a"), [](Record& r) { r.fact_count = 2; });
    expect_found(lacking, "position 1 ends a group in the middle of an act");
    ForgedLedger loose;
    loose.add(agency_act("a"), [](Record& r) { r.fact_index = 1, r.fact_count = 2; });
    expect_found(loose, "position 1 is not the next fact of an act");
    ForgedLedger mixed;
    mixed.add(agency_act("a"), [](Record& r) { r.fact_count = 2; });
    mixed.add(agency_act("b"), [](Record& r) { r.fact_index = 1, r.fact_count = 2; });
    expect_found(mixed, "position 2 is not the next fact of an act");
}

// --- The facts that follow from an act

class FactsOfAnAct : public testing::Test {
protected:
    // A target of 100 for 2025, of which another indicator takes 40 as its own: an act of two
    // facts.
    FactsOfAnAct() {
        forged.add(agency_act("pauh"));
        add("above", indicator::Event(counted()), {});
        add("above", target("100"), {});
        indicator::Defined below = counted();
        below.parent = {"above"};
        add("below", indicator::Event(below), {});
    }

    static indicator::Defined counted() {
        indicator::Defined defined;
        defined.agency = {"pauh"};
        defined.measure = "orang";
        defined.consolidation = Consolidation::sum;
        return defined;
    }
    static indicator::Event target(const char* value) {
        return indicator::TargetSet{Period::year(2025), {.value = Decimal::parse(value)}};
    }
    static indicator::Event share(const char* value) {
        return indicator::ShareTaken{{"below"}, Period::year(2025), Decimal::parse(value)};
    }
    // The fact number `index` of `count` of an act, all of which have its name.
    void add(
        const std::string& id,
        const indicator::Event& event,
        const std::string& act,
        std::uint16_t index = 0,
        std::uint16_t count = 1,
        const std::function<void(Record&)>& change = {}
    ) {
        Act made = agency_act(id);
        made.stream = {"indicator/" + id};
        made.event = event;
        made.provenance.id = act.empty() ? id + std::to_string(++acts) : act;
        forged.add(made, [&](Record& r) {
            r.fact_index = index, r.fact_count = count;
            if (change) change(r);
        });
    }

    ForgedLedger forged;
    int acts = 0;
};

TEST_F(FactsOfAnAct, AreThoseThatTheRulesGive) {
    add("below", target("40"), "target", 0, 2);
    add("above", share("40"), "target", 1, 2);
    expect_sound(forged);
}

TEST_F(FactsOfAnAct, WithAnotherValueAreFound) {
    add("below", target("40"), "target", 0, 2);
    add("above", share("30"), "target", 1, 2);
    expect_found(forged, "position 6 is a fact of an act from which it does not follow");
}

TEST_F(FactsOfAnAct, WithAnotherTimeAreFound) {
    add("below", target("40"), "target", 0, 2);
    add("above", share("40"), "target", 1, 2, [](Record& r) { r.effective -= 1h; });
    expect_found(forged, "position 6 is not the next fact of an act");
}

TEST_F(FactsOfAnAct, AboutSomebodyElseAreFound) {
    add("below", target("40"), "target", 0, 2);
    add("above", share("40"), "target", 1, 2, [](Record& r) { r.subjects = {{"budi"}}; });
    const auto ledger = forged.open();
    ASSERT_FALSE(ledger);
    EXPECT_NE(ledger.error().detail.find("filed under other persons"), std::string::npos);
}

TEST_F(FactsOfAnAct, ThatWereLeftOutAreFound) {
    add("below", target("40"), "target");
    expect_found(forged, "position 5 begins an act of 1 facts, of which the rules give 2");
}

// A sanction that is decided for six months, and reaches the person's stream for `months`.
void sanction(ForgedLedger& forged, std::uint32_t months) {
    discipline::SanctionDecided decided;
    decided.subject = {"budi"};
    decided.months = 6;
    const auto fact = [&](const StreamId& stream, const Event& event, std::uint16_t index) {
        Act made = agency_act("sanction");
        made.stream = stream;
        made.event = event;
        forged.add(made, [&](Record& r) {
            r.subjects = {decided.subject};
            r.fact_index = index, r.fact_count = 2;
        });
    };
    const sanctions::Imposed imposed{{"hd-1"}, decided.code, months, {}};
    fact({"case/hd-1"}, discipline::Event(decided), 0);
    fact(sanctions::stream_for(decided.subject), sanctions::Event(imposed), 1);
}

TEST(Verify, FindsAnotherSanctionThanTheOneThatWasDecided) {
    ForgedLedger sound;
    sanction(sound, 6);
    expect_sound(sound);
    ForgedLedger forged;
    sanction(forged, 12);
    expect_found(forged, "position 2 is a fact of an act from which it does not follow");
}

// The decision of an objection orders a value of December to be 90; the report gets `now`.
void objection(ForgedLedger& forged, const char* now) {
    const PersonId budi{"budi"};
    const StreamId rated{"evaluation/p1/2025"};
    const auto fact = [&](const std::string& act,
                          const StreamId& stream,
                          const Event& event,
                          std::uint16_t index,
                          std::uint16_t count) {
        Act made = agency_act(act);
        made.stream = stream;
        made.event = event;
        forged.add(made, [&](Record& r) {
            r.subjects = {budi};
            r.fact_index = index, r.fact_count = count;
        });
    };
    plan::Drafted drafted;
    drafted.subject = budi;
    fact("plan", {"plan/p1"}, plan::Event(drafted), 0, 1);
    const Value was{.numerator = Decimal::parse("80")};
    evaluation::ObjectionDecided decided;
    decided.corrections.push_back(
        {.month = Period::month(2025, 12),
         .indicator = {"I2"},
         .was = was,
         .now = {.numerator = Decimal::parse("90")}}
    );
    fact("decision", rated, evaluation::Event(decided), 0, 2);
    report::ValueCorrected corrected;
    corrected.indicator = {"I2"};
    corrected.was = was;
    corrected.now.numerator = Decimal::parse(now);
    corrected.cause = rated;
    fact("decision", {"report/p1/2025-12"}, report::Event(corrected), 1, 2);
}

TEST(Verify, FindsAnotherCorrectionThanTheOneThatWasOrdered) {
    ForgedLedger sound;
    objection(sound, "90");
    expect_sound(sound);
    ForgedLedger forged;
    objection(forged, "99");
    expect_found(forged, "position 3 is a fact of an act from which it does not follow");
}

TEST_F(FactsOfAnAct, ThatComeByThemselvesAreFound) {
    add("below", target("40"), "target", 0, 2);
    add("above", share("40"), "target", 1, 2);
    add("above", share("50"), "share");
    expect_found(forged, "position 7 is an act that nobody can ask for");
}

// What nobody did, hung on what somebody has signed.
TEST_F(FactsOfAnAct, ThatTheOperatorAddsAreFound) {
    add("below", target("40"), "target", 0, 3);
    add("above", share("40"), "target", 1, 3);
    add("above", indicator::Event(indicator::Retired{}), "target", 2, 3);
    expect_found(forged, "position 7 is a fact of an act from which it does not follow");
}

// The index cannot be made of such records, so the ledger is not even opened.
TEST(Verify, RecordsThatDoNotFollowOneAnotherAreRefused) {
    const auto expect_refused = [](const std::function<void(Record&)>& change) {
        ForgedLedger forged;
        forged.add(agency_act("pauh"));
        forged.add(agency_act("pauh"), change);
        const auto ledger = forged.open();
        ASSERT_FALSE(ledger);
        EXPECT_EQ(ledger.error().kind, Fault::Kind::corrupt);
        EXPECT_NE(ledger.error().detail.find("position 2 does not follow"), std::string::npos)
            << ledger.error().detail;
    };
    expect_refused([](Record& r) { r.previous = {}; });
    expect_refused([](Record& r) { r.version = 3; });
    expect_refused([](Record& r) { r.version = 1; });
}

// --- A stream of several records

class ReadOfAStream : public testing::Test {
protected:
    ReadOfAStream() {
        for (int i = 1; i <= 6; ++i) {
            forged.add(agency_act("pauh", "Dinas " + std::to_string(i)), [&](Record& r) {
                r.provenance.id = std::to_string(i);
            });
        }
        ledger = forged.open().value();
    }
    ForgedLedger forged;
    std::unique_ptr<Ledger> ledger;
    const StreamId stream{"agency/pauh"};
};

TEST_F(ReadOfAStream, GoesInPages) {
    for (std::uint64_t from = 0; from < 9; ++from) {
        const auto page = ledger->stream(stream, from, 2, Closed::withhold);
        ASSERT_TRUE(page) << page.error().detail;
        const std::uint64_t first = std::max<std::uint64_t>(from, 1);
        EXPECT_EQ(page->size(), first > 6 ? 0U : std::min<std::size_t>(2, 7 - first)) << from;
        for (std::size_t i = 0; i < page->size(); ++i) {
            EXPECT_EQ((*page)[i].record.version, first + i);
        }
    }
    EXPECT_TRUE(ledger->stream(stream, ~0ULL, 2, Closed::withhold)->empty());
    EXPECT_TRUE(ledger->stream(stream, 3, 0, Closed::withhold)->empty());
    const StatesAt past(*ledger, Position{4});
    EXPECT_EQ(past.get<agency::Kind>(stream).title, "Dinas 3");
    EXPECT_FALSE(past.failed());
}

TEST_F(ReadOfAStream, ThatTheIndexLeadsAstrayIsRefused) {
    const auto path = Index::directory_in(forged.path() / "rows");
    ledger.reset();
    {
        const auto index = Index::open(path).value();
        Record wrong;
        wrong.stream = stream;
        wrong.version = 4;
        wrong.fact_index = 1;
        IndexRows rows;
        rows.add(wrong, Position{3}, std::nullopt);  // it is at 4
        ASSERT_TRUE(index->add(std::move(rows), index->size()));
        ASSERT_TRUE(index->flush());
    }
    const tests::HandClock clock;
    ledger = Ledger::open(forged.path(), clock, {}).value();
    EXPECT_TRUE(ledger->stream(stream, 1, 3, Closed::withhold));
    EXPECT_FALSE(ledger->stream(stream, 1, 4, Closed::withhold));
    EXPECT_FALSE(ledger->stream(stream, 4, 1, Closed::withhold));
    EXPECT_FALSE(ledger->stream(stream, 5, 1, Closed::withhold)) << "version 4 is not before it";
    EXPECT_TRUE(ledger->stream(stream, 6, 1, Closed::withhold));
}

// --- One pack changed behind the ledger's back

class ChangedPack : public testing::Test {
protected:
    // 300 agencies one to a group, so that opening does not look at the first ones.
    ChangedPack() {
        for (int i = 0; i < 300; ++i) forged.add(agency_act("a" + std::to_string(i)));
        forged.open(1)->reset();
    }

    void expect_found(const std::string& words) {
        const auto ledger = Ledger::open(forged.path(), clock, {});
        ASSERT_TRUE(ledger) << ledger.error().detail;
        const auto findings = verify(**ledger, forged.scratch(), {}, {});
        ASSERT_TRUE(findings);
        ASSERT_FALSE(findings->problems.empty());
        EXPECT_NE(findings->problems.front().find(words), std::string::npos)
            << findings->problems.front();
    }

    // Another record in the same place, that decodes as well as the right one.
    void swap_title(Position position) {
        forge_pack(forged.path(), position, [](auto& events, std::size_t at) {
            auto& record = events[at].record;
            const std::string from = "Dinas";
            const auto found = std::ranges::search(record, from);
            ASSERT_FALSE(found.empty());
            *found.begin() = 'L';
        });
    }

    ForgedLedger forged;
    tests::HandClock clock;
};

TEST_F(ChangedPack, VerifyFindsAnotherRecord) {
    swap_title(Position{7});
    expect_found("position 7 ends a group whose root is not that of its records");
}

TEST_F(ChangedPack, VerifyFindsAnotherRoot) {
    forge_pack(forged.path(), Position{7}, [](auto&, std::size_t) {}, Digest{{1}});
    expect_found("position 7 ends a group whose root is not that of its records");
}

TEST_F(ChangedPack, VerifyFindsAPartThatIsTooMany) {
    forge_pack(forged.path(), Position{7}, [](auto& events, std::size_t at) {
        events[at].parts = {1, 0, 0, 0, 9};
    });
    expect_found("position 7 does not have the closed parts that it names");
}

// Every way of reading a record: in a whole tile, and in the last one.
class ReadOfAChangedPack : public ChangedPack, public testing::WithParamInterface<std::uint64_t> {};

INSTANTIATE_TEST_SUITE_P(Ledger, ReadOfAChangedPack, testing::Values(7U, 290U));

TEST_P(ReadOfAChangedPack, IsRefused) {
    const Position position{GetParam()};
    const Position behind = next(position);
    swap_title(position);
    const auto ledger = Ledger::open(forged.path(), clock, {});
    ASSERT_TRUE(ledger) << ledger.error().detail;
    const Ledger& book = **ledger;
    const StreamId stream{"agency/a" + std::to_string(GetParam() - 1)};
    EXPECT_FALSE(book.entry(position, Closed::withhold));
    EXPECT_FALSE(book.entries(Position{GetParam() - 1}, 2, Closed::withhold));
    EXPECT_FALSE(book.entries_at({position}, Closed::withhold));
    EXPECT_FALSE(book.stream(stream, 1, 10, Closed::withhold));
    EXPECT_FALSE(book.recorded_at(behind));
    const StatesAt past(book, position);
    EXPECT_FALSE(past.get<agency::Kind>(stream).registered);
    EXPECT_TRUE(past.failed());
    const Position elsewhere{GetParam() == 7U ? 290U : 7U};
    EXPECT_TRUE(book.entry(elsewhere, Closed::withhold)) << "the rest can still be read";
}

}  // namespace
