#include "ledger/rules/origin.h"

#include "tests/support/book.h"

#include <gtest/gtest.h>

#include <string>

namespace tests {
namespace {

using namespace ledger;
using origin::Founded;

const Actor founder = by("installer", Role::operator_);
using origin::KeyRotated;

// A name and something that could be a key: the rules look no further.
std::string key_of(const std::string& origin, const std::string& key = "530d903a+AekyeRrm") {
    return origin + "+" + key;
}

const Founded real{.origin = "pauh.example/jejak", .key = key_of("pauh.example/jejak")};
const Founded simulated{
    .origin = "simulated.pauh.example",
    .simulated_clock = true,
    .seeded = true,
    .key = key_of("simulated.pauh.example"),
};

TEST(Origin, IsTheFirstRecord) {
    Book book;
    book.when(origin::stream(), real, founder, at("2025-01-02"))
        .then({{origin::stream(), origin::Event(real), {}}});
    const auto state = book.state<origin::Kind>(origin::stream());
    EXPECT_TRUE(state.founded);
    EXPECT_EQ(state.fact, real);
}

TEST(Origin, IsFoundedOnce) {
    Book book;
    book.given(origin::stream(), real, founder, at("2025-01-02"));
    book.when(origin::stream(), real, founder, at("2025-01-02")).then_rejected(Code::state);
}

TEST(Origin, IsNotFoundedAfterAnotherRecord) {
    Book book;
    const AgencyId pauh{"pauh"};
    book.given(stream_of(pauh), agency::Registered{.title = "Pauh"}, founder, at("2025-01-02"));
    book.when(origin::stream(), real, founder, at("2025-01-02")).then_rejected(Code::state);
}

TEST(Origin, HasOneStreamOnly) {
    Book book;
    book.when({"origin/another"}, real, founder, at("2025-01-02")).then_rejected(Code::state);
}

TEST(Origin, MustBeFitForTheFirstLineOfACheckpoint) {
    EXPECT_TRUE(origin::is_origin("pauh.example/jejak"));
    EXPECT_TRUE(origin::is_origin("!~"));
    EXPECT_TRUE(origin::is_origin(std::string(200, 'x')));
    EXPECT_FALSE(origin::is_origin(std::string(201, 'x')));
    EXPECT_FALSE(origin::is_origin(""));
    EXPECT_FALSE(origin::is_origin("pauh example"));
    EXPECT_FALSE(origin::is_origin("pauh+jejak"));
    EXPECT_FALSE(origin::is_origin("https://pauh.example"));
    EXPECT_FALSE(origin::is_origin("pauh\n12"));
    EXPECT_FALSE(origin::is_origin("pauh\x7f"));
    EXPECT_FALSE(origin::is_origin("pau\xc3\xa9"));

    Book book;
    Founded act = real;
    act.origin = "pauh+jejak";
    book.when(origin::stream(), act, founder, at("2025-01-02"))
        .then_rejected(Code::shape, "origin");
}

TEST(Origin, ASimulatedOneSaysSoAndNoOtherDoes) {
    for (const bool clock : {false, true}) {
        for (const bool seed : {false, true}) {
            Founded act = simulated;
            act.simulated_clock = clock;
            act.seeded = seed;
            Founded plain = real;
            plain.simulated_clock = clock;
            plain.seeded = seed;
            Book one;
            Book other;
            const auto labelled = one.when(origin::stream(), act, founder, at("2025-01-02"));
            const auto unlabelled = other.when(origin::stream(), plain, founder, at("2025-01-02"));
            if (clock || seed) {
                labelled.then_recorded();
                unlabelled.then_rejected(Code::shape, "origin");
            } else {
                labelled.then_rejected(Code::shape, "origin");
                unlabelled.then_recorded();
            }
        }
    }
}

TEST(Origin, KnowsOneFormat) {
    Book book;
    for (const std::uint32_t format : {0U, 2U}) {
        Founded act = real;
        act.format = format;
        book.when(origin::stream(), act, founder, at("2025-01-02"))
            .then_rejected(Code::shape, "format");
    }
}

TEST(Origin, NamesAKeyThatCarriesItsName) {
    for (const std::string key :
         {"",
          "pauh.example/jejak",
          "pauh.example/jejak+",
          "other.example+530d903a+AekyeRrm",
          "pauh.example/jejak+530d903a+Aeky eRrm"}) {
        Book book;
        Founded act = real;
        act.key = key;
        book.when(origin::stream(), act, founder, at("2025-01-02"))
            .then_rejected(Code::shape, "key");
    }
}

TEST(Origin, TakesAnotherKey) {
    Book book;
    book.given(origin::stream(), real, founder, at("2025-01-02"));
    const KeyRotated rotated{key_of(real.origin, "00000001+AekyeRrn")};
    book.when(origin::stream(), rotated, founder, at("2026-01-02")).then_recorded();
    const auto state = book.state<origin::Kind>(origin::stream());
    ASSERT_EQ(state.keys.size(), 2U);
    EXPECT_EQ(state.keys[0], (origin::Announced{real.key, Position{0}}));
    EXPECT_EQ(state.keys[1].key, rotated.key);
    EXPECT_EQ(state.fact, real);
}

TEST(Origin, TakesNoKeyTwiceNorAStrangers) {
    Book book;
    const KeyRotated next{key_of(real.origin, "00000001+AekyeRrn")};
    book.when(origin::stream(), next, founder, at("2025-01-02")).then_rejected(Code::state);
    book.given(origin::stream(), real, founder, at("2025-01-02"));
    book.when(origin::stream(), KeyRotated{real.key}, founder, at("2026-01-02"))
        .then_rejected(Code::state, "key");
    book.when(origin::stream(), KeyRotated{"other.example+1+A"}, founder, at("2026-01-02"))
        .then_rejected(Code::shape, "key");
    book.when(origin::stream(), next, by("head-1", Role::head), at("2026-01-02"))
        .then_rejected(Code::auth, "actorrole");
}

TEST(Origin, SaysThatEventsWereLost) {
    Book book;
    const origin::Truncated lost{
        .size = 70, .checkpoint = {}, .ordered_by = {"C"}, .reason = "Cakram rusak"
    };
    book.when(origin::stream(), lost, founder, at("2026-01-02")).then_rejected(Code::auth);
    book.given(origin::stream(), real, founder, at("2025-01-02"));
    book.when(origin::stream(), lost, by("C", Role::head), at("2026-01-02"))
        .then_rejected(Code::auth, "actorrole");
    auto bad = lost;
    bad.ordered_by = {};
    book.when(origin::stream(), bad, founder, at("2026-01-02"))
        .then_rejected(Code::shape, "orderedBy");
    bad = lost;
    bad.reason = " ";
    book.when(origin::stream(), bad, founder, at("2026-01-02"))
        .then_rejected(Code::no_reason, "reason");
    bad.reason = std::string(2001, 'x');
    book.when(origin::stream(), bad, founder, at("2026-01-02"))
        .then_rejected(Code::shape, "reason");
    bad = lost;
    bad.size = 1;
    book.when(origin::stream(), bad, founder, at("2026-01-02")).then_rejected(Code::shape, "size");
    bad.checkpoint = "other.example\n70\n";
    book.when(origin::stream(), bad, founder, at("2026-01-02"))
        .then_rejected(Code::shape, "checkpoint");
    book.when(origin::stream(), lost, founder, at("2026-01-02")).then_recorded();
    bad.checkpoint = real.origin + "\n1\n";
    book.when(origin::stream(), bad, founder, at("2026-01-02")).then_recorded();
    const auto state = book.state<origin::Kind>(origin::stream());
    ASSERT_EQ(state.lost.size(), 2U);
    EXPECT_EQ(state.lost[0], (origin::Lost{70, ""}));
    EXPECT_EQ(state.lost[1], (origin::Lost{1, bad.checkpoint}));
}

TEST(Origin, IsTheLedgersOwnAffair) {
    EXPECT_EQ(class_of(Event(origin::Event(real))), Class::ledger);
}

}  // namespace
}  // namespace tests
