// What strangers send to be checked: notes, policies, proofs, signed acts. Whatever they are, they
// are read or refused; and what was read is written as it was.

#include "ledger/jws.h"
#include "ledger/jws_key.h"
#include "ledger/note.h"
#include "ledger/rules/assert.h"
#include "ledger/tlog_policy.h"
#include "tests/fuzz/fuzz.h"

namespace {

const ledger::JwsKey& key() {
    static const auto made = ledger::JwsKey::make(ledger::signer::Algorithm::es256);
    return made;
}

}  // namespace

std::vector<std::string> fuzz_seeds() {
    return {
        "This is an example message.\n\n\xE2\x80\x94 example.com/foo "
        "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQ"
        "M="
        "\n",
        "log example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n"
        "witness a example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k "
        "http://x/a\ngroup g any a\nquorum g\n",
        key().sign(R"({"a":1})", {"k"}),
    };
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto note = ledger::Note::parse(text)) ledger_assert(note->written() == text);
    (void)ledger::TlogPolicy::parse(text);
    const auto jws = ledger::Jws::parse(text);
    if (!jws) return 0;
    const ledger::signer::Key known{
        .id = {"k"}, .algorithm = key().algorithm(), .key = key().public_key()
    };
    (void)is_signed_by(*jws, known);
    return 0;
}
