#pragma once
// The keys of closed parts, one for each person, in a file of fixed slots outside of RocksDB,
// wrapped by a master key (proof.md, "Forgetting"). A slot that is overwritten is gone; nothing
// else holds it.
//
// Which slot is whose is not in the file. It follows from the records, and the index keeps it. The
// file names the ledger that it belongs to: with the slots of another one, two persons would come
// to share a key.
//
// Who was forgotten gets no other slot: what is closed about him later is refused (group.h), for a
// new key would let a copy of the records tell which words are newer than his being forgotten, and
// nobody who is asked whether he is forgotten could say so any more.
//
// Safe to use from any thread; create() and sync() by one at a time.

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

// The slots, and the key that they are wrapped by.
struct VaultFiles {
    std::filesystem::path slots;
    std::filesystem::path master;
};

class Vault {
public:
    // Opens the vault of the ledger whose first record's entry is `owner`. One that belongs to
    // nobody yet and has no slots becomes that ledger's. A file that is missing, a vault of another
    // ledger, or a master key that others may read, is a Fault that says so. `entropy` must outlive
    // the vault.
    [[nodiscard]] static OrFault<std::unique_ptr<Vault>> open(
        const VaultFiles& files, const Digest& owner, Entropy& entropy
    );

    // Makes the files of a vault that belongs to nobody yet, readable by their owner only, and goes
    // on with what an earlier try left. Refuses a vault that belongs to a ledger.
    [[nodiscard]] static OrFault<std::unique_ptr<Vault>> found(
        const VaultFiles& files, Entropy& entropy
    );

    // From now on it belongs to the ledger whose first record's entry is `owner`; on disk when it
    // returns. For a vault that belongs to nobody yet.
    [[nodiscard]] OrFault<void> give_to(const Digest& owner);

    // Zeros as long as it belongs to nobody.
    [[nodiscard]] const Digest& owner() const noexcept;

    // Whether there is a key in each slot; Fault::corrupt when one does not open with the master
    // key. Reads the file, whatever is in memory.
    [[nodiscard]] OrFault<std::vector<bool>> check_slots() const;

    // How many slots it has, those whose keys are gone among them.
    [[nodiscard]] std::uint32_t slots() const;
    ~Vault();
    Vault(const Vault&) = delete;
    Vault& operator=(const Vault&) = delete;

    // A new key in a new slot. On disk only after sync().
    [[nodiscard]] OrFault<Slot> create();

    // Puts every slot that was created on disk. Call it before a record that names one is written.
    // After a fault nobody knows what is on disk, and every further call is a fault.
    [[nodiscard]] OrFault<void> sync();

    // Destroys the key in the slot: on disk when it returns, where the file system writes in place;
    // in memory too. False when it was gone already. After a fault nobody knows what is on disk,
    // and it is to be called again once the vault was opened anew.
    [[nodiscard]] OrFault<bool> forget(Slot slot);

    // Whether there is a key in the slot.
    [[nodiscard]] OrFault<bool> holds(Slot slot) const;

    // salt || XChaCha20-Poly1305 of `words` under the slot's key (schemas/record.capnp, Part).
    // A Fault where the key is gone: ask holds() first.
    [[nodiscard]] OrFault<std::string> seal(Slot slot, std::uint16_t part, std::string_view words);

    // The words that seal() was given. Nothing when the key is no longer there; Fault::corrupt when
    // the bytes are not what seal() made.
    [[nodiscard]] OrFault<std::optional<std::string>> open_part(
        Slot slot, std::uint16_t part, std::string_view sealed
    ) const;

private:
    struct State;
    explicit Vault(std::unique_ptr<State> state);
    [[nodiscard]] static OrFault<std::unique_ptr<Vault>> open_files(
        const VaultFiles& files, Entropy& entropy
    );
    std::unique_ptr<State> state_;
};

// What a sealed part has more than its words: salt and authenticator.
inline constexpr std::size_t seal_overhead = 16 + 16;

}  // namespace ledger
