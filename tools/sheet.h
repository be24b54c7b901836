#pragma once
// One table of a data set, read as its mapping says: each row with its values by name, and what was
// found wrong or odd in it. What rows become, and how tables hang together, is in intake.h.

#include "tools/finding.h"
#include "tools/mapping.h"
#include "tools/template.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tools {

// A file of the data set, by its name without folders.
struct SourceFile {
    std::string name;
    std::string text;
};

struct Row {
    std::size_t line = 0;  // on which it begins, from 1
    Cells cells;
    bool is_refused = false;        // it gives no events
    bool is_accounted_for = false;  // it gave an event or a finding, or another row was given it

    // The value of that name; empty when it has none.
    [[nodiscard]] const std::string& text(std::string_view name) const;
};

// `mapping` must outlive it.
struct Sheet {
    const FileMapping* mapping = nullptr;
    std::vector<Row> rows;
    std::vector<Finding> findings;
    std::size_t events = 0;  // that its rows gave

    // The row gives no events.
    void refuse(Row& row, std::string_view column, std::string_view value, ledger::Words reason);
    // The row is read all the same.
    void note(Row& row, std::string_view column, std::string_view value, ledger::Words reason);
    // About the file as a whole, or a column of it.
    void tell(Finding::Kind kind, std::string_view column, ledger::Words reason);

private:
    void find(Finding::Kind kind, Row&, std::string_view, std::string_view, ledger::Words reason);
};

// Reads `source`, which may be nullptr: then the file is not there.
[[nodiscard]] Sheet read_sheet(const FileMapping& mapping, const SourceFile* source);

}  // namespace tools
