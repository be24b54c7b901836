#pragma once
// How the tables of a data set become events: one JSON file for each data set, in
// schemas/mappings/. A mapping names every column of every file, either to be read or to be ignored
// with a reason; a column or a value that it does not mention is reported, never passed over. No
// code names a data set. intake.h applies a mapping.
//
//     {
//       "source": "import:nyc_mmr",
//       "tables": {"direction": {"entries": {"up": "max", "down": "min"}}},
//       "files": [{
//         "file": "indicators.csv",
//         "columns": [
//           {"name": "indicator_id", "as": "name"},
//           {"name": "direction", "as": "text"},
//           {"name": "colour", "ignored": {"id": "...", "en": "..."}}],
//         "values": [{"name": "polarity", "of": "{direction}", "table": "direction"}],
//         "events": [{
//           "type": "indicator.defined", "id": "indicator-{indicator_id}",
//           "subject": "indicator/nyc-{indicator_id}", "effective": "2015-07-01T00:00:00Z",
//           "data": {"polarity": "{polarity}"}}]
//       }]
//     }
//
// A hole "{name}" takes the value of a column that is read, or one of the file's `values`. A
// decimal column fills three more: "{name.unit}", "%" where it was written; "{name.word}" and
// "{name.remark}", from the replacement that was made.

#include "api/json_in.h"
#include "ledger/rules/actor.h"
#include "ledger/rules/decimal.h"
#include "tools/decimal_form.h"
#include "tools/template.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tools {

// A sentence in a mapping, in both languages.
struct Sentence {
    std::string id;
    std::string en;

    static constexpr std::tuple fields{
        ledger::field("id", &Sentence::id), ledger::field("en", &Sentence::en)
    };
    [[nodiscard]] bool empty() const noexcept { return id.empty() && en.empty(); }
    [[nodiscard]] ledger::Words words() const { return {id, en}; }
};

// What a column's values must be.
enum class As : std::uint8_t {
    text,     // anything
    name,     // what may stand in an id: A-Z a-z 0-9 . _ ~ -
    decimal,  // a number in the column's DecimalForm
    date,     // "2022-10-31"
    year,     // "2023"
};
constexpr auto names(As) {
    return std::to_array<std::string_view>({"text", "name", "decimal", "date", "year"});
}

// The values that a column or a `value` may have, and what each one becomes.
struct Table {
    std::map<std::string, Cell, std::less<>> entries;
    std::optional<Cell> otherwise;  // for values that it does not list; none: they are reported

    static constexpr std::tuple fields{
        ledger::field("entries", &Table::entries), ledger::field("otherwise", &Table::otherwise)
    };
};

// A value that stands for another, exactly as the source writes it; each use is reported.
struct Replacement {
    std::string from;
    std::string to;      // what is read instead
    std::string word;    // or: a word in place of a number, "WTP"; the number is then empty
    std::string remark;  // what `from` says besides
    Sentence note;

    static constexpr std::tuple fields{
        ledger::field("from", &Replacement::from),
        ledger::field("to", &Replacement::to),
        ledger::field("word", &Replacement::word),
        ledger::field("remark", &Replacement::remark),
        ledger::field("note", &Replacement::note),
    };
};

// Where the same text must stand as well.
struct Reference {
    std::string file;
    std::string column;
    Sentence kept;  // when given, a row that refers to nothing is kept, and reported with this

    static constexpr std::tuple fields{
        ledger::field("file", &Reference::file),
        ledger::field("column", &Reference::column),
        ledger::field("kept", &Reference::kept),
    };
    [[nodiscard]] bool empty() const noexcept { return file.empty(); }
};

// The range in which values are no surprise; others are kept, and reported with the note.
struct Usual {
    std::optional<ledger::Decimal> low;
    std::optional<ledger::Decimal> high;
    Sentence note;

    static constexpr std::tuple fields{
        ledger::field("low", &Usual::low),
        ledger::field("high", &Usual::high),
        ledger::field("note", &Usual::note),
    };
};

// A column: either `as` says how to read it, or `ignored` says why not.
struct Column {
    std::string name;
    std::optional<As> as;
    Sentence ignored;
    DecimalForm decimal;
    std::vector<Replacement> replacements;
    Sentence empty;           // when given, a value may be empty, and is reported with this
    Sentence repeated;        // when given, a value that came before is reported with this
    Usual usual;              // of decimals
    std::string agrees_with;  // another decimal column of the file that must hold the same number
    Reference found_in;

    static constexpr std::tuple fields{
        ledger::field("name", &Column::name),
        ledger::field("as", &Column::as),
        ledger::field("ignored", &Column::ignored),
        ledger::field("decimal", &Column::decimal),
        ledger::field("replacements", &Column::replacements),
        ledger::field("empty", &Column::empty),
        ledger::field("repeated", &Column::repeated),
        ledger::field("usual", &Column::usual),
        ledger::field("agreesWith", &Column::agrees_with),
        ledger::field("foundIn", &Column::found_in),
    };
};

// A value taken from the rows of another file of which `key` has the text at hand. Several rows
// give one text where `join` says what stands between; without it they are a problem.
struct Lookup {
    struct Missing {
        std::string key;  // that the other file lacks, and is known to lack
        Cell value;
        Sentence note;

        static constexpr std::tuple fields{
            ledger::field("key", &Missing::key),
            ledger::field("value", &Missing::value),
            ledger::field("note", &Missing::note),
        };
    };
    std::string file;
    std::string key;
    std::string column;
    std::string join;
    std::vector<Missing> missing;

    static constexpr std::tuple fields{
        ledger::field("file", &Lookup::file),
        ledger::field("key", &Lookup::key),
        ledger::field("column", &Lookup::column),
        ledger::field("join", &Lookup::join),
        ledger::field("missing", &Lookup::missing),
    };
    [[nodiscard]] bool empty() const noexcept { return file.empty(); }
};

// A value that is made of others: through a table, or looked up.
struct Derived {
    std::string name;
    TextTemplate of;
    std::string table;
    Lookup lookup;

    static constexpr std::tuple fields{
        ledger::field("name", &Derived::name),
        ledger::field("of", &Derived::of),
        ledger::field("table", &Derived::table),
        ledger::field("lookup", &Derived::lookup),
    };
};

// An event that a row gives. `id` is made of the row's natural key, so that the same row gives the
// same event whenever it is imported; within one import each id may be given once, unless `once`
// says that many rows speak of the same thing and must agree on it.
struct EventTemplate {
    std::string type;
    TextTemplate id;
    TextTemplate subject;
    TextTemplate effective;
    std::optional<ledger::Role> role;  // integration, if not given
    bool once = false;
    std::vector<std::string> when;  // values that must not be empty, or the event is not given
    Template data;

    static constexpr std::tuple fields{
        ledger::field("type", &EventTemplate::type),
        ledger::field("id", &EventTemplate::id),
        ledger::field("subject", &EventTemplate::subject),
        ledger::field("effective", &EventTemplate::effective),
        ledger::field("role", &EventTemplate::role),
        ledger::field("once", &EventTemplate::once),
        ledger::field("when", &EventTemplate::when),
        ledger::field("data", &EventTemplate::data),
    };
};

// One file. Its rows give events, or are looked up from other files, or `without_events` says why
// neither.
struct FileMapping {
    std::string file;
    std::vector<Sentence> notes;  // about the file as a whole; always reported
    std::vector<Column> columns;
    std::vector<Derived> values;
    std::vector<EventTemplate> events;
    Sentence without_events;

    static constexpr std::tuple fields{
        ledger::field("file", &FileMapping::file),
        ledger::field("notes", &FileMapping::notes),
        ledger::field("columns", &FileMapping::columns),
        ledger::field("values", &FileMapping::values),
        ledger::field("events", &FileMapping::events),
        ledger::field("withoutEvents", &FileMapping::without_events),
    };
    // nullptr when the file has none of that name.
    [[nodiscard]] const Column* column(std::string_view name) const;
};

using Tables = std::map<std::string, Table, std::less<>>;

struct Mapping {
    std::string source;           // of its events, a URI reference
    Sentence title;               // of the data set
    std::string migration_order;  // when the caller gives none
    Tables tables;
    std::vector<EventTemplate> events;  // before those of the rows; without holes
    std::vector<FileMapping> files;     // in the order in which their events are given

    static constexpr std::tuple fields{
        ledger::field("source", &Mapping::source),
        ledger::field("title", &Mapping::title),
        ledger::field("migrationOrder", &Mapping::migration_order),
        ledger::field("tables", &Mapping::tables),
        ledger::field("events", &Mapping::events),
        ledger::field("files", &Mapping::files),
    };

    // Reads a mapping, and checks that it hangs together: every name that it uses is there, every
    // column that it reads is used, every sentence is given in both languages.
    [[nodiscard]] static api::OrRejections<Mapping> parse(std::string_view json);

    // nullptr when it has none of that name.
    [[nodiscard]] const FileMapping* file(std::string_view name) const;
};

void read(
    api::JsonReading& reading, api::JsonValue value, std::map<std::string, Cell, std::less<>>& into
);
void read(api::JsonReading& reading, api::JsonValue value, Tables& into);

}  // namespace tools
