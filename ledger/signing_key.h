#pragma once
// A key that signs notes, and the file that keeps it: one line as Go's sumdb/note writes it,
// "PRIVATE+KEY+name+530d903a+base64(type || seed)", readable by its owner only.

#include "ledger/entropy.h"
#include "ledger/note.h"
#include "ledger/rules/error.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace ledger {

// Safe to use from any thread. What it signs with is wiped when it is destroyed.
class SigningKey {
public:
    // A new key. Asserts that it can have that name.
    [[nodiscard]] static SigningKey make(
        std::string_view name, SignatureType type, Entropy& entropy
    );

    // Nothing when the text is no such line.
    [[nodiscard]] static std::optional<SigningKey> parse(std::string_view text);

    // The key in the file. A file that is missing, is no such line, or that others than its owner
    // may read, is a Fault that says so.
    [[nodiscard]] static OrFault<SigningKey> load(const std::filesystem::path& path);

    // Makes the file, which must not be there; on disk when it returns.
    [[nodiscard]] OrFault<void> save(const std::filesystem::path& path) const;

    SigningKey(const SigningKey&) = default;
    SigningKey& operator=(const SigningKey&) = default;
    ~SigningKey();

    [[nodiscard]] const VerifierKey& verifier() const noexcept { return verifier_; }

    // Signs the text of a note. Asserts that it is a key for that.
    [[nodiscard]] NoteSignature sign(std::string_view text) const;

    // Signs the text as seen at `time`, in seconds since 1970 UTC. Asserts likewise.
    [[nodiscard]] NoteSignature cosign(std::string_view text, std::uint64_t time) const;

private:
    using Seed = std::array<std::uint8_t, 32>;
    SigningKey(std::string_view name, SignatureType type, const Seed& seed);
    [[nodiscard]] std::array<std::uint8_t, 64> signature_of(std::string_view message) const;

    Seed seed_;
    std::array<std::uint8_t, 64> secret_{};  // libsodium's: the seed and the public key
    VerifierKey verifier_;
};

}  // namespace ledger
