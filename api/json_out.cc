#include "api/json_out.h"

#include "ledger/rules/utf8.h"

#include <array>
#include <charconv>

namespace api {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

// Bytes that stand for themselves within quotes: ASCII but for controls, quote and backslash.
constexpr std::array<bool, 256> stands_for_itself = [] {
    std::array<bool, 256> table{};
    for (std::size_t c = 0x20; c < 0x80; ++c) table[c] = c != '"' && c != '\\';
    return table;
}();

void append_escaped(std::string& out, char c) {
    switch (c) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            out += "\\u00";
            out += hex_digits[static_cast<unsigned char>(c) >> 4U];
            out += hex_digits[static_cast<unsigned char>(c) & 15U];
    }
}

template <class Integer>
void append_number(std::string& out, Integer value) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out.append(digits.data(), end);
}

}  // namespace

// A value or a key follows another unless a bracket or a colon was the last thing written; a string
// ends with its quote, so its own characters are never taken for one.
void JsonOut::separate() {
    if (text_.size() == start_) return;
    const char last = text_.back();
    if (last != '{' && last != '[' && last != ':') text_ += ',';
}

void JsonOut::open(char bracket) {
    separate();
    text_ += bracket;
}

void JsonOut::key(std::string_view name) {
    separate();
    quoted(name);
    text_ += ':';
}

void JsonOut::raw(std::string_view json) {
    separate();
    text_ += json;
}

void JsonOut::value(std::string_view text) {
    separate();
    quoted(text);
}

void JsonOut::value(const ledger::ClosedText& text) {
    const std::string& words = ledger::ClosedWords::of(text);
    if (!words.empty() || text.empty()) return value(words);
    begin_object();
    member("withheld", true);
    member("characters", text.characters());
    end_object();
}

void JsonOut::number(std::int64_t value) {
    separate();
    append_number(text_, value);
}

void JsonOut::number(std::uint64_t value) {
    separate();
    append_number(text_, value);
}

void JsonOut::plain(std::string_view text) {
    separate();
    text_ += '"';
    text_ += text;
    text_ += '"';
}

void JsonOut::quoted(std::string_view text) {
    text_ += '"';
    std::size_t written = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        const char c = text[at];
        if (stands_for_itself[static_cast<unsigned char>(c)]) {
            ++at;
            continue;
        }
        const bool ascii = static_cast<unsigned char>(c) < 0x80;
        if (const std::size_t length = ascii ? 0 : ledger::utf8_length(text.substr(at));
            length != 0) {
            at += length;
            continue;
        }
        text_ += text.substr(written, at - written);
        if (ascii) {
            append_escaped(text_, c);
        } else {
            text_ += replacement;
        }
        written = ++at;
    }
    text_ += text.substr(written);
    text_ += '"';
}

}  // namespace api
