// JWS as others make it: the RFCs' own examples, our two algorithms, and what must not pass.

#include "ledger/jws.h"

#include "ledger/base64.h"
#include "ledger/bytes.h"
#include "tests/support/signing_person.h"

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace ledger;
using signer::Algorithm;
using tests::SigningPerson;

signer::Key key_of(const SigningPerson& person) {
    const auto announced = person.announcement();
    return {.id = announced.id, .algorithm = announced.algorithm, .key = announced.key};
}

Jws jws(std::string algorithm, std::string input, std::string_view signature) {
    return {
        .algorithm = std::move(algorithm),
        .key = {"any"},
        .payload = {},
        .signing_input = std::move(input),
        .signature = *from_base64url(signature),
    };
}

// RFC 8037, A.4
TEST(Jws, VerifiesTheExampleOfEdDsa) {
    const signer::Key key{
        .id = {"any"},
        .algorithm = Algorithm::ed25519,
        .key = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    };
    const std::string input = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
    const std::string_view signature =
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
    EXPECT_TRUE(is_signed_by(jws("EdDSA", input, signature), key));
    EXPECT_FALSE(is_signed_by(jws("EdDSA", input + "A", signature), key));
    EXPECT_FALSE(is_signed_by(jws("ES256", input, signature), key));
    EXPECT_FALSE(is_signed_by(jws("none", input, signature), key));
}

// RFC 7515, A.3
TEST(Jws, VerifiesTheExampleOfEs256) {
    const std::string x = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
    const std::string y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
    auto point = *from_base64url(x);
    const auto rest = *from_base64url(y);
    point.insert(point.end(), rest.begin(), rest.end());
    const signer::Key key{.id = {"any"}, .algorithm = Algorithm::es256, .key = to_base64url(point)};
    const std::string input =
        "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
        "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    const std::string_view signature =
        "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
    EXPECT_TRUE(is_signed_by(jws("ES256", input, signature), key));
    EXPECT_FALSE(is_signed_by(jws("ES256", input + "A", signature), key));
    EXPECT_FALSE(is_signed_by(jws("EdDSA", input, signature), key));
    const signer::Key off_the_curve{
        .id = {"any"}, .algorithm = Algorithm::es256, .key = std::string(86, 'A')
    };
    EXPECT_FALSE(is_signed_by(jws("ES256", input, signature), off_the_curve));
}

// With the identity for a key, one signature would fit whatever is said.
TEST(Jws, AKeyOfSmallOrderSignsNothing) {
    std::string identity(32, '\0');
    identity[0] = 1;
    const signer::Key key{
        .id = {"any"}, .algorithm = Algorithm::ed25519, .key = to_base64url(bytes_of(identity))
    };
    Jws anything = jws("EdDSA", "a.b", "");
    anything.signature.assign(64, 0);
    anything.signature[0] = 1;
    EXPECT_FALSE(is_signed_by(anything, key));
}

TEST(Jws, IsReadInItsCompactForm) {
    for (const Algorithm algorithm : {Algorithm::ed25519, Algorithm::es256}) {
        const SigningPerson budi("budi-1", algorithm);
        const auto read = Jws::parse(budi.sign(R"({"a":1})"));
        ASSERT_TRUE(read);
        EXPECT_EQ(read->payload, R"({"a":1})");
        EXPECT_EQ(read->key, KeyId{"budi-1"});
        EXPECT_TRUE(is_signed_by(*read, key_of(budi)));
        EXPECT_FALSE(is_signed_by(*read, key_of(SigningPerson("budi-1", algorithm))));
    }
}

TEST(Jws, AnyBitThatIsFlippedIsNoticed) {
    const SigningPerson budi("budi-1", Algorithm::ed25519);
    const std::string good = budi.sign("payload");
    for (std::size_t i = 0; i < good.size(); ++i) {
        std::string bad = good;
        bad[i] = static_cast<char>(bad[i] ^ 1);
        const auto read = Jws::parse(bad);
        EXPECT_FALSE(read && is_signed_by(*read, key_of(budi))) << i;
    }
}

TEST(Jws, RefusesWhatCouldBeReadInTwoWays) {
    const SigningPerson budi("k", Algorithm::ed25519);
    for (const char* header : {
             "",
             "{}",
             "[]",
             R"({"alg":"EdDSA"})",
             R"({"kid":"k"})",
             R"({"alg":"EdDSA","kid":"k","kid":"l"})",
             R"({"alg":"EdDSA","alg":"none","kid":"k"})",
             R"({"alg":"","alg":"EdDSA","kid":"k"})",
             R"({"alg":"EdDSA","kid":"","kid":"k"})",
             R"({"alg":"EdDSA","kid":7})",
             R"({"alg":"EdDSA","kid":"a/b"})",
             R"({"alg":"EdDSA","kid":"k","crit":["b64"],"b64":false})",
             R"({"alg":"EdDSA","kid":"k","b64":false})",
         }) {
        EXPECT_FALSE(Jws::parse(budi.sign_with_header(header, "payload"))) << header;
    }
    EXPECT_TRUE(Jws::parse(budi.sign_with_header(R"({"alg":"EdDSA","kid":"k","typ":"x"})", "p")));
    const std::string good = budi.sign("payload");
    for (const std::string& text :
         {std::string(), std::string("."), std::string(".."), good + ".", good + "=", "." + good}) {
        EXPECT_FALSE(Jws::parse(text)) << text;
    }
}

TEST(Base64Url, IsThatOfRfc4648WithoutPadding) {
    EXPECT_EQ(to_base64url(bytes_of("\xFB\xFF")), "-_8");
    EXPECT_EQ(to_base64url({}), "");
    EXPECT_EQ(from_base64url("-_8"), (std::vector<std::uint8_t>{0xFB, 0xFF}));
    for (const char* bad :
         {"-_8=",
          "+/8",
          "-_9",
          "a",
          "-_ 8",
          "-\xFF"
          "8"})
        EXPECT_FALSE(from_base64url(bad));
}

}  // namespace
