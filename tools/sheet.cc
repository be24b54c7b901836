#include "tools/sheet.h"

#include "ledger/rules/ids.h"
#include "ledger/rules/time.h"
#include "tools/csv.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace tools {
namespace {

using ledger::Decimal;
using ledger::Words;

Words not_a(std::string_view id, std::string_view en) {
    return {
        "Nilai ini bukan " + std::string(id) + ".", "This value is not " + std::string(en) + "."
    };
}

std::optional<Words> wrong_form(As as, std::string_view value) {
    switch (as) {
        case As::text:
        case As::decimal:
            return std::nullopt;
        case As::name:
            if (ledger::is_name(value)) return std::nullopt;
            return not_a(
                "nama: 1 sampai 64 karakter A-Z a-z 0-9 . _ ~ -",
                "a name: 1 to 64 of the characters A-Z a-z 0-9 . _ ~ -"
            );
        case As::date:
            if (ledger::parse_date(value)) return std::nullopt;
            return not_a("tanggal seperti 2026-01-12", "a date such as 2026-01-12");
        case As::year: {
            const auto period = ledger::Period::parse(value);
            if (period && period->kind() == ledger::Period::Kind::year) return std::nullopt;
            return not_a("tahun seperti 2026", "a year such as 2026");
        }
    }
    std::unreachable();
}

bool is_usual(const Usual& usual, const Decimal& value) {
    return (!usual.low || *usual.low <= value) && (!usual.high || value <= *usual.high);
}

// Whether all columns that are to be read are there. One that the mapping does not mention is
// reported, and the rows are read without it.
bool check_columns(Sheet& sheet, const CsvFields& columns) {
    const FileMapping& mapping = *sheet.mapping;
    for (const std::string& column : columns) {
        if (mapping.column(column) != nullptr) continue;
        sheet.tell(
            Finding::Kind::refused,
            column,
            {"Kolom ini tidak disebut dalam pemetaan; isinya tidak dicatat.",
             "The mapping does not mention this column; what it holds is not recorded."}
        );
    }
    bool are_all_there = true;
    for (const Column& column : mapping.columns) {
        const bool is_there = std::ranges::find(columns, column.name) != columns.end();
        if (is_there && !column.as) {
            sheet.tell(Finding::Kind::noted, column.name, column.ignored.words());
        } else if (!is_there) {
            are_all_there = false;
            sheet.tell(
                Finding::Kind::refused,
                column.name,
                {"Kolom ini disebut dalam pemetaan, tetapi tidak ada; berkas tidak dibaca.",
                 "The mapping mentions this column, but it is not there; the file is not read."}
            );
        }
    }
    return are_all_there;
}

// Reads the rows of a sheet one by one.
class RowReader {
public:
    RowReader(Sheet& sheet, const CsvFields& columns) : sheet_(sheet), columns_(columns) {}

    void read(Row& row, const CsvFields& fields) {
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const Column* column = sheet_.mapping->column(columns_[i]);
            if (column != nullptr && column->as) read_value(row, *column, fields[i]);
        }
        if (!row.is_refused) check_agreement(row);
    }

    // Says how many numbers had to be written another way, column by column.
    void tell_conversions() {
        for (const Column& column : sheet_.mapping->columns) {
            const auto known = conversions_.find(column.name);
            if (known == conversions_.end()) continue;
            const std::string points = std::to_string(known->second.points);
            const std::string percents = std::to_string(known->second.percents);
            sheet_.tell(
                Finding::Kind::noted,
                column.name,
                {"Bentuk angka disesuaikan: " + points + " tanda desimal \"" +
                     column.decimal.point + "\" menjadi titik, " + percents +
                     " tanda persen menjadi satuan.",
                 "Numbers written another way: " + points + " decimal signs \"" +
                     column.decimal.point + "\" became a point, " + percents +
                     " percent signs became the unit."}
            );
        }
    }

private:
    struct Conversions {
        std::size_t points = 0;
        std::size_t percents = 0;
    };

    void read_value(Row& row, const Column& column, const std::string& raw) {
        std::string_view value = raw;
        const auto replacement = std::ranges::find(column.replacements, raw, &Replacement::from);
        if (replacement != column.replacements.end()) {
            sheet_.note(row, column.name, raw, replacement->note.words());
            put(row, column.name + ".remark", replacement->remark);
            put(row, column.name + ".word", replacement->word);
            if (!replacement->word.empty()) return;
            value = replacement->to;
        } else if (value.empty() && !column.empty.empty()) {
            return sheet_.note(row, column.name, raw, column.empty.words());
        }
        if (value.empty()) {
            return sheet_.refuse(
                row, column.name, raw, {"Nilai ini wajib diisi.", "This value is required."}
            );
        }
        if (auto words = wrong_form(*column.as, value)) {
            return sheet_.refuse(row, column.name, raw, std::move(*words));
        }
        if (column.as == As::decimal) {
            read_number(row, column, raw, value);
        } else {
            put(row, column.name, std::string(value));
        }
        if (!column.repeated.empty() && !seen_.emplace(column.name, raw).second) {
            sheet_.note(row, column.name, raw, column.repeated.words());
        }
    }

    void read_number(Row& row, const Column& column, std::string_view raw, std::string_view value) {
        auto number = read_decimal(value, column.decimal);
        if (!number) {
            return sheet_.refuse(row, column.name, raw, std::move(number.error()));
        }
        if (!is_usual(column.usual, *Decimal::parse(number->text))) {
            sheet_.note(row, column.name, raw, column.usual.note.words());
        }
        if (column.decimal.point != "." && number->text.find('.') != std::string::npos) {
            ++conversions_[column.name].points;
        }
        if (number->has_percent) {
            ++conversions_[column.name].percents;
            put(row, column.name + ".unit", "%");
        }
        put(row, column.name, std::move(number->text));
    }

    void check_agreement(Row& row) {
        for (const Column& column : sheet_.mapping->columns) {
            if (column.agrees_with.empty()) continue;
            const std::string& here = row.text(column.name);
            const std::string& there = row.text(column.agrees_with);
            if (Decimal::parse(here) == Decimal::parse(there)) continue;
            sheet_.refuse(
                row,
                column.name,
                here,
                {"Angka ini tidak sama dengan kolom " + column.agrees_with + " (" + there + ").",
                 "This number is not the one in the column " + column.agrees_with + " (" + there +
                     ")."}
            );
        }
    }

    static void put(Row& row, std::string name, std::string text) {
        if (!text.empty()) row.cells[std::move(name)] = {std::move(text), false};
    }

    Sheet& sheet_;
    const CsvFields& columns_;
    std::set<std::pair<std::string, std::string>> seen_;  // columns and their values
    std::map<std::string, Conversions> conversions_;      // by column
};

}  // namespace

const std::string& Row::text(std::string_view name) const {
    static const std::string nothing;
    const auto known = cells.find(name);
    return known == cells.end() ? nothing : known->second.text;
}

void Sheet::refuse(Row& row, std::string_view column, std::string_view value, Words reason) {
    row.is_refused = true;
    find(Finding::Kind::refused, row, column, value, std::move(reason));
}

void Sheet::note(Row& row, std::string_view column, std::string_view value, Words reason) {
    find(Finding::Kind::noted, row, column, value, std::move(reason));
}

void Sheet::find(
    Finding::Kind kind, Row& row, std::string_view column, std::string_view value, Words reason
) {
    row.is_accounted_for = true;
    findings.push_back(
        {.kind = kind,
         .file = mapping->file,
         .line = row.line,
         .column = std::string(column),
         .value = std::string(value),
         .reason = std::move(reason)}
    );
}

void Sheet::tell(Finding::Kind kind, std::string_view column, Words reason) {
    findings.push_back(
        {.kind = kind,
         .file = mapping->file,
         .line = 0,
         .column = std::string(column),
         .value = {},
         .reason = std::move(reason)}
    );
}

Sheet read_sheet(const FileMapping& mapping, const SourceFile* source) {
    Sheet sheet;
    sheet.mapping = &mapping;
    for (const Sentence& note : mapping.notes) sheet.tell(Finding::Kind::noted, {}, note.words());
    if (source == nullptr) {
        sheet.tell(
            Finding::Kind::refused,
            {},
            {"Berkas ini disebut dalam pemetaan, tetapi tidak ada.",
             "The mapping mentions this file, but it is not there."}
        );
        return sheet;
    }
    auto csv = CsvReader::open(source->text);
    if (!csv) {
        sheet.tell(Finding::Kind::refused, {}, std::move(csv.error()));
        return sheet;
    }
    if (!check_columns(sheet, csv->columns())) return sheet;
    RowReader reader(sheet, csv->columns());
    while (auto fields = csv->next()) {
        Row& row = sheet.rows.emplace_back();
        row.line = csv->line();
        if (*fields) {
            reader.read(row, **fields);
        } else {
            sheet.refuse(row, {}, {}, std::move(fields->error()));
        }
    }
    reader.tell_conversions();
    return sheet;
}

}  // namespace tools
