#pragma once
// Header values that are lists: "gzip, chunked", "id;q=0.8, en" (RFC 9110 5.6.1, 12.4.2).

#include <optional>
#include <string_view>

namespace api {

// ASCII only, as header names and tokens are.
[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept;

// Whether `c` may stand in a token: a header's name, a method (RFC 9110 5.6.2).
[[nodiscard]] bool is_token_character(char c) noexcept;
[[nodiscard]] bool is_token(std::string_view text) noexcept;

// Without the spaces and tabs at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;

// Takes the first element off `list`, trimmed; empty when nothing stood between two commas. Commas
// in quoted strings are not looked for: no list that we read has any.
[[nodiscard]] std::string_view next_element(std::string_view& list) noexcept;

// Whether the list has the element, in whatever case.
[[nodiscard]] bool has_element(std::string_view list, std::string_view element) noexcept;

struct Weighted {
    std::string_view value;  // "id-ID", "text/html"
    int weight = 1000;       // thousandths: its q, 1000 where it has none
};

// Takes the first element off `list`; nothing when it is empty or its q is no weight. Parameters
// other than q are not read.
[[nodiscard]] std::optional<Weighted> next_weighted(std::string_view& list) noexcept;

}  // namespace api
