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

bool is_gone(const ClosedText& text) {
    return !text.empty() && ClosedWords::of(text).empty();
}

// Makes the words of `asked` as they are in `recorded` where those are gone, their length too.
void leave_gone_words_out(Event& asked, Event& recorded) {
    std::vector<ClosedText*> texts;
    for_each_closed_text(recorded, [&](ClosedText& text) { texts.push_back(&text); });
    std::size_t i = 0;
    for_each_closed_text(asked, [&](ClosedText& text) {
        if (i < texts.size() && is_gone(*texts[i]) && !text.empty()) text = *texts[i];
        ++i;
    });
}

}  // namespace

bool same_facts(const Event& asked, const Event& recorded) {
    Event one = asked;
    Event other = recorded;
    leave_gone_words_out(one, other);
    const std::vector<std::string> words = take_words(one);
    const std::vector<std::string> kept = take_words(other);
    return one == other && words == kept;  // the events: without words, but with their lengths
}

}  // namespace ledger
