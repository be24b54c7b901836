#include "ledger/note.h"

#include "ledger/base64.h"
#include "ledger/rules/utf8.h"
#include "ledger/sha256.h"

#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace ledger {
namespace {

constexpr std::string_view dash = "\xE2\x80\x94 ";  // U+2014, which begins a signature line
constexpr std::size_t time_bytes = 8;
constexpr std::size_t id_bytes = 4;

std::uint32_t id_in(Bytes bytes) {
    return static_cast<std::uint32_t>(read_big_endian(bytes.first(id_bytes)));
}

std::string hex8(std::uint32_t id) {
    std::string text(8, '0');
    for (std::size_t i = 0; i < text.size(); ++i) {
        text[i] = "0123456789abcdef"[(id >> (28U - 4U * i)) & 15U];
    }
    return text;
}

bool is_signed_by(std::string_view message, Bytes signature, const PublicKey& key) {
    if (signature.size() != crypto_sign_BYTES) return false;
    return crypto_sign_verify_detached(
               signature.data(), bytes_of(message).data(), message.size(), key.data()
           ) == 0;
}

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\n';
}

// Unicode's White_Space, and its control characters (Cc).
bool is_space_or_control(char32_t c) {
    return c <= U' ' || (c >= 0x7F && c <= 0xA0) || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
           c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

}  // namespace

bool is_key_name(std::string_view name) {
    if (name.empty() || !is_utf8(name)) return false;
    while (!name.empty()) {
        const char32_t c = utf8_first(name);
        if (c == U'+' || is_space_or_control(c)) return false;
        name.remove_prefix(utf8_length(name));
    }
    return true;
}

std::uint32_t VerifierKey::id() const {
    const std::array head{std::uint8_t{'\n'}, std::to_underlying(type)};
    Sha256 sha256;
    return id_in(sha256(bytes_of(name), Bytes(head), Bytes(key)).bytes);
}

std::string VerifierKey::text() const {
    std::vector<std::uint8_t> bytes{std::to_underlying(type)};
    bytes.insert(bytes.end(), key.begin(), key.end());
    return name + '+' + hex8(id()) + '+' + to_base64(bytes);
}

std::optional<VerifierKey> VerifierKey::parse(std::string_view text) {
    const std::size_t first = text.find('+');
    if (first == std::string_view::npos) return std::nullopt;
    const std::size_t second = text.find('+', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    VerifierKey found;
    found.name = text.substr(0, first);
    const auto bytes = from_base64(text.substr(second + 1));
    if (!is_key_name(found.name) || !bytes || bytes->size() != 1 + found.key.size()) {
        return std::nullopt;
    }
    found.type = SignatureType{bytes->front()};
    if (found.type != SignatureType::ed25519 && found.type != SignatureType::cosignature) {
        return std::nullopt;
    }
    std::copy(bytes->begin() + 1, bytes->end(), found.key.begin());
    if (text.substr(first + 1, second - first - 1) != hex8(found.id())) return std::nullopt;
    return found;
}

std::string NoteSignature::line() const {
    std::vector<std::uint8_t> all;
    append_big_endian(all, key_id, id_bytes);
    all.insert(all.end(), bytes.begin(), bytes.end());
    return std::string(dash) + name + ' ' + to_base64(all) + '\n';
}

std::optional<NoteSignature> NoteSignature::parse(std::string_view line) {
    if (!line.starts_with(dash)) return std::nullopt;
    line.remove_prefix(dash.size());
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    const std::string_view name = line.substr(0, space);
    const auto all = from_base64(line.substr(space + 1));
    if (!is_key_name(name) || !all || all->size() <= id_bytes) return std::nullopt;
    return NoteSignature{
        std::string(name),
        id_in(*all),
        {all->begin() + id_bytes, all->end()},
    };
}

std::string Note::written() const {
    std::string note = text + '\n';
    for (const NoteSignature& signature : signatures) note += signature.line();
    return note;
}

std::optional<Note> Note::parse(std::string_view note) {
    if (note.size() > note_bytes_max || std::ranges::any_of(note, is_control)) return std::nullopt;
    if (!is_utf8(note)) return std::nullopt;
    const std::size_t gap = note.rfind("\n\n");
    if (gap == std::string_view::npos || !note.ends_with('\n')) return std::nullopt;
    Note found{std::string(note.substr(0, gap + 1)), {}};
    std::string_view lines = note.substr(gap + 2);
    while (!lines.empty()) {
        const std::size_t end = lines.find('\n');
        auto signature = NoteSignature::parse(lines.substr(0, end));
        if (!signature || found.signatures.size() == note_signatures_max) return std::nullopt;
        found.signatures.push_back(*std::move(signature));
        lines.remove_prefix(end + 1);
    }
    if (found.signatures.empty()) return std::nullopt;
    return found;
}

Signed is_signed(const Note& note, const VerifierKey& key) {
    const std::uint32_t id = key.id();
    auto found = Signed::not_at_all;
    for (const NoteSignature& signature : note.signatures) {
        if (signature.name != key.name || signature.key_id != id) continue;
        const bool is_repeated = found == Signed::well;
        if (is_repeated || !is_signature(note.text, signature, key)) return Signed::badly;
        found = Signed::well;
    }
    return found;
}

bool is_signature(std::string_view text, const NoteSignature& signature, const VerifierKey& key) {
    if (signature.name != key.name || signature.key_id != key.id()) return false;
    if (key.type == SignatureType::ed25519) return is_signed_by(text, signature.bytes, key.key);
    const auto time = cosigned_at(signature);
    if (!time) return false;
    return is_signed_by(
        cosigned_message(text, *time), Bytes(signature.bytes).subspan(time_bytes), key.key
    );
}

std::string cosigned_message(std::string_view text, std::uint64_t time) {
    return "cosignature/v1\ntime " + std::to_string(time) + '\n' + std::string(text);
}

std::optional<std::uint64_t> cosigned_at(const NoteSignature& signature) {
    if (signature.bytes.size() < time_bytes) return std::nullopt;
    return read_big_endian(Bytes(signature.bytes).first(time_bytes));
}

}  // namespace ledger
