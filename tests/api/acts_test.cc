// Acts in a person's name over HTTP: signed in each of the ways that there are, listed with who
// attests them, contested, and followed.

#include "ledger/jws.h"
#include "tests/support/api_house.h"
#include "tests/support/signing_person.h"

#include <gtest/gtest.h>

#include <string>

namespace {

using api::Response;
using ledger::signer::Algorithm;
using tests::ApiHouse;
using tests::SigningPerson;

bool has(const Response& response, std::string_view text) {
    return response.text().find(text) != std::string_view::npos;
}

std::string event(
    std::string_view type,
    std::string_view subject,
    std::string_view id,
    std::string_view data,
    std::string_view role = "head"
) {
    return R"({"specversion":"1.0","type":"jejak.)" + std::string(type) +
           R"(","source":"urn:app","id":")" + std::string(id) + R"(","subject":")" +
           std::string(subject) + R"(","actor":"budi","actorrole":")" + std::string(role) +
           R"(","data":)" + std::string(data) + "}";
}

std::string agency(const std::string& name) {
    return event(
        "agency.registered",
        "agency/" + name,
        "a-" + name,
        R"({"name":"X","kind":"city","zone":"wib"})"
    );
}

class ActsTest : public ::testing::Test {
protected:
    Response post(std::string body, std::string type, ApiHouse::Headers headers = {}) {
        headers.push_back({"Content-Type", std::move(type)});
        return house_.ask("POST", "/v1/events", headers, std::move(body));
    }
    Response post_jws(std::string jws) { return post(std::move(jws), "application/jose"); }

    // Position 1.
    void announce(bool signs_all = false) {
        const auto key = laptop_.announcement(signs_all);
        const Response answer = post_jws(laptop_.sign(event(
            "signer.keyAnnounced",
            "signer/budi",
            "k",
            R"({"id":"laptop","algorithm":"ed25519","key":")" + key.key + R"(","signsAll":)" +
                (signs_all ? "true" : "false") + "}"
        )));
        ASSERT_EQ(answer.status, 201U) << answer.text();
    }
    static std::string flattened(const std::string& jws) {
        const std::size_t first = jws.find('.');
        const std::size_t second = jws.find('.', first + 1);
        return R"({"protected":")" + jws.substr(0, first) + R"(","payload":")" +
               jws.substr(first + 1, second - first - 1) + R"(","signature":")" +
               jws.substr(second + 1) + "\"}";
    }
    static std::string detached(const std::string& jws) {
        return jws.substr(0, jws.find('.')) + ".." + jws.substr(jws.rfind('.') + 1);
    }

    ApiHouse house_;
    SigningPerson laptop_{"laptop", Algorithm::ed25519};
};

TEST_F(ActsTest, AnActIsSignedInAnyOfFourWays) {
    announce();
    EXPECT_EQ(post_jws(laptop_.sign(agency("a"))).status, 201U);
    EXPECT_EQ(post(flattened(laptop_.sign(agency("b"))), "application/jose+json").status, 201U);
    const std::string body = agency("c");
    const Response by_header = post(
        body, "application/cloudevents+json", {{"x-jws-signature", detached(laptop_.sign(body))}}
    );
    EXPECT_EQ(by_header.status, 201U) << by_header.text();
    const Response batch = post(
        "[" + flattened(laptop_.sign(agency("d"))) + "," + agency("e") + "]",
        "application/cloudevents-batch+json"
    );
    EXPECT_EQ(batch.status, 200U);
    const Response acts = house_.get("/v1/people/budi/acts");
    EXPECT_TRUE(has(acts, R"("id":"k"},"attestation":"signature")")) << acts.text();
    EXPECT_TRUE(has(acts, R"("id":"a-a"},"attestation":"signature")"));
    EXPECT_TRUE(has(acts, R"("id":"a-b"},"attestation":"signature")"));
    EXPECT_TRUE(has(acts, R"("id":"a-c"},"attestation":"signature")"));
    EXPECT_TRUE(has(acts, R"("id":"a-d"},"attestation":"signature")"));
    EXPECT_TRUE(has(acts, R"("id":"a-e"},"attestation":"operator")"));
    EXPECT_TRUE(has(acts, R"("signedwith":"laptop")"));
}

// Nobody who means to sign gets away with not having done so, or with two ways of it.
TEST_F(ActsTest, WhatSaysThatItIsSignedMustBe) {
    announce();
    const Response plain = post(agency("a"), "application/jose+json");
    EXPECT_EQ(plain.status, 400U) << plain.text();
    EXPECT_TRUE(has(plain, "payload")) << plain.text();
    const std::string jws = laptop_.sign(agency("a"));
    const Response twice = post(jws, "application/jose", {{"x-jws-signature", detached(jws)}});
    EXPECT_EQ(twice.status, 400U) << twice.text();
    const Response none =
        post(agency("a"), "application/cloudevents+json", {{"x-jws-signature", ""}});
    EXPECT_EQ(none.status, 400U) << none.text();
    const Response two = post(
        agency("a"),
        "application/cloudevents+json",
        {{"x-jws-signature", detached(jws)}, {"X-JWS-Signature", "a..b"}}
    );
    EXPECT_EQ(two.status, 400U) << two.text();
    EXPECT_TRUE(has(two, "once")) << two.text();
}

TEST_F(ActsTest, WhatHeSignedNamesItsConditionsItself) {
    announce();
    const std::string body = agency("a");
    const Response refused = post(
        body,
        "application/cloudevents+json",
        {{"x-jws-signature", detached(laptop_.sign(body))}, {"If-Match", "\"agency/a@0\""}}
    );
    EXPECT_EQ(refused.status, 400U);
    EXPECT_TRUE(has(refused, "expectedversion")) << refused.text();
    EXPECT_EQ(post_jws(laptop_.sign(body) + "\n").status, 201U) << "as a program prints it";
}

TEST_F(ActsTest, WhatWasSignedIsShownByteForByte) {
    announce();
    const std::string body = agency("a");
    const std::string jws = laptop_.sign(body);
    post(body, "application/cloudevents+json", {{"x-jws-signature", detached(jws)}});
    const Response shown = house_.get("/v1/events/2/signed");
    EXPECT_EQ(shown.status, 200U);
    EXPECT_EQ(shown.content_type, "application/jose");
    EXPECT_EQ(shown.text(), jws);
    EXPECT_EQ(ledger::Jws::parse(shown.text())->payload, body);
    house_.post(ApiHouse::agency("b"));
    EXPECT_EQ(house_.get("/v1/events/3/signed").status, 404U);
    EXPECT_EQ(house_.get("/v1/events/99/signed").status, 404U);
    EXPECT_EQ(house_.get("/v1/events/x/signed").status, 404U);
}

TEST_F(ActsTest, ClosedWordsAreNotShownThroughWhatWasSigned) {
    announce();
    const Response contest = post_jws(laptop_.sign(event(
        "signer.contested",
        "signer/budi",
        "c",
        R"({"act":{"source":"urn:app","id":"k"},"reason":"bukan saya, rahasia"})"
    )));
    ASSERT_EQ(contest.status, 201U) << contest.text();
    const Response shown = house_.get("/v1/events/2/signed");
    EXPECT_EQ(shown.status, 403U);
    EXPECT_FALSE(has(shown, "rahasia"));
}

TEST_F(ActsTest, HisKeysAreAJwkSet) {
    announce(true);
    const Response keys = house_.get("/v1/people/budi/keys");
    EXPECT_EQ(keys.status, 200U);
    EXPECT_TRUE(has(keys, R"("signsAllSince":")")) << keys.text();
    const std::string x = laptop_.announcement().key;
    EXPECT_TRUE(
        has(keys,
            R"({"kid":"laptop","kty":"OKP","crv":"Ed25519","alg":"EdDSA","use":"sig","x":")" + x +
                R"(","announced":1})")
    ) << keys.text();
    EXPECT_TRUE(has(house_.get("/v1/people/siti/keys"), R"("keys":[])"));
}

TEST_F(ActsTest, AnUnsignedActIsRefusedOnceHeSignsEverything) {
    announce(true);
    const Response refused = house_.post(agency("a"));
    EXPECT_EQ(refused.status, 403U);
    EXPECT_TRUE(has(refused, R"("code":"R-AUTH","field":"signature")")) << refused.text();
    EXPECT_EQ(post_jws(laptop_.sign(agency("a"))).status, 201U);
}

TEST_F(ActsTest, AContestStandsBesideTheAct) {
    ASSERT_EQ(house_.post(agency("a")).status, 201U);
    const Response contest = house_.post(event(
        "signer.contested",
        "signer/budi",
        "c",
        R"({"act":{"source":"urn:app","id":"a-a"},"reason":"bukan saya"})"
    ));
    ASSERT_EQ(contest.status, 201U) << contest.text();
    EXPECT_TRUE(
        has(house_.get("/v1/people/budi/acts"),
            R"("id":"a-a"},"attestation":"operator","contest":{"position":2,"standing":"open"})")
    );
    const std::string answer =
        R"({"specversion":"1.0","type":"jejak.signer.contestAnswered","source":"urn:app","id":"x",)"
        R"("subject":"signer/budi","actor":"irban","actorrole":"inspector",)"
        R"("data":{"act":{"source":"urn:app","id":"a-a"},"upheld":true,"reason":"benar"}})";
    EXPECT_EQ(house_.post(answer).status, 201U);
    EXPECT_TRUE(has(house_.get("/v1/people/budi/acts"), R"("standing":"upheld")"));
}

// Of several facts each says which act it is of: that is what he contests, and it stands beside
// all.
TEST_F(ActsTest, AnActOfSeveralFactsIsContestedAsOne) {
    ASSERT_EQ(house_.post(agency("a")).status, 201U);
    const auto define = [&](const std::string& id, const std::string& parent) {
        const std::string data =
            R"({"agency":"a","text":"X","polarity":"max","consolidation":"sum",)"
            R"("rollUp":"measured")" +
            parent + "}";
        const std::string stream = "indicator/" + id;
        return house_.post(event("indicator.defined", stream, "d-" + id, data)).status;
    };
    const auto aim = [&](const std::string& id) {
        const std::string stream = "indicator/" + id;
        const std::string data = R"({"period":"2025","target":{"value":"10"}})";
        return house_.post(event("indicator.targetSet", stream, "t-" + id, data)).status;
    };
    EXPECT_EQ(define("above", ""), 201U);
    EXPECT_EQ(aim("above"), 201U);
    EXPECT_EQ(define("below", R"(,"parent":"above")"), 201U);
    EXPECT_EQ(aim("below"), 201U);
    const Response acts = house_.get("/v1/people/budi/acts");
    ASSERT_TRUE(has(acts, R"("factcount":"2")")) << acts.text();
    EXPECT_TRUE(has(acts, R"("act":{"source":"urn:app","id":"t-below"})"));
    const std::string contest =
        R"({"act":{"source":"urn:app","id":"t-below"},"reason":"bukan saya"})";
    EXPECT_EQ(house_.post(event("signer.contested", "signer/budi", "c", contest)).status, 201U);
    const std::string shown(house_.get("/v1/people/budi/acts").text());
    const std::size_t first = shown.find(R"("contest":{)");
    ASSERT_NE(first, std::string::npos);
    EXPECT_NE(shown.find(R"("contest":{)", first + 1), std::string::npos) << "of both facts";
}

TEST_F(ActsTest, WhatIsDoneOnHisBehalfIsInHisNameToo) {
    const std::string act =
        R"({"specversion":"1.0","type":"jejak.agency.registered","source":"urn:app","id":"b",)"
        R"("subject":"agency/b","actor":"siti","actorrole":"head","onbehalfof":"budi",)"
        R"("mandate":"SK 7","data":{"name":"X","kind":"city","zone":"wib"}})";
    ASSERT_EQ(house_.post(act).status, 201U);
    for (const char* person : {"budi", "siti"}) {
        const Response acts = house_.get(std::string("/v1/people/") + person + "/acts");
        EXPECT_TRUE(has(acts, R"("onbehalfof":"budi")")) << acts.text();
    }
    const std::string contest =
        R"({"act":{"source":"urn:app","id":"b"},"reason":"tidak saya perintahkan"})";
    EXPECT_EQ(house_.post(event("signer.contested", "signer/budi", "c", contest)).status, 201U);
    EXPECT_TRUE(has(house_.get("/v1/people/budi/acts"), R"("standing":"open")"));
}

TEST_F(ActsTest, WhatIsMeantForOneLedgerIsRecordedInNoOther) {
    announce();
    std::string act = agency("a");
    act.insert(1, R"("forledger":"elsewhere.example",)");
    for (const Response& refused : {house_.post(act), post_jws(laptop_.sign(act))}) {
        EXPECT_EQ(refused.status, 400U) << refused.text();
        EXPECT_TRUE(has(refused, R"("field":"forledger")")) << refused.text();
    }
    const std::string origin = house_.ledger->origin().origin;
    act.replace(act.find("elsewhere.example"), 17, origin);
    EXPECT_EQ(post_jws(laptop_.sign(act)).status, 201U);
}

TEST_F(ActsTest, AfterTheLastPositionThereIsNothing) {
    ASSERT_EQ(house_.post(agency("a")).status, 201U);
    const std::string after = "/v1/people/budi/acts?after=";
    EXPECT_TRUE(has(house_.get(after + "281474976710654"), R"("acts":[])"));
    EXPECT_EQ(house_.get(after + "281474976710655").status, 400U);
}

TEST_F(ActsTest, APageGoesOnWhereTheLastOneEnded) {
    for (const char* name : {"a", "b", "c"}) ASSERT_EQ(house_.post(agency(name)).status, 201U);
    const Response first = house_.get("/v1/people/budi/acts?limit=2");
    EXPECT_TRUE(has(first, R"("next":2)")) << first.text();
    const Response second = house_.get("/v1/people/budi/acts?limit=2&after=2");
    EXPECT_TRUE(has(second, R"("position":3)"));
    EXPECT_FALSE(has(second, R"("next")"));
    EXPECT_EQ(house_.get("/v1/people/a%2Fb/acts").status, 400U);
}

TEST_F(ActsTest, WhatIsNoSignatureIsRefusedWithAReason) {
    announce();
    const std::string body = agency("a");
    const std::string jws = laptop_.sign(body);
    EXPECT_EQ(post_jws("no jws").status, 400U);
    EXPECT_EQ(post_jws(jws + "=").status, 400U);
    EXPECT_EQ(post_jws(jws + "AAAA").status, 403U) << "bytes of a signature that is none";
    EXPECT_EQ(post_jws(laptop_.sign("[]")).status, 400U);
    EXPECT_EQ(post_jws(laptop_.sign("not json")).status, 400U);
    EXPECT_EQ(
        post(body, "application/cloudevents+json", {{"x-jws-signature", "abc"}}).status, 400U
    );
    EXPECT_EQ(
        post(
            body + " ", "application/cloudevents+json", {{"x-jws-signature", detached(jws)}}
        ).status,
        403U
    ) << "one byte more than he has signed";
    const std::string without_id =
        R"({"specversion":"1.0","type":"jejak.agency.registered","source":"urn:app",)"
        R"("subject":"agency/z","actor":"budi","actorrole":"head",)"
        R"("data":{"name":"X","kind":"city","zone":"wib"}})";
    const Response no_id = post_jws(laptop_.sign(without_id));
    EXPECT_EQ(no_id.status, 400U);
    EXPECT_TRUE(has(no_id, R"("field":"id")")) << no_id.text();
    EXPECT_EQ(post_jws(jws).status, 201U);
    EXPECT_EQ(post_jws(jws).status, 200U) << "again, and it is a duplicate";
    EXPECT_EQ(house_.post(ApiHouse::agency("q", R"(,"signature":"x")")).status, 400U)
        << "a signature is not an attribute";
}

}  // namespace
