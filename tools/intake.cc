#include "tools/intake.h"

#include "api/json_out.h"
#include "ledger/rules/actor.h"
#include "ledger/rules/event.h"
#include "ledger/rules/ids.h"
#include "ledger/rules/time.h"
#include "tools/cloud_event_lines.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace tools {
namespace {

using ledger::Words;

// The rows of a sheet by what they have in one column.
using RowIndex = std::multimap<std::string, Row*, std::less<>>;

// What an event lacks that the ledger would refuse whatever it is about.
std::optional<Words> wrong_attribute(const CloudEvent& event) {
    constexpr std::size_t id_bytes_max = 64;
    if (event.id.empty() || event.id.size() > id_bytes_max) {
        return Words{
            "Id peristiwa harus 1 sampai 64 bita, bukan \"" + event.id + "\".",
            "The id of an event has 1 to 64 bytes, not \"" + event.id + "\"."
        };
    }
    if (!is_stream(ledger::StreamId{event.subject})) {
        return Words{
            "\"" + event.subject + "\" bukan nama aliran seperti indicator/a-1.",
            "\"" + event.subject + "\" is not the name of a stream such as indicator/a-1."
        };
    }
    if (!ledger::parse_instant(event.effective)) {
        return Words{
            "\"" + event.effective + "\" bukan waktu dengan zonanya.",
            "\"" + event.effective + "\" is not a time with its zone."
        };
    }
    return std::nullopt;
}

class TakingIn {
public:
    TakingIn(const Mapping& mapping, std::span<const SourceFile> files, const Sender& sender)
        : mapping_(mapping), files_(files), sender_(sender) {}

    Intake run() && {
        report_strangers();
        for (const FileMapping& file : mapping_.files) {
            const auto source = std::ranges::find(files_, file.file, &SourceFile::name);
            sheets_.push_back(read_sheet(file, source == files_.end() ? nullptr : &*source));
        }
        take_constants();
        for (Sheet& sheet : sheets_) take(sheet);
        for (Sheet& sheet : sheets_) account_for(sheet);
        for (Sheet& sheet : sheets_) close(sheet);
        return std::move(intake_);
    }

private:
    using Pending = std::pair<std::string, EventLine>;  // with its id

    // Files that the mapping does not mention.
    void report_strangers() {
        for (const SourceFile& file : files_) {
            if (mapping_.file(file.name) != nullptr) continue;
            intake_.findings.push_back(
                {.kind = Finding::Kind::refused,
                 .file = file.name,
                 .line = 0,
                 .column = {},
                 .value = {},
                 .reason =
                     {"Berkas ini tidak disebut dalam pemetaan.",
                      "The mapping does not mention this file."}}
            );
        }
    }

    // The events that stand in the mapping itself.
    void take_constants() {
        const FileMapping itself;
        Sheet sheet;
        sheet.mapping = &itself;
        Row row;
        for (const EventTemplate& event : mapping_.events) give(sheet, row, event);
        keep(sheet, row);
        std::ranges::move(sheet.findings, std::back_inserter(intake_.findings));
    }

    void take(Sheet& sheet) {
        for (Row& row : sheet.rows) {
            if (!row.is_refused) check_references(sheet, row);
            for (const Derived& value : sheet.mapping->values) {
                if (!row.is_refused) derive(sheet, row, value);
            }
            for (const EventTemplate& event : sheet.mapping->events) {
                const bool is_due = std::ranges::none_of(event.when, [&](const std::string& name) {
                    return row.text(name).empty();
                });
                if (is_due && !row.is_refused) give(sheet, row, event);
            }
            keep(sheet, row);
        }
    }

    // Rows that gave nothing, and of which nothing was said.
    static void account_for(Sheet& sheet) {
        if (!sheet.mapping->without_events.empty()) {
            return sheet.tell(Finding::Kind::noted, {}, sheet.mapping->without_events.words());
        }
        for (Row& row : sheet.rows) {
            if (row.is_accounted_for) continue;
            sheet.note(
                row,
                {},
                {},
                {"Baris ini tidak memberi peristiwa, dan tidak ada yang merujuknya.",
                 "The row gives no event, and nothing refers to it."}
            );
        }
    }

    void close(Sheet& sheet) {
        const auto refused = std::ranges::count_if(sheet.rows, &Row::is_refused);
        intake_.counts.push_back(
            {.file = sheet.mapping->file,
             .rows = sheet.rows.size(),
             .refused = static_cast<std::size_t>(refused),
             .events = sheet.events}
        );
        std::ranges::move(sheet.findings, std::back_inserter(intake_.findings));
    }

    // --- Values made of others

    // The rows of `file` that have `key` in `column` and are not refused, in their order.
    std::vector<Row*> rows_with(
        const std::string& file, const std::string& column, const std::string& key
    ) {
        const auto [index, is_new] = indexes_.try_emplace({file, column});
        if (is_new) index->second = index_of(file, column);
        std::vector<Row*> rows;
        const auto [first, last] = index->second.equal_range(key);
        for (auto at = first; at != last; ++at) {
            if (!at->second->is_refused) rows.push_back(at->second);
        }
        return rows;
    }

    RowIndex index_of(std::string_view file, std::string_view column) {
        RowIndex index;
        for (Sheet& sheet : sheets_) {
            if (sheet.mapping->file != file) continue;
            for (Row& row : sheet.rows) index.emplace(row.text(column), &row);
        }
        return index;
    }

    void check_references(Sheet& sheet, Row& row) {
        for (const Column& column : sheet.mapping->columns) {
            const Reference& reference = column.found_in;
            const std::string& value = row.text(column.name);
            if (reference.empty() || value.empty()) continue;
            if (!rows_with(reference.file, reference.column, value).empty()) continue;
            if (reference.kept.empty()) {
                sheet.refuse(
                    row,
                    column.name,
                    value,
                    {"Tidak ada di " + reference.file + ", kolom " + reference.column + ".",
                     "It is not in " + reference.file + ", column " + reference.column + "."}
                );
            } else {
                sheet.note(row, column.name, value, reference.kept.words());
            }
        }
    }

    void derive(Sheet& sheet, Row& row, const Derived& value) {
        const std::string key = value.of.fill(row.cells).text;
        if (value.table.empty()) return look_up(sheet, row, value, key);
        const Table& table = mapping_.tables.at(value.table);
        const auto entry = table.entries.find(key);
        if (entry != table.entries.end()) {
            row.cells[value.name] = entry->second;
        } else if (table.otherwise) {
            row.cells[value.name] = *table.otherwise;
        } else {
            sheet.refuse(
                row,
                value.name,
                key,
                {"Tabel " + value.table + " dalam pemetaan tidak menyebut nilai ini.",
                 "The table " + value.table + " of the mapping does not mention this value."}
            );
        }
    }

    void look_up(Sheet& sheet, Row& row, const Derived& value, const std::string& key) {
        const Lookup& lookup = value.lookup;
        const std::vector<Row*> found = rows_with(lookup.file, lookup.key, key);
        if (found.empty()) return look_up_missing(sheet, row, value, key);
        if (found.size() > 1 && lookup.join.empty()) {
            return sheet.refuse(
                row,
                value.name,
                key,
                {"Lebih dari satu baris di " + lookup.file + " dengan " + lookup.key + " ini.",
                 "More than one row of " + lookup.file + " has this " + lookup.key + "."}
            );
        }
        std::string joined;
        for (Row* there : found) {
            there->is_accounted_for = true;
            const std::string& text = there->text(lookup.column);
            if (!joined.empty() && !text.empty()) joined += lookup.join;
            joined += text;
        }
        row.cells[value.name] = {std::move(joined), false};
    }

    static void look_up_missing(
        Sheet& sheet, Row& row, const Derived& value, const std::string& key
    ) {
        const Lookup& lookup = value.lookup;
        const auto known = std::ranges::find(lookup.missing, key, &Lookup::Missing::key);
        if (known != lookup.missing.end()) {
            row.cells[value.name] = known->value;
            return sheet.note(row, value.name, key, known->note.words());
        }
        sheet.refuse(
            row,
            value.name,
            key,
            {"Tidak ada baris di " + lookup.file + " dengan " + lookup.key + " ini.",
             "No row of " + lookup.file + " has this " + lookup.key + "."}
        );
    }

    // --- Events

    CloudEvent filled(const EventTemplate& event, const Cells& cells) const {
        api::JsonOut data;
        event.data.write(data, cells);
        const ledger::Role role = event.role.value_or(ledger::Role::integration);
        return {
            .source = mapping_.source,
            .id = event.id.fill(cells).text,
            .type = event.type,
            .subject = event.subject.fill(cells).text,
            .actor = sender_.actor,
            .actor_role = std::string(name_of(role)),
            .migration_order = sender_.migration_order.empty() ? mapping_.migration_order
                                                               : sender_.migration_order,
            .effective = event.effective.fill(cells).text,
            .data = std::move(data).take(),
        };
    }

    // Adds the event to those of the row at hand.
    void give(Sheet& sheet, Row& row, const EventTemplate& spec) {
        const CloudEvent event = filled(spec, row.cells);
        if (auto words = wrong_attribute(event))
            return sheet.refuse(row, {}, {}, std::move(*words));
        std::string json = line_of(event);
        const EventLine* known = given(event.id);
        if (known == nullptr) {
            pending_.emplace_back(
                event.id, EventLine{std::move(json), sheet.mapping->file, row.line}
            );
            return;
        }
        if (spec.once && known->json == json) {
            row.is_accounted_for = true;
            return;
        }
        const std::string first = known->file + ":" + std::to_string(known->line);
        Words reason =
            spec.once
                ? Words{"Baris ini tentang hal yang sama dengan " + first + ", tetapi isinya lain.",
                        "The row is about the same thing as " + first + ", but says otherwise."}
                : Words{"Kunci ini sudah dipakai oleh " + first + ".",
                        "This key was used before, by " + first + "."};
        sheet.refuse(row, {}, event.id, std::move(reason));
    }

    // The event of that id, of this row or one before it; nullptr when there is none.
    const EventLine* given(const std::string& id) const {
        const auto known = by_id_.find(id);
        if (known != by_id_.end()) return &intake_.events[known->second];
        const auto here = std::ranges::find(pending_, id, &Pending::first);
        return here == pending_.end() ? nullptr : &here->second;
    }

    // Takes the events of the row at hand, or drops them when the row is refused.
    void keep(Sheet& sheet, Row& row) {
        if (!row.is_refused) {
            for (auto& [id, event] : pending_) {
                row.is_accounted_for = true;
                ++sheet.events;
                by_id_.emplace(std::move(id), intake_.events.size());
                intake_.events.push_back(std::move(event));
            }
        }
        pending_.clear();
    }

    const Mapping& mapping_;
    std::span<const SourceFile> files_;
    const Sender& sender_;
    Intake intake_;
    std::vector<Sheet> sheets_;
    std::map<std::pair<std::string, std::string>, RowIndex> indexes_;  // by file and column
    std::map<std::string, std::size_t> by_id_;                         // the events that were taken
    std::vector<Pending> pending_;                                     // those of the row at hand
};

}  // namespace

Intake take_in(const Mapping& mapping, std::span<const SourceFile> files, const Sender& sender) {
    return TakingIn(mapping, files, sender).run();
}

}  // namespace tools
