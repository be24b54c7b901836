#pragma once
// In which of its two languages a person is answered. Data is never translated, only sentences.

#include "ledger/rules/error.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace api {

enum class Language : std::uint8_t { indonesian, english };

// Their tags (RFC 5646), as in Content-Language: "id", "en".
constexpr auto names(Language) {
    return std::to_array<std::string_view>({"id", "en"});
}

// What an Accept-Language header asks for (RFC 9110 12.5.4): the language with the highest weight,
// of equal ones the one named first. "en-GB" asks for English, "in" is the old tag of Indonesian,
// "*" stands for whichever is not named. Indonesian when nothing fits or the header is empty;
// elements that cannot be read count as not there.
[[nodiscard]] Language negotiate_language(std::string_view accept_language);

[[nodiscard]] inline const std::string& in(Language language, const ledger::Words& words) {
    return language == Language::english ? words.en : words.id;
}

}  // namespace api
