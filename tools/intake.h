#pragma once
// Makes events of the tables of a data set, as its mapping says. Nothing is passed over in silence:
// every row gives events, or a finding that says why not, or both; and so does every file and every
// column that the mapping and the data do not share.
//
// Pure: it reads no disk and no clock. The same tables give the same events with the same ids, so
// that importing them twice adds nothing.

#include "tools/finding.h"
#include "tools/mapping.h"
#include "tools/sheet.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace tools {

// On whose behalf it is imported.
struct Sender {
    std::string actor;
    std::string migration_order;  // the mapping's own, if empty
};

// An event of a row, as a line of newline-delimited JSON, and where it comes from.
struct EventLine {
    std::string json;
    std::string file;      // empty: the mapping itself
    std::size_t line = 0;  // on which its row begins
    friend bool operator==(const EventLine&, const EventLine&) = default;
};

// What became of one file.
struct FileCount {
    std::string file;
    std::size_t rows = 0;     // without the line of the columns
    std::size_t refused = 0;  // of them
    std::size_t events = 0;
    friend bool operator==(const FileCount&, const FileCount&) = default;
};

struct Intake {
    std::vector<EventLine> events;  // in the order in which they have to be recorded
    std::vector<Finding> findings;  // file by file
    std::vector<FileCount> counts;  // in the mapping's order
};

[[nodiscard]] Intake take_in(
    const Mapping& mapping, std::span<const SourceFile> files, const Sender& sender
);

}  // namespace tools
