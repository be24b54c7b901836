#include "tools/template.h"

#include "ledger/rules/match.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace tools {
namespace {

using api::JsonReading;
using api::JsonValue;
using Kind = JsonValue::Kind;

const Cell& cell_of(const Cells& cells, std::string_view name) {
    static const Cell nothing;
    const auto known = cells.find(name);
    return known == cells.end() ? nothing : known->second;
}

}  // namespace

std::optional<TextTemplate> TextTemplate::parse(std::string_view text) {
    TextTemplate parsed;
    while (!text.empty()) {
        const std::size_t brace = text.find_first_of("{}");
        if (brace != 0) {
            parsed.pieces_.push_back({std::string(text.substr(0, brace)), false});
            text.remove_prefix(std::min(brace, text.size()));
            continue;
        }
        const std::size_t end = text.find_first_of("{}", 1);
        if (text.front() != '{' || end == std::string_view::npos || text[end] != '}' || end == 1) {
            return std::nullopt;
        }
        parsed.pieces_.push_back({std::string(text.substr(1, end - 1)), true});
        text.remove_prefix(end + 1);
    }
    return parsed;
}

std::vector<std::string_view> TextTemplate::names() const {
    std::vector<std::string_view> names;
    for (const Piece& piece : pieces_) {
        if (piece.is_hole) names.push_back(piece.text);
    }
    return names;
}

bool TextTemplate::is_left_out(const Cells& cells) const {
    const auto holes = names();
    return !holes.empty() && std::ranges::all_of(holes, [&](std::string_view name) {
        return cell_of(cells, name).text.empty();
    });
}

Cell TextTemplate::fill(const Cells& cells) const {
    if (pieces_.size() == 1 && pieces_.front().is_hole) return cell_of(cells, pieces_.front().text);
    Cell filled;
    for (const Piece& piece : pieces_) {
        filled.text += piece.is_hole ? cell_of(cells, piece.text).text : piece.text;
    }
    return filled;
}

bool Template::empty() const noexcept {
    return std::holds_alternative<std::monostate>(content_);
}

std::vector<std::string_view> Template::names() const {
    std::vector<std::string_view> names;
    const auto take = [&](const Template& part) {
        std::ranges::copy(part.names(), std::back_inserter(names));
    };
    match(
        content_,
        ledger::Cases{
            [&](const TextTemplate& text) { names = text.names(); },
            [&](const List& list) { std::ranges::for_each(list, take); },
            [&](const Object& object) {
                std::ranges::for_each(object, take, &TemplateMember::value);
            },
            [](const auto&) {},
        }
    );
    return names;
}

bool Template::is_left_out(const Cells& cells) const {
    const auto is_out = [&](const Template& part) { return part.is_left_out(cells); };
    return match(
        content_,
        ledger::Cases{
            [&](const TextTemplate& text) { return text.is_left_out(cells); },
            [&](const List& list) { return std::ranges::all_of(list, is_out); },
            [&](const Object& object) {
                return std::ranges::all_of(object, is_out, &TemplateMember::value);
            },
            [](const auto&) { return false; },
        }
    );
}

void Template::write(api::JsonOut& out, const Cells& cells) const {
    match(
        content_,
        ledger::Cases{
            [&](std::monostate) { out.raw("{}"); },
            [&](const TextTemplate& text) {
                const Cell cell = text.fill(cells);
                if (cell.is_flag) return out.raw(cell.text);
                out.value(cell.text);
            },
            [&](const List& list) {
                out.begin_array();
                for (const Template& item : list) {
                    if (!item.is_left_out(cells)) item.write(out, cells);
                }
                out.end_array();
            },
            [&](const Object& object) {
                out.begin_object();
                for (const TemplateMember& member : object) {
                    if (member.value.is_left_out(cells)) continue;
                    out.key(member.name);
                    member.value.write(out, cells);
                }
                out.end_object();
            },
            [&](const auto& plain) { out.value(plain); },
        }
    );
}

void read(JsonReading& reading, JsonValue value, TextTemplate& into) {
    std::string text;
    read(reading, value, text);
    if (auto parsed = TextTemplate::parse(text)) {
        into = *std::move(parsed);
        return;
    }
    reading.reject({
        "Tulis nama nilai di antara kurung kurawal, seperti \"nyc-{indicator_id}\".",
        "Write the name of a value between braces, as in \"nyc-{indicator_id}\".",
    });
}

void read(JsonReading& reading, JsonValue value, Template& into) {
    switch (value.kind()) {
        case Kind::boolean:
            into.content_ = value.boolean();
            return;
        case Kind::integer:
            into.content_ = value.integer();
            return;
        case Kind::text:
            return read(reading, value, into.content_.emplace<TextTemplate>());
        case Kind::list: {
            auto& list = into.content_.emplace<Template::List>();
            for (const JsonValue item : value.items()) {
                const JsonReading::Step step(reading, list.size());
                read(reading, item, list.emplace_back());
            }
            return;
        }
        case Kind::object: {
            auto& object = into.content_.emplace<Template::Object>();
            std::set<std::string_view> known;
            for (const api::JsonMember member : value.members()) {
                const JsonReading::Step step(reading, member.name);
                if (!known.insert(member.name).second) {
                    reading.reject({"Kolom ini muncul dua kali.", "This field appears twice."});
                }
                auto& [name, content] = object.emplace_back();
                name = member.name;
                read(reading, member.value, content);
            }
            return;
        }
        case Kind::null:
        case Kind::inexact:
            reading.reject({
                "Tulis teks, bilangan bulat, true, false, larik, atau objek; desimal dalam tanda "
                "kutip.",
                "Write text, a whole number, true, false, an array or an object; decimals in "
                "quotes.",
            });
    }
}

void read(JsonReading& reading, JsonValue value, Cell& into) {
    if (value.kind() == Kind::boolean) {
        into = {value.boolean() ? "true" : "false", true};
    } else {
        read(reading, value, into.text);
    }
}

}  // namespace tools
