#include "api/language.h"

#include "api/header_list.h"

#include <optional>
#include <utility>

namespace api {
namespace {

// The weight of one language; `where` is its place in the header.
struct Wish {
    int weight = 0;  // thousandths
    std::size_t where = 0;
};

// What a language range stands for; nothing for languages that we do not speak.
std::optional<Language> language_of(std::string_view range) {
    const std::string_view primary = range.substr(0, range.find('-'));
    if (equal_ignoring_case(primary, "id") || equal_ignoring_case(primary, "in")) {
        return Language::indonesian;
    }
    if (equal_ignoring_case(primary, "en")) return Language::english;
    return std::nullopt;
}

bool better(const Wish& a, const Wish& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.where < b.where;
}

}  // namespace

Language negotiate_language(std::string_view accept_language) {
    std::array<std::optional<Wish>, 2> wishes;  // by Language
    std::optional<Wish> others;                 // "*"
    std::size_t where = 0;
    while (!accept_language.empty()) {
        const auto element = next_weighted(accept_language);
        if (!element) continue;
        const Wish wish{element->weight, where++};
        if (element->value == "*") {
            if (!others) others = wish;
        } else if (const auto language = language_of(element->value)) {
            auto& known = wishes[std::to_underlying(*language)];
            if (!known || better(wish, *known)) known = wish;
        }
    }
    const Wish nothing{};
    const Wish indonesian = wishes[0].value_or(others.value_or(nothing));
    const Wish english = wishes[1].value_or(others.value_or(nothing));
    if (english.weight == 0 || !better(english, indonesian)) return Language::indonesian;
    return Language::english;
}

}  // namespace api
