// Which witnesses count.

#include "ledger/tlog_policy.h"

#include "ledger/entropy.h"
#include "ledger/signing_key.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace {

using namespace ledger;

SigningKey key_of(const std::string& name, SignatureType type) {
    const auto entropy = seeded_entropy(name);
    return SigningKey::make(name, type, *entropy);
}

const SigningKey log_key = key_of("log.example", SignatureType::ed25519);
const SigningKey a = key_of("a.example/w", SignatureType::cosignature);
const SigningKey b = key_of("b.example/w", SignatureType::cosignature);
const SigningKey c = key_of("c.example/w", SignatureType::cosignature);

std::string head() {
    return "log " + log_key.verifier().text() + " https://log.example\n" + "# those who watch\n\n" +
           "witness a " + a.verifier().text() + " https://a.example\n" + "witness\tb " +
           b.verifier().text() + "\nwitness c " + c.verifier().text() + " http://c\n";
}

Note note_by(const std::vector<const SigningKey*>& witnesses) {
    Note note{"text\n", {log_key.sign("text\n")}};
    for (const SigningKey* witness : witnesses)
        note.signatures.push_back(witness->cosign("text\n", 7));
    return note;
}

TEST(TlogPolicy, SaysWhoWatches) {
    const auto policy = TlogPolicy::parse(head() + "group g 2 a b c\nquorum g");
    ASSERT_TRUE(policy) << policy.error().en;
    ASSERT_EQ(policy->logs.size(), 1U);
    EXPECT_EQ(policy->logs[0].key, log_key.verifier());
    EXPECT_EQ(policy->logs[0].url, "https://log.example");
    ASSERT_EQ(policy->witnesses.size(), 3U);
    EXPECT_EQ(policy->witnesses[0].url, "https://a.example");
    EXPECT_EQ(policy->witnesses[1].name, "b");
    EXPECT_EQ(policy->witnesses[1].url, "");
}

// Whether those witnesses are enough.
bool is_enough(const std::string& tail, const std::vector<const SigningKey*>& witnesses) {
    const auto policy = TlogPolicy::parse(head() + tail);
    EXPECT_TRUE(policy) << policy.error().en;
    return policy->satisfied_by(note_by(witnesses)).has_value();
}

TEST(TlogPolicy, AQuorumIsWitnessesOrGroupsOfThem) {
    EXPECT_TRUE(is_enough("quorum none", {}));
    EXPECT_FALSE(is_enough("quorum a", {&b}));
    EXPECT_TRUE(is_enough("quorum a", {&a}));
    const std::string two = "group g 2 a b c\nquorum g\n";
    EXPECT_FALSE(is_enough(two, {&a}));
    EXPECT_FALSE(is_enough(two, {&a, &a}));
    EXPECT_TRUE(is_enough(two, {&c, &a}));
    EXPECT_TRUE(is_enough("group g any a b\nquorum g", {&b}));
    EXPECT_FALSE(is_enough("group g all a b\nquorum g", {&b}));
    const std::string nested = "group in any a b\ngroup g all in c\nquorum g";
    EXPECT_TRUE(is_enough(nested, {&b, &c}));
    EXPECT_FALSE(is_enough(nested, {&a, &b}));
}

TEST(TlogPolicy, AFalseCosignatureIsNotPassedOver) {
    const auto policy = TlogPolicy::parse(head() + "quorum a");
    Note note = note_by({&a, &b});
    EXPECT_EQ(policy->satisfied_by(note), (std::vector<std::string>{"a", "b"}));
    note.signatures.back().bytes.back() ^= 1U;
    EXPECT_FALSE(policy->satisfied_by(note));
}

// The same key under another name.
VerifierKey renamed(VerifierKey key, const std::string& name) {
    key.name = name;
    return key;
}

TEST(TlogPolicy, IsReadStrictly) {
    const std::map<std::string, std::string> wrong{
        {"", "quorum"},
        {"quorum nobody", "there is no nobody"},
        {"quorum a\nquorum a", "once"},
        {"group g 4 a b c\nquorum g", "number of members"},
        {"group g 0 a\nquorum g", "number of members"},
        {"group g some a\nquorum g", "number of members"},
        {"group g 1 d\nquorum g", "there is no d"},
        {"group g 2 a a\nquorum g", "twice"},
        {"group a 1 b\nquorum a", "cannot be a name"},
        {"group none 1 b\nquorum none", "cannot be a name"},
        {"group g any\nquorum g", "write: group"},
        {"witness d " + log_key.verifier().text() + "\nquorum none", "a witness's vkey"},
        {"witness d " + a.verifier().text() + "\nquorum none", "there already"},
        {"witness d " + renamed(a.verifier(), "d.example/w").text() + "\nquorum none",
         "there already"},
        {"group g any a b\ngroup h any a c\ngroup q all g h\nquorum q", "twice"},
        {"log " + a.verifier().text() + "\nquorum none", "write: log"},
        {"witnesses a\nquorum none", "the statements are"},
    };
    for (const auto& [tail, says] : wrong) {
        const auto policy = TlogPolicy::parse(head() + tail);
        ASSERT_FALSE(policy) << tail;
        EXPECT_NE(policy.error().en.find(says), std::string::npos) << policy.error().en;
    }
    EXPECT_TRUE(TlogPolicy::parse("nonsense\n").error().en.starts_with("Line 1: "));
}

}  // namespace
