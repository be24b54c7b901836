#pragma once
// Signed notes: a text, and below it a line for each key that signed it (C2SP signed-note;
// proof.md, "Signed note and checkpoint").
//
//     example.com/log
//     70000
//     n7Zj…=
//
//     — example.com/log Uw2QOkn8…=
//
// What is read here came from strangers: whatever it is, it is a note or it is not.

#include "ledger/bytes.h"
#include "ledger/rules/digest.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ledger {

// What a key signs, and how.
enum class SignatureType : std::uint8_t {
    ed25519 = 0x01,      // the text
    cosignature = 0x04,  // the text with the time at which a witness saw it
};

using PublicKey = std::array<std::uint8_t, 32>;  // Ed25519

// Whether a key can have this name: UTF-8 that is not empty, without a plus sign and without
// Unicode's spaces (c2sp.org/signed-note), and without control characters.
[[nodiscard]] bool is_key_name(std::string_view name);

// A key that signatures are checked with: "example.com/foo+530d903a+AekyeRrm…", a vkey.
struct VerifierKey {
    std::string name;
    SignatureType type = SignatureType::ed25519;
    PublicKey key{};

    // The first four bytes of SHA-256(name || 0x0A || type || key), big-endian.
    [[nodiscard]] std::uint32_t id() const;
    [[nodiscard]] std::string text() const;
    // Nothing when it is no vkey of a type above, or its id is not that of its key.
    [[nodiscard]] static std::optional<VerifierKey> parse(std::string_view text);

    friend bool operator==(const VerifierKey&, const VerifierKey&) = default;
};

// A line under a note, of whatever type.
struct NoteSignature {
    std::string name;
    std::uint32_t key_id = 0;
    std::vector<std::uint8_t> bytes;

    [[nodiscard]] std::string line() const;                                          // with its LF
    [[nodiscard]] static std::optional<NoteSignature> parse(std::string_view line);  // without
    friend bool operator==(const NoteSignature&, const NoteSignature&) = default;
};

inline constexpr std::size_t note_bytes_max = 1024UL * 1024;  // as Go's
inline constexpr std::size_t note_signatures_max = 100;

struct Note {
    std::string text;  // ends in LF
    std::vector<NoteSignature> signatures;

    [[nodiscard]] std::string written() const;
    // Nothing when it is no note, has no signature, or is beyond the limits.
    [[nodiscard]] static std::optional<Note> parse(std::string_view note);
    friend bool operator==(const Note&, const Note&) = default;
};

// What is under a note by one key.
enum class Signed : std::uint8_t {
    not_at_all,
    well,
    badly,  // a line has the key's name and id, and is not its signature, or not its only one:
            // believe nothing of it
};

[[nodiscard]] Signed is_signed(const Note& note, const VerifierKey& key);

// Whether `signature` is the key's, over `text`.
[[nodiscard]] bool is_signature(
    std::string_view text, const NoteSignature& signature, const VerifierKey& key
);

// The bytes that a witness signs who saw `text` at `time`, in seconds since 1970 UTC.
[[nodiscard]] std::string cosigned_message(std::string_view text, std::uint64_t time);

// When a witness saw what it cosigned; nothing when the bytes are too short.
[[nodiscard]] std::optional<std::uint64_t> cosigned_at(const NoteSignature& signature);

}  // namespace ledger
