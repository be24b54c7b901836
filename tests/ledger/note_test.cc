// Signed notes, against the example that C2SP publishes and against whoever would forge one.

#include "ledger/note.h"

#include "ledger/base64.h"
#include "ledger/entropy.h"
#include "ledger/signing_key.h"

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace ledger;

// The known answer of proof.md, "Signed note and checkpoint".
constexpr std::string_view foo =
    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
constexpr std::string_view message = "This is an example message.\n";
constexpr std::string_view signature_line =
    "\xE2\x80\x94 example.com/foo "
    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM="
    "\n";

std::string known_note() {
    return std::string(message) + '\n' + std::string(signature_line);
}

SigningKey key_of(std::string_view name, SignatureType type = SignatureType::ed25519) {
    const auto entropy = seeded_entropy(name);
    return SigningKey::make(name, type, *entropy);
}

TEST(Note, KnownAnswerIsSignedWell) {
    const auto key = VerifierKey::parse(foo);
    ASSERT_TRUE(key);
    EXPECT_EQ(key->text(), foo);
    EXPECT_EQ(key->id(), 0x530d903aU);
    const auto note = Note::parse(known_note());
    ASSERT_TRUE(note);
    EXPECT_EQ(note->text, message);
    ASSERT_EQ(note->signatures.size(), 1U);
    EXPECT_EQ(note->signatures.front().bytes.size(), 64U);
    EXPECT_EQ(note->written(), known_note());
    EXPECT_EQ(is_signed(*note, *key), Signed::well);
}

TEST(Note, AnyBitThatIsChangedIsNoticed) {
    const auto key = VerifierKey::parse(foo);
    const std::string good = known_note();
    for (std::size_t i = 0; i < good.size() * 8; ++i) {
        std::string bad = good;
        bad[i / 8] = static_cast<char>(bad[i / 8] ^ (1 << (i % 8)));
        const auto note = Note::parse(bad);
        EXPECT_FALSE(note && is_signed(*note, *key) == Signed::well) << "bit " << i;
    }
}

TEST(Note, IsNoNoteWhen) {
    const std::string line(signature_line);
    EXPECT_FALSE(Note::parse(""));
    EXPECT_FALSE(Note::parse(message));                                          // nobody signed it
    EXPECT_FALSE(Note::parse(std::string(message) + '\n'));                      // likewise
    EXPECT_FALSE(Note::parse(std::string(message) + line));                      // no empty line
    EXPECT_FALSE(Note::parse(known_note() + "more\n"));                          // no signature
    EXPECT_FALSE(Note::parse(known_note().substr(0, known_note().size() - 1)));  // no LF
    EXPECT_FALSE(Note::parse("a\rb\n\n" + line));  // a control character
    EXPECT_FALSE(Note::parse(known_note() + std::string(note_bytes_max, 'x')));
    std::string many(message);
    many += '\n';
    for (std::size_t i = 0; i <= note_signatures_max; ++i) many += line;
    EXPECT_FALSE(Note::parse(many));
}

TEST(Note, OneBadLineOfAKnownKeySpoilsIt) {
    const SigningKey key = key_of("a.example");
    Note note{"text\n", {}};
    note.signatures.push_back(key.sign("text\n"));
    EXPECT_EQ(is_signed(note, key.verifier()), Signed::well);
    note.signatures.push_back(key.sign("another text\n"));
    EXPECT_EQ(is_signed(note, key.verifier()), Signed::badly);
    note.signatures.back() = note.signatures.front();
    EXPECT_EQ(is_signed(note, key.verifier()), Signed::badly)
        << "so does a good one that is there twice";
}

TEST(Note, AnotherKeyOfTheSameNameSaysNothing) {
    const SigningKey key = key_of("a.example");
    const auto entropy = seeded_entropy("another");
    const SigningKey other = SigningKey::make("a.example", SignatureType::ed25519, *entropy);
    Note note{"text\n", {other.sign("text\n")}};
    EXPECT_EQ(is_signed(note, key.verifier()), Signed::not_at_all);
    note.signatures.push_back(key.sign("text\n"));
    EXPECT_EQ(is_signed(note, key.verifier()), Signed::well);
}

TEST(Note, ACosignatureSaysWhen) {
    const SigningKey witness = key_of("w.example", SignatureType::cosignature);
    const NoteSignature signature = witness.cosign("text\n", 1'768'435'200);
    EXPECT_EQ(signature.bytes.size(), 8U + 64U);
    EXPECT_EQ(cosigned_at(signature), 1'768'435'200U);
    EXPECT_EQ(is_signed({"text\n", {signature}}, witness.verifier()), Signed::well);
    EXPECT_EQ(is_signed({"other\n", {signature}}, witness.verifier()), Signed::badly);
    NoteSignature later = signature;
    later.bytes[7] ^= 1U;
    EXPECT_EQ(is_signed({"text\n", {later}}, witness.verifier()), Signed::badly);
    later.bytes.resize(7);
    EXPECT_EQ(is_signed({"text\n", {later}}, witness.verifier()), Signed::badly);
}

TEST(VerifierKey, IsReadStrictly) {
    EXPECT_FALSE(VerifierKey::parse(""));
    EXPECT_FALSE(VerifierKey::parse("example.com/foo"));
    EXPECT_FALSE(VerifierKey::parse("example.com/foo+530d903a"));
    std::string wrong_id(foo);
    wrong_id[wrong_id.find('+') + 1] = '6';
    EXPECT_FALSE(VerifierKey::parse(wrong_id));
    std::string upper(foo);
    upper[upper.find("903a") + 3] = 'A';
    EXPECT_FALSE(VerifierKey::parse(upper));
    EXPECT_FALSE(VerifierKey::parse(std::string(foo) + "="));
    EXPECT_FALSE(VerifierKey::parse(std::string(foo).substr(0, foo.size() - 4)));
    EXPECT_FALSE(is_key_name("with space"));
    EXPECT_FALSE(is_key_name("with+plus"));
    EXPECT_FALSE(is_key_name(""));
}

// Who signs beside us may be called as he likes, as long as the specification lets him.
TEST(VerifierKey, HasANameInAnyScript) {
    EXPECT_TRUE(is_key_name("inspektorat.example/saksi"));
    EXPECT_TRUE(is_key_name("\u0915\u0947\u0928\u094D\u0926\u094D\u0930.example/\U0001F50D"));
    EXPECT_TRUE(is_key_name(std::string(1000, 'x')));
    for (const char* space :
         {"\t",
          "\r",
          " ",
          "\u0085",
          "\u00A0",
          "\u1680",
          "\u2000",
          "\u200A",
          "\u2028",
          "\u2029",
          "\u202F",
          "\u205F",
          "\u3000",
          "\x7F",
          "\u009F"}) {
        EXPECT_FALSE(is_key_name("a" + std::string(space) + "b"));
    }
    EXPECT_TRUE(is_key_name("a\u200Bb"));  // has no width, and is no space to Unicode
    EXPECT_FALSE(is_key_name("not utf-8 \xFF"));
    EXPECT_FALSE(is_key_name("\xFF"));
    EXPECT_FALSE(is_key_name("\xC3"));
}

TEST(Base64, HasOneTextForEachSequenceOfBytes) {
    // libsodium reads 0xFF as the last character of the alphabet.
    EXPECT_TRUE(from_base64("//8="));
    EXPECT_FALSE(
        from_base64("/\xFF"
                    "8=")
    );
    EXPECT_EQ(to_base64(bytes_of("")), "");
    EXPECT_EQ(to_base64(bytes_of("foobar")), "Zm9vYmFy");  // RFC 4648 section 10
    EXPECT_EQ(to_base64(bytes_of("fooba")), "Zm9vYmE=");
    EXPECT_EQ(to_base64(bytes_of("foob")), "Zm9vYg==");
    for (const std::string_view text : {"", "f", "fo", "foo", "foob"}) {
        const auto back = from_base64(to_base64(bytes_of(text)));
        ASSERT_TRUE(back);
        EXPECT_EQ(text_of(*back), text);
    }
    for (const std::string_view text :
         {"Zg", "Zg=", "Zg===", "Zh==", "Z g=", "Zg==\n", "Z-8=", "="}) {
        EXPECT_FALSE(from_base64(text)) << text;
    }
    EXPECT_FALSE(digest_from_base64("Zg=="));
}

}  // namespace
