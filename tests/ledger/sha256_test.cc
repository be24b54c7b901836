#include "ledger/sha256.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace ledger {
namespace {

// FIPS 180-4's examples, and the hash of nothing.
TEST(Sha256, HasTheKnownAnswers) {
    Sha256 sha256;
    EXPECT_EQ(sha256().hex(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(
        sha256(bytes_of("abc")).hex(),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
    EXPECT_EQ(
        sha256(bytes_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")).hex(),
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    );
}

TEST(Sha256, HashesPartsAsIfTheyWereOne) {
    Sha256 sha256;
    const Digest whole = sha256(bytes_of("abc"));
    EXPECT_EQ(sha256(bytes_of("a"), bytes_of(""), bytes_of("bc")), whole);
}

TEST(Sha256, BeginsAnewAfterEachHash) {
    Sha256 sha256;
    const std::string million(1'000'000, 'a');
    for (int i = 0; i < 2; ++i) {
        for (std::string_view rest = million; !rest.empty();) {
            const auto piece = rest.substr(0, 997);
            sha256.add(bytes_of(piece));
            rest.remove_prefix(piece.size());
        }
        EXPECT_EQ(
            sha256.finish().hex(),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        );
    }
}

}  // namespace
}  // namespace ledger
