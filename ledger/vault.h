#pragma once
// The keys of closed parts, one for each person, in a file of fixed slots outside of RocksDB,
// wrapped by a master key (proof.md, "Forgetting"). A slot that is overwritten is gone; nothing
// else holds it.
//
// Which slot is whose is not in the file. It follows from the records, and the index keeps it.
// Safe to use from any thread.

#include "ledger/entropy.h"
#include "ledger/rules/digest.h"
#include "ledger/rules/error.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ledger {

enum class Slot : std::uint32_t {};

using VaultKey = std::array<std::uint8_t, 32>;

class Vault {
public:
    // Opens the slots in `slots_file`, wrapped by the key in `master_file`; makes both when neither
    // exists, readable by their owner only. A slots file without its master key, or a master key
    // that others may read, is a Fault that says so. `entropy` must outlive the vault.
    [[nodiscard]] static OrFault<std::unique_ptr<Vault>> open(
        const std::filesystem::path& slots_file,
        const std::filesystem::path& master_file,
        Entropy& entropy
    );
    ~Vault();
    Vault(const Vault&) = delete;
    Vault& operator=(const Vault&) = delete;

    // A new key in a new slot. On disk only after sync().
    [[nodiscard]] OrFault<Slot> create();

    // Puts every slot that was created on disk. Call it before a record that names one is written.
    [[nodiscard]] OrFault<void> sync();

    // salt || XChaCha20-Poly1305 of `words` under the slot's key (schemas/record.capnp, Part).
    [[nodiscard]] OrFault<std::string> seal(Slot slot, std::uint16_t part, std::string_view words);

    // The words that seal() was given. Nothing when the key is no longer there; Fault::corrupt when
    // the bytes are not what seal() made.
    [[nodiscard]] OrFault<std::optional<std::string>> open_part(
        Slot slot, std::uint16_t part, std::string_view sealed
    ) const;

private:
    struct State;
    explicit Vault(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

// What a sealed part has more than its words: salt and authenticator.
inline constexpr std::size_t seal_overhead = 16 + 16;

}  // namespace ledger
