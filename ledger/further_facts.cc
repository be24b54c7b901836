#include "ledger/further_facts.h"

namespace ledger {

bool is_of_one_act(const Record& a, const Record& b) {
    return a.fact_count == b.fact_count && a.provenance == b.provenance && a.actor == b.actor &&
           a.recorded == b.recorded && a.effective == b.effective &&
           a.effective_given == b.effective_given;
}

OrFault<std::optional<std::string>> FurtherFacts::check(const Record& record, CatchUp& catching) {
    if (record.fact_index > 0) {
        if (follows(record)) return std::nullopt;
        return "is a fact of an act from which it does not follow by the rules";
    }
    if (only_follows(record.event)) return "is an act that nobody can ask for";
    auto facts = catching.facts_after(record);
    if (!facts) return std::unexpected(facts.error());
    expected_ = *std::move(facts);
    if (record.fact_count == 1 + expected_.size()) return std::nullopt;
    return "begins an act of " + std::to_string(record.fact_count) +
           " facts, of which the rules give " + std::to_string(1 + expected_.size());
}

bool FurtherFacts::follows(const Record& record) const {
    if (record.fact_index > expected_.size()) return false;
    const Fact& fact = expected_[record.fact_index - 1U];
    return record.stream == fact.stream && record.event == fact.event &&
           record.subjects == fact.subjects;
}

}  // namespace ledger
