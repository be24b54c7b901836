#pragma once
// JSON with holes: what an event of a mapping looks like, with "{name}" where a value of the row
// goes.
//
//     {"period": "{fiscal_year}", "value": {"numerator": "{value}"}, "provisional":
//     "{is_estimate}"}
//
// A string that is one hole and nothing else becomes the value as it is, a flag as true or false. A
// string with holes among other text becomes text. Where all its holes are empty it is left out, as
// are objects and lists of which nothing is left.

#include "api/json_in.h"
#include "api/json_out.h"
#include "ledger/rules/fields.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tools {

// A value of a row, once it is understood.
struct Cell {
    std::string text;
    bool is_flag = false;  // then `text` is "true" or "false", and it is written without quotes
    friend bool operator==(const Cell&, const Cell&) = default;
};

// The values of a row by name.
using Cells = std::map<std::string, Cell, std::less<>>;

// Text with holes.
class TextTemplate {
public:
    TextTemplate() = default;

    // Nothing when a brace has no other half, or nothing between.
    [[nodiscard]] static std::optional<TextTemplate> parse(std::string_view text);

    [[nodiscard]] bool empty() const noexcept { return pieces_.empty(); }

    // The names in its holes.
    [[nodiscard]] std::vector<std::string_view> names() const;

    // Whether it has holes, and all of them are empty. A name that `cells` lacks is empty.
    [[nodiscard]] bool is_left_out(const Cells& cells) const;

    [[nodiscard]] Cell fill(const Cells& cells) const;

private:
    struct Piece {
        std::string text;  // or the name in a hole
        bool is_hole = false;
    };
    std::vector<Piece> pieces_;
};

struct TemplateMember;

class Template {
public:
    [[nodiscard]] bool empty() const noexcept;
    [[nodiscard]] std::vector<std::string_view> names() const;
    [[nodiscard]] bool is_left_out(const Cells& cells) const;

    // Writes the value with its holes filled; `{}` when everything in it is left out.
    void write(api::JsonOut& out, const Cells& cells) const;

    friend void read(api::JsonReading& reading, api::JsonValue value, Template& into);

private:
    using List = std::vector<Template>;
    using Object = std::vector<TemplateMember>;
    std::variant<std::monostate, bool, std::int64_t, TextTemplate, List, Object> content_;
};

struct TemplateMember {
    std::string name;
    Template value;
};

void read(api::JsonReading& reading, api::JsonValue value, TextTemplate& into);
void read(api::JsonReading& reading, api::JsonValue value, Template& into);

// A cell in a mapping: a text, or true or false.
void read(api::JsonReading& reading, api::JsonValue value, Cell& into);

}  // namespace tools
