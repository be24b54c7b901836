#include "ledger/base64.h"

#include <sodium.h>

namespace ledger {

std::string to_base64(Bytes bytes) {
    constexpr int variant = sodium_base64_VARIANT_ORIGINAL;
    std::string text(sodium_base64_ENCODED_LEN(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
    text.resize(text.find('\0'));  // libsodium ends it as C does
    return text;
}

std::optional<std::vector<std::uint8_t>> from_base64(std::string_view text) {
    if (text.empty())
        return std::vector<std::uint8_t>{};  // libsodium asks for a place all the same
    std::vector<std::uint8_t> bytes(text.size() / 4 * 3 + 3);
    std::size_t size = 0;
    const char* end = nullptr;
    const int failed = sodium_base642bin(
        bytes.data(),
        bytes.size(),
        text.data(),
        text.size(),
        nullptr,
        &size,
        &end,
        sodium_base64_VARIANT_ORIGINAL
    );
    if (failed != 0 || end != text.data() + text.size()) return std::nullopt;
    bytes.resize(size);
    return bytes;
}

std::optional<Digest> digest_from_base64(std::string_view text) {
    const auto bytes = from_base64(text);
    if (!bytes || bytes->size() != Digest{}.bytes.size()) return std::nullopt;
    return load_digest(*bytes);
}

}  // namespace ledger
