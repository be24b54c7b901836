// The key that signs, and the file that keeps it.

#include "ledger/signing_key.h"

#include "ledger/log_key.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace {

using namespace ledger;

std::string text_in(const std::filesystem::path& path) {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
}

class SigningKeyTest : public ::testing::Test {
protected:
    SigningKey make(std::string_view name = "a.example/jejak") {
        return SigningKey::make(name, SignatureType::ed25519, *entropy_);
    }
    std::filesystem::path path() { return directory_.path() / "log.key"; }

    tests::TemporaryDirectory directory_;
    std::unique_ptr<Entropy> entropy_ = seeded_entropy("keys");
};

TEST_F(SigningKeyTest, IsKeptAndFoundAgain) {
    const SigningKey key = make();
    ASSERT_TRUE(key.save(path()));
    EXPECT_TRUE(text_in(path()).starts_with("PRIVATE+KEY+a.example/jejak+"));
    const auto again = SigningKey::load(path());
    ASSERT_TRUE(again) << again.error().detail;
    EXPECT_EQ(again->verifier(), key.verifier());
    EXPECT_EQ(again->sign("text\n"), key.sign("text\n"));
    EXPECT_FALSE(key.save(path())) << "a key is never written over";
}

TEST_F(SigningKeyTest, IsReadableByItsOwnerOnly) {
    ASSERT_TRUE(make().save(path()));
    const auto owner = std::filesystem::perms::owner_read | std::filesystem::perms::owner_write;
    EXPECT_EQ(std::filesystem::status(path()).permissions(), owner);
    std::filesystem::permissions(
        path(), std::filesystem::perms::group_read, std::filesystem::perm_options::add
    );
    const auto opened = SigningKey::load(path());
    ASSERT_FALSE(opened);
    EXPECT_NE(opened.error().detail.find("chmod 600"), std::string::npos);
}

TEST_F(SigningKeyTest, AnyByteThatIsChangedIsNoticed) {
    ASSERT_TRUE(make().save(path()));
    const std::string good = text_in(path());
    for (std::size_t i = 0; i + 1 < good.size(); ++i) {
        std::string bad = good;
        bad[i] = static_cast<char>(bad[i] ^ 1);
        const auto key = SigningKey::parse(bad.substr(0, bad.size() - 1));
        EXPECT_FALSE(key) << "byte " << i;
    }
}

TEST_F(SigningKeyTest, OfALedgerIsTheOneThatItsLogNames) {
    const auto keys = directory_.path();
    const auto founded = LogKey::found(keys, "a.example/jejak", *entropy_);
    ASSERT_TRUE(founded) << founded.error().detail;
    const std::string announced = founded->signing.verifier().text();
    const auto again = LogKey::found(keys, "a.example/jejak", *entropy_);
    ASSERT_TRUE(again) << "an interrupted founding goes on with its key";
    EXPECT_EQ(again->signing.verifier().text(), announced);
    EXPECT_FALSE(LogKey::found(keys, "b.example/jejak", *entropy_));

    EXPECT_TRUE(LogKey::open(keys, announced));
    const std::string other = make().verifier().text();
    const auto refused = LogKey::open(keys, other);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().detail.find(other), std::string::npos);
}

TEST_F(SigningKeyTest, IsReplacedInTwoSteps) {
    const auto keys = directory_.path();
    const auto founded = LogKey::found(keys, "a.example/jejak", *entropy_);
    const auto next = next_log_key(keys, "a.example/jejak", *entropy_);
    ASSERT_TRUE(next);
    const std::string announced = next->verifier().text();
    EXPECT_EQ(next_log_key(keys, "a.example/jejak", *entropy_)->verifier().text(), announced);
    const auto between = LogKey::open(keys, announced);
    ASSERT_TRUE(between);
    EXPECT_EQ(between->signing.verifier(), founded->signing.verifier());
    ASSERT_TRUE(between->next);
    ASSERT_TRUE(take_next_log_key(keys));
    const auto after = LogKey::open(keys, announced);
    ASSERT_TRUE(after);
    EXPECT_EQ(after->signing.verifier().text(), announced);
    EXPECT_FALSE(after->next);
}

}  // namespace
