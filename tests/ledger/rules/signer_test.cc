// A person's keys, and what he says of the acts in his name.

#include "ledger/rules/signer.h"

#include "tests/support/book.h"

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace ledger;
using namespace ledger::signer;
using tests::at;
using tests::Book;
using tests::by;
using tests::Code;
using tests::words;

class SignerTest : public ::testing::Test {
protected:
    static KeyAnnounced key(std::string id, bool signs_all = false) {
        return {{std::move(id)}, Algorithm::ed25519, std::string(43, 'A'), signs_all};
    }
    tests::Told announce(const KeyAnnounced& act, const Actor& actor) {
        return book.when(stream, signer::Event(act), actor, now);
    }
    tests::Told say(const signer::Event& act, const Actor& actor) {
        return book.when(stream, act, actor, now);
    }
    // Something in a person's name; what it is called.
    ActName done_by(const Actor& actor) {
        ActName name = Book::name_of(book.size());
        book.given({"agency/pauh"}, agency::Event(agency::Registered{.title = "P"}), actor, now);
        return name;
    }
    State state() const { return book.state<Kind>(stream); }

    const StreamId stream{"signer/budi"};
    const Actor budi = by("budi", Role::rater);
    const Actor siti = by("siti", Role::performance_team);
    const Actor inspector = by("irban", Role::inspector);
    const Instant now = at("2026-01-05");
    Book book;
};

TEST_F(SignerTest, TheFirstKeySignsForItselfAndAFurtherOneIsSignedWithIt) {
    book.sign_with("laptop");
    announce(key("laptop"), budi).then_recorded();
    announce(key("phone"), budi).then_recorded();
    EXPECT_NE(key_in_force(state(), {"laptop"}), nullptr);
    EXPECT_NE(key_in_force(state(), {"phone"}), nullptr);
    EXPECT_EQ(key_in_force(state(), {"other"}), nullptr);
    EXPECT_FALSE(must_sign(state(), now, false));
}

TEST_F(SignerTest, WhatMaySign) {
    const signer::Event first(key("laptop"));
    EXPECT_TRUE(key_for({}, &first, {"laptop"})) << "the first one signs for itself";
    EXPECT_FALSE(key_for({}, &first, {"other"}));
    EXPECT_FALSE(key_for({}, nullptr, {"laptop"}));
    book.sign_with("laptop");
    announce(key("laptop"), budi).then_recorded();
    EXPECT_TRUE(key_for(state(), nullptr, {"laptop"}));
    const signer::Event second(key("phone"));
    EXPECT_TRUE(key_for(state(), &second, {"laptop"}));
    EXPECT_FALSE(key_for(state(), &second, {"phone"})) << "nobody else may bring one in";
}

TEST_F(SignerTest, OnlyHeHimselfAnnouncesAKeyAndSignsThat) {
    announce(key("laptop"), budi).then_rejected(Code::auth);
    book.sign_with("laptop");
    announce(key("laptop"), siti).then_rejected(Code::auth);
    Actor deputy = budi;
    deputy.on_behalf_of = {"siti"};
    deputy.mandate = "SK 1";
    announce(key("laptop"), deputy).then_rejected(Code::auth);
}

TEST_F(SignerTest, AKeyIsOfItsAlgorithmsSizeAndItsNameIsNew) {
    book.sign_with("laptop");
    KeyAnnounced bad = key("laptop");
    bad.algorithm = Algorithm::es256;
    announce(bad, budi).then_rejected(Code::shape);
    bad.key = std::string(86, 'A');
    announce(bad, budi).then_recorded();
    announce(key("laptop"), budi).then_rejected(Code::state);
    bad.id = {"x"};
    bad.key[3] = '=';
    announce(bad, budi).then_rejected(Code::shape);
    announce(key("a b"), budi).then_rejected(Code::shape);
    for (std::size_t i = 1; i < keys_max; ++i) {
        announce(key("k" + std::to_string(i)), budi).then_recorded();
    }
    announce(key("one-too-many"), budi).then_rejected(Code::state);
    // Who takes so many in his name does not keep him from a key of his own.
    say(KeyRevoked{{"k1"}, words("bukan punya saya")}, siti).then_recorded();
    announce(key("one-more"), budi).then_recorded();
}

TEST_F(SignerTest, OnceHeSaysSoEverythingMustBeSigned) {
    book.sign_with("laptop");
    announce(key("laptop", true), budi).then_recorded();
    EXPECT_TRUE(must_sign(state(), now, false));
    EXPECT_TRUE(must_sign(state(), at("2020-01-01"), false));
    EXPECT_FALSE(must_sign(state(), at("2020-01-01"), true)) << "brought in from before";
    EXPECT_TRUE(must_sign(state(), now, true));
    say(KeyRevoked{{"laptop"}, words("hilang")}, siti).then_recorded();
    EXPECT_TRUE(must_sign(state(), now, false)) << "a key that is gone frees nobody's hand";
    book.sign_with("new");
    announce(key("new"), budi).then_recorded();
    EXPECT_TRUE(must_sign(state(), now, false)) << "nor does one that anybody could have made";
    announce(key("newer"), budi).then_recorded();
    EXPECT_FALSE(must_sign(state(), now, false)) << "he says otherwise, with a key that he has";
}

TEST_F(SignerTest, AKeyOfOneWhoWasForgottenIsRevokedWithoutWords) {
    book.sign_with("laptop");
    announce(key("laptop"), budi).then_recorded();
    say(KeyRevoked{{"laptop"}, {}}, siti).then_rejected(Code::shape);
    book.given(privacy::stream_of({"budi"}), privacy::Event(privacy::Forgotten{}), siti, now);
    say(KeyRevoked{{"laptop"}, {}}, siti).then_recorded();
}

TEST_F(SignerTest, AKeyIsRevokedByItsOwnerOrForHim) {
    book.sign_with("laptop");
    announce(key("laptop"), budi).then_recorded();
    announce(key("phone"), budi).then_recorded();
    say(KeyRevoked{{"laptop"}, {}}, budi).then_rejected(Code::shape);
    say(KeyRevoked{{"other"}, words("hilang")}, budi).then_rejected(Code::state);
    say(KeyRevoked{{"laptop"}, words("hilang")}, by("tono", Role::pegawai))
        .then_rejected(Code::auth);
    say(KeyRevoked{{"laptop"}, words("hilang")}, budi).then_recorded();
    say(KeyRevoked{{"laptop"}, words("hilang")}, budi).then_rejected(Code::state);
    say(KeyRevoked{{"phone"}, words("hilang")}, siti).then_recorded();
    EXPECT_EQ(key_in_force(state(), {"laptop"}), nullptr);
    const signer::Event again(key("new"));
    EXPECT_TRUE(key_for(state(), &again, {"new"})) << "he begins anew";
}

TEST_F(SignerTest, HeContestsAnActInHisName) {
    const ActName his = done_by(budi);
    const ActName not_his = done_by(siti);
    say(Contested{his, {}}, budi).then_rejected(Code::shape);
    say(Contested{not_his, words("bukan saya")}, budi).then_rejected(Code::state);
    say(Contested{Book::name_of(Position{99}), words("bukan saya")}, budi)
        .then_rejected(Code::state);
    say(Contested{his, words("bukan saya")}, siti).then_rejected(Code::auth);
    say(Contested{his, words("bukan saya")}, budi).then_recorded();
    say(Contested{his, words("bukan saya")}, budi).then_rejected(Code::state);
    ASSERT_EQ(state().contests.size(), 1U);
    EXPECT_EQ(state().contests[0].standing, Standing::open);
}

// Else whoever runs the ledger could contest in his name, have that dismissed, and so silence him.
TEST_F(SignerTest, WhatHeSignsTakesThePlaceOfAContestThatNobodySigned) {
    const ActName his = done_by(budi);
    say(Contested{his, words("dibuat orang lain")}, budi).then_recorded();
    say(ContestAnswered{his, false, words("tidak benar")}, inspector).then_recorded();
    say(Contested{his, words("bukan saya")}, budi).then_rejected(Code::state);
    book.sign_with("laptop");
    say(Contested{his, words("bukan saya")}, budi).then_recorded();
    ASSERT_EQ(state().contests.size(), 1U);
    EXPECT_EQ(state().contests.front().standing, Standing::open);
    EXPECT_TRUE(state().contests.front().is_signed);
    say(Contested{his, words("bukan saya")}, budi).then_rejected(Code::state);
    book.sign_with("");
    say(Contested{his, words("lupakan saja")}, budi).then_rejected(Code::state);
}

TEST_F(SignerTest, SoDoesItOfOneThatAKeySignedWhichWasTakenAway) {
    const ActName his = done_by(budi);
    book.sign_with("stolen");
    announce(key("stolen"), budi).then_recorded();
    say(Contested{his, words("ditulis pencuri")}, budi).then_recorded();
    say(ContestAnswered{his, false, words("tidak benar")}, inspector).then_recorded();
    say(Contested{his, words("bukan saya")}, budi).then_rejected(Code::state);
    say(KeyRevoked{{"stolen"}, words("dicuri")}, siti).then_recorded();
    book.sign_with("laptop");
    announce(key("laptop"), budi).then_recorded();
    say(Contested{his, words("bukan saya")}, budi).then_recorded();
    EXPECT_EQ(state().contests.front().standing, Standing::open);
    say(Contested{his, words("bukan saya")}, budi).then_rejected(Code::state);
}

// What a deputy does on behalf of an office stands in both their names.
TEST_F(SignerTest, SoDoesHeOnWhoseBehalfItIs) {
    Actor deputy = siti;
    deputy.on_behalf_of = {"budi"};
    deputy.mandate = "SK 7";
    const ActName act = done_by(deputy);
    say(Contested{act, words("tidak pernah saya perintahkan")}, deputy).then_rejected(Code::auth);
    say(Contested{act, words("tidak pernah saya perintahkan")}, budi).then_recorded();
    book.when({"signer/siti"}, signer::Event(Contested{act, words("bukan saya")}), siti, now)
        .then_recorded();
}

TEST_F(SignerTest, TheInspectorateAnswersHim) {
    const ActName first = done_by(budi);
    const ActName second = done_by(budi);
    say(Contested{first, words("bukan saya")}, budi).then_recorded();
    say(Contested{second, words("bukan saya")}, budi).then_recorded();
    say(ContestAnswered{first, true, words("benar")}, siti).then_rejected(Code::auth);
    say(ContestAnswered{first, true, words("benar")}, by("budi", Role::inspector))
        .then_rejected(Code::self);
    Actor deputy = by("budi", Role::inspector);
    deputy.on_behalf_of = {"irban"};
    deputy.mandate = "SK 1";
    say(ContestAnswered{first, true, words("benar")}, deputy).then_rejected(Code::self);
    deputy = by("siti", Role::inspector);
    deputy.on_behalf_of = {"budi"};
    deputy.mandate = "SK 2";
    say(ContestAnswered{first, true, words("benar")}, deputy).then_rejected(Code::self);
    say(ContestAnswered{first, true, {}}, inspector).then_rejected(Code::shape);
    say(ContestAnswered{Book::name_of(Position{99}), true, words("benar")}, inspector)
        .then_rejected(Code::state);
    say(ContestAnswered{first, true, words("benar")}, inspector).then_recorded();
    say(ContestAnswered{first, true, words("benar")}, inspector).then_rejected(Code::state);
    say(ContestAnswered{second, false, words("tidak")}, inspector).then_recorded();
    EXPECT_EQ(state().contests[0].standing, Standing::upheld);
    EXPECT_EQ(state().contests[1].standing, Standing::dismissed);
}

TEST_F(SignerTest, NobodyContestsWithoutEnd) {
    for (std::size_t i = 0; i < contests_max; ++i) {
        const ActName act = done_by(budi);
        book.given(stream, signer::Event(Contested{act, words("x")}), budi, now, {{"budi"}});
    }
    say(Contested{done_by(budi), words("x")}, budi).then_rejected(Code::state);
    book.sign_with("laptop");
    say(Contested{done_by(budi), words("x")}, budi).then_recorded();
}

}  // namespace
