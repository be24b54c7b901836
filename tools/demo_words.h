#pragma once
// What the people of the demonstration are called, and what they write. Names are put together from
// syllables: they sound Indonesian and are nobody's.

#include "ledger/rules/closed_text.h"
#include "tools/demo_agenda.h"

#include <string>
#include <string_view>

namespace tools::demonstration::words {

[[nodiscard]] ledger::ClosedText closed(std::string_view words);

[[nodiscard]] std::string full_name(Dice& dice);

// About one line of a report.
[[nodiscard]] ledger::ClosedText narrative(Dice& dice);
[[nodiscard]] ledger::ClosedText obstacle(Dice& dice);

// Why a report or a plan is sent back.
[[nodiscard]] ledger::ClosedText return_of_report(Dice& dice);
[[nodiscard]] ledger::ClosedText return_of_plan(Dice& dice);

// What a rater says to a report that he accepts; often nothing.
[[nodiscard]] ledger::ClosedText comment(Dice& dice);

[[nodiscard]] ledger::ClosedText praise(Dice& dice);
[[nodiscard]] ledger::ClosedText advice(Dice& dice);
[[nodiscard]] ledger::ClosedText warning(Dice& dice);
[[nodiscard]] ledger::ClosedText answer(Dice& dice);

[[nodiscard]] std::string recommendation(Dice& dice);

}  // namespace tools::demonstration::words
