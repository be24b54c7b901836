#include "ledger/log_key.h"

#include "ledger/file.h"

namespace ledger {
namespace {

std::filesystem::path file_of(const std::filesystem::path& keys) {
    return keys / "log.key";
}

std::filesystem::path next_file_of(const std::filesystem::path& keys) {
    return keys / "log.key.next";
}

OrFault<SigningKey> load_or_make(
    const std::filesystem::path& path, std::string_view origin, Entropy& entropy
) {
    if (std::filesystem::exists(path)) {
        auto key = SigningKey::load(path);
        if (!key || key->verifier().name == origin) return key;
        return fault(
            Fault::Kind::corrupt,
            path.string() + " is the key of " + key->verifier().name + ", not of " +
                std::string(origin)
        );
    }
    SigningKey key = SigningKey::make(origin, SignatureType::ed25519, entropy);
    if (auto saved = key.save(path); !saved) return std::unexpected(saved.error());
    return key;
}

}  // namespace

OrFault<LogKey> LogKey::found(
    const std::filesystem::path& keys, std::string_view origin, Entropy& entropy
) {
    auto key = load_or_make(file_of(keys), origin, entropy);
    if (!key) return std::unexpected(key.error());
    return LogKey{*std::move(key), {}};
}

OrFault<LogKey> LogKey::open(const std::filesystem::path& keys, std::string_view announced) {
    auto key = SigningKey::load(file_of(keys));
    if (!key) return std::unexpected(key.error());
    if (key->verifier().text() == announced) return LogKey{*std::move(key), {}};
    if (std::filesystem::exists(next_file_of(keys))) {
        auto other = SigningKey::load(next_file_of(keys));
        if (!other) return std::unexpected(other.error());
        if (other->verifier().text() == announced) {
            return LogKey{*std::move(key), *std::move(other)};
        }
    }
    return fault(
        Fault::Kind::corrupt,
        file_of(keys).string() + " is " + key->verifier().text() +
            ", and the log says that its checkpoints are signed by " + std::string(announced) +
            ": restore the newest backup of the keys; or, where the log is from before a key was "
            "replaced and no newer one is left, the log.key of that time"
    );
}

OrFault<SigningKey> next_log_key(
    const std::filesystem::path& keys, std::string_view origin, Entropy& entropy
) {
    return load_or_make(next_file_of(keys), origin, entropy);
}

OrFault<void> take_next_log_key(const std::filesystem::path& keys) {
    return rename_file(next_file_of(keys), file_of(keys));
}

}  // namespace ledger
