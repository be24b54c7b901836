#pragma once
// What happens before a log is opened: is what RocksDB would come up with all that was
// acknowledged, unchanged? A look that changes nothing decides; only then is the log opened for
// writing.
//
// The witnesses are the head file (durable_head.h), our own reading of the write-ahead log files
// (wal_scan.h), and the root that the last pack of each group carries. The log is taken when
//   - it is no shorter than the head file says;
//   - no group that stands in a write-ahead log file lies beyond its end;
//   - its packs have no gap, from the first one that a write-ahead log file holds, or the head
//   file's
//     older head, to the end;
//   - the tree, from that older head on, made again from the records, has the roots that the head
//   file
//     and the groups say, to the end.
// Then what is damaged in a write-ahead log file is the last group, torn on its way to the disk
// before anybody was told of it, and is left out. Anything else is Fault::corrupt, which says what
// is missing, where, and what to do; nothing is changed then.
//
// What cannot be told apart from a torn group, among what the head file does not know yet: a
// write-ahead log file that lost its end afterwards, and damage that reaches into its last group.
// The head file is written at most RocksLogOptions::head_every after a group, a second, so nothing
// older can go unnoticed; and behind damage every group that is still whole is found.

#include "ledger/durable_head.h"
#include "ledger/log.h"
#include "ledger/rules/error.h"

#include <filesystem>
#include <optional>
#include <string>

namespace ledger {

// DIR/head, DIR/log and DIR/lock.
struct LogPaths {
    explicit LogPaths(const std::filesystem::path& directory)
        : head(directory / "head"), store(directory / "log"), lock(directory / "lock") {}
    std::filesystem::path head;
    std::filesystem::path store;
    std::filesystem::path lock;
};

// For the operator, of a log that was taken; empty where there is nothing to tell.
struct RecoveryNotes {
    // What a stop in the middle of writing leaves, or a copy that was taken meanwhile: a torn last
    // group, of which nobody was told, or one slot of the head file.
    std::string leftovers;
    // What was damaged otherwise, and was not missed.
    std::string damage;
};

struct Recovered {
    Head head;
    DurableHead durable;
    bool is_new = false;  // there is no store yet
    RecoveryNotes notes;
};

// Judges the log. Where there is none, `create` makes the head file of a new one; else it is
// Fault::io. The lock must be held.
[[nodiscard]] OrFault<Recovered> recover_log(const LogPaths& paths, bool create);

// Makes the head file again from all records, for an operator who has lost it: each group's root is
// checked on the way. Refuses when there is a head file. The lock must be held.
[[nodiscard]] OrFault<Head> rebuild_head(const LogPaths& paths);

}  // namespace ledger
