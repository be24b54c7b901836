// The log as strangers see it, over HTTP: what is there, what is not, and how long to keep it.
// (That Go's own verifiers agree is told by tests/conformance.)

#include "api/public_log.h"

#include "ledger/base64.h"
#include "ledger/tlog_proof.h"
#include "tests/support/api_house.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <string>

namespace {

using namespace ledger;

// The JSON of the member of that name, a number; empty when there is none.
std::string member(std::string_view json, std::string_view name) {
    const std::string label = '"' + std::string(name) + "\":";
    const std::size_t at = json.find(label);
    if (at == std::string_view::npos) return {};
    const std::string_view rest = json.substr(at + label.size());
    return std::string(rest.substr(0, rest.find_first_of(",}")));
}

// The same of a text, without its quotes and with its line ends.
std::string text_member(std::string_view json, std::string_view name) {
    const std::string label = '"' + std::string(name) + "\":\"";
    const std::size_t at = json.find(label);
    if (at == std::string_view::npos) return {};
    std::string text(json.substr(at + label.size()));
    text.resize(text.find('"'));
    for (std::size_t end = 0; (end = text.find("\\n", end)) != std::string::npos;) {
        text.replace(end, 2, "\n");
    }
    return text;
}

class PublicLogTest : public ::testing::Test {
protected:
    static std::string agency(int number) {
        const std::string id = std::to_string(number);
        return R"({"specversion":"1.0","type":"jejak.agency.registered","source":"urn:test","id":")" +
               id + R"(","subject":"agency/a)" + id +
               R"(","actor":"head","actorrole":"head","data":{"name":"Dinas","kind":"city","zone":"wib"}})";
    }
    api::Response record(int number, const tests::ApiHouse::Headers& headers = {}) {
        return house_.post(agency(number), headers);
    }
    // The newest checkpoint, signed well, once it covers `size`.
    Checkpoint checkpoint(std::uint64_t size) {
        EXPECT_TRUE(house_.publisher().now());
        const auto answer = house_.get("/log/checkpoint");
        EXPECT_EQ(answer.status, 200U);
        const auto note = Note::parse(answer.text());
        EXPECT_TRUE(note);
        EXPECT_EQ(is_signed(*note, key()), Signed::well);
        const auto found = Checkpoint::parse(note->text);
        EXPECT_TRUE(found);
        EXPECT_GE(found->size, size);
        return *found;
    }
    VerifierKey key() {
        return *VerifierKey::parse(text_member(house_.get("/log/keys").text(), "key"));
    }

    // Who waits is waited for by the publisher.
    void SetUp() override {
        house_.timer.meanwhile = [this] { EXPECT_TRUE(house_.publisher().now()); };
    }

    tests::ApiHouse house_;
    Sha256 sha256_;
};

TEST_F(PublicLogTest, ACheckpointIsKeptForASecond) {
    const auto answer = house_.get("/log/checkpoint");
    EXPECT_EQ(answer.content_type, "text/plain; charset=utf-8");
    EXPECT_EQ(answer.headers.find_header("Cache-Control"), "max-age=1");
    EXPECT_EQ(answer.headers.find_header("Access-Control-Allow-Origin"), "*");
    const auto tag = answer.headers.find_header("ETag");
    ASSERT_TRUE(tag);
    EXPECT_EQ(house_.get("/log/checkpoint", {{"If-None-Match", *tag}}).status, 304U);
}

TEST_F(PublicLogTest, ATileIsKeptForEver) {
    (void)checkpoint(1);
    const auto answer = house_.get("/log/tile/0/000.p/1");
    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.content_type, "application/octet-stream");
    EXPECT_EQ(answer.headers.find_header("Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(answer.text().size(), 32U);
    const auto entries = house_.get("/log/tile/entries/000.p/1");
    ASSERT_EQ(entries.text().size(), 34U);
    const Digest leaf = leaf_hash(sha256_, bytes_of(entries.text().substr(2)));
    EXPECT_EQ(load_digest(bytes_of(answer.text())), leaf);
    EXPECT_EQ(checkpoint(1).root, leaf) << "of one entry";
}

TEST_F(PublicLogTest, WhatIsNotThereIsNotFound) {
    (void)checkpoint(1);
    for (const char* path :
         {"/log/tile/0/000",
          "/log/tile/0/000.p/2",
          "/log/tile/1/000.p/1",
          "/log/tile/0/001.p/1",
          "/log/tile/0",
          "/log/tile/x",
          "/log/tile/0/0",
          "/log/tile/8/0/000.p/1",
          "/log/tile/entries/000",
          "/log/tile",
          "/log/proofs/1",
          "/log/proofs/-1",
          "/log/proofs/x",
          "/log/proofs/00",
          "/log/proofs/99999999999999999999",
          "/log/consistency?to=2",
          "/log/consistency?from=1&to=0",
          "/v1/events/1/record"}) {
        EXPECT_EQ(house_.get(path).status, 404U) << path;
    }
    EXPECT_EQ(house_.get("/log/consistency?from=x").status, 400U);
}

TEST_F(PublicLogTest, EveryEventHasAProofThatStandsByItself) {
    for (int i = 0; i < 20; ++i) ASSERT_EQ(record(i).status, 201U);
    const Checkpoint newest = checkpoint(21);
    for (std::uint64_t position = 0; position < 21; ++position) {
        const std::string at = std::to_string(position);
        const auto record = house_.get("/v1/events/" + at + "/record");
        EXPECT_EQ(record.content_type, "application/octet-stream");
        const auto proof = TlogProof::parse(house_.get("/log/proofs/" + at).text());
        ASSERT_TRUE(proof);
        EXPECT_EQ(proof->index, position);
        const auto note = Note::parse(proof->note);
        EXPECT_EQ(is_signed(*note, key()), Signed::well);
        const Digest entry = sha256_(bytes_of(record.text()));
        const Digest leaf = leaf_hash(sha256_, entry.bytes);
        const Root root{newest.size, newest.root};
        EXPECT_TRUE(verify_inclusion(sha256_, leaf, position, root, proof->path));
    }
}

TEST_F(PublicLogTest, ALaterSizeBeginsWithAnEarlierOne) {
    for (int i = 0; i < 5; ++i) (void)record(i);
    const Checkpoint before = checkpoint(6);
    for (int i = 5; i < 12; ++i) (void)record(i);
    const Checkpoint after = checkpoint(13);
    const auto answer = house_.get(
        "/log/consistency?from=" + std::to_string(before.size) + "&to=" + std::to_string(after.size)
    );
    const std::string all(answer.text());
    Proof proof;
    for (std::size_t at = all.find('['); (at = all.find('"', at)) < all.find(']');) {
        const std::size_t end = all.find('"', at + 1);
        proof.push_back(*digest_from_base64(all.substr(at + 1, end - at - 1)));
        at = end + 1;
    }
    EXPECT_TRUE(
        verify_consistency(sha256_, {before.size, before.root}, {after.size, after.root}, proof)
    );
}

// RFC 7240: the answer waits for a signed checkpoint, and brings the proof along.
TEST_F(PublicLogTest, WhoPrefersToWaitGetsTheProofWithTheAnswer) {
    const auto answer = record(1, {{"Prefer", "respond-async, wait=20"}});
    ASSERT_EQ(answer.status, 201U);
    EXPECT_EQ(answer.headers.find_header("Preference-Applied"), "wait=20");
    const auto proof = TlogProof::parse(text_member(answer.text(), "proof"));
    ASSERT_TRUE(proof);
    EXPECT_EQ(std::to_string(proof->index), member(answer.text(), "position"));
    const auto note = Note::parse(proof->note);
    EXPECT_EQ(is_signed(*note, key()), Signed::well);
    const auto signed_size = Checkpoint::parse(note->text)->size;
    EXPECT_GT(signed_size, proof->index);

    const auto again = record(1, {{"Prefer", "wait=20"}});
    EXPECT_EQ(again.status, 200U);
    EXPECT_TRUE(TlogProof::parse(text_member(again.text(), "proof")));
}

TEST_F(PublicLogTest, WhoDoesNotPreferToWaitDoesNot) {
    for (const char* preference : {"", "wait", "wait=", "wait=x", "wait=-1", "return=minimal"}) {
        const auto answer = record(7, {{"Prefer", preference}});
        EXPECT_FALSE(TlogProof::parse(text_member(answer.text(), "proof"))) << preference;
        EXPECT_FALSE(answer.headers.find_header("Preference-Applied"));
    }
}

TEST_F(PublicLogTest, ABatchBringsAProofForEachThatWasRecorded) {
    const std::string body = "[" + agency(1) + "," + agency(2) + R"(,{"specversion":"1.0"}])";
    const auto answer = house_.ask(
        "POST",
        "/v1/events",
        {{"Content-Type", "application/cloudevents-batch+json"}, {"Prefer", "wait=20"}},
        body
    );
    const std::string_view outcomes = answer.text();
    const std::size_t first = outcomes.find(R"("proof")");
    const std::size_t second = outcomes.find(R"("proof")", first + 1);
    EXPECT_LT(second, outcomes.find("rejected"));
    EXPECT_EQ(outcomes.find(R"("proof")", second + 1), std::string_view::npos);
}

}  // namespace
