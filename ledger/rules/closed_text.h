#pragma once
// ClosedText: words that are about a person and may have to be withheld or forgotten: a name, a
// narrative, a reason. In the record only their class, their length and the hash of their stored
// bytes stand; the words themselves are stored beside the record, encrypted under the key of the
// person that the record is about (proof.md, "The record and its entry").
//
// No rule, row or index may read the words; so only ClosedWords, which the codecs use, can. A rule
// asks for characters().

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace ledger {

class ClosedText {
public:
    ClosedText() = default;

    // How many characters (Unicode code points) the words have, leading and trailing white space
    // not counted. Known even when the words are withheld or forgotten.
    [[nodiscard]] std::uint32_t characters() const noexcept { return characters_; }
    [[nodiscard]] bool empty() const noexcept { return characters_ == 0; }

    friend bool operator==(const ClosedText&, const ClosedText&) = default;

private:
    friend struct ClosedWords;
    std::string words_;
    std::uint32_t characters_ = 0;
};

// The key to ClosedText, for codecs (and for tests, which play the client).
struct ClosedWords {
    // `words` must be valid UTF-8.
    [[nodiscard]] static ClosedText make(std::string words) {
        ClosedText text;
        text.characters_ = count(words);
        text.words_ = std::move(words);
        return text;
    }
    // Words that are not at hand, of a known length.
    [[nodiscard]] static ClosedText withheld(std::uint32_t characters) {
        ClosedText text;
        text.characters_ = characters;
        return text;
    }
    // Empty when the text is empty or its words are not at hand.
    [[nodiscard]] static const std::string& of(const ClosedText& text) noexcept {
        return text.words_;
    }

private:
    [[nodiscard]] static std::uint32_t count(std::string_view words) noexcept {
        const std::size_t first = words.find_first_not_of(" \t\r\n");
        if (first == std::string_view::npos) return 0;
        words = words.substr(first, words.find_last_not_of(" \t\r\n") - first + 1);
        std::uint32_t characters = 0;
        for (const char c : words) {
            if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++characters;
        }
        return characters;
    }
};

}  // namespace ledger
