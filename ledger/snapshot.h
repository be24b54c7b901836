#pragma once
// The files of a ledger as they were at one moment, in a folder of its own, for who looks at a
// ledger while a server has it open. What never changes is linked, what may grow is copied; so it
// takes as long as the newest write-ahead log is long, and room for just that.
//
// It is what a crash at that moment would have left: it holds at least what was acknowledged when
// take() began, and opens like any ledger, to be read. Of keys there are only symbolic links: one
// that is destroyed meanwhile is destroyed here too, and a copy that follows no links holds none.

#include "ledger/file.h"
#include "ledger/rules/error.h"

#include <filesystem>
#include <optional>
#include <utility>

namespace ledger {

class Snapshot {
public:
    // Of the ledger in `directory`, in its folder "look", which is made; what an interrupted one
    // has left there is removed. Fault::io when another one is there, or the files could not be
    // caught standing still.
    [[nodiscard]] static OrFault<Snapshot> take(const std::filesystem::path& directory);

    Snapshot(Snapshot&& other) noexcept
        : lock_(std::move(other.lock_)),
          own_lock_(std::move(other.own_lock_)),
          ledger_(std::exchange(other.ledger_, {})),
          is_live_(other.is_live_) {}
    Snapshot& operator=(Snapshot&&) = delete;
    ~Snapshot();  // removes the folder

    // Removes what an interrupted one has left. False: somebody is looking right now.
    [[nodiscard]] static OrFault<bool> clear(const std::filesystem::path& directory);

    // Once the ledger in it is open: its keys are in memory, and nothing of them is left here.
    // Where nobody had the ledger open, nobody can before that, for what is linked could be
    // replaced.
    void forget_keys();

    // A ledger's directory.
    [[nodiscard]] const std::filesystem::path& ledger() const noexcept { return ledger_; }

    // Whether somebody had the ledger open, and may have been writing: then a torn end is nothing
    // but a group that was not acknowledged yet.
    [[nodiscard]] bool is_live() const noexcept { return is_live_; }

private:
    Snapshot(File lock, std::filesystem::path ledger)
        : lock_(std::move(lock)), ledger_(std::move(ledger)) {}

    File lock_;
    std::optional<File> own_lock_;  // the ledger's, where nobody had it
    std::filesystem::path ledger_;  // empty: moved away
    bool is_live_ = false;
};

}  // namespace ledger
