#include "ledger/base64.h"

#include <sodium.h>

namespace ledger {

namespace {

std::string encoded(Bytes bytes, int variant) {
    std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
    text.pop_back();  // libsodium ends it as C does
    return text;
}

std::optional<std::vector<std::uint8_t>> decoded(std::string_view text, int variant) {
    if (text.empty())
        return std::vector<std::uint8_t>{};  // libsodium asks for a place all the same
    std::vector<std::uint8_t> bytes(text.size() / 4 * 3 + 3);
    std::size_t size = 0;
    const char* end = nullptr;
    const int failed = sodium_base642bin(
        bytes.data(), bytes.size(), text.data(), text.size(), nullptr, &size, &end, variant
    );
    if (failed != 0 || end != text.data() + text.size()) return std::nullopt;
    bytes.resize(size);
    // libsodium 1.0.18 takes some bytes that are no ASCII for characters of the alphabet.
    if (encoded(bytes, variant) != text) return std::nullopt;
    return bytes;
}

}  // namespace

std::string to_base64(Bytes bytes) {
    return encoded(bytes, sodium_base64_VARIANT_ORIGINAL);
}

std::optional<std::vector<std::uint8_t>> from_base64(std::string_view text) {
    return decoded(text, sodium_base64_VARIANT_ORIGINAL);
}

std::string to_base64url(Bytes bytes) {
    return encoded(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::optional<std::vector<std::uint8_t>> from_base64url(std::string_view text) {
    return decoded(text, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::optional<Digest> digest_from_base64(std::string_view text) {
    const auto bytes = from_base64(text);
    if (!bytes || bytes->size() != Digest{}.bytes.size()) return std::nullopt;
    return load_digest(*bytes);
}

std::optional<std::vector<Digest>> digests_from_base64(std::span<const std::string> texts) {
    std::vector<Digest> digests;
    digests.reserve(texts.size());
    for (const std::string& text : texts) {
        const auto digest = digest_from_base64(text);
        if (!digest) return std::nullopt;
        digests.push_back(*digest);
    }
    return digests;
}

}  // namespace ledger
