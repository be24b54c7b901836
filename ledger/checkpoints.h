#pragma once
// What this ledger has signed, in its folder `checkpoints`:
//
//     newest           the newest checkpoint
//     cosigned         the newest one that has its quorum of witnesses (cosigning.h)
//     rotated-<size>   the last one by a key that was replaced
//
// Whoever reads one finds out whether the ledger still begins with what it has signed. One that was
// restored from an older copy, or was made anew, does not.

#include "ledger/checkpoint.h"
#include "ledger/ledger.h"
#include "ledger/rules/error.h"
#include "ledger/signing_key.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ledger {

struct SignedCheckpoint {
    Checkpoint checkpoint;
    std::string note;  // with its signatures, as it is served
};

[[nodiscard]] SignedCheckpoint signed_by(const SigningKey& key, Checkpoint checkpoint);

// Whether the checkpoint is of this ledger's first events, as they are now.
[[nodiscard]] OrFault<bool> begins_with(const Ledger& ledger, const Checkpoint& checkpoint);

// What the keys that the ledger has announced, now or before, have signed of `note`.
[[nodiscard]] OrFault<Signed> is_signed_by(const Ledger& ledger, const Note& note);

class Checkpoints {
public:
    // Makes the folder where there is none. `ledger` must outlive it.
    [[nodiscard]] static OrFault<Checkpoints> open(const Ledger& ledger);

    // The newest one; nothing when none was signed yet. Fault::corrupt when the ledger did not sign
    // it, or does not begin with it.
    [[nodiscard]] OrFault<std::optional<SignedCheckpoint>> newest() const;

    // The same of the newest one that was cosigned.
    [[nodiscard]] OrFault<std::optional<SignedCheckpoint>> cosigned() const;

    // Those in the folder that the ledger's keys have signed and that it does not begin with any
    // more, but for those of which a truncation notice in the log says so. Where the last that a
    // replaced key has signed is among them, the next key was announced in what is lost, and what
    // it signed is lost too. Fault::corrupt: another one that no key of the ledger's has signed, or
    // one that was changed.
    [[nodiscard]] OrFault<std::vector<SignedCheckpoint>> lost() const;

    // One from elsewhere: Fault::corrupt when the ledger's keys have not signed it.
    [[nodiscard]] OrFault<SignedCheckpoint> read_signed(const std::filesystem::path& path) const;

    // Those of replaced keys, the oldest first. Faults likewise.
    [[nodiscard]] OrFault<std::vector<SignedCheckpoint>> rotated() const;

    // On disk when they return.
    [[nodiscard]] OrFault<void> keep_newest(const SignedCheckpoint& signed_checkpoint) const;
    [[nodiscard]] OrFault<void> keep_cosigned(const SignedCheckpoint& signed_checkpoint) const;
    [[nodiscard]] OrFault<void> keep_rotated(const SignedCheckpoint& signed_checkpoint) const;

private:
    Checkpoints(const Ledger& ledger, std::filesystem::path directory)
        : ledger_(&ledger), directory_(std::move(directory)) {}
    [[nodiscard]] OrFault<std::optional<SignedCheckpoint>> read_if_there(const char* name) const;
    [[nodiscard]] OrFault<void> keep(const std::string& name, const SignedCheckpoint& what) const;
    [[nodiscard]] OrFault<SignedCheckpoint> read(const std::filesystem::path& path) const;
    // One of this ledger's name, and what the ledger's keys have signed of it.
    struct Found {
        SignedCheckpoint checkpoint;
        Signed by_us{};
    };
    [[nodiscard]] OrFault<Found> read_any(const std::filesystem::path& path) const;
    [[nodiscard]] OrFault<bool> is_known_to_be_lost(const std::filesystem::path& path) const;

    const Ledger* ledger_;
    std::filesystem::path directory_;
};

}  // namespace ledger
