// Whose act it is: signed acts are checked and kept, and an act that nobody performed is caught.

#include "ledger/attestation.h"

#include "ledger/jws.h"
#include "ledger/verify.h"
#include "tests/support/forged_ledger.h"
#include "tests/support/signing_person.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <string>

namespace {

using namespace ledger;
using signer::Algorithm;
using tests::agency_act;
using tests::by;
using tests::ForgedLedger;
using tests::SigningPerson;

const Actor budi = by("budi", Role::head);

// What an app of budi's would submit: here the name of an act stands for the bytes of its event.
class Acts {
public:
    // `act` in his name, signed with `key`.
    Act signed_by(const SigningPerson& key, Act act) {
        act.actor = budi;
        payloads_.insert_or_assign(act.provenance.id, act);
        act.submitted = key.sign(act.provenance.id);
        return act;
    }
    Act announcement(const SigningPerson& key, const SigningPerson& with, bool signs_all = false) {
        Act act;
        act.stream = signer::stream_of(budi.person);
        act.event = signer::Event(key.announcement(signs_all));
        act.provenance = {.source = "urn:test", .id = "key-" + key.kid()};
        return signed_by(with, std::move(act));
    }
    // What was signed says so.
    void meant_for(const std::string& id, const std::string& origin) {
        payloads_.at(id).for_ledger = origin;
    }
    [[nodiscard]] ReadSigned reader() const {
        return [this](std::string_view payload) -> std::optional<Act> {
            const auto found = payloads_.find(std::string(payload));
            if (found == payloads_.end()) return std::nullopt;
            return found->second;
        };
    }

private:
    std::map<std::string, Act> payloads_;
};

Act unsigned_act(const std::string& id) {
    Act act = agency_act(id);
    act.actor = budi;
    return act;
}

class AttestationTest : public ::testing::Test {
protected:
    AttestationTest() {
        LedgerOptions options;
        options.found = origin::Founded{.origin = "test.example"};
        ledger_ = *Ledger::open(directory_.path() / "ledger", clock_, std::move(options));
    }
    Outcome record(Act act) {
        std::vector<Act> acts;
        acts.push_back(std::move(act));
        return ledger::record(ledger_->writer(), std::move(acts))->front();
    }
    Position recorded(Act act) {
        const Outcome outcome = record(std::move(act));
        if (const auto* no = std::get_if<Rejection>(&outcome)) ADD_FAILURE() << no->detail.en;
        return std::get<Recorded>(outcome).first;
    }
    void expect_refused(Act act, Rejection::Code code) {
        const Outcome outcome = record(std::move(act));
        ASSERT_TRUE(std::holds_alternative<Rejection>(outcome));
        EXPECT_EQ(name_of(std::get<Rejection>(outcome).code), name_of(code));
    }
    Record at(Position position) { return (*ledger_->entry(position, Closed::open))->record; }
    void expect_sound() {
        const auto findings = verify(*ledger_, directory_.path() / "scratch", acts_.reader(), {});
        ASSERT_TRUE(findings) << findings.error().detail;
        for (const std::string& problem : findings->problems) ADD_FAILURE() << problem;
    }

    tests::TemporaryDirectory directory_;
    tests::HandClock clock_;
    std::unique_ptr<Ledger> ledger_;
    Acts acts_;
    SigningPerson laptop_{"laptop", Algorithm::ed25519};
    SigningPerson phone_{"phone", Algorithm::es256};
};

TEST_F(AttestationTest, ASignedActIsKeptAsItWasSigned) {
    recorded(acts_.announcement(laptop_, laptop_));
    recorded(acts_.announcement(phone_, laptop_));
    const Act act = acts_.signed_by(phone_, agency_act("pauh"));
    const Record record = at(recorded(act));
    EXPECT_EQ(record.provenance.signed_with, KeyId{"phone"});
    EXPECT_EQ(ClosedWords::of(record.submitted), act.submitted);
    const Record other = at(recorded(unsigned_act("tilatang")));
    EXPECT_TRUE(other.provenance.signed_with.empty());
    EXPECT_TRUE(other.submitted.empty());
    expect_sound();
}

// It is about nobody; so it is kept under the key of him who signed it.
TEST_F(AttestationTest, WhatIsSignedIsClosed) {
    recorded(acts_.announcement(laptop_, laptop_));
    const Position position = recorded(acts_.signed_by(laptop_, agency_act("pauh")));
    const Record withheld = (*ledger_->entry(position, Closed::withhold))->record;
    EXPECT_EQ(ClosedWords::of(withheld.submitted), "");
    EXPECT_FALSE(withheld.submitted.empty());
    EXPECT_TRUE(*ledger_->index().key_slot(budi.person));
}

TEST_F(AttestationTest, ASignatureThatIsNotHisIsRefused) {
    recorded(acts_.announcement(laptop_, laptop_));
    const Act honest = acts_.signed_by(laptop_, agency_act("pauh"));
    Act act = honest;
    act.submitted.back() = act.submitted.back() == 'A' ? 'B' : 'A';
    expect_refused(act, Rejection::Code::auth);
    act.submitted = "no JWS";
    expect_refused(act, Rejection::Code::auth);
    expect_refused(acts_.signed_by(phone_, agency_act("pauh")), Rejection::Code::auth);
    const SigningPerson impostor("laptop", Algorithm::ed25519);
    expect_refused(acts_.signed_by(impostor, agency_act("pauh")), Rejection::Code::auth);
    act = honest;
    act.actor = by("siti", Role::head);
    expect_refused(act, Rejection::Code::auth);
    recorded(honest);
    expect_sound();
}

TEST_F(AttestationTest, WithARevokedKeyNothingIsSignedAnyMore) {
    recorded(acts_.announcement(laptop_, laptop_));
    recorded(acts_.signed_by(laptop_, agency_act("pauh")));
    Act revoke;
    revoke.stream = signer::stream_of(budi.person);
    revoke.event = signer::Event(signer::KeyRevoked{{"laptop"}, tests::words("hilang")});
    revoke.actor = budi;
    revoke.provenance = {.source = "urn:test", .id = "revoke"};
    recorded(revoke);
    expect_refused(acts_.signed_by(laptop_, agency_act("tilatang")), Rejection::Code::auth);
    expect_sound();
}

TEST_F(AttestationTest, WhoSignsEverythingDoesNothingUnsigned) {
    recorded(unsigned_act("before"));
    recorded(acts_.announcement(laptop_, laptop_, true));
    expect_refused(unsigned_act("pauh"), Rejection::Code::auth);
    recorded(acts_.signed_by(laptop_, agency_act("pauh")));
    recorded(agency_act("of-somebody-else"));
    expect_sound();
}

// He must not be told that it was recorded when only somebody's unsigned copy of it was.
TEST_F(AttestationTest, ASignedActIsNoDuplicateOfAnUnsignedOne) {
    recorded(acts_.announcement(laptop_, laptop_));
    recorded(unsigned_act("pauh"));
    expect_refused(acts_.signed_by(laptop_, agency_act("pauh")), Rejection::Code::idempotency);
    Act of_siti = agency_act("tilatang");
    of_siti.actor = by("siti", Role::head);
    recorded(of_siti);
    expect_refused(acts_.signed_by(laptop_, agency_act("tilatang")), Rejection::Code::idempotency);
    const Act honest = acts_.signed_by(laptop_, agency_act("agam"));
    recorded(honest);
    EXPECT_TRUE(std::holds_alternative<Duplicate>(record(honest)));
}

TEST_F(AttestationTest, AFirstKeyThatAnotherSignsIsRefused) {
    expect_refused(acts_.announcement(laptop_, phone_), Rejection::Code::auth);
    recorded(acts_.announcement(laptop_, laptop_));
    expect_refused(acts_.announcement(phone_, phone_), Rejection::Code::auth);
}

// A key that can sign nothing is not announced: he would find out when he needs it.
TEST_F(AttestationTest, WhatIsNoKeyIsNotAnnounced) {
    recorded(acts_.announcement(laptop_, laptop_));
    Act act = acts_.announcement(phone_, laptop_);
    auto& announced = std::get<signer::KeyAnnounced>(std::get<signer::Event>(act.event));
    const std::string right = announced.key;
    for (const std::string& wrong : {std::string(86, 'A'), right.substr(0, 85) + 'B'}) {
        announced.key = wrong;
        expect_refused(act, Rejection::Code::shape);
    }
    announced.key = right;
    recorded(act);
    const SigningPerson tablet("tablet", Algorithm::ed25519);
    Act other = acts_.announcement(tablet, laptop_);
    auto& of_tablet = std::get<signer::KeyAnnounced>(std::get<signer::Event>(other.event));
    of_tablet.key = of_tablet.key.substr(0, 42) + 'B';  // bits that no byte has
    expect_refused(other, Rejection::Code::shape);
}

TEST_F(AttestationTest, HeContestsWhatIsInHisNameInTheSameGroupToo) {
    Act contest;
    contest.stream = signer::stream_of(budi.person);
    contest.actor = budi;
    const auto contested = [&](const Act& act, const std::string& id) {
        const ActName name{act.provenance.source, act.provenance.id};
        contest.event = signer::Event(signer::Contested{name, tests::words("bukan saya")});
        contest.provenance = {.source = "urn:test", .id = id};
        return contest;
    };
    recorded(unsigned_act("pauh"));
    recorded(contested(unsigned_act("pauh"), "c1"));
    std::vector<Act> acts{unsigned_act("b"), contested(unsigned_act("b"), "c2")};
    const auto both = ledger::record(ledger_->writer(), std::move(acts));
    for (const Outcome& outcome : *both) {
        EXPECT_TRUE(std::holds_alternative<Recorded>(outcome));
    }
    recorded(agency_act("c"));
    expect_refused(contested(agency_act("c"), "c3"), Rejection::Code::state);
    expect_refused(contested(unsigned_act("nothing"), "c4"), Rejection::Code::state);
    expect_sound();
}

// --- "Record an act that nobody performed"

class ForgedActTest : public ::testing::Test {
public:  // for a test that tells several stories
    // As a writer would record it that asks nobody.
    void add(const Act& act, const std::function<void(Record&)>& change = {}) {
        forged_.add(act, [&](Record& record) {
            if (act.stream.kind() == "signer") record.subjects = {budi.person};
            if (!act.submitted.empty()) {
                record.provenance.signed_with = Jws::parse(act.submitted)->key;
                record.submitted = ClosedWords::make(act.submitted);
            }
            if (change) change(record);
        });
    }
    void TestBody() override {}
    std::string found() {
        const auto ledger = forged_.open();
        if (!ledger) return ledger.error().detail;
        const auto findings = verify(**ledger, forged_.scratch(), acts_.reader(), {});
        return findings->problems.empty() ? "nothing" : findings->problems.front();
    }

    ForgedLedger forged_;
    Acts acts_;
    SigningPerson laptop_{"laptop", Algorithm::ed25519};
};

TEST_F(ForgedActTest, HonestOnesAreSound) {
    add(acts_.announcement(laptop_, laptop_, true));
    const Act act = acts_.signed_by(laptop_, agency_act("pauh"));
    add(act);
    acts_.meant_for(act.provenance.id, "forged.example");
    EXPECT_EQ(found(), "nothing");
}

TEST_F(ForgedActTest, InTheNameOfOneWhoSignsEverything) {
    add(acts_.announcement(laptop_, laptop_, true));
    add(unsigned_act("pauh"));
    EXPECT_EQ(
        found(),
        "the record at position 2 is in the name of budi, who signs everything, and is not signed"
    );
}

TEST_F(ForgedActTest, WithAKeyThatTheOperatorHasMadeUp) {
    add(acts_.announcement(laptop_, laptop_));
    const SigningPerson impostor("laptop", Algorithm::ed25519);
    add(acts_.signed_by(impostor, agency_act("pauh")));
    EXPECT_EQ(found(), "the record at position 2 is not signed by budi, in whose name it is");
}

TEST_F(ForgedActTest, ThatHeSignedForAnotherLedger) {
    add(acts_.announcement(laptop_, laptop_));
    const Act act = acts_.signed_by(laptop_, agency_act("pauh"));
    add(act);
    acts_.meant_for(act.provenance.id, "elsewhere.example");
    EXPECT_EQ(found(), "the record at position 2 does not say what budi has signed");
}

TEST_F(ForgedActTest, WithTheSignatureOfAnotherAct) {
    add(acts_.announcement(laptop_, laptop_));
    const Act honest = acts_.signed_by(laptop_, agency_act("pauh"));
    add(honest);
    Act forged = agency_act("tilatang");
    forged.actor = budi;
    forged.submitted = honest.submitted;
    add(forged);
    EXPECT_EQ(found(), "the record at position 3 does not say what budi has signed");
}

TEST_F(ForgedActTest, WithOtherWordsThanHeHasSigned) {
    add(acts_.announcement(laptop_, laptop_));
    Act act = acts_.signed_by(laptop_, agency_act("pauh", "Dinas Kesehatan"));
    act.event = agency::Event(agency::Registered{.title = "Dinas Pendidikan"});
    add(act);
    EXPECT_EQ(found(), "the record at position 2 does not say what budi has signed");
}

// Whatever of the envelope he has signed.
TEST_F(ForgedActTest, WithAnotherEnvelopeThanHeHasSigned) {
    const std::function<void(Record&)> changes[] = {
        [](Record& r) { r.actor.role = Role::performance_team; },
        [](Record& r) { r.effective_given = true; },
        [](Record& r) { r.provenance.source = "urn:other"; },
        [](Record& r) { r.provenance.id = "other"; },
        [](Record& r) { r.provenance.migration = "SK 1"; },
        [](Record& r) { r.provenance.correlation = "c"; },
        [](Record& r) { r.provenance.causation = "c"; },
        [](Record& r) { r.provenance.channel = Channel::web; },
    };
    for (const auto& change : changes) {
        ForgedActTest other;
        other.add(other.acts_.announcement(other.laptop_, other.laptop_));
        other.add(other.acts_.signed_by(other.laptop_, agency_act("pauh")), change);
        EXPECT_EQ(other.found(), "the record at position 2 does not say what budi has signed");
    }
}

TEST_F(ForgedActTest, OnAnotherVersionThanHeHasSigned) {
    add(acts_.announcement(laptop_, laptop_));
    Act act = agency_act("pauh");
    act.expected_version = 5;
    add(acts_.signed_by(laptop_, act));
    EXPECT_EQ(found(), "the record at position 2 does not say what budi has signed");
}

// As if what he signed had gone with a key.
TEST_F(ForgedActTest, WithNothingThatWasSigned) {
    add(acts_.announcement(laptop_, laptop_));
    add(acts_.signed_by(laptop_, agency_act("pauh")),
        [](Record& r) { r.submitted = ClosedWords::withheld(300); });
    EXPECT_EQ(found(), "the record at position 2 is not signed by budi, in whose name it is");
}

TEST_F(ForgedActTest, WithAKeyThatSomebodyElseAnnounced) {
    Act act = acts_.announcement(laptop_, laptop_);
    act.actor = by("siti", Role::performance_team);
    add(act);
    EXPECT_NE(found().find("is not signed by siti"), std::string::npos) << found();
}

}  // namespace
