#include "ledger/rules/texts.h"

#include <utility>

namespace ledger {

std::optional<Rejection> check_reason(
    const ClosedText& reason, const policy::Parameters& policy, std::string field
) {
    const std::uint32_t least = policy.reason_characters_min;
    if (reason.characters() >= least) return std::nullopt;
    const std::string count = std::to_string(least);
    return Rejection{
        Rejection::Code::no_reason,
        std::move(field),
        {"Tuliskan alasannya, sekurang-kurangnya " + count + " karakter.",
         "Give the reason, in at least " + count + " characters."},
    };
}

std::optional<Rejection> check_length(
    std::string_view text, std::size_t bytes_max, std::string field
) {
    if (text.size() <= bytes_max) return std::nullopt;
    const std::string most = std::to_string(bytes_max);
    return Rejection{
        Rejection::Code::shape,
        std::move(field),
        {"Teks terlalu panjang: paling banyak " + most + " bita.",
         "The text is too long: at most " + most + " bytes."},
    };
}

std::optional<Rejection> check_length(
    const ClosedText& words, std::uint32_t characters_max, std::string field
) {
    if (words.characters() <= characters_max) return std::nullopt;
    const std::string most = std::to_string(characters_max);
    return Rejection{
        Rejection::Code::shape,
        std::move(field),
        {"Teks terlalu panjang: paling banyak " + most + " karakter.",
         "The text is too long: at most " + most + " characters."},
    };
}

}  // namespace ledger
