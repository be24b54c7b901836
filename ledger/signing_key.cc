#include "ledger/signing_key.h"

#include "ledger/base64.h"
#include "ledger/file.h"
#include "ledger/rules/assert.h"

#include <sodium.h>

#include <algorithm>
#include <sys/stat.h>
#include <utility>
#include <vector>

namespace ledger {
namespace {

constexpr std::string_view prefix = "PRIVATE+KEY+";

void wipe(std::vector<std::uint8_t>& bytes) {
    sodium_memzero(bytes.data(), bytes.size());
}

}  // namespace

SigningKey::SigningKey(std::string_view name, SignatureType type, const Seed& seed)
    : seed_(seed), verifier_{std::string(name), type, {}} {
    crypto_sign_seed_keypair(verifier_.key.data(), secret_.data(), seed_.data());
}

SigningKey::~SigningKey() {
    sodium_memzero(seed_.data(), seed_.size());
    sodium_memzero(secret_.data(), secret_.size());
}

SigningKey SigningKey::make(std::string_view name, SignatureType type, Entropy& entropy) {
    ledger_assert(is_key_name(name));
    Seed seed;
    entropy.fill(seed);
    SigningKey key(name, type, seed);
    sodium_memzero(seed.data(), seed.size());
    return key;
}

std::optional<SigningKey> SigningKey::parse(std::string_view text) {
    if (!text.starts_with(prefix)) return std::nullopt;
    text.remove_prefix(prefix.size());
    const std::size_t first = text.find('+');
    if (first == std::string_view::npos) return std::nullopt;
    const std::size_t second = text.find('+', first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    const std::string_view name = text.substr(0, first);
    auto bytes = from_base64(text.substr(second + 1));
    Seed seed;
    if (!is_key_name(name) || !bytes || bytes->size() != 1 + seed.size()) return std::nullopt;
    const SignatureType type{bytes->front()};
    std::copy(bytes->begin() + 1, bytes->end(), seed.begin());
    wipe(*bytes);
    if (type != SignatureType::ed25519 && type != SignatureType::cosignature) return std::nullopt;
    SigningKey key(name, type, seed);
    sodium_memzero(seed.data(), seed.size());
    // The id in the line is that of the public key.
    const std::string public_text = key.verifier_.text();
    if (!public_text.starts_with(text.substr(0, second + 1))) return std::nullopt;
    return key;
}

OrFault<SigningKey> SigningKey::load(const std::filesystem::path& path) {
    struct stat found{};
    if (::stat(path.c_str(), &found) != 0) return io_fault("find", path, errno);
    if ((found.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return fault(
            Fault::Kind::io,
            path.string() +
                " is a secret key, and others than its owner may use it: chmod 600 it, "
                "and consider who has read it"
        );
    }
    auto bytes = read_file(path);
    if (!bytes) return std::unexpected(bytes.error());
    std::string_view line = text_of(*bytes);
    if (line.ends_with('\n')) line.remove_suffix(1);
    auto key = parse(line);
    wipe(*bytes);
    if (!key) return fault(Fault::Kind::corrupt, path.string() + " is no signing key");
    return *std::move(key);
}

OrFault<void> SigningKey::save(const std::filesystem::path& path) const {
    std::vector<std::uint8_t> bytes{std::to_underlying(verifier_.type)};
    bytes.insert(bytes.end(), seed_.begin(), seed_.end());
    const std::string public_text = verifier_.text();
    const std::size_t key_at = public_text.find('+', verifier_.name.size() + 1) + 1;
    std::string line =
        std::string(prefix) + public_text.substr(0, key_at) + to_base64(bytes) + '\n';
    wipe(bytes);
    auto made = make_file(path, bytes_of(line), Readers::owner);
    sodium_memzero(line.data(), line.size());
    return made;
}

NoteSignature SigningKey::sign(std::string_view text) const {
    ledger_assert(verifier_.type == SignatureType::ed25519);
    const auto signature = signature_of(text);
    return {verifier_.name, verifier_.id(), {signature.begin(), signature.end()}};
}

NoteSignature SigningKey::cosign(std::string_view text, std::uint64_t time) const {
    ledger_assert(verifier_.type == SignatureType::cosignature);
    std::vector<std::uint8_t> bytes;
    append_big_endian(bytes, time, sizeof time);
    const auto signature = signature_of(cosigned_message(text, time));
    bytes.insert(bytes.end(), signature.begin(), signature.end());
    return {verifier_.name, verifier_.id(), std::move(bytes)};
}

std::array<std::uint8_t, 64> SigningKey::signature_of(std::string_view message) const {
    std::array<std::uint8_t, 64> signature{};
    crypto_sign_detached(
        signature.data(), nullptr, bytes_of(message).data(), message.size(), secret_.data()
    );
    return signature;
}

}  // namespace ledger
