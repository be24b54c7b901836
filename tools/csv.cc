#include "tools/csv.h"

#include "ledger/rules/utf8.h"

#include <algorithm>
#include <set>
#include <utility>

namespace tools {
namespace {

using ledger::Words;

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::unexpected<Words> wrong(std::string id, std::string en) {
    return std::unexpected(Words{std::move(id), std::move(en)});
}

std::unexpected<Words> too_long(std::size_t bytes_max) {
    const std::string most = std::to_string(bytes_max);
    return wrong(
        "Satu kolom melebihi " + most + " bita. Mungkin tanda kutipnya tidak ditutup.",
        "A field is longer than " + most + " bytes. Perhaps its quote is never closed."
    );
}

// What is wrong with the characters of a field, wherever it stands.
std::optional<Words> wrong_characters(std::string_view field) {
    if (!ledger::is_utf8(field)) {
        return Words{
            "Baris ini bukan UTF-8 yang sah. Simpan berkasnya sebagai UTF-8.",
            "The row is not valid UTF-8. Save the file as UTF-8."
        };
    }
    if (field.find('\0') != std::string_view::npos) {
        return Words{
            "Baris ini memuat karakter U+0000. Hapus karakter itu.",
            "The row has the character U+0000 in it. Remove it."
        };
    }
    return std::nullopt;
}

std::optional<Words> wrong_columns(const CsvFields& columns) {
    std::set<std::string_view> known;
    for (const std::string& column : columns) {
        if (column.empty()) {
            return Words{
                "Ada kolom tanpa nama pada baris pertama. Beri nama setiap kolom.",
                "A column on the first line has no name. Name every column."
            };
        }
        if (!known.insert(column).second) {
            return Words{
                "Kolom \"" + column + "\" muncul dua kali pada baris pertama.",
                "The column \"" + column + "\" appears twice on the first line."
            };
        }
    }
    return std::nullopt;
}

}  // namespace

OrWords<CsvReader> CsvReader::open(std::string_view text, const CsvLimits& limits) {
    CsvReader reader(text, limits);
    if (text.starts_with(byte_order_mark)) reader.at_ = byte_order_mark.size();
    if (reader.at_ == text.size()) {
        return wrong(
            "Berkas kosong; baris pertama harus memuat nama kolom.",
            "The file is empty; its first line must name the columns."
        );
    }
    auto columns = reader.record();
    if (!columns) return std::unexpected(std::move(columns.error()));
    if (auto words = wrong_columns(*columns)) return std::unexpected(std::move(*words));
    reader.columns_ = *std::move(columns);
    return reader;
}

std::optional<OrWords<CsvFields>> CsvReader::next() {
    if (at_ == text_.size()) return std::nullopt;
    auto row = record();
    if (!row) return row;
    if (row->size() == 1 && row->front().empty() && columns_.size() > 1) {
        return wrong(
            "Baris ini kosong. Hapus baris kosong.", "The line is empty. Remove empty lines."
        );
    }
    if (row->size() != columns_.size()) {
        const std::string has = std::to_string(row->size());
        const std::string needs = std::to_string(columns_.size());
        return wrong(
            "Baris ini memiliki " + has + " kolom, seharusnya " + needs +
                ". Periksa koma dan tanda kutipnya.",
            "The row has " + has + " fields where there are " + needs +
                " columns. Look at its commas and quotes."
        );
    }
    return row;
}

// One row and its line break. After a bad one, reading goes on behind the line on which the bad
// field begins: most likely its quote was meant to close there.
OrWords<CsvFields> CsvReader::record() {
    const std::size_t start = at_;
    line_ = next_line_;
    auto row = fields();
    if (row) {
        skip_break();
    } else {
        const std::size_t end = text_.find('\n', resume_);
        at_ = end == std::string_view::npos ? text_.size() : end + 1;
    }
    next_line_ +=
        static_cast<std::size_t>(std::ranges::count(text_.substr(start, at_ - start), '\n'));
    return row;
}

OrWords<CsvFields> CsvReader::fields() {
    CsvFields row;
    while (true) {
        resume_ = at_;
        auto value = field();
        if (!value) return std::unexpected(std::move(value.error()));
        if (auto words = wrong_characters(*value)) return std::unexpected(std::move(*words));
        row.push_back(*std::move(value));
        if (at_ == text_.size() || text_[at_] != ',') return row;
        if (row.size() == limits_.columns_max) {
            const std::string most = std::to_string(limits_.columns_max);
            return wrong(
                "Baris ini melebihi " + most + " kolom.",
                "The row has more than " + most + " fields."
            );
        }
        ++at_;
    }
}

OrWords<std::string> CsvReader::field() {
    const bool is_quoted = at_ < text_.size() && text_[at_] == '"';
    return is_quoted ? quoted() : unquoted();
}

OrWords<std::string> CsvReader::quoted() {
    std::string value;
    ++at_;
    while (true) {
        const std::size_t quote = text_.find('"', at_);
        if (quote == std::string_view::npos) {
            return wrong(
                "Tanda kutip pada baris ini tidak pernah ditutup.",
                "A quote on this row is never closed."
            );
        }
        value += text_.substr(at_, quote - at_);
        if (value.size() > limits_.field_bytes_max) return too_long(limits_.field_bytes_max);
        at_ = quote + 1;
        const bool is_doubled = at_ < text_.size() && text_[at_] == '"';
        if (!is_doubled) break;
        value += '"';
        ++at_;
    }
    if (at_ == text_.size() || text_[at_] == ',' || is_at_break()) return value;
    return wrong(
        "Ada huruf setelah tanda kutip penutup. Tulis tanda kutip di dalam kolom dua kali (\"\").",
        "Something follows a closing quote. Write a quote within a field twice (\"\")."
    );
}

OrWords<std::string> CsvReader::unquoted() {
    const std::size_t start = at_;
    at_ = std::min(text_.find_first_of(",\"\r\n", start), text_.size());
    if (at_ - start > limits_.field_bytes_max) return too_long(limits_.field_bytes_max);
    if (at_ == text_.size() || text_[at_] == ',' || is_at_break()) {
        return std::string(text_.substr(start, at_ - start));
    }
    if (text_[at_] == '"') {
        return wrong(
            "Ada tanda kutip di tengah kolom tanpa kutip. Kutip seluruh kolom itu.",
            "There is a quote within a field that has none around it. Quote the whole field."
        );
    }
    return wrong(
        "Baris diakhiri CR saja. Akhiri baris dengan CRLF atau LF.",
        "A line ends with CR alone. End lines with CRLF or LF."
    );
}

bool CsvReader::is_at_break() const {
    const std::string_view rest = text_.substr(at_);
    return rest.starts_with('\n') || rest.starts_with("\r\n");
}

void CsvReader::skip_break() {
    if (at_ == text_.size()) return;
    at_ += text_[at_] == '\r' ? 2U : 1U;
}

}  // namespace tools
