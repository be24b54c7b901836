#include "ledger/same_facts.h"

#include "ledger/closed_texts.h"

#include <cstddef>
#include <string>
#include <vector>

namespace ledger {
namespace {

// Takes all closed words out of the event, and leaves their lengths. Answers those that there were.
std::vector<std::string> take_words(Event& event) {
    std::vector<std::string> words;
    for_each_closed_text(event, [&](ClosedText& text) {
        if (!text.empty()) words.push_back(ClosedWords::of(text));
        text = ClosedWords::withheld(text.characters());
    });
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
