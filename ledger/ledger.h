#pragma once
// One ledger, opened: its log, its index, its keys and its writer, and what can be asked of them.
//
//     DIR/log, DIR/head, DIR/lock   the records, and what was promised (rocks_log.h)
//     DIR/keys                      the keys of closed parts, and the master key (vault.h); and
//                                   the key that signs (log_key.h)
//     DIR/checkpoints               what was signed (checkpoints.h)
//     DIR/rows                      everything that follows from the records; may be removed while
//                                   the ledger is closed, and is made again
//
// Opening takes as long with a hundred million events as with a thousand. Reads may be asked from
// any thread; none of them waits for a write. Before anything can be read the keys of everybody who
// was forgotten are destroyed, should a backup have brought them back (forgetting.h). Each record
// that is answered was hashed when it was read, and is the one that the tree was made of
// (checked_tiles.h).

#include "ledger/checked_tiles.h"
#include "ledger/clock.h"
#include "ledger/entropy.h"
#include "ledger/heads.h"
#include "ledger/index.h"
#include "ledger/log.h"
#include "ledger/log_key.h"
#include "ledger/public_tree.h"
#include "ledger/record.h"
#include "ledger/record_codec.h"
#include "ledger/rocks_log.h"
#include "ledger/rules/event.h"
#include "ledger/vault.h"
#include "ledger/writer.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ledger {

struct LedgerOptions {
    // What a ledger is founded as where there is none yet, or one whose founding was interrupted;
    // without it that is a Fault, and nothing is made. An existing ledger keeps its own.
    std::optional<origin::Founded> found;
    // What salts and keys of a ledger that is `seeded` come from; others do not use it.
    std::string seed = "jejak";
    // After each group, with the ledger's new size; on the writer's thread; must not block.
    std::function<void(Position size)> on_recorded;
    // When what is in memory goes to disk. Smaller only for tests of just that.
    std::size_t log_buffer_bytes = RocksLogOptions{}.buffer_bytes;
    RowStore::Options index_rows;
};

// For the operator, of one opening; empty where there is nothing to tell.
struct OpeningNotes {
    RecoveryNotes log;
    std::string keys;  // those of the forgotten were there, and were destroyed
};

class Ledger {
public:
    // Opens the ledger in `directory`, whose parent must be there. `clock` must outlive it. Catches
    // the index up with the records.
    [[nodiscard]] static OrFault<std::unique_ptr<Ledger>> open(
        const std::filesystem::path& directory, const Clock& clock, LedgerOptions options
    );
    ~Ledger();  // flushes the index, so that the next opening has nothing to catch up with
    Ledger(const Ledger&) = delete;
    Ledger& operator=(const Ledger&) = delete;

    [[nodiscard]] const origin::Founded& origin() const noexcept { return origin_; }
    [[nodiscard]] const std::filesystem::path& directory() const noexcept { return directory_; }
    // Whether this opening founded it.
    [[nodiscard]] bool was_founded() const noexcept { return founded_; }
    // What the operator should know about this opening.
    [[nodiscard]] const OpeningNotes& notes() const noexcept { return notes_; }

    [[nodiscard]] Writer& writer() noexcept { return *writer_; }
    [[nodiscard]] const Log& log() const noexcept { return *log_; }
    [[nodiscard]] const Index& index() const noexcept { return *index_; }
    [[nodiscard]] const Vault& vault() const noexcept { return *vault_; }
    [[nodiscard]] Entropy& entropy() noexcept { return *entropy_; }
    [[nodiscard]] const LogKey& log_key() const noexcept { return *log_key_; }
    [[nodiscard]] std::filesystem::path keys() const { return directory_ / "keys"; }
    // The tree of all that the index holds.
    [[nodiscard]] PublicTree public_tree() const { return PublicTree(*tiles_, *index_); }

    // How many events there are: the position that the next one will have. The index holds them
    // all.
    [[nodiscard]] Position size() const { return index_->size(); }

    // The event at `position`. Nothing when there is none yet.
    [[nodiscard]] OrFault<std::optional<Entry>> entry(Position position, Closed closed) const;

    // At most `count_max` events from `from` on, in order.
    [[nodiscard]] OrFault<std::vector<Entry>> entries(
        Position from, std::size_t count_max, Closed closed
    ) const;

    // The record at `position` as it is stored, hashed and proved; Fault::corrupt when there is
    // none.
    [[nodiscard]] OrFault<std::vector<std::uint8_t>> stored_record(Position position) const;

    // The events at these positions, in the same order.
    [[nodiscard]] OrFault<std::vector<Entry>> entries_at(
        const std::vector<Position>& positions, Closed closed
    ) const;

    // At most `count_max` events of the stream, from `from_version` (1 is the first) on: each the
    // one that its successor names.
    [[nodiscard]] OrFault<std::vector<Entry>> stream(
        const StreamId& stream, std::uint64_t from_version, std::size_t count_max, Closed closed
    ) const;

    // How many events had been recorded at `moment`: the size to ask "as of" for a recorded time.
    [[nodiscard]] OrFault<Position> size_at(Instant moment) const;

    // When the last of the first `size` events was recorded; 1970 for none.
    [[nodiscard]] OrFault<Instant> recorded_at(Position size) const;

    // Destroys the key of a person who the records say was forgotten; false when it was gone, or
    // there never was one. Asserts that they do.
    [[nodiscard]] OrFault<bool> destroy_key_of(const PersonId& person);

private:
    Ledger() = default;
    [[nodiscard]] OrFault<void> open_log(const LedgerOptions& options);
    [[nodiscard]] OrFault<void> open_rest(const RowStore::Options& index_rows);
    [[nodiscard]] OrFault<void> open_index(const RowStore::Options& index_rows);
    [[nodiscard]] OrFault<void> apply_register();
    [[nodiscard]] OrFault<void> open_log_key();
    [[nodiscard]] OrFault<void> found();

    std::filesystem::path directory_;
    std::unique_ptr<Entropy> entropy_;
    std::unique_ptr<Log> log_;
    std::unique_ptr<Vault> vault_;
    std::optional<LogKey> log_key_;
    std::unique_ptr<Index> index_;
    std::unique_ptr<CheckedTiles> tiles_;
    std::unique_ptr<Writer> writer_;
    origin::Founded origin_;
    Digest first_entry_;  // zeros until it is founded
    bool founded_ = false;
    OpeningNotes notes_;
};

}  // namespace ledger
