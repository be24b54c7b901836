#include "ledger/same_facts.h"

#include "ledger/rules/closed_text.h"
#include "ledger/rules/fields.h"

#include <cstddef>
#include <variant>
#include <vector>

namespace ledger {
namespace {

// Calls visit(text) for each closed text in a value, in the order of its fields.
template <class Visit>
struct EachClosedText {
    Visit visit;

    void operator()(ClosedText& text) { visit(text); }

    template <class T>
    void operator()(std::vector<T>& items) {
        for (T& item : items) (*this)(item);
    }

    template <class T>
    void operator()(std::optional<T>& value) {
        if (value) (*this)(*value);
    }

    template <class... T>
    void operator()(std::variant<T...>& value) {
        std::visit([this](auto& held) { (*this)(held); }, value);
    }

    template <class T>
    void operator()(T& value) {
        if constexpr (Described<T>) {
            for_each_field(value, [this](std::string_view, auto& member) { (*this)(member); });
        }
    }
};

// Takes all closed words out of the event, and leaves their lengths. Answers those that there were.
std::vector<std::string> take_words(Event& event) {
    std::vector<std::string> words;
    const auto take = [&](ClosedText& text) {
        if (!text.empty()) words.push_back(ClosedWords::of(text));
        text = ClosedWords::withheld(text.characters());
    };
    EachClosedText<decltype(take)>{take}(event);
    return words;
}

}  // namespace

bool same_facts(const Event& asked, const Event& recorded) {
    Event one = asked;
    Event other = recorded;
    const std::vector<std::string> words = take_words(one);
    const std::vector<std::string> kept = take_words(other);
    if (one != other) return false;  // so there are as many words, each as long
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (!kept[i].empty() && kept[i] != words[i]) return false;
    }
    return true;
}

}  // namespace ledger
