#include "tools/mapping.h"

#include <algorithm>
#include <set>
#include <utility>

namespace tools {
namespace {

using api::JsonReading;
using api::JsonValue;

using Names = std::set<std::string, std::less<>>;

// What a mapping that was read must be besides: complete, and at one with itself.
class Checking {
public:
    Checking(JsonReading& reading, const Mapping& mapping) : reading_(reading), mapping_(mapping) {}

    void check() {
        if (mapping_.source.empty()) missing("source");
        sentence("title", mapping_.title);
        if (mapping_.files.empty()) missing("files");
        note_uses();
        constant_events();
        Names known;
        for (std::size_t i = 0; i < mapping_.files.size(); ++i) {
            const Step list(reading_, "files");
            const Step item(reading_, i);
            const FileMapping& file = mapping_.files[i];
            if (file.file.empty()) missing("file");
            if (!known.insert(file.file).second) twice("file", file.file);
            check(file);
        }
        for (const auto& [name, table] : mapping_.tables) {
            const Step step(reading_, "tables");
            if (!used_tables_.contains(name)) unused(name);
        }
    }

private:
    using Step = JsonReading::Step;

    void missing(std::string_view field) {
        reading_.reject(field, {"Kolom ini wajib diisi.", "This field is required."});
    }

    void twice(std::string_view field, std::string_view name) {
        const std::string quoted = "\"" + api::quoted_name(name) + "\"";
        reading_.reject(field, {quoted + " muncul dua kali.", quoted + " appears twice."});
    }

    void unknown(std::string_view field, std::string_view name) {
        const std::string quoted = "\"" + api::quoted_name(name) + "\"";
        reading_.reject(
            field,
            {quoted + " tidak disebut dalam pemetaan ini. Periksa ejaannya.",
             quoted + " is nowhere in this mapping. Look at how it is spelt."}
        );
    }

    void unused(std::string_view field) {
        reading_.reject(
            field,
            {"Ini dibaca, tetapi tidak dipakai. Pakailah, atau abaikan dengan alasan (ignored).",
             "This is read, but nothing uses it. Use it, or ignore it with a reason (ignored)."}
        );
    }

    void sentence(std::string_view field, const Sentence& words) {
        const Step step(reading_, field);
        sentence(words);
    }

    void sentence(const Sentence& words) {
        if (!words.id.empty() && !words.en.empty()) return;
        reading_.reject(
            {"Tulis kalimatnya dalam bahasa Indonesia (id) dan Inggris (en).",
             "Write the sentence in Indonesian (id) and in English (en)."}
        );
    }

    void sentence_if_any(std::string_view field, const Sentence& words) {
        if (!words.empty()) sentence(field, words);
    }

    // Which files are looked up, and which columns are needed from elsewhere.
    void note_uses() {
        for (const FileMapping& file : mapping_.files) {
            for (const Column& column : file.columns) {
                used_elsewhere_.emplace(column.found_in.file, column.found_in.column);
            }
            for (const Derived& value : file.values) {
                looked_up_.insert(value.lookup.file);
                used_elsewhere_.emplace(value.lookup.file, value.lookup.key);
                used_elsewhere_.emplace(value.lookup.file, value.lookup.column);
            }
        }
    }

    void constant_events() {
        for (std::size_t i = 0; i < mapping_.events.size(); ++i) {
            const Step list(reading_, "events");
            const Step item(reading_, i);
            event(mapping_.events[i], {});
        }
    }

    void check(const FileMapping& file) {
        used_here_.clear();
        Names known = columns(file);
        for (std::size_t i = 0; i < file.notes.size(); ++i) {
            const Step list(reading_, "notes");
            const Step item(reading_, i);
            sentence(file.notes[i]);
        }
        for (std::size_t i = 0; i < file.values.size(); ++i) {
            const Step list(reading_, "values");
            const Step item(reading_, i);
            derived(file.values[i], known);
            if (!known.insert(file.values[i].name).second) twice("name", file.values[i].name);
        }
        for (std::size_t i = 0; i < file.events.size(); ++i) {
            const Step list(reading_, "events");
            const Step item(reading_, i);
            event(file.events[i], known);
        }
        is_there_a_purpose(file);
        is_all_used(file);
    }

    void is_there_a_purpose(const FileMapping& file) {
        const bool has_one = !file.events.empty() || looked_up_.contains(file.file);
        if (!has_one) return sentence("withoutEvents", file.without_events);
        if (file.without_events.empty()) return;
        reading_.reject(
            "withoutEvents",
            {"Berkas ini memberi peristiwa atau dirujuk berkas lain; hapus kalimat ini.",
             "The file gives events, or is looked up from another; remove this sentence."}
        );
    }

    void is_all_used(const FileMapping& file) {
        for (std::size_t i = 0; i < file.columns.size(); ++i) {
            const Column& column = file.columns[i];
            const bool is_check = !column.agrees_with.empty() || !column.found_in.empty();
            if (!column.as || is_check || used_here_.contains(column.name)) continue;
            if (used_elsewhere_.contains({file.file, column.name})) continue;
            const Step list(reading_, "columns");
            const Step item(reading_, i);
            unused("name");
        }
        for (std::size_t i = 0; i < file.values.size(); ++i) {
            if (used_here_.contains(file.values[i].name)) continue;
            const Step list(reading_, "values");
            const Step item(reading_, i);
            unused("name");
        }
    }

    // The names that holes may use.
    Names columns(const FileMapping& file) {
        Names columns;
        Names holes;
        for (std::size_t i = 0; i < file.columns.size(); ++i) {
            const Step list(reading_, "columns");
            const Step item(reading_, i);
            const Column& column = file.columns[i];
            if (column.name.empty()) missing("name");
            if (!columns.insert(column.name).second) twice("name", column.name);
            check(column, file);
            if (!column.as) continue;
            holes.insert(column.name);
            holes.insert(column.name + ".remark");
            if (column.as != As::decimal) continue;
            holes.insert(column.name + ".unit");
            holes.insert(column.name + ".word");
        }
        return holes;
    }

    void check(const Column& column, const FileMapping& file) {
        if (!column.as) return sentence("ignored", column.ignored);
        if (!column.ignored.empty()) {
            reading_.reject(
                "ignored",
                {"Kolom dibaca (as) atau diabaikan (ignored), bukan keduanya.",
                 "A column is read (as) or ignored (ignored), not both."}
            );
        }
        for (std::size_t i = 0; i < column.replacements.size(); ++i) {
            const Step list(reading_, "replacements");
            const Step item(reading_, i);
            sentence("note", column.replacements[i].note);
        }
        sentence_if_any("empty", column.empty);
        sentence_if_any("repeated", column.repeated);
        if (column.usual.low || column.usual.high) sentence_in("usual", column.usual.note);
        if (column.decimal.point.size() != 1 || column.decimal.group.size() > 1) {
            reading_.reject(
                "decimal",
                {"Tanda desimal dan pemisah ribuan adalah satu karakter.",
                 "The decimal point and what sets thousands apart are one character each."}
            );
        }
        if (!column.agrees_with.empty()) {
            const Column* other = file.column(column.agrees_with);
            if (other == nullptr || other->as != As::decimal || column.as != As::decimal) {
                unknown("agreesWith", column.agrees_with);
            }
            used_here_.insert(column.agrees_with);
        }
        if (!column.found_in.empty()) {
            const Step step(reading_, "foundIn");
            sentence_if_any("kept", column.found_in.kept);
            other_column("column", column.found_in.file, column.found_in.column);
        }
    }

    void sentence_in(std::string_view object, const Sentence& note) {
        const Step step(reading_, object);
        sentence("note", note);
    }

    void other_column(std::string_view field, std::string_view file, std::string_view column) {
        const FileMapping* other = mapping_.file(file);
        const Column* there = other == nullptr ? nullptr : other->column(column);
        if (there == nullptr || !there->as) {
            unknown(field, std::string(file) + ": " + std::string(column));
        }
    }

    void derived(const Derived& value, const Names& known) {
        if (value.name.empty()) missing("name");
        if (value.of.empty()) missing("of");
        holes("of", value.of.names(), known);
        if (value.table.empty() == value.lookup.empty()) {
            reading_.reject(
                "table",
                {"Sebutkan tabel (table) atau rujukan (lookup), salah satu saja.",
                 "Name a table (table) or where to look it up (lookup), one of the two."}
            );
        }
        if (!value.table.empty()) {
            if (!mapping_.tables.contains(value.table)) unknown("table", value.table);
            used_tables_.insert(value.table);
        }
        if (value.lookup.empty()) return;
        const Step step(reading_, "lookup");
        other_column("key", value.lookup.file, value.lookup.key);
        other_column("column", value.lookup.file, value.lookup.column);
        for (const Lookup::Missing& missing : value.lookup.missing) {
            sentence_in("missing", missing.note);
        }
    }

    void event(const EventTemplate& event, const Names& known) {
        const std::size_t dot = event.type.find('.');
        const bool is_type = dot != std::string::npos && dot > 0 && dot + 1 < event.type.size();
        if (!is_type) {
            reading_.reject(
                "type",
                {"Tulis jenis peristiwa seperti \"indicator.defined\".",
                 "Write the type of an event, such as \"indicator.defined\"."}
            );
        }
        if (event.id.empty()) missing("id");
        if (event.subject.empty()) missing("subject");
        if (event.effective.empty()) missing("effective");
        holes("id", event.id.names(), known);
        holes("subject", event.subject.names(), known);
        holes("effective", event.effective.names(), known);
        holes("when", {event.when.begin(), event.when.end()}, known);
        holes("data", event.data.names(), known);
    }

    void holes(
        std::string_view field, const std::vector<std::string_view>& names, const Names& known
    ) {
        for (const std::string_view name : names) {
            if (!known.contains(name)) unknown(field, name);
            used_here_.emplace(name.substr(0, name.find('.')));
            used_here_.emplace(name);
        }
    }

    JsonReading& reading_;
    const Mapping& mapping_;
    Names looked_up_;
    Names used_tables_;
    std::set<std::pair<std::string, std::string>> used_elsewhere_;
    Names used_here_;  // of the file at hand: columns and values
};

// Calls take(name, value) for each member of an object, each name once.
template <class Take>
void read_entries(JsonReading& reading, JsonValue value, const Take& take) {
    if (value.kind() != JsonValue::Kind::object) {
        return reading.reject({"Harus objek.", "Expected an object."});
    }
    Names known;
    for (const api::JsonMember member : value.members()) {
        const JsonReading::Step step(reading, member.name);
        if (!known.emplace(member.name).second) {
            reading.reject({"Kolom ini muncul dua kali.", "This field appears twice."});
            continue;
        }
        take(std::string(member.name), member.value);
    }
}

}  // namespace

void read(JsonReading& reading, JsonValue value, std::map<std::string, Cell, std::less<>>& into) {
    read_entries(reading, value, [&](std::string name, JsonValue entry) {
        read(reading, entry, into[std::move(name)]);
    });
}

void read(JsonReading& reading, JsonValue value, Tables& into) {
    read_entries(reading, value, [&](std::string name, JsonValue table) {
        api::read(reading, table, into[std::move(name)]);
    });
}

const Column* FileMapping::column(std::string_view name) const {
    const auto known = std::ranges::find(columns, name, &Column::name);
    return known == columns.end() ? nullptr : &*known;
}

const FileMapping* Mapping::file(std::string_view name) const {
    const auto known = std::ranges::find(files, name, &FileMapping::file);
    return known == files.end() ? nullptr : &*known;
}

api::OrRejections<Mapping> Mapping::parse(std::string_view json) {
    const auto document = api::JsonDocument::parse(json);
    if (!document) return std::unexpected(document.error());
    JsonReading reading;
    Mapping mapping;
    api::read(reading, document->root(), mapping);
    if (reading.is_clean()) Checking(reading, mapping).check();
    if (!reading.is_clean()) return std::unexpected(std::move(reading).take());
    return mapping;
}

}  // namespace tools
